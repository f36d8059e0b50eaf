//! What comes of it, as it is written in JSON: counts with what they are counted of, and shares from 0 to 1.
//!
//! A share of nothing is null.

use std::collections::BTreeMap;

use serde::Serialize;
use sigwarden_schema::lines::Severity;

/// Share of a whole; none of nothing.
pub(super) fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// How good the findings are.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Score {
    /// Which scenario.
    pub scenario: Scenario,
    /// Whether the truth has its last line; else all numbers are of the part that is there.
    pub truth_complete: bool,
    /// Whether the findings end as those of a scan do; else some may be missing.
    pub findings_complete: bool,
    /// Findings below do not count.
    pub min_severity: Severity,
    /// Lines of the truth by what they are.
    pub operations: Operations,
    /// Attacks of which a finding that counts names a frame.
    pub attacks: Recall,
    /// Campaigns of which at least one attack was found, of those that have attacks.
    pub campaigns: Recall,
    /// Findings that count, right and false.
    pub findings: Precision,
    /// False findings for every 100,000 legitimate operations.
    pub false_per_100k: Rate,
    /// The same question frame by frame.
    pub frames: Frames,
    /// What the findings say of the attacks that they found.
    pub said: Said,
    /// By what the attacks threaten, and the findings say they do.
    pub by_threat: Vec<ByThreat>,
    /// By what was tried.
    pub by_move: Vec<Group>,
    /// By campaign.
    pub by_campaign: Vec<Group>,
    /// Attacks that no finding names.
    pub missed: MissedAttacks,
    /// Findings without a frame of an attack.
    pub false_findings: FalseFindings,
    /// Findings that do not count.
    pub below: Below,
    /// What else makes the numbers doubtful.
    pub warnings: Vec<String>,
}

/// Which scenario it was: the first line of the truth.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scenario {
    /// Name.
    pub name: String,
    /// Seed.
    pub seed: u64,
    /// Share of its people who live in the capture.
    pub scale: f64,
    /// First moment, RFC 3339.
    pub first_ts: String,
    /// Last moment.
    pub last_ts: String,
}

/// Lines of the truth by what they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Operations {
    /// Of legitimate procedures.
    pub legitimate: u64,
    /// Of attacks, their answers too.
    pub attack: u64,
    /// Of neither.
    pub neither: u64,
}

/// How many of those that are there were found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Recall {
    /// That are there.
    pub all: u64,
    /// That were found.
    pub found: u64,
    /// Found of all.
    pub recall: Option<f64>,
}

impl Recall {
    /// Counts one more.
    pub(super) fn add(&mut self, found: bool) {
        self.all += 1;
        self.found += u64::from(found);
        self.recall = ratio(self.found, self.all);
    }
}

/// How many findings are right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Precision {
    /// That count.
    pub all: u64,
    /// That name a frame of an attack.
    pub right: u64,
    /// That name none.
    #[serde(rename = "false")]
    pub wrong: u64,
    /// Right of all.
    pub precision: Option<f64>,
}

impl Precision {
    /// Counts one more.
    pub(super) fn add(&mut self, right: bool) {
        self.all += 1;
        self.right += u64::from(right);
        self.wrong = self.all - self.right;
        self.precision = ratio(self.right, self.all);
    }
}

/// False findings for every 100,000 legitimate operations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Rate {
    /// False findings.
    #[serde(rename = "false")]
    pub wrong: u64,
    /// Legitimate operations.
    pub legitimate_operations: u64,
    /// False findings for every 100,000 of them.
    pub per_100k: Option<f64>,
}

impl Rate {
    pub(super) fn of(wrong: u64, legitimate_operations: u64) -> Self {
        let per_100k =
            ratio(wrong, legitimate_operations).map(|_| wrong as f64 * 100_000.0 / legitimate_operations as f64);
        Self { wrong, legitimate_operations, per_100k }
    }
}

/// Frame by frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Frames {
    /// Frames of requests of attacks.
    pub requests: Requests,
    /// Frames that findings name.
    pub named: Named,
}

/// Frames with a request of an attack.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Requests {
    /// All of them.
    pub all: u64,
    /// That a finding names.
    pub named: u64,
    /// Named of all.
    pub recall: Option<f64>,
}

/// Frames that findings name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Named {
    /// All of them, each once.
    pub all: u64,
    /// With a message of an attack.
    pub attack: u64,
    /// With legitimate messages only.
    pub legitimate: u64,
    /// With neither, or not in the truth.
    pub other: u64,
    /// Those of attacks, of all.
    pub precision: Option<f64>,
}

/// What the findings say of the attacks that they found.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Said {
    /// What became of it.
    pub outcome: Outcome,
    /// What was given away: the same things, none more and none less.
    pub disclosed: Share,
    /// The same, of the attacks only that got something or of which a finding says they did.
    pub disclosed_something: Share,
    /// Category.
    pub category: Verdict,
    /// Threat.
    pub threat: Verdict,
}

/// What became of attacks, as it was and as it was said.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Outcome {
    /// Attacks found.
    pub all: u64,
    /// Of which the finding says what became of them.
    pub right: u64,
    /// Right of all.
    pub share: Option<f64>,
    /// By what was, then by what was said, how often.
    pub table: BTreeMap<String, BTreeMap<String, u64>>,
}

/// How many of all are right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Share {
    /// All.
    pub all: u64,
    /// Right.
    pub right: u64,
    /// Right of all.
    pub share: Option<f64>,
}

impl Share {
    /// Counts one more.
    pub(super) fn add(&mut self, right: bool) {
        self.all += 1;
        self.right += u64::from(right);
        self.share = ratio(self.right, self.all);
    }
}

/// How often the worst finding of an attack says what is true, or another one of it does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Verdict {
    /// Attacks found.
    pub all: u64,
    /// The worst finding says it.
    pub right: u64,
    /// Another finding of the same attack does.
    pub in_another: u64,
    /// Right of all.
    pub share: Option<f64>,
}

impl Verdict {
    /// Counts one more.
    pub(super) fn add(&mut self, right: bool, in_another: bool) {
        self.all += 1;
        self.right += u64::from(right);
        self.in_another += u64::from(!right && in_another);
        self.share = ratio(self.right, self.all);
    }
}

/// Attacks and findings of one threat.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ByThreat {
    /// Name of the threat.
    pub name: String,
    /// Attacks that are of it.
    pub attacks: Recall,
    /// Findings that say so.
    pub findings: Precision,
}

/// Attacks that have something in common.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group {
    /// What: a name.
    pub name: String,
    /// The attacks.
    pub attacks: Recall,
}

/// Frames in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// Name of the file, without folder.
    pub file: String,
    /// Numbers of frames.
    pub frames: Vec<u64>,
}

/// Attacks that no finding names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MissedAttacks {
    /// How many.
    pub count: u64,
    /// The first of them.
    pub list: Vec<Missed>,
}

/// An attack that no finding names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missed {
    /// Identifier in the truth.
    pub id: String,
    /// Time of its first message, RFC 3339.
    pub ts: String,
    /// Where that stands.
    pub capture: Place,
    /// What was tried.
    pub r#move: String,
    /// What it threatens.
    pub threat: String,
    /// Campaign that it belongs to.
    pub campaign: String,
    /// A finding below the limit names it.
    pub below: bool,
}

/// Findings without a frame of an attack.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FalseFindings {
    /// How many.
    pub count: u64,
    /// By rule and procedure, the most frequent first.
    pub by_procedure: Vec<ByProcedure>,
    /// The first of them by time.
    pub list: Vec<FalseFinding>,
}

/// False findings of one rule about one legitimate procedure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ByProcedure {
    /// Rule.
    pub rule: String,
    /// Procedure; none where no frame of the finding is of one.
    pub procedure: Option<String>,
    /// How many.
    #[serde(flatten)]
    pub rate: Rate,
}

/// A finding without a frame of an attack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FalseFinding {
    /// Its identifier.
    pub id: String,
    /// Its time.
    pub ts: String,
    /// Its rule.
    pub rule: String,
    /// Its severity.
    pub severity: Severity,
    /// The legitimate procedure that it takes for an attack; of several, that with the most operations.
    pub procedure: Option<String>,
    /// All of its frames.
    pub captures: Vec<Place>,
}

/// Findings that do not count, because they are below the limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Below {
    /// All of them.
    pub all: u64,
    /// That name a frame of an attack.
    pub attack: u64,
    /// That name legitimate messages only.
    pub legitimate: u64,
    /// That name neither.
    pub other: u64,
}
