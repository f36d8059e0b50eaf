//! Lines with every field filled, for the tests of rendering.

use sigwarden_schema::SCHEMA_VERSION;
use sigwarden_schema::lines::{
    Anomaly, Answer, Avp, Cap, Capture, Diameter, DuplicateOf, Endpoint, Finding, Fs, Gtp, Lease, Link, Op, Operation,
    Origin, Outcome, Part, Party, Rule, Sccp, Severity, Sms, Target, Tcap, Technique, Threat, Verdict, Why,
};

fn party(title: &str) -> Party {
    Party { gt: Some(title.into()), ssn: Some(6), np: Some(1), nai: Some(4), tt: Some(0), pc: Some(100) }
}

fn origin() -> Origin {
    Origin {
        gt: Some("447700900001".into()),
        host: Some("mme01.epc.mnc099.mcc999.3gppnetwork.org".into()),
        realm: Some("epc.mnc099.mcc999.3gppnetwork.org".into()),
        ip: Some("198.51.100.10".into()),
        country: Some("GB".into()),
        countries: vec!["GB".into(), "JE".into()],
        operator: Some("Example Islands".into()),
        tadig: Some("XXXEI".into()),
        domicile: Some("BB".into()),
        carrier: Some("Carrier A".into()),
        lease: Some(Lease {
            lessee: Some("unknown".into()),
            source: Some("published report".into()),
            evidence: Some("page 7".into()),
            confidence: Some(60),
            since: Some("2023-01-01".into()),
            until: Some("2024-12-31".into()),
        }),
        notes: vec!["unexpected-carrier", "lease"],
        basis: Some("site configuration".into()),
        basis_date: Some("2018-01-01".into()),
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

fn diameter() -> Diameter {
    Diameter {
        app_id: 16_777_251,
        origin_host: Some("mme01.epc.mnc099.mcc999.3gppnetwork.org".into()),
        origin_realm: Some("epc.mnc099.mcc999.3gppnetwork.org".into()),
        destination_host: Some("hss01.epc.mnc001.mcc001.3gppnetwork.org".into()),
        destination_realm: Some("epc.mnc001.mcc001.3gppnetwork.org".into()),
        session_id: Some("mme01.epc.mnc099.mcc999.3gppnetwork.org;1;2".into()),
        route_record: vec!["dra01.carrier.example".into()],
        visited_plmn: Some("999-99".into()),
        result_code: Some(2001),
        flags: 0xc0,
        hop_by_hop: 1,
        end_to_end: 2,
        avps: vec![Avp { code: 1, vendor: 0, name: Some("User-Name"), flags: 0x40, length: 15, depth: 0 }],
    }
}

fn gtp() -> Gtp {
    Gtp {
        teid: Some(1),
        seq: Some(2),
        apn: Some("internet".into()),
        serving_network: Some("999-99".into()),
        cause: Some(16),
        recovery: Some(3),
        rat_type: Some(6),
        location_plmn: Some("999-99".into()),
        endpoints: vec![Endpoint { interface: Some(6), teid: Some(7), address: Some("198.51.100.10".into()) }],
    }
}

fn sms() -> Sms {
    Sms {
        kind: "deliver",
        address: Some("15555550199".into()),
        address_type: Some(1),
        service_centre: Some("447700900002".into()),
        pid: Some(127),
        dcs: Some(22),
        length: 3,
        octets: 3,
        header: vec![0x70],
        part: Some(Part { reference: 1, total: 2, number: 1 }),
        port: Some(16_000),
        tar: Some("505348".into()),
        spi: Some("0001".into()),
        digest: Some("00000000000000cc".into()),
        text: vec![1, 2, 3],
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
        variant: Some("itu"),
        link: Link {
            src_ip: Some("198.51.100.10".into()),
            dst_ip: Some("192.0.2.10".into()),
            opc: Some(2001),
            dpc: Some(1001),
        },
        sccp: Some(Sccp { calling: party("447700900001"), called: party("15555550020"), returned: Some(false) }),
        tcap: Some(Tcap {
            kind: "end",
            otid: Some("0a".into()),
            dtid: Some("0b".into()),
            ac: Some("0.4.0.0.1.0.29.3".into()),
        }),
        diameter: Some(diameter()),
        gtp: Some(gtp()),
        op: Some(Op {
            code: Some(71),
            name: Some("anyTimeInterrogation".into()),
            kind: "result",
            invoke_id: Some(1),
            error_code: Some(49),
        }),
        target: target(),
        disclosed: vec!["location", "state"],
        origin: origin(),
        fs: Fs { document: "FS.11", category: "Cat1" },
        cap: Some(Cap { service_key: Some(7) }),
        sms: Some(sms()),
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
