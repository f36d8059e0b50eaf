//! sigwarden and TShark read the same captures and agree; the README of this crate says how.

mod made;

use sigwarden_parity::{
    Differences, Failure, Protocol, Totals, Tshark, capture_name, captures_below, compare_capture, decode,
    repository_root, sigwarden_binary,
};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Writes past the test harness, so that the table shows when everything agrees, too.
fn say(text: &str) {
    writeln!(std::io::stdout(), "{text}").expect("standard output takes a line");
}

/// The captures of the repository, those that are made for this test, and those below the folders that
/// `SIGWARDEN_CAPTURES` names.
fn captures() -> Result<Vec<PathBuf>, Failure> {
    let corpus = repository_root().join("corpus");
    let mut captures = if corpus.is_dir() { captures_below(&corpus)? } else { Vec::new() };
    say(&format!("corpus/ holds {} captures", captures.len()));
    if captures.is_empty() {
        return Err(Failure::new("corpus/ in the repository holds no capture; there is nothing to compare"));
    }
    captures.extend(made::write_all(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("parity"))?);
    let folders = std::env::var_os("SIGWARDEN_CAPTURES").unwrap_or_default();
    for folder in std::env::split_paths(&folders).filter(|folder| !folder.as_os_str().is_empty()) {
        captures.extend(captures_below(&folder)?);
    }
    Ok(captures)
}

#[test]
fn sigwarden_and_tshark_read_the_same() -> Result<(), Failure> {
    let captures = captures()?;
    if std::env::var_os("SIGWARDEN_WITHOUT_TSHARK").is_some_and(|value| value == "1") {
        say(&format!("skipped: SIGWARDEN_WITHOUT_TSHARK is set, {} captures not compared", captures.len()));
        return Ok(());
    }
    let tshark = Tshark::find()?;
    let binary = sigwarden_binary()?;
    let mut differences = Differences::parse(include_str!("../differences.toml"))?;
    let mut totals = Totals::default();
    for capture in &captures {
        let result = compare_capture(&tshark.read(capture)?, &decode(&binary, capture)?);
        totals.add(&capture_name(capture), result, &mut differences);
    }

    say(&tshark.version);
    totals.write(&mut std::io::stdout()).expect("standard output takes the table");
    let stale = differences.stale();
    for entry in &stale {
        say(&format!("differences.toml, no longer needed: {entry}"));
    }
    for protocol in Protocol::ALL {
        let name = protocol.name();
        assert!(totals.sum(protocol).compared > 0, "no capture holds {name} about which TShark does not complain");
    }
    assert!(
        totals.holds(),
        "more than 0.5 % of the frames of a protocol differ without an explanation; the table says which"
    );
    assert!(stale.is_empty(), "differences.toml explains what no longer differs; remove those entries");
    Ok(())
}
