//! What a scan comes to: counts with their denominators, a verdict, what to do next.
//!
//! The same figures serve the screen, the JSON object and the report.

use crate::render::text::{address, count, counted, country, owner};
use serde::Serialize;
use sigwarden_pipeline::{End, Home, Outcome, Partner};
use sigwarden_schema::SCHEMA_VERSION;
use sigwarden_schema::lines::{Finding, Outcome as Answer, Severity, Stats, Target};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Findings that are told at length.
const TOLD: usize = 10;
/// Of them, of one rule, where others wait.
const OF_A_RULE: usize = 2;
/// Severity from which a finding is told at length.
const TOLD_FROM: Severity = Severity::High;
/// Severity from which a request is suspicious; below are oddities.
const SUSPICIOUS_FROM: Severity = Severity::Medium;

/// A scan in figures.
#[derive(Debug, Serialize)]
pub(crate) struct Summary {
    pub(crate) schema: &'static str,
    pub(crate) event_type: &'static str,
    pub(crate) version: &'static str,
    /// `pseudonym` or `reveal`.
    pub(crate) privacy: &'static str,
    /// One sentence.
    pub(crate) verdict: String,
    /// Denominators.
    pub(crate) stats: Stats,
    /// Time of the first frame, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) first_ts: Option<String>,
    pub(crate) home: HomeNetwork,
    pub(crate) requests: Requests,
    /// By rule and severity, worst first.
    pub(crate) rules: Vec<RuleRow>,
    /// Findings by operator of the address, the worst first.
    pub(crate) operators: Vec<OwnerRow>,
    /// Findings by country of the address, the worst first.
    pub(crate) countries: Vec<OwnerRow>,
    /// Findings by address, the worst first.
    pub(crate) origins: Vec<OriginRow>,
    /// The worst findings, whole.
    pub(crate) worst: Vec<Finding>,
    /// Findings as bad as those that are not among them.
    pub(crate) worst_left_out: u64,
    /// All findings, the worst first: for the report only.
    #[serde(skip)]
    pub(crate) findings: Vec<Finding>,
    pub(crate) inputs: Vec<InputRow>,
    /// Commands that come next.
    pub(crate) next: Vec<String>,
}

/// Suspicious requests, each dialogue counted once however much is wrong with it; patterns over several of them and oddities are counted apart.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Requests {
    pub(crate) suspicious: u64,
    pub(crate) answered: u64,
    pub(crate) targets: u64,
    pub(crate) origins: u64,
    pub(crate) patterns: u64,
    pub(crate) oddities: u64,
}

/// Which network was protected.
#[derive(Debug, Serialize)]
pub(crate) struct HomeNetwork {
    /// `configured`, `learned` or `unknown`.
    pub(crate) source: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) plmns: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) global_titles: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) confidence: Option<u8>,
    /// Networks that it has ordinary traffic with, where the capture taught them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) partners: Vec<PartnerRow>,
}

/// A network that the protected one has ordinary traffic with.
#[derive(Debug, Serialize)]
pub(crate) struct PartnerRow {
    pub(crate) plmn: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) operator: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) country: Option<String>,
    pub(crate) requests: u64,
    pub(crate) confidence: u8,
}

/// Findings of one rule and one severity.
#[derive(Debug, Serialize)]
pub(crate) struct RuleRow {
    pub(crate) severity: Severity,
    pub(crate) rule: &'static str,
    pub(crate) name: &'static str,
    pub(crate) categories: BTreeSet<&'static str>,
    pub(crate) count: u64,
    pub(crate) targets: u64,
    pub(crate) origins: u64,
    pub(crate) answered: u64,
}

/// Findings of the addresses of one operator, or of one country.
#[derive(Debug, Serialize)]
pub(crate) struct OwnerRow {
    /// Operator with its country, or country; `unknown` where neither is known.
    pub(crate) owner: String,
    pub(crate) worst: Severity,
    pub(crate) addresses: u64,
    pub(crate) requests: u64,
    pub(crate) answered: u64,
    pub(crate) targets: u64,
}

/// Findings of one address.
#[derive(Debug, Serialize)]
pub(crate) struct OriginRow {
    pub(crate) address: String,
    pub(crate) owner: String,
    pub(crate) worst: Severity,
    pub(crate) requests: u64,
    pub(crate) answered: u64,
    pub(crate) targets: u64,
}

/// An input, and how it ended.
#[derive(Debug, Serialize)]
pub(crate) struct InputRow {
    pub(crate) file: String,
    /// `complete`, `cut short` or `unreadable`.
    pub(crate) end: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) detail: Option<String>,
}

/// How the scan was asked for: what the next commands repeat.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    /// Inputs and configuration, quoted for a shell.
    pub(crate) arguments: String,
    /// Lines or a report were written already.
    pub(crate) written: bool,
}

/// Counts of a group of findings.
#[derive(Default)]
struct Group<'a> {
    count: u64,
    answered: u64,
    dialogues: BTreeSet<&'a str>,
    dialogues_answered: BTreeSet<&'a str>,
    targets: BTreeSet<&'a str>,
    origins: BTreeSet<&'a str>,
}

impl<'a> Group<'a> {
    fn of(findings: impl Iterator<Item = &'a Finding>) -> Self {
        let mut group = Self::default();
        for finding in findings {
            let dialogues = finding.dialogue_ids.iter().map(String::as_str);
            group.count = group.count.saturating_add(1);
            group.dialogues.extend(dialogues.clone());
            if finding.answer.outcome == Answer::Answered {
                group.answered = group.answered.saturating_add(1);
                group.dialogues_answered.extend(dialogues);
            }
            group.targets.extend(target(&finding.target));
            group.origins.extend(finding.origin.address());
        }
        group
    }

    fn targets(&self) -> u64 {
        self.targets.len() as u64
    }

    fn origins(&self) -> u64 {
        self.origins.len() as u64
    }
}

/// What tells one target from another: the IMSI, else the number, else the device.
fn target(target: &Target) -> Option<&str> {
    target.imsi.as_deref().or(target.msisdn.as_deref()).or(target.imei.as_deref())
}

impl Summary {
    /// Counts what a run found.
    pub(crate) fn new(outcome: Outcome, privacy: &'static str, first_ts: Option<String>, asked: &Asked) -> Self {
        let mut findings = outcome.findings;
        // Patterns before what they consist of; among equals the order of time stays.
        findings.sort_by_key(|finding| (Reverse(finding.severity), finding.related.is_empty()));
        let requests = requests(&findings);
        let home = home(outcome.home);
        let bad = findings.iter().filter(|finding| finding.severity >= TOLD_FROM).count();
        let worst = told(findings.get(..bad).unwrap_or(&findings));
        Self {
            schema: SCHEMA_VERSION,
            event_type: "summary",
            version: env!("CARGO_PKG_VERSION"),
            privacy,
            verdict: verdict(&outcome.stats, &requests, &findings),
            first_ts: first_ts.filter(|_| outcome.stats.frames > 0),
            rules: rules(&findings),
            operators: owners(&findings, |finding| match (&finding.origin.operator, country(&finding.origin)) {
                (None, Some(country)) => Some(format!("not known, in {country}")),
                (None, None) => None,
                (Some(_), _) => Some(owner(&finding.origin)),
            }),
            countries: owners(&findings, |finding| country(&finding.origin)),
            origins: origins(&findings),
            next: next(&outcome.stats, &home, &worst, asked),
            requests,
            home,
            worst_left_out: bad.saturating_sub(worst.len()) as u64,
            worst,
            findings,
            inputs: outcome.inputs.into_iter().map(input).collect(),
            stats: outcome.stats,
        }
    }
}

fn requests(findings: &[Finding]) -> Requests {
    let suspicious = |finding: &&Finding| finding.severity >= SUSPICIOUS_FROM;
    let single = |finding: &&Finding| finding.related.is_empty();
    let group = Group::of(findings.iter().filter(suspicious).filter(single));
    let number = |wanted: &dyn Fn(&&Finding) -> bool| findings.iter().filter(|finding| wanted(finding)).count() as u64;
    Requests {
        suspicious: group.dialogues.len() as u64,
        answered: group.dialogues_answered.len() as u64,
        targets: group.targets(),
        origins: group.origins(),
        patterns: number(&|finding| suspicious(finding) && !single(finding)),
        oddities: number(&|finding| !suspicious(finding)),
    }
}

/// One sentence that says what was found.
fn verdict(stats: &Stats, requests: &Requests, findings: &[Finding]) -> String {
    let decoded = counted(stats.decoded, "decoded message", "decoded messages");
    let Some(worst) = findings.iter().max_by_key(|finding| finding.severity) else {
        return match stats.decoded {
            0 => "Nothing could be decoded, so nothing can be said about this traffic.".to_owned(),
            _ => format!("Nothing here looks like surveillance: no finding in {decoded}."),
        };
    };
    if requests.suspicious + requests.patterns == 0 {
        let oddities = counted(requests.oddities, "oddity", "oddities");
        return format!("Nothing here is an attack; {oddities} in {decoded}.");
    }
    let patterns = match requests.patterns {
        0 => String::new(),
        number => format!("; together they form {}", counted(number, "pattern", "patterns")),
    };
    format!(
        "{} among {decoded}, from {}, about {}; answered: {} of {}{patterns}; the worst finding is {} ({}).",
        counted(requests.suspicious, "suspicious request", "suspicious requests"),
        known(requests.origins, "address", "addresses"),
        known(requests.targets, "subscriber", "subscribers"),
        count(requests.answered),
        count(requests.suspicious),
        worst.severity.name(),
        worst.threat.name().replace('-', " "),
    )
}

/// A number of what is named in the messages, where any is.
fn known(number: u64, one: &str, many: &str) -> String {
    if number == 0 { format!("no known {one}") } else { counted(number, one, many) }
}

fn rules(findings: &[Finding]) -> Vec<RuleRow> {
    let mut groups: BTreeMap<(Severity, &'static str), Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        groups.entry((finding.severity, finding.rule.id)).or_default().push(finding);
    }
    let row = |((severity, rule), findings): ((Severity, &'static str), Vec<&Finding>)| {
        let group = Group::of(findings.iter().copied());
        RuleRow {
            severity,
            rule,
            name: findings.first().map_or(rule, |finding| finding.rule.name),
            categories: findings.iter().map(|finding| finding.fs.category).collect(),
            count: group.count,
            targets: group.targets(),
            origins: group.origins(),
            answered: group.answered,
        }
    };
    let mut rows: Vec<RuleRow> = groups.into_iter().map(row).collect();
    rows.sort_by_key(|row| Reverse((row.severity, row.count)));
    rows
}

/// A pattern over several addresses is none of them's.
fn has_one_origin(finding: &Finding) -> bool {
    finding.related.is_empty() || finding.origin.address().is_some()
}

/// Findings by what names their origin: operator or country.
fn owners(findings: &[Finding], name: impl Fn(&Finding) -> Option<String>) -> Vec<OwnerRow> {
    let mut groups: BTreeMap<String, Vec<&Finding>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| has_one_origin(finding)) {
        groups.entry(name(finding).unwrap_or_else(|| "unknown".to_owned())).or_default().push(finding);
    }
    let row = |(owner, findings): (String, Vec<&Finding>)| {
        let group = Group::of(findings.iter().copied().filter(|finding| finding.related.is_empty()));
        let addresses: BTreeSet<String> = findings.iter().map(|finding| address(&finding.origin)).collect();
        OwnerRow {
            owner,
            worst: findings.iter().map(|finding| finding.severity).max().unwrap_or(Severity::Info),
            addresses: addresses.len() as u64,
            requests: group.dialogues.len() as u64,
            answered: group.dialogues_answered.len() as u64,
            targets: group.targets(),
        }
    };
    let mut rows: Vec<OwnerRow> = groups.into_iter().map(row).collect();
    rows.sort_by_key(|row| Reverse((row.worst, row.requests)));
    rows
}

fn origins(findings: &[Finding]) -> Vec<OriginRow> {
    let mut groups: BTreeMap<String, Vec<&Finding>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| has_one_origin(finding)) {
        groups.entry(address(&finding.origin)).or_default().push(finding);
    }
    let row = |(address, findings): (String, Vec<&Finding>)| {
        // Requests are counted, once each; a pattern over them is no further one.
        let group = Group::of(findings.iter().copied().filter(|finding| finding.related.is_empty()));
        OriginRow {
            address,
            owner: findings.first().map_or_else(String::new, |finding| owner(&finding.origin)),
            worst: findings.iter().map(|finding| finding.severity).max().unwrap_or(Severity::Info),
            requests: group.dialogues.len() as u64,
            answered: group.dialogues_answered.len() as u64,
            targets: group.targets(),
        }
    };
    let mut rows: Vec<OriginRow> = groups.into_iter().map(row).collect();
    rows.sort_by_key(|row| Reverse((row.worst, row.requests)));
    rows
}

fn home(home: Home) -> HomeNetwork {
    let unknown = HomeNetwork {
        source: "unknown",
        name: None,
        plmns: Vec::new(),
        global_titles: Vec::new(),
        confidence: None,
        partners: Vec::new(),
    };
    match home {
        Home::Configured { name } => HomeNetwork { source: "configured", name: Some(name), ..unknown },
        Home::Learned { plmns, global_titles, confidence, partners } => {
            let partners = partners.into_iter().map(partner).collect();
            HomeNetwork { source: "learned", plmns, global_titles, confidence: Some(confidence), partners, ..unknown }
        }
        Home::Unknown => unknown,
    }
}

fn partner(partner: Partner) -> PartnerRow {
    let Partner { plmn, operator, country, requests, confidence } = partner;
    PartnerRow { plmn, operator, country, requests, confidence }
}

fn input((file, end): (String, End)) -> InputRow {
    match end {
        End::Complete => InputRow { file, end: "complete", detail: None },
        End::CutShort { offset, detail } => {
            InputRow { file, end: "cut short", detail: Some(format!("at byte {offset}: {detail}")) }
        }
        End::Unreadable { detail } => InputRow { file, end: "unreadable", detail: Some(detail) },
    }
}

/// The findings that are told whole, of those sorted with the worst first: two of every rule, then the others, so that many
/// of one kind do not hide the rest.
fn told(findings: &[Finding]) -> Vec<Finding> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut ranked: Vec<(usize, usize)> = Vec::with_capacity(findings.len());
    for (place, finding) in findings.iter().enumerate() {
        let of_rule = seen.entry(finding.rule.id.as_ref()).or_default();
        *of_rule = of_rule.saturating_add(1);
        ranked.push((usize::from(*of_rule > OF_A_RULE), place));
    }
    ranked.sort_unstable();
    let mut places: Vec<usize> = ranked.into_iter().take(TOLD).map(|row| row.1).collect();
    places.sort_unstable();
    places.into_iter().filter_map(|place| findings.get(place).cloned()).collect()
}

fn next(stats: &Stats, home: &HomeNetwork, worst: &[Finding], asked: &Asked) -> Vec<String> {
    let arguments = &asked.arguments;
    if stats.decoded == 0 {
        return vec!["sigwarden scan --help".to_owned()];
    }
    let mut next = Vec::new();
    if let Some(dialogue) = worst.first().and_then(|finding| finding.dialogue_ids.first()) {
        next.push(format!("sigwarden decode {arguments} --format tree --where 'dialogue_id == \"{dialogue}\"'"));
    }
    if !worst.is_empty() && !asked.written {
        next.push(format!("sigwarden scan {arguments} -w findings.jsonl --report report.html"));
    }
    if home.source != "configured" {
        next.push("sigwarden config init".to_owned());
    }
    if next.is_empty() {
        next.push(format!("sigwarden decode {arguments} --format table"));
    }
    next
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::render::samples::finding;

    /// A run with these findings.
    pub(crate) fn summary(findings: Vec<Finding>) -> Summary {
        let stats = Stats { frames: 1_200, messages: 1_000, decoded: 990, seconds: 61.0, ..Stats::default() };
        let asked = Asked { arguments: "lab.pcap".into(), written: false };
        let outcome = Outcome {
            findings,
            stats,
            inputs: vec![("lab.pcap".into(), End::Complete)],
            home: Home::Learned {
                plmns: vec!["001-01".into()],
                global_titles: vec!["1555555".into()],
                confidence: 85,
                partners: Vec::new(),
            },
            warnings: Vec::new(),
            state: sigwarden_detect::memory::subscribers::State::default(),
            span: None,
        };
        Summary::new(outcome, "reveal", Some("2026-01-01T00:00:00.000000Z".into()), &asked)
    }

    #[test]
    fn the_verdict_says_what_was_found_in_how_much() {
        let mut refused = finding(Severity::Medium, "b");
        refused.dialogue_ids = vec!["00000000000000bb".into()];
        let twice = finding(Severity::Medium, "d");
        refused.answer.outcome = Answer::Refused;
        let mut pattern = finding(Severity::Critical, "c");
        pattern.related = vec!["a".into(), "b".into()];
        let rows = [
            (vec![], "Nothing here looks like surveillance: no finding in 990 decoded messages."),
            (vec![finding(Severity::Low, "a")], "Nothing here is an attack; 1 oddity in 990 decoded messages."),
            (
                vec![finding(Severity::High, "a"), twice, refused, pattern],
                "2 suspicious requests among 990 decoded messages, from 1 address, about 1 subscriber; answered: 1 of 2; together they form 1 pattern; the worst finding is critical (location tracking).",
            ),
        ];
        for (findings, expected) in rows {
            assert_eq!(summary(findings).verdict, expected);
        }
    }

    #[test]
    fn the_worst_come_first_and_the_rest_is_counted() {
        let mut findings: Vec<Finding> = (0..12).map(|n| finding(Severity::High, &n.to_string())).collect();
        findings.push(finding(Severity::Critical, "worst"));
        findings.push(finding(Severity::Low, "oddity"));
        let summary = summary(findings);
        assert_eq!(summary.worst.len(), TOLD);
        assert_eq!(summary.worst[0].id, "worst");
        assert_eq!(summary.worst_left_out, 3);
        assert_eq!(
            summary.rules.iter().map(|row| (row.severity, row.count)).collect::<Vec<_>>(),
            [(Severity::Critical, 1), (Severity::High, 12), (Severity::Low, 1)]
        );
    }
}
