//! Frames to SS7, Diameter and GTP messages.
//!
//! - this file: the way from link to SCCP and Diameter.
//! - [`fragments`]: IP fragments.
//! - [`associations`]: SCTP pieces and retransmissions.
//! - [`streams`]: TCP segments.
//! - [`packets`]: UDP, and GTP inside GTP.
//! - [`names`]: names of traffic that is only counted.

mod associations;
mod fragments;
mod names;
mod packets;
mod streams;

use crate::batch::{Batch, FrameRef, Meta, Protocol};
use associations::{Arrival, Associations};
use fragments::Fragments;
use sigwarden_wire::anomaly::{Anomalies, Code};
use sigwarden_wire::diameter::{self, header::Next};
use sigwarden_wire::ip::{self, protocol};
use sigwarden_wire::link::{self, Payload};
use sigwarden_wire::mtp3::{self, Variant, VariantSetting, service};
use sigwarden_wire::sctp;
use sigwarden_wire::sigtran::{self, Content};
use std::net::IpAddr;
use streams::Streams;

/// One packet of a capture.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// Time, nanoseconds since 1970, UTC.
    pub ts_ns: i64,
    /// Which one.
    pub reference: FrameRef,
    /// LINKTYPE of the registry.
    pub link_type: u16,
    /// Its octets.
    pub octets: &'a [u8],
    /// Whether the capture kept only the beginning of the packet.
    pub cut: bool,
}

/// Takes frames, gives messages.
#[derive(Debug, Default)]
pub struct Transport {
    setting: VariantSetting,
    fragments: Fragments,
    associations: Associations,
    streams: Streams,
}

/// What is known of a message while it is unwrapped.
#[derive(Clone)]
struct Context<'a> {
    frame: &'a Frame<'a>,
    earlier: Vec<FrameRef>,
    src: Option<IpAddr>,
    dst: Option<IpAddr>,
    ports: (u16, u16),
    packet: u16,
    /// Octets that the packet has and the capture does not.
    missing: usize,
    retransmits: Option<FrameRef>,
    anomalies: Anomalies,
}

impl Transport {
    /// With the variant of the site, or `None` to recognise it.
    pub fn new(setting: VariantSetting) -> Self {
        Self { setting, ..Self::default() }
    }

    /// Takes one frame; SS7 messages and counts go to the batch.
    pub fn frame(&mut self, frame: &Frame<'_>, batch: &mut Batch) {
        batch.counters.frames = batch.counters.frames.saturating_add(1);
        batch.counters.at(frame.ts_ns);
        let context = || Context::new(frame);
        match link::payload(frame.link_type, frame.octets) {
            Payload::Ip(octets) => self.ip(octets, frame, batch),
            Payload::Sctp(octets) => self.sctp(octets, context(), batch),
            Payload::Mtp3(octets) => match mtp3::message(octets, self.setting) {
                Some(message) => user_part(&message, context(), batch),
                None => batch.counters.undecoded.add("MTP3 too short"),
            },
            Payload::Sccp(octets) => {
                let variant = self.setting.unwrap_or_else(|| {
                    if sigwarden_wire::sccp::has_ansi_addresses(octets) { Variant::Ansi } else { Variant::Itu }
                });
                batch.push(context().meta(Protocol::Sccp, None, variant), octets);
            }
            Payload::Other(name) => batch.counters.other.add(name),
        }
    }

    fn ip(&mut self, octets: &[u8], frame: &Frame<'_>, batch: &mut Batch) {
        let Some(packet) = ip::packet(octets) else {
            return batch.counters.other.add("not IP");
        };
        let context = |earlier| Context {
            earlier,
            src: Some(packet.src),
            dst: Some(packet.dst),
            packet: packet.id,
            missing: packet.missing,
            ..Context::new(frame)
        };
        match packet.fragment {
            None => self.ip_payload(packet.protocol, packet.payload, context(Vec::new()), batch),
            Some(fragment) => {
                let whole = self.fragments.take(&packet, fragment, frame, &mut batch.counters);
                if let Some((payload, earlier)) = whole {
                    self.ip_payload(packet.protocol, &payload, context(earlier), batch);
                }
            }
        }
    }

    fn ip_payload(&mut self, protocol: u8, payload: &[u8], context: Context<'_>, batch: &mut Batch) {
        match protocol {
            protocol::SCTP => self.sctp(payload, context, batch),
            protocol::UDP => self.udp(payload, context, batch),
            protocol::TCP => match ip::tcp(payload) {
                Some(segment) => self.tcp(&segment, &context, batch),
                None => batch.counters.other.add("TCP"),
            },
            other => batch.counters.other.add(names::ip_protocol(other)),
        }
    }

    fn tcp(&mut self, segment: &ip::Segment<'_>, context: &Context<'_>, batch: &mut Batch) {
        let Context { src, dst, missing, frame, .. } = *context;
        let origin = streams::Origin { src, dst, frame: frame.reference, ts_ns: frame.ts_ns, missing };
        let ports = (segment.ports.src, segment.ports.dst);
        let mut counters = std::mem::take(&mut batch.counters);
        let taken = self.streams.take(segment, origin, &mut counters, &mut |arrived| {
            batch.push(of_stream((src, dst), ports, arrived, frame.cut), arrived.octets);
        });
        batch.counters = counters;
        if !taken {
            batch.counters.other.add(names::tcp(&segment.ports));
        }
    }

    /// The end of the capture: what waited for something else goes on without it.
    pub fn finish(&mut self, batch: &mut Batch) {
        let mut counters = std::mem::take(&mut batch.counters);
        self.streams.finish(&mut counters, &mut |(src, dst, from, to), arrived| {
            batch.push(of_stream((*src, *dst), (*from, *to), arrived, false), arrived.octets);
        });
        batch.counters = counters;
    }

    fn sctp(&mut self, octets: &[u8], mut context: Context<'_>, batch: &mut Batch) {
        let Some(packet) = sctp::Packet::read(octets) else {
            return batch.counters.undecoded.add("SCTP too short");
        };
        let mut chunks = packet.chunks();
        let mut next = chunks.next_data(&mut context.anomalies);
        // The association is looked up only where there are data: most packets of a busy link carry acknowledgements.
        if next.is_none() {
            return batch.counters.other.add("SCTP without data");
        }
        context.ports = (packet.src_port, packet.dst_port);
        let key = (context.src, context.dst, packet.src_port, packet.dst_port, packet.tag);
        let (association, held) = self.associations.of(key, &mut batch.counters);
        while let Some(data) = next {
            match association.arrive(&data, context.frame.reference, held, &mut batch.counters) {
                Arrival::Whole { retransmits } => {
                    context.retransmits = retransmits;
                    context.earlier.clear();
                    user_message(data.payload, data.ppid, self.setting, &context, batch);
                }
                Arrival::Joined { octets, ppid, earlier } => {
                    context.retransmits = None;
                    context.earlier = earlier;
                    user_message(&octets, ppid, self.setting, &context, batch);
                }
                Arrival::Waiting => {}
            }
            next = chunks.next_data(&mut context.anomalies);
        }
    }
}

/// One SCTP user message.
fn user_message(octets: &[u8], ppid: u32, setting: VariantSetting, context: &Context<'_>, batch: &mut Batch) {
    // Under the identifier of Diameter everything is: a header that lies hides nothing. Without it, only what is one
    // message and nothing else is taken for it.
    let named = ppid == diameter::PPID && !octets.is_empty() && !matches!(octets, [20..=23, 3, ..]);
    let is_whole = || diameter::next_message(octets) == Next::Message(octets.len());
    if named || diameter::looks_like_message(octets) && is_whole() {
        return diameter_messages(octets, ppid, context, batch);
    }
    let mut anomalies = context.anomalies.clone();
    let content = sigtran::content(octets, ppid, setting, &mut anomalies);
    let context = Context { anomalies, ..context.clone() };
    match content {
        Content::User(message) => user_part(&message, context, batch),
        Content::Sua(octets) => batch.push(context.meta(Protocol::Sua, None, Variant::Itu), octets),
        Content::Other(name) => batch.counters.other.add(name),
    }
}

/// Diameter messages in one SCTP user message: one (RFC 6733 2.1.1), or several where a sender put them together.
/// What stands behind a message and is none belongs to it: its length lies.
fn diameter_messages(octets: &[u8], ppid: u32, context: &Context<'_>, batch: &mut Batch) {
    let begins = |octets: &[u8]| {
        diameter::looks_like_message(octets) || matches!(diameter::likely_message(octets), Next::Message(_))
    };
    let mut rest = octets;
    while !rest.is_empty() {
        let (message, behind) = match diameter::next_message(rest) {
            Next::Message(length) => match rest.split_at_checked(length) {
                Some((message, behind)) if behind.is_empty() || begins(behind) => (message, behind),
                _ => (rest, &[][..]),
            },
            _ => (rest, &[][..]),
        };
        let mut context = context.clone();
        if ppid != diameter::PPID {
            context.anomalies.add(Code::PayloadProtocol, 0, octets.len());
        }
        batch.push(context.meta(Protocol::Diameter, None, Variant::Itu), message);
        rest = behind;
    }
}

fn user_part(message: &mtp3::Message<'_>, context: Context<'_>, batch: &mut Batch) {
    if message.service != service::SCCP {
        return batch.counters.other.add(service::name(message.service));
    }
    let codes = Some((message.opc, message.dpc));
    batch.push(context.meta(Protocol::Sccp, codes, message.variant), message.payload);
}

/// A message that came in a stream.
fn of_stream(
    (src, dst): (Option<IpAddr>, Option<IpAddr>),
    ports: (u16, u16),
    arrived: &streams::Arrived<'_>,
    cut: bool,
) -> Meta {
    let mut anomalies = Anomalies::default();
    if arrived.gap {
        anomalies.add(Code::StreamGap, 0, 0);
    }
    if arrived.overlap {
        anomalies.add(Code::StreamOverlap, 0, 0);
    }
    Meta {
        ts_ns: arrived.ts_ns,
        frame: arrived.frame,
        earlier: arrived.earlier.to_vec(),
        src,
        dst,
        ports,
        packet: 0,
        opc: None,
        dpc: None,
        variant: Variant::Itu,
        retransmits: arrived.retransmits,
        anomalies: (!anomalies.is_empty()).then(|| Box::new(anomalies)),
        protocol: Protocol::Diameter,
        cut,
    }
}

impl<'a> Context<'a> {
    /// Of a frame of which nothing is known yet.
    fn new(frame: &'a Frame<'a>) -> Self {
        Self {
            frame,
            earlier: Vec::new(),
            src: None,
            dst: None,
            ports: (0, 0),
            packet: 0,
            missing: 0,
            retransmits: None,
            anomalies: Anomalies::default(),
        }
    }

    fn meta(self, protocol: Protocol, codes: Option<(u32, u32)>, variant: Variant) -> Meta {
        Meta {
            ts_ns: self.frame.ts_ns,
            frame: self.frame.reference,
            earlier: self.earlier,
            src: self.src,
            dst: self.dst,
            ports: self.ports,
            packet: self.packet,
            opc: codes.map(|(opc, _)| opc),
            dpc: codes.map(|(_, dpc)| dpc),
            variant,
            retransmits: self.retransmits,
            anomalies: (!self.anomalies.is_empty()).then(|| Box::new(self.anomalies)),
            protocol,
            cut: self.frame.cut,
        }
    }
}
