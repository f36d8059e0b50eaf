//! What is wrong: categories, checks, findings.
//!
//! - [`table`]: the category table, editable.
//! - [`addresses`]: whose an address is, remembered.
//! - [`parties`]: who asks whom about whose subscriber.
//! - [`structure`]: what is not as the standards have it, beyond single octets.
//! - [`gravity`]: what each anomaly means.
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
pub mod detector;
pub mod findings;
pub mod gravity;
pub mod home;
pub mod parties;
pub mod roles;
pub mod rules;
pub mod structure;
pub mod table;

mod patterns;

pub use detector::{Detector, Judgement};
pub use home::HomeLearner;
pub use rules::RULE_SET;
pub use table::{Category, Table, TableError};
