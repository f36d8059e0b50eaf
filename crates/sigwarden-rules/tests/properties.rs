//! Whatever is written, and the correlator against a model that keeps everything.

use proptest::prelude::*;
use sigwarden_rules::{Correlator, Observed, Program, RuleSet, Sample, Service, Source};

/// In place of a number: each step of an ordered sequence comes from another country than the one before.
const DISTINCT: usize = usize::MAX;

const SECOND: i64 = 1_000_000_000;

/// Three base rules and one correlation over them, all fields in one group.
fn set(correlation: &str) -> RuleSet {
    let base = |name: &str| {
        format!(
            "title: t\nname: {name}\nlevel: low\nthreat: fraud\nfalsepositives: [x]\ndetection: 'op.name == \"{name}\"'\n"
        )
    };
    let text = format!(
        "{}---\n{}---\n{}---\ntitle: t\nname: top\nlevel: low\nthreat: fraud\nfalsepositives: [x]\nsuppress: 4s\ncorrelation: {correlation}\n",
        base("a"),
        base("b"),
        base("c")
    );
    match RuleSet::read(&[Source::new("t.yml", &text)], &[]) {
        Ok(set) => set,
        Err(mistakes) => panic!("{}", mistakes[0]),
    }
}

/// A record: which rule it is for, which of two targets, which of four countries, and seconds since the one before.
type Step = (usize, u8, u8, i64);

fn record((rule, target, country, _): Step) -> Sample {
    let mut sample = Sample::new(Service::Operations, 0);
    sample.set("op.name", &[["a", "b", "c"][rule]]).unwrap();
    if target > 0 {
        sample.set("target.imsi", &[&format!("00101{target}")]).unwrap();
    }
    sample.set("origin.country", &[["NO", "SE", "DK", "FI"][country as usize]]).unwrap();
    sample
}

/// What each step comes to: nothing, a firing with its count, or more of the last one with how many.
#[derive(Debug, PartialEq, Eq)]
enum Came {
    Nothing,
    Fired(usize),
    Extended(usize),
}

fn real(set: &RuleSet, steps: &[Step]) -> Vec<Came> {
    let program = Program::new(set, Service::Operations);
    let mut correlator = Correlator::new(set, Service::Operations);
    let (mut now, mut rules) = (0, Vec::new());
    let mut came = Vec::new();
    for (number, step) in steps.iter().enumerate() {
        now += step.3 * SECOND;
        let sample = record(*step);
        program.matching(&sample, &mut rules);
        assert_eq!(rules, [step.0]);
        let observed = correlator.observe(rules[0], &sample, now, number);
        came.push(match observed.as_slice() {
            [] => Came::Nothing,
            [Observed::Fired(fired)] => {
                assert_eq!(fired.count as usize, fired.evidence.len());
                assert!(fired.evidence.windows(2).all(|pair| pair[0] < pair[1]));
                Came::Fired(fired.evidence.len())
            }
            [Observed::Extended { evidence, .. }] => Came::Extended(evidence.len()),
            more => panic!("{more:?}"),
        });
    }
    came
}

/// The model: every event is kept, and every question is asked of all of them.
fn model(kind: &str, members: &[usize], least: usize, steps: &[Step]) -> Vec<Came> {
    let (span, suppress) = (6, 4);
    let mut now = 0;
    let mut times = Vec::new();
    let mut told = vec![false; steps.len()];
    let mut firing: [Option<i64>; 3] = [None; 3];
    let mut came = Vec::new();
    for (number, step) in steps.iter().enumerate() {
        now += step.3;
        times.push(now);
        let target = step.1 as usize;
        if target == 0 || !members.contains(&step.0) {
            came.push(Came::Nothing);
            continue;
        }
        let window: Vec<usize> = (0..=number)
            .filter(|at| steps[*at].1 == step.1 && members.contains(&steps[*at].0) && now - times[*at] <= span)
            .collect();
        let different = |what: &dyn Fn(usize) -> usize| {
            let mut all: Vec<usize> = window.iter().map(|at| what(*at)).collect();
            all.sort_unstable();
            all.dedup();
            all.len()
        };
        let begun = match kind {
            "event_count" => (window.len() >= least).then_some(0),
            "value_count" => (different(&|at| steps[at].2 as usize) >= least).then_some(0),
            "temporal" => (different(&|at| steps[at].0) == members.len()).then_some(0),
            _ => sequence(members, &window, steps, least == DISTINCT).map(|first| times[first]),
        };
        let Some(begun) = begun else {
            came.push(Came::Nothing);
            continue;
        };
        let evidence: Vec<usize> = window.into_iter().filter(|at| times[*at] >= begun).collect();
        let fresh = evidence.iter().filter(|at| !told[**at]).count();
        let extends = firing[target].is_some_and(|last| now - last <= suppress);
        came.push(if extends { Came::Extended(fresh) } else { Came::Fired(evidence.len()) });
        evidence.iter().for_each(|at| told[*at] = true);
        firing[target] = Some(now);
    }
    came
}

/// The latest first event of a sequence that ends with the last event of the window, found by trying all.
fn sequence(members: &[usize], window: &[usize], steps: &[Step], distinct: bool) -> Option<usize> {
    let (last, before) = window.split_last()?;
    let (rule, rest) = members.split_last()?;
    if steps[*last].0 != *rule {
        return None;
    }
    if rest.is_empty() {
        return Some(*last);
    }
    let other = |end: &usize| !distinct || steps[before[*end]].2 != steps[*last].2;
    (0..before.len()).filter(other).filter_map(|end| sequence(rest, &before[..=end], steps, distinct)).max()
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    proptest::collection::vec((0..3_usize, 0..3_u8, 0..4_u8, 0..4_i64), 0..40)
}

fn agree(kind: &str, rules: &[usize], extra: &str, least: usize, steps: &[Step]) {
    let names: Vec<&str> = rules.iter().map(|rule| ["a", "b", "c"][*rule]).collect();
    let set =
        set(&format!("{{ type: {kind}, rules: [{}], group-by: [target.id], timespan: 6s{extra} }}", names.join(", ")));
    assert_eq!(real(&set, steps), model(kind, rules, least, steps), "{kind} {steps:?}");
}

proptest! {
    #[test]
    fn many_events(steps in steps()) {
        agree("event_count", &[0, 1], ", condition: { gte: 3 }", 3, &steps);
    }

    #[test]
    fn many_values(steps in steps()) {
        agree("value_count", &[0, 2], ", condition: { field: origin.country, gte: 3 }", 3, &steps);
    }

    #[test]
    fn each_rule(steps in steps()) {
        agree("temporal", &[0, 1, 2], "", 3, &steps);
    }

    #[test]
    fn each_rule_in_order(steps in steps()) {
        agree("temporal_ordered", &[0, 1, 0], "", 3, &steps);
        agree("temporal_ordered", &[2, 1], "", 2, &steps);
        agree("temporal_ordered", &[0, 0, 1], ", distinct: [origin.country]", DISTINCT, &steps);
    }

    #[test]
    fn arbitrary_text_is_refused_or_read(text in "\\PC{0,200}|[-:{}\\[\\],'\"|>&*!#%@ \\n\\ta-c]{0,120}") {
        let _ = RuleSet::read(&[Source::new("t", &text)], &[]);
    }

    #[test]
    fn rules_with_arbitrary_pieces_are_refused_or_read(
        pieces in proptest::collection::vec((0..PIECES.len(), "[-:{}\\[\\],'\"|*?()a-c0-9 .\\n]{0,12}"), 0..16)
    ) {
        let mut text = String::from("title: t\nname: n\nlevel: low\nthreat: fraud\nfalsepositives: [x]\n");
        for (piece, noise) in pieces {
            text.push_str(PIECES[piece]);
            text.push_str(&noise);
            text.push('\n');
        }
        if let Err(mistakes) = RuleSet::read(&[Source::new("t", &text)], &["ss7-chain"]) {
            mistakes.iter().for_each(|mistake| assert!(!mistake.to_string().is_empty()));
        }
    }
}

const PIECES: &[&str] = &[
    "detection:",
    "  sel:",
    "    op.name: ",
    "    origin.gt|contains|all: ",
    "    op.code|gte: ",
    "    disclosed: ",
    "    sccp.returned: ",
    "  condition: sel",
    "  condition: ",
    "detection: op.code == ",
    "correlation:",
    "  type: value_count",
    "  rules: [n",
    "  timespan: ",
    "  condition: {gte: ",
    "  aliases: {x: {n: ",
    "tests:",
    "  - operations:",
    "    - at: ",
    "    expect: ",
    "---",
    "suppress: ",
    "fs_category: ",
];
