//! Where the captures and the program under test are.

use crate::Failure;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Endings of capture files that both readers open, plain or compressed.
const CAPTURE_ENDINGS: &[&str] = &[".pcap", ".pcapng", ".cap"];
const COMPRESSED_ENDINGS: &[&str] = &["", ".gz", ".zst"];

/// The root of the repository that this crate belongs to.
pub fn repository_root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// Every capture in `folder` and below, in order of name.
///
/// # Errors
/// When the folder, or one below it, cannot be listed.
pub fn captures_below(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let unreadable = |error: std::io::Error| {
        Failure::new(format!("the folder of captures {} cannot be listed: {error}", folder.display()))
    };
    let mut captures = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_dir() {
            captures.extend(captures_below(&path)?);
        } else if is_capture(&file_name(&path)) {
            captures.push(path);
        }
    }
    captures.sort();
    Ok(captures)
}

/// What a capture is called in reports and in the list of differences: its path below `corpus/`,
/// or the name of the file where it is somewhere else.
pub fn capture_name(path: &Path) -> String {
    let below = path.strip_prefix(repository_root().join("corpus"));
    below.map_or_else(|_| file_name(path), |below| below.to_string_lossy().into_owned())
}

/// The name of a file without its folders.
fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn is_capture(name: &str) -> bool {
    COMPRESSED_ENDINGS
        .iter()
        .filter_map(|compressed| name.strip_suffix(compressed))
        .any(|name| CAPTURE_ENDINGS.iter().any(|ending| name.ends_with(ending)))
}

/// The program under test: what `SIGWARDEN_BIN` names, or else a release build made now.
///
/// # Errors
/// When it cannot be built.
pub fn sigwarden_binary() -> Result<PathBuf, Failure> {
    if let Some(binary) = std::env::var_os("SIGWARDEN_BIN") {
        return Ok(PathBuf::from(binary));
    }
    let root = repository_root();
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let build = Command::new(cargo)
        .args(["build", "--package", "sigwarden", "--bin", "sigwarden", "--release"])
        .current_dir(&root)
        .status()
        .map_err(|error| Failure::new(format!("cargo could not be started to build sigwarden: {error}")))?;
    if !build.success() {
        return Err(Failure::new("sigwarden could not be built; build it, or name a binary in SIGWARDEN_BIN"));
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |folder| root.join(folder));
    Ok(target.join("release").join(format!("sigwarden{}", std::env::consts::EXE_SUFFIX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_captures_by_their_names() {
        let rows = [
            ("a.pcap", true),
            ("a.pcapng.zst", true),
            ("a.pcap.gz", true),
            ("a.cap", true),
            ("a.pcap.json", false),
            ("README.md", false),
            ("a.gz", false),
        ];
        for (name, expected) in rows {
            assert_eq!(is_capture(name), expected, "{name}");
        }
    }
}
