//! The number of threads changes nothing that is written.

#[allow(dead_code, unreachable_pub, unused_imports, reason = "other tests use the rest")]
#[path = "../../../fuzz/src/lib.rs"]
mod doors;

use sigwarden_detect::Table;
use sigwarden_operators::{Site, site};
use sigwarden_pipeline::{CaptureSet, Options, Outcome, run};
use sigwarden_scenario::{Options as ScenarioOptions, SHIPPED, Scenario, generate};
use sigwarden_testkit::traffic::lte::s6a_traffic;
use sigwarden_testkit::traffic::packet::gtpv2_traffic;
use sigwarden_testkit::{samples, traffic};
use std::collections::BTreeSet;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

/// With the home network configured, and with one to be worked out.
const BOTH: [bool; 2] = [true, false];

fn home() -> Site {
    site::parse("[home]\nplmns = [\"001-01\"]\nglobal_titles = [\"1555555\"]\n").expect("the configuration is right")
}

/// Runs a capture, with a line for every operation or without: without, answers that nobody waits for are not read.
fn judge(octets: &[u8], site: &Site, threads: usize, operations: bool) -> (Outcome, Vec<String>) {
    let capture = CaptureSet::from_reader("capture", Box::new(Cursor::new(octets.to_vec())));
    let table = Table::builtin();
    let options = Options { table, threads, operations, ..Options::of(site.clone()) };
    let mut lines = doors::Lines::default();
    (run(capture, options, &mut lines), lines.0)
}

/// Everything that comes out of a run, as text.
fn written((outcome, mut lines): (Outcome, Vec<String>)) -> Vec<String> {
    let text = |value: serde_json::Result<String>| value.expect("a line can be written");
    lines.extend(outcome.findings.iter().map(|finding| text(serde_json::to_string(finding))));
    lines.push(text(serde_json::to_string(&outcome.stats)));
    lines.push(format!("{:?} {:?} {:?}", outcome.inputs, outcome.home, outcome.warnings));
    lines
}

/// Compares one thread with more.
#[track_caller]
fn same(name: &str, octets: &[u8], site: &Site, operations: bool) -> Vec<String> {
    let one = written(judge(octets, site, 1, operations));
    for threads in [2, 4] {
        let more = written(judge(octets, site, threads, operations));
        let same = one.iter().zip(&more).take_while(|(one, more)| one == more).count();
        assert!(
            one == more,
            "{name}: {threads} threads differ from line {same}: {:?}, {:?}",
            one.get(same),
            more.get(same)
        );
    }
    one
}

#[track_caller]
fn check(octets: &[u8], homes: &[bool], least: usize) {
    for &configured in homes {
        let site = if configured { home() } else { Site::default() };
        let lines = same("lines", octets, &site, true);
        assert!(lines.len() >= least, "{} lines", lines.len());
        same("no lines", octets, &site, false);
    }
}

#[test]
fn ordinary_traffic_longer_than_what_the_home_is_learned_from() {
    check(&traffic(21_000, 3), &[false], 21_000);
    check(&s6a_traffic(5_000, 3), &[false], 4_900);
    check(&gtpv2_traffic(5_000, 3), &[false], 4_900);
}

#[test]
fn every_operation() {
    check(&samples::one_of_each(), &BOTH, 90);
    assert!(!judge(&samples::one_of_each(), &home(), 2, true).0.findings.is_empty(), "some of them are found");
}

#[test]
fn every_carrier_and_a_file_that_ends_in_the_middle() {
    check(&samples::every_carrier(), &BOTH, 20);
    check(&samples::every_ansi_package(), &BOTH, 2);
    let capture = traffic(5_000, 4);
    check(&capture[..capture.len() - 7], &BOTH, 4_900);
}

/// The captures below a folder.
fn captures(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_dir() {
            captures(&path, found);
        } else if name.starts_with("capture.") || name.ends_with(".pcapng") {
            found.push(path);
        }
    }
}

#[test]
fn every_case_of_the_corpus() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus");
    let site = fs::read_to_string(corpus.join("site.toml")).expect("the site of the corpus");
    let site = site::parse(&site).expect("the site of the corpus is right");
    let mut found = Vec::new();
    captures(&corpus, &mut found);
    assert!(found.len() > 100, "{} captures", found.len());
    for path in found {
        let octets = fs::read(&path).expect("a capture");
        for operations in [false, true] {
            same(&path.display().to_string(), &octets, &site, operations);
        }
    }
}

/// The captures of a folder as one, by time.
fn merged(folder: &Path) -> Vec<u8> {
    let mut found = Vec::new();
    captures(folder, &mut found);
    let names: Vec<String> = found.iter().map(|path| path.display().to_string()).collect();
    let mut capture = CaptureSet::open(&names).expect("the captures are there");
    let mut file = [0xa1b2_3c4d_u32, 0x0004_0002, 0, 0, 262_144, 1].map(u32::to_le_bytes).concat();
    while let Some(frame) = capture.next_frame() {
        assert_eq!(frame.link_type, 1, "scenarios are written as Ethernet");
        let length = u32::try_from(frame.data.len()).expect("a frame");
        let seconds = u32::try_from(frame.ts_ns / 1_000_000_000).expect("a time");
        let nanoseconds = u32::try_from(frame.ts_ns % 1_000_000_000).expect("a time");
        file.extend([seconds, nanoseconds, length, length].map(u32::to_le_bytes).concat());
        file.extend_from_slice(frame.data);
    }
    file
}

/// Scenarios in which all protocols speak, and findings of all kinds are made: by single messages and by memory.
#[test]
fn scenarios_with_attacks_of_every_kind() {
    let mut rules = BTreeSet::new();
    for (name, scale) in [("every-move", 0.2), ("patterns", 0.02), ("at03-one-person", 0.1), ("at16-velocity", 0.02)] {
        let text = SHIPPED.iter().find(|shipped| shipped.0 == name).map_or("", |shipped| shipped.1);
        let scenario = Scenario::parse(text).expect("a scenario");
        let folder = tempfile::tempdir().expect("a folder");
        let options = ScenarioOptions { scale, ..ScenarioOptions::default() };
        generate(&scenario, options, folder.path(), |_, _| {}).expect("written");
        let site = fs::read_to_string(folder.path().join("site.toml")).expect("the site of the scenario");
        let site = site::parse(&site).expect("the site of the scenario is right");
        let octets = merged(folder.path());
        same(name, &octets, &site, false);
        if name == "every-move" {
            same(name, &octets, &site, true);
        }
        rules.extend(judge(&octets, &site, 2, false).0.findings.into_iter().map(|finding| finding.rule.id));
    }
    assert!(rules.len() > 20, "{} rules: {rules:?}", rules.len());
}
