//! Bytes from the wire to messages, one folder per protocol.
//!
//! Decoding never fails above the framing layer: it gives what could be read, and [`anomaly::Anomalies`].
//! Nothing here panics, allocates per message, or knows of dialogues, subscribers and verdicts.
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

pub mod anomaly;
pub mod ber;
pub mod cap;
pub mod diameter;
pub mod disclosure;
pub mod gtp;
pub mod ip;
pub mod link;
pub mod map;
pub mod mtp3;
pub mod plmn;
pub mod reader;
pub mod sccp;
pub mod sctp;
pub mod sigtran;
pub mod sms;
pub mod tcap;
