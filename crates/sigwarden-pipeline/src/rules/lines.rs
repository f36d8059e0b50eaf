//! Finding lines of rules that somebody wrote.

use sigwarden_rules::Rule;
use sigwarden_schema::SCHEMA_VERSION;
use sigwarden_schema::lines::{
    Answer, Capture, Finding, Operation, Origin, Outcome, Severity, Target, Technique, Threat, Verdict, Why,
};
use std::collections::{BTreeMap, BTreeSet};
use xxhash_rust::xxh3::xxh3_64;

/// What a rule says of its findings. Texts live as long as the program: there is one set of rules a run.
#[derive(Clone, Debug)]
pub(super) struct Told {
    id: &'static str,
    name: &'static str,
    what: String,
    severity: Severity,
    confidence: u8,
    threat: Threat,
    innocent: Vec<&'static str>,
    techniques: Vec<Technique>,
}

fn kept(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

impl Told {
    pub(super) fn of(rule: &Rule) -> Self {
        let about = &rule.about;
        let attack = about.tags.iter().filter_map(|tag| tag.strip_prefix("attack."));
        Self {
            id: kept(&about.name),
            name: kept(&about.title),
            what: about.description.split_whitespace().collect::<Vec<_>>().join(" "),
            severity: about.level,
            confidence: about.confidence,
            threat: about.threat,
            innocent: about.falsepositives.iter().map(|text| kept(text)).collect(),
            techniques: attack
                .map(|id| Technique { framework: "MITRE ATT&CK Mobile", id: kept(&id.to_ascii_uppercase()) })
                .collect(),
        }
    }
}

/// A finding of one operation.
pub(super) fn matched(told: &Told, line: &Operation) -> Finding {
    let id = xxh3_64(format!("{} {} {}", told.id, line.dialogue_id, line.ts).as_bytes());
    Finding {
        schema: SCHEMA_VERSION,
        event_type: "finding",
        ts: line.ts.clone(),
        id: format!("{id:016x}"),
        rule: sigwarden_schema::lines::Rule { id: told.id, name: told.name },
        threat: told.threat,
        severity: told.severity,
        confidence: told.confidence,
        target: line.target.clone(),
        origin: line.origin.clone(),
        fs: line.fs,
        op: line.op.clone(),
        capture: line.capture.clone(),
        captures: Vec::new(),
        dialogue_ids: vec![line.dialogue_id.clone()],
        answer: Answer { outcome: Outcome::Unanswered, disclosed: line.disclosed.clone() },
        why: vec![reason(told, "an operation that the rule describes")],
        innocent: told.innocent.clone(),
        techniques: told.techniques.clone(),
        verdict: verdict(told.severity),
        related: Vec::new(),
    }
}

/// A finding over others: everything they rest on.
pub(super) fn over(told: &Told, steps: &[&Finding], observed: &str) -> Option<Finding> {
    let first = steps.first()?;
    let mut frames: BTreeMap<&str, BTreeSet<u64>> = BTreeMap::new();
    for capture in steps.iter().flat_map(|step| places(step)) {
        frames.entry(&capture.file).or_default().extend(&capture.frames);
    }
    let mut captures: Vec<Capture> = frames
        .into_iter()
        .map(|(file, frames)| Capture { file: file.to_owned(), frames: frames.into_iter().collect() })
        .collect();
    let capture = captures.first().cloned().unwrap_or_default();
    if captures.len() < 2 {
        captures.clear();
    }
    let same = |of: fn(&Finding) -> &Option<String>| {
        let mut values = steps.iter().map(|step| of(step));
        let one = values.next()?;
        values.all(|value| value == one).then(|| one.clone())?
    };
    let one_origin = steps.iter().all(|step| {
        step.origin.gt == first.origin.gt && step.origin.host == first.origin.host && step.origin.ip == first.origin.ip
    });
    let ids: Vec<&str> = steps.iter().map(|step| step.id.as_str()).collect();
    let mut dialogues: Vec<String> = steps.iter().flat_map(|step| step.dialogue_ids.clone()).collect();
    let mut seen = BTreeSet::new();
    dialogues.retain(|id| seen.insert(id.clone()));
    let disclosed: BTreeSet<&'static str> =
        steps.iter().flat_map(|step| step.answer.disclosed.iter().copied()).collect();
    Some(Finding {
        schema: SCHEMA_VERSION,
        event_type: "finding",
        ts: first.ts.clone(),
        id: format!("{:016x}", xxh3_64(format!("{} {}", told.id, ids.join(" ")).as_bytes())),
        rule: sigwarden_schema::lines::Rule { id: told.id, name: told.name },
        threat: told.threat,
        severity: told.severity,
        confidence: told.confidence,
        target: Target {
            imsi: same(|step| &step.target.imsi),
            msisdn: same(|step| &step.target.msisdn),
            imei: same(|step| &step.target.imei),
        },
        origin: if one_origin { first.origin.clone() } else { Origin::default() },
        fs: steps.iter().map(|step| step.fs).max_by_key(|fs| fs.category).unwrap_or(first.fs),
        op: None,
        capture,
        captures,
        dialogue_ids: dialogues,
        answer: Answer {
            outcome: steps.iter().map(|step| step.answer.outcome).max().unwrap_or(Outcome::Unseen),
            disclosed: disclosed.into_iter().collect(),
        },
        why: vec![reason(told, observed)],
        innocent: told.innocent.clone(),
        techniques: told.techniques.clone(),
        verdict: verdict(told.severity),
        related: steps.iter().map(|step| step.id.clone()).collect(),
    })
}

/// Where a finding stands, file by file.
fn places(finding: &Finding) -> impl Iterator<Item = &Capture> {
    let one = finding.captures.is_empty().then_some(&finding.capture);
    one.into_iter().chain(&finding.captures)
}

fn reason(told: &Told, observed: &str) -> Why {
    Why {
        check: told.id,
        expected: "nothing that the rule describes".to_owned(),
        observed: observed.to_owned(),
        source: if told.what.is_empty() { "rule".to_owned() } else { format!("rule: {}", told.what) },
        source_date: None,
    }
}

fn verdict(severity: Severity) -> Verdict {
    Verdict { action: if severity >= Severity::Medium { "would-drop" } else { "pass" } }
}

/// What became of a request, by the line of its answer.
pub(super) fn outcome(line: &Operation) -> Outcome {
    let kind = line.op.as_ref().map_or("", |op| op.kind);
    let result = line.diameter.as_ref().and_then(|layer| layer.result_code);
    let cause = line.gtp.as_ref().and_then(|layer| layer.cause);
    let succeeded = match (kind, result, cause) {
        ("result", _, _) => true,
        ("answer", Some(result), _) => (2000..3000).contains(&result),
        // Accepted: 128 to 191 in version 1, 16 to 63 in version 2 (TS 29.060 7.7.1, TS 29.274 8.4).
        ("answer", _, Some(cause)) => (128..192).contains(&cause) || (16..64).contains(&cause),
        ("answer", None, None) => true,
        _ => false,
    };
    if succeeded { Outcome::Answered } else { Outcome::Refused }
}

/// Nanoseconds since 1970 of a time as it is written.
pub(super) fn nanoseconds(ts: &str) -> Option<i64> {
    sigwarden_detect::findings::nanoseconds(ts)
}
