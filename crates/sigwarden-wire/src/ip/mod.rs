//! IPv4 and IPv6 headers, as far as fragments and the next protocol.

use crate::reader::Reader;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// One IP packet or fragment.
#[derive(Clone, Copy, Debug)]
pub struct Packet<'a> {
    /// Source.
    pub src: IpAddr,
    /// Destination.
    pub dst: IpAddr,
    /// Protocol of the payload (IANA).
    pub protocol: u8,
    /// Set where the payload is a piece of a larger one.
    pub fragment: Option<Fragment>,
    /// Octets behind the headers; Ethernet padding is cut off.
    pub payload: &'a [u8],
    /// Octets of the payload that the packet says it has and the capture does not.
    pub missing: usize,
    /// Identification (IPv4): the same in two captures of one packet; 0 where there is none.
    pub id: u16,
}

/// Place of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fragment {
    /// The same for all pieces.
    pub id: u32,
    /// Octets before this piece.
    pub offset: usize,
    /// Whether more pieces follow.
    pub more: bool,
}

/// IANA protocol numbers that are read.
pub mod protocol {
    /// TCP.
    pub const TCP: u8 = 6;
    /// UDP.
    pub const UDP: u8 = 17;
    /// SCTP.
    pub const SCTP: u8 = 132;
}

/// Extension headers in a row that are followed.
const MAX_EXTENSIONS: usize = 16;

/// Reads the header of either version; `None` where this is no IP packet.
pub fn packet(octets: &[u8]) -> Option<Packet<'_>> {
    match octets.first()? >> 4 {
        4 => v4(octets),
        6 => v6(octets),
        _ => None,
    }
}

fn v4(octets: &[u8]) -> Option<Packet<'_>> {
    let mut reader = Reader::new(octets);
    let [first, _tos] = reader.array()?;
    let total = usize::from(reader.u16()?);
    let id = reader.u16()?;
    let flags = reader.u16()?;
    let [_ttl, protocol] = reader.array()?;
    reader.u16()?;
    let src = IpAddr::V4(Ipv4Addr::from(reader.array::<4>()?));
    let dst = IpAddr::V4(Ipv4Addr::from(reader.array::<4>()?));
    let header = usize::from(first & 0x0F).checked_mul(4)?;
    // A total length of 0 is what segmentation offload leaves in captures of the sending host.
    let end = if total == 0 { octets.len() } else { total.min(octets.len()) };
    let payload = octets.get(header.max(20)..end)?;
    let (more, offset) = (flags & 0x2000 != 0, usize::from(flags & 0x1FFF).checked_mul(8)?);
    let fragment = (more || offset != 0).then_some(Fragment { id: u32::from(id), offset, more });
    Some(Packet { src, dst, protocol, fragment, payload, missing: total.saturating_sub(octets.len()), id })
}

fn v6(octets: &[u8]) -> Option<Packet<'_>> {
    let mut reader = Reader::new(octets);
    reader.u32()?;
    let length = usize::from(reader.u16()?);
    let [mut protocol, _hops] = reader.array()?;
    let src = IpAddr::V6(Ipv6Addr::from(reader.array::<16>()?));
    let dst = IpAddr::V6(Ipv6Addr::from(reader.array::<16>()?));
    let rest = reader.rest();
    let mut reader = Reader::new(if length == 0 { rest } else { rest.get(..length).unwrap_or(rest) });
    let mut fragment = None;
    for _ in 0..MAX_EXTENSIONS {
        match protocol {
            // Hop-by-hop, routing, destination options, mobility: next header, length in eights.
            0 | 43 | 60 | 135 => {
                let [next, eights] = reader.array()?;
                reader.take(usize::from(eights).checked_mul(8)?.checked_add(6)?)?;
                protocol = next;
            }
            // Authentication header: length in fours.
            51 => {
                let [next, fours] = reader.array()?;
                reader.take(usize::from(fours).checked_mul(4)?.checked_add(6)?)?;
                protocol = next;
            }
            44 => {
                let [next, _] = reader.array()?;
                let place = reader.u16()?;
                let id = reader.u32()?;
                fragment = Some(Fragment { id, offset: usize::from(place & 0xFFF8), more: place & 1 != 0 });
                protocol = next;
                if place & 0xFFF8 != 0 {
                    break;
                }
            }
            _ => break,
        }
    }
    let missing = length.saturating_sub(rest.len());
    Some(Packet { src, dst, protocol, fragment, payload: reader.rest(), missing, id: 0 })
}

/// Ports of a TCP or UDP header, and what stands behind it.
#[derive(Clone, Copy, Debug)]
pub struct Ports<'a> {
    /// Source port.
    pub src: u16,
    /// Destination port.
    pub dst: u16,
    /// Octets behind the header.
    pub payload: &'a [u8],
}

/// Reads a UDP header (RFC 768).
pub fn udp(octets: &[u8]) -> Option<Ports<'_>> {
    let mut reader = Reader::new(octets);
    let (src, dst) = (reader.u16()?, reader.u16()?);
    reader.u32()?;
    Some(Ports { src, dst, payload: reader.rest() })
}

/// A TCP segment.
#[derive(Clone, Copy, Debug)]
pub struct Segment<'a> {
    /// Ports and payload.
    pub ports: Ports<'a>,
    /// Sequence number of the first octet.
    pub sequence: u32,
    /// Opens the stream: its first octet has the next sequence number.
    pub opens: bool,
    /// Ends the stream, in order or not.
    pub ends: bool,
}

/// Reads a TCP header (RFC 9293).
pub fn tcp(octets: &[u8]) -> Option<Segment<'_>> {
    let mut reader = Reader::new(octets);
    let (src, dst, sequence) = (reader.u16()?, reader.u16()?, reader.u32()?);
    reader.u32()?;
    let [offset, flags] = reader.array()?;
    let offset = usize::from(offset >> 4).checked_mul(4)?;
    let ports = Ports { src, dst, payload: octets.get(offset.max(20)..)? };
    Some(Segment { ports, sequence, opens: flags & 0x02 != 0, ends: flags & 0x05 != 0 })
}
