//! A network and its nodes.

use std::net::Ipv4Addr;
use std::sync::Arc;

use sigwarden_emit::diameter::{Peer, realm};
use sigwarden_emit::map::subsystem;

use super::countries::{Country, country};
use crate::file::{Dialect, Kind, Operator};
use crate::short::Short;

/// What a node does; decides a digit of its title and its subsystem number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Home location register.
    Hlr,
    /// Visitor location register.
    Vlr,
    /// Switch, under the title of its register.
    Msc,
    /// Packet data node.
    Sgsn,
    /// Short message centre.
    Smsc,
    /// Gateway switch.
    Gmsc,
    /// Service control function, the CAP side.
    Scf,
    /// The same, the MAP side.
    GsmScf,
    /// Gateway of location services.
    Gmlc,
    /// Router of short messages in the home network.
    Router,
    /// Steers roaming.
    Steering,
    /// Sends data to SIM cards.
    Ota,
}

impl Role {
    /// Digit of the title, subsystem number.
    fn place(self) -> (u64, u8) {
        match self {
            Self::Hlr => (2, subsystem::HLR),
            Self::Vlr => (1, subsystem::VLR),
            Self::Msc => (1, subsystem::MSC),
            Self::Sgsn => (3, subsystem::SGSN),
            Self::Smsc => (4, subsystem::MSC),
            Self::Gmsc => (7, subsystem::MSC),
            Self::Scf => (5, subsystem::CAP),
            Self::GsmScf => (5, subsystem::GSM_SCF),
            Self::Gmlc => (6, subsystem::GMLC),
            Self::Router => (8, subsystem::MSC),
            Self::Steering => (9, subsystem::HLR),
            Self::Ota => (4, subsystem::MSC),
        }
    }
}

/// Numbering plan of a Global Title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Plan {
    /// Telephone number.
    E164,
    /// Mobile Global Title.
    E214,
    /// Identity of the subscriber (ANSI translation type 9).
    E212,
}

/// One end of an SS7 dialogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Party {
    /// Digits.
    pub(crate) title: Short,
    /// Plan of the digits.
    pub(crate) plan: Plan,
    /// Subsystem number.
    pub(crate) ssn: u8,
    /// Network that holds the address.
    pub(crate) network: usize,
    /// Carrier that brings it, where it is not that of the network.
    pub(crate) carrier: Option<usize>,
}

impl Party {
    /// A node of any title.
    pub(crate) fn new(title: Short, ssn: u8, network: usize) -> Self {
        Self { title, plan: Plan::E164, ssn, network, carrier: None }
    }

    /// The same as another subsystem.
    pub(crate) fn as_subsystem(self, ssn: u8) -> Self {
        Self { ssn, ..self }
    }
}

/// A network.
#[derive(Clone, Debug)]
pub(crate) struct Network {
    /// Its place among the networks.
    pub(crate) index: usize,
    /// Name.
    pub(crate) name: String,
    /// TADIG code.
    pub(crate) tadig: String,
    /// Country.
    pub(crate) country: String,
    /// Country code and network code, without dash.
    pub(crate) plmn: String,
    /// First digits of titles.
    pub(crate) titles: String,
    /// First digits of subscribers' numbers.
    pub(crate) numbers: String,
    /// Digits of a number.
    pub(crate) digits: usize,
    /// Realm.
    pub(crate) realm: String,
    /// Carrier.
    carrier: usize,
    /// Carrier from a moment on.
    moves: Option<(u64, usize)>,
    /// Whether there is an agreement.
    pub(crate) partner: bool,
    /// Whether it is across a border.
    pub(crate) neighbour: bool,
    /// Whether it has 4G.
    pub(crate) lte: bool,
    /// Hours that its clocks are ahead of UTC.
    pub(crate) hours: i64,
    /// Where it is, degrees.
    pub(crate) middle: (f64, f64),
    /// First digits of mobile Global Titles that lead to its registers.
    pub(crate) mobile_titles: String,
    /// What it is.
    pub(crate) kind: Kind,
    /// Whether its values are published ones.
    pub(crate) published: bool,
    dialect: Vec<Dialect>,
    mmes: Vec<Arc<Peer>>,
    hss: Arc<Peer>,
    /// Its edge agent.
    pub(crate) edge: Arc<Peer>,
}

impl Network {
    /// A network of the scenario file.
    pub(crate) fn build(index: usize, operator: &Operator, carrier: usize, moves: Option<(u64, usize)>) -> Self {
        let plmn = operator.plmn.replace('-', "");
        let known = country(&operator.country);
        let realm = operator.realm.clone().unwrap_or_else(|| realm(&plmn));
        let peer = |name: &str, last: u8| Arc::new(Peer::new(format!("{name}.{realm}"), &*realm, address(index, last)));
        Self {
            index,
            name: operator.name.clone(),
            tadig: operator.tadig.clone(),
            country: operator.country.clone(),
            titles: operator.titles.clone(),
            numbers: operator.numbers.clone(),
            digits: operator.digits,
            carrier,
            moves,
            partner: operator.partner,
            neighbour: operator.neighbour,
            lte: operator.lte,
            kind: operator.kind,
            hours: known.map_or(0, Country::hours),
            middle: known.map_or((0.0, -30.0), |country| country.middle),
            mobile_titles: operator.mobile_titles.clone().unwrap_or_else(|| operator.titles.clone()),
            published: operator.published,
            dialect: operator.dialect.clone(),
            mmes: vec![peer("mme01", 61), peer("mme02", 62)],
            hss: peer("hss01", 71),
            edge: peer("dea01", 81),
            realm,
            plmn,
        }
    }

    /// Country code and network code of a mobile network.
    pub(crate) fn codes(&self) -> (&str, &str) {
        self.plmn.split_at(3)
    }

    /// Whether it encodes in this way.
    pub(crate) fn speaks(&self, dialect: Dialect) -> bool {
        self.dialect.contains(&dialect)
    }

    /// Carrier at a time.
    pub(crate) fn carrier(&self, time: u64) -> usize {
        match self.moves {
            Some((on, carrier)) if time >= on => carrier,
            _ => self.carrier,
        }
    }

    /// All carriers, now and later.
    pub(crate) fn carriers(&self) -> impl Iterator<Item = usize> {
        std::iter::once(self.carrier).chain(self.moves.map(|moves| moves.1))
    }

    /// A node; there are a few of every role.
    pub(crate) fn node(&self, role: Role, number: u64) -> Party {
        let (digit, ssn) = role.place();
        let room = self.digits.saturating_sub(self.titles.len() + 1);
        let scale = 10_u64.pow(room.min(18) as u32);
        let title = Short::padded(&self.titles, digit * scale + number % 4 + 1, self.digits);
        Party::new(title, ssn, self.index)
    }

    /// An address that no node of the network has: for who rents one.
    pub(crate) fn spare(&self, number: u64) -> Short {
        let room = self.digits.saturating_sub(self.titles.len() + 1);
        // Nodes begin where the first digit behind the range is not zero.
        Short::padded(&self.titles, 40 + number * 7 % (10_u64.pow(room.clamp(2, 4) as u32) - 40), self.digits)
    }

    /// A serving node of 4G.
    pub(crate) fn mme(&self, number: u64) -> &Arc<Peer> {
        &self.mmes[(number % 2) as usize]
    }

    /// The subscriber server of 4G.
    pub(crate) fn hss(&self) -> &Arc<Peer> {
        &self.hss
    }

    /// Address of a packet data node: `last` tells which.
    pub(crate) fn packet_node(&self, last: u8) -> Ipv4Addr {
        address(self.index, last)
    }
}

/// Addresses are those kept for documentation (home) and for measurements (198.18.0.0/15, RFC 2544).
fn address(index: usize, last: u8) -> Ipv4Addr {
    match index {
        super::HOME => Ipv4Addr::new(192, 0, 2, last),
        _ => Ipv4Addr::new(198, 18 + (index >> 8) as u8 % 2, index as u8, last),
    }
}
