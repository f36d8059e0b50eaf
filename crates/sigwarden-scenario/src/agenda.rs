//! What is to happen, in the order of time, for millions of entries.
//!
//! Entries of the next seconds are in a heap, later ones in unsorted slots of some seconds each. So an
//! entry costs little however many wait: one heap of all would touch a new place in memory on each level.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// A slot is 2^32 nanoseconds long: 4.3 seconds.
const SLOT: u32 = 32;

/// Entries by time, nanoseconds since 1970; those of one time in the order of `T`.
pub(crate) struct Agenda<T> {
    near: BinaryHeap<Reverse<(u64, T)>>,
    /// The slot whose entries, and those of earlier ones, are near.
    slot: u64,
    far: BTreeMap<u64, Vec<(u64, T)>>,
}

impl<T: Ord + Copy> Agenda<T> {
    /// Nothing is to happen.
    pub(crate) fn new() -> Self {
        Self { near: BinaryHeap::new(), slot: 0, far: BTreeMap::new() }
    }

    /// Adds an entry.
    pub(crate) fn add(&mut self, time: u64, entry: T) {
        let slot = time >> SLOT;
        if slot <= self.slot {
            self.near.push(Reverse((time, entry)));
        } else {
            self.far.entry(slot).or_default().push((time, entry));
        }
    }

    /// Takes the next entry, if it is before `time`.
    pub(crate) fn next_before(&mut self, time: u64) -> Option<(u64, T)> {
        while self.near.is_empty() {
            let slot = *self.far.keys().next()?;
            if slot << SLOT >= time {
                return None;
            }
            let (slot, entries) = self.far.pop_first()?;
            self.slot = slot;
            self.near = entries.into_iter().map(Reverse).collect();
        }
        let Reverse((at, _)) = self.near.peek()?;
        if *at >= time { None } else { self.near.pop().map(|entry| entry.0) }
    }
}

#[cfg(test)]
mod tests {
    use sigwarden_emit::random::Random;

    use super::*;

    #[test]
    fn entries_come_in_the_order_of_time_whenever_they_were_added() {
        let mut random = Random::new(1);
        let (mut agenda, mut taken, mut added) = (Agenda::new(), Vec::new(), Vec::new());
        let mut now = 0;
        for number in 0..5_000_u32 {
            let time = now + random.below(1 << 36);
            agenda.add(time, number);
            added.push((time, number));
            if number % 3 == 0
                && let Some(entry) = agenda.next_before(u64::MAX)
            {
                now = entry.0;
                taken.push(entry);
            }
        }
        taken.extend(std::iter::from_fn(|| agenda.next_before(u64::MAX)));
        assert!(taken.is_sorted());
        added.sort_unstable();
        assert_eq!(taken, added);
    }

    #[test]
    fn what_is_later_stays() {
        let mut agenda = Agenda::new();
        agenda.add(1 << 40, 'b');
        agenda.add(5, 'a');
        assert_eq!(agenda.next_before(5), None);
        assert_eq!(agenda.next_before(6), Some((5, 'a')));
        assert_eq!(agenda.next_before(1 << 40), None);
        agenda.add(7, 'c');
        assert_eq!(agenda.next_before(u64::MAX), Some((7, 'c')));
        assert_eq!(agenda.next_before(u64::MAX), Some((1 << 40, 'b')));
        assert_eq!(agenda.next_before(u64::MAX), None);
    }
}
