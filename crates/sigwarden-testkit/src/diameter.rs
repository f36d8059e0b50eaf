//! Diameter (RFC 6733), the applications of 3GPP on it, and a laboratory in which peers talk.
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
//! What is to be broken is changed afterwards: fields of [`Avp`] and [`Message`] are public.

mod avp;
pub mod base;
pub mod code;
mod connection;
pub mod ims;
mod lab;
pub mod location;
mod message;
mod number;
mod peer;
pub mod policy;
pub mod s13;
pub mod s6a;
mod samples;
pub mod sms;

pub use avp::{Avp, Value, avp};
pub use code::Code;
pub use lab::{Carrier, DiameterLab};
pub use message::{Message, Outcome};
pub use number::{application, command, flag, result};
pub use peer::{Peer, Route, realm};
pub use samples::{Exchange, every_exchange, one_of_each};

use crate::ber::tbcd;

/// The IMSI, the number and the visited network of samples are digits; a PLMN in binary is that of
/// TS 24.301 9.9.3.12 without its first octet: country and network code, five or six digits.
pub fn plmn(digits: &str) -> Vec<u8> {
    let (country, network) = digits.split_at(3);
    let (network, third) = network.split_at(2);
    tbcd(&[country, if third.is_empty() { "f" } else { third }, network].concat())
}
