//! SCTP packets (RFC 9260): chunks by what they are, and user messages in several chunks.

use crate::anonymizer::{Anonymizer, Way};
use crate::draft::Draft;
use crate::frames::View;
use crate::{Done, Reason};
use std::collections::HashMap;
use std::ops::Range;

/// Octets of the common header.
const HEADER: usize = 12;
/// Chunks of unfinished messages at the same time.
const MOST_PIECES: usize = 65_536;

/// Chunks of one message on either side of the one that completes it.
const MOST_CHUNKS: u32 = 512;

/// What is done with the content of a chunk or parameter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Treatment {
    /// Numbers that name nobody.
    Keep,
    /// What only its sender understands.
    Opaque,
    /// An IP address.
    Ip,
    /// Parameters behind so many octets that are kept.
    Parameters(usize),
    /// Causes of an error, of which only the codes are kept: texts and copies of what was sent are in them.
    Causes,
    /// A user message: DATA, and I-DATA of RFC 8260.
    Data(usize),
    /// Whatever it is, nobody knows where addresses stand in it.
    Drop,
    /// Whatever it is, zeros do.
    Blank,
}

/// Chunk types (IANA).
const CHUNKS: &[(u8, Treatment)] = &[
    (0, Treatment::Data(12)),
    (1, Treatment::Parameters(16)),
    (2, Treatment::Parameters(16)),
    (3, Treatment::Keep),
    (4, Treatment::Parameters(0)),
    (5, Treatment::Parameters(0)),
    (6, Treatment::Causes),
    (7, Treatment::Keep),
    (8, Treatment::Keep),
    (9, Treatment::Causes),
    (10, Treatment::Opaque),
    (11, Treatment::Keep),
    (12, Treatment::Keep),
    (13, Treatment::Keep),
    (14, Treatment::Keep),
    (64, Treatment::Data(16)),
    (128, Treatment::Drop),
    (192, Treatment::Keep),
    (193, Treatment::Drop),
    (194, Treatment::Keep),
];

/// Parameters of INIT and HEARTBEAT (IANA): information of the sender, addresses, cookies, what is supported.
const PARAMETERS: &[(u16, Treatment)] = &[
    (1, Treatment::Opaque),
    (5, Treatment::Ip),
    (6, Treatment::Ip),
    (7, Treatment::Opaque),
    (9, Treatment::Keep),
    (12, Treatment::Keep),
    (0x8000, Treatment::Keep),
    (0x8002, Treatment::Opaque),
    (0x8003, Treatment::Keep),
    (0x8004, Treatment::Keep),
    (0x8008, Treatment::Keep),
    (0xC000, Treatment::Keep),
    (0xC006, Treatment::Keep),
];

/// A chunk of a message whose others are missing.
#[derive(Debug)]
struct Piece {
    first: bool,
    last: bool,
    ppid: u32,
    view: View,
}

/// What names an association in one direction.
type Key = (Way, u32);

/// Chunks of unfinished messages.
#[derive(Debug, Default)]
pub(crate) struct Chunks {
    pieces: HashMap<(Key, u32), Piece>,
}

impl Anonymizer {
    /// A packet that stands at `range` of the frame.
    pub(crate) fn sctp(&mut self, base: &View, draft: &mut Draft<'_>, range: Range<usize>, way: Way) -> Done {
        let Some(&[a, b, c, d, e, f, g, h, ..]) = draft.octets(range.clone()).first_chunk::<HEADER>() else {
            return Err("SCTP too short");
        };
        let way = Way { ports: (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d])), ..way };
        let key = (way, u32::from_be_bytes([e, f, g, h]));
        draft.keep(range.start..range.start.saturating_add(HEADER));
        let mut at = range.start.saturating_add(HEADER);
        while let Some(&[kind, flags, high, low]) = draft.octets(at..range.end).first_chunk::<4>() {
            let length = usize::from(u16::from_be_bytes([high, low]));
            let end = at.saturating_add(length);
            if length < 4 || end > range.end {
                return Err("SCTP chunk of a wrong length");
            }
            draft.keep(at..at.saturating_add(4));
            let content = at.saturating_add(4)..end;
            let treatment = CHUNKS.iter().find(|(known, _)| *known == kind).map_or(Treatment::Blank, |(_, it)| *it);
            if let Treatment::Data(fixed) = treatment {
                self.data(base, draft, content, (flags, fixed), key)?;
            } else {
                self.chunk(draft, content, treatment)?;
            }
            at = at.saturating_add(length.next_multiple_of(4));
        }
        Ok(())
    }

    /// Content of a chunk or parameter.
    fn chunk(&mut self, draft: &mut Draft<'_>, content: Range<usize>, treatment: Treatment) -> Done {
        match treatment {
            Treatment::Keep => draft.keep(content),
            Treatment::Opaque => {
                let made = self.keyed.opaque(draft.octets(content.clone()));
                draft.write(content.start, &made);
            }
            Treatment::Ip => {
                let made = self.keyed.ip(draft.octets(content.clone()));
                draft.write(content.start, &made);
            }
            Treatment::Parameters(fixed) => {
                let start = content.start.saturating_add(fixed).min(content.end);
                draft.keep(content.start..start);
                return self.parameters(draft, start..content.end, PARAMETERS);
            }
            Treatment::Causes => return self.parameters(draft, content, &[]),
            Treatment::Drop => return Err("SCTP chunk with addresses to be changed"),
            Treatment::Data(_) | Treatment::Blank => {}
        }
        Ok(())
    }

    fn parameters(&mut self, draft: &mut Draft<'_>, range: Range<usize>, rows: &[(u16, Treatment)]) -> Done {
        let mut at = range.start;
        while let Some(&[a, b, high, low]) = draft.octets(at..range.end).first_chunk::<4>() {
            let (kind, length) = (u16::from_be_bytes([a, b]), usize::from(u16::from_be_bytes([high, low])));
            let end = at.saturating_add(length);
            if length < 4 || end > range.end {
                return Ok(());
            }
            draft.keep(at..at.saturating_add(4));
            let treatment = rows.iter().find(|(known, _)| *known == kind).map_or(Treatment::Blank, |(_, it)| *it);
            self.chunk(draft, at.saturating_add(4)..end, treatment)?;
            at = at.saturating_add(length.next_multiple_of(4));
        }
        Ok(())
    }

    /// A DATA chunk, of which `fixed` octets stand before the payload.
    fn data(
        &mut self,
        base: &View,
        draft: &mut Draft<'_>,
        content: Range<usize>,
        (flags, fixed): (u8, usize),
        key: Key,
    ) -> Done {
        let octets = draft.octets(content.clone());
        let (header, _) = octets.split_at_checked(fixed).ok_or("SCTP chunk of a wrong length")?;
        let start = content.start.saturating_add(fixed);
        draft.keep(content.start..start);
        let word = |at: usize| header.get(at..).and_then(|rest| rest.first_chunk::<4>()).copied();
        let tsn = u32::from_be_bytes(word(0).unwrap_or_default());
        let ppid = u32::from_be_bytes(word(fixed.saturating_sub(4)).unwrap_or_default());
        let (first, last) = (flags & 2 != 0, flags & 1 != 0);
        let view = base.sub(start..content.end);
        if first && last {
            return self.user_message(&view, ppid, key.0);
        }
        self.frames.wait(&view);
        self.chunks.pieces.insert((key, tsn), Piece { first, last, ppid, view });
        self.join(key, tsn);
        if self.chunks.pieces.len() > MOST_PIECES {
            self.chunks.pieces.clear();
        }
        Ok(())
    }

    /// Puts a message together, if all of it is there.
    fn join(&mut self, key: Key, tsn: u32) {
        let pieces = &mut self.chunks.pieces;
        let ends = |tsn: u32, is_end: fn(&Piece) -> bool| pieces.get(&(key, tsn)).is_none_or(is_end);
        let ahead = 0..MOST_CHUNKS;
        let begins = ahead.clone().map(|back| tsn.wrapping_sub(back)).find(|tsn| ends(*tsn, |piece| piece.first));
        let stops = ahead.map(|ahead| tsn.wrapping_add(ahead)).find(|tsn| ends(*tsn, |piece| piece.last));
        let (Some(start), Some(end)) = (begins, stops) else { return };
        if !pieces.contains_key(&(key, start)) || !pieces.contains_key(&(key, end)) {
            return;
        }
        let ppid = pieces.get(&(key, start)).map_or(0, |piece| piece.ppid);
        let mut whole = View::default();
        for ahead in 0..=end.wrapping_sub(start) {
            let Some(piece) = pieces.remove(&(key, start.wrapping_add(ahead))) else { break };
            whole.extend(piece.view);
        }
        self.frames.done(&whole);
        let done: Result<(), Reason> = self.user_message(&whole, ppid, key.0);
        if let Err(reason) = done {
            self.frames.fail(&whole, reason);
        }
    }
}
