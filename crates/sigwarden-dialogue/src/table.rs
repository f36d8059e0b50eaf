//! The table of open dialogues: found by transaction identifier and address, given up by time.

use crate::SECOND;
use crate::dialogue::Dialogue;
use hashbrown::HashMap;
use sigwarden_wire::ber::Span;
use std::collections::VecDeque;
use xxhash_rust::xxh3::xxh3_64;

/// Dialogues open at the same time; the longest silent go first.
pub(crate) const MAX_OPEN: usize = 500_000;
/// Dialogues with the same transaction identifier that can be found: real nodes hardly ever share one,
/// and whoever begins thousands with one identifier shall not make every look-up long. The oldest stay open, unfound.
const MAX_SAME: usize = 32;
/// Silence after which nothing more is expected, where the operation's timer is short or medium (TS 29.002 7.6.1).
const TIMEOUT: i64 = 120 * SECOND;
/// The same for services that wait for people.
const PEOPLE_TIMEOUT: i64 = 600 * SECOND;
/// The same for calls.
const CALL_TIMEOUT: i64 = 4 * 3600 * SECOND;

/// How long a dialogue may be silent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Patience {
    /// Machines answer machines.
    #[default]
    Short,
    /// Somebody reads and types.
    People,
    /// Somebody talks.
    Call,
}

const TIMEOUTS: [i64; 3] = [TIMEOUT, PEOPLE_TIMEOUT, CALL_TIMEOUT];

/// How often silence is looked for: a dialogue may be given up so much later than it could be.
const QUIET: i64 = SECOND / 4;

/// Position of a dialogue in the table.
pub(crate) type Slot = u32;

/// A transaction identifier as a key: exact up to seven octets. 0 is none.
pub(crate) fn tid_key(id: Option<Span>, octets: &[u8]) -> u64 {
    let Some(id) = id.map(|span| span.of(octets)) else { return 0 };
    if id.len() > 7 {
        return xxh3_64(id) | (1 << 63);
    }
    let value = id.iter().fold(0u64, |sum, octet| (sum << 8) | u64::from(*octet));
    value | (u64::try_from(id.len()).unwrap_or(0).saturating_add(1) << 56)
}

#[derive(Debug, Default)]
struct Entry {
    dialogue: Dialogue,
    generation: u32,
    open: bool,
}

/// All open dialogues.
#[derive(Debug, Default)]
pub(crate) struct Table {
    entries: Vec<Entry>,
    free: Vec<Slot>,
    by_tid: HashMap<u64, Vec<(Slot, u8)>>,
    spare: Vec<Vec<(Slot, u8)>>,
    /// By patience.
    silent: [VecDeque<(Slot, u32)>; 3],
    /// Time before which nobody has been silent too long.
    quiet_until: i64,
}

impl Table {
    /// Dialogues open now.
    pub(crate) fn len(&self) -> usize {
        self.entries.len().saturating_sub(self.free.len())
    }

    /// The dialogue in a slot.
    pub(crate) fn get(&self, slot: Slot) -> Option<&Dialogue> {
        self.entries.get(slot as usize).map(|entry| &entry.dialogue)
    }

    /// The dialogue in a slot, to be changed.
    pub(crate) fn get_mut(&mut self, slot: Slot) -> Option<&mut Dialogue> {
        self.entries.get_mut(slot as usize).map(|entry| &mut entry.dialogue)
    }

    /// Adds a dialogue.
    pub(crate) fn insert(&mut self, dialogue: Dialogue, patience: Patience) -> Slot {
        let tids = dialogue.sides.map(|side| side.tid);
        let slot = self.free.pop().unwrap_or_else(|| {
            self.entries.push(Entry::default());
            Slot::try_from(self.entries.len().saturating_sub(1)).unwrap_or(Slot::MAX)
        });
        if let Some(entry) = self.entries.get_mut(slot as usize) {
            entry.dialogue = dialogue;
            entry.generation = entry.generation.wrapping_add(1);
            entry.open = true;
            if let Some(queue) = self.silent.get_mut(patience as usize) {
                queue.push_back((slot, entry.generation));
            }
        }
        for (side, tid) in tids.into_iter().enumerate() {
            self.name(slot, u8::from(side == 1), tid);
        }
        slot
    }

    /// Makes a side findable by its transaction identifier.
    pub(crate) fn name(&mut self, slot: Slot, side: u8, tid: u64) {
        if tid == 0 {
            return;
        }
        let spare = &mut self.spare;
        let list = self.by_tid.entry(tid).or_insert_with(|| spare.pop().unwrap_or_default());
        if list.len() >= MAX_SAME {
            list.remove(0);
        }
        list.push((slot, side));
    }

    /// The newest side (0 or 1 of a dialogue) with this transaction identifier that `fits` best; 0 is "not at all".
    pub(crate) fn find(&self, tid: u64, fits: impl Fn(&Dialogue, u8) -> u8) -> Option<(Slot, u8)> {
        let mut best = (0u8, None);
        for &(slot, side) in self.by_tid.get(&tid)?.iter().rev() {
            let Some(dialogue) = self.entries.get(slot as usize).map(|entry| &entry.dialogue) else { continue };
            let score = fits(dialogue, side);
            if score > best.0 {
                best = (score, Some((slot, side)));
            }
        }
        best.1
    }

    /// Takes a dialogue out.
    pub(crate) fn remove(&mut self, slot: Slot) {
        let Some(entry) = self.entries.get_mut(slot as usize).filter(|entry| entry.open) else { return };
        entry.open = false;
        // The rest of it is overwritten by the next one; only what would be found by mistake goes now.
        entry.dialogue.id = 0;
        let [first, second] = entry.dialogue.sides.map(|side| side.tid);
        self.free.push(slot);
        self.forget(slot, 0, first);
        self.forget(slot, 1, second);
    }

    fn forget(&mut self, slot: Slot, side: u8, tid: u64) {
        if tid == 0 {
            return;
        }
        let Some(list) = self.by_tid.get_mut(&tid) else { return };
        list.retain(|known| *known != (slot, side));
        if list.is_empty()
            && let Some(list) = self.by_tid.remove(&tid)
        {
            self.spare.push(list);
        }
    }

    /// A dialogue that has been silent too long by `now`, or the longest silent where the table is full.
    #[inline]
    pub(crate) fn next_silent(&mut self, now: i64) -> Option<(Slot, bool)> {
        let full = self.len() > MAX_OPEN;
        // Captures may go back in time where they were put together: then everything is looked at again.
        let quiet = now < self.quiet_until && now > self.quiet_until.saturating_sub(QUIET.saturating_mul(2));
        if quiet && !full { None } else { self.look_for_silent(now, full) }
    }

    fn look_for_silent(&mut self, now: i64, full: bool) -> Option<(Slot, bool)> {
        self.quiet_until = now.saturating_add(QUIET);
        for (queue, timeout) in self.silent.iter_mut().zip(TIMEOUTS) {
            while let Some(&(slot, generation)) = queue.front() {
                let Some(entry) = self.entries.get(slot as usize).filter(|e| e.open && e.generation == generation)
                else {
                    queue.pop_front();
                    continue;
                };
                if now.abs_diff(entry.dialogue.last_ts) > timeout.unsigned_abs() {
                    queue.pop_front();
                    self.quiet_until = i64::MIN;
                    return Some((slot, false));
                }
                if full {
                    queue.pop_front();
                    return Some((slot, true));
                }
                if entry.dialogue.last_ts == entry.dialogue.first_ts
                    || now.saturating_sub(entry.dialogue.first_ts) <= timeout
                {
                    break;
                }
                // It has spoken since: back to the end of the queue.
                queue.pop_front();
                queue.push_back((slot, generation));
                break;
            }
        }
        None
    }

    /// All slots that are open, in the order of their dialogues' times.
    pub(crate) fn open_slots(&self) -> Vec<Slot> {
        let open = self.entries.iter().enumerate().filter(|(_, entry)| entry.open);
        let mut slots: Vec<_> = open
            .map(|(slot, entry)| {
                (
                    entry.dialogue.first_ts,
                    entry.dialogue.frame,
                    entry.dialogue.id,
                    Slot::try_from(slot).unwrap_or(Slot::MAX),
                )
            })
            .collect();
        slots.sort_unstable();
        slots.into_iter().map(|(_, _, _, slot)| slot).collect()
    }
}
