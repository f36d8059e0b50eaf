//! Synthetic mobile networks with a known truth, written as captures, and how well a verdict meets it.
//!
//! Nothing here opens a socket, and nothing here knows how attacks are found.

pub mod score;
pub mod truth;
