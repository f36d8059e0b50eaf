//! Builds the tables of [`Networks`] from a site configuration and what a capture taught.

use std::collections::BTreeMap;

use super::Networks;
use super::attribution::{Basis, Network, PORTABLE_CONFIDENCE, SITE_CONFIDENCE};
use crate::country::Countries;
use crate::digits::DigitRange;
use crate::numbering;
use crate::plmn::Plmn;
use crate::site::{Cidr, Site};
use crate::trie::DigitTrie;

/// What a capture taught about the network it protects.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LearnedHome {
    /// PLMN identities of its subscribers.
    pub plmns: Vec<Plmn>,
    /// E.164 prefixes of its nodes, ASCII digits.
    pub gt_prefixes: Vec<String>,
    /// E.164 prefixes of its subscribers, ASCII digits.
    pub msisdn_prefixes: Vec<String>,
    /// Where it is at home.
    pub countries: Countries,
    /// How sure all this is, 0–100.
    pub confidence: u8,
}

/// Who has a prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Owner {
    pub(super) network: Network,
    pub(super) basis: Basis,
    pub(super) confidence: u8,
    pub(super) shared: bool,
}

impl Networks {
    /// The networks of a site configuration.
    pub fn new(site: Site) -> Networks {
        Networks::with_learned_home(site, LearnedHome::default())
    }

    /// The networks of a site configuration, with a home network that a capture taught. Where both
    /// name a prefix, the configuration decides.
    pub fn with_learned_home(site: Site, learned: LearnedHome) -> Networks {
        let mut networks = Networks {
            home_countries: home_countries(&site).union(learned.countries),
            owners: Vec::new(),
            titles: DigitTrie::new(),
            subscribers: DigitTrie::new(),
            imsis: DigitTrie::new(),
            leases: DigitTrie::new(),
            realms: BTreeMap::new(),
            addresses: Vec::new(),
            carriers_by_point_code: BTreeMap::new(),
            carriers_by_host: BTreeMap::new(),
            site: Site::default(),
        };
        networks.add_home(&site);
        networks.add_operators(&site);
        networks.add_learned(&learned);
        networks.add_carriers_and_leases(&site);
        networks.site = site;
        networks
    }

    fn add_home(&mut self, site: &Site) {
        let owner = Owner::site(Network::Home);
        let home = &site.home;
        for prefix in home.global_titles.iter().map(DigitRange::common) {
            let prefix = &prefix;
            add(&mut self.owners, &mut self.titles, prefix, owner);
            add(&mut self.owners, &mut self.subscribers, prefix, Owner { confidence: PORTABLE_CONFIDENCE, ..owner });
        }
        for prefix in home.msisdns.iter().map(DigitRange::common) {
            let prefix = &prefix;
            add(&mut self.owners, &mut self.titles, prefix, owner);
            add(&mut self.owners, &mut self.subscribers, prefix, owner);
        }
        home.plmns.iter().for_each(|plmn| add(&mut self.owners, &mut self.imsis, &plmn.imsi_prefix(), owner));
        self.add_names(&home.realms, &home.gtp_addresses, owner);
    }

    fn add_operators(&mut self, site: &Site) {
        for (position, operator) in (0u32..).zip(&site.operators) {
            let owner = Owner::site(Network::Operator(position));
            for prefix in operator.global_titles.iter().map(DigitRange::common) {
                let prefix = &prefix;
                add(&mut self.owners, &mut self.titles, prefix, owner);
                add(
                    &mut self.owners,
                    &mut self.subscribers,
                    prefix,
                    Owner { confidence: PORTABLE_CONFIDENCE, ..owner },
                );
            }
            operator.plmns.iter().for_each(|plmn| add(&mut self.owners, &mut self.imsis, &plmn.imsi_prefix(), owner));
            self.add_names(&operator.realms, &operator.gtp_addresses, owner);
        }
    }

    fn add_names(&mut self, realms: &[String], addresses: &[Cidr], owner: Owner) {
        for realm in realms {
            self.realms.entry(realm.clone()).and_modify(|first| *first = first.joined(owner)).or_insert(owner);
        }
        for address in addresses {
            match self.addresses.iter_mut().find(|(known, _)| known == address) {
                Some((_, first)) => *first = first.joined(owner),
                None => self.addresses.push((*address, owner)),
            }
        }
    }

    fn add_learned(&mut self, learned: &LearnedHome) {
        let owner = Owner {
            network: Network::Home,
            basis: Basis::Learned,
            confidence: learned.confidence.min(100),
            shared: false,
        };
        let new = |owners: &mut Vec<Owner>, trie: &mut DigitTrie, prefix: &str| {
            if trie.exact(prefix.as_bytes()).is_none() {
                add(owners, trie, prefix, owner);
            }
        };
        learned.plmns.iter().for_each(|plmn| new(&mut self.owners, &mut self.imsis, &plmn.imsi_prefix()));
        for prefix in learned.msisdn_prefixes.iter().filter(|prefix| !prefix.is_empty()) {
            new(&mut self.owners, &mut self.titles, prefix);
            new(&mut self.owners, &mut self.subscribers, prefix);
        }
        learned.gt_prefixes.iter().filter(|p| !p.is_empty()).for_each(|p| new(&mut self.owners, &mut self.titles, p));
    }

    fn add_carriers_and_leases(&mut self, site: &Site) {
        for (position, carrier) in (0u32..).zip(&site.carriers) {
            for point_code in &carrier.point_codes {
                self.carriers_by_point_code.entry(*point_code).or_insert(position);
            }
            for host in &carrier.hosts {
                self.carriers_by_host.entry(host.clone()).or_insert(position);
            }
        }
        for (position, lease) in (0u32..).zip(&site.leases) {
            for prefix in &lease.global_titles {
                self.leases.insert(prefix.common().as_bytes(), position);
            }
        }
    }
}

impl Owner {
    pub(super) fn site(network: Network) -> Owner {
        Owner { network, basis: Basis::Site, confidence: SITE_CONFIDENCE, shared: false }
    }

    /// The first owner, with a second one of the same prefix: of the same network the surer
    /// statement counts, otherwise the prefix is shared.
    fn joined(self, second: Owner) -> Owner {
        if self.network == second.network {
            return Owner { confidence: self.confidence.max(second.confidence), ..self };
        }
        Owner { shared: true, ..self }
    }
}

/// Gives a prefix an owner.
fn add(owners: &mut Vec<Owner>, trie: &mut DigitTrie, prefix: &str, owner: Owner) {
    let first = trie.exact(prefix.as_bytes()).and_then(|index| owners.get(index as usize));
    let owner = first.map_or(owner, |first| first.joined(owner));
    let known = owners.iter().rposition(|known| *known == owner);
    let position = known.unwrap_or(owners.len());
    if known.is_none() {
        owners.push(owner);
    }
    if let Ok(index) = u32::try_from(position) {
        trie.insert(prefix.as_bytes(), index);
    }
}

fn home_countries(site: &Site) -> Countries {
    let networks = site.home.plmns.iter().map(|plmn| numbering::of_plmn(*plmn));
    let prefixes = site.home.global_titles.iter().chain(&site.home.msisdns);
    let numbers = prefixes.map(|prefix| numbering::of_number(prefix.common().as_bytes()));
    networks.chain(numbers).fold(Countries::default(), |all, assigned| all.union(assigned.countries))
}
