//! When a campaign strikes.

use sigwarden_emit::random::Random;

use crate::chance::first_of;
use crate::file::{Cadence, Campaign};
use crate::life::{DAY, HOUR, is_weekend};

/// What happens at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// This explicit step.
    Step(usize),
    /// The occasion of this number.
    Occasion(u64),
}

/// The times of a campaign, one after the other.
pub(super) struct Times {
    /// Explicit steps, sorted by time.
    steps: Vec<(u64, usize)>,
    done: u64,
    occasions: u64,
    cadence: Cadence,
    from: u64,
    to: u64,
    at: u64,
    gap: u64,
    /// The time given out last; times rise.
    given: u64,
    /// Hours that the clocks of who strikes are ahead of UTC.
    hours: i64,
    last: Next,
}

impl Times {
    /// The times that a campaign file asks for, between two moments.
    pub(super) fn new(campaign: &Campaign, (from, to): (u64, u64), gap: u64, hours: i64) -> Self {
        let mut steps = Vec::new();
        for (place, step) in campaign.steps.iter().enumerate() {
            let until = step.until.map_or(step.at.0, |moment| moment.0).max(step.at.0);
            let length = u128::from(until - step.at.0);
            let parts = u128::from(step.times.max(2) - 1);
            for turn in 0..u128::from(step.times) {
                steps.push((step.at.0 + (length * turn / parts) as u64, place));
            }
        }
        steps.sort_unstable();
        let days = to.saturating_sub(from) as f64 / DAY as f64;
        let asked = campaign.occasions.unwrap_or_else(|| (campaign.per_day.unwrap_or(0.0) * days).round() as u64);
        let occasions = if campaign.moves.is_empty() { 0 } else { asked };
        Self {
            steps,
            done: 0,
            occasions,
            cadence: campaign.cadence,
            from,
            to,
            at: from,
            gap,
            given: 0,
            hours,
            last: Next::Occasion(0),
        }
    }

    /// What is to happen at the time given out last.
    pub(super) fn last(&self) -> Next {
        self.last
    }

    /// The next time. Occasions are as many as asked for, whatever chance says.
    pub(super) fn next(&mut self, chance: &mut Random) -> Option<u64> {
        let number = self.done;
        if !self.steps.is_empty() {
            let &(time, step) = self.steps.get(number as usize)?;
            self.done += 1;
            self.last = Next::Step(step);
            return Some(time);
        }
        let left = self.occasions.checked_sub(number).filter(|left| *left > 0)?;
        self.done += 1;
        self.last = Next::Occasion(number);
        let length = self.to.saturating_sub(self.from);
        self.at = match self.cadence {
            Cadence::Regular => self.from + (length as u128 * u128::from(number) / u128::from(self.occasions)) as u64,
            Cadence::Burst if number == 0 => self.from,
            Cadence::Burst => self.at + self.gap,
            // The first of `left` moments that chance puts into what is left of the time.
            Cadence::Random | Cadence::Office => {
                self.at + (self.to.saturating_sub(self.at) as f64 * first_of(chance, left)) as u64
            }
        };
        let wanted = if self.cadence == Cadence::Office { self.in_office(self.at) } else { self.at };
        // A campaign that ends on a weekend does the rest at once.
        self.given = self.given.max(wanted.min(self.to.saturating_sub(1)));
        Some(self.given)
    }

    /// The same moment moved into office hours (8 to 18, Monday to Friday): the hours of a day are pressed into ten,
    /// and what falls on a weekend comes on Monday morning.
    fn in_office(&self, time: u64) -> u64 {
        let shift = |time: u64, hours: i64| time.saturating_add_signed(hours * HOUR as i64);
        let local = shift(time, self.hours);
        let (mut day, mut part) = (local - local % DAY, local % DAY);
        while is_weekend(day, 0) {
            (day, part) = (day + DAY, 0);
        }
        shift(day + 8 * HOUR + part * 10 / 24, -self.hours)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(text: &str) -> Vec<u64> {
        let file = format!("name = \"c\"\nactor = \"a\"\nmoves = [\"psi\"]\n{text}");
        let campaign: Campaign = toml::from_str(&file).expect("a campaign");
        let mut times = Times::new(&campaign, (DAY, 3 * DAY), 1000, 0);
        let mut chance = Random::new(1);
        std::iter::from_fn(|| times.next(&mut chance)).collect()
    }

    #[test]
    fn there_are_as_many_occasions_as_asked_for() {
        for cadence in ["random", "regular", "burst", "office"] {
            let all = times(&format!("occasions = 50\ncadence = \"{cadence}\""));
            assert_eq!(all.len(), 50, "{cadence}");
            assert!(all.is_sorted() && all[0] >= DAY && all[49] < 3 * DAY, "{cadence}");
        }
        assert_eq!(times("per_day = 10").len(), 20);
    }
}
