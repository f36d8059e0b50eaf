//! `config`: writes a site configuration and a key, and checks them.

use crate::args::{Config, ConfigVerb};
use crate::log::{Failure, Log};
use crate::output::Output;
use crate::rules::rulebook;
use crate::site;
use sigwarden_operators::site::{TEMPLATE, describe};
use sigwarden_schema::exit;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Where the configuration goes if nothing else is said.
const DEFAULT_FILE: &str = "site.toml";
/// Octets of a key.
const KEY_OCTETS: usize = 32;
/// The line of the template that names the key.
const KEY_LINE: &str = "#privacy_key_file = \"site.key\"";
/// Where the operating system gives randomness.
const RANDOMNESS: &str = "/dev/urandom";

/// Runs the verb; gives the exit code.
///
/// # Errors
/// A file that cannot be read or written, or a configuration that cannot be right.
pub(crate) fn run(config: &Config, log: Log) -> Result<u8, Failure> {
    match &config.verb {
        ConfigVerb::Init { file, key, force } => init(file.as_deref(), key.as_deref(), *force, log),
        ConfigVerb::Check { file } => check(file),
    }
}

fn check(file: &Path) -> Result<u8, Failure> {
    let loaded = site::load(Some(file), &[])?;
    let imported = loaded.imported()?;
    loaded.pseudonymiser(imported.as_ref())?;
    loaded.table()?;
    loaded.realms()?;
    loaded.state()?;
    rulebook::of(&loaded)?;
    let mut output = Output::stdout();
    output.text(&format!("{}: valid\n", file.display()));
    for sentence in describe(&loaded.site) {
        output.text(&format!("{sentence}\n"));
    }
    if let (Some(path), Some(imported)) = (loaded.import_file(), &imported) {
        let head = imported.head();
        let newest = head.newest.map_or_else(String::new, |day| format!(", the newest record of {day}"));
        output.text(&format!("Imported operators in {}: {}{newest}.\n", path.display(), head.operators));
    }
    output.finish();
    Ok(exit::DONE)
}

/// Who only wants a key keeps the configuration that is there.
fn init(file: Option<&Path>, key: Option<&Path>, force: bool, log: Log) -> Result<u8, Failure> {
    let site = file.map_or_else(|| PathBuf::from(DEFAULT_FILE), Path::to_owned);
    let keep = file.is_none() && key.is_some() && site.exists();
    for path in key.into_iter().chain((!keep).then_some(site.as_path())) {
        if path.exists() && !force {
            return Err(Failure::usage(format!(
                "{}: is there already and stays as it is; name another file, or overwrite it with --force",
                path.display()
            )));
        }
    }
    if let Some(key) = key {
        write_key(key).map_err(|error| cannot_write(key, &error))?;
        log.note(&format!(
            "{}: a new key, readable by you only; whoever has it can undo the pseudonyms",
            key.display()
        ));
    }
    let named = key.map(|key| key_name(&site, key));
    if keep {
        let named = named.unwrap_or_default();
        log.note(&format!("{}: stays as it is; set privacy_key_file = {named} in its [home]", site.display()));
        return Ok(exit::DONE);
    }
    let text = match named {
        Some(named) => TEMPLATE.replace(KEY_LINE, &format!("privacy_key_file = {named}")),
        None => TEMPLATE.to_owned(),
    };
    fs::write(&site, text).map_err(|error| cannot_write(&site, &error))?;
    log.note(&format!("{0}: written; fill it in, then: sigwarden config check {0}", site.display()));
    Ok(exit::DONE)
}

fn cannot_write(path: &Path, error: &io::Error) -> Failure {
    Failure::internal(format!(
        "{}: cannot be written: {error}; name a file in a folder that can be written to",
        path.display()
    ))
}

/// A new key of the operating system's randomness, in a file that nobody else can read.
fn write_key(path: &Path) -> io::Result<()> {
    let mut octets = [0u8; KEY_OCTETS];
    File::open(RANDOMNESS)?.read_exact(&mut octets)?;
    let digits: String = octets.iter().map(|octet| format!("{octet:02x}")).collect();
    if path.exists() {
        fs::remove_file(path)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(format!("{digits}\n").as_bytes())
}

/// The key as the configuration names it, quoted: relative to the folder of the configuration, else absolute.
fn key_name(site: &Path, key: &Path) -> String {
    let folder = |path: &Path| {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        parent.unwrap_or(Path::new(".")).canonicalize().ok()
    };
    let real = key.canonicalize().unwrap_or_else(|_| key.to_owned());
    let inside = folder(site).and_then(|folder| real.strip_prefix(folder).ok().map(Path::to_owned));
    let named = inside.unwrap_or(real).display().to_string();
    // A JSON string is a TOML basic string too.
    serde_json::Value::String(named).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_has_the_line_that_names_the_key() {
        assert_eq!(TEMPLATE.matches(KEY_LINE).count(), 1);
    }
}
