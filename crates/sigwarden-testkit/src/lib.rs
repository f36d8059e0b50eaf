//! Synthetic traffic, captures and samples for tests, benchmarks and the corpus.
//!
//! Messages are written by `sigwarden-emit`, whose modules are found here too.
//! This crate supports tests and reads nothing from outside: what a caller gets wrong panics.

pub mod corpus;
pub mod diameter;
pub mod gtp;
pub mod samples;
pub mod traffic;
pub mod world;

pub use sigwarden_emit::{ber, cap, capture, map, random, sccp, sms, tcap, tcap_ansi, transport};
pub use traffic::traffic;
pub use world::{Answer, Lab, Node};
