//! TCP streams that carry Diameter: segments to messages.
//!
//! A stream is followed from its first segment that looks like Diameter, or from its first one on a port of Diameter;
//! where a capture begins inside a message, or octets are missing, the next message is looked for.

use crate::SECOND;
use crate::batch::FrameRef;
use crate::counters::Counters;
use hashbrown::HashMap;
use sigwarden_wire::diameter::header::{MAX_MESSAGE, Next};
use sigwarden_wire::diameter::{PORT, SECURE_PORT, looks_like_message, next_message};
use sigwarden_wire::ip::Segment;
use std::net::IpAddr;

/// Streams (each direction counts) followed at the same time.
const MAX_STREAMS: usize = 16_384;
/// Segments of one stream kept behind a gap.
const MAX_WAITING: usize = 64;
/// Octets kept of all streams together: beginnings of messages, and what waits behind gaps.
const MAX_HELD: usize = 64 << 20;
/// How long a gap may stay open.
const PATIENCE: i64 = 3 * SECOND;
/// Messages remembered of each stream, to tell what is sent again.
const REMEMBERED: usize = 16;

/// What names a stream: addresses and ports.
type Key = (Option<IpAddr>, Option<IpAddr>, u16, u16);

/// A segment behind a gap.
#[derive(Debug)]
struct Waiting {
    sequence: u32,
    octets: Vec<u8>,
    frame: FrameRef,
    ts_ns: i64,
}

/// One direction of a connection.
#[derive(Debug, Default)]
struct Stream {
    /// Sequence number of the octet behind everything taken so far.
    next: u32,
    /// Whether messages are known to begin where the last one ended.
    in_step: bool,
    /// TLS from here on.
    opaque: bool,
    /// Octets are missing in front of what comes next.
    gap: bool,
    /// The beginning of a message, and the frames that it came in.
    begun: Vec<u8>,
    frames: Vec<FrameRef>,
    waiting: Vec<Waiting>,
    /// Sequence number and frame of the last messages.
    sent: [(u32, FrameRef); REMEMBERED],
    sent_count: usize,
}

/// A message of a stream.
pub(super) struct Arrived<'a> {
    /// Its octets.
    pub(super) octets: &'a [u8],
    /// Frames of its pieces before the last one.
    pub(super) earlier: &'a [FrameRef],
    /// The frame that completed it.
    pub(super) frame: FrameRef,
    /// Time of that frame.
    pub(super) ts_ns: i64,
    /// The frame in which it was sent before.
    pub(super) retransmits: Option<FrameRef>,
    /// Octets were missing in front of it.
    pub(super) gap: bool,
}

/// Where a segment comes from.
#[derive(Clone, Copy)]
pub(super) struct Origin {
    pub(super) src: Option<IpAddr>,
    pub(super) dst: Option<IpAddr>,
    pub(super) frame: FrameRef,
    pub(super) ts_ns: i64,
    /// Octets of the segment that the capture does not have.
    pub(super) missing: usize,
}

/// All streams.
#[derive(Debug, Default)]
pub(super) struct Streams {
    known: HashMap<Key, Stream>,
    held: usize,
}

/// Whether a port is one of Diameter.
fn is_registered(port: u16) -> bool {
    matches!(port, PORT | SECURE_PORT)
}

impl Streams {
    /// Takes a segment; false where it belongs to no stream of Diameter.
    pub(super) fn take(
        &mut self,
        segment: &Segment<'_>,
        origin: Origin,
        counters: &mut Counters,
        each: &mut impl FnMut(&Arrived<'_>),
    ) -> bool {
        let key = (origin.src, origin.dst, segment.ports.src, segment.ports.dst);
        let payload = segment.ports.payload;
        if !self.known.contains_key(&key) {
            let registered = is_registered(segment.ports.src) || is_registered(segment.ports.dst);
            let begins = looks_like_message(payload);
            if payload.is_empty() || !(registered || begins) {
                return false;
            }
            if self.known.len() >= MAX_STREAMS || self.held > MAX_HELD {
                self.known.clear();
                self.held = 0;
                counters.dropped.add("TCP streams");
            }
            let fresh = Stream { next: segment.sequence, ..Stream::default() };
            self.known.insert(key, fresh);
        }
        let Some(stream) = self.known.get_mut(&key) else { return false };
        let before = stream.held();
        stream.segment(segment, origin, counters, each);
        self.held = self.held.saturating_add(stream.held()).saturating_sub(before);
        if segment.ends && payload.is_empty() {
            stream.give_up_waiting(counters, each);
            self.held = self.held.saturating_sub(stream.held());
            self.known.remove(&key);
        }
        true
    }

    /// The end of the capture: what waits behind gaps is read.
    pub(super) fn finish(&mut self, counters: &mut Counters, each: &mut impl FnMut(&Key, &Arrived<'_>)) {
        let mut keys: Vec<Key> =
            self.known.iter().filter(|(_, s)| !s.waiting.is_empty()).map(|(key, _)| *key).collect();
        keys.sort_unstable();
        for key in keys {
            if let Some(stream) = self.known.get_mut(&key) {
                stream.give_up_waiting(counters, &mut |arrived| each(&key, arrived));
            }
        }
        for _ in self.known.values().filter(|stream| !stream.begun.is_empty()) {
            counters.undecoded.add("Diameter without the rest");
        }
        self.known.clear();
        self.held = 0;
    }
}

/// The part of a segment that lies behind `next`: none where all of it is old, and whether it lies beyond a gap.
fn fresh(next: u32, sequence: u32, octets: &[u8]) -> (Option<&[u8]>, bool) {
    let ahead = sequence.wrapping_sub(next);
    // Distances of more than half the numbers are behind (RFC 9293 3.4).
    if ahead == 0 {
        return (Some(octets), false);
    }
    if ahead < 1 << 31 {
        return (Some(octets), true);
    }
    let old = next.wrapping_sub(sequence) as usize;
    (octets.get(old..).filter(|rest| !rest.is_empty()), false)
}

impl Stream {
    fn held(&self) -> usize {
        let waiting: usize = self.waiting.iter().map(|waiting| waiting.octets.len()).sum();
        waiting.saturating_add(self.begun.len())
    }

    fn segment(
        &mut self,
        segment: &Segment<'_>,
        origin: Origin,
        counters: &mut Counters,
        each: &mut impl FnMut(&Arrived<'_>),
    ) {
        if segment.opens {
            *self = Self { next: segment.sequence.wrapping_add(1), ..Self::default() };
        }
        let octets = segment.ports.payload;
        if octets.is_empty() {
            return;
        }
        if self.opaque {
            return counters.other.add("Diameter over TLS");
        }
        let sequence = segment.sequence.wrapping_add(u32::from(segment.opens));
        match fresh(self.next, sequence, octets) {
            (None, _) => self.again(sequence, octets, origin, counters, each),
            (Some(rest), false) => {
                self.append(rest, (origin.frame, origin.ts_ns), counters, each);
                self.skip(origin.missing, counters);
                self.catch_up(counters, each);
            }
            (Some(_), true) => {
                self.wait(sequence, octets, origin);
                let old = self.waiting.first().is_some_and(|first| {
                    origin.ts_ns.saturating_sub(first.ts_ns) > PATIENCE || self.waiting.len() > MAX_WAITING
                });
                // A stream whose beginning was not captured waits for nothing.
                if old || self.sent_count == 0 && self.begun.is_empty() && !self.in_step {
                    self.give_up_waiting(counters, each);
                }
            }
        }
    }

    /// Octets that the capture does not have: the message in them is lost.
    fn skip(&mut self, missing: usize, counters: &mut Counters) {
        if missing == 0 {
            return;
        }
        self.next = self.next.wrapping_add(u32::try_from(missing).unwrap_or(0));
        self.lose(counters);
    }

    fn lose(&mut self, counters: &mut Counters) {
        if !self.begun.is_empty() {
            counters.undecoded.add("Diameter without the rest");
        }
        self.begun = Vec::new();
        self.frames = Vec::new();
        self.in_step = false;
        self.gap = true;
    }

    fn wait(&mut self, sequence: u32, octets: &[u8], origin: Origin) {
        if self.waiting.iter().any(|known| known.sequence == sequence && known.octets.len() >= octets.len()) {
            return;
        }
        let next = self.next;
        let Origin { frame, ts_ns, .. } = origin;
        self.waiting.push(Waiting { sequence, octets: octets.to_vec(), frame, ts_ns });
        self.waiting.sort_by_key(|waiting| waiting.sequence.wrapping_sub(next));
    }

    /// Takes what waited and now follows.
    fn catch_up(&mut self, counters: &mut Counters, each: &mut impl FnMut(&Arrived<'_>)) {
        while let Some(first) = self.waiting.first() {
            let (rest, gap) = fresh(self.next, first.sequence, &first.octets);
            if gap {
                return;
            }
            let skip = first.octets.len().saturating_sub(rest.map_or(0, <[u8]>::len));
            let taken = self.waiting.remove(0);
            if let Some(rest) = taken.octets.get(skip..).filter(|rest| !rest.is_empty()) {
                self.append(rest, (taken.frame, taken.ts_ns), counters, each);
            }
        }
    }

    /// Gaps that nobody fills any more: the octets in them are lost.
    fn give_up_waiting(&mut self, counters: &mut Counters, each: &mut impl FnMut(&Arrived<'_>)) {
        while let Some(first) = self.waiting.first() {
            self.next = first.sequence;
            self.lose(counters);
            self.catch_up(counters, each);
        }
    }

    /// A segment all of which was seen before: messages that begin in it were sent again.
    fn again(
        &mut self,
        sequence: u32,
        octets: &[u8],
        origin: Origin,
        counters: &mut Counters,
        each: &mut impl FnMut(&Arrived<'_>),
    ) {
        let sent = self.sent;
        let mut found = false;
        for (begins, frame) in sent.iter().take(self.sent_count) {
            let at = begins.wrapping_sub(sequence) as usize;
            let Some(rest) = octets.get(at..).filter(|rest| !rest.is_empty()) else { continue };
            if let Next::Message(length) = next_message(rest)
                && let Some(message) = rest.get(..length)
            {
                found = true;
                let Origin { frame: now, ts_ns, .. } = origin;
                let retransmits = Some(*frame);
                each(&Arrived { octets: message, earlier: &[], frame: now, ts_ns, retransmits, gap: false });
            }
        }
        if !found {
            counters.other.add("TCP segments repeated");
        }
    }

    /// Octets that follow: takes the messages that they complete.
    fn append(
        &mut self,
        octets: &[u8],
        (frame, ts_ns): (FrameRef, i64),
        counters: &mut Counters,
        each: &mut impl FnMut(&Arrived<'_>),
    ) {
        let begins = self.next;
        self.next = self.next.wrapping_add(u32::try_from(octets.len()).unwrap_or(0));
        if self.begun.is_empty() {
            return self.messages(octets, begins, &[], (frame, ts_ns), counters, each);
        }
        let mut whole = std::mem::take(&mut self.begun);
        let earlier = std::mem::take(&mut self.frames);
        let begins = begins.wrapping_sub(u32::try_from(whole.len()).unwrap_or(0));
        whole.extend_from_slice(octets);
        self.messages(&whole, begins, &earlier, (frame, ts_ns), counters, each);
    }

    /// Messages one behind the other. `earlier` are the frames that the first one began in.
    fn messages(
        &mut self,
        octets: &[u8],
        begins: u32,
        earlier: &[FrameRef],
        (frame, ts_ns): (FrameRef, i64),
        counters: &mut Counters,
        each: &mut impl FnMut(&Arrived<'_>),
    ) {
        let (mut rest, mut earlier) = (octets, earlier);
        while !rest.is_empty() {
            let here = next_message(rest);
            let trusted = self.in_step || looks_like_message(rest);
            match here {
                Next::Message(length) if trusted => {
                    let (message, behind) = rest.split_at_checked(length).unwrap_or((rest, &[]));
                    let at = octets.len().saturating_sub(rest.len());
                    self.remember(begins.wrapping_add(u32::try_from(at).unwrap_or(0)), frame);
                    let gap = std::mem::take(&mut self.gap);
                    each(&Arrived { octets: message, earlier, frame, ts_ns, retransmits: None, gap });
                    self.in_step = true;
                    (rest, earlier) = (behind, &[]);
                }
                Next::More if self.in_step || looks_like_message(rest) || rest.len() < MIN_KNOWN => {
                    return self.begin(rest, earlier, frame);
                }
                _ if is_tls(rest) && !looks_like_message(rest) => {
                    self.opaque = true;
                    return counters.other.add("Diameter over TLS");
                }
                _ => match search(rest) {
                    Some(at) => {
                        counters.undecoded.add("Diameter out of step");
                        self.gap = true;
                        self.in_step = false;
                        (rest, earlier) = (rest.get(at..).unwrap_or(&[]), &[]);
                    }
                    None => {
                        counters.undecoded.add("Diameter out of step");
                        self.in_step = false;
                        self.gap = true;
                        return;
                    }
                },
            }
        }
    }

    /// Keeps the beginning of a message.
    fn begin(&mut self, octets: &[u8], earlier: &[FrameRef], frame: FrameRef) {
        if octets.len() > MAX_MESSAGE {
            return;
        }
        self.begun = octets.to_vec();
        self.frames = earlier.to_vec();
        if self.frames.last() != Some(&frame) {
            self.frames.push(frame);
        }
    }

    fn remember(&mut self, sequence: u32, frame: FrameRef) {
        self.sent.rotate_right(1);
        if let Some(slot) = self.sent.first_mut() {
            *slot = (sequence, frame);
        }
        self.sent_count = self.sent_count.saturating_add(1).min(REMEMBERED);
    }
}

/// Octets from which a message can be told from anything else.
const MIN_KNOWN: usize = 28;

/// A record of TLS (RFC 8446 5.1): type, major version 3.
fn is_tls(octets: &[u8]) -> bool {
    matches!(octets, [20..=23, 3, 0..=4, ..])
}

/// The next place where a message begins. Messages are whole numbers of four octets, but a stream may begin anywhere.
fn search(octets: &[u8]) -> Option<usize> {
    (1..octets.len())
        .find(|at| octets.get(*at..).is_some_and(|rest| rest.first() == Some(&1) && looks_like_message(rest)))
}
