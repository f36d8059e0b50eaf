//! The world of a scenario: networks, their nodes, carriers, and who is who in them.

mod countries;
mod network;
mod people;

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::sync::Arc;

use sigwarden_emit::diameter::Peer;

use crate::file::{Kind, Operator, Scenario};

pub(crate) use countries::country;
pub(crate) use network::{Network, Party, Plan, Role};
pub(crate) use people::{Subject, TARGETS, imei};

/// Index of the home network.
pub(crate) const HOME: usize = 0;
/// Signal transfer points of the home network: point code of ITU, point code of ANSI, address.
pub(crate) const TRANSFER_POINTS: [(u32, u32, Ipv4Addr); 2] =
    [(1001, 0x0017_0a01, Ipv4Addr::new(192, 0, 2, 10)), (1002, 0x0017_0a02, Ipv4Addr::new(192, 0, 2, 11))];

/// A carrier.
#[derive(Clone, Debug)]
pub(crate) struct Carrier {
    /// Name.
    pub(crate) name: String,
    /// Point code towards home.
    pub(crate) point_code: u32,
    /// Whether its links are ANSI.
    pub(crate) ansi: bool,
    /// Addresses of its transfer points: it has two, for two links.
    pub(crate) ips: [Ipv4Addr; 2],
    /// Whether its Diameter connection is one of TCP.
    pub(crate) tcp: bool,
    /// Its Diameter agent.
    pub(crate) agent: Arc<Peer>,
    /// Carrier over which it reaches home.
    pub(crate) via: Option<usize>,
}

/// Everything that does not change while a scenario is played.
#[derive(Debug)]
pub(crate) struct World {
    /// What decides every byte.
    pub(crate) seed: u64,
    /// Home first.
    pub(crate) networks: Vec<Network>,
    /// Carriers.
    pub(crate) carriers: Vec<Carrier>,
    /// Agents of the home network, one for each of two connections.
    pub(crate) edge: Arc<Peer>,
    /// Networks with an agreement, where travellers go.
    pub(crate) partners: Vec<usize>,
    /// Networks that send short messages of their own.
    pub(crate) senders: Vec<usize>,
    /// Networks that guests come from.
    pub(crate) guests: Vec<usize>,
}

impl World {
    /// Builds the world of a scenario.
    pub(crate) fn build(scenario: &Scenario, seed: u64) -> Self {
        let carriers = carriers(scenario);
        let by_name: HashMap<&str, usize> =
            scenario.carriers.iter().enumerate().map(|(index, carrier)| (carrier.name.as_str(), index)).collect();
        let operators: Vec<&Operator> = scenario.home.iter().chain(&scenario.operators).collect();
        let carrier = |name: &str| by_name.get(name).copied().unwrap_or(0);
        let networks: Vec<Network> = operators
            .iter()
            .enumerate()
            .map(|(index, operator)| {
                let moves = operator.moves_to.as_deref().map(|name| {
                    let on = operator.moves_on.map_or(scenario.start.0 + scenario.lasts.0 / 2, |moment| moment.0);
                    (on, carrier(name))
                });
                Network::build(index, operator, carrier(&operator.carrier), moves)
            })
            .collect();
        let of_kinds = |kinds: &[Kind]| {
            let some = |network: &&Network| network.index != HOME && network.partner && kinds.contains(&network.kind);
            networks.iter().filter(some).map(|network| network.index).collect()
        };
        let partners = of_kinds(&[Kind::Network, Kind::Sister]);
        let senders = of_kinds(&[Kind::Network]);
        let guests = of_kinds(&[Kind::Network, Kind::Virtual]);
        let edge = Arc::new(Peer::at("dea01", &networks[HOME].plmn, [192, 0, 2, 20]));
        Self { seed, networks, carriers, edge, partners, senders, guests }
    }

    /// The home network.
    pub(crate) fn home(&self) -> &Network {
        &self.networks[HOME]
    }

    /// Networks of a kind.
    pub(crate) fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Network> {
        self.networks.iter().filter(move |network| network.kind == kind && network.index != HOME)
    }

    /// Network of a name.
    pub(crate) fn named(&self, name: &str) -> Option<&Network> {
        self.networks.iter().find(|network| network.name == name)
    }

    /// Carrier of a name.
    pub(crate) fn carrier_named(&self, name: &str) -> Option<usize> {
        self.carriers.iter().position(|carrier| carrier.name == name)
    }

    /// The carrier whose links and connections lead home, for traffic of another one.
    pub(crate) fn last_carrier(&self, carrier: usize) -> usize {
        self.carriers[carrier].via.unwrap_or(carrier)
    }
}

fn carriers(scenario: &Scenario) -> Vec<Carrier> {
    let place = |name: &str| scenario.carriers.iter().position(|carrier| carrier.name == name);
    scenario
        .carriers
        .iter()
        .enumerate()
        .map(|(index, carrier)| {
            let last = index as u8 * 4;
            let ip = |part: u8| Ipv4Addr::new(203, 0, 113, last.wrapping_add(part));
            Carrier {
                name: carrier.name.clone(),
                point_code: carrier.point_code,
                ansi: carrier.ansi,
                tcp: carrier.tcp,
                ips: [ip(1), ip(2)],
                agent: Arc::new(Peer::new(&*carrier.host, &*carrier.realm, ip(3))),
                via: carrier.via.as_deref().and_then(place),
            }
        })
        .collect()
}
