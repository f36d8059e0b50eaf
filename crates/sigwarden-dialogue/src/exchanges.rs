//! Requests that wait for their answers, for protocols in which one answer ends it: Diameter and GTP.

use crate::SECOND;
use crate::batch::Protocol;
use crate::counters::Counters;
use crate::duplicates::Duplicates;
use crate::next::Ends;
use crate::sink::Ended;
use crate::ways::Ways;
use hashbrown::HashMap;
use std::collections::VecDeque;

/// Requests waiting at the same time; the oldest are given up first.
pub(crate) const MAX_WAITING: usize = 300_000;
/// How long an answer may take: longer than any transaction timer (RFC 6733 5.5.4, TS 29.274 7.6).
const PATIENCE: i64 = 60 * SECOND;
/// How long an answered one stays findable, for copies that come late.
const LINGER: i64 = 2 * SECOND;

/// Position in the table.
pub(crate) type Slot = u32;

/// What the protocols share.
pub(crate) struct Shared<'a> {
    pub(crate) ways: &'a mut Ways,
    pub(crate) duplicates: &'a mut Duplicates,
    pub(crate) counters: &'a mut Counters,
}

/// A request that waits.
pub(crate) trait Waits {
    /// Whose requests these are.
    const PROTOCOL: Protocol;

    /// What to say when it waits no more.
    fn ended(&self) -> Ended;
}

#[derive(Debug)]
struct Entry<T> {
    value: T,
    keys: [u64; KEYS],
    generation: u32,
    open: bool,
}

/// Names by which one can be found: on the connection of its request, on that of its relayed copy, and on any.
pub(crate) const KEYS: usize = 3;

/// The table. Keys are hashes; 0 is none. The newest with a key has it.
#[derive(Debug)]
pub(crate) struct Exchanges<T> {
    entries: Vec<Entry<T>>,
    free: Vec<Slot>,
    by_key: HashMap<u64, Slot>,
    waiting: VecDeque<(i64, Slot, u32)>,
    lingering: VecDeque<(i64, Slot, u32)>,
}

impl<T> Default for Exchanges<T> {
    fn default() -> Self {
        let (waiting, lingering) = (VecDeque::new(), VecDeque::new());
        Self { entries: Vec::new(), free: Vec::new(), by_key: HashMap::new(), waiting, lingering }
    }
}

impl<T> Exchanges<T> {
    /// The one with this key.
    pub(crate) fn find(&self, key: u64) -> Option<Slot> {
        self.by_key.get(&key).copied().filter(|_| key != 0)
    }

    /// What is in a slot.
    pub(crate) fn get(&self, slot: Slot) -> Option<&T> {
        self.entries.get(slot as usize).map(|entry| &entry.value)
    }

    /// The same, to be changed.
    pub(crate) fn get_mut(&mut self, slot: Slot) -> Option<&mut T> {
        self.entries.get_mut(slot as usize).map(|entry| &mut entry.value)
    }

    /// Adds one.
    pub(crate) fn insert(&mut self, value: T, keys: [u64; KEYS], now: i64) -> Slot {
        let slot = match self.free.pop() {
            Some(slot) => {
                if let Some(entry) = self.entries.get_mut(slot as usize) {
                    let generation = entry.generation.wrapping_add(1);
                    *entry = Entry { value, keys, generation, open: true };
                }
                slot
            }
            None => {
                self.entries.push(Entry { value, keys, generation: 0, open: true });
                Slot::try_from(self.entries.len().saturating_sub(1)).unwrap_or(Slot::MAX)
            }
        };
        for key in keys.into_iter().filter(|key| *key != 0) {
            self.by_key.insert(key, slot);
        }
        let generation = self.entries.get(slot as usize).map_or(0, |entry| entry.generation);
        self.waiting.push_back((now, slot, generation));
        slot
    }

    /// Gives one a further key in the place of an empty one.
    pub(crate) fn name(&mut self, slot: Slot, key: u64) {
        let Some(entry) = self.entries.get_mut(slot as usize).filter(|_| key != 0) else { return };
        if let Some(empty) = entry.keys.iter_mut().find(|known| **known == 0) {
            *empty = key;
            self.by_key.insert(key, slot);
        }
    }

    /// An answer came: it goes soon.
    pub(crate) fn answered(&mut self, slot: Slot, now: i64) {
        if let Some(entry) = self.entries.get(slot as usize) {
            self.lingering.push_back((now, slot, entry.generation));
        }
    }

    /// One that has lingered or waited too long, or the oldest where there are too many: then the second is true.
    fn next_old(&mut self, now: i64) -> Option<(Slot, bool)> {
        let old = |since: i64, limit: i64| now.abs_diff(since) > limit.unsigned_abs();
        while let Some(&(since, slot, generation)) = self.lingering.front() {
            if !old(since, LINGER) {
                break;
            }
            self.lingering.pop_front();
            if self.is_open(slot, generation) {
                return Some((slot, false));
            }
        }
        while let Some(&(since, slot, generation)) = self.waiting.front() {
            let is_open = self.is_open(slot, generation);
            let full = self.len() > MAX_WAITING;
            if is_open && !old(since, PATIENCE) && !full {
                break;
            }
            self.waiting.pop_front();
            if is_open {
                return Some((slot, full));
            }
        }
        None
    }

    /// Every one that is left, oldest first.
    fn all(&self) -> Vec<Slot> {
        self.waiting.iter().filter(|(_, slot, generation)| self.is_open(*slot, *generation)).map(|row| row.1).collect()
    }

    /// Takes one out.
    fn remove(&mut self, slot: Slot) {
        let Some(entry) = self.entries.get_mut(slot as usize).filter(|entry| entry.open) else { return };
        entry.open = false;
        let keys = entry.keys;
        self.free.push(slot);
        for key in keys.into_iter().filter(|key| *key != 0) {
            if self.by_key.get(&key) == Some(&slot) {
                self.by_key.remove(&key);
            }
        }
    }

    fn len(&self) -> usize {
        self.entries.len().saturating_sub(self.free.len())
    }

    fn is_open(&self, slot: Slot, generation: u32) -> bool {
        self.entries.get(slot as usize).is_some_and(|entry| entry.open && entry.generation == generation)
    }
}

impl<T: Waits> Exchanges<T> {
    /// Gives up what has waited too long; what there is no room for is counted as `what`.
    pub(crate) fn pass_time(&mut self, now: i64, what: &'static str, counters: &mut Counters, next: &mut impl Ends) {
        while let Some((slot, full)) = self.next_old(now) {
            if full {
                counters.dropped.add(what);
            }
            self.end(slot, next);
        }
    }

    /// Gives up what is left.
    pub(crate) fn finish(&mut self, next: &mut impl Ends) {
        for slot in self.all() {
            self.end(slot, next);
        }
    }

    fn end(&mut self, slot: Slot, next: &mut impl Ends) {
        if let Some(waiting) = self.get(slot) {
            next.ended(T::PROTOCOL, Some(slot), waiting.ended());
        }
        self.remove(slot);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answered_go_soon_and_the_others_later() {
        let mut table = Exchanges::default();
        let first = table.insert("first", [1, 0, 9], 0);
        let second = table.insert("second", [2, 0, 9], SECOND);
        assert_eq!((table.find(1), table.find(9), table.find(0)), (Some(first), Some(second), None));
        table.answered(first, SECOND);
        assert_eq!(table.next_old(2 * SECOND), None);
        assert_eq!(table.next_old(4 * SECOND), Some((first, false)));
        table.remove(first);
        assert_eq!((table.find(1), table.find(9)), (None, Some(second)));
        assert_eq!(table.next_old(30 * SECOND), None);
        assert_eq!(table.next_old(90 * SECOND), Some((second, false)));
        table.remove(second);
        assert_eq!((table.next_old(90 * SECOND), table.all().len()), (None, 0));
    }

    #[test]
    fn a_slot_used_again_is_not_the_one_that_was_there() {
        let mut table = Exchanges::default();
        let slot = table.insert(1, [1, 0, 0], 0);
        table.answered(slot, 0);
        table.remove(slot);
        let again = table.insert(2, [2, 0, 0], SECOND);
        assert_eq!(slot, again);
        assert_eq!(table.next_old(10 * SECOND), None);
        table.name(again, 3);
        assert_eq!(table.find(3), Some(again));
    }
}
