//! Which network an address or a subscriber belongs to, and how surely.
//!
//! | file | job |
//! |---|---|
//! | `attribution` | the answer, and how two answers compare |
//! | `directory` | the networks that one source names, built from its records |
//! | `layer` | what one source says of addresses, looked up by address |
//! | `brought` | what a message says of its sender's address: carrier, role |
//! | `hold` | which of these statements hold on a day |
//! | `side` | one source beside others |
//! | `learned` | what a capture taught |
//! | `store` | imported directories as a file |
//! | `realm` | networks in Diameter names |
//! | `told` | an answer in words: names, sources, leases |

mod attribution;
mod brought;
mod directory;
mod hold;
mod layer;
mod learned;
mod realm;
mod side;
mod store;
mod told;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::IpAddr;

use crate::country::Countries;
use crate::day::Day;
use crate::digits::{self, DigitRange, decimal_digits};
use crate::numbering::{self, Assigned, Number, Source};
use crate::plmn::{Plmn, plmn_by_country};
use crate::ranges::{Plan, key, key_of};
use crate::site::{Operator, Site};

pub use attribution::*;
use directory::{Directory, Known};
use hold::Held;
pub use learned::{LearnedHome, LearnedPartner};
pub use realm::plmn_of_realm;
use realm::plmns_of_realm;
use side::{PUBLIC_SIDE, SIDE_SHIFT, Side};
pub use store::{Imported, ImportedHead, StoreError};

/// Everything known about networks: what the site says, what was imported, what a capture taught, and
/// public tables, asked in this order. Lookups of numbers neither allocate nor depend on how many
/// operators there are.
pub struct Networks {
    site: Site,
    day: Day,
    home_countries: Countries,
    /// Every network but home that some source names, each once.
    known: Vec<Known>,
    /// The sources, the surest first.
    sides: Vec<Side>,
    codes: BTreeSet<Plmn>,
    learned_codes: Vec<(Plmn, u8)>,
    carriers_by_point_code: BTreeMap<u32, u32>,
    carriers_by_host: BTreeMap<String, u32>,
}

/// Which source an answer comes from, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceText {
    /// What it is called.
    pub name: Cow<'static, str>,
    /// Of which day it is.
    pub date: Option<String>,
}

impl Networks {
    /// The networks of a site configuration.
    pub fn new(site: Site) -> Networks {
        Networks::with(site, None, LearnedHome::default())
    }

    /// The networks of a site configuration and of an import, with what a capture taught. Where several
    /// speak of one address, the configuration decides, then the import.
    pub fn with(site: Site, imported: Option<Imported>, learned: LearnedHome) -> Networks {
        let mut networks = Networks {
            day: Day::LAST,
            home_countries: home_countries(&site).union(learned.countries),
            known: Vec::new(),
            sides: Vec::new(),
            codes: site.home.plmns.iter().chain(&learned.plmns).copied().collect(),
            learned_codes: learned.partners.iter().map(|partner| (partner.plmn, partner.confidence)).collect(),
            carriers_by_point_code: BTreeMap::new(),
            carriers_by_host: BTreeMap::new(),
            site,
        };
        networks.add_side(Basis::Site, Directory::of_site(&networks.site), &[]);
        if let Some(imported) = imported {
            networks.add_side(Basis::Imported, imported.into_directory(), &learned.plmns);
        }
        networks.add_side(Basis::Learned, learned.directory(), &[]);
        networks.add_carriers();
        networks
    }

    /// From here on, answers are those of the day of this packet time (nanoseconds since 1970, UTC).
    /// Without a time, or before this was called, what holds without an end counts.
    pub fn at(&mut self, ts_ns: i64) {
        self.on(Day::of_time(ts_ns).unwrap_or(Day::LAST));
    }

    /// From here on, answers are those of a day.
    pub fn on(&mut self, day: Day) {
        self.day = day;
    }

    /// The day of the answers.
    pub fn day(&self) -> Day {
        self.day
    }

    /// Takes the networks that a source names. One is home when it has the TADIG code or a network code of
    /// the home network, or one of the `home` codes; and one that an earlier source named is the same.
    fn add_side(&mut self, basis: Basis, directory: Directory, home: &[Plmn]) {
        let mut networks = Vec::with_capacity(directory.known.len());
        let mut by_identity: HashMap<String, u32> = HashMap::new();
        for (position, known) in (0u32..).zip(&self.known) {
            by_identity.extend(known.identities().into_iter().map(|identity| (identity, position)));
        }
        for known in &directory.known {
            self.codes.extend(&known.plmns);
            let own = |plmn: &Plmn| self.site.home.plmns.contains(plmn) || home.contains(plmn);
            let named_home = known.tadig.is_some() && known.tadig == self.site.home.tadig;
            if basis == Basis::Imported && (named_home || known.plmns.iter().any(own)) {
                networks.push(Network::Home);
                continue;
            }
            let next = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
            // By name only where one of them has no TADIG code: many networks share a name.
            let has_code =
                |position: &u32| self.known.get(*position as usize).is_some_and(|first| first.tadig.is_some());
            let mut identities = known.identities().into_iter().filter_map(|identity| {
                let position = by_identity.get(&identity).copied()?;
                let by_name = identity.starts_with(Operator::NAME_MARK);
                (!by_name || known.tadig.is_none() || !has_code(&position)).then_some(position)
            });
            let position = identities.next().unwrap_or(next);
            by_identity.extend(known.identities().into_iter().map(|identity| (identity, position)));
            match self.known.get_mut(position as usize) {
                Some(first) => first.fill(known),
                None => self.known.push(known.clone()),
            }
            networks.push(Network::Operator(position));
        }
        self.sides.push(Side { basis, directory, networks });
    }

    /// Whose a Global Title is (ASCII digits of an international E.164 number). Own subscriber
    /// numbers count as home too: some requests are addressed by them. The operator by public tables is
    /// left to [`Networks::with_public_operator`]: it is shown, not judged by.
    pub fn of_gt(&self, digits: &[u8]) -> Attribution {
        let code = digits::code(digits);
        let held = self.held(key_of(Plan::Title, code));
        let longer = held.number_digits > 0 && decimal_digits(digits) > usize::from(held.number_digits);
        let found = self.attribution(&held, Number::of_code(code).assigned(), 0);
        if longer { Attribution { marks: found.marks.with(Marks::LONGER), ..found } } else { found }
    }

    /// Whose register a mobile Global Title leads to (ASCII digits, ITU-T E.214: country and network digits,
    /// then those of the subscriber).
    pub fn of_mobile_title(&self, digits: &[u8]) -> Attribution {
        let held = self.held(key(Plan::MobileTitle, digits));
        if held.is_owned() {
            let codes: Vec<Plmn> = self.known_of(held.network).map(|known| known.plmns.clone()).unwrap_or_default();
            let only = codes.first().copied().filter(|_| codes.len() == 1);
            let found = self.attribution(&held, numbering::of_number(digits), 0);
            return Attribution { plmn: only, ..found };
        }
        self.of_gt(digits)
    }

    /// The first digits of the IMSIs that a mobile Global Title stands for, one for each network code that
    /// its network may mean; none where the title is nobody's.
    pub fn imsis_of_mobile_title(&self, digits: &str) -> Vec<String> {
        let held = self.held(key(Plan::MobileTitle, digits.as_bytes()));
        let (titles, codes) = match held.network {
            Network::Home => (self.site.home.mobile_global_titles.as_slice(), self.site.home.plmns.as_slice()),
            _ => self.known_of(held.network).map_or((&[][..], &[][..]), |known| (&known.mobile_titles, &known.plmns)),
        };
        let translated = titles.iter().filter_map(|range| {
            let subscriber = digits.strip_prefix(&range.common())?;
            Some(codes.iter().map(move |plmn| format!("{}{subscriber}", plmn.imsi_prefix())))
        });
        translated.flatten().collect()
    }

    /// Whose subscriber an MSISDN is (ASCII digits of an international E.164 number). For numbers that nobody
    /// says are of subscribers, those of nodes stand in, at [`PORTABLE_CONFIDENCE`].
    pub fn of_msisdn(&self, digits: &[u8]) -> Attribution {
        let mut held = self.held(key(Plan::Subscriber, digits));
        if !held.is_owned() {
            held = self.held(key(Plan::Title, digits));
            held.confidence = held.confidence.min(PORTABLE_CONFIDENCE);
            held.roles = Default::default();
        }
        self.attribution(&held, numbering::of_number(digits), 0)
    }

    /// Whose subscriber an IMSI is (ASCII digits).
    pub fn of_imsi(&self, digits: &[u8]) -> Attribution {
        let held = self.held(key(Plan::Imsi, digits));
        let plmn = self.plmn_of_imsi(digits);
        let network = plmn.and_then(|plmn| digits.get(..plmn.digits())).unwrap_or_default();
        Attribution { plmn, ..self.attribution(&held, numbering::of_plmn_digits(network), PUBLIC_NETWORK_CONFIDENCE) }
    }

    /// Whose network a PLMN identity names.
    pub fn of_plmn(&self, plmn: Plmn) -> Attribution {
        let (digits, count) = plmn.imsi_digits();
        let prefix = digits.get(..count).unwrap_or(&digits);
        // A network of five digits is not one of six that begins the same.
        let held = if self.codes.contains(&plmn) { self.held(key(Plan::Imsi, prefix)) } else { Held::default() };
        Attribution { plmn: Some(plmn), ..self.attribution(&held, numbering::of_plmn(plmn), PUBLIC_NETWORK_CONFIDENCE) }
    }

    /// The network of a subscriber, as [`crate::plmn_of_imsi`] with all configured networks known.
    pub fn plmn_of_imsi(&self, digits: &[u8]) -> Option<Plmn> {
        let of = |count: usize| Plmn::of_digits(digits.get(..count)?).filter(|plmn| self.codes.contains(plmn));
        of(6).or_else(|| of(5)).or_else(|| plmn_by_country(digits))
    }

    /// Whose node a signalling point code is. See [`Networks::carrier_of_point_code`].
    pub fn of_point_code(&self, point_code: u32) -> Attribution {
        let mut held = Held::default();
        for (side, source) in (0u32..).zip(&self.sides) {
            held.take(side, source, source.directory.layer.of_point_code(point_code), self.day);
        }
        self.attribution(&held, Assigned::default(), 0)
    }

    /// Whose node a Diameter realm or host is, by the longest configured realm it ends with; else the
    /// network it names (3GPP TS 23.003 19.2: `mnc001.mcc001.3gppnetwork.org`).
    pub fn of_realm(&self, name: &str) -> Attribution {
        let name = if name.bytes().any(|c| c.is_ascii_uppercase()) {
            Cow::Owned(name.to_ascii_lowercase())
        } else {
            Cow::Borrowed(name)
        };
        let mut held = Held::default();
        for (side, source) in (0u32..).zip(&self.sides) {
            held.take(side, source, source.directory.layer.of_name(&name), self.day);
        }
        let named = plmns_of_realm(&name).unwrap_or_default();
        let first = named.first().copied();
        if held.is_owned() {
            let assigned = first.map(numbering::of_plmn).unwrap_or_default();
            return Attribution { plmn: first, ..self.attribution(&held, assigned, 0) };
        }
        let known = named.iter().map(|plmn| self.of_plmn(*plmn)).find(|found| found.network != Network::Unknown);
        let found = known.or_else(|| first.map(|plmn| self.of_plmn(plmn)));
        let found = found.unwrap_or_else(|| self.attribution(&held, Assigned::default(), 0));
        // A lease or an arrangement of the name holds whoever has it.
        Attribution { marks: found.marks.with(held.marks), lease: held.lease, arrangement: held.arrangement, ..found }
    }

    /// Whose node an IP address is, by the longest configured network that holds it.
    pub fn of_ip(&self, address: IpAddr) -> Attribution {
        let mut held = Held::default();
        for (side, source) in (0u32..).zip(&self.sides) {
            held.take(side, source, source.directory.layer.of_ip(address), self.day);
        }
        self.attribution(&held, Assigned::default(), 0)
    }

    /// The site configuration all this comes from.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Whether some source names networks beside the home network.
    pub fn lists_others(&self) -> bool {
        !self.known.is_empty()
    }

    /// Countries where the home network is at home: of its networks, numbers and nodes.
    pub fn home_countries(&self) -> Countries {
        self.home_countries
    }

    fn held(&self, key: u64) -> Held {
        let mut held = Held::default();
        for (side, source) in (0u32..).zip(&self.sides) {
            let claims = source.directory.layer.of_key(key);
            if !claims.is_empty() {
                held.take(side, source, claims.iter().copied(), self.day);
            }
        }
        held
    }

    fn attribution(&self, held: &Held, assigned: Assigned, public_confidence: u8) -> Attribution {
        let countries = assigned.countries;
        let (lease, arrangement, marks, roles) = (held.lease, held.arrangement, held.marks, held.roles);
        if !held.is_owned() {
            let mut found = Attribution::by_country(countries);
            found.source = public_source(assigned.source, &found);
            if !assigned.operator.is_none() && public_confidence > 0 {
                found.public = assigned.operator;
                found.basis = Basis::PublicTables;
                found.confidence = public_confidence;
                found.source = public_source(assigned.operator_source, &found);
            }
            if let Some((plmn, confidence)) = held.code.and_then(|code| self.learned_codes.get(code as usize)) {
                let named = numbering::of_plmn(*plmn).operator;
                found.plmn = Some(*plmn);
                found.public = if named.is_none() { found.public } else { named };
                (found.basis, found.confidence, found.source) = (Basis::Learned, *confidence, held.source);
            }
            return Attribution { lease, arrangement, marks, roles, ..found };
        }
        let domicile = match held.network {
            _ if held.arranged || !held.others.is_empty() && held.arrangement == 0 => Countries::default(),
            Network::Home => self.home_countries,
            Network::Operator(position) => self.operator_country(position).map(Countries::of).unwrap_or_default(),
            Network::Unknown => Countries::default(),
        };
        let narrowed = domicile.single().filter(|at_home| !countries.is_empty() && countries.contains(*at_home));
        Attribution {
            network: held.network,
            others: held.others,
            countries: narrowed.map_or(countries, Countries::of),
            domicile,
            plmn: None,
            public: Default::default(),
            roles,
            marks: if held.others.is_empty() || arrangement > 0 { marks } else { marks.with(Marks::SHARED) },
            basis: held.basis,
            source: held.source,
            confidence: held.confidence,
            carrier: 0,
            lease,
            arrangement,
            arranged: held.arranged,
        }
    }
}

/// [`Attribution::source`] of a public table.
fn public_source(source: Source, found: &Attribution) -> u32 {
    match found.basis {
        Basis::None => 0,
        _ => PUBLIC_SIDE << SIDE_SHIFT | u32::from(source.number()),
    }
}

fn home_countries(site: &Site) -> Countries {
    let networks = site.home.plmns.iter().map(|plmn| numbering::of_plmn(*plmn));
    let ranges = site.home.global_titles.iter().chain(&site.home.msisdns).map(DigitRange::common);
    let numbers = ranges.map(|prefix| numbering::of_number(prefix.as_bytes()));
    networks.chain(numbers).fold(Countries::default(), |all, assigned| all.union(assigned.countries))
}

#[cfg(test)]
mod tests;
