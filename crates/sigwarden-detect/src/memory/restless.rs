//! Identities that are in many places by nature: travel products that share one identity, cards of testers.

use super::subscribers::NetworkKey;
use crate::thresholds::{Name, Thresholds};
use hashbrown::HashMap;
use sigwarden_dialogue::Title;

/// Changes of country from which on their number a day counts, and how many a day nobody makes who flies for a living.
const HOPS: u32 = 6;
const HOPS_A_DAY: u32 = 3;
const HOPS_TO_STAY: u32 = 2;
const DAY: u32 = 24 * 3600;
/// Identities that are watched; a full table takes no more.
const MAX_IDENTITIES: usize = 100_000;
/// Networks and hours that are kept of one.
const KEPT: usize = 16;

#[derive(Debug, Default)]
struct Jumps {
    networks: Vec<NetworkKey>,
    hours: Vec<u32>,
    /// Changes of country from one registration to the next, the first and the last of them.
    hops: u32,
    since: u32,
    until: u32,
    /// Somebody did this who has no agreement, or whose other requests are suspicious: then nothing is explained.
    tainted: bool,
}

impl Jumps {
    /// Changes of country a day, on average; 0 where there were few.
    fn hops_a_day(&self) -> u32 {
        if self.hops < HOPS {
            return 0;
        }
        let days = self.until.saturating_sub(self.since).div_euclid(DAY).max(1);
        self.hops.div_euclid(days)
    }
}

/// All identities that were where they cannot be.
#[derive(Debug, Default)]
pub(crate) struct Restless {
    by_imsi: HashMap<u64, Jumps>,
}

impl Restless {
    /// An identity registered in another country than before.
    pub(crate) fn hopped(&mut self, imsi: Title, network: NetworkKey, at: u32) {
        if self.by_imsi.len() >= MAX_IDENTITIES {
            self.by_imsi
                .retain(|_, jumps| jumps.hops.max(u32::try_from(jumps.hours.len()).unwrap_or(0)) >= HOPS_TO_STAY);
        }
        let Some(jumps) = self.of(imsi) else { return };
        if jumps.networks.len() < KEPT && !jumps.networks.contains(&network) {
            jumps.networks.push(network);
        }
        if jumps.hops == 0 {
            jumps.since = at;
        }
        jumps.hops = jumps.hops.saturating_add(1);
        jumps.until = at;
    }

    fn of(&mut self, imsi: Title) -> Option<&mut Jumps> {
        let full = self.by_imsi.len() >= MAX_IDENTITIES && !self.by_imsi.contains_key(&imsi.key());
        (!full).then(|| self.by_imsi.entry(imsi.key()).or_default())
    }

    /// An identity was in a network in which it cannot be by now.
    pub(crate) fn jumped(&mut self, imsi: Title, network: NetworkKey, at: u32, tainted: bool) {
        let Some(jumps) = self.of(imsi) else { return };
        let hour = at.div_euclid(3600);
        if jumps.networks.len() < KEPT && !jumps.networks.contains(&network) {
            jumps.networks.push(network);
        }
        if jumps.hours.len() < KEPT && !jumps.hours.contains(&hour) {
            jumps.hours.push(hour);
        }
        jumps.tainted |= tainted;
    }

    /// Whether an identity does so again and again, in partners' networks only: how many of them, and in how many hours.
    pub(crate) fn explains(&self, imsi: Title, thresholds: &Thresholds) -> Option<(usize, usize)> {
        let (networks, hours) = (thresholds.count(Name::SharedNetworks), thresholds.count(Name::SharedHours));
        let jumps = self.by_imsi.get(&imsi.key())?;
        let jumps_on = jumps.hours.len() >= hours || jumps.hops_a_day() >= HOPS_A_DAY;
        let by_nature = jumps.networks.len() >= networks && jumps_on && !jumps.tainted;
        by_nature.then_some((jumps.networks.len(), jumps.hours.len()))
    }
}
