//! The program, and its output.

use std::env;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;

use crate::Error;
use crate::case::{Case, Site};

/// The program that is tested.
#[derive(Clone, Debug)]
pub struct Program(PathBuf);

/// What a run gave.
#[derive(Clone, Debug)]
pub struct Output {
    /// Lines of standard output, read as JSON.
    pub lines: Vec<Json>,
    /// Exit code; none if a signal ended the program.
    pub exit_code: Option<i32>,
    /// Standard error.
    pub stderr: String,
}

impl Output {
    /// Lines of this `event_type`, in their order.
    pub fn of_type<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Json> {
        self.lines.iter().filter(move |line| line.get("event_type").and_then(Json::as_str) == Some(kind))
    }

    /// Identifiers of the findings, sorted.
    pub fn finding_ids(&self) -> Vec<&str> {
        let mut ids: Vec<&str> = self.of_type("finding").filter_map(|line| line.get("id")?.as_str()).collect();
        ids.sort_unstable();
        ids
    }
}

impl Program {
    /// The program that `SIGWARDEN_BIN` names; without it, the one that cargo builds for release.
    ///
    /// # Errors
    /// Cargo cannot be run or does not build it.
    pub fn find() -> Result<Self, Error> {
        if let Some(path) = env::var_os("SIGWARDEN_BIN") {
            return Ok(Self(path.into()));
        }
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let status = Command::new(cargo)
            .args(["build", "--release", "--package", "sigwarden", "--bin", "sigwarden"])
            .current_dir(&root)
            .status()
            .map_err(Error::io("running cargo build"))?;
        if !status.success() {
            let source = std::io::Error::other(status.to_string());
            return Err(Error::io("cargo build --release --package sigwarden")(source));
        }
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |folder| root.join(folder));
        Ok(Self(target.join("release").join(format!("sigwarden{}", env::consts::EXE_SUFFIX))))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// `decode`: an operation a line.
    ///
    /// # Errors
    /// As [`Program::output`].
    pub fn decode(&self, case: &Case) -> Result<Output, Error> {
        self.output(case, &["decode", "--format", "jsonl"], &[&case.capture])
    }

    /// `scan`: findings and the rest, a line each.
    ///
    /// # Errors
    /// As [`Program::output`].
    pub fn scan(&self, case: &Case, captures: &[&Path]) -> Result<Output, Error> {
        self.output(case, &["scan", "-w", "-"], captures)
    }

    /// Runs the program on captures with the case's site and reads its lines.
    ///
    /// # Errors
    /// The program cannot be run, or a line is not JSON.
    pub fn output(&self, case: &Case, arguments: &[&str], captures: &[&Path]) -> Result<Output, Error> {
        let output = self.run(case, arguments, captures)?;
        let text = String::from_utf8_lossy(&output.stdout);
        let lines = text.lines().enumerate().map(|(index, line)| {
            serde_json::from_str(line).map_err(|error| Error::Output {
                command: format!("{}: {}", case.name, arguments.join(" ")),
                what: format!("line {}: {error}", index + 1),
            })
        });
        Ok(Output {
            lines: lines.collect::<Result<_, _>>()?,
            exit_code: output.status.code(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        })
    }

    /// Runs the program on captures with the case's site; its output as it is.
    ///
    /// # Errors
    /// The program cannot be run.
    pub fn run(&self, case: &Case, arguments: &[&str], captures: &[&Path]) -> Result<std::process::Output, Error> {
        let mut command = Command::new(&self.0);
        command.args(arguments);
        let inline = match &case.site {
            Some(Site::Inline(text)) => Some(temporary(text).map_err(Error::io("writing a site file"))?),
            _ => None,
        };
        let file = match &case.site {
            Some(Site::File(path)) => Some(path.as_path()),
            _ => inline.as_ref().map(|file| file.path()),
        };
        command.args(file.map(|_| "-c")).args(file);
        let what = || format!("running {} {}", self.0.display(), arguments.join(" "));
        command.args(captures).output().map_err(Error::io(what()))
    }
}

/// A file with this text, which goes when it is dropped.
fn temporary(text: &str) -> std::io::Result<tempfile::NamedTempFile> {
    let mut file = tempfile::Builder::new().suffix(".toml").tempfile()?;
    file.write_all(text.as_bytes())?;
    Ok(file)
}
