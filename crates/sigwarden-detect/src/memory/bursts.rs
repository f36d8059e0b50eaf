//! Keys of one subscriber, asked for by several networks within minutes.

use super::subscribers::NetworkKey;
use super::travel::Travel;
use crate::thresholds::{Name, Thresholds};
use hashbrown::HashMap;
use sigwarden_dialogue::Title;
use sigwarden_operators::Country;

/// Subscribers whose last requests are kept; a full table forgets all.
const MAX_SUBSCRIBERS: usize = 200_000;

/// A request: network, its country, and when.
type Asked = (NetworkKey, Option<Country>, u32);

/// The last requests for keys, of each subscriber.
#[derive(Debug, Default)]
pub(crate) struct Bursts {
    last: HashMap<u64, [Asked; 8]>,
}

impl Bursts {
    /// Notes a request; gives how many there were within the time, and of how many networks, where that is a burst.
    pub(crate) fn note(
        &mut self,
        imsi: Title,
        (network, country): (NetworkKey, Option<Country>),
        at: u32,
        (thresholds, travel): (&Thresholds, &Travel),
    ) -> Option<(usize, usize)> {
        let within = thresholds.u32(Name::KeysMinutes, 60);
        if self.last.len() >= MAX_SUBSCRIBERS {
            self.last.clear();
        }
        let last = self.last.entry(imsi.key()).or_default();
        last.rotate_right(1);
        if let Some(first) = last.first_mut() {
            *first = (network, country, at);
        }
        let recent = || {
            last.iter().filter(|(of, _, then)| {
                !of.is_none() && (*of == network || of.differs(network)) && at.abs_diff(*then) <= within
            })
        };
        let requests = recent().count();
        if requests < thresholds.count(Name::KeysRequests) {
            return None;
        }
        let mut networks: Vec<_> = recent().map(|(network, _, _)| network.0).collect();
        networks.sort_unstable();
        networks.dedup();
        let networks = networks.len();
        // Networks of one country, or of neighbours: a telephone that is refused tries one after the other.
        let apart = recent().any(|(_, other, _)| {
            country.zip(*other).is_some_and(|(here, there)| travel.least(here, there).is_some_and(|least| least > 0))
        });
        (networks >= thresholds.count(Name::KeysNetworks) && apart).then_some((requests, networks))
    }
}
