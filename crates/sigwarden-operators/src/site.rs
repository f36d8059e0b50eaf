//! The site configuration (`site.toml`): which network is protected, and who the others are.
//!
//! Every key is optional. An unknown key or a value that cannot be right is an error that names the
//! line. `--set key=value` reaches the same keys of `[home]` and `[detect]`, with the same checks.

mod check;
mod describe;
mod keys;
mod model;
mod overrides;
mod values;

use serde::Deserialize;
use toml::de::DeTable;

pub use crate::cidr::Cidr;
pub use describe::describe;
pub use keys::{KEYS, Key, Kind, TABLES};
pub use model::{
    Arrangement, Carrier, Detect, Exception, Home, Import, Journey, Lease, Operator, Site, ThresholdValue,
};
pub use values::{ArrangementKind, NodeRange};

/// The commented configuration that `config init` writes. Valid as it is: it configures nothing.
pub const TEMPLATE: &str = include_str!("site/template.toml");

/// Why a site configuration was refused. The text says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SiteError {
    /// Not TOML.
    #[error("{place}: {problem}")]
    Syntax {
        /// Where.
        place: Place,
        /// What the reader expected.
        problem: String,
    },
    /// A key or table that does not exist.
    #[error("{place}: there is no \"{key}\"{}", nearest_hint(nearest))]
    UnknownKey {
        /// Where.
        place: Place,
        /// What was written, with its table: `home.nam`.
        key: String,
        /// The most similar key that exists.
        nearest: Option<String>,
    },
    /// A value that cannot be right.
    #[error("{place}: {key}: {problem}")]
    Value {
        /// Where.
        place: Place,
        /// The key, with its table.
        key: String,
        /// What is wrong, and what it should be.
        problem: String,
    },
}

/// Where in the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Line of the file, the first being 1.
    Line(usize),
    /// A `--set` on the command line.
    Override(String),
}

impl std::fmt::Display for Place {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Place::Line(line) => write!(out, "line {line}"),
            Place::Override(key) => write!(out, "--set {key}"),
        }
    }
}

fn nearest_hint(nearest: &Option<String>) -> String {
    let known = || "remove it; docs/configuration.md has every key".to_owned();
    format!("; {}", nearest.as_ref().map_or_else(known, |key| format!("did you mean \"{key}\"")))
}

/// Reads the text of a site configuration.
///
/// # Errors
/// The first problem, with its line.
pub fn parse(text: &str) -> Result<Site, SiteError> {
    parse_with(text, &[])
}

/// Reads the text of a site configuration, then applies `--set` pairs of key and value in order, the
/// last of the same key winning. Lists are separated by commas: `home.plmns` = `001-01,999-99`.
///
/// # Errors
/// The first problem, with its line or its `--set`.
pub fn parse_with(text: &str, overrides: &[(String, String)]) -> Result<Site, SiteError> {
    let syntax = |error: toml::de::Error| SiteError::Syntax {
        place: Place::Line(check::line_of(text, error.span().map_or(0, |span| span.start))),
        problem: error.message().to_owned(),
    };
    let document = DeTable::parse(text).map_err(syntax)?;
    check::document(text, document.get_ref())?;
    let mut table: toml::Table = toml::from_str(text).map_err(syntax)?;
    for (key, value) in overrides {
        overrides::apply(&mut table, key, value)?;
    }
    Site::deserialize(table).map_err(syntax)
}

/// The configuration as text that depends on what it says, not on how it is written: no comments,
/// keys in a fixed order, absent keys left out. Made for hashing; [`parse`] reads it back.
pub fn canonical(site: &Site) -> String {
    toml::to_string(site).unwrap_or_default()
}

#[cfg(test)]
mod tests;
