//! Who talks in the traffic of GTP: gateways of the home network and of its partners, and subscribers.

use std::net::Ipv4Addr;

use crate::random::Random;
use crate::traffic::lte::people::{GUESTS, HOME, PARTNERS, TRAVELLERS};

/// Packet gateways of the home network.
const HOME_PGWS: [Ipv4Addr; 2] = [Ipv4Addr::new(192, 0, 2, 20), Ipv4Addr::new(192, 0, 2, 21)];
/// Serving gateways of the home network.
const HOME_SGWS: [Ipv4Addr; 2] = [Ipv4Addr::new(192, 0, 2, 30), Ipv4Addr::new(192, 0, 2, 31)];
/// Which partner has no packet core of its own yet: its serving nodes speak version 1.
const OLDER: usize = PARTNERS.len() - 1;
/// How often of 1000 a connection is that of a subscriber of the home network, and not of a guest.
const MOSTLY_TRAVELLERS: u64 = 600;
/// The first labels of access points, and below which number of 1000 each is drawn (TS 23.003 9.1.1).
const ACCESS_POINTS: [(u64, &str); 3] = [(650, "internet"), (960, "ims"), (1000, "mms")];

/// Gateways of a network.
#[derive(Debug)]
struct Network {
    /// Country and network code.
    plmn: &'static str,
    sgws: [Ipv4Addr; 2],
    pgws: [Ipv4Addr; 2],
}

/// Everybody who is there for the whole capture.
#[derive(Debug)]
pub(super) struct Edge {
    home: Network,
    partners: Vec<Network>,
}

/// Somebody with a telephone who is not at home, and the gateways that may serve him.
#[derive(Clone, Debug)]
pub(super) struct Roamer {
    /// International mobile subscriber identity.
    pub(super) imsi: String,
    /// Number.
    pub(super) msisdn: String,
    /// Identity of his telephone, with the version of its software.
    pub(super) imei: String,
    /// Country and network code of where he is.
    pub(super) visited: &'static str,
    /// Access point with its operator (TS 23.003 9.1.2).
    pub(super) apn: String,
    /// Serving gateways where he is; serving nodes of version 1.
    pub(super) sgws: [Ipv4Addr; 2],
    /// The packet gateway of his home.
    pub(super) pgw: Ipv4Addr,
    /// Whether the visited network speaks version 1.
    pub(super) older: bool,
}

impl Edge {
    pub(super) fn new() -> Self {
        let partner = |(number, (plmn, _)): (u8, (&'static str, &'static str))| {
            let pair = |network: [u8; 3]| {
                [10, 11].map(|last| Ipv4Addr::new(network[0], network[1], network[2], last + 10 * number))
            };
            Network { plmn, sgws: pair([198, 51, 100]), pgws: pair([203, 0, 113]) }
        };
        Self {
            home: Network { plmn: HOME, sgws: HOME_SGWS, pgws: HOME_PGWS },
            partners: (0..).zip(PARTNERS).map(partner).collect(),
        }
    }

    /// Somebody who is not at home.
    pub(super) fn roamer(&self, random: &mut Random) -> Roamer {
        if random.chance(MOSTLY_TRAVELLERS) { self.traveller(random) } else { self.guest(random) }
    }

    /// A subscriber of the home network who is abroad: always as the guest of the same partner.
    fn traveller(&self, random: &mut Random) -> Roamer {
        let index = random.below(TRAVELLERS);
        let number = index as usize % self.partners.len();
        let identities = (format!("{HOME}{index:010}"), format!("15556{index:06}"));
        let roamer = Roamer::new(identities, index, &self.home, &self.partners[number], random);
        Roamer { older: number == OLDER, ..roamer }
    }

    /// A partner's subscriber who is the guest of the home network.
    fn guest(&self, random: &mut Random) -> Roamer {
        let index = random.below(GUESTS);
        let number = index as usize % OLDER;
        let (plmn, prefix) = PARTNERS[number];
        let identities = (format!("{plmn}{index:010}"), format!("{prefix}{:05}", 50_000 + index));
        Roamer::new(identities, 100_000 + index, &self.partners[number], &self.home, random)
    }

    /// A serving gateway and a packet gateway that know each other, and whether they speak version 1.
    pub(super) fn neighbours(&self, random: &mut Random) -> (Ipv4Addr, Ipv4Addr, bool) {
        let number = random.below(self.partners.len() as u64) as usize;
        let partner = &self.partners[number];
        let abroad = number == OLDER || random.chance(500);
        let (visited, home) = if abroad { (partner, &self.home) } else { (&self.home, partner) };
        (*random.pick(&visited.sgws), *random.pick(&home.pgws), number == OLDER)
    }
}

impl Roamer {
    /// `index`: number of his telephone.
    fn new(
        (imsi, msisdn): (String, String),
        index: u64,
        home: &Network,
        visited: &Network,
        random: &mut Random,
    ) -> Self {
        let draw = random.below(1000);
        let name = ACCESS_POINTS.iter().find(|(limit, _)| draw < *limit).map_or("internet", |(_, name)| *name);
        let (country, network) = home.plmn.split_at(3);
        Self {
            imsi,
            msisdn,
            imei: format!("35000000{index:06}01"),
            visited: visited.plmn,
            apn: format!("{name}.mnc{network:0>3}.mcc{country}.gprs"),
            sgws: visited.sgws,
            pgw: home.pgws[index as usize / PARTNERS.len() % home.pgws.len()],
            older: false,
        }
    }
}
