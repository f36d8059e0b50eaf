//! One source beside others: whom its own numbers mean, and how sure it is on a day.

use super::attribution::{Basis, Network};
use super::directory::{Directory, HOME, NOBODY};
use super::layer::Claim;
use crate::day::Day;

/// How the sources are told apart in [`super::Attribution::source`]: the side in the upper half, the position in the
/// lower one.
pub(super) const SIDE_SHIFT: u32 = 16;
pub(super) const PUBLIC_SIDE: u32 = 0xffff;
/// Days after which what an operator says of itself is a year older.
const YEAR: i32 = 365;
/// What each further year takes from its confidence, and the most that age takes.
const LOST_A_YEAR: i32 = 5;
const MOST_LOST: i32 = 30;

/// A source, and which networks its own numbers mean.
pub(super) struct Side {
    pub(super) basis: Basis,
    pub(super) directory: Directory,
    pub(super) networks: Vec<Network>,
}

impl Side {
    /// The network that a number of this source means.
    pub(super) fn network(&self, whom: u32) -> Network {
        match whom {
            HOME => Network::Home,
            NOBODY => Network::Unknown,
            position => self.networks.get(position as usize).copied().unwrap_or_default(),
        }
    }

    /// Confidence of a claim on a day: what operators say of themselves loses some with every year that it was
    /// not renewed, or that it is newer than the traffic.
    pub(super) fn confidence(&self, claim: &Claim, day: Day) -> u8 {
        let date = self.directory.origins.get(usize::from(claim.source)).and_then(|origin| origin.date);
        let Some(date) = date.filter(|_| self.basis == Basis::Imported && day != Day::LAST) else {
            return claim.confidence;
        };
        let years = day.since(date).saturating_abs().checked_div(YEAR).unwrap_or(0);
        let lost = years.saturating_mul(LOST_A_YEAR).min(MOST_LOST);
        claim.confidence.saturating_sub(u8::try_from(lost).unwrap_or(0))
    }
}
