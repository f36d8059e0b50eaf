//! One subscriber or node after the other, from one address.

use super::{MINUTE, View, by, distinct, over, target, why};
use crate::findings::Pending;
use crate::rules;
use crate::thresholds::Name;
use sigwarden_dialogue::InvokeState;
use sigwarden_schema::lines::Severity;

/// Subscribers or nodes are counted within (catalogue of patterns, 30 and 31).
const WITHIN: i64 = 10 * MINUTE;
/// Shares, per cent: numbers one above the last, and refusals.
const IN_ORDER_PER_CENT: usize = 50;
const REFUSED_PER_CENT: usize = 30;

/// Scans of subscribers and of nodes.
pub(super) fn scans(view: &View<'_>) -> Vec<Pending> {
    let groups = by(&view.suspicious, |finding| (!finding.asker.is_empty()).then(|| finding.asker.to_string()));
    let mut found = Vec::new();
    for steps in groups.values() {
        found.extend(of_subscribers(view, steps));
        found.extend(of_nodes(view, steps));
    }
    found
}

/// The busiest ten minutes: as many steps as have the most different things in them.
fn busiest<'a>(steps: &[&'a Pending], of: impl Fn(&Pending) -> Option<u64>) -> (usize, Vec<&'a Pending>) {
    let mut best: (usize, Vec<&Pending>) = (0, Vec::new());
    let mut start = 0;
    for (end, last) in steps.iter().enumerate() {
        while steps.get(start).is_some_and(|first| last.ts_ns.saturating_sub(first.ts_ns) > WITHIN) {
            start = start.saturating_add(1);
        }
        let length = end.saturating_sub(start).saturating_add(1);
        if length <= best.0 {
            continue;
        }
        let window = steps.get(start..=end).unwrap_or_default();
        let different = distinct(window.iter().filter_map(|step| of(step)));
        if different > best.0 {
            best = (different, window.to_vec());
        }
    }
    best
}

fn of_subscribers(view: &View<'_>, steps: &[&Pending]) -> Option<Pending> {
    let (subscribers, window) = busiest(steps, target);
    let mut numbers: Vec<u64> = window.iter().filter_map(|step| number(step)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let next =
        numbers.iter().zip(numbers.iter().skip(1)).filter(|(one, other)| other.saturating_sub(**one) == 1).count();
    let in_order = next.saturating_mul(100) >= numbers.len().max(1).saturating_mul(IN_ORDER_PER_CENT);
    let refused = refused_per_cent(&window);
    let (many, some) = (view.count(Name::ScanMany), view.count(Name::ScanSome));
    let scan = subscribers >= many || subscribers >= some && (in_order || refused >= REFUSED_PER_CENT);
    let observed = format!(
        "{subscribers} subscribers within ten minutes, {next} of their numbers one above another, {refused} per cent refused"
    );
    scan.then(|| over(&rules::SUBSCRIBER_SCAN, &window, Severity::High, 75)).flatten().map(|mut pending| {
        pending.reason(why(
            "subscribers-in-ten-minutes",
            "questions about single subscribers",
            observed,
            "catalogue of patterns, 30",
        ));
        pending
    })
}

fn of_nodes(view: &View<'_>, steps: &[&Pending]) -> Option<Pending> {
    let (nodes, window) = busiest(steps, |step| Some(step.traits.asked).filter(|asked| *asked != 0));
    let refused = refused_per_cent(&window);
    let (many, some) = (view.count(Name::ScanMany), view.count(Name::ScanSome));
    let scan = nodes >= many || nodes >= some && refused >= REFUSED_PER_CENT;
    let observed = format!("{nodes} nodes within ten minutes, {refused} per cent refused or without an answer");
    scan.then(|| over(&rules::NODE_SCAN, &window, Severity::High, 75)).flatten().map(|mut pending| {
        pending.reason(why(
            "nodes-in-ten-minutes",
            "questions to the node that serves a subscriber",
            observed,
            "catalogue of patterns, 31",
        ));
        pending
    })
}

fn refused_per_cent(window: &[&Pending]) -> usize {
    let refused = window.iter().filter(|step| step.state != InvokeState::Answered).count();
    refused.saturating_mul(100).checked_div(window.len()).unwrap_or(0)
}

/// The digits of a subscriber as a number.
fn number(step: &Pending) -> Option<u64> {
    let title = [step.imsi, step.msisdn].into_iter().find(|title| !title.is_empty())?;
    title.text().parse().ok()
}
