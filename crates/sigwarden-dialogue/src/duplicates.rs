//! The same message seen on two links, counted once.

use crate::SECOND;
use crate::batch::FrameRef;

/// How far apart the two may be.
const WINDOW: i64 = SECOND;
/// Messages remembered, in sets of [`WAYS`]: enough for a second at several tens of thousands of messages.
const SETS: usize = 1 << 13;
const WAYS: usize = 4;

/// A message that was seen.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Seen {
    digest: u64,
    ts_ns: i64,
    link: u64,
    /// Its frame.
    pub(crate) frame: FrameRef,
    /// Its dialogue.
    pub(crate) dialogue_id: u64,
}

/// The messages of the last second, by what is in them.
///
/// Nearly every look-up finds nothing, so it reads the small `tags` only; the rest is read where a tag fits.
#[derive(Debug, Default)]
pub(crate) struct Duplicates {
    tags: Vec<[u32; WAYS]>,
    next: Vec<u8>,
    seen: Vec<[Seen; WAYS]>,
}

impl Duplicates {
    /// The message with the same octets on another link within a second,
    /// or (for a retransmission) the one in that very frame.
    pub(crate) fn find(&self, digest: u64, link: u64, ts_ns: i64, retransmits: Option<FrameRef>) -> Option<&Seen> {
        let index = index(digest);
        if !self.tags.get(index)?.contains(&tag(digest)) {
            return None;
        }
        self.seen.get(index)?.iter().find(|seen| {
            seen.digest == digest
                && match retransmits {
                    Some(frame) => seen.frame == frame,
                    None => seen.link != link && ts_ns.abs_diff(seen.ts_ns) <= WINDOW.unsigned_abs(),
                }
        })
    }

    /// Remembers a message that was no duplicate, in place of the oldest of its set.
    pub(crate) fn remember(&mut self, digest: u64, link: u64, ts_ns: i64, frame: FrameRef, dialogue_id: u64) {
        if self.tags.is_empty() {
            self.tags = vec![[0; WAYS]; SETS];
            self.next = vec![0; SETS];
            self.seen = vec![[Seen::default(); WAYS]; SETS];
        }
        let index = index(digest);
        let Some(next) = self.next.get_mut(index) else { return };
        let way = usize::from(*next) % WAYS;
        *next = next.wrapping_add(1);
        if let Some(slot) = self.tags.get_mut(index).and_then(|set| set.get_mut(way)) {
            *slot = tag(digest);
        }
        if let Some(slot) = self.seen.get_mut(index).and_then(|set| set.get_mut(way)) {
            *slot = Seen { digest, ts_ns, link, frame, dialogue_id };
        }
    }
}

fn index(digest: u64) -> usize {
    usize::try_from(digest).unwrap_or(0) % SETS
}

/// The upper half of a digest, never 0, which is an empty place.
fn tag(digest: u64) -> u32 {
    u32::try_from(digest >> 32).unwrap_or(0) | 1
}
