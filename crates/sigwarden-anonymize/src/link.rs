//! Link and IP headers.

use crate::anonymizer::{Anonymizer, Frame, Way};
use crate::draft::Draft;
use crate::frames::View;
use crate::{Done, Reason};
use sigwarden_wire::ip::{self, protocol};
use sigwarden_wire::link::{self, Payload, link_type};
use sigwarden_wire::mtp3::{self, Variant, service};
use sigwarden_wire::sccp;
use std::ops::Range;

/// Octets of the longest frame of MTP2 that only keeps a link going.
const MTP2_UPKEEP: usize = 12;
/// Octets of an IPv6 header without extensions.
const IPV6_HEADER: usize = 40;
/// Octets of the extension header of a fragment (RFC 8200 4.5).
const FRAGMENT_HEADER: usize = 8;
/// Option of IPv4 and TCP that does nothing.
pub(crate) const NO_OPERATION: u8 = 1;

/// Where an address stands in a link header: from, to, and up to where there is room for a longer one.
type Room = (usize, usize, usize);

/// The addresses of link headers.
const LINK_ADDRESSES: &[(u16, &[Room])] = &[
    (link_type::ETHERNET, &[(0, 6, 6), (6, 12, 12)]),
    (link_type::LINUX_SLL, &[(6, 12, 14)]),
    (link_type::LINUX_SLL2, &[(12, 18, 20)]),
];

impl Anonymizer {
    /// A whole frame.
    pub(crate) fn link(&mut self, number: u64, frame: &Frame<'_>) -> Done {
        if frame.octets.len() < frame.original_length as usize {
            return Err("frame cut short in the capture");
        }
        let base = View::of(number, 0, frame.octets);
        let mut draft = Draft::new(frame.octets);
        let way = Way { src: None, dst: None, ports: (0, 0), codes: None };
        match link::payload(frame.link_type, frame.octets) {
            Payload::Other("MTP2 fill-in" | "MTP2 link status") if frame.octets.len() <= MTP2_UPKEEP => {
                draft.keep(0..frame.octets.len());
            }
            Payload::Other(name) => return Err(name),
            Payload::Ip(octets) => {
                let at = self.header(frame.link_type, &mut draft, octets)?;
                self.ip(&base, &mut draft, at, octets)?;
            }
            Payload::Sctp(octets) => {
                let at = self.header(frame.link_type, &mut draft, octets)?;
                self.sctp(&base, &mut draft, at..frame.octets.len(), way)?;
            }
            Payload::Mtp3(octets) => {
                let at = self.header(frame.link_type, &mut draft, octets)?;
                let message = mtp3::message(octets, None).ok_or("MTP3 too short")?;
                let payload = draft.place(message.payload).ok_or("MTP3 too short")?;
                draft.keep(at..payload.start);
                let view = base.sub(payload);
                let way = Way { codes: Some((message.opc, message.dpc)), ..way };
                self.user_part(&view, message.service, message.variant, way)?;
            }
            Payload::Sccp(octets) => {
                let at = self.header(frame.link_type, &mut draft, octets)?;
                let variant = if sccp::has_ansi_addresses(octets) { Variant::Ansi } else { Variant::Itu };
                self.sccp(&base.sub(at..frame.octets.len()), variant, way)?;
            }
        }
        self.frames.put_frame(number, &draft);
        Ok(())
    }

    /// Keeps what stands before the payload, but for addresses; gives where the payload begins.
    fn header(&mut self, link: u16, draft: &mut Draft<'_>, payload: &[u8]) -> Result<usize, Reason> {
        let at = draft.place(payload).ok_or("empty frame")?.start;
        draft.keep(0..at);
        let addresses = LINK_ADDRESSES.iter().find(|(known, _)| *known == link).map_or(&[][..], |(_, places)| places);
        for (from, to, room) in addresses.iter().filter(|(.., room)| *room <= at) {
            let mut made = self.keyed.mac(draft.octets(*from..*to));
            made.resize(room.saturating_sub(*from), 0);
            draft.write(*from, &made);
        }
        Ok(at)
    }

    /// A packet that stands at `at` of `base`.
    pub(crate) fn ip(&mut self, base: &View, draft: &mut Draft<'_>, at: usize, octets: &[u8]) -> Done {
        let packet = ip::packet(octets).ok_or("not IP")?;
        if packet.missing > 0 {
            return Err("frame cut short in the capture");
        }
        let payload = draft.place(packet.payload).ok_or("IP packet without payload")?;
        let header = payload.start.saturating_sub(at);
        let (fixed, addresses) = if packet.src.is_ipv4() { (20, [12, 16, 20]) } else { (IPV6_HEADER, [8, 24, 40]) };
        let extensions = if packet.fragment.is_some() { FRAGMENT_HEADER } else { 0 };
        if packet.src.is_ipv6() && header > fixed.saturating_add(extensions) {
            return Err("IPv6 extension headers");
        }
        let [source, destination, end] = addresses.map(|offset| at.saturating_add(offset));
        draft.keep(at..source);
        for (from, to) in [(source, destination), (destination, end)] {
            let made = self.keyed.ip(draft.octets(from..to));
            draft.write(from, &made);
        }
        match packet.src.is_ipv6() {
            true => draft.keep(end..payload.start),
            false => draft.write(end, &vec![NO_OPERATION; header.saturating_sub(fixed)]),
        }
        let way = Way { src: Some(packet.src), dst: Some(packet.dst), ports: (0, 0), codes: None };
        match packet.fragment {
            Some(fragment) => self.fragment(base.sub(payload), packet.protocol, fragment, way),
            None => self.above_ip(base, draft, packet.protocol, payload, way),
        }
    }

    /// What a packet carries.
    pub(crate) fn above_ip(
        &mut self,
        base: &View,
        draft: &mut Draft<'_>,
        protocol: u8,
        payload: Range<usize>,
        way: Way,
    ) -> Done {
        match protocol {
            protocol::SCTP => self.sctp(base, draft, payload, way),
            protocol::UDP => self.udp(base, draft, payload, way),
            protocol::TCP => self.tcp(base, draft, payload, way),
            1 | 58 => Err("ICMP"),
            _ => Err("other protocol over IP"),
        }
    }

    /// What MTP3 carries.
    pub(crate) fn user_part(&mut self, view: &View, indicator: u8, variant: Variant, way: Way) -> Done {
        /// Octets of the longest message of network management (Q.704 15).
        const MANAGEMENT: usize = 16;
        match indicator {
            service::SCCP => self.sccp(view, variant, way),
            0 if view.octets.len() <= MANAGEMENT => {
                let mut draft = Draft::new(&view.octets);
                draft.keep(0..view.octets.len());
                self.frames.put(view, &draft);
                Ok(())
            }
            other => Err(service::name(other)),
        }
    }
}
