//! Reading a scenario file: what is wrong with it, and where.

use super::{Campaign, Kind, Operator, STANDARD, Scenario, Span, Who};
use crate::attack::{self, Form, Move};
use crate::habit;

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
        if self.carriers.is_empty() {
            return Err(content("scenario", "there is no [[carrier]]; write one, or leave standard_world out"));
        }
        for carrier in &self.carriers {
            let place = format!("carrier {:?}", carrier.name);
            let limit = if carrier.ansi { 1 << 24 } else { 1 << 14 };
            if carrier.point_code == 0 || carrier.point_code >= limit {
                return Err(content(&place, format!("point_code is not between 1 and {}", limit - 1)));
            }
            self.carrier_of(&place, carrier.via.as_deref())?;
        }
        for operator in self.home.iter().chain(&self.operators) {
            self.check_operator(operator)?;
        }
        for name in self.habits.keys() {
            if !habit::names().any(|known| known == name) {
                let known: Vec<&str> = habit::names().collect();
                return Err(content("habits", format!("{name:?} is none of {}", known.join(", "))));
            }
        }
        self.campaigns.iter().try_for_each(|campaign| self.check_campaign(campaign))
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
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
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
        if operator.country.len() != 2 || operator.tadig.len() != 5 {
            return Err(content(&place, "country has two letters, and tadig five characters"));
        }
        let home = self.home.as_ref().is_some_and(|home| home.name == operator.name);
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
        }
        if campaign.steps.is_empty()
            && (campaign.moves.is_empty() || (campaign.per_day.is_none() && campaign.occasions.is_none()))
        {
            return Err(content(&place, "say moves and per_day (or occasions), or [[campaign.step]]"));
        }
        if campaign.answers.answered + campaign.answers.refused + campaign.answers.unanswered == 0 {
            return Err(content(&place, "answers are parts of a whole: at least one is not 0"));
        }
        if let Some(like) = &campaign.targets.like
            && !self.campaigns.iter().take_while(|other| other.name != campaign.name).any(|other| other.name == *like)
        {
            return Err(content(&place, format!("no earlier campaign is called {like:?}")));
        }
        if campaign.targets.count == 0 && campaign.targets.imsis.is_empty() {
            return Err(content(&place, "targets.count is 0"));
        }
        if campaign.targets.who == Who::Range && !campaign.targets.imsis.is_empty() {
            return Err(content(&place, "a range has no imsis of its own"));
        }
        Ok(())
    }
}

fn content(place: &str, what: impl Into<String>) -> FileError {
    FileError::Content { place: place.to_owned(), what: what.into() }
}
