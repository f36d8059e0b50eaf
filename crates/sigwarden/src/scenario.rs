//! `scenario`: networks that are made up, with a known truth.

mod score;

use crate::args::{Scenario, ScenarioVerb};
use crate::log::{Failure, Log};

/// Runs the verb; gives the exit code.
///
/// # Errors
/// A file that cannot be read, or is something else.
pub(crate) fn run(scenario: &Scenario, log: Log) -> Result<u8, Failure> {
    match &scenario.verb {
        ScenarioVerb::Score(asked) => score::run(asked, log),
    }
}
