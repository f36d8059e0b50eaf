//! GPRS Tunnelling Protocol, versions 0 (GSM 09.60), 1 (TS 29.060) and 2 (TS 29.274), and user data (TS 29.281).
//!
//! Headers take the octets of their elements, elements those of their values. Messages below are as real nodes send
//! them, with the elements that the tables of the standards call mandatory and the usual ones beside them.

pub mod v1;
pub mod v2;

use crate::ber;
use std::net::Ipv4Addr;

/// Octets of the IMSI, always eight: digits, then half-octets of ones (TS 29.060 7.7.2).
pub fn imsi_v1(digits: &str) -> Vec<u8> {
    let mut out = ber::tbcd(digits);
    out.resize(8, 0xFF);
    out
}

/// Octets of a network: country and network code (TS 24.008 10.5.1.3).
pub fn plmn(mcc: &str, mnc: &str) -> Vec<u8> {
    let digit = |text: &str, index: usize| text.as_bytes().get(index).map_or(0x0F, |digit| digit - b'0');
    vec![digit(mcc, 1) << 4 | digit(mcc, 0), digit(mnc, 2) << 4 | digit(mcc, 2), digit(mnc, 1) << 4 | digit(mnc, 0)]
}

/// An access point name: each label behind its length (TS 23.003 9.1).
pub fn apn(name: &str) -> Vec<u8> {
    name.split('.').flat_map(|label| [&[label.len() as u8][..], label.as_bytes()].concat()).collect()
}

/// Header of version 0: type, sequence number, tunnel identifier (IMSI and NSAPI), elements.
pub fn v0(kind: u8, sequence: u16, tunnel: [u8; 8], elements: impl AsRef<[u8]>) -> Vec<u8> {
    let elements = elements.as_ref();
    let mut out = vec![0x1E, kind];
    out.extend((elements.len() as u16).to_be_bytes());
    out.extend(sequence.to_be_bytes());
    // Flow label, no frame number, three spare octets.
    out.extend([0, 0, 0xFF, 0xFF, 0xFF, 0xFF]);
    out.extend(tunnel);
    out.extend(elements);
    out
}

/// Tunnel identifier of version 0: up to 15 digits, then the NSAPI in the last half-octet (GSM 09.60 6).
pub fn tunnel(imsi: &str, nsapi: u8) -> [u8; 8] {
    let mut out: [u8; 8] = imsi_v1(imsi).try_into().expect("an IMSI has eight octets");
    out[7] = out[7] & 0x0F | nsapi << 4;
    out
}

/// User data of version 1 without anything optional (TS 29.281 5.1).
pub fn g_pdu(teid: u32, packet: &[u8]) -> Vec<u8> {
    v1::header(255, teid, None, packet)
}

/// The same with extension headers: `(type, content)`, where content and its two octets around fill groups of four.
pub fn g_pdu_extended(teid: u32, extensions: &[(u8, &[u8])], packet: &[u8]) -> Vec<u8> {
    v1::extended(255, teid, 0, extensions, packet)
}

/// IPv4 packet with a UDP datagram, without checksums: what a tunnel carries.
pub fn packet(source: Ipv4Addr, destination: Ipv4Addr, ports: (u16, u16), payload: &[u8]) -> Vec<u8> {
    let length = (payload.len() + 8) as u16;
    let udp = [&ports.0.to_be_bytes()[..], &ports.1.to_be_bytes(), &length.to_be_bytes(), &[0, 0], payload].concat();
    crate::transport::ipv4(source, destination, 17, &udp)
}
