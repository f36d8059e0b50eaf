//! The Diameter header (RFC 6733 3), and where messages begin and end in a stream.

use crate::reader::Reader;

/// Octets of a header.
pub const LENGTH: usize = 20;
/// Octets of the longest message that is put together out of a stream: profiles with a hundred access points stay
/// below a tenth of it.
pub const MAX_MESSAGE: usize = 256 << 10;

/// Application identifier of a relay (RFC 6733 2.4): never in a request.
pub const RELAY: u32 = 0xFFFF_FFFF;

/// A Diameter header.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// Version; 1.
    pub version: u8,
    /// Octets of the message as it says, header included.
    pub length: u32,
    /// Command flags.
    pub flags: u8,
    /// Command code, the same in request and answer.
    pub command: u32,
    /// Application identifier.
    pub application: u32,
    /// Matches requests and answers on one connection.
    pub hop_by_hop: u32,
    /// Stays the same on the whole way.
    pub end_to_end: u32,
}

impl Header {
    /// Reads a header; `None` where there are fewer than 20 octets.
    pub fn read(octets: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(octets);
        let (first, second) = (reader.u32()?, reader.u32()?);
        let ([version, ..], [flags, ..]) = (first.to_be_bytes(), second.to_be_bytes());
        Some(Self {
            version,
            length: first & 0x00FF_FFFF,
            flags,
            command: second & 0x00FF_FFFF,
            application: reader.u32()?,
            hop_by_hop: reader.u32()?,
            end_to_end: reader.u32()?,
        })
    }

    /// Whether this is a request.
    pub const fn is_request(&self) -> bool {
        self.flags & 0x80 != 0
    }

    /// The error bit: an answer that does not conform to the command's own form.
    pub const fn has_error_bit(&self) -> bool {
        self.flags & 0x20 != 0
    }

    /// The bit of a request that may have been sent before.
    pub const fn is_retransmission(&self) -> bool {
        self.flags & 0x10 != 0
    }
}

/// What stands at one place of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// A message of so many octets.
    Message(usize),
    /// A message of so many octets, more than are put together.
    Long(usize),
    /// Too few octets to tell, or a message that goes on behind them.
    More,
    /// Something else.
    Other,
}

/// What stands at a place where a message has to begin. The header alone says so: an odd first AVP hides nothing. Only
/// of another version than 1 more is asked: a likely first AVP, or that these octets end, or the next message begins,
/// where it says that it ends.
pub fn next_message(octets: &[u8]) -> Next {
    let Some(header) = Header::read(octets) else { return Next::More };
    let length = header.length as usize;
    let is_first = header.version == 1;
    if length < LENGTH || length > MAX_MESSAGE && !is_first {
        return Next::Other;
    }
    if length > MAX_MESSAGE {
        return Next::Long(length);
    }
    let Some(behind) = octets.get(length..) else {
        let is_open = is_first || octets.len() < KNOWN || is_plausible(&header, octets);
        return if is_open { Next::More } else { Next::Other };
    };
    let is_bounded = || behind.is_empty() || looks_like_message(behind);
    if is_first || is_plausible(&header, octets) || is_bounded() { Next::Message(length) } else { Next::Other }
}

/// What stands at a place where a message may begin, or anything else.
pub fn likely_message(octets: &[u8]) -> Next {
    let Some(header) = Header::read(octets) else {
        return if may_begin(octets) { Next::More } else { Next::Other };
    };
    let length = header.length as usize;
    // Of another version, or with flags that nobody uses: only what is one message and nothing else.
    let is_whole = || length == octets.len() && length <= MAX_MESSAGE && is_plausible(&header, octets);
    match () {
        () if !looks_like_message(octets) && !is_whole() => Next::Other,
        () if octets.len() < length => Next::More,
        () => Next::Message(length),
    }
}

/// Octets from which `next_message` and `likely_message` tell a message from anything else: a header, and that of an
/// AVP.
pub const KNOWN: usize = LENGTH + 8;

/// Whether these octets are a Diameter message and nothing else is likely: for places where nothing says so.
pub fn looks_like_message(octets: &[u8]) -> bool {
    let Some(header) = Header::read(octets) else { return false };
    let length = header.length as usize;
    let regular = header.version == 1 && header.flags & 0x0F == 0 && length.is_multiple_of(4);
    regular && (LENGTH..=MAX_MESSAGE).contains(&length) && is_plausible(&header, octets)
}

/// Fewer octets than a header has, which one that looks like a message could begin with.
fn may_begin(octets: &[u8]) -> bool {
    match octets {
        [version, high, middle, low, ..] => {
            let length = u32::from_be_bytes([0, *high, *middle, *low]) as usize;
            let is_regular = octets.get(4).is_none_or(|flags| flags & 0x0F == 0);
            *version == 1 && is_regular && length.is_multiple_of(4) && (LENGTH..=MAX_MESSAGE).contains(&length)
        }
        _ => octets.first().is_none_or(|version| *version == 1),
    }
}

/// The first AVP fits into the message, and its reserved flags are not set.
fn is_plausible(header: &Header, octets: &[u8]) -> bool {
    let room = (header.length as usize).saturating_sub(LENGTH);
    let Some([code_high, _, _, _, flags, high, middle, low]) =
        octets.get(LENGTH..).and_then(|rest| rest.first_chunk::<8>())
    else {
        // A header alone is a message without AVPs, or its AVPs are still to come.
        return octets.len() < LENGTH.saturating_add(8) && (room == 0 || header.version == 1);
    };
    if room == 0 {
        return true;
    }
    let length = u32::from_be_bytes([0, *high, *middle, *low]) as usize;
    *code_high == 0 && flags & 0x1F == 0 && length >= 8 && (length <= room || header.version == 1)
}
