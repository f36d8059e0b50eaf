//! Short messages (TS 23.040) and USSD strings: who writes, and what is written.

use crate::draft::Draft;
use crate::keyed::Keyed;
use crate::report::Kind;
use sigwarden_wire::anomaly::Anomalies;
use sigwarden_wire::sms::{self, Alphabet, Direction, Tpdu, coding};

/// Elements of a user data header that name nobody: place in a longer message, kind of message, ports
/// (TS 23.040 9.2.3.24).
const HEADERS: [u8; 6] = [0x00, 0x01, 0x04, 0x05, 0x08, 0x70];
/// Octets of the header of a command packet up to the application that it is for (TS 31.115 4.2): lengths, security,
/// keys used, application.
const COMMAND_HEADER: usize = 10;
/// Octets of a user data header, with its length and what an element has before its value.
const ELEMENT_HEAD: usize = 2;

/// A short message.
pub(crate) fn message(keyed: &mut Keyed, octets: &[u8], direction: Direction) -> Vec<u8> {
    let mut noted = Anomalies::default();
    let Some(tpdu) = sms::tpdu(octets, direction, &mut noted) else { return octets.to_vec() };
    let mut draft = Draft::new(octets);
    let user_data = draft.place(tpdu.user_data);
    let address = tpdu.address.and_then(|address| draft.place(address.octets));
    let parts = [address.as_ref(), user_data.as_ref()].into_iter().flatten();
    let structured = parts.map(|range| range.end).max().unwrap_or(1);
    // Whatever stands behind the parts that are known is not known.
    let end = match (&user_data, tpdu.length) {
        (Some(range), _) => range.end,
        (None, 0) if noted.is_empty() => octets.len().min(structured.saturating_add(MOST_BEHIND)),
        (None, _) => structured,
    };
    draft.keep(0..end);
    if let (Some(address), Some(range)) = (tpdu.address, address) {
        let made = if address.is_alphanumeric() {
            septets(keyed, address.octets, 0)
        } else {
            keyed.tbcd(Kind::Number, None, address.octets)
        };
        draft.write(range.start, &made);
    }
    if let Some(range) = user_data {
        let made = content(keyed, &tpdu);
        draft.write(range.start, &made);
    }
    draft.after
}

/// Octets of what stands behind an address in a message without user data: identifiers and two times.
const MOST_BEHIND: usize = 18;

/// User data: header, and what is written.
fn content(keyed: &mut Keyed, tpdu: &Tpdu<'_>) -> Vec<u8> {
    keyed.report.rewrote(Kind::Text);
    let mut made = Vec::with_capacity(tpdu.user_data.len());
    if let Some(header) = tpdu.header {
        made.extend(tpdu.user_data.first());
        made.extend(header_elements(header.octets()));
    }
    let command = tpdu.is_sim_data_download() || tpdu.header.is_some_and(|header| header.security().is_some());
    // Reports and commands have no coding scheme that would make text of their data.
    let coding = tpdu.coding().unwrap_or(coding::coding(0x04));
    let made_of = match coding.alphabet {
        _ if coding.compressed => data(keyed, tpdu.content),
        Alphabet::Octets if command => {
            let (head, rest) = tpdu.content.split_at_checked(COMMAND_HEADER).unwrap_or((tpdu.content, &[]));
            [head.to_vec(), data(keyed, rest)].concat()
        }
        Alphabet::Octets => data(keyed, tpdu.content),
        Alphabet::Ucs2 => wide(keyed, tpdu.content),
        Alphabet::Gsm7 | Alphabet::Reserved if command => {
            let (head, rest) = tpdu.content.split_at_checked(COMMAND_HEADER).unwrap_or((tpdu.content, &[]));
            [head.to_vec(), data(keyed, rest)].concat()
        }
        Alphabet::Gsm7 | Alphabet::Reserved => {
            let bits = made.len().saturating_mul(8);
            septets(keyed, tpdu.content, bits.next_multiple_of(7).saturating_sub(bits))
        }
    };
    made.extend(made_of);
    made
}

/// The elements of a user data header; values that could name somebody are zeros.
fn header_elements(octets: &[u8]) -> Vec<u8> {
    let mut draft = Draft::new(octets);
    let mut at = 0usize;
    while let Some(&[identifier, length]) = octets.get(at..).and_then(|rest| rest.first_chunk::<2>()) {
        let value = at.saturating_add(ELEMENT_HEAD);
        let next = value.saturating_add(usize::from(length));
        draft.keep(at..if HEADERS.contains(&identifier) { next } else { value });
        at = next;
    }
    draft.after
}

/// Data: other data.
fn data(keyed: &mut Keyed, octets: &[u8]) -> Vec<u8> {
    keyed.octets(Kind::Text, "data", b"", octets)
}

/// A USSD string, by its data coding scheme (TS 23.038 clause 5).
pub(crate) fn ussd(keyed: &mut Keyed, octets: &[u8], scheme: u8) -> Vec<u8> {
    keyed.report.rewrote(Kind::Text);
    match scheme {
        0x11 if octets.len() > 2 => {
            let (language, text) = octets.split_at_checked(2).unwrap_or((octets, &[]));
            [language.to_vec(), wide(keyed, text)].concat()
        }
        0x40..=0x7F if scheme & 0x0C == 0x08 => wide(keyed, octets),
        0x40..=0x7F if scheme & 0x0C == 0x04 => data(keyed, octets),
        0xF0..=0xFF if scheme & 0x04 != 0 => data(keyed, octets),
        _ => septets(keyed, octets, 0),
    }
}

/// A USSD string of version 1: an octet a character (TS 29.002 17.7.4, IA5String).
pub(crate) fn plain(keyed: &mut Keyed, octets: &[u8]) -> Vec<u8> {
    keyed.report.rewrote(Kind::Text);
    let mut units: Vec<u16> = octets.iter().map(|octet| u16::from(*octet)).collect();
    characters(keyed, &mut units);
    units.into_iter().map(|unit| u8::try_from(unit).unwrap_or(0)).collect()
}

/// Characters of seven bits, behind `fill` bits: letters become letters, digits digits; blanks and signs stay.
fn septets(keyed: &mut Keyed, octets: &[u8], fill: usize) -> Vec<u8> {
    let bit = |at: usize| octets.get(at / 8).is_some_and(|octet| octet >> (at % 8) & 1 == 1);
    let count = octets.len().saturating_mul(8).saturating_sub(fill) / 7;
    let place = |index: usize, offset: usize| fill.saturating_add(index.saturating_mul(7)).saturating_add(offset);
    let read = |index: usize| (0..7).fold(0u16, |sum, offset| sum | u16::from(bit(place(index, offset))) << offset);
    let mut units: Vec<u16> = (0..count).map(read).collect();
    characters(keyed, &mut units);
    let mut made = octets.to_vec();
    for (index, unit) in units.into_iter().enumerate() {
        for offset in 0..7 {
            let at = place(index, offset);
            if let Some(octet) = made.get_mut(at / 8) {
                let mask = 1u8 << (at % 8);
                *octet = if unit >> offset & 1 == 1 { *octet | mask } else { *octet & !mask };
            }
        }
    }
    made
}

/// Characters of sixteen bits.
fn wide(keyed: &mut Keyed, octets: &[u8]) -> Vec<u8> {
    let (pairs, rest) = octets.as_chunks::<2>();
    let mut units: Vec<u16> = pairs.iter().map(|pair| u16::from_be_bytes(*pair)).collect();
    characters(keyed, &mut units);
    let mut made: Vec<u8> = units.into_iter().flat_map(u16::to_be_bytes).collect();
    made.resize(made.len().saturating_add(rest.len()), 0);
    made
}

/// The stretch of an alphabet that a character is in; `None` for blanks and signs, which stay.
fn stretch(unit: u16) -> Option<(u16, u16)> {
    match unit {
        0x30..=0x39 => Some((0x30, 10)),
        0x41..=0x5A => Some((0x41, 26)),
        0x61..=0x7A => Some((0x61, 26)),
        // Letters of languages, in both alphabets; of wide ones within their block.
        0x04..=0x09 | 0x0B..=0x0C | 0x0E..=0x0F | 0x5B..=0x5F | 0x7B..=0x7F => Some((0x61, 26)),
        0x80.. => Some((unit & 0xFF00, 256)),
        _ => None,
    }
}

/// Replaces characters by others of the same stretch.
fn characters(keyed: &mut Keyed, units: &mut [u16]) {
    let (mut values, mut radixes) = (Vec::new(), Vec::new());
    for (first, radix, unit) in units.iter().filter_map(|unit| stretch(*unit).map(|(a, b)| (a, b, *unit))) {
        // Letters of languages are outside their stretch, and come into it with the first step.
        values.push(unit.saturating_sub(first));
        radixes.push(radix);
    }
    keyed.pseudonymiser.shuffle("text", b"", &mut values, &radixes);
    let mut made = values.into_iter();
    for unit in units.iter_mut() {
        if let Some((first, _)) = stretch(*unit) {
            *unit = first.saturating_add(made.next().unwrap_or(0));
        }
    }
}
