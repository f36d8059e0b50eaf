//! Columns: of rows that are all there (summary), and of operations that come one by one (`decode`).

use super::text::{clean, width};
use crate::record;
use sigwarden_expr::FieldId;
use sigwarden_schema::fields::{FieldType, OPERATION};
use sigwarden_schema::lines::{Op, Operation};

/// Blanks between two columns.
const GAP: &str = "  ";

/// A column of a table.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    title: &'static str,
    /// Widest that it may be; longer cells are wrapped.
    most: usize,
    right: bool,
}

impl Column {
    /// Text, left-aligned.
    pub(crate) const fn text(title: &'static str, most: usize) -> Self {
        Self { title, most, right: false }
    }

    /// Numbers, right-aligned.
    pub(crate) const fn number(title: &'static str, most: usize) -> Self {
        Self { title, most, right: true }
    }
}

/// A table as lines; `paint` colours the finished first cell of row `n`.
pub(crate) fn table(columns: &[Column], rows: &[Vec<String>], paint: impl Fn(usize, &str) -> String) -> String {
    let widths: Vec<usize> = columns.iter().enumerate().map(|(index, column)| fit(column, index, rows)).collect();
    let titles: Vec<String> = columns.iter().map(|column| column.title.to_owned()).collect();
    let mut out = String::new();
    push_row(&mut out, columns, &widths, &titles, &str::to_owned);
    for (number, row) in rows.iter().enumerate() {
        push_row(&mut out, columns, &widths, row, &|cell| paint(number, cell));
    }
    out
}

fn fit(column: &Column, index: usize, rows: &[Vec<String>]) -> usize {
    let cells = rows.iter().filter_map(|row| row.get(index)).map(|cell| width(cell));
    cells.max().unwrap_or(0).min(column.most).max(width(column.title))
}

fn push_row(out: &mut String, columns: &[Column], widths: &[usize], cells: &[String], paint: &dyn Fn(&str) -> String) {
    let wrapped: Vec<Vec<String>> =
        cells.iter().zip(widths).map(|(cell, width)| super::text::lines(&clean(cell), *width)).collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
    for line in 0..height {
        let mut text = String::from(" ");
        for (index, (column, width)) in columns.iter().zip(widths).enumerate() {
            let cell = wrapped.get(index).and_then(|lines| lines.get(line)).map_or("", String::as_str);
            let padded = pad(cell, *width, column.right);
            text.push_str(GAP.get(usize::from(index == 0)..).unwrap_or(GAP));
            text.push_str(&if index == 0 { paint(&padded) } else { padded });
        }
        out.push_str(text.trim_end());
        out.push('\n');
    }
}

fn pad(text: &str, columns: usize, right: bool) -> String {
    let blanks = " ".repeat(columns.saturating_sub(width(text)));
    if right { format!("{blanks}{text}") } else { format!("{text}{blanks}") }
}

/// A column of operations: title, width, and how it is read.
struct Cell {
    title: &'static str,
    width: usize,
    read: fn(&Operation) -> String,
}

/// What is shown of an operation if nothing else is asked for.
const USUAL: &[Cell] = &[
    Cell { title: "time (UTC)", width: 23, read: |line| line.ts.replace('T', " ").chars().take(23).collect() },
    Cell { title: "from → to", width: 29, read: parties },
    Cell { title: "operation", width: 30, read: |line| line.op.as_ref().map_or_else(|| kind(line).to_owned(), named) },
    Cell { title: "target", width: 20, read: target },
    Cell { title: "answer", width: 16, read: answer },
    Cell { title: "category", width: 8, read: |line| line.fs.category.to_owned() },
];

/// Operations as rows of fixed width, since they come one by one.
pub(crate) enum Lines {
    /// The usual columns.
    Usual,
    /// A column for each of these fields.
    Fields(Vec<FieldId>),
}

impl Lines {
    /// The usual columns.
    pub(crate) fn usual() -> Self {
        Self::Usual
    }

    /// A column for each of these fields.
    pub(crate) fn of(fields: Vec<FieldId>) -> Self {
        Self::Fields(fields)
    }

    /// The line of titles.
    pub(crate) fn head(&self) -> String {
        self.line(|cell| cell.title.to_owned(), |field| field.name.to_owned())
    }

    /// The line of an operation.
    pub(crate) fn row(&self, line: &Operation) -> String {
        self.line(|cell| clean(&(cell.read)(line)), |field| clean(&record::display(line, field)))
    }

    fn line(&self, usual: impl Fn(&Cell) -> String, field: impl Fn(FieldId) -> String) -> String {
        let cells: Vec<String> = match self {
            Self::Usual => USUAL.iter().map(|cell| pad(&or_dash(usual(cell)), cell.width, false)).collect(),
            Self::Fields(fields) => {
                fields.iter().map(|name| pad(&or_dash(field(*name)), field_width(*name), false)).collect()
            }
        };
        format!("{}\n", cells.join(GAP).trim_end())
    }
}

/// An empty cell would make the ones behind it look like it.
fn or_dash(text: String) -> String {
    if text.is_empty() { "-".to_owned() } else { text }
}

/// Width that most values of a field fit into.
fn field_width(field: FieldId) -> usize {
    let kind = OPERATION.get(field.index).map(|row| row.kind);
    let usual = match (field.name, kind) {
        ("ts", _) => 27,
        ("op.name", _) => 28,
        ("tcap.ac", _) => 18,
        (_, Some(FieldType::Text | FieldType::TextList | FieldType::ObjectList)) => 15,
        _ => 5,
    };
    usual.max(width(field.name))
}

fn parties(line: &Operation) -> String {
    let name =
        |party: &sigwarden_schema::lines::Party| party.gt.clone().or_else(|| party.pc.map(|code| format!("pc {code}")));
    let (from, to) = match (&line.sccp, &line.diameter) {
        (Some(sccp), _) => (name(&sccp.calling), name(&sccp.called)),
        (None, Some(diameter)) => (host(&diameter.origin_host), host(&diameter.destination_host)),
        (None, None) => (None, None),
    };
    // Where a message names nobody, its packet does.
    let or = |name: Option<String>, address: &Option<String>| {
        name.or_else(|| address.clone()).unwrap_or_else(|| "-".to_owned())
    };
    if line.sccp.is_some() {
        return format!("{} → {}", or(from, &None), or(to, &None));
    }
    format!("{} → {}", or(from, &line.link.src_ip), or(to, &line.link.dst_ip))
}

/// The first label of a host and its network, which is what tells nodes apart in a column.
fn host(name: &Option<String>) -> Option<String> {
    const LABELS: usize = 5;
    let name = name.as_ref()?;
    let short: Vec<&str> = name.split('.').filter(|label| !matches!(*label, "epc" | "3gppnetwork" | "org")).collect();
    Some(short.into_iter().take(LABELS).collect::<Vec<_>>().join("."))
}

/// What a message without an operation is.
fn kind(line: &Operation) -> &'static str {
    line.tcap.as_ref().map_or("", |tcap| tcap.kind)
}

/// Name and kind of an operation.
pub(crate) fn named(op: &Op) -> String {
    let unnamed = || op.code.map_or_else(String::new, |code| format!("operation {code}"));
    let name = op.name.as_deref().map_or_else(unnamed, str::to_owned);
    format!("{name} {}", op.kind).trim_start().to_owned()
}

fn target(line: &Operation) -> String {
    let rows = [("imsi", &line.target.imsi), ("msisdn", &line.target.msisdn), ("imei", &line.target.imei)];
    let first = rows.iter().find_map(|(kind, digits)| Some(format!("{kind} {}", digits.as_ref()?)));
    first.unwrap_or_default()
}

/// What an answer says: what it gave away, the error, or that the message came back.
fn answer(line: &Operation) -> String {
    if line.sccp.as_ref().is_some_and(|sccp| sccp.returned == Some(true)) {
        return "returned".to_owned();
    }
    let error = line.op.as_ref().and_then(|op| op.error_code).map(|code| format!("error {code}"));
    let result = line.diameter.as_ref().and_then(|diameter| diameter.result_code).map(|code| format!("result {code}"));
    let cause = line.gtp.as_ref().and_then(|gtp| gtp.cause).map(|cause| format!("cause {cause}"));
    let gave = (!line.disclosed.is_empty()).then(|| line.disclosed.join(","));
    error.or(gave).or(result).or(cause).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;

    #[test]
    fn columns_are_aligned_and_long_cells_wrapped() {
        let columns = [Column::text("name", 8), Column::number("n", 5)];
        let rows = vec![vec!["one".to_owned(), "1".to_owned()], vec!["two and three".to_owned(), "22".to_owned()]];
        let lines = table(&columns, &rows, |_, cell| cell.to_owned());
        assert_eq!(lines, "  name       n\n  one        1\n  two and   22\n  three\n");
    }

    #[test]
    fn an_operation_is_one_line() {
        let row = Lines::usual().row(&samples::operation());
        assert_eq!(
            row,
            "2026-01-01 00:00:00.000  447700900001 → 15555550020     anyTimeInterrogation result     imsi 001010000000123  error 49          Cat1\n"
        );
    }

    #[test]
    fn fields_are_columns() {
        let fields =
            record::find(&["op.code".to_owned(), "capture.frames".to_owned(), "anomalies".to_owned()]).unwrap();
        let lines = Lines::of(fields);
        assert_eq!(lines.head(), "op.code  capture.frames  anomalies\n");
        assert_eq!(lines.row(&samples::operation()), "71       1,2             sccp-digits\n");
    }
}
