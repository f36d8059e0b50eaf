//! Keys of one subscriber, asked for by several networks within minutes.

use super::subscribers::NetworkKey;
use hashbrown::HashMap;
use sigwarden_dialogue::Title;

/// Requests, networks and seconds of a burst: ten requests of five networks in eleven minutes were published (Citizen Lab,
/// 2026); half of that is no coincidence either.
pub(crate) const REQUESTS: usize = 5;
pub(crate) const NETWORKS: usize = 3;
pub(crate) const WITHIN: u32 = 15 * 60;
/// Subscribers whose last requests are kept; a full table forgets all.
const MAX_SUBSCRIBERS: usize = 200_000;

/// The last requests for keys, of each subscriber.
#[derive(Debug, Default)]
pub(crate) struct Bursts {
    last: HashMap<u64, [(NetworkKey, u32); 8]>,
}

impl Bursts {
    /// Notes a request; gives how many there were within the time, and of how many networks, where that is a burst.
    pub(crate) fn note(&mut self, imsi: Title, network: NetworkKey, at: u32) -> Option<(usize, usize)> {
        if self.last.len() >= MAX_SUBSCRIBERS {
            self.last.clear();
        }
        let last = self.last.entry(imsi.key()).or_default();
        last.rotate_right(1);
        if let Some(first) = last.first_mut() {
            *first = (network, at);
        }
        let recent = || last.iter().filter(|(network, then)| !network.is_none() && at.abs_diff(*then) <= WITHIN);
        let mut networks: Vec<_> = recent().map(|(network, _)| network.0).collect();
        networks.sort_unstable();
        networks.dedup();
        let (requests, networks) = (recent().count(), networks.len());
        (requests >= REQUESTS && networks >= NETWORKS).then_some((requests, networks))
    }
}
