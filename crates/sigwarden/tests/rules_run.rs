//! Rules, exceptions, thresholds and memory in a scan.

mod common;

use common::{Folder, json};
use std::path::Path;

const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpus");

/// A folder with a capture of the corpus and its site configuration, to which these lines are added.
fn folder(case: &str, lines: &str) -> Folder {
    let folder = Folder::new();
    let from = Path::new(CORPUS);
    let mut files = std::fs::read_dir(from.join(case)).unwrap().map(|entry| entry.unwrap().path());
    let capture = files.find(|path| path.to_string_lossy().contains(".pcap")).unwrap();
    folder.write("capture.pcap", &std::fs::read(capture).unwrap());
    let site = std::fs::read_to_string(from.join("site.toml")).unwrap();
    folder.write("site.toml", format!("{site}\n{lines}").as_bytes());
    folder
}

/// The rules of the findings of a scan, in order.
fn rules(folder: &Folder) -> Vec<String> {
    let ran = folder.run("scan capture.pcap -c site.toml -w -");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let findings = json(&ran.out).into_iter().filter(|line| line["event_type"] == "finding");
    findings.map(|line| line["rule"]["id"].as_str().unwrap().to_owned()).collect()
}

const CASE: &str = "categories/cat1-any-time-interrogation";

#[test]
fn a_rule_over_operations_finds_with_its_answer() {
    let folder = folder(CASE, "[detect]\nrules = [\"mine\"]\n");
    let rule = "title: Any time\nname: my-any-time\nlevel: high\nthreat: location-tracking\nfalsepositives: [a test]\n\
                detection:\n  asked: { op.name: anyTimeInterrogation, op.kind: invoke }\n  condition: asked\n\
                tests:\n  - { case: ../capture.pcap, config: ../site.toml, expect: 1 }\n";
    std::fs::create_dir(folder.path().join("mine")).unwrap();
    folder.write("mine/rule.yml", rule.as_bytes());
    assert!(rules(&folder).iter().any(|rule| rule == "my-any-time"));
    let ran = folder.run("scan capture.pcap -c site.toml -w -");
    let lines = json(&ran.out);
    let own = lines.iter().find(|line| line["rule"]["id"] == "my-any-time").unwrap();
    let check = lines.iter().find(|line| line["rule"]["id"] == "ss7-category-1").unwrap();
    assert_eq!(own["answer"]["outcome"], check["answer"]["outcome"], "{own}");
    assert_eq!(own["answer"]["disclosed"], check["answer"]["disclosed"], "{own}");
    assert_eq!(own["capture"]["frames"], check["capture"]["frames"], "{own}");
    assert_eq!(own["innocent"][0], "a test");
    // The same capture is a test of the rule.
    let tested = folder.run("rules test mine");
    assert_eq!((tested.code, tested.out.as_str()), (0, "1 rule, 1 test: 1 passed, 0 failed\n"), "{}", tested.err);
    folder.write("mine/rule.yml", rule.replace("expect: 1", "expect: 2").as_bytes());
    let tested = folder.run("rules test mine");
    assert_eq!(tested.code, 22, "{}", tested.out);
    folder.write("mine/rule.yml", rule.replace("capture.pcap", "not-there.pcap").as_bytes());
    assert_eq!(folder.run("rules test mine").code, 22);
}

#[test]
fn checks_are_turned_off_and_excused_until_a_day() {
    let usual = folder(CASE, "");
    assert!(rules(&usual).contains(&"ss7-category-1".to_owned()));
    let off = folder(CASE, "[detect]\ndisable = [\"ss7-category-1\"]\n");
    assert!(!rules(&off).contains(&"ss7-category-1".to_owned()));
    let exception = |expires: &str| {
        format!(
            "[[exception]]\nrule = \"*\"\nscope = 'op.name == \"anyTimeInterrogation\"'\nowner = \"desk\"\nreason = \"test\"\nexpires = \"{expires}\"\n"
        )
    };
    let excused = folder(CASE, &exception("2099-12-31"));
    let ran = excused.run("scan capture.pcap -c site.toml -w -");
    let lines = json(&ran.out);
    assert!(lines.iter().all(|line| line["rule"]["id"] != "ss7-category-1"), "{}", ran.out);
    assert_eq!(lines.last().unwrap()["excepted"]["ss7-category-1"], 1);
    let over = folder(CASE, &exception("1999-12-31"));
    assert!(rules(&over).contains(&"ss7-category-1".to_owned()));
}

#[test]
fn what_makes_no_sense_is_told_before_anything_is_read() {
    let rows = [
        ("[[threshold]]\nname = \"chain-minute\"\nvalue = 3\n", 20, "chain-minutes"),
        ("[[threshold]]\nname = \"chain-minutes\"\nvalue = 0\n", 20, "1 to 1440"),
        ("[detect]\npacks = [\"cor\"]\n", 20, "core"),
        ("[detect]\ndisable = [\"ss7-chian\"]\n", 20, "ss7-chain"),
        ("[[journey]]\nfrom = \"US\"\nminutes = 3\n", 20, "from = \"US\""),
        ("[[exception]]\nrule = \"ss7-chain\"\nscope = \"origin.g == 1\"\n", 20, "exception.scope"),
        ("[detect]\nrules = [\"not-there.yml\"]\n", 10, "not-there.yml"),
        ("[detect]\nstate_file = \"capture.pcap\"\n", 20, "no saved state"),
    ];
    for (lines, code, hint) in rows {
        let folder = folder(CASE, lines);
        let ran = folder.run("scan capture.pcap -c site.toml");
        assert_eq!(ran.code, code, "{lines}: {}", ran.err);
        assert!(ran.err.contains(hint), "{lines}: {}", ran.err);
    }
}

#[test]
fn what_one_scan_learns_the_next_one_knows() {
    let folder = folder(CASE, "[detect]\nstate_file = \"memory.state\"\n");
    let first = folder.run("scan capture.pcap -c site.toml");
    assert_eq!(first.code, 0, "{}", first.err);
    let state = folder.path().join("memory.state");
    let written = std::fs::read(&state).unwrap();
    assert!(written.starts_with(b"SWSTATE1"));
    let second = folder.run("scan capture.pcap -c site.toml");
    assert_eq!((second.code, second.out), (first.code, first.out));
    assert_eq!(std::fs::read(&state).unwrap().len(), written.len());
}
