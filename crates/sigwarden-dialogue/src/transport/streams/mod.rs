//! TCP streams that carry Diameter: segments to messages.
//!
//! A stream is followed from its first segment that looks like Diameter, or from its first one on a port of Diameter;
//! where a capture begins inside a message, or octets are missing, the next message is looked for.
//! Checksums are not read, so no single packet may end, move or blind a stream: what does not fit is read beside it.
//!
//! - this file: all streams, and what they hold together.
//! - [`stream`]: one direction of a connection: sequence numbers, gaps, what is sent again.
//! - [`messages`]: octets in order to messages.

mod messages;
mod stream;
#[cfg(test)]
mod tests;

use crate::SECOND;
use crate::batch::FrameRef;
use crate::counters::Counters;
use hashbrown::HashMap;
use sigwarden_wire::diameter::{PORT, SECURE_PORT, looks_like_message};
use sigwarden_wire::ip::Segment;
use std::net::IpAddr;
use stream::Stream;

/// Streams (each direction counts) followed at the same time, and opened ones of which no data came yet.
const MAX_STREAMS: usize = 16_384;
/// Segments of one stream kept behind a gap.
const MAX_WAITING: usize = 64;
/// Octets kept of all streams together: beginnings of messages, and what waits behind gaps.
const MAX_HELD: usize = 64 << 20;
/// How long a gap may stay open.
const PATIENCE: i64 = 3 * SECOND;
/// Messages remembered of each stream, to tell what is sent again.
const REMEMBERED: usize = 64;
/// How far ahead of a stream, or behind it, its segments are.
const WINDOW: u32 = 1 << 20;
/// Frames kept of one message: its first ones, besides the one that completes it.
const MAX_FRAMES: usize = 64;
/// Octets that are handed over of a message that is too long to be put together.
const LONG_KEPT: usize = 64 << 10;

/// What names a stream: addresses and ports.
type Key = (Option<IpAddr>, Option<IpAddr>, u16, u16);

/// A message of a stream.
#[derive(Clone, Copy)]
pub(super) struct Arrived<'a> {
    /// Its octets.
    pub(super) octets: &'a [u8],
    /// Frames of its pieces before the last one: the first `MAX_FRAMES` of them.
    pub(super) earlier: &'a [FrameRef],
    /// The frame that completed it.
    pub(super) frame: FrameRef,
    /// Time of that frame.
    pub(super) ts_ns: i64,
    /// The frame in which it was sent before.
    pub(super) retransmits: Option<FrameRef>,
    /// Octets were missing in front of it.
    pub(super) gap: bool,
    /// Other octets came at the same place.
    pub(super) overlap: bool,
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
    /// Sequence number of the first octet of streams that were opened.
    opened: HashMap<Key, u32>,
    held: usize,
}

/// Whether a port is one of Diameter.
fn is_registered(port: u16) -> bool {
    matches!(port, PORT | SECURE_PORT)
}

/// Counts a message that could not be read.
fn undecoded(counters: &mut Counters, why: &'static str) {
    counters.messages = counters.messages.saturating_add(1);
    counters.undecoded.add(why);
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
        if !self.known.contains_key(&key) && !self.begin(key, segment, counters) {
            return false;
        }
        let Some(stream) = self.known.get_mut(&key) else { return false };
        let before = stream.held();
        stream.segment(segment, origin, counters, each);
        let is_over = segment.ends && stream.is_at_end(segment);
        let after = if is_over { 0 } else { stream.held() };
        self.held = self.held.saturating_sub(before).saturating_add(after);
        if is_over && let Some(mut stream) = self.known.remove(&key) {
            stream.give_up(counters);
        }
        if self.held > MAX_HELD {
            self.known.values_mut().for_each(|stream| stream.give_up(counters));
            self.held = 0;
            counters.dropped.add("TCP octets held");
        }
        true
    }

    /// Begins to follow a stream, where this segment is one of Diameter.
    fn begin(&mut self, key: Key, segment: &Segment<'_>, counters: &mut Counters) -> bool {
        let payload = segment.ports.payload;
        let registered = is_registered(segment.ports.src) || is_registered(segment.ports.dst);
        if segment.opens && registered {
            if self.opened.len() >= MAX_STREAMS {
                self.opened.clear();
            }
            self.opened.insert(key, segment.sequence.wrapping_add(1));
        }
        if payload.is_empty() || !(registered || looks_like_message(payload)) {
            return false;
        }
        if self.known.len() >= MAX_STREAMS {
            self.known.clear();
            self.held = 0;
            counters.dropped.add("TCP streams");
        }
        let sequence = segment.sequence.wrapping_add(u32::from(segment.opens));
        // An opening that has nothing to do with these octets is one of which the capture lacks what followed.
        let opened = self.opened.remove(&key).filter(|first| sequence.wrapping_sub(*first) <= WINDOW);
        self.known.insert(key, opened.map_or_else(|| Stream::found(sequence), Stream::opened));
        true
    }

    /// The end of the capture: what waits behind gaps is read.
    pub(super) fn finish(&mut self, counters: &mut Counters, each: &mut impl FnMut(&Key, &Arrived<'_>)) {
        let mut keys: Vec<Key> =
            self.known.iter().filter(|(_, stream)| stream.held() > 0).map(|(key, _)| *key).collect();
        keys.sort_unstable();
        for key in keys {
            if let Some(stream) = self.known.get_mut(&key) {
                stream.finish(counters, &mut |arrived| each(&key, arrived));
            }
        }
        *self = Self::default();
    }
}
