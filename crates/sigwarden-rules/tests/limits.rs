//! What is bounded: texts that are made to be expensive, and the memory of the correlator.

use sigwarden_rules::{Correlator, Drops, Limits, Observed, RuleSet, Sample, Service, Source};
use std::time::{Duration, Instant};

const SECOND: i64 = 1_000_000_000;

const RULES: &str = "\
title: t\nname: base\nlevel: low\nthreat: fraud\nfalsepositives: [x]\ndetection: op.code == 71
---
title: t\nname: three\nlevel: low\nthreat: fraud\nfalsepositives: [x]
correlation: { type: event_count, rules: [base], group-by: [target.id], timespan: 1h, condition: { gte: 3 } }
";

fn set() -> RuleSet {
    RuleSet::read(&[Source::new("t", RULES)], &[]).unwrap_or_else(|mistakes| panic!("{}", mistakes[0]))
}

fn record(target: u64) -> Sample {
    let mut sample = Sample::new(Service::Operations, 0);
    sample.set("op.code", &["71"]).unwrap();
    sample.set("target.imsi", &[&format!("00101{target:010}")]).unwrap();
    sample
}

#[test]
fn texts_that_are_made_to_be_expensive_are_refused_soon() {
    let head = "title: t\nname: n\nlevel: low\nthreat: fraud\nfalsepositives: [x]\n";
    let selections: String =
        (0..200).map(|number| format!("  s{number}: {{ op.name|contains: '{}' }}\n", "x".repeat(300))).collect();
    let texts = [
        "[".repeat(1 << 20),
        "{".repeat(1 << 20),
        "- ".repeat(1 << 19),
        "? ".repeat(1 << 19),
        "a:\n".repeat(1 << 18),
        "---\n".repeat(1 << 18),
        "#".repeat(1 << 20),
        " ".repeat(1 << 20),
        "\n".repeat(1 << 20),
        "x".repeat(1 << 20),
        "x ".repeat(1 << 19),
        "'".repeat(1 << 20),
        format!("\"{}", "\\".repeat(1 << 19)),
        "x".repeat((1 << 20) + 1),
        "%TAG ! a\n".repeat(1 << 16),
        (0..100_000).map(|number| format!("k{number}: 1\n")).collect(),
        (0..20_000).map(|number| format!("k{number}: 1\n---\n")).collect(),
        format!("{head}detection:\n{selections}  condition: {}\n", "1 of them or ".repeat(50_000)),
        format!("{head}detection:\n  a: {{ op.code: 1 }}\n  condition: {}a\n", "not ".repeat(100_000)),
        format!("{head}detection:\n  a: {{ op.code: 1 }}\n  condition: {}a\n", "(".repeat(100_000)),
        format!("{head}detection: \"{}op.code == 1\"\n", "!".repeat(100_000)),
        format!("{head}detection:\n  a: {{ op.code: [{}] }}\n  condition: a\n", "1, ".repeat(100_000)),
        format!("{head}falsepositives: {}\n", "*".repeat(100_000)),
    ];
    for text in &texts {
        let start = Instant::now();
        let read = RuleSet::read(&[Source::new("t", text)], &[]);
        let took = start.elapsed();
        let shown: String = text.chars().take(20).collect();
        assert!(read.is_err(), "{shown} was read");
        // Generous: an unoptimised build on a busy machine.
        assert!(took < Duration::from_secs(10), "{shown} took {took:?}");
    }
}

#[test]
fn groups_that_were_not_used_for_longest_go_first() {
    let limits = Limits { groups: 2, ..Limits::default() };
    let mut correlator = Correlator::with_limits(&set(), Service::Operations, limits);
    for target in [1, 1, 2, 3, 1, 1] {
        assert!(correlator.observe(0, &record(target), 0, ()).is_empty());
    }
    // The third group pushed the first one out, which began anew and pushed out the second.
    assert_eq!(correlator.drops(), Drops { groups: 2, events: 0 });
    assert_eq!(correlator.observe(0, &record(1), 0, ()).len(), 1);
}

#[test]
fn the_oldest_matches_of_a_group_go_first() {
    let limits = Limits { events_a_group: 4, ..Limits::default() };
    let mut correlator = Correlator::with_limits(&set(), Service::Operations, limits);
    let mut told = Vec::new();
    for number in 0..10 {
        for observed in correlator.observe(0, &record(1), number * SECOND, number) {
            match observed {
                Observed::Fired(fired) => told.extend(fired.evidence),
                Observed::Extended { id, evidence } => {
                    assert_eq!(id, 0);
                    told.extend(evidence);
                }
            }
        }
    }
    assert_eq!(told, (0..10).collect::<Vec<_>>(), "every match is told once");
    assert_eq!(correlator.drops(), Drops { groups: 0, events: 6 });
}

#[test]
fn matches_in_all_are_bounded() {
    let limits = Limits { events: 10, ..Limits::default() };
    let mut correlator = Correlator::with_limits(&set(), Service::Operations, limits);
    for target in 0..20 {
        correlator.observe(0, &record(target), 0, ());
    }
    assert_eq!(correlator.drops(), Drops { groups: 10, events: 0 });
}

#[test]
fn time_that_goes_back_a_little_is_put_up_with() {
    let mut correlator = Correlator::new(&set(), Service::Operations);
    let times = [7_200, 7_190, 7_195];
    let came: Vec<usize> =
        times.iter().map(|time| correlator.observe(0, &record(1), time * SECOND, ()).len()).collect();
    assert_eq!(came, [0, 0, 1]);
    let mut correlator = Correlator::new(&set(), Service::Operations);
    let times = [72_000, 72_001, 10, 20, 30];
    let came: Vec<usize> =
        times.iter().map(|time| correlator.observe(0, &record(1), time * SECOND, ()).len()).collect();
    assert_eq!(came, [0, 0, 0, 0, 1], "a clock that was wrong does not count for ever");
}

#[test]
fn records_without_a_field_of_the_group_are_not_correlated() {
    let mut correlator = Correlator::new(&set(), Service::Operations);
    let mut nobody = Sample::new(Service::Operations, 0);
    nobody.set("op.code", &["71"]).unwrap();
    for _ in 0..10 {
        assert!(correlator.observe(0, &nobody, 0, ()).is_empty());
    }
}
