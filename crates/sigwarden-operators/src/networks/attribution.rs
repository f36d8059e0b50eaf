//! One answer: whose an address is, who said so and how surely.

use crate::country::Countries;
use crate::numbering::OperatorName;
use crate::plmn::Plmn;
use crate::roles::Roles;

/// Confidence of what the site configuration says.
pub const SITE_CONFIDENCE: u8 = 95;
/// Confidence of what an operator says of itself, when it is new.
pub const IMPORTED_CONFIDENCE: u8 = 90;
/// Confidence of the owner of a subscriber number in a range of node numbers: ranges are shared
/// between nodes and subscribers, but subscribers take their numbers along to other networks.
pub const PORTABLE_CONFIDENCE: u8 = 60;
/// Confidence of the operator of a subscriber number in a range of subscriber numbers: the same without the guess.
pub const SUBSCRIBER_CONFIDENCE: u8 = 80;
/// Confidence of a country whose code is its own.
pub const COUNTRY_CONFIDENCE: u8 = 80;
/// Confidence of the countries of a code that several share.
pub const SHARED_CODE_CONFIDENCE: u8 = 30;
/// Confidence of the operator that the public tables name for a network code: codes change hands rarely.
pub const PUBLIC_NETWORK_CONFIDENCE: u8 = 70;
/// … for a Global Title: the tables list ranges of subscribers, near which most nodes are.
pub const PUBLIC_TITLE_CONFIDENCE: u8 = 50;
/// … for a subscriber number, which may have been taken to another network.
pub const PUBLIC_SUBSCRIBER_CONFIDENCE: u8 = 40;

/// A network, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Network {
    /// The protected one.
    Home,
    /// One that the site configuration or an import names, by its position among all of them.
    Operator(u32),
    /// Any other.
    #[default]
    Unknown,
}

/// Networks that share an address with the first of them: up to three, and whether there are more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Others {
    networks: [Network; 3],
    more: bool,
}

impl Others {
    /// Adds a network.
    pub(super) fn insert(&mut self, network: Network) {
        if network == Network::Unknown || self.networks.contains(&network) {
            return;
        }
        match self.networks.iter_mut().find(|slot| **slot == Network::Unknown) {
            Some(slot) => *slot = network,
            None => self.more = true,
        }
    }

    /// True where there is none.
    pub fn is_empty(&self) -> bool {
        self.networks.first().is_none_or(|first| *first == Network::Unknown)
    }

    /// Whether there are more than these.
    pub fn has_more(&self) -> bool {
        self.more
    }

    /// The networks.
    pub fn iter(&self) -> impl Iterator<Item = Network> + '_ {
        self.networks.iter().copied().filter(|network| *network != Network::Unknown)
    }
}

/// Which source said so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Basis {
    /// The site configuration.
    Site,
    /// What operators say of themselves, imported.
    Imported,
    /// What the capture taught.
    Learned,
    /// Public tables of operators.
    PublicTables,
    /// The numbering plans: the country only.
    NumberingPlan,
    /// What the message itself says.
    Message,
    /// No source.
    #[default]
    None,
}

impl Basis {
    /// The source, as output calls it.
    pub fn text(self) -> &'static str {
        match self {
            Basis::Site => "site configuration",
            Basis::Imported => "operator data",
            Basis::Learned => "learned from the capture",
            Basis::PublicTables => "public tables",
            Basis::NumberingPlan => "numbering plan",
            Basis::Message => "named in the message",
            Basis::None => "none",
        }
    }
}

/// Further things that are known of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Marks(u16);

impl Marks {
    /// Several networks share the range.
    pub const SHARED: Marks = Marks(1);
    /// The address is of a hub that acts for others.
    pub const HUB: Marks = Marks(1 << 1);
    /// Subscribers of others use these IMSIs.
    pub const SPONSOR: Marks = Marks(1 << 2);
    /// The card may change to another IMSI.
    pub const MULTI_IMSI: Marks = Marks(1 << 3);
    /// The number has more digits than the numbers of its range.
    pub const LONGER: Marks = Marks(1 << 4);
    /// The node acts in a role that its range does not have.
    pub const ROLE: Marks = Marks(1 << 5);
    /// Not one of the carriers expected for the operator brought the message.
    pub const CARRIER: Marks = Marks(1 << 6);
    /// The address is within a lease.
    pub const LEASE: Marks = Marks(1 << 7);

    /// Every mark, with the word that output uses and what it means.
    pub const ALL: [(Marks, &'static str, &'static str); 8] = [
        (Marks::SHARED, "shared-range", "several operators share the range"),
        (Marks::HUB, "hub", "a hub that acts for its customers"),
        (Marks::SPONSOR, "sponsor", "subscribers of other networks travel with these IMSIs"),
        (Marks::MULTI_IMSI, "multi-imsi", "the card may change between IMSIs of several networks"),
        (Marks::LONGER, "longer-than-range", "the number has more digits than the numbers of its range"),
        (Marks::ROLE, "role-mismatch", "the node acts in a role that its range does not have"),
        (Marks::CARRIER, "unexpected-carrier", "not brought by a carrier that is expected for the operator"),
        (Marks::LEASE, "lease", "known or suspected to be used by somebody else"),
    ];

    /// Both sets.
    #[must_use]
    pub const fn with(self, other: Marks) -> Marks {
        Marks(self.0 | other.0)
    }

    /// Whether all of the other set are here.
    pub const fn contains(self, other: Marks) -> bool {
        self.0 & other.0 == other.0
    }

    /// The words of the marks.
    pub fn words(self) -> Vec<&'static str> {
        Marks::ALL.iter().filter(|(mark, _, _)| self.contains(*mark)).map(|(_, word, _)| *word).collect()
    }
}

/// Whose an address is. It says who was given the address, not who uses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Attribution {
    /// The network; the first of them where several share the address.
    pub network: Network,
    /// The others that share it.
    pub others: Others,
    /// Countries of the address itself, by the numbering plans; where these leave a choice that
    /// includes the country of the operator, that one alone.
    pub countries: Countries,
    /// Where the network is at home: the country of the operator, or all countries of the home
    /// network. Empty when several networks share the address.
    pub domicile: Countries,
    /// The network code that the address itself names, or that the capture suggests.
    pub plmn: Option<Plmn>,
    /// The operator by public tables, where `network` is unknown.
    pub public: OperatorName,
    /// Roles of the nodes of the range; none where they are not known.
    pub roles: Roles,
    /// What else is known.
    pub marks: Marks,
    /// Source of `network`, or of `public`, or of `countries`: the first of these that is known.
    pub basis: Basis,
    /// Which source that is, for [`crate::Networks::source`].
    pub source: u32,
    /// How sure that is, 0–100.
    pub confidence: u8,
    /// Position of the carrier that brought the message, plus one; 0 where that is not known.
    pub(super) carrier: u16,
    /// Position of the lease, plus one.
    pub(super) lease: u16,
    /// Position of the arrangement, plus one.
    pub(super) arrangement: u16,
    /// Whether `network` is only acted for: by the arrangement, not the owner.
    pub(super) arranged: bool,
}

impl Attribution {
    /// Whether its network code is only what the capture suggests: then it excludes nobody.
    pub fn is_suggested(&self) -> bool {
        self.network == Network::Unknown && self.basis == Basis::Learned
    }

    /// True for the protected network.
    pub fn is_home(&self) -> bool {
        self.network == Network::Home
    }

    /// True when several networks have the address; `network` is then the first of them.
    pub fn is_shared(&self) -> bool {
        !self.others.is_empty()
    }

    /// How sure is what judgements rest on: where only public tables or a learned partner name an operator, the country.
    pub fn judged_confidence(&self) -> u8 {
        match self.basis {
            Basis::PublicTables => Attribution::by_country(self.countries).confidence,
            Basis::Learned if self.network == Network::Unknown => Attribution::by_country(self.countries).confidence,
            _ => self.confidence,
        }
    }

    /// Every country that it may have to do with: of the address, else where its network is at home.
    pub fn places(&self) -> Countries {
        if self.countries.is_empty() { self.domicile } else { self.countries }
    }

    /// The networks that have it.
    pub fn networks(&self) -> impl Iterator<Item = Network> + '_ {
        std::iter::once(self.network).chain(self.others.iter()).filter(|network| *network != Network::Unknown)
    }

    /// What the numbering plans alone say.
    pub(crate) fn by_country(countries: Countries) -> Attribution {
        let (basis, confidence) = match (countries.is_empty(), countries.single()) {
            (true, _) => (Basis::None, 0),
            (false, Some(_)) => (Basis::NumberingPlan, COUNTRY_CONFIDENCE),
            (false, None) => (Basis::NumberingPlan, SHARED_CODE_CONFIDENCE),
        };
        Attribution { countries, basis, confidence, ..Attribution::default() }
    }
}

/// Whether two addresses belong to the same network, as far as that can be said.
///
/// `Some(true)`: some network has both, or both name the same network code.
///
/// `Some(false)`: both are of networks that are known, and none has both; or at least one network is
/// unknown, and everything that is known of the countries of both (of the address, and where its network
/// is at home) has nothing in common.
///
/// `None`: everything else: an unknown network in the same country or without a country, or
/// an address that more networks share than are kept. Operators by public tables do not count: one
/// operator has many names there.
pub fn same_network(a: &Attribution, b: &Attribution) -> Option<bool> {
    if a.network == Network::Unknown || b.network == Network::Unknown {
        return same_by_code_or_country(a, b);
    }
    let common = a.networks().any(|one| b.networks().any(|other| one == other));
    let unsure = a.others.has_more() || b.others.has_more();
    if common { Some(true) } else { (!unsure).then_some(false) }
}

fn same_by_code_or_country(a: &Attribution, b: &Attribution) -> Option<bool> {
    if let (Some(one), Some(other)) = (a.plmn, b.plmn) {
        if one.may_be(other) {
            return Some(true);
        }
        let named = !a.is_suggested() && !b.is_suggested() && !one.may_begin(other);
        if named && (a.countries.is_empty() || b.countries.is_empty()) {
            return Some(false);
        }
    }
    let (left, right) = ([&a.countries, &a.domicile], [&b.countries, &b.domicile]);
    let known = |sets: [&Countries; 2]| sets.iter().any(|set| !set.is_empty());
    let common = left.iter().any(|one| right.iter().any(|other| one.intersects(other)));
    (known(left) && known(right) && !common).then_some(false)
}
