//! The committed captures are those that the testkit makes.

use std::collections::BTreeSet;
use std::fs;

use sigwarden_corpus::case::{cases_below, corpus};

const ADVICE: &str = "run: cargo run -p sigwarden-testkit --example make_corpus -- corpus";

#[test]
fn the_testkit_makes_the_same_captures_again() {
    let root = corpus();
    let mut different = Vec::new();
    for case in sigwarden_testkit::corpus::cases() {
        let path = root.join(&case.folder).join(case.file);
        if fs::read(&path).ok().as_deref() != Some(&case.octets) {
            different.push(case.folder);
        }
    }
    assert!(different.is_empty(), "captures missing or different: {}; {ADVICE}", different.join(", "));
}

#[test]
fn every_capture_is_made_by_the_testkit() {
    let made: BTreeSet<String> = sigwarden_testkit::corpus::cases().into_iter().map(|case| case.folder).collect();
    let found = cases_below(&corpus()).unwrap_or_else(|error| panic!("{error}"));
    let found: BTreeSet<String> = found.into_iter().map(|case| case.name).collect();
    assert_eq!(found, made, "left: folders, right: what the testkit makes");
}
