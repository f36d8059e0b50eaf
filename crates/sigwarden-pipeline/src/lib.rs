//! Frames in, operations and findings out: the one flow that every verb runs.
//!
//! - [`lines`]: an operation as the line that is written.
//! - [`flow`]: reading, joining and judging, on one thread or two; the output is the same.

pub mod flow;
pub mod lines;

pub use flow::{Home, Options, Outcome, Partner, Progress, Receiver, run};
pub use sigwarden_capture::{CaptureSet, End, OpenError};
