//! How good a verdict is: the findings of a scan against the truth of a scenario.
//!
//! | file | job |
//! |---|---|
//! | `lines` | lines of JSON out of a stream, with their numbers |
//! | `findings` | what was said: every finding, and which frames it names |
//! | `known` | what is true: attacks are kept, legitimate operations are counted |
//! | `sum` | both together |
//! | `result` | what comes of it |
//!
//! Findings are read first and kept. The truth streams by: of a legitimate operation nothing is kept
//! but a count and the mark of a finding that names its frame, so memory grows with attacks and findings
//! only. A message is known by the name of its capture file and the number of its frame, nothing else:
//! identities may be pseudonyms, and another program may have written the findings.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

mod findings;
mod known;
mod lines;
mod result;
mod sum;
#[cfg(test)]
mod tests;

use std::fmt;
use std::io::{self, BufRead};

use sigwarden_schema::lines::Severity;

pub use result::{
    Below, ByProcedure, ByThreat, FalseFinding, FalseFindings, Frames, Group, Missed, MissedAttacks, Named, Operations,
    Outcome, Place, Precision, Rate, Recall, Requests, Said, Scenario, Score, Share, Verdict,
};

/// What counts, and how much is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Findings below are oddities: they find no attack, and are not false.
    pub min_severity: Severity,
    /// Most missed attacks, and most false findings, that are listed one by one.
    pub list: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { min_severity: Severity::Medium, list: 10 }
    }
}

/// Which of the two inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// What `scenario generate` wrote.
    Truth,
    /// What `scan` wrote.
    Findings,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Truth => "truth",
            Self::Findings => "findings",
        })
    }
}

/// Why there is no score.
#[derive(Debug, thiserror::Error)]
pub enum ScoreError {
    /// The operating system says no.
    #[error("{from}, line {line}: cannot be read: {error}")]
    Unreadable {
        /// Of which input.
        from: Source,
        /// Line that was being read.
        line: u64,
        /// What it says.
        error: io::Error,
    },
    /// A line that is not what it should be.
    #[error("{from}, line {line}: {detail}")]
    Line {
        /// Of which input.
        from: Source,
        /// Its number, from 1.
        line: u64,
        /// What is wrong there.
        detail: String,
    },
    /// The first input does not begin as a truth.
    #[error(
        "this is no truth: {detail}; `sigwarden scenario generate` writes one, truth.jsonl, beside the captures it makes"
    )]
    NotTruth {
        /// What it is instead.
        detail: String,
    },
    /// The second input is not what `scan` writes.
    #[error("these are no findings: {detail}; `sigwarden scan CAPTURE -w findings.jsonl` writes them")]
    NotFindings {
        /// What it is instead.
        detail: String,
    },
    /// Each input is the other one.
    #[error("the truth and the findings are exchanged; the truth comes first: sigwarden scenario score TRUTH FINDINGS")]
    Exchanged,
}

/// Compares what was found with what is there.
///
/// A truth that ends before its last line gives a score too: of the part that is there, with
/// [`Score::truth_complete`] false; findings that end early likewise.
///
/// # Errors
/// An input that cannot be read, or is something else, and where.
pub fn score(truth: impl BufRead, findings: impl BufRead, options: &Options) -> Result<Score, ScoreError> {
    let mut truth = lines::Lines::new(truth, Source::Truth);
    let beginning = known::begin(&mut truth)?;
    let mut findings = findings::Findings::read(lines::Lines::new(findings, Source::Findings), &beginning)?;
    let beginning = beginning.truth()?;
    let known = known::Known::read(truth, &mut findings, options.min_severity)?;
    Ok(sum::sum(beginning, known, &findings, options))
}
