//! What expressions mean: tables of expression and expectation over one made-up line.

mod common;

use common::JsonLine;
use serde_json::json;
use sigwarden_expr::{Constant, Expression, FieldId, MAX_DEPTH, Record, Value};
use sigwarden_schema::fields::{OPERATION, find};

/// An answer that disclosed a location. `op.error_code`, `target.msisdn`, `sccp.calling.pc`,
/// `link.*` are absent; `origin.operator` is null.
fn line() -> JsonLine {
    JsonLine(json!({
        "event_type": "operation",
        "ts": "2024-03-01T12:00:00.000000Z",
        "capture": { "file": "a \"b\"\\c\nd.pcap", "frames": [7, 9] },
        "sccp": { "calling": { "gt": "155501001", "ssn": 6 }, "called": { "gt": "155501002", "ssn": 6 }, "returned": false },
        "tcap": { "type": "end", "dtid": "" },
        "op": { "code": 71, "name": "anyTimeInterrogation", "kind": "result", "invoke_id": -1 },
        "target": { "imsi": "001010000000001" },
        "disclosed": ["location", "state"],
        "origin": { "country": "BB", "operator": null, "tadig": "äöü😀" },
        "anomalies": [ { "code": "short-address" } ],
    }))
}

#[track_caller]
fn check(rows: &[(&str, bool)]) {
    let line = line();
    for (text, expected) in rows {
        match Expression::parse(text) {
            Ok(expression) => assert_eq!(expression.matches(&line), *expected, "{text}"),
            Err(error) => panic!("{text}\n{}", error.render(text)),
        }
    }
}

#[test]
fn compares_values_of_every_type() {
    check(&[
        ("op.code == 71", true),
        ("op.code == 70", false),
        ("op.code != 70", true),
        ("op.code != 71", false),
        ("op.code < 72", true),
        ("op.code < 71", false),
        ("op.code <= 71", true),
        ("op.code <= 70", false),
        ("op.code > 70", true),
        ("op.code > 71", false),
        ("op.code >= 71", true),
        ("op.code >= 72", false),
        ("71 == op.code", true),
        ("70 < op.code", true),
        ("op.code == 0x47", true),
        ("op.code == 0X47", true),
        ("op.code == 071", true),
        ("op.invoke_id == -1", true),
        ("op.invoke_id == - 1", true),
        ("op.invoke_id > -9223372036854775808", true),
        ("op.invoke_id < 9223372036854775807", true),
        ("op.name == 'anyTimeInterrogation'", true),
        ("op.name == \"anyTimeInterrogation\"", true),
        ("op.name == \"anytimeinterrogation\"", false),
        ("op.name != \"x\"", true),
        ("ts >= \"2024-01-01\" && ts < \"2025-01-01\"", true),
        ("\"B\" < \"a\"", true),
        ("\"z\" < \"ä\" && \"ä\" < \"😀\"", true),
        ("sccp.returned == false", true),
        ("sccp.returned == true", false),
        ("sccp.returned != true", true),
        ("sccp.calling.ssn == sccp.called.ssn", true),
        ("sccp.calling.gt == sccp.called.gt", false),
        ("(op.code == 71) == true", true),
        ("has(op.code) != has(op.error_code)", true),
        ("true", true),
        ("false", false),
        ("1 == 1", true),
    ]);
}

#[test]
fn looks_up_values_in_lists() {
    check(&[
        ("op.code in [70, 71]", true),
        ("op.code in [71, 70, 2]", true),
        ("op.code in [70, 72]", false),
        ("op.code in [71,]", true),
        ("op.code in []", false),
        ("op.invoke_id in [-1]", true),
        ("op.kind in ['result', 'error']", true),
        ("op.kind in ['invoke']", false),
        ("\"location\" in disclosed", true),
        ("\"loc\" in disclosed", false),
        ("\"imsi\" in disclosed", false),
        ("op.kind in disclosed", false),
        ("9 in capture.frames", true),
        ("8 in capture.frames", false),
        ("size(disclosed) in [2]", true),
        ("!(op.code in [70])", true),
    ]);
}

#[test]
fn asks_texts_and_sizes() {
    check(&[
        ("sccp.calling.gt.startsWith(\"1555\")", true),
        ("sccp.calling.gt.startsWith(\"555\")", false),
        ("sccp.calling.gt.endsWith('001')", true),
        ("sccp.calling.gt.endsWith('002')", false),
        ("sccp.calling.gt.contains('501')", true),
        ("sccp.calling.gt.contains('999')", false),
        ("op.name.contains(\"\")", true),
        ("op.name.startsWith(op.kind)", false),
        ("\"result-late\".startsWith(op.kind)", true),
        ("(op.name).endsWith(\"tion\")", true),
        ("op . name . endsWith ( 'tion' )", true),
        ("size(disclosed) == 2", true),
        ("size(anomalies) > 0", true),
        ("size(capture.frames) >= 3", false),
        ("size(tcap.dtid) == 0", true),
        ("size(origin.country) == 2", true),
        ("size(origin.tadig) == 4", true),
        ("size('abc') == size([1, 2, 3])", true),
    ]);
}

#[test]
fn absent_fields_are_null_and_answer_no_comparison() {
    check(&[
        ("has(op.code)", true),
        ("has(op.error_code)", false),
        ("has(origin.operator)", false),
        ("has(anomalies)", true),
        ("has(schema)", false),
        ("has(tcap.dtid)", true),
        ("op.error_code == null", true),
        ("null == op.error_code", true),
        ("op.error_code != null", false),
        ("origin.operator == null", true),
        ("op.code == null", false),
        ("op.code != null", true),
        ("disclosed == null", false),
        ("op.error_code == 1", false),
        ("op.error_code != 1", false),
        ("op.error_code < 1", false),
        ("op.error_code >= 1", false),
        ("!(op.error_code == 1)", true),
        ("op.error_code == sccp.calling.pc", false),
        ("op.error_code != op.code", false),
        ("op.error_code in [1]", false),
        ("target.msisdn in disclosed", false),
        ("target.msisdn.startsWith(\"\")", false),
        ("op.name.contains(target.msisdn)", false),
        ("size(target.msisdn) == 0", false),
        ("size(target.msisdn) != 0", false),
        ("link.src_ip == \"192.0.2.1\"", false),
    ]);
    let empty = JsonLine(json!({ "op": null }));
    for (text, expected) in [
        ("sccp.returned", false),
        ("!sccp.returned", true),
        ("sccp.returned == false", false),
        ("sccp.returned != true", false),
        ("\"location\" in disclosed", false),
        ("size(disclosed) == 0", false),
        ("disclosed == null", true),
        ("op.code == null", true),
        ("!has(anomalies)", true),
    ] {
        assert_eq!(Expression::parse(text).unwrap().matches(&empty), expected, "{text}");
    }
}

#[test]
fn operators_bind_as_in_cel() {
    check(&[
        ("true || false && false", true),
        ("(true || false) && false", false),
        ("false && false || true", true),
        ("false && (false || true)", false),
        ("!false && false", false),
        ("!(false && false)", true),
        ("!true == false", true),
        ("!(true == true)", false),
        ("!sccp.returned == true", true),
        ("!!true", true),
        ("!!!true", false),
        ("true == (1 == 2) || true", true),
        ("op.code == 70 || op.code == 71 && op.kind == 'result'", true),
        ("op.code == 71 || op.code == 70 && op.kind == 'invoke'", true),
        ("!op.name.contains('x')", true),
        ("!has(op.error_code) && op.code > 1", true),
        ("\n true // everything\n && // and\n !false", true),
    ]);
}

#[test]
fn reads_the_escapes_of_cel() {
    check(&[
        (r#"capture.file == "a \"b\"\\c\nd.pcap""#, true),
        (r#"capture.file == 'a "b"\\c\nd.pcap'"#, true),
        (r#"capture.file == 'a \x22b\X22\134c\012d.pcap'"#, true),
        (r#"origin.tadig == "\u00e4\u00F6\U000000fc\U0001F600""#, true),
        (r#""\a\b\f\r\t\v\?\`\'" == "\x07\x08\x0c\x0d\x09\x0b?`'""#, true),
        (r#"size("\377") == 1"#, true),
        (r#""//" == "//""#, true),
        (r#""" == ''"#, true),
    ]);
}

#[test]
fn long_chains_do_not_nest() {
    let chain = vec!["op.code == 1"; 2_000].join(" || ");
    assert!(!Expression::parse(&chain).unwrap().matches(&line()));
    let deepest = format!("{}true{}", "(".repeat(MAX_DEPTH - 1), ")".repeat(MAX_DEPTH - 1));
    assert!(Expression::parse(&deepest).unwrap().matches(&line()));
}

#[test]
fn every_registered_field_can_be_asked_for() {
    for field in OPERATION {
        let expression = Expression::parse(&format!("has({})", field.name)).unwrap();
        assert_eq!(expression.fields().collect::<Vec<_>>(), [field.name]);
    }
}

#[test]
fn names_each_field_that_it_reads_once() {
    let text = "op.code == 71 && (\"state\" in disclosed || size(op.name) > 3) && op.code != 2 && has(ts)";
    let expression = Expression::parse(text).unwrap();
    assert_eq!(expression.fields().collect::<Vec<_>>(), ["op.code", "disclosed", "op.name", "ts"]);
}

/// Answers by position in the registry alone.
struct ByIndex;

impl Record for ByIndex {
    fn value(&self, field: FieldId) -> Value<'_> {
        match field.index {
            0 => Value::Integer(71),
            1 => Value::Text("not what the registry says"),
            _ => Value::Absent,
        }
    }

    fn element(&self, _: FieldId, _: usize) -> Value<'_> {
        Value::Absent
    }
}

#[test]
fn other_registries_count_from_their_own_start() {
    let fields = [*find("op.code").unwrap(), *find("sccp.returned").unwrap()];
    let record: &dyn Record = &ByIndex;
    for (text, expected) in [
        ("op.code == 71", true),
        ("has(sccp.returned)", true),
        ("sccp.returned", false),
        ("sccp.returned == false", false),
    ] {
        assert_eq!(Expression::parse_with(text, &fields).unwrap().matches(record), expected, "{text}");
    }
    assert!(Expression::parse_with("op.name == ''", &fields).is_err());
    assert!(Expression::parse_with("true", &[]).unwrap().matches(record));
}

#[test]
fn what_an_expression_requires_of_a_field_is_known() {
    let text = |values: &[&str]| Some(values.iter().map(|value| Constant::Text((*value).to_string())).collect());
    let rows: &[(&str, &str, Option<Vec<Constant>>)] = &[
        ("op.name == 'a'", "op.name", text(&["a"])),
        ("'a' == op.name", "op.name", text(&["a"])),
        ("op.name in ['b', 'a']", "op.name", text(&["a", "b"])),
        ("op.code in [71, 70]", "op.code", Some(vec![Constant::Integer(70), Constant::Integer(71)])),
        ("op.name in ['a', 'b'] && op.name == 'a' && op.code > 3", "op.name", text(&["a"])),
        ("op.name == 'a' || op.name == 'b' || op.name == 'a'", "op.name", text(&["a", "b"])),
        ("op.name == 'a' || op.code == 3", "op.name", None),
        ("op.name != 'a'", "op.name", None),
        ("!(op.name == 'a')", "op.name", None),
        ("op.name.startsWith('a')", "op.name", None),
        ("op.name == stack", "op.name", None),
        ("false", "op.name", Some(Vec::new())),
        ("op.name == 'a'", "stack", None),
    ];
    for (expression, field, expected) in rows {
        assert_eq!(Expression::parse(expression).unwrap().required(field), *expected, "{expression}");
    }
}
