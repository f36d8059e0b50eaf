//! SCCP segments put together (Q.714 4.1.1.2.3).

use crate::SECOND;
use crate::batch::{FrameRef, Meta};
use crate::counters::Counters;
use hashbrown::HashMap;
use sigwarden_wire::anomaly::{Anomalies, Code};
use sigwarden_wire::sccp::{Segment, Unitdata};
use std::collections::VecDeque;
use xxhash_rust::xxh3::Xxh3;

/// Messages in segments at the same time.
const MAX_MESSAGES: usize = 4096;
/// How long the rest may take (Q.714: the reassembly timer runs 10 to 20 seconds).
const PATIENCE: i64 = 20 * SECOND;
/// Segments of one message (Q.713 3.17: four bits count what remains).
const MAX_SEGMENTS: usize = 16;

#[derive(Debug)]
struct Pieces {
    since: i64,
    /// By what remains after it.
    segments: [Option<Vec<u8>>; MAX_SEGMENTS],
    last_remaining: Option<u8>,
    first: Option<u8>,
    frames: Vec<FrameRef>,
    anomalies: Anomalies,
}

/// A message put together.
#[derive(Debug)]
pub(crate) struct Whole {
    /// Its octets.
    pub(crate) data: Vec<u8>,
    /// Frames of the earlier segments.
    pub(crate) earlier: Vec<FrameRef>,
    /// What was wrong with the segments.
    pub(crate) anomalies: Anomalies,
}

/// Messages that are in segments.
#[derive(Debug, Default)]
pub(crate) struct Segments {
    messages: HashMap<u64, Pieces>,
    order: VecDeque<(i64, u64)>,
}

impl Segments {
    /// Takes a segment; gives the message when nothing is missing any more.
    pub(crate) fn take(
        &mut self,
        unit: &Unitdata<'_>,
        segment: Segment,
        meta: &Meta,
        counters: &mut Counters,
    ) -> Option<Whole> {
        self.forget_old(meta.ts_ns, counters);
        let key = key(unit, segment, meta);
        let order = &mut self.order;
        let pieces = self.messages.entry(key).or_insert_with(|| {
            order.push_back((meta.ts_ns, key));
            Pieces::new(meta.ts_ns)
        });
        pieces.add(unit, segment, meta);
        let data = pieces.join()?;
        let pieces = self.messages.remove(&key)?;
        let mut earlier = pieces.frames;
        earlier.retain(|frame| *frame != meta.frame);
        Some(Whole { data, earlier, anomalies: pieces.anomalies })
    }

    /// Gives up what is still incomplete.
    pub(crate) fn finish(&mut self, counters: &mut Counters) {
        for _ in 0..self.messages.len() {
            counters.undecoded.add("SCCP segments incomplete");
        }
        self.messages.clear();
        self.order.clear();
    }

    fn forget_old(&mut self, now: i64, counters: &mut Counters) {
        while let Some(&(since, key)) = self.order.front() {
            if now.abs_diff(since) <= PATIENCE.unsigned_abs() && self.order.len() <= MAX_MESSAGES {
                return;
            }
            self.order.pop_front();
            if self.messages.get(&key).is_some_and(|pieces| pieces.since == since) {
                self.messages.remove(&key);
                counters.undecoded.add("SCCP segments incomplete");
            }
        }
    }
}

/// Segments of one message share the reference, the addresses, and the link that they came on.
fn key(unit: &Unitdata<'_>, segment: Segment, meta: &Meta) -> u64 {
    let mut hasher = Xxh3::new();
    hasher.update(unit.calling.digits.octets());
    hasher.update(unit.called.digits.octets());
    hasher.update(&segment.reference.to_le_bytes());
    hasher.update(&[unit.kind.is_returned().into()]);
    hasher.update(&meta.link().to_le_bytes());
    hasher.digest()
}

impl Pieces {
    fn new(since: i64) -> Self {
        Self {
            since,
            segments: Default::default(),
            last_remaining: None,
            first: None,
            frames: Vec::new(),
            anomalies: Anomalies::default(),
        }
    }

    fn add(&mut self, unit: &Unitdata<'_>, segment: Segment, meta: &Meta) {
        let expected = self.last_remaining.map(|last| last.checked_sub(1));
        let jumps = expected.is_some_and(|expected| expected != Some(segment.remaining));
        let begins_twice = segment.first && self.first.is_some();
        let orphan = !segment.first && self.first.is_none();
        if jumps || begins_twice || orphan || !segment.in_order {
            self.anomalies.add(Code::Segmentation, 0, unit.data.len());
        }
        self.last_remaining = Some(segment.remaining);
        if segment.first {
            self.first = Some(segment.remaining);
        }
        self.frames.push(meta.frame);
        if let Some(slot) = self.segments.get_mut(usize::from(segment.remaining)) {
            // The first of two that claim the same place is what a node that reads in order has taken.
            if slot.is_none() {
                *slot = Some(unit.data.to_vec());
            }
        }
    }

    fn join(&self) -> Option<Vec<u8>> {
        let first = usize::from(self.first?);
        let segments = self.segments.get(..=first)?;
        if segments.iter().any(Option::is_none) {
            return None;
        }
        let mut data = Vec::with_capacity(segments.iter().flatten().map(Vec::len).sum());
        segments.iter().rev().flatten().for_each(|segment| data.extend_from_slice(segment));
        Some(data)
    }
}
