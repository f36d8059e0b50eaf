//! Counts by name: the denominators of every output.

use std::collections::BTreeMap;

/// Counts by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally(Vec<(&'static str, u64)>);

impl Tally {
    /// One more of this name. Names are few, so the list is walked.
    pub fn add(&mut self, name: &'static str) {
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count = count.saturating_add(1),
            None => self.0.push((name, 1)),
        }
    }

    /// The counts, sorted by name.
    pub fn to_map(&self) -> BTreeMap<String, u64> {
        self.0.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
    }

    /// Adds another tally.
    pub fn merge(&mut self, other: &Self) {
        for (name, count) in &other.0 {
            match self.0.iter_mut().find(|(known, _)| known == name) {
                Some((_, sum)) => *sum = sum.saturating_add(*count),
                None => self.0.push((name, *count)),
            }
        }
    }
}

/// What was read and what became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Packets read.
    pub frames: u64,
    /// TCAP messages, duplicates included.
    pub messages: u64,
    /// TCAP messages whose content was read.
    pub decoded: u64,
    /// TCAP messages that repeat another one.
    pub duplicates: u64,
    /// What should have been readable and was not, by reason.
    pub undecoded: Tally,
    /// Other traffic, by name.
    pub other: Tally,
    /// Entries given up because a table was full, by table.
    pub dropped: Tally,
    /// Earliest and latest time, nanoseconds.
    pub span: Option<(i64, i64)>,
}

impl Counters {
    /// Adds those of another stage.
    pub fn merge(&mut self, other: &Self) {
        self.frames = self.frames.saturating_add(other.frames);
        self.messages = self.messages.saturating_add(other.messages);
        self.decoded = self.decoded.saturating_add(other.decoded);
        self.duplicates = self.duplicates.saturating_add(other.duplicates);
        self.undecoded.merge(&other.undecoded);
        self.other.merge(&other.other);
        self.dropped.merge(&other.dropped);
        self.span = match (self.span, other.span) {
            (Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
            (span, None) | (None, span) => span,
        };
    }

    /// Notes the time of a packet.
    pub fn at(&mut self, ts_ns: i64) {
        self.span = Some(self.span.map_or((ts_ns, ts_ns), |(first, last)| (first.min(ts_ns), last.max(ts_ns))));
    }
}
