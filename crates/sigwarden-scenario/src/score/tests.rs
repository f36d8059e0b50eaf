//! Small truths and findings by hand, and what they come to.

use super::*;
use serde_json::{Value, json};

/// A line of an operation: file, frames, kind, and `legitimate` or an attack.
fn line(file: &str, frames: &[u64], kind: &str, what: Value) -> String {
    let mut line = json!({
        "event_type": "truth", "ts": format!("2026-01-01T00:00:{:02}.000000Z", frames[0] % 60),
        "capture": {"file": file, "frames": frames}, "stack": "ss7-map", "dialogue": 1,
        "op": {"code": 71, "name": "anyTimeInterrogation", "kind": kind},
        "target": {}, "shown": [], "origin": {"operator": "Example", "country": "BB"},
    });
    let (key, value) = if what.is_string() { ("legitimate", what) } else { ("attack", what) };
    if !value.is_null() {
        line[key] = value;
    }
    line.to_string()
}

/// An attack: identifier, campaign, move, outcome, what it got.
fn attack(id: &str, campaign: &str, r#move: &str, outcome: &str, disclosed: &[&str]) -> Value {
    json!({"id": id, "campaign": campaign, "actor": "somebody", "move": r#move, "threat": "location-tracking",
        "category": "Cat1", "outcome": outcome, "disclosed": disclosed})
}

const FIRST: &str = r#"{"event_type":"scenario","schema":"1.0.0","name":"small","seed":7,"scale":1.0,"first_ts":"2026-01-01T00:00:00.000000Z","last_ts":"2026-01-02T00:00:00.000000Z"}"#;

fn totals(attacks: u64, legitimate: u64, operations: u64) -> String {
    json!({"event_type": "totals", "frames": 20, "messages": 20, "legitimate": {},
        "legitimate_operations": legitimate, "attack_operations": operations, "attacks": attacks})
    .to_string()
}

/// Two attacks with questions and answers in frames 1 to 5 (the second in segments), and legitimate frames 10 to 13.
fn truth() -> Vec<String> {
    let one = || attack("a1", "north", "locate", "answered", &["location", "state"]);
    let two = || attack("a2", "south", "ladder", "refused", &[]);
    vec![
        FIRST.to_owned(),
        line("day-1.pcap", &[1], "invoke", one()),
        line("day-1.pcap", &[2], "result", one()),
        line("day-1.pcap", &[3, 4], "request", two()),
        line("day-1.pcap", &[5], "answer", two()),
        line("day-1.pcap", &[10], "invoke", json!("update-location")),
        line("day-1.pcap", &[11], "result", json!("update-location")),
        line("day-1.pcap", &[12], "invoke", json!("short-message")),
        line("day-2.pcap", &[1], "invoke", json!("short-message")),
        json!({"event_type": "campaign", "name": "east", "actor": "nobody"}).to_string(),
        totals(2, 4, 4),
    ]
}

/// A finding: identifier, severity, file and frames; the answer as the first attack had it.
fn finding(id: &str, severity: &str, file: &str, frames: &[u64]) -> Value {
    json!({"event_type": "finding", "schema": "1.2.0", "ts": "2026-01-01T00:00:01.000000Z", "id": id,
        "rule": {"id": "ss7-category-1", "name": "Rule"}, "threat": "location-tracking", "severity": severity,
        "confidence": 80, "fs": {"document": "FS.11", "category": "Cat1"},
        "capture": {"file": file, "frames": frames},
        "answer": {"outcome": "answered", "disclosed": ["state", "location"]}})
}

fn with(mut finding: Value, changes: Value) -> Value {
    for (key, value) in changes.as_object().unwrap() {
        finding[key] = value.clone();
    }
    finding
}

fn scored(truth: &[String], findings: &[Value], options: &Options) -> Value {
    let run = json!({"event_type": "run"});
    let stats = json!({"event_type": "stats", "frames": 20});
    let lines = [&run].into_iter().chain(findings).chain([&stats]).map(Value::to_string);
    let findings = lines.collect::<Vec<_>>().join("\n");
    let score = score(truth.join("\n").as_bytes(), findings.as_bytes(), options).unwrap();
    serde_json::to_value(score).unwrap()
}

/// Findings against the truth above: each expectation is a path in the score and what stands there.
fn check(findings: &[Value], expected: &[(&str, Value)]) {
    check_with(&truth(), findings, &Options::default(), expected);
}

fn check_with(truth: &[String], findings: &[Value], options: &Options, expected: &[(&str, Value)]) {
    let score = scored(truth, findings, options);
    for (path, value) in expected {
        assert_eq!(score.pointer(path).unwrap_or(&Value::Null), value, "{path} in {score:#}");
    }
    let reversed: Vec<Value> = findings.iter().rev().cloned().collect();
    assert_eq!(scored(truth, &reversed, options), score, "the order of findings matters");
}

#[test]
fn everything_found_and_nothing_else() {
    let two = json!({"answer": {"outcome": "refused", "disclosed": []}});
    check(
        &[finding("f1", "high", "day-1.pcap", &[1, 2]), with(finding("f2", "medium", "day-1.pcap", &[3, 4, 5]), two)],
        &[
            ("/attacks", json!({"all": 2, "found": 2, "recall": 1.0})),
            ("/findings", json!({"all": 2, "right": 2, "false": 0, "precision": 1.0})),
            ("/false_per_100k", json!({"false": 0, "legitimate_operations": 4, "per_100k": 0.0})),
            ("/frames/requests", json!({"all": 3, "named": 3, "recall": 1.0})),
            ("/frames/named", json!({"all": 5, "attack": 5, "legitimate": 0, "other": 0, "precision": 1.0})),
            ("/campaigns", json!({"all": 2, "found": 2, "recall": 1.0})),
            ("/by_campaign/0/name", json!("north")),
            ("/by_campaign/2", json!({"name": "east", "attacks": {"all": 0, "found": 0, "recall": null}})),
            ("/said/outcome/table", json!({"answered": {"answered": 1}, "refused": {"refused": 1}})),
            ("/said/disclosed", json!({"all": 2, "right": 2, "share": 1.0})),
            ("/said/disclosed_something", json!({"all": 1, "right": 1, "share": 1.0})),
            ("/said/category/share", json!(1.0)),
            ("/missed", json!({"count": 0, "list": []})),
            ("/warnings", json!([])),
            ("/truth_complete", json!(true)),
            ("/findings_complete", json!(true)),
        ],
    );
}

#[test]
fn nothing_found_has_no_precision() {
    check(
        &[],
        &[
            ("/attacks", json!({"all": 2, "found": 0, "recall": 0.0})),
            ("/findings", json!({"all": 0, "right": 0, "false": 0, "precision": null})),
            ("/frames/named/precision", json!(null)),
            ("/said/outcome", json!({"all": 0, "right": 0, "share": null, "table": {}})),
            ("/missed/count", json!(2)),
            ("/missed/list/1/id", json!("a2")),
            ("/missed/list/1/capture", json!({"file": "day-1.pcap", "frames": [3, 4]})),
            ("/missed/list/1/move", json!("ladder")),
        ],
    );
}

#[test]
fn one_frame_of_an_answer_or_of_a_segment_is_enough() {
    check(&[finding("f", "medium", "captures/day-1.pcap", &[4])], &[("/attacks/found", json!(1))]);
    check(
        &[finding("f", "medium", "captures/day-1.pcap", &[2])],
        &[("/attacks/found", json!(1)), ("/frames/requests/named", json!(0))],
    );
}

#[test]
fn false_findings_are_grouped_by_rule_and_procedure() {
    let other = json!({"rule": {"id": "sms-sender", "name": "Rule"}});
    check(
        &[
            finding("f1", "medium", "day-1.pcap", &[10]),
            finding("f2", "medium", "day-1.pcap", &[10, 11, 12]),
            with(finding("f3", "high", "day-2.pcap", &[1]), other),
            finding("f4", "high", "day-1.pcap", &[19]),
        ],
        &[
            ("/findings", json!({"all": 4, "right": 0, "false": 4, "precision": 0.0})),
            ("/false_per_100k/per_100k", json!(100_000.0)),
            (
                "/false_findings/by_procedure/0",
                json!({"rule": "ss7-category-1", "procedure": "update-location", "false": 2, "legitimate_operations": 2,
                    "per_100k": 100_000.0}),
            ),
            ("/false_findings/by_procedure/1/rule", json!("sms-sender")),
            ("/false_findings/by_procedure/2/procedure", json!(null)),
            ("/false_findings/list/0/id", json!("f1")),
            ("/false_findings/list/1/captures", json!([{"file": "day-1.pcap", "frames": [10, 11, 12]}])),
            ("/frames/named", json!({"all": 5, "attack": 0, "legitimate": 4, "other": 1, "precision": 0.0})),
        ],
    );
}

#[test]
fn a_finding_with_legitimate_frames_too_is_right_but_its_frames_are_counted() {
    check(
        &[finding("f", "high", "day-1.pcap", &[1, 10])],
        &[
            ("/findings/right", json!(1)),
            ("/frames/named", json!({"all": 2, "attack": 1, "legitimate": 1, "other": 0, "precision": 0.5})),
        ],
    );
}

#[test]
fn findings_below_the_limit_are_counted_apart() {
    let findings = [
        finding("f1", "low", "day-1.pcap", &[2]),
        finding("f2", "info", "day-1.pcap", &[12]),
        finding("f3", "low", "day-1.pcap", &[19]),
        finding("f4", "medium", "day-1.pcap", &[3]),
    ];
    check(
        &findings,
        &[
            ("/below", json!({"all": 3, "attack": 1, "legitimate": 1, "other": 1})),
            ("/attacks/found", json!(1)),
            ("/missed/list/0/below", json!(true)),
            ("/findings/all", json!(1)),
            ("/frames/named/all", json!(1)),
        ],
    );
    let options = Options { min_severity: Severity::Low, list: 0 };
    let expected = [
        ("/attacks/found", json!(2)),
        ("/findings/all", json!(3)),
        ("/below/all", json!(1)),
        ("/false_findings/count", json!(1)),
        ("/false_findings/list", json!([])),
    ];
    check_with(&truth(), &findings, &options, &expected);
}

#[test]
fn the_finding_about_the_attack_alone_speaks_for_it() {
    let pattern = json!({"related": ["f1"], "threat": "reconnaissance", "fs": {"category": "Cat2.1"},
        "answer": {"outcome": "answered", "disclosed": ["imsi"]}});
    let form =
        json!({"threat": "evasion", "fs": {"category": "Cat0"}, "answer": {"outcome": "unseen", "disclosed": []}});
    check(
        &[
            with(finding("f0", "critical", "day-1.pcap", &[1, 3]), pattern),
            finding("f1", "high", "day-1.pcap", &[1]),
            with(finding("f2", "medium", "day-1.pcap", &[1]), form.clone()),
            with(finding("f3", "medium", "day-1.pcap", &[3]), form),
        ],
        &[
            ("/said/outcome/table", json!({"answered": {"answered": 1}, "refused": {"unseen": 1}})),
            ("/said/outcome/right", json!(1)),
            ("/said/category", json!({"all": 2, "right": 1, "in_another": 0, "share": 0.5})),
            ("/said/threat", json!({"all": 2, "right": 1, "in_another": 0, "share": 0.5})),
            ("/said/disclosed", json!({"all": 2, "right": 2, "share": 1.0})),
            ("/by_threat/0/attacks/found", json!(2)),
            ("/by_threat/0/findings", json!({"all": 1, "right": 1, "false": 0, "precision": 1.0})),
        ],
    );
    let worse = json!({"threat": "evasion"});
    check(
        &[with(finding("f1", "critical", "day-1.pcap", &[1]), worse), finding("f2", "medium", "day-1.pcap", &[2])],
        &[("/said/threat", json!({"all": 1, "right": 0, "in_another": 1, "share": 0.0}))],
    );
}

#[test]
fn a_finding_may_span_files_and_a_frame_may_hold_both() {
    let mut truth = truth();
    let last = truth.pop().unwrap();
    truth.push(line("day-2.pcap", &[1], "invoke", attack("a3", "north", "locate", "answered", &[])));
    truth.push(last);
    let across = json!({"captures": [{"file": "day-1.pcap", "frames": [12]}, {"file": "day-2.pcap", "frames": [1]}]});
    let findings = [with(finding("f", "high", "day-1.pcap", &[12]), across)];
    let expected = [
        ("/findings/right", json!(1)),
        ("/frames/named", json!({"all": 2, "attack": 1, "legitimate": 1, "other": 0, "precision": 0.5})),
        ("/warnings/0", json!("the totals of the truth say 2 attacks, its lines have 3; the lines are counted")),
    ];
    check_with(&truth, &findings, &Options::default(), &expected);
}

#[test]
fn the_order_of_keys_and_further_lines_do_not_matter() {
    let mut truth = truth();
    // Sorted keys: the kind stands somewhere inside the line.
    truth[1] =
        truth[1].replacen(r#""event_type":"truth","#, "", 1).replacen('{', r#"{"actor":1,"event_type":"truth","#, 1);
    truth.insert(1, r#"{"event_type":"remark"}"#.to_owned());
    let further = [
        finding("f", "high", "day-1.pcap", &[1]),
        json!({"event_type": "campaign", "id": "c"}),
        json!({"event_type": "operation", "capture": {"file": "day-1.pcap", "frames": [10]}}),
    ];
    let expected = [("/attacks/found", json!(1)), ("/findings/all", json!(1)), ("/operations/attack", json!(4))];
    check_with(&truth, &further, &Options::default(), &expected);
}

#[test]
fn a_truth_of_nothing_but_its_ends_has_no_shares() {
    let truth = [FIRST.to_owned(), totals(0, 0, 0)];
    let expected = [
        ("/attacks", json!({"all": 0, "found": 0, "recall": null})),
        ("/false_per_100k", json!({"false": 1, "legitimate_operations": 0, "per_100k": null})),
        ("/frames/requests/recall", json!(null)),
        (
            "/warnings/0",
            json!(
                "findings name 1 of 1 files that the truth does not know, such as x.pcap: are they of the same captures, under the names that they were given"
            ),
        ),
    ];
    check_with(&truth, &[finding("f", "high", "x.pcap", &[1])], &Options::default(), &expected);
}

#[test]
fn what_was_cut_anywhere_gives_a_partial_score() {
    let whole = truth().join("\n");
    let said = [json!({"event_type": "run"}), finding("f", "high", "day-1.pcap", &[1]), json!({"event_type": "stats"})];
    let said = said.map(|line| line.to_string()).join("\n");
    for end in FIRST.len()..whole.len() {
        let score = score(&whole.as_bytes()[..end], said.as_bytes(), &Options::default()).unwrap();
        assert!(!score.truth_complete && score.findings_complete, "cut at {end}");
    }
    for end in 1..said.len() {
        let score = score(whole.as_bytes(), &said.as_bytes()[..end], &Options::default()).unwrap();
        assert!(score.truth_complete && !score.findings_complete, "cut at {end}");
    }
}

#[test]
fn findings_without_the_first_and_last_line_of_a_scan_are_complete() {
    let only = finding("f", "high", "day-1.pcap", &[1]).to_string();
    let score = score(truth().join("\n").as_bytes(), only.as_bytes(), &Options::default()).unwrap();
    assert!(score.findings_complete && score.attacks.found == 1);
}

#[test]
fn the_scan_of_a_part_is_said() {
    let said = "{\"event_type\":\"run\"}\n{\"event_type\":\"stats\",\"frames\":19}\n";
    let score = score(truth().join("\n").as_bytes(), said.as_bytes(), &Options::default()).unwrap();
    assert_eq!(score.warnings, ["the scan read 19 frames, the captures of this truth have 20: was it all of them"]);
}

#[test]
fn wrong_input_is_named_with_its_line() {
    let whole = truth().join("\n");
    let scan = "{\"event_type\":\"run\"}\n{\"event_type\":\"stats\"}\n";
    let with_line = |line: &str| format!("{FIRST}\n{line}\n");
    let rows = [
        (String::new(), scan.to_owned(), "this is no truth: it is empty"),
        ("text\n".to_owned(), scan.to_owned(), "this is no truth: its first line cannot be read: expected ident"),
        (scan.to_owned(), scan.to_owned(), "this is no truth: it begins with a line of kind \"run\""),
        (scan.to_owned(), whole.clone(), "the truth and the findings are exchanged"),
        (whole.clone(), whole.clone(), "these are no findings: this is a truth too"),
        (whole.clone(), "text\n".to_owned(), "these are no findings: the first line cannot be read"),
        (whole.clone(), "{\"event_type\":\"alert\"}\n".to_owned(), "these are no findings: the first line is of kind"),
        (FIRST.replace("1.0.0", "2.0.0"), scan.to_owned(), "truth, line 1: this truth is of version 2.0.0"),
        (with_line("{}"), scan.to_owned(), "truth, line 2: missing field `event_type`"),
        (with_line("\n{\"event_type\":\"truth\"}"), scan.to_owned(), "truth, line 3: missing field `ts`, column 22"),
        (with_line(FIRST), scan.to_owned(), "truth, line 2: another scenario begins"),
        (format!("{whole}\n{}\n", totals(0, 0, 0)), scan.to_owned(), "truth, line 12: the truth goes on"),
        (
            whole.clone(),
            finding("f", "terrible", "a", &[1]).to_string(),
            "findings, line 1: \"terrible\" is no severity",
        ),
        (
            whole,
            format!("{scan}{{\"event_type\":\"finding\",\"severity\":\"low\"}}\n"),
            "findings, line 3: missing field",
        ),
    ];
    for (truth, findings, expected) in rows {
        let error = score(truth.as_bytes(), findings.as_bytes(), &Options::default()).unwrap_err().to_string();
        assert!(error.starts_with(expected), "\"{error}\" does not begin with \"{expected}\"");
    }
}
