//! An operation as the line that is written.
//!
//! - this file: what all protocols share, and SS7.
//! - [`diameter`](mod@diameter), [`gtp`](mod@gtp): the other protocols.
//! - [`sms`]: the short message inside an operation.

mod diameter;
mod gtp;
mod sms;

pub use diameter::diameter;
pub use gtp::gtp;

use sigwarden_capture::End;
use sigwarden_detect::Judgement;
use sigwarden_dialogue::diameter::Subject;
use sigwarden_dialogue::joiner::{Operation as Joined, Stack};
use sigwarden_dialogue::{Counters, FrameRef, Meta, SECOND, Title};
use sigwarden_operators::Networks;
use sigwarden_schema::SCHEMA_VERSION;
use sigwarden_schema::lines::{
    Anomaly, Cap, Capture, DuplicateOf, Finding, Fs, InputEnd, Link, Op, Operation, Origin, Party, Sccp, Severity,
    Stats, Target, Tcap,
};
use sigwarden_wire::ber::Span;
use sigwarden_wire::map::field::Field;
use sigwarden_wire::sccp::Address;

pub use sigwarden_detect::findings::{captures, time};

/// The line of an operation.
pub fn operation(joined: &Joined<'_>, judgement: &Judgement, networks: &Networks, names: &[String]) -> Operation {
    let text = |title: sigwarden_dialogue::Title| (!title.is_empty()).then(|| title.to_string());
    let mut frames = captures(joined.frames(), names);
    Operation {
        schema: SCHEMA_VERSION,
        event_type: "operation",
        ts: time(joined.meta.ts_ns),
        capture: if frames.is_empty() { Capture::default() } else { frames.swap_remove(0) },
        sms: sigwarden_detect::sms::of_ss7(joined).and_then(|carried| sms::sms(&carried)),
        dialogue_id: id(joined.dialogue.id),
        stack: joined.stack.name(),
        variant: Some(joined.meta.variant.name()),
        link: link(joined.meta),
        sccp: Some(Sccp {
            calling: party(&joined.unit.calling),
            called: party(&joined.unit.called),
            returned: joined.returned().then_some(true),
        }),
        tcap: Some(tcap(joined)),
        diameter: None,
        gtp: None,
        op: op(joined),
        target: Target {
            imsi: text(judgement.imsi),
            msisdn: text(joined.identity(Field::Msisdn)),
            imei: text(joined.identity(Field::Imei)),
        },
        disclosed: judgement.disclosed.names(),
        origin: origin(judgement, networks),
        fs: Fs { document: "FS.11", category: judgement.category.name() },
        cap: service_key(joined),
        anomalies: anomalies(judgement),
        duplicate_of: duplicate_of(joined.duplicate_of),
    }
}

fn link(meta: &Meta) -> Link {
    Link {
        src_ip: meta.src.map(|address| address.to_string()),
        dst_ip: meta.dst.map(|address| address.to_string()),
        opc: meta.opc,
        dpc: meta.dpc,
    }
}

fn anomalies(judgement: &Judgement) -> Vec<Anomaly> {
    let line = |anomaly: &sigwarden_wire::anomaly::Anomaly| Anomaly {
        code: anomaly.code.name(),
        layer: anomaly.code.layer(),
        offset: anomaly.offset,
        length: anomaly.length,
    };
    judgement.anomalies.as_slice().iter().map(line).collect()
}

fn duplicate_of(original: Option<(u64, FrameRef)>) -> Option<DuplicateOf> {
    original.map(|(dialogue, FrameRef { number, .. })| DuplicateOf { dialogue_id: id(dialogue), frame: number })
}

/// The whole of a message with one subscriber and one operation: what Diameter and GTP have in common.
fn packet_line(
    meta: &Meta,
    subject: &Subject,
    duplicate: Option<(u64, FrameRef)>,
    judgement: &Judgement,
    networks: &Networks,
    names: &[String],
) -> Operation {
    let text = |title: Title| (!title.is_empty()).then(|| title.to_string());
    let mut frames = captures(meta.frames(), names);
    let imsi = if judgement.imsi.is_empty() { subject.imsi } else { judgement.imsi };
    Operation {
        schema: SCHEMA_VERSION,
        event_type: "operation",
        ts: time(meta.ts_ns),
        capture: if frames.is_empty() { Capture::default() } else { frames.swap_remove(0) },
        link: link(meta),
        target: Target { imsi: text(imsi), msisdn: text(subject.msisdn), imei: text(subject.imei) },
        disclosed: judgement.disclosed.names(),
        origin: origin(judgement, networks),
        anomalies: anomalies(judgement),
        duplicate_of: duplicate_of(duplicate),
        ..Operation::default()
    }
}

/// Octets as text, what is not UTF-8 replaced.
fn text(octets: &[u8]) -> String {
    String::from_utf8_lossy(octets).into_owned()
}

/// An identifier as it is written.
pub fn id(value: u64) -> String {
    format!("{value:016x}")
}

fn party(address: &Address<'_>) -> Party {
    Party {
        gt: address.has_title().then(|| address.digits.to_string()),
        ssn: address.ssn,
        np: address.np,
        nai: address.nai,
        tt: address.tt,
        pc: address.pc,
    }
}

fn tcap(joined: &Joined<'_>) -> Tcap {
    let hex = |span: Option<Span>| {
        span.map(|span| span.of(joined.octets).iter().map(|octet| format!("{octet:02x}")).collect())
    };
    let oid = joined.dialogue.oid;
    Tcap {
        kind: joined.message.kind.name(),
        otid: hex(joined.message.otid),
        dtid: hex(joined.message.dtid),
        ac: (!oid.is_empty()).then(|| {
            let mut text = String::new();
            oid.dotted(&mut text);
            text
        }),
    }
}

fn op(joined: &Joined<'_>) -> Option<Op> {
    let component = joined.component?;
    Some(Op {
        code: joined.code,
        name: joined.code.and_then(|code| operation_name(joined, code)).map(Into::into),
        kind: component.kind.name(),
        invoke_id: component.invoke_id,
        error_code: component.error,
    })
}

/// The standard's own name of an operation.
fn operation_name(joined: &Joined<'_>, code: i64) -> Option<&'static str> {
    sigwarden_detect::findings::operation_name(joined.stack, code, joined.dialogue)
}

fn origin(judgement: &Judgement, networks: &Networks) -> Origin {
    sigwarden_detect::findings::origin(&judgement.asker, &judgement.origin, networks)
}

fn service_key(joined: &Joined<'_>) -> Option<Cap> {
    let key = joined.component?.fields.integer(Field::ServiceKey, joined.octets)?;
    (joined.stack == Stack::Cap).then(|| Cap { service_key: u32::try_from(key).ok() })
}

/// The last line: denominators.
pub fn stats(counters: &Counters, findings: &[Finding], ends: &[(String, End)]) -> Stats {
    let span = counters.span.map_or(0, |(first, last)| last.saturating_sub(first));
    let mut by_severity = std::collections::BTreeMap::new();
    for level in Severity::ALL {
        let count = findings.iter().filter(|finding| finding.severity == level).count() as u64;
        if count > 0 {
            by_severity.insert(level.name().to_owned(), count);
        }
    }
    Stats {
        schema: SCHEMA_VERSION,
        event_type: "stats",
        frames: counters.frames,
        messages: counters.messages,
        decoded: counters.decoded,
        undecoded: counters.undecoded.to_map(),
        other: counters.other.to_map(),
        duplicates: counters.duplicates,
        dropped: counters.dropped.to_map(),
        excepted: std::collections::BTreeMap::new(),
        findings: by_severity,
        inputs: ends.iter().map(input_end).collect(),
        seconds: span as f64 / SECOND as f64,
    }
}

fn input_end((file, end): &(String, End)) -> InputEnd {
    let (end, detail) = match end {
        End::Complete => ("complete", None),
        End::CutShort { offset, detail } => ("cut short", Some(format!("at byte {offset}: {detail}"))),
        End::Unreadable { detail } => ("unreadable", Some(detail.clone())),
    };
    InputEnd { file: file.clone(), end, detail }
}
