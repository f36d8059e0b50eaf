//! Where a guest is, asked by the guest's own home network again and again: allowed each time, and tracking all the same.

use crate::findings::Pending;
use crate::memory::seconds;
use crate::thresholds::{Name, Thresholds};
use hashbrown::HashMap;
use sigwarden_schema::lines::{Severity, Threat, Why};
use std::collections::VecDeque;

/// Two to thirteen questions an hour about one guest were published (The Guardian, 29 March 2020). Few, or within an hour
/// or two only, are a service that looks somebody up. Seconds that are looked back.
const WINDOW: u32 = 6 * 3600;
/// An address takes part whose questions are this part of all, and so many.
const SHARE: usize = 4;
const LEAST_SHARE: usize = 4;
/// Guests, and questions, that are remembered.
const MAX_GUESTS: usize = 200_000;
const KEPT: usize = 96;
const MAX_HELD: usize = 50_000;

#[derive(Debug, Default)]
struct Guest {
    /// When, and from which address.
    times: VecDeque<(u32, u64)>,
    held: Vec<(u64, Pending)>,
    /// Questions of this time are findings.
    tracked: Option<(u32, u32)>,
}

/// What is too often.
#[derive(Clone, Copy, Debug, Default)]
struct Enough {
    questions: usize,
    /// Seconds from the first to the last at least, and from one to the next at most on average.
    span: u32,
    slowest: u32,
}

impl Enough {
    fn of(thresholds: &Thresholds) -> Self {
        let an_hour = thresholds.u32(Name::GuestQuestionsHour, 1).max(1);
        Self {
            questions: thresholds.count(Name::GuestQuestions),
            span: thresholds.u32(Name::GuestHours, 3600),
            // A twentieth more, as nobody asks at exact distances.
            slowest: 3780_u32.div_euclid(an_hour),
        }
    }
}

/// How often a guest was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Tracked {
    /// Questions, and the seconds from first to last.
    questions: usize,
    span: u32,
}

/// All guests.
#[derive(Debug, Default)]
pub(crate) struct Guests {
    by_imsi: HashMap<u64, Guest>,
    held: usize,
    found: Vec<Pending>,
    enough: Enough,
    /// Questions that were let go because there were too many.
    pub(crate) dropped: u64,
}

impl Guests {
    /// A guest was asked for.
    pub(crate) fn note(&mut self, imsi: u64, address: u64, ts: i64, thresholds: &Thresholds) {
        self.enough = Enough::of(thresholds);
        let enough = self.enough;
        if self.by_imsi.len() >= MAX_GUESTS && !self.by_imsi.contains_key(&imsi) {
            self.dropped = self.dropped.saturating_add(1);
            return;
        }
        let now = seconds(ts);
        let guest = self.by_imsi.entry(imsi).or_default();
        guest.times.push_back((now, address));
        while guest.times.len() > KEPT || guest.times.front().is_some_and(|(first, _)| now.abs_diff(*first) > WINDOW) {
            guest.times.pop_front();
        }
        let Some(tracked) = tracked(&guest.times, enough) else { return };
        let since = guest.times.front().map_or(now, |(first, _)| *first);
        guest.tracked = match guest.tracked {
            Some((first, until)) if since <= until => Some((first, now)),
            _ => Some((since, now)),
        };
        let before = guest.held.len();
        for (address, pending) in std::mem::take(&mut guest.held) {
            if guest.includes(address, &pending) {
                self.found.push(finding(pending, Some(tracked)));
            } else {
                guest.held.push((address, pending));
            }
        }
        self.held = self.held.saturating_sub(before.saturating_sub(guest.held.len()));
    }

    /// A question has its answer, or will not get one.
    pub(super) fn closed(&mut self, address: u64, pending: Pending) -> Option<Pending> {
        let guest = self.by_imsi.get_mut(&pending.imsi.key())?;
        if guest.includes(address, &pending) {
            let tracked = tracked(&guest.times, self.enough);
            return Some(finding(pending, tracked));
        }
        let since = seconds(pending.ts_ns);
        let before = guest.held.len();
        guest.held.retain(|(_, held)| since.abs_diff(seconds(held.ts_ns)) <= WINDOW);
        self.held = self.held.saturating_sub(before.saturating_sub(guest.held.len()));
        if self.held < MAX_HELD && guest.held.len() < KEPT {
            guest.held.push((address, pending));
            self.held = self.held.saturating_add(1);
        } else {
            self.dropped = self.dropped.saturating_add(1);
        }
        None
    }

    /// The questions that became findings later.
    pub(crate) fn finish(&mut self) -> Vec<Pending> {
        std::mem::take(&mut self.found)
    }
}

impl Guest {
    fn includes(&self, address: u64, pending: &Pending) -> bool {
        let at = seconds(pending.ts_ns);
        // A register that asks now and then, at a call, is not the one that tracks.
        let own = self.times.iter().filter(|(_, of)| *of == address).count();
        let takes_part = own.saturating_mul(SHARE) >= self.times.len() && own >= LEAST_SHARE;
        takes_part && self.tracked.is_some_and(|(since, until)| (since..=until).contains(&at))
    }
}

/// Whether so many questions, so evenly over hours, are tracking.
fn tracked(times: &VecDeque<(u32, u64)>, enough: Enough) -> Option<Tracked> {
    let ((first, _), (last, _)) = (times.front()?, times.back()?);
    let span = last.saturating_sub(*first);
    let questions = times.len();
    let gaps = u32::try_from(questions.saturating_sub(1)).unwrap_or(u32::MAX);
    let often = span <= gaps.saturating_mul(enough.slowest);
    // In a single hour there may be a reason; hour after hour it is a habit.
    let mut hours: Vec<u32> = times.iter().map(|(time, _)| time.div_euclid(3600)).collect();
    hours.dedup();
    (questions >= enough.questions && span >= enough.span && often && hours.len() >= 3)
        .then_some(Tracked { questions, span })
}

fn finding(mut pending: Pending, tracked: Option<Tracked>) -> Pending {
    (pending.severity, pending.confidence) = (Severity::Medium, 60);
    pending.threat = Threat::LocationTracking;
    let observed = match tracked {
        Some(Tracked { questions, span }) => {
            format!("{questions} questions about this guest in {} minutes", span.div_euclid(60))
        }
        None => "one of many questions about this guest".to_owned(),
    };
    pending.reason(Why {
        check: "questions-an-hour",
        expected: "a home network that asks where its guest is when there is a call or a service to provide".to_owned(),
        observed,
        source: "The Guardian, 29 March 2020: 2 to 13 an hour".to_owned(),
        source_date: None,
    });
    pending
}
