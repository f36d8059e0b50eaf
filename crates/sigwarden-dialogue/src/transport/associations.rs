//! SCTP associations: user messages in several chunks, and chunks sent again.

use crate::batch::FrameRef;
use crate::counters::Counters;
use hashbrown::HashMap;
use sigwarden_wire::sctp::Data;
use std::net::IpAddr;

/// Associations (each direction counts) known at the same time.
const MAX_ASSOCIATIONS: usize = 16_384;
/// Transmissions remembered of each: what is sent again is sent again within a window, and signalling windows are small.
const WINDOW: usize = 128;
/// Octets of unfinished user messages kept of all associations together.
const MAX_HELD: usize = 32 << 20;
/// Chunks of unfinished user messages kept of each.
const MAX_PIECES: usize = 64;

/// What names an association in one direction: addresses, ports, verification tag.
pub(super) type Key = (Option<IpAddr>, Option<IpAddr>, u16, u16, u32);

#[derive(Clone, Copy, Debug, Default)]
struct Sent {
    tsn: u32,
    digest: u32,
    frame: FrameRef,
}

#[derive(Debug)]
struct Piece {
    tsn: u32,
    stream: u16,
    ppid: u32,
    first: bool,
    last: bool,
    frame: FrameRef,
    octets: Vec<u8>,
}

/// One direction of an association.
#[derive(Debug, Default)]
pub(super) struct Association {
    sent: Vec<Sent>,
    pieces: Vec<Piece>,
}

/// What became of a chunk.
pub(super) enum Arrival {
    /// A whole user message.
    Whole {
        /// The frame that had the same transmission before.
        retransmits: Option<FrameRef>,
    },
    /// The last piece that was missing.
    Joined {
        /// The user message.
        octets: Vec<u8>,
        /// Payload protocol identifier of its first piece.
        ppid: u32,
        /// Frames of the pieces that came before.
        earlier: Vec<FrameRef>,
    },
    /// A piece; others are missing.
    Waiting,
}

/// Tells payloads apart. A receiver drops a number that it has seen whatever it carries, so nobody gains by making two alike;
/// the content is compared only because some captures are made up with one number for everything. Never 0.
fn fold(payload: &[u8]) -> u32 {
    let (words, rest) = payload.as_chunks::<8>();
    let step = |state: u64, word: u64| (state ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(31);
    let state = words.iter().fold(payload.len() as u64, |state, word| step(state, u64::from_le_bytes(*word)));
    let state = rest.iter().fold(state, |state, octet| step(state, u64::from(*octet)));
    u32::try_from(state >> 32).unwrap_or(0) | 1
}

/// All associations.
#[derive(Debug, Default)]
pub(super) struct Associations {
    known: HashMap<Key, Association>,
    held: usize,
}

impl Associations {
    /// The association of this name. A full table forgets all: only retransmissions across that moment are missed.
    /// With it comes the count of octets held of unfinished messages; beyond its limit all of them are given up.
    pub(super) fn of(&mut self, key: Key, counters: &mut Counters) -> (&mut Association, &mut usize) {
        if self.held > MAX_HELD {
            self.known.values_mut().for_each(|association| association.pieces.clear());
            self.held = 0;
            counters.undecoded.add("SCTP pieces beyond the limit");
        }
        if self.known.len() >= MAX_ASSOCIATIONS && !self.known.contains_key(&key) {
            self.known.clear();
            self.held = 0;
            counters.dropped.add("SCTP associations");
        }
        (self.known.entry(key).or_default(), &mut self.held)
    }
}

impl Association {
    /// Takes a chunk.
    pub(super) fn arrive(
        &mut self,
        data: &Data<'_>,
        frame: FrameRef,
        held: &mut usize,
        counters: &mut Counters,
    ) -> Arrival {
        let retransmits = self.sent_before(data, frame);
        if data.first && data.last {
            return Arrival::Whole { retransmits };
        }
        if retransmits.is_some() || self.pieces.iter().any(|piece| piece.tsn == data.tsn) {
            return Arrival::Waiting;
        }
        if self.pieces.len() >= MAX_PIECES {
            let gone = self.pieces.remove(0);
            *held = held.saturating_sub(gone.octets.len());
            counters.undecoded.add("SCTP pieces without the rest");
        }
        self.pieces.push(Piece {
            tsn: data.tsn,
            stream: data.stream,
            ppid: data.ppid,
            first: data.first,
            last: data.last,
            frame,
            octets: data.payload.to_vec(),
        });
        *held = held.saturating_add(data.payload.len());
        let joined = self.join(data.tsn, data.stream);
        if let Some(Arrival::Joined { octets, .. }) = &joined {
            *held = held.saturating_sub(octets.len());
        }
        joined.unwrap_or(Arrival::Waiting)
    }

    /// The frame that had this transmission before: same number and same octets.
    fn sent_before(&mut self, data: &Data<'_>, frame: FrameRef) -> Option<FrameRef> {
        if self.sent.is_empty() {
            self.sent = vec![Sent::default(); WINDOW];
        }
        let digest = fold(data.payload);
        let slot = self.sent.get_mut(data.tsn as usize % WINDOW)?;
        if slot.digest == digest && slot.tsn == data.tsn {
            return Some(slot.frame);
        }
        *slot = Sent { tsn: data.tsn, digest, frame };
        None
    }

    /// Consecutive transmissions from a first to a last piece make a user message (RFC 9260 6.9).
    fn join(&mut self, tsn: u32, stream: u16) -> Option<Arrival> {
        let at = |tsn: u32| self.pieces.iter().find(|piece| piece.tsn == tsn && piece.stream == stream);
        let mut first = tsn;
        while !at(first)?.first {
            first = first.wrapping_sub(1);
        }
        let mut octets = Vec::new();
        let mut earlier = Vec::new();
        let (mut last, ppid) = (first, at(first)?.ppid);
        loop {
            let piece = at(last)?;
            octets.extend_from_slice(&piece.octets);
            earlier.push(piece.frame);
            if piece.last {
                break;
            }
            last = last.wrapping_add(1);
        }
        let length = last.wrapping_sub(first);
        self.pieces.retain(|piece| piece.stream != stream || piece.tsn.wrapping_sub(first) > length);
        // The frame that completes the message is named by the caller.
        earlier.sort_unstable();
        earlier.pop();
        earlier.dedup();
        Some(Arrival::Joined { octets, ppid, earlier })
    }
}
