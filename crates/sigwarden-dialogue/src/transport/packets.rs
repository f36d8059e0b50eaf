//! UDP datagrams: GTP by its port or its form, and GTP inside the user plane of GTP.

use super::{Context, Transport, names};
use crate::batch::{Batch, Protocol};
use sigwarden_wire::anomaly::Code;
use sigwarden_wire::gtp::{self, CONTROL_PORT, PRIME_PORT, USER_PORT};
use sigwarden_wire::ip::{self, Ports, protocol};
use sigwarden_wire::mtp3::Variant;

/// Port of SCTP inside UDP (RFC 6951).
const SCTP_OVER_UDP: u16 = 9899;
/// Tunnels inside tunnels that are followed.
const MAX_TUNNELS: u8 = 4;
/// Type of a message that carries a user's packet (TS 29.281 7.3).
const USER_PACKET: u8 = 255;

/// What a datagram is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Datagram {
    Control,
    User,
    Other,
}

/// By its port where that says so and the first octet does not speak against it, else by its form alone.
fn datagram(ports: &Ports<'_>) -> Datagram {
    let is = |port: u16| ports.src == port || ports.dst == port;
    // The bit for GTP': a charging protocol under the same header.
    let charging = ports.payload.first().is_none_or(|first| first & 0xF0 == 0x20 || first & 0xF0 == 0);
    match () {
        () if is(CONTROL_PORT) => Datagram::Control,
        () if is(USER_PORT) && !charging => Datagram::User,
        // Version 0 shares its port with the charging protocol, and differs from it in one bit.
        () if is(PRIME_PORT) && ports.payload.first().is_some_and(|first| first & 0xF0 == 0x10) => Datagram::Control,
        () if is(PRIME_PORT) || is(USER_PORT) => Datagram::Other,
        () if names::is_known(ports) => Datagram::Other,
        () if gtp::looks_like_control(ports.payload) => Datagram::Control,
        () if gtp::looks_like_user(ports.payload) => Datagram::User,
        () => Datagram::Other,
    }
}

impl Transport {
    pub(super) fn udp(&mut self, payload: &[u8], mut context: Context<'_>, batch: &mut Batch) {
        let Some(ports) = ip::udp(payload) else { return batch.counters.other.add("UDP") };
        if ports.src == SCTP_OVER_UDP || ports.dst == SCTP_OVER_UDP {
            return self.sctp(ports.payload, context, batch);
        }
        context.ports = (ports.src, ports.dst);
        match datagram(&ports) {
            Datagram::Control => control(ports.payload, context, batch),
            Datagram::User => user(ports.payload, context, 0, batch),
            Datagram::Other => batch.counters.other.add(names::udp(&ports)),
        }
    }
}

fn control(octets: &[u8], mut context: Context<'_>, batch: &mut Batch) {
    // The bit for GTP' on the port of control messages.
    if octets.first().is_some_and(|first| first & 0xF0 == 0x20) {
        return batch.counters.other.add("GTP'");
    }
    if octets.first().is_some_and(|first| matches!(first & 0xF0, 0x10 | 0x30)) && octets.get(1) == Some(&USER_PACKET) {
        return user(octets, context, 0, batch);
    }
    if !context.earlier.is_empty() {
        context.anomalies.add(Code::Fragmented, 0, 0);
    }
    batch.push(context.meta(Protocol::Gtp, None, Variant::Itu), octets);
}

/// User plane: counted, unless it carries GTP, or is about the tunnels themselves.
fn user(octets: &[u8], mut context: Context<'_>, depth: u8, batch: &mut Batch) {
    if octets.get(1) != Some(&USER_PACKET) {
        return batch.push(context.meta(Protocol::Gtp, None, Variant::Itu), octets);
    }
    let inner = gtp::user_packet(octets, &mut context.anomalies);
    let packet =
        inner.and_then(ip::packet).filter(|packet| packet.protocol == protocol::UDP && packet.fragment.is_none());
    let tunnelled = packet.and_then(|packet| ip::udp(packet.payload)).map(|ports| (ports, datagram(&ports)));
    match tunnelled {
        Some((ports, kind)) if kind != Datagram::Other && depth < MAX_TUNNELS => {
            context.anomalies.add(Code::GtpInGtp, 0, octets.len());
            if kind == Datagram::Control {
                return batch.push(context.meta(Protocol::Gtp, None, Variant::Itu), ports.payload);
            }
            if depth == 0 {
                // The outer message stands for the tunnel inside it.
                batch.push(context.clone().meta(Protocol::Gtp, None, Variant::Itu), octets);
            }
            user(ports.payload, context, depth.saturating_add(1), batch);
        }
        _ => batch.counters.other.add("GTP-U"),
    }
}
