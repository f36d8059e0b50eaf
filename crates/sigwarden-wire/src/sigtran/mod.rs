//! Adaptation layers that carry SS7 over SCTP: M3UA (RFC 4666), M2UA (RFC 3331), M2PA (RFC 4165), SUA (RFC 3868).
//!
//! All four share a header (version, class, type, length), and their classes don't overlap,
//! so content decides which one it is; the payload protocol identifier only has to agree.

mod sua;

use crate::anomaly::{Anomalies, Code};
use crate::mtp3::{self, Variant, VariantSetting};
use crate::reader::Reader;
use crate::sccp::Unitdata;

/// What an adaptation layer message carries.
#[derive(Clone, Copy, Debug)]
pub enum Content<'a> {
    /// A message of an MTP3 user part.
    User(mtp3::Message<'a>),
    /// A SUA message that carries SCCP in its parameters: [`sua`] reads it.
    Sua(&'a [u8]),
    /// Something of the layer itself, or something that is only counted, by name.
    Other(&'static str),
}

/// Payload protocol identifiers (IANA) of the four layers.
const PPIDS: [(u32, Layer); 4] = [(2, Layer::M2ua), (3, Layer::M3ua), (4, Layer::Sua), (5, Layer::M2pa)];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layer {
    M2ua,
    M3ua,
    M2pa,
    Sua,
}

/// Reads the SCCP message that a SUA message carries (RFC 3868 3.2).
pub fn sua<'a>(octets: &'a [u8], anomalies: &mut Anomalies) -> Option<Unitdata<'a>> {
    let kind = *octets.get(3)?;
    sua::connectionless(octets.get(8..)?, kind, anomalies)
}

/// Names of other payload protocols over SCTP (IANA).
fn other_name(ppid: u32) -> &'static str {
    match ppid {
        1 => "IUA",
        6 => "V5UA",
        7 => "H.248",
        18 => "S1AP",
        19 => "RUA",
        20 => "HNBAP",
        24 => "SBcAP",
        25 => "NBAP",
        27 => "X2AP",
        29 => "LCS-AP",
        46 => "Diameter",
        47 => "Diameter over DTLS",
        60 => "NGAP",
        61 => "XnAP",
        62 => "F1AP",
        64 => "E1AP",
        _ => "other SCTP",
    }
}

/// Reads one SCTP user message.
pub fn content<'a>(octets: &'a [u8], ppid: u32, setting: VariantSetting, anomalies: &mut Anomalies) -> Content<'a> {
    let expected = PPIDS.iter().find(|(number, _)| *number == ppid).map(|(_, layer)| *layer);
    let Some((class, kind, body)) = header(octets, anomalies) else {
        // Inside DTLS nothing else can be told.
        let content = by_content(octets).filter(|_| ppid != crate::diameter::SECURE_PPID);
        return Content::Other(content.unwrap_or_else(|| other_name(ppid)));
    };
    let layer = match class {
        6 => Layer::M2ua,
        7 | 8 => Layer::Sua,
        11 => Layer::M2pa,
        // Management, state, traffic maintenance: the same in M3UA, M2UA and SUA.
        0 | 2 | 3 | 4 | 5 | 9 | 10 => expected.unwrap_or(Layer::M3ua),
        _ => Layer::M3ua,
    };
    if expected != Some(layer) {
        anomalies.add(Code::PayloadProtocol, 0, octets.len());
    }
    match (layer, class, kind) {
        (Layer::M3ua, 1, 1) => m3ua(body, setting, anomalies),
        (Layer::M2ua, 6, 1) => m2ua(body, setting, anomalies),
        (Layer::M2pa, 11, 1) => m2pa(body, setting),
        (Layer::Sua, 7, 1 | 2) => Content::Sua(octets),
        (Layer::Sua, 8, _) => Content::Other("SCCP connection-oriented"),
        (Layer::M3ua, ..) => Content::Other("M3UA management"),
        (Layer::M2ua, ..) => Content::Other("M2UA management"),
        (Layer::M2pa, ..) => Content::Other("M2PA link status"),
        (Layer::Sua, ..) => Content::Other("SUA management"),
    }
}

/// Class, type and body of the common header (RFC 4666 3.1); `None` where this is none of the four layers.
fn header<'a>(octets: &'a [u8], anomalies: &mut Anomalies) -> Option<(u8, u8, &'a [u8])> {
    let mut reader = Reader::new(octets);
    let [version, reserved, class, kind] = reader.array()?;
    let length = reader.u32()? as usize;
    // The reserved octet is not looked at by receivers; a class or length that no layer has is the end of guessing.
    if version != 1 || class > 11 || length < 8 || (reserved != 0 && length > octets.len()) {
        return None;
    }
    let padding = octets.len().saturating_sub(length);
    if length > octets.len() {
        anomalies.add(Code::AdaptationLength, 4, 4);
        // Diameter too begins with version 1; its length is three octets long, and more than was captured here.
        if length > MAX_MESSAGE {
            return None;
        }
    } else if padding > 3 {
        anomalies.add(Code::AdaptationLength, 4, 4);
    }
    Some((class, kind, reader.rest()))
}

/// Length beyond which a header is not one of an adaptation layer.
const MAX_MESSAGE: usize = 0x1_0000;

/// Protocols that give themselves away by their first octets.
fn by_content(octets: &[u8]) -> Option<&'static str> {
    let first = *octets.first()?;
    match first {
        // Version 1 and a length of three octets that fits.
        1 if octets.len() >= 20 && diameter_length(octets) == octets.len() => Some("Diameter"),
        // TLS or DTLS records.
        20..=23 if octets.get(1).is_some_and(|major| matches!(major, 3 | 0xFE)) => Some("TLS"),
        b'G' | b'P' | b'H'
            if octets.starts_with(b"GET ") || octets.starts_with(b"POST ") || octets.starts_with(b"HTTP/") =>
        {
            Some("HTTP")
        }
        _ => None,
    }
}

fn diameter_length(octets: &[u8]) -> usize {
    octets.first_chunk::<4>().map_or(0, |&[_, high, middle, low]| u32::from_be_bytes([0, high, middle, low]) as usize)
}

/// Parameters of a message: tag, value. A length that lies gives what is there.
fn parameters<'a>(body: &'a [u8], anomalies: &mut Anomalies, mut each: impl FnMut(u16, &'a [u8])) {
    let mut rest = body;
    let mut offset = 8usize;
    while let Some((&[tag_high, tag_low, high, low], _)) = rest.split_first_chunk::<4>() {
        let length = usize::from(u16::from_be_bytes([high, low]));
        if length < 4 {
            anomalies.add(Code::AdaptationLength, offset, 4);
            return;
        }
        let value = rest.get(4..length).unwrap_or_else(|| {
            anomalies.add(Code::AdaptationLength, offset, rest.len());
            rest.get(4..).unwrap_or(&[])
        });
        each(u16::from_be_bytes([tag_high, tag_low]), value);
        let padded = length.next_multiple_of(4);
        offset = offset.saturating_add(padded);
        rest = rest.get(padded..).unwrap_or(&[]);
    }
}

/// Protocol data of RFC 4666 (3.3.1): point codes of four octets, then service, network, priority, selection.
fn m3ua<'a>(body: &'a [u8], setting: VariantSetting, anomalies: &mut Anomalies) -> Content<'a> {
    let mut found = None;
    parameters(body, anomalies, |tag, value| match tag {
        0x0210 => found = m3ua_data(value, setting),
        // Drafts before the RFC carried an MTP3 message from its service information octet,
        // or (TTC) from the length indicator before it.
        0x0002 => found = mtp3::message(value, setting),
        0x0003 => found = value.get(1..).and_then(|rest| mtp3::message(rest, setting)),
        _ => {}
    });
    found.map_or(Content::Other("M3UA without data"), Content::User)
}

fn m3ua_data(value: &[u8], setting: VariantSetting) -> Option<mtp3::Message<'_>> {
    let mut reader = Reader::new(value);
    let (opc, dpc) = (reader.u32()?, reader.u32()?);
    let [service, _network, _priority, _selection] = reader.array()?;
    let payload = reader.rest();
    let variant = setting.unwrap_or_else(|| {
        if crate::sccp::has_ansi_addresses(payload) {
            Variant::Ansi
        } else if opc.max(dpc) > mtp3::MAX_ITU_POINT_CODE {
            Variant::China
        } else {
            Variant::Itu
        }
    });
    Some(mtp3::Message { service: service & 0x0F, opc, dpc, variant, payload })
}

fn m2ua<'a>(body: &'a [u8], setting: VariantSetting, anomalies: &mut Anomalies) -> Content<'a> {
    let mut found = None;
    parameters(body, anomalies, |tag, value| match tag {
        // Protocol data 1, also under the number that drafts used.
        0x0300 | 0x000E => found = mtp3::message(value, setting),
        // Protocol data 2 (TTC): the length indicator stands before the service information octet.
        0x0301 => found = value.get(1..).and_then(|rest| mtp3::message(rest, setting)),
        _ => {}
    });
    found.map_or(Content::Other("M2UA without data"), Content::User)
}

/// RFC 4165 2.2: two sequence numbers, then (in user data) a priority octet and MTP3.
fn m2pa(body: &[u8], setting: VariantSetting) -> Content<'_> {
    match body.get(9..) {
        Some(mtp3) if !mtp3.is_empty() => {
            mtp3::message(mtp3, setting).map_or(Content::Other("M2PA without data"), Content::User)
        }
        _ => Content::Other("M2PA acknowledgement"),
    }
}
