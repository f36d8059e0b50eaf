//! Messages of Gp (TS 29.060), as the serving nodes of an older partner and our gateways send them.

use super::session::{Session, access, recovery};
use crate::ber;
use crate::gtp::v1::{header, tlv, tv};
use crate::gtp::{apn, imsi_v1};

/// Cause values (TS 29.060 7.7.1).
pub(super) mod cause_value {
    pub(in crate::traffic::packet) const ACCEPTED: u8 = 128;
    pub(in crate::traffic::packet) const NON_EXISTENT: u8 = 192;
    pub(in crate::traffic::packet) const USER_AUTHENTICATION_FAILED: u8 = 209;
}

/// The one context of a connection.
const NSAPI: u8 = 5;
/// End User Address (7.7.27): an IETF address that is IPv6.
const IPV6: [u8; 2] = [0xf1, 0x57];
/// Interactive traffic (7.7.34).
const QUALITY: [u8; 4] = [0x02, 0x23, 0x92, 0x1f];

/// Tunnels and addresses of the serving node: for user data and signalling.
fn ends(session: &Session) -> [Vec<u8>; 2] {
    let sgsn = session.sgw;
    let tunnels = [tv(16, sgsn.user.to_be_bytes()), tv(17, sgsn.control.to_be_bytes())].concat();
    let address = tlv(133, sgsn.node.octets());
    [tunnels, [&address[..], &address].concat()]
}

fn routing_area(session: &Session) -> Vec<u8> {
    tv(3, [&session.network()[..], &session.place.0.to_be_bytes(), &[1]].concat())
}

/// Create PDP Context Request (TS 29.060 7.3.1).
pub(super) fn create_request(sequence: u16, session: &Session) -> Vec<u8> {
    let roamer = &session.roamer;
    let [tunnels, addresses] = ends(session);
    let elements = [
        tv(2, imsi_v1(&roamer.imsi)),
        routing_area(session),
        tv(14, [recovery(session.sgw.node)]),
        tv(15, [0xfc]),
        tunnels,
        tv(20, [NSAPI]),
        tv(26, [0x08, 0]),
        tlv(128, IPV6),
        tlv(131, apn(&roamer.apn)),
        addresses,
        tlv(134, ber::address(0x91, &roamer.msisdn)),
        tlv(135, QUALITY),
        tlv(151, [access::UTRAN]),
        tlv(152, session.location_v1()),
        tlv(153, [0x40, 0]),
        tlv(154, ber::tbcd(&roamer.imei)),
    ];
    header(16, 0, Some(sequence), elements.concat())
}

/// Create PDP Context Response that accepts (TS 29.060 7.3.2).
pub(super) fn create_response(sequence: u16, session: &Session) -> Vec<u8> {
    let ggsn = session.pgw;
    let elements = [
        tv(1, [cause_value::ACCEPTED]),
        tv(8, [0xfe]),
        tv(14, [recovery(ggsn.node)]),
        tv(16, ggsn.user.to_be_bytes()),
        tv(17, ggsn.control.to_be_bytes()),
        tv(127, ggsn.user.to_be_bytes()),
        tlv(128, [&IPV6[..], &session.address().octets()].concat()),
        tlv(133, ggsn.node.octets()),
        tlv(133, ggsn.node.octets()),
        tlv(135, QUALITY),
    ];
    header(17, session.sgw.control, Some(sequence), elements.concat())
}

/// A response with nothing but its cause. Towards no tunnel where there is no context.
pub(super) fn response(kind: u8, sequence: u16, session: &Session, value: u8) -> Vec<u8> {
    let teid = if value == cause_value::NON_EXISTENT { 0 } else { session.sgw.control };
    header(kind, teid, Some(sequence), tv(1, [value]))
}

/// Update PDP Context Request of a serving node (TS 29.060 7.3.3).
pub(super) fn update_request(sequence: u16, session: &Session) -> Vec<u8> {
    let [tunnels, addresses] = ends(session);
    let elements = [
        routing_area(session),
        tv(14, [recovery(session.sgw.node)]),
        tunnels,
        tv(20, [NSAPI]),
        addresses,
        tlv(135, QUALITY),
        tlv(151, [access::UTRAN]),
        tlv(152, session.location_v1()),
    ];
    header(18, session.pgw.control, Some(sequence), elements.concat())
}

/// Update PDP Context Response that accepts (TS 29.060 7.3.4).
pub(super) fn update_response(sequence: u16, session: &Session) -> Vec<u8> {
    let ggsn = session.pgw;
    let elements = [
        tv(1, [cause_value::ACCEPTED]),
        tv(14, [recovery(ggsn.node)]),
        tv(127, ggsn.user.to_be_bytes()),
        tlv(135, QUALITY),
    ];
    header(19, session.sgw.control, Some(sequence), elements.concat())
}

/// Delete PDP Context Request (TS 29.060 7.3.5): all contexts of the address.
pub(super) fn delete_request(sequence: u16, session: &Session) -> Vec<u8> {
    header(20, session.pgw.control, Some(sequence), [tv(19, [0xff]), tv(20, [NSAPI])].concat())
}
