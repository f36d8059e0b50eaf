//! Messages of S8 (TS 29.274), as gateways send them.

use super::session::{Bearer, Session, access, recovery};
use crate::ber;
use crate::gtp::v2::{self, bearer, f_teid, header, ie, interface};
use crate::gtp::{apn, v2::cause};

/// Cause values (TS 29.274 8.4).
pub(super) mod cause_value {
    pub(in crate::traffic::packet) const ACCEPTED: u8 = 16;
    pub(in crate::traffic::packet) const CONTEXT_NOT_FOUND: u8 = 64;
    pub(in crate::traffic::packet) const USER_AUTHENTICATION_FAILED: u8 = 92;
    pub(in crate::traffic::packet) const ACCESS_DENIED_NO_SUBSCRIPTION: u8 = 93;
}

/// Identifier of the first bearer of a connection.
const FIRST_BEARER: u8 = 5;
/// IPv6 (TS 29.274 8.14 and 8.34), and the length of a prefix.
const IPV6: u8 = 2;
const PREFIX: u8 = 64;

/// Quality of a bearer (TS 29.274 8.15): class, without guaranteed rates.
fn quality(class: u8) -> Vec<u8> {
    let mut value = vec![0x49, class];
    value.resize(22, 0);
    ie(80, 0, value)
}

fn sender(session: &Session) -> Vec<u8> {
    f_teid(0, interface::S5_SGW_CONTROL, session.sgw.control, session.sgw.node)
}

/// Where he is: place, network, radio access.
fn whereabouts(session: &Session) -> Vec<u8> {
    [ie(86, 0, session.location_v2()), ie(83, 0, session.network()), ie(82, 0, [access::EUTRAN])].concat()
}

/// Create Session Request (TS 29.274 7.2.1).
pub(super) fn create_session_request(sequence: u32, session: &Session) -> Vec<u8> {
    let roamer = &session.roamer;
    let user = f_teid(2, interface::S5_SGW_USER, session.sgw.user, session.sgw.node);
    let elements = [
        v2::imsi(&roamer.imsi),
        ie(76, 0, ber::tbcd(&roamer.msisdn)),
        ie(75, 0, ber::tbcd(&roamer.imei)),
        whereabouts(session),
        ie(77, 0, [0, 0]),
        sender(session),
        ie(71, 0, apn(&roamer.apn)),
        // Subscribed and checked by the serving node (8.58).
        ie(128, 0, [0]),
        ie(99, 0, [IPV6]),
        ie(79, 0, [&[IPV6, PREFIX][..], &[0; 16]].concat()),
        ie(127, 0, [0]),
        ie(72, 0, [0, 0, 0x75, 0x30, 0, 0, 0xea, 0x60]),
        bearer(0, FIRST_BEARER, &[user, quality(9)]),
        ie(3, 0, [recovery(session.sgw.node)]),
        ie(114, 0, [0x40, 0]),
        ie(95, 0, [0x08, 0]),
    ];
    header(32, Some(0), sequence, elements.concat())
}

/// Create Session Response that accepts (TS 29.274 7.2.2).
pub(super) fn create_session_response(sequence: u32, session: &Session) -> Vec<u8> {
    let pgw = session.pgw;
    let inner = [
        cause(cause_value::ACCEPTED),
        f_teid(2, interface::S5_PGW_USER, pgw.user, pgw.node),
        quality(9),
        ie(94, 0, pgw.user.to_be_bytes()),
    ];
    let elements = [
        cause(cause_value::ACCEPTED),
        f_teid(1, interface::S5_PGW_CONTROL, pgw.control, pgw.node),
        ie(79, 0, [&[IPV6, PREFIX][..], &session.address().octets()].concat()),
        ie(127, 0, [0]),
        bearer(0, FIRST_BEARER, &inner),
        ie(3, 0, [recovery(pgw.node)]),
    ];
    header(33, Some(session.sgw.control), sequence, elements.concat())
}

/// A response that refuses: towards the tunnel of who asked, or towards none where the context is not found.
pub(super) fn refusal(kind: u8, sequence: u32, session: &Session, value: u8) -> Vec<u8> {
    let teid = if value == cause_value::CONTEXT_NOT_FOUND { 0 } else { session.sgw.control };
    header(kind, Some(teid), sequence, cause(value))
}

/// Modify Bearer Request (TS 29.274 7.2.7). With the ends of its tunnels where the serving gateway is a new one.
pub(super) fn modify_bearer_request(sequence: u32, session: &Session, moved: bool) -> Vec<u8> {
    let mut elements = whereabouts(session);
    if moved {
        let user = |teid| f_teid(1, interface::S5_SGW_USER, teid, session.sgw.node);
        elements.extend(sender(session));
        elements.extend(bearer(0, FIRST_BEARER, &[user(session.sgw.user)]));
        elements.extend(session.second.iter().flat_map(|second| bearer(0, second.id, &[user(second.sgw)])));
        elements.extend(ie(3, 0, [recovery(session.sgw.node)]));
    }
    header(34, Some(session.pgw.control), sequence, elements)
}

/// Modify Bearer Response (TS 29.274 7.2.8).
pub(super) fn modify_bearer_response(sequence: u32, session: &Session, moved: bool) -> Vec<u8> {
    let mut elements = cause(cause_value::ACCEPTED);
    elements.extend(ie(76, 0, ber::tbcd(&session.roamer.msisdn)));
    if moved {
        let done = |id| bearer(0, id, &[cause(cause_value::ACCEPTED)]);
        elements.extend(done(FIRST_BEARER));
        elements.extend(session.second.iter().flat_map(|second| done(second.id)));
    }
    header(35, Some(session.sgw.control), sequence, elements)
}

/// Create Bearer Request (TS 29.274 7.2.3): the packet gateway wants another bearer, for UDP.
pub(super) fn create_bearer_request(sequence: u32, session: &Session, second: Bearer) -> Vec<u8> {
    let pgw = session.pgw.node;
    let inner = [
        // One filter for both directions: protocol 17 (TS 24.008 10.5.6.12).
        ie(84, 0, [0x21, 0x30, 0x10, 0x02, 0x30, 0x11]),
        f_teid(1, interface::S5_PGW_USER, second.pgw, pgw),
        quality(1),
        ie(94, 0, second.pgw.to_be_bytes()),
    ];
    let elements = [ie(73, 0, [FIRST_BEARER]), bearer(0, 0, &inner)];
    header(95, Some(session.sgw.control), sequence, elements.concat())
}

/// Create Bearer Response (TS 29.274 7.2.4).
pub(super) fn create_bearer_response(sequence: u32, session: &Session, second: Bearer) -> Vec<u8> {
    let inner = [
        cause(cause_value::ACCEPTED),
        f_teid(2, interface::S5_SGW_USER, second.sgw, session.sgw.node),
        f_teid(3, interface::S5_PGW_USER, second.pgw, session.pgw.node),
    ];
    let location = ie(86, 0, session.location_v2());
    let elements = [cause(cause_value::ACCEPTED), bearer(0, second.id, &inner), location, ie(114, 0, [0x40, 0])];
    header(96, Some(session.pgw.control), sequence, elements.concat())
}

/// Delete Session Request (TS 29.274 7.2.9.1).
pub(super) fn delete_session_request(sequence: u32, session: &Session) -> Vec<u8> {
    let elements = [ie(73, 0, [FIRST_BEARER]), ie(86, 0, session.location_v2()), ie(114, 0, [0x40, 0])];
    header(36, Some(session.pgw.control), sequence, elements.concat())
}

/// Change Notification Request (TS 29.274 7.3.14): he is in another cell.
pub(super) fn change_notification_request(sequence: u32, session: &Session) -> Vec<u8> {
    let elements =
        [v2::imsi(&session.roamer.imsi), ie(82, 0, [access::EUTRAN]), ie(86, 0, session.location_v2())].concat();
    header(38, Some(session.pgw.control), sequence, elements)
}

/// Change Notification Response (TS 29.274 7.3.15).
pub(super) fn change_notification_response(sequence: u32, session: &Session) -> Vec<u8> {
    v2::change_notification_response(sequence, session.sgw.control, &session.roamer.imsi, cause_value::ACCEPTED)
}
