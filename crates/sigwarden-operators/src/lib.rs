//! Who is who: which network and which country a number, a subscriber or a node belongs to,
//! as far as the numbering plans and the site configuration say.
//!
//! - [`site`]: the configuration file of one installation.
//! - [`import`]: what other files say about operators: IR.21, tables.
//! - [`numbering`]: country of a number (E.164) or of a network (E.212).
//! - [`networks`]: both together; one [`Attribution`] per address, with its basis and confidence.
//! - [`privacy`]: keyed pseudonyms of subscribers.
//!
//! No files, clocks or sockets: text comes in, answers go out.
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

pub mod country;
pub mod day;
pub mod digits;
pub mod import;
pub mod networks;
pub mod numbering;
pub mod plmn;
pub mod privacy;
pub mod roles;
pub mod site;
mod trie;

pub use country::{Countries, Country};
pub use day::Day;
pub use digits::DigitRange;
pub use networks::{Attribution, Basis, LearnedHome, Network, Networks, plmn_of_realm, same_network};
pub use plmn::{Plmn, plmn_of_imsi};
pub use privacy::{KeyError, Pseudonymiser};
pub use roles::Roles;
pub use site::{Site, SiteError};
