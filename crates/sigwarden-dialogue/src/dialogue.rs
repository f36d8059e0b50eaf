//! One dialogue: who, about whom, what was asked and what came back.

use crate::batch::FrameRef;
use crate::diameter::Subject;
use sigwarden_wire::map::contexts::{self, Context};
use sigwarden_wire::map::field::{Encoding, Field};
use sigwarden_wire::map::parameter::MAX_DIGITS;
use sigwarden_wire::sccp::Address;

/// Digits of an identity or title: half-octets as on the wire, the first lowest, and how many in the uppermost octet.
/// Tables of dialogues are read at random, so small matters; and one number is compared and copied in one step.
/// Digits beyond [`MAX_DIGITS`] are cut off.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Title(u128);

/// Where the count of digits stands.
const COUNT_AT: u32 = 120;

/// The digits of a [`Title`] as text.
#[derive(Clone, Copy)]
pub struct Text {
    length: u8,
    digits: [u8; MAX_DIGITS],
}

impl std::ops::Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        let digits = self.digits.get(..usize::from(self.length)).unwrap_or(&[]);
        std::str::from_utf8(digits).unwrap_or("")
    }
}

impl Text {
    /// The digits as ASCII.
    pub fn as_ascii(&self) -> &[u8] {
        self.digits.get(..usize::from(self.length)).unwrap_or(&[])
    }
}

impl std::fmt::Display for Title {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text())
    }
}

impl std::fmt::Debug for Title {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text())
    }
}

impl Title {
    /// From half-octets, lower half first. What stands behind the digits is cleared, so that equal digits are equal.
    fn packed(octets: &[u8], digits: usize) -> Self {
        let digits = digits.min(MAX_DIGITS);
        let octets = octets.get(..digits.div_ceil(2)).unwrap_or(octets);
        let bits = octets.iter().rev().fold(0u128, |bits, octet| bits << 8 | u128::from(*octet));
        let used = u32::try_from(digits).unwrap_or(0).saturating_mul(4);
        let mask = 1u128.checked_shl(used).map_or(u128::MAX, |bit| bit.wrapping_sub(1));
        Self(bits & mask | u128::from(u8::try_from(digits).unwrap_or(0)) << COUNT_AT)
    }

    /// From ASCII digits, hexadecimal ones included.
    pub fn new(digits: &[u8]) -> Self {
        let mut octets = [0; MAX_DIGITS / 2];
        let value = |digit: &u8| match digit {
            b'0'..=b'9' => digit & 0x0F,
            _ => u8::try_from(char::from(*digit).to_digit(16).unwrap_or(0)).unwrap_or(0),
        };
        for (slot, pair) in octets.iter_mut().zip(digits.chunks(2)) {
            let (low, high) = (pair.first().map_or(0, value), pair.get(1).map_or(0, value));
            *slot = low | high << 4;
        }
        Self::packed(&octets, digits.len())
    }

    /// The Global Title of an address.
    pub fn of(address: &Address<'_>) -> Self {
        Self::packed(address.digits.octets(), address.digits.len())
    }

    /// TBCD digits (TS 29.002 17.7.8): the first filler ends them.
    pub fn of_tbcd(octets: &[u8]) -> Self {
        let whole = octets.iter().position(|octet| octet & 0x0F == 0x0F || octet >> 4 == 0x0F);
        let digits = match whole.and_then(|at| Some((at, octets.get(at)?))) {
            None => octets.len().saturating_mul(2),
            Some((at, octet)) => at.saturating_mul(2).saturating_add(usize::from(octet & 0x0F != 0x0F)),
        };
        Self::packed(octets, digits)
    }

    /// The digits of a field, as its encoding has them.
    pub fn of_field(field: Field, octets: &[u8]) -> Self {
        match field.encoding() {
            Encoding::Address => Self::of_tbcd(octets.get(1..).unwrap_or(&[])),
            _ => Self::of_tbcd(octets),
        }
    }

    /// The digits as text; non-decimal ones hexadecimal, upper case.
    pub fn text(&self) -> Text {
        let mut digits = [0; MAX_DIGITS];
        let octets = self.0.to_le_bytes();
        sigwarden_wire::sccp::Digits::new(&octets, false).write(&mut digits);
        Text { length: u8::try_from(self.len()).unwrap_or(0), digits }
    }

    /// A number that differs for most different titles: for small tables of recent ones, not for identity.
    pub fn spread(&self) -> u64 {
        let (low, high) = (self.0 & u128::from(u64::MAX), self.0 >> 64);
        let half = |half: u128| u64::try_from(half).unwrap_or(0);
        (half(low).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ half(high).wrapping_mul(0xC2B2_AE3D_27D4_EB4F)) >> 32
    }

    /// The digits as one number, exact up to fifteen digits: an IMSI, an MSISDN, an IMEI. Longer ones lose their end.
    pub fn key(&self) -> u64 {
        let digits = u64::try_from(self.0 & ((1 << 60) - 1)).unwrap_or(0);
        digits | u64::try_from(self.len()).unwrap_or(0) << 60
    }

    /// The title of a [`Title::key`].
    pub fn of_key(key: u64) -> Self {
        Self(u128::from(key & ((1 << 60) - 1)) | u128::from(key >> 60) << COUNT_AT)
    }

    /// How many digits.
    pub fn len(&self) -> usize {
        usize::try_from(self.0 >> COUNT_AT).unwrap_or(0)
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.0 == 0
    }
}

/// Octets kept of an application context.
const MAX_OID: usize = 32;

/// An application context: content of its OBJECT IDENTIFIER. Octets beyond 32 are cut off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Oid {
    length: u8,
    first: u128,
    second: u128,
}

impl Oid {
    /// From its octets.
    pub fn new(octets: &[u8]) -> Self {
        let word = |octets: &[u8]| octets.iter().rev().fold(0u128, |bits, octet| bits << 8 | u128::from(*octet));
        let octets = octets.get(..MAX_OID).unwrap_or(octets);
        let (first, second) = octets.split_at_checked(16).unwrap_or((octets, &[]));
        Self { length: u8::try_from(octets.len()).unwrap_or(0), first: word(first), second: word(second) }
    }

    /// Appends it in dotted form.
    pub fn dotted(&self, out: &mut String) {
        let mut octets = [0; MAX_OID];
        let words = self.first.to_le_bytes().into_iter().chain(self.second.to_le_bytes());
        octets.iter_mut().zip(words).for_each(|(slot, octet)| *slot = octet);
        contexts::dotted(octets.get(..usize::from(self.length)).unwrap_or(&[]), out);
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.length == 0
    }
}

/// One end of a dialogue.
#[derive(Clone, Copy, Debug, Default)]
pub struct Side {
    /// Global Title.
    pub title: Title,
    /// Subsystem number.
    pub ssn: Option<u8>,
    /// Point code that its messages come from.
    pub pc: Option<u32>,
    /// Its transaction identifier, as a key; 0 where not known.
    pub(crate) tid: u64,
}

/// What became of an invoke.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InvokeState {
    /// Nothing came yet.
    #[default]
    Open,
    /// A result came.
    Answered,
    /// An error, reject, abort or return came.
    Refused,
}

/// One request.
#[derive(Clone, Copy, Debug, Default)]
pub struct Invoke {
    /// Invoke identifier.
    pub id: i64,
    /// Operation code that a lenient peer obeys.
    pub operation: u8,
    /// Which side asked: 0 the one that began.
    pub side: u8,
    /// What became of it.
    pub state: InvokeState,
}

/// Invokes of one dialogue that are remembered; older answered ones make room.
pub const MAX_INVOKES: usize = 8;

/// One dialogue.
#[derive(Debug, Default)]
pub struct Dialogue {
    /// Identifier, from content.
    pub id: u64,
    /// Time of the first message.
    pub first_ts: i64,
    /// Time of the last message.
    pub last_ts: i64,
    /// First frame.
    pub frame: FrameRef,
    /// Whether its BEGIN was seen.
    pub begun: bool,
    /// Whether its BEGIN had components.
    pub begun_with_components: bool,
    /// Application context as it was sent.
    pub oid: Oid,
    /// Application context, classified.
    pub context: Context,
    /// Who began, and who answers.
    pub sides: [Side; 2],
    /// IMSI of the subscriber.
    pub imsi: Title,
    /// MSISDN of the subscriber.
    pub msisdn: Title,
    /// IMEI of the device.
    pub imei: Title,
    /// Directed link of the first message, and the way back.
    pub way: (u64, u64),
    /// What a later stage keeps of it; 0 is nothing.
    pub mark: u32,
    /// IMSI of the destination reference, where the dialogue was opened with one.
    pub reference: Title,
    /// Title that its BEGIN was addressed to.
    pub asked: Title,
    /// Whether the other side has answered.
    pub answered: bool,
    /// Whether it has ended; it stays findable for a moment.
    pub ended: bool,
    /// Digest of the TCAP octets of its BEGIN.
    pub(crate) begin_digest: u64,
    /// Link of its BEGIN.
    pub(crate) begin_link: u64,
    /// Digests of the TCAP octets of its last messages, and the links that they came on; the lower halves of both.
    seen: [(u32, u32); 4],
    invokes: [Invoke; MAX_INVOKES],
    invoke_count: usize,
}

impl Dialogue {
    /// Copies what the sink may ask for: what only finds the dialogue of a message, and room for more invokes, is left out.
    pub(crate) fn copy_told(&mut self, other: &Self) {
        (self.id, self.first_ts, self.last_ts, self.frame) = (other.id, other.first_ts, other.last_ts, other.frame);
        (self.begun, self.begun_with_components) = (other.begun, other.begun_with_components);
        (self.oid, self.context, self.sides) = (other.oid, other.context, other.sides);
        (self.imsi, self.msisdn, self.imei) = (other.imsi, other.msisdn, other.imei);
        (self.way, self.mark) = (other.way, other.mark);
        (self.reference, self.asked) = (other.reference, other.asked);
        (self.answered, self.ended, self.invoke_count) = (other.answered, other.ended, other.invoke_count);
        self.invokes.iter_mut().zip(other.invokes()).for_each(|(slot, invoke)| *slot = *invoke);
    }

    /// Whom it is about.
    pub(crate) const fn known(&self) -> Subject {
        Subject { imsi: self.imsi, msisdn: self.msisdn, imei: self.imei }
    }

    /// What was known before counts before what it says itself.
    pub(crate) fn know(&mut self, before: &Subject) {
        let Subject { imsi, msisdn, imei } = before.or(self.known());
        (self.imsi, self.msisdn, self.imei) = (imsi, msisdn, imei);
    }

    /// The requests.
    pub fn invokes(&self) -> &[Invoke] {
        self.invokes.get(..self.invoke_count).unwrap_or(&[])
    }

    /// Whether one of the last messages had these octets on another link: then this is a copy from further along its way.
    pub(crate) fn has_seen(&self, digest: u64, link: u64) -> bool {
        let (digest, link) = (lower(digest), lower(link));
        self.seen.iter().any(|(seen, on)| *seen == digest && *on != link)
    }

    /// Remembers a message.
    pub(crate) fn remember(&mut self, digest: u64, link: u64) {
        self.seen.rotate_right(1);
        if let Some(slot) = self.seen.first_mut() {
            *slot = (lower(digest), lower(link));
        }
    }

    /// The requests, to be changed.
    pub(crate) fn invokes_mut(&mut self) -> &mut [Invoke] {
        self.invokes.get_mut(..self.invoke_count).unwrap_or(&mut [])
    }

    /// Adds a request; where there is no room, the oldest answered one goes, else the oldest.
    pub(crate) fn add_invoke(&mut self, invoke: Invoke) {
        if self.invoke_count >= MAX_INVOKES {
            let answered = self.invokes.iter().position(|invoke| invoke.state != InvokeState::Open).unwrap_or(0);
            if let Some(behind) = self.invokes.get_mut(answered..) {
                behind.rotate_left(1);
            }
            self.invoke_count = MAX_INVOKES.saturating_sub(1);
        }
        if let Some(slot) = self.invokes.get_mut(self.invoke_count) {
            *slot = invoke;
            self.invoke_count = self.invoke_count.saturating_add(1);
        }
    }

    /// The request with this identifier that the other side of `answerer` made; the newest wins.
    pub(crate) fn invoke_answered_by(&mut self, answerer: u8, id: i64) -> Option<&mut Invoke> {
        self.invokes_mut().iter_mut().rev().find(|invoke| invoke.id == id && invoke.side != answerer)
    }
}

/// The lower half.
fn lower(value: u64) -> u32 {
    u32::try_from(value & u64::from(u32::MAX)).unwrap_or(0)
}
