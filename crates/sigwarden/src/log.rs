//! What is said on stderr: errors always, the rest unless it shall be quiet.

use crate::render::text::clean;
use sigwarden_schema::exit;
use std::io::Write;

/// Why a verb could not do its work, and the exit code for it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    /// Exit code.
    pub(crate) code: u8,
    /// What, where, and what to do next.
    pub(crate) message: String,
}

impl Failure {
    /// A command line that cannot be right.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { code: exit::USAGE, message: message.into() }
    }

    /// A configuration that cannot be right.
    pub(crate) fn config(message: impl Into<String>) -> Self {
        Self { code: exit::CONFIG_INVALID, message: message.into() }
    }

    /// Something that we could not do.
    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Self { code: exit::INTERNAL, message: message.into() }
    }
}

/// Writes to stderr.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Log {
    /// Only errors.
    pub(crate) quiet: bool,
}

impl Log {
    /// Something that changes the exit code.
    pub(crate) fn error(self, message: &str) {
        say("error", message);
    }

    /// Something unusual.
    pub(crate) fn warning(self, message: &str) {
        if !self.quiet {
            say("warning", message);
        }
    }

    /// Something worth knowing.
    pub(crate) fn note(self, message: &str) {
        if !self.quiet {
            say("note", message);
        }
    }
}

fn say(kind: &str, message: &str) {
    let lines: Vec<String> = message.trim_end().lines().map(clean).collect();
    // Whoever closed stderr does not want to be told.
    let _ = writeln!(std::io::stderr(), "{kind}: {}", lines.join("\n"));
}
