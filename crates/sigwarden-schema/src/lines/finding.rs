//! The `finding` line: a judgement about one or more operations of one target or one origin.

use super::{Capture, Fs, Op, Origin, Target};
use serde::Serialize;

/// A judgement.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// Version of the output lines.
    pub schema: &'static str,
    /// `finding`.
    pub event_type: &'static str,
    /// Time of the first frame that it rests on.
    pub ts: String,
    /// Identifier, from content: 16 hexadecimal digits.
    pub id: String,
    /// Which check found it.
    pub rule: Rule,
    /// What it threatens.
    pub threat: Threat,
    /// How bad.
    pub severity: Severity,
    /// How sure, 0 to 100.
    pub confidence: u8,
    /// Whom it is about.
    pub target: Target,
    /// Who asked.
    pub origin: Origin,
    /// Category.
    pub fs: Fs,
    /// The operation that was judged.
    pub op: Option<Op>,
    /// Every frame that it rests on, in the first file.
    pub capture: Capture,
    /// Frames by file, where it spans several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub captures: Vec<Capture>,
    /// Dialogues that it rests on.
    pub dialogue_ids: Vec<String>,
    /// Whether it worked.
    pub answer: Answer,
    /// Why it is said.
    pub why: Vec<Why>,
    /// What else could explain it.
    pub innocent: Vec<Innocent>,
    /// Names that others have for it.
    pub techniques: Vec<Technique>,
    /// What a firewall would do.
    pub verdict: Verdict,
    /// Findings that this one is a pattern over.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<String>,
}

/// Which check found it.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Rule {
    /// Stable identifier.
    pub id: &'static str,
    /// For people.
    pub name: &'static str,
}

/// How bad. The order is the order of the levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// An oddity without consequence.
    Info,
    /// An oddity.
    Low,
    /// A request that had no business arriving.
    Medium,
    /// One that gives something away or changes something.
    High,
    /// One that did.
    Critical,
}

impl Severity {
    /// All levels, lowest first.
    pub const ALL: [Self; 5] = [Self::Info, Self::Low, Self::Medium, Self::High, Self::Critical];

    /// Name as in the output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }

    /// The level of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }

    /// The next level up; critical stays.
    #[must_use]
    pub fn raised(self) -> Self {
        match self {
            Self::Info => Self::Low,
            Self::Low => Self::Medium,
            Self::Medium => Self::High,
            Self::High | Self::Critical => Self::Critical,
        }
    }
}

/// What a finding threatens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Threat {
    /// Where a phone is.
    LocationTracking,
    /// Who a subscriber is: IMSI, keys, profile.
    IdentityDisclosure,
    /// Calls, messages or data led past somebody who should not have them.
    Interception,
    /// A subscriber or node cut off.
    DenialOfService,
    /// Money.
    Fraud,
    /// Finding out what is there.
    Reconnaissance,
    /// Short messages with false senders, floods, commands to SIM cards.
    SmsAbuse,
    /// A form chosen to get past a filter.
    Evasion,
}

impl Threat {
    /// All threats.
    pub const ALL: [Self; 8] = [
        Self::LocationTracking,
        Self::IdentityDisclosure,
        Self::Interception,
        Self::DenialOfService,
        Self::Fraud,
        Self::Reconnaissance,
        Self::SmsAbuse,
        Self::Evasion,
    ];

    /// Name as in the output.
    pub fn name(self) -> &'static str {
        match self {
            Self::LocationTracking => "location-tracking",
            Self::IdentityDisclosure => "identity-disclosure",
            Self::Interception => "interception",
            Self::DenialOfService => "denial-of-service",
            Self::Fraud => "fraud",
            Self::Reconnaissance => "reconnaissance",
            Self::SmsAbuse => "sms-abuse",
            Self::Evasion => "evasion",
        }
    }

    /// The threat of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|threat| threat.name() == name)
    }
}

/// Whether a request worked.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    /// What became of it.
    pub outcome: Outcome,
    /// What was given away.
    pub disclosed: Vec<&'static str>,
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The way back is not in the capture, or the answer would have gone to somebody else.
    Unseen,
    /// Nothing came before the timeout or the end of the capture.
    Unanswered,
    /// An error, abort, reject or return came.
    Refused,
    /// A result came.
    Answered,
}

impl Outcome {
    /// Name as in the output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unseen => "unseen",
            Self::Unanswered => "unanswered",
            Self::Refused => "refused",
            Self::Answered => "answered",
        }
    }
}

/// One reason: what was expected, what was there, and who says so.
#[derive(Clone, Debug, Serialize)]
pub struct Why {
    /// Which check.
    pub check: &'static str,
    /// What should have been.
    pub expected: String,
    /// What was.
    pub observed: String,
    /// Where the expectation comes from.
    pub source: String,
    /// Date of that source, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_date: Option<String>,
}

/// Another explanation.
pub type Innocent = &'static str;

/// Name that a framework has for it.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Technique {
    /// Framework.
    pub framework: &'static str,
    /// Identifier there.
    pub id: &'static str,
}

/// What a firewall would do.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Verdict {
    /// `pass`, `drop`, `reject`, `would-drop`, `would-reject`.
    pub action: &'static str,
}
