//! One source of statements about addresses: a site configuration, an import, what a capture taught.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::realm::parents;
use crate::digits::DigitRange;
use crate::ranges::{Plan, RangeBuilder, RangeTable};
use crate::roles::Roles;
use crate::site::{ArrangementKind, Cidr};

/// What a claim is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) enum What {
    /// The address was given to the network.
    Owner,
    /// The address is used by somebody else: position of the lease.
    Lease,
    /// The address acts for the network by contract.
    Arrangement(ArrangementKind),
    /// The capture suggests a network code: position in the list of those.
    Code,
}

/// One statement about the holders of some addresses, with its limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Claim {
    pub(super) what: What,
    /// Whom it is about: a network of the layer, or a lease.
    pub(super) whom: u32,
    /// First and last day, as [`Day::number`].
    pub(super) from: i32,
    pub(super) to: i32,
    /// What the nodes are; none where that is not said.
    pub(super) roles: Roles,
    /// How many digits the numbers have; 0 where that is not said.
    pub(super) number_digits: u8,
    pub(super) confidence: u8,
    /// Position of the source in the layer.
    pub(super) source: u16,
    /// Position of the arrangement.
    pub(super) arrangement: u16,
}

/// A claim about an address: rank (0 is the narrowest; one rank is one range) and position.
pub(super) type Ranked = (u8, u32);

/// Everything that one source says, to be looked up by address.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Layer {
    /// Made anew from keys and values, which are stored apart.
    #[serde(skip)]
    pub(super) table: RangeTable,
    /// Where each list of the table begins among `ranked`.
    starts: Vec<u32>,
    ranked: Vec<Ranked>,
    claims: Vec<Claim>,
    names: BTreeMap<String, Vec<u32>>,
    addresses: Vec<Holders>,
    point_codes: BTreeMap<u32, Vec<u32>>,
}

/// The holders of the IP networks of one length.
#[derive(Debug, Serialize, Deserialize)]
struct Holders {
    is_v4: bool,
    length: u8,
    by_network: BTreeMap<u128, Vec<u32>>,
}

impl Layer {
    /// Claims about a number, by its key in the ranges; the narrowest range first.
    #[inline]
    pub(super) fn of_key(&self, key: u64) -> &[Ranked] {
        let list = self.table.find(key) as usize;
        if list == 0 {
            return &[];
        }
        let (Some(start), Some(end)) = (self.starts.get(list), self.starts.get(list.saturating_add(1))) else {
            return &[];
        };
        self.ranked.get(*start as usize..*end as usize).unwrap_or_default()
    }

    /// Claims about a host or realm in lower case, the longest name first.
    pub(super) fn of_name<'a>(&'a self, name: &'a str) -> impl Iterator<Item = Ranked> + 'a {
        let ends = parents(name).take_while(|_| !self.names.is_empty());
        ranked(ends.filter_map(|end| self.names.get(end)))
    }

    /// Claims about an IP address, the smallest network first.
    pub(super) fn of_ip(&self, address: IpAddr) -> impl Iterator<Item = Ranked> + '_ {
        let holding = self.addresses.iter().filter(move |holders| holders.is_v4 == address.is_ipv4());
        ranked(holding.filter_map(move |holders| holders.by_network.get(&Cidr::bits(address, holders.length))))
    }

    /// Claims about a signalling point code.
    pub(super) fn of_point_code(&self, code: u32) -> impl Iterator<Item = Ranked> + '_ {
        ranked(self.point_codes.get(&code).into_iter())
    }

    /// A claim.
    pub(super) fn claim(&self, position: u32) -> Option<&Claim> {
        self.claims.get(position as usize)
    }
}

/// Collects claims.
#[derive(Debug, Default)]
pub(super) struct LayerBuilder {
    layer: Layer,
    ranges: RangeBuilder,
    known: HashMap<Claim, u32>,
}

impl LayerBuilder {
    /// Adds a claim about numbers. The number of digits comes from the range.
    pub(super) fn range(&mut self, plan: Plan, range: DigitRange, claim: Claim) {
        let number_digits = range.number_digits().filter(|_| plan == Plan::Title).unwrap_or(0);
        let claim = self.position(Claim { number_digits, ..claim });
        self.ranges.add(plan, range, claim);
    }

    /// Adds a claim about a realm or host in lower case, and the names below it.
    pub(super) fn name(&mut self, name: &str, claim: Claim) {
        let claim = self.position(claim);
        add(self.layer.names.entry(name.to_owned()).or_default(), claim);
    }

    /// Adds a claim about an IP network.
    pub(super) fn network(&mut self, network: Cidr, claim: Claim) {
        let claim = self.position(claim);
        let (is_v4, length) = (network.is_v4(), network.length());
        let place = self.layer.addresses.iter().position(|known| known.is_v4 == is_v4 && known.length == length);
        let place = place.unwrap_or_else(|| {
            self.layer.addresses.push(Holders { is_v4, length, by_network: BTreeMap::new() });
            self.layer.addresses.len().saturating_sub(1)
        });
        if let Some(holders) = self.layer.addresses.get_mut(place) {
            add(holders.by_network.entry(network.network()).or_default(), claim);
        }
    }

    /// Adds a claim about a point code.
    pub(super) fn point_code(&mut self, code: u32, claim: Claim) {
        let claim = self.position(claim);
        add(self.layer.point_codes.entry(code).or_default(), claim);
    }

    /// The layer, and how many claims were too many for one number.
    pub(super) fn build(self) -> (Layer, u64) {
        let built = self.ranges.build();
        let mut layer = Layer { table: built.table, ..self.layer };
        for list in &built.lists {
            layer.starts.push(u32::try_from(layer.ranked.len()).unwrap_or(u32::MAX));
            layer.ranked.extend(list);
        }
        layer.starts.push(u32::try_from(layer.ranked.len()).unwrap_or(u32::MAX));
        layer.addresses.sort_by_key(|holders| std::cmp::Reverse(holders.length));
        (layer, built.left_out)
    }

    fn position(&mut self, claim: Claim) -> u32 {
        let next = u32::try_from(self.layer.claims.len()).unwrap_or(u32::MAX);
        let position = *self.known.entry(claim).or_insert(next);
        if position == next {
            self.layer.claims.push(claim);
        }
        position
    }
}

/// Claims of one list after the other, each list with the next rank.
fn ranked<'a>(lists: impl Iterator<Item = &'a Vec<u32>> + 'a) -> impl Iterator<Item = Ranked> + 'a {
    lists.zip(0u8..).flat_map(|(claims, rank)| claims.iter().map(move |claim| (rank, *claim)))
}

fn add(claims: &mut Vec<u32>, claim: u32) {
    if !claims.contains(&claim) {
        claims.push(claim);
    }
}
