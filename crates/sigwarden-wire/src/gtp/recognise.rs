//! Telling GTP by its octets alone, where no port says so. Everything that a header fixes has to be right.

use super::{Version, messages};
use crate::reader::Reader;

/// Message types of all versions that belong to no tunnel: Echo Request, Echo Response, Version Not Supported.
const PATH: std::ops::RangeInclusive<u8> = 1..=3;
const ERROR_INDICATION: u8 = 26;
const SUPPORTED_EXTENSIONS: u8 = 31;
const END_MARKER: u8 = 254;
const G_PDU: u8 = 255;

/// Whether these octets can be signalling of version 0, 1 or 2, by the header alone: version, protocol type, reserved
/// bits and a length that fits exactly.
pub fn looks_like_control(octets: &[u8]) -> bool {
    let Some(&[flags, kind, ..]) = octets.first_chunk::<4>() else { return false };
    if messages::info(Version::of(flags), kind).is_none() {
        return false;
    }
    match Version::of(flags) {
        Version::V0 => kind < 0xF0 && is_v0(octets),
        // Sequence numbers are for all but the messages without an answer (TS 29.060 9.3.1).
        Version::V1 => {
            let numbered = flags & 0x02 != 0 || matches!(kind, 3 | ERROR_INDICATION | SUPPORTED_EXTENSIONS);
            kind < 0xF0 && numbered && is_v1(octets)
        }
        Version::V2 => is_v2(octets),
        Version::Other(_) => false,
    }
}

/// Whether these octets can be user data of version 1 or 0, or the signalling that goes with them (TS 29.281 7.1):
/// as [`looks_like_control`], and what a G-PDU carries must be an IP packet that fits.
pub fn looks_like_user(octets: &[u8]) -> bool {
    let Some(&[flags, kind, ..]) = octets.first_chunk::<4>() else { return false };
    let known = match Version::of(flags) {
        Version::V0 => kind == G_PDU && is_v0(octets),
        Version::V1 => {
            matches!(kind, 1 | 2 | ERROR_INDICATION | SUPPORTED_EXTENSIONS | END_MARKER | G_PDU) && is_v1(octets)
        }
        Version::V2 | Version::Other(_) => false,
    };
    known && (kind != G_PDU || super::user::inner(octets).is_some_and(is_packet))
}

/// GSM 09.60 6: spare bits and octets are ones.
fn is_v0(octets: &[u8]) -> bool {
    let mut reader = Reader::new(octets);
    let (Some([flags, _, high, low]), Some([.., a, b, c])) = (reader.array(), reader.array::<8>()) else {
        return false;
    };
    let length = usize::from(u16::from_be_bytes([high, low]));
    flags & 0x1E == 0x1E && [a, b, c] == [0xFF; 3] && octets.len() == length.saturating_add(20)
}

/// TS 29.060 6: protocol type 1, bit 4 zero, room for the optional part.
fn is_v1(octets: &[u8]) -> bool {
    let Some(&[flags, kind, high, low, a, b, c, d]) = octets.first_chunk::<8>() else { return false };
    let length = usize::from(u16::from_be_bytes([high, low]));
    let least = if flags & 0x07 == 0 { 0 } else { 4 };
    let addressed = !(PATH.contains(&kind) || kind == SUPPORTED_EXTENSIONS) || [a, b, c, d] == [0; 4];
    flags & 0x18 == 0x10 && addressed && length >= least && octets.len() == length.saturating_add(8)
}

/// TS 29.274 5.1 and 5.5.1: spare bits zero, an identifier in all but three messages, at most one message behind.
fn is_v2(octets: &[u8]) -> bool {
    let Some(behind) = v2_message(octets) else { return false };
    let piggybacked = octets.first().is_some_and(|flags| flags & 0x10 != 0);
    match (piggybacked, behind) {
        (false, []) => true,
        (true, [second, ..]) => second & 0xF0 == 0x40 && v2_message(behind).is_some_and(<[u8]>::is_empty),
        _ => false,
    }
}

/// What stands behind a message of version 2 with a right header.
fn v2_message(octets: &[u8]) -> Option<&[u8]> {
    let mut reader = Reader::new(octets);
    let [flags, kind, high, low] = reader.array()?;
    let length = usize::from(u16::from_be_bytes([high, low]));
    let (message, behind) = reader.rest().split_at_checked(length)?;
    let has_teid = flags & 0x08 != 0;
    let spare = message.get(if has_teid { 7 } else { 3 })?;
    let unused = if flags & 0x04 != 0 { 0x0F } else { 0xFF };
    let right = flags & 0x03 == 0 && spare & unused == 0 && has_teid != PATH.contains(&kind);
    (right && messages::info(Version::V2, kind).is_some()).then_some(behind)
}

/// Whether these octets are one IP packet, with a length that fits (RFC 791 3.1, RFC 8200 3).
fn is_packet(octets: &[u8]) -> bool {
    match octets {
        [first @ 0x45..=0x4F, _, high, low, ..] => {
            let header = usize::from(first & 0x0F).saturating_mul(4);
            octets.len() >= header && usize::from(u16::from_be_bytes([*high, *low])) == octets.len()
        }
        [0x60..=0x6F, _, _, _, high, low, ..] => {
            usize::from(u16::from_be_bytes([*high, *low])).saturating_add(40) == octets.len()
        }
        _ => false,
    }
}
