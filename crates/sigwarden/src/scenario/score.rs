//! `scenario score`: how good a verdict is.

use crate::args::{Score as Asked, SummaryFormat};
use crate::log::{Failure, Log};
use crate::output::Output;
use crate::render::score::{page, percent};
use crate::render::text::{count, counted};
use sigwarden_scenario::score::{Options, Score, ScoreError, Source, score};
use sigwarden_schema::exit;
use std::fs::File;
use std::io::{BufRead, BufReader, stdin};

/// The argument that means standard input.
const STDIN: &str = "-";
/// Octets that are read at once.
const BUFFER: usize = 1 << 18;

/// Runs the verb; gives the exit code.
///
/// # Errors
/// A file that cannot be read, or is something else.
pub(super) fn run(asked: &Asked, log: Log) -> Result<u8, Failure> {
    if asked.truth == STDIN && asked.findings == STDIN {
        return Err(Failure::usage("truth and findings cannot both be standard input; name a file for one of them"));
    }
    let options = Options { min_severity: asked.min_severity, list: asked.list };
    let (truth, findings) = (open(&asked.truth)?, open(&asked.findings)?);
    let score = score(truth, findings, &options).map_err(|error| failure(asked, &error))?;
    score.warnings.iter().for_each(|warning| log.warning(warning));
    let mut output = Output::stdout();
    match asked.format {
        SummaryFormat::Json => output.json(&score),
        SummaryFormat::Table => output.text(&page(&score)),
    }
    output.finish();
    Ok(exit::combine(&conditions(asked, &score, log)))
}

fn open(name: &str) -> Result<Box<dyn BufRead>, Failure> {
    if name == STDIN {
        return Ok(Box::new(stdin().lock()));
    }
    let unreadable = |error: std::io::Error| Failure {
        code: exit::INPUT_UNREADABLE,
        message: format!("{name}: cannot be read: {error}"),
    };
    let file = File::open(name).map_err(unreadable)?;
    Ok(Box::new(BufReader::with_capacity(BUFFER, file)))
}

fn failure(asked: &Asked, error: &ScoreError) -> Failure {
    let name = |from: Source| match from {
        Source::Truth => &asked.truth,
        Source::Findings => &asked.findings,
    };
    let (code, of) = match error {
        ScoreError::Exchanged => (exit::USAGE, None),
        ScoreError::Unreadable { from, .. } | ScoreError::Line { from, .. } => (exit::INPUT_UNREADABLE, Some(*from)),
        ScoreError::NotTruth { .. } => (exit::INPUT_UNREADABLE, Some(Source::Truth)),
        ScoreError::NotFindings { .. } => (exit::INPUT_UNREADABLE, Some(Source::Findings)),
    };
    let of = of.map(|from| format!("{}: ", name(from))).unwrap_or_default();
    Failure { code, message: format!("{of}{error}") }
}

/// Says on stderr which limits are not met; gives the conditions for the exit code.
fn conditions(asked: &Asked, score: &Score, log: Log) -> Vec<u8> {
    let mut conditions = Vec::new();
    let ends = [
        (&asked.truth, score.truth_complete, "its totals"),
        (&asked.findings, score.findings_complete, "the last line that a scan writes"),
    ];
    for (name, whole, before) in ends {
        if !whole {
            log.error(&format!("{name}: cut short before {before}; the score is of what is there"));
            conditions.push(exit::INPUT_CUT_SHORT);
        }
    }
    let mut unmet = |message: String| {
        log.error(&message);
        conditions.push(exit::FINDINGS);
    };
    let least = [
        ("--min-recall", asked.min_recall, score.attacks.found, score.attacks.all, "attacks were found"),
        ("--min-precision", asked.min_precision, score.findings.right, score.findings.all, "findings are right"),
    ];
    for (option, limit, part, whole, what) in least {
        let Some(limit) = limit else { continue };
        // Part times hundred by whole is rounded once, as the limit is: equal decimals are equal.
        match (whole, part as f64 * 100.0 / whole as f64) {
            (0, _) => unmet(format!("{option} {limit} is not met: there are none of which a share could be told")),
            (_, share) if share < limit => unmet(format!(
                "{option} {limit} is not met: {} of {} {what}, {}",
                count(part),
                count(whole),
                percent(part, whole)
            )),
            _ => {}
        }
    }
    if let Some(limit) = asked.max_false_per_100k {
        let rate = &score.false_per_100k;
        match rate.per_100k {
            None => unmet(format!("--max-false-per-100k {limit} is not met: there are no legitimate operations")),
            Some(number) if number > limit => unmet(format!(
                "--max-false-per-100k {limit} is not met: {} in {} legitimate operations, {number:.2} for every 100,000",
                counted(rate.wrong, "false finding", "false findings"),
                count(rate.legitimate_operations)
            )),
            Some(_) => {}
        }
    }
    conditions
}
