//! `truth.jsonl`: what every message of a generated capture is.
//!
//! The first line is a [`Beginning`], then one [`Truth`] for every operation in the order of the
//! captures, then one [`Campaign`] each, then [`Totals`]. Where the program's own output lines have a
//! field of the same meaning, it has the same name and the same values here.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Text that is either borrowed from where it came from or owned.
pub type Text<'a> = Cow<'a, str>;

/// `event_type` of [`Beginning`].
pub const SCENARIO: &str = "scenario";
/// `event_type` of [`Truth`].
pub const TRUTH: &str = "truth";
/// `event_type` of [`Campaign`].
pub const CAMPAIGN: &str = "campaign";
/// `event_type` of [`Totals`].
pub const TOTALS: &str = "totals";

/// Version of the layout of these lines.
pub const SCHEMA: &str = "1.0.0";

/// The first line: which scenario, and with what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Beginning<'a> {
    /// [`SCENARIO`].
    pub event_type: Text<'a>,
    /// [`SCHEMA`].
    pub schema: Text<'a>,
    /// Name of the scenario.
    pub name: Text<'a>,
    /// What decides every byte beside the scenario itself.
    pub seed: u64,
    /// Share of the people of the scenario who live in this capture; campaigns are always whole.
    pub scale: f64,
    /// First moment, RFC 3339.
    pub first_ts: Text<'a>,
    /// Last moment.
    pub last_ts: Text<'a>,
}

/// Where an operation stands: a frame, or several when the message was segmented.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place<'a> {
    /// Name of the capture file, without folder.
    pub file: Text<'a>,
    /// Frame numbers, from 1, as packet tools count them.
    pub frames: Vec<u32>,
}

/// An operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation<'a> {
    /// Local operation code of MAP or CAP, command code of Diameter, message type of GTP.
    pub code: i64,
    /// The standard's own name.
    pub name: Text<'a>,
    /// `invoke` `result` `error` `reject` `request` `answer`.
    pub kind: Text<'a>,
}

/// Whom an operation is about. Digits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Target<'a> {
    /// International mobile subscriber identity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imsi: Option<Text<'a>>,
    /// Number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub msisdn: Option<Text<'a>>,
    /// Identity of the telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imei: Option<Text<'a>>,
    /// What the home network gave out for the IMSI in a short message that it routes itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correlation: Option<Text<'a>>,
}

/// Who asked: the address, and who holds it in this world.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin<'a> {
    /// Global Title, for SS7.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gt: Option<Text<'a>>,
    /// Origin-Host, for Diameter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<Text<'a>>,
    /// Origin-Realm, for Diameter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub realm: Option<Text<'a>>,
    /// Address, for GTP.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ip: Option<Text<'a>>,
    /// Operator whose address it is, whoever uses it.
    pub operator: Text<'a>,
    /// Its country, ISO 3166 alpha-2.
    pub country: Text<'a>,
}

/// The attack that a message belongs to, its question or its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attack<'a> {
    /// One dialogue, with its repetitions: the unit that is counted.
    pub id: Text<'a>,
    /// Name of the campaign.
    pub campaign: Text<'a>,
    /// Who is behind it.
    pub actor: Text<'a>,
    /// What was tried: the name of a move of the scenario language.
    pub r#move: Text<'a>,
    /// Kind, one of the contract's: `location-tracking`, `identity-disclosure`, `interception`,
    /// `denial-of-service`, `fraud`, `reconnaissance`, `sms-abuse`, `evasion`.
    pub threat: Text<'a>,
    /// `Cat1`, `Cat2.1`, …: as in `fs.category`.
    pub category: Text<'a>,
    /// `answered` `refused` `unanswered`.
    pub outcome: Text<'a>,
    /// What the answer gave away, sorted: as in `disclosed[]`.
    pub disclosed: Vec<Text<'a>>,
}

/// What one operation is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Truth<'a> {
    /// [`TRUTH`].
    pub event_type: Text<'a>,
    /// When, RFC 3339, UTC, microseconds.
    pub ts: Text<'a>,
    /// Where it stands.
    pub capture: Place<'a>,
    /// `ss7-map`, `ss7-cap`, `diameter`, `gtpv1-c`, `gtpv2-c`.
    pub stack: Text<'a>,
    /// Number of the dialogue, transaction or exchange in this scenario.
    pub dialogue: u64,
    /// The operation.
    pub op: Operation<'a>,
    /// Whom it is about, whether or not this message says so.
    pub target: Target<'a>,
    /// Which identities of the target stand in this very message: `imsi` `msisdn` `imei` `correlation`.
    pub shown: Vec<Text<'a>>,
    /// Who asked; for answers too.
    pub origin: Origin<'a>,
    /// The legitimate procedure it belongs to, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legitimate: Option<Text<'a>>,
    /// The attack it belongs to, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attack: Option<Attack<'a>>,
    /// The unusual form it was given on purpose, which other programs may call malformed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Text<'a>>,
    /// A second copy of a message, as another tap saw it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub copy: bool,
}

/// A campaign, summed up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Campaign<'a> {
    /// [`CAMPAIGN`].
    pub event_type: Text<'a>,
    /// Its name.
    pub name: Text<'a>,
    /// Who is behind it.
    pub actor: Text<'a>,
    /// Numbers of the patterns that it shows, as in the documentation of scenarios.
    pub patterns: Vec<u8>,
    /// First and last attack; absent when there was none.
    pub first_ts: Option<Text<'a>>,
    /// Last attack.
    pub last_ts: Option<Text<'a>>,
    /// Dialogues.
    pub attacks: u64,
    /// Of them answered.
    pub answered: u64,
    /// Distinct targets.
    pub targets: u64,
    /// Addresses used, sorted.
    pub origins: Vec<Text<'a>>,
    /// `published` where numbers and names are those of a publication, else `fictional`.
    pub basis: Text<'a>,
}

/// The last line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Totals<'a> {
    /// [`TOTALS`].
    pub event_type: Text<'a>,
    /// Frames in all captures.
    pub frames: u64,
    /// Signalling messages; a segmented one counts once.
    pub messages: u64,
    /// Legitimate dialogues, by procedure.
    pub legitimate: BTreeMap<Text<'a>, u64>,
    /// Operations (lines) that belong to legitimate dialogues.
    pub legitimate_operations: u64,
    /// Operations that belong to attacks.
    pub attack_operations: u64,
    /// Attacks: dialogues, with their repetitions.
    pub attacks: u64,
}

fn is_false(value: &bool) -> bool {
    !value
}
