//! Writing what was found.
//!
//! A reader that goes away (`| head`) has what it wanted: the program ends quietly. Any other error of
//! writing ends it at once, since a partial result that looks whole would mislead.

use serde::Serialize;
use sigwarden_schema::exit;
use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::Path;

/// Octets that are collected before they are written.
const BUFFER: usize = 1 << 16;

/// Where lines go.
pub(crate) struct Output {
    writer: BufWriter<Box<dyn Write + Send>>,
    name: String,
}

impl Output {
    /// To stdout.
    pub(crate) fn stdout() -> Self {
        Self::new(Box::new(io::stdout()), "stdout".to_owned())
    }

    /// To stderr.
    pub(crate) fn stderr() -> Self {
        Self::new(Box::new(io::stderr()), "stderr".to_owned())
    }

    /// To a new file, or in place of what is in it.
    ///
    /// # Errors
    /// What the operating system says.
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        Ok(Self::new(Box::new(File::create(path)?), path.display().to_string()))
    }

    fn new(writer: Box<dyn Write + Send>, name: String) -> Self {
        Self { writer: BufWriter::with_capacity(BUFFER, writer), name }
    }

    /// One line of JSON.
    pub(crate) fn json(&mut self, line: &impl Serialize) {
        let written = serde_json::to_writer(&mut self.writer, line).map_err(io::Error::from);
        let written = written.and_then(|()| self.writer.write_all(b"\n"));
        self.check(written);
    }

    /// Text as it is.
    pub(crate) fn text(&mut self, text: &str) {
        let written = self.writer.write_all(text.as_bytes());
        self.check(written);
    }

    /// Hands everything on.
    pub(crate) fn finish(mut self) {
        let written = self.writer.flush();
        self.check(written);
    }

    fn check(&self, written: io::Result<()>) {
        let Err(error) = written else { return };
        if error.kind() == ErrorKind::BrokenPipe {
            std::process::exit(i32::from(exit::DONE));
        }
        eprintln!("error: {}: cannot be written: {error}; what is there is not complete", self.name);
        std::process::exit(i32::from(exit::INTERNAL));
    }
}
