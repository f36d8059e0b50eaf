//! Version 2 (TS 29.274).

use super::{apn, plmn};
use crate::ber;
use std::net::{Ipv4Addr, Ipv6Addr};

/// Interface types of tunnel ends (TS 29.274 8.22).
pub mod interface {
    /// User data of the base station.
    pub const S1U_ENB: u8 = 0;
    /// User data of the serving gateway towards the packet gateway.
    pub const S5_SGW_USER: u8 = 4;
    /// User data of the packet gateway.
    pub const S5_PGW_USER: u8 = 5;
    /// Signalling of the serving gateway towards the packet gateway.
    pub const S5_SGW_CONTROL: u8 = 6;
    /// Signalling of the packet gateway.
    pub const S5_PGW_CONTROL: u8 = 7;
    /// Signalling of an MME towards another.
    pub const S10_MME: u8 = 12;
}

/// Header (TS 29.274 5.1); without tunnel identifier for Echo and Version Not Supported.
pub fn header(kind: u8, teid: Option<u32>, sequence: u32, elements: impl AsRef<[u8]>) -> Vec<u8> {
    let flags = if teid.is_some() { 0x48 } else { 0x40 };
    raw(flags, kind, teid, sequence, elements)
}

/// Header with any flags.
pub fn raw(flags: u8, kind: u8, teid: Option<u32>, sequence: u32, elements: impl AsRef<[u8]>) -> Vec<u8> {
    let mut rest: Vec<u8> = teid.map(u32::to_be_bytes).into_iter().flatten().collect();
    rest.extend((sequence << 8).to_be_bytes());
    rest.extend_from_slice(elements.as_ref());
    let length = u16::try_from(rest.len()).expect("a message is shorter than 64 KiB");
    [&[flags, kind][..], &length.to_be_bytes(), &rest].concat()
}

/// Two messages in one datagram: the flag of the first says so (TS 29.274 5.5.1).
pub fn piggyback(mut first: Vec<u8>, second: &[u8]) -> Vec<u8> {
    first[0] |= 0x10;
    first.extend_from_slice(second);
    first
}

/// An element (TS 29.274 8.2.1).
pub fn ie(kind: u8, instance: u8, value: impl AsRef<[u8]>) -> Vec<u8> {
    let value = value.as_ref();
    let length = u16::try_from(value.len()).expect("an element is shorter than 64 KiB");
    [&[kind][..], &length.to_be_bytes(), &[instance], value].concat()
}

/// IMSI (TS 29.274 8.3).
pub fn imsi(digits: &str) -> Vec<u8> {
    ie(1, 0, ber::tbcd(digits))
}

/// Cause without an offending element (TS 29.274 8.4).
pub fn cause(value: u8) -> Vec<u8> {
    ie(2, 0, [value, 0])
}

/// F-TEID with an IPv4 address (TS 29.274 8.22).
pub fn f_teid(instance: u8, interface: u8, teid: u32, address: Ipv4Addr) -> Vec<u8> {
    ie(87, instance, [&[0x80 | interface][..], &teid.to_be_bytes(), &address.octets()].concat())
}

/// F-TEID with both kinds of address.
pub fn f_teid_both(instance: u8, interface: u8, teid: u32, v4: Ipv4Addr, v6: Ipv6Addr) -> Vec<u8> {
    ie(87, instance, [&[0xC0 | interface][..], &teid.to_be_bytes(), &v4.octets(), &v6.octets()].concat())
}

/// Serving Network (TS 29.274 8.18).
pub fn serving_network(mcc: &str, mnc: &str) -> Vec<u8> {
    ie(83, 0, plmn(mcc, mnc))
}

/// User Location Information: tracking area and cell (TS 29.274 8.21).
pub fn user_location(mcc: &str, mnc: &str) -> Vec<u8> {
    let network = plmn(mcc, mnc);
    ie(86, 0, [&[0x18][..], &network, &[0x00, 0x01], &network, &[0, 0, 0, 1]].concat())
}

/// A bearer with its identifier and other elements (TS 29.274 8.28).
pub fn bearer(instance: u8, ebi: u8, elements: &[Vec<u8>]) -> Vec<u8> {
    ie(93, instance, [&ie(73, 0, [ebi])[..], &elements.concat()].concat())
}

/// Quality of a bearer (TS 29.274 8.15): class 9, no guaranteed rates.
fn bearer_quality() -> Vec<u8> {
    let mut value = vec![0x49, 9];
    value.resize(22, 0);
    ie(80, 0, value)
}

/// Keys of a phone (TS 29.274 8.38, EPS security context): no vectors, counters and key, no capabilities.
fn security_context() -> Vec<u8> {
    let (head, counters, key, capabilities) = ([0x80, 0x00, 0x00], [0; 6], [0x11; 32], [0; 5]);
    ie(107, 0, [&head[..], &counters, &key, &capabilities].concat())
}

/// Echo Request with the restart counter (TS 29.274 7.1.1).
pub fn echo_request(sequence: u32, recovery: u8) -> Vec<u8> {
    header(1, None, sequence, ie(3, 0, [recovery]))
}

/// Echo Response (TS 29.274 7.1.2).
pub fn echo_response(sequence: u32, recovery: u8) -> Vec<u8> {
    header(2, None, sequence, ie(3, 0, [recovery]))
}

/// What a [`create_session_request`] is about.
#[derive(Clone, Copy, Debug)]
pub struct Session<'a> {
    /// Subscriber.
    pub imsi: &'a str,
    /// Number, international.
    pub msisdn: &'a str,
    /// Identity of the telephone, 16 digits with the version of its software.
    pub imei: &'a str,
    /// Access point name.
    pub apn: &'a str,
    /// Network of the serving node: country and network code.
    pub network: (&'a str, &'a str),
    /// Serving gateway.
    pub sgw: Ipv4Addr,
    /// Tunnel identifiers that it has given: signalling, user data.
    pub teids: (u32, u32),
}

/// Create Session Request from a serving to a packet gateway (TS 29.274 7.2.1), outside any tunnel.
pub fn create_session_request(sequence: u32, session: &Session<'_>) -> Vec<u8> {
    let (mcc, mnc) = session.network;
    let bearer = bearer(0, 5, &[f_teid(2, interface::S5_SGW_USER, session.teids.1, session.sgw), bearer_quality()]);
    let elements = [
        imsi(session.imsi),
        ie(76, 0, ber::tbcd(session.msisdn)),
        ie(75, 0, ber::tbcd(session.imei)),
        user_location(mcc, mnc),
        serving_network(mcc, mnc),
        ie(82, 0, [6]),
        ie(77, 0, [0, 0]),
        f_teid(0, interface::S5_SGW_CONTROL, session.teids.0, session.sgw),
        ie(71, 0, apn(session.apn)),
        ie(128, 0, [0]),
        ie(99, 0, [1]),
        ie(79, 0, [1, 0, 0, 0, 0]),
        ie(127, 0, [0]),
        ie(72, 0, [0, 0, 0x10, 0, 0, 0, 0x20, 0]),
        ie(78, 0, [0x80]),
        bearer,
        ie(3, 0, [7]),
        ie(114, 0, [0x40, 0x00]),
        ie(95, 0, [0x08, 0x00]),
    ];
    header(32, Some(0), sequence, elements.concat())
}

/// Create Session Response (TS 29.274 7.2.2); `teids`: signalling and user data of the packet gateway.
pub fn create_session_response(sequence: u32, teid: u32, value: u8, teids: (u32, u32), pgw: Ipv4Addr) -> Vec<u8> {
    let bearer =
        bearer(0, 5, &[cause(value), f_teid(2, interface::S5_PGW_USER, teids.1, pgw), ie(94, 0, [0, 0, 0, 9])]);
    let elements = [
        cause(value),
        f_teid(1, interface::S5_PGW_CONTROL, teids.0, pgw),
        ie(79, 0, [1, 192, 0, 2, 77]),
        ie(127, 0, [0]),
        bearer,
        ie(3, 0, [3]),
    ];
    header(33, Some(teid), sequence, elements.concat())
}

/// Modify Bearer Request of a serving gateway that took over (TS 29.274 7.2.7).
pub fn modify_bearer_request(
    sequence: u32,
    teid: u32,
    network: (&str, &str),
    sgw: Ipv4Addr,
    teids: (u32, u32),
) -> Vec<u8> {
    let elements = [
        user_location(network.0, network.1),
        serving_network(network.0, network.1),
        ie(82, 0, [6]),
        f_teid(0, interface::S5_SGW_CONTROL, teids.0, sgw),
        bearer(0, 5, &[f_teid(1, interface::S5_SGW_USER, teids.1, sgw)]),
    ];
    header(34, Some(teid), sequence, elements.concat())
}

/// Modify Bearer Response (TS 29.274 7.2.8).
pub fn modify_bearer_response(sequence: u32, teid: u32, value: u8) -> Vec<u8> {
    header(35, Some(teid), sequence, [cause(value), bearer(0, 5, &[cause(value)])].concat())
}

/// Delete Session Request (TS 29.274 7.2.9.1).
pub fn delete_session_request(sequence: u32, teid: u32) -> Vec<u8> {
    header(36, Some(teid), sequence, [ie(73, 0, [5]), ie(77, 0, [0x08, 0])].concat())
}

/// Delete Session Response (TS 29.274 7.2.10.1).
pub fn delete_session_response(sequence: u32, teid: u32, value: u8) -> Vec<u8> {
    header(37, Some(teid), sequence, cause(value))
}

/// Create Bearer Request (TS 29.274 7.2.3): one bearer besides the one of the connection.
pub fn create_bearer_request(sequence: u32, teid: u32, pgw: Ipv4Addr, user_teid: u32) -> Vec<u8> {
    let bearer = bearer(
        0,
        0,
        &[
            ie(84, 0, [0x21, 0x30, 0x10, 0x02, 0x30, 0x11]),
            f_teid(1, interface::S5_PGW_USER, user_teid, pgw),
            bearer_quality(),
        ],
    );
    header(95, Some(teid), sequence, [ie(73, 0, [5]), bearer].concat())
}

/// Delete Bearer Request about some bearers (TS 29.274 7.2.9.2).
pub fn delete_bearer_request(sequence: u32, teid: u32, bearers: &[u8]) -> Vec<u8> {
    let elements: Vec<u8> = bearers.iter().flat_map(|ebi| ie(73, 1, [*ebi])).collect();
    header(99, Some(teid), sequence, elements)
}

/// Delete Bearer Response (TS 29.274 7.2.10.2).
pub fn delete_bearer_response(sequence: u32, teid: u32, value: u8) -> Vec<u8> {
    header(100, Some(teid), sequence, [cause(value), bearer(0, 6, &[cause(value)])].concat())
}

/// Change Notification Request (TS 29.274 7.3.14).
pub fn change_notification_request(sequence: u32, teid: u32, digits: &str, network: (&str, &str)) -> Vec<u8> {
    let elements = [imsi(digits), ie(82, 0, [6]), user_location(network.0, network.1)];
    header(38, Some(teid), sequence, elements.concat())
}

/// Change Notification Response (TS 29.274 7.3.15).
pub fn change_notification_response(sequence: u32, teid: u32, digits: &str, value: u8) -> Vec<u8> {
    header(39, Some(teid), sequence, [imsi(digits), cause(value)].concat())
}

/// Identification Request for a temporary identity (TS 29.274 7.3.8).
pub fn identification_request(sequence: u32, mcc: &str, mnc: &str) -> Vec<u8> {
    let guti = [&plmn(mcc, mnc)[..], &[0x80, 0x01, 0x01, 0xC0, 0, 0, 1]].concat();
    header(128, Some(0), sequence, ie(117, 0, guti))
}

/// Identification Response: the subscriber and its keys (TS 29.274 7.3.9).
pub fn identification_response(sequence: u32, digits: &str) -> Vec<u8> {
    header(129, Some(0), sequence, [cause(16), imsi(digits), security_context()].concat())
}

/// Context Request of a new MME (TS 29.274 7.3.5).
pub fn context_request(sequence: u32, digits: &str, network: (&str, &str), mme: Ipv4Addr) -> Vec<u8> {
    let elements =
        [imsi(digits), ie(82, 0, [6]), serving_network(network.0, network.1), f_teid(0, interface::S10_MME, 5, mme)];
    header(130, Some(0), sequence, elements.concat())
}

/// Context Response: subscriber, keys, and a connection with its bearer (TS 29.274 7.3.6).
pub fn context_response(sequence: u32, teid: u32, digits: &str, name: &str, pgw: Ipv4Addr) -> Vec<u8> {
    let connection = [
        ie(71, 0, apn(name)),
        ie(73, 0, [5]),
        f_teid(0, interface::S5_PGW_CONTROL, 9, pgw),
        bearer(0, 5, &[f_teid(1, interface::S5_PGW_USER, 10, pgw), bearer_quality()]),
        ie(72, 0, [0, 0, 0x10, 0, 0, 0, 0x20, 0]),
    ];
    let elements = [
        cause(16),
        imsi(digits),
        security_context(),
        ie(109, 0, connection.concat()),
        ie(87, 0, [0x8A, 0, 0, 0, 6, 192, 0, 2, 1]),
    ];
    header(131, Some(teid), sequence, elements.concat())
}
