//! A connection with a packet network: what both gateways know of it, and the values that messages about it hold.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::people::Roamer;
use crate::gtp;
use crate::world::spread;

/// Radio access (TS 29.274 8.17, the same numbers in TS 29.060 7.7.50).
pub(super) mod access {
    pub(in crate::traffic::packet) const UTRAN: u8 = 1;
    pub(in crate::traffic::packet) const EUTRAN: u8 = 6;
}

/// The two tunnel identifiers of a node: of signalling and of user data.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tunnel {
    pub(super) node: Ipv4Addr,
    pub(super) control: u32,
    pub(super) user: u32,
}

/// A bearer besides the first one: its identifier and the identifiers of its user data.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bearer {
    pub(super) id: u8,
    pub(super) sgw: u32,
    pub(super) pgw: u32,
}

/// A connection.
#[derive(Clone, Debug)]
pub(super) struct Session {
    pub(super) roamer: Roamer,
    /// Tracking (or location) area and cell.
    pub(super) place: (u16, u32),
    /// Which of the roamer's serving gateways has it.
    pub(super) serving: usize,
    pub(super) sgw: Tunnel,
    pub(super) pgw: Tunnel,
    pub(super) second: Option<Bearer>,
    /// From when on both sides know of it, nanoseconds since 1970.
    pub(super) ready: u64,
}

impl Session {
    /// Three octets of the network where he is.
    pub(super) fn network(&self) -> Vec<u8> {
        let (country, network) = self.roamer.visited.split_at(3);
        gtp::plmn(country, network)
    }

    /// Tracking area and cell as User Location Information of version 2 (TS 29.274 8.21).
    pub(super) fn location_v2(&self) -> Vec<u8> {
        let ((area, cell), network) = (self.place, self.network());
        [&[0x18][..], &network, &area.to_be_bytes(), &network, &cell.to_be_bytes()].concat()
    }

    /// Location area and cell as User Location Information of version 1 (TS 29.060 7.7.51).
    pub(super) fn location_v1(&self) -> Vec<u8> {
        let (area, cell) = self.place;
        [&[0][..], &self.network(), &area.to_be_bytes(), &(cell as u16).to_be_bytes()].concat()
    }

    /// The address that the packet gateway gives him: of the prefix for documentation.
    pub(super) fn address(&self) -> Ipv6Addr {
        let [a, b, c, d] = self.pgw.node.octets().map(u16::from);
        let (high, low) = ((self.pgw.control >> 16) as u16, self.pgw.control as u16);
        Ipv6Addr::new(0x2001, 0xdb8, high, low, a << 8 | b, c << 8 | d, 0, 1)
    }
}

/// Restart counter of a node: none restarts here.
pub(super) fn recovery(node: Ipv4Addr) -> u8 {
    spread(&node.octets()) as u8
}
