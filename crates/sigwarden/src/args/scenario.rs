//! What the command line may say of `scenario`.

use super::{SummaryFormat, levels};
use clap::{Args, Subcommand};
use sigwarden_schema::lines::Severity;
use std::path::{Path, PathBuf};

pub(super) const EXAMPLES: &str = "\
Examples:
  sigwarden scenario list
  sigwarden scenario generate first-look --out first-look/
  sigwarden scan first-look/ -c first-look/site.toml -w findings.jsonl
  sigwarden scenario score first-look/truth.jsonl findings.jsonl
  sigwarden scenario show first-look > mine.toml

It writes files and nothing else: no part of it can send anything to a network.";

pub(super) const DEMO_EXAMPLES: &str = "\
Examples:
  sigwarden demo
  sigwarden demo --out demo/

The same by hand:
  sigwarden scenario generate demo --out demo/
  sigwarden scan demo/ -c demo/site.toml -w findings.jsonl
  sigwarden scenario score demo/truth.jsonl findings.jsonl";

const GENERATE_EXAMPLES: &str = "\
Examples:
  sigwarden scenario generate demo --out demo/
  sigwarden scenario generate mine.toml --out mine/ --seed 7
  sigwarden scenario generate ten-million --out small/ --scale 0.01

DIR gets capture files (pcapng), truth.jsonl with a line for every operation, site.toml for
sigwarden scan -c, and ir21/ for sigwarden operators import. The same scenario, seed and scale give
the same octets. --scale makes the background smaller or larger; campaigns stay whole.";

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
    /// Write the captures of a made-up network, and what is true of every message in them
    #[command(after_help = GENERATE_EXAMPLES)]
    Generate(Generate),
    /// The scenarios that come with the program
    List,
    /// Write one of them, to read or to start from
    Show(Show),
    /// How many attacks were found, how many findings are right, and what was missed
    #[command(after_help = SCORE_EXAMPLES)]
    Score(Score),
}

#[derive(Debug, Args)]
pub(crate) struct Generate {
    /// A scenario file, or the name of one that comes with the program
    #[arg(value_name = "SCENARIO")]
    pub(crate) scenario: String,
    /// Folder to write into; made where it is not there
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Another world of the same kind: other people, other chances
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// Share of the people of the background, such as 0.1 or 20
    #[arg(long, value_name = "SHARE", default_value_t = 1.0, value_parser = scale)]
    pub(crate) scale: f64,
    /// Write into a folder that has files already; those of the same names are replaced
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Name of a scenario, as sigwarden scenario list has it
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Folder that keeps what is written; without it nothing is kept
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
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

impl Score {
    /// These two files, everything else as usual.
    pub(crate) fn of(truth: &Path, findings: &Path) -> Self {
        Self {
            truth: truth.display().to_string(),
            findings: findings.display().to_string(),
            min_severity: Severity::Medium,
            list: 3,
            format: SummaryFormat::Table,
            min_recall: None,
            min_precision: None,
            max_false_per_100k: None,
        }
    }
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

fn scale(text: &str) -> Result<f64, String> {
    number(text).and_then(|share| match share {
        _ if share == 0.0 => Err("nobody would be left".to_owned()),
        _ if share > 1000.0 => Err("at most 1000; let the scenario last longer for more messages".to_owned()),
        _ => Ok(share),
    })
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
