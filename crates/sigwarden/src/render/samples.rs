//! Lines with every field filled, for the tests of rendering.

use sigwarden_schema::SCHEMA_VERSION;
use sigwarden_schema::lines::{
    Anomaly, Answer, Cap, Capture, DuplicateOf, Finding, Fs, Link, Op, Operation, Origin, Outcome, Party, Rule, Sccp,
    Severity, Target, Tcap, Technique, Threat, Verdict, Why,
};

fn party(title: &str) -> Party {
    Party { gt: Some(title.into()), ssn: Some(6), np: Some(1), nai: Some(4), tt: Some(0), pc: Some(100) }
}

fn origin() -> Origin {
    Origin {
        gt: Some("447700900001".into()),
        country: Some("GB".into()),
        operator: Some("Example Islands".into()),
        tadig: Some("XXXEI".into()),
        basis: Some("site"),
        confidence: Some(95),
    }
}

fn target() -> Target {
    Target {
        imsi: Some("001010000000123".into()),
        msisdn: Some("15555550123".into()),
        imei: Some("00000000123456".into()),
    }
}

/// An operation line.
pub(crate) fn operation() -> Operation {
    Operation {
        schema: SCHEMA_VERSION,
        event_type: "operation",
        ts: "2026-01-01T00:00:00.000000Z".into(),
        capture: Capture { file: "lab.pcap".into(), frames: vec![1, 2] },
        dialogue_id: "00000000000000aa".into(),
        stack: "ss7-map",
        variant: "itu",
        link: Link {
            src_ip: Some("198.51.100.10".into()),
            dst_ip: Some("192.0.2.10".into()),
            opc: Some(2001),
            dpc: Some(1001),
        },
        sccp: Sccp { calling: party("447700900001"), called: party("15555550020"), returned: Some(false) },
        tcap: Tcap {
            kind: "end",
            otid: Some("0a".into()),
            dtid: Some("0b".into()),
            ac: Some("0.4.0.0.1.0.29.3".into()),
        },
        op: Some(Op {
            code: Some(71),
            name: Some("anyTimeInterrogation"),
            kind: "result",
            invoke_id: Some(1),
            error_code: Some(49),
        }),
        target: target(),
        disclosed: vec!["location", "state"],
        origin: origin(),
        fs: Fs { document: "FS.11", category: "Cat1" },
        cap: Some(Cap { service_key: Some(7) }),
        anomalies: vec![Anomaly { code: "sccp-digits", layer: "sccp", offset: 3, length: 1 }],
        duplicate_of: Some(DuplicateOf { dialogue_id: "00000000000000bb".into(), frame: 1 }),
    }
}

/// A finding line of this severity.
pub(crate) fn finding(severity: Severity, id: &str) -> Finding {
    Finding {
        schema: SCHEMA_VERSION,
        event_type: "finding",
        ts: "2026-01-01T00:00:00.000000Z".into(),
        id: id.into(),
        rule: Rule { id: "ss7-category-1", name: "Operation that never crosses networks" },
        threat: Threat::LocationTracking,
        severity,
        confidence: 90,
        target: target(),
        origin: origin(),
        fs: Fs { document: "FS.11", category: "Cat1" },
        op: operation().op,
        capture: Capture { file: "lab.pcap".into(), frames: vec![1, 2] },
        captures: Vec::new(),
        dialogue_ids: vec!["00000000000000aa".into()],
        answer: Answer { outcome: Outcome::Answered, disclosed: vec!["location"] },
        why: vec![Why {
            check: "category",
            expected: "never between networks".into(),
            observed: "from <another> network".into(),
            source: "TS 29.002 17.3.2".into(),
            source_date: None,
        }],
        innocent: vec!["a bilateral agreement"],
        techniques: vec![Technique { framework: "attack", id: "T1430.002" }],
        verdict: Verdict { action: "would-drop" },
        related: Vec::new(),
    }
}
