//! What an address is there for, and whether somebody else may use it.

use super::{View, by, distinct, locates, over, target, why};
use crate::findings::Pending;
use crate::rules;
use crate::thresholds::Name;
use sigwarden_operators::networks::Marks;
use sigwarden_schema::lines::Severity;

/// Signs that somebody else uses an address, from which on it is said.
const SIGNS: usize = 3;

/// Addresses that only locate, addresses that only ask, addresses that somebody else may use.
pub(super) fn addresses(view: &View<'_>) -> Vec<Pending> {
    let groups = by(&view.suspicious, |finding| (!finding.asker.is_empty()).then(|| finding.asker.to_string()));
    groups.values().flat_map(|steps| of_address(view, steps)).collect()
}

fn of_address(view: &View<'_>, steps: &[&Pending]) -> Vec<Pending> {
    let Some(first) = steps.first().filter(|_| steps.len() >= view.count(Name::PurposeRequests)) else {
        return Vec::new();
    };
    let asker = view.memory.asker(first.traits.address);
    let duties = usize::try_from(asker.duties).unwrap_or(usize::MAX);
    // Duties that were suspicious are counted as requests already.
    let all = steps.len().max(usize::try_from(asker.requests).unwrap_or(usize::MAX));
    let locating = steps.iter().filter(|step| locates(step)).count();
    let mut found = Vec::new();
    let only_locates = locating.saturating_mul(100) >= all.saturating_mul(view.count(Name::PurposePerCent));
    let counted = format!(
        "{} requests, {locating} for locations, {} suspicious, about {} subscribers; {} that a node makes for telephones",
        all,
        steps.len(),
        distinct(steps.iter().filter_map(|step| target(step))),
        asker.duties
    );
    let rule = if only_locates { &rules::SINGLE_PURPOSE } else { &rules::ONLY_QUESTIONS };
    let only_asks = duties == 0 || steps.len() >= all;
    if (only_locates || only_asks)
        && let Some(mut pending) = over(rule, steps, Severity::High, 80)
    {
        pending.reason(why(
            rule.id,
            "an address that serves telephones, delivers messages, or answers for subscribers",
            counted,
            "what the capture showed in all; Citizen Lab report 192 (2026): shares of 92 and 100 per cent",
        ));
        found.push(pending);
    }
    found.extend(leased(view, steps, only_locates, only_asks));
    found
}

/// Independent signs that the owner of an address is not who uses it.
fn leased(view: &View<'_>, steps: &[&Pending], only_locates: bool, only_asks: bool) -> Option<Pending> {
    let first = steps.first()?;
    let marked = |mark: Marks| steps.iter().any(|step| step.origin.marks.contains(mark));
    let forms = distinct(steps.iter().map(|step| step.traits.form).filter(|form| *form != 0));
    let elsewhere = view.suspicious.iter().filter(|other| {
        other.traits.form != 0 && other.traits.form == first.traits.form && view.network(other) != view.network(first)
    });
    let others = distinct(elsewhere.map(|other| view.network(other)));
    let signs = [
        (only_locates, "it does nothing but locate".to_owned()),
        (only_asks, "it never acts for a telephone".to_owned()),
        (marked(Marks::LONGER), "it is longer than the numbers of its range".to_owned()),
        (marked(Marks::ROLE), "it acts in a role that its range does not have".to_owned()),
        (marked(Marks::CARRIER), "another carrier than the operator's brings it".to_owned()),
        (marked(Marks::LEASE), "the site configuration knows of a lease".to_owned()),
        (forms == 1 && others >= 2, format!("its requests have the same form as those from {others} other networks")),
    ];
    let told: Vec<String> = signs.into_iter().filter(|(holds, _)| *holds).map(|(_, words)| words).collect();
    if told.len() < SIGNS {
        return None;
    }
    let mut pending = over(&rules::LEASED, steps, Severity::Medium, 60)?;
    pending.reason(why(
        "signs-of-a-lease",
        "an address used by the operator that it was given to",
        told.join("; "),
        "GSMA FS.52 (known by name): addresses are leased; catalogue of patterns, 43",
    ));
    Some(pending)
}
