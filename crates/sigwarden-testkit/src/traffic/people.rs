//! Who talks in the traffic: the home network, its partners, its subscribers and its guests.

use std::net::Ipv4Addr;

use crate::map::{Cell, subsystem};
use crate::random::Random;
use crate::world::Node;

const TRAVELLERS: u64 = 50_000;
const RESIDENTS: u64 = 200_000;
const GUESTS: u64 = 20_000;

const HOME_TRANSFER_POINTS: [(u32, Ipv4Addr); 2] =
    [(1001, Ipv4Addr::new(192, 0, 2, 10)), (1002, Ipv4Addr::new(192, 0, 2, 11))];
const CARRIERS: [(u32, Ipv4Addr); 2] =
    [(2001, Ipv4Addr::new(198, 51, 100, 10)), (2002, Ipv4Addr::new(203, 0, 113, 10))];

/// What a node does; decides the last digits of its title and its subsystem number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Home location register.
    Hlr,
    /// Switch, addressed as visitor location register.
    Vlr,
    /// Switch.
    Msc,
    /// Packet data node.
    Sgsn,
    /// Short message centre.
    Smsc,
    /// Service control function.
    Scf,
}

impl Role {
    /// Tens digit of the title, subsystem number.
    fn place(self) -> (char, u8) {
        match self {
            Self::Hlr => ('2', subsystem::HLR),
            Self::Vlr => ('1', subsystem::VLR),
            Self::Msc => ('1', subsystem::MSC),
            Self::Sgsn => ('3', subsystem::SGSN),
            Self::Smsc => ('4', subsystem::MSC),
            Self::Scf => ('5', subsystem::CAP),
        }
    }
}

/// A fictional roaming partner: numbers that its country reserves for fiction, or of zeros.
#[derive(Debug)]
pub(super) struct Partner {
    /// First digits of its titles and of its subscribers' numbers.
    prefix: &'static str,
    /// Country and network code.
    pub(super) plmn: &'static str,
    carrier: usize,
}

const fn partner(prefix: &'static str, plmn: &'static str, carrier: usize) -> Partner {
    Partner { prefix, plmn, carrier }
}

pub(super) const PARTNERS: [Partner; 10] = [
    partner("4477009000", "99901", 0),
    partner("336399800", "99902", 1),
    partner("4917139200", "99903", 0),
    partner("467017406", "99904", 1),
    partner("614915700", "99905", 0),
    partner("2547000000", "99906", 1),
    partner("5511900000", "99907", 0),
    partner("9190000000", "99908", 1),
    partner("9715000000", "99909", 0),
    partner("3556900000", "99910", 1),
];

impl Partner {
    /// One of its nodes; there are three of every role.
    pub(super) fn node(&self, role: Role, number: u64) -> Node {
        let (tens, ssn) = role.place();
        let (pc, ip) = CARRIERS[self.carrier];
        Node::new(format!("{}{tens}{}", self.prefix, number % 3), ssn, pc, ip)
    }

    /// One of its cells.
    pub(super) fn cell(&self, random: &mut Random) -> Cell<'_> {
        Cell { plmn: self.plmn, area: random.between(1, 40) as u16, cell: random.between(1, 4000) as u16 }
    }
}

/// A node at home, behind the transfer point that carries this dialogue.
pub(super) fn home(role: Role, number: u64, transfer_point: usize) -> Node {
    let (tens, ssn) = role.place();
    let (pc, ip) = HOME_TRANSFER_POINTS[transfer_point % HOME_TRANSFER_POINTS.len()];
    Node::new(format!("155555500{tens}{}", number % 2), ssn, pc, ip)
}

/// Somebody with a telephone.
#[derive(Debug)]
pub(super) struct Person {
    /// International mobile subscriber identity.
    pub(super) imsi: String,
    /// Number.
    pub(super) msisdn: String,
    /// Number among those of the same network: decides which nodes serve.
    pub(super) index: u64,
}

/// A subscriber of the home network who is abroad, and the partner whose guest he is: always the
/// same one.
pub(super) fn traveller(random: &mut Random) -> (Person, &'static Partner) {
    let index = random.below(TRAVELLERS);
    (subscriber(index), &PARTNERS[(index % 10) as usize])
}

/// A subscriber of the home network who stays at home.
pub(super) fn resident(random: &mut Random) -> Person {
    subscriber(TRAVELLERS + random.below(RESIDENTS))
}

fn subscriber(index: u64) -> Person {
    Person { imsi: format!("00101{index:010}"), msisdn: format!("15556{index:06}"), index }
}

/// A partner's subscriber who is the guest of the home network.
pub(super) fn guest(random: &mut Random) -> (Person, &'static Partner) {
    let index = random.below(GUESTS);
    let partner = &PARTNERS[(index % 10) as usize];
    let person = Person {
        imsi: format!("{}{index:010}", partner.plmn),
        msisdn: format!("{}{:05}", partner.prefix, 50_000 + index),
        index,
    };
    (person, partner)
}
