//! Runs the test corpus: the captures below `corpus/`, and what the program must find in them.
//!
//! A case is a folder with a capture, a `case.toml` that says what is to be found, and a
//! `README.md` that says why. This crate knows the program only as a file that can be run: what
//! it checks is what anybody sees who reads the program's output.
//!
//! - [`case`]: finds the cases and reads them.
//! - [`expectation`]: what `case.toml` can say, and whether the output meets it.
//! - [`program`]: the program, and its output.
//! - [`split`]: cuts a capture in two.

pub mod case;
pub mod expectation;
pub mod program;
pub mod split;

mod line;

/// Why a case could not be read, or the program not be run.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Reading, writing or running failed.
    #[error("{what}: {source}")]
    Io {
        /// What was tried, and on what.
        what: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// A case is not as a case has to be.
    #[error("{case}: {what}")]
    Case {
        /// The case's folder.
        case: String,
        /// What is wrong, and what to do.
        what: String,
    },
    /// The program's output is not as the contract has it.
    #[error("{command}: {what}")]
    Output {
        /// The program's arguments.
        command: String,
        /// What is wrong.
        what: String,
    },
}

impl Error {
    fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }
}
