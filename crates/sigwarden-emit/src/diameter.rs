//! Diameter (RFC 6733) and the applications of 3GPP on it.
//!
//! A request is made by a function of its interface ([`s6a::update_location`]) from a [`Route`],
//! which says who asks whom in which session; an answer from its request. What is to be broken is
//! changed afterwards: fields of [`Avp`] and [`Message`] are public.

mod avp;
pub mod base;
pub mod code;
pub mod ims;
pub mod location;
mod message;
mod number;
mod peer;
pub mod policy;
pub mod s13;
pub mod s6a;
pub mod sms;

pub use avp::{Avp, Value, avp};
pub use code::Code;
pub use message::{Message, Outcome};
pub use number::{application, command, flag, result};
pub use peer::{Peer, Route, realm};

use crate::ber::tbcd;

/// The IMSI, the number and the visited network of samples are digits; a PLMN in binary is that of
/// TS 24.301 9.9.3.12 without its first octet: country and network code, five or six digits.
pub fn plmn(digits: &str) -> Vec<u8> {
    let (country, network) = digits.split_at(3);
    let (network, third) = network.split_at(2);
    tbcd(&[country, if third.is_empty() { "f" } else { third }, network].concat())
}
