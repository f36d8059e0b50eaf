//! What connections make of messages: numbered chunks of SCTP, or a stream of octets over TCP.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use super::Peer;
use super::lab::Carrier;
use crate::transport::{Chunk, Segment, ether_type, ethernet, ipv4, payload_protocol, protocol, sctp, tcp, tcp_flag};
use crate::world::spread;

/// Octets of messages that one packet carries at most.
const PACKET_MAX: usize = 1400;

/// One end of a connection.
type End = (Ipv4Addr, u16);

/// A message, or a part of one.
#[derive(Clone, Debug)]
pub(super) struct Part {
    octets: Vec<u8>,
    first: bool,
    last: bool,
}

impl Part {
    /// A whole message.
    pub(super) fn whole(octets: Vec<u8>) -> Self {
        Self { octets, first: true, last: true }
    }

    /// A message, cut before these offsets, which rise.
    pub(super) fn cut(octets: &[u8], offsets: &[usize]) -> Vec<Self> {
        let starts = [&[0], offsets].concat();
        let ends = [offsets, &[octets.len()]].concat();
        let places = starts.iter().zip(&ends).map(|(&start, &end)| start..end);
        places
            .map(|place| Self {
                first: place.start == 0,
                last: place.end == octets.len(),
                octets: octets[place].to_vec(),
            })
            .collect()
    }

    /// A message, in as many parts as packets need.
    pub(super) fn fitting(octets: Vec<u8>) -> Vec<Self> {
        if octets.len() <= PACKET_MAX {
            return vec![Self::whole(octets)];
        }
        let offsets: Vec<usize> = (1..octets.len().div_ceil(PACKET_MAX)).map(|part| part * PACKET_MAX).collect();
        Self::cut(&octets, &offsets)
    }
}

/// What a packet is for.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// It carries these parts.
    Parts(Vec<Part>),
    /// It is the last one of this direction, once more.
    Again,
    /// It has no payload, and these bits of TCP.
    Control(u8),
}

/// A packet, not yet framed: numbers follow from the order of time.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    pub(super) time: u64,
    source: End,
    destination: End,
    carrier: Carrier,
    what: What,
}

impl Sent {
    pub(super) fn new(time: u64, from: &Peer, to: &Peer, carrier: Carrier, what: What) -> Self {
        Self { time, source: (from.ip, from.port), destination: (to.ip, to.port), carrier, what }
    }
}

/// The state of one direction of a connection.
#[derive(Debug)]
struct Direction {
    /// Next TSN of SCTP, or number of the next octet of TCP.
    next: u32,
    stream_sequence: u16,
    acknowledged: bool,
    last: Vec<u8>,
}

/// All directions of all connections.
#[derive(Debug, Default)]
pub(super) struct Connections(BTreeMap<(End, End), Direction>);

impl Connections {
    /// The Ethernet frame of a packet. What there is to acknowledge is acknowledged in it.
    pub(super) fn frame(&mut self, sent: &Sent) -> Vec<u8> {
        let (source, destination) = (sent.source, sent.destination);
        let seen = self.0.get_mut(&(destination, source)).map(|peer| {
            let news = !peer.acknowledged;
            peer.acknowledged = true;
            (peer.next, news)
        });
        let own = self.0.entry((source, destination)).or_insert_with(|| Direction {
            next: tag(source, destination) ^ 0x5a5a_5a5a,
            stream_sequence: 0,
            acknowledged: false,
            last: Vec::new(),
        });
        let packet = match (&sent.what, sent.carrier) {
            (What::Again, _) => own.last.clone(),
            (What::Parts(parts), Carrier::Sctp) => own.sctp(source, destination, seen, parts),
            (What::Control(_), Carrier::Sctp) => own.sctp(source, destination, seen, &[]),
            (What::Parts(parts), Carrier::Tcp) => {
                let flags = tcp_flag::PSH | tcp_flag::ACK;
                own.tcp(
                    source,
                    destination,
                    seen,
                    flags,
                    &parts.iter().flat_map(|part| &part.octets).copied().collect::<Vec<_>>(),
                )
            }
            (What::Control(flags), Carrier::Tcp) => own.tcp(source, destination, seen, *flags, &[]),
        };
        own.last.clone_from(&packet);
        let number = match sent.carrier {
            Carrier::Sctp => protocol::SCTP,
            Carrier::Tcp => protocol::TCP,
        };
        ethernet(ether_type::IPV4, &ipv4(source.0, destination.0, number, &packet))
    }
}

impl Direction {
    fn sctp(&mut self, source: End, destination: End, seen: Option<(u32, bool)>, parts: &[Part]) -> Vec<u8> {
        let news = seen.filter(|(_, news)| *news).map(|(next, _)| Chunk::Sack(next.wrapping_sub(1)));
        let mut chunks: Vec<Chunk> = news.into_iter().collect();
        for part in parts {
            chunks.push(Chunk::Data {
                flags: u8::from(part.first) << 1 | u8::from(part.last),
                tsn: self.next,
                stream: 0,
                sequence: self.stream_sequence,
                protocol: payload_protocol::DIAMETER,
                payload: part.octets.clone(),
            });
            self.next = self.next.wrapping_add(1);
            self.stream_sequence = self.stream_sequence.wrapping_add(u16::from(part.last));
            self.acknowledged = false;
        }
        sctp(source.1, destination.1, tag(source, destination), &chunks)
    }

    fn tcp(&mut self, source: End, destination: End, seen: Option<(u32, bool)>, flags: u8, payload: &[u8]) -> Vec<u8> {
        let segment = Segment {
            source: source.1,
            destination: destination.1,
            sequence: self.next,
            acknowledgement: if flags & tcp_flag::ACK == 0 { 0 } else { seen.map_or(0, |(next, _)| next) },
            flags,
        };
        let counted = payload.len() as u32 + u32::from(flags & (tcp_flag::SYN | tcp_flag::FIN) != 0);
        self.next = self.next.wrapping_add(counted);
        tcp(source.0, destination.0, segment, payload)
    }
}

/// Verification tag of a direction, and origin of its numbers: fixed by its ends.
fn tag(source: End, destination: End) -> u32 {
    let octets = |end: End| [&end.0.octets()[..], &end.1.to_be_bytes()].concat();
    spread(&[octets(source), octets(destination)].concat())
}
