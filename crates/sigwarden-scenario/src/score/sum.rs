//! What was said and what is true, together.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use sigwarden_schema::lines::Severity;

use super::Options;
use super::findings::{Finding, Findings};
use super::known::{Attack, Known};
use super::result::{
    Below, ByProcedure, ByThreat, FalseFinding, FalseFindings, Frames, Group, Missed, MissedAttacks, Precision, Rate,
    Recall, Said, Scenario, Score, ratio,
};
use crate::truth;

/// What is said of an outcome where a finding says nothing.
const NOT_SAID: &str = "not said";

/// The score.
pub(super) fn sum(beginning: truth::Beginning<'static>, known: Known, findings: &Findings, options: &Options) -> Score {
    let min = options.min_severity;
    let mut precision = Precision::default();
    counting(findings, min).for_each(|finding| precision.add(finding.attack));
    let by_campaign = by_campaign(&known);
    let mut campaigns = Recall::default();
    by_campaign.iter().filter(|group| group.attacks.all > 0).for_each(|group| campaigns.add(group.attacks.found > 0));
    Score {
        scenario: Scenario {
            name: beginning.name.into_owned(),
            seed: beginning.seed,
            scale: beginning.scale,
            first_ts: beginning.first_ts.into_owned(),
            last_ts: beginning.last_ts.into_owned(),
        },
        truth_complete: known.totals.is_some(),
        findings_complete: findings.complete,
        min_severity: min,
        operations: known.operations,
        attacks: recall(&known.attacks),
        campaigns,
        findings: precision,
        false_per_100k: Rate::of(precision.wrong, known.operations.legitimate),
        frames: frames(&known, findings, min),
        said: said(&known, findings),
        by_threat: by_threat(&known, findings, min),
        by_move: grouped(&known.attacks, BTreeSet::new(), |attack| &attack.r#move),
        by_campaign,
        missed: missed(&known, options.list),
        false_findings: false_findings(&known, findings, options),
        below: below(findings, min),
        warnings: warnings(&known, findings),
    }
}

/// Findings that are not below the limit.
fn counting(findings: &Findings, min: Severity) -> impl Iterator<Item = &Finding> {
    findings.list.iter().filter(move |finding| finding.severity >= min)
}

fn recall(attacks: &[Attack]) -> Recall {
    let mut recall = Recall::default();
    attacks.iter().for_each(|attack| recall.add(!attack.findings.is_empty()));
    recall
}

fn frames(known: &Known, findings: &Findings, min: Severity) -> Frames {
    let counts = |indices: &[u32]| {
        let severities = indices.iter().filter_map(|index| findings.list.get(*index as usize));
        severities.into_iter().any(|finding| finding.severity >= min)
    };
    let mut frames = Frames::default();
    for named in findings.named.values().filter(|named| counts(&named.findings)) {
        frames.named.all += 1;
        match (named.attack, named.legitimate) {
            (true, _) => frames.named.attack += 1,
            (false, true) => frames.named.legitimate += 1,
            (false, false) => frames.named.other += 1,
        }
    }
    frames.named.precision = ratio(frames.named.attack, frames.named.all);
    let named = |key| findings.named.get(key).is_some_and(|named| counts(&named.findings));
    frames.requests.all = known.requests.len() as u64;
    frames.requests.named = known.requests.iter().filter(|key| named(key)).count() as u64;
    frames.requests.recall = ratio(frames.requests.named, frames.requests.all);
    frames
}

/// The findings of an attack, the one that speaks for it first: about it alone rather than a pattern, the worst,
/// the surest. The rest of the order only makes it one.
fn of_attack<'a>(attack: &Attack, findings: &'a Findings) -> Vec<&'a Finding> {
    let indices: BTreeSet<u32> = attack.findings.iter().copied().collect();
    let mut list: Vec<&Finding> = indices.iter().filter_map(|index| findings.list.get(*index as usize)).collect();
    list.sort_by_key(|finding| {
        let rank = (finding.pattern, Reverse(finding.severity), Reverse(finding.confidence));
        (rank, &finding.id, &finding.rule, &finding.outcome, &finding.category, &finding.threat, &finding.disclosed)
    });
    list
}

fn said(known: &Known, findings: &Findings) -> Said {
    let mut said = Said::default();
    for attack in &known.attacks {
        let list = of_attack(attack, findings);
        let Some((first, others)) = list.split_first() else { continue };
        let outcome = if first.outcome.is_empty() { NOT_SAID } else { &first.outcome };
        let row = said.outcome.table.entry(attack.outcome.clone()).or_default();
        *row.entry(outcome.to_owned()).or_default() += 1;
        said.outcome.all += 1;
        said.outcome.right += u64::from(first.outcome == attack.outcome);
        let same = first.disclosed == attack.disclosed;
        said.disclosed.add(same);
        if !first.disclosed.is_empty() || !attack.disclosed.is_empty() {
            said.disclosed_something.add(same);
        }
        let any = |test: &dyn Fn(&Finding) -> bool| others.iter().any(|finding| test(finding));
        said.category.add(first.category == attack.category, any(&|other| other.category == attack.category));
        said.threat.add(first.threat == attack.threat, any(&|other| other.threat == attack.threat));
    }
    said.outcome.share = ratio(said.outcome.right, said.outcome.all);
    said
}

fn by_threat(known: &Known, findings: &Findings, min: Severity) -> Vec<ByThreat> {
    let mut rows: BTreeMap<&str, (Recall, Precision)> = BTreeMap::new();
    for attack in &known.attacks {
        rows.entry(&attack.threat).or_default().0.add(!attack.findings.is_empty());
    }
    for finding in counting(findings, min) {
        rows.entry(&finding.threat).or_default().1.add(finding.attack);
    }
    let row = |(name, (attacks, findings)): (&str, _)| ByThreat { name: name.to_owned(), attacks, findings };
    let mut rows: Vec<ByThreat> = rows.into_iter().map(row).collect();
    rows.sort_by_key(|row| Reverse(row.attacks.all));
    rows
}

fn by_campaign(known: &Known) -> Vec<Group> {
    let names = known.campaigns.iter().map(String::as_str).collect();
    grouped(&known.attacks, names, |attack| &attack.campaign)
}

/// Attacks by a name, the largest group first; with a row for each of these names.
fn grouped<'a>(attacks: &'a [Attack], names: BTreeSet<&'a str>, by: fn(&Attack) -> &String) -> Vec<Group> {
    let mut rows: BTreeMap<&str, Recall> = names.into_iter().map(|name| (name, Recall::default())).collect();
    for attack in attacks {
        rows.entry(by(attack)).or_default().add(!attack.findings.is_empty());
    }
    let row = |(name, attacks): (&str, _)| Group { name: name.to_owned(), attacks };
    let mut rows: Vec<Group> = rows.into_iter().map(row).collect();
    rows.sort_by_key(|row| Reverse(row.attacks.all));
    rows
}

fn missed(known: &Known, most: usize) -> MissedAttacks {
    let missed = || known.attacks.iter().filter(|attack| attack.findings.is_empty());
    let row = |attack: &Attack| Missed {
        id: attack.id.clone(),
        ts: attack.ts.clone(),
        capture: attack.place.clone(),
        r#move: attack.r#move.clone(),
        threat: attack.threat.clone(),
        campaign: attack.campaign.clone(),
        below: attack.below,
    };
    MissedAttacks { count: missed().count() as u64, list: missed().take(most).map(row).collect() }
}

fn false_findings(known: &Known, findings: &Findings, options: &Options) -> FalseFindings {
    let mut wrong: Vec<&Finding> = counting(findings, options.min_severity).filter(|finding| !finding.attack).collect();
    wrong.sort_by_key(|finding| (&finding.ts, &finding.places, &finding.rule, &finding.id));
    let mut groups: BTreeMap<(&str, Option<&str>), u64> = BTreeMap::new();
    for finding in &wrong {
        *groups.entry((&finding.rule, known.procedure_of(&finding.procedures))).or_default() += 1;
    }
    let operations = |procedure: Option<&str>| {
        let name = procedure?;
        known.procedures.iter().find(|row| row.0 == name).map(|row| row.1)
    };
    let mut by_procedure: Vec<ByProcedure> = groups
        .into_iter()
        .map(|((rule, procedure), count)| ByProcedure {
            rule: rule.to_owned(),
            procedure: procedure.map(str::to_owned),
            rate: Rate::of(count, operations(procedure).unwrap_or(0)),
        })
        .collect();
    by_procedure.sort_by_key(|row| Reverse(row.rate.wrong));
    let row = |finding: &&Finding| FalseFinding {
        id: finding.id.clone(),
        ts: finding.ts.clone(),
        rule: finding.rule.clone(),
        severity: finding.severity,
        procedure: known.procedure_of(&finding.procedures).map(str::to_owned),
        captures: finding.places.clone(),
    };
    let list = wrong.iter().take(options.list).map(row).collect();
    FalseFindings { count: wrong.len() as u64, by_procedure, list }
}

fn below(findings: &Findings, min: Severity) -> Below {
    let mut below = Below::default();
    for finding in findings.list.iter().filter(|finding| finding.severity < min) {
        below.all += 1;
        match (finding.attack, finding.procedures.is_empty()) {
            (true, _) => below.attack += 1,
            (false, false) => below.legitimate += 1,
            (false, true) => below.other += 1,
        }
    }
    below
}

fn warnings(known: &Known, findings: &Findings) -> Vec<String> {
    let mut warnings = Vec::new();
    if findings.empty {
        warnings.push(
            "the findings are empty; even a scan that finds nothing writes two lines: did it come to its end"
                .to_owned(),
        );
    }
    warnings.extend(known.contradictions());
    let frames = known.totals.as_ref().map(|totals| totals.frames).zip(findings.frames);
    if let Some((there, read)) = frames.filter(|(there, read)| there != read) {
        warnings
            .push(format!("the scan read {read} frames, the captures of this truth have {there}: was it all of them"));
    }
    let named: BTreeSet<&str> =
        findings.list.iter().flat_map(|finding| &finding.places).map(|place| place.file.as_str()).collect();
    let known_file = |name: &str| findings.files.get(name).is_some_and(|number| known.files.contains(&number));
    let unknown: Vec<&str> = named.iter().copied().filter(|name| !known_file(name)).collect();
    if let Some(first) = unknown.first() {
        warnings.push(format!(
            "findings name {} of {} files that the truth does not know, such as {first}: are they of the same captures, under the names that they were given",
            unknown.len(),
            named.len()
        ));
    }
    warnings
}
