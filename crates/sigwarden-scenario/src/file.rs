//! The scenario file: what a person writes to describe a world and what happens in it.
//!
//! TOML. Every table is optional; an unknown key is an error. What is left out comes from the
//! standard world (`worlds/standard.toml`), which is written in the same language.

mod campaign;
mod check;
mod time;
mod world;

use serde::Deserialize;

pub(crate) use campaign::{Answers, Cadence, Campaign, Contents, Identifiers, Rotation, Source, Step, Who};
pub use check::FileError;
pub(crate) use time::{Moment, Span};
pub(crate) use world::{Carrier, Dialect, Kind, Operator, People};

/// The world that scenarios start from.
const STANDARD: &str = include_str!("../worlds/standard.toml");

/// A scenario.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Name, as reports call it.
    pub name: String,
    /// What it is about, for a person.
    #[serde(default)]
    pub about: String,
    /// Where published values come from; absent where everything is invented.
    #[serde(default)]
    pub source: Option<String>,
    /// First moment: a day or a time (RFC 3339).
    pub(crate) start: Moment,
    /// How long it lasts: `90s`, `5m`, `2h`, `3d`, `8w`.
    pub(crate) lasts: Span,
    /// What decides every byte; `--seed` replaces it.
    #[serde(default = "one")]
    pub seed: u64,
    /// Whether operators, carriers and companies of the standard world are there.
    #[serde(default = "yes")]
    pub(crate) standard_world: bool,
    /// How captures are cut.
    #[serde(default)]
    pub(crate) output: Output,
    /// The network whose edge is captured.
    #[serde(default)]
    pub(crate) home: Option<Operator>,
    /// Who lives there.
    #[serde(default)]
    pub(crate) people: People,
    /// Legitimate traffic that looks like attacks, by name of habit: how many of them, 0 for none;
    /// `others` stands for all that are not named.
    #[serde(default)]
    pub(crate) habits: std::collections::BTreeMap<String, u32>,
    /// Other networks.
    #[serde(default, rename = "operator")]
    pub(crate) operators: Vec<Operator>,
    /// Who carries signalling between networks.
    #[serde(default, rename = "carrier")]
    pub(crate) carriers: Vec<Carrier>,
    /// What is to be found.
    #[serde(default, rename = "campaign")]
    pub(crate) campaigns: Vec<Campaign>,
}

/// How captures are cut.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Output {
    /// Largest size of a capture file, MiB.
    pub(crate) file_mib: u64,
    /// Whether a new file begins with every day (UTC).
    pub(crate) daily: bool,
    /// Of which messages `truth.jsonl` has a line: `all`, or `attacks` only.
    pub(crate) truth: Lines,
}

impl Default for Output {
    fn default() -> Self {
        Self { file_mib: 256, daily: false, truth: Lines::All }
    }
}

/// Of which messages there are lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Lines {
    /// All.
    All,
    /// Those of attacks.
    Attacks,
}

fn one() -> u64 {
    1
}

fn yes() -> bool {
    true
}
