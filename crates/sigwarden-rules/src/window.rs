//! The matches of one group within the time span, and whether they are enough.

use crate::correlation::Kind;
use std::collections::{BTreeMap, VecDeque};

/// Matches that are kept of one group; the oldest go first.
pub const MAX_EVENTS_A_GROUP: usize = 1_024;

/// What has to be true of a window.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    pub(crate) kind: Kind,
    /// Longest time from the first match to the last, in nanoseconds.
    pub(crate) timespan: i64,
    /// Least number of matches, values or rules.
    pub(crate) least: u64,
    /// Rules in their order, for an ordered type.
    pub(crate) steps: Vec<usize>,
    /// Each step differs from the one before in what [`Event::key`] says.
    pub(crate) distinct: bool,
}

/// One match.
#[derive(Debug)]
pub(crate) struct Event<E> {
    pub(crate) at: i64,
    pub(crate) rule: usize,
    /// The value that is counted, or the rule, or what has to differ between steps.
    pub(crate) key: String,
    pub(crate) evidence: E,
    /// It is in a firing already.
    pub(crate) told: bool,
    /// For each step: when the latest sequence began that ends here with this step.
    pub(crate) begun: Vec<Option<i64>>,
}

/// The matches of one group.
#[derive(Debug)]
pub(crate) struct Window<E> {
    pub(crate) events: VecDeque<Event<E>>,
    /// How often each key stands in it.
    counts: BTreeMap<String, u64>,
}

impl<E: Clone> Window<E> {
    pub(crate) fn new() -> Self {
        Self { events: VecDeque::new(), counts: BTreeMap::new() }
    }

    /// Time that an event at `at` counts as. One that is late by no more than the time span counts as being of the
    /// newest; time that goes back further begins the window anew.
    pub(crate) fn time(&mut self, at: i64, timespan: i64) -> i64 {
        let newest = self.events.back().map_or(at, |event| event.at);
        if newest.saturating_sub(at) > timespan {
            self.events.clear();
            self.counts.clear();
            return at;
        }
        newest.max(at)
    }

    /// Drops what is too old at `now`; gives how many went.
    pub(crate) fn expire(&mut self, now: i64, timespan: i64) -> usize {
        let before = self.events.len();
        while self.events.front().is_some_and(|event| now.saturating_sub(event.at) > timespan) {
            self.drop_first();
        }
        before.saturating_sub(self.events.len())
    }

    pub(crate) fn drop_first(&mut self) {
        let Some(event) = self.events.pop_front() else { return };
        if let Some(count) = self.counts.get_mut(&event.key) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                self.counts.remove(&event.key);
            }
        }
    }

    pub(crate) fn push(&mut self, mut event: Event<E>, wanted: &Wanted) {
        if wanted.kind == Kind::Ordered {
            event.begun = self.sequences(&event, wanted);
        }
        let count = self.counts.entry(event.key.clone()).or_default();
        *count = count.saturating_add(1);
        self.events.push_back(event);
    }

    /// For each step the latest beginning of a sequence that this event ends: the later it began, the longer it
    /// stays within the time span.
    fn sequences(&self, event: &Event<E>, wanted: &Wanted) -> Vec<Option<i64>> {
        let step = |number: usize, rule: &usize| {
            if *rule != event.rule {
                return None;
            }
            let Some(before) = number.checked_sub(1) else { return Some(event.at) };
            let fits = |other: &&Event<E>| !wanted.distinct || other.key != event.key;
            let begun =
                self.events.iter().filter(fits).filter_map(|other| other.begun.get(before).copied().flatten()).max();
            begun.filter(|begun| event.at.saturating_sub(*begun) <= wanted.timespan)
        };
        wanted.steps.iter().enumerate().map(|(number, rule)| step(number, rule)).collect()
    }

    /// Whether the newest event makes the condition true, and from when on events belong to it.
    pub(crate) fn holds(&self, wanted: &Wanted) -> Option<i64> {
        let count = match wanted.kind {
            Kind::EventCount => self.events.len(),
            Kind::ValueCount | Kind::Temporal => self.counts.len(),
            Kind::Ordered => return self.events.back()?.begun.last().copied().flatten(),
        };
        (count as u64 >= wanted.least).then_some(i64::MIN)
    }

    /// Evidence of the events from `begun` on, without those that were told where `new` says so; all are told now.
    pub(crate) fn tell(&mut self, begun: i64, new: bool) -> Vec<E> {
        let belongs = |event: &&mut Event<E>| event.at >= begun && !(new && event.told);
        let told = self.events.iter_mut().filter(belongs).map(|event| {
            event.told = true;
            event.evidence.clone()
        });
        told.collect()
    }

    /// Events from `begun` on.
    pub(crate) fn count(&self, begun: i64) -> u64 {
        self.events.iter().filter(|event| event.at >= begun).count() as u64
    }

    /// The keys of the window, sorted, each once.
    pub(crate) fn keys(&self) -> Vec<String> {
        self.counts.keys().cloned().collect()
    }
}
