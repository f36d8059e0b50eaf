//! Octets in the order of a stream to messages.

use super::{Arrived, LONG_KEPT, MAX_FRAMES, REMEMBERED, undecoded};
use crate::batch::FrameRef;
use crate::counters::Counters;
use sigwarden_wire::diameter::header::{Header, KNOWN, LENGTH, MAX_MESSAGE, Next};
use sigwarden_wire::diameter::{likely_message, looks_like_message, next_message};
use xxhash_rust::xxh3::xxh3_64;

/// A message that was handed over.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sent {
    pub(super) sequence: u32,
    pub(super) digest: u32,
    pub(super) frame: FrameRef,
}

/// Tells what is sent again from what takes its place.
pub(super) fn digest(message: &[u8]) -> u32 {
    let [a, b, c, d, ..] = xxh3_64(message).to_be_bytes();
    u32::from_be_bytes([a, b, c, d])
}

/// The last messages of a stream.
#[derive(Debug, Default)]
pub(super) struct Memory {
    sent: Vec<Sent>,
    /// Where the next one goes.
    next: usize,
}

impl Memory {
    pub(super) fn add(&mut self, sent: Sent) {
        match self.sent.get_mut(self.next) {
            Some(slot) => *slot = sent,
            None => self.sent.push(sent),
        }
        self.next = self.next.saturating_add(1).checked_rem(REMEMBERED).unwrap_or(0);
    }

    /// The messages that began at this place, one of these octets if there is one.
    pub(super) fn at(&self, sequence: u32, digest: u32) -> Option<&Sent> {
        let here = || self.sent.iter().filter(|sent| sent.sequence == sequence);
        here().find(|sent| sent.digest == digest).or_else(|| here().next())
    }

    /// Octets from this place to the first message that began behind it.
    pub(super) fn first_behind(&self, sequence: u32) -> Option<usize> {
        let ahead = self.sent.iter().map(|sent| sent.sequence.wrapping_sub(sequence));
        ahead.filter(|ahead| *ahead < 1 << 31).min().map(|ahead| ahead as usize)
    }

    /// Whether what began there may have been forgotten.
    pub(super) fn is_before(&self, sequence: u32) -> bool {
        let is_behind = |sent: &Sent| sequence.wrapping_sub(sent.sequence) < 1 << 31;
        self.sent.len() >= REMEMBERED && !self.sent.iter().any(is_behind)
    }
}

/// Puts messages together.
#[derive(Debug, Default)]
pub(super) struct Messages {
    /// Whether messages are known to begin where the last one ended.
    pub(super) in_step: bool,
    /// TLS from here on.
    opaque: bool,
    /// Octets are missing in front of what comes next.
    pub(super) gap: bool,
    /// Other octets came at the same place.
    pub(super) overlap: bool,
    /// That the place is not known has been counted.
    lost: bool,
    /// A message has come.
    pub(super) any: bool,
    /// The beginning of a message, and the frames that it came in.
    pub(super) begun: Vec<u8>,
    frames: Vec<FrameRef>,
    /// Octets of `begun` from which it is worth looking at again.
    needed: usize,
    /// Octets that still belong to a message that was too long.
    skip: usize,
    pub(super) memory: Memory,
}

impl Messages {
    /// Octets held.
    pub(super) const fn held(&self) -> usize {
        self.begun.capacity()
    }

    /// What is begun is lost, and where the next message begins is not known.
    pub(super) fn lose(&mut self, counters: &mut Counters) {
        if !self.begun.is_empty() {
            undecoded(counters, "Diameter without the rest");
        }
        self.begun = Vec::new();
        self.frames = Vec::new();
        self.skip = 0;
        self.in_step = false;
        self.gap = true;
    }

    /// Octets that follow: takes the messages that they complete. `sequence` is the place of the first.
    pub(super) fn append(
        &mut self,
        mut octets: &[u8],
        mut sequence: u32,
        from: (FrameRef, i64),
        counters: &mut Counters,
        each: &mut impl FnMut(&Arrived<'_>),
    ) {
        if self.opaque {
            if !looks_like_message(octets) {
                return counters.other.add("Diameter over TLS");
            }
            (self.opaque, self.gap) = (false, true);
        }
        if (self.skip > 0 || self.is_long()) && looks_like_message(octets) {
            self.cut_long(sequence, from, each);
        }
        let passed = self.skip.min(octets.len());
        self.skip = self.skip.saturating_sub(passed);
        octets = octets.get(passed..).unwrap_or(&[]);
        sequence = sequence.wrapping_add(u32::try_from(passed).unwrap_or(0));
        if octets.is_empty() {
            return;
        }
        if self.begun.is_empty() {
            let taken = self.read(octets, sequence, &[], from, counters, each);
            if let Some(rest) = octets.get(taken..).filter(|rest| !rest.is_empty()) {
                self.begun.extend_from_slice(rest);
                self.frames.push(from.0);
            }
            return;
        }
        let begins = sequence.wrapping_sub(u32::try_from(self.begun.len()).unwrap_or(0));
        self.begun.extend_from_slice(octets);
        if self.begun.len() < self.needed {
            return self.note(from.0);
        }
        let mut whole = std::mem::take(&mut self.begun);
        let mut frames = std::mem::take(&mut self.frames);
        let taken = self.read(&whole, begins, &frames, from, counters, each);
        if taken > 0 {
            frames.clear();
        }
        if taken < whole.len() {
            whole.drain(..taken);
            (self.begun, self.frames) = (whole, frames);
            self.note(from.0);
        }
    }

    fn note(&mut self, frame: FrameRef) {
        if self.frames.len() < MAX_FRAMES && self.frames.last() != Some(&frame) {
            self.frames.push(frame);
        }
    }

    /// Whether what is begun says that it is longer than any message.
    fn is_long(&self) -> bool {
        matches!(next_message(&self.begun), Next::Long(_)) && self.in_step
    }

    /// A message that is too long goes on, and another one begins: it lied.
    fn cut_long(&mut self, sequence: u32, from: (FrameRef, i64), each: &mut impl FnMut(&Arrived<'_>)) {
        let (begun, frames) = (std::mem::take(&mut self.begun), std::mem::take(&mut self.frames));
        if !begun.is_empty() {
            let begins = sequence.wrapping_sub(u32::try_from(begun.len()).unwrap_or(0));
            self.hand_over(&begun, begins, &frames, from, each);
        }
        self.skip = 0;
        self.gap = true;
    }

    /// Messages one behind the other; gives how many octets are done with. `earlier` are the frames that the first one
    /// began in.
    fn read(
        &mut self,
        octets: &[u8],
        begins: u32,
        mut earlier: &[FrameRef],
        from: (FrameRef, i64),
        counters: &mut Counters,
        each: &mut impl FnMut(&Arrived<'_>),
    ) -> usize {
        let mut at = 0_usize;
        while let Some(rest) = octets.get(at..).filter(|rest| !rest.is_empty()) {
            let place = begins.wrapping_add(u32::try_from(at).unwrap_or(0));
            if !self.any && is_tls(rest) && !looks_like_message(rest) {
                self.opaque = true;
                counters.other.add("Diameter over TLS");
                return octets.len();
            }
            let here = if self.in_step { next_message(rest) } else { likely_message(rest) };
            let length = match here {
                Next::Message(length) => length,
                Next::Long(_) if rest.len() >= LONG_KEPT => LONG_KEPT,
                Next::More | Next::Long(_) => {
                    self.needed = needed(rest);
                    return at;
                }
                Next::Other => {
                    self.out_of_step(counters);
                    let Some(found) = search(rest) else { return octets.len() };
                    at = at.saturating_add(found);
                    earlier = &[];
                    continue;
                }
            };
            let message = rest.get(..length).unwrap_or(rest);
            self.hand_over(message, place, earlier, from, each);
            at = at.saturating_add(length);
            earlier = &[];
            if let Next::Long(whole) = here {
                let behind = octets.len().saturating_sub(at);
                let skipped = whole.saturating_sub(length);
                at = at.saturating_add(skipped.min(behind));
                self.skip = skipped.saturating_sub(behind);
            }
        }
        at
    }

    fn hand_over(
        &mut self,
        octets: &[u8],
        sequence: u32,
        earlier: &[FrameRef],
        (frame, ts_ns): (FrameRef, i64),
        each: &mut impl FnMut(&Arrived<'_>),
    ) {
        self.memory.add(Sent { sequence, digest: digest(octets), frame });
        let (gap, overlap) = (std::mem::take(&mut self.gap), std::mem::take(&mut self.overlap));
        (self.in_step, self.any, self.lost) = (true, true, false);
        let earlier =
            if earlier.last() == Some(&frame) { earlier.split_last().map_or(earlier, |it| it.1) } else { earlier };
        each(&Arrived { octets, earlier, frame, ts_ns, retransmits: None, gap, overlap });
    }

    /// Counts a place once, however many segments the search takes.
    fn out_of_step(&mut self, counters: &mut Counters) {
        if !self.lost {
            undecoded(counters, "Diameter out of step");
        }
        (self.lost, self.gap, self.in_step) = (true, true, false);
    }
}

/// Octets from which it is worth looking at the beginning of a message again.
fn needed(octets: &[u8]) -> usize {
    match Header::read(octets) {
        None => LENGTH,
        Some(header) if header.version != 1 && octets.len() < KNOWN => KNOWN.min(header.length as usize),
        Some(header) if header.length as usize > MAX_MESSAGE => LONG_KEPT,
        Some(header) => header.length as usize,
    }
}

/// A record of TLS (RFC 8446 5.1): type, major version 3.
pub(super) fn is_tls(octets: &[u8]) -> bool {
    matches!(octets, [20..=23, 3, 0..=4, ..])
}

/// The next place where a message begins. Messages are whole numbers of four octets, but a stream may begin anywhere.
fn search(octets: &[u8]) -> Option<usize> {
    let begins = |at: usize| octets.get(at..).is_some_and(|rest| rest.first() == Some(&1) && is_likely(rest));
    (1..octets.len()).find(|at| begins(*at))
}

fn is_likely(octets: &[u8]) -> bool {
    likely_message(octets) != Next::Other
}
