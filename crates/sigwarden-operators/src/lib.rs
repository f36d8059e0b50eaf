//! Who is who: which network and which country a number, a subscriber or a node belongs to,
//! as far as the numbering plans and the site configuration say.
//!
//! - [`site`]: the configuration file of one installation.
//! - [`import`]: what other files say about operators: IR.21, tables; [`history`]: which of it holds when.
//! - [`numbering`]: the public tables: country and first holder of a number (E.164) or a network (E.212).
//! - [`ranges`]: how ranges of numbers are looked up; [`digits`]: how they are written.
//! - [`networks`]: all of it together; one [`Attribution`] per address, with its basis, day and confidence.
//! - [`lookup`]: everything that is known of one address; [`doctor`]: what is wrong with the data.
//! - [`places`]: countries on the map.
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

mod cidr;
pub mod country;
pub mod day;
pub mod digits;
pub mod doctor;
pub mod history;
pub mod import;
pub mod lookup;
pub mod networks;
pub mod numbering;
pub mod places;
pub mod plmn;
pub mod privacy;
pub mod ranges;
pub mod roles;
pub mod site;

pub use country::{Countries, Country};
pub use day::Day;
pub use digits::DigitRange;
pub use networks::{
    Attribution, Basis, Imported, LearnedHome, LearnedPartner, Marks, Network, Networks, StoreError, plmn_of_realm,
    same_network,
};
pub use plmn::{Plmn, plmn_of_imsi};
pub use privacy::{KeyError, Pseudonymiser};
pub use roles::Roles;
pub use site::{Site, SiteError};
