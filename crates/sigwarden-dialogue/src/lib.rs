//! Joins what belongs together, in the order in which the data goes:
//!
//! 1. [`transport`]: frames to SS7 messages: IP fragments, SCTP chunks, adaptation layers.
//! 2. [`joiner`]: SS7 messages to operations: SCCP segments, duplicates, TCAP dialogues; request meets answer.
//!
//! Time comes in with the frame. Every table is bounded; what is given up is counted.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects
    )
)]

pub mod batch;
pub mod counters;
pub mod dialogue;
pub mod joiner;
pub mod transport;

mod duplicates;
mod names;
mod segments;
mod table;

pub use batch::{Batch, FrameRef, Meta};
pub use counters::Counters;
pub use dialogue::{Dialogue, Invoke, InvokeState, Oid, Text, Title};
pub use joiner::{Joiner, Operation, Sink, Stack};
pub use transport::{Frame, Transport};

/// Nanoseconds of a second.
pub const SECOND: i64 = 1_000_000_000;
