//! Patterns over several findings, at the end: each names all that it rests on.
//!
//! - [`chain`]: different operations of one address, close in time.
//! - [`purpose`]: what an address is there for; addresses that may be rented.
//! - [`tools`]: one tool behind several addresses.
//! - [`together`]: several networks, the same subscribers.
//! - [`scans`]: one subscriber or node after the other.
//! - [`tracking`]: home networks that track their own guests.
//! - [`carriers`]: operators that somebody else brings.
//! - [`course`]: how attacks move in time, place and protocol.

mod carriers;
mod chain;
mod course;
mod purpose;
mod scans;
mod together;
mod tools;
mod tracking;

use crate::findings::{Asker, Disclosed, Pending};
use crate::memory::Memory;
use crate::memory::subscribers::NetworkKey;
use crate::rules::RuleInfo;
use crate::thresholds::Name;
use hashbrown::HashMap;
use sigwarden_dialogue::{InvokeState, SECOND, Title};
use sigwarden_operators::{Attribution, Networks};
use sigwarden_schema::lines::{Severity, Threat, Why};
use std::collections::{BTreeMap, BTreeSet};

/// What patterns look at.
pub(crate) struct View<'a> {
    /// All findings, by time.
    pub(crate) all: &'a [Pending],
    /// Those that are suspicious: medium and above, and not told from legitimate ones.
    pub(crate) suspicious: Vec<&'a Pending>,
    pub(crate) memory: &'a Memory,
    pub(crate) networks: &'a Networks,
}

/// Every pattern.
const PATTERNS: &[fn(&View<'_>) -> Vec<Pending>] = &[
    |view| chain::chains(view.all, view.limit(Name::ChainMinutes)),
    purpose::addresses,
    tools::transactions,
    tools::forms,
    tools::relays,
    tools::labels,
    together::pairs,
    scans::scans,
    tracking::home_networks,
    carriers::brought_by_others,
    course::course,
];

/// All patterns over findings that are in the order of their times.
pub(crate) fn all(done: &[Pending], memory: &Memory, networks: &Networks) -> Vec<Pending> {
    let suspicious = done.iter().filter(|finding| finding.severity >= Severity::Medium && finding.related.is_empty());
    let view = View { all: done, suspicious: suspicious.collect(), memory, networks };
    PATTERNS.iter().flat_map(|find| find(&view)).collect()
}

impl View<'_> {
    /// A number from which on something is suspicious.
    fn limit(&self, name: Name) -> i64 {
        self.memory.thresholds.get(name)
    }

    /// The same as a count.
    fn count(&self, name: Name) -> usize {
        self.memory.thresholds.count(name)
    }

    /// The network of a finding's origin.
    fn network(&self, finding: &Pending) -> NetworkKey {
        self.memory.network_of(&finding.origin, self.networks)
    }

    /// Its name, for people.
    fn name(&self, finding: &Pending) -> String {
        let country = || finding.origin.places().single().map(|country| format!("a network of {country}"));
        self.networks.operator_of(&finding.origin).or_else(country).unwrap_or_else(|| finding.asker.to_string())
    }
}

/// Findings by something, in the order of what they have in common.
fn by<'a, K: Ord>(findings: &[&'a Pending], of: impl Fn(&Pending) -> Option<K>) -> BTreeMap<K, Vec<&'a Pending>> {
    let mut groups: BTreeMap<K, Vec<&Pending>> = BTreeMap::new();
    for finding in findings {
        if let Some(key) = of(finding) {
            groups.entry(key).or_default().push(finding);
        }
    }
    groups
}

/// Whom a finding is about: IMSI, else MSISDN.
fn target(finding: &Pending) -> Option<u64> {
    [finding.imsi, finding.msisdn].into_iter().find(|title| !title.is_empty()).map(|title| title.key())
}

/// How many different ones there are.
fn distinct<K: Eq + std::hash::Hash>(keys: impl Iterator<Item = K>) -> usize {
    keys.map(|key| (key, ())).collect::<HashMap<_, _>>().len()
}

/// A reason.
fn why(check: &'static str, expected: &str, observed: String, source: &str) -> Why {
    Why { check, expected: expected.to_owned(), observed, source: source.to_owned(), source_date: None }
}

/// A finding over these: everything they rest on, the outcome of the best of them, one subscriber where they have one.
fn over(rule: &'static RuleInfo, steps: &[&Pending], severity: Severity, confidence: u8) -> Option<Pending> {
    let first = steps.first()?;
    let answered = steps.iter().any(|step| step.state == InvokeState::Answered && !step.spoofed);
    let refused = steps.iter().any(|step| step.state == InvokeState::Refused);
    let one = |title: fn(&Pending) -> Title| {
        let titles: BTreeSet<u64> =
            steps.iter().map(|step| title(step)).filter(|t| !t.is_empty()).map(|t| t.key()).collect();
        let mut titles = titles.into_iter();
        match (titles.next(), titles.next()) {
            (Some(only), None) => Title::of_key(only),
            _ => Title::default(),
        }
    };
    let worst = steps.iter().max_by_key(|step| step.final_severity());
    let mut dialogues: Vec<u64> = steps.iter().flat_map(|step| &step.dialogues).copied().collect();
    dialogues.dedup();
    let same_asker = steps.iter().all(|step| step.asker == first.asker);
    let mut pending = Pending {
        rule,
        threat: worst.map_or(first.threat, |step| step.threat),
        severity,
        confidence,
        imsi: one(|step| step.imsi),
        msisdn: one(|step| step.msisdn),
        imei: one(|step| step.imei),
        category: steps.iter().map(|step| step.category).max().unwrap_or_default(),
        op: None,
        frames: steps.iter().flat_map(|step| &step.frames).copied().collect(),
        dialogues,
        state: match (answered, refused) {
            (true, _) => InvokeState::Answered,
            (false, true) => InvokeState::Refused,
            (false, false) => InvokeState::Open,
        },
        disclosed: steps
            .iter()
            .filter(|step| !step.spoofed)
            .fold(Disclosed::default(), |set, step| set.with(step.disclosed)),
        spoofed: steps.iter().all(|step| step.spoofed),
        why: Vec::new(),
        related: steps.iter().map(|step| step.id()).collect(),
        question: None,
        unless_restless: false,
        ..(*first).clone()
    };
    if !same_asker {
        // Several addresses: none of them stands for all.
        let one_network = steps.iter().all(|step| step.origin.network == first.origin.network);
        pending.asker = Asker::Nobody;
        pending.origin = if one_network { first.origin } else { Attribution::default() };
    }
    Some(pending)
}

/// Minutes and hours of packet time.
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The threats that ask where somebody is.
fn locates(finding: &Pending) -> bool {
    finding.threat == Threat::LocationTracking
}
