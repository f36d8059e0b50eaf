//! Messages on their way from transport to dialogues: many at a time, so that the two can run on two threads.

use crate::counters::Counters;
use sigwarden_wire::anomaly::Anomalies;
use sigwarden_wire::mtp3::Variant;
use std::net::IpAddr;

/// A frame of an input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FrameRef {
    /// Which input.
    pub input: u16,
    /// Number of the frame in it, counted from 1.
    pub number: u64,
}

/// What the octets of a message are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Protocol {
    /// SCCP.
    #[default]
    Sccp,
    /// SUA, which stands for SCCP.
    Sua,
    /// Diameter.
    Diameter,
    /// GTP.
    Gtp,
}

/// Where a message comes from, below SCCP, Diameter or GTP.
#[derive(Clone, Debug)]
pub struct Meta {
    /// Time of the frame that completed it: nanoseconds since 1970, UTC.
    pub ts_ns: i64,
    /// The frame that completed it.
    pub frame: FrameRef,
    /// Earlier frames, where it came in pieces.
    pub earlier: Vec<FrameRef>,
    /// Source of the packet.
    pub src: Option<IpAddr>,
    /// Destination of the packet.
    pub dst: Option<IpAddr>,
    /// Source and destination port of the transport; 0 where there is none.
    pub ports: (u16, u16),
    /// Identification of the packet: two captures of one packet have the same. 0 where there is none.
    pub packet: u16,
    /// Originating point code.
    pub opc: Option<u32>,
    /// Destination point code.
    pub dpc: Option<u32>,
    /// Variant of MTP3 and SCCP.
    pub variant: Variant,
    /// The frame with the same SCTP or TCP transmission, where this is a retransmission.
    pub retransmits: Option<FrameRef>,
    /// What was wrong below.
    pub anomalies: Option<Box<Anomalies>>,
    /// What the octets are.
    pub protocol: Protocol,
    /// Whether the capture kept only the beginning of the packet.
    pub cut: bool,
}

impl Meta {
    /// All frames of the message, in order.
    pub fn frames(&self) -> impl Iterator<Item = FrameRef> {
        self.earlier.iter().copied().chain([self.frame])
    }

    /// Names the link: what differs between two places that saw the same message.
    pub fn link(&self) -> u64 {
        let codes = u64::from(self.opc.unwrap_or(u32::MAX)) << 32 | u64::from(self.dpc.unwrap_or(u32::MAX));
        [self.src, self.dst].into_iter().fold(codes, mix)
    }

    /// Names the connection in the direction of the message, and against it: addresses and ports.
    pub fn connection(&self) -> (u64, u64) {
        let (from, to) = self.ports;
        let there = u64::from(from) << 16 | u64::from(to);
        let back = u64::from(to) << 16 | u64::from(from);
        ([self.src, self.dst].into_iter().fold(there, mix), [self.dst, self.src].into_iter().fold(back, mix))
    }
}

/// Mixes an address into a name. Names tell a handful of links apart; nobody gains by making two alike.
pub(crate) fn mix(state: u64, address: Option<IpAddr>) -> u64 {
    let bits = match address {
        Some(IpAddr::V4(v4)) => u128::from(v4.to_bits()),
        Some(IpAddr::V6(v6)) => v6.to_bits(),
        None => 0,
    };
    let folded = u64::try_from(bits >> 64).unwrap_or(0) ^ u64::try_from(bits & u128::from(u64::MAX)).unwrap_or(0);
    (state ^ folded).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29)
}

/// Messages, their octets one behind the other in one buffer.
#[derive(Debug, Default)]
pub struct Batch {
    octets: Vec<u8>,
    messages: Vec<(Meta, usize, usize)>,
    /// Counts of the transport that filled it, since the batch before.
    pub counters: Counters,
}

impl Batch {
    /// Adds a message.
    pub fn push(&mut self, meta: Meta, octets: &[u8]) {
        let start = self.octets.len();
        self.octets.extend_from_slice(octets);
        self.messages.push((meta, start, self.octets.len()));
    }

    /// The messages, in order.
    pub fn messages(&self) -> impl Iterator<Item = (&Meta, &[u8])> {
        self.messages.iter().map(|(meta, start, end)| (meta, self.octets.get(*start..*end).unwrap_or(&[])))
    }

    /// The message at a position.
    pub(crate) fn message(&self, position: usize) -> Option<(&Meta, &[u8])> {
        let (meta, start, end) = self.messages.get(position)?;
        Some((meta, self.octets.get(*start..*end).unwrap_or(&[])))
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.messages.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.messages.is_empty()
    }

    /// Forgets all, and keeps the room.
    pub fn clear(&mut self) {
        self.octets.clear();
        self.messages.clear();
        self.counters = Counters::default();
    }
}
