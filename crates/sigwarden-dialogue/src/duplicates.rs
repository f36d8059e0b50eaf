//! The same message seen on two links, counted once.

use crate::SECOND;
use crate::batch::FrameRef;

/// How far apart the two may be.
const WINDOW: i64 = SECOND;
/// Messages remembered, in sets of [`WAYS`]: enough for a second at several tens of thousands of messages.
const SETS: usize = 1 << 14;
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
#[derive(Debug, Default)]
pub(crate) struct Duplicates {
    seen: Vec<[Seen; WAYS]>,
}

impl Duplicates {
    /// The message with the same octets on another link within a second,
    /// or (for a retransmission) the one in that very frame.
    pub(crate) fn find(&self, digest: u64, link: u64, ts_ns: i64, retransmits: Option<FrameRef>) -> Option<&Seen> {
        self.set(digest)?.iter().find(|seen| {
            let same = seen.digest == digest && seen.ts_ns != 0;
            let near = ts_ns.abs_diff(seen.ts_ns) <= WINDOW.unsigned_abs();
            same && match retransmits {
                Some(frame) => seen.frame == frame,
                None => seen.link != link && near,
            }
        })
    }

    /// Remembers a message that was no duplicate.
    pub(crate) fn remember(&mut self, digest: u64, link: u64, ts_ns: i64, frame: FrameRef, dialogue_id: u64) {
        if self.seen.is_empty() {
            self.seen = vec![[Seen::default(); WAYS]; SETS];
        }
        let index = Self::index(digest);
        if let Some(oldest) = self.seen.get_mut(index).and_then(|set| set.iter_mut().min_by_key(|seen| seen.ts_ns)) {
            *oldest = Seen { digest, ts_ns, link, frame, dialogue_id };
        }
    }

    fn set(&self, digest: u64) -> Option<&[Seen; WAYS]> {
        self.seen.get(Self::index(digest))
    }

    fn index(digest: u64) -> usize {
        usize::try_from(digest).unwrap_or(0) % SETS
    }
}
