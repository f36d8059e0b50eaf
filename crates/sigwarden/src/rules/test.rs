//! `rules test`: the tests inside rules, and why one fails.

use super::{load, say};
use crate::log::Failure;
use crate::render::text::{clean, counted};
use crate::site;
use sigwarden_pipeline::rules::Rulebook;
use sigwarden_pipeline::{CaptureSet, Options, Progress, Receiver};
use sigwarden_rules::{Example, Found, Pack, Records, Report, Rule, RuleSet, Selection, Tested, run_tests};
use sigwarden_schema::exit;
use sigwarden_schema::lines::Operation;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Matched records that are named.
const NAMED: usize = 10;

/// Runs the verb; gives the exit code.
///
/// # Errors
/// A file that cannot be read, or has mistakes.
pub(super) fn run(inputs: &[PathBuf]) -> Result<u8, Failure> {
    let set = load::set(inputs)?;
    let builtin = inputs.is_empty();
    let report = run_tests(&set, |rule| rule.builtin == builtin, |rule, example| case(&set, rule, example));
    say(&page(&set, &report).unwrap_or_default());
    Ok(if report.failures().next().is_some() { exit::RULE_TESTS_FAILED } else { exit::DONE })
}

/// Scans the capture of a test, and counts what the rule found. Names of files are those seen from the rule's file.
fn case(set: &RuleSet, rule: &Rule, example: &Example) -> Found {
    let Records::Case { case, config } = &example.records else { return Found::Times(0) };
    let folder = Path::new(&rule.file).parent().map(Path::to_owned).unwrap_or_default();
    let beside = |name: &str| folder.join(name);
    let scanned = || -> Result<u64, Failure> {
        let config = config.as_deref().map(beside);
        let loaded = site::load(config.as_deref(), &[])?;
        let table = loaded.table()?;
        let imported = loaded.imported()?;
        let input = beside(case).display().to_string();
        let capture = CaptureSet::open(&[input]).map_err(|error| Failure::usage(error.to_string()))?;
        let packs = Pack::ALL.iter().map(|row| row.1).collect();
        let selection = Selection { packs, ..Selection::default() };
        let rules = Rulebook { set: set.clone(), selection, exceptions: Vec::new() };
        let options = Options { table, imported, rules, ..Options::of(loaded.site) };
        let outcome = sigwarden_pipeline::run(capture, options, &mut Nobody);
        if outcome.stats.decoded == 0 {
            return Err(Failure::usage("nothing could be decoded in this capture".to_owned()));
        }
        Ok(outcome.findings.iter().filter(|finding| finding.rule.id == rule.about.name).count() as u64)
    };
    scanned().map_or_else(|failure| Found::Failed(failure.message), Found::Times)
}

/// Takes lines and progress, and does nothing with them.
struct Nobody;

impl Receiver for Nobody {
    fn operation(&mut self, _: &Operation) {}

    fn progress(&mut self, _: Progress) {}
}

fn page(set: &RuleSet, report: &Report) -> Result<String, std::fmt::Error> {
    let mut out = String::new();
    for test in &report.tests {
        tell(&mut out, set, test)?;
    }
    for number in &report.untested {
        writeln!(out, "no tests  {}", name(set, *number))?;
    }
    let mut tested: Vec<usize> = report.tests.iter().map(|test| test.rule).collect();
    tested.dedup();
    let (failed, skipped) = (report.failures().count(), report.not_run());
    let rules = counted((tested.len() + report.untested.len()) as u64, "rule", "rules");
    let tests = counted(report.tests.len() as u64, "test", "tests");
    let passed = report.tests.len() - failed - skipped;
    write!(out, "{rules}, {tests}: {passed} passed, {failed} failed")?;
    if skipped > 0 {
        write!(out, ", {skipped} not run")?;
    }
    if !report.untested.is_empty() {
        write!(out, "; {} without tests", counted(report.untested.len() as u64, "rule", "rules"))?;
    }
    writeln!(out)?;
    Ok(out)
}

/// A test that passed is only counted.
fn tell(out: &mut String, set: &RuleSet, test: &Tested) -> std::fmt::Result {
    let rule = set.rules.get(test.rule);
    let example = rule.and_then(|rule| rule.tests.get(test.test));
    let place = rule.zip(example).map_or_else(String::new, |(rule, example)| format!("{}:{}", rule.file, example.line));
    let title = example.map_or("", |example| example.name.as_str());
    let title =
        if title.is_empty() { format!("test {}", test.test + 1) } else { format!("test {}, {title}", test.test + 1) };
    let head = format!("{}, {} ({})", name(set, test.rule), clean(&title), clean(&place));
    match &test.found {
        Found::Times(times) if test.failed() => {
            writeln!(out, "FAILED    {head}: expected {}, found {times}", test.expected)?;
            writeln!(out, "          {}", matched(set, test))
        }
        Found::Times(_) => Ok(()),
        Found::NotRun(why) => writeln!(out, "not run   {head}: {}", clean(why)),
        Found::Failed(why) => writeln!(out, "FAILED    {head}: {}", clean(why)),
    }
}

/// Which records were matched, and by which rule where that is another one.
fn matched(set: &RuleSet, test: &Tested) -> String {
    let mut named: Vec<String> = test
        .matched
        .iter()
        .take(NAMED)
        .map(|(record, rule)| match *rule == test.rule {
            true => record.to_string(),
            false => format!("{record} ({})", name(set, *rule)),
        })
        .collect();
    if test.matched.len() > NAMED {
        named.push(format!("… {} in all", test.matched.len()));
    }
    match named.is_empty() {
        true => "no record matched; sigwarden rules explain shows what the rule looks for".to_owned(),
        false => format!("matched records, in the order of time: {}", named.join(", ")),
    }
}

fn name(set: &RuleSet, number: usize) -> &str {
    let check = || number.checked_sub(set.rules.len()).and_then(|at| set.checks.get(at));
    set.rules.get(number).map(|rule| &rule.about.name).or_else(check).map_or("", String::as_str)
}
