//! `scenario score`: what it prints, its limits, and what it says of wrong input.

mod common;

use common::{Folder, Ran, json};
use serde_json::{Value, json};

const FIRST: &str = r#"{"event_type":"scenario","schema":"1.0.0","name":"two-questions","seed":7,"scale":1.0,"first_ts":"2026-01-01T00:00:00.000000Z","last_ts":"2026-01-01T01:00:00.000000Z"}"#;

fn operation(file: &str, frame: u64, kind: &str, key: &str, value: &Value) -> String {
    let mut line = json!({
        "event_type": "truth", "ts": "2026-01-01T00:00:00.000000Z", "capture": {"file": file, "frames": [frame]},
        "stack": "ss7-map", "dialogue": 1, "op": {"code": 71, "name": "anyTimeInterrogation", "kind": kind},
        "target": {}, "shown": [], "origin": {"operator": "Example Albion", "country": "GB"},
    });
    line[key] = value.clone();
    line.to_string()
}

/// `findings.jsonl` of a scan of two questions, and `truth.jsonl`: both questions, one that is not in the capture,
/// and legitimate operations, of which `flagged` one is what the second question is taken for.
fn folder(flagged: bool) -> Folder {
    let folder = Folder::new();
    assert_eq!(folder.run("scan ./attack.pcap -c site.toml -w findings.jsonl").code, 0);
    let mut truth = vec![FIRST.to_owned()];
    let lines = json(&folder.read("findings.jsonl"));
    let alone = lines.iter().filter(|line| line["event_type"] == "finding" && line["related"].is_null());
    let (mut attacks, mut legitimate) = (0, 0);
    for (number, finding) in alone.enumerate() {
        let frames: Vec<u64> = serde_json::from_value(finding["capture"]["frames"].clone()).unwrap();
        let attack = json!({"id": format!("a{number}"), "campaign": "albion", "actor": "x", "move": "locate",
            "threat": "location-tracking", "category": "Cat1", "outcome": finding["answer"]["outcome"],
            "disclosed": finding["answer"]["disclosed"]});
        for (frame, kind) in frames.iter().zip(["invoke", "result"]) {
            truth.push(match flagged && number == 1 {
                true => operation("attack.pcap", *frame, kind, "legitimate", &json!("position-service")),
                false => operation("attack.pcap", *frame, kind, "attack", &attack),
            });
        }
        (attacks, legitimate) = match flagged && number == 1 {
            true => (attacks, legitimate + frames.len()),
            false => (attacks + 1, legitimate),
        };
    }
    let missed = json!({"id": "late", "campaign": "islands", "actor": "x", "move": "ladder", "threat": "interception",
        "category": "Cat3.1", "outcome": "unanswered", "disclosed": []});
    truth.push(operation("attack.pcap", 90, "invoke", "attack", &missed));
    for frame in 91..=98 {
        truth.push(operation("attack.pcap", frame, "invoke", "legitimate", &json!("update-location")));
    }
    let operations = truth.iter().filter(|line| line.contains("\"attack\":{")).count();
    let frames = lines.last().unwrap()["frames"].clone();
    truth.push(
        json!({"event_type": "totals", "frames": frames, "messages": 4, "legitimate": {},
            "legitimate_operations": legitimate + 8, "attack_operations": operations, "attacks": attacks + 1})
        .to_string(),
    );
    folder.write("truth.jsonl", (truth.join("\n") + "\n").as_bytes());
    let cut = truth.join("\n");
    folder.write("cut.jsonl", &cut.as_bytes()[..cut.len() - 40]);
    folder
}

/// Arguments after `scenario score`, exit code, texts of stdout, texts of stderr.
type Row<'a> = (&'a str, i32, &'a [&'a str], &'a [&'a str]);

fn check(folder: &Folder, rows: &[Row]) {
    for (line, code, out, err) in rows {
        let ran = folder.run(&format!("scenario score {line}"));
        says(line, &ran, *code, out, err);
    }
}

fn says(line: &str, ran: &Ran, code: i32, out: &[&str], err: &[&str]) {
    assert_eq!(ran.code, code, "{line}\n{}{}", ran.out, ran.err);
    // Widths of columns are the tables' own matter.
    let folded = |text: &str| text.split('\n').map(words).collect::<Vec<_>>().join("\n");
    for (texts, said) in [(out, &ran.out), (err, &ran.err)] {
        for text in texts {
            assert!(folded(said).contains(&folded(text)), "{line}: \"{text}\" is not in\n{said}");
        }
    }
    assert!(!err.is_empty() || ran.err.is_empty(), "{line}: stderr is not empty: {}", ran.err);
}

fn words(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_table_says_what_was_found_and_what_was_missed() {
    check(
        &folder(false),
        &[(
            "truth.jsonl findings.jsonl",
            0,
            &[
                "Scenario: two-questions, seed 7, scale 1; from 2026-01-01 00:00:00 UTC to 2026-01-01 01:00:00 UTC\n",
                "Truth: 8 legitimate operations and 5 operations of attacks\n",
                "Counted: findings of severity medium or worse\n",
                "attacks found (recall) 2 3 66.67 %\n",
                "false findings per 100,000 legitimate operations 0 8 0.00\n",
                "frames with a request of an attack that findings name 2 3 66.67 %\n",
                "what became of it 2 2 100.00 % -\n",
                "interception 1 0 0.00 %",
                "ladder 1 0 0.00 %\n",
                "islands 1 0 0.00 %\n",
                "Missed: 1 of 3 attacks\n",
                "late 2026-01-01 00:00:00 ladder attack.pcap: 90 no\n",
            ],
            &[],
        )],
    );
}

#[test]
fn no_line_of_the_table_is_wider_than_a_screen() {
    let ran = folder(true).run("scenario score truth.jsonl findings.jsonl");
    assert!(ran.out.lines().all(|line| line.chars().count() <= 100), "{}", ran.out);
    assert!(ran.out.contains("False findings by procedure\n"), "{}", ran.out);
}

#[test]
fn false_findings_are_told_by_procedure() {
    check(
        &folder(true),
        &[
            ("truth.jsonl findings.jsonl", 0, &["ss7-category-1 position-service 1 2 50000.00\n"], &[]),
            ("truth.jsonl findings.jsonl --list 0", 0, &["Missed: 1 of 2 attacks; --list shows some\n"], &[]),
        ],
    );
}

#[test]
fn json_has_the_same_numbers_and_null_for_a_share_of_nothing() {
    let folder = folder(false);
    let score = &json(&folder.run("scenario score truth.jsonl findings.jsonl --format json").out)[0];
    assert_eq!((&score["attacks"]["found"], &score["attacks"]["all"]), (&json!(2), &json!(3)));
    assert_eq!(score["false_per_100k"], json!({"false": 0, "legitimate_operations": 8, "per_100k": 0.0}));
    assert_eq!(score["missed"]["list"][0]["capture"], json!({"file": "attack.pcap", "frames": [90]}));
    assert_eq!((&score["min_severity"], &score["truth_complete"]), (&json!("medium"), &json!(true)));
    folder.write("nothing.jsonl", b"{\"event_type\":\"run\"}\n{\"event_type\":\"stats\"}\n");
    let score = &json(&folder.run("scenario score truth.jsonl nothing.jsonl --format json").out)[0];
    assert_eq!(score["findings"]["precision"], Value::Null);
    assert_eq!(score["said"]["outcome"]["share"], Value::Null);
}

#[test]
fn either_input_may_come_from_standard_input() {
    let folder = folder(false);
    let expected = folder.run("scenario score truth.jsonl findings.jsonl").out;
    for (line, input) in [("- findings.jsonl", "truth.jsonl"), ("truth.jsonl -", "findings.jsonl")] {
        let words: Vec<&str> = ["scenario", "score"].into_iter().chain(line.split(' ')).collect();
        let ran = folder.run_words(&words, folder.read(input).as_bytes());
        assert_eq!((ran.code, ran.out), (0, expected.clone()), "{line}");
    }
    check(&folder, &[("- -", 2, &[], &["cannot both be standard input"])]);
}

#[test]
fn limits_that_are_not_met_are_named() {
    const FILES: &str = "truth.jsonl findings.jsonl";
    let rows: [(&str, i32, &[&str]); 9] = [
        ("--min-recall 66.6 --min-precision 100 --max-false-per-100k 0", 0, &[]),
        ("--min-recall 66.67", 4, &["error: --min-recall 66.67 is not met: 2 of 3 attacks were found, 66.67 %\n"]),
        ("--min-recall 100 --quiet", 4, &["--min-recall 100 is not met"]),
        ("--min-recall 0.9", 2, &["in per cent: write 90 for 0.9"]),
        ("--min-precision 101", 2, &["more than 100"]),
        ("--max-false-per-100k=-1", 2, &["no number from 0 upwards"]),
        ("--min-severity terrible", 2, &["possible values"]),
        ("--min-severity critical --min-recall 50", 4, &["0 of 3 attacks"]),
        ("--min-severity critical --min-precision 50", 4, &["there are none of which a share could be told"]),
    ];
    let folder = folder(false);
    for (options, code, err) in rows {
        check(&folder, &[(&format!("{FILES} {options}"), code, &[], err)]);
    }
    let both = "truth.jsonl findings.jsonl --min-precision 90 --max-false-per-100k 9999.9";
    check(
        &self::folder(true),
        &[(
            both,
            4,
            &[],
            &[
                "--min-precision 90 is not met: ",
                "--max-false-per-100k 9999.9 is not met: 1 false finding in 10 legitimate operations, 10000.00 for",
            ],
        )],
    );
}

#[test]
fn wrong_input_is_named_with_what_to_do() {
    let folder = folder(false);
    folder.write("none.jsonl", b"");
    let whole = folder.read("truth.jsonl");
    folder.write("broken.jsonl", whole.replacen("\"capture\"", "\"where\"", 1).as_bytes());
    let said = folder.read("findings.jsonl");
    let stats = said.rfind("{\"schema\"").unwrap();
    folder.write("stopped.jsonl", &said.as_bytes()[..stats]);
    check(
        &folder,
        &[
            ("missing.jsonl findings.jsonl", 10, &[], &["missing.jsonl: cannot be read: "]),
            ("truth.jsonl missing.jsonl", 10, &[], &["missing.jsonl: cannot be read: "]),
            (". findings.jsonl", 10, &[], &["cannot be read: "]),
            ("attack.pcap findings.jsonl", 10, &[], &["attack.pcap: this is no truth: ", "scenario generate"]),
            ("none.jsonl findings.jsonl", 10, &[], &["this is no truth: it is empty; `sigwarden scenario generate`"]),
            ("findings.jsonl findings.jsonl", 10, &[], &["kind \"run\", which `sigwarden scan` or `decode` writes"]),
            ("findings.jsonl truth.jsonl", 2, &[], &["are exchanged", "sigwarden scenario score TRUTH FINDINGS"]),
            (
                "truth.jsonl truth.jsonl",
                10,
                &[],
                &["truth.jsonl: these are no findings: ", "sigwarden scan CAPTURE -w"],
            ),
            ("truth.jsonl attack.pcap", 10, &[], &["attack.pcap: these are no findings: "]),
            ("broken.jsonl findings.jsonl", 10, &[], &["broken.jsonl: truth, line 2: missing field `capture`"]),
            ("cut.jsonl findings.jsonl", 11, &["Partial:   the truth was cut", "66.67 %"], &["cut.jsonl: cut short"]),
            ("cut.jsonl findings.jsonl --min-recall 99", 11, &["66.67 %"], &["--min-recall 99 is not met"]),
            (
                "truth.jsonl stopped.jsonl",
                11,
                &["Partial:   the findings were cut"],
                &["stopped.jsonl: cut short before"],
            ),
            ("truth.jsonl none.jsonl", 0, &["0 3 0.00 %"], &["warning: the findings are empty; "]),
            ("truth.jsonl none.jsonl --min-recall 1.5", 4, &[], &["0 of 3 attacks were found, 0.00 %"]),
        ],
    );
}
