//! Frames that wait for the rest of a message, and messages as places in frames.
//!
//! A message may be in pieces, each in another frame. As nothing changes its length, what is made of the whole goes back
//! octet by octet to where it came from.

use crate::Reason;
use crate::draft::Draft;
use std::collections::VecDeque;
use std::ops::Range;

/// Frames that wait at most; older ones are given up.
const MOST_HELD: usize = 16_384;
/// Octets of frames that wait at most.
const MOST_OCTETS: usize = 64 << 20;
/// How long a frame waits for the rest of a message, nanoseconds of packet time.
pub(crate) const PATIENCE: u64 = 30_000_000_000;
/// Why a frame is given up.
const INCOMPLETE: Reason = "part of a message whose rest is missing";

/// A stretch of a frame.
#[derive(Clone, Copy, Debug)]
struct Place {
    frame: u64,
    at: usize,
    length: usize,
}

/// Octets, and where in which frames they stand.
#[derive(Clone, Debug, Default)]
pub(crate) struct View {
    /// The octets as they came.
    pub(crate) octets: Vec<u8>,
    places: Vec<Place>,
}

impl View {
    /// A stretch of one frame.
    pub(crate) fn of(frame: u64, at: usize, octets: &[u8]) -> Self {
        Self { octets: octets.to_vec(), places: vec![Place { frame, at, length: octets.len() }] }
    }

    /// A stretch of these octets.
    pub(crate) fn sub(&self, range: Range<usize>) -> Self {
        let end = range.end.min(self.octets.len());
        let octets = self.octets.get(range.start..end).unwrap_or(&[]).to_vec();
        let mut places = Vec::new();
        let mut begins = 0usize;
        for place in &self.places {
            let ends = begins.saturating_add(place.length);
            let (from, to) = (range.start.max(begins), end.min(ends));
            if from < to {
                let at = place.at.saturating_add(from.saturating_sub(begins));
                places.push(Place { frame: place.frame, at, length: to.saturating_sub(from) });
            }
            begins = ends;
        }
        Self { octets, places }
    }

    /// Places that it is made of.
    pub(crate) const fn pieces(&self) -> usize {
        self.places.len()
    }

    /// Adds what follows.
    pub(crate) fn extend(&mut self, other: Self) {
        self.octets.extend(other.octets);
        self.places.extend(other.places);
    }
}

/// A frame that is being rewritten.
#[derive(Debug)]
pub(crate) struct Held {
    /// Which frame it is, counted from 0.
    pub(crate) number: u64,
    pub(crate) ts_ns: i64,
    pub(crate) link_type: u16,
    pub(crate) before: Vec<u8>,
    pub(crate) after: Vec<u8>,
    seen: Vec<bool>,
    waiting: usize,
    /// Why it is dropped.
    pub(crate) fate: Option<Reason>,
}

impl Held {
    /// Octets that nobody looked at and that are not zero anyway.
    pub(crate) fn blanked(&self) -> u64 {
        self.before.iter().zip(&self.seen).filter(|(octet, seen)| !**seen && **octet != 0).count() as u64
    }

    fn write(&mut self, at: usize, octets: &[u8], seen: &[bool]) {
        let (after, flags) = (self.after.get_mut(at..), self.seen.get_mut(at..));
        if let (Some(after), Some(flags)) = (after, flags) {
            for (((to, flag), from), seen) in after.iter_mut().zip(flags).zip(octets).zip(seen) {
                if *seen {
                    (*to, *flag) = (*from, true);
                }
            }
        }
    }
}

/// Frames in the order in which they came.
#[derive(Debug, Default)]
pub(crate) struct Frames {
    held: VecDeque<Held>,
    /// Number of the first that is held.
    first: u64,
    octets: usize,
}

impl Frames {
    /// Takes a frame; gives its number.
    pub(crate) fn push(&mut self, ts_ns: i64, link_type: u16, octets: &[u8]) -> u64 {
        let number = self.first.saturating_add(self.held.len() as u64);
        self.octets = self.octets.saturating_add(octets.len());
        self.held.push_back(Held {
            number,
            ts_ns,
            link_type,
            before: octets.to_vec(),
            after: vec![0; octets.len()],
            seen: vec![false; octets.len()],
            waiting: 0,
            fate: None,
        });
        number
    }

    fn get(&mut self, number: u64) -> Option<&mut Held> {
        let index = usize::try_from(number.checked_sub(self.first)?).ok()?;
        self.held.get_mut(index)
    }

    /// What was made of a view goes back to its frames.
    pub(crate) fn put(&mut self, view: &View, draft: &Draft<'_>) {
        let mut begins = 0usize;
        for place in &view.places {
            let ends = begins.saturating_add(place.length);
            if let (Some(octets), Some(seen)) = (draft.after.get(begins..ends), draft.seen.get(begins..ends))
                && let Some(held) = self.get(place.frame)
            {
                held.write(place.at, octets, seen);
            }
            begins = ends;
        }
    }

    /// What has been made of a view so far; `None` where a frame of it is gone or waits for something.
    pub(crate) fn made(&mut self, view: &View) -> Option<Vec<u8>> {
        let mut made = Vec::with_capacity(view.octets.len());
        for place in &view.places {
            let held = self.get(place.frame).filter(|held| held.waiting == 0)?;
            made.extend_from_slice(held.after.get(place.at..place.at.saturating_add(place.length))?);
        }
        Some(made)
    }

    /// What was made of a frame's own headers.
    pub(crate) fn put_frame(&mut self, number: u64, draft: &Draft<'_>) {
        if let Some(held) = self.get(number) {
            held.write(0, &draft.after, &draft.seen);
        }
    }

    /// The frames of a view wait for the rest of its message.
    pub(crate) fn wait(&mut self, view: &View) {
        for place in &view.places {
            if let Some(held) = self.get(place.frame) {
                held.waiting = held.waiting.saturating_add(1);
            }
        }
    }

    /// They do not any more.
    pub(crate) fn done(&mut self, view: &View) {
        for place in &view.places {
            if let Some(held) = self.get(place.frame) {
                held.waiting = held.waiting.saturating_sub(1);
            }
        }
    }

    /// They are dropped.
    pub(crate) fn fail(&mut self, view: &View, reason: Reason) {
        for place in &view.places {
            self.fail_frame(place.frame, reason);
        }
    }

    /// A frame is dropped; the first reason counts.
    pub(crate) fn fail_frame(&mut self, number: u64, reason: Reason) {
        if let Some(held) = self.get(number) {
            held.fate.get_or_insert(reason);
        }
    }

    /// The next frame that waits for nothing, or has waited too long. At the end all of them have.
    pub(crate) fn pop(&mut self, now: i64, end: bool) -> Option<Held> {
        let front = self.held.front()?;
        let too_long =
            end || self.held.len() > MOST_HELD || self.octets > MOST_OCTETS || now.abs_diff(front.ts_ns) > PATIENCE;
        if front.waiting > 0 && !too_long {
            return None;
        }
        let mut held = self.held.pop_front()?;
        self.first = self.first.saturating_add(1);
        self.octets = self.octets.saturating_sub(held.before.len());
        if held.waiting > 0 {
            held.fate.get_or_insert(INCOMPLETE);
        }
        Some(held)
    }
}
