//! `demo`: the scenario "demo" written, scanned and scored, in one go.

use crate::args::{Arguments, Demo, Global, Verb};
use crate::log::{Failure, Log};
use crate::output::Output;
use crate::render::text::count;
use crate::scan;
use crate::scenario::{self, generate};
use clap::Parser;
use sigwarden_scenario::Options;
use std::fs;
use std::path::{Path, PathBuf};

/// Name of the scenario.
const SCENARIO: &str = "demo";

/// Runs the verb; gives the exit code.
///
/// # Errors
/// A folder that cannot be written.
pub(crate) fn run(demo: &Demo, global: &Global, log: Log) -> Result<u8, Failure> {
    if let Some(folder) = &demo.out {
        generate::empty(folder, false)?;
    }
    let kept = demo.out.is_some();
    let folder = match &demo.out {
        Some(folder) => folder.clone(),
        None => temporary()?,
    };
    let done = play(&folder, global, log);
    if !kept {
        say("\nThe files of this demo are gone now; sigwarden demo --out DIR keeps them.\n");
        // What is left over in a temporary folder harms nobody.
        let _ = fs::remove_dir_all(&folder);
    }
    done
}

/// A folder of our own among the temporary ones: made by us, or an error.
fn temporary() -> Result<PathBuf, Failure> {
    let now =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.subsec_nanos());
    let folder = std::env::temp_dir().join(format!("sigwarden-demo-{}-{now}", std::process::id()));
    fs::create_dir(&folder).map_err(|error| {
        Failure::internal(format!("{}: cannot be made: {error}; name a folder with --out", folder.display()))
    })?;
    Ok(folder)
}

fn play(folder: &Path, global: &Global, log: Log) -> Result<u8, Failure> {
    let scenario = generate::read(SCENARIO)?;
    say(&format!("{}\n\n", scenario.about.trim()));
    let report = generate::write(&scenario, Options::default(), folder, !log.quiet)?;
    say(&format!(
        "Written: {} messages, {} attacks among them. What sigwarden finds without knowing that:\n\n",
        count(report.messages),
        count(report.attacks)
    ));
    let findings = folder.join("findings.jsonl");
    let words = [
        "sigwarden".into(),
        "scan".into(),
        folder.as_os_str().to_owned(),
        "-c".into(),
        folder.join("site.toml").into_os_string(),
        "-w".into(),
        findings.as_os_str().to_owned(),
    ];
    let arguments = Arguments::try_parse_from(words).map_err(|error| Failure::internal(error.to_string()))?;
    let Verb::Scan(asked) = &arguments.verb else { return Err(Failure::internal("the demo is no scan")) };
    let code = scan::run(asked, global, log)?;
    say("\nHow well that meets the truth:\n\n");
    scenario::score_of(&folder.join("truth.jsonl"), &findings, log)?;
    Ok(code)
}

fn say(text: &str) {
    let mut output = Output::stdout();
    output.text(text);
    output.finish();
}
