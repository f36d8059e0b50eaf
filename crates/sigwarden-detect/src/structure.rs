//! What is not as the standards have it, beyond single octets: context against operation, direction and message type,
//! subsystems, addresses inside operations.

use crate::addresses::Addresses;
use crate::parties::{Knowledge, Parties, differ};
use crate::table::{Class, Fit, InvokedBy, Row};
use sigwarden_dialogue::dialogue::MAX_INVOKES;
use sigwarden_dialogue::joiner::Stack;
use sigwarden_dialogue::{Operation, SECOND, Title};
use sigwarden_operators::roles::is_known_subsystem;
use sigwarden_wire::anomaly::{Anomalies, Code};
use sigwarden_wire::map::contexts::Family;
use sigwarden_wire::map::field::Field;
use sigwarden_wire::mtp3::Variant;
use sigwarden_wire::sccp::Address;
use sigwarden_wire::tcap::{ComponentKind, MessageType};

/// Contexts of MAP in which an empty first message is usual: short messages (TS 29.002 Annex C).
const EMPTY_BEGIN: [u8; 2] = [21, 25];
/// Operations that may come in the last message, beside the result of another (TS 29.002 Annex C):
/// forwardCheckSS-Indication, unstructuredSS-Notify, informServiceCentre, alertServiceCentreWithoutResult.
const IN_END: [i64; 4] = [38, 61, 63, 49];
/// Operations that share a message with others: subscriber data with tracing and check indications, and what follows
/// beginSubscriberActivity in version 1.
const TOGETHER: [&[i64]; 3] =
    [&[7, 8, 50, 51, 38, 2, 57, 23], &[54, 10, 11, 12, 13, 14, 17, 18, 19], &[45, 63, 47, 49, 64]];
/// How long a capture must have run before a message of an unknown transaction says something.
const SETTLED: i64 = 600 * SECOND;

/// Addresses inside operations that name the caller's own network.
const OWN_ADDRESSES: [Field; 6] =
    [Field::MscNumber, Field::VlrNumber, Field::SgsnNumber, Field::GsmScfAddress, Field::MlcNumber, Field::HlrNumber];
/// Operation code of reset.
const RESET: i64 = 37;

/// What the checks need.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// The request.
    pub operation: &'a Operation<'a>,
    /// Its row.
    pub row: &'a Row,
    /// How well the row fits.
    pub fit: Fit,
    /// Its parties.
    pub parties: &'a Parties,
    /// What is known of the home network.
    pub knowledge: Knowledge,
    /// Time of the first message of the capture.
    pub started: i64,
}

/// Checks of a request.
pub fn request(inputs: &Inputs<'_>, addresses: &mut Addresses, found: &mut Anomalies) {
    let operation = inputs.operation;
    if operation.stack != Stack::Other {
        context(inputs, found);
        called_subsystem(inputs, found);
        message_type(inputs, found);
        addressing(inputs, found);
        identities(inputs, addresses, found);
        unrelated(operation, found);
        linked(operation, found);
    } else if !operation.dialogue.oid.is_empty() && operation.dialogue.context.family == Family::Other {
        let ssn = operation.unit.called.ssn;
        if ssn.is_some_and(|ssn| is_known_subsystem(ssn) && ssn != 146) && !operation.message.ansi {
            found.add(Code::ContextUnknown, 0, 0);
        }
    }
}

/// Checks of a message without components.
pub fn empty_message(operation: &Operation<'_>, found: &mut Anomalies) {
    let context = operation.dialogue.context;
    let is_map = !operation.dialogue.oid.is_empty() && context.family == Family::Map;
    if operation.message.kind == MessageType::Begin && is_map && !EMPTY_BEGIN.contains(&context.number) {
        found.add(Code::BeginEmpty, 0, operation.octets.len());
    }
}

/// Checks of an answer. `started` is the time of the first message of the capture.
pub fn answer(operation: &Operation<'_>, started: i64, found: &mut Anomalies) {
    let Some(component) = operation.component else { return };
    let is_result = matches!(component.kind, ComponentKind::Result | ComponentKind::ResultNotLast);
    if !is_result {
        return;
    }
    let dialogue = operation.dialogue;
    let whole = dialogue.begun && dialogue.begun_with_components && dialogue.invokes().len() < MAX_INVOKES;
    match operation.request {
        None if whole || !dialogue.begun && has_settled(operation, started) => {
            found.add(Code::ResultUnsolicited, component.at as usize, 2);
        }
        None => {}
        Some(request) => {
            let own = component.operation.effective(operation.octets);
            if own.is_some_and(|code| code != request.operation) {
                found.add(Code::ResultOperation, component.at as usize, 2);
            }
        }
    }
}

/// Whether the capture has run so long, and shows both directions, that the beginning of a dialogue should be in it.
fn has_settled(operation: &Operation<'_>, started: i64) -> bool {
    operation.way_back_seen && operation.meta.ts_ns.saturating_sub(started) > SETTLED
}

/// Whether the sender of a later message belongs to the network of the side that it speaks for.
pub fn sender(operation: &Operation<'_>, addresses: &mut Addresses, knowledge: Knowledge, found: &mut Anomalies) {
    if operation.message.kind == MessageType::Begin || !operation.dialogue.begun || operation.calling.is_empty() {
        return;
    }
    let Some(side) = operation.dialogue.sides.get(usize::from(operation.sender)) else { return };
    let first_answer = operation.sender == 1 && operation.calling == side.title;
    let (expected, code) = if first_answer {
        (operation.dialogue.asked, Code::AnswerElsewhere)
    } else {
        (side.title, Code::SenderNotParty)
    };
    if expected.is_empty() || operation.calling == expected {
        return;
    }
    let (now, before) = (addresses.of_title(&operation.calling), addresses.of_title(&expected));
    if differ(&now, &before, knowledge) == Some(true) {
        let calling = &operation.unit.calling;
        found.add(code, usize::from(calling.offset), usize::from(calling.length));
    }
}

/// Context against operation, version and direction.
fn context(inputs: &Inputs<'_>, found: &mut Anomalies) {
    let operation = inputs.operation;
    let at = operation.component.map_or(0, |component| component.at as usize);
    // Without the beginning of a dialogue, a missing context says nothing.
    let knows_context = !operation.dialogue.oid.is_empty() || operation.dialogue.begun;
    let code = match inputs.fit {
        Fit::Exact | Fit::Unknown => None,
        Fit::OtherVersion => Some(Code::ContextVersion),
        Fit::OtherContext => Some(Code::ContextOperation),
        Fit::NeedsContext => knows_context.then_some(Code::ContextMissing),
    };
    if let Some(code) = code {
        found.add(code, at, 2);
    }
    let wrong_side = match inputs.row.by {
        InvokedBy::Both => false,
        InvokedBy::Initiator => operation.sender != 0,
        InvokedBy::Responder => operation.sender != 1,
    };
    if inputs.fit == Fit::Exact && wrong_side && operation.dialogue.begun {
        found.add(Code::Direction, at, 2);
    }
}

/// The called subsystem against the role that serves the operation.
fn called_subsystem(inputs: &Inputs<'_>, found: &mut Anomalies) {
    let operation = inputs.operation;
    let called = &operation.unit.called;
    let (offset, length) = (usize::from(called.offset), usize::from(called.length));
    let opens = operation.sender == 0 && operation.message.kind == MessageType::Begin;
    let opens = opens && operation.stack == Stack::Map && inputs.fit == Fit::Exact;
    match called.ssn {
        None if called.present => found.add(Code::CalledSsnMissing, offset, length),
        Some(ssn) if !is_known_subsystem(ssn) => found.add(Code::CalledSsnInvalid, offset, length),
        Some(ssn) if opens && !inputs.row.responder.have_subsystem(ssn) => {
            found.add(Code::SubsystemRole, offset, length);
        }
        _ => {}
    }
}

/// Message types that cannot carry the request.
fn message_type(inputs: &Inputs<'_>, found: &mut Anomalies) {
    let operation = inputs.operation;
    let at = operation.component.map_or(0, |component| component.at as usize);
    let is_map = operation.stack == Stack::Map;
    match operation.message.kind {
        MessageType::Unidirectional => found.add(Code::Unidirectional, 0, 1),
        MessageType::End if is_map && !operation.code.is_some_and(|code| IN_END.contains(&code)) => {
            found.add(Code::InvokeInEnd, at, 2);
        }
        // Calls may have begun long before the capture.
        MessageType::Continue if is_map && !operation.dialogue.begun && has_settled(operation, inputs.started) => {
            found.add(Code::TransactionUnknown, 0, 0);
        }
        _ => {}
    }
}

/// TS 29.002 6.1.3.1: how addresses look between networks.
fn addressing(inputs: &Inputs<'_>, found: &mut Anomalies) {
    let (calling, called) = (&inputs.operation.unit.calling, &inputs.operation.unit.called);
    let itu = inputs.operation.meta.variant != Variant::Ansi;
    for (address, other) in [(calling, called), (called, calling)] {
        let (offset, length) = (usize::from(address.offset), usize::from(address.length));
        if !address.has_title() {
            continue;
        }
        if itu && address.indicator != 4 {
            found.add(Code::GtIndicator, offset, length);
        }
        if itu && address.tt.is_some_and(|tt| !matches!(tt, 0 | 128)) {
            found.add(Code::TranslationType, offset, length);
        }
        if nature_is_wrong(address, other) {
            found.add(Code::NatureOfAddress, offset, length);
        }
    }
    let (offset, length) = (usize::from(calling.offset), usize::from(calling.length));
    if itu && calling.has_title() && calling.np.is_some_and(|plan| plan != 1) {
        found.add(Code::CallingPlan, offset, length);
    }
    if called.has_title() && called.route_on_ssn {
        found.add(Code::RoutingIndicator, usize::from(called.offset), usize::from(called.length));
    }
    let asks = inputs.row.class != Class::None && inputs.operation.message.kind == MessageType::Begin;
    if asks && called.has_title() && !called.route_on_ssn && !calling.has_title() {
        found.add(Code::CallingGtMissing, offset, length);
    }
}

/// A nature other than international beside an international one, or with so many digits that a country code must be among them.
fn nature_is_wrong(address: &Address<'_>, other: &Address<'_>) -> bool {
    let alone = other.has_title() && other.nai.is_none_or(|nai| nai == 4);
    address.nai.is_some_and(|nai| nai != 4) && (alone || address.digits.len() > 10)
}

/// Identities and addresses that contradict each other.
fn identities(inputs: &Inputs<'_>, addresses: &mut Addresses, found: &mut Anomalies) {
    let operation = inputs.operation;
    let Some(component) = operation.component else { return };
    let at = component.at as usize;
    let reference = operation.dialogue.reference;
    let own = operation.own_identity(Field::Imsi);
    if !reference.is_empty() && own.is_some_and(|own| own != reference) {
        found.add(Code::DestinationReference, at, 2);
    }
    let unnamed = operation.identity(Field::Imsi).is_empty() && operation.identity(Field::Msisdn).is_empty();
    if inputs.row.class == Class::Two && unnamed && component.fields.has(Field::Lmsi) {
        found.add(Code::LmsiAlone, at, 2);
    }
    if let Some(span) = operation.message.dialogue.originating_reference {
        let octets = span.of(operation.octets);
        // First octet 0x91: an international E.164 number (TS 29.002 17.7.8).
        if octets.first() == Some(&0x91) {
            let number = addresses.of_title(&Title::of_field(Field::OtherAddress, octets));
            if differ(&number, &inputs.parties.asker, inputs.knowledge) == Some(true) {
                found.add(Code::OriginatingReference, span.start as usize, span.length as usize);
            }
        }
    }
    if inner_mismatch(inputs, addresses).is_some() {
        found.add(Code::AddressMismatch, at, 2);
    }
}

/// The first address inside the operation that should be the caller's own and belongs to another network.
pub fn inner_mismatch(inputs: &Inputs<'_>, addresses: &mut Addresses) -> Option<(Field, Title)> {
    let operation = inputs.operation;
    // Only what a network sends about itself: where the subscriber is now, which register starts anew.
    let is_reset = operation.code == Some(RESET);
    let tells_of_itself = is_reset || matches!(inputs.row.class, Class::ThreeOne | Class::ThreeTwo);
    if operation.sender != 0 || !tells_of_itself || operation.stack != Stack::Map {
        return None;
    }
    let component = operation.component?;
    if let Some(plmn) = component.fields.octets(Field::RequestingPlmn, operation.octets).and_then(plmn_digits) {
        let network = addresses.networks().of_imsi(plmn.text().as_ascii());
        if differ(&network, &inputs.parties.asker, inputs.knowledge) == Some(true) {
            return Some((Field::RequestingPlmn, plmn));
        }
    }
    OWN_ADDRESSES.into_iter().find_map(|field| {
        let octets = component.fields.octets(field, operation.octets)?;
        let international = octets.first().is_some_and(|first| first & 0x70 == 0x10);
        let title = Title::of_field(field, octets);
        let attribution = addresses.of_title(&title);
        let foreign = international && differ(&attribution, &inputs.parties.asker, inputs.knowledge) == Some(true);
        foreign.then_some((field, title))
    })
}

/// MCC and MNC of a PLMN-Id (TS 24.008 10.5.1.3), as the beginning of an IMSI.
fn plmn_digits(octets: &[u8]) -> Option<Title> {
    let &[a, b, c] = octets.first_chunk::<3>()?;
    let values = [a & 15, a >> 4, b & 15, c & 15, c >> 4, b >> 4];
    let digits: Vec<u8> = values.into_iter().filter(|value| *value <= 9).map(|value| b'0' | value).collect();
    (digits.len() >= 5).then(|| Title::new(&digits))
}

/// Several requests in one message that do not belong together; CAP does that all the time.
fn unrelated(operation: &Operation<'_>, found: &mut Anomalies) {
    if operation.stack != Stack::Map || operation.message.components().len() < 2 {
        return;
    }
    let codes = || {
        let invokes = operation.message.components().iter().filter(|component| component.kind == ComponentKind::Invoke);
        invokes.filter_map(|component| component.operation.effective(operation.octets)).map(i64::from)
    };
    let Some(first) = codes().next() else { return };
    let same = codes().all(|code| code == first);
    let together = TOGETHER.iter().any(|group| codes().all(|code| group.contains(&code)));
    if !same && !together {
        let at = operation.component.map_or(0, |component| component.at as usize);
        found.add(Code::InvokesUnrelated, at, 2);
    }
}

/// A linked identifier names an invoke of the other side.
fn linked(operation: &Operation<'_>, found: &mut Anomalies) {
    let Some(component) = operation.component else { return };
    let Some(linked) = component.linked_id else { return };
    let known =
        operation.dialogue.invokes().iter().any(|invoke| invoke.id == linked && invoke.side != operation.sender);
    if !known && operation.dialogue.begun {
        found.add(Code::LinkedIdUnknown, component.at as usize, 2);
    }
}
