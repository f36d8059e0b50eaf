//! Suspicious dialogues of one address, close in time, with different operations.

use super::over;
use crate::findings::{Pending, time};
use crate::rules;
use sigwarden_dialogue::{InvokeState, SECOND};
use sigwarden_schema::lines::{Severity, Why};
use std::collections::{BTreeMap, BTreeSet};

/// Chains: suspicious dialogues of one address, close in time, with different operations.
/// `findings` are in the order of their times.
pub(super) fn chains(findings: &[Pending], minutes: i64) -> Vec<Pending> {
    let gap = minutes.saturating_mul(60 * SECOND);
    let mut by_asker: BTreeMap<String, Vec<&Pending>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| {
        !finding.asker.is_empty() && finding.severity >= Severity::Medium && finding.related.is_empty()
    }) {
        by_asker.entry(finding.asker.to_string()).or_default().push(finding);
    }
    by_asker.into_values().flat_map(|list| windows(&list, gap)).collect()
}

/// Splits the findings of one address where it was silent too long, and makes a chain of each part that is one.
fn windows(list: &[&Pending], gap: i64) -> Vec<Pending> {
    let mut chains = Vec::new();
    let mut part: Vec<&Pending> = Vec::new();
    for finding in list {
        if part.last().is_some_and(|last| finding.ts_ns.saturating_sub(last.ts_ns) > gap) {
            chains.extend(chain(&part));
            part.clear();
        }
        part.push(finding);
    }
    chains.extend(chain(&part));
    chains
}

fn chain(steps: &[&Pending]) -> Option<Pending> {
    let operations: BTreeSet<_> = steps.iter().filter_map(|step| step.op.as_ref()?.code).collect();
    let dialogues: BTreeSet<_> = steps.iter().flat_map(|step| &step.dialogues).copied().collect();
    if operations.len() < 2 || dialogues.len() < 2 {
        return None;
    }
    let worst = steps.iter().map(|step| step.final_severity()).max().unwrap_or(Severity::High);
    let confidence = steps.iter().map(|step| step.confidence).max().unwrap_or(70).saturating_add(5).min(95);
    let mut pending = over(&rules::CHAIN, steps, worst.max(Severity::High), confidence)?;
    let mut told = BTreeSet::new();
    for step in steps.iter().filter(|step| step.dialogues.iter().any(|dialogue| told.insert(*dialogue))) {
        // All steps stand in `related`; whoever needs more words to believe it will not be convinced by them.
        pending.reason(step_reason(step));
    }
    Some(pending)
}

/// One step in words: when, what, and what became of it.
fn step_reason(step: &Pending) -> Why {
    let name = step.op.as_ref().and_then(|op| op.name.as_deref()).unwrap_or("an unknown operation");
    let result = match step.state {
        _ if step.spoofed => "the answer would have gone to somebody else".to_owned(),
        InvokeState::Answered if step.disclosed.is_empty() => "answered".to_owned(),
        InvokeState::Answered => format!("answered: {}", step.disclosed.names().join(", ")),
        InvokeState::Refused => match &step.error {
            Some(error) => format!("refused: {error}"),
            None => "refused".to_owned(),
        },
        InvokeState::Open => "no answer seen".to_owned(),
    };
    Why {
        check: "chain-step",
        expected: "no suspicious request from this address".to_owned(),
        observed: format!("{} {name}: {result}", time(step.ts_ns)),
        source: step.rule.name.to_owned(),
        source_date: None,
    }
}
