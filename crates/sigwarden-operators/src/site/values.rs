//! Values of the site configuration that are more than texts and numbers, and how each is written.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::cidr::Cidr;
use crate::country::Country;
use crate::digits::DigitRange;
use crate::roles::Roles;

/// Kinds of arrangements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ArrangementKind {
    /// A roaming or messaging hub: its nodes send and receive for its customers.
    #[default]
    Hub,
    /// A sponsor: subscribers of others travel with its IMSIs.
    Sponsor,
    /// A product whose cards change between IMSIs of several networks.
    MultiImsi,
}

impl ArrangementKind {
    /// Every kind.
    pub const ALL: [ArrangementKind; 3] = [ArrangementKind::Hub, ArrangementKind::Sponsor, ArrangementKind::MultiImsi];

    /// As the configuration writes it.
    pub const fn text(self) -> &'static str {
        match self {
            ArrangementKind::Hub => "hub",
            ArrangementKind::Sponsor => "sponsor",
            ArrangementKind::MultiImsi => "multi-imsi",
        }
    }
}

/// Numbers of nodes of one role: `HLR 12465550000-12465550009`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NodeRange {
    /// What the nodes are.
    pub roles: Roles,
    /// Their numbers.
    pub range: DigitRange,
}

impl FromStr for NodeRange {
    type Err = String;

    fn from_str(text: &str) -> Result<NodeRange, String> {
        let (role, range) =
            text.split_once(' ').ok_or_else(|| format!("\"{text}\" names no role; write it as HLR 1555555"))?;
        Ok(NodeRange { roles: Roles::parse(role)?, range: range.trim().parse()? })
    }
}

impl fmt::Display for NodeRange {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.roles.list(), self.range)
    }
}

impl Serialize for NodeRange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for NodeRange {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<NodeRange, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl Serialize for Cidr {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Cidr {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Cidr, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl Serialize for Country {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Country {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Country, D::Error> {
        let text = String::deserialize(deserializer)?;
        Country::new(&text).ok_or_else(|| serde::de::Error::custom(format!("\"{text}\" is no country code")))
    }
}

impl Serialize for DigitRange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DigitRange {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<DigitRange, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
