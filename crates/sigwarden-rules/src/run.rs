//! Runs the tests inside rules.

use crate::correlator::{Correlator, Observed};
use crate::examples::{Example, Records};
use crate::program::Program;
use crate::record::Sample;
use crate::rule::Rule;
use crate::set::RuleSet;

/// What a test came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The rule fired so often.
    Times(u64),
    /// It was not run, and why.
    NotRun(String),
    /// It could not be run, and why.
    Failed(String),
}

/// One test that was run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tested {
    /// Number of the rule in the set.
    pub rule: usize,
    /// Which of its tests, from 0.
    pub test: usize,
    /// How often it had to fire.
    pub expected: u64,
    /// What came of it.
    pub found: Found,
    /// Which records were matched, counted from 1 in the order of their times, and the rule that matched.
    pub matched: Vec<(usize, usize)>,
}

impl Tested {
    /// It was run and came out otherwise than expected.
    pub fn failed(&self) -> bool {
        match &self.found {
            Found::Times(times) => *times != self.expected,
            Found::NotRun(_) => false,
            Found::Failed(_) => true,
        }
    }
}

/// Every test of every rule that was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Tests, in the order of rules.
    pub tests: Vec<Tested>,
    /// Rules without tests.
    pub untested: Vec<usize>,
}

impl Report {
    /// Tests that came out otherwise than expected.
    pub fn failures(&self) -> impl Iterator<Item = &Tested> {
        self.tests.iter().filter(|test| test.failed())
    }

    /// Tests that were not run.
    pub fn not_run(&self) -> usize {
        self.tests.iter().filter(|test| matches!(test.found, Found::NotRun(_))).count()
    }
}

/// Runs the tests of the rules for which `chosen` is true. Tests on captures are handed to `cases` with their rule:
/// whoever has a pipeline can run them.
pub fn run_tests(
    set: &RuleSet,
    chosen: impl Fn(&Rule) -> bool,
    mut cases: impl FnMut(&Rule, &Example) -> Found,
) -> Report {
    let mut report = Report::default();
    for (number, rule) in set.rules.iter().enumerate().filter(|(_, rule)| chosen(rule)) {
        if rule.tests.is_empty() {
            report.untested.push(number);
        }
        for (test, example) in rule.tests.iter().enumerate() {
            let (found, matched) = match &example.records {
                Records::Inline(_, samples) => inline(set, number, rule, samples),
                Records::Case { .. } => (cases(rule, example), Vec::new()),
            };
            report.tests.push(Tested { rule: number, test, expected: example.expect, found, matched });
        }
    }
    report
}

fn inline(set: &RuleSet, number: usize, rule: &Rule, samples: &[Sample]) -> (Found, Vec<(usize, usize)>) {
    let mut members =
        set.plans.iter().find(|plan| plan.rule == number).map_or_else(|| vec![number], |plan| plan.members.clone());
    members.sort_unstable();
    let program = Program::new(set, rule.service);
    let mut correlator: Correlator<()> = Correlator::new(set, rule.service);
    let (mut times, mut matched, mut rules) = (0_u64, Vec::new(), Vec::new());
    for (record, sample) in (1_usize..).zip(samples) {
        program.matching(sample, &mut rules);
        for one in rules.iter().filter(|one| members.binary_search(one).is_ok()) {
            matched.push((record, *one));
            let fires = |observed: &Observed<()>| matches!(observed, Observed::Fired(fired) if fired.rule == number);
            let fired =
                correlator.observe(*one, sample, sample.at, ()).iter().filter(|observed| fires(observed)).count();
            let alone = usize::from(rule.detection().is_some());
            times = times.saturating_add(fired as u64).saturating_add(alone as u64);
        }
    }
    (Found::Times(times), matched)
}
