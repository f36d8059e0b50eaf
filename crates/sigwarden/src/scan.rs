//! `scan`: captures in, verdict out.

use crate::args::{Global, Scan, SummaryFormat, When};
use crate::log::{Failure, Log};
use crate::output::Output;
use crate::privacy::Privacy;
use crate::progress::Meter;
use crate::render;
use crate::session;
use crate::summary::{Asked, Summary};
use sigwarden_detect::memory::subscribers::State;
use sigwarden_pipeline::{Outcome, Progress, Receiver};
use sigwarden_schema::exit;
use sigwarden_schema::lines::{Operation, Severity};
use std::fs::File;
use std::io::{BufWriter, IsTerminal, stderr, stdout};
use std::path::Path;

/// The name that means stdout.
const STDOUT: &str = "-";

/// Takes what the flow hands over while it runs.
struct Writer<'a> {
    output: Option<Output>,
    privacy: &'a Privacy,
    meter: Meter,
}

impl Receiver for Writer<'_> {
    fn operation(&mut self, operation: &Operation) {
        if let Some(output) = &mut self.output {
            output.json(&*self.privacy.operation(operation));
        }
    }

    fn progress(&mut self, progress: Progress) {
        self.meter.show(progress);
    }
}

/// Runs the verb; gives the exit code.
///
/// # Errors
/// What kept it from beginning.
pub(crate) fn run(scan: &Scan, global: &Global, log: Log) -> Result<u8, Failure> {
    let mut session = session::begin(&scan.reading, log)?;
    for path in scan.report.iter().map(|path| path.as_path()).chain(scan.write.iter().map(Path::new)) {
        session::not_an_input(path, &session)?;
    }
    if scan.report.as_deref().is_some_and(|report| scan.write.as_deref().map(Path::new) == Some(report)) {
        return Err(Failure::usage("--write and --report name the same file; give each its own".to_owned()));
    }
    let to_stdout = scan.write.as_deref() == Some(STDOUT);
    let mut output = open(scan.write.as_deref())?;
    if let Some(output) = &mut output {
        output.json(&session.run);
    }
    let privacy = std::mem::replace(&mut session.privacy, Privacy::new(None));
    let missing = session.missing;
    let state_file = session.state_file.take();
    let (capture, options) = session.options(&scan.reading, scan.operations);
    let clear_view = !(to_stdout && stdout().is_terminal());
    let mut writer = Writer { output, privacy: &privacy, meter: Meter::new(!global.quiet && clear_view) };
    let mut outcome = sigwarden_pipeline::run(capture, options, &mut writer);
    let first_ts = outcome.span.map(|(first, _)| sigwarden_pipeline::lines::time(first));
    writer.meter.clear();
    outcome.findings.iter_mut().for_each(|finding| privacy.finding(finding));
    if let Some(output) = writer.output {
        write_rest(output, &outcome);
    }

    if let Some(path) = &state_file {
        keep(&std::mem::take(&mut outcome.state), path)?;
    }
    let mut conditions = session::conditions(&outcome, missing, log);
    conditions.extend(fail_on(scan.fail_on, &outcome, log));
    let asked =
        Asked { arguments: session::repeated(&scan.reading), written: scan.write.is_some() || scan.report.is_some() };
    let summary = Summary::new(outcome, privacy.mode(), first_ts, &asked);
    if let Some(path) = &scan.report {
        let mut report = Output::create(path).map_err(|error| cannot_write(&path.display().to_string(), &error))?;
        report.text(&render::html::page(&summary));
        report.finish();
    }
    show(&summary, scan, global, to_stdout);
    Ok(exit::combine(&conditions))
}

/// Keeps what was learned for the next run; a run that is stopped leaves the old file as it was.
fn keep(state: &State, path: &Path) -> Result<(), Failure> {
    let name = path.display().to_string();
    let new = path.with_extension("new");
    let written = File::create(&new).and_then(|file| {
        state.save(BufWriter::new(file)).map_err(std::io::Error::other)?;
        std::fs::rename(&new, path)
    });
    written.map_err(|error| cannot_write(&name, &error))
}

fn open(name: Option<&str>) -> Result<Option<Output>, Failure> {
    match name {
        None => Ok(None),
        Some(STDOUT) => Ok(Some(Output::stdout())),
        Some(name) => Output::create(Path::new(name)).map(Some).map_err(|error| cannot_write(name, &error)),
    }
}

fn cannot_write(name: &str, error: &std::io::Error) -> Failure {
    Failure::internal(format!("{name}: cannot be written: {error}; name a file in a folder that can be written to"))
}

fn write_rest(mut output: Output, outcome: &Outcome) {
    outcome.findings.iter().for_each(|finding| output.json(finding));
    output.json(&outcome.stats);
    output.finish();
}

/// Whether there are findings that shall fail the run.
fn fail_on(level: Option<Severity>, outcome: &Outcome, log: Log) -> Option<u8> {
    let level = level?;
    let count = outcome.findings.iter().filter(|finding| finding.severity >= level).count() as u64;
    if count == 0 {
        return None;
    }
    let counted = render::text::counted(count, "finding is", "findings are");
    log.error(&format!("{counted} at or above {}, as --fail-on asks", level.name()));
    Some(exit::FINDINGS)
}

/// The summary: to stdout, or to stderr where stdout carries lines.
fn show(summary: &Summary, scan: &Scan, global: &Global, to_stdout: bool) {
    if to_stdout && global.quiet {
        return;
    }
    let terminal = if to_stdout { stderr().is_terminal() } else { stdout().is_terminal() };
    let mut output = if to_stdout { Output::stderr() } else { Output::stdout() };
    match scan.format {
        SummaryFormat::Json => output.json(summary),
        SummaryFormat::Table => output.text(&render::summary::page(summary, color(global.color, terminal))),
    }
    output.finish();
}

/// Whether to colour what goes to a terminal, or elsewhere.
fn color(when: When, terminal: bool) -> bool {
    let refused = || std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => terminal && !refused(),
    }
}
