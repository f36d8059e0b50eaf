//! What a site configuration can say, table by table.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::values::{ArrangementKind, NodeRange};
use crate::cidr::Cidr;
use crate::country::Country;
use crate::day::Day;
use crate::digits::DigitRange;
use crate::plmn::Plmn;

/// What a site configuration says. Lists keep the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Site {
    /// The network to protect.
    #[serde(skip_serializing_if = "is_default")]
    pub home: Home,
    /// How to detect.
    #[serde(skip_serializing_if = "is_default")]
    pub detect: Detect,
    /// Where imported operators are.
    #[serde(skip_serializing_if = "is_default")]
    pub import: Import,
    /// Other networks.
    #[serde(rename = "operator", skip_serializing_if = "is_default")]
    pub operators: Vec<Operator>,
    /// Carriers: who brings the traffic of other networks.
    #[serde(rename = "carrier", skip_serializing_if = "is_default")]
    pub carriers: Vec<Carrier>,
    /// Address ranges used by somebody other than their owner.
    #[serde(rename = "lease", skip_serializing_if = "is_default")]
    pub leases: Vec<Lease>,
    /// Who acts for whom: hubs, sponsors, products with several IMSIs.
    #[serde(rename = "arrangement", skip_serializing_if = "is_default")]
    pub arrangements: Vec<Arrangement>,
    /// Numbers from which on something is suspicious, where they are not the usual ones.
    #[serde(rename = "threshold", skip_serializing_if = "is_default")]
    pub thresholds: Vec<ThresholdValue>,
    /// How long ways take at least, where that is not what distances say.
    #[serde(rename = "journey", skip_serializing_if = "is_default")]
    pub journeys: Vec<Journey>,
    /// What is no finding here.
    #[serde(rename = "exception", skip_serializing_if = "is_default")]
    pub exceptions: Vec<Exception>,
}

/// A number from which on something is suspicious (`[[threshold]]`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ThresholdValue {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: i64,
}

/// How long a way takes at least (`[[journey]]`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Journey {
    /// A country.
    pub from: Option<Country>,
    /// Another one.
    pub to: Option<Country>,
    /// Minutes, in both directions.
    pub minutes: u32,
}

/// What is no finding here (`[[exception]]`): of one rule, for a scope, with somebody who answers for it, until a day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Exception {
    /// Name of the rule, or `*`.
    pub rule: Option<String>,
    /// An expression over fields of findings.
    pub scope: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Last day.
    pub expires: Option<Day>,
}

/// The network to protect (`[home]`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Home {
    /// Name, as reports call it.
    #[serde(skip_serializing_if = "is_default")]
    pub name: Option<String>,
    /// TADIG code (GSMA TD.13): five capital letters or digits.
    #[serde(skip_serializing_if = "is_default")]
    pub tadig: Option<String>,
    /// Its PLMN identities.
    #[serde(skip_serializing_if = "is_default")]
    pub plmns: Vec<Plmn>,
    /// E.164 numbers of its nodes.
    #[serde(skip_serializing_if = "is_default")]
    pub global_titles: Vec<DigitRange>,
    /// E.164 numbers of its subscribers.
    #[serde(skip_serializing_if = "is_default")]
    pub msisdns: Vec<DigitRange>,
    /// E.214 numbers (mobile Global Titles) that lead to its registers: country and network digits, then the subscriber's.
    #[serde(skip_serializing_if = "is_default")]
    pub mobile_global_titles: Vec<DigitRange>,
    /// Diameter realms, lower case.
    #[serde(skip_serializing_if = "is_default")]
    pub realms: Vec<String>,
    /// Networks of its GTP nodes.
    #[serde(skip_serializing_if = "is_default")]
    pub gtp_addresses: Vec<Cidr>,
    /// Signalling point codes, as integers below 2^24.
    #[serde(skip_serializing_if = "is_default")]
    pub point_codes: Vec<u32>,
    /// File with the key of the pseudonyms: 64 hexadecimal digits.
    #[serde(skip_serializing_if = "is_default")]
    pub privacy_key_file: Option<String>,
}

/// How to detect (`[detect]`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Detect {
    /// File of a category table that replaces the built-in one.
    #[serde(skip_serializing_if = "is_default")]
    pub categories_file: Option<String>,
    /// File of a table of Diameter commands or GTP messages that replaces the built-in rows of their protocol.
    #[serde(skip_serializing_if = "is_default")]
    pub commands_file: Option<String>,
    /// List of the realms that the name service between carriers knows.
    #[serde(skip_serializing_if = "is_default")]
    pub realms_file: Option<String>,
    /// Files and folders of own rules.
    #[serde(skip_serializing_if = "is_default")]
    pub rules: Vec<String>,
    /// Packs of rules that are on; empty: the usual ones.
    #[serde(skip_serializing_if = "is_default")]
    pub packs: Vec<String>,
    /// Rules that are on although their pack is off.
    #[serde(skip_serializing_if = "is_default")]
    pub enable: Vec<String>,
    /// Rules that are off although their pack is on.
    #[serde(skip_serializing_if = "is_default")]
    pub disable: Vec<String>,
    /// File with what earlier runs have learned of subscribers.
    #[serde(skip_serializing_if = "is_default")]
    pub state_file: Option<String>,
}

/// Another network (`[[operator]]`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Operator {
    /// Name, as reports call it.
    #[serde(skip_serializing_if = "is_default")]
    pub name: Option<String>,
    /// TADIG code (GSMA TD.13).
    #[serde(skip_serializing_if = "is_default")]
    pub tadig: Option<String>,
    /// Country where it is at home.
    #[serde(skip_serializing_if = "is_default")]
    pub country: Option<Country>,
    /// Its PLMN identities.
    #[serde(skip_serializing_if = "is_default")]
    pub plmns: Vec<Plmn>,
    /// E.164 numbers of its nodes.
    #[serde(skip_serializing_if = "is_default")]
    pub global_titles: Vec<DigitRange>,
    /// E.164 numbers of its subscribers.
    #[serde(skip_serializing_if = "is_default")]
    pub msisdns: Vec<DigitRange>,
    /// E.214 numbers (mobile Global Titles) that lead to its registers.
    #[serde(skip_serializing_if = "is_default")]
    pub mobile_global_titles: Vec<DigitRange>,
    /// E.164 numbers of nodes whose role is known.
    #[serde(skip_serializing_if = "is_default")]
    pub nodes: Vec<NodeRange>,
    /// Diameter realms, lower case.
    #[serde(skip_serializing_if = "is_default")]
    pub realms: Vec<String>,
    /// Networks of its GTP nodes.
    #[serde(skip_serializing_if = "is_default")]
    pub gtp_addresses: Vec<Cidr>,
    /// Signalling point codes, as integers below 2^24.
    #[serde(skip_serializing_if = "is_default")]
    pub point_codes: Vec<u32>,
    /// Whether a roaming agreement exists; `None`: not said.
    #[serde(skip_serializing_if = "is_default")]
    pub partner: Option<bool>,
    /// Names of the carriers expected to bring its traffic.
    #[serde(skip_serializing_if = "is_default")]
    pub carriers: Vec<String>,
    /// First day on which this holds.
    #[serde(skip_serializing_if = "is_default")]
    pub valid_from: Option<Day>,
    /// Last day on which this holds.
    #[serde(skip_serializing_if = "is_default")]
    pub valid_to: Option<Day>,
    /// Where this comes from, such as `IR.21`; `None`: the file it stands in.
    #[serde(skip_serializing_if = "is_default")]
    pub source: Option<String>,
    /// How old what the source says is.
    #[serde(skip_serializing_if = "is_default")]
    pub source_date: Option<Day>,
}

/// A carrier (`[[carrier]]`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Carrier {
    /// Name, as operators refer to it.
    #[serde(skip_serializing_if = "is_default")]
    pub name: Option<String>,
    /// Signalling point codes, as integers below 2^24.
    #[serde(skip_serializing_if = "is_default")]
    pub point_codes: Vec<u32>,
    /// Diameter hosts, lower case.
    #[serde(skip_serializing_if = "is_default")]
    pub hosts: Vec<String>,
}

/// An address range known or suspected to be used by somebody else (`[[lease]]`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Lease {
    /// E.164 numbers.
    #[serde(skip_serializing_if = "is_default")]
    pub global_titles: Vec<DigitRange>,
    /// Diameter realms or hosts, lower case; names below them count too.
    #[serde(skip_serializing_if = "is_default")]
    pub realms: Vec<String>,
    /// Networks of GTP nodes.
    #[serde(skip_serializing_if = "is_default")]
    pub gtp_addresses: Vec<Cidr>,
    /// Who uses them.
    #[serde(skip_serializing_if = "is_default")]
    pub lessee: Option<String>,
    /// Who said so.
    #[serde(skip_serializing_if = "is_default")]
    pub source: Option<String>,
    /// What it rests on: a page, a table, a case number.
    #[serde(skip_serializing_if = "is_default")]
    pub evidence: Option<String>,
    /// How sure that is, 0–100.
    #[serde(skip_serializing_if = "is_default")]
    pub confidence: Option<u8>,
    /// First day.
    #[serde(skip_serializing_if = "is_default")]
    pub since: Option<Day>,
    /// Last day.
    #[serde(skip_serializing_if = "is_default")]
    pub until: Option<Day>,
}

/// Where imported operators are (`[import]`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Import {
    /// File that `operators import` writes; `None`: [`Import::DEFAULT_FILE`] beside the configuration, if it is there.
    #[serde(skip_serializing_if = "is_default")]
    pub file: Option<String>,
}

impl Import {
    /// Where imported operators are if nothing else is said.
    pub const DEFAULT_FILE: &'static str = "operators.db";
}

/// Who acts for whom (`[[arrangement]]`): addresses or subscribers of one network that may be of others by contract.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Arrangement {
    /// What it is.
    #[serde(skip_serializing_if = "is_default")]
    pub kind: ArrangementKind,
    /// What it is called.
    #[serde(skip_serializing_if = "is_default")]
    pub name: Option<String>,
    /// E.164 numbers of the nodes that act for the others.
    #[serde(skip_serializing_if = "is_default")]
    pub global_titles: Vec<DigitRange>,
    /// IMSIs of the subscribers that are of several networks.
    #[serde(skip_serializing_if = "is_default")]
    pub imsis: Vec<DigitRange>,
    /// Diameter realms or hosts that act for the others, lower case.
    #[serde(skip_serializing_if = "is_default")]
    pub realms: Vec<String>,
    /// The networks acted for: names or TADIG codes of operators, or `home`.
    #[serde(skip_serializing_if = "is_default")]
    pub operators: Vec<String>,
}

impl Home {
    /// True when some identity says which network is at home; a name alone does not.
    pub fn is_known(&self) -> bool {
        !(self.plmns.is_empty()
            && self.global_titles.is_empty()
            && self.msisdns.is_empty()
            && self.realms.is_empty()
            && self.gtp_addresses.is_empty()
            && self.point_codes.is_empty())
    }
}

impl Operator {
    /// What a name begins with among identities, where TADIG codes stand too.
    pub(crate) const NAME_MARK: &str = "name ";

    /// What operators are told apart by: TADIG code, else name; what has neither is nobody else.
    pub fn identity(&self) -> Option<String> {
        self.tadig.clone().or_else(|| self.name.as_deref().map(Operator::identity_by_name))
    }

    /// What an operator without a TADIG code is told apart by.
    pub(crate) fn identity_by_name(name: &str) -> String {
        format!("{}{}", Operator::NAME_MARK, name.to_lowercase())
    }

    /// What to call it: name, else TADIG, else its position in the file, the first being 1.
    pub fn label(&self, position: usize) -> Cow<'_, str> {
        match self.name.as_deref().or(self.tadig.as_deref()) {
            Some(name) => Cow::Borrowed(name),
            None => Cow::Owned(format!("operator {}", position.saturating_add(1))),
        }
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
