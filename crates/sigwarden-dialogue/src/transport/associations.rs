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
/// Octets of one user message in several chunks.
const MAX_MESSAGE: usize = 256 << 10;
/// Chunks of unfinished user messages kept of each: a message of that many octets in chunks of four.
const MAX_PIECES: usize = 1 << 16;
/// Octets of unfinished user messages kept of each.
const MAX_UNFINISHED: usize = 1 << 20;
/// What a piece counts for besides its octets.
const OVERHEAD: usize = 64;
/// Frames kept of one message: its first ones, besides the one that completes it.
const MAX_FRAMES: usize = 64;

/// What names an association in one direction: addresses, ports, verification tag.
pub(super) type Key = (Option<IpAddr>, Option<IpAddr>, u16, u16, u32);

#[derive(Clone, Copy, Debug, Default)]
struct Sent {
    tsn: u32,
    digest: u32,
    frame: FrameRef,
}

/// A piece of a user message. Consecutive ones of a message are a run.
#[derive(Debug)]
struct Piece {
    /// Of the first piece of a run the number of its last one, and the other way round; of others nothing.
    other_end: u32,
    /// Octets of the run, at both of its ends.
    run: usize,
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
    pieces: HashMap<u32, Piece>,
    /// Octets of the pieces.
    octets: usize,
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
            self.known.values_mut().for_each(Association::forget);
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
        if retransmits.is_some() || self.pieces.contains_key(&data.tsn) {
            return Arrival::Waiting;
        }
        let before = self.held();
        let is_full = self.pieces.len() >= MAX_PIECES || self.octets > MAX_UNFINISHED;
        if is_full {
            self.forget();
            counters.undecoded.add("SCTP pieces without the rest");
        }
        let arrival = self.piece(data, frame, counters);
        *held = held.saturating_sub(before).saturating_add(self.held());
        arrival
    }

    fn held(&self) -> usize {
        self.octets.saturating_add(self.pieces.len().saturating_mul(OVERHEAD))
    }

    /// Gives up all pieces.
    fn forget(&mut self) {
        self.pieces = HashMap::new();
        self.octets = 0;
    }

    /// Takes a piece: it makes one run with those before and behind it (RFC 9260 6.9).
    fn piece(&mut self, data: &Data<'_>, frame: FrameRef, counters: &mut Counters) -> Arrival {
        let (tsn, stream, length) = (data.tsn, data.stream, data.payload.len());
        let of_run = |piece: &&Piece| piece.stream == stream;
        let before = if data.first { None } else { self.pieces.get(&tsn.wrapping_sub(1)) };
        let before = before.filter(of_run).filter(|piece| !piece.last).map(|piece| (piece.other_end, piece.run));
        let behind = if data.last { None } else { self.pieces.get(&tsn.wrapping_add(1)) };
        let behind = behind.filter(of_run).filter(|piece| !piece.first).map(|piece| (piece.other_end, piece.run));
        let (start, start_octets) = before.unwrap_or((tsn, 0));
        let (end, end_octets) = behind.unwrap_or((tsn, 0));
        let run = length.saturating_add(start_octets).saturating_add(end_octets);
        let (first, last, ppid, octets) = (data.first, data.last, data.ppid, data.payload.to_vec());
        self.octets = self.octets.saturating_add(length);
        self.pieces.insert(tsn, Piece { other_end: tsn, run, stream, ppid, first, last, frame, octets });
        let is_begun = self.end_run(start, end, run).is_some_and(|piece| piece.first);
        let is_ended = self.end_run(end, start, run).is_some_and(|piece| piece.last);
        match (is_begun, is_ended, run > MAX_MESSAGE) {
            // Of a message that is too long its beginning is judged.
            (true, true, _) | (true, _, true) => self.take(start, end),
            (false, _, true) => {
                self.take(start, end);
                counters.undecoded.add("SCTP pieces without the rest");
                Arrival::Waiting
            }
            _ => Arrival::Waiting,
        }
    }

    /// Notes at one end of a run where the other one is.
    fn end_run(&mut self, end: u32, other_end: u32, run: usize) -> Option<&Piece> {
        let piece = self.pieces.get_mut(&end)?;
        (piece.other_end, piece.run) = (other_end, run);
        Some(piece)
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

    /// Takes a run out: the user message.
    fn take(&mut self, start: u32, end: u32) -> Arrival {
        let ppid = self.pieces.get(&start).map_or(0, |piece| piece.ppid);
        let (mut octets, mut earlier) = (Vec::new(), Vec::new());
        for ahead in 0..=end.wrapping_sub(start) {
            let Some(piece) = self.pieces.remove(&start.wrapping_add(ahead)) else { break };
            octets.extend_from_slice(&piece.octets);
            earlier.push(piece.frame);
        }
        self.octets = self.octets.saturating_sub(octets.len());
        if self.pieces.is_empty() && self.pieces.capacity() > MAX_FRAMES {
            self.forget();
        }
        // The frame that completes the message is named by the caller.
        earlier.sort_unstable();
        earlier.pop();
        earlier.dedup();
        earlier.truncate(MAX_FRAMES);
        Arrival::Joined { octets, ppid, earlier }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes chunks of a message (number, flags: 2 first and 1 last, octets); gives what was joined.
    fn check(what: &str, chunks: &[(u32, u8, Vec<u8>)], expected: &[Vec<u8>]) {
        let (mut association, mut held, mut counters) = (Association::default(), 0, Counters::default());
        let mut joined = Vec::new();
        for (number, (tsn, flags, payload)) in (1..).zip(chunks) {
            let frame = FrameRef { input: 0, number };
            let data = Data { tsn: *tsn, stream: 1, ppid: 46, first: flags & 2 != 0, last: flags & 1 != 0, payload };
            match association.arrive(&data, frame, &mut held, &mut counters) {
                Arrival::Joined { octets, earlier, .. } => {
                    assert!(earlier.len() <= MAX_FRAMES, "{what}");
                    joined.push(octets);
                }
                Arrival::Whole { .. } | Arrival::Waiting => {}
            }
            assert_eq!(held, association.held(), "{what}");
        }
        assert_eq!(joined.len(), expected.len(), "{what}");
        assert!(joined == expected, "{what}");
    }

    /// The chunks of a message.
    fn chunks(first: u32, message: &[u8], size: usize) -> Vec<(u32, u8, Vec<u8>)> {
        let count = message.len().div_ceil(size);
        let chunk = |(at, octets): (usize, &[u8])| {
            let flags = if at == 0 { 2 } else { 0 } | u8::from(at + 1 == count);
            (first.wrapping_add(at as u32), flags, octets.to_vec())
        };
        message.chunks(size).enumerate().map(chunk).collect()
    }

    #[test]
    fn pieces_are_joined_in_any_order_and_any_number() {
        let message: Vec<u8> = (0..260_u32).flat_map(u32::to_be_bytes).collect();
        let backwards = |mut all: Vec<_>| {
            all.reverse();
            all
        };
        let middle_last = |mut all: Vec<_>| {
            let middle = all.remove(100);
            all.push(middle);
            all
        };
        let twice = [chunks(7, &message, 400), chunks(7, &message, 400)].concat();
        let two = [chunks(7, &message, 400), chunks(10, &message, 4)].concat();
        let whole = std::slice::from_ref(&message);
        check("two", &chunks(7, &message, 1000), whole);
        check("many", &chunks(7, &message, 4), whole);
        check("across the last number", &chunks(u32::MAX - 99, &message, 4), whole);
        check("backwards", &backwards(chunks(7, &message, 4)), whole);
        check("one in the middle late", &middle_last(chunks(7, &message, 4)), whole);
        check("twice", &twice, whole);
        check("one behind the other", &two, &[message.clone(), message.clone()]);
        check("without its end", &chunks(7, &message, 4)[..259], &[]);
        check("without its beginning", &chunks(7, &message, 4)[1..], &[]);
    }

    #[test]
    fn the_beginning_of_a_message_without_end_is_joined() {
        let message = vec![1; MAX_MESSAGE + 5000];
        check("too long", &chunks(7, &message, 1000), &[message[..MAX_MESSAGE / 1000 * 1000 + 1000].to_vec()]);
    }

    #[test]
    fn small_pieces_take_linear_time() {
        let message = vec![1; MAX_MESSAGE];
        check("chunks of four octets", &chunks(7, &message, 4), std::slice::from_ref(&message));
    }
}
