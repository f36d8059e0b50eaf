//! Reading a scenario file: what is wrong with it, and where.

mod campaign;

use std::collections::HashSet;

use super::{Kind, Operator, STANDARD, Scenario};
use crate::habit;
use crate::world::country;

/// 2200-01-01, nanoseconds since 1970.
const LAST_MOMENT: u64 = 7_258_118_400_000_000_000;
/// People of one kind: their numbers must not meet.
const MOST_PEOPLE: u32 = 600_000;
/// Digits of numbers behind the first ones: of the home network, whose people have numbers below ten million, and of others.
const HOME_ROOM: usize = 7;
const ROOM: usize = 5;
/// Companies of one habit.
const MOST_COMPANIES: u32 = 100_000;
/// Carriers: each has addresses of its own in one network of documentation.
const MOST_CARRIERS: usize = 60;
/// Operators: each has a network of addresses of its own.
const MOST_OPERATORS: usize = 150;
/// Country of who is in none: networks on ships.
const NOWHERE: &str = "XX";
/// Campaigns, for the same reason.
const MOST_CAMPAIGNS: usize = 49;

/// Why a scenario cannot be played.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// Not TOML, or not of this shape; the message has the place.
    #[error("{0}")]
    Shape(String),
    /// Something that cannot be.
    #[error("{place}: {what}")]
    Content {
        /// Which table.
        place: String,
        /// What is wrong, and what to do.
        what: String,
    },
}

impl Scenario {
    /// Reads a scenario and completes it from the standard world.
    ///
    /// # Errors
    /// Not TOML, an unknown key, a value that cannot be, a name that nothing has.
    pub fn parse(text: &str) -> Result<Self, FileError> {
        let mut scenario: Self = toml::from_str(text).map_err(|error| FileError::Shape(error.to_string()))?;
        let standard: Self = toml::from_str(STANDARD).map_err(|error| FileError::Shape(error.to_string()))?;
        scenario.complete(standard);
        scenario.check()?;
        Ok(scenario)
    }

    /// What this file does not say comes from the standard world; an operator of the same name
    /// replaces the standard one.
    fn complete(&mut self, standard: Self) {
        self.home = self.home.take().or(standard.home);
        if !self.standard_world {
            return;
        }
        let known: Vec<String> = self.operators.iter().map(|operator| operator.name.clone()).collect();
        self.operators.extend(standard.operators.into_iter().filter(|operator| !known.contains(&operator.name)));
        let known: Vec<String> = self.carriers.iter().map(|carrier| carrier.name.clone()).collect();
        self.carriers.extend(standard.carriers.into_iter().filter(|carrier| !known.contains(&carrier.name)));
    }

    fn check(&self) -> Result<(), FileError> {
        self.check_extent()?;
        self.check_names()?;
        if self.carriers.is_empty() {
            return Err(content("scenario", "there is no [[carrier]]; write one, or leave standard_world out"));
        }
        for carrier in &self.carriers {
            let place = format!("carrier {:?}", carrier.name);
            let limit = if carrier.ansi { 1 << 24 } else { 1 << 14 };
            if carrier.point_code == 0 || carrier.point_code >= limit {
                return Err(content(&place, format!("point_code is not between 1 and {}", limit - 1)));
            }
            check_name(&place, "host", &carrier.host)?;
            check_name(&place, "realm", &carrier.realm)?;
            self.carrier_of(&place, carrier.via.as_deref())?;
            let way = carrier.via.as_ref().and_then(|name| self.carriers.iter().find(|other| other.name == *name));
            if way.is_some_and(|other| other.via.is_some()) {
                return Err(content(&place, "via names a carrier that has no link of its own"));
            }
        }
        for operator in self.home.iter().chain(&self.operators) {
            self.check_operator(operator)?;
        }
        for name in self.habits.keys() {
            if name != habit::OTHERS && !habit::names().any(|known| known == name) {
                let known: Vec<&str> = habit::names().chain([habit::OTHERS]).collect();
                return Err(content("habits", format!("{name:?} is none of {}", known.join(", "))));
            }
        }
        self.campaigns.iter().try_for_each(|campaign| self.check_campaign(campaign))
    }

    /// Times, numbers of people and of campaigns that there is room for.
    fn check_extent(&self) -> Result<(), FileError> {
        if self.start.0.checked_add(self.lasts.0).is_none_or(|end| end > LAST_MOMENT) {
            return Err(content("scenario", "it ends after the year 2200; let it begin or end sooner"));
        }
        let people = &self.people;
        let all = [
            people.residents,
            people.travellers,
            people.commuters,
            people.flyers,
            people.sailors,
            people.devices,
            people.guests,
        ];
        if all.iter().any(|count| *count > MOST_PEOPLE) {
            return Err(content(
                "people",
                format!("of each kind there can be {MOST_PEOPLE}; use a longer time for more messages"),
            ));
        }
        if !(people.activity.is_finite() && people.activity >= 0.0 && people.activity <= 1000.0) {
            return Err(content("people", "activity is a number from 0 to 1000; 1 is usual"));
        }
        if self.output.file_mib == 0 {
            return Err(content("output", "file_mib is 0"));
        }
        if self.habits.values().any(|count| *count > MOST_COMPANIES) {
            return Err(content("habits", format!("of each kind there can be {MOST_COMPANIES}")));
        }
        if self.carriers.len() > MOST_CARRIERS || self.operators.len() > MOST_OPERATORS {
            return Err(content(
                "scenario",
                format!("there is room for {MOST_CARRIERS} carriers and {MOST_OPERATORS} operators"),
            ));
        }
        if self.campaigns.len() > MOST_CAMPAIGNS {
            return Err(content("scenario", format!("there are more than {MOST_CAMPAIGNS} campaigns")));
        }
        Ok(())
    }

    /// Names and codes by which others are found.
    fn check_names(&self) -> Result<(), FileError> {
        let operators = || self.home.iter().chain(&self.operators);
        let rows = [
            ("campaign", twice(self.campaigns.iter().map(|campaign| campaign.name.as_str()))),
            ("carrier", twice(self.carriers.iter().map(|carrier| carrier.name.as_str()))),
            ("operator", twice(operators().map(|operator| operator.name.as_str()))),
            ("tadig of an operator", twice(operators().map(|operator| operator.tadig.as_str()))),
            ("plmn of an operator", twice(operators().map(|operator| operator.plmn.as_str()))),
        ];
        match rows.into_iter().find_map(|(what, name)| name.map(|name| (what, name))) {
            Some((what, name)) => Err(content(what, format!("{name:?} is there twice"))),
            None => Ok(()),
        }
    }

    fn carrier_of(&self, place: &str, name: Option<&str>) -> Result<(), FileError> {
        match name {
            Some(name) if !self.carriers.iter().any(|carrier| carrier.name == name) => {
                Err(content(place, format!("no carrier is called {name:?}")))
            }
            _ => Ok(()),
        }
    }

    fn check_operator(&self, operator: &Operator) -> Result<(), FileError> {
        let place = format!("operator {:?}", operator.name);
        let home = self.home.as_ref().is_some_and(|home| home.name == operator.name);
        let digits = is_digits;
        let plmn = operator.plmn.split_once('-').is_some_and(|(country, network)| {
            digits(country) && digits(network) && country.len() == 3 && (2..=3).contains(&network.len())
        });
        if !plmn {
            return Err(content(&place, format!("plmn {:?} is not written as 999-01", operator.plmn)));
        }
        if !digits(&operator.titles) || operator.titles.len() + 3 > operator.digits || operator.digits > 15 {
            return Err(content(
                &place,
                "titles are first digits, at least three fewer than `digits`, which is at most 15",
            ));
        }
        if let Some(realm) = &operator.realm {
            check_name(&place, "realm", realm)?;
        }
        let plain = |text: &str| text.bytes().all(|octet| octet.is_ascii_alphanumeric());
        if !plain(&operator.country) || !plain(&operator.tadig) {
            return Err(content(&place, "country and tadig are letters and digits"));
        }
        let room = if home { HOME_ROOM } else { ROOM };
        if !operator.numbers.is_empty() && operator.numbers.len() + room > operator.digits {
            let what = format!(
                "numbers are first digits, at least {room} fewer than `digits`: people need numbers of their own"
            );
            return Err(content(&place, what));
        }
        if operator.country != NOWHERE && country(&operator.country).is_none() {
            return Err(content(
                &place,
                format!(
                    "{:?} is no country with a calling code (ISO 3166, two letters; {NOWHERE}: none)",
                    operator.country
                ),
            ));
        }
        if operator.mobile_titles.as_ref().is_some_and(|digits| !is_digits(digits) || digits.len() > 12) {
            return Err(content(&place, "mobile_titles are first digits, at most 12"));
        }
        if operator.country.len() != 2 || operator.tadig.len() != 5 {
            return Err(content(&place, "country has two letters, and tadig five characters"));
        }
        if (operator.partner || home || operator.kind == Kind::Tester) && !digits(&operator.numbers) {
            return Err(content(&place, "numbers is missing: first digits of the numbers of its subscribers"));
        }
        let carrier = (!home).then_some(operator.carrier.as_str());
        self.carrier_of(&place, carrier)?;
        self.carrier_of(&place, operator.moves_to.as_deref())
    }
}

fn content(place: &str, what: impl Into<String>) -> FileError {
    FileError::Content { place: place.to_owned(), what: what.into() }
}

/// The first text that is there twice.
fn twice<'a>(texts: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut seen = HashSet::new();
    texts.into_iter().find(|text| !seen.insert(*text))
}

/// A host or realm as RFC 1035 writes it, underscores too.
fn check_name(place: &str, what: &str, name: &str) -> Result<(), FileError> {
    let fits = |octet: u8| octet.is_ascii_alphanumeric() || b".-_".contains(&octet);
    if name.is_empty() || name.len() > 255 || !name.bytes().all(fits) {
        return Err(content(place, format!("{what} {name:?} is no name of a host: letters, digits, dots and hyphens")));
    }
    Ok(())
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "name = \"a\"\nstart = \"2026-01-01\"\nlasts = \"1h\"\n";
    const ORIGIN: &str = "origins = [{ operator = \"Albion Mobile\" }]\nmoves = [\"psi\"]\nper_day = 1\n";

    #[track_caller]
    fn check(text: &str, expectation: &str) {
        let error = Scenario::parse(text).expect_err(text).to_string();
        assert!(error.contains(expectation), "{error}");
    }

    #[test]
    fn mistakes_are_named() {
        let campaign = |rest: &str| format!("{HEAD}[[campaign]]\nname = \"c\"\nactor = \"x\"\n{rest}");
        let rows = [
            ("name = 1".to_owned(), "expected a string"),
            (format!("{HEAD}colour = 1"), "unknown field `colour`"),
            (HEAD.replace("1h", "1y"), "is no length of time"),
            (HEAD.replace("2026-01-01", "yesterday"), "is no time"),
            (HEAD.replace("2026-01-01", "2200-01-01"), "after the year 2200"),
            (format!("{HEAD}[people]\nresidents = 700000"), "of each kind there can be"),
            (format!("{HEAD}[people]\nactivity = -1.0"), "activity is a number"),
            (format!("{HEAD}[habits]\ndancing = 1"), "\"dancing\" is none of"),
            (format!("{HEAD}standard_world = false"), "there is no [[carrier]]"),
            (campaign(&ORIGIN.replace("psi", "spy")), "no move is called \"spy\""),
            (campaign(&ORIGIN.replace("Albion", "Nobody")), "no operator is called"),
            (campaign(&ORIGIN.replace("per_day = 1", "")), "say moves and per_day"),
            (campaign(&format!("{ORIGIN}forms = [\"odd\"]")), "no form is called"),
            (campaign(&format!("{ORIGIN}gap = \"soon\"")), "gap is a length of time"),
            (campaign(&format!("{ORIGIN}targets = {{ like = \"d\" }}")), "no earlier campaign"),
            (campaign(&format!("{ORIGIN}targets = {{ count = 0 }}")), "targets.count is 0"),
            (campaign(&format!("{ORIGIN}targets = {{ imsis = [\"1x\"] }}")), "is no IMSI"),
            (campaign(&ORIGIN.replace(" }", ", titles = [\"+44\"] }")), "is no Global Title"),
            (campaign(&ORIGIN.replace(" }", ", hosts = [\"a b\"] }")), "is no name of a host"),
            (campaign(&format!("{ORIGIN}from = \"2025-01-01\"")), "not one after the other inside the scenario"),
            (campaign(&ORIGIN.replace("per_day = 1", "per_day = 1e300")), "occasions and per_day are numbers"),
            (campaign(&format!("{ORIGIN}gap = \"2h\"")), "gap is longer than the scenario"),
            (
                format!("{}[[campaign]]\nname = \"c\"\nactor = \"x\"\n{ORIGIN}", campaign(ORIGIN)),
                "\"c\" is there twice",
            ),
            (format!("{HEAD}[habits]\nwatchdogs = 4000000000"), "of each kind there can be 100000"),
            (
                campaign(&format!("{ORIGIN}[[campaign.step]]\nat = \"2026-01-01\"\nmove = \"psi\"\nfrom = \"B\"")),
                "none of the origins names",
            ),
        ];
        for (text, expectation) in rows {
            check(&text, expectation);
        }
    }
}
