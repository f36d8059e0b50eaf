//! Rule files and folders, read together with what comes with the program.

use crate::log::Failure;
use crate::render::text::counted;
use sigwarden_detect::rules::RULES;
use sigwarden_rules::{MAX_OCTETS, RuleSet, Source, builtin};
use sigwarden_schema::exit;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Names that rule files end with.
const ENDINGS: &[&str] = &["yml", "yaml"];
/// Folders in folders that are looked into.
const DEEPEST: usize = 8;

/// Names of the built-in checks.
pub(super) fn checks() -> Vec<&'static str> {
    RULES.iter().map(|rule| rule.id).collect()
}

/// The rules that come with the program and those of these files and folders.
///
/// # Errors
/// Every file that cannot be read, and every mistake of all others.
pub(super) fn set(inputs: &[PathBuf]) -> Result<RuleSet, Failure> {
    let (mut texts, mut unread) = (Vec::new(), Vec::new());
    for path in files(inputs)? {
        match text(&path) {
            Ok(text) => texts.push((path.display().to_string(), text)),
            Err(error) => unread.push(format!("{}: {error}", path.display())),
        }
    }
    let mut sources = builtin::sources();
    sources.extend(texts.iter().map(|(name, text)| Source::new(name, text)));
    match RuleSet::read(&sources, &checks()) {
        Ok(set) if unread.is_empty() => Ok(set),
        Ok(_) => Err(Failure { code: exit::INPUT_UNREADABLE, message: unread.join("\n") }),
        Err(mistakes) => {
            let files: BTreeSet<&str> = mistakes.iter().map(|mistake| mistake.file.as_str()).collect();
            let (mistaken, read) = (mistakes.len() as u64, files.len() as u64);
            let mut message =
                format!("{} in {}\n\n", counted(mistaken, "mistake", "mistakes"), counted(read, "file", "files"));
            mistakes.iter().for_each(|mistake| message += &format!("{mistake}\n\n"));
            unread.iter().for_each(|file| message += &format!("{file}\n\n"));
            Err(Failure { code: exit::RULES_INVALID, message })
        }
    }
}

fn unreadable(path: &Path, problem: &str) -> Failure {
    Failure { code: exit::INPUT_UNREADABLE, message: format!("{}: {problem}", path.display()) }
}

/// Every rule file, each once, those of a folder in the order of their names.
fn files(inputs: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    for input in inputs {
        if !input.exists() {
            return Err(unreadable(input, "no such file or folder"));
        }
        if !input.is_dir() {
            found.push(input.clone());
            continue;
        }
        let before = found.len();
        walk(input, 0, &mut found).map_err(|error| unreadable(input, &error.to_string()))?;
        if found.len() == before {
            return Err(unreadable(input, "no rule files (.yml, .yaml) in this folder"));
        }
    }
    let mut seen = BTreeSet::new();
    found.retain(|path| seen.insert(fs::canonicalize(path).unwrap_or_else(|_| path.clone())));
    Ok(found)
}

fn walk(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut paths =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() && depth < DEEPEST {
            walk(&path, depth + 1, found)?;
        } else if path.is_file() && path.extension().is_some_and(|end| ENDINGS.iter().any(|known| end == *known)) {
            found.push(path);
        }
    }
    Ok(())
}

/// The text of a file, one octet more than may be read at most: what is too long shall not fill memory first.
fn text(path: &Path) -> io::Result<String> {
    let mut octets = Vec::new();
    File::open(path)?.take(MAX_OCTETS as u64 + 1).read_to_end(&mut octets)?;
    if octets.len() > MAX_OCTETS {
        return Err(io::Error::other(format!("longer than {MAX_OCTETS} octets; split it into several files")));
    }
    String::from_utf8(octets).map_err(|_| io::Error::other("no text in UTF-8; save it in that encoding"))
}
