//! Which network an address or a subscriber belongs to, and how surely.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::net::IpAddr;

use crate::country::{Countries, Country};
use crate::numbering::{self, Assigned};
use crate::plmn::{Plmn, plmn_by_country};
use crate::site::{Cidr, Lease, Site};
use crate::trie::DigitTrie;

/// Confidence of what the site configuration says.
pub const SITE_CONFIDENCE: u8 = 95;
/// Confidence of the owner of a subscriber number in a range of node numbers: ranges are shared
/// between nodes and subscribers, but subscribers take their numbers along to other networks.
pub const PORTABLE_CONFIDENCE: u8 = 60;
/// Confidence of a country whose code is its own.
pub const COUNTRY_CONFIDENCE: u8 = 80;
/// Confidence of the countries of a code that several share.
pub const SHARED_CODE_CONFIDENCE: u8 = 30;
/// Most labels of a host name that are looked at.
const HOST_LABELS: usize = 32;

/// A network, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Network {
    /// The protected one.
    Home,
    /// One of the site configuration, by its position there.
    Operator(u32),
    /// Any other.
    #[default]
    Unknown,
}

/// Which source said so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Basis {
    /// The site configuration.
    Site,
    /// What the capture taught.
    Learned,
    /// The numbering plans: the country only.
    NumberingPlan,
    /// No source.
    #[default]
    None,
}

impl Basis {
    /// The source, as output calls it.
    pub fn text(self) -> &'static str {
        match self {
            Basis::Site => "site configuration",
            Basis::Learned => "learned from the capture",
            Basis::NumberingPlan => "numbering plan",
            Basis::None => "none",
        }
    }
}

/// Whose an address is. It says who was given the address, not who uses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Attribution {
    /// The network.
    pub network: Network,
    /// True when several networks have the same prefix; `network` is then the first of them.
    pub shared: bool,
    /// Countries of the address itself, by the numbering plans; where these leave a choice that
    /// includes the country of the operator, that one alone.
    pub countries: Countries,
    /// Where the network is at home: the country of the operator, or all countries of the home network.
    pub domicile: Countries,
    /// Source of `network`, or of `countries` when the network is unknown.
    pub basis: Basis,
    /// How sure that is, 0–100.
    pub confidence: u8,
}

impl Attribution {
    /// Position of the operator in the site configuration.
    pub fn operator(&self) -> Option<u32> {
        match self.network {
            Network::Operator(position) => Some(position),
            Network::Home | Network::Unknown => None,
        }
    }

    /// True for the protected network.
    pub fn is_home(&self) -> bool {
        self.network == Network::Home
    }
}

/// Whether two addresses belong to the same network, as far as that can be said.
///
/// `Some(true)`: both are of the home network, or both of the same operator (also where either
/// shares its prefix with others).
///
/// `Some(false)`: one is of the home network and the other of an operator, or they are of different
/// operators, and neither shares its prefix; or at least one network is unknown, and everything that
/// is known of the countries of both (of the address, and where its network is at home) has nothing
/// in common.
///
/// `None`: everything else: an unknown network in the same country or without a country, or
/// different operators of which one shares its prefix.
pub fn same_network(a: &Attribution, b: &Attribution) -> Option<bool> {
    match (a.network, b.network) {
        (Network::Unknown, _) | (_, Network::Unknown) => {
            let (left, right) = (a.countries.union(a.domicile), b.countries.union(b.domicile));
            let foreign = !left.is_empty() && !right.is_empty() && !left.intersects(&right);
            foreign.then_some(false)
        }
        (left, right) if left == right => Some(true),
        _ if a.shared || b.shared => None,
        _ => Some(false),
    }
}

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
struct Owner {
    network: Network,
    basis: Basis,
    confidence: u8,
    shared: bool,
}

/// Everything known about networks: the site configuration, the numbering plans, and the home
/// network that a capture taught. Lookups of numbers neither allocate nor depend on how many
/// operators there are.
pub struct Networks {
    site: Site,
    home_countries: Countries,
    owners: Vec<Owner>,
    titles: DigitTrie,
    subscribers: DigitTrie,
    imsis: DigitTrie,
    leases: DigitTrie,
    realms: BTreeMap<String, Owner>,
    addresses: Vec<(Cidr, Owner)>,
    carriers_by_point_code: BTreeMap<u32, u32>,
    carriers_by_host: BTreeMap<String, u32>,
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

    /// Whose a Global Title is (ASCII digits of an international E.164 number). Own subscriber
    /// numbers count as home too: some requests are addressed by them.
    pub fn of_gt(&self, digits: &[u8]) -> Attribution {
        self.attribution(
            self.owner(&self.titles, digits),
            numbering::of_number(digits),
        )
    }

    /// Whose subscriber an MSISDN is (ASCII digits of an international E.164 number). For other
    /// operators the ranges of their nodes stand in, at [`PORTABLE_CONFIDENCE`].
    pub fn of_msisdn(&self, digits: &[u8]) -> Attribution {
        self.attribution(
            self.owner(&self.subscribers, digits),
            numbering::of_number(digits),
        )
    }

    /// Whose subscriber an IMSI is (ASCII digits).
    pub fn of_imsi(&self, digits: &[u8]) -> Attribution {
        let assigned = self.plmn_of_imsi(digits).map(numbering::of_plmn);
        self.attribution(
            self.owner(&self.imsis, digits),
            assigned.unwrap_or_default(),
        )
    }

    /// Whose network a PLMN identity names.
    pub fn of_plmn(&self, plmn: Plmn) -> Attribution {
        let prefix = plmn.imsi_prefix();
        let owner = self
            .imsis
            .exact(prefix.as_bytes())
            .and_then(|index| self.owners.get(index as usize));
        self.attribution(owner.copied(), numbering::of_plmn(plmn))
    }

    /// The network of a subscriber, as [`crate::plmn_of_imsi`] with all configured networks known.
    pub fn plmn_of_imsi(&self, digits: &[u8]) -> Option<Plmn> {
        let configured = self
            .imsis
            .longest(digits)
            .and_then(|(_, used)| Plmn::of_digits(digits.get(..used)?));
        configured.or_else(|| plmn_by_country(digits))
    }

    /// Whose node a signalling point code is: home or unknown. See [`Networks::carrier_of_point_code`].
    pub fn of_point_code(&self, point_code: u32) -> Attribution {
        let home = self
            .site
            .home
            .point_codes
            .contains(&point_code)
            .then_some(Owner::site(Network::Home));
        self.attribution(home, Assigned::default())
    }

    /// Whose node a Diameter realm or host is, by the longest configured realm it ends with; else the
    /// country of the network it names (3GPP TS 23.003 19.2: `mnc001.mcc001.3gppnetwork.org`).
    pub fn of_realm(&self, name: &str) -> Attribution {
        let name = if name.bytes().any(|c| c.is_ascii_uppercase()) {
            Cow::Owned(name.to_ascii_lowercase())
        } else {
            Cow::Borrowed(name)
        };
        let ends = || parents(&name);
        if let Some(owner) = ends().find_map(|end| self.realms.get(end)) {
            let named = plmn_of_realm(&name)
                .and_then(|plmns| plmns.first().copied())
                .map(numbering::of_plmn);
            return self.attribution(Some(*owner), named.unwrap_or_default());
        }
        let named = plmn_of_realm(&name).unwrap_or_default();
        let known = named
            .iter()
            .map(|plmn| self.of_plmn(*plmn))
            .find(|found| found.network != Network::Unknown);
        known
            .or_else(|| named.first().map(|plmn| self.of_plmn(*plmn)))
            .unwrap_or_default()
    }

    /// Whose node an IP address is, by the longest configured network that holds it.
    pub fn of_ip(&self, address: IpAddr) -> Attribution {
        let holding = self
            .addresses
            .iter()
            .filter(|(network, _)| network.contains(address));
        let owner = holding
            .max_by_key(|(network, _)| network.length())
            .map(|(_, owner)| *owner);
        self.attribution(owner, Assigned::default())
    }

    /// Position of the carrier that has a point code.
    pub fn carrier_of_point_code(&self, point_code: u32) -> Option<u32> {
        self.carriers_by_point_code.get(&point_code).copied()
    }

    /// Position of the carrier that has a Diameter host.
    pub fn carrier_of_host(&self, host: &str) -> Option<u32> {
        self.carriers_by_host
            .get(&host.to_ascii_lowercase())
            .copied()
    }

    /// The lease of a Global Title, by the longest prefix.
    pub fn lease_of_gt(&self, digits: &[u8]) -> Option<&Lease> {
        let (position, _) = self.leases.longest(digits)?;
        self.site.leases.get(position as usize)
    }

    /// The site configuration all this comes from.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// What an operator is called: name, else TADIG, else its position. Empty for a position that does not exist.
    pub fn operator_name(&self, position: u32) -> Cow<'_, str> {
        let operator = self.site.operators.get(position as usize);
        operator.map_or(Cow::Borrowed(""), |operator| {
            operator.label(position as usize)
        })
    }

    /// TADIG code of an operator.
    pub fn tadig(&self, position: u32) -> Option<&str> {
        self.site.operators.get(position as usize)?.tadig.as_deref()
    }

    /// Country where an operator is at home.
    pub fn operator_country(&self, position: u32) -> Option<Country> {
        self.site.operators.get(position as usize)?.country
    }

    /// Name of a carrier.
    pub fn carrier_name(&self, position: u32) -> Option<&str> {
        self.site.carriers.get(position as usize)?.name.as_deref()
    }

    /// Countries where the home network is at home: of its networks, numbers and nodes.
    pub fn home_countries(&self) -> Countries {
        self.home_countries
    }

    fn owner(&self, prefixes: &DigitTrie, digits: &[u8]) -> Option<Owner> {
        let (index, _) = prefixes.longest(digits)?;
        self.owners.get(index as usize).copied()
    }

    fn attribution(&self, owner: Option<Owner>, assigned: Assigned) -> Attribution {
        let countries = assigned.countries;
        let Some(owner) = owner else {
            return by_country(countries);
        };
        let domicile = match owner.network {
            Network::Home => self.home_countries,
            Network::Operator(position) => self
                .operator_country(position)
                .map(Countries::of)
                .unwrap_or_default(),
            Network::Unknown => Countries::default(),
        };
        let narrowed = domicile
            .single()
            .filter(|at_home| countries.is_empty() || countries.contains(*at_home));
        Attribution {
            network: owner.network,
            shared: owner.shared,
            countries: narrowed.map_or(countries, Countries::of),
            domicile,
            basis: owner.basis,
            confidence: owner.confidence,
        }
    }

    fn add_home(&mut self, site: &Site) {
        let owner = Owner::site(Network::Home);
        let home = &site.home;
        for prefix in &home.global_titles {
            add(&mut self.owners, &mut self.titles, prefix, owner);
            add(
                &mut self.owners,
                &mut self.subscribers,
                prefix,
                Owner {
                    confidence: PORTABLE_CONFIDENCE,
                    ..owner
                },
            );
        }
        for prefix in &home.msisdns {
            add(&mut self.owners, &mut self.titles, prefix, owner);
            add(&mut self.owners, &mut self.subscribers, prefix, owner);
        }
        home.plmns.iter().for_each(|plmn| {
            add(
                &mut self.owners,
                &mut self.imsis,
                &plmn.imsi_prefix(),
                owner,
            )
        });
        self.add_names(&home.realms, &home.gtp_addresses, owner);
    }

    fn add_operators(&mut self, site: &Site) {
        for (position, operator) in (0u32..).zip(&site.operators) {
            let owner = Owner::site(Network::Operator(position));
            for prefix in &operator.global_titles {
                add(&mut self.owners, &mut self.titles, prefix, owner);
                add(
                    &mut self.owners,
                    &mut self.subscribers,
                    prefix,
                    Owner {
                        confidence: PORTABLE_CONFIDENCE,
                        ..owner
                    },
                );
            }
            operator.plmns.iter().for_each(|plmn| {
                add(
                    &mut self.owners,
                    &mut self.imsis,
                    &plmn.imsi_prefix(),
                    owner,
                )
            });
            self.add_names(&operator.realms, &operator.gtp_addresses, owner);
        }
    }

    fn add_names(&mut self, realms: &[String], addresses: &[Cidr], owner: Owner) {
        for realm in realms {
            self.realms
                .entry(realm.clone())
                .and_modify(|first| *first = first.joined(owner))
                .or_insert(owner);
        }
        for address in addresses {
            match self
                .addresses
                .iter_mut()
                .find(|(known, _)| known == address)
            {
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
        learned
            .plmns
            .iter()
            .for_each(|plmn| new(&mut self.owners, &mut self.imsis, &plmn.imsi_prefix()));
        for prefix in learned
            .msisdn_prefixes
            .iter()
            .filter(|prefix| !prefix.is_empty())
        {
            new(&mut self.owners, &mut self.titles, prefix);
            new(&mut self.owners, &mut self.subscribers, prefix);
        }
        learned
            .gt_prefixes
            .iter()
            .filter(|p| !p.is_empty())
            .for_each(|p| new(&mut self.owners, &mut self.titles, p));
    }

    fn add_carriers_and_leases(&mut self, site: &Site) {
        for (position, carrier) in (0u32..).zip(&site.carriers) {
            for point_code in &carrier.point_codes {
                self.carriers_by_point_code
                    .entry(*point_code)
                    .or_insert(position);
            }
            for host in &carrier.hosts {
                self.carriers_by_host
                    .entry(host.clone())
                    .or_insert(position);
            }
        }
        for (position, lease) in (0u32..).zip(&site.leases) {
            for prefix in &lease.global_titles {
                self.leases.insert(prefix.as_bytes(), position);
            }
        }
    }
}

impl Owner {
    fn site(network: Network) -> Owner {
        Owner {
            network,
            basis: Basis::Site,
            confidence: SITE_CONFIDENCE,
            shared: false,
        }
    }

    /// The first owner, with a second one of the same prefix: of the same network the surer
    /// statement counts, otherwise the prefix is shared.
    fn joined(self, second: Owner) -> Owner {
        if self.network == second.network {
            return Owner {
                confidence: self.confidence.max(second.confidence),
                ..self
            };
        }
        Owner {
            shared: true,
            ..self
        }
    }
}

/// Gives a prefix an owner.
fn add(owners: &mut Vec<Owner>, trie: &mut DigitTrie, prefix: &str, owner: Owner) {
    let first = trie
        .exact(prefix.as_bytes())
        .and_then(|index| owners.get(index as usize));
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

/// What the numbering plans alone say.
fn by_country(countries: Countries) -> Attribution {
    let (basis, confidence) = match (countries.is_empty(), countries.single()) {
        (true, _) => (Basis::None, 0),
        (false, Some(_)) => (Basis::NumberingPlan, COUNTRY_CONFIDENCE),
        (false, None) => (Basis::NumberingPlan, SHARED_CODE_CONFIDENCE),
    };
    Attribution {
        countries,
        basis,
        confidence,
        ..Attribution::default()
    }
}

fn home_countries(site: &Site) -> Countries {
    let networks = site.home.plmns.iter().map(|plmn| numbering::of_plmn(*plmn));
    let prefixes = site.home.global_titles.iter().chain(&site.home.msisdns);
    let numbers = prefixes.map(|prefix| numbering::of_number(prefix.as_bytes()));
    networks
        .chain(numbers)
        .fold(Countries::default(), |all, assigned| {
            all.union(assigned.countries)
        })
}

/// A name and what remains of it without its first label, without its first two, …
fn parents(name: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(name), |rest| {
        rest.split_once('.').map(|(_, parent)| parent)
    })
    .take(HOST_LABELS)
}

/// The networks a 3GPP host name can mean: two-digit network codes are written with a leading zero,
/// so `mnc001` is 01 or 001.
fn plmn_of_realm(name: &str) -> Option<Vec<Plmn>> {
    let network = name.strip_suffix(".3gppnetwork.org")?;
    let (rest, mcc) = network.rsplit_once('.')?;
    let mnc = rest.rsplit('.').next()?.strip_prefix("mnc")?;
    let mcc = mcc.strip_prefix("mcc")?;
    let texts = [mnc.strip_prefix('0').filter(|_| mnc.len() == 3), Some(mnc)];
    let read: Vec<Plmn> = texts
        .into_iter()
        .flatten()
        .filter_map(|mnc| format!("{mcc}-{mnc}").parse().ok())
        .collect();
    let usual = |plmn: &Plmn| {
        plmn_by_country(format!("{}000", plmn.imsi_prefix()).as_bytes()) != Some(*plmn)
    };
    let mut read = read;
    read.sort_by_key(usual);
    Some(read)
}

#[cfg(test)]
mod tests;
