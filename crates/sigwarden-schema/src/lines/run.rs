//! The first line (`run`) and the last (`stats`) of every output.

use serde::Serialize;
use std::collections::BTreeMap;

/// What made this output.
#[derive(Clone, Debug, Serialize)]
pub struct Run {
    /// Version of the output lines.
    pub schema: &'static str,
    /// `run`.
    pub event_type: &'static str,
    /// Name of the program.
    pub program: &'static str,
    /// Version of the program.
    pub version: &'static str,
    /// Rule set.
    pub rules: RuleSet,
    /// Date of the numbering data.
    pub operator_data: String,
    /// Hash of the configuration in force.
    pub config_hash: String,
    /// `pseudonym` or `reveal`.
    pub privacy: &'static str,
    /// Inputs, in the order of the command line.
    pub inputs: Vec<Input>,
}

/// Rule set in force.
#[derive(Clone, Debug, Serialize)]
pub struct RuleSet {
    /// Its name.
    pub name: &'static str,
    /// Hash of its content.
    pub hash: String,
}

/// One input.
#[derive(Clone, Debug, Serialize)]
pub struct Input {
    /// File, or `-`.
    pub file: String,
}

/// How one input ended.
#[derive(Clone, Debug, Default, Serialize)]
pub struct InputEnd {
    /// File, or `-`.
    pub file: String,
    /// `complete`, `cut short` or `unreadable`.
    pub end: &'static str,
    /// Where and why, where it was not read to its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// What was read, and what became of it: the denominators.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Stats {
    /// Version of the output lines.
    pub schema: &'static str,
    /// `stats`.
    pub event_type: &'static str,
    /// Packets read.
    pub frames: u64,
    /// TCAP messages, before duplicates are taken out.
    pub messages: u64,
    /// Messages whose content was read.
    pub decoded: u64,
    /// Messages that were not, by reason.
    pub undecoded: BTreeMap<String, u64>,
    /// Other traffic, by name.
    pub other: BTreeMap<String, u64>,
    /// Messages that repeat another one.
    pub duplicates: u64,
    /// Entries given up because a table was full, by table.
    pub dropped: BTreeMap<String, u64>,
    /// Findings that an exception of the site excuses, by rule; they are not written.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub excepted: BTreeMap<String, u64>,
    /// Findings, by severity.
    pub findings: BTreeMap<String, u64>,
    /// How each input ended.
    pub inputs: Vec<InputEnd>,
    /// Seconds that the capture spans, from its earliest to its latest frame.
    /// The time that the work took is not here: the same input gives the same output.
    pub seconds: f64,
}
