//! What can be wrong with a campaign.

use super::{check_name, content, is_digits};
use crate::attack::{self, Ending, Form, Layer, Move};
use crate::file::{Answers, Campaign, Contents, FileError, Scenario, Source, Span, Step, Who};

/// Targets of one campaign, for the same reason.
const MOST_TARGETS: u32 = 100_000;
/// Occasions of a campaign, or on one of its days.
const MOST_OCCASIONS: u64 = 1_000_000_000;
/// Repetitions of a step.
const MOST_TIMES: u32 = 1_000_000;

impl Scenario {
    /// Whom, from where, what and when.
    pub(super) fn check_campaign(&self, campaign: &Campaign) -> Result<(), FileError> {
        let place = format!("campaign {:?}", campaign.name);
        check_words(&place, campaign)?;
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
        self.check_times(&place, campaign)?;
        campaign.steps.iter().try_for_each(|step| check_step(&place, campaign, step))?;
        check_occasions(&place, campaign)?;
        let Answers { answered, refused, unanswered } = campaign.answers;
        if [answered, refused, unanswered].iter().all(|part| *part == 0) {
            return Err(content(&place, "answers are parts of a whole: at least one is not 0"));
        }
        check_contents(&place, &campaign.contents)?;
        self.check_targets(&place, campaign)
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

/// Names of moves and forms, and how long is waited between them.
fn check_words(place: &str, campaign: &Campaign) -> Result<(), FileError> {
    let named = campaign.moves.iter().chain(campaign.steps.iter().map(|step| &step.r#move));
    for name in named.chain(campaign.origins.iter().flat_map(|source| &source.moves)) {
        if Move::named(name).is_none() {
            let known: Vec<&str> = attack::MOVES.iter().map(|entry| entry.name).collect();
            return Err(content(place, format!("no move is called {name:?}; there are {}", known.join(", "))));
        }
    }
    for name in &campaign.forms {
        if Form::named(name).is_none() {
            return Err(content(place, format!("no form is called {name:?}; there are {}", Form::names().join(", "))));
        }
    }
    if campaign.gap.as_deref().is_some_and(|text| Span::parse_range(text).is_none()) {
        return Err(content(place, "gap is a length of time or two: 2s, or 2s-40s"));
    }
    Ok(())
}

/// Occasions, or steps.
fn check_occasions(place: &str, campaign: &Campaign) -> Result<(), FileError> {
    if campaign.per_day.is_some_and(|count| !(0.0..=MOST_OCCASIONS as f64).contains(&count))
        || campaign.occasions.is_some_and(|count| count > MOST_OCCASIONS)
    {
        return Err(content(place, format!("occasions and per_day are numbers from 0 to {MOST_OCCASIONS}")));
    }
    let timed = campaign.per_day.is_some() || campaign.occasions.is_some();
    if !campaign.steps.is_empty() && (timed || !campaign.moves.is_empty()) {
        return Err(content(place, "has steps, and moves or occasions too; make two campaigns of it"));
    }
    if campaign.per_day.is_some() && campaign.occasions.is_some() {
        return Err(content(place, "say per_day or occasions, not both"));
    }
    if campaign.steps.is_empty()
        && (campaign.moves.is_empty() || (campaign.per_day.is_none() && campaign.occasions.is_none()))
    {
        return Err(content(place, "say moves and per_day (or occasions), or [[campaign.step]]"));
    }
    Ok(())
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
