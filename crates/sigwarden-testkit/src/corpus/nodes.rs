//! Who talks Diameter and GTP in the corpus. `corpus/site.toml` says the same to the program.

use std::net::Ipv4Addr;

use crate::diameter::s6a::Cell;
use crate::diameter::{DiameterLab, Peer, Route};

/// Country and network code of the home network.
pub(super) const HOME: &str = "00101";
/// Of the British, the French, the Kenyan and the Brazilian partner.
pub(super) const BRITISH: &str = "99901";
pub(super) const FRENCH: &str = "99902";
pub(super) const KENYAN: &str = "99906";
pub(super) const BRAZILIAN: &str = "99907";

/// Subscriber of the French partner.
pub(super) const FRENCH_IMSI: &str = "999020000030123";
/// A cell at home, and one in the British partner's network.
pub(super) const HOME_CELL: Cell = Cell { plmn: HOME, area: 0x0102, cell: 0x0001_0203 };
pub(super) const BRITISH_CELL: Cell = Cell { plmn: BRITISH, area: 0x0007, cell: 0x0009_1011 };

/// Packet gateway and serving gateway at home, and gateways of the partners.
pub(super) const HOME_PGW: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 50);
pub(super) const HOME_SGW: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 51);
pub(super) const BRITISH_SGW: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 50);
pub(super) const BRITISH_PGW: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 51);
pub(super) const KENYAN_SGW: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 50);

/// A node at home of this name.
fn home(name: &str, last: u8) -> Peer {
    Peer::at(name, HOME, [192, 0, 2, last])
}

/// Home subscriber server at home.
pub(super) fn home_hss() -> Peer {
    home("hss01", 20)
}

/// Mobility management at home.
pub(super) fn home_mme() -> Peer {
    home("mme01", 30)
}

/// Agent at the edge of the home network.
pub(super) fn home_agent() -> Peer {
    home("dea01", 10)
}

/// Equipment register at home.
pub(super) fn home_eir() -> Peer {
    home("eir01", 60)
}

/// Location centre at home.
pub(super) fn home_gmlc() -> Peer {
    home("gmlc01", 62)
}

/// Call server at home.
pub(super) fn home_icscf() -> Peer {
    home("icscf01", 63)
}

/// Policy server at home.
pub(super) fn home_pcrf() -> Peer {
    home("pcrf01", 61)
}

/// Packet gateway at home, as a party to Diameter.
pub(super) fn home_pgw() -> Peer {
    home("pgw01", 50)
}

/// Short message centre at home, as a party to Diameter.
pub(super) fn home_centre() -> Peer {
    home("smsc01", 40)
}

/// A node of the British partner.
pub(super) fn british(name: &str) -> Peer {
    Peer::at(name, BRITISH, [198, 51, 100, 20])
}

/// Mobility management of the British partner.
pub(super) fn british_mme() -> Peer {
    british("mme01")
}

/// Home subscriber server of the British partner.
pub(super) fn british_hss() -> Peer {
    Peer::at("hss01", BRITISH, [198, 51, 100, 21])
}

/// A node of the Kenyan partner, or somebody who says so.
pub(super) fn kenyan_peer(name: &str) -> Peer {
    Peer::at(name, KENYAN, [203, 0, 113, 20])
}

/// The next session of a node, towards another that it knows by name.
pub(super) fn route(lab: &mut DiameterLab, from: &Peer, to: &Peer) -> Route {
    Route::new(lab.session(from), from, to)
}

/// A watchdog and its answer: the connection lives, in both directions.
pub(super) fn watchdog(lab: &mut DiameterLab, from: &Peer, to: &Peer) {
    let request = crate::diameter::base::device_watchdog(from);
    let answer = crate::diameter::base::device_watchdog_answer(&request, to);
    lab.exchange(from, to, request, Some(answer));
}
