//! Differences that are known and explained, read from `differences.toml`.

use crate::{Disagreement, Failure};
use serde::Deserialize;
use std::collections::BTreeSet;

/// One entry of the file: these frames of these captures differ on this field, and why.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Explained {
    /// File name of the capture, without folders; `*` stands for any text.
    pub capture: String,
    /// Frame numbers, counted from 1.
    pub frames: BTreeSet<u64>,
    /// Field of an operation line, or `operation` where there is no line at all.
    pub field: String,
    /// Which reader is right, and why.
    pub reason: String,
}

/// Every entry, and which of them this run has needed.
#[derive(Clone, Debug)]
pub struct Differences {
    entries: Vec<Explained>,
    used: BTreeSet<(usize, u64)>,
    captures: BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    difference: Vec<Explained>,
}

impl Differences {
    /// Reads the text of `differences.toml`.
    ///
    /// # Errors
    /// When it is not TOML, has an unknown key, or an entry lacks frames or a reason.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let File { difference: entries } =
            toml::from_str(text).map_err(|error| Failure::new(format!("differences.toml: {error}")))?;
        if let Some(entry) = entries.iter().find(|entry| entry.frames.is_empty() || entry.reason.trim().is_empty()) {
            let Explained { capture, field, .. } = entry;
            return Err(Failure::new(format!(
                "differences.toml: the entry for {field} in {capture} needs frames and a reason"
            )));
        }
        Ok(Self { entries, used: BTreeSet::new(), captures: BTreeSet::new() })
    }

    /// Notes that this run reads the capture with this file name, so that its entries must be needed.
    pub fn begin_capture(&mut self, name: &str) {
        self.captures.insert(name.to_owned());
    }

    /// The entry that explains `disagreement` in the capture with this file name, if there is one.
    pub fn explain(&mut self, name: &str, disagreement: &Disagreement) -> Option<&Explained> {
        let index = self.entries.iter().position(|entry| {
            (entry.field == "*" || entry.field == disagreement.field)
                && entry.frames.contains(&disagreement.frame)
                && matches(&entry.capture, name)
        })?;
        self.used.insert((index, disagreement.frame));
        self.entries.get(index)
    }

    /// Entries that captures of this run could have needed and did not, frame by frame.
    pub fn stale(&self) -> Vec<String> {
        let mut stale = Vec::new();
        for (index, entry) in self.entries.iter().enumerate() {
            if !self.captures.iter().any(|name| matches(&entry.capture, name)) {
                continue;
            }
            let unused = entry.frames.iter().filter(|frame| !self.used.contains(&(index, **frame)));
            stale.extend(unused.map(|frame| format!("{} frame {frame}: {}", entry.capture, entry.field)));
        }
        stale
    }
}

/// Whether `name` fits `pattern`, in which `*` stands for any text.
fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((start, rest)) => name
            .strip_prefix(start)
            .is_some_and(|tail| (0..=tail.len()).any(|at| tail.get(at..).is_some_and(|end| matches(rest, end)))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"
        [[difference]]
        capture = "evasions-*.pcap"
        frames = [3, 5]
        field = "tcap.otid"
        reason = "made up"
    "#;

    fn disagreement(frame: u64, field: &'static str) -> Disagreement {
        Disagreement { frame, field, tshark: String::new(), ours: String::new() }
    }

    #[test]
    fn explains_only_what_an_entry_names() {
        let rows = [
            ("evasions-1.pcap", disagreement(3, "tcap.otid"), true),
            ("evasions-.pcap", disagreement(5, "tcap.otid"), true),
            ("evasions-1.pcap", disagreement(4, "tcap.otid"), false),
            ("evasions-1.pcap", disagreement(3, "tcap.dtid"), false),
            ("evasions-1.pcapng", disagreement(3, "tcap.otid"), false),
            ("more-evasions-1.pcap", disagreement(3, "tcap.otid"), false),
        ];
        for (name, disagreement, expected) in rows {
            let mut differences = Differences::parse(FILE).unwrap();
            assert_eq!(differences.explain(name, &disagreement).is_some(), expected, "{name} {disagreement:?}");
        }
    }

    #[test]
    fn an_entry_that_is_not_needed_is_stale_only_where_its_capture_is_present() {
        let mut differences = Differences::parse(FILE).unwrap();
        differences.begin_capture("another.pcap");
        assert!(differences.stale().is_empty());

        differences.begin_capture("evasions-1.pcap");
        assert_eq!(differences.stale().len(), 2);

        differences.explain("evasions-1.pcap", &disagreement(3, "tcap.otid"));
        assert_eq!(differences.stale(), ["evasions-*.pcap frame 5: tcap.otid"]);
    }

    #[test]
    fn refuses_entries_that_explain_nothing() {
        let rows = [
            ("[[difference]]\ncapture = \"a\"\nframes = []\nfield = \"tcap.ac\"\nreason = \"r\"", "needs frames"),
            ("[[difference]]\ncapture = \"a\"\nframes = [1]\nfield = \"tcap.ac\"\nreason = \" \"", "and a reason"),
            ("[[difference]]\ncapture = \"a\"\nframes = [1]\nfield = \"tcap.ac\"", "missing field `reason`"),
            ("[[diference]]\ncapture = \"a\"", "unknown field"),
        ];
        for (text, expected) in rows {
            let message = Differences::parse(text).unwrap_err().to_string();
            assert!(message.contains(expected), "{message}");
        }
    }

    #[test]
    fn the_file_of_this_crate_can_be_read() {
        Differences::parse(include_str!("../differences.toml")).unwrap();
    }
}
