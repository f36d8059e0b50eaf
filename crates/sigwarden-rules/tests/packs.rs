//! The packs that come with the program, and the rule to begin with.

use sigwarden_rules::builtin::{FILES, TEMPLATE, sources};
use sigwarden_rules::{Found, Pack, RuleSet, Selection, Source, run_tests};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn set() -> RuleSet {
    RuleSet::read(&sources(), &[]).unwrap_or_else(|mistakes| panic!("{}", mistakes[0]))
}

#[test]
fn every_file_of_the_packs_is_compiled_in() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/packs");
    let mut there = BTreeSet::new();
    for (pack, _) in Pack::ALL {
        for entry in fs::read_dir(root.join(pack)).unwrap() {
            let name = entry.unwrap().file_name().to_string_lossy().into_owned();
            there.insert(format!("{pack}/{name}"));
        }
    }
    let listed: BTreeSet<String> = FILES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(there, listed, "add new files to crates/sigwarden-rules/src/builtin.rs");
}

#[test]
fn every_rule_of_the_packs_says_all_and_passes_its_tests() {
    let set = set();
    let report = run_tests(&set, |_| true, |_, _| Found::NotRun("no captures here".into()));
    let wrong: Vec<String> =
        report.failures().map(|test| format!("{}: {test:?}", set.rules[test.rule].about.name)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(report.untested.is_empty());
    for rule in &set.rules {
        assert!(!rule.about.description.is_empty(), "{}", rule.about.name);
        let evidence = rule.correlation().is_none() || !rule.about.references.is_empty();
        assert!(evidence && rule.builtin, "{}", rule.about.name);
    }
    for pattern in [1, 3, 4, 5, 6, 14, 33] {
        assert!(set.rules.iter().any(|rule| rule.about.patterns.contains(&pattern)), "pattern {pattern}");
    }
}

#[test]
fn the_rule_to_begin_with_is_one() {
    let text = TEMPLATE.replace("NAME", "my-rule");
    let set =
        RuleSet::read(&[Source::new("my-rule.yml", &text)], &[]).unwrap_or_else(|mistakes| panic!("{}", mistakes[0]));
    let report = run_tests(&set, |_| true, |_, _| Found::NotRun(String::new()));
    assert_eq!((report.tests.len(), report.failures().count()), (2, 0), "{report:?}");
}

#[test]
fn a_site_chooses_rules_and_gets_what_they_need() {
    let set = set();
    let core = Selection { packs: vec![Pack::Core], ..Selection::default() };
    let few = Selection { enable: vec!["location-same-day".into()], ..Selection::default() };
    let chosen = set.select(&few);
    assert_eq!(chosen.names().collect::<Vec<_>>(), ["location-attempt", "location-same-day"]);
    assert!(chosen.quiet(0) && !chosen.quiet(1));
    let without = Selection { disable: vec!["location-ladder".into()], ..core.clone() };
    assert!(set.select(&core).find("location-ladder").is_some());
    assert!(set.select(&without).find("location-ladder").is_none());
    assert!(set.select(&core).find("location-all-day").is_none());
    let unknown = Selection { enable: vec!["location-sameday".into()], ..Selection::default() }.unknown(&set, &[]);
    assert!(unknown[0].2.contains("did you mean location-same-day"), "{unknown:?}");
}

#[test]
fn a_rule_of_the_same_name_replaces_the_built_in_one() {
    let text = TEMPLATE.replace("NAME", "location-same-day");
    let mut all = sources();
    all.push(Source::new("mine.yml", &text));
    let set = RuleSet::read(&all, &[]).unwrap();
    let (_, rule) = set.find("location-same-day").unwrap();
    assert!(!rule.builtin && rule.file == "mine.yml");
}
