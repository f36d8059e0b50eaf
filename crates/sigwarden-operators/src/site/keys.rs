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
    /// Integer from 0 to a thousand million.
    Number,
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
    /// What it means.
    pub meaning: &'static str,
}

const fn one(table: &'static str, name: &'static str, kind: Kind, meaning: &'static str) -> Key {
    Key { table, name, kind, list: false, meaning }
}

const fn list(table: &'static str, name: &'static str, kind: Kind, meaning: &'static str) -> Key {
    Key { table, name, kind, list: true, meaning }
}

/// All keys.
pub const KEYS: &[Key] = &[
    one("home", "name", Kind::Text, "what reports call it"),
    one("home", "tadig", Kind::Tadig, "its TADIG code (GSMA TD.13)"),
    list("home", "plmns", Kind::Plmn, "its network codes, as long as they really are"),
    list("home", "global_titles", Kind::Range, "numbers of its own nodes"),
    list("home", "msisdns", Kind::Range, "numbers of its own subscribers"),
    list(
        "home",
        "mobile_global_titles",
        Kind::Range,
        "first digits of mobile Global Titles (E.214) that lead to its registers; the subscriber's digits follow",
    ),
    list("home", "realms", Kind::Host, "its Diameter realms; names below them count too"),
    list("home", "gtp_addresses", Kind::Cidr, "networks of its GTP nodes"),
    list("home", "point_codes", Kind::PointCode, "its signalling point codes"),
    one(
        "home",
        "privacy_key_file",
        Kind::Text,
        "file with the key of the pseudonyms; `config init --key FILE` makes one",
    ),
    one("detect", "categories_file", Kind::Text, "category table of SS7 operations that replaces the built-in one"),
    one(
        "detect",
        "commands_file",
        Kind::Text,
        "table of Diameter commands or GTP messages that replaces the built-in rows",
    ),
    one(
        "detect",
        "realms_file",
        Kind::Text,
        "list of the realms that the name service between carriers knows, one a line; others are suspicious then",
    ),
    list("detect", "rules", Kind::Text, "files and folders of own rules (YAML)"),
    list(
        "detect",
        "packs",
        Kind::Text,
        "packs of rules that are on: `core`, `extended`, `hunt`; without it the first two",
    ),
    list("detect", "enable", Kind::Text, "names of rules that are on although their pack is off"),
    list("detect", "disable", Kind::Text, "names of rules that are off although their pack is on"),
    one(
        "detect",
        "state_file",
        Kind::Text,
        "file with what earlier runs have learned of subscribers: read at the beginning if it is there, written at the end",
    ),
    one("threshold", "name", Kind::Text, "which number; `sigwarden rules explain` says which a check has"),
    one("threshold", "value", Kind::Number, "its value"),
    one("journey", "from", Kind::Country, "a country"),
    one("journey", "to", Kind::Country, "another one; the way back takes the same"),
    one(
        "journey",
        "minutes",
        Kind::Number,
        "how long the way takes at least: 0 where telephones of one reach the other",
    ),
    one("exception", "rule", Kind::Text, "name of the rule or check, or `*`"),
    one(
        "exception",
        "scope",
        Kind::Text,
        "what it holds for: an expression over fields of findings, such as `origin.gt == \"12465550100\"`",
    ),
    one("exception", "owner", Kind::Text, "who answers for it"),
    one("exception", "reason", Kind::Text, "why"),
    one("exception", "expires", Kind::Date, "last day on which it holds"),
    one(
        "import",
        "file",
        Kind::Text,
        "file that `operators import` writes; without it `operators.db` beside the configuration, if it is there",
    ),
    one("operator", "name", Kind::Text, "what reports call it"),
    one("operator", "tadig", Kind::Tadig, "its TADIG code; blocks with one code are one operator"),
    one("operator", "country", Kind::Country, "where it is at home"),
    list("operator", "plmns", Kind::Plmn, "its network codes"),
    list("operator", "global_titles", Kind::Range, "numbers of its nodes; from-to also says how many digits they have"),
    list("operator", "msisdns", Kind::Range, "numbers of its subscribers; without it those of its nodes stand in"),
    list(
        "operator",
        "mobile_global_titles",
        Kind::Range,
        "first digits of mobile Global Titles (E.214) that lead to its registers",
    ),
    list("operator", "nodes", Kind::Node, "numbers of nodes whose role is known"),
    list("operator", "realms", Kind::Host, "its Diameter realms; names below them count too"),
    list("operator", "gtp_addresses", Kind::Cidr, "networks of its GTP nodes"),
    list("operator", "point_codes", Kind::PointCode, "its signalling point codes"),
    one("operator", "partner", Kind::Flag, "whether there is a roaming agreement"),
    list("operator", "carriers", Kind::Text, "names of the carriers that are expected to bring its traffic"),
    one("operator", "valid_from", Kind::Date, "first day on which the block holds; without it always"),
    one("operator", "valid_to", Kind::Date, "last day on which it holds; without it until further notice"),
    one("operator", "source", Kind::Text, "where the block comes from, such as a contract"),
    one("operator", "source_date", Kind::Date, "of which day that is"),
    one("carrier", "name", Kind::Text, "the name that operators use for it"),
    list("carrier", "point_codes", Kind::PointCode, "its signalling point codes"),
    list("carrier", "hosts", Kind::Host, "its Diameter hosts, as they stand in Route-Record"),
    list("lease", "global_titles", Kind::Range, "numbers that somebody else uses"),
    list("lease", "realms", Kind::Host, "realms or hosts that somebody else uses"),
    list("lease", "gtp_addresses", Kind::Cidr, "networks that somebody else uses"),
    one("lease", "lessee", Kind::Text, "who uses them"),
    one("lease", "source", Kind::Text, "who says so"),
    one("lease", "evidence", Kind::Text, "what it rests on: a page, a case number"),
    one("lease", "confidence", Kind::Percent, "how sure that is"),
    one("lease", "since", Kind::Date, "first day"),
    one("lease", "until", Kind::Date, "last day"),
    one(
        "arrangement",
        "kind",
        Kind::Arrangement,
        "what it is: a hub acts for its customers, a sponsor's IMSIs are used by others' subscribers, a product with several IMSIs changes between networks",
    ),
    one("arrangement", "name", Kind::Text, "what it is called"),
    list("arrangement", "global_titles", Kind::Range, "numbers of the nodes that act for others"),
    list("arrangement", "imsis", Kind::Range, "IMSIs that may be of several networks"),
    list("arrangement", "realms", Kind::Host, "realms or hosts that act for others"),
    list("arrangement", "operators", Kind::Text, "whom they act for: names or TADIG codes of operators, or `home`"),
];

/// The tables, and whether each may stand several times (`[[operator]]`).
pub const TABLES: &[(&str, bool)] = &[
    ("home", false),
    ("detect", false),
    ("import", false),
    ("operator", true),
    ("carrier", true),
    ("lease", true),
    ("arrangement", true),
    ("threshold", true),
    ("journey", true),
    ("exception", true),
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
            Kind::Number => "a number from 0, such as 15",
        }
    }

    /// Whether values are integers of TOML.
    pub(crate) fn is_integer(self) -> bool {
        matches!(self, Kind::PointCode | Kind::Percent | Kind::Number)
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
            Kind::PointCode | Kind::Percent | Kind::Flag | Kind::Number => false,
        }
    }

    /// Whether an integer is a value of this kind.
    pub(crate) fn accepts_integer(self, value: i64) -> bool {
        match self {
            Kind::PointCode => (0..POINT_CODE_END).contains(&value),
            Kind::Percent => (0..=100).contains(&value),
            Kind::Number => (0..=1_000_000_000).contains(&value),
            _ => false,
        }
    }
}

fn is_host(text: &str) -> bool {
    let in_label = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-' || c == b'_';
    let is_label = |label: &str| (1..=LABEL_OCTETS).contains(&label.len()) && label.bytes().all(in_label);
    text.len() <= HOST_OCTETS && text.split('.').all(is_label)
}
