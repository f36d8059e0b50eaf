//! Compares what sigwarden decodes with what TShark decodes, frame by frame.
//!
//! Two readers that share no code look at the same captures. Both are brought to one neutral form
//! ([`Reading`]: what one frame says), and every field on which they differ is named with both
//! readings. `tests/parity.rs` runs it; the README says which captures and how to explain a difference.

mod compare;
mod differences;
mod fields;
mod inputs;
mod known;
mod ours;
mod reading;
mod report;
mod tree;
mod tshark;

pub use compare::{CaptureResult, Disagreement, compare_capture, compare_frame};
pub use differences::{Differences, Explained};
pub use inputs::{capture_name, captures_below, repository_root, sigwarden_binary};
pub use known::Known;
pub use ours::{decode, read_lines};
pub use reading::{Component, Kind, Message, Protocol, Reading, Readings, Tcap};
pub use report::{Row, Totals};
pub use tshark::{Tshark, read_packets};

use std::fmt;

/// Why a comparison could not be made: what went wrong, where, and what to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure(String);

impl Failure {
    /// A failure with this message.
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Failure {}
