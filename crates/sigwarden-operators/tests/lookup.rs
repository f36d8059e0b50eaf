//! What the public tables answer, against what phonenumbers and the tables themselves say.
//!
//! `scripts/lookup_cases.py` writes the cases and says where they come from.
#![allow(clippy::print_stdout, reason = "says how many cases were compared")]

use sigwarden_operators::lookup::{Answer, lookup};
use sigwarden_operators::networks::PUBLIC_NETWORK_CONFIDENCE;
use sigwarden_operators::{Day, Networks, Site};
use std::collections::BTreeSet;

/// Nothing is surer without a site configuration or an import.
const MOST: u8 = 80;

fn ask(networks: &Networks, address: &str, kind: &str) -> Answer {
    lookup(networks, address, Some(kind.parse().unwrap()), Day::LAST).unwrap()
}

/// The rows of a file of cases, with their columns.
fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect())
}

fn numbers() -> impl Iterator<Item = Vec<&'static str>> {
    rows(include_str!("lookup/numbers.tsv"))
}

fn networks() -> impl Iterator<Item = Vec<&'static str>> {
    rows(include_str!("lookup/networks.tsv"))
}

/// What holds for every answer of the public tables.
fn check(answer: &Answer) {
    let known = !answer.countries.is_empty() || answer.operator.is_some();
    assert_eq!(answer.basis.is_some(), known, "{answer:?}");
    assert_eq!(answer.layer == "none", !known, "{answer:?}");
    assert_eq!(answer.confidence == 0, !known, "{answer:?}");
    assert!(answer.confidence <= MOST && answer.country_confidence <= MOST, "{answer:?}");
    assert!(answer.operator.is_none() || answer.confidence <= PUBLIC_NETWORK_CONFIDENCE, "{answer:?}");
    assert_eq!(answer.country.is_some(), answer.countries.len() == 1, "{answer:?}");
    assert!(!answer.home && answer.partner.is_none() && answer.notes.is_empty(), "{answer:?}");
}

/// The problems of many rows, all at once.
fn report(problems: &[String], compared: usize, what: &str) {
    assert!(problems.is_empty(), "{} of {compared} {what}:\n{}", problems.len(), problems.join("\n"));
    println!("{compared} {what} compared");
}

#[test]
fn numbers_are_of_the_country_that_phonenumbers_says() {
    let public = Networks::new(Site::default());
    let (mut problems, mut compared) = (Vec::new(), 0);
    for row in numbers() {
        let [address, kind, region, countries, _] = row[..] else { panic!("{row:?}") };
        let answer = ask(&public, address, kind);
        check(&answer);
        let of_code: Vec<&str> = countries.split(' ').collect();
        let possible = answer.countries.iter().all(|country| of_code.contains(&country.as_str()));
        if !possible || !answer.countries.iter().any(|country| country == region) {
            problems.push(format!("{address} is of {region}; answered {:?}", answer.countries));
        }
        compared += 1;
    }
    report(&problems, compared, "countries of numbers");
}

#[test]
fn operators_of_numbers_are_those_of_phonenumbers() {
    let public = Networks::new(Site::default());
    let (mut problems, mut compared) = (Vec::new(), 0);
    for row in numbers().filter(|row| !row[4].is_empty()) {
        let answer = ask(&public, row[0], row[1]);
        if answer.operator.as_deref() != Some(row[4]) {
            problems.push(format!("{} is of {}; answered {:?}", row[0], row[4], answer.operator));
        }
        compared += 1;
    }
    report(&problems, compared, "operators of numbers");
}

#[test]
fn a_bare_code_of_several_countries_is_of_none_of_them() {
    let public = Networks::new(Site::default());
    let mut codes = BTreeSet::new();
    for row in numbers().filter(|row| row[3].contains(' ')) {
        codes.insert(&row[0][..sigwarden_operators::numbering::calling_code_digits(row[0].as_bytes())]);
    }
    for code in ["1", "7", "39", "44", "47", "61", "212", "262", "290", "358", "590", "599"] {
        assert!(codes.contains(code), "no case is of {code}");
    }
    for code in &codes {
        let answer = ask(&public, code, "gt");
        check(&answer);
        assert!(answer.country.is_none() && answer.countries.len() > 1, "{answer:?}");
    }
    println!("{} shared codes compared", codes.len());
}

#[test]
fn networks_and_imsis_are_those_of_the_tables() {
    let public = Networks::new(Site::default());
    let (mut problems, mut compared) = (Vec::new(), 0);
    for row in networks() {
        let [address, kind, network, countries, operator, code] = row[..] else { panic!("{row:?}") };
        let answer = ask(&public, address, kind);
        check(&answer);
        let found = (
            answer.plmn.as_deref().unwrap_or_default(),
            answer.countries.join(" "),
            answer.operator.as_deref().unwrap_or_default(),
            answer.use_of_code.as_deref().unwrap_or_default(),
        );
        if found != (network, countries.to_owned(), operator, code) {
            problems.push(format!("{row:?} answered {found:?}"));
        }
        compared += 1;
    }
    report(&problems, compared, "networks and IMSIs");
}
