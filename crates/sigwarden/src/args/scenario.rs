//! What the command line may say of `scenario`.

use super::{SummaryFormat, levels};
use clap::{Args, Subcommand};
use sigwarden_schema::lines::Severity;

pub(super) const EXAMPLES: &str = "\
Examples:
  sigwarden scenario score truth.jsonl findings.jsonl
  sigwarden scenario score truth.jsonl findings.jsonl --min-recall 95 --max-false-per-100k 1";

const SCORE_EXAMPLES: &str = "\
Examples:
  sigwarden scenario score truth.jsonl findings.jsonl
  sigwarden scan captures/ -w - | sigwarden scenario score truth.jsonl -
  zcat truth.jsonl.gz | sigwarden scenario score - findings.jsonl --format json
  sigwarden scenario score truth.jsonl findings.jsonl --min-recall 95 --max-false-per-100k 1

A finding finds an attack when it names one of its frames, and is false when it names none of any.
A share of nothing is \"-\", and does not meet a limit. Exit code 4: a limit is not met.";

#[derive(Debug, Args)]
pub(crate) struct Scenario {
    #[command(subcommand)]
    pub(crate) verb: ScenarioVerb,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ScenarioVerb {
    /// How many attacks were found, how many findings are right, and what was missed
    #[command(after_help = SCORE_EXAMPLES)]
    Score(Score),
}

#[derive(Debug, Args)]
pub(crate) struct Score {
    /// What is true: truth.jsonl, as it lies beside the captures of a scenario; -: from standard input
    #[arg(value_name = "TRUTH")]
    pub(crate) truth: String,
    /// What was found: what sigwarden scan -w wrote of those captures; -: from standard input
    #[arg(value_name = "FINDINGS")]
    pub(crate) findings: String,
    /// Findings below are oddities: they find nothing and are not false; they are counted apart
    #[arg(long, value_name = "LEVEL", default_value = "medium", value_parser = levels())]
    pub(crate) min_severity: Severity,
    /// List so many missed attacks and so many false findings
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) list: usize,
    /// Form of the score
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: SummaryFormat,
    /// Exit with 4 if fewer of the attacks were found, in per cent
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub(crate) min_recall: Option<f64>,
    /// Exit with 4 if fewer of the findings are right, in per cent
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub(crate) min_precision: Option<f64>,
    /// Exit with 4 if there are more false findings for every 100,000 legitimate operations
    #[arg(long, value_name = "NUMBER", value_parser = number)]
    pub(crate) max_false_per_100k: Option<f64>,
}

/// Per cent. A share from 0 to 1 would be a limit that everything meets.
fn percent(text: &str) -> Result<f64, String> {
    let percent = number(text)?;
    match percent {
        _ if percent > 100.0 => Err("more than 100 per cent".to_owned()),
        _ if percent > 0.0 && percent <= 1.0 => Err(format!("in per cent: write {} for {text}", percent * 100.0)),
        _ => Ok(percent),
    }
}

fn number(text: &str) -> Result<f64, String> {
    let number: f64 = text.parse().map_err(|_| "no number")?;
    if number.is_finite() && number >= 0.0 { Ok(number) } else { Err("no number from 0 upwards".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_in_per_cent() {
        for (text, expected) in [("0", Some(0.0)), ("99.5", Some(99.5)), ("100", Some(100.0))] {
            assert_eq!(percent(text).ok(), expected, "{text}");
        }
        for text in ["0.95", "1", "101", "-1", "NaN", "inf", "many"] {
            assert!(percent(text).is_err(), "{text}");
        }
    }
}
