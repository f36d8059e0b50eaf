//! `rules`: listed, explained, checked, tested, begun.

mod common;

use common::{Folder, json};

#[test]
fn what_new_writes_passes_check_and_test_as_it_is() {
    let folder = Folder::new();
    let new = folder.run("rules new my-rule");
    assert_eq!(new.code, 0, "{}", new.err);
    folder.write("my-rule.yml", new.out.as_bytes());
    let check = folder.run("rules check my-rule.yml");
    assert_eq!((check.code, check.out.as_str()), (0, "1 rule, 0 mistakes\n"), "{}", check.err);
    let test = folder.run("rules test my-rule.yml");
    assert_eq!((test.code, test.out.as_str()), (0, "1 rule, 2 tests: 2 passed, 0 failed\n"), "{}", test.err);
    for name in ["My-Rule", "a b", "a\nb: c", "-", "9"] {
        let ran = folder.run_words(&["rules", "new", name], b"");
        assert_eq!(ran.code, 2, "{name}: {}", ran.out);
        assert!(ran.err.contains("lower-case letters"), "{}", ran.err);
    }
}

#[test]
fn every_mistake_of_every_file_is_told() {
    let folder = Folder::new();
    folder.write("one.yml", b"title: t\nname: one\nlevl: low\n");
    folder.write("two.yml", b"title: t\nname: one\n");
    let ran = folder.run("rules check one.yml two.yml");
    assert_eq!((ran.code, ran.out.as_str()), (21, ""));
    for text in ["one.yml:3:1: there is no key 'levl' here", "did you mean level", "two.yml:", "in 2 files", "^"] {
        assert!(ran.err.contains(text), "\"{text}\" is not in\n{}", ran.err);
    }
    folder.write("latin.yml", b"title: \xe4\n");
    let ran = folder.run("rules check latin.yml one.yml");
    assert_eq!(ran.code, 21);
    for text in ["one.yml:3:1: there is no key 'levl' here", "latin.yml: no text in UTF-8"] {
        assert!(ran.err.contains(text), "\"{text}\" is not in\n{}", ran.err);
    }
    for (line, code, said) in [
        ("rules check missing.yml", 10, "missing.yml: no such file or folder"),
        ("rules check attack.pcap", 10, "attack.pcap: no text in UTF-8"),
        ("rules check text.pcap", 21, "text.pcap:1:1: a rule is a map"),
        ("rules check nothing.pcap", 21, "there is no rule in this file"),
        ("rules check", 2, "FILE|DIR"),
        ("rules list --pack cor", 2, "core"),
    ] {
        let ran = folder.run(line);
        assert_eq!(ran.code, code, "{line}\n{}", ran.err);
        assert!(ran.err.contains(said), "{line}: \"{said}\" is not in\n{}", ran.err);
    }
}

#[test]
fn a_test_that_fails_is_explained() {
    let folder = Folder::new();
    let new = folder.run("rules new my-rule").out;
    folder.write("wrong.yml", new.replace("expect: 0", "expect: 2").as_bytes());
    let ran = folder.run("rules test wrong.yml");
    assert_eq!(ran.code, 22);
    assert!(ran.out.contains("FAILED    my-rule, test 2, our own platform asks (wrong.yml:"), "{}", ran.out);
    assert!(ran.out.contains("expected 2, found 0") && ran.out.contains("no record matched"), "{}", ran.out);
    assert!(ran.out.ends_with("1 rule, 2 tests: 1 passed, 1 failed\n"), "{}", ran.out);
    let without = &new[..new.find("tests:").unwrap()];
    folder.write("without.yml", without.as_bytes());
    let ran = folder.run("rules test without.yml");
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (0, "no tests  my-rule\n1 rule, 0 tests: 0 passed, 0 failed; 1 rule without tests\n")
    );
    let case = format!("{without}tests: [{{ case: captures/, expect: 1 }}]\n");
    folder.write("case.yml", case.as_bytes());
    let ran = folder.run("rules test case.yml");
    assert!(ran.code == 22 && ran.out.contains("captures/: no such file or folder"), "{}", ran.out);
}

#[test]
fn the_packs_that_come_with_the_program_pass_their_tests() {
    let folder = Folder::new();
    let ran = folder.run("rules test");
    assert!(ran.code == 0 && ran.out.ends_with(" 0 failed\n"), "{}{}", ran.out, ran.err);
}

#[test]
fn lists_have_checks_and_rules_and_can_be_limited() {
    let folder = Folder::new();
    std::fs::create_dir_all(folder.path().join("mine/deeper")).unwrap();
    let new = folder.run("rules new my-rule").out;
    folder.write("mine/deeper/rule.yaml", new.as_bytes());
    let ran = folder.run("rules list mine");
    assert_eq!(ran.code, 0, "{}", ran.err);
    for text in ["ss7-category-1", "location-ladder", "my-rule", "correlation", "base"] {
        assert!(ran.out.contains(text), "\"{text}\" is not in\n{}", ran.out);
    }
    let ran = folder.run("rules list --pack hunt --format json");
    let rows = json(&ran.out);
    let names: Vec<&str> = rows[0]["rules"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect();
    assert!(
        names.contains(&"location-same-day") && names.contains(&"source-moved") && !names.contains(&"ss7-chain"),
        "{names:?}"
    );
}

#[test]
fn checks_and_rules_explain_themselves() {
    let folder = Folder::new();
    let ran = folder.run("rules explain ss7-category-1 location-ladder blocked-attempt");
    assert_eq!(ran.code, 0, "{}", ran.err);
    for text in ["what", "innocent", "within: 30m", "the same: target.id", "temporal_ordered", "answer.outcome in ["] {
        assert!(ran.out.contains(text), "\"{text}\" is not in\n{}", ran.out);
    }
    let all = folder.run("rules explain --format markdown");
    assert!(all.code == 0 && all.out.contains("## ") && all.out.contains("`protocol-pivot`"), "{}", all.out);
    let ran = folder.run("rules explain location-lader");
    assert!(ran.code == 2 && ran.err.contains("did you mean location-ladder"), "{}", ran.err);
}
