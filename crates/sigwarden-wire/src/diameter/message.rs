//! Walks the AVPs of a message (RFC 6733 4).

use super::dictionary::{self, Kind, TGPP};
use super::field::Field;
use super::header::{Header, LENGTH};
use crate::anomaly::{Anomalies, Code};
use crate::disclosure::Disclosure;

/// AVPs of one message that are kept, besides the first of each field; profiles with a hundred access points have about
/// two thousand.
pub const MAX_AVPS: usize = 4096;
/// Groups inside groups; commands of the standards have at most six.
pub const MAX_DEPTH: u8 = 8;
/// Groups inside groups that are still read, so that what stands in them is seen.
const DEEPEST: u8 = 64;
/// Octets of the shortest AVP.
const SHORTEST: usize = 8;
/// Places that are tried where an AVP says a length that cannot be.
const MAX_TRIES: usize = 64;

/// AVP flags (RFC 6733 4.1).
mod flag {
    pub(super) const VENDOR: u8 = 0x80;
    pub(super) const MANDATORY: u8 = 0x40;
    /// Bits that no standard uses.
    pub(super) const RESERVED: u8 = 0x1F;
}

/// One AVP.
#[derive(Clone, Copy, Debug, Default)]
pub struct Avp {
    /// Code.
    pub code: u32,
    /// Vendor; 0 where there is none.
    pub vendor: u32,
    /// Flags as sent.
    pub flags: u8,
    /// In how many groups it stands.
    pub depth: u8,
    /// What is made of it.
    pub field: Field,
    /// Where its content stands in the message.
    start: u32,
    /// Octets of content.
    length: u32,
}

impl Avp {
    /// Its content; `message` is what it was read from.
    pub fn of<'a>(&self, message: &'a [u8]) -> &'a [u8] {
        let start = self.start as usize;
        message.get(start..start.saturating_add(self.length as usize)).unwrap_or(&[])
    }

    /// Octets of its content.
    pub const fn len(&self) -> u32 {
        self.length
    }

    /// Whether it has no content.
    pub const fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Where its content stands in the message.
    pub const fn offset(&self) -> u32 {
        self.start
    }

    /// A number of four octets.
    pub fn integer(&self, message: &[u8]) -> Option<u32> {
        self.of(message).first_chunk::<4>().map(|octets| u32::from_be_bytes(*octets))
    }
}

/// What is read of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Every AVP, in groups too, is kept.
    All,
    /// Fields are kept, in groups too: what a request is judged by.
    Fields,
    /// Fields outside groups are kept: where nobody asks what an answer gave away.
    Outside,
}

/// Where the first AVP of each field stands, counted from 1; 0 is nowhere.
#[derive(Clone, Copy, Debug)]
struct Firsts([u16; FIELDS]);

/// Fields that there can be.
const FIELDS: usize = 64;
/// The bit of a position inside a group: one outside takes its place.
const INSIDE: u16 = 1 << 15;
/// The bits of the position itself.
const POSITION: u16 = INSIDE - 1;

impl Default for Firsts {
    fn default() -> Self {
        Self([0; FIELDS])
    }
}

impl Firsts {
    fn note(&mut self, avp: &Avp, position: usize) {
        let Some(slot) = self.0.get_mut(avp.field as usize) else { return };
        let is_better = *slot == 0 || *slot & INSIDE != 0 && avp.depth == 0;
        if is_better && let Ok(position) = u16::try_from(position) {
            *slot = position & POSITION | if avp.depth == 0 { 0 } else { INSIDE };
        }
    }
}

/// One message: its header, and its AVPs in the order in which they stand. Made once and read into again and again.
#[derive(Debug, Default)]
pub struct Message {
    header: Header,
    avps: Vec<Avp>,
    firsts: Firsts,
    end: usize,
}

impl Clone for Message {
    fn clone(&self) -> Self {
        let mut copy = Self::default();
        copy.clone_from(self);
        copy
    }

    /// Allocates nothing once the list has grown to the largest message seen.
    fn clone_from(&mut self, other: &Self) {
        (self.header, self.firsts, self.end) = (other.header, other.firsts, other.end);
        self.avps.clone_from(&other.avps);
    }
}

impl Message {
    /// Reads the message that `octets` begin with and, as far as nobody else says, end with.
    /// False where they are not even a header.
    pub fn read(&mut self, octets: &[u8], depth: Depth, anomalies: &mut Anomalies) -> bool {
        self.avps.clear();
        self.firsts = Firsts::default();
        let Some(header) = Header::read(octets) else { return false };
        self.header = header;
        if header.version != 1 {
            anomalies.add(Code::DiameterVersion, 0, 1);
        }
        if header.is_request() && header.has_error_bit() {
            anomalies.add(Code::ErrorBitOnRequest, 4, 1);
        }
        self.end = octets.len();
        if header.length as usize != octets.len() {
            anomalies.add(Code::DiameterLength, 1, 3);
        }
        let (avps, firsts) = (&mut self.avps, &mut self.firsts);
        let mut walk = Walk { message: octets, depth, seen: 0, kept: 0, avps, firsts, anomalies };
        walk.level(LENGTH, octets.len(), 0);
        true
    }

    /// Its header.
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// Its AVPs: those that were asked for, in order.
    pub fn avps(&self) -> &[Avp] {
        &self.avps
    }

    /// The AVP that receivers take for this field: the first outside groups, so that a copy in a group before it hides
    /// nothing. Where there is none, the first of all.
    pub fn first(&self, field: Field) -> Option<&Avp> {
        let first = *self.firsts.0.get(field as usize)?;
        self.avps.get(usize::from(first & POSITION).checked_sub(1)?)
    }

    /// Every AVP of this field.
    pub fn every(&self, field: Field) -> impl Iterator<Item = &Avp> {
        self.avps.iter().filter(move |avp| avp.field == field)
    }

    /// Content of the first AVP of this field.
    pub fn octets<'a>(&self, field: Field, message: &'a [u8]) -> Option<&'a [u8]> {
        self.first(field).map(|avp| avp.of(message))
    }

    /// A number of the first AVP of this field.
    pub fn integer(&self, field: Field, message: &[u8]) -> Option<u32> {
        self.first(field)?.integer(message)
    }

    /// Result-Code, or the code of an experimental result.
    pub fn result(&self, message: &[u8]) -> Option<u32> {
        self.integer(Field::ResultCode, message).or_else(|| self.integer(Field::ExperimentalResultCode, message))
    }

    /// What its AVPs give away.
    pub fn disclosures(&self) -> impl Iterator<Item = Disclosure> {
        self.avps.iter().map(|avp| avp.field.disclosure())
    }
}

/// One walk over a message.
struct Walk<'a, 'b> {
    message: &'a [u8],
    depth: Depth,
    /// Single fields seen outside groups, a bit each.
    seen: u64,
    /// Fields that were kept, a bit each, once there is no room for all.
    kept: u128,
    avps: &'b mut Vec<Avp>,
    firsts: &'b mut Firsts,
    anomalies: &'b mut Anomalies,
}

/// One AVP header.
struct Head {
    code: u32,
    flags: u8,
    length: usize,
    vendor: u32,
    /// Octets of the header.
    size: usize,
}

impl Head {
    fn read(octets: &[u8]) -> Option<Self> {
        let (&[a, b, c, d, flags, high, middle, low], rest) = octets.split_first_chunk::<8>()?;
        let vendor = if flags & flag::VENDOR != 0 { rest.first_chunk::<4>() } else { None };
        Some(Self {
            code: u32::from_be_bytes([a, b, c, d]),
            flags,
            length: u32::from_be_bytes([0, high, middle, low]) as usize,
            vendor: vendor.map_or(0, |vendor| u32::from_be_bytes(*vendor)),
            size: if vendor.is_some() { 12 } else { SHORTEST },
        })
    }

    /// Whether there should be a vendor and its octets are not there.
    const fn lacks_vendor(&self) -> bool {
        self.flags & flag::VENDOR != 0 && self.size == SHORTEST
    }
}

impl Walk<'_, '_> {
    /// The AVPs between two places.
    fn level(&mut self, start: usize, end: usize, depth: u8) {
        let mut at = start;
        while at < end {
            let Some(head) = self.message.get(at..end).and_then(Head::read) else {
                self.anomalies.add(Code::AvpLength, at, end.saturating_sub(at));
                return;
            };
            let next = at.saturating_add(head.length);
            if head.length < head.size || next > end || head.lacks_vendor() {
                self.anomalies.add(Code::AvpLength, at.saturating_add(5), 3);
                // Its content goes on to where AVPs begin again, or to the end. A length that leaves no room for the
                // vendor may mean that there is none.
                let content = at.saturating_add(head.size);
                let again = self.next_beginning(at.saturating_add(SHORTEST), end);
                self.avp(&head, content, again, depth);
                at = again;
                continue;
            }
            self.avp(&head, at.saturating_add(head.size), next, depth);
            at = next.next_multiple_of(4);
            if at != next {
                let padding = self.message.get(next..at.min(end)).unwrap_or(&[]);
                if padding.iter().any(|octet| *octet != 0) {
                    self.anomalies.add(Code::AvpPadding, next, padding.len());
                }
            }
        }
    }

    /// Takes one AVP, and what is grouped in it.
    fn avp(&mut self, head: &Head, start: usize, end: usize, depth: u8) {
        let entry = dictionary::find(head.vendor, head.code);
        let field = entry.map_or(Field::None, |entry| entry.field);
        let at = start.saturating_sub(head.size);
        if depth == 0 {
            self.outside(head, field, at);
        }
        let odd_vendor = head.flags & flag::VENDOR != 0 && head.vendor == 0;
        if odd_vendor {
            self.anomalies.add(Code::AvpVendorZero, at, head.size);
        }
        if entry.is_none() && head.flags & flag::MANDATORY != 0 {
            self.anomalies.add(Code::AvpUnknownMandatory, at, head.size);
        }
        if field != Field::None || self.depth == Depth::All {
            self.keep(Avp {
                code: head.code,
                vendor: head.vendor,
                flags: head.flags,
                depth,
                field,
                start: clamp(start),
                length: clamp(end.saturating_sub(start)),
            });
        }
        let grouped = entry.is_some_and(|entry| entry.kind == Kind::Group);
        if !grouped || (self.depth == Depth::Outside && head.code != EXPERIMENTAL_RESULT) {
            return;
        }
        let inner = depth.saturating_add(1);
        if inner > MAX_DEPTH {
            self.anomalies.add(Code::AvpNesting, at, end.saturating_sub(at));
        }
        if inner <= DEEPEST {
            self.level(start, end, inner);
        }
    }

    /// What is checked of AVPs that stand outside groups.
    fn outside(&mut self, head: &Head, field: Field, at: usize) {
        if field == Field::SessionId && at != LENGTH {
            self.anomalies.add(Code::SessionIdPlace, at, head.size);
        }
        if field.is_single() {
            let bit = 1u64.checked_shl(u32::from(field as u8)).unwrap_or(0);
            if self.seen & bit != 0 {
                self.anomalies.add(Code::AvpRepeated, at, head.size);
            }
            self.seen |= bit;
        }
    }

    fn keep(&mut self, avp: Avp) {
        if self.avps.len() < MAX_AVPS || self.is_first_of_flood(avp) {
            self.avps.push(avp);
            if avp.field != Field::None {
                self.firsts.note(&avp, self.avps.len());
            }
        }
    }

    /// Whether an AVP for which there is no room is the first of its field outside or inside groups: a flood hides none.
    #[cold]
    fn is_first_of_flood(&mut self, avp: Avp) -> bool {
        self.anomalies.add(Code::AvpMany, avp.start as usize, avp.length as usize);
        if self.kept == 0 {
            self.kept = self.avps.iter().fold(0, |kept, avp| kept | place(avp));
        }
        let is_first = avp.field != Field::None && self.kept & place(&avp) == 0;
        self.kept |= place(&avp);
        is_first
    }

    /// The next place where AVPs begin again.
    #[cold]
    fn next_beginning(&self, from: usize, end: usize) -> usize {
        let first = from.next_multiple_of(4);
        (first..end).step_by(4).take(MAX_TRIES).find(|at| self.begin_again(*at, end)).unwrap_or(end)
    }

    /// Whether an AVP begins here that the dictionary has, and behind it is the end or another one. That one may have
    /// a wrong length too: two of them hide nothing between them.
    fn begin_again(&self, at: usize, end: usize) -> bool {
        let known = |at: usize| {
            let head = self.message.get(at..end).and_then(Head::read)?;
            let is_known = head.flags & flag::RESERVED == 0 && dictionary::find(head.vendor, head.code).is_some();
            is_known.then_some(head)
        };
        let Some(head) = known(at).filter(|head| head.length >= head.size) else { return false };
        let next = at.saturating_add(head.length);
        next == end || next.next_multiple_of(4) == end || known(next.next_multiple_of(4)).is_some()
    }
}

/// A bit for a field: outside groups the lower half, inside the upper one.
fn place(avp: &Avp) -> u128 {
    let bit = u32::from(avp.field as u8);
    1u128.checked_shl(if avp.depth == 0 { bit } else { bit.saturating_add(64) }).unwrap_or(0)
}

/// Experimental-Result: the one group that every answer is judged by.
const EXPERIMENTAL_RESULT: u32 = 297;

fn clamp(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// Whether an AVP is a base AVP under a vendor that has another meaning for its number, or none.
pub fn is_misplaced_user_name(avp: &Avp) -> bool {
    avp.vendor == TGPP && avp.code == 1
}
