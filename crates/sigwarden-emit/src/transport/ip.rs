//! IPv4 (RFC 791) and IPv6 (RFC 8200), whole and in fragments.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Protocol numbers.
pub mod protocol {
    /// TCP.
    pub const TCP: u8 = 6;
    /// UDP.
    pub const UDP: u8 = 17;
    /// SCTP.
    pub const SCTP: u8 = 132;
}

const FRAGMENT_HEADER: u8 = 44;
const MORE_FRAGMENTS_V4: u16 = 0x2000;

/// IPv4 packet with a right header checksum.
pub fn ipv4(source: Ipv4Addr, destination: Ipv4Addr, protocol: u8, payload: &[u8]) -> Vec<u8> {
    ipv4_part(source, destination, protocol, (0, 0x4000), payload)
}

/// IPv4 packet that may be fragmented, with its identification.
pub fn ipv4_numbered(
    source: Ipv4Addr,
    destination: Ipv4Addr,
    protocol: u8,
    identification: u16,
    payload: &[u8],
) -> Vec<u8> {
    ipv4_part(source, destination, protocol, (identification, 0), payload)
}

/// IPv4 fragments of at most `size` octets of payload, a multiple of eight.
pub fn ipv4_fragments(
    source: Ipv4Addr,
    destination: Ipv4Addr,
    protocol: u8,
    identification: u16,
    payload: &[u8],
    size: usize,
) -> Vec<Vec<u8>> {
    parts(payload, size)
        .map(|(offset, last, part)| {
            let more = if last { 0 } else { MORE_FRAGMENTS_V4 };
            let place = (identification, (offset / 8) as u16 | more);
            ipv4_part(source, destination, protocol, place, part)
        })
        .collect()
}

/// Checksum of an IPv4 header whose checksum field is zero.
pub fn ipv4_checksum(header: &[u8]) -> u16 {
    let sum: u32 =
        header.chunks(2).map(|pair| u32::from(pair[0]) << 8 | u32::from(pair.get(1).copied().unwrap_or(0))).sum();
    let folded = (sum & 0xffff) + (sum >> 16);
    !((folded & 0xffff) + (folded >> 16)) as u16
}

/// `place`: identification, and the octets of flags and fragment offset.
fn ipv4_part(source: Ipv4Addr, destination: Ipv4Addr, protocol: u8, place: (u16, u16), payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len() + 20).expect("a packet is shorter than 64 KiB");
    let mut out = Vec::with_capacity(20 + payload.len());
    out.extend([0x45, 0]);
    [length, place.0, place.1].iter().for_each(|field| out.extend(field.to_be_bytes()));
    out.extend([64, protocol, 0, 0]);
    out.extend(source.octets());
    out.extend(destination.octets());
    let checksum = ipv4_checksum(&out).to_be_bytes();
    out[10..12].copy_from_slice(&checksum);
    out.extend_from_slice(payload);
    out
}

/// IPv6 packet.
pub fn ipv6(source: Ipv6Addr, destination: Ipv6Addr, protocol: u8, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len()).expect("a packet is shorter than 64 KiB");
    let mut out = vec![0x60, 0, 0, 0];
    out.extend(length.to_be_bytes());
    out.extend([protocol, 64]);
    out.extend([source.octets(), destination.octets()].concat());
    out.extend_from_slice(payload);
    out
}

/// IPv6 fragments of at most `size` octets of payload, a multiple of eight.
pub fn ipv6_fragments(
    source: Ipv6Addr,
    destination: Ipv6Addr,
    protocol: u8,
    identification: u32,
    payload: &[u8],
    size: usize,
) -> Vec<Vec<u8>> {
    parts(payload, size)
        .map(|(offset, last, part)| {
            let mut header = vec![protocol, 0];
            header.extend((offset as u16 | u16::from(!last)).to_be_bytes());
            header.extend(identification.to_be_bytes());
            header.extend_from_slice(part);
            ipv6(source, destination, FRAGMENT_HEADER, &header)
        })
        .collect()
}

/// Offset, whether it is the last, and octets of every part.
fn parts(payload: &[u8], size: usize) -> impl Iterator<Item = (usize, bool, &[u8])> {
    assert!(size.is_multiple_of(8), "fragments are cut at multiples of eight");
    payload.chunks(size).enumerate().map(move |(index, part)| {
        let offset = index * size;
        (offset, offset + part.len() == payload.len(), part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 1);
    const B: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 1);

    #[test]
    fn a_header_with_its_checksum_sums_to_zero() {
        let octets = ipv4(A, B, protocol::SCTP, &[1, 2, 3]);
        assert_eq!(octets[2..4], [0, 23]);
        assert_eq!(ipv4_checksum(&octets[..20]), 0);
    }

    #[test]
    fn fragments_say_where_they_belong() {
        let payload = [7; 20];
        let four = ipv4_fragments(A, B, protocol::SCTP, 5, &payload, 8);
        let places: Vec<_> = four.iter().map(|octets| [octets[6], octets[7]]).collect();
        assert_eq!(places, [[0x20, 0], [0x20, 1], [0, 2]]);
        let six = ipv6_fragments(A.to_ipv6_mapped(), B.to_ipv6_mapped(), 132, 5, &payload, 8);
        let places: Vec<_> = six.iter().map(|octets| [octets[42], octets[43]]).collect();
        assert_eq!(places, [[0, 1], [0, 9], [0, 16]]);
    }
}
