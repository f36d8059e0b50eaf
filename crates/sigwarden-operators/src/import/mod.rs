//! Readers of what others say about operators: files of numbers, networks, hosts and addresses become
//! [`Operator`]s, as the site configuration has them.
//!
//! - [`ir21`]: GSMA IR.21 in the TADIG RAEX XML form.
//! - [`csv`]: a table of one statement per row, which is also written.
//!
//! A file that cannot be read to its end changes nothing: the answer is then an error. What is odd in a
//! file that can be read becomes a warning.

pub mod csv;
mod ip;
pub mod ir21;
pub(crate) mod point_code;
mod text;
mod xml;

use std::fmt;

use crate::country::Country;
use crate::site::{Carrier, Operator};

/// What a file says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Import {
    /// Its networks, in the order of the file.
    pub operators: Vec<Operator>,
    /// Carriers it gives point codes of.
    pub carriers: Vec<Carrier>,
    /// What was left out, and why; each names its line.
    pub warnings: Vec<String>,
    /// Version of its schema, where the file says so.
    pub schema: Option<String>,
}

/// Why a file was refused. The text says where, what is wrong and what to do; the caller names the file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// Another kind of file.
    #[error("this is {what}; {advice}")]
    Format {
        /// What it looks like.
        what: &'static str,
        /// What to do instead.
        advice: &'static str,
    },
    /// Octets that are no text.
    #[error("line {line}: {problem}; save the file as UTF-8")]
    Text {
        /// Line, the first being 1.
        line: usize,
        /// What is wrong.
        problem: String,
    },
    /// Not XML, or XML that ends too early.
    #[error("line {line}: {problem}")]
    Xml {
        /// Line, the first being 1.
        line: usize,
        /// What is wrong, and what to do.
        problem: String,
    },
    /// XML that is no IR.21, or an IR.21 that names no networks.
    #[error("line {line}: {problem}")]
    Ir21 {
        /// Line, the first being 1.
        line: usize,
        /// What is wrong, and what to do.
        problem: String,
    },
    /// Wrong rows of a table; the first of them.
    #[error("{}", rows(problems, *more))]
    Rows {
        /// Each names its line and what was expected.
        problems: Vec<RowProblem>,
        /// Whether reading ended at these, with rows not looked at.
        more: bool,
    },
}

/// A wrong row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowProblem {
    /// Line, the first being 1.
    pub line: u64,
    /// What is wrong, and what was expected.
    pub problem: String,
}

impl fmt::Display for RowProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}: {}", self.line, self.problem)
    }
}

fn rows(problems: &[RowProblem], more: bool) -> String {
    let lines: Vec<String> = problems.iter().map(RowProblem::to_string).collect();
    let rest = if more { "\nthe rows behind these were not looked at" } else { "" };
    format!("{}{rest}\ncorrect these rows first", lines.join("\n"))
}

/// Files that people have instead of the right one: how they begin, what they are, what to do.
const OTHERS: &[(&[u8], &str, &str)] = &[
    (b"PK\x03\x04", "a ZIP archive or an office document", "unpack it, or save the sheet as CSV"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"%PDF", "a PDF document", "ask for the IR.21 as XML, the form of RAEX"),
    (b"\xd0\xcf\x11\xe0", "an old office document", "save the sheet as CSV, or ask for the IR.21 as XML"),
];

/// Reads a file of either form: XML is an IR.21, everything else a table. `name` is what rows that name no
/// source get as theirs; `country_of` knows the abbreviations of countries that GSMA documents use (three letters).
///
/// # Errors
/// Why the file was refused; nothing of it is to be used then.
pub fn read(name: &str, bytes: &[u8], country_of: &dyn Fn(&str) -> Option<Country>) -> Result<Import, ImportError> {
    if let Some((_, what, advice)) = OTHERS.iter().find(|(magic, _, _)| bytes.starts_with(magic)) {
        return Err(ImportError::Format { what, advice });
    }
    if text::is_markup(bytes) {
        return ir21::read(bytes, country_of);
    }
    let mut operators = csv::read(bytes)?;
    for operator in operators.iter_mut().filter(|operator| operator.source.is_none()) {
        operator.source = Some(name.to_owned()).filter(|name| !name.is_empty());
    }
    Ok(Import { operators, ..Import::default() })
}
