//! The dialogue portion (Q.773 4.2) and the MAP user information in it (TS 29.002 17.3, 17.4).

use crate::anomaly::Code;
use crate::ber::{Element, MAX_DEPTH, Span, Tag, Walker, integer};

/// Which dialogue APDU stands there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Apdu {
    /// None.
    #[default]
    None,
    /// Request, or the unidirectional one.
    Request,
    /// Response.
    Response,
    /// Abort.
    Abort,
}

/// What the dialogue portion says.
#[derive(Clone, Copy, Debug, Default)]
pub struct Dialogue {
    /// Whether there is one.
    pub present: bool,
    /// Which APDU.
    pub apdu: Apdu,
    /// Application context: content of its OBJECT IDENTIFIER.
    pub context: Option<Span>,
    /// Result of a response: 0 accepted, 1 rejected.
    pub result: Option<i64>,
    /// Whom the dialogue is about, or another destination (MAP-OpenInfo `[0]`, an AddressString).
    pub destination_reference: Option<Span>,
    /// Who opened it (MAP-OpenInfo `[1]`, an AddressString).
    pub originating_reference: Option<Span>,
    /// MAP refused, closed or aborted the dialogue (MAP-DialoguePDU `[3]` to `[5]`).
    pub map_refused: bool,
}

const EXTERNAL: Tag = Tag::universal(8);
const OBJECT_IDENTIFIER: Tag = Tag::universal(6);
const INTEGER: Tag = Tag::universal(2);
const SINGLE_TYPE: Tag = Tag::context(0);

impl Dialogue {
    pub(super) fn read(&mut self, walker: &mut Walker<'_, '_>, portion: &Element) {
        self.present = true;
        let pdu = usual_pdu(walker, portion)
            .or_else(|| inside(walker, portion, 0).and_then(|external| external_content(walker, &external)));
        let Some(pdu) = pdu else { return };
        self.apdu = match pdu.tag.number() {
            0 => Apdu::Request,
            1 => Apdu::Response,
            4 => Apdu::Abort,
            _ => return,
        };
        let mut at = pdu.start();
        while let Some(element) = walker.element(at, pdu.end()) {
            at = element.next();
            if !element.tag.is_context() {
                continue;
            }
            match (self.apdu, element.tag.number()) {
                (Apdu::Request | Apdu::Response, 0) => protocol_version(walker, &element),
                (Apdu::Request | Apdu::Response, 1) => {
                    self.context = first_of(walker, &element, OBJECT_IDENTIFIER).map(|oid| oid.span());
                }
                (Apdu::Response, 2) => {
                    self.result = first_of(walker, &element, INTEGER)
                        .and_then(|number| integer(number.content(walker.buffer())).0);
                }
                (_, 30) => self.user_information(walker, &element),
                _ => {}
            }
        }
    }

    /// User information: an EXTERNAL with a MAP-DialoguePDU.
    fn user_information(&mut self, walker: &mut Walker<'_, '_>, element: &Element) {
        let Some(external) = first_of(walker, element, EXTERNAL) else { return };
        let Some(pdu) = external_content(walker, &external).filter(|pdu| pdu.tag.is_context()) else { return };
        self.map_refused |= matches!(pdu.tag.number(), 3..=5);
        if pdu.tag.number() != 0 {
            return;
        }
        let mut at = pdu.start();
        while let Some(field) = walker.element(at, pdu.end()) {
            at = field.next();
            match field.tag {
                tag if tag == Tag::context(0) => self.destination_reference = Some(field.span()),
                tag if tag == Tag::context(1) => self.originating_reference = Some(field.span()),
                _ => {}
            }
        }
    }
}

/// The PDU in the wrapper that nearly every encoder writes, octet for octet (Q.773 4.2.1): EXTERNAL, the identifier of the
/// dialogue syntax, `single-ASN1-type`. Anything else is walked element by element.
fn usual_pdu(walker: &mut Walker<'_, '_>, portion: &Element) -> Option<Element> {
    let content = portion.content(walker.buffer());
    let &[0x28, outer, 6, 7, 0, 0x11, 0x86, 5, 1, 1, 1, 0xA0, inner, ..] = content else { return None };
    let fits = |length: u8, before: usize| usize::from(length).saturating_add(before) == content.len() && length < 0x80;
    if !fits(outer, 2) || !fits(inner, WRAPPER) {
        return None;
    }
    walker.element(portion.start().saturating_add(WRAPPER), portion.end())
}

/// Octets of the usual wrapper before its PDU.
const WRAPPER: usize = 13;

/// The first element inside, or the element itself where what it should hold is missing.
fn inside(walker: &mut Walker<'_, '_>, element: &Element, depth: usize) -> Option<Element> {
    let first = walker.element(element.start(), element.end())?;
    if first.tag == EXTERNAL || depth >= MAX_DEPTH {
        Some(first)
    } else {
        inside(walker, &first, depth.saturating_add(1))
    }
}

/// What a `single-ASN1-type [0]` of an EXTERNAL holds.
fn external_content(walker: &mut Walker<'_, '_>, external: &Element) -> Option<Element> {
    let holder = first_of(walker, external, SINGLE_TYPE)?;
    walker.element(holder.start(), holder.end())
}

fn first_of(walker: &mut Walker<'_, '_>, parent: &Element, tag: Tag) -> Option<Element> {
    let mut at = parent.start();
    while let Some(element) = walker.element(at, parent.end()) {
        if element.tag == tag {
            return Some(element);
        }
        at = element.next();
    }
    None
}

/// Q.773: a BIT STRING whose first bit is version 1. Missing is usual; other bits are unknown.
fn protocol_version(walker: &mut Walker<'_, '_>, element: &Element) {
    if let [_, bits, ..] = element.content(walker.buffer())
        && bits & 0x7F != 0
    {
        walker.note(Code::ProtocolVersion, element);
    }
}
