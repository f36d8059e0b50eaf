//! A table of statements about operators: one per row.
//!
//! The first line names the columns, in any order: `tadig`, `name`, `country`, `kind`, `value`, `role`, `partner`,
//! `valid_from`, `valid_to`, `source`, `source_date`. `kind`, `value` and one of `tadig` and `name` must be there.
//! Columns are separated by commas, semicolons or tabs. Rows of one TADIG code (without one: of one name) with the
//! same validity are one operator; what holds for the whole operator, such as its country, may stand in
//! each of its rows or in one. Values look as in the site configuration.

mod row;
mod write;

use std::collections::HashMap;

use super::{ImportError, RowProblem, text};
use crate::day::Day;
use crate::site::Operator;

pub use write::write;

/// The columns, in the order in which they are written.
const COLUMNS: [&str; 11] =
    ["tadig", "name", "country", "kind", "value", "role", "partner", "valid_from", "valid_to", "source", "source_date"];
/// What may separate columns.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];
/// Reading ends at so many wrong rows: more of them are rarely a different mistake.
const MOST_PROBLEMS: usize = 20;

/// What rows have in common that are one operator: TADIG code or name, and validity.
type Identity = (String, bool, Option<Day>, Option<Day>);

/// Operators so far, and where each of their rows belongs.
#[derive(Default)]
struct Reading {
    operators: Vec<Operator>,
    /// Lines on which operators were first named, to point at what contradicts.
    lines: Vec<u64>,
    known: HashMap<Identity, usize>,
}

/// Reads a table. Operators stand in the order of their first rows, values in the order of theirs.
///
/// # Errors
/// Wrong rows, up to twenty; the whole table is refused for one.
pub fn read(bytes: &[u8]) -> Result<Vec<Operator>, ImportError> {
    let text = text::decode(bytes)?;
    let mut rows = csv::ReaderBuilder::new()
        .delimiter(separator(&text))
        .flexible(true)
        .has_headers(false)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut reading = Reading::default();
    let mut problems = Vec::new();
    let mut header = None;
    while problems.len() < MOST_PROBLEMS && rows.read_record(&mut record).map_err(unreadable)? {
        let line = record.position().map_or(0, csv::Position::line);
        let Some(columns) = &header else {
            header = Some(columns_of(&record).map_err(|problem| refused(line, problem))?);
            continue;
        };
        if let Err(problem) = reading.row(columns, &record, line) {
            problems.push(RowProblem { line, problem });
        }
    }
    if header.is_none() {
        return Err(refused(1, format!("the table is empty; its first line names columns: {}", COLUMNS.join(","))));
    }
    match problems.is_empty() {
        true => Ok(reading.operators),
        false => Err(ImportError::Rows { more: !rows.is_done(), problems }),
    }
}

/// The separator that the header has most of.
fn separator(text: &str) -> u8 {
    let header = text.trim_start().lines().next().unwrap_or_default();
    let count = |separator: &u8| header.bytes().filter(|octet| octet == separator).count();
    SEPARATORS.into_iter().rev().max_by_key(count).unwrap_or(b',')
}

fn refused(line: u64, problem: String) -> ImportError {
    ImportError::Rows { problems: vec![RowProblem { line, problem }], more: false }
}

fn unreadable(error: csv::Error) -> ImportError {
    refused(error.position().map_or(0, csv::Position::line), error.to_string())
}

/// Which column of [`COLUMNS`] each column of the table is.
fn columns_of(header: &csv::StringRecord) -> Result<Vec<usize>, String> {
    let mut columns = Vec::with_capacity(header.len());
    for name in header {
        let known = COLUMNS.iter().position(|column| column.eq_ignore_ascii_case(name));
        let column = known.ok_or_else(|| {
            format!("there is no column \"{name}\"; the first line names columns out of {}", COLUMNS.join(", "))
        })?;
        if columns.contains(&column) {
            return Err(format!("the column \"{name}\" stands twice; remove one"));
        }
        columns.push(column);
    }
    let has = |name: &str| columns.iter().any(|column| COLUMNS.get(*column) == Some(&name));
    match (has("kind"), has("value"), has("tadig") || has("name")) {
        (true, true, true) => Ok(columns),
        _ => Err("the columns kind, value, and one of tadig and name must be there; add them".to_owned()),
    }
}

impl Reading {
    fn row(&mut self, columns: &[usize], record: &csv::StringRecord, line: u64) -> Result<(), String> {
        if record.len() != columns.len() {
            return Err(format!(
                "{} columns where the first line names {}; put values with separators in quotes",
                record.len(),
                columns.len()
            ));
        }
        let mut cells = [""; COLUMNS.len()];
        for (column, cell) in columns.iter().zip(record) {
            if cell.contains(['\n', '\r']) {
                return Err("a value goes on over the end of its line; close its quotes".to_owned());
            }
            if let Some(place) = cells.get_mut(*column) {
                *place = cell;
            }
        }
        let row = row::Row::read(&cells)?;
        let position = self.position(&row, line);
        let first = self.lines.get(position).copied().unwrap_or(line);
        let operator = self.operators.get_mut(position).ok_or("the operator is not known")?;
        row.join(operator).map_err(|problem| format!("{problem} (the operator begins on line {first})"))
    }

    /// Where the operator of a row is; a new one is added.
    fn position(&mut self, row: &row::Row, line: u64) -> usize {
        let next = self.operators.len();
        let position = *self.known.entry(row.identity()).or_insert(next);
        if position == next {
            self.operators.push(row.operator.clone());
            self.lines.push(line);
        }
        position
    }
}
