//! Signalling Connection Control Part (Q.711 to Q.714, T1.112): connectionless messages.
//!
//! - this file: messages, pointers, optional parameters.
//! - [`address`]: party addresses and their digits.

mod address;

pub(crate) use address::digit_pair;
pub use address::{Address, Digits};

use crate::anomaly::{Anomalies, Code};
use crate::mtp3::Variant;

/// Kind of connectionless message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Unitdata.
    #[default]
    Udt,
    /// Extended unitdata.
    Xudt,
    /// Long unitdata.
    Ludt,
    /// Unitdata service: came back.
    Udts,
    /// Extended unitdata service: came back.
    Xudts,
    /// Long unitdata service: came back.
    Ludts,
    /// SUA CLDT.
    Sua,
    /// SUA CLDR: came back.
    SuaReturned,
}

impl Kind {
    /// Whether the message came back undelivered.
    pub const fn is_returned(self) -> bool {
        matches!(self, Self::Udts | Self::Xudts | Self::Ludts | Self::SuaReturned)
    }
}

/// One connectionless message.
#[derive(Clone, Debug, Default)]
pub struct Unitdata<'a> {
    /// Kind.
    pub kind: Kind,
    /// Whom it is for.
    pub called: Address<'a>,
    /// Who sent it.
    pub calling: Address<'a>,
    /// Whether an undeliverable message is wanted back.
    pub return_on_error: bool,
    /// Why it came back (Q.713 3.12).
    pub return_cause: Option<u8>,
    /// Set where the data are a piece of a larger message.
    pub segment: Option<Segment>,
    /// Octets of the user part (TCAP, management, …).
    pub data: &'a [u8],
}

/// Segmentation parameter (Q.713 3.17).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// First piece.
    pub first: bool,
    /// Protocol class 1, in sequence, as segments must be (Q.714 4.1.1.2.3); true where the message has no class.
    pub in_order: bool,
    /// Pieces that still follow.
    pub remaining: u8,
    /// The same for all pieces of one message from one sender.
    pub reference: u32,
}

/// What an SCCP message is.
#[derive(Clone, Debug)]
pub enum Message<'a> {
    /// Connectionless.
    Unitdata(Unitdata<'a>),
    /// Connection-oriented: recognised and counted.
    ConnectionOriented,
    /// No message type of the standard, or cut before its data.
    Unreadable,
}

/// Message types (Q.713 2.1).
mod kind {
    pub(super) const UDT: u8 = 0x09;
    pub(super) const UDTS: u8 = 0x0A;
    pub(super) const XUDT: u8 = 0x11;
    pub(super) const XUDTS: u8 = 0x12;
    pub(super) const LUDT: u8 = 0x13;
    pub(super) const LUDTS: u8 = 0x14;
}

/// How a message type lays out its fixed part: (kind, octets before the pointers, wide pointers, optional part).
const fn layout(message_type: u8) -> Option<(Kind, usize, bool, bool)> {
    match message_type {
        kind::UDT => Some((Kind::Udt, 2, false, false)),
        kind::UDTS => Some((Kind::Udts, 2, false, false)),
        kind::XUDT => Some((Kind::Xudt, 3, false, true)),
        kind::XUDTS => Some((Kind::Xudts, 3, false, true)),
        kind::LUDT => Some((Kind::Ludt, 3, true, true)),
        kind::LUDTS => Some((Kind::Ludts, 3, true, true)),
        _ => None,
    }
}

/// Whether these octets could be a connection-oriented message: its type is all that tells.
pub fn is_connection_oriented(octets: &[u8]) -> bool {
    octets.first().is_some_and(|first| matches!(first, 0x01..=0x08 | 0x0B..=0x10)) && octets.len() > 4
}

/// Whether these octets could be a connectionless message: type known, pointers inside.
pub fn is_unitdata(octets: &[u8]) -> bool {
    let Some((_, fixed, wide, _)) = octets.first().and_then(|first| layout(*first)) else { return false };
    (0..3).all(|index| pointer(octets, fixed, index, wide).is_some_and(|at| at < octets.len()))
}

/// Whether the called address is laid out as T1.112.3 3.4.1 says. The national bit alone does not tell:
/// ITU networks set it too, with their own order of parts and their own title indicators.
pub fn has_ansi_addresses(octets: &[u8]) -> bool {
    let Some((_, fixed, wide, _)) = octets.first().and_then(|first| layout(*first)) else { return false };
    let Some(&[length, indicator]) =
        pointer(octets, fixed, 0, wide).and_then(|at| octets.get(at..)?.first_chunk::<2>())
    else {
        return false;
    };
    // ANSI: bit 1 is the subsystem number, bit 2 the point code of three octets; ITU the other way round, two octets.
    let (subsystem, point_code) = (indicator & 1, indicator >> 1 & 1);
    let national = indicator & 0x80 != 0;
    match (indicator >> 2) & 0x0F {
        0 => {
            let octets = match (subsystem, point_code) {
                (0, 0) => 1,
                (1, 0) => 2,
                (0, _) => 4,
                (_, _) => 5,
            };
            national && length == octets
        }
        1 | 2 => national && subsystem != 0,
        _ => false,
    }
}

/// Position of the length octet that pointer number `index` leads to.
fn pointer(octets: &[u8], fixed: usize, index: usize, wide: bool) -> Option<usize> {
    if wide {
        let at = index.checked_mul(2)?.checked_add(fixed)?;
        let value = octets.get(at..)?.first_chunk::<2>().map(|two| u16::from_le_bytes(*two))?;
        (value != 0).then(|| at.checked_add(1)?.checked_add(usize::from(value)))?
    } else {
        let at = fixed.checked_add(index)?;
        let value = *octets.get(at)?;
        (value != 0).then(|| at.checked_add(usize::from(value)))?
    }
}

/// Reads one message. Offsets of anomalies count from its message type octet.
pub fn message<'a>(octets: &'a [u8], variant: Variant, anomalies: &mut Anomalies) -> Message<'a> {
    let Some(&message_type) = octets.first() else { return Message::Unreadable };
    let Some((kind, fixed, wide, optional)) = layout(message_type) else {
        return match message_type {
            0x01..=0x08 | 0x0B..=0x10 => Message::ConnectionOriented,
            _ => Message::Unreadable,
        };
    };
    let part = |index| variable(octets, fixed, index, wide && index == 2, wide);
    let Some(data) = part(2) else { return Message::Unreadable };
    let (called, calling) = (part(0), part(1));
    check_pointers(called, calling, data, anomalies);
    let second = octets.get(1).copied().unwrap_or(0);
    let mut unit = Unitdata {
        kind,
        called: called.map(|part| Address::read(part.octets, part.start, variant, anomalies)).unwrap_or_default(),
        calling: calling.map(|part| Address::read(part.octets, part.start, variant, anomalies)).unwrap_or_default(),
        return_on_error: !kind.is_returned() && second & 0x80 != 0,
        return_cause: kind.is_returned().then_some(second),
        segment: None,
        data: data.octets,
    };
    if optional && let Some(at) = pointer(octets, fixed, 3, wide) {
        let in_order = kind.is_returned() || second & 0x0F == 1;
        unit.segment = segmentation(octets.get(at..).unwrap_or(&[]), in_order);
    }
    Message::Unitdata(unit)
}

/// A variable part, where it starts (behind its length), and whether its length was cut.
#[derive(Clone, Copy)]
struct Part<'a> {
    octets: &'a [u8],
    start: usize,
    cut: bool,
}

fn variable(octets: &[u8], fixed: usize, index: usize, long: bool, wide: bool) -> Option<Part<'_>> {
    let at = pointer(octets, fixed, index, wide)?;
    let (length, start) = if long {
        let two = octets.get(at..)?.first_chunk::<2>()?;
        (usize::from(u16::from_le_bytes(*two)), at.checked_add(2)?)
    } else {
        (usize::from(*octets.get(at)?), at.checked_add(1)?)
    };
    let rest = octets.get(start..)?;
    Some(match rest.get(..length) {
        Some(whole) => Part { octets: whole, start, cut: false },
        None => Part { octets: rest, start, cut: true },
    })
}

/// Q.713 2.3: parts stand one behind the other; overlapping ones are read differently by different nodes.
fn check_pointers(called: Option<Part<'_>>, calling: Option<Part<'_>>, data: Part<'_>, anomalies: &mut Anomalies) {
    // Nearly always the parts stand one behind the other, each behind its length octet.
    if let (Some(called), Some(calling)) = (called, calling)
        && called.start.saturating_add(called.octets.len()) < calling.start
        && calling.start.saturating_add(calling.octets.len()) < data.start
        && !(called.cut || calling.cut || data.cut)
    {
        return;
    }
    let range = |part: Part<'_>| (part.start, part.start.saturating_add(part.octets.len()));
    let parts = [called.map(range), calling.map(range), Some(range(data))];
    let overlap =
        |a: (usize, usize), b: (usize, usize)| a.0 < b.1.saturating_add(1) && b.0 < a.1.saturating_add(1) && a != b;
    let pairs = [(0usize, 1usize), (0, 2), (1, 2)];
    let overlapping = pairs.iter().any(|&(a, b)| match (parts.get(a), parts.get(b)) {
        (Some(Some(a)), Some(Some(b))) => overlap(*a, *b) || a.0 == b.0,
        _ => false,
    });
    let cut = [called, calling, Some(data)].into_iter().flatten().any(|part| part.cut);
    if overlapping || cut || called.is_none() || calling.is_none() {
        anomalies.add(Code::SccpPointer, 2, 3);
    }
}

/// Walks the optional part (name, length, value; ends with a zero name).
fn segmentation(octets: &[u8], in_order: bool) -> Option<Segment> {
    const SEGMENTATION: u8 = 0x10;
    let mut rest = octets;
    while let Some((&[name, length], behind)) = rest.split_first_chunk::<2>() {
        if name == 0 {
            return None;
        }
        let value = behind.get(..usize::from(length))?;
        if let (SEGMENTATION, &[head, a, b, c]) = (name, value.first_chunk::<4>()?) {
            return Some(Segment {
                first: head & 0x80 != 0,
                in_order,
                remaining: head & 0x0F,
                reference: u32::from_be_bytes([0, a, b, c]),
            });
        }
        rest = behind.get(usize::from(length)..)?;
    }
    None
}
