//! One message: its header and its information elements, in a buffer that is used again.

use super::field::{Encoding, Field};
use super::header::{self, Header};
use super::user::G_PDU;
use super::values;
use super::{MAX_DATAGRAM, Version, elements};
use crate::anomaly::{Anomalies, Code};
use crate::ber::Span;
use crate::plmn::{self, PlmnDigits};
use crate::sccp::Digits;

/// Elements kept of one message. The longest real ones, a hand-over of eleven bearers, have about a hundred.
pub const MAX_ELEMENTS: usize = 256;
/// Groups within groups that are read; real messages have two levels.
pub const MAX_DEPTH: u8 = 4;

/// Behind so many, only what is the first of its field is kept: a flood of elements hides none.
const FLOOD: usize = MAX_ELEMENTS - 2 * Field::ALL.len();

/// An information element.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// What it is.
    pub field: Field,
    /// Its type as on the wire; 0 for the tunnel identifier of version 0.
    pub kind: u8,
    /// Which of several of this type (TS 29.274 8.2.1); 0 in versions 0 and 1.
    pub instance: u8,
    /// Groups around it.
    pub depth: u8,
    /// Where in the datagram its value starts.
    pub start: u32,
    /// Octets of its value.
    pub length: u32,
}

impl Element {
    /// Its value, given the octets that were read.
    pub fn of<'a>(&self, message: &'a [u8]) -> &'a [u8] {
        Span { start: self.start, length: self.length }.of(message)
    }

    /// Whether it is what receivers take for its field: not in a group, and of the instance that every type begins with.
    const fn is_main(&self) -> bool {
        self.depth == 0 && self.instance == 0
    }
}

/// A message. Reading allocates nothing; make one and use it for all.
#[derive(Debug)]
pub struct Message {
    header: Header,
    next: Option<usize>,
    count: usize,
    elements: [Element; MAX_ELEMENTS],
    /// Fields that are there, and those of them whose main element is.
    seen: u64,
    main: u64,
    /// Where each field that is there stands in `elements`.
    places: [u16; Field::ALL.len()],
}

impl Clone for Message {
    fn clone(&self) -> Self {
        let mut copy = Self::default();
        copy.clone_from(self);
        copy
    }

    /// Copies what is there, not the room for more.
    fn clone_from(&mut self, other: &Self) {
        (self.header, self.next, self.count) = (other.header, other.next, other.count);
        (self.seen, self.main, self.places) = (other.seen, other.main, other.places);
        self.elements.iter_mut().zip(other.elements()).for_each(|(slot, element)| *slot = *element);
    }
}

impl Default for Message {
    fn default() -> Self {
        Self {
            header: Header::default(),
            next: None,
            count: 0,
            elements: [Element::default(); MAX_ELEMENTS],
            seen: 0,
            main: 0,
            places: [0; Field::ALL.len()],
        }
    }
}

impl Message {
    /// Reads one message from the front of `octets`. False where there is not even a header, or where it is GTP'.
    /// `all` keeps every element, the unknown too; otherwise [essential](Field::is_essential) ones are kept.
    /// The packet in a G-PDU is not looked at: see [`user_packet`](super::user_packet).
    pub fn read(&mut self, octets: &[u8], all: bool, anomalies: &mut Anomalies) -> bool {
        (self.count, self.seen, self.main) = (0, 0, 0);
        let octets = octets.get(..MAX_DATAGRAM).unwrap_or(octets);
        let Some((header, next)) = header::read(octets, anomalies) else {
            (self.header, self.next) = (Header::default(), None);
            return false;
        };
        (self.header, self.next) = (header, next);
        if let Some(Span { start, length }) = header.tunnel {
            self.keep(Element { field: Field::Imsi, start, length, ..Element::default() });
        }
        if all {
            self.walk::<true>(octets, anomalies)
        } else {
            self.walk::<false>(octets, anomalies)
        }
        true
    }

    fn walk<const ALL: bool>(&mut self, octets: &[u8], anomalies: &mut Anomalies) {
        let Header { version, kind, body: Span { start, length }, .. } = self.header;
        let body = Body { octets, end: start.saturating_add(length) as usize };
        match version {
            Version::V0 | Version::V1 if kind == G_PDU => {}
            Version::V0 | Version::V1 => self.walk_v1::<ALL>(body, start as usize, anomalies),
            Version::V2 | Version::Other(_) => self.walk_v2::<ALL>(body, start as usize, 0, anomalies),
        }
    }

    /// Header of the message that was read last.
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// Where the next message of the datagram starts, if there is one.
    pub const fn next(&self) -> Option<usize> {
        self.next
    }

    /// The elements that were kept, in order; what is in a group follows the group.
    pub fn elements(&self) -> &[Element] {
        self.elements.get(..self.count).unwrap_or(&[])
    }

    /// The element that receivers take for this field: the first of instance 0 outside groups, as repeated ones are
    /// ignored (TS 29.060 11.1.12, TS 29.274 7.7.10). Where there is none, the first of all.
    pub fn first(&self, field: Field) -> Option<&Element> {
        if self.seen & field.bit() == 0 {
            return None;
        }
        self.elements().get(usize::from(*self.places.get(field as usize)?))
    }

    /// The value of that element. `message` are the octets that were read.
    pub fn octets<'a>(&self, field: Field, message: &'a [u8]) -> Option<&'a [u8]> {
        self.first(field).map(|element| element.of(message))
    }

    /// The value of that element as a number; `None` where it is none, or empty.
    pub fn integer(&self, field: Field, message: &[u8]) -> Option<u32> {
        let value = self.octets(field, message)?;
        match field.encoding() {
            Encoding::Octet(mask) => value.first().map(|first| u32::from(first & mask)),
            Encoding::Number if !value.is_empty() => Some(
                value.iter().skip(value.len().saturating_sub(4)).fold(0, |sum, octet| sum << 8 | u32::from(*octet)),
            ),
            _ => None,
        }
    }

    /// Digits of the IMSI. The last half-octet of a tunnel identifier of version 0 is the NSAPI (GSM 09.60 6).
    pub fn imsi<'a>(&self, message: &'a [u8]) -> Option<Digits<'a>> {
        let element = self.first(Field::Imsi)?;
        let value = element.of(message);
        Some(match (element.kind, value.split_last()) {
            (0, Some((last, rest))) if last & 0x0F == 0x0F => values::tbcd(rest),
            (0, Some(_)) => Digits::new(value, true),
            _ => values::tbcd(value),
        })
    }

    /// Digits of the MSISDN, without the octet of nature and plan that versions 0 and 1 have.
    pub fn msisdn<'a>(&self, message: &'a [u8]) -> Option<Digits<'a>> {
        let value = self.octets(Field::Msisdn, message)?;
        let skip = usize::from(matches!(self.header.version, Version::V0 | Version::V1));
        Some(values::tbcd(value.get(skip..).unwrap_or(&[])))
    }

    /// Network of the place that the message names: of the user location, otherwise of the routing area.
    pub fn location_plmn(&self, message: &[u8]) -> Option<PlmnDigits> {
        let of_cell = |value| match self.header.version {
            Version::V0 | Version::V1 => values::location_plmn_v1(value),
            Version::V2 | Version::Other(_) => values::location_plmn(value),
        };
        self.octets(Field::UserLocation, message)
            .and_then(of_cell)
            .or_else(|| self.octets(Field::RoutingArea, message).and_then(plmn::plmn))
    }

    /// TS 29.060 7.7: below type 128 the type fixes the length, above there are two octets of length.
    fn walk_v1<const ALL: bool>(&mut self, body: Body<'_>, start: usize, anomalies: &mut Anomalies) {
        let level = self.count;
        let (mut rest, mut previous) = (body.from(start), 0);
        while let Some((&kind, behind)) = rest.split_first() {
            let at = body.end.saturating_sub(rest.len());
            if kind < previous {
                anomalies.add(Code::IeOrder, at, 1);
            }
            previous = kind;
            let rule = elements::rule(self.header.version, kind);
            let (wanted, value) = match (kind, behind) {
                (128.., [high, low, value @ ..]) => (usize::from(u16::from_be_bytes([*high, *low])), value),
                (128.., _) => (usize::MAX, behind),
                // Where the next one starts, nobody can tell.
                _ if rule.octets == 0 => return anomalies.add(Code::IeLength, at, rest.len()),
                _ => (usize::from(rule.octets), behind),
            };
            let (taken, next) = take(value, wanted);
            let start = body.end.saturating_sub(value.len());
            if taken.len() < wanted || (kind >= 128 && taken.len() < usize::from(rule.octets)) {
                anomalies.add(Code::IeLength, at, start.saturating_sub(at).saturating_add(taken.len()));
            }
            if ALL || rule.is_essential() {
                let (start, length) = (start as u32, taken.len() as u32);
                let element = Element { field: rule.field, kind, start, length, ..Element::default() };
                self.store(element, rule.is_unique(), level, anomalies);
            }
            rest = next;
        }
    }

    /// TS 29.274 8.2: type, length, instance, value; some values are elements again.
    fn walk_v2<const ALL: bool>(&mut self, body: Body<'_>, start: usize, depth: u8, anomalies: &mut Anomalies) {
        let level = self.count;
        let mut rest = body.from(start);
        while let Some((&[kind, high, low, last], behind)) = rest.split_first_chunk::<4>() {
            let wanted = usize::from(u16::from_be_bytes([high, low]));
            let start = body.end.saturating_sub(behind.len());
            let rule = elements::rule(Version::V2, kind);
            let (value, next) = take(behind, wanted);
            rest = next;
            if value.len() < wanted || is_short(rule, value) {
                anomalies.add(Code::IeLength, start.saturating_sub(4), value.len().saturating_add(4));
            }
            if !ALL && !rule.is_essential() {
                continue;
            }
            let (instance, length) = (last & 0x0F, value.len() as u32);
            let element = Element { field: rule.field, kind, instance, depth, start: start as u32, length };
            self.store(element, rule.is_unique(), level, anomalies);
            if rule.is_group() {
                let inner = Body { end: start.saturating_add(value.len()), ..body };
                self.descend::<ALL>(inner, start, depth, anomalies);
            }
        }
        if !rest.is_empty() {
            anomalies.add(Code::IeLength, body.end.saturating_sub(rest.len()), rest.len());
        }
    }

    fn descend<const ALL: bool>(&mut self, body: Body<'_>, start: usize, depth: u8, anomalies: &mut Anomalies) {
        if depth < MAX_DEPTH {
            self.walk_v2::<ALL>(body, start, depth.saturating_add(1), anomalies);
        } else {
            anomalies.add(Code::IeMany, start, body.end.saturating_sub(start));
        }
    }

    /// Keeps an element of the group (or message) whose elements begin at `level`.
    // Inlined, so that the fields of an element go straight to their place and not over the stack.
    #[inline(always)]
    fn store(&mut self, element: Element, unique: bool, level: usize, anomalies: &mut Anomalies) {
        let is_doubtful = (unique && self.seen & element.field.bit() != 0) || self.count >= FLOOD;
        if !is_doubtful || self.has_room(element, unique, level, anomalies) {
            self.keep(element);
        }
    }

    /// Notes repeated elements and floods; whether the element is kept all the same.
    #[inline(never)]
    fn has_room(&self, element: Element, unique: bool, level: usize, anomalies: &mut Anomalies) -> bool {
        let same = |known: &Element| {
            known.kind == element.kind && known.instance == element.instance && known.depth == element.depth
        };
        if unique && self.elements().get(level..).is_some_and(|group| group.iter().any(same)) {
            anomalies.add(Code::IeRepeated, element.start as usize, element.length as usize);
        }
        if self.count < FLOOD {
            return true;
        }
        anomalies.add(Code::IeMany, element.start as usize, element.length as usize);
        let known = if element.is_main() { self.main } else { self.seen };
        known & element.field.bit() == 0
    }

    #[inline(always)]
    fn keep(&mut self, element: Element) {
        let Some(slot) = self.elements.get_mut(self.count) else { return };
        *slot = element;
        let bit = element.field.bit();
        // What is there stays, unless it was not the main one and this is.
        let known = if element.is_main() { self.main } else { self.seen };
        if known & bit == 0
            && let Some(place) = self.places.get_mut(element.field as usize)
        {
            *place = self.count as u16;
        }
        self.seen |= bit;
        self.main |= if element.is_main() { bit } else { 0 };
        self.count = self.count.saturating_add(1);
    }
}

/// A stretch of elements.
#[derive(Clone, Copy)]
struct Body<'a> {
    octets: &'a [u8],
    end: usize,
}

impl<'a> Body<'a> {
    fn from(&self, start: usize) -> &'a [u8] {
        self.octets.get(start..self.end).unwrap_or(&[])
    }
}

/// So many octets, or what is there, and what follows.
fn take(octets: &[u8], count: usize) -> (&[u8], &[u8]) {
    octets.split_at_checked(count).unwrap_or((octets, &[]))
}

/// Whether a value has fewer octets than it must; those of an F-TEID depend on its flags (TS 29.274 8.22).
#[inline(always)]
fn is_short(rule: elements::Rule, value: &[u8]) -> bool {
    value.len() < usize::from(rule.octets) || (rule.field == Field::FTeid && is_short_f_teid(value))
}

fn is_short_f_teid(value: &[u8]) -> bool {
    let flags = value.first().copied().unwrap_or_default();
    let v4 = if flags & 0x80 != 0 { 4 } else { 0 };
    let v6 = if flags & 0x40 != 0 { 16 } else { 0 };
    value.len() < 5usize.saturating_add(v4).saturating_add(v6)
}
