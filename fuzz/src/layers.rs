//! The doors of the decoders, from the link layer to the parameters of an operation.

use sigwarden_dialogue::{Batch, Frame, FrameRef, Joiner, Transport};
use sigwarden_wire::anomaly::Anomalies;
use sigwarden_wire::ber::{Span, Walker};
use sigwarden_wire::cap;
use sigwarden_wire::ip;
use sigwarden_wire::link::{self as link_layer, Payload};
use sigwarden_wire::map::field::Field;
use sigwarden_wire::map::ops::Operation;
use sigwarden_wire::map::parameter::{MAX_DIGITS, Parameters};
use sigwarden_wire::map::{self, contexts};
use sigwarden_wire::mtp3::{self, Variant, VariantSetting};
use sigwarden_wire::sccp::{self as sccp_layer, Address};
use sigwarden_wire::sctp as sctp_layer;
use sigwarden_wire::sigtran::{self as sigtran_layer, Content};
use sigwarden_wire::tcap::Message;
use std::hint::black_box;

/// Every way to set the variant.
const SETTINGS: [VariantSetting; 4] = [None, Some(Variant::Itu), Some(Variant::Ansi), Some(Variant::China)];

/// Two octets of LINKTYPE, high first, then a frame: link layer, IP, ports, SCTP, and all of it through the transport.
pub fn link(octets: &[u8]) {
    let Some((&link_type, frame)) = octets.split_first_chunk::<2>() else { return };
    let link_type = u16::from_be_bytes(link_type);
    match link_layer::payload(link_type, frame) {
        Payload::Ip(octets) => {
            if let Some(packet) = ip::packet(octets) {
                black_box((ip::udp(packet.payload), ip::tcp(packet.payload)));
                sctp(packet.payload);
            }
        }
        Payload::Sctp(octets) => sctp(octets),
        Payload::Mtp3(octets) => mtp3_message(octets),
        Payload::Sccp(octets) => sccp(octets),
        Payload::Other(name) => assert!(!name.is_empty(), "traffic that is counted has a name"),
    }
    transport(link_type, frame);
}

/// A frame twice through transport and joiner: the second time it is a retransmission.
pub fn transport(link_type: u16, frame: &[u8]) {
    let (mut transport, mut batch, mut joiner) = (Transport::default(), Batch::default(), Joiner::default());
    let mut sink = super::dialogues::Checked::default();
    for number in 1..=2 {
        let reference = FrameRef { input: 0, number };
        let frame = Frame { ts_ns: number as i64 * 1_000, reference, link_type, octets: frame, cut: false };
        transport.frame(&frame, &mut batch);
    }
    joiner.batch(&batch, &mut sink);
    joiner.finish(&mut sink);
}

/// An SCTP packet: its chunks, and the user messages in them.
pub fn sctp(octets: &[u8]) {
    let mut anomalies = Anomalies::default();
    let Some(packet) = sctp_layer::Packet::read(octets) else { return };
    let mut chunks = packet.chunks();
    while let Some(data) = chunks.next_data(&mut anomalies) {
        assert!(data.payload.len() <= octets.len(), "a chunk is no longer than its packet");
        user_message(data.payload, data.ppid);
    }
}

/// A payload protocol identifier in one octet, then a user message: M3UA, M2UA, M2PA, SUA and MTP3.
pub fn sigtran(octets: &[u8]) {
    let Some((&ppid, message)) = octets.split_first() else { return };
    user_message(message, u32::from(ppid));
    mtp3_message(message);
    let mut anomalies = Anomalies::default();
    if let Some(unit) = sigtran_layer::sua(message, &mut anomalies) {
        use_address(&unit.called);
        use_address(&unit.calling);
        tcap(unit.data);
    }
}

fn user_message(octets: &[u8], ppid: u32) {
    for setting in SETTINGS {
        let mut anomalies = Anomalies::default();
        match sigtran_layer::content(octets, ppid, setting, &mut anomalies) {
            Content::User(message) => sccp(message.payload),
            Content::Sua(octets) => {
                black_box(sigtran_layer::sua(octets, &mut anomalies));
            }
            Content::Other(name) => assert!(!name.is_empty(), "traffic that is counted has a name"),
        }
    }
}

fn mtp3_message(octets: &[u8]) {
    for setting in SETTINGS {
        if let Some(message) = mtp3::message(octets, setting) {
            assert!(message.payload.len() <= octets.len(), "a user part is no longer than its message");
            sccp(message.payload);
        }
    }
}

/// An SCCP message in every variant, and the TCAP message in it.
pub fn sccp(octets: &[u8]) {
    black_box(sccp_layer::has_ansi_addresses(octets));
    for variant in [Variant::Itu, Variant::Ansi, Variant::China] {
        let mut anomalies = Anomalies::default();
        if let sccp_layer::Message::Unitdata(unit) = sccp_layer::message(octets, variant, &mut anomalies) {
            use_address(&unit.called);
            use_address(&unit.calling);
            if variant == Variant::Itu {
                tcap(unit.data);
            }
        }
    }
}

fn use_address(address: &Address<'_>) {
    assert_eq!(address.digits.to_string().len(), address.digits.len(), "a digit is a letter");
    black_box(address.digits.write(&mut [0; MAX_DIGITS]));
}

/// A TCAP message, its context, and every component's parameter in the shape of every operation that it could be:
/// the operation it names, and the one that the last octet of the message picks.
pub fn tcap(octets: &[u8]) {
    let mut message = Message::default();
    let mut anomalies = Anomalies::default();
    if !message.read(octets, &mut anomalies) {
        return;
    }
    black_box((message.otid.map(|span| span.of(octets)), message.dtid.map(|span| span.of(octets))));
    if let Some(context) = message.dialogue.context {
        let mut text = String::new();
        contexts::dotted(context.of(octets), &mut text);
        black_box(contexts::name(&contexts::classify(context.of(octets))));
    }
    let wild = octets.last().copied().map(i64::from);
    for component in message.components_mut() {
        let Some(span) = component.parameter else { continue };
        let named = component.operation.effective(octets).map(i64::from);
        for code in [named, wild].into_iter().flatten() {
            for operation in [map::ops::operation(code), cap::ops::operation(code)].into_iter().flatten() {
                read_shapes(operation, span, octets, &mut component.fields);
            }
        }
    }
}

fn read_shapes(operation: &Operation, span: Span, octets: &[u8], fields: &mut Parameters) {
    for shape in [Some(operation.argument), Some(operation.result), operation.result_tag_3].into_iter().flatten() {
        let mut anomalies = Anomalies::default();
        fields.read(shape, span, true, &mut Walker::new(octets, &mut anomalies));
        use_fields(fields, octets);
    }
}

fn use_fields(fields: &Parameters, octets: &[u8]) {
    for value in fields.values() {
        assert!(fields.has(value.field), "a field that is listed is there");
        let mut buffer = [0; MAX_DIGITS];
        black_box(fields.integer(value.field, octets));
        let digits = fields.digits(value.field, octets, &mut buffer).unwrap_or_default();
        if value.field == Field::Imsi {
            assert!(digits.iter().all(u8::is_ascii_hexdigit), "digits are text");
        }
    }
}
