//! Frames in, operations and findings out: the one flow that every verb runs.
//!
//! - [`lines`]: an operation as the line that is written.
//! - [`record`]: operation and finding lines by the names of their fields.
//! - [`rules`]: rules that somebody wrote, over operations and over findings.
//! - [`flow`]: reading, joining and judging, on one thread or two; the output is the same.

pub mod flow;
pub mod lines;
pub mod record;
pub mod rules;

pub use flow::{Home, Options, Outcome, Partner, Progress, Receiver, run};
pub use sigwarden_capture::{CaptureSet, End, OpenError};
