//! Operators whose suspicious requests come over a carrier that they do not use.

use super::{View, by, over, why};
use crate::findings::Pending;
use crate::rules;
use sigwarden_operators::networks::Marks;
use sigwarden_schema::lines::Severity;

/// Suspicious requests over another carrier from which on it is no detour.
const REQUESTS: usize = 3;

/// One finding an operator and carrier.
pub(super) fn brought_by_others(view: &View<'_>) -> Vec<Pending> {
    let odd = |finding: &&Pending| finding.origin.marks.contains(Marks::CARRIER);
    let steps: Vec<&Pending> = view.suspicious.iter().copied().filter(odd).collect();
    let carrier = |finding: &Pending| view.networks.carrier_of(&finding.origin).map(str::to_owned);
    let groups = by(&steps, |finding| Some((view.network(finding).0, carrier(finding)?)));
    let mut found = Vec::new();
    for ((_, carrier), steps) in groups.iter().filter(|(_, steps)| steps.len() >= REQUESTS) {
        let Some(mut pending) = over(&rules::OTHER_CARRIER, steps, Severity::Medium, 55) else { continue };
        let name = steps.first().map(|first| view.name(first)).unwrap_or_default();
        let days = match (steps.first(), steps.last()) {
            (Some(first), Some(last)) => last.ts_ns.saturating_sub(first.ts_ns).div_euclid(super::DAY),
            _ => 0,
        };
        pending.reason(why(
            "expected-carrier",
            "requests of an operator over the carriers that it announces",
            format!(
                "{} suspicious requests of {name} came over {carrier}, which it does not use, in {days} days",
                steps.len()
            ),
            "site configuration or IR.21; catalogue of patterns, 20",
        ));
        found.push(pending);
    }
    found
}
