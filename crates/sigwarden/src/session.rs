//! What `scan` and `decode` share: configuration, inputs, the first line, the exit code.

use crate::args::Reading;
use crate::log::{Failure, Log};
use crate::privacy::Privacy;
use crate::render;
use crate::rules::rulebook;
use crate::site;
use sigwarden_detect::Table;
use sigwarden_detect::memory::subscribers::State;
use sigwarden_operators::numbering::Source;
use sigwarden_operators::{Imported, Site};
use sigwarden_pipeline::rules::Rulebook;
use sigwarden_pipeline::{CaptureSet, End, Options, Outcome};
use sigwarden_schema::lines::{Input, RuleSet, Run};
use sigwarden_schema::{SCHEMA_VERSION, exit};
use std::num::NonZero;
use std::path::{Path, PathBuf};

/// A run that can begin.
pub(crate) struct Session {
    /// Captures that were found.
    pub(crate) capture: CaptureSet,
    /// How subscribers are written.
    pub(crate) privacy: Privacy,
    /// The first line of every output.
    pub(crate) run: Run,
    /// An input was not found.
    pub(crate) missing: bool,
    /// Configuration, key and category table: files that no output may overwrite.
    files: Vec<PathBuf>,
    site: Site,
    imported: Option<Imported>,
    table: Table,
    state: Option<State>,
    rules: Rulebook,
    realms: Option<String>,
    /// Where what was learned is written.
    pub(crate) state_file: Option<PathBuf>,
}

/// Reads the configuration and finds the inputs. An input that is not there is reported, and does not
/// stop the others.
///
/// # Errors
/// An invalid configuration, or no input at all.
pub(crate) fn begin(reading: &Reading, log: Log) -> Result<Session, Failure> {
    let loaded = site::load(reading.config.as_deref(), &reading.overrides)?;
    let table = loaded.table()?;
    let (rules, rules_hash) = rulebook::of(&loaded)?;
    // A key that cannot be read is an error even where it is not used: the next run would stumble on it.
    let imported = loaded.imported()?;
    if let (Some(path), None, true) = (loaded.import_file(), &reading.config, imported.is_some()) {
        log.note(&format!("{}: the operators imported there are used", path.display()));
    }
    let keyed = loaded.pseudonymiser(imported.as_ref())?;
    let privacy = Privacy::new(keyed.filter(|_| !reading.reveal));
    let (capture, missing) = open(&reading.inputs, log)?;
    let run = Run {
        schema: SCHEMA_VERSION,
        event_type: "run",
        program: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        rules: RuleSet { name: sigwarden_detect::RULE_SET, hash: rulebook::hash(&table.hash(), rules_hash) },
        operator_data: operator_data(imported.as_ref()),
        config_hash: loaded.hash(imported.as_ref()),
        privacy: privacy.mode(),
        inputs: capture.inputs().into_iter().map(|name| Input { file: name.to_owned() }).collect(),
    };
    let files = loaded.files(reading.config.as_deref());
    let (state_file, state) = (loaded.state_file(), loaded.state()?);
    let realms = loaded.realms()?;
    Ok(Session {
        capture,
        privacy,
        run,
        files,
        site: loaded.site,
        imported,
        table,
        state,
        rules,
        realms,
        state_file,
        missing,
    })
}

/// What the numbering tables were made from, and what was imported, each with its day.
fn operator_data(imported: Option<&Imported>) -> String {
    let own = ["hand", "itu"];
    let public = Source::all().filter(|source| !own.contains(&source.name()));
    let mut parts: Vec<String> = public.map(|source| format!("{} {}", source.name(), source.date())).collect();
    if let Some(imported) = imported {
        let head = imported.head();
        let newest = head.newest.map_or_else(|| "without a date".to_owned(), |day| day.to_string());
        parts.push(format!("import of {} operators {newest}", head.operators));
    }
    parts.join("; ")
}

fn open(inputs: &[String], log: Log) -> Result<(CaptureSet, bool), Failure> {
    let unreadable = |message: String| Failure { code: exit::INPUT_UNREADABLE, message };
    let first = match CaptureSet::open(inputs) {
        Ok(capture) => return Ok((capture, false)),
        Err(error) => error,
    };
    let mut found = Vec::new();
    let mut errors = Vec::new();
    for input in inputs {
        match CaptureSet::open(std::slice::from_ref(input)) {
            Ok(_) => found.push(input.clone()),
            Err(error) => errors.push(error.to_string()),
        }
    }
    if found.is_empty() {
        let last = errors.pop().unwrap_or_else(|| first.to_string());
        errors.iter().for_each(|error| log.error(error));
        return Err(unreadable(last));
    }
    errors.iter().for_each(|error| log.error(error));
    CaptureSet::open(&found).map(|capture| (capture, true)).map_err(|error| unreadable(error.to_string()))
}

impl Session {
    /// What the flow is asked to do; the captures go with it.
    pub(crate) fn options(self, reading: &Reading, operations: bool) -> (CaptureSet, Options) {
        let cores = || std::thread::available_parallelism().map_or(1, NonZero::get);
        let options = Options {
            site: self.site,
            imported: self.imported,
            table: self.table,
            variant: reading.variant.map(Into::into),
            threads: reading.threads.map_or_else(cores, usize::from),
            operations,
            state: self.state,
            rules: self.rules,
            realms: self.realms,
        };
        (self.capture, options)
    }
}

/// Says on stderr what was wrong with the inputs; gives the conditions for the exit code.
pub(crate) fn conditions(outcome: &Outcome, missing: bool, log: Log) -> Vec<u8> {
    let mut conditions = Vec::new();
    if missing {
        conditions.push(exit::INPUT_UNREADABLE);
    }
    outcome.warnings.iter().for_each(|warning| log.warning(warning));
    for (name, end) in &outcome.inputs {
        match end {
            End::Complete => {}
            End::CutShort { offset, detail } => {
                log.error(&format!(
                    "{name}: cut short at byte {offset}: {detail}; all before it was read, so the result is partial"
                ));
                conditions.push(exit::INPUT_CUT_SHORT);
            }
            End::Unreadable { detail } => {
                log.error(&format!("{name}: {detail}"));
                conditions.push(exit::INPUT_UNREADABLE);
            }
        }
    }
    if outcome.stats.decoded == 0 {
        if outcome.inputs.iter().any(|(_, end)| !matches!(end, End::Unreadable { .. })) {
            log.error(&nothing_decoded(outcome));
        }
        conditions.push(exit::NOTHING_DECODED);
    }
    conditions
}

fn nothing_decoded(outcome: &Outcome) -> String {
    let frames = outcome.stats.frames;
    match frames {
        0 => "nothing was decoded: the input holds no frame; check that it is the right file".to_owned(),
        _ => {
            let other = render::summary::most(&outcome.stats.other);
            let other = if other.is_empty() { other } else { format!(" (they hold: {other})") };
            format!(
                "nothing was decoded: none of {frames} frames holds a signalling message that could be read{other}; \
                 if there should be one, name the addressing with --variant"
            )
        }
    }
}

/// Refuses an output that would overwrite an input, the configuration, or a file that the configuration names.
///
/// # Errors
/// Which file it would have overwritten: exit code 2.
pub(crate) fn not_an_input(output: &Path, session: &Session) -> Result<(), Failure> {
    let Ok(real) = output.canonicalize() else { return Ok(()) };
    let same = |path: &Path| path.canonicalize().is_ok_and(|other| other == real);
    let inputs = session.capture.inputs();
    let read = inputs.iter().map(|name| ("the input", Path::new(*name)));
    let used = session.files.iter().map(|path| ("in use:", path.as_path()));
    match read.chain(used).find(|(_, path)| same(path)) {
        Some((what, path)) => Err(Failure::usage(format!(
            "{}: this is {what} {}; write to another file",
            output.display(),
            path.display()
        ))),
        None => Ok(()),
    }
}

/// Inputs and configuration as a shell would take them, for the commands that come next.
pub(crate) fn repeated(reading: &Reading) -> String {
    let mut words: Vec<String> = reading.inputs.iter().map(|input| quoted(input)).collect();
    if let Some(path) = &reading.config {
        words.push(format!("-c {}", quoted(&path.display().to_string())));
    }
    words.extend(reading.overrides.iter().map(|(key, value)| format!("--set {}", quoted(&format!("{key}={value}")))));
    words.extend(reading.reveal.then(|| "--reveal".to_owned()));
    words.join(" ")
}

/// A word for a shell; standard input cannot be read again, so it becomes a name to fill in.
fn quoted(word: &str) -> String {
    let plain = |character: char| character.is_ascii_alphanumeric() || "/._-=+,:".contains(character);
    match word {
        "-" => "CAPTURE".to_owned(),
        _ if !word.is_empty() && word.chars().all(plain) => word.to_owned(),
        _ => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_a_shell_are_quoted_where_they_must() {
        let rows =
            [("a.pcap", "a.pcap"), ("a b", "'a b'"), ("*.pcap", "'*.pcap'"), ("it's", "'it'\\''s'"), ("-", "CAPTURE")];
        for (word, expected) in rows {
            assert_eq!(quoted(word), expected);
        }
    }
}
