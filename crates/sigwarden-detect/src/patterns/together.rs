//! Several networks that ask about the same subscribers.

use super::{DAY, MINUTE, View, by, over, target, why};
use crate::findings::Pending;
use crate::rules;
use crate::thresholds::Name;
use sigwarden_schema::lines::{Severity, Threat};
use std::collections::{BTreeMap, BTreeSet};

/// Chance of so many subscribers in common, times the pairs of networks that were compared.
const CHANCE: f64 = 1e-6;
const IN_COMMON: usize = 3;
/// Days on which both ask about one subscriber, from which on it is said.
const DAYS: usize = 3;
/// Networks that are compared, the busiest first.
const MAX_NETWORKS: usize = 64;

struct Origin<'a> {
    steps: Vec<&'a Pending>,
    targets: BTreeMap<u64, Vec<&'a Pending>>,
}

/// Pairs of networks.
pub(super) fn pairs(view: &View<'_>) -> Vec<Pending> {
    let asks = |finding: &&Pending| matches!(finding.threat, Threat::LocationTracking | Threat::IdentityDisclosure);
    let asking: Vec<&Pending> = view.suspicious.iter().copied().filter(asks).collect();
    let groups = by(&asking, |finding| Some(view.network(finding).0).filter(|network| *network != 0));
    let mut origins: Vec<Origin<'_>> =
        groups.into_values().map(|steps| Origin { targets: by(&steps, target), steps }).collect();
    origins.sort_by_key(|origin| std::cmp::Reverse(origin.steps.len()));
    origins.truncate(MAX_NETWORKS);
    let everybody: BTreeSet<u64> = origins.iter().flat_map(|origin| origin.targets.keys()).copied().collect();
    let population = everybody.len().max(view.memory.subscribers.len());
    let compared = origins.len().saturating_mul(origins.len().saturating_sub(1)).div_euclid(2).max(1);
    let mut found = Vec::new();
    for (index, one) in origins.iter().enumerate() {
        for other in origins.iter().skip(index.saturating_add(1)) {
            found.extend(pair(view, one, other, (population, compared)));
        }
    }
    found
}

/// What a network asked about one subscriber.
fn of<'a>(origin: &Origin<'a>, key: &u64) -> Vec<&'a Pending> {
    origin.targets.get(key).cloned().unwrap_or_default()
}

fn pair(view: &View<'_>, one: &Origin<'_>, other: &Origin<'_>, (population, compared): (usize, usize)) -> Vec<Pending> {
    let common: Vec<u64> = one.targets.keys().filter(|key| other.targets.contains_key(*key)).copied().collect();
    if common.is_empty() {
        return Vec::new();
    }
    let mut steps: Vec<&Pending> =
        common.iter().flat_map(|key| of(one, key).into_iter().chain(of(other, key))).collect();
    steps.sort_by_key(|step| step.ts_ns);
    let near = view.limit(Name::TogetherMinutes).saturating_mul(MINUTE);
    let times = view.count(Name::TogetherTimes);
    let mut at_once: Vec<i64> = Vec::new();
    let mut days: BTreeSet<(u64, i64)> = BTreeSet::new();
    for key in &common {
        let (left, right) = (of(one, key), of(other, key));
        for step in &left {
            let is_near = |other: &&Pending| other.ts_ns.abs_diff(step.ts_ns) <= near.unsigned_abs();
            at_once.extend(right.iter().any(is_near).then_some(step.ts_ns));
        }
        let day = |step: &&Pending| step.ts_ns.div_euclid(DAY);
        let theirs: BTreeSet<i64> = right.iter().map(&day).collect();
        days.extend(left.iter().map(day).filter(|day| theirs.contains(day)).map(|day| (*key, day)));
    }
    at_once.sort_unstable();
    let often = at_once
        .iter()
        .zip(at_once.iter().skip(times.saturating_sub(1)))
        .any(|(first, last)| last.saturating_sub(*first) <= view.limit(Name::TogetherDays).saturating_mul(DAY));
    let chance = upper_tail(population, one.targets.len(), other.targets.len(), common.len()) * compared as f64;
    let unlikely = common.len() >= IN_COMMON && chance < CHANCE;
    let named = match (one.steps.first(), other.steps.first()) {
        (Some(one), Some(other)) => format!("{} and {}", view.name(one), view.name(other)),
        _ => String::new(),
    };
    let counted = format!(
        "{named} asked about {} and {} subscribers, {} of them the same, {} times within ten minutes of each other",
        one.targets.len(),
        other.targets.len(),
        common.len(),
        at_once.len()
    );
    let mut found = Vec::new();
    if (often || unlikely) && !at_once.is_empty() {
        let observed = format!("{counted}; by chance {chance:.0e}");
        found.extend(over(&rules::COORDINATED, &steps, Severity::High, 75).map(|mut pending| {
            pending.reason(why(
                "same-targets",
                "networks that have nothing to do with each other ask about different subscribers",
                observed,
                "The Guardian, 15 December 2020: the same telephones from three networks",
            ));
            pending
        }));
    } else if days.len() >= DAYS {
        found.extend(over(&rules::SAME_DAYS, &steps, Severity::Low, 40).map(|mut pending| {
            pending.reason(why(
                "same-days",
                "two networks that ask about one subscriber do so on days of their own",
                format!("{counted}; on {} days both asked about the same subscriber", days.len()),
                "Citizen Lab report 192 (2026), table 12",
            ));
            pending
        }));
    }
    found
}

/// Chance that two sets of so many of a population have so many in common, or more: the hypergeometric distribution.
fn upper_tail(population: usize, one: usize, other: usize, common: usize) -> f64 {
    let choose = |n: usize, k: usize| ln_factorial(n) - ln_factorial(k) - ln_factorial(n.saturating_sub(k));
    let most = one.min(other);
    let all = choose(population, other);
    let terms = (common..=most).filter(|k| other.saturating_sub(*k) <= population.saturating_sub(one));
    let sum: f64 = terms
        .map(|k| (choose(one, k) + choose(population.saturating_sub(one), other.saturating_sub(k)) - all).exp())
        .sum();
    sum.min(1.0)
}

/// The natural logarithm of a factorial, by Stirling's series: exact to nine digits from ten on, summed below.
fn ln_factorial(n: usize) -> f64 {
    if n < 10 {
        return (2..=n).map(|k| (k as f64).ln()).sum();
    }
    let n = n as f64;
    n * n.ln() - n + 0.5 * (2.0 * std::f64::consts::PI * n).ln() + 1.0 / (12.0 * n) - 1.0 / (360.0 * n.powi(3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chances_are_those_of_the_urn() {
        // Of ten, two sets of five have all in common once in 252.
        assert!((upper_tail(10, 5, 5, 5) - 1.0 / 252.0).abs() < 1e-9);
        assert!((upper_tail(10, 5, 5, 0) - 1.0).abs() < 1e-9);
        assert!(upper_tail(1_000_000, 50, 50, 10) < 1e-20);
        assert!((ln_factorial(20) - 42.335_616_460_753_485).abs() < 1e-6);
    }
}
