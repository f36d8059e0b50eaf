//! SS7 over M3UA and SCTP.

use std::collections::HashMap;
use std::net::Ipv4Addr;

use sigwarden_emit::sccp::{self, Address};
use sigwarden_emit::transport::{
    Chunk, Label, ether_type, ethernet, ipv4, m3ua_data, network, payload_protocol, protocol, sctp, service,
};

use super::Frame;
use crate::world::{Carrier, TRANSFER_POINTS};

const PORT: u16 = 2905;
const ROUTING_CONTEXT: u32 = 100;
/// Data that fits a UDT beside two addresses.
const UNITDATA: usize = 220;
/// A node behind the transfer point, where a second tap is.
const INNER: (u32, Ipv4Addr) = (1101, Ipv4Addr::new(192, 0, 2, 30));

/// A way between a carrier and a transfer point.
pub(super) struct Link<'w> {
    pub(super) carrier: &'w Carrier,
    pub(super) point: usize,
    pub(super) to_home: bool,
}

/// One direction of an association.
struct Direction {
    next: u32,
    streams: [u16; 16],
    acknowledged: bool,
}

/// All associations.
#[derive(Default)]
pub(super) struct Links {
    directions: HashMap<(Ipv4Addr, Ipv4Addr), Direction>,
    reference: u32,
}

impl Links {
    /// SCCP messages of a TCAP message: one UDT, or segments.
    pub(super) fn sccp(&mut self, called: &Address, calling: &Address, tcap: &[u8]) -> Vec<Vec<u8>> {
        if tcap.len() <= UNITDATA {
            return vec![sccp::udt(sccp::CLASS_0, called, calling, tcap)];
        }
        self.reference = self.reference.wrapping_add(1) & 0x00ff_ffff;
        sccp::segment(called, calling, tcap, UNITDATA - 20, self.reference)
    }

    /// Frames on the link itself.
    pub(super) fn frames(&mut self, link: &Link<'_>, sls: u8, time: u64, messages: &[Vec<u8>]) -> Vec<Frame> {
        let (itu, ansi, ours) = TRANSFER_POINTS[link.point];
        let theirs = link.carrier.ips[link.point];
        let home = if link.carrier.ansi { ansi } else { itu };
        let network = if link.carrier.ansi { network::NATIONAL } else { network::INTERNATIONAL };
        let (outside, inside) = ((link.carrier.point_code, theirs), (home, ours));
        let (from, to) = if link.to_home { (outside, inside) } else { (inside, outside) };
        self.send(from, to, (sls, network), time, messages)
    }

    /// Frames between the transfer point and a node behind it.
    pub(super) fn inner(&mut self, link: &Link<'_>, sls: u8, time: u64, messages: &[Vec<u8>]) -> Vec<Frame> {
        let (itu, _, ours) = TRANSFER_POINTS[link.point];
        let point = (itu, ours);
        let (from, to) = if link.to_home { (point, INNER) } else { (INNER, point) };
        self.send(from, to, (sls, network::INTERNATIONAL), time, messages)
    }

    fn send(
        &mut self,
        from: (u32, Ipv4Addr),
        to: (u32, Ipv4Addr),
        (sls, network): (u8, u8),
        time: u64,
        messages: &[Vec<u8>],
    ) -> Vec<Frame> {
        let label = Label { opc: from.0, dpc: to.0, sls, service: service::SCCP, network };
        (0..)
            .zip(messages)
            .map(|(step, message)| {
                let octets = self.frame(from.1, to.1, label, message);
                Frame { time: time + step * 1_000, octets }
            })
            .collect()
    }

    fn frame(&mut self, from: Ipv4Addr, to: Ipv4Addr, label: Label, message: &[u8]) -> Vec<u8> {
        let mut chunks = Vec::with_capacity(2);
        if let Some(peer) = self.directions.get_mut(&(to, from))
            && !std::mem::replace(&mut peer.acknowledged, true)
        {
            chunks.push(Chunk::Sack(peer.next.wrapping_sub(1)));
        }
        let own = self.directions.entry((from, to)).or_insert_with(|| Direction {
            next: tag(from, to) ^ 0x5a5a_5a5a,
            streams: [0; 16],
            acknowledged: false,
        });
        let stream = usize::from(label.sls % 16);
        let data = m3ua_data(None, Some(ROUTING_CONTEXT), label, message);
        chunks.push(Chunk::data(own.next, stream as u16, own.streams[stream], payload_protocol::M3UA, data));
        own.next = own.next.wrapping_add(1);
        own.streams[stream] = own.streams[stream].wrapping_add(1);
        own.acknowledged = false;
        let packet = sctp(PORT, PORT, tag(from, to), &chunks);
        ethernet(ether_type::IPV4, &ipv4(from, to, protocol::SCTP, &packet))
    }
}

/// Verification tag of a direction: follows from its addresses.
pub(super) fn tag(from: Ipv4Addr, to: Ipv4Addr) -> u32 {
    (u32::from(from).wrapping_mul(0x9e37_79b1) ^ u32::from(to).wrapping_mul(0x85eb_ca6b)).max(1)
}
