//! Writes SS7, Diameter and GTP messages, short messages, and the packets and capture files that carry them.
//!
//! Octets only, and only into memory: nothing here opens a socket or reads a message. A layer is a
//! small module of plain functions: octets of the layer above go in, octets of this layer come out.
//! Nothing is shared with the decoders, so that each can be tested against the other.
//! What a caller gets wrong (a digit that is none, a payload too long for its length field) panics:
//! callers are our own tables and tests, never input from outside.
//! Mutants are made by taking a builder apart: see [`ber::tlv_indefinite`] and its neighbours.

pub mod ber;
pub mod cap;
pub mod capture;
pub mod diameter;
pub mod gtp;
pub mod map;
pub mod random;
pub mod sccp;
pub mod sms;
pub mod tcap;
pub mod tcap_ansi;
pub mod transport;
