//! Checksums of IP, UDP, TCP and SCTP: where one was right it is made right again; zeros and wrong ones stay.

use crate::draft::place;
use sigwarden_wire::anomaly::Anomalies;
use sigwarden_wire::gtp;
use sigwarden_wire::ip::{self, protocol};
use sigwarden_wire::link::{self, Payload, link_type};
use std::net::IpAddr;

/// Sets the checksums of a frame, of which `before` is what was captured.
pub(crate) fn set(link: u16, before: &[u8], after: &mut [u8]) {
    match link::payload(link, before) {
        Payload::Ip(octets) => {
            if let Some(range) = place(before, octets) {
                packet(before.get(range.clone()).unwrap_or(&[]), after.get_mut(range).unwrap_or(&mut []), 0);
            }
        }
        Payload::Sctp(octets) if link == link_type::SCTP => {
            if let Some(range) = place(before, octets) {
                replace(octets, after.get_mut(range).unwrap_or(&mut []), 8, Sum::Crc, [&[], &[]]);
            }
        }
        _ => {}
    }
}

/// Those of a packet, and of packets in its tunnels.
fn packet(before: &[u8], after: &mut [u8], tunnels: u8) {
    let Some(packet) = ip::packet(before) else { return };
    if packet.src.is_ipv4() {
        let header = usize::from(before.first().copied().unwrap_or(0) & 0x0F).saturating_mul(4).min(before.len());
        let (old, new) = (before.get(..header).unwrap_or(&[]), after.get_mut(..header).unwrap_or(&mut []));
        replace(old, new, 10, Sum::Ones, [&[], &[]]);
    }
    let (Some(range), None) = (place(before, packet.payload), packet.fragment) else { return };
    let Some(made) = ip::packet(after).map(|packet| [packet.src, packet.dst].map(Some)) else { return };
    let old = before.get(range.clone()).unwrap_or(&[]);
    let new = after.get_mut(range).unwrap_or(&mut []);
    if packet.protocol == protocol::UDP && tunnels < MOST_TUNNELS {
        tunnelled(old, new, tunnels);
    }
    above_ip((packet.protocol, [packet.src, packet.dst].map(Some), made), old, new);
}

/// Tunnels in tunnels.
pub(crate) const MOST_TUNNELS: u8 = 4;

/// The packet inside a datagram of user data.
fn tunnelled(before: &[u8], after: &mut [u8], tunnels: u8) {
    let inner = ip::udp(before).and_then(|ports| gtp::user_packet(ports.payload, &mut Anomalies::default()));
    if let Some(range) = inner.and_then(|inner| place(before, inner)) {
        let old = before.get(range.clone()).unwrap_or(&[]);
        packet(old, after.get_mut(range).unwrap_or(&mut []), tunnels.saturating_add(1));
    }
}

/// Protocol above IP, and the addresses before and after.
pub(crate) type Above = (u8, [Option<IpAddr>; 2], [Option<IpAddr>; 2]);

/// The checksum of what IP carries, as a whole.
pub(crate) fn above_ip((protocol, old, new): Above, before: &[u8], after: &mut [u8]) {
    match protocol {
        protocol::SCTP => replace(before, after, 8, Sum::Crc, [&[], &[]]),
        protocol::TCP => transport(before, after, 16, (protocol, old, new)),
        protocol::UDP => {
            let end = udp_end(before).unwrap_or(before.len()).min(before.len());
            let (old_octets, new_octets) = (before.get(..end).unwrap_or(&[]), after.get_mut(..end).unwrap_or(&mut []));
            if is_sctp(old_octets) {
                let inner = new_octets.get_mut(8..).unwrap_or(&mut []);
                replace(old_octets.get(8..).unwrap_or(&[]), inner, 8, Sum::Crc, [&[], &[]]);
            }
            transport(old_octets, new_octets, 6, (protocol, old, new));
        }
        _ => {}
    }
}

/// Length of a datagram as its header says; 0 means that the packet says it.
fn udp_end(octets: &[u8]) -> Option<usize> {
    let length = u16::from_be_bytes(*octets.get(4..)?.first_chunk::<2>()?);
    (length >= 8).then_some(usize::from(length))
}

fn is_sctp(octets: &[u8]) -> bool {
    ip::udp(octets).is_some_and(|ports| crate::udp::SCTP_PORT == ports.src || crate::udp::SCTP_PORT == ports.dst)
}

/// How a checksum is made.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sum {
    /// Ones' complement (RFC 1071).
    Ones,
    /// CRC32c (RFC 9260 annex A).
    Crc,
}

impl Sum {
    /// Octets that it takes up.
    const fn octets(self) -> usize {
        match self {
            Self::Ones => 2,
            Self::Crc => 4,
        }
    }
}

/// UDP and TCP: over a pseudo-header with the addresses too (RFC 9293 3.1).
fn transport(before: &[u8], after: &mut [u8], at: usize, (protocol, old, new): Above) {
    let pseudo = |addresses: [Option<IpAddr>; 2]| {
        let mut octets = Vec::with_capacity(40);
        for address in addresses.into_iter().flatten() {
            match address {
                IpAddr::V4(v4) => octets.extend(v4.octets()),
                IpAddr::V6(v6) => octets.extend(v6.octets()),
            }
        }
        octets.extend(u32::try_from(before.len()).unwrap_or(0).to_be_bytes());
        octets.extend([0, protocol]);
        octets
    };
    // A zero of UDP says that there is none.
    if before.get(at..at.saturating_add(2)) == Some(&[0, 0]) {
        return put(after, at, &[0, 0]);
    }
    replace(before, after, at, Sum::Ones, [&pseudo(old), &pseudo(new)]);
    if protocol == protocol::UDP && after.get(at..at.saturating_add(2)) == Some(&[0, 0]) {
        put(after, at, &[0xFF, 0xFF]);
    }
}

/// Makes a checksum right that was, and copies one that was not.
fn replace(before: &[u8], after: &mut [u8], at: usize, sum: Sum, [old, new]: [&[u8]; 2]) {
    let end = at.saturating_add(sum.octets());
    let Some(own) = before.get(at..end) else { return };
    let mut zeroed = before.to_vec();
    put(&mut zeroed, at, &vec![0; own.len()]);
    let right = value(sum, &zeroed, old);
    // The two zeros of ones' complement say the same.
    let is_right = own == right || sum == Sum::Ones && own == [0xFF, 0xFF] && right == [0, 0];
    if !is_right {
        return put(after, at, own);
    }
    put(after, at, &vec![0; own.len()]);
    let made = value(sum, after, new);
    put(after, at, &made);
}

fn value(sum: Sum, octets: &[u8], pseudo: &[u8]) -> Vec<u8> {
    match sum {
        Sum::Ones => (!ones(pseudo, ones(octets, 0))).to_be_bytes().to_vec(),
        Sum::Crc => crc(octets).to_le_bytes().to_vec(),
    }
}

fn put(octets: &mut [u8], at: usize, made: &[u8]) {
    if let Some(slots) = octets.get_mut(at..) {
        slots.iter_mut().zip(made).for_each(|(to, from)| *to = *from);
    }
}

/// The sum of RFC 1071 so far, and these octets added.
fn ones(octets: &[u8], so_far: u16) -> u16 {
    let (pairs, rest) = octets.as_chunks::<2>();
    let mut sum = u64::from(so_far);
    for pair in pairs {
        sum = sum.wrapping_add(u64::from(u16::from_be_bytes(*pair)));
    }
    if let [last] = rest {
        sum = sum.wrapping_add(u64::from(*last) << 8);
    }
    while sum > 0xFFFF {
        sum = (sum & 0xFFFF).wrapping_add(sum >> 16);
    }
    u16::try_from(sum).unwrap_or(0)
}

/// CRC32c, reflected, octet by octet.
fn crc(octets: &[u8]) -> u32 {
    static TABLE: [u32; 256] = table();
    let step = |crc: u32, octet: &u8| {
        let index = (crc ^ u32::from(*octet)) & 0xFF;
        TABLE.get(index as usize).copied().unwrap_or(0) ^ (crc >> 8)
    };
    !octets.iter().fold(u32::MAX, step)
}

#[expect(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "runs while compiling")]
const fn table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        let mut value = index as u32;
        let mut bit = 0;
        while bit < 8 {
            value = if value & 1 == 1 { value >> 1 ^ 0x82F6_3B78 } else { value >> 1 };
            bit += 1;
        }
        table[index] = value;
        index += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_the_standards() {
        // RFC 1071 section 3, and the check value of CRC32c.
        assert_eq!(ones(&[0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7], 0), 0xddf2);
        assert_eq!(crc(b"123456789"), 0xE306_9283);
    }
}
