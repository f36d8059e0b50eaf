//! Diameter messages: header and AVP headers stay, contents by a table.

use crate::anonymizer::Anonymizer;
use crate::draft::Draft;
use crate::frames::View;
use crate::keyed::Keyed;
use crate::report::Kind;
use crate::{Done, Reason, check, sms};
use sigwarden_wire::anomaly::Anomalies;
use sigwarden_wire::diameter::dictionary;
use sigwarden_wire::diameter::header::LENGTH;
use sigwarden_wire::diameter::message::Depth;
use sigwarden_wire::diameter::{Avp, Field, Message, identity};
use sigwarden_wire::sms::Direction;

mod table;

use table::{Treatment, treatment};

/// Octets of contents that are too short to name anybody.
const SHORT: usize = 2;
/// Octets of the longest content that is kept as it is: identifiers of services, methods, qualities.
const MOST_KEPT: usize = 32;
/// Octets of the longest number.
const LONGEST_NUMBER: usize = 8;
/// MT-Forward-Short-Message (TS 29.338 6.3.1.1): its requests go to the phone.
const MT_FORWARD: u32 = 8_388_646;
/// Subscription-Id-Type: an E.164 number, an IMSI (RFC 8506 8.47).
const END_USER_E164: u32 = 0;
const END_USER_IMSI: u32 = 1;

impl Anonymizer {
    /// One whole message.
    pub(crate) fn diameter(&mut self, view: &View) -> Done {
        let mut messages = std::mem::take(&mut self.diameter);
        let done = rewrite(&view.octets, &mut messages, &mut self.keyed);
        self.diameter = messages;
        let draft = done?;
        self.frames.put(view, &draft);
        self.keyed.report.messages = self.keyed.report.messages.saturating_add(1);
        Ok(())
    }
}

fn rewrite<'a>(octets: &'a [u8], [one, other]: &mut [Message; 2], keyed: &mut Keyed) -> Result<Draft<'a>, Reason> {
    let (mut noted, mut again) = (Anomalies::default(), Anomalies::default());
    if !one.read(octets, Depth::All, &mut noted) {
        return Err("Diameter message shorter than its header");
    }
    let mut draft = Draft::new(octets);
    draft.keep(0..LENGTH);
    for (index, avp) in one.avps().iter().enumerate() {
        let start = avp.offset() as usize;
        let head = if avp.flags & VENDOR != 0 { 12 } else { 8 };
        draft.keep(start.saturating_sub(head)..start);
        let end = start.saturating_add(avp.len() as usize);
        padding(&mut draft, end);
        content(keyed, one, index, avp, &mut draft);
    }
    let alike = other.read(&draft.after, Depth::All, &mut again)
        && check::same_anomalies(&noted, &again)
        && check::same_diameter(one, other);
    if alike { Ok(draft) } else { Err("Diameter message that would not read as before") }
}

/// The bit of an AVP with a vendor.
const VENDOR: u8 = 0x80;

/// Octets that fill up an AVP: zeros, or something else where something else was.
fn padding(draft: &mut Draft<'_>, end: usize) {
    let next = end.next_multiple_of(4).min(draft.before.len());
    let filled: Vec<u8> = draft.octets(end..next).iter().map(|octet| u8::from(*octet != 0)).collect();
    draft.write(end, &filled);
}

fn content(keyed: &mut Keyed, message: &Message, index: usize, avp: &Avp, draft: &mut Draft<'_>) {
    let octets = avp.of(draft.before);
    let known = dictionary::find(avp.vendor, avp.code);
    let made = match treatment(avp.vendor, avp.code, known) {
        Treatment::Group => return,
        _ if octets.len() <= SHORT => octets.to_vec(),
        Treatment::Blank => vec![0; octets.len()],
        Treatment::Subscription => subscription(keyed, subscription_type(message, index, draft.before), octets),
        Treatment::ShortMessage => {
            let header = message.header();
            let to_phone = (header.command == MT_FORWARD) == header.is_request();
            sms::message(keyed, octets, if to_phone { Direction::ToPhone } else { Direction::FromPhone })
        }
        other => value(keyed, other, octets),
    };
    draft.write(avp.offset() as usize, &made);
}

/// What an AVP holds.
fn value(keyed: &mut Keyed, treatment: Treatment, octets: &[u8]) -> Vec<u8> {
    match treatment {
        Treatment::Keep if octets.len() <= MOST_KEPT => octets.to_vec(),
        Treatment::Number if octets.len() <= LONGEST_NUMBER => octets.to_vec(),
        Treatment::Keep => keyed.text(octets),
        Treatment::UserName => user_name(keyed, octets),
        Treatment::Written(kind) => written(keyed, kind, octets),
        Treatment::Tbcd(kind) => keyed.tbcd(kind, None, octets),
        Treatment::AddressString => keyed.address(Kind::Title, octets),
        Treatment::Isup => keyed.field(crate::map::Treatment::Isup, octets).unwrap_or_default(),
        Treatment::Text => keyed.text(octets),
        Treatment::Session => keyed.session(octets),
        Treatment::AccessPoint => keyed.access_point_text(octets),
        Treatment::Ip => keyed.ip(octets),
        Treatment::Address => address(keyed, octets),
        Treatment::Prefix => prefix(keyed, octets),
        Treatment::Place => keyed.place(octets),
        Treatment::WideCell => keyed.wide_cell(octets),
        Treatment::Location => location(keyed, octets),
        Treatment::Coordinates => keyed.coordinates(octets),
        Treatment::Temporary => keyed.temporary(octets),
        Treatment::Secret => keyed.secret(octets),
        Treatment::Opaque => keyed.opaque(octets),
        Treatment::Group | Treatment::Number | Treatment::Blank | Treatment::Subscription | Treatment::ShortMessage => {
            vec![0; octets.len()]
        }
    }
}

/// An IMSI, alone or in a network access identifier, or another name.
fn user_name(keyed: &mut Keyed, octets: &[u8]) -> Vec<u8> {
    let Some(found) = identity::imsi(octets) else { return keyed.text(octets) };
    let part = |range| octets.get::<std::ops::Range<usize>>(range).unwrap_or(&[]);
    let before = part(0..found.digits.start);
    let behind = part(found.digits.end..octets.len());
    let imsi = written(keyed, Kind::Imsi, part(found.digits.clone()));
    let behind = if behind.is_empty() { Vec::new() } else { keyed.text(behind) };
    [before.to_vec(), imsi, behind].concat()
}

/// Digits in ASCII; where they are none, TBCD or a text.
fn written(keyed: &mut Keyed, kind: Kind, octets: &[u8]) -> Vec<u8> {
    match std::str::from_utf8(octets) {
        Ok(text) if text.bytes().all(|octet| octet.is_ascii_digit()) => keyed.digits(kind, text).into_bytes(),
        Ok(text) if text.bytes().all(|octet| octet.is_ascii_graphic()) => keyed.text(octets),
        _ => keyed.tbcd(kind, None, octets),
    }
}

/// The type that stands beside a Subscription-Id-Data, before or behind it.
fn subscription_type(message: &Message, index: usize, octets: &[u8]) -> Option<u32> {
    let own = message.avps().get(index)?;
    let beside = |avp: &&Avp| avp.depth >= own.depth;
    let is_type = |avp: &&Avp| avp.depth == own.depth && avp.field == Field::SubscriptionIdType;
    let (before, behind) = message.avps().split_at_checked(index)?;
    let found = before.iter().rev().take_while(beside).find(is_type);
    found.or_else(|| behind.iter().take_while(beside).find(is_type))?.integer(octets)
}

fn subscription(keyed: &mut Keyed, kind: Option<u32>, octets: &[u8]) -> Vec<u8> {
    match kind {
        Some(END_USER_E164) => written(keyed, Kind::Number, octets),
        Some(END_USER_IMSI) => written(keyed, Kind::Imsi, octets),
        _ => user_name(keyed, octets),
    }
}

/// Family, then the address (RFC 6733 4.3.1): IPv4, IPv6, or E.164 as text.
fn address(keyed: &mut Keyed, octets: &[u8]) -> Vec<u8> {
    let Some((family, address)) = octets.split_at_checked(2) else { return vec![0; octets.len()] };
    let made = match family {
        [0, 1 | 2] => keyed.ip(address),
        _ => written(keyed, Kind::Number, address),
    };
    [family, &made].concat()
}

/// A prefix of IPv6 addresses: a reserved octet, its length, and as many octets as needed (RFC 3162 2.3).
fn prefix(keyed: &mut Keyed, octets: &[u8]) -> Vec<u8> {
    let Some((head, prefix)) = octets.split_at_checked(2) else { return vec![0; octets.len()] };
    let mut whole = prefix.to_vec();
    whole.resize(16, 0);
    let mut made = keyed.ip(&whole);
    made.resize(prefix.len(), 0);
    [head, &made].concat()
}

/// 3GPP-User-Location-Info (TS 29.061 16.4.7.2): what it is, then the places.
fn location(keyed: &mut Keyed, octets: &[u8]) -> Vec<u8> {
    const AREA: usize = 5;
    let Some((kind, rest)) = octets.split_first() else { return Vec::new() };
    let made = match kind {
        0..=2 | 128 => keyed.place(rest),
        129 => keyed.wide_cell(rest),
        130 => {
            let (area, cell) = rest.split_at_checked(AREA).unwrap_or((rest, &[]));
            [keyed.place(area), keyed.wide_cell(cell)].concat()
        }
        _ => keyed.opaque(rest),
    };
    [&[*kind], made.as_slice()].concat()
}
