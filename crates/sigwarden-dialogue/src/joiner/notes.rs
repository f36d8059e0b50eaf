//! What a message changes in its dialogue.

use super::own;
use super::place::{Arrived, Place};
use crate::dialogue::{Dialogue, InvokeState, Oid, Title};
use crate::table::tid_key;
use sigwarden_wire::anomaly::{Anomalies, Code};
use sigwarden_wire::map::contexts;
use sigwarden_wire::map::field::Field;
use sigwarden_wire::tcap::{Apdu, Component, ComponentKind, Message, MessageType};

/// Takes over the application context, and notes what is wrong with its form.
pub(super) fn note_context(
    dialogue: &mut Dialogue,
    message: &Message,
    message_octets: &[u8],
    anomalies: &mut Anomalies,
) {
    if let Some(context) = message.dialogue.context {
        let octets = context.of(message_octets);
        let classified = contexts::classify(octets);
        // The first context is the one that the dialogue was opened under; an answer may offer another.
        if dialogue.oid.is_empty() || message.kind == MessageType::Begin {
            dialogue.oid = Oid::new(octets);
            dialogue.context = classified;
        }
        let (at, length) = (context.start as usize, context.length as usize);
        if classified.padded {
            anomalies.add(Code::ContextPadded, at, length);
        }
        if classified.extended {
            anomalies.add(Code::ContextExtended, at, length);
        }
    }
}

/// Takes over what a message says of its dialogue.
pub(super) fn note_message(
    dialogue: &mut Dialogue,
    arrived: &Arrived<'_>,
    message: &Message,
    payload: u64,
    place: &Place,
) {
    dialogue.last_ts = arrived.meta.ts_ns;
    dialogue.remember(payload, arrived.link);
    let is_first_answer = message.kind != MessageType::Begin && place.sender == 1 && !dialogue.answered;
    if is_first_answer && let Some(side) = dialogue.sides.get_mut(1) {
        dialogue.answered = true;
        // TS 29.002 6.1.3: the address of the first answer is the one to write to from now on.
        if !arrived.calling.is_empty() {
            side.title = arrived.calling;
        }
        side.pc = arrived.meta.opc.or(side.pc);
        if side.tid == 0 {
            side.tid = tid_key(message.otid, arrived.octets);
        }
    }
    if let Some(reference) = message.dialogue.destination_reference {
        let octets = reference.of(arrived.octets);
        let title = Title::of_field(Field::Msisdn, octets);
        // Plan 6 is E.212 (TS 29.002 17.7.8); an IMSI under another plan gives itself away by its 15 digits.
        let plan = octets.first().map_or(0, |first| first & 0x0F);
        if plan == 6 || title.len() == 15 {
            dialogue.reference = title;
            if dialogue.imsi.is_empty() {
                dialogue.imsi = dialogue.reference;
            }
        }
    }
}

pub(super) fn learn_identities(dialogue: &mut Dialogue, component: &Component, octets: &[u8]) {
    for value in component.fields.values() {
        let slot = match value.field {
            Field::Imsi => &mut dialogue.imsi,
            Field::Msisdn => &mut dialogue.msisdn,
            Field::Imei => &mut dialogue.imei,
            _ => continue,
        };
        if slot.is_empty()
            && let Some(title) = own(component, octets, value.field)
        {
            *slot = title;
        }
    }
}

/// Lets an answer meet its request.
pub(super) fn answer(dialogue: &mut Dialogue, component: &Component, sender: u8) {
    let Some(id) = component.invoke_id else {
        // Q.773 3.2: a reject of something that could not be read names no invoke.
        if component.kind == ComponentKind::Reject {
            refuse(dialogue, sender);
        }
        return;
    };
    let Some(invoke) = dialogue.invoke_answered_by(sender, id) else { return };
    match component.kind {
        ComponentKind::Result | ComponentKind::ResultNotLast => invoke.state = InvokeState::Answered,
        ComponentKind::Error | ComponentKind::Reject if invoke.state == InvokeState::Open => {
            invoke.state = InvokeState::Refused;
        }
        _ => {}
    }
}

/// What the end of a dialogue means for requests that are still open; true where it has ended.
pub(super) fn settle(dialogue: &mut Dialogue, message: &Message, sender: u8, returned: bool, is_copy: bool) -> bool {
    if returned {
        // Only a request that came back is refused; an answer that came back was given all the same.
        if message.kind != MessageType::Begin {
            return false;
        }
        refuse(dialogue, 1);
        return end(dialogue);
    }
    if is_copy {
        return false;
    }
    let rejected = message.dialogue.result == Some(1)
        || message.dialogue.map_refused
        || (message.dialogue.apdu == Apdu::Abort)
        || message.kind == MessageType::Abort;
    if rejected {
        refuse(dialogue, sender);
    }
    matches!(message.kind, MessageType::End | MessageType::Abort) && end(dialogue)
}

/// The requests of the other side are refused by this one.
pub(super) fn refuse(dialogue: &mut Dialogue, refuser: u8) {
    for invoke in dialogue.invokes_mut() {
        if invoke.side != refuser && invoke.state == InvokeState::Open {
            invoke.state = InvokeState::Refused;
        }
    }
}

pub(super) fn end(dialogue: &mut Dialogue) -> bool {
    let first = !dialogue.ended;
    dialogue.ended = true;
    first
}
