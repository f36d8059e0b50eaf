//! Frames to SS7 messages.
//!
//! - this file: the way from link to SCCP.
//! - [`fragments`]: IP fragments.
//! - [`associations`]: SCTP pieces and retransmissions.
//! - [`names`]: names of traffic that is only counted.

mod associations;
mod fragments;
mod names;

use crate::batch::{Batch, FrameRef, Meta};
use associations::{Arrival, Associations};
use fragments::Fragments;
use sigwarden_wire::anomaly::Anomalies;
use sigwarden_wire::ip::{self, protocol};
use sigwarden_wire::link::{self, Payload};
use sigwarden_wire::mtp3::{self, Variant, VariantSetting, service};
use sigwarden_wire::sctp;
use sigwarden_wire::sigtran::{self, Content};
use std::net::IpAddr;

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

/// Port of SCTP inside UDP (RFC 6951).
const SCTP_OVER_UDP: u16 = 9899;

/// Takes frames, gives SS7 messages.
#[derive(Debug, Default)]
pub struct Transport {
    setting: VariantSetting,
    fragments: Fragments,
    associations: Associations,
}

/// What is known of a message while it is unwrapped.
struct Context<'a> {
    frame: &'a Frame<'a>,
    earlier: Vec<FrameRef>,
    src: Option<IpAddr>,
    dst: Option<IpAddr>,
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
        let context = || Context {
            frame,
            earlier: Vec::new(),
            src: None,
            dst: None,
            retransmits: None,
            anomalies: Anomalies::default(),
        };
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
                batch.push(meta(context(), None, variant, false), octets);
            }
            Payload::Other(name) => batch.counters.other.add(name),
        }
    }

    fn ip(&mut self, octets: &[u8], frame: &Frame<'_>, batch: &mut Batch) {
        let Some(packet) = ip::packet(octets) else {
            return batch.counters.other.add("not IP");
        };
        let context = |earlier| Context {
            frame,
            earlier,
            src: Some(packet.src),
            dst: Some(packet.dst),
            retransmits: None,
            anomalies: Anomalies::default(),
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
            protocol::UDP => match ip::udp(payload) {
                Some(ports) if ports.src == SCTP_OVER_UDP || ports.dst == SCTP_OVER_UDP => {
                    self.sctp(ports.payload, context, batch);
                }
                Some(ports) => batch.counters.other.add(names::udp(&ports)),
                None => batch.counters.other.add("UDP"),
            },
            protocol::TCP => batch.counters.other.add(ip::tcp(payload).map_or("TCP", |ports| names::tcp(&ports))),
            other => batch.counters.other.add(names::ip_protocol(other)),
        }
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
    let mut anomalies = context.anomalies.clone();
    let content = sigtran::content(octets, ppid, setting, &mut anomalies);
    let context = Context {
        frame: context.frame,
        earlier: context.earlier.clone(),
        src: context.src,
        dst: context.dst,
        retransmits: context.retransmits,
        anomalies,
    };
    match content {
        Content::User(message) => user_part(&message, context, batch),
        Content::Sua(octets) => batch.push(meta(context, None, Variant::Itu, true), octets),
        Content::Other(name) => batch.counters.other.add(name),
    }
}

fn user_part(message: &mtp3::Message<'_>, context: Context<'_>, batch: &mut Batch) {
    if message.service != service::SCCP {
        return batch.counters.other.add(service::name(message.service));
    }
    let codes = Some((message.opc, message.dpc));
    batch.push(meta(context, codes, message.variant, false), message.payload);
}

fn meta(context: Context<'_>, codes: Option<(u32, u32)>, variant: Variant, is_sua: bool) -> Meta {
    Meta {
        ts_ns: context.frame.ts_ns,
        frame: context.frame.reference,
        earlier: context.earlier,
        src: context.src,
        dst: context.dst,
        opc: codes.map(|(opc, _)| opc),
        dpc: codes.map(|(_, dpc)| dpc),
        variant,
        retransmits: context.retransmits,
        anomalies: (!context.anomalies.is_empty()).then(|| Box::new(context.anomalies)),
        is_sua,
        cut: context.frame.cut,
    }
}
