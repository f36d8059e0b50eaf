//! `scenario generate`, `list` and `show`: what they write, and what they say of wrong input.

mod common;

use common::{Folder, json};
use std::collections::BTreeSet;

const SMALL: &str = r#"
name = "small"
start = "2026-03-02"
lasts = "20m"

[people]
residents = 50
travellers = 30
guests = 20

[[operator]]
name = "Palm \"Mobile\" & Co"
tadig = "XXJM9"
country = "JM"
plmn = "999-61"
titles = "1876055"
digits = 11
carrier = "Carrier South"

[[campaign]]
name = "ask"
actor = "somebody"
targets = { count = 2, who = "residents" }
origins = [{ operator = "Palm \"Mobile\" & Co" }]
moves = ["psi", "ati"]
occasions = 3
"#;

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("small.toml", SMALL.as_bytes());
    folder
}

/// Arguments, exit code, a text of stdout or stderr.
fn check(rows: &[(&str, i32, &str)]) {
    let folder = folder();
    folder.write("wrong.toml", SMALL.replace("\"ati\"", "\"spy\"").as_bytes());
    folder.write("broken.toml", b"name = ");
    for (line, code, text) in rows {
        let ran = folder.run(&format!("scenario {line}"));
        let said = format!("{}{}", ran.out, ran.err);
        assert_eq!(ran.code, *code, "{line}: {said}");
        assert!(said.contains(text), "{line}: \"{text}\" is not in\n{said}");
    }
}

#[test]
fn wrong_input_is_told_and_nothing_is_replaced() {
    check(&[
        ("generate nobody.toml --out net", 10, "name a scenario file, or one of first-look"),
        ("generate wrong.toml --out net", 20, "no move is called \"spy\"; there are psi"),
        ("generate broken.toml --out net", 20, "broken.toml"),
        ("generate small.toml", 2, "--out"),
        ("generate small.toml --out net --scale 0", 2, "nobody would be left"),
        ("generate small.toml --out net", 0, "4 capture files"),
        ("generate small.toml --out net", 2, "has files in it"),
        ("generate small.toml --out net --force", 0, "campaign ask: 6 attacks on"),
        ("generate small.toml --out small.toml/x", 1, "may it be written"),
        ("list", 0, "first-look"),
        ("show demo", 0, "name = \"demo\""),
        ("show nothing", 2, "no scenario is called nothing"),
    ]);
}

#[test]
fn what_is_written_can_be_scanned_imported_and_scored() {
    let folder = folder();
    assert_eq!(folder.run("scenario generate small.toml --out net").code, 0);
    let scan = folder.run("scan net -c net/site.toml -w findings.jsonl");
    assert_eq!((scan.code, scan.err.as_str()), (0, ""), "{}", scan.out);
    let score = folder.run("scenario score net/truth.jsonl findings.jsonl --min-recall 100 --min-precision 100");
    assert_eq!((score.code, score.err.as_str()), (0, ""), "{}", score.out);
    let import = folder.run("operators import net/ir21/XXJM9.xml net/ir21/XXGB1.xml -c net/site.toml --apply");
    assert_eq!(import.code, 0, "{}{}", import.out, import.err);
    assert!(import.out.contains("2 operators read"), "{}", import.out);
}

#[test]
fn every_frame_has_its_line_and_every_line_its_frame() {
    let folder = folder();
    assert_eq!(folder.run("scenario generate small.toml --out net").code, 0);
    let decoded = folder.run("decode net -c net/site.toml --format jsonl");
    let place = |line: &serde_json::Value| {
        let file =
            line["capture"]["file"].as_str().unwrap_or_default().rsplit('/').next().unwrap_or_default().to_owned();
        (file, line["capture"]["frames"].to_string(), line["op"]["code"].to_string(), line["op"]["kind"].to_string())
    };
    let read: BTreeSet<_> =
        json(&decoded.out).iter().filter(|line| line["op"]["code"].is_number()).map(place).collect();
    let truth = json(&folder.read("net/truth.jsonl"));
    let said: BTreeSet<_> = truth.iter().filter(|line| line["event_type"] == "truth").map(place).collect();
    // Errors and results that only say "done" have no code on the wire; the decoder knows it from the dialogue.
    let missing: Vec<_> = said.difference(&read).take(5).collect();
    assert!(missing.is_empty(), "not decoded: {missing:?}");
    // Capabilities are exchanged before anybody acts.
    let more: Vec<_> = read.difference(&said).filter(|line| line.2 != "257").take(5).collect();
    assert!(more.is_empty(), "not in the truth: {more:?}");
}
