//! Where subscribers are, as far as the traffic has told: the networks that serve each, since when, and who said so.
//!
//! One slot a subscriber ([`SLOT_OCTETS`]), in blocks that never move; two indices of four octets an entry. Where all
//! [`MAX_SUBSCRIBERS`] slots are taken, whoever was not seen since the hand of the clock passed last makes room.

mod saved;

use super::act::Domain;
use hashbrown::{DefaultHashBuilder, HashTable};
use sigwarden_dialogue::Title;
use sigwarden_operators::Country;
use std::hash::BuildHasher;

pub use saved::{State, StateError};

/// Subscribers that are remembered at the same time.
pub const MAX_SUBSCRIBERS: usize = 10_000_000;
/// Octets of one of them, without the indices.
pub const SLOT_OCTETS: usize = 176;
/// Slots that are allocated together.
const BLOCK: usize = 4096;
/// Slots that the hand of the clock looks at before it takes whatever it points to.
const PATIENCE: usize = 64;

/// A network, as small as it can be compared. The upper two bits say what it is known by: what is known by its country in
/// one protocol and by its code in another may be the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct NetworkKey(pub u32);

/// Where the bits stand that say what a network is known by.
pub(crate) const KIND_AT: u32 = 30;

impl NetworkKey {
    /// Whether nothing is known.
    pub const fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Whether the two are known to be different networks.
    pub const fn differs(self, other: Self) -> bool {
        self.0 != other.0 && self.0 >> KIND_AT == other.0 >> KIND_AT
    }
}

/// Who said that a subscriber is served there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Told {
    /// Nobody.
    #[default]
    Nobody,
    /// The network itself, and the home register agreed.
    Registered,
}

/// One registration: seconds since 1970, UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Serving {
    /// Network.
    pub network: NetworkKey,
    /// Which node of it, as a digest of its address.
    pub node: u32,
    /// Since when.
    pub since: u32,
    /// When it last acted for the subscriber.
    pub seen: u32,
    /// Country, where there is one.
    pub country: Option<Country>,
    /// Who said so.
    pub told: Told,
}

impl Serving {
    /// Whether there is one.
    pub const fn is_some(&self) -> bool {
        !self.network.is_none()
    }
}

/// What is known of one subscriber.
#[derive(Clone, Copy, Debug, Default)]
pub struct Subscriber {
    imsi: u64,
    msisdn: u64,
    imei: u64,
    serving: [Serving; 3],
    before: [Serving; 3],
    /// Who asked for keys last, and when.
    pub keys: (NetworkKey, u32),
    /// A registration that something spoke against: network and time.
    pub doubted: (NetworkKey, u32),
    /// Something else that did not fit its place: network and time.
    pub misfit: (NetworkKey, u32),
    touched: bool,
}

const _: () = assert!(size_of::<Subscriber>() <= SLOT_OCTETS);

impl Subscriber {
    /// Where it is served in a domain.
    pub fn serving(&self, domain: Domain) -> Serving {
        self.serving.get(domain as usize).copied().unwrap_or_default()
    }

    /// Where it was served before that.
    pub fn before(&self, domain: Domain) -> Serving {
        self.before.get(domain as usize).copied().unwrap_or_default()
    }

    /// The registrations of all domains.
    pub fn all(&self) -> impl Iterator<Item = (Domain, Serving)> + '_ {
        Domain::ALL.into_iter().zip(self.serving).filter(|(_, serving)| serving.is_some())
    }

    /// The newest sign of life anywhere.
    pub fn newest(&self) -> Option<Serving> {
        self.all().map(|(_, serving)| serving).max_by_key(|serving| serving.seen)
    }

    /// MSISDN, where it was seen.
    pub const fn msisdn(&self) -> u64 {
        self.msisdn
    }

    /// IMEI, where it was seen.
    pub const fn imei(&self) -> u64 {
        self.imei
    }

    /// It is served there now. Another network before it becomes history.
    pub fn register(&mut self, domain: Domain, now: Serving) {
        let index = domain as usize;
        let (Some(slot), Some(before)) = (self.serving.get_mut(index), self.before.get_mut(index)) else { return };
        let since = if slot.network == now.network && slot.node == now.node { slot.since } else { now.since };
        if slot.is_some() && slot.network != now.network {
            *before = *slot;
        }
        *slot = Serving { since, ..now };
    }

    /// The network that serves it did something for it.
    pub fn seen_in(&mut self, network: NetworkKey, at: u32) {
        self.serving.iter_mut().filter(|serving| serving.network == network).for_each(|serving| {
            serving.seen = serving.seen.max(at);
        });
    }

    /// It is not served there any more.
    pub fn cancel(&mut self, domain: Domain, network: NetworkKey) {
        let index = domain as usize;
        let (Some(slot), Some(before)) = (self.serving.get_mut(index), self.before.get_mut(index)) else { return };
        if slot.network == network {
            *before = *slot;
            *slot = Serving::default();
        }
    }

    /// Takes over identities that a message named beside the IMSI.
    fn name(&mut self, msisdn: Title, imei: Title) {
        for (slot, title) in [(&mut self.msisdn, msisdn), (&mut self.imei, imei)] {
            if !title.is_empty() {
                *slot = title.key();
            }
        }
    }
}

/// All of them.
#[derive(Debug, Default)]
pub struct Subscribers {
    blocks: Vec<Box<[Subscriber]>>,
    count: usize,
    by_imsi: HashTable<u32>,
    by_msisdn: HashTable<u32>,
    /// With a seed of its own in every run: nobody can choose numbers that collide.
    hasher: DefaultHashBuilder,
    hand: usize,
    limit: usize,
    /// How many made room for others.
    pub evicted: u64,
}

impl Subscribers {
    /// With room for so many.
    pub fn with_limit(limit: usize) -> Self {
        Self { limit: limit.max(1), ..Self::default() }
    }

    /// How many are known.
    pub const fn len(&self) -> usize {
        self.count
    }

    /// Whether nobody is.
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The slot at a place.
    pub(crate) fn at(&self, index: u32) -> Option<&Subscriber> {
        in_blocks(&self.blocks, index)
    }

    pub(crate) fn at_mut(&mut self, index: u32) -> Option<&mut Subscriber> {
        let index = index as usize;
        self.blocks.get_mut(index.div_euclid(BLOCK))?.get_mut(index.rem_euclid(BLOCK))
    }

    fn find(&self, imsi: u64) -> Option<u32> {
        self.by_imsi
            .find(self.hasher.hash_one(imsi), |index| self.at(*index).is_some_and(|slot| slot.imsi == imsi))
            .copied()
    }

    /// What is known of an IMSI.
    pub fn of_imsi(&self, imsi: Title) -> Option<&Subscriber> {
        self.at(self.find(imsi.key())?)
    }

    /// The IMSI that an MSISDN was seen with last.
    pub fn imsi_of(&self, msisdn: Title) -> Option<Title> {
        let key = msisdn.key();
        let index = self
            .by_msisdn
            .find(self.hasher.hash_one(key), |index| self.at(*index).is_some_and(|slot| slot.msisdn == key))
            .copied()?;
        self.at(index).map(|slot| Title::of_key(slot.imsi))
    }

    /// What is known of an IMSI, to be added to; whoever is new gets a slot.
    pub fn entry(&mut self, imsi: Title, msisdn: Title, imei: Title) -> Option<&mut Subscriber> {
        let place = self.place(imsi, msisdn, imei)?;
        self.at_mut(place)
    }

    /// Where the slot of an IMSI is, to look it up once for several uses: until the next IMSI is looked up.
    pub(crate) fn place(&mut self, imsi: Title, msisdn: Title, imei: Title) -> Option<u32> {
        if imsi.is_empty() {
            return None;
        }
        let key = imsi.key();
        let index = match self.find(key) {
            Some(index) => index,
            None => self.insert(Subscriber { imsi: key, ..Subscriber::default() })?,
        };
        let renamed = !msisdn.is_empty() && self.at(index)?.msisdn != msisdn.key();
        if renamed {
            self.forget_msisdn(index);
        }
        let slot = self.at_mut(index)?;
        slot.name(msisdn, imei);
        slot.touched = true;
        if renamed {
            self.index_msisdn(index);
        }
        Some(index)
    }

    fn insert(&mut self, new: Subscriber) -> Option<u32> {
        let limit = if self.limit == 0 { MAX_SUBSCRIBERS } else { self.limit };
        let index = if self.count < limit {
            if self.blocks.len().saturating_mul(BLOCK) <= self.count {
                self.blocks.push(vec![Subscriber::default(); BLOCK].into_boxed_slice());
            }
            let index = u32::try_from(self.count).ok()?;
            self.count = self.count.saturating_add(1);
            index
        } else {
            self.evict()?
        };
        *self.at_mut(index)? = new;
        let Self { blocks, by_imsi, hasher, .. } = self;
        let hash = |index: &u32| hasher.hash_one(in_blocks(blocks, *index).map_or(0, |slot| slot.imsi));
        by_imsi.insert_unique(hasher.hash_one(new.imsi), index, hash);
        Some(index)
    }

    /// Takes the slot of somebody who was not seen for long.
    fn evict(&mut self) -> Option<u32> {
        let mut index = 0;
        for _ in 0..PATIENCE {
            self.hand = self.hand.saturating_add(1).checked_rem(self.count).unwrap_or(0);
            index = u32::try_from(self.hand).ok()?;
            let slot = self.at_mut(index)?;
            if !std::mem::replace(&mut slot.touched, false) {
                break;
            }
        }
        self.forget_msisdn(index);
        let imsi = self.at(index)?.imsi;
        if let Ok(known) = self.by_imsi.find_entry(self.hasher.hash_one(imsi), |known| *known == index) {
            known.remove();
        }
        self.evicted = self.evicted.saturating_add(1);
        Some(index)
    }

    fn forget_msisdn(&mut self, index: u32) {
        let Some(msisdn) = self.at(index).map(|slot| slot.msisdn).filter(|msisdn| *msisdn != 0) else { return };
        if let Ok(known) = self.by_msisdn.find_entry(self.hasher.hash_one(msisdn), |known| *known == index) {
            known.remove();
        }
    }

    fn index_msisdn(&mut self, index: u32) {
        let Some(msisdn) = self.at(index).map(|slot| slot.msisdn).filter(|msisdn| *msisdn != 0) else { return };
        // A number that goes to another card leads there from now on.
        let old = self
            .by_msisdn
            .find(self.hasher.hash_one(msisdn), |known| self.at(*known).is_some_and(|slot| slot.msisdn == msisdn));
        if let Some(old) = old.copied()
            && let Ok(known) = self.by_msisdn.find_entry(self.hasher.hash_one(msisdn), |known| *known == old)
        {
            known.remove();
        }
        let Self { blocks, by_msisdn, hasher, .. } = self;
        let hash = |index: &u32| hasher.hash_one(in_blocks(blocks, *index).map_or(0, |slot| slot.msisdn));
        by_msisdn.insert_unique(hasher.hash_one(msisdn), index, hash);
    }
}

fn in_blocks(blocks: &[Box<[Subscriber]>], index: u32) -> Option<&Subscriber> {
    let index = index as usize;
    blocks.get(index.div_euclid(BLOCK))?.get(index.rem_euclid(BLOCK))
}

#[cfg(test)]
mod tests;
