//! Which network an address or a subscriber belongs to, and how surely.

mod attribution;
mod build;
mod realm;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::net::IpAddr;

use crate::country::{Countries, Country};
use crate::numbering::{self, Assigned};
use crate::plmn::{Plmn, plmn_by_country};
use crate::site::{Cidr, Lease, Site};
use crate::trie::DigitTrie;

pub use attribution::{
    Attribution, Basis, COUNTRY_CONFIDENCE, Network, PORTABLE_CONFIDENCE, SHARED_CODE_CONFIDENCE, SITE_CONFIDENCE,
    same_network,
};
pub use build::LearnedHome;
use build::Owner;
pub use realm::plmn_of_realm;
use realm::{parents, plmns_of_realm};

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
    /// Whose a Global Title is (ASCII digits of an international E.164 number). Own subscriber
    /// numbers count as home too: some requests are addressed by them.
    pub fn of_gt(&self, digits: &[u8]) -> Attribution {
        self.attribution(self.owner(&self.titles, digits), numbering::of_number(digits))
    }

    /// Whose subscriber an MSISDN is (ASCII digits of an international E.164 number). For other
    /// operators the ranges of their nodes stand in, at [`PORTABLE_CONFIDENCE`].
    pub fn of_msisdn(&self, digits: &[u8]) -> Attribution {
        self.attribution(self.owner(&self.subscribers, digits), numbering::of_number(digits))
    }

    /// Whose subscriber an IMSI is (ASCII digits).
    pub fn of_imsi(&self, digits: &[u8]) -> Attribution {
        let configured = self.imsis.longest(digits);
        let owner = configured.and_then(|(index, _)| self.owners.get(index as usize));
        let usual = || plmn_by_country(digits).map(|plmn| plmn.digits());
        let used = configured.map(|(_, used)| used).or_else(usual);
        let network = used.and_then(|used| digits.get(..used)).unwrap_or_default();
        let plmn = Plmn::of_digits(network);
        Attribution { plmn, ..self.attribution(owner.copied(), numbering::of_plmn_digits(network)) }
    }

    /// Whose network a PLMN identity names.
    pub fn of_plmn(&self, plmn: Plmn) -> Attribution {
        let (digits, count) = plmn.imsi_digits();
        let prefix = digits.get(..count).unwrap_or(&digits);
        let owner = self.imsis.exact(prefix).and_then(|index| self.owners.get(index as usize));
        Attribution { plmn: Some(plmn), ..self.attribution(owner.copied(), numbering::of_plmn(plmn)) }
    }

    /// The network of a subscriber, as [`crate::plmn_of_imsi`] with all configured networks known.
    pub fn plmn_of_imsi(&self, digits: &[u8]) -> Option<Plmn> {
        let configured = self.imsis.longest(digits).and_then(|(_, used)| Plmn::of_digits(digits.get(..used)?));
        configured.or_else(|| plmn_by_country(digits))
    }

    /// Whose node a signalling point code is: home or unknown. See [`Networks::carrier_of_point_code`].
    pub fn of_point_code(&self, point_code: u32) -> Attribution {
        let home = self.site.home.point_codes.contains(&point_code).then_some(Owner::site(Network::Home));
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
            let plmn = plmns_of_realm(&name).and_then(|plmns| plmns.first().copied());
            let named = plmn.map(numbering::of_plmn).unwrap_or_default();
            return Attribution { plmn, ..self.attribution(Some(*owner), named) };
        }
        let named = plmns_of_realm(&name).unwrap_or_default();
        let known = named.iter().map(|plmn| self.of_plmn(*plmn)).find(|found| found.network != Network::Unknown);
        known.or_else(|| named.first().map(|plmn| self.of_plmn(*plmn))).unwrap_or_default()
    }

    /// Whose node an IP address is, by the longest configured network that holds it.
    pub fn of_ip(&self, address: IpAddr) -> Attribution {
        let holding = self.addresses.iter().filter(|(network, _)| network.contains(address));
        let owner = holding.max_by_key(|(network, _)| network.length()).map(|(_, owner)| *owner);
        self.attribution(owner, Assigned::default())
    }

    /// Position of the carrier that has a point code.
    pub fn carrier_of_point_code(&self, point_code: u32) -> Option<u32> {
        self.carriers_by_point_code.get(&point_code).copied()
    }

    /// Position of the carrier that has a Diameter host.
    pub fn carrier_of_host(&self, host: &str) -> Option<u32> {
        self.carriers_by_host.get(&host.to_ascii_lowercase()).copied()
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
        operator.map_or(Cow::Borrowed(""), |operator| operator.label(position as usize))
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
            return Attribution::by_country(countries);
        };
        let domicile = match owner.network {
            _ if owner.shared => Countries::default(),
            Network::Home => self.home_countries,
            Network::Operator(position) => self.operator_country(position).map(Countries::of).unwrap_or_default(),
            Network::Unknown => Countries::default(),
        };
        let narrowed = domicile.single().filter(|at_home| countries.is_empty() || countries.contains(*at_home));
        Attribution {
            network: owner.network,
            shared: owner.shared,
            countries: narrowed.map_or(countries, Countries::of),
            domicile,
            plmn: None,
            basis: owner.basis,
            confidence: owner.confidence,
        }
    }
}

#[cfg(test)]
mod tests;
