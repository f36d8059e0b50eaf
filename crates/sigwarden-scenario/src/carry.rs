//! Frames: what links, associations and connections make of messages, in the order of time.

mod diameter;
mod sigtran;

use std::collections::HashMap;
use std::net::Ipv4Addr;

use sigwarden_emit::transport::{ether_type, ethernet, ipv4_numbered, protocol, udp};

use crate::stage::{Carriage, MILLISECOND, Said};
use crate::world::World;

/// Port of GTP-C (TS 29.060 4.3).
const GTP_PORT: u16 = 2123;

/// Where a frame was captured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Tap {
    /// Links of ITU carriers.
    Ss7Itu,
    /// Links of ANSI carriers.
    Ss7Ansi,
    /// Connections of Diameter agents.
    Diameter,
    /// The packet exchange.
    Gtp,
}

impl Tap {
    /// How its files are called.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ss7Itu => "ss7-itu",
            Self::Ss7Ansi => "ss7-ansi",
            Self::Diameter => "diameter",
            Self::Gtp => "gtp",
        }
    }
}

/// A frame of a message.
pub(crate) struct Frame {
    /// When, nanoseconds since 1970.
    pub(crate) time: u64,
    /// From its Ethernet header on.
    pub(crate) octets: Vec<u8>,
}

/// What becomes of one message.
pub(crate) struct Carried {
    /// Where it is seen.
    pub(crate) tap: Tap,
    /// Its frames, one after the other.
    pub(crate) frames: Vec<Frame>,
    /// The same message as a second tap or a retransmission shows it.
    pub(crate) copies: Vec<Vec<Frame>>,
}

/// State of everything that carries.
pub(crate) struct Carrier<'w> {
    world: &'w World,
    /// Whether a second tap sees the inner side of a transfer point.
    second_tap: bool,
    links: sigtran::Links,
    connections: diameter::Connections,
    identifications: HashMap<Ipv4Addr, u16>,
}

impl<'w> Carrier<'w> {
    /// Nothing was carried yet.
    pub(crate) fn new(world: &'w World, second_tap: bool) -> Self {
        Self {
            world,
            second_tap,
            links: sigtran::Links::default(),
            connections: diameter::Connections::default(),
            identifications: HashMap::new(),
        }
    }

    /// The frames with which Diameter connections open: handshakes and capabilities.
    pub(crate) fn opening(&mut self, time: u64) -> Vec<Frame> {
        let world = self.world;
        let mut frames = Vec::new();
        for (index, carrier) in world.carriers.iter().enumerate().filter(|(_, carrier)| carrier.via.is_none()) {
            let at = time + index as u64 * 5 * MILLISECOND;
            for (step, octets) in self.connections.open(carrier, &world.edge).into_iter().enumerate() {
                frames.push(Frame { time: at + step as u64 * MILLISECOND, octets });
            }
        }
        frames
    }

    /// Frames of a message.
    pub(crate) fn carry(&mut self, said: &Said) -> Carried {
        let time = said.time;
        match &said.carriage {
            Carriage::Ss7 { carrier, point, to_home, called, calling, tcap, sls } => {
                let link = sigtran::Link { carrier: &self.world.carriers[*carrier], point: *point, to_home: *to_home };
                let messages = self.links.sccp(called, calling, tcap);
                let frames = self.links.frames(&link, *sls, time, &messages);
                let mut copies = Vec::new();
                if self.second_tap && *carrier == 0 && *point == 0 && !link.carrier.ansi {
                    copies.push(self.links.inner(&link, *sls, time + 300_000, &messages));
                }
                if (time / 1000).is_multiple_of(4099) && frames.len() == 1 {
                    copies.push(vec![Frame { time: time + 120 * MILLISECOND, octets: frames[0].octets.clone() }]);
                }
                let tap = if link.carrier.ansi { Tap::Ss7Ansi } else { Tap::Ss7Itu };
                Carried { tap, frames, copies }
            }
            Carriage::Diameter { carrier, to_home, octets } => {
                let carrier = &self.world.carriers[*carrier];
                let packets = self.connections.packets(carrier, &self.world.edge, *to_home, octets);
                let frames =
                    (0..).zip(packets).map(|(step, octets)| Frame { time: time + step * 1_000, octets }).collect();
                Carried { tap: Tap::Diameter, frames, copies: Vec::new() }
            }
            Carriage::Gtp { source, destination, octets } => {
                let identification = self.identifications.entry(*source).or_insert(u32::from(*source) as u16);
                *identification = identification.wrapping_add(1);
                let datagram = udp(*source, *destination, (GTP_PORT, GTP_PORT), octets);
                let packet = ipv4_numbered(*source, *destination, protocol::UDP, *identification, &datagram);
                let octets = ethernet(ether_type::IPV4, &packet);
                Carried { tap: Tap::Gtp, frames: vec![Frame { time, octets }], copies: Vec::new() }
            }
        }
    }
}
