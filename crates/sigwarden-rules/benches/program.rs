//! What a record costs where there are few rules, and where there are many.

use divan::{Bencher, black_box};
use sigwarden_rules::{Correlator, Program, RuleSet, Sample, Service, Source};

fn main() {
    divan::main();
}

/// Rules about different operations, as a catalogue has them; each has conditions on the address too.
fn set(rules: usize) -> RuleSet {
    let rule = |number: usize| {
        format!(
            "title: t\nname: rule-{number}\nlevel: low\nthreat: fraud\nfalsepositives: [x]\ndetection:\n  \
             asked: {{ op.name: operation{number}, op.kind: invoke }}\n  own: {{ origin.gt|startswith: ['1555', '1556'] }}\n  \
             open: {{ fs.category: [Cat1, Cat2.1] }}\n  condition: asked and open and not own\n"
        )
    };
    let text: Vec<String> = (0..rules).map(rule).collect();
    RuleSet::read(&[Source::new("bench.yml", &text.join("---\n"))], &[]).expect("the rules are sound")
}

fn record(name: &str) -> Sample {
    let mut sample = Sample::new(Service::Operations, 0);
    for (field, value) in [
        ("stack", "ss7-map"),
        ("op.name", name),
        ("op.code", "71"),
        ("op.kind", "invoke"),
        ("origin.gt", "447700900001"),
        ("fs.category", "Cat1"),
        ("target.imsi", "001010000000001"),
    ] {
        sample.set(field, &[value]).expect("the field is there");
    }
    sample
}

/// A record that one of the rules matches.
#[divan::bench(args = [1, 50, 500])]
fn matching(bencher: Bencher<'_, '_>, rules: usize) {
    let program = Program::new(&set(rules), Service::Operations);
    let (record, mut out) = (record("operation0"), Vec::new());
    bencher.bench_local(|| {
        program.matching(black_box(&record), &mut out);
        out.len()
    });
}

/// A record that none of the rules is about.
#[divan::bench(args = [1, 50, 500])]
fn passing(bencher: Bencher<'_, '_>, rules: usize) {
    let program = Program::new(&set(rules), Service::Operations);
    let (record, mut out) = (record("updateLocation"), Vec::new());
    bencher.bench_local(|| {
        program.matching(black_box(&record), &mut out);
        out.len()
    });
}

/// Every rule is asked, as it would be without an index.
#[divan::bench(args = [1, 50, 500])]
fn without_index(bencher: Bencher<'_, '_>, rules: usize) {
    let set = set(rules);
    let record = record("updateLocation");
    bencher.bench_local(|| {
        let asked = set.rules.iter().filter_map(|rule| rule.detection());
        asked.filter(|detection| detection.expression.matches(black_box(&record))).count()
    });
}

/// A match that counts in one correlation, in a window of so many matches of one group.
#[divan::bench(args = [10, 1000])]
fn correlating(bencher: Bencher<'_, '_>, matches: i64) {
    let text = "title: t\nname: base\nlevel: low\nthreat: fraud\nfalsepositives: [x]\ndetection: op.code == 71\n---\n\
                title: t\nname: top\nlevel: low\nthreat: fraud\nfalsepositives: [x]\ncorrelation: { type: value_count, \
                rules: [base], group-by: [target.id], timespan: 1000s, condition: { field: origin.gt, gte: 1000 } }\n";
    let set = RuleSet::read(&[Source::new("bench.yml", text)], &[]).expect("the rules are sound");
    let mut correlator = Correlator::new(&set, Service::Operations);
    let record = record("anyTimeInterrogation");
    let step = 1_000 * 1_000_000_000 / matches;
    let mut now = 0;
    bencher.bench_local(|| {
        now += step;
        correlator.observe(0, black_box(&record), now, ()).len()
    });
}
