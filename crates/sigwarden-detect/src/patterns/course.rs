//! The course of attacks: when subscribers are attacked, where, and how sources and protocols follow each other.
//!
//! These are leads for an analyst, not alarms: each is of the lowest severity.

use super::{DAY, View, by, distinct, locates, over, target, why};
use crate::findings::Pending;
use crate::memory::act::Domain;
use crate::rules::{self, RuleInfo};
use sigwarden_dialogue::InvokeState;
use sigwarden_schema::lines::Severity;
use std::collections::{BTreeMap, BTreeSet};

/// Requests from which on shares say something.
const ENOUGH: usize = 20;
/// Share of requests that make a habit, per cent.
const MOST_PER_CENT: usize = 80;
/// The same for one node among many.
const NODE_PER_CENT: usize = 50;
/// Shares of a source or protocol before and after a change, per cent.
const BEFORE_PER_CENT: usize = 30;
const AFTER_PER_CENT: usize = 5;
/// Days that a capture must span for changes to be seen.
const SPAN: i64 = 60 * DAY;

/// All of them.
pub(super) fn course(view: &View<'_>) -> Vec<Pending> {
    let attacks: Vec<&Pending> = view.suspicious.iter().copied().filter(|finding| target(finding).is_some()).collect();
    let mut found = Vec::new();
    found.extend(while_abroad(view, &attacks));
    found.extend(one_place(&attacks));
    let country = |finding: &Pending| finding.origin.places().single().map(|country| country.as_str().to_owned());
    found.extend(moved(&attacks, &rules::SOURCE_MOVED, country));
    found.extend(moved(&attacks, &rules::PROTOCOL_MOVED, |finding| Some(finding.document.to_owned())));
    found.extend(given_away(view, &attacks));
    found
}

fn lead(
    rule: &'static RuleInfo,
    steps: &[&Pending],
    expected: &str,
    observed: String,
    source: &str,
) -> Option<Pending> {
    let mut pending = over(rule, steps, Severity::Info, 40)?;
    pending.reason(why(rule.id, expected, observed, source));
    Some(pending)
}

fn share(part: usize, all: usize) -> usize {
    part.saturating_mul(100).checked_div(all).unwrap_or(0)
}

/// Subscribers of ours who are attacked while they are in other networks.
fn while_abroad(view: &View<'_>, attacks: &[&Pending]) -> Option<Pending> {
    let abroad = |finding: &&&Pending| {
        let slot = view.memory.subscribers.of_imsi(finding.imsi);
        slot.is_some_and(|slot| {
            Domain::ALL.into_iter().any(|domain| slot.serving(domain).is_some() || slot.before(domain).is_some())
        })
    };
    let located: Vec<&Pending> = attacks.iter().copied().filter(|finding| locates(finding)).collect();
    let steps: Vec<&Pending> = located.iter().filter(abroad).copied().collect();
    let of_all = share(steps.len(), located.len());
    if steps.len() < ENOUGH || of_all < MOST_PER_CENT {
        return None;
    }
    let observed =
        format!("{} of {} requests for locations are about subscribers who travel", steps.len(), located.len());
    lead(
        &rules::WHILE_ABROAD,
        &steps,
        "as many requests about subscribers at home",
        observed,
        "The Guardian, 15 December 2020",
    )
}

/// One serving node that most located subscribers have in common.
fn one_place(attacks: &[&Pending]) -> Option<Pending> {
    let located: Vec<&Pending> = attacks.iter().copied().filter(|finding| locates(finding)).collect();
    let groups = by(&located, |finding| Some(finding.traits.asked).filter(|asked| *asked != 0));
    let (_, steps) = groups.into_iter().max_by_key(|(_, steps)| steps.len())?;
    let subscribers = distinct(steps.iter().filter_map(|step| target(step)));
    let nodes = distinct(located.iter().map(|finding| finding.traits.asked));
    if steps.len() < ENOUGH || subscribers < 5 || nodes < 3 || share(steps.len(), located.len()) < NODE_PER_CENT {
        return None;
    }
    let observed = format!(
        "{} of {} requests for locations, about {subscribers} subscribers, went to one of {nodes} nodes",
        steps.len(),
        located.len()
    );
    lead(
        &rules::ONE_PLACE,
        &steps,
        "requests that follow subscribers, wherever they are",
        observed,
        "reports of 2020: locations of interest",
    )
}

/// What goes down while something else comes up, about the same subscribers.
fn moved(attacks: &[&Pending], rule: &'static RuleInfo, of: impl Fn(&Pending) -> Option<String>) -> Vec<Pending> {
    let (Some(first), Some(last)) = (attacks.first(), attacks.last()) else { return Vec::new() };
    let span = last.ts_ns.saturating_sub(first.ts_ns);
    if span < SPAN || attacks.len() < ENOUGH {
        return Vec::new();
    }
    let middle = first.ts_ns.saturating_add(span.div_euclid(2));
    let (before, after): (Vec<&Pending>, Vec<&Pending>) = attacks.iter().partition(|finding| finding.ts_ns < middle);
    let shares = |part: &[&Pending]| -> BTreeMap<String, usize> {
        by(part, &of).into_iter().map(|(key, steps)| (key, share(steps.len(), part.len()))).collect()
    };
    let (early, late) = (shares(&before), shares(&after));
    let at = |map: &BTreeMap<String, usize>, key: &str| map.get(key).copied().unwrap_or(0);
    let keys: BTreeSet<&String> = early.keys().chain(late.keys()).collect();
    let fell = keys.iter().filter(|key| at(&early, key) >= BEFORE_PER_CENT && at(&late, key) <= AFTER_PER_CENT);
    let rose: Vec<_> =
        keys.iter().filter(|key| at(&early, key) <= AFTER_PER_CENT && at(&late, key) >= BEFORE_PER_CENT).collect();
    let pairs = fell.flat_map(|from| rose.iter().map(move |to| (from, to)));
    let told = pairs.filter_map(|(from, to)| {
        let part = |list: &[&'_ Pending], key: &str| -> BTreeSet<u64> {
            list.iter().filter(|finding| of(finding).as_deref() == Some(key)).filter_map(|finding| target(finding)).collect()
        };
        let common = part(&before, from).intersection(&part(&after, to)).count();
        let steps: Vec<&Pending> =
            attacks.iter().copied().filter(|finding| of(finding).is_some_and(|key| key == ***from || key == ***to)).collect();
        let observed = format!(
            "{from} fell from {} to {} per cent of the suspicious requests while {to} rose from {} to {}; {common} subscribers in common",
            at(&early, from), at(&late, from), at(&early, to), at(&late, to)
        );
        (common > 0).then(|| lead(rule, &steps, "sources that come and go for themselves", observed, "reports of 2018 to 2020"))?
    });
    told.collect()
}

/// What the requests of one network were given, in all.
fn given_away(view: &View<'_>, attacks: &[&Pending]) -> Vec<Pending> {
    let groups = by(attacks, |finding| Some(view.network(finding).0));
    let mut found = Vec::new();
    for steps in groups.values().filter(|steps| steps.len() >= ENOUGH) {
        let gave =
            |step: &&&Pending| step.state == InvokeState::Answered && !step.spoofed && !step.disclosed.is_empty();
        let given: Vec<&Pending> = steps.iter().filter(gave).copied().collect();
        let name = steps.first().map(|first| view.name(first)).unwrap_or_default();
        if given.is_empty() {
            continue;
        }
        let kinds: BTreeSet<&str> = given.iter().flat_map(|step| step.disclosed.names()).collect();
        let observed = format!(
            "{name} was given something in {} of {} suspicious requests ({} per cent), about {} subscribers: {}",
            given.len(),
            steps.len(),
            share(given.len(), steps.len()),
            distinct(given.iter().filter_map(|step| target(step))),
            kinds.into_iter().collect::<Vec<_>>().join(", ")
        );
        found.extend(lead(
            &rules::GIVEN_AWAY,
            &given,
            "nothing given to a suspicious request",
            observed,
            "Positive Technologies, 2018: 17.5 per cent of answers had a location",
        ));
    }
    found
}
