//! The number of threads changes nothing that is written.

#[allow(dead_code, unreachable_pub, unused_imports, reason = "other tests use the rest")]
#[path = "../../../fuzz/src/lib.rs"]
mod doors;

use sigwarden_testkit::{samples, traffic};

/// With the home network configured, and with one to be worked out.
const BOTH: [bool; 2] = [true, false];

/// Everything that comes out of a run, as text.
fn written(octets: &[u8], configured: bool, threads: usize) -> Vec<String> {
    let (outcome, mut lines) = doors::judge(octets, configured, threads);
    let text = |value: serde_json::Result<String>| value.expect("a line can be written");
    lines.extend(outcome.findings.iter().map(|finding| text(serde_json::to_string(finding))));
    lines.push(text(serde_json::to_string(&outcome.stats)));
    lines.push(format!("{:?} {:?} {:?}", outcome.inputs, outcome.home, outcome.warnings));
    lines
}

#[track_caller]
fn check(octets: &[u8], homes: &[bool], least: usize) {
    for &configured in homes {
        let one = written(octets, configured, 1);
        assert!(one.len() >= least, "{} lines", one.len());
        for threads in [2, 4] {
            let more = written(octets, configured, threads);
            let same = one.iter().zip(&more).take_while(|(one, more)| one == more).count();
            assert!(
                one == more,
                "{threads} threads differ from line {same}: {:?}, {:?}",
                one.get(same),
                more.get(same)
            );
        }
    }
}

#[test]
fn ordinary_traffic_longer_than_what_the_home_is_learned_from() {
    check(&traffic(21_000, 3), &[false], 21_000);
}

#[test]
fn every_operation() {
    check(&samples::one_of_each(), &BOTH, 90);
    assert!(!doors::judge(&samples::one_of_each(), true, 2).0.findings.is_empty(), "some of them are found");
}

#[test]
fn every_carrier_and_a_file_that_ends_in_the_middle() {
    check(&samples::every_carrier(), &BOTH, 20);
    check(&samples::every_ansi_package(), &BOTH, 2);
    let capture = traffic(5_000, 4);
    check(&capture[..capture.len() - 7], &BOTH, 4_900);
}
