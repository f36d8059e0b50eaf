//! EXPR: the one expression language of sigwarden (`--where`, rules, policies).
//!
//! A strict subset of the Common Expression Language (CEL, <https://cel.dev>) over the dotted
//! field names of [`sigwarden_schema::fields`], checked against that registry when it is read.
//!
//! # Language
//!
//! | what | how it is written |
//! |---|---|
//! | literals | `71`, `-1`, `0x47`, `"text"`, `'text'` (CEL escapes), `true`, `false`, `null` |
//! | lists | `[1, 2]`, `["a", "b"]`: literals of one type, right of `in` |
//! | fields | as registered: `op.code`, `sccp.calling.gt` |
//! | comparison | `==` `!=` on texts, integers, booleans; `<` `<=` `>` `>=` on texts (by code point) and integers |
//! | membership | `op.code in [70, 71]`, `"location" in disclosed` |
//! | text | `.startsWith(s)`, `.endsWith(s)`, `.contains(s)` |
//! | size | `size(x)`: code points of a text, elements of a list |
//! | presence | `has(field)`, `field == null`, `field != null` |
//! | logic | `!`, `&&`, `\|\|`, parentheses; `!` binds closest, then comparisons, `&&`, `\|\|` |
//! | comment | `//` to the end of the line |
//!
//! Arithmetic, the ternary operator, indexing, maps, decimal numbers, regular expressions and
//! macros are not part of it; the error says what to write instead.
//!
//! # Types
//!
//! Both sides of a comparison have the same type, or the expression is refused when it is read.
//! Lists are asked by `in`, `size()` and `has()` and compared with nothing but `null`; a list of
//! objects answers `size()` and `has()` only.
//!
//! # Absent fields
//!
//! Where CEL stops with an error, EXPR goes on with these rules, so that one expression fits
//! lines of every protocol:
//!
//! - `has(f)` is false, `f == null` is true, `f != null` is false;
//! - every other comparison, `in` and method that reads `f` is false. This includes `!=`:
//!   `op.code != 3` says "there is an operation code, and it is not 3", while `!(op.code == 3)`
//!   is true where there is none;
//! - `size(f)` is absent too; a boolean field that stands alone counts as false.
//!
//! `has()` also takes a name without a dot, which CEL does not.
//!
//! # Example
//!
//! ```
//! use sigwarden_expr::{Expression, FieldId, Record, Value};
//!
//! struct Line { code: i64, disclosed: Vec<String> }
//!
//! impl Record for Line {
//!     fn value(&self, field: FieldId) -> Value<'_> {
//!         match field.name {
//!             "op.code" => Value::Integer(self.code),
//!             "disclosed" => Value::List(self.disclosed.len()),
//!             _ => Value::Absent,
//!         }
//!     }
//!     fn element(&self, field: FieldId, position: usize) -> Value<'_> {
//!         match field.name {
//!             "disclosed" => self.disclosed.get(position).map_or(Value::Absent, |text| Value::Text(text)),
//!             _ => Value::Absent,
//!         }
//!     }
//! }
//!
//! let expression = Expression::parse(r#"op.code in [70, 71] && "location" in disclosed"#)?;
//! assert!(expression.matches(&Line { code: 71, disclosed: vec!["location".into()] }));
//! assert_eq!(expression.fields().collect::<Vec<_>>(), ["op.code", "disclosed"]);
//! # Ok::<(), sigwarden_expr::ParseError>(())
//! ```

#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects
    )
)]

mod check;
mod error;
mod eval;
mod explain;
mod lexer;
mod parser;
mod require;

use sigwarden_schema::fields::{Field, OPERATION};

pub use error::ParseError;
pub use eval::{FieldId, Record, Value};
pub use require::Constant;

/// Longest expression that is read, in bytes.
pub const MAX_LENGTH: usize = 65_536;

/// Deepest nesting of parentheses, calls and `!` that is read; chains of `&&` and `||` do not nest.
pub const MAX_DEPTH: usize = 64;

/// An expression that was read and checked, ready to be asked about any number of records.
#[derive(Clone, Debug)]
pub struct Expression {
    condition: eval::Condition,
    fields: Vec<FieldId>,
}

impl Expression {
    /// Reads an expression over the fields of an operation line.
    ///
    /// # Errors
    /// Whatever is not in the language, an unknown field, or values of different types compared.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        Self::parse_with(text, OPERATION)
    }

    /// Reads an expression over these fields; [`FieldId::index`] counts in this slice.
    ///
    /// # Errors
    /// As [`Expression::parse`].
    pub fn parse_with(text: &str, fields: &[Field]) -> Result<Self, ParseError> {
        let tree = parser::parse(lexer::tokens(text)?)?;
        let (condition, fields) = check::check(&tree, fields)?;
        Ok(Self { condition, fields })
    }

    /// True where the record fulfils the expression. Allocates nothing.
    pub fn matches(&self, record: &(impl Record + ?Sized)) -> bool {
        self.condition.holds(record)
    }

    /// Names of the fields that the expression reads, each once, in order of first appearance.
    pub fn fields(&self) -> impl Iterator<Item = &'static str> {
        self.fields.iter().map(|field| field.name)
    }

    /// Values one of which this field must hold for the expression to be true, each once, sorted; [`None`] where
    /// the expression may be true whatever the field holds. Whoever has many expressions need not ask those
    /// that cannot be true of a record.
    pub fn required(&self, field: &str) -> Option<Vec<Constant>> {
        require::required(&self.condition, field)
    }
}
