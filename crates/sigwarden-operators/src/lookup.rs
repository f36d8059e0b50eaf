//! Everything that is known of one address, whatever kind it is: for people, and for programs that ask.

use std::net::IpAddr;
use std::str::FromStr;

use serde::Serialize;

use crate::country::Countries;
use crate::day::Day;
use crate::import::point_code;
use crate::networks::{Attribution, Basis, Network, Networks, PUBLIC_SUBSCRIBER_CONFIDENCE, PUBLIC_TITLE_CONFIDENCE};
use crate::numbering::{self, Assigned};
use crate::plmn::Plmn;
use crate::site::Lease;

/// Digits of an IMSI in full.
const IMSI_DIGITS: usize = 15;
/// Digits that a network code has together with its country code.
const PLMN_DIGITS: std::ops::RangeInclusive<usize> = 5..=6;
/// Point codes of ITU-T Q.704 are below this.
const ITU_POINT_CODES: u32 = 1 << 14;
/// World zones of international point codes (ITU-T Q.708), by their first three bits.
const ZONES: [&str; 8] = [
    "",
    "",
    "Europe",
    "North America, Greenland, Caribbean, Mexico",
    "Middle East, Asia",
    "South Asia, Australia, New Zealand",
    "Africa",
    "South America",
];

/// What an address is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AddressKind {
    /// Global Title of a node, E.164.
    Gt,
    /// Number of a subscriber, E.164.
    Msisdn,
    /// Mobile Global Title, E.214.
    Mgt,
    /// Subscriber, E.212.
    Imsi,
    /// Network code.
    Plmn,
    /// Diameter realm or host.
    Realm,
    /// IP address of a GTP or Diameter node.
    Ip,
    /// Signalling point code.
    Pc,
}

impl AddressKind {
    /// Every kind, with the word before the colon in `gt:1246555`, and what it is.
    pub const ALL: [(AddressKind, &'static str, &'static str); 8] = [
        (AddressKind::Gt, "gt", "Global Title"),
        (AddressKind::Msisdn, "msisdn", "subscriber number"),
        (AddressKind::Mgt, "mgt", "mobile Global Title (E.214)"),
        (AddressKind::Imsi, "imsi", "IMSI"),
        (AddressKind::Plmn, "plmn", "network code"),
        (AddressKind::Realm, "realm", "Diameter realm or host"),
        (AddressKind::Ip, "ip", "IP address"),
        (AddressKind::Pc, "pc", "point code"),
    ];

    /// What it is, in words.
    pub fn text(self) -> &'static str {
        AddressKind::ALL.iter().find(|(kind, _, _)| *kind == self).map_or("", |(_, _, text)| text)
    }
}

impl FromStr for AddressKind {
    type Err = String;

    fn from_str(word: &str) -> Result<AddressKind, String> {
        let known = AddressKind::ALL.iter().find(|(_, known, _)| *known == word);
        let words: Vec<&str> = AddressKind::ALL.iter().map(|(_, word, _)| *word).collect();
        known
            .map(|(kind, _, _)| *kind)
            .ok_or_else(|| format!("\"{word}\" is no kind of address; one of {}", words.join(", ")))
    }
}

/// What is known of an address. What is not known is left out.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    /// The address as it was asked for.
    pub address: String,
    /// What it was read as.
    pub kind: AddressKind,
    /// Country of the address, where it is one only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Every country that it may be of, ISO 3166 alpha-2.
    pub countries: Vec<String>,
    /// How sure the country is, 0–100; 0 where none is known.
    pub country_confidence: u8,
    /// Which table the country is from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_basis: Option<String>,
    /// Whom it was given to; several names where a range is shared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
    /// TADIG code of the operator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tadig: Option<String>,
    /// Country where the operator is at home.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domicile: Option<String>,
    /// True for the protected network.
    pub home: bool,
    /// Whether there is a roaming agreement, where that is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partner: Option<bool>,
    /// Network code that the address names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plmn: Option<String>,
    /// First digits of the IMSIs that a mobile Global Title stands for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub imsis: Vec<String>,
    /// What a code without a country is for, or the world zone of a point code if it is international.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_of_code: Option<String>,
    /// What the nodes of the range are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roles: Option<String>,
    /// Carrier that has the point code or host.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carrier: Option<String>,
    /// Who is known or suspected to use it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lease: Option<Lease>,
    /// What the arrangement is called that it is part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrangement: Option<String>,
    /// What else is known, as words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<&'static str>,
    /// Which kind of source spoke: `site configuration`, `operator data`, `learned from the capture`,
    /// `public tables`, `numbering plan` or `none`.
    pub layer: &'static str,
    /// Which source that is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// Of which day it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis_date: Option<String>,
    /// Days between that and the day of the question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age_days: Option<i32>,
    /// How sure it is, 0–100: of the operator where one is named, else of the country.
    pub confidence: u8,
}

/// An address, read.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Read {
    Digits(AddressKind, String),
    Plmn(Plmn),
    Realm(String),
    Ip(IpAddr),
    Pc(u32),
}

impl Read {
    fn kind(&self) -> AddressKind {
        match self {
            Read::Digits(kind, _) => *kind,
            Read::Plmn(_) => AddressKind::Plmn,
            Read::Realm(_) => AddressKind::Realm,
            Read::Ip(_) => AddressKind::Ip,
            Read::Pc(_) => AddressKind::Pc,
        }
    }
}

/// What is known of an address on a day. `kind` says what it is; otherwise its form does, or a word before a
/// colon (`imsi:001010000000001`).
///
/// # Errors
/// A text that is no address, or none of that kind.
pub fn lookup(networks: &Networks, address: &str, kind: Option<AddressKind>, day: Day) -> Result<Answer, String> {
    let address = address.trim();
    let named = address
        .split_once(':')
        .and_then(|(word, rest)| Some((word.to_ascii_lowercase().parse::<AddressKind>().ok()?, rest)));
    let (kind, text) = match (kind, named) {
        (None, Some((kind, rest))) => (Some(kind), rest.trim()),
        (kind, _) => (kind, address),
    };
    // Numbers are often written in groups of digits.
    let in_groups = text.bytes().all(|c| c.is_ascii_digit() || c == b'+' || c == b' ');
    let text = if in_groups { text.replace(' ', "") } else { text.to_owned() };
    let read = match kind {
        Some(kind) => read_as(kind, &text),
        None => read(&text),
    };
    let read = read.ok_or_else(|| unreadable(address, kind))?;
    Ok(answer(networks, address, &read, day))
}

fn unreadable(address: &str, kind: Option<AddressKind>) -> String {
    match kind {
        Some(kind) => format!("\"{address}\" is no {}", kind.text()),
        None => format!(
            "\"{address}\" is no address; write digits, MCC-MNC, a host name, an IP address or a point code, if need be \
             with its kind before it, as in imsi:001010000000001"
        ),
    }
}

/// Reads an address by its form.
fn read(text: &str) -> Option<Read> {
    let digits = text.strip_prefix('+').unwrap_or(text);
    let is_number = !digits.is_empty() && digits.bytes().all(|c| c.is_ascii_digit());
    if !is_number {
        let kinds = [AddressKind::Ip, AddressKind::Plmn, AddressKind::Pc, AddressKind::Realm];
        return kinds.into_iter().find_map(|kind| read_as(kind, text));
    }
    let assigned = digits
        .get(..5)
        .and_then(|first| Plmn::of_digits(first.as_bytes()))
        .map(|plmn| numbering::of_mcc(plmn.mcc()))
        .unwrap_or_default();
    let has_mcc = !assigned.countries.is_empty() || !assigned.kind.is_empty();
    let kind = match digits.len() {
        _ if digits.len() < text.len() => AddressKind::Gt,
        IMSI_DIGITS if has_mcc => AddressKind::Imsi,
        length if PLMN_DIGITS.contains(&length) && has_mcc => AddressKind::Plmn,
        _ => AddressKind::Gt,
    };
    // No country has a code that begins with 0: 00 is how many networks dial abroad.
    let digits = if kind == AddressKind::Gt { digits.strip_prefix("00").unwrap_or(digits) } else { digits };
    read_as(kind, digits)
}

/// Reads an address as one kind.
fn read_as(kind: AddressKind, text: &str) -> Option<Read> {
    match kind {
        AddressKind::Ip => text.parse().ok().map(Read::Ip),
        AddressKind::Plmn => {
            let digits = || Plmn::of_digits(text.as_bytes()).filter(|_| PLMN_DIGITS.contains(&text.len()));
            text.parse().ok().or_else(digits).map(Read::Plmn)
        }
        AddressKind::Pc => point_code::parse(text, false).map(Read::Pc),
        AddressKind::Realm => {
            let name = text.trim_end_matches('.').to_ascii_lowercase();
            let is_label = |label: &str| {
                !label.is_empty() && label.bytes().all(|c| c.is_ascii_alphanumeric() || b"-_".contains(&c))
            };
            // A last label of digits makes it an IP address (RFC 3696, 2), here one that is none.
            let last = name.rsplit_once('.').filter(|(_, last)| !last.bytes().all(|c| c.is_ascii_digit()));
            (last.is_some() && name.split('.').all(is_label)).then_some(Read::Realm(name))
        }
        AddressKind::Gt | AddressKind::Msisdn | AddressKind::Mgt | AddressKind::Imsi => {
            let digits = text.strip_prefix('+').unwrap_or(text);
            let fits = !digits.is_empty() && digits.bytes().all(|c| c.is_ascii_digit());
            fits.then(|| Read::Digits(kind, digits.to_owned()))
        }
    }
}

fn answer(networks: &Networks, address: &str, read: &Read, day: Day) -> Answer {
    let (found, assigned) = found(networks, read);
    let countries = if found.countries.is_empty() { assigned.countries } else { found.countries };
    let plan = Attribution::by_country(countries);
    let source = networks.source(&found);
    let date = source.as_ref().and_then(|source| source.date.as_deref()?.parse::<Day>().ok());
    let text = |countries: Countries| countries.single().map(|country| country.as_str().to_owned());
    let imsis = match read {
        Read::Digits(AddressKind::Mgt, digits) => networks.imsis_of_mobile_title(digits),
        _ => Vec::new(),
    };
    let carrier = match read {
        Read::Pc(code) => networks.carrier_of_point_code(*code),
        Read::Realm(name) => networks.carrier_of_host(name),
        _ => None,
    };
    Answer {
        address: address.to_owned(),
        kind: read.kind(),
        country: text(countries),
        countries: countries.iter().map(|country| country.as_str().to_owned()).collect(),
        country_confidence: plan.confidence,
        country_basis: (!assigned.source.name().is_empty()).then(|| assigned.source.name().to_owned()),
        operator: networks.operator_of(&found),
        tadig: networks.tadig_of(&found).map(str::to_owned),
        domicile: text(found.domicile),
        home: found.network == Network::Home,
        partner: networks.partner(&found),
        plmn: found.plmn.map(|plmn| plmn.to_string()),
        imsis,
        use_of_code: use_of_code(read, &assigned),
        roles: (!found.roles.is_empty()).then(|| found.roles.names()),
        carrier: carrier.and_then(|carrier| networks.carrier_name(carrier)).map(str::to_owned),
        lease: networks.lease(&found).cloned(),
        arrangement: networks.arrangement(&found).and_then(|arrangement| arrangement.name.clone()),
        notes: found.marks.words(),
        layer: found.basis.text(),
        basis: source.as_ref().map(|source| source.name.clone().into_owned()),
        basis_date: source.as_ref().and_then(|source| source.date.clone()),
        age_days: date.filter(|_| day != Day::LAST).map(|date| day.since(date)),
        confidence: if found.basis == Basis::None { 0 } else { found.confidence },
    }
}

/// The attribution of an address, and what the numbering plans say of it.
fn found(networks: &Networks, read: &Read) -> (Attribution, Assigned) {
    let of_network = |found: Attribution| (found, found.plmn.map(numbering::of_plmn).unwrap_or_default());
    match read {
        Read::Digits(AddressKind::Imsi, digits) => of_network(networks.of_imsi(digits.as_bytes())),
        Read::Digits(kind, digits) => {
            let digits = digits.as_bytes();
            let (found, confidence) = match kind {
                AddressKind::Msisdn => (networks.of_msisdn(digits), PUBLIC_SUBSCRIBER_CONFIDENCE),
                AddressKind::Mgt => (networks.of_mobile_title(digits), PUBLIC_TITLE_CONFIDENCE),
                _ => (networks.of_gt(digits), PUBLIC_TITLE_CONFIDENCE),
            };
            (networks.with_public_operator(found, digits, confidence), numbering::of_number(digits))
        }
        Read::Plmn(plmn) => of_network(networks.of_plmn(*plmn)),
        Read::Realm(name) => of_network(networks.of_realm(name)),
        Read::Ip(address) => (networks.of_ip(*address), Assigned::default()),
        Read::Pc(code) => (networks.of_point_code(*code), Assigned::default()),
    }
}

/// What a code without a country is for; for a point code that may be international, where its zone is.
fn use_of_code(read: &Read, assigned: &Assigned) -> Option<String> {
    match read {
        Read::Pc(code) if *code < ITU_POINT_CODES => {
            let (zone, area, point) = (code >> 11, code >> 3 & 0xff, code & 7);
            let name = ZONES.get(zone as usize).copied().unwrap_or_default();
            let name = if name.is_empty() { String::new() } else { format!("; zone of {name} if it is international") };
            Some(format!("{zone}-{area}-{point}{name}"))
        }
        _ => (!assigned.kind.is_empty()).then(|| assigned.kind.to_owned()),
    }
}

#[cfg(test)]
mod tests;
