//! One tool behind several addresses: what it leaves in its messages, whatever address it uses.

use super::{DAY, HOUR, View, by, distinct, over, target, why};
use crate::findings::{Asker, Pending};
use crate::rules::{self, RuleInfo};
use crate::thresholds::Name;
use sigwarden_schema::lines::Severity;
use std::collections::BTreeSet;

/// Share of suspicious requests among all that a relay passes on, per cent, from which on it is no carrier's.
const SUSPICIOUS_PER_CENT: u64 = 90;

/// Transaction identifiers that go on from one address to the next, about one subscriber within an hour.
pub(super) fn transactions(view: &View<'_>) -> Vec<Pending> {
    let numbered = |finding: &Pending| finding.traits.transaction.and_then(|_| target(finding));
    by(&view.suspicious, numbered).values().flat_map(|steps| rows(view, steps)).collect()
}

fn rows(view: &View<'_>, steps: &[&Pending]) -> Vec<Pending> {
    let furthest = u64::try_from(view.limit(Name::TransactionStep)).unwrap_or_default();
    let follows = |one: &Pending, next: &Pending| {
        let step = one.traits.transaction.unwrap_or(0).abs_diff(next.traits.transaction.unwrap_or(0));
        (1..=furthest).contains(&step) && next.ts_ns.saturating_sub(one.ts_ns) <= HOUR
    };
    let mut found = Vec::new();
    let mut row: Vec<&Pending> = Vec::new();
    let mut end = |row: &mut Vec<&Pending>| {
        let askers = distinct(row.iter().map(|step| step.traits.address));
        if row.len() >= view.count(Name::TransactionRow) && askers >= 2 {
            let told: Vec<String> =
                row.iter().map(|step| format!("{} {:x}", step.asker, step.traits.transaction.unwrap_or(0))).collect();
            found.extend(same_tool(&rules::SEQUENTIAL, row, Severity::High, 75, told.join(", ")));
        }
        row.clear();
    };
    for step in steps {
        if row.last().is_some_and(|last| last.dialogues == step.dialogues) {
            continue;
        }
        if row.last().is_some_and(|last| !follows(last, step)) {
            end(&mut row);
        }
        row.push(step);
    }
    end(&mut row);
    found
}

/// The same form of the same operation from several networks, which no other traffic has.
pub(super) fn forms(view: &View<'_>) -> Vec<Pending> {
    let form = |finding: &Pending| {
        let code = finding.op.as_ref()?.code?;
        (finding.traits.form != 0).then_some((code, finding.traits.form))
    };
    let groups = by(&view.suspicious, form);
    let mut found = Vec::new();
    for ((code, form), steps) in groups {
        let networks = distinct(steps.iter().map(|step| view.network(step)));
        if networks < view.count(Name::CommonNetworks) || view.memory.has_legitimate_form(code, form) {
            continue;
        }
        let named = names(view, &steps);
        found.extend(same_tool(&rules::SAME_FORM, &steps, Severity::Low, 45, format!("the same form from {named}")));
    }
    found
}

/// One node at the beginning of the recorded route of several operators, and hardly anything else behind it.
pub(super) fn relays(view: &View<'_>) -> Vec<Pending> {
    let mut found = Vec::new();
    for (relay, steps) in by(&view.suspicious, |finding| finding.traits.relay.clone()) {
        let in_a_day = steps.iter().any(|first| {
            let within = steps.iter().filter(|step| (0..=DAY).contains(&step.ts_ns.saturating_sub(first.ts_ns)));
            distinct(within.map(|step| view.network(step))) >= view.count(Name::CommonNetworks)
        });
        let all = view.memory.relayed(&relay);
        let suspicious = u64::try_from(steps.len()).unwrap_or(u64::MAX);
        if !in_a_day || suspicious.saturating_mul(100) < all.saturating_mul(SUSPICIOUS_PER_CENT) {
            continue;
        }
        let told =
            format!("{relay} stands first in {suspicious} suspicious requests of {all}, of {}", names(view, &steps));
        found.extend(same_tool(&rules::FIXED_RELAY, &steps, Severity::High, 70, told));
    }
    found
}

/// The same first label of host names in several networks.
pub(super) fn labels(view: &View<'_>) -> Vec<Pending> {
    let label = |finding: &Pending| match &finding.asker {
        Asker::Node { host, .. } => host.split('.').next().filter(|label| label.len() > 3).map(str::to_owned),
        _ => None,
    };
    let mut found = Vec::new();
    for (label, steps) in by(&view.suspicious, label) {
        if distinct(steps.iter().map(|step| view.network(step))) >= view.count(Name::CommonNetworks) {
            let told = format!("hosts are called {label} in {}", names(view, &steps));
            found.extend(same_tool(&rules::SAME_LABEL, &steps, Severity::Low, 45, told));
        }
    }
    found
}

fn same_tool(
    rule: &'static RuleInfo,
    steps: &[&Pending],
    severity: Severity,
    confidence: u8,
    observed: String,
) -> Option<Pending> {
    let mut pending = over(rule, steps, severity, confidence)?;
    pending.reason(why(
        rule.id,
        "networks that have nothing to do with each other differ in such things",
        observed,
        "Citizen Lab report 192 (2026): fingerprints of actors",
    ));
    Some(pending)
}

/// The networks of some findings, by name.
pub(super) fn names(view: &View<'_>, steps: &[&Pending]) -> String {
    let names: BTreeSet<String> = steps.iter().map(|step| view.name(step)).collect();
    names.into_iter().collect::<Vec<_>>().join(", ")
}
