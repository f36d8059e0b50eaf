//! Writes the captures of the test corpus into its folders:
//! `cargo run -p sigwarden-testkit --example make_corpus -- corpus`

use std::path::PathBuf;
use std::{env, fs, io};

use sigwarden_testkit::corpus;

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::args().nth(1).unwrap_or_else(|| "corpus".to_owned()));
    for case in corpus::cases() {
        let folder = root.join(&case.folder);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(case.file), &case.octets)?;
    }
    Ok(())
}
