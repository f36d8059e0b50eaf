//! Checksums of IP, UDP, TCP and SCTP: where one was right it is made right again; zeros and wrong ones stay.

use crate::draft::place;
use sigwarden_wire::ip::{self, protocol};
use sigwarden_wire::link::{self, Payload, link_type};
use std::net::IpAddr;

/// Sets the checksums of a frame, of which `before` is what was captured.
pub(crate) fn set(link: u16, before: &[u8], after: &mut [u8]) {
    let (octets, is_ip) = match link::payload(link, before) {
        Payload::Ip(octets) => (octets, true),
        Payload::Sctp(octets) if link == link_type::SCTP => (octets, false),
        _ => return,
    };
    let Some(range) = place(before, octets) else { return };
    if !is_ip {
        return replace(before, after, range.start, range.end, 8, Sum::Crc, &[]);
    }
    let Some(packet) = ip::packet(octets) else { return };
    if packet.src.is_ipv4() {
        let header = usize::from(octets.first().copied().unwrap_or(0) & 0x0F).saturating_mul(4);
        replace(before, after, range.start, range.start.saturating_add(header), 10, Sum::Ones, &[]);
    }
    let Some(payload) = place(before, packet.payload) else { return };
    let (start, end) = (payload.start, payload.end);
    match packet.protocol {
        protocol::SCTP => replace(before, after, start, end, 8, Sum::Crc, &[]),
        protocol::TCP => transport(before, after, (start, end), 16, protocol::TCP, range.start),
        protocol::UDP => {
            let end = udp_end(packet.payload).map_or(end, |length| start.saturating_add(length).min(end));
            if is_sctp(packet.payload) {
                replace(before, after, start.saturating_add(8), end, 8, Sum::Crc, &[]);
            }
            transport(before, after, (start, end), 6, protocol::UDP, range.start);
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

/// UDP and TCP: over a pseudo-header too, whose addresses are in the frame.
fn transport(before: &[u8], after: &mut [u8], (start, end): (usize, usize), at: usize, protocol: u8, ip: usize) {
    let pseudo = |frame: &[u8]| {
        let packet = ip::packet(frame.get(ip..)?)?;
        let mut octets = Vec::with_capacity(40);
        for address in [packet.src, packet.dst] {
            match address {
                IpAddr::V4(v4) => octets.extend(v4.octets()),
                IpAddr::V6(v6) => octets.extend(v6.octets()),
            }
        }
        let length = u32::try_from(end.saturating_sub(start)).unwrap_or(0);
        octets.extend(length.to_be_bytes());
        octets.extend([0, protocol]);
        Some(octets)
    };
    let (Some(old), Some(new)) = (pseudo(before), pseudo(after)) else { return };
    if sum_at(before, start, at, 2) == Some(0) || !is_right(before, start, end, at, Sum::Ones, &old) {
        return copy(before, after, start, at, 2);
    }
    write(after, start, end, at, Sum::Ones, &new);
    if protocol == protocol::UDP && sum_at(after, start, at, 2) == Some(0) {
        put(after, start, at, &[0xFF, 0xFF]);
    }
}

fn replace(before: &[u8], after: &mut [u8], start: usize, end: usize, at: usize, sum: Sum, pseudo: &[u8]) {
    if is_right(before, start, end, at, sum, pseudo) {
        write(after, start, end, at, sum, pseudo);
    } else {
        copy(before, after, start, at, if sum == Sum::Ones { 2 } else { 4 });
    }
}

fn is_right(frame: &[u8], start: usize, end: usize, at: usize, sum: Sum, pseudo: &[u8]) -> bool {
    let mut copy = frame.to_vec();
    write(&mut copy, start, end, at, sum, pseudo);
    copy == frame || sum == Sum::Ones && is_other_zero(frame, &copy, start, at)
}

/// The two zeros of ones' complement say the same.
fn is_other_zero(frame: &[u8], made: &[u8], start: usize, at: usize) -> bool {
    sum_at(frame, start, at, 2) == Some(0xFFFF) && sum_at(made, start, at, 2) == Some(0)
}

fn write(frame: &mut [u8], start: usize, end: usize, at: usize, sum: Sum, pseudo: &[u8]) {
    let size = if sum == Sum::Ones { 2 } else { 4 };
    put(frame, start, at, &vec![0; size]);
    let octets = frame.get(start..end).unwrap_or(&[]);
    match sum {
        Sum::Ones => {
            let value = ones(pseudo, ones(octets, 0));
            put(frame, start, at, &(!value).to_be_bytes());
        }
        Sum::Crc => {
            let value = crc(octets);
            put(frame, start, at, &value.to_le_bytes());
        }
    }
}

fn sum_at(frame: &[u8], start: usize, at: usize, size: usize) -> Option<u32> {
    let from = start.checked_add(at)?;
    let octets = frame.get(from..from.checked_add(size)?)?;
    Some(octets.iter().fold(0, |sum, octet| sum << 8 | u32::from(*octet)))
}

fn put(frame: &mut [u8], start: usize, at: usize, octets: &[u8]) {
    if let Some(slots) = frame.get_mut(start.saturating_add(at)..) {
        slots.iter_mut().zip(octets).for_each(|(to, from)| *to = *from);
    }
}

fn copy(before: &[u8], after: &mut [u8], start: usize, at: usize, size: usize) {
    let from = start.saturating_add(at);
    put(after, start, at, before.get(from..from.saturating_add(size)).unwrap_or(&[]));
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
