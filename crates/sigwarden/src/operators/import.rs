//! `operators import`: what others say about operators, shown as changes first.

use super::{data_failure, records};
use crate::args::{Import, SummaryFormat};
use crate::log::{Failure, Log};
use crate::output::Output;
use crate::render::text::{clean, counted};
use crate::site;
use serde::Serialize;
use sha2::{Digest, Sha256};
use sigwarden_operators::history::{Change, ChangeKind, Merged, merge};
use sigwarden_operators::import::{self, csv};
use sigwarden_operators::ranges::MOST_STATEMENTS;
use sigwarden_operators::site::{Carrier, Operator, Site, canonical};
use sigwarden_operators::{Imported, places};
use sigwarden_schema::exit;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Statements of one change that are shown.
const SHOWN: usize = 8;
/// Largest file that is read: the largest known of the kind are a hundredth of it.
const LARGEST: u64 = 1 << 30;

/// What an import comes to, as JSON.
#[derive(Serialize)]
struct Outcome<'a> {
    file: String,
    written: bool,
    operators: usize,
    changes: &'a [Change],
    /// Carriers that the files name with their point codes, and the site does not know.
    carriers: &'a [Carrier],
    warnings: &'a [String],
}

/// Runs the verb; gives the exit code. Every input is read before anything is changed.
///
/// # Errors
/// An input that cannot be read or is wrong: nothing is changed then.
pub(super) fn run(asked: &Import, log: Log) -> Result<u8, Failure> {
    if asked.valid_from.zip(asked.valid_to).is_some_and(|(from, to)| from > to) {
        return Err(Failure::usage("--valid-to is before --valid-from; exchange them"));
    }
    let loaded = site::load(asked.config.as_deref(), &[])?;
    let path = loaded.import_path();
    let mut merged = Merged { operators: records(&path)?, changes: Vec::new() };
    let (mut warnings, mut carriers) = (Vec::new(), Vec::<Carrier>::new());
    for input in &asked.inputs {
        let read = read(input)?;
        warnings.extend(read.warnings.iter().map(|warning| format!("{}: {warning}", input.display())));
        let known = |carrier: &Carrier| loaded.site.carriers.iter().any(|known| known.name == carrier.name);
        read.carriers.into_iter().filter(|carrier| !known(carrier)).for_each(|carrier| add(&mut carriers, carrier));
        let mut imported = read.operators;
        imported.iter_mut().for_each(|operator| limit(operator, asked));
        let next = merge(merged.operators, imported);
        next.changes.iter().try_for_each(|change| ends_after_it_begins(input, change))?;
        merged = Merged { operators: next.operators, changes: [merged.changes, next.changes].concat() };
    }
    warnings.iter().for_each(|warning| log.warning(warning));
    let text = csv::write(&merged.operators);
    // Whatever is kept must be read again by the next import.
    csv::read(text.as_bytes()).map_err(|error| data_failure(&path, &format!("would not be readable: {error}")))?;
    if asked.apply {
        let left_out = write(&path, &merged.operators, &text).map_err(|error| {
            Failure::internal(format!("{}: cannot be written: {error}; nothing was changed", path.display()))
        })?;
        if left_out > 0 {
            log.warning(&format!(
                "for some numbers there are more than {MOST_STATEMENTS} records; of the widest ranges, the {left_out} oldest do not count there"
            ));
        }
    }
    let mut output = Output::stdout();
    match asked.format {
        SummaryFormat::Json => output.json(&Outcome {
            file: path.display().to_string(),
            written: asked.apply,
            operators: merged.operators.len(),
            changes: &merged.changes,
            carriers: &carriers,
            warnings: &warnings,
        }),
        SummaryFormat::Table => {
            output.text(&shown(&merged, &path, asked.apply));
            output.text(&for_the_site(carriers));
        }
    }
    output.finish();
    Ok(exit::DONE)
}

/// What a file says.
fn read(path: &Path) -> Result<import::Import, Failure> {
    let unreadable = |error: io::Error| Failure {
        code: exit::INPUT_UNREADABLE,
        message: format!("{}: cannot be read: {error}", path.display()),
    };
    let size = fs::metadata(path).map_err(unreadable)?.len();
    if size > LARGEST {
        return Err(data_failure(
            path,
            &format!("has {size} octets, more than any list of operators; nothing was changed"),
        ));
    }
    let bytes = fs::read(path).map_err(unreadable)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    import::read(&name, &bytes, &places::by_letters)
        .map_err(|error| data_failure(path, &format!("{error}; nothing was changed")))
}

/// Dates of the command line go before those of the file.
fn limit(operator: &mut Operator, asked: &Import) {
    operator.valid_from = asked.valid_from.or(operator.valid_from);
    operator.valid_to = asked.valid_to.or(operator.valid_to);
}

/// Lets the same people read the new file as the one before; without one, nobody else: IR.21 is confidential.
fn protect(file: &File, before: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let permissions = fs::metadata(before).map(|known| known.permissions());
        file.set_permissions(permissions.unwrap_or_else(|_| fs::Permissions::from_mode(0o600)))?;
    }
    Ok(())
}

/// Dates of the command line, of the file and of earlier records may not fit together.
fn ends_after_it_begins(input: &Path, change: &Change) -> Result<(), Failure> {
    let Some((from, to)) = change.from.zip(change.to).filter(|(from, to)| from > to) else { return Ok(()) };
    let operator = &change.operator;
    let problem = format!(
        "{operator} would begin on {from} and end before, on {to}; give other dates with --valid-from and --valid-to; nothing was changed"
    );
    Err(data_failure(input, &problem))
}

/// Writes the file whole or not at all; gives how many records do not count for some number.
fn write(path: &Path, operators: &[Operator], text: &str) -> io::Result<u64> {
    let hash = Sha256::digest(text.as_bytes()).iter().map(|octet| format!("{octet:02x}")).collect();
    let imported = Imported::new(operators, hash);
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let fresh = path.with_file_name(name);
    let file = File::create(&fresh)?;
    protect(&file, path)?;
    let mut out = BufWriter::new(file);
    imported.write(text, &mut out)?;
    out.flush()?;
    out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    // What cannot be read again shall not take the place of what can.
    Imported::read(io::BufReader::new(File::open(&fresh)?)).map_err(io::Error::other)?;
    fs::rename(&fresh, path)?;
    Ok(imported.left_out())
}

fn shown(merged: &Merged, path: &Path, applied: bool) -> String {
    let mut out = String::new();
    for change in merged.changes.iter().filter(|change| change.kind != ChangeKind::Same) {
        out.push_str(&told(change));
    }
    let count = |kind: ChangeKind| merged.changes.iter().filter(|change| change.kind == kind).count() as u64;
    let records = counted(merged.changes.len() as u64, "operator read", "operators read");
    out.push_str(&format!(
        "{records}: {} new, {} changed, {} as before.\n",
        count(ChangeKind::New),
        count(ChangeKind::Changed),
        count(ChangeKind::Same)
    ));
    let all = counted(merged.operators.len() as u64, "record", "records");
    out.push_str(&match applied {
        true => format!("{}: written, {all} in all.\n", path.display()),
        false => format!("Nothing was written; with --apply, {} will hold {all}.\n", path.display()),
    });
    out
}

/// Adds a carrier, or the point codes of one that is there already.
fn add(carriers: &mut Vec<Carrier>, carrier: Carrier) {
    match carriers.iter_mut().find(|known| known.name == carrier.name) {
        Some(known) => {
            let fresh = carrier.point_codes.into_iter().filter(|code| !known.point_codes.contains(code));
            let fresh: Vec<u32> = fresh.collect();
            known.point_codes.extend(fresh);
        }
        None => carriers.push(carrier),
    }
}

/// Carriers as the site configuration writes them: who brings traffic is the site's to say.
fn for_the_site(carriers: Vec<Carrier>) -> String {
    if carriers.is_empty() {
        return String::new();
    }
    let site = Site { carriers, ..Site::default() };
    format!(
        "\nThe files name carriers that the site configuration does not; what it would need to recognise them:\n\n{}",
        canonical(&site)
    )
}

fn told(change: &Change) -> String {
    let what = match change.kind {
        ChangeKind::New => "new",
        ChangeKind::Changed => "changed",
        ChangeKind::Same => "as before",
    };
    let from = change.from.map_or_else(String::new, |day| format!(", from {day}"));
    let to = change.to.map_or_else(String::new, |day| format!(", to {day}"));
    let mut out = format!("{}: {what}{from}{to}\n", clean(&change.operator));
    for (sign, statements) in [("+", &change.added), ("-", &change.removed)] {
        for (kind, value) in statements.iter().take(SHOWN) {
            out.push_str(&format!("  {sign} {kind}: {}\n", clean(value)));
        }
        let more = statements.len().saturating_sub(SHOWN);
        if more > 0 {
            out.push_str(&format!("  {sign} and {more} more; --format json lists all\n"));
        }
    }
    out
}
