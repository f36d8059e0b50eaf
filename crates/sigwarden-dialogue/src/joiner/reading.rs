//! Reads the parameters of components, and hands the components over.

use super::notes::{answer, learn_identities};
use super::place::{Arrived, Place};
use super::{Operation, Stack};
use crate::dialogue::{Dialogue, Invoke, InvokeState};
use crate::names;
use crate::sink::Sink;
use sigwarden_wire::anomaly::Anomalies;
use sigwarden_wire::ber::{Tag, Walker};
use sigwarden_wire::map::field::Field;
use sigwarden_wire::map::shape::Shape;
use sigwarden_wire::tcap::{Component, ComponentKind, Message, OperationCode};
use sigwarden_wire::{cap, map};

/// Reads the parameters now that the context is known, and hands every component over.
pub(crate) fn emit(
    arrived: &Arrived<'_>,
    message: &mut Message,
    dialogue: &mut Dialogue,
    place: &Place,
    anomalies: &mut Anomalies,
    sink: &mut impl Sink,
) {
    let stack = names::stack(dialogue, message, arrived.unit);
    let octets = arrived.octets;
    read_parameters(arrived, message, dialogue, place, stack, anomalies, sink.wants_all() || dialogue.mark != 0);
    let mut mark = dialogue.mark;
    let mut index = 0usize;
    let mut hand_over = |component: Option<&Component>, dialogue: &Dialogue, request: Option<Invoke>| {
        let code = component.and_then(|component| code_of(component, stack, request, octets));
        let operation = Operation {
            meta: arrived.meta,
            segments: arrived.segments,
            unit: arrived.unit,
            message,
            octets,
            calling: arrived.calling,
            called: arrived.called,
            component,
            dialogue,
            sender: place.sender,
            stack,
            code,
            request,
            anomalies,
            duplicate_of: place.duplicate_of,
            relayed: place.relayed,
            index,
            way_back_seen: place.way_back_seen,
            original_seen: place.original_seen,
        };
        index = index.saturating_add(1);
        sink.operation(&operation, &mut mark);
    };
    if message.components().is_empty() {
        hand_over(None, dialogue, None);
    }
    follow(arrived, message, dialogue, place, |component, dialogue, request| {
        learn_identities(dialogue, component, octets);
        hand_over(Some(component), dialogue, request);
    });
    dialogue.mark = mark;
}

/// Takes the requests of a message into its dialogue, and lets its answers meet theirs. `tell` gets each component between
/// the two, with the request that it answers.
pub(crate) fn follow(
    arrived: &Arrived<'_>,
    message: &Message,
    dialogue: &mut Dialogue,
    place: &Place,
    mut tell: impl FnMut(&Component, &mut Dialogue, Option<Invoke>),
) {
    let is_copy = place.duplicate_of.is_some() || place.relayed || arrived.unit.kind.is_returned();
    for component in message.components() {
        let request = request_of(dialogue, component, place.sender);
        if component.kind == ComponentKind::Invoke && !is_copy {
            dialogue.add_invoke(Invoke {
                id: component.invoke_id.unwrap_or(-1),
                operation: component.operation.effective(arrived.octets).unwrap_or(0),
                side: place.sender,
                state: InvokeState::Open,
            });
        }
        tell(component, dialogue, request);
        if !is_copy && component.kind != ComponentKind::Invoke {
            answer(dialogue, component, place.sender);
        }
    }
}

/// Reads the parameters of requests, and where `all` is wanted those of answers too.
fn read_parameters(
    arrived: &Arrived<'_>,
    message: &mut Message,
    dialogue: &mut Dialogue,
    place: &Place,
    stack: Stack,
    anomalies: &mut Anomalies,
    all: bool,
) {
    let mut found = Anomalies::default();
    // A context that nobody has defined does not keep a lenient register from obeying; whom it is about must be seen.
    let obeyed = if names::may_be_obeyed_as_map(dialogue, message, arrived.unit) { Stack::Map } else { stack };
    for component in message.components_mut() {
        if component.kind != ComponentKind::Invoke && !all {
            continue;
        }
        let request = request_of(dialogue, component, place.sender);
        read_parameter(component, obeyed, request, (arrived.octets, all), &mut found);
    }
    anomalies.extend(&found);
}

pub(super) fn request_of(dialogue: &mut Dialogue, component: &Component, sender: u8) -> Option<Invoke> {
    if component.kind == ComponentKind::Invoke {
        return None;
    }
    dialogue.invoke_answered_by(sender, component.invoke_id?).copied()
}

pub(super) fn code_of(component: &Component, stack: Stack, request: Option<Invoke>, octets: &[u8]) -> Option<i64> {
    match (component.operation, stack) {
        (OperationCode::Absent, _) => request.map(|request| i64::from(request.operation)),
        (OperationCode::Local(code), Stack::Other) => Some(code),
        (operation, _) => operation.effective(octets).map(i64::from),
    }
}

pub(super) fn read_parameter(
    component: &mut Component,
    stack: Stack,
    request: Option<Invoke>,
    (octets, all): (&[u8], bool),
    anomalies: &mut Anomalies,
) {
    let (Some(span), Some(code)) = (component.parameter, code_of(component, stack, request, octets)) else { return };
    let operation = match stack {
        Stack::Map => map::ops::operation(code),
        Stack::Cap => cap::ops::operation(code),
        Stack::Other => None,
    };
    let Some(operation) = operation else { return };
    let shape: &Shape = match component.kind {
        ComponentKind::Invoke => operation.argument,
        ComponentKind::Result | ComponentKind::ResultNotLast => {
            let tag = octets
                .get(span.start as usize)
                .map_or(0, |first| u16::from(first & 0x1F) | u16::from(first & 0xC0) << 8);
            operation.result_shape(Tag(tag))
        }
        _ => return,
    };
    if shape.nodes.is_empty() && shape.bare == Field::None {
        return;
    }
    let mut walker = Walker::new(octets, anomalies);
    component.fields.read(shape, span, all, &mut walker);
}
