//! `scenario`: networks that are made up, with a known truth.

pub(crate) mod generate;
mod score;
mod shipped;

use crate::args::{Scenario, ScenarioVerb, Score};
use crate::log::{Failure, Log};
use std::path::Path;

/// Runs the verb; gives the exit code.
///
/// # Errors
/// A file that cannot be read, or is something else.
pub(crate) fn run(scenario: &Scenario, log: Log) -> Result<u8, Failure> {
    match &scenario.verb {
        ScenarioVerb::Generate(asked) => generate::run(asked, log),
        ScenarioVerb::List => shipped::list(),
        ScenarioVerb::Show(asked) => shipped::show(&asked.name),
        ScenarioVerb::Score(asked) => score::run(asked, log),
    }
}

/// Scores findings and writes the page, for the demo.
///
/// # Errors
/// A file that cannot be read.
pub(crate) fn score_of(truth: &Path, findings: &Path, log: Log) -> Result<u8, Failure> {
    score::run(&Score::of(truth, findings), log)
}
