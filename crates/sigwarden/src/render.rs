//! What was found, as text.
//!
//! - `text`: numbers, durations, wrapping; nothing that could steer a terminal.
//! - `table`: columns.
//! - `tree`: an operation layer by layer.
//! - `fields`: an operation cut down to some fields.
//! - `score`: how good a verdict is.
//! - `summary`: the screen at the end of a scan.
//! - `html`: the report.

pub(crate) mod fields;
pub(crate) mod html;
pub(crate) mod score;
pub(crate) mod summary;
pub(crate) mod table;
pub(crate) mod text;
pub(crate) mod tree;

#[cfg(test)]
pub(crate) mod samples;
