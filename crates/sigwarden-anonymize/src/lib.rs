//! Rewrites captured frames so that they can be shared: who people are is replaced by keyed pseudonyms, in place and
//! with the same lengths and encodings, and what cannot be rewritten is dropped and counted.
//!
//! Everything is an allow-list. A frame is copied octet by octet: an octet is kept where a decoder knows what it is and
//! that it names nobody, rewritten where it knows that it does, and zero where nobody knows. A message is then read
//! again, and where it does not have the shape that it had, the frame is dropped.
//!
//! | file | job |
//! |---|---|
//! | `keyed` | pseudonyms of every kind, the same in every protocol; `address`, `text`: of IP addresses, of names |
//! | `draft` | a copy in the making: which octets were looked at |
//! | `frames` | frames that wait for the rest of a message, and messages as places in frames |
//! | `link`, `fragments`, `sctp`, `tcp`, `udp`, `sums` | headers of frames, pieces of packets, checksums |
//! | `sigtran`, `sccp`, `tcap`, `map`, `sms`, `diameter`, `gtp` | a protocol each |
//! | `check` | whether a message still has the shape that it had |
//! | `report` | what became of everything |
//!
//! No files, clocks, threads or randomness: the same key and the same frames give the same octets.
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

mod address;
mod anonymizer;
mod check;
mod diameter;
mod draft;
mod fragments;
mod frames;
mod gtp;
mod keyed;
mod link;
mod map;
mod report;
mod sccp;
mod sctp;
mod sigtran;
mod sms;
mod sums;
mod tcap;
mod tcp;
mod text;
mod udp;

#[cfg(test)]
mod tests;

pub use anonymizer::{Anonymizer, Frame, Rewritten};
pub use keyed::Known;
pub use report::{Kind, Report};

/// Why a frame is dropped.
type Reason = &'static str;
/// What became of something: rewritten, or why not.
type Done = Result<(), Reason>;
