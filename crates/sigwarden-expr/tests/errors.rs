//! What is refused: tables of expression, offset, part of the message, part of the hint.

use sigwarden_expr::{Expression, MAX_DEPTH, MAX_LENGTH, ParseError};

#[track_caller]
fn refused(text: &str) -> ParseError {
    match Expression::parse(text) {
        Ok(_) => panic!("accepted: {text}"),
        Err(error) => error,
    }
}

#[track_caller]
fn check(rows: &[(&str, usize, &str, &str)]) {
    for (text, offset, message, hint) in rows {
        let error = refused(text);
        let rendered = error.render(text);
        assert_eq!(error.offset, *offset, "{rendered}");
        assert!(error.message.contains(message), "message without '{message}'\n{rendered}");
        assert!(error.hint.contains(hint), "hint without '{hint}'\n{rendered}");
        assert_eq!(error.to_string(), error.message);
    }
}

#[test]
fn unknown_fields_name_the_nearest() {
    check(&[
        ("op.cod == 3", 0, "unknown field 'op.cod'", "did you mean op.code"),
        ("has(op.nmae)", 4, "unknown field 'op.nmae'", "did you mean op.name"),
        ("true && OP.CODE == 3", 8, "unknown field", "did you mean op.code"),
        ("imsi == 'x'", 0, "unknown field 'imsi'", "did you mean target.imsi"),
        ("calling.gt == 'x'", 0, "unknown field", "did you mean sccp.calling.gt"),
        ("op == null", 0, "unknown field 'op'", "did you mean op.code, op.name, op.kind"),
        ("sccp.caling.ssn == 6", 0, "unknown field", "did you mean sccp.calling.ssn"),
        ("op.name == zzzzzzzzzzz", 11, "unknown field", "text stands in quotes: \"zzzzzzzzzzz\""),
        ("disclosed == location", 13, "unknown field 'location'", "\"location\""),
        ("anomalies.code == 'x'", 0, "unknown field", "anomalies"),
    ]);
}

#[test]
fn types_are_checked() {
    check(&[
        ("op.code == \"71\"", 11, "op.code is an integer, \"71\" is text", "without quotes: 71"),
        ("\"71\" == op.code", 0, "op.code is an integer, \"71\" is text", "without quotes: 71"),
        ("sccp.calling.gt == 1555", 19, "text, 1555 is an integer", "in quotes: \"1555\""),
        ("op.code < op.name", 10, "op.code is an integer, op.name is text", "same type"),
        ("sccp.returned == 'true'", 17, "a boolean", "without quotes: true"),
        ("sccp.returned < true", 0, "no order", "=="),
        ("op.code", 0, "op.code is an integer, not a condition", "op.code == 1"),
        ("op.name && true", 0, "text, not a condition", "has(op.name)"),
        ("true || 3", 8, "3 is an integer, not a condition", "compare"),
        ("disclosed", 0, "a list of texts, not a condition", "has(disclosed)"),
        ("!disclosed", 1, "a list of texts, not a condition", "has(disclosed)"),
        ("!op.code == 3", 1, "not a condition", "!(op.code == …)"),
        ("disclosed == 'location'", 13, "cannot be compared", "\"location\" in disclosed"),
        ("disclosed == capture.frames", 13, "cannot be compared", "lists are asked by 'in'"),
        ("disclosed == ['location']", 13, "a list in brackets", "right of 'in'"),
        ("disclosed.contains('location')", 0, "methods work on text", "\"location\" in disclosed"),
        ("disclosed.endsWith(true)", 0, "methods work on text", "write value in disclosed"),
        ("op.code.contains('1')", 0, "op.code is an integer", "=="),
        ("op.name.contains(1)", 17, "takes a text, 1 is an integer", "quotes"),
        ("3 in disclosed", 0, "3 is an integer, disclosed is a list of texts", "type"),
        ("'a' in capture.frames", 0, "list of integers", "type"),
        ("'any' in op.name", 9, "needs a list", "op.name.contains(\"any\")"),
        ("op.code in 3", 11, "needs a list", "[70, 71]"),
        ("op.code in [1, '2']", 15, "the element \"2\" is not", "without quotes: 2"),
        ("op.name in ['a', 2]", 17, "the element 2 is not", "in quotes: \"2\""),
        ("op.code in [null]", 12, "the element null", "== null"),
        ("sccp.returned in [true]", 0, "not looked up", "alone"),
        ("disclosed in ['a']", 0, "a list", "|| "),
        ("size(op.code) == 1", 5, "op.code is an integer, which has no size", "text or a list"),
        ("has('x')", 4, "has() asks for a field", "has(op.code)"),
        ("has(has(op.code))", 4, "has() asks for a field", "has(op.code)"),
        ("null == 3", 0, "null can only be compared with a field", "has(field)"),
        ("null == null", 8, "null can only", "has(field)"),
        ("op.code < null", 10, "null has no order", "=="),
        ("null", 0, "null", "has(field)"),
        ("[1]", 0, "a list in brackets", "in"),
        ("anomalies == null", 0, "list of objects", "size() and has()"),
        ("'a' in anomalies", 7, "list of objects", "size() and has()"),
        ("anomalies.contains('a')", 0, "list of objects", "size() and has()"),
        ("anomalies == 'a'", 13, "list of objects", "size() and has()"),
    ]);
}

#[test]
fn parts_of_cel_outside_the_subset_say_what_to_write() {
    check(&[
        ("op.code == 1 ? true : false", 13, "ternary operator is not part", "(a && b) || (!a && c)"),
        ("op.code + 1 == 3", 8, "arithmetic is not part", "work the number out"),
        ("op.code * 2 == 3", 8, "arithmetic is not part", "work the number out"),
        ("op.code / 2 == 3", 8, "arithmetic is not part", "work the number out"),
        ("op.code % 2 == 3", 8, "arithmetic is not part", "work the number out"),
        ("op.code - 1 == 3", 8, "found '-'", "arithmetic is not part"),
        ("-op.code == 3", 0, "found '-'", "arithmetic is not part"),
        ("op.code == 1.5", 11, "decimal numbers are not part", "71"),
        ("op.code == 1e5", 11, "not a whole number", "71"),
        ("op.code == 3u", 11, "not a whole number", "71"),
        ("op.code == 0x", 11, "not a whole number", "0x47"),
        ("op.code == 99999999999999999999", 11, "too large", "digits of an address are text"),
        ("op.code == 9223372036854775808", 11, "too large", "64 bits"),
        ("op.code == -9223372036854775809", 12, "too large", "64 bits"),
        ("op.name == r'x'", 11, "prefix 'r'", "without it"),
        ("op.name == b\"x\"", 11, "prefix 'b'", "without it"),
        ("op.name == '''x'''", 11, "triple quotes", "between"),
        ("disclosed[0] == 'location'", 9, "found '['", "\"location\" in disclosed"),
        ("op.name in {'a': 1}", 11, "maps are not part", "list"),
        ("op.name.matches('a.*')", 8, "unknown method 'matches'", ".startsWith()"),
        ("disclosed.size() == 1", 10, "unknown method 'size'", "size(value)"),
        ("disclosed.exists(d, d == 'a')", 10, "unknown method", "in disclosed"),
        ("int(op.name) == 1", 0, "unknown function 'int'", "has(field) and size(value)"),
        ("contains(op.name, 'a')", 0, "unknown function", "op.name.contains"),
        ("op.name in [sccp.calling.gt]", 12, "a list holds literals", "||"),
        ("op.code in [[1]]", 12, "a list cannot hold lists", "one list"),
    ]);
}

#[test]
fn habits_of_other_languages_say_what_to_write() {
    check(&[
        ("op.code = 3", 8, "'=' is not an operator", "=="),
        ("op.code == 1 and true", 13, "found 'and'", "&&"),
        ("op.code == 1 OR true", 13, "found 'OR'", "||"),
        ("not op.code == 1", 0, "'not' is not an operator", "!"),
        ("not (op.code == 1)", 0, "'not' is not an operator", "!"),
        ("op.code not in [1]", 8, "found 'not'", "!(op.code in"),
        ("op.name like 'a'", 8, "found 'like'", "contains"),
        ("true & true", 5, "'&' is not", "&&"),
        ("true | true", 5, "'|' is not", "||"),
        ("op.name =~ 'a'", 8, "'=~' is not", "startsWith"),
        ("op.name == “a”", 11, "typographic quotes", "plain"),
        ("true; false", 4, "unexpected character ';'", "remove"),
        ("true \u{1b}[31m", 5, "unexpected character '\\u{1b}'", "remove"),
    ]);
}

#[test]
fn broken_syntax_is_located() {
    check(&[
        ("", 0, "empty", "op.code == 71"),
        ("  // nothing", 12, "empty", "op.code == 71"),
        ("op.code ==", 10, "found the end", "add"),
        ("(op.code == 1", 13, "expected ')'", "add ')'"),
        ("op.code == 1)", 12, "found ')'", "remove"),
        ("op.code == 1 op.code", 13, "found 'op'", "&&"),
        ("op.code == 'a' 'b'", 15, "found the text \"b\"", "&&"),
        ("&& true", 0, "found '&&'", ""),
        ("true &&", 7, "found the end", ""),
        ("op. == 1", 4, "found '=='", ""),
        (".op", 0, "found '.'", ""),
        ("op.code. == 1", 9, "found '=='", ""),
        ("has()", 4, "has() takes exactly one value", "one value"),
        ("has(op.code, op.name)", 11, "has() takes exactly one value", "||"),
        ("op.name.contains()", 17, "contains() takes exactly one value", ""),
        ("op.name.contains == 1", 0, "unknown field 'op.name.contains'", ""),
        ("op.code in [1 2]", 14, "expected ',' or ']'", "commas"),
        ("op.code in [1", 13, "expected ',' or ']', found the end", ""),
        ("op.code in [,]", 12, "found ','", ""),
        ("in [1]", 0, "found 'in'", ""),
        ("1 < op.code < 3", 12, "cannot be chained", "a < b && b < c"),
        ("op.name.contains('a').contains('b')", 21, "found '.'", ""),
        ("op.name == 'a", 11, "not closed", "end it with '"),
        ("op.name == \"a\n\"", 11, "not closed", "\\n"),
        (r"op.name == 'a\'", 11, "not closed", ""),
        (r"op.name == 'a\d'", 13, "unknown escape '\\d'", "\\\\"),
        (r"op.name == '\x4'", 12, "unknown escape '\\x'", "\\x41"),
        (r"op.name == '\ud800'", 12, "unknown escape '\\u'", ""),
        (r"op.name == '\400'", 12, "unknown escape '\\4'", ""),
        (r"op.name == '\12'", 12, "unknown escape '\\1'", ""),
        ("op.name == '\\", 12, "unknown escape", ""),
    ]);
}

#[test]
fn hostile_depth_and_length_are_refused() {
    let many = 20_000;
    for text in ["(", "!", "has(", "size(", "op.name.contains(", "true == (", "true && (", "!(", "["] {
        let text = text.repeat(many / text.len());
        let error = refused(&text);
        assert!(error.message.contains("deeper than") || error.message.contains("lists"), "{error}");
        assert!(error.offset <= text.len());
    }
    let deep = format!("{}true{}", "(".repeat(MAX_DEPTH), ")".repeat(MAX_DEPTH));
    assert_eq!(refused(&deep).offset, MAX_DEPTH);

    let longest = format!("true{}", " ".repeat(MAX_LENGTH - 4));
    assert!(Expression::parse(&longest).is_ok());
    let error = refused(&format!("{longest} "));
    assert_eq!(error.offset, MAX_LENGTH);
    assert!(error.message.contains("bytes"));
    let long_name = refused(&"a".repeat(MAX_LENGTH));
    assert!(long_name.message.len() < 200 && long_name.hint.len() < 300, "{long_name:?}");
}

#[test]
fn renders_a_caret_below_the_place() {
    for (text, expected) in [
        ("op.cod == 3", "unknown field 'op.cod'\n  op.cod == 3\n  ^\ndid you mean op.code\n"),
        (
            "op.name == 'ä' &&\n\top.code = 3\n|| true",
            "'=' is not an operator\n   op.code = 3\n           ^\nwrite == to compare\n",
        ),
        (
            "true &&",
            "expected a field name or a value, found the end\n  true &&\n         ^\nthe expression stops too early: add a field name or a value\n",
        ),
    ] {
        assert_eq!(refused(text).render(text), expected);
    }
}

#[test]
fn renders_a_window_of_a_long_line_without_control_characters() {
    let text = format!("{} = \u{1b}[31m{}", "true && ".repeat(100), "x".repeat(500));
    let error = refused(&text);
    let rendered = error.render(&text);
    let lines: Vec<&str> = rendered.lines().collect();
    let caret = lines[2].chars().position(|character| character == '^').unwrap();
    assert_eq!(lines[1].chars().nth(caret), Some('='));
    assert!(lines[1].starts_with("  …") && lines[1].ends_with('…'));
    assert!(!rendered.contains('\u{1b}') && lines[1].chars().count() < 130);
}

#[test]
fn renders_with_another_text_without_panic() {
    let error = refused("true && true && nothing.here");
    for text in ["", "ä", "ääääääääääääääää", "\n\n\n", "x\r\ny"] {
        assert!(error.render(text).contains('^'));
    }
}
