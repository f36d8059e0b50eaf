//! What is wrong: categories, checks, findings.
//!
//! - [`table`], [`commands`]: the category tables, editable.
//! - [`addresses`]: whose an address is, remembered.
//! - [`parties`]: who asks whom about whose subscriber.
//! - [`structure`]: what is not as the standards have it, beyond single octets.
//! - [`gravity`]: what each anomaly means.
//! - [`suspicion`]: what is suspicious about a request.
//! - [`diameter`], [`gtp`], [`sms`]: what is wrong with the messages of each.
//! - [`patterns`]: what several findings are together.
//! - [`words`]: reasons in words.
//! - [`memory`]: where subscribers were, what addresses do, what follows what.
//! - [`thresholds`]: from which number on something is suspicious.
//! - [`detector`]: takes operations, gives judgements and, at the end, findings.
//! - [`home`]: works out which network a capture protects.
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

pub mod addresses;
pub mod commands;
pub mod detector;
pub mod findings;
pub mod gravity;
pub mod home;
pub mod memory;
pub mod parties;
pub mod rules;
pub mod sms;
pub mod structure;
pub mod table;
pub mod thresholds;

mod book;
mod diameter;
mod evidence;
mod gtp;
mod names;
mod outside;
mod patterns;
mod suspicion;
mod traits;
mod words;

pub use commands::Commands;
pub use detector::{Detector, Judgement};
pub use home::HomeLearner;
pub use rules::RULE_SET;
pub use table::{Category, Table, TableError};
