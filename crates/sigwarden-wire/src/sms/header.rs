//! User data header (TS 23.040 9.2.3.24).

use std::ops::RangeInclusive;

/// Information element identifiers.
mod element {
    pub(super) const CONCATENATED: u8 = 0x00;
    pub(super) const PORTS: u8 = 0x04;
    pub(super) const WIDE_PORTS: u8 = 0x05;
    pub(super) const WIDE_CONCATENATED: u8 = 0x08;
}

/// Security headers of the SIM toolkit (TS 23.040 9.2.3.24).
const SECURITY: RangeInclusive<u8> = 0x70..=0x7F;

/// A user data header, without its length octet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UserDataHeader<'a> {
    octets: &'a [u8],
}

/// Place of a message in a longer one (TS 23.040 9.2.3.24.1 and 9.2.3.24.8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Concatenation {
    /// The same for all parts from one sender.
    pub reference: u16,
    /// Parts in all.
    pub total: u8,
    /// Which one this is, from 1.
    pub number: u8,
}

impl<'a> UserDataHeader<'a> {
    /// A header of these octets, which stand behind its length octet.
    pub const fn new(octets: &'a [u8]) -> Self {
        Self { octets }
    }

    /// Its octets.
    pub const fn octets(&self) -> &'a [u8] {
        self.octets
    }

    /// Its elements in order: identifier and value. Ends at the first whose length does not fit.
    pub fn elements(&self) -> impl Iterator<Item = (u8, &'a [u8])> + use<'a> {
        let mut rest = self.octets;
        std::iter::from_fn(move || {
            let (element, behind) = split(rest)?;
            rest = behind;
            Some(element)
        })
    }

    /// Whether the lengths add up: elements fill the header, and those of a fixed length have it.
    pub fn adds_up(&self) -> bool {
        let mut rest = self.octets;
        while let Some(((identifier, value), behind)) = split(rest) {
            let fixed = match identifier {
                element::CONCATENATED => Some(3),
                element::PORTS => Some(2),
                element::WIDE_PORTS | element::WIDE_CONCATENATED => Some(4),
                _ => None,
            };
            if fixed.is_some_and(|fixed: usize| fixed != value.len()) {
                return false;
            }
            rest = behind;
        }
        rest.is_empty()
    }

    /// Where the message stands in a longer one. Of several the last counts (9.2.3.24); `None` also where its
    /// numbers make it void: no parts, part zero, a part behind the last (9.2.3.24.1).
    pub fn concatenation(&self) -> Option<Concatenation> {
        let read = |(identifier, value): (u8, &[u8])| match (identifier, value) {
            (element::CONCATENATED, [reference, total, number, ..]) => {
                Some(Concatenation { reference: u16::from(*reference), total: *total, number: *number })
            }
            (element::WIDE_CONCATENATED, [high, low, total, number, ..]) => {
                Some(Concatenation { reference: u16::from_be_bytes([*high, *low]), total: *total, number: *number })
            }
            _ => None,
        };
        let valid = |part: &Concatenation| part.number != 0 && part.number <= part.total;
        self.elements().filter_map(read).filter(valid).last()
    }

    /// Application ports, destination and originator (9.2.3.24.3 and 9.2.3.24.4). Of several the last counts.
    pub fn ports(&self) -> Option<(u16, u16)> {
        let read = |(identifier, value): (u8, &[u8])| match (identifier, value) {
            (element::PORTS, [destination, originator, ..]) => Some((u16::from(*destination), u16::from(*originator))),
            (element::WIDE_PORTS, [a, b, c, d, ..]) => {
                Some((u16::from_be_bytes([*a, *b]), u16::from_be_bytes([*c, *d])))
            }
            _ => None,
        };
        self.elements().filter_map(read).last()
    }

    /// Identifier of the SIM toolkit security header: 0x70 a command packet, 0x71 a response packet, up to 0x7F
    /// reserved (TS 31.115 clauses 4.2 and 4.3). Of several the first.
    pub fn security(&self) -> Option<u8> {
        self.elements().map(|(identifier, _)| identifier).find(|identifier| SECURITY.contains(identifier))
    }
}

/// An element (identifier and value), and what stands behind it.
type Split<'a> = ((u8, &'a [u8]), &'a [u8]);

/// The first element.
fn split(octets: &[u8]) -> Option<Split<'_>> {
    let (&[identifier, length], behind) = octets.split_first_chunk::<2>()?;
    let (value, rest) = behind.split_at_checked(usize::from(length))?;
    Some(((identifier, value), rest))
}
