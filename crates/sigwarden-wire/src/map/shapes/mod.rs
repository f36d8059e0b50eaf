//! Where the fields stand in the arguments and results of operations (TS 29.002 17.7), one file per area.
//!
//! One shape serves MAP v1, v2 and v3: a version adds elements and seldom moves them, and
//! where a version has a bare value instead of a SEQUENCE, `bare` names it.
//! Two conventions hold everywhere: an element without children is primitive on the wire, and a
//! universal tag that stands before a wanted one of the same number is listed with [`Field::None`],
//! so that elements are counted off in order.

pub(crate) mod call;
pub(crate) mod camel;
pub(crate) mod handover;
pub(crate) mod lcs;
pub(crate) mod location;
pub(crate) mod mobility;
#[cfg(test)]
mod samples;
pub(crate) mod security;
pub(crate) mod sms;
pub(crate) mod subscriber;
pub(crate) mod supplementary;

use super::field::Field;
use super::shape::{Node, Shape, c, u};

/// A parameter that is always constructed.
pub(crate) const fn constructed(nodes: &'static [Node]) -> Shape {
    Shape { bare: Field::None, nodes }
}

/// A parameter that some version sends as one value and another as a SEQUENCE.
pub(crate) const fn bare_or(bare: Field, nodes: &'static [Node]) -> Shape {
    Shape { bare, nodes }
}

/// BER numbers of the universal types that these modules use.
pub(crate) const INTEGER: u16 = 2;
pub(crate) const OCTET_STRING: u16 = 4;
pub(crate) const ENUMERATED: u16 = 10;
pub(crate) const SEQUENCE: u16 = 16;

/// SubscriberIdentity: whom an operation is about, by IMSI or by MSISDN.
pub(crate) const SUBSCRIBER_IDENTITY: &[Node] = &[c(0, Field::Imsi), c(1, Field::Msisdn)];

/// NetworkNodeDiameterAddress: the name; the realm adds nothing.
pub(crate) const DIAMETER_ADDRESS: &[Node] = &[c(0, Field::NodeName)];

/// The inside of a constructed element of which only the presence counts: no element has the tag of
/// end-of-contents, so nothing in it is looked at.
pub(crate) const UNREAD: &[Node] = &[u(0, Field::None)];

/// An argument that has the IMSI as `[0]`, and nothing else that is kept.
pub(crate) static IMSI_0: Shape = constructed(&[c(0, Field::Imsi)]);

/// An argument that is an IMSI and nothing else, or starts with it.
pub(crate) static IMSI: Shape = bare_or(Field::Imsi, &[u(OCTET_STRING, Field::Imsi)]);

/// A result that is the number of the HLR: bare in v1 and v2, in a SEQUENCE since.
pub(crate) static HLR_NUMBER: Shape = bare_or(Field::HlrNumber, &[u(OCTET_STRING, Field::HlrNumber)]);
