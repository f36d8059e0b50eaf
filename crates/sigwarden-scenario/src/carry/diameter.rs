//! Connections of Diameter agents, over SCTP or TCP.

use std::collections::HashMap;
use std::net::Ipv4Addr;

use sigwarden_emit::diameter::{Peer, application, base};
use sigwarden_emit::transport::{
    Chunk, Segment, ether_type, ethernet, ipv4, payload_protocol, protocol, sctp, tcp, tcp_flag,
};

use super::sigtran::tag;
use crate::world::Carrier;

/// Port of Diameter (RFC 6733 2.1), and the port from which carriers open connections.
const PORTS: (u16, u16) = (38_680, 3868);
/// Octets that one packet carries at most.
const PACKET: usize = 1400;
/// Applications that agents announce.
const APPLICATIONS: [u32; 2] = [application::S6A, application::RELAY];

/// One direction of a connection.
struct Direction {
    next: u32,
    sequence: u16,
    acknowledged: bool,
}

/// All directions, by addresses.
#[derive(Default)]
pub(super) struct Connections(HashMap<(Ipv4Addr, Ipv4Addr), Direction>);

impl Connections {
    /// The packets that open a connection: the carrier calls.
    pub(super) fn open(&mut self, carrier: &Carrier, ours: &Peer) -> Vec<Vec<u8>> {
        let theirs = &*carrier.agent;
        let mut out = Vec::new();
        if carrier.tcp {
            out.push(self.control(theirs.ip, ours.ip, true, tcp_flag::SYN));
            out.push(self.control(ours.ip, theirs.ip, false, tcp_flag::SYN | tcp_flag::ACK));
            out.push(self.control(theirs.ip, ours.ip, true, tcp_flag::ACK));
        }
        let request = base::capabilities_exchange(theirs, &APPLICATIONS).with_identifiers(1, 1);
        let answer = base::capabilities_exchange_answer(&request, ours, &APPLICATIONS);
        out.extend(self.packets(carrier, ours, true, &request.encode()));
        out.extend(self.packets(carrier, ours, false, &answer.encode()));
        out
    }

    /// The packets of a message.
    pub(super) fn packets(&mut self, carrier: &Carrier, ours: &Peer, to_home: bool, octets: &[u8]) -> Vec<Vec<u8>> {
        let theirs = carrier.agent.ip;
        let (from, to) = if to_home { (theirs, ours.ip) } else { (ours.ip, theirs) };
        let count = octets.len().div_ceil(PACKET);
        octets
            .chunks(PACKET)
            .enumerate()
            .map(|(index, part)| {
                if carrier.tcp {
                    self.tcp(from, to, to_home, tcp_flag::PSH | tcp_flag::ACK, part)
                } else {
                    self.sctp(from, to, to_home, part, (index == 0, index + 1 == count))
                }
            })
            .collect()
    }

    fn own(&mut self, from: Ipv4Addr, to: Ipv4Addr) -> &mut Direction {
        let first = tag(from, to) ^ 0x5a5a_5a5a;
        self.0.entry((from, to)).or_insert(Direction { next: first, sequence: 0, acknowledged: true })
    }

    fn sctp(
        &mut self,
        from: Ipv4Addr,
        to: Ipv4Addr,
        to_home: bool,
        part: &[u8],
        (first, last): (bool, bool),
    ) -> Vec<u8> {
        let mut chunks = Vec::with_capacity(2);
        if let Some(peer) = self.0.get_mut(&(to, from))
            && !std::mem::replace(&mut peer.acknowledged, true)
        {
            chunks.push(Chunk::Sack(peer.next.wrapping_sub(1)));
        }
        let own = self.own(from, to);
        chunks.push(Chunk::Data {
            flags: u8::from(first) << 1 | u8::from(last),
            tsn: own.next,
            stream: 0,
            sequence: own.sequence,
            protocol: payload_protocol::DIAMETER,
            payload: part.to_vec(),
        });
        own.next = own.next.wrapping_add(1);
        own.sequence = own.sequence.wrapping_add(u16::from(last));
        own.acknowledged = false;
        let (source, destination) = ports(to_home);
        ethernet(ether_type::IPV4, &ipv4(from, to, protocol::SCTP, &sctp(source, destination, tag(from, to), &chunks)))
    }

    fn control(&mut self, from: Ipv4Addr, to: Ipv4Addr, to_home: bool, flags: u8) -> Vec<u8> {
        let packet = self.tcp(from, to, to_home, flags, &[]);
        if flags & tcp_flag::SYN != 0 {
            let own = self.own(from, to);
            own.next = own.next.wrapping_add(1);
        }
        packet
    }

    fn tcp(&mut self, from: Ipv4Addr, to: Ipv4Addr, to_home: bool, flags: u8, payload: &[u8]) -> Vec<u8> {
        let seen = self.0.get(&(to, from)).map_or(0, |peer| peer.next);
        let own = self.own(from, to);
        let (source, destination) = ports(to_home);
        let acknowledgement = if flags & tcp_flag::ACK == 0 { 0 } else { seen };
        let segment = Segment { source, destination, sequence: own.next, acknowledgement, flags };
        own.next = own.next.wrapping_add(payload.len() as u32);
        ethernet(ether_type::IPV4, &ipv4(from, to, protocol::TCP, &tcp(from, to, segment, payload)))
    }
}

fn ports(to_home: bool) -> (u16, u16) {
    if to_home { PORTS } else { (PORTS.1, PORTS.0) }
}
