//! Which output belongs to which input.

use super::STANDARD;
use crate::log::Failure;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Endings of compressed captures; what is written is not compressed.
const COMPRESSED: [&str; 2] = ["gz", "zst"];
/// Name of what comes from standard input, in a folder.
const UNNAMED: &str = "stdin.pcap";

/// The output of each capture: the file that was named, or one in the folder that was named.
///
/// # Errors
/// Two captures that would have one output: exit code 2.
pub(super) fn outputs(asked: &[String], inputs: &[String], output: &str) -> Result<Vec<PathBuf>, Failure> {
    let folder = Path::new(output);
    let single = match asked {
        [one] => inputs.len() == 1 && (one == STANDARD || Path::new(one).is_file()),
        _ => false,
    };
    if single && !folder.is_dir() {
        return Ok(vec![folder.to_owned()]);
    }
    if output == STANDARD {
        return Err(Failure::usage("several captures cannot go to standard output; name a folder"));
    }
    if folder.is_file() {
        return Err(Failure::usage(format!("{output}: is a file; several captures need a folder")));
    }
    let outputs: Vec<PathBuf> = inputs.iter().map(|input| folder.join(within(asked, input))).collect();
    let distinct: BTreeSet<&PathBuf> = outputs.iter().collect();
    if distinct.len() < outputs.len() {
        let twice = outputs.iter().find(|path| outputs.iter().filter(|other| other == path).count() > 1);
        let name = twice.map(|path| path.display().to_string()).unwrap_or_default();
        return Err(Failure::usage(format!(
            "{name}: would be the output of several captures; rewrite them one by one"
        )));
    }
    Ok(outputs)
}

/// The name of an output in its folder: where the input was found in a folder, its way from there.
fn within(asked: &[String], input: &str) -> PathBuf {
    if input == STANDARD {
        return PathBuf::from(UNNAMED);
    }
    let path = Path::new(input);
    let below =
        asked.iter().map(Path::new).filter(|asked| asked.is_dir()).find_map(|asked| path.strip_prefix(asked).ok());
    let name = below.unwrap_or_else(|| path.file_name().map_or(path, Path::new));
    match name.extension().and_then(|ending| ending.to_str()) {
        Some(ending) if COMPRESSED.contains(&ending) => name.with_extension(""),
        _ => name.to_owned(),
    }
}

/// Refuses to overwrite an input, the configuration or the key, and anything else without `force`.
///
/// # Errors
/// What would have been overwritten: exit code 2.
pub(super) fn check(inputs: &[String], outputs: &[PathBuf], used: &[PathBuf], force: bool) -> Result<(), Failure> {
    let real = |path: &Path| path.canonicalize().ok();
    let read: BTreeSet<PathBuf> =
        inputs.iter().map(PathBuf::from).chain(used.iter().cloned()).filter_map(|path| real(&path)).collect();
    for output in outputs.iter().filter(|output| *output != Path::new(STANDARD)) {
        let Some(there) = real(output) else { continue };
        if read.contains(&there) {
            return Err(Failure::usage(format!(
                "{}: this is an input, the configuration or the key; write to another file",
                output.display()
            )));
        }
        if !force && there.is_file() {
            return Err(Failure::usage(format!(
                "{}: is there already and stays as it is; name another file, or overwrite it with --force",
                output.display()
            )));
        }
        if there.is_dir() {
            return Err(Failure::usage(format!("{}: is a folder; name a file", output.display())));
        }
    }
    Ok(())
}
