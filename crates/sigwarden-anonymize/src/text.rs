//! Names and other texts: letters become letters, digits digits, and whatever is between them stays. What a network is
//! called by (`mnc001.mcc001.3gppnetwork.org`) stays too, and words that everybody uses.

use crate::keyed::Keyed;
use crate::report::Kind;

/// Digits in a row that could be an identity; fewer are part of a name.
const IDENTITY_DIGITS: usize = 6;
/// Digits of an IMSI that is written in full (TS 23.003 2.2).
const IMSI_DIGITS: usize = 15;
/// Digits before a realm, of which the first names the method of authentication (TS 23.003 19.3.2).
const METHOD_DIGITS: usize = 16;
/// Octets of the longest last label of a name that says what kind of name it is (`org`, `example`).
const TOP_LABEL: usize = 10;
/// Fields of a Session-Id that count (RFC 6733 8.8).
const SESSION_COUNTERS: [usize; 2] = [1, 2];
/// Digits of a counter of 32 bits.
const COUNTER_DIGITS: usize = 10;

/// Words that name nobody: parts of names that TS 23.003 defines, schemes, transports, access points that every network
/// has, and the words of filter rules (RFC 6733 4.3.1).
const WORDS: &[&str] = &[
    "3gppnetwork",
    "5gc",
    "aaa",
    "aaas",
    "any",
    "apn",
    "com",
    "diameter",
    "emergency",
    "epc",
    "from",
    "gprs",
    "http",
    "https",
    "ims",
    "imsi",
    "in",
    "int",
    "internet",
    "ip",
    "ipxuni",
    "mailto",
    "mms",
    "nai",
    "net",
    "node",
    "org",
    "out",
    "permit",
    "deny",
    "phone",
    "pub",
    "sctp",
    "sip",
    "sips",
    "sos",
    "tcp",
    "tel",
    "to",
    "topoff",
    "topon",
    "transport",
    "udp",
    "urn",
    "user",
    "wap",
    "wlan",
    "xcap",
];

impl Keyed {
    /// A name, or any text with names and numbers in it.
    pub(crate) fn text(&mut self, octets: &[u8]) -> Vec<u8> {
        self.report.rewrote(Kind::Name);
        if octets.starts_with(b"<") {
            return self.markup(octets);
        }
        self.pieces(octets)
    }

    /// An access point name as text.
    pub(crate) fn access_point_text(&mut self, octets: &[u8]) -> Vec<u8> {
        self.report.rewrote(Kind::AccessPoint);
        self.pieces(octets)
    }

    /// Labels, each behind its length (TS 23.003 9.1). A name without lengths is text.
    pub(crate) fn labels(&mut self, kind: Kind, octets: &[u8]) -> Vec<u8> {
        self.report.rewrote(kind);
        let mut dotted = octets.to_vec();
        let mut lengths = Vec::new();
        let mut at = 0usize;
        while let Some(length) = octets.get(at) {
            let next = at.saturating_add(1).saturating_add(usize::from(*length));
            if next > octets.len() {
                return self.pieces(octets);
            }
            lengths.push((at, *length));
            if let Some(slot) = dotted.get_mut(at) {
                *slot = b'.';
            }
            at = next;
        }
        let mut made = self.pieces(&dotted);
        for (at, length) in lengths {
            if let Some(slot) = made.get_mut(at) {
                *slot = length;
            }
        }
        made
    }

    /// A Session-Id: names between semicolons, and two counters.
    pub(crate) fn session(&mut self, octets: &[u8]) -> Vec<u8> {
        self.report.rewrote(Kind::Name);
        let mut made = Vec::with_capacity(octets.len());
        for (index, field) in octets.split_inclusive(|octet| *octet == b';').enumerate() {
            let number = field.strip_suffix(b";").unwrap_or(field);
            let counts = SESSION_COUNTERS.contains(&index)
                && number.len() <= COUNTER_DIGITS
                && number.iter().all(u8::is_ascii_digit);
            made.extend(if counts { field.to_vec() } else { self.pieces(field) });
        }
        made
    }

    /// XML: the names of its elements stay.
    fn markup(&mut self, octets: &[u8]) -> Vec<u8> {
        let mut made = Vec::with_capacity(octets.len());
        for part in octets.split_inclusive(|octet| *octet == b'>') {
            let tag = part.iter().position(|octet| *octet == b'<').unwrap_or(part.len());
            let (content, tag) = part.split_at_checked(tag).unwrap_or((part, &[]));
            let name = tag.iter().position(u8::is_ascii_whitespace).unwrap_or(tag.len());
            let name = if tag.starts_with(b"<?xml") { tag.len() } else { name };
            let (name, attributes) = tag.split_at_checked(name).unwrap_or((tag, &[]));
            made.extend(self.pieces(content));
            made.extend_from_slice(name);
            made.extend(self.pieces(attributes));
        }
        made
    }

    /// Names and what is between them.
    fn pieces(&mut self, octets: &[u8]) -> Vec<u8> {
        let of_name = |octet: &u8| octet.is_ascii_alphanumeric() || matches!(octet, b'.' | b'-' | b'_');
        let mut made = Vec::with_capacity(octets.len());
        let mut rest = octets;
        while let Some(first) = rest.first() {
            let count = rest.iter().take_while(|octet| of_name(octet)).count();
            if count == 0 {
                // What is no ASCII is part of a name in some language; what is no character is no part of a name.
                made.push(match first {
                    0 | b'\t' | b'\n' | b'\r' | b' '..=b'~' => *first,
                    0x80.. => b'x',
                    _ => b'?',
                });
                rest = rest.get(1..).unwrap_or(&[]);
                continue;
            }
            let (name, behind) = rest.split_at_checked(count).unwrap_or((rest, &[]));
            let (plus, at) = (made.last() == Some(&b'+'), behind.first() == Some(&b'@'));
            made.extend(self.name(name, plus, at));
            rest = behind;
        }
        made
    }

    /// Labels with dots between them.
    fn name(&mut self, name: &[u8], plus: bool, at: bool) -> Vec<u8> {
        let lower = String::from_utf8_lossy(name).to_ascii_lowercase();
        let realm = name.len().saturating_sub(self.realm_length(&lower));
        let count = lower.split('.').count();
        let quad = count == 4 && lower.bytes().all(|octet| octet.is_ascii_digit() || octet == b'.');
        let mut made = Vec::with_capacity(name.len());
        for (index, label) in name.split(|octet| *octet == b'.').enumerate() {
            if index > 0 {
                made.push(b'.');
            }
            let is_top = count > 1 && index.saturating_add(1) == count && is_top(label);
            if made.len() >= realm || is_top || is_word(label) {
                made.extend_from_slice(label);
            } else if quad {
                made.extend(self.letters("quad", label));
            } else {
                made.extend(self.label(label, plus, at));
            }
        }
        made
    }

    /// One label: numbers in it by what they are, the rest by itself.
    fn label(&mut self, label: &[u8], plus: bool, at: bool) -> Vec<u8> {
        let mut parts: Vec<(bool, &[u8])> = Vec::new();
        let (mut rest, mut begun) = (label, 0usize);
        while let Some(octets) = rest.get(begun..).filter(|octets| !octets.is_empty()) {
            let count = octets.iter().take_while(|octet| octet.is_ascii_digit()).count();
            if count >= IDENTITY_DIGITS {
                let (before, behind) = rest.split_at_checked(begun).unwrap_or((rest, &[]));
                let (number, behind) = behind.split_at_checked(count).unwrap_or((behind, &[]));
                parts.extend([(false, before), (true, number)]);
                (rest, begun) = (behind, 0);
            } else {
                begun = begun.saturating_add(count.max(1));
            }
        }
        parts.push((false, rest));
        let mut made = Vec::with_capacity(label.len());
        for (is_number, part) in parts {
            let text = std::str::from_utf8(part).unwrap_or_default();
            match is_number {
                true => made.extend(self.written(text, plus, at).into_bytes()),
                false if is_word(part.trim_ascii_end().strip_suffix(b"-").unwrap_or(part)) => {
                    made.extend_from_slice(part);
                }
                false => made.extend(self.letters("name", part)),
            }
        }
        made
    }

    /// A number in a text.
    fn written(&mut self, digits: &str, plus: bool, at: bool) -> String {
        match digits.len() {
            _ if plus => self.digits(Kind::Number, digits),
            IMSI_DIGITS => self.digits(Kind::Imsi, digits),
            METHOD_DIGITS if at => match digits.split_at_checked(1) {
                Some((method, imsi)) => [method, &self.digits(Kind::Imsi, imsi)].concat(),
                None => String::new(),
            },
            ..IMSI_DIGITS => self.digits(Kind::Number, digits),
            _ => String::from_utf8(self.letters("digits", digits.as_bytes())).unwrap_or_default(),
        }
    }

    /// Letters and digits, each within its alphabet; names that differ in case only stay alike.
    pub(crate) fn letters(&mut self, label: &str, octets: &[u8]) -> Vec<u8> {
        let alphabet = |octet: u8| match octet {
            b'0'..=b'9' => Some((b'0', 10)),
            b'a'..=b'z' | b'A'..=b'Z' => Some((b'a', 26)),
            _ => None,
        };
        let lower = |octet: &u8| octet.to_ascii_lowercase();
        let (mut values, mut radixes) = (Vec::new(), Vec::new());
        for octet in octets.iter().map(lower) {
            if let Some((first, radix)) = alphabet(octet) {
                values.push(u16::from(octet.saturating_sub(first)));
                radixes.push(radix);
            }
        }
        self.pseudonymiser.shuffle(label, b"", &mut values, &radixes);
        let mut made = values.into_iter();
        let one = |octet: &u8| {
            let Some((first, _)) = alphabet(*octet) else { return *octet };
            let value = made.next().and_then(|value| u8::try_from(value).ok()).unwrap_or(0);
            let letter = first.saturating_add(value);
            if octet.is_ascii_uppercase() { letter.to_ascii_uppercase() } else { letter }
        };
        octets.iter().map(one).collect()
    }
}

/// Whether a label names a network by its code, or is a word that everybody uses.
fn is_word(label: &[u8]) -> bool {
    let lower = label.to_ascii_lowercase();
    let code = lower.strip_prefix(b"mnc").or_else(|| lower.strip_prefix(b"mcc"));
    let is_code = code.is_some_and(|code| matches!(code.len(), 2 | 3) && code.iter().all(u8::is_ascii_digit));
    is_code || WORDS.iter().any(|word| word.as_bytes() == lower)
}

/// Whether the last label of a name may say what kind of name it is.
fn is_top(label: &[u8]) -> bool {
    label.len() <= TOP_LABEL && label.len() > 1 && label.iter().all(u8::is_ascii_alphabetic)
}
