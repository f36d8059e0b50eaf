//! `rules list`: every check and rule in a row.

use super::load;
use crate::args::{RuleList, SummaryFormat};
use crate::log::Failure;
use crate::output::Output;
use crate::render::table::{Column, table};
use crate::render::text::counted;
use serde::Serialize;
use sigwarden_detect::rules::{RULES, RuleInfo};
use sigwarden_rules::{Rule, RuleSet};
use sigwarden_schema::exit;

const COLUMNS: &[Column] = &[
    Column::text("name", 40),
    Column::text("kind", 11),
    Column::text("pack", 8),
    Column::text("level", 8),
    Column::text("title", 60),
];

/// A check or rule as it is listed.
#[derive(Serialize)]
struct Row<'r> {
    id: &'r str,
    /// `check`: part of the program; `rule`, `correlation`; `base`: serves correlations and finds nothing alone.
    kind: &'static str,
    pack: &'static str,
    level: Option<&'static str>,
    threat: Option<&'static str>,
    title: &'r str,
    patterns: &'r [u16],
    tests: usize,
    file: Option<&'r str>,
}

/// Everything that is listed, as one object.
#[derive(Serialize)]
struct Rows<'r> {
    rules: Vec<Row<'r>>,
}

/// Runs the verb; gives the exit code.
///
/// # Errors
/// A file that cannot be read, or has mistakes.
pub(super) fn run(asked: &RuleList) -> Result<u8, Failure> {
    let set = load::set(&asked.inputs)?;
    let mut rules: Vec<Row<'_>> = RULES.iter().copied().map(check).collect();
    rules.extend(set.rules.iter().enumerate().map(|(number, one)| rule(&set, number, one)));
    rules.retain(|row| asked.pack.is_none_or(|pack| row.pack == pack.name()));
    let mut output = Output::stdout();
    match asked.format {
        SummaryFormat::Json => output.json(&Rows { rules }),
        SummaryFormat::Table => output.text(&page(&rules)),
    }
    output.finish();
    Ok(exit::DONE)
}

/// A check; single findings of it may have another severity.
fn check(info: &RuleInfo) -> Row<'_> {
    let RuleInfo { id, name, pack, level, patterns, .. } = *info;
    Row {
        id,
        kind: "check",
        pack: pack.name(),
        level: Some(level.name()),
        threat: None,
        title: name,
        patterns,
        tests: 0,
        file: None,
    }
}

fn rule<'r>(set: &RuleSet, number: usize, rule: &'r Rule) -> Row<'r> {
    let about = &rule.about;
    let kind = match (rule.correlation().is_some(), set.quiet(number)) {
        (true, _) => "correlation",
        (false, true) => "base",
        (false, false) => "rule",
    };
    Row {
        id: &about.name,
        kind,
        pack: about.pack.name(),
        level: Some(about.level.name()),
        threat: Some(about.threat.name()),
        title: &about.title,
        patterns: &about.patterns,
        tests: rule.tests.len(),
        file: Some(&rule.file),
    }
}

fn page(rows: &[Row<'_>]) -> String {
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| [row.id, row.kind, row.pack, row.level.unwrap_or("-"), row.title].map(str::to_owned).into())
        .collect();
    let mut out = table(COLUMNS, &cells, |_, cell| cell.to_owned());
    let checks = rows.iter().filter(|row| row.kind == "check").count();
    let rules = counted((rows.len() - checks) as u64, "rule", "rules");
    out += &format!(
        "\n{}, {rules}. More of one: sigwarden rules explain NAME\n",
        counted(checks as u64, "check", "checks")
    );
    out
}
