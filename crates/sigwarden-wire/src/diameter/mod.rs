//! Diameter (RFC 6733): messages, and their AVPs in the order in which they stand.
//!
//! - [`header`]: the 20 octets in front, and where a message ends in a stream.
//! - [`message`]: walks the AVPs; what is wrong with them becomes anomalies.
//! - [`dictionary`]: names and types of AVPs, from `data/diameter-avps.tsv`.
//! - [`field`]: the AVPs of which something is made, and what they give away.
//! - [`identity`]: subscribers and networks inside AVPs.

pub mod dictionary;
pub mod field;
pub mod header;
pub mod identity;
pub mod message;

pub use field::Field;
pub use header::{Header, likely_message, looks_like_message, next_message};
pub use message::{Avp, Message};

/// Registered port of Diameter over TCP and SCTP (RFC 6733 2.1).
pub const PORT: u16 = 3868;
/// The same inside TLS or DTLS.
pub const SECURE_PORT: u16 = 5868;
/// Payload protocol identifier of Diameter over SCTP (RFC 6733 2.1.1).
pub const PPID: u32 = 46;
/// The same inside DTLS.
pub const SECURE_PPID: u32 = 47;

#[cfg(test)]
mod tests;
