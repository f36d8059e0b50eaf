//! Messages (RFC 6733 3), whole and broken.

use super::avp::{Avp, avp, flagged};
use super::code::{self, Code};
use super::peer::{Peer, Route};
use super::{application, flag, result};

/// A message in the making. All fields may be set to what no standard allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Version: 1.
    pub version: u8,
    /// What the Message Length field says; right when `None`.
    pub length: Option<u32>,
    /// Command Flags ([`flag`]).
    pub flags: u8,
    /// Command Code.
    pub command: u32,
    /// Application-ID.
    pub application: u32,
    /// Hop-by-Hop Identifier.
    pub hop_by_hop: u32,
    /// End-to-End Identifier.
    pub end_to_end: u32,
    /// Attributes, in their order.
    pub avps: Vec<Avp>,
}

/// How a request went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Result-Code 2001.
    Success,
    /// Another Result-Code of RFC 6733 7.1; those of protocol errors (3xxx) set the error bit.
    Base(u32),
    /// Experimental-Result-Code of 3GPP (TS 29.230 8).
    Experimental(u32),
}

impl Outcome {
    fn avp(self) -> Avp {
        match self {
            Self::Success => avp(code::RESULT_CODE, result::SUCCESS),
            Self::Base(value) => avp(code::RESULT_CODE, value),
            Self::Experimental(value) => avp(
                code::EXPERIMENTAL_RESULT,
                [avp(code::VENDOR_ID, code::TGPP), avp(code::EXPERIMENTAL_RESULT_CODE, value)],
            ),
        }
    }

    fn is_protocol_error(self) -> bool {
        matches!(self, Self::Base(3000..=3999))
    }
}

impl Message {
    /// A request that may be proxied, without attributes.
    pub fn request(command: u32, application: u32) -> Self {
        let flags = flag::REQUEST | flag::PROXIABLE;
        Self { version: 1, length: None, flags, command, application, hop_by_hop: 0, end_to_end: 0, avps: Vec::new() }
    }

    /// A request with what those of 3GPP begin with: Session-Id, application, state, ends.
    pub fn routed(command: u32, application: u32, route: &Route) -> Self {
        let known = [avp(code::VENDOR_ID, code::TGPP), avp(code::AUTH_APPLICATION_ID, application)];
        Self::request(command, application)
            .with(avp(code::SESSION_ID, route.session.as_str()))
            .with(avp(code::VENDOR_SPECIFIC_APPLICATION_ID, known))
            .with(avp(code::AUTH_SESSION_STATE, NO_STATE_MAINTAINED))
            .with_all(route.ends())
    }

    /// The answer to `request`, as RFC 6733 6.2 makes it: same identifiers, Session-Id first,
    /// Proxy-Info copied. Nothing else is in it yet.
    pub fn answer_to(request: &Self) -> Self {
        let copied = |code: Code| request.avps.iter().filter(move |avp| code.is(avp)).cloned();
        let avps = copied(code::SESSION_ID).chain(copied(code::PROXY_INFO)).collect();
        Self { length: None, flags: request.flags & flag::PROXIABLE, avps, ..request.clone() }
    }

    /// The answer to `request` with what those of 3GPP begin with: application, result, state, who
    /// answers. An application or state that the request does not name is left out here too, and
    /// both in protocol errors (RFC 6733 7.2).
    pub fn answer(request: &Self, from: &Peer, outcome: Outcome) -> Self {
        let mut out = Self::answer_to(request);
        let copied = |code: Code| request.find(code).cloned();
        let whole = !outcome.is_protocol_error();
        if !whole {
            out.flags |= flag::ERROR;
        }
        let application = copied(code::VENDOR_SPECIFIC_APPLICATION_ID).or_else(|| copied(code::AUTH_APPLICATION_ID));
        // Those of a neighbour's capabilities are not the application of the request.
        out.avps.extend(application.filter(|_| whole && request.application != application::COMMON));
        out.avps.push(outcome.avp());
        out.avps.extend(copied(code::AUTH_SESSION_STATE).filter(|_| whole));
        out.with_all(from.origin())
    }

    /// The same with another attribute at its end.
    pub fn with(mut self, avp: Avp) -> Self {
        self.avps.push(avp);
        self
    }

    /// The same with more attributes at its end.
    pub fn with_all(mut self, avps: impl IntoIterator<Item = Avp>) -> Self {
        self.avps.extend(avps);
        self
    }

    /// The same with an attribute before all others.
    pub fn with_first(mut self, avp: Avp) -> Self {
        self.avps.insert(0, avp);
        self
    }

    /// The same without the attributes of this code.
    pub fn without(mut self, code: Code) -> Self {
        self.avps.retain(|avp| !code.is(avp));
        self
    }

    /// The same with `avp` where the first attribute of `code` was. Panics when there is none.
    pub fn with_instead(mut self, code: Code, avp: Avp) -> Self {
        let place = self.avps.iter().position(|avp| code.is(avp)).expect("there is such an attribute");
        self.avps[place] = avp;
        self
    }

    /// The same with other flags.
    pub fn with_flags(self, flags: u8) -> Self {
        Self { flags, ..self }
    }

    /// The same with a Message Length that may be wrong.
    pub fn with_length(self, length: u32) -> Self {
        Self { length: Some(length), ..self }
    }

    /// The same with another version.
    pub fn with_version(self, version: u8) -> Self {
        Self { version, ..self }
    }

    /// The same with these identifiers.
    pub fn with_identifiers(self, hop_by_hop: u32, end_to_end: u32) -> Self {
        Self { hop_by_hop, end_to_end, ..self }
    }

    /// What a relay sends on (RFC 6733 6.1.9): the same with a Route-Record of the peer it had it
    /// from. The relay's own Hop-by-Hop Identifier is for who sends it.
    pub fn relayed_from(self, peer: &Peer) -> Self {
        self.with(avp(code::ROUTE_RECORD, peer.host.as_str()))
    }

    /// The first attribute of this code.
    pub fn find(&self, code: Code) -> Option<&Avp> {
        self.avps.iter().find(|avp| code.is(avp))
    }

    /// Whether the request bit is set.
    pub fn is_request(&self) -> bool {
        self.flags & flag::REQUEST != 0
    }

    /// The octets.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = vec![self.version, 0, 0, 0];
        out.extend(flagged(self.flags, self.command));
        for field in [self.application, self.hop_by_hop, self.end_to_end] {
            out.extend(field.to_be_bytes());
        }
        self.avps.iter().for_each(|avp| avp.write(&mut out));
        let length = self.length.unwrap_or(out.len() as u32);
        out[..4].copy_from_slice(&flagged(self.version, length));
        out
    }
}

/// Auth-Session-State (RFC 6733 8.11): every request stands for itself.
const NO_STATE_MAINTAINED: u32 = 1;

#[cfg(test)]
mod tests {
    use super::*;

    fn question() -> Message {
        Message::request(316, 0x0100_0023)
            .with(avp(code::SESSION_ID, "a;1;2"))
            .with(avp(code::PROXY_INFO, [avp(code::PROXY_HOST, "p"), avp(code::PROXY_STATE, "s")]))
            .with_identifiers(7, 8)
    }

    #[test]
    fn the_header_is_twenty_octets() {
        let octets = Message::request(280, 0).with_identifiers(0x0102_0304, 5).encode();
        assert_eq!(octets, [1, 0, 0, 20, 0xc0, 0, 1, 0x18, 0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 5]);
        let broken = Message::request(280, 0).with_version(2).with_length(19).with_flags(0xff).encode();
        assert_eq!(broken[..8], [2, 0, 0, 19, 0xff, 0, 1, 0x18]);
    }

    #[test]
    fn answers_copy_what_they_have_to() {
        let answer = Message::answer_to(&question());
        assert_eq!((answer.hop_by_hop, answer.end_to_end, answer.flags), (7, 8, flag::PROXIABLE));
        assert_eq!(answer.avps, question().avps);
    }

    #[test]
    fn protocol_errors_set_the_bit() {
        let from = Peer::new("h.r", "r", [192, 0, 2, 1]);
        let flags = |outcome| Message::answer(&question(), &from, outcome).flags;
        assert_eq!(flags(Outcome::Base(3002)), flag::PROXIABLE | flag::ERROR);
        assert_eq!(flags(Outcome::Base(5012)), flag::PROXIABLE);
        assert_eq!(flags(Outcome::Experimental(5001)), flag::PROXIABLE);
    }

    #[test]
    fn attributes_can_be_moved_about() {
        let name = avp(code::USER_NAME, "1");
        let message = question().without(code::PROXY_INFO).with_first(name.clone());
        assert_eq!(message.avps[0], name);
        assert_eq!(message.avps.len(), 2);
        let message = message.with_instead(code::SESSION_ID, name.clone());
        assert_eq!(message.avps, [name.clone(), name]);
    }
}
