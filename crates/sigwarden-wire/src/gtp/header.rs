//! The headers of all versions, extension headers, and where a message ends.

use super::{Version, recognise};
use crate::anomaly::{Anomalies, Code};
use crate::ber::Span;
use crate::reader::Reader;

/// Extension headers that a message may have before it is odd. More are read: a node that follows them all would
/// come to what stands behind.
pub const MAX_EXTENSIONS: usize = 8;

/// Octets before the optional part: what the length of version 1 does not count (TS 29.060 6).
const V1_FIXED: usize = 8;
/// Octets of a header of version 0, which its length does not count (GSM 09.60 6).
const V0_FIXED: usize = 20;
/// Octets that the length of version 2 does not count (TS 29.274 5.5.1).
const V2_FIXED: usize = 4;

/// Header of a message (TS 29.060 6, TS 29.274 5.1, GSM 09.60 6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// Version.
    pub version: Version,
    /// Message type; [`messages::info`](super::messages::info) knows its name.
    pub kind: u8,
    /// Tunnel endpoint identifier; none in version 0, nor where version 2 says that there is none.
    pub teid: Option<u32>,
    /// Sequence number: 16 bits in versions 0 and 1, where it may be missing, 24 in version 2.
    pub sequence: Option<u32>,
    /// The flag of version 2 that another message follows in the datagram.
    pub piggybacked: bool,
    /// Priority, where version 2 has one: 0 is the highest (TS 29.274 5.5.1).
    pub priority: Option<u8>,
    /// Type of the first extension header of version 1; 0 where there is none (TS 29.060 6.1).
    pub extension: u8,
    /// Tunnel identifier of version 0: subscriber and NSAPI (GSM 09.60 6).
    pub tunnel: Option<Span>,
    /// Information elements, or the packet of a [G-PDU](super::user_packet). They end where the datagram does if
    /// the length says less and what follows is no message: nodes that go by the datagram would read them.
    pub body: Span,
}

/// A header, and where in the datagram the next message starts.
pub(super) type Read = (Header, Option<usize>);

/// Reads a header; `None` where there is not a whole one, or where it is GTP' (charging records, TS 32.295).
pub(super) fn read(octets: &[u8], anomalies: &mut Anomalies) -> Option<Read> {
    let mut reader = Reader::new(octets);
    let [flags, kind, high, low] = reader.array()?;
    let length = usize::from(u16::from_be_bytes([high, low]));
    let header = Header { version: Version::of(flags), kind, ..Header::default() };
    let is_gtp = flags & 0x10 != 0;
    let (header, declared) = match header.version {
        Version::V0 | Version::V1 if !is_gtp => return None,
        Version::V0 => (v0(header, &mut reader)?, V0_FIXED),
        Version::V1 => (v1(header, flags, length, octets, &mut reader, anomalies)?, V1_FIXED),
        Version::V2 | Version::Other(_) => (v2(header, flags, &mut reader)?, V2_FIXED),
    };
    if matches!(header.version, Version::V0 | Version::Other(_)) {
        anomalies.add(Code::GtpVersion, 0, 1);
    }
    Some(settle(header, octets, declared.saturating_add(length), anomalies))
}

/// GSM 09.60 6: sequence number, flow label, LLC frame number, three spare octets, tunnel identifier.
fn v0(mut header: Header, reader: &mut Reader<'_>) -> Option<Header> {
    let sequence = reader.u16()?;
    let _flow_and_spare: [u8; 6] = reader.array()?;
    let tunnel: [u8; 8] = reader.array()?;
    header.sequence = Some(u32::from(sequence));
    // Messages about no subscriber have zeros there.
    header.tunnel = (tunnel != [0; 8]).then_some(Span { start: 12, length: 8 });
    header.body.start = V0_FIXED as u32;
    Some(header)
}

/// TS 29.060 6: any of three flags brings all of the optional four octets.
fn v1(
    mut header: Header,
    flags: u8,
    length: usize,
    octets: &[u8],
    reader: &mut Reader<'_>,
    anomalies: &mut Anomalies,
) -> Option<Header> {
    header.teid = Some(reader.u32()?);
    header.body.start = V1_FIXED as u32;
    if flags & 0x07 == 0 {
        return Some(header);
    }
    let [high, low, _n_pdu, next] = reader.array()?;
    header.sequence = (flags & 0x02 != 0).then_some(u32::from(u16::from_be_bytes([high, low])));
    header.body.start = 12;
    if flags & 0x04 != 0 && next != 0 {
        header.extension = next;
        let end = V1_FIXED.saturating_add(length).min(octets.len());
        header.body.start = extensions(octets, next, end, anomalies) as u32;
    }
    Some(header)
}

/// Follows extension headers (TS 29.060 6.1, TS 29.281 5.2.1): length in units of four octets, content, next type.
/// Gives where the body starts. They stand one behind the other, so their number is that of the octets at most.
#[cold]
fn extensions(octets: &[u8], first: u8, end: usize, anomalies: &mut Anomalies) -> usize {
    let (mut at, mut next, mut count) = (12usize, first, 0usize);
    while next != 0 {
        count = count.saturating_add(1);
        let units = octets.get(at).copied().map(usize::from).unwrap_or_default();
        let behind = at.saturating_add(units.saturating_mul(4));
        if must_be_understood(next) || count > MAX_EXTENSIONS {
            anomalies.add(Code::ExtensionHeader, at, behind.saturating_sub(at));
        }
        if units == 0 || behind > end {
            // Length 0 would lead to itself for ever; a header that is cut has no next type.
            anomalies.add(Code::ExtensionHeader, at, 1);
            return at.min(octets.len());
        }
        next = octets.get(behind.saturating_sub(1)).copied().unwrap_or_default();
        at = behind;
    }
    at
}

/// Whether a receiver must know this type, and nobody does: the upper bit says the first (TS 29.281 5.2.1,
/// figure 5.2.1-2), the lists of TS 29.060 6.1 and TS 29.281 5.2.1 the second.
const fn must_be_understood(kind: u8) -> bool {
    kind & 0x80 != 0 && !matches!(kind, 0x81..=0x85 | 0xC0..=0xC2)
}

/// TS 29.274 5.1: identifier where flagged, sequence number, priority where flagged.
fn v2(mut header: Header, flags: u8, reader: &mut Reader<'_>) -> Option<Header> {
    header.piggybacked = flags & 0x10 != 0;
    header.body.start = 8;
    if flags & 0x08 != 0 {
        header.teid = Some(reader.u32()?);
        header.body.start = 12;
    }
    let [high, middle, low, last] = reader.array()?;
    header.sequence = Some(u32::from_be_bytes([0, high, middle, low]));
    header.priority = (flags & 0x04 != 0).then_some(last >> 4);
    Some(header)
}

/// Says where the body ends and where another message starts.
fn settle(mut header: Header, octets: &[u8], declared: usize, anomalies: &mut Anomalies) -> Read {
    let start = header.body.start as usize;
    header.body = Span::new(start, declared.min(octets.len()));
    if declared == octets.len() && declared >= start && !header.piggybacked {
        return (header, None);
    }
    let behind = octets.get(declared.max(start)..).unwrap_or(&[]);
    let is_message = header.piggybacked || recognise::looks_like_control(behind);
    if declared >= start && !behind.is_empty() && is_message {
        if !may_carry(&header) {
            anomalies.add(Code::Piggyback, declared, behind.len());
        }
        return (header, Some(declared));
    }
    if declared != octets.len() || declared < start {
        anomalies.add(Code::GtpLength, 2, 2);
    }
    if header.piggybacked {
        anomalies.add(Code::Piggyback, 0, 1);
    }
    // Zeros behind a message are what some links fill up with, and no elements.
    if declared < start || behind.iter().any(|octet| *octet != 0) {
        header.body = Span::new(start, octets.len());
    }
    (header, None)
}

/// Messages that bring another one: the answer that opens a session brings the request for a bearer, and the answer
/// to that comes with the request that modifies the session, in either order (TS 29.274 5.5.1 and annex F).
const fn may_carry(header: &Header) -> bool {
    header.piggybacked && matches!((header.version, header.kind), (Version::V2, 33 | 34 | 95 | 96))
}
