//! Identities that are in many places by nature: travel products that share one identity, cards of testers.

use super::subscribers::NetworkKey;
use hashbrown::HashMap;
use sigwarden_dialogue::Title;

/// Networks that an identity must have been in, and different hours in which it was where it cannot be.
const NETWORKS: usize = 4;
const HOURS: usize = 3;
/// Identities that are watched; a full table takes no more.
const MAX_IDENTITIES: usize = 100_000;
/// Networks and hours that are kept of one.
const KEPT: usize = 16;

#[derive(Debug, Default)]
struct Jumps {
    networks: Vec<NetworkKey>,
    hours: Vec<u32>,
    /// Somebody did this who has no agreement, or whose other requests are suspicious: then nothing is explained.
    tainted: bool,
}

/// All identities that were where they cannot be.
#[derive(Debug, Default)]
pub(crate) struct Restless {
    by_imsi: HashMap<u64, Jumps>,
}

impl Restless {
    /// An identity was in a network in which it cannot be by now.
    pub(crate) fn jumped(&mut self, imsi: Title, network: NetworkKey, at: u32, tainted: bool) {
        if self.by_imsi.len() >= MAX_IDENTITIES && !self.by_imsi.contains_key(&imsi.key()) {
            return;
        }
        let jumps = self.by_imsi.entry(imsi.key()).or_default();
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
    pub(crate) fn explains(&self, imsi: Title) -> Option<(usize, usize)> {
        let jumps = self.by_imsi.get(&imsi.key())?;
        let by_nature = jumps.networks.len() >= NETWORKS && jumps.hours.len() >= HOURS && !jumps.tainted;
        by_nature.then_some((jumps.networks.len(), jumps.hours.len()))
    }
}
