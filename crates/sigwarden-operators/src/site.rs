//! The site configuration (`site.toml`): which network is protected, and who the others are.
//!
//! Every key is optional. An unknown key or a value that cannot be right is an error that names the
//! line. `--set key=value` reaches the same keys of `[home]` and `[detect]`, with the same checks.

mod check;
mod describe;
mod keys;
mod overrides;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use toml::de::DeTable;

use crate::country::Country;
use crate::plmn::Plmn;

pub use describe::describe;
pub use keys::{Cidr, KEYS, Key, Kind};

/// The commented configuration that `config init` writes. Valid as it is: it configures nothing.
pub const TEMPLATE: &str = include_str!("site/template.toml");

/// What a site configuration says. Lists keep the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Site {
    /// The network to protect.
    #[serde(skip_serializing_if = "is_default")]
    pub home: Home,
    /// How to detect.
    #[serde(skip_serializing_if = "is_default")]
    pub detect: Detect,
    /// Other networks.
    #[serde(rename = "operator", skip_serializing_if = "is_default")]
    pub operators: Vec<Operator>,
    /// Carriers: who brings the traffic of other networks.
    #[serde(rename = "carrier", skip_serializing_if = "is_default")]
    pub carriers: Vec<Carrier>,
    /// Address ranges used by somebody other than their owner.
    #[serde(rename = "lease", skip_serializing_if = "is_default")]
    pub leases: Vec<Lease>,
}

/// The network to protect (`[home]`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Home {
    /// Name, as reports call it.
    #[serde(skip_serializing_if = "is_default")]
    pub name: Option<String>,
    /// TADIG code (GSMA TD.13): five capital letters or digits.
    #[serde(skip_serializing_if = "is_default")]
    pub tadig: Option<String>,
    /// Its PLMN identities.
    #[serde(skip_serializing_if = "is_default")]
    pub plmns: Vec<Plmn>,
    /// E.164 prefixes of its nodes, digits.
    #[serde(skip_serializing_if = "is_default")]
    pub global_titles: Vec<String>,
    /// E.164 prefixes of its subscribers, digits.
    #[serde(skip_serializing_if = "is_default")]
    pub msisdns: Vec<String>,
    /// Diameter realms, lower case.
    #[serde(skip_serializing_if = "is_default")]
    pub realms: Vec<String>,
    /// Networks of its GTP nodes.
    #[serde(skip_serializing_if = "is_default")]
    pub gtp_addresses: Vec<Cidr>,
    /// Signalling point codes, as integers below 2^24.
    #[serde(skip_serializing_if = "is_default")]
    pub point_codes: Vec<u32>,
    /// File with the key of the pseudonyms: 64 hexadecimal digits.
    #[serde(skip_serializing_if = "is_default")]
    pub privacy_key_file: Option<String>,
}

/// How to detect (`[detect]`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Detect {
    /// File of a category table that replaces the built-in one.
    #[serde(skip_serializing_if = "is_default")]
    pub categories_file: Option<String>,
    /// File of a table of Diameter commands or GTP messages that replaces the built-in rows of their protocol.
    #[serde(skip_serializing_if = "is_default")]
    pub commands_file: Option<String>,
}

/// Another network (`[[operator]]`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Operator {
    /// Name, as reports call it.
    #[serde(skip_serializing_if = "is_default")]
    pub name: Option<String>,
    /// TADIG code (GSMA TD.13).
    #[serde(skip_serializing_if = "is_default")]
    pub tadig: Option<String>,
    /// Country where it is at home.
    #[serde(skip_serializing_if = "is_default")]
    pub country: Option<Country>,
    /// Its PLMN identities.
    #[serde(skip_serializing_if = "is_default")]
    pub plmns: Vec<Plmn>,
    /// E.164 prefixes of its nodes, digits.
    #[serde(skip_serializing_if = "is_default")]
    pub global_titles: Vec<String>,
    /// Diameter realms, lower case.
    #[serde(skip_serializing_if = "is_default")]
    pub realms: Vec<String>,
    /// Networks of its GTP nodes.
    #[serde(skip_serializing_if = "is_default")]
    pub gtp_addresses: Vec<Cidr>,
    /// Whether a roaming agreement exists; `None`: not said.
    #[serde(skip_serializing_if = "is_default")]
    pub partner: Option<bool>,
    /// Names of the carriers expected to bring its traffic.
    #[serde(skip_serializing_if = "is_default")]
    pub carriers: Vec<String>,
    /// First day on which this holds, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "is_default")]
    pub valid_from: Option<String>,
}

/// A carrier (`[[carrier]]`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Carrier {
    /// Name, as operators refer to it.
    #[serde(skip_serializing_if = "is_default")]
    pub name: Option<String>,
    /// Signalling point codes, as integers below 2^24.
    #[serde(skip_serializing_if = "is_default")]
    pub point_codes: Vec<u32>,
    /// Diameter hosts, lower case.
    #[serde(skip_serializing_if = "is_default")]
    pub hosts: Vec<String>,
}

/// An address range known or suspected to be used by somebody else (`[[lease]]`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Lease {
    /// E.164 prefixes, digits.
    #[serde(skip_serializing_if = "is_default")]
    pub global_titles: Vec<String>,
    /// Who uses them.
    #[serde(skip_serializing_if = "is_default")]
    pub lessee: Option<String>,
    /// Who said so.
    #[serde(skip_serializing_if = "is_default")]
    pub source: Option<String>,
    /// How sure that is, 0–100.
    #[serde(skip_serializing_if = "is_default")]
    pub confidence: Option<u8>,
    /// Since when, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "is_default")]
    pub since: Option<String>,
}

impl Home {
    /// True when some identity says which network is at home; a name alone does not.
    pub fn is_known(&self) -> bool {
        !(self.plmns.is_empty()
            && self.global_titles.is_empty()
            && self.msisdns.is_empty()
            && self.realms.is_empty()
            && self.gtp_addresses.is_empty()
            && self.point_codes.is_empty())
    }
}

impl Operator {
    /// What to call it: name, else TADIG, else its position in the file, the first being 1.
    pub fn label(&self, position: usize) -> Cow<'_, str> {
        match self.name.as_deref().or(self.tadig.as_deref()) {
            Some(name) => Cow::Borrowed(name),
            None => Cow::Owned(format!("operator {}", position.saturating_add(1))),
        }
    }
}

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
    let known = || "remove it; `config init` writes a file with every key".to_owned();
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

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

#[cfg(test)]
mod tests;
