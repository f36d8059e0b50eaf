//! The networks that one source names, and what it says of their addresses.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::attribution::{SITE_CONFIDENCE, SUBSCRIBER_CONFIDENCE};
use super::layer::{Claim, Layer, LayerBuilder, What};
use crate::country::Country;
use crate::day::Day;
use crate::digits::DigitRange;
use crate::plmn::Plmn;
use crate::ranges::Plan;
use crate::roles::Roles;
use crate::site::{Home, Kind, Operator, Site};

/// The protected network among the networks of a directory.
pub(super) const HOME: u32 = u32::MAX;

/// What is known of a network as a whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Known {
    pub(super) tadig: Option<String>,
    /// What its records say, those of the surer source first.
    pub(super) facts: Vec<Facts>,
    pub(super) plmns: Vec<Plmn>,
    pub(super) mobile_titles: Vec<DigitRange>,
}

/// What one record says of a network, and when that holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Facts {
    /// First and last day, as [`Day::number`].
    from: i32,
    to: i32,
    name: Option<String>,
    country: Option<Country>,
    partner: Option<bool>,
    carriers: Vec<String>,
}

/// Where claims come from, and of which day that is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Origin {
    pub(super) text: Option<String>,
    pub(super) date: Option<Day>,
    /// First day on which they hold, for sources without a day of their own.
    pub(super) since: Option<Day>,
}

/// The networks of one source, each once, and the claims about their addresses.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Directory {
    pub(super) known: Vec<Known>,
    pub(super) origins: Vec<Origin>,
    pub(super) layer: Layer,
    /// Claims that were too many for one number.
    pub(super) left_out: u64,
}

/// Builds a directory.
#[derive(Default)]
pub(super) struct DirectoryBuilder {
    known: Vec<Known>,
    by_name: HashMap<String, u32>,
    origins: Vec<Origin>,
    pub(super) layer: LayerBuilder,
}

impl Known {
    /// Everything that it may be known by: its TADIG code first, then its names.
    pub(super) fn identities(&self) -> Vec<String> {
        let names = self.facts.iter().filter_map(|facts| facts.name.as_deref()).map(Operator::identity_by_name);
        self.tadig.iter().cloned().chain(names).collect()
    }

    /// What the records say that hold on a day; what they leave out, others fill in, the latest first.
    fn fact<'a, T>(&'a self, day: Day, said: impl Fn(&'a Facts) -> Option<T>) -> Option<T> {
        let holds = |facts: &&Facts| facts.from <= day.number() && day.number() <= facts.to;
        let now = self.facts.iter().filter(holds).find_map(&said);
        now.or_else(|| self.facts.iter().rev().find_map(&said))
    }

    pub(super) fn name(&self, day: Day) -> Option<&str> {
        self.fact(day, |facts| facts.name.as_deref())
    }

    pub(super) fn country(&self, day: Day) -> Option<Country> {
        self.fact(day, |facts| facts.country)
    }

    pub(super) fn partner(&self, day: Day) -> Option<bool> {
        self.fact(day, |facts| facts.partner)
    }

    pub(super) fn carriers(&self, day: Day) -> &[String] {
        self.fact(day, |facts| (!facts.carriers.is_empty()).then_some(facts.carriers.as_slice())).unwrap_or_default()
    }
}

impl Directory {
    /// What a site configuration says.
    pub(super) fn of_site(site: &Site) -> Directory {
        let mut builder = DirectoryBuilder::default();
        builder.home(&site.home);
        site.operators.iter().for_each(|operator| builder.operator(operator, SITE_CONFIDENCE));
        builder.leases(site);
        builder.arrangements(site);
        builder.build()
    }
}

impl DirectoryBuilder {
    /// What an operator says of itself, or somebody of it.
    pub(super) fn operator(&mut self, operator: &Operator, confidence: u8) {
        let whom = self.network(operator);
        let origin = Origin { text: operator.source.clone(), date: operator.source_date, since: operator.valid_from };
        let from = operator.valid_from.unwrap_or(Day::FIRST).number();
        let to = operator.valid_to.unwrap_or(Day::LAST).number();
        let claim = Claim { whom, from, to, confidence, source: self.origin(origin), ..Claim::owner() };
        self.addresses(operator, claim);
    }

    fn home(&mut self, home: &Home) {
        let as_operator = Operator {
            plmns: home.plmns.clone(),
            global_titles: home.global_titles.clone(),
            mobile_global_titles: home.mobile_global_titles.clone(),
            realms: home.realms.clone(),
            gtp_addresses: home.gtp_addresses.clone(),
            point_codes: home.point_codes.clone(),
            ..Operator::default()
        };
        let claim = Claim { whom: HOME, source: self.origin(Origin::default()), ..Claim::owner() };
        self.addresses(&as_operator, claim);
        // Some requests are addressed by numbers of subscribers; and whose own these are, the site knows.
        for range in &home.msisdns {
            self.layer.range(Plan::Title, *range, claim);
            self.layer.range(Plan::Subscriber, *range, claim);
        }
    }

    fn addresses(&mut self, operator: &Operator, claim: Claim) {
        let nodes = operator.nodes.iter().map(|node| (node.range, node.roles));
        let titles = operator.global_titles.iter().map(|range| (*range, Roles::default()));
        for (range, roles) in titles.chain(nodes) {
            self.layer.range(Plan::Title, range, Claim { roles, ..claim });
        }
        for range in &operator.msisdns {
            let confidence = claim.confidence.min(SUBSCRIBER_CONFIDENCE);
            self.layer.range(Plan::Subscriber, *range, Claim { confidence, ..claim });
        }
        operator.mobile_global_titles.iter().for_each(|range| self.layer.range(Plan::MobileTitle, *range, claim));
        for plmn in &operator.plmns {
            if let Some(range) = DigitRange::prefix(&plmn.imsi_prefix()) {
                self.layer.range(Plan::Imsi, range, claim);
            }
        }
        operator.realms.iter().for_each(|realm| self.layer.name(realm, claim));
        operator.gtp_addresses.iter().for_each(|network| self.layer.network(*network, claim));
        operator.point_codes.iter().for_each(|code| self.layer.point_code(*code, claim));
    }

    fn leases(&mut self, site: &Site) {
        for (position, lease) in (0u32..).zip(&site.leases) {
            let claim = Claim {
                what: What::Lease,
                whom: position,
                from: lease.since.unwrap_or(Day::FIRST).number(),
                to: lease.until.unwrap_or(Day::LAST).number(),
                ..Claim::owner()
            };
            lease.global_titles.iter().for_each(|range| self.layer.range(Plan::Title, *range, claim));
            lease.realms.iter().for_each(|realm| self.layer.name(realm, claim));
            lease.gtp_addresses.iter().for_each(|network| self.layer.network(*network, claim));
        }
    }

    fn arrangements(&mut self, site: &Site) {
        for (position, arrangement) in (0u16..).zip(&site.arrangements) {
            let whom: Vec<u32> = arrangement.operators.iter().map(|name| self.named(name, site)).collect();
            // An arrangement that names nobody still says what its addresses are.
            let whom = if whom.is_empty() { vec![NOBODY] } else { whom };
            for whom in whom {
                let claim =
                    Claim { what: What::Arrangement(arrangement.kind), whom, arrangement: position, ..Claim::owner() };
                arrangement.global_titles.iter().for_each(|range| self.layer.range(Plan::Title, *range, claim));
                arrangement.imsis.iter().for_each(|range| self.layer.range(Plan::Imsi, *range, claim));
                arrangement.realms.iter().for_each(|realm| self.layer.name(realm, claim));
            }
        }
    }

    /// The network that an arrangement calls by this name. One that the site does not describe may be described by
    /// an import, and joins by its TADIG code or name alone.
    fn named(&mut self, name: &str, site: &Site) -> u32 {
        let home = &site.home;
        if name == "home" || home.name.as_deref() == Some(name) || home.tadig.as_deref() == Some(name) {
            return HOME;
        }
        let by_name = |known: &Known| {
            known.tadig.as_deref() == Some(name) || known.facts.iter().any(|facts| facts.name.as_deref() == Some(name))
        };
        if let Some(position) = self.known.iter().position(by_name) {
            return u32::try_from(position).unwrap_or(NOBODY);
        }
        let is_tadig = Kind::Tadig.accepts_text(name);
        let (tadig, name) = if is_tadig { (Some(name), None) } else { (None, Some(name)) };
        self.network(&Operator {
            tadig: tadig.map(str::to_owned),
            name: name.map(str::to_owned),
            ..Operator::default()
        })
    }

    /// The position of a network, which joins if it is new. Later statements fill in what earlier ones left out.
    fn network(&mut self, operator: &Operator) -> u32 {
        let next = u32::try_from(self.known.len()).unwrap_or(NOBODY);
        let position = match operator.identity() {
            Some(identity) => *self.by_name.entry(identity).or_insert(next),
            None => next,
        };
        if position == next {
            self.known.push(Known::default());
        }
        if let Some(known) = self.known.get_mut(position as usize) {
            known.learn(operator);
        }
        position
    }

    fn origin(&mut self, origin: Origin) -> u16 {
        // Most statements come after others of the same record.
        if let Some(position) = self.origins.iter().rposition(|known| *known == origin) {
            return u16::try_from(position).unwrap_or(u16::MAX);
        }
        let position = u16::try_from(self.origins.len()).unwrap_or(u16::MAX);
        // The last number is that of all sources for which there is none left: they have no name and no day.
        if position < u16::MAX {
            self.origins.push(origin);
        }
        position
    }

    /// The directory.
    pub(super) fn build(self) -> Directory {
        let (layer, left_out) = self.layer.build();
        Directory { known: self.known, origins: self.origins, layer, left_out }
    }
}

/// No network.
pub(super) const NOBODY: u32 = u32::MAX.saturating_sub(1);

impl Claim {
    /// That addresses are somebody's, at all times.
    pub(super) const fn owner() -> Claim {
        Claim {
            what: What::Owner,
            whom: NOBODY,
            from: i32::MIN,
            to: i32::MAX,
            roles: Roles::of_bits(0),
            number_digits: 0,
            confidence: SITE_CONFIDENCE,
            source: 0,
            arrangement: 0,
        }
    }
}

impl Known {
    /// Takes from a less sure source what is not known yet.
    pub(super) fn fill(&mut self, other: &Known) {
        self.tadig = self.tadig.take().or_else(|| other.tadig.clone());
        self.facts.extend(other.facts.iter().cloned());
        self.add_codes(&other.plmns, &other.mobile_titles);
    }

    fn add_codes(&mut self, plmns: &[Plmn], mobile_titles: &[DigitRange]) {
        for plmn in plmns {
            if !self.plmns.contains(plmn) {
                self.plmns.push(*plmn);
            }
        }
        for range in mobile_titles {
            if !self.mobile_titles.contains(range) {
                self.mobile_titles.push(*range);
            }
        }
    }

    /// Takes what a record of the operator says of it.
    fn learn(&mut self, operator: &Operator) {
        self.tadig = self.tadig.take().or_else(|| operator.tadig.clone());
        let facts = Facts {
            from: operator.valid_from.unwrap_or(Day::FIRST).number(),
            to: operator.valid_to.unwrap_or(Day::LAST).number(),
            name: operator.name.clone(),
            country: operator.country,
            partner: operator.partner,
            carriers: operator.carriers.clone(),
        };
        if facts != (Facts { from: facts.from, to: facts.to, ..Facts::default() }) {
            self.facts.push(facts);
        }
        self.add_codes(&operator.plmns, &operator.mobile_global_titles);
    }
}
