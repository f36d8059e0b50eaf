//! Whether a message still has the shape that it had: what it is, what is in it, how long that is, and what is odd
//! about it. Only what is inside identities may be other.

use sigwarden_wire::anomaly::Anomalies;
use sigwarden_wire::map::field::{Encoding, Field};
use sigwarden_wire::map::parameter::{MAX_DIGITS, digits};
use sigwarden_wire::tcap::{Component, Message};
use sigwarden_wire::{diameter, gtp};

/// The same codes at the same places.
pub(crate) fn same_anomalies(one: &Anomalies, other: &Anomalies) -> bool {
    let key = |anomalies: &Anomalies| {
        anomalies.as_slice().iter().map(|it| (it.code, it.offset, it.length)).collect::<Vec<_>>()
    };
    key(one) == key(other)
}

/// Two TCAP messages with their octets.
pub(crate) fn same_tcap((one, before): (&Message, &[u8]), (other, after): (&Message, &[u8])) -> bool {
    let heads = |message: &Message| {
        let dialogue = &message.dialogue;
        let spans = [dialogue.context, dialogue.destination_reference, dialogue.originating_reference];
        let head = (message.kind, message.ansi, message.otid, message.dtid, message.abort_cause, message.length());
        (head, spans, dialogue.apdu, dialogue.result, dialogue.map_refused)
    };
    let kept = |message: &Message, octets: &[u8]| {
        [message.otid, message.dtid, message.dialogue.context].map(|span| span.map(|span| span.of(octets).to_vec()))
    };
    let components = one.components().iter().zip(other.components());
    heads(one) == heads(other)
        && kept(one, before) == kept(other, after)
        && one.components().len() == other.components().len()
        && components.into_iter().all(|(one, other)| same_component((one, before), (other, after)))
}

fn same_component((one, before): (&Component, &[u8]), (other, after): (&Component, &[u8])) -> bool {
    let head = |component: &Component, octets: &[u8]| {
        let numbers = (component.invoke_id, component.linked_id, component.error);
        (component.kind, component.at, numbers, component.operation.effective(octets), component.parameter)
    };
    let fields = |component: &Component| component.fields.values().iter().map(|value| value.field).collect::<Vec<_>>();
    let mut unique = fields(one);
    unique.dedup();
    let alike = |field: Field| {
        let lengths = |component: &Component, octets: &[u8]| {
            component.fields.all(field, octets).map(|value| shape(field, value)).collect::<Vec<_>>()
        };
        lengths(one, before) == lengths(other, after)
    };
    head(one, before) == head(other, after) && fields(one) == fields(other) && unique.into_iter().all(alike)
}

/// What stays of a field: octets, digits, and which of them are none; numbers and short values all.
fn shape(field: Field, octets: &[u8]) -> (usize, Vec<u8>) {
    let mut buffer = [0; MAX_DIGITS];
    let kept = match field.encoding() {
        Encoding::Tbcd | Encoding::Address => {
            let digits = digits(field, octets, &mut buffer);
            digits.iter().map(|digit| if digit.is_ascii_digit() { b'0' } else { *digit }).collect()
        }
        Encoding::Integer => octets.to_vec(),
        Encoding::Octets => Vec::new(),
    };
    (octets.len(), kept)
}

/// Two Diameter messages: the same header, the same AVPs of the same lengths.
pub(crate) fn same_diameter(one: &diameter::Message, other: &diameter::Message) -> bool {
    let key = |avp: &diameter::Avp| (avp.code, avp.vendor, avp.flags, avp.depth, avp.offset(), avp.len());
    one.header() == other.header() && one.avps().iter().map(key).eq(other.avps().iter().map(key))
}

/// Two GTP messages: the same header, the same elements of the same lengths.
pub(crate) fn same_gtp(one: &gtp::Message, other: &gtp::Message) -> bool {
    one.header() == other.header() && one.next() == other.next() && one.elements() == other.elements()
}
