//! The public contract of sigwarden: what other programs may rely on.
//!
//! - [`exit`]: exit codes of every verb.
//! - [`fields`]: the registry; each field once, with type, unit, privacy class and meaning.
//! - [`lines`]: the output lines (run, operation, finding, stats), as they are written in JSON Lines.
//!
//! This crate knows nothing of how any of it is found out.

pub mod exit;
pub mod fields;
pub mod lines;

/// Version of the output lines (semantic versioning): every line carries it as `schema`.
pub const SCHEMA_VERSION: &str = "1.2.0";
