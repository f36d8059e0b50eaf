//! TCP segments (RFC 9293) over IPv4.

use std::net::Ipv4Addr;

use super::ip::{ipv4_checksum, protocol};

/// Control bits.
pub mod tcp_flag {
    /// No more from the sender.
    pub const FIN: u8 = 0x01;
    /// Synchronise: the connection begins.
    pub const SYN: u8 = 0x02;
    /// Reset: the connection is gone.
    pub const RST: u8 = 0x04;
    /// Push.
    pub const PSH: u8 = 0x08;
    /// The acknowledgement number counts.
    pub const ACK: u8 = 0x10;
}

/// The header of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Source port.
    pub source: u16,
    /// Destination port.
    pub destination: u16,
    /// Number of the first octet of the payload.
    pub sequence: u32,
    /// Number of the octet that is expected next.
    pub acknowledgement: u32,
    /// Control bits ([`tcp_flag`]).
    pub flags: u8,
}

/// TCP segment with a right checksum, for a packet between these addresses.
pub fn tcp(source: Ipv4Addr, destination: Ipv4Addr, segment: Segment, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len() + 20).expect("a segment is shorter than 64 KiB");
    let mut out = [source.octets(), destination.octets()].concat();
    out.extend([0, protocol::TCP]);
    out.extend(length.to_be_bytes());
    let header = out.len();
    out.extend([segment.source, segment.destination].map(u16::to_be_bytes).concat());
    out.extend([segment.sequence, segment.acknowledgement].map(u32::to_be_bytes).concat());
    out.extend([0x50, segment.flags, 0xff, 0xff, 0, 0, 0, 0]);
    out.extend_from_slice(payload);
    // The sum of the Internet checksum is that of IPv4 headers, here over the pseudo-header too.
    let checksum = ipv4_checksum(&out).to_be_bytes();
    out[header + 16..header + 18].copy_from_slice(&checksum);
    out.split_off(header)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_with_its_checksum_sums_to_zero() {
        let (a, b) = (Ipv4Addr::new(192, 0, 2, 1), Ipv4Addr::new(198, 51, 100, 1));
        let segment = Segment { source: 1, destination: 2, sequence: 3, acknowledgement: 4, flags: tcp_flag::ACK };
        for payload in [&[][..], &[1, 2, 3]] {
            let octets = tcp(a, b, segment, payload);
            assert_eq!(octets.len(), 20 + payload.len());
            let length = (octets.len() as u16).to_be_bytes();
            let pseudo = [&a.octets()[..], &b.octets(), &[0, 6], &length, &octets].concat();
            assert_eq!(ipv4_checksum(&pseudo), 0);
        }
    }
}
