//! One answer: whose an address is, who said so and how surely.

use crate::country::Countries;
use crate::plmn::Plmn;

/// Confidence of what the site configuration says.
pub const SITE_CONFIDENCE: u8 = 95;
/// Confidence of the owner of a subscriber number in a range of node numbers: ranges are shared
/// between nodes and subscribers, but subscribers take their numbers along to other networks.
pub const PORTABLE_CONFIDENCE: u8 = 60;
/// Confidence of a country whose code is its own.
pub const COUNTRY_CONFIDENCE: u8 = 80;
/// Confidence of the countries of a code that several share.
pub const SHARED_CODE_CONFIDENCE: u8 = 30;
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
            Basis::Learned => "learned from the capture",
            Basis::NumberingPlan => "numbering plan",
            Basis::Message => "named in the message",
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
    /// Where the network is at home: the country of the operator, or all countries of the home
    /// network. Empty when several networks share the prefix.
    pub domicile: Countries,
    /// The network code that the address itself names, where it names one.
    pub plmn: Option<Plmn>,
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
/// shares its prefix with others), or both name the same network code.
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
            if let (Some(one), Some(other)) = (a.plmn, b.plmn) {
                if one.may_be(other) {
                    return Some(true);
                }
                if a.countries.is_empty() || b.countries.is_empty() {
                    return Some(false);
                }
            }
            let (left, right) = ([&a.countries, &a.domicile], [&b.countries, &b.domicile]);
            let known = |sets: [&Countries; 2]| sets.iter().any(|set| !set.is_empty());
            let common = left.iter().any(|one| right.iter().any(|other| one.intersects(other)));
            (known(left) && known(right) && !common).then_some(false)
        }
        (left, right) if left == right => Some(true),
        _ if a.shared || b.shared => None,
        _ => Some(false),
    }
}

impl Attribution {
    /// What the numbering plans alone say.
    pub(super) fn by_country(countries: Countries) -> Attribution {
        let (basis, confidence) = match (countries.is_empty(), countries.single()) {
            (true, _) => (Basis::None, 0),
            (false, Some(_)) => (Basis::NumberingPlan, COUNTRY_CONFIDENCE),
            (false, None) => (Basis::NumberingPlan, SHARED_CODE_CONFIDENCE),
        };
        Attribution { countries, basis, confidence, ..Attribution::default() }
    }
}
