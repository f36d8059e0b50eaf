//! GTP messages: headers and element headers stay, values by a table for each version.

use crate::anonymizer::Anonymizer;
use crate::draft::Draft;
use crate::frames::View;
use crate::keyed::Keyed;
use crate::report::Kind;
use crate::sums::MOST_TUNNELS;
use crate::{Done, Reason, check};
use sigwarden_wire::anomaly::Anomalies;
use sigwarden_wire::gtp::{self, Element, Message, Version};
use sigwarden_wire::ip;
use std::ops::Range;

mod table;

use table::{Treatment, treatment};

/// Message type of user data.
const USER_DATA: u8 = 255;
/// Octets of the header of version 0 before the tunnel identifier.
const V0_BEFORE_TUNNEL: usize = 12;
/// Octets of the header of version 1 with its optional part.
const V1_WITH_OPTIONS: usize = 12;
/// Messages in one datagram that are rewritten (TS 29.274 5.5.1 knows two).
const MOST_MESSAGES: usize = 4;
/// Octets of values that are too short to name anybody.
const SHORT: usize = 2;
/// Octets of the longest value that is kept as it is: qualities of service have up to 23.
const MOST_KEPT: usize = 32;

impl Anonymizer {
    /// One datagram: a message, or one and what rides on it.
    pub(crate) fn gtp(&mut self, view: &View) -> Done {
        if view.octets.get(1) == Some(&USER_DATA) && matches!(view.octets.first(), Some(first) if first >> 5 < 2) {
            return self.tunnel(view);
        }
        let mut at = 0usize;
        for _ in 0..MOST_MESSAGES {
            let part = view.sub(at..view.octets.len());
            let (read, again) = match self.gtp.as_mut() {
                [read, again] => (read, again),
            };
            let draft = rewrite(&part.octets, read, again, &mut self.keyed)?;
            self.frames.put(&part, &draft);
            self.keyed.report.messages = self.keyed.report.messages.saturating_add(1);
            let Some(next) = read.next() else { return Ok(()) };
            at = at.saturating_add(next);
        }
        Err("GTP messages behind one another")
    }
}

impl Anonymizer {
    /// User data are dropped, unless they are signalling that should not be there.
    fn tunnel(&mut self, view: &View) -> Done {
        let inner = gtp::user_packet(&view.octets, &mut Anomalies::default()).ok_or(USER)?;
        let packet = ip::packet(inner).filter(|packet| packet.protocol == ip::protocol::UDP).ok_or(USER)?;
        let ports = ip::udp(packet.payload).filter(|_| packet.fragment.is_none()).ok_or(USER)?;
        let signalling = ports.dst == gtp::CONTROL_PORT || ports.src == gtp::CONTROL_PORT;
        let deeper = ports.payload.get(1) == Some(&USER_DATA) && gtp::looks_like_user(ports.payload);
        if self.tunnels >= MOST_TUNNELS || !(signalling || deeper || gtp::looks_like_control(ports.payload)) {
            return Err(USER);
        }
        let mut draft = Draft::new(&view.octets);
        let at = draft.place(inner).ok_or(USER)?.start;
        heads(&mut draft, Version::of(view.octets.first().copied().unwrap_or(0)), at);
        self.tunnels = self.tunnels.saturating_add(1);
        let done = self.ip(view, &mut draft, at, inner);
        self.tunnels = self.tunnels.saturating_sub(1);
        done?;
        self.frames.put(view, &draft);
        Ok(())
    }
}

/// Why user data are dropped.
const USER: Reason = "GTP user data";

fn rewrite<'a>(
    octets: &'a [u8],
    one: &mut Message,
    other: &mut Message,
    keyed: &mut Keyed,
) -> Result<Draft<'a>, Reason> {
    let (mut noted, mut again) = (Anomalies::default(), Anomalies::default());
    if !one.read(octets, true, &mut noted) {
        return Err("GTP message shorter than its header");
    }
    let header = *one.header();
    if header.kind == USER_DATA && matches!(header.version, Version::V0 | Version::V1) {
        return Err(USER);
    }
    let mut draft = Draft::new(octets);
    heads(&mut draft, header.version, header.body.start as usize);
    for element in one.elements() {
        value(keyed, &mut draft, header.version, element);
    }
    // What rides on the message is looked at by itself, and must be there when this one is read again.
    if let Some(next) = one.next() {
        let end = octets.len();
        let kept = draft.octets(next..end).to_vec();
        let seen: Vec<bool> = draft.seen.clone();
        draft.write(next, &kept);
        let alike = same(one, other, &draft, &noted, &mut again);
        draft.seen = seen;
        return alike.map(|()| draft);
    }
    same(one, other, &draft, &noted, &mut again).map(|()| draft)
}

fn same(one: &Message, other: &mut Message, draft: &Draft<'_>, noted: &Anomalies, again: &mut Anomalies) -> Done {
    let alike =
        other.read(&draft.after, true, again) && check::same_anomalies(noted, again) && check::same_gtp(one, other);
    if alike { Ok(()) } else { Err("GTP message that would not read as before") }
}

/// The header; of extension headers their lengths and types, and what is in the shortest ones.
fn heads(draft: &mut Draft<'_>, version: Version, end: usize) {
    match version {
        Version::V0 => draft.keep(0..V0_BEFORE_TUNNEL),
        Version::V1 if end > V1_WITH_OPTIONS => {
            draft.keep(0..V1_WITH_OPTIONS);
            let mut at = V1_WITH_OPTIONS;
            while at < end {
                let units = draft.octets(at..end).first().copied().map_or(0, usize::from);
                let next = at.saturating_add(units.saturating_mul(4).max(1)).min(end);
                if units <= 1 {
                    draft.keep(at..next);
                } else {
                    draft.keep(at..at.saturating_add(1));
                    draft.keep(next.saturating_sub(1)..next);
                }
                at = next;
            }
        }
        _ => draft.keep(0..end),
    }
}

fn value(keyed: &mut Keyed, draft: &mut Draft<'_>, version: Version, element: &Element) {
    let (start, length) = (element.start as usize, element.length as usize);
    let octets = draft.octets(start..start.saturating_add(length));
    let is_tunnel = version == Version::V0 && element.kind == 0;
    let head = match version {
        _ if is_tunnel => 0,
        Version::V0 | Version::V1 if element.kind < 128 => 1,
        Version::V0 | Version::V1 => 3,
        Version::V2 | Version::Other(_) => 4,
    };
    draft.keep(start.saturating_sub(head)..start);
    let made = match treatment(version, element.kind) {
        _ if is_tunnel => tunnel(keyed, octets),
        Treatment::Group => return,
        _ if length <= SHORT => octets.to_vec(),
        Treatment::Blank => return,
        other => rewritten(keyed, other, octets),
    };
    draft.write(start, &made);
}

/// The tunnel identifier of version 0: digits of the IMSI, then half an octet of NSAPI (GSM 09.60 6).
fn tunnel(keyed: &mut Keyed, octets: &[u8]) -> Vec<u8> {
    let mut made = keyed.tbcd(Kind::Imsi, None, octets);
    let Some((last, rest)) = octets.split_last() else { return made };
    if last & 0x0F == 0x0F {
        made = keyed.tbcd(Kind::Imsi, None, rest);
        made.push(*last);
        return made;
    }
    // The last half-octet does not belong to the digits.
    let filled = [rest, &[last | 0xF0]].concat();
    made = keyed.tbcd(Kind::Imsi, None, &filled);
    if let Some(slot) = made.last_mut() {
        *slot = *slot & 0x0F | last & 0xF0;
    }
    made
}

fn rewritten(keyed: &mut Keyed, treatment: Treatment, octets: &[u8]) -> Vec<u8> {
    match treatment {
        Treatment::Keep if octets.len() <= MOST_KEPT => octets.to_vec(),
        Treatment::Tbcd(kind) => keyed.tbcd(kind, None, octets),
        Treatment::AddressString(kind) => keyed.address(kind, octets),
        Treatment::Labels(kind) => keyed.labels(kind, octets),
        Treatment::Text => keyed.text(octets),
        Treatment::Ip => keyed.ip(octets),
        Treatment::Temporary => keyed.temporary(octets),
        Treatment::Secret => keyed.secret(octets),
        Treatment::Place => keyed.place(octets),
        Treatment::PlaceBehind => {
            let (kind, place) = octets.split_at_checked(1).unwrap_or((octets, &[]));
            [kind, &keyed.place(place)].concat()
        }
        Treatment::Places => places(keyed, octets),
        Treatment::Guti => {
            let (group, identity) = octets.split_at_checked(6).unwrap_or((octets, &[]));
            [group, &keyed.temporary(identity)].concat()
        }
        Treatment::FTeid => {
            let flags = octets.first().copied().unwrap_or(0);
            addresses(keyed, octets, 5, &[(flags & 0x80 != 0, 4), (flags & 0x40 != 0, 16)])
        }
        Treatment::ConnectionSet => {
            let kind = octets.first().copied().unwrap_or(0) >> 4;
            addresses(keyed, octets, 1, &[(kind == 0, 4), (kind == 1, 16)])
        }
        Treatment::PhoneAddress => match octets.first().copied().unwrap_or(0) & 7 {
            1 => addresses(keyed, octets, 1, &[(true, 4)]),
            2 => addresses(keyed, octets, 2, &[(true, 16)]),
            _ => addresses(keyed, octets, 2, &[(true, 16), (true, 4)]),
        },
        Treatment::EndUser => {
            let (four, sixteen) = (matches!(octets.len(), 6 | 22), octets.len() >= 18);
            addresses(keyed, octets, 2, &[(four, 4), (sixteen, 16)])
        }
        Treatment::Options => options(keyed, octets),
        Treatment::Group | Treatment::Blank | Treatment::Keep => vec![0; octets.len()],
    }
}

/// IP addresses behind so many octets, those of a list that are there. What follows them is numbers.
fn addresses(keyed: &mut Keyed, octets: &[u8], fixed: usize, list: &[(bool, usize)]) -> Vec<u8> {
    let (head, mut rest) = octets.split_at_checked(fixed).unwrap_or((octets, &[]));
    let mut made = head.to_vec();
    for (_, size) in list.iter().filter(|(there, _)| *there) {
        let Some((address, behind)) = rest.split_at_checked(*size) else { break };
        made.extend(keyed.ip(address));
        rest = behind;
    }
    // Sets of connections are two octets each; anything longer is an address that nobody announced.
    if rest.len() <= SHORT.saturating_mul(8) && list.iter().any(|(there, _)| *there) {
        made.extend_from_slice(rest);
    }
    made.resize(octets.len(), 0);
    made
}

/// Places of a User Location Information, in the order of its flags (TS 29.274 8.21): cell, service area, routing area,
/// tracking area, 4G cell, location area, base stations.
fn places(keyed: &mut Keyed, octets: &[u8]) -> Vec<u8> {
    const PLACES: [(u8, usize, bool); 8] = [
        (0x01, 7, false),
        (0x02, 7, false),
        (0x04, 7, false),
        (0x08, 5, false),
        (0x10, 7, true),
        (0x20, 5, false),
        (0x40, 6, true),
        (0x80, 6, true),
    ];
    let Some((flags, mut rest)) = octets.split_first() else { return Vec::new() };
    let mut made = vec![*flags];
    for (_, length, wide) in PLACES.iter().filter(|(flag, ..)| flags & flag != 0) {
        let Some((place, behind)) = rest.split_at_checked(*length) else { break };
        made.extend(if *wide { keyed.wide_cell(place) } else { keyed.place(place) });
        rest = behind;
    }
    made.resize(octets.len(), 0);
    made
}

/// Protocol options: which ones and how long they are (TS 24.008 10.5.6.3). Addresses in them are rewritten; whatever
/// else is longer than a number is zeros.
fn options(keyed: &mut Keyed, octets: &[u8]) -> Vec<u8> {
    /// IPCP, PAP, CHAP (RFC 1332, RFC 1334, RFC 1994): code, identifier, length.
    const PPP: [u16; 3] = [0x8021, 0xC023, 0xC223];
    const PPP_HEADER: usize = 4;
    let mut draft = Draft::new(octets);
    draft.keep(0..1);
    let mut at = 1usize;
    while let Some(&[high, low, length]) = octets.get(at..).and_then(|rest| rest.first_chunk::<3>()) {
        let start = at.saturating_add(3);
        let end = start.saturating_add(usize::from(length)).min(octets.len());
        draft.keep(at..start);
        let option = u16::from_be_bytes([high, low]);
        if PPP.contains(&option) {
            draft.keep(start..start.saturating_add(PPP_HEADER).min(end));
        }
        match (option, end.saturating_sub(start)) {
            (0x8021, _) => addresses_of_ipcp(keyed, &mut draft, start.saturating_add(PPP_HEADER)..end),
            (_, ..=SHORT) => draft.keep(start..end),
            // Of names and secrets nothing is left but their frame.
            (0xC023 | 0xC223, _) => {}
            (_, 4 | 16) => {
                let made = keyed.ip(draft.octets(start..end));
                draft.write(start, &made);
            }
            _ => {}
        }
        at = end.max(start);
    }
    draft.after
}

/// Options of IPCP: type, length, address (RFC 1332 3, RFC 1877 1).
fn addresses_of_ipcp(keyed: &mut Keyed, draft: &mut Draft<'_>, range: Range<usize>) {
    let mut at = range.start;
    while let Some(&[_, length]) = draft.octets(at..range.end).first_chunk::<2>() {
        let start = at.saturating_add(2);
        let end = at.saturating_add(usize::from(length)).clamp(start, range.end.max(start));
        draft.keep(at..start);
        if end.saturating_sub(start) == 4 {
            let made = keyed.ip(draft.octets(start..end));
            draft.write(start, &made);
        }
        at = end;
    }
}
