//! Lines of JSON out of a stream.

use std::io::{BufRead, Read};

use serde::Deserialize;

use super::{ScoreError, Source};

/// Longest line that is read, in octets: a pattern over a million requests has fewer.
const LONGEST: u64 = 1 << 26;

/// A stream of lines.
pub(super) struct Lines<R> {
    reader: R,
    from: Source,
    number: u64,
    buffer: Vec<u8>,
}

/// A line that is not empty.
pub(super) struct Line<'a> {
    pub(super) from: Source,
    /// Its number, from 1.
    pub(super) number: u64,
    octets: &'a [u8],
    /// Whether its end is there. The last line of an input that was cut has none.
    ended: bool,
}

/// What kind of line it is.
#[derive(Deserialize)]
struct Kind {
    event_type: String,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(reader: R, from: Source) -> Self {
        Self { reader, from, number: 0, buffer: Vec::new() }
    }

    /// The next line that is not empty.
    pub(super) fn next(&mut self) -> Result<Option<Line<'_>>, ScoreError> {
        loop {
            self.number += 1;
            self.buffer.clear();
            let read = self.reader.by_ref().take(LONGEST).read_until(b'\n', &mut self.buffer);
            let octets = read.map_err(|error| ScoreError::Unreadable { from: self.from, line: self.number, error })?;
            if octets == 0 {
                return Ok(None);
            }
            let ended = self.buffer.last() == Some(&b'\n');
            if !ended && octets as u64 == LONGEST {
                let detail = format!("is longer than {LONGEST} octets");
                return Err(ScoreError::Line { from: self.from, line: self.number, detail });
            }
            if !self.buffer.trim_ascii().is_empty() {
                let octets = self.buffer.as_slice();
                return Ok(Some(Line { from: self.from, number: self.number, octets, ended }));
            }
        }
    }
}

impl<'a> Line<'a> {
    /// Whether the line begins with these octets.
    pub(super) fn begins(&self, octets: &[u8]) -> bool {
        self.octets.starts_with(octets)
    }

    /// What the line says; nothing where the input was cut inside it.
    pub(super) fn read<T: Deserialize<'a>>(&self) -> Result<Option<T>, ScoreError> {
        match serde_json::from_slice(self.octets) {
            Ok(value) => Ok(Some(value)),
            Err(error) if !self.ended && (error.is_eof() || self.ends_in_a_character()) => Ok(None),
            // The parser saw one line only, so that its "line 1" would mislead.
            Err(error) => Err(self.wrong(&error.to_string().replace(" at line 1 column ", ", column "))),
        }
    }

    /// Whether the last character is not whole.
    fn ends_in_a_character(&self) -> bool {
        std::str::from_utf8(self.octets).is_err_and(|error| error.error_len().is_none())
    }

    /// Its `event_type`; nothing where the input was cut inside it.
    pub(super) fn kind(&self) -> Result<Option<String>, ScoreError> {
        Ok(self.read::<Kind>()?.map(|kind| kind.event_type))
    }

    /// The error that this line is.
    pub(super) fn wrong(&self, detail: &dyn std::fmt::Display) -> ScoreError {
        ScoreError::Line { from: self.from, line: self.number, detail: detail.to_string() }
    }
}
