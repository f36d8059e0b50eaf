//! One dialogue: who, about whom, what was asked and what came back.

use crate::batch::{FrameRef, Meta};
use sigwarden_wire::map::contexts::Context;
use sigwarden_wire::map::parameter::MAX_DIGITS;
use sigwarden_wire::sccp::Address;

/// Digits kept of an identity or title.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Title {
    length: u8,
    digits: [u8; MAX_DIGITS],
}

impl Default for Title {
    fn default() -> Self {
        Self { length: 0, digits: [0; MAX_DIGITS] }
    }
}

impl std::fmt::Debug for Title {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Title {
    /// From ASCII digits; what does not fit is cut off.
    pub fn new(digits: &[u8]) -> Self {
        let mut title = Self::default();
        let length = digits.len().min(MAX_DIGITS);
        if let (Some(slots), Some(digits)) = (title.digits.get_mut(..length), digits.get(..length)) {
            slots.copy_from_slice(digits);
        }
        title.length = u8::try_from(length).unwrap_or(0);
        title
    }

    /// The Global Title of an address.
    pub fn of(address: &Address<'_>) -> Self {
        let mut title = Self::default();
        let length = address.digits.write(&mut title.digits).len();
        title.length = u8::try_from(length).unwrap_or(u8::MAX);
        title
    }

    /// The digits as ASCII.
    pub fn as_bytes(&self) -> &[u8] {
        self.digits.get(..usize::from(self.length)).unwrap_or(&[])
    }

    /// The digits as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or("")
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.length == 0
    }
}

/// Octets kept of an application context.
const MAX_OID: usize = 23;

/// An application context: content of its OBJECT IDENTIFIER.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Oid {
    length: u8,
    octets: [u8; MAX_OID],
}

impl Oid {
    /// From its octets; what does not fit is cut off.
    pub fn new(octets: &[u8]) -> Self {
        let mut oid = Self::default();
        let length = octets.len().min(MAX_OID);
        if let (Some(slots), Some(octets)) = (oid.octets.get_mut(..length), octets.get(..length)) {
            slots.copy_from_slice(octets);
        }
        oid.length = u8::try_from(length).unwrap_or(0);
        oid
    }

    /// Its octets.
    pub fn as_bytes(&self) -> &[u8] {
        self.octets.get(..usize::from(self.length)).unwrap_or(&[])
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
#[derive(Clone, Debug, Default)]
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
    /// Digests of the TCAP octets of its last messages, and the links that they came on.
    seen: [(u64, u64); 4],
    invokes: [Invoke; MAX_INVOKES],
    invoke_count: usize,
}

impl Dialogue {
    /// The requests.
    pub fn invokes(&self) -> &[Invoke] {
        self.invokes.get(..self.invoke_count).unwrap_or(&[])
    }

    /// Whether one of the last messages had these octets on another link: then this is a copy from further along its way.
    pub(crate) fn has_seen(&self, digest: u64, link: u64) -> bool {
        self.seen.iter().any(|(seen, on)| *seen == digest && *on != link)
    }

    /// Remembers a message.
    pub(crate) fn remember(&mut self, digest: u64, link: u64) {
        self.seen.rotate_right(1);
        if let Some(slot) = self.seen.first_mut() {
            *slot = (digest, link);
        }
    }

    /// The requests, to be changed.
    pub(crate) fn invokes_mut(&mut self) -> &mut [Invoke] {
        self.invokes.get_mut(..self.invoke_count).unwrap_or(&mut [])
    }

    /// Adds a request; where there is no room, the oldest goes.
    pub(crate) fn add_invoke(&mut self, invoke: Invoke) {
        if self.invoke_count >= MAX_INVOKES {
            self.invokes.rotate_left(1);
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

/// Directed ways between two points: by addresses and by point codes.
pub(crate) fn ways(meta: &Meta) -> (u64, u64) {
    let codes = (meta.opc.unwrap_or(u32::MAX), meta.dpc.unwrap_or(u32::MAX));
    let forward = way(meta.src, meta.dst, codes.0, codes.1);
    let back = way(meta.dst, meta.src, codes.1, codes.0);
    (forward, back)
}

fn way(from: Option<std::net::IpAddr>, to: Option<std::net::IpAddr>, opc: u32, dpc: u32) -> u64 {
    // Point codes name the way where there are any: addresses of one association may change from packet to packet.
    if opc != u32::MAX {
        return (u64::from(opc) << 32) | u64::from(dpc);
    }
    let mut hasher = xxhash_rust::xxh3::Xxh3::new();
    for address in [from, to].into_iter().flatten() {
        match address {
            std::net::IpAddr::V4(v4) => hasher.update(&v4.octets()),
            std::net::IpAddr::V6(v6) => hasher.update(&v6.octets()),
        }
        hasher.update(b"/");
    }
    hasher.digest() | (1 << 63)
}
