//! Builds synthetic SS7, Diameter and GTP messages, short messages, and captures for tests, benchmarks and the corpus.
//!
//! Everything here writes bytes, never reads them, and opens no socket. A layer is a small module
//! of plain functions: octets of the layer above go in, octets of this layer come out.
//! What a caller gets wrong (a digit that is none, a payload too long for its length field) panics:
//! this crate supports tests and reads nothing from outside.
//! Mutants are made by taking a builder apart: see [`ber::tlv_indefinite`] and its neighbours.

pub mod ber;
pub mod cap;
pub mod capture;
pub mod corpus;
pub mod diameter;
pub mod gtp;
pub mod map;
pub mod random;
pub mod samples;
pub mod sccp;
pub mod sms;
pub mod tcap;
pub mod tcap_ansi;
pub mod traffic;
pub mod transport;
pub mod world;

pub use traffic::traffic;
pub use world::{Answer, Lab, Node};
