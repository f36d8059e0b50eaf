//! Home networks that ask where their own guests are, taken together.

use super::{HOUR, View, by, distinct, over, target, why};
use crate::findings::Pending;
use crate::rules;
use sigwarden_schema::lines::Severity;

/// One finding a home network that tracks.
pub(super) fn home_networks(view: &View<'_>) -> Vec<Pending> {
    let tracking = |finding: &&Pending| finding.rule.id == rules::OWN_ROAMERS.id;
    let steps: Vec<&Pending> = view.suspicious.iter().copied().filter(tracking).collect();
    let groups = by(&steps, |finding| Some(view.network(finding).0));
    groups.values().filter_map(|steps| of_network(view, steps)).collect()
}

fn of_network(view: &View<'_>, steps: &[&Pending]) -> Option<Pending> {
    let (first, last) = (steps.first()?, steps.last()?);
    let hours = last.ts_ns.saturating_sub(first.ts_ns).div_euclid(HOUR).max(1);
    let guests = distinct(steps.iter().filter_map(|step| target(step)));
    let a_month = i64::try_from(steps.len()).unwrap_or(i64::MAX).saturating_mul(30 * 24).div_euclid(hours);
    let mut rates: Vec<i64> = by(steps, target).values().filter_map(|steps| rate(steps)).collect();
    rates.sort_unstable();
    let middle = rates.get(rates.len().div_euclid(2)).copied().unwrap_or(0);
    let mut pending = over(&rules::TRACKS_GUESTS, steps, Severity::High, 70)?;
    pending.reason(why(
        "home-network-tracks",
        "a home network that asks at calls and services",
        format!(
            "{} asked {} times about {guests} of its guests in {hours} hours, that is {a_month} times in a month; \
             the guest in the middle {middle} times an hour, the most asked for {} times",
            view.name(first),
            steps.len(),
            rates.last().copied().unwrap_or(0)
        ),
        "The Guardian, 29 March 2020: 2.3 million questions a month, 2 to 13 an hour",
    ));
    Some(pending)
}

/// Questions an hour about one guest, rounded up.
fn rate(steps: &[&Pending]) -> Option<i64> {
    let (first, last) = (steps.first()?, steps.last()?);
    let hours = last.ts_ns.saturating_sub(first.ts_ns).div_euclid(HOUR).max(1);
    Some(i64::try_from(steps.len()).unwrap_or(i64::MAX).saturating_add(hours.saturating_sub(1)).div_euclid(hours))
}
