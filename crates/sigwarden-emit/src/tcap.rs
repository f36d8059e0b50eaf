//! TCAP of ITU-T Q.773: messages, dialogue portion, components.

use crate::ber::{ENUMERATED, INTEGER, NULL, OBJECT_IDENTIFIER, SEQUENCE, int, null, oid, tlv};

const STRUCTURED_DIALOGUE: &[u64] = &[0, 0, 17, 773, 1, 1, 1];
const UNSTRUCTURED_DIALOGUE: &[u64] = &[0, 0, 17, 773, 1, 2, 1];
const MAP_DIALOGUE: &[u64] = &[0, 4, 0, 0, 1, 1, 1, 1];
const EXTERNAL: u32 = 0x28;

/// A TCAP message in the making (Q.773 3.1).
#[derive(Clone, Debug)]
pub struct Message {
    tag: u32,
    head: Vec<u8>,
    dialogue: Vec<u8>,
    components: Vec<u8>,
}

impl Message {
    fn new(tag: u32, head: Vec<u8>) -> Self {
        Self { tag, head, dialogue: Vec::new(), components: Vec::new() }
    }

    /// Opens a transaction. `otid`: 1 to 4 octets (not enforced, for mutants).
    pub fn begin(otid: &[u8]) -> Self {
        Self::new(0x62, tlv(0x48, otid))
    }

    /// Goes on in a transaction: the sender's own identifier, then the receiver's.
    pub fn r#continue(otid: &[u8], dtid: &[u8]) -> Self {
        Self::new(0x65, [tlv(0x48, otid), tlv(0x49, dtid)].concat())
    }

    /// Closes a transaction.
    pub fn end(dtid: &[u8]) -> Self {
        Self::new(0x64, tlv(0x49, dtid))
    }

    /// Breaks a transaction off. With a dialogue portion it is the user's abort.
    pub fn abort(dtid: &[u8]) -> Self {
        Self::new(0x67, tlv(0x49, dtid))
    }

    /// A message outside any transaction.
    pub fn unidirectional() -> Self {
        Self::new(0x61, Vec::new())
    }

    /// The provider's cause of an abort (Q.773 3.1: 0 unrecognised message type, 1 unrecognised
    /// transaction identifier, 2 badly formatted, 3 incorrect portion, 4 resource limitation).
    pub fn provider_cause(mut self, cause: u8) -> Self {
        self.head.extend(tlv(0x4a, [cause]));
        self
    }

    /// Adds the dialogue portion: what [`Dialogue::encode`] or [`abrt`] gave.
    pub fn dialogue(mut self, portion: Vec<u8>) -> Self {
        self.dialogue = portion;
        self
    }

    /// Adds a component.
    pub fn component(mut self, component: Vec<u8>) -> Self {
        self.components.extend(component);
        self
    }

    /// The octets of the message. Without components there is no component portion.
    pub fn encode(self) -> Vec<u8> {
        let mut content = self.head;
        content.reserve(self.dialogue.len() + self.components.len() + 4);
        content.extend_from_slice(&self.dialogue);
        if !self.components.is_empty() {
            content.extend_from_slice(&tlv(0x6c, self.components));
        }
        tlv(self.tag, content)
    }
}

/// The dialogue control unit in the making (Q.773 3.2): request, response or unidirectional.
#[derive(Clone, Debug)]
pub struct Dialogue {
    syntax: &'static [u64],
    tag: u32,
    version: Vec<u8>,
    body: Vec<u8>,
    user_information: Vec<u8>,
}

impl Dialogue {
    fn new(syntax: &'static [u64], tag: u32, body: Vec<u8>) -> Self {
        Self { syntax, tag, version: Vec::new(), body, user_information: Vec::new() }
    }

    /// AARQ: asks for a dialogue in this application context.
    pub fn request(context: &[u64]) -> Self {
        Self::new(STRUCTURED_DIALOGUE, 0x60, context_name(context))
    }

    /// AARE: accepts the dialogue.
    pub fn accepted(context: &[u64]) -> Self {
        Self::response(context, 0, 0)
    }

    /// AARE: refuses the dialogue because the application context is not supported.
    pub fn rejected(context: &[u64]) -> Self {
        Self::response(context, 1, 2)
    }

    /// AUDT: names the application context of a unidirectional message.
    pub fn unidirectional(context: &[u64]) -> Self {
        Self::new(UNSTRUCTURED_DIALOGUE, 0x60, context_name(context))
    }

    fn response(context: &[u64], result: u8, diagnostic: u8) -> Self {
        let body = [
            context_name(context),
            tlv(0xa2, tlv(INTEGER, [result])),
            tlv(0xa3, tlv(0xa1, tlv(INTEGER, [diagnostic]))),
        ];
        Self::new(STRUCTURED_DIALOGUE, 0x61, body.concat())
    }

    /// Adds the optional protocol version, version 1.
    pub fn protocol_version(mut self) -> Self {
        self.version = tlv(0x80, [0x07, 0x80]);
        self
    }

    /// Adds MAP-OpenInfo (TS 29.002 17.4) as user information. The references are content octets,
    /// an AddressString or, for IMSIs in USSD, an AddressString of plan E.212 (`0x96`).
    pub fn map_open(mut self, destination: Option<&[u8]>, origination: Option<&[u8]>) -> Self {
        let destination = destination.map_or_else(Vec::new, |octets| tlv(0x80, octets));
        let origination = origination.map_or_else(Vec::new, |octets| tlv(0x81, octets));
        let open = tlv(0xa0, [destination, origination].concat());
        self.user_information = tlv(0xbe, external(MAP_DIALOGUE, open));
        self
    }

    /// The octets of the dialogue portion.
    pub fn encode(self) -> Vec<u8> {
        let unit = [self.version, self.body, self.user_information].concat();
        tlv(0x6b, external(self.syntax, tlv(self.tag, unit)))
    }
}

/// Dialogue portion of an abort (ABRT). Source 0: the user, 1: the provider.
pub fn abrt(source: u8) -> Vec<u8> {
    let unit = tlv(0x64, tlv(0x80, [source]));
    tlv(0x6b, external(STRUCTURED_DIALOGUE, unit))
}

fn external(syntax: &[u64], value: Vec<u8>) -> Vec<u8> {
    let syntax = tlv(OBJECT_IDENTIFIER, oid(syntax));
    tlv(EXTERNAL, [syntax, tlv(0xa0, value)].concat())
}

fn context_name(context: &[u64]) -> Vec<u8> {
    tlv(0xa1, tlv(OBJECT_IDENTIFIER, oid(context)))
}

/// Operation or error code (Q.773 3.3): a small number, or an object identifier.
#[derive(Clone, Copy, Debug)]
pub enum Code<'a> {
    /// Local code, the only one MAP and CAP use.
    Local(i64),
    /// Global code, as arcs.
    Global(&'a [u64]),
}

impl From<i64> for Code<'_> {
    fn from(local: i64) -> Self {
        Code::Local(local)
    }
}

impl Code<'_> {
    fn encode(self) -> Vec<u8> {
        match self {
            Code::Local(number) => tlv(INTEGER, int(number)),
            Code::Global(arcs) => tlv(OBJECT_IDENTIFIER, oid(arcs)),
        }
    }
}

/// Invoke component. An empty `argument` is left out.
pub fn invoke<'a>(id: i8, operation: impl Into<Code<'a>>, argument: &[u8]) -> Vec<u8> {
    component(0xa1, id, &[&operation.into().encode(), argument])
}

/// Invoke component that belongs to another invocation of the peer (linked identifier).
pub fn linked_invoke<'a>(id: i8, linked: i8, operation: impl Into<Code<'a>>, argument: &[u8]) -> Vec<u8> {
    let linked = tlv(0x80, int(linked.into()));
    component(0xa1, id, &[&linked, &operation.into().encode(), argument])
}

/// Return result, last. `result` is the encoded parameter.
pub fn return_result_last<'a>(id: i8, operation: impl Into<Code<'a>>, result: &[u8]) -> Vec<u8> {
    component(0xa2, id, &[&result_body(operation.into(), result)])
}

/// Return result, last, that says only "done": no operation code, no parameter.
pub fn return_result_last_empty(id: i8) -> Vec<u8> {
    component(0xa2, id, &[])
}

/// Return result, more to follow.
pub fn return_result_not_last<'a>(id: i8, operation: impl Into<Code<'a>>, result: &[u8]) -> Vec<u8> {
    component(0xa7, id, &[&result_body(operation.into(), result)])
}

/// Return error. An empty `parameter` is left out.
pub fn return_error<'a>(id: i8, error: impl Into<Code<'a>>, parameter: &[u8]) -> Vec<u8> {
    component(0xa3, id, &[&error.into().encode(), parameter])
}

/// Which problem a reject reports (Q.773 3.3).
#[derive(Clone, Copy, Debug)]
pub enum Problem {
    /// General: 0 unrecognised component, 1 mistyped, 2 badly structured.
    General(u8),
    /// Invoke: 0 duplicate identifier, 1 unrecognised operation, 2 mistyped parameter, …
    Invoke(u8),
    /// Return result: 0 unrecognised identifier, 1 unexpected, 2 mistyped parameter.
    ReturnResult(u8),
    /// Return error: 0 unrecognised identifier, 1 unexpected, 2 unrecognised error, …
    ReturnError(u8),
}

/// Reject component. Without an invoke identifier it carries NULL.
pub fn reject(id: Option<i8>, problem: Problem) -> Vec<u8> {
    let id = id.map_or_else(|| null(NULL), |id| tlv(INTEGER, int(id.into())));
    let problem = match problem {
        Problem::General(code) => tlv(0x80, [code]),
        Problem::Invoke(code) => tlv(0x81, [code]),
        Problem::ReturnResult(code) => tlv(0x82, [code]),
        Problem::ReturnError(code) => tlv(0x83, [code]),
    };
    tlv(0xa4, [id, problem].concat())
}

/// ENUMERATED parameter with its tag.
pub fn enumerated(value: u8) -> Vec<u8> {
    tlv(ENUMERATED, int(value.into()))
}

fn component(tag: u32, id: i8, parts: &[&[u8]]) -> Vec<u8> {
    let mut content = Vec::with_capacity(8 + parts.iter().map(|part| part.len()).sum::<usize>());
    content.extend([INTEGER as u8, 1, id as u8]);
    parts.iter().for_each(|part| content.extend_from_slice(part));
    tlv(tag, content)
}

fn result_body(operation: Code<'_>, result: &[u8]) -> Vec<u8> {
    tlv(SEQUENCE, [&operation.encode(), result].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_begin_is_laid_out_as_in_q_773() {
        let octets = Message::begin(&[0, 0, 0, 1])
            .dialogue(Dialogue::request(&[0, 4, 0, 0, 1, 0, 5, 3]).encode())
            .component(invoke(1, 22, &[0x30, 0]))
            .encode();
        let expectation = [
            &[0x62, 46, 0x48, 4, 0, 0, 0, 1, 0x6b, 26, 0x28, 24][..],
            &[0x06, 7, 0, 0x11, 0x86, 5, 1, 1, 1, 0xa0, 13, 0x60, 11],
            &[0xa1, 9, 0x06, 7, 4, 0, 0, 1, 0, 5, 3],
            &[0x6c, 10, 0xa1, 8, 2, 1, 1, 2, 1, 22, 0x30, 0],
        ];
        assert_eq!(octets, expectation.concat());
    }

    #[test]
    fn components_carry_their_tags() {
        let rows = [
            (return_result_last_empty(1), vec![0xa2, 3, 2, 1, 1]),
            (return_error(1, 27, &[]), vec![0xa3, 6, 2, 1, 1, 2, 1, 27]),
            (reject(None, Problem::Invoke(1)), vec![0xa4, 5, 5, 0, 0x81, 1, 1]),
            (linked_invoke(2, 1, 60, &[]), vec![0xa1, 9, 2, 1, 2, 0x80, 1, 1, 2, 1, 60]),
            (invoke(1, Code::Global(&[1, 2, 3]), &[]), vec![0xa1, 7, 2, 1, 1, 6, 2, 0x2a, 3]),
        ];
        for (octets, expectation) in rows {
            assert_eq!(octets, expectation);
        }
    }
}
