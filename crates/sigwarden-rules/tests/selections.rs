//! What selections mean: each is an expression; and the program asks the rules that it has to ask.

use sigwarden_rules::{Correlator, Observed, Program, RuleSet, Sample, Service, Source};

const HEAD: &str = "level: low\nthreat: fraud\nfalsepositives: [x]\n";

fn read(text: &str, checks: &[&str]) -> RuleSet {
    RuleSet::read(&[Source::new("t.yml", text)], checks).unwrap_or_else(|mistakes| panic!("{}", mistakes[0]))
}

fn expression(selection: &str) -> String {
    let text = format!("title: t\nname: a\n{HEAD}detection:\n  s: {{ {selection} }}\n  condition: s\n");
    read(&text, &[]).rules[0].detection().unwrap().text.clone()
}

#[test]
fn selections_become_expressions() {
    for (selection, expected) in [
        ("op.code: 71", "(op.code == 71)"),
        ("op.code: 0x47", "(op.code == 71)"),
        ("op.code: [70, 71]", "(op.code in [70, 71])"),
        ("op.code|gte: 70", "(op.code >= 70)"),
        ("origin.gt: 0044", "(origin.gt == \"0044\")"),
        ("origin.country: NO", "(origin.country == \"NO\")"),
        ("origin.country: 'null'", "(origin.country == \"null\")"),
        ("origin.country: null", "(!has(origin.country))"),
        ("origin.country: ", "(!has(origin.country))"),
        ("origin.country: ''", "(origin.country == \"\")"),
        ("origin.country: [NO, null]", "((origin.country == \"NO\" || !has(origin.country)))"),
        ("op.name: 'a*'", "(op.name.startsWith(\"a\"))"),
        ("op.name: '*a'", "(op.name.endsWith(\"a\"))"),
        ("op.name: '*a*'", "(op.name.contains(\"a\"))"),
        ("op.name: '*'", "(has(op.name))"),
        ("op.name: '**'", "(has(op.name))"),
        ("op.name: 'a\\*'", "(op.name == \"a*\")"),
        ("op.name: 'a\\\\*'", "(op.name.startsWith(\"a\\\\\"))"),
        ("op.name: 'a\"b'", "(op.name == \"a\\\"b\")"),
        ("op.name: [a, 'b*', c]", "((op.name in [\"a\", \"c\"] || op.name.startsWith(\"b\")))"),
        ("op.name|contains: [a, b]", "((op.name.contains(\"a\") || op.name.contains(\"b\")))"),
        ("op.name|contains|all: [a, b]", "((op.name.contains(\"a\") && op.name.contains(\"b\")))"),
        ("disclosed: location", "(\"location\" in disclosed)"),
        ("disclosed|all: [imsi, location]", "((\"imsi\" in disclosed && \"location\" in disclosed))"),
        ("sms.header: 5", "(5 in sms.header)"),
        ("anomalies|exists: true", "(has(anomalies))"),
        ("anomalies: null", "(!has(anomalies))"),
        ("sccp.returned: false", "(sccp.returned == false)"),
        ("op.code: 1, op.kind: invoke", "(op.code == 1 && op.kind == \"invoke\")"),
    ] {
        assert_eq!(expression(selection), expected, "{selection}");
    }
}

#[test]
fn the_program_finds_what_asking_every_rule_finds() {
    let detections = [
        "op.name == 'a'",
        "op.name in ['a', 'b'] && op.code == 1",
        "op.code in [1, 2]",
        "op.code == 2 && stack == 'diameter'",
        "stack == 'ss7-map' && has(op.name)",
        "op.name != 'a'",
        "!has(op.name)",
        "op.name == 'a' || op.code == 3",
        "op.name == 'a' || op.name == 'c'",
        "false",
        "true",
    ];
    let rule = |(number, text): (usize, &&str)| format!("title: t\nname: r-{number}\n{HEAD}detection: \"{text}\"\n");
    let set = read(&detections.iter().enumerate().map(rule).collect::<Vec<_>>().join("---\n"), &[]);
    let program = Program::new(&set, Service::Operations);
    assert_eq!(program.size(), (11, 4));
    let mut out = vec![99];
    for name in [None, Some("a"), Some("b"), Some("c"), Some("d")] {
        for code in [None, Some("1"), Some("2"), Some("3")] {
            for stack in [None, Some("ss7-map"), Some("diameter")] {
                let mut record = Sample::new(Service::Operations, 0);
                for (field, value) in [("op.name", name), ("op.code", code), ("stack", stack)] {
                    value.into_iter().for_each(|value| record.set(field, &[value]).unwrap());
                }
                program.matching(&record, &mut out);
                let asked = set.rules.iter().enumerate();
                let all = asked.filter(|(_, rule)| rule.detection().unwrap().expression.matches(&record));
                assert_eq!(out, all.map(|(number, _)| number).collect::<Vec<_>>(), "{record:?}");
            }
        }
    }
}

#[test]
fn correlations_name_checks_and_rules_that_they_name_are_quiet() {
    let top = |name: &str, rest: &str| {
        format!(
            "title: t\nname: {name}\n{HEAD}correlation: {{ type: event_count, timespan: 1m, condition: {{ gte: 1 }}, {rest} }}\n"
        )
    };
    let base = format!("title: t\nname: base\n{HEAD}detection: op.code == 71\n");
    let text = [base.clone(), top("one", "rules: [ss7-category-1]"), top("two", "rules: [base]")].join("---\n");
    let set = read(&text, &["ss7-category-1", "ss7-chain"]);
    assert_eq!(set.checks, ["ss7-category-1"]);
    assert!(set.quiet(0) && !set.quiet(1) && set.quiet(3), "a base rule and a check find nothing alone");
    let loud =
        read(&[base, top("two", "rules: [base]"), top("three", "rules: [base], generate: true")].join("---\n"), &[]);
    assert!(!loud.quiet(0));

    let mut finding = Sample::new(Service::Findings, 0);
    finding.set("rule.id", &["ss7-category-1"]).unwrap();
    let mut out = Vec::new();
    Program::new(&set, Service::Findings).matching(&finding, &mut out);
    assert_eq!(out, [3], "checks are numbered behind the rules");
    let mut correlator = Correlator::new(&set, Service::Findings);
    let observed = correlator.observe(out[0], &finding, 0, "evidence");
    let [Observed::Fired(fired)] = observed.as_slice() else { panic!("{observed:?}") };
    assert_eq!((fired.rule, fired.count, fired.evidence.as_slice()), (1, 1, ["evidence"].as_slice()));
}
