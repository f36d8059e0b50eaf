//! Reading a scenario file: what is wrong with it, and where.

use std::collections::HashSet;

use super::{Campaign, Contents, Kind, Operator, STANDARD, Scenario, Source, Span, Step, Who};
use crate::attack::{self, Ending, Form, Layer, Move};
use crate::habit;
use crate::world::country;

/// 2200-01-01, nanoseconds since 1970.
const LAST_MOMENT: u64 = 7_258_118_400_000_000_000;
/// People of one kind: their numbers must not meet.
const MOST_PEOPLE: u32 = 600_000;
/// Targets of one campaign, for the same reason.
const MOST_TARGETS: u32 = 100_000;
/// Digits of numbers behind the first ones: of the home network, whose people have numbers below ten million, and of others.
const HOME_ROOM: usize = 7;
const ROOM: usize = 5;
/// Companies of one habit.
const MOST_COMPANIES: u32 = 100_000;
/// Carriers: each has addresses of its own in one network of documentation.
const MOST_CARRIERS: usize = 60;
/// Operators: each has a network of addresses of its own.
const MOST_OPERATORS: usize = 150;
/// Occasions of a campaign, or on one of its days.
const MOST_OCCASIONS: u64 = 1_000_000_000;
/// Repetitions of a step.
const MOST_TIMES: u32 = 1_000_000;
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

    /// A campaign is inside the scenario.
    fn check_times(&self, place: &str, campaign: &Campaign) -> Result<(), FileError> {
        let (start, end) = (self.start.0, self.start.0 + self.lasts.0);
        let (from, to) = (campaign.from.map_or(start, |at| at.0), campaign.to.map_or(end, |at| at.0));
        if from < start || to > end || from >= to {
            return Err(content(place, "from and to are not one after the other inside the scenario"));
        }
        let outside = |at: u64| at < start || at >= end;
        for step in &campaign.steps {
            let until = step.until.map_or(step.at.0, |at| at.0);
            if outside(step.at.0) || outside(until) || until < step.at.0 {
                return Err(content(place, "a step has a time outside the scenario, or ends before it begins"));
            }
            if step.times == 0 || step.times > MOST_TIMES {
                return Err(content(place, format!("times of a step is a number from 1 to {MOST_TIMES}")));
            }
        }
        let gap = campaign.gap.as_deref().and_then(Span::parse_range);
        if gap.is_some_and(|(_, high)| high.0 > self.lasts.0) {
            return Err(content(place, "gap is longer than the scenario lasts"));
        }
        Ok(())
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

    fn check_campaign(&self, campaign: &Campaign) -> Result<(), FileError> {
        let place = format!("campaign {:?}", campaign.name);
        let named = campaign.moves.iter().chain(campaign.steps.iter().map(|step| &step.r#move));
        for name in named.chain(campaign.origins.iter().flat_map(|source| &source.moves)) {
            if Move::named(name).is_none() {
                let known: Vec<&str> = attack::MOVES.iter().map(|entry| entry.name).collect();
                return Err(content(&place, format!("no move is called {name:?}; there are {}", known.join(", "))));
            }
        }
        for name in &campaign.forms {
            if Form::named(name).is_none() {
                return Err(content(
                    &place,
                    format!("no form is called {name:?}; there are {}", Form::names().join(", ")),
                ));
            }
        }
        if campaign.gap.as_deref().is_some_and(|text| Span::parse_range(text).is_none()) {
            return Err(content(&place, "gap is a length of time or two: 2s, or 2s-40s"));
        }
        if campaign.origins.is_empty() {
            return Err(content(&place, "there are no origins: { operator = \"…\" }"));
        }
        for source in &campaign.origins {
            if !self.operators.iter().any(|operator| operator.name == source.operator) {
                return Err(content(&place, format!("no operator is called {:?}", source.operator)));
            }
            self.carrier_of(&place, source.carrier.as_deref())?;
            check_source(&place, source)?;
        }
        if campaign.per_day.is_some_and(|count| !(0.0..=MOST_OCCASIONS as f64).contains(&count))
            || campaign.occasions.is_some_and(|count| count > MOST_OCCASIONS)
        {
            return Err(content(&place, format!("occasions and per_day are numbers from 0 to {MOST_OCCASIONS}")));
        }
        self.check_times(&place, campaign)?;
        campaign.steps.iter().try_for_each(|step| check_step(&place, campaign, step))?;
        let timed = campaign.per_day.is_some() || campaign.occasions.is_some();
        if !campaign.steps.is_empty() && (timed || !campaign.moves.is_empty()) {
            return Err(content(&place, "has steps, and moves or occasions too; make two campaigns of it"));
        }
        if campaign.per_day.is_some() && campaign.occasions.is_some() {
            return Err(content(&place, "say per_day or occasions, not both"));
        }
        if campaign.steps.is_empty()
            && (campaign.moves.is_empty() || (campaign.per_day.is_none() && campaign.occasions.is_none()))
        {
            return Err(content(&place, "say moves and per_day (or occasions), or [[campaign.step]]"));
        }
        if campaign.answers.answered + campaign.answers.refused + campaign.answers.unanswered == 0 {
            return Err(content(&place, "answers are parts of a whole: at least one is not 0"));
        }
        check_contents(&place, &campaign.contents)?;
        self.check_targets(&place, campaign)
    }

    fn check_targets(&self, place: &str, campaign: &Campaign) -> Result<(), FileError> {
        let targets = &campaign.targets;
        if let Some(like) = &targets.like {
            let mut earlier = self.campaigns.iter().take_while(|other| other.name != campaign.name);
            let Some(other) = earlier.find(|other| other.name == *like) else {
                return Err(content(place, format!("no earlier campaign is called {like:?}")));
            };
            if (other.targets.who == Who::Range) != (targets.who == Who::Range) {
                return Err(content(place, format!("targets like those of {like:?}: one of the two is a range")));
            }
        }
        if let Some(at) = &targets.at
            && !self.operators.iter().any(|operator| operator.name == *at && operator.partner)
        {
            return Err(content(place, format!("targets.at: no partner is called {at:?}")));
        }
        let most = u64::from(targets.at_most) * u64::from(targets.count);
        if targets.at_most > 0 && campaign.occasions.is_some_and(|occasions| occasions > most) {
            return Err(content(place, format!("more occasions than targets.at_most allows: {most}")));
        }
        if campaign.targets.count > MOST_TARGETS {
            return Err(content(place, format!("targets.count is more than {MOST_TARGETS}; use several campaigns")));
        }
        if let Some(imsi) = campaign.targets.imsis.iter().find(|imsi| !is_digits(imsi) || imsi.len() > 15) {
            return Err(content(place, format!("{imsi:?} is no IMSI: at most 15 digits")));
        }
        if campaign.targets.count == 0 && campaign.targets.imsis.is_empty() {
            return Err(content(place, "targets.count is 0"));
        }
        if campaign.targets.who == Who::Range && !campaign.targets.imsis.is_empty() {
            return Err(content(place, "a range has no imsis of its own"));
        }
        Ok(())
    }
}

fn content(place: &str, what: impl Into<String>) -> FileError {
    FileError::Content { place: place.to_owned(), what: what.into() }
}

/// Addresses that a campaign names.
fn check_source(place: &str, source: &Source) -> Result<(), FileError> {
    if let Some(title) = source.titles.iter().find(|title| !is_digits(title) || !(4..=20).contains(&title.len())) {
        return Err(content(place, format!("{title:?} is no Global Title: 4 to 20 digits")));
    }
    let names = source.hosts.iter().map(|host| ("host", host));
    let names = names.chain(source.realm.iter().map(|realm| ("realm", realm)));
    let mut names = names.chain(source.route_record.iter().map(|host| ("route_record", host)));
    names.try_for_each(|(what, name)| check_name(place, what, name))?;
    if source.titles.is_empty() && source.hosts.is_empty() && !(1..=1000).contains(&source.addresses) {
        return Err(content(place, "addresses is a number from 1 to 1000"));
    }
    if !(source.share.is_finite() && source.share > 0.0) {
        return Err(content(place, "share is a number above 0"));
    }
    match source.moves.iter().find(|name| Move::named(name).is_none()) {
        Some(name) => Err(content(place, format!("no move is called {name:?}"))),
        None => Ok(()),
    }
}

/// The first text that is there twice.
fn twice<'a>(texts: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut seen = HashSet::new();
    texts.into_iter().find(|text| !seen.insert(*text))
}

/// A step comes from an address of the campaign that speaks its protocol.
fn check_step(place: &str, campaign: &Campaign, step: &Step) -> Result<(), FileError> {
    let is_it = |source: &Source| {
        source.operator == step.from || source.titles.contains(&step.from) || source.hosts.contains(&step.from)
    };
    if !campaign.origins.iter().any(is_it) {
        return Err(content(place, format!("a step comes from {:?}, which none of the origins names", step.from)));
    }
    let diameter = Move::named(&step.r#move).is_some_and(|entry| entry.layer == Layer::Diameter);
    let names =
        |list: fn(&Source) -> &Vec<String>| campaign.origins.iter().any(|source| list(source).contains(&step.from));
    if names(|source| &source.titles) && diameter || names(|source| &source.hosts) && !diameter {
        let what = if diameter { "a Global Title" } else { "a host" };
        return Err(content(place, format!("{} cannot come from {what}", step.r#move)));
    }
    if u64::from(step.target) >= u64::from(campaign.targets.count).max(campaign.targets.imsis.len() as u64) {
        return Err(content(place, format!("a step is for target {}, and targets count from 0", step.target)));
    }
    match &step.ends {
        Some(ends) if Ending::named(ends).is_none() => {
            Err(content(place, format!("a step ends {ends:?}; write answered, refused or unanswered")))
        }
        _ => Ok(()),
    }
}

/// Numbers that a campaign puts into messages.
fn check_contents(place: &str, contents: &Contents) -> Result<(), FileError> {
    let numbers = [("inside", &contents.inside), ("centre", &contents.centre), ("forward_to", &contents.forward_to)];
    for (what, number) in numbers {
        if number.as_ref().is_some_and(|number| !is_digits(number) || !(4..=15).contains(&number.len())) {
            return Err(content(place, format!("contents.{what} is a number: 4 to 15 digits")));
        }
    }
    match &contents.sender {
        Some(sender) if is_digits(sender) && sender.len() <= 15 => Ok(()),
        Some(sender)
            if sender.is_empty() || sender.len() > 11 || !sender.bytes().all(|one| one.is_ascii_alphanumeric()) =>
        {
            Err(content(place, "contents.sender is a number of at most 15 digits, or a name of at most 11 letters"))
        }
        _ => Ok(()),
    }
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
