//! Findings of dialogues that are still open, found again by the mark that a dialogue carries.

use crate::findings::Pending;
use sigwarden_dialogue::{FrameRef, Meta};

/// All findings so far.
#[derive(Debug, Default)]
pub(crate) struct Book {
    open: Vec<Vec<Pending>>,
    free: Vec<u32>,
    /// Those whose dialogues have closed.
    pub(crate) done: Vec<Pending>,
}

impl Book {
    /// How many dialogues have one.
    pub(crate) fn len(&self) -> usize {
        self.done.len().saturating_add(self.open.len().saturating_sub(self.free.len()))
    }

    /// The findings of a dialogue.
    pub(crate) fn of(&mut self, mark: u32) -> &mut [Pending] {
        let index = mark.checked_sub(1).map_or(usize::MAX, |index| index as usize);
        self.open.get_mut(index).map_or(&mut [], Vec::as_mut_slice)
    }

    /// A further message belongs to the findings of its dialogue.
    pub(crate) fn add_frames(&mut self, mark: u32, meta: &Meta) {
        for pending in self.of(mark) {
            pending.frames.extend(meta.frames());
        }
    }

    /// Keeps a finding with its dialogue; the same check of the same dialogue adds to the one that is there.
    pub(crate) fn keep(&mut self, pending: Pending, mark: &mut u32, frames: impl Iterator<Item = FrameRef>) {
        if *mark == 0 {
            let index = self.free.pop().unwrap_or_else(|| {
                self.open.push(Vec::new());
                u32::try_from(self.open.len().saturating_sub(1)).unwrap_or(u32::MAX)
            });
            *mark = index.saturating_add(1);
        }
        let Some(list) = self.open.get_mut((*mark).saturating_sub(1) as usize) else { return };
        match list.iter_mut().find(|known| known.rule.id == pending.rule.id) {
            Some(known) => {
                known.frames.extend(frames);
                known.severity = known.severity.max(pending.severity);
                known.confidence = known.confidence.max(pending.confidence);
                pending.why.into_iter().for_each(|why| known.reason(why));
            }
            None => list.push(pending),
        }
    }

    /// The findings of a dialogue that has closed.
    pub(crate) fn close(&mut self, mark: u32) -> Vec<Pending> {
        let Some(index) = mark.checked_sub(1) else { return Vec::new() };
        let Some(list) = self.open.get_mut(index as usize) else { return Vec::new() };
        self.free.push(index);
        std::mem::take(list)
    }
}
