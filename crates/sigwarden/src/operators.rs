//! `operators`: who is who: asks, imports and examines what is known of other networks.

mod doctor;
mod import;
mod lookup;

use crate::args::{Operators, OperatorsVerb};
use crate::log::{Failure, Log};
use crate::output::Output;
use crate::site::Loaded;
use sigwarden_operators::import::csv;
use sigwarden_operators::site::Operator;
use sigwarden_operators::{Day, Imported};
use sigwarden_schema::exit;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// Runs the verb; gives the exit code.
///
/// # Errors
/// A file that cannot be read or written, or data that cannot be right.
pub(crate) fn run(operators: &Operators, log: Log) -> Result<u8, Failure> {
    match &operators.verb {
        OperatorsVerb::Lookup(asked) => lookup::run(asked, log),
        OperatorsVerb::Import(asked) => import::run(asked, log),
        OperatorsVerb::Export { config } => export(config.as_deref()),
        OperatorsVerb::Doctor(asked) => doctor::run(asked, log),
    }
}

/// The records that were imported, as a table that `operators import` reads.
fn export(config: Option<&Path>) -> Result<u8, Failure> {
    let loaded = crate::site::load(config, &[])?;
    loaded.imported()?;
    let mut output = Output::stdout();
    output.text(&csv::write(&records(&loaded.import_path())?));
    output.finish();
    Ok(exit::DONE)
}

/// The records of a file of imported operators; none where there is no such file.
fn records(path: &Path) -> Result<Vec<Operator>, Failure> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let wrong = |error: &dyn std::fmt::Display| data_failure(path, error);
    let mut file = BufReader::new(File::open(path).map_err(|error| wrong(&format!("cannot be read: {error}")))?);
    let imported = Imported::read(&mut file).map_err(|error| wrong(&error))?;
    let text = imported.read_records(file).map_err(|error| wrong(&error))?;
    csv::read(text.as_bytes()).map_err(|error| wrong(&error))
}

/// The records of the file of imported operators that a configuration names, or that lies beside it.
///
/// # Errors
/// A file that cannot be read, or holds something else: exit code 23.
pub(crate) fn imported_records(loaded: &Loaded) -> Result<Vec<Operator>, Failure> {
    records(&loaded.import_path())
}

fn data_failure(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure { code: exit::OPERATOR_DATA_INVALID, message: format!("{}: {error}", path.display()) }
}

/// The day that is asked about: the given one, else today (UTC).
fn day(given: Option<Day>) -> Day {
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).ok();
    let today = || Day::of_time(i64::try_from(now()?.as_nanos()).ok()?);
    given.or_else(today).unwrap_or(Day::LAST)
}

impl Loaded {
    /// Where imported operators are, or will be.
    fn import_path(&self) -> std::path::PathBuf {
        let name = self.site.import.file.as_deref().unwrap_or(sigwarden_operators::site::Import::DEFAULT_FILE);
        self.folder.join(name)
    }
}
