//! Version 1 (TS 29.060).

use super::{apn, imsi_v1, plmn};
use crate::ber;
use std::net::Ipv4Addr;

/// Header (TS 29.060 6): with a sequence number, or without anything optional.
pub fn header(kind: u8, teid: u32, sequence: Option<u16>, body: impl AsRef<[u8]>) -> Vec<u8> {
    let optional = sequence.map(|number| [&number.to_be_bytes()[..], &[0, 0]].concat()).unwrap_or_default();
    let flags = if sequence.is_some() { 0x32 } else { 0x30 };
    raw(flags, kind, teid, &[&optional, body.as_ref()].concat())
}

/// Header with any flags; `rest` is all that follows the eight octets.
pub fn raw(flags: u8, kind: u8, teid: u32, rest: &[u8]) -> Vec<u8> {
    let mut out = vec![flags, kind];
    out.extend((rest.len() as u16).to_be_bytes());
    out.extend(teid.to_be_bytes());
    out.extend(rest);
    out
}

/// Header with extension headers (TS 29.060 6.1): `(type, content)`, content of 2, 6, 10 … octets.
pub fn extended(kind: u8, teid: u32, sequence: u16, extensions: &[(u8, &[u8])], body: &[u8]) -> Vec<u8> {
    let kinds: Vec<u8> = extensions.iter().map(|(kind, _)| *kind).chain([0]).collect();
    let mut rest = sequence.to_be_bytes().to_vec();
    rest.extend([0, kinds[0]]);
    for (index, (_, content)) in extensions.iter().enumerate() {
        assert!(content.len() % 4 == 2, "an extension header fills groups of four octets");
        rest.push((content.len() / 4 + 1) as u8);
        rest.extend_from_slice(content);
        rest.push(kinds[index + 1]);
    }
    rest.extend_from_slice(body);
    raw(0x36, kind, teid, &rest)
}

/// Element of a fixed length (types below 128).
pub fn tv(kind: u8, value: impl AsRef<[u8]>) -> Vec<u8> {
    [&[kind][..], value.as_ref()].concat()
}

/// Element with a length (types from 128).
pub fn tlv(kind: u8, value: impl AsRef<[u8]>) -> Vec<u8> {
    let value = value.as_ref();
    [&[kind][..], &(value.len() as u16).to_be_bytes(), value].concat()
}

/// Routeing Area Identity (TS 29.060 7.7.3): network, location area, routing area.
pub fn routing_area(mcc: &str, mnc: &str) -> Vec<u8> {
    tv(3, [&plmn(mcc, mnc)[..], &[0x00, 0x01, 0x02]].concat())
}

/// User Location Information (TS 29.060 7.7.51) that is a cell.
pub fn user_location(mcc: &str, mnc: &str) -> Vec<u8> {
    tlv(152, [&[0][..], &plmn(mcc, mnc), &[0x00, 0x01, 0x00, 0x02]].concat())
}

/// Echo Request (TS 29.060 7.2.1).
pub fn echo_request(sequence: u16) -> Vec<u8> {
    header(1, 0, Some(sequence), [])
}

/// Echo Response with the restart counter (TS 29.060 7.2.2).
pub fn echo_response(sequence: u16, recovery: u8) -> Vec<u8> {
    header(2, 0, Some(sequence), tv(14, [recovery]))
}

/// What a [`create_pdp_context_request`] is about.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
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
    /// Serving node, for signalling and user data.
    pub sgsn: Ipv4Addr,
    /// Tunnel identifiers that the serving node has given: signalling, user data.
    pub teids: (u32, u32),
}

/// Create PDP Context Request (TS 29.060 7.3.1), outside any tunnel.
pub fn create_pdp_context_request(sequence: u16, context: &Context<'_>) -> Vec<u8> {
    let (mcc, mnc) = context.network;
    let elements = [
        tv(2, imsi_v1(context.imsi)),
        routing_area(mcc, mnc),
        tv(14, [7]),
        tv(15, [0xFC]),
        tv(16, context.teids.1.to_be_bytes()),
        tv(17, context.teids.0.to_be_bytes()),
        tv(20, [5]),
        tv(26, [0x08, 0x00]),
        tlv(128, [0xF1, 0x21]),
        tlv(131, apn(context.apn)),
        tlv(132, [0x80]),
        tlv(133, context.sgsn.octets()),
        tlv(133, context.sgsn.octets()),
        tlv(134, [&[0x91][..], &ber::tbcd(context.msisdn)].concat()),
        tlv(135, [0x01, 0x23, 0x42, 0x1F]),
        tlv(151, [1]),
        user_location(mcc, mnc),
        tlv(153, [0x40, 0x00]),
        tlv(154, ber::tbcd(context.imei)),
    ];
    header(16, 0, Some(sequence), elements.concat())
}

/// Create PDP Context Response (TS 29.060 7.3.2).
pub fn create_pdp_context_response(sequence: u16, teid: u32, cause: u8, teids: (u32, u32), ggsn: Ipv4Addr) -> Vec<u8> {
    let elements = [
        tv(1, [cause]),
        tv(8, [0xFE]),
        tv(14, [3]),
        tv(16, teids.1.to_be_bytes()),
        tv(17, teids.0.to_be_bytes()),
        tv(127, [0, 0, 0, 9]),
        tlv(128, [0xF1, 0x21, 192, 0, 2, 77]),
        tlv(133, ggsn.octets()),
        tlv(133, ggsn.octets()),
        tlv(135, [0x01, 0x23, 0x42, 0x1F]),
    ];
    header(17, teid, Some(sequence), elements.concat())
}

/// Update PDP Context Request from a serving node (TS 29.060 7.3.3).
pub fn update_pdp_context_request(sequence: u16, teid: u32, teids: (u32, u32), sgsn: Ipv4Addr) -> Vec<u8> {
    let elements = [
        tv(16, teids.1.to_be_bytes()),
        tv(17, teids.0.to_be_bytes()),
        tv(20, [5]),
        tlv(133, sgsn.octets()),
        tlv(133, sgsn.octets()),
        tlv(135, [0x01, 0x23, 0x42, 0x1F]),
    ];
    header(18, teid, Some(sequence), elements.concat())
}

/// Update PDP Context Response (TS 29.060 7.3.4).
pub fn update_pdp_context_response(sequence: u16, teid: u32, cause: u8) -> Vec<u8> {
    header(19, teid, Some(sequence), tv(1, [cause]))
}

/// Delete PDP Context Request (TS 29.060 7.3.5).
pub fn delete_pdp_context_request(sequence: u16, teid: u32) -> Vec<u8> {
    header(20, teid, Some(sequence), [tv(19, [0xFF]), tv(20, [5])].concat())
}

/// Delete PDP Context Response (TS 29.060 7.3.6).
pub fn delete_pdp_context_response(sequence: u16, teid: u32, cause: u8) -> Vec<u8> {
    header(21, teid, Some(sequence), tv(1, [cause]))
}

/// Identification Request for the P-TMSI of a phone that came from another network (TS 29.060 7.5.1).
pub fn identification_request(sequence: u16, mcc: &str, mnc: &str) -> Vec<u8> {
    let elements = [routing_area(mcc, mnc), tv(5, [0xC0, 0, 0, 1]), tv(12, [1, 2, 3])];
    header(48, 0, Some(sequence), elements.concat())
}

/// Identification Response: the subscriber, and an authentication triplet (TS 29.060 7.5.2).
pub fn identification_response(sequence: u16, imsi: &str) -> Vec<u8> {
    let elements = [tv(1, [128]), tv(2, imsi_v1(imsi)), tv(9, [0x11; 28])];
    header(49, 0, Some(sequence), elements.concat())
}

/// SGSN Context Request (TS 29.060 7.5.3).
pub fn sgsn_context_request(sequence: u16, imsi: &str, network: (&str, &str), sgsn: Ipv4Addr) -> Vec<u8> {
    let elements = [
        tv(2, imsi_v1(imsi)),
        routing_area(network.0, network.1),
        tv(4, [0xC0, 0, 0, 1]),
        tv(13, [0xFF]),
        tv(17, [0, 0, 0, 5]),
        tlv(133, sgsn.octets()),
        tlv(151, [1]),
    ];
    header(50, 0, Some(sequence), elements.concat())
}

/// Send Routeing Information for GPRS Request (TS 29.060 7.4.1).
pub fn send_routing_information_request(sequence: u16, imsi: &str) -> Vec<u8> {
    header(32, 0, Some(sequence), tv(2, imsi_v1(imsi)))
}

/// Send Routeing Information for GPRS Response with the address of the serving node (TS 29.060 7.4.2).
pub fn send_routing_information_response(sequence: u16, imsi: &str, sgsn: Ipv4Addr) -> Vec<u8> {
    let elements = [tv(1, [128]), tv(2, imsi_v1(imsi)), tv(11, [0]), tv(29, [1]), tlv(133, sgsn.octets())];
    header(33, 0, Some(sequence), elements.concat())
}

/// Error Indication about a tunnel that nobody knows (TS 29.281 7.3.1).
pub fn error_indication(teid: u32, address: Ipv4Addr) -> Vec<u8> {
    header(26, 0, Some(0), [tv(16, teid.to_be_bytes()), tlv(133, address.octets())].concat())
}
