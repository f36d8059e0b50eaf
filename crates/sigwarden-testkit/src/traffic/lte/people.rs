//! Who talks in the traffic of S6a: the edge of the home network, its partners, and subscribers.

use std::net::Ipv4Addr;

use crate::diameter::Peer;
use crate::diameter::s6a::Cell;
use crate::random::Random;

/// Country and network code of the home network.
pub(in crate::traffic) const HOME: &str = "00101";
pub(in crate::traffic) const TRAVELLERS: u64 = 50_000;
pub(in crate::traffic) const GUESTS: u64 = 20_000;

/// Country and network code of each partner, and the first digits of its subscribers' numbers, from
/// those that its country reserves for fiction, or of zeros.
pub(in crate::traffic) const PARTNERS: [(&str, &str); 10] = [
    ("99999", "4477009000"),
    ("99901", "336399800"),
    ("99902", "4917139200"),
    ("99903", "467017406"),
    ("99904", "614915700"),
    ("99905", "2547000000"),
    ("99906", "5511900000"),
    ("99907", "9190000000"),
    ("99908", "9715000000"),
    ("99909", "3556900000"),
];
/// Networks of the two carriers, and the addresses of their agents.
const CARRIERS: [(&str, Ipv4Addr); 2] =
    [("99998", Ipv4Addr::new(198, 51, 100, 10)), ("99997", Ipv4Addr::new(203, 0, 113, 10))];
const AGENTS: [Ipv4Addr; 2] = [Ipv4Addr::new(192, 0, 2, 10), Ipv4Addr::new(192, 0, 2, 11)];
/// Of nodes that are never seen at an end of a connection here.
const UNSEEN: Ipv4Addr = Ipv4Addr::UNSPECIFIED;

/// A network: the nodes that can serve, and the registers.
#[derive(Debug)]
struct Network {
    plmn: &'static str,
    mmes: [Peer; 3],
    registers: [Peer; 2],
}

impl Network {
    fn new(plmn: &'static str) -> Self {
        let named = |name: &str| Peer::at(name, plmn, UNSEEN);
        Self { plmn, mmes: ["mme01", "mme02", "mme03"].map(named), registers: ["hss01", "hss02"].map(named) }
    }
}

/// A roaming partner, behind a carrier.
#[derive(Debug)]
pub(super) struct Partner {
    network: Network,
    prefix: &'static str,
    /// The agent at its own edge.
    pub(super) agent: Peer,
    /// Which of the carriers it is behind.
    pub(super) carrier: usize,
}

/// Everybody who is there for the whole capture.
#[derive(Debug)]
pub(super) struct Edge {
    /// Agents at the edge of the home network.
    pub(super) agents: [Peer; 2],
    /// Agents of the carriers.
    pub(super) carriers: [Peer; 2],
    home: Network,
    partners: Vec<Partner>,
}

impl Edge {
    pub(super) fn new() -> Self {
        let partner = |(number, (plmn, prefix)): (usize, (&'static str, &'static str))| Partner {
            network: Network::new(plmn),
            prefix,
            agent: Peer::at("dea01", plmn, UNSEEN),
            carrier: number % CARRIERS.len(),
        };
        Self {
            agents: [Peer::at("dea01", HOME, AGENTS[0]), Peer::at("dea02", HOME, AGENTS[1])],
            carriers: CARRIERS.map(|(plmn, ip)| Peer::at("dra01", plmn, ip)),
            home: Network::new(HOME),
            partners: PARTNERS.into_iter().enumerate().map(partner).collect(),
        }
    }

    /// A subscriber of the home network who is abroad: always as the guest of the same partner.
    pub(super) fn traveller(&self, random: &mut Random) -> Roamer<'_> {
        let index = random.below(TRAVELLERS);
        let partner = &self.partners[index as usize % self.partners.len()];
        let (imsi, msisdn) = (format!("{HOME}{index:010}"), format!("15556{index:06}"));
        Roamer { imsi, msisdn, index, partner, home: &self.home, visited: &partner.network, abroad: true }
    }

    /// A partner's subscriber who is the guest of the home network.
    pub(super) fn guest(&self, random: &mut Random) -> Roamer<'_> {
        let index = random.below(GUESTS);
        let partner = &self.partners[index as usize % self.partners.len()];
        let imsi = format!("{}{index:010}", partner.network.plmn);
        let msisdn = format!("{}{:05}", partner.prefix, 50_000 + index);
        Roamer { imsi, msisdn, index, partner, home: &partner.network, visited: &self.home, abroad: false }
    }
}

/// Somebody with a telephone who is not at home.
#[derive(Debug)]
pub(super) struct Roamer<'a> {
    /// International mobile subscriber identity.
    pub(super) imsi: String,
    /// Number.
    pub(super) msisdn: String,
    /// The network that is not ours: where he is, or is from.
    partner: &'a Partner,
    /// Number among those like him.
    index: u64,
    home: &'a Network,
    visited: &'a Network,
    /// Whether he is one of ours and the guest of the partner.
    abroad: bool,
}

impl<'a> Roamer<'a> {
    /// Country and network code of where he is.
    pub(super) fn visited(&self) -> &'static str {
        self.visited.plmn
    }

    /// Where he could be.
    pub(super) fn cell(&self, random: &mut Random) -> Cell<'_> {
        let (area, cell) = (random.between(1, 40) as u16, random.between(256, 400_000) as u32);
        Cell { plmn: self.visited.plmn, area, cell }
    }

    fn register(&self) -> &'a Peer {
        &self.home.registers[self.index as usize / PARTNERS.len() % self.home.registers.len()]
    }

    /// From the `node`th MME that serves him to his register, whose name it knows already or not.
    pub(super) fn to_home(&self, node: usize, known: bool) -> Ends<'a> {
        let from = &self.visited.mmes[node];
        Ends { from, to: self.register(), known, partner: self.partner, from_abroad: self.abroad }
    }

    /// From his register to the `node`th MME that serves him.
    pub(super) fn to_visited(&self, node: usize) -> Ends<'a> {
        let to = &self.visited.mmes[node];
        Ends { from: self.register(), to, known: true, partner: self.partner, from_abroad: !self.abroad }
    }
}

/// Who asks whom over the edge.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ends<'a> {
    /// The node that asks.
    pub(super) from: &'a Peer,
    /// The node that answers.
    pub(super) to: &'a Peer,
    /// Whether the request names the node that answers.
    pub(super) known: bool,
    /// The network that is not ours.
    pub(super) partner: &'a Partner,
    /// Whether the request comes in.
    pub(super) from_abroad: bool,
}
