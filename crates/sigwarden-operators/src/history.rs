//! Records of operators over time: what an import changes, and which record holds when.
//!
//! An operator has one record after the other; each holds until the next begins. A new record ends the one
//! before it on the day before, and replaces one that begins on the same day.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use serde::Serialize;

use crate::day::Day;
use crate::site::Operator;

/// Records after an import, and what it changed.
#[derive(Clone, Debug, Default)]
pub struct Merged {
    /// Every record, sorted by operator and day.
    pub operators: Vec<Operator>,
    /// One entry for each record of the import.
    pub changes: Vec<Change>,
}

/// What a record of an import changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Which operator.
    pub operator: String,
    /// What it is.
    pub kind: ChangeKind,
    /// First day on which the record holds; `None`: always.
    pub from: Option<Day>,
    /// Last day; `None`: without an end.
    pub to: Option<Day>,
    /// What the record before did not say, each with what it is.
    pub added: Vec<(&'static str, String)>,
    /// What only the record before said.
    pub removed: Vec<(&'static str, String)>,
}

/// Kinds of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// There was no record of the operator.
    New,
    /// Another record takes over.
    Changed,
    /// The same is said again.
    Same,
}

fn from(operator: &Operator) -> Day {
    operator.valid_from.unwrap_or(Day::FIRST)
}

/// Adds the records of an import to those that there are.
pub fn merge(known: Vec<Operator>, imported: Vec<Operator>) -> Merged {
    let mut by_operator: BTreeMap<String, Vec<Operator>> = BTreeMap::new();
    for operator in known {
        by_operator.entry(operator.identity().unwrap_or_default()).or_default().push(operator);
    }
    let mut changes = Vec::new();
    for operator in imported {
        let records = by_operator.entry(operator.identity().unwrap_or_default()).or_default();
        changes.push(take_over(records, operator));
    }
    for records in by_operator.values_mut() {
        records.sort_by_key(from);
    }
    Merged { operators: by_operator.into_values().flatten().collect(), changes }
}

/// Puts a record among those of its operator.
fn take_over(records: &mut Vec<Operator>, mut new: Operator) -> Change {
    // What names no day begins when it was written, if something else held before; without that day too, it takes
    // the place of the newest record.
    if let (None, Some(newest)) = (new.valid_from, records.iter().max_by_key(|record| from(record))) {
        new.valid_from = new.source_date.or(newest.valid_from);
    }
    let start = from(&new);
    let before = records.iter().filter(|record| from(record) <= start).max_by_key(|record| from(record)).cloned();
    let kind = match &before {
        None if records.is_empty() => ChangeKind::New,
        Some(before) if says_the_same(before, &new) && before.valid_to.is_none_or(|to| to >= start) => ChangeKind::Same,
        _ => ChangeKind::Changed,
    };
    let nothing = Operator::default();
    let (old, said) = (statements(before.as_ref().unwrap_or(&nothing)), statements(&new));
    let change = |one: &Statements, other: &Statements| one.difference(other).cloned().collect();
    let (added, removed) = (change(&said, &old), change(&old, &said));
    if let (ChangeKind::Same, Some(before)) = (kind, &before) {
        // Said again: the record stays as it is, and is newer.
        new.valid_from = before.valid_from;
        new.valid_to = new.valid_to.or(before.valid_to);
    }
    let start = from(&new);
    records.retain(|record| from(record) != start);
    for record in records.iter_mut().filter(|record| from(record) < start) {
        let last = start.before();
        record.valid_to = Some(record.valid_to.map_or(last, |to| to.min(last)));
    }
    if let Some(next) = records.iter().map(from).filter(|next| *next > start).min() {
        new.valid_to = Some(new.valid_to.map_or(next.before(), |to| to.min(next.before())));
    }
    let name = new.label(records.len()).into_owned();
    let operator = match &new.tadig {
        Some(tadig) if *tadig != name => format!("{tadig} {name}"),
        _ => name,
    };
    let change = Change { operator, kind, from: new.valid_from, to: new.valid_to, added, removed };
    records.push(new);
    change
}

fn says_the_same(one: &Operator, other: &Operator) -> bool {
    let plain = |operator: &Operator| Operator {
        valid_from: None,
        valid_to: None,
        source: None,
        source_date: None,
        ..operator.clone()
    };
    plain(one) == plain(other) || statements(one) == statements(other)
}

type Statements = BTreeSet<(&'static str, String)>;

/// Everything that a record says, each with what it is.
fn statements(operator: &Operator) -> Statements {
    fn all<'a, T: Display + 'a>(what: &'static str, values: impl IntoIterator<Item = &'a T>, out: &mut Statements) {
        out.extend(values.into_iter().map(|value| (what, value.to_string())));
    }
    let mut out = Statements::new();
    all("name", &operator.name, &mut out);
    all("country", &operator.country, &mut out);
    all("partner", &operator.partner, &mut out);
    all("network code", &operator.plmns, &mut out);
    all("Global Titles", &operator.global_titles, &mut out);
    all("subscriber numbers", &operator.msisdns, &mut out);
    all("mobile Global Titles", &operator.mobile_global_titles, &mut out);
    all("nodes", &operator.nodes, &mut out);
    all("realm", &operator.realms, &mut out);
    all("IP network", &operator.gtp_addresses, &mut out);
    all("point code", &operator.point_codes, &mut out);
    all("carrier", &operator.carriers, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site;

    fn operators(text: &str) -> Vec<Operator> {
        site::parse(text).unwrap().operators
    }

    fn record(from: &str, titles: &str) -> String {
        let from = if from.is_empty() { String::new() } else { format!("valid_from = \"{from}\"\n") };
        format!("[[operator]]\ntadig = \"XXXEI\"\nname = \"Example Islands\"\nglobal_titles = [\"{titles}\"]\n{from}")
    }

    /// First and last day and titles of each record.
    fn shown(operators: &[Operator]) -> Vec<String> {
        let day = |day: Option<Day>| day.map_or("-".to_owned(), |day| day.to_string());
        let line = |operator: &Operator| {
            format!("{} {} {}", day(operator.valid_from), day(operator.valid_to), operator.global_titles[0])
        };
        operators.iter().map(line).collect()
    }

    #[test]
    fn each_record_holds_until_the_next_begins() {
        let rows: [(&str, &str, ChangeKind, &[&str]); 8] = [
            ("", &record("2020-01-01", "1246555"), ChangeKind::New, &["2020-01-01 - 1246555"]),
            (
                &record("2018-01-01", "1246"),
                &record("2020-01-01", "1246555"),
                ChangeKind::Changed,
                &["2018-01-01 2019-12-31 1246", "2020-01-01 - 1246555"],
            ),
            (
                &record("2020-01-01", "1246"),
                &record("2020-01-01", "1246555"),
                ChangeKind::Changed,
                &["2020-01-01 - 1246555"],
            ),
            (
                &record("2020-01-01", "1246"),
                &record("2018-01-01", "1246555"),
                ChangeKind::Changed,
                &["2018-01-01 2019-12-31 1246555", "2020-01-01 - 1246"],
            ),
            (&record("", "1246"), &record("2020-01-01", "1246"), ChangeKind::Same, &["- - 1246"]),
            (
                &format!("{}valid_to = \"2019-12-31\"", record("2018-01-01", "1246")),
                &record("2021-01-01", "1246"),
                ChangeKind::Changed,
                &["2018-01-01 2019-12-31 1246", "2021-01-01 - 1246"],
            ),
            (&record("", "1246"), &record("", "1246555"), ChangeKind::Changed, &["- - 1246555"]),
            (&record("2018-01-01", "1246"), &record("", "1246555"), ChangeKind::Changed, &["2018-01-01 - 1246555"]),
        ];
        for (known, imported, kind, expected) in rows {
            let merged = merge(operators(known), operators(imported));
            assert_eq!(shown(&merged.operators), expected, "{known} + {imported}");
            assert_eq!(merged.changes[0].kind, kind, "{known} + {imported}");
        }
    }

    #[test]
    fn a_change_says_what_comes_and_what_goes() {
        let merged = merge(operators(&record("2018-01-01", "1246")), operators(&record("2020-01-01", "1246555")));
        let change = &merged.changes[0];
        assert_eq!(change.operator, "XXXEI Example Islands");
        assert_eq!(change.added, [("Global Titles", "1246555".to_owned())]);
        assert_eq!(change.removed, [("Global Titles", "1246".to_owned())]);
        assert_eq!((change.from.map(|day| day.to_string()), change.to), (Some("2020-01-01".to_owned()), None));
    }
}
