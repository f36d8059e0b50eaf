//! Components (Q.773 3.2; T1.114 for ANSI).

use crate::anomaly::Code;
use crate::ber::{Element, Span, Tag, Walker, integer};
use crate::map::parameter::Parameters;

/// Kind of a component.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ComponentKind {
    /// A request.
    #[default]
    Invoke,
    /// A result, last or only part.
    Result,
    /// A result with more to come.
    ResultNotLast,
    /// An error.
    Error,
    /// A protocol error.
    Reject,
    /// A tag that no component has.
    Unknown,
}

impl ComponentKind {
    /// Name as in the output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Invoke => "invoke",
            Self::Result | Self::ResultNotLast => "result",
            Self::Error => "error",
            Self::Reject => "reject",
            Self::Unknown => "unknown",
        }
    }
}

/// An operation code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OperationCode {
    /// None: usual in results without parameter, errors and rejects.
    #[default]
    Absent,
    /// A number.
    Local(i64),
    /// An object identifier; MAP and CAP have none. Its last arc is what an evader means by it.
    Global(Span),
}

impl OperationCode {
    /// The code that a lenient peer obeys: MAP and CAP have one octet, so the last octet of whatever was sent.
    pub fn effective(self, message: &[u8]) -> Option<u8> {
        match self {
            Self::Absent => None,
            Self::Local(value) => value.to_le_bytes().first().copied(),
            Self::Global(span) => span.of(message).last().map(|octet| octet & 0x7F),
        }
    }
}

/// One component; fields refer to the octets of the message.
#[derive(Debug, Default)]
pub struct Component {
    /// Kind.
    pub kind: ComponentKind,
    /// Where it stands.
    pub at: u32,
    /// Invoke identifier.
    pub invoke_id: Option<i64>,
    /// Identifier of the invoke that it belongs to.
    pub linked_id: Option<i64>,
    /// Operation.
    pub operation: OperationCode,
    /// Local error code.
    pub error: Option<i64>,
    /// The parameter with its tag and length.
    pub parameter: Option<Span>,
    /// Fields of the parameter, once its operation is known.
    pub fields: Parameters,
}

impl Clone for Component {
    fn clone(&self) -> Self {
        let mut copy = Self::default();
        copy.clone_from(self);
        copy
    }

    fn clone_from(&mut self, other: &Self) {
        self.kind = other.kind;
        self.at = other.at;
        self.invoke_id = other.invoke_id;
        self.linked_id = other.linked_id;
        self.operation = other.operation;
        self.error = other.error;
        self.parameter = other.parameter;
        self.fields.clone_from(&other.fields);
    }
}

const INTEGER: Tag = Tag::universal(2);
const OBJECT_IDENTIFIER: Tag = Tag::universal(6);
const SEQUENCE: Tag = Tag::universal(16);
const LINKED: Tag = Tag::context(0);

/// ITU component tags are context 1 to 4 and 7; ANSI ones private 9 to 14.
fn kind(tag: Tag) -> ComponentKind {
    const CONTEXT: u16 = Tag::context(0).0;
    const PRIVATE: u16 = Tag::private(0).0;
    match (tag.0 & 0xC000, tag.number()) {
        (CONTEXT, 1) | (PRIVATE, 9 | 13) => ComponentKind::Invoke,
        (CONTEXT, 2) | (PRIVATE, 10) => ComponentKind::Result,
        (CONTEXT, 3) | (PRIVATE, 11) => ComponentKind::Error,
        (CONTEXT, 4) | (PRIVATE, 12) => ComponentKind::Reject,
        (CONTEXT, 7) | (PRIVATE, 14) => ComponentKind::ResultNotLast,
        _ => ComponentKind::Unknown,
    }
}

/// Reads a component into a slot that held another one before.
pub(super) fn read(slot: &mut Component, walker: &mut Walker<'_, '_>, element: &Element) {
    slot.kind = kind(element.tag);
    slot.at = u32::try_from(element.at()).unwrap_or(u32::MAX);
    slot.invoke_id = None;
    slot.linked_id = None;
    slot.operation = OperationCode::Absent;
    slot.error = None;
    slot.parameter = None;
    slot.fields.clear();
    if element.tag.0 & 0xC000 == Tag::private(0).0 {
        return ansi(slot, walker, element);
    }
    match slot.kind {
        ComponentKind::Invoke => invoke(slot, walker, element),
        ComponentKind::Result | ComponentKind::ResultNotLast => result(slot, walker, element),
        ComponentKind::Error => error(slot, walker, element),
        ComponentKind::Reject => {
            slot.invoke_id = walker.element(element.start(), element.end()).and_then(|id| number(walker, &id))
        }
        ComponentKind::Unknown => walker.note(Code::UnknownElement, element),
    }
}

/// Invoke: identifier, linked identifier `[0]`, operation, parameter.
fn invoke(slot: &mut Component, walker: &mut Walker<'_, '_>, component: &Element) {
    let mut at = component.start();
    let mut integers = 0u32;
    while let Some(element) = walker.element(at, component.end()) {
        at = element.next();
        match element.tag {
            INTEGER if integers == 0 && !only_operation(walker, &element, component) => {
                slot.invoke_id = number(walker, &element);
                integers = 1;
            }
            INTEGER if slot.operation == OperationCode::Absent => slot.operation = local(walker, &element),
            OBJECT_IDENTIFIER if slot.operation == OperationCode::Absent => {
                walker.note(Code::OperationCodeGlobal, &element);
                slot.operation = OperationCode::Global(element.span());
            }
            LINKED if slot.operation == OperationCode::Absent => slot.linked_id = number(walker, &element),
            _ if slot.parameter.is_none() => slot.parameter = Some(Span::new(element.at(), element.next())),
            _ => walker.note(Code::UnknownElement, &element),
        }
    }
    if slot.invoke_id.is_none() {
        walker.note(Code::InvokeIdMissing, component);
    }
    if slot.operation == OperationCode::Absent {
        walker.note(Code::OperationCodeMissing, component);
    }
}

/// Whether an INTEGER is the only one before the parameter: then the invoke identifier was left out,
/// and the number is the operation.
fn only_operation(walker: &mut Walker<'_, '_>, element: &Element, component: &Element) -> bool {
    match walker.element(element.next(), component.end()) {
        Some(next) => !matches!(next.tag, INTEGER | OBJECT_IDENTIFIER | LINKED),
        // An invoke of one INTEGER and nothing else lacks its operation, not its identifier.
        None => false,
    }
}

/// Result: identifier, then (optional) a sequence of operation and parameter.
fn result(slot: &mut Component, walker: &mut Walker<'_, '_>, component: &Element) {
    let mut at = component.start();
    while let Some(element) = walker.element(at, component.end()) {
        at = element.next();
        match element.tag {
            INTEGER if slot.invoke_id.is_none() => slot.invoke_id = number(walker, &element),
            SEQUENCE if slot.parameter.is_none() && slot.operation == OperationCode::Absent => {
                operation_and_parameter(slot, walker, &element);
            }
            _ => walker.note(Code::UnknownElement, &element),
        }
    }
}

fn operation_and_parameter(slot: &mut Component, walker: &mut Walker<'_, '_>, sequence: &Element) {
    let mut at = sequence.start();
    while let Some(element) = walker.element(at, sequence.end()) {
        at = element.next();
        match element.tag {
            INTEGER if slot.operation == OperationCode::Absent => slot.operation = local(walker, &element),
            OBJECT_IDENTIFIER if slot.operation == OperationCode::Absent => {
                walker.note(Code::OperationCodeGlobal, &element);
                slot.operation = OperationCode::Global(element.span());
            }
            _ if slot.parameter.is_none() => slot.parameter = Some(Span::new(element.at(), element.next())),
            _ => walker.note(Code::UnknownElement, &element),
        }
    }
}

/// Error: identifier, error code, parameter.
fn error(slot: &mut Component, walker: &mut Walker<'_, '_>, component: &Element) {
    let mut at = component.start();
    while let Some(element) = walker.element(at, component.end()) {
        at = element.next();
        match element.tag {
            INTEGER if slot.invoke_id.is_none() => slot.invoke_id = number(walker, &element),
            INTEGER if slot.error.is_none() => slot.error = number(walker, &element),
            _ if slot.parameter.is_none() => slot.parameter = Some(Span::new(element.at(), element.next())),
            _ => {}
        }
    }
}

/// T1.114.3: component identifiers, then a national or private operation code, then parameters.
fn ansi(slot: &mut Component, walker: &mut Walker<'_, '_>, component: &Element) {
    const IDENTIFIERS: Tag = Tag::private(15);
    const NATIONAL: Tag = Tag::private(16);
    const PRIVATE: Tag = Tag::private(17);
    let mut at = component.start();
    while let Some(element) = walker.element(at, component.end()) {
        at = element.next();
        let content = element.content(walker.buffer());
        match element.tag {
            IDENTIFIERS => slot.invoke_id = content.first().map(|id| i64::from(*id)),
            NATIONAL | PRIVATE => {
                let code = content.iter().take(4).fold(0i64, |sum, octet| (sum << 8) | i64::from(*octet));
                slot.operation = OperationCode::Local(code);
            }
            _ if slot.parameter.is_none() => slot.parameter = Some(Span::new(element.at(), element.next())),
            _ => {}
        }
    }
}

fn number(walker: &mut Walker<'_, '_>, element: &Element) -> Option<i64> {
    let (value, wrong) = integer(element.content(walker.buffer()));
    if let Some(code) = wrong {
        walker.note(code, element);
    }
    value
}

/// An operation code: one octet in every MAP and CAP. A longer or negative one is read by its last octet,
/// as a lenient peer would.
fn local(walker: &mut Walker<'_, '_>, element: &Element) -> OperationCode {
    let content = element.content(walker.buffer());
    let (value, wrong) = integer(content);
    if let Some(code) = wrong {
        walker.note(code, element);
    }
    match value {
        Some(value) => {
            // 128 to 255 need two octets or come as a negative octet; both are out of the range of MAP and CAP.
            if !(0..=255).contains(&value) {
                walker.note(Code::OperationCodeRange, element);
            }
            OperationCode::Local(value)
        }
        None => content.last().map_or(OperationCode::Absent, |last| OperationCode::Local(i64::from(*last))),
    }
}
