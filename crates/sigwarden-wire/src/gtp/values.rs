//! Values of information elements.

use super::Version;
use crate::plmn::{PlmnDigits, plmn};
use crate::reader::Reader;
use crate::sccp::Digits;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Octets of an access point name as text: 100 on the wire (TS 23.003 9.1), and some for those who send more.
const MAX_APN: usize = 128;

/// A fully qualified tunnel endpoint identifier (TS 29.274 8.22).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FTeid {
    /// Interface type: 6 and 7 are the serving and the packet gateway's control plane of S5 and S8.
    pub interface: u8,
    /// Tunnel endpoint identifier.
    pub teid: u32,
    /// Its IPv4 address; `None` where it is flagged and cut, too.
    pub v4: Option<Ipv4Addr>,
    /// Its IPv6 address.
    pub v6: Option<Ipv6Addr>,
}

/// Reads an F-TEID; `None` where it is cut before its addresses.
pub fn f_teid(octets: &[u8]) -> Option<FTeid> {
    let mut reader = Reader::new(octets);
    let flags = reader.u8()?;
    let teid = reader.u32()?;
    let v4 = if flags & 0x80 != 0 { reader.array::<4>().map(Ipv4Addr::from) } else { None };
    let v6 = if flags & 0x40 != 0 { reader.array::<16>().map(Ipv6Addr::from) } else { None };
    Some(FTeid { interface: flags & 0x3F, teid, v4, v6 })
}

/// Address of a node: 4 or 16 octets (TS 29.060 7.7.32, TS 29.274 8.9).
pub fn gsn_address(octets: &[u8]) -> Option<IpAddr> {
    match octets.len() {
        4 => octets.first_chunk::<4>().map(|four| Ipv4Addr::from(*four).into()),
        16 => octets.first_chunk::<16>().map(|sixteen| Ipv6Addr::from(*sixteen).into()),
        _ => None,
    }
}

/// Network of a Serving Network element (TS 29.274 8.18).
pub fn serving_network(octets: &[u8]) -> Option<PlmnDigits> {
    plmn(octets)
}

/// Network of a User Location Information of version 2 (TS 29.274 8.21): of the first of cell, service area, routing
/// area, tracking area, 4G cell, location area and base station that it has. Each begins with its network.
pub fn location_plmn(octets: &[u8]) -> Option<PlmnDigits> {
    let (flags, places) = octets.split_first()?;
    if *flags == 0 { None } else { plmn(places) }
}

/// The same of version 1: one octet says what follows, which begins with its network (TS 29.060 7.7.51).
pub fn location_plmn_v1(octets: &[u8]) -> Option<PlmnDigits> {
    let (kind, place) = octets.split_first()?;
    if *kind <= 2 { plmn(place) } else { None }
}

/// Digits of a TBCD string that is filled up with ones, in half an octet or in several (TS 29.060 7.7.2).
pub fn tbcd(octets: &[u8]) -> Digits<'_> {
    let mut octets = octets;
    while let [rest @ .., 0xFF] = octets {
        octets = rest;
    }
    let odd = octets.last().is_some_and(|last| last >> 4 == 0x0F);
    Digits::new(octets, odd)
}

/// Access point name as text with dots (TS 23.003 9.1), spelled as on the wire; `None` where there is none.
/// A label that says it is longer than the name ends with it, and a name without lengths is taken as it is:
/// gateways that are lenient read both.
pub fn apn<'a>(octets: &[u8], out: &'a mut [u8; MAX_APN]) -> Option<&'a [u8]> {
    let (mut rest, mut written) = (octets, 0usize);
    while let Some((&length, behind)) = rest.split_first() {
        let cut = behind.len() < usize::from(length);
        // No label has more than 63 octets: a letter instead of a length.
        let (label, next) = if cut && length > 63 {
            (rest, &[][..])
        } else {
            behind.split_at_checked(usize::from(length)).unwrap_or((behind, &[]))
        };
        if length == 0 && next.is_empty() {
            break;
        }
        if written != 0 {
            written = append(out, written, b".");
        }
        written = append(out, written, label);
        rest = next;
    }
    out.get(..written).filter(|text| !text.is_empty())
}

/// Writes what fits behind what is written; gives how much that is then.
fn append(out: &mut [u8; MAX_APN], written: usize, text: &[u8]) -> usize {
    let Some(room) = out.get_mut(written..) else { return written };
    let count = text.len().min(room.len());
    for (to, from) in room.iter_mut().zip(text) {
        *to = *from;
    }
    written.saturating_add(count)
}

/// Whether a cause says that a request was accepted (TS 29.060 7.7.1, TS 29.274 8.4).
pub const fn is_accepted(version: Version, cause: u32) -> bool {
    match version {
        Version::V0 | Version::V1 => matches!(cause, 128..=191),
        Version::V2 | Version::Other(_) => matches!(cause, 16..=63),
    }
}
