use super::*;

const OPERATION: &str = r#"{"event_type":"operation","op":{"code":70},"capture":{"frames":[1]},
    "anomalies":[{"code":"tag-long-form","layer":"tcap","offset":1,"length":2}]}"#;
const FINDING: &str = r#"{"event_type":"finding","rule":{"id":"r"},"severity":"high","origin":{"gt":"1"},
    "capture":{"frames":[1,2]},"answer":{"outcome":"answered","disclosed":["location","state"]},"related":["a","b"]}"#;
const STATS: &str = r#"{"event_type":"stats","messages":2,"other":{"ISUP":3}}"#;

/// Whether an output of one operation, one finding and the stats meets the expectation.
#[track_caller]
fn check(case: &str, expectation: bool) {
    let lines = |texts: &[&str]| texts.iter().map(|text| serde_json::from_str(text).unwrap()).collect();
    let output = Output { lines: lines(&[OPERATION, FINDING, STATS]), exit_code: Some(0), stderr: String::new() };
    let expectations = Expectations::read(&case.parse().unwrap()).unwrap();
    let unmet = expectations.unmet(&output, &output);
    assert_eq!(unmet.is_empty(), expectation, "{case}: {unmet:?}");
    assert_eq!(expectations.checks(), 1);
}

#[track_caller]
fn check_refused(case: &str, part: &str) {
    let error = Expectations::read(&case.parse().unwrap()).unwrap_err();
    assert!(error.contains(part), "{error}");
}

#[test]
fn operations_are_counted_and_their_anomalies_looked_at() {
    let rows = [
        ("where = 'op.code == 70'\ncount = 1", true),
        ("where = 'op.code == 70'\ncount = 2", false),
        ("where = 'op.code == 71'\ncount = 0", true),
        ("where = 'size(anomalies) > 0'\ncount = 1\nanomalies = ['tag-long-form']", true),
        ("where = 'op.code == 70'\ncount = 1\nanomalies = ['tag-padded']", false),
    ];
    for (text, expectation) in rows {
        check(&format!("[[operations]]\n{text}"), expectation);
    }
}

#[test]
fn findings_are_counted_by_their_conditions() {
    let rows = [
        ("", true),
        ("none = true", false),
        ("count = 1", true),
        ("count = 2", false),
        ("at_least = 2", false),
        ("rule.id = 'r'", true),
        ("rule.id = 'other'", false),
        ("rule.id = 'other'\nnone = true", true),
        ("severity_at_least = 'medium'", true),
        ("severity_at_least = 'critical'", false),
        ("disclosed = ['state']", true),
        ("disclosed = ['imsi']", false),
        ("frames = [1, 2]", true),
        ("frames = [1]", false),
        ("related_at_least = 2", true),
        ("related_at_least = 3", false),
        ("unless.origin.gt = ['1', '2']\nnone = true", true),
        ("unless.origin.gt = ['2']\nnone = true", false),
        ("target.imsi = '001010000000001'", false),
    ];
    for (text, expectation) in rows {
        check(&format!("[[findings]]\n{text}"), expectation);
    }
}

#[test]
fn stats_and_the_exit_code_are_compared() {
    check("[stats]\nmessages = 2", true);
    check("[stats]\nmessages = 3", false);
    check("[stats]\nother.ISUP = 3", true);
    check("[stats]\nother.SIP = 3", false);
    check("exit_code = 0", true);
    check("exit_code = 11", false);
}

#[test]
fn refuses_what_it_would_not_check() {
    check_refused("[[finding]]\ncount = 1", "finding is not known");
    check_refused("[[findings]]\norigin.title = '1'", "origin.title is not known");
    check_refused("[[findings]]\nseverity_at_least = 'bad'", "no such severity");
    check_refused("[[operations]]\nwhere = 'op.code == 70'", "count is missing");
    check_refused("[[operations]]\nwhere = 'op.coda == 70'\ncount = 1", "op.coda");
    check_refused("[operations]\nwhere = 'op.code == 70'\ncount = 1", "[[operations]]");
    check_refused("exit_code = 300", "a whole number");
}
