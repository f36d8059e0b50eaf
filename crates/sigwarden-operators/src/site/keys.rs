//! Every key of the site configuration, once, and what its values look like.

use super::values::{ArrangementKind, NodeRange};
use crate::cidr::Cidr;
use crate::country::Country;
use crate::day::Day;
use crate::digits::DigitRange;
use crate::plmn::Plmn;

/// Point codes are below this (ANSI T1.111: 24 bits; ITU-T Q.704 has 14).
pub(super) const POINT_CODE_END: i64 = 1 << 24;
/// Longest host name, and longest label of one (RFC 1035 2.3.4).
const HOST_OCTETS: usize = 255;
const LABEL_OCTETS: usize = 63;

/// What a value looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any text that is not empty.
    Text,
    /// Five capital letters or digits.
    Tadig,
    /// `MCC-MNC`.
    Plmn,
    /// First digits, or from-to, of numbers of at most fifteen digits.
    Range,
    /// A role and such a range.
    Node,
    /// What an arrangement is.
    Arrangement,
    /// Host name or realm in lower case.
    Host,
    /// `address/length`, IPv4 or IPv6.
    Cidr,
    /// ISO 3166-1 alpha-2.
    Country,
    /// `YYYY-MM-DD`.
    Date,
    /// Integer below 2^24.
    PointCode,
    /// Integer from 0 to 100.
    Percent,
    /// `true` or `false`.
    Flag,
}

/// A key of the site configuration.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Its table.
    pub table: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What its value, or each element of its list, looks like.
    pub kind: Kind,
    /// Whether the value is a list.
    pub list: bool,
}

const fn one(table: &'static str, name: &'static str, kind: Kind) -> Key {
    Key { table, name, kind, list: false }
}

const fn list(table: &'static str, name: &'static str, kind: Kind) -> Key {
    Key { table, name, kind, list: true }
}

/// All keys.
pub const KEYS: &[Key] = &[
    one("home", "name", Kind::Text),
    one("home", "tadig", Kind::Tadig),
    list("home", "plmns", Kind::Plmn),
    list("home", "global_titles", Kind::Range),
    list("home", "msisdns", Kind::Range),
    list("home", "mobile_global_titles", Kind::Range),
    list("home", "realms", Kind::Host),
    list("home", "gtp_addresses", Kind::Cidr),
    list("home", "point_codes", Kind::PointCode),
    one("home", "privacy_key_file", Kind::Text),
    one("detect", "categories_file", Kind::Text),
    one("detect", "commands_file", Kind::Text),
    one("import", "file", Kind::Text),
    one("operator", "name", Kind::Text),
    one("operator", "tadig", Kind::Tadig),
    one("operator", "country", Kind::Country),
    list("operator", "plmns", Kind::Plmn),
    list("operator", "global_titles", Kind::Range),
    list("operator", "msisdns", Kind::Range),
    list("operator", "mobile_global_titles", Kind::Range),
    list("operator", "nodes", Kind::Node),
    list("operator", "realms", Kind::Host),
    list("operator", "gtp_addresses", Kind::Cidr),
    list("operator", "point_codes", Kind::PointCode),
    one("operator", "partner", Kind::Flag),
    list("operator", "carriers", Kind::Text),
    one("operator", "valid_from", Kind::Date),
    one("operator", "valid_to", Kind::Date),
    one("operator", "source", Kind::Text),
    one("operator", "source_date", Kind::Date),
    one("carrier", "name", Kind::Text),
    list("carrier", "point_codes", Kind::PointCode),
    list("carrier", "hosts", Kind::Host),
    list("lease", "global_titles", Kind::Range),
    list("lease", "realms", Kind::Host),
    list("lease", "gtp_addresses", Kind::Cidr),
    one("lease", "lessee", Kind::Text),
    one("lease", "source", Kind::Text),
    one("lease", "evidence", Kind::Text),
    one("lease", "confidence", Kind::Percent),
    one("lease", "since", Kind::Date),
    one("lease", "until", Kind::Date),
    one("arrangement", "kind", Kind::Arrangement),
    one("arrangement", "name", Kind::Text),
    list("arrangement", "global_titles", Kind::Range),
    list("arrangement", "imsis", Kind::Range),
    list("arrangement", "realms", Kind::Host),
    list("arrangement", "operators", Kind::Text),
];

/// The tables, and whether each may stand several times (`[[operator]]`).
pub(super) const TABLES: &[(&str, bool)] = &[
    ("home", false),
    ("detect", false),
    ("import", false),
    ("operator", true),
    ("carrier", true),
    ("lease", true),
    ("arrangement", true),
];

/// The key of a table.
pub(super) fn find(table: &str, name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.table == table && key.name == name)
}

impl Kind {
    /// What a value should be, with an example, as the end of "expected …".
    pub fn expected(self) -> &'static str {
        match self {
            Kind::Text => "a text in quotes",
            Kind::Tadig => "five capital letters or digits, such as \"XXXEX\"",
            Kind::Plmn => "MCC-MNC, such as \"001-01\" or \"001-001\"",
            Kind::Range => {
                "the first 1 to 15 digits of international numbers, without +, such as \"1555555\", or from-to, such as \"15555550000-15555554999\""
            }
            Kind::Node => {
                "a role and its numbers, such as \"HLR 1555555\"; roles: HLR, MSC, VLR, SGSN, SMSC, GMLC, gsmSCF, ..."
            }
            Kind::Arrangement => "\"hub\", \"sponsor\" or \"multi-imsi\"",
            Kind::Host => "a host name in lower case, such as \"epc.example\"",
            Kind::Cidr => "an IP network, such as \"192.0.2.0/24\"",
            Kind::Country => "a country code of ISO 3166, such as \"BB\"",
            Kind::Date => "a day in quotes, such as \"2018-01-01\"",
            Kind::PointCode => "a number from 0 to 16777215, such as 100",
            Kind::Percent => "a number from 0 to 100, such as 60",
            Kind::Flag => "true or false",
        }
    }

    /// Whether values are integers of TOML.
    pub(crate) fn is_integer(self) -> bool {
        matches!(self, Kind::PointCode | Kind::Percent)
    }

    /// Whether a text is a value of this kind.
    pub(crate) fn accepts_text(self, text: &str) -> bool {
        match self {
            Kind::Text => !text.trim().is_empty(),
            Kind::Tadig => text.len() == 5 && text.bytes().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()),
            Kind::Plmn => text.parse::<Plmn>().is_ok(),
            Kind::Range => text.parse::<DigitRange>().is_ok(),
            Kind::Node => text.parse::<NodeRange>().is_ok(),
            Kind::Arrangement => ArrangementKind::ALL.iter().any(|kind| kind.text() == text),
            Kind::Host => is_host(text),
            Kind::Cidr => text.parse::<Cidr>().is_ok(),
            Kind::Country => Country::new(text).is_some(),
            Kind::Date => text.parse::<Day>().is_ok(),
            Kind::PointCode | Kind::Percent | Kind::Flag => false,
        }
    }

    /// Whether an integer is a value of this kind.
    pub(crate) fn accepts_integer(self, value: i64) -> bool {
        match self {
            Kind::PointCode => (0..POINT_CODE_END).contains(&value),
            Kind::Percent => (0..=100).contains(&value),
            _ => false,
        }
    }
}

fn is_host(text: &str) -> bool {
    let in_label = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-' || c == b'_';
    let is_label = |label: &str| (1..=LABEL_OCTETS).contains(&label.len()) && label.bytes().all(in_label);
    text.len() <= HOST_OCTETS && text.split('.').all(is_label)
}
