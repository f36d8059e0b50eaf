//! What an address does in all: whom it serves, what it asks, whether it was caught.

use super::act::Act;
use hashbrown::HashMap;
use sigwarden_dialogue::Title;

/// Addresses that are remembered; of more, nothing is known.
const MAX_ADDRESSES: usize = 1_000_000;
/// Subscribers that a node must have served before one suspicious request of it says nothing about its others.
const SERVES_MANY: u32 = 4;

/// One address.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Asker {
    /// Requests of any kind.
    pub(crate) requests: u32,
    /// Requests that only a serving network makes, and short messages delivered: what an address has when it is a node.
    pub(crate) duties: u32,
    /// Requests that are suspicious by themselves.
    pub(crate) caught: u32,
    /// Whom it serves, as a filter of 64 bits: how many bits are set tells how many there are.
    served: u64,
}

impl Asker {
    /// How many subscribers it has served at least.
    pub(crate) fn served(&self) -> u32 {
        self.served.count_ones()
    }

    /// Whether it was caught, and is no node that many depend on.
    pub(crate) fn is_caught(&self) -> bool {
        self.caught > 0 && self.served() < SERVES_MANY
    }
}

/// All addresses.
#[derive(Debug, Default)]
pub(crate) struct Askers {
    by_address: HashMap<u64, Asker>,
}

impl Askers {
    /// Notes a request, and gives what was known before.
    pub(crate) fn note(&mut self, address: u64) -> Asker {
        if self.by_address.len() >= MAX_ADDRESSES && !self.by_address.contains_key(&address) {
            return Asker::default();
        }
        let known = self.by_address.entry(address).or_default();
        let before = *known;
        known.requests = known.requests.saturating_add(1);
        before
    }

    /// Nothing speaks against a request of it: what it does is what a node does.
    pub(crate) fn did(&mut self, address: u64, act: Act, imsi: Title) {
        let Some(known) = self.by_address.get_mut(&address) else { return };
        if act.is_of_serving_network() || act == Act::DeliverMessage {
            known.duties = known.duties.saturating_add(1);
        }
        if matches!(act, Act::Register(_)) && !imsi.is_empty() {
            known.served |= super::bit(imsi);
        }
    }

    /// A request of it was suspicious by itself.
    pub(crate) fn caught(&mut self, address: u64) {
        if let Some(known) = self.by_address.get_mut(&address) {
            known.caught = known.caught.saturating_add(1);
        }
    }

    /// What is known of an address.
    pub(crate) fn of(&self, address: u64) -> Asker {
        self.by_address.get(&address).copied().unwrap_or_default()
    }
}
