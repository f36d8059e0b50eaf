//! Findings on their way: what is known of each until its dialogue has closed, and the line that it becomes.

use crate::memory::questions::Question;
use crate::rules::{RuleInfo, techniques};
use crate::table::Category;
use crate::traits::Traits;
use jiff::Timestamp;
use sigwarden_dialogue::diameter::Subject;
use sigwarden_dialogue::joiner::Stack;
use sigwarden_dialogue::{Dialogue, FrameRef, InvokeState, Title};
use sigwarden_operators::networks::PUBLIC_TITLE_CONFIDENCE;
use sigwarden_operators::{Attribution, Day, Networks, site};
use sigwarden_schema::SCHEMA_VERSION;
use sigwarden_schema::lines::{
    Answer, Capture, Finding, Fs, Lease, Op, Origin, Outcome, Rule, Severity, Target, Threat, Verdict, Why,
};
use sigwarden_wire::disclosure::Disclosure;
use sigwarden_wire::map::parameter::Parameters;
use sigwarden_wire::{cap, map};
use std::net::IpAddr;
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

/// What an answer gave away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Disclosed(u16);

/// Names of the output, in its order.
const DISCLOSED: [(Disclosure, &str); 9] = [
    (Disclosure::Location, "location"),
    (Disclosure::Imsi, "imsi"),
    (Disclosure::Msisdn, "msisdn"),
    (Disclosure::Imei, "imei"),
    (Disclosure::ServingNode, "serving-node"),
    (Disclosure::AuthVectors, "auth-vectors"),
    (Disclosure::Profile, "profile"),
    (Disclosure::State, "state"),
    (Disclosure::Msrn, "msrn"),
];

impl Disclosed {
    /// What the fields of a result give away.
    pub fn of(fields: &Parameters) -> Self {
        Self::of_kinds(fields.values().iter().map(|value| value.field.disclosure()))
    }

    /// What these kinds are together.
    pub fn of_kinds(kinds: impl Iterator<Item = Disclosure>) -> Self {
        kinds.fold(Self::default(), |set, kind| Self(set.0 | bit(kind)))
    }

    /// All of them but these.
    #[must_use]
    pub fn without(self, kind: Disclosure) -> Self {
        Self(self.0 & !bit(kind))
    }

    /// Both.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether nothing was.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Names as in the output.
    pub fn names(self) -> Vec<&'static str> {
        DISCLOSED.iter().filter(|(kind, _)| self.0 & bit(*kind) != 0).map(|(_, name)| *name).collect()
    }
}

fn bit(kind: Disclosure) -> u16 {
    DISCLOSED
        .iter()
        .position(|(known, _)| *known == kind)
        .and_then(|position| 1u16.checked_shl(u32::try_from(position).ok()?))
        .unwrap_or(0)
}

/// Who asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Asker {
    /// Nothing says who.
    #[default]
    Nobody,
    /// A Global Title.
    Title(Title),
    /// A Diameter node: host and realm.
    Node {
        /// Host, lower case.
        host: Arc<str>,
        /// Realm, lower case.
        realm: Arc<str>,
    },
    /// An IP address.
    Address(IpAddr),
}

impl Asker {
    /// Whether nothing says who.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Nobody => true,
            Self::Title(title) => title.is_empty(),
            Self::Node { host, realm } => host.is_empty() && realm.is_empty(),
            Self::Address(_) => false,
        }
    }
}

impl std::fmt::Display for Asker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Nobody => Ok(()),
            Self::Title(title) => write!(f, "{title}"),
            Self::Node { host, realm } => f.write_str(if host.is_empty() { realm } else { host }),
            Self::Address(address) => write!(f, "{address}"),
        }
    }
}

/// Reasons of one finding; whoever needs more to believe it will not be convinced by them.
const MAX_REASONS: usize = 32;

/// A finding whose dialogue may still be open.
#[derive(Clone, Debug)]
pub struct Pending {
    /// Which check.
    pub rule: &'static RuleInfo,
    /// What it threatens.
    pub threat: Threat,
    /// Severity of the request alone.
    pub severity: Severity,
    /// How sure, 0 to 100.
    pub confidence: u8,
    /// Time of the first frame.
    pub ts_ns: i64,
    /// IMSI.
    pub imsi: Title,
    /// MSISDN.
    pub msisdn: Title,
    /// IMEI.
    pub imei: Title,
    /// Who asked.
    pub asker: Asker,
    /// Whose address that is.
    pub origin: Attribution,
    /// Category.
    pub category: Category,
    /// Which document the category is modelled on.
    pub document: &'static str,
    /// Operation.
    pub op: Option<Op>,
    /// Side of the dialogue that asked.
    pub side: u8,
    /// Every frame that it rests on.
    pub frames: Vec<FrameRef>,
    /// Dialogues that it rests on.
    pub dialogues: Vec<u64>,
    /// What became of the request.
    pub state: InvokeState,
    /// What was given away.
    pub disclosed: Disclosed,
    /// Error of a refusal, by name or number.
    pub error: Option<String>,
    /// The way that an answer would come on.
    pub way_back: u64,
    /// The answer would have gone to somebody else.
    pub spoofed: bool,
    /// Said only if this way brings the traffic of other networks.
    pub if_outside: Option<u64>,
    /// How the request was made.
    pub(crate) traits: Traits,
    /// Held until its company is known; a finding only then.
    pub(crate) question: Option<Question>,
    /// No alarm where the identity is in many places by nature.
    pub(crate) unless_restless: bool,
    /// Reasons.
    pub why: Vec<Why>,
    /// Identifiers of the findings that this is a pattern over.
    pub related: Vec<u64>,
}

impl Pending {
    /// Adds a reason once.
    pub fn reason(&mut self, why: Why) {
        if self.why.len() < MAX_REASONS
            && !self.why.iter().any(|known| known.check == why.check && known.observed == why.observed)
        {
            self.why.push(why);
        }
    }

    /// What an answer adds: the outcome where none is known yet, what it gave away, and whom it names.
    pub fn answered(&mut self, succeeded: bool, error: Option<String>, disclosed: Disclosed, subject: &Subject) {
        if self.state == InvokeState::Open {
            self.state = if succeeded { InvokeState::Answered } else { InvokeState::Refused };
            self.error = error;
        }
        self.disclosed = self.disclosed.with(disclosed);
        self.learn(subject);
    }

    /// An answer may name the subscriber that the request did not.
    pub fn learn(&mut self, subject: &Subject) {
        let slots =
            [(&mut self.imsi, subject.imsi), (&mut self.msisdn, subject.msisdn), (&mut self.imei, subject.imei)];
        for (slot, known) in slots {
            *slot = if slot.is_empty() { known } else { *slot };
        }
    }

    /// Identifier, from content: the check, the dialogues, and the time, which tells the requests of one session apart.
    pub fn id(&self) -> u64 {
        let mut content = self.rule.id.as_bytes().to_vec();
        content.extend_from_slice(&self.ts_ns.div_euclid(1000).to_le_bytes());
        self.dialogues.iter().for_each(|dialogue| content.extend_from_slice(&dialogue.to_le_bytes()));
        xxh3_64(&content)
    }

    /// Whether it worked. `saw` tells whether a way was ever used.
    pub fn outcome(&self, saw: &impl Fn(u64) -> bool) -> Outcome {
        match self.state {
            _ if self.spoofed => Outcome::Unseen,
            InvokeState::Answered => Outcome::Answered,
            InvokeState::Refused => Outcome::Refused,
            InvokeState::Open if saw(self.way_back) => Outcome::Unanswered,
            InvokeState::Open => Outcome::Unseen,
        }
    }

    /// Severity, raised by an answer.
    pub fn final_severity(&self) -> Severity {
        let answered = self.state == InvokeState::Answered && !self.spoofed && self.related.is_empty();
        if answered && self.severity >= Severity::Medium { self.severity.raised() } else { self.severity }
    }

    /// The line.
    pub fn line(&self, saw: &impl Fn(u64) -> bool, names: &[String], networks: &Networks) -> Finding {
        let text = |title: Title| (!title.is_empty()).then(|| title.to_string());
        let severity = self.final_severity();
        let mut captures = captures(self.frames.iter().copied(), names);
        let capture = captures.first().cloned().unwrap_or_default();
        if captures.len() < 2 {
            captures.clear();
        }
        Finding {
            schema: SCHEMA_VERSION,
            event_type: "finding",
            ts: time(self.ts_ns),
            id: format!("{:016x}", self.id()),
            rule: Rule { id: self.rule.id, name: self.rule.name },
            threat: self.threat,
            severity,
            confidence: self.confidence,
            target: Target { imsi: text(self.imsi), msisdn: text(self.msisdn), imei: text(self.imei) },
            origin: origin(&self.asker, &self.origin, networks),
            fs: Fs { document: self.document, category: self.category.name() },
            op: self.op.clone(),
            capture,
            captures,
            dialogue_ids: self.dialogues.iter().map(|dialogue| format!("{dialogue:016x}")).collect(),
            answer: Answer { outcome: self.outcome(saw), disclosed: self.disclosed.names() },
            why: self.why.clone(),
            innocent: self.rule.innocent.to_vec(),
            techniques: techniques(self.threat).to_vec(),
            verdict: Verdict { action: if severity >= Severity::Medium { "would-drop" } else { "pass" } },
            related: self.related.iter().map(|id| format!("{id:016x}")).collect(),
        }
    }
}

/// A time as it is written: RFC 3339, UTC, microseconds.
pub fn time(ts_ns: i64) -> String {
    match Timestamp::from_nanosecond(i128::from(ts_ns)) {
        Ok(timestamp) => timestamp.strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string(),
        Err(_) => "1970-01-01T00:00:00.000000Z".to_owned(),
    }
}

/// A time as [`time`] writes it, as nanoseconds since 1970.
pub fn nanoseconds(text: &str) -> Option<i64> {
    let timestamp: Timestamp = text.parse().ok()?;
    i64::try_from(timestamp.as_nanosecond()).ok()
}

/// Frames by input, in order and each once.
pub fn captures(frames: impl Iterator<Item = FrameRef>, names: &[String]) -> Vec<Capture> {
    let mut sorted: Vec<FrameRef> = frames.collect();
    sorted.sort_unstable();
    sorted.dedup();
    let mut captures: Vec<(u16, Capture)> = Vec::new();
    for frame in sorted {
        match captures.last_mut() {
            Some((input, capture)) if *input == frame.input => capture.frames.push(frame.number),
            _ => {
                let file = names.get(usize::from(frame.input)).cloned().unwrap_or_default();
                captures.push((frame.input, Capture { file, frames: vec![frame.number] }));
            }
        }
    }
    captures.into_iter().map(|(_, capture)| capture).collect()
}

/// Who asked, as it is written.
pub fn origin(asker: &Asker, attribution: &Attribution, networks: &Networks) -> Origin {
    let attribution = &match asker {
        Asker::Title(title) => {
            networks.with_public_operator(*attribution, title.text().as_ascii(), PUBLIC_TITLE_CONFIDENCE)
        }
        _ => *attribution,
    };
    let operator = networks.operator_of(attribution);
    let tadig = networks.tadig_of(attribution).map(str::to_owned);
    let country = attribution.countries.single().map(|country| country.as_str().to_owned());
    let several = attribution.countries.iter().filter(|_| country.is_none());
    let countries = several.map(|country| country.as_str().to_owned()).collect();
    let domicile = attribution.domicile.single().map(|country| country.as_str().to_owned());
    let source = networks.source(attribution);
    let home = attribution.is_home().then_some("home");
    let text = |text: &Arc<str>| (!text.is_empty()).then(|| text.to_string());
    let (mut gt, mut host, mut realm, mut ip) = (None, None, None, None);
    match asker {
        Asker::Title(title) if !title.is_empty() => gt = Some(title.to_string()),
        Asker::Title(_) | Asker::Nobody => {}
        Asker::Node { host: name, realm: of } => (host, realm) = (text(name), text(of)),
        Asker::Address(address) => ip = Some(address.to_string()),
    }
    Origin {
        gt,
        host,
        realm,
        ip,
        operator,
        tadig,
        domicile: domicile.filter(|domicile| country.as_ref() != Some(domicile)),
        carrier: networks.carrier_of(attribution).map(str::to_owned),
        lease: networks.lease(attribution).map(lease),
        notes: home.into_iter().chain(attribution.marks.words()).collect(),
        basis: source.as_ref().map(|source| source.name.clone().into_owned()),
        basis_date: source.and_then(|source| source.date),
        confidence: Some(attribution.confidence),
        country,
        countries,
    }
    .with_source(attribution.basis.text())
}

fn lease(lease: &site::Lease) -> Lease {
    let date = |day: Option<Day>| day.map(|day| day.to_string());
    Lease {
        lessee: lease.lessee.clone(),
        source: lease.source.clone(),
        evidence: lease.evidence.clone(),
        confidence: lease.confidence,
        since: date(lease.since),
        until: date(lease.until),
    }
}

/// The standard's own name of an operation.
pub fn operation_name(stack: Stack, code: i64, dialogue: &Dialogue) -> Option<&'static str> {
    match stack {
        Stack::Map => {
            let (number, version) = context(dialogue).unwrap_or((0, 1));
            Some(map::ops::name_in_context(code, number, version)).filter(|name| !name.is_empty())
        }
        Stack::Cap => cap::ops::operation(code).map(|operation| operation.name),
        Stack::Other => None,
    }
}

/// Number and version of the application context of a dialogue, where it has one.
pub(crate) fn context(dialogue: &Dialogue) -> Option<(u8, u8)> {
    (!dialogue.oid.is_empty()).then_some((dialogue.context.number, dialogue.context.version))
}
