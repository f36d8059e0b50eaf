//! Diameter: what `sigwarden-emit` writes, and a laboratory in which peers say it.
//!
//! A request is made by a function of its interface ([`s6a::update_location`]) from a [`Route`],
//! which says who asks whom in which session; an answer from its request. [`DiameterLab`] gives
//! both their identifiers and puts them on connections:
//!
//! ```
//! use sigwarden_testkit::diameter::{DiameterLab, Peer, Route, s6a};
//!
//! let mme = Peer::at("mme01", "99999", [198, 51, 100, 1]);
//! let hss = Peer::at("hss01", "00101", [192, 0, 2, 1]);
//! let mut lab = DiameterLab::new();
//! let route = Route::new(lab.session(&mme), &mme, &hss);
//! let request = s6a::update_location(&route, "001010000000123", "99999");
//! let answer = s6a::update_location_answer(&request, &hss, &s6a::subscription_data("15555550123"));
//! lab.exchange(&mme, &hss, request, Some(answer));
//! assert_eq!(lab.packets().len(), 2);
//! ```
//!

mod connection;
mod lab;
mod samples;

pub use lab::{Carrier, DiameterLab};
pub use samples::{Exchange, every_exchange, one_of_each};
pub use sigwarden_emit::diameter::*;
