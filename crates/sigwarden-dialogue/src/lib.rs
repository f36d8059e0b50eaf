//! Joins what belongs together, in the order in which the data goes:
//!
//! 1. [`transport`]: frames to messages: IP fragments, SCTP chunks, TCP streams, adaptation layers, tunnels.
//! 2. [`joiner`]: messages to operations: SS7 messages by segments and TCAP dialogues, [`diameter`] by connections and
//!    sessions, [`gtp`] by sequence numbers and tunnels; duplicates; request meets answer.
//!
//! The joiner gives each message its place; behind it (`next`), the inside of the message is read and handed to a [`Sink`]:
//! at once, or from a [`Tape`] on another thread.
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
pub mod diameter;
pub mod gtp;
pub mod joiner;
pub mod labels;
pub mod transport;

mod duplicates;
mod exchanges;
mod names;
mod next;
mod segments;
mod sink;
mod table;
mod tape;
mod ways;

pub use batch::{Batch, FrameRef, Meta, Protocol};
pub use counters::Counters;
pub use dialogue::{Dialogue, Invoke, InvokeState, Oid, Text, Title};
pub use joiner::{Joiner, Operation, Stack};
pub use labels::{Label, Labels};
pub use sink::{Closed, Ended, Sink};
pub use tape::{Notes, Tape};
pub use transport::{Frame, Transport};

/// Nanoseconds of a second.
pub const SECOND: i64 = 1_000_000_000;
