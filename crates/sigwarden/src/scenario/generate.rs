//! `scenario generate`: captures of a made-up network.

use super::shipped;
use crate::args::Generate;
use crate::log::{Failure, Log};
use crate::output::Output;
use crate::progress::Meter;
use crate::render::text::{count, counted, octets};
use sigwarden_scenario::{Options, OutputError, Report, Scenario, generate};
use sigwarden_schema::exit;
use std::fs;
use std::path::Path;
use std::time::Instant;

/// Runs the verb; gives the exit code.
///
/// # Errors
/// A scenario that cannot be read or played, or a folder that cannot be written.
pub(super) fn run(asked: &Generate, log: Log) -> Result<u8, Failure> {
    let scenario = read(&asked.scenario)?;
    empty(&asked.out, asked.force)?;
    let start = Instant::now();
    let options = Options { seed: asked.seed, scale: asked.scale };
    let report = write(&scenario, options, &asked.out, !log.quiet)?;
    let mut output = Output::stdout();
    output.text(&page(&scenario, &report, &asked.out, start.elapsed().as_secs_f64()));
    output.finish();
    Ok(exit::DONE)
}

/// Writes a scenario, with progress on a terminal.
///
/// # Errors
/// A file that cannot be written.
pub(crate) fn write(scenario: &Scenario, options: Options, folder: &Path, shown: bool) -> Result<Report, Failure> {
    let mut meter = Meter::new(shown);
    let report = generate(scenario, options, folder, |share, messages| meter.show_share(share, messages));
    meter.clear();
    report.map_err(|error: OutputError| Failure::internal(format!("{error}; is there room, and may it be written?")))
}

/// A scenario by the name of one that comes with the program, or from a file.
///
/// # Errors
/// Neither is there, or it is no scenario.
pub(crate) fn read(name: &str) -> Result<Scenario, Failure> {
    let text = match shipped::text(name) {
        Some(text) if !Path::new(name).is_file() => text.to_owned(),
        _ => fs::read_to_string(name).map_err(|error| Failure {
            code: exit::INPUT_UNREADABLE,
            message: format!(
                "{name}: cannot be read: {error}; name a scenario file, or one of {}",
                shipped::names().join(", ")
            ),
        })?,
    };
    Scenario::parse(&text).map_err(|error| Failure::config(format!("{name}: {error}")))
}

/// A folder with files in it would be a mixture of two scenarios.
///
/// # Errors
/// There are files in it.
pub(crate) fn empty(folder: &Path, force: bool) -> Result<(), Failure> {
    if folder.is_file() {
        return Err(Failure::usage(format!("{} is a file; name a folder", folder.display())));
    }
    let occupied = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if occupied && !force {
        let folder = folder.display();
        return Err(Failure::usage(format!("{folder} has files in it; name another folder, or use --force")));
    }
    Ok(())
}

fn page(scenario: &Scenario, report: &Report, folder: &Path, seconds: f64) -> String {
    let operations = report.legitimate_operations + report.attack_operations;
    let mut out = format!(
        "{}: {} in {}, {}, in {:.1} seconds ({} a second)\n",
        scenario.name,
        counted(report.messages, "message", "messages"),
        counted(report.files, "capture file", "capture files"),
        octets(report.octets),
        seconds,
        count((report.messages as f64 / seconds.max(0.001)) as u64),
    );
    out += &format!(
        "  {} of {} operations belong to attacks ({})\n",
        count(report.attack_operations),
        count(operations),
        counted(report.attacks, "attack", "attacks"),
    );
    for (name, attacks, targets) in &report.campaigns {
        let (attacks, targets) = (counted(*attacks, "attack", "attacks"), counted(*targets, "target", "targets"));
        out += &format!("  campaign {name}: {attacks} on {targets}\n");
    }
    let folder = folder.display();
    out += &format!(
        "\nNext:\n  sigwarden scan {folder} -c {folder}/site.toml -w findings.jsonl\n  sigwarden scenario score {folder}/truth.jsonl findings.jsonl\n"
    );
    out
}
