//! What each anomaly means: an oddity that legitimate nodes show too, or something that only gets past filters.

use crate::rules::{self, RuleInfo};
use sigwarden_wire::anomaly::Code;

/// What an anomaly means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gravity {
    /// Legitimate nodes show it too: it stands in the output and adds to other reasons.
    Odd,
    /// No legitimate node sends it to another network: a reason of its own.
    Violation,
}

/// Meaning of one kind of anomaly.
#[derive(Clone, Copy, Debug)]
pub struct Meaning {
    /// How grave.
    pub gravity: Gravity,
    /// Which rule reports it.
    pub rule: &'static RuleInfo,
    /// What should have been.
    pub expected: &'static str,
    /// Where that stands.
    pub source: &'static str,
}

/// Meaning of a kind of anomaly.
pub fn meaning(code: Code) -> Meaning {
    use Code as C;
    use Gravity::{Odd, Violation};
    use rules::{ADDRESSING as ADDRESS, ENCODING as ENCODE, OWN_ADDRESS, PROCEDURE};
    let (gravity, rule, expected, source) = match code {
        C::SctpLength => (Odd, &ENCODE, "chunk lengths that fit the packet", "RFC 9260 3.2"),
        C::PayloadProtocol => {
            (Odd, &ENCODE, "the payload protocol identifier of what is carried", "IANA SCTP payload protocols")
        }
        C::AdaptationLength => (Odd, &ENCODE, "lengths that fit the message", "RFC 4666 3.1"),
        C::SccpPointer => {
            (Violation, &ADDRESS, "addresses and data one behind the other, as their pointers say", "Q.713 2.3")
        }
        C::SccpAddress => (Violation, &ADDRESS, "an address as long as its indicator says", "Q.713 3.4"),
        C::GtDigits => (Violation, &ADDRESS, "decimal digits in a Global Title", "E.164, Q.713 3.4.2.3"),
        C::GtLong => (Violation, &ADDRESS, "at most 15 digits in a Global Title", "E.164 6.2"),
        C::GtShort => (Violation, &ADDRESS, "a country code and a number in a Global Title", "E.164 6.2"),
        C::GtFiller => (Odd, &ADDRESS, "a zero behind an odd number of digits", "Q.713 3.4.2.3.1"),
        C::GtIndicator => (Odd, &ADDRESS, "Global Title indicator 4 between networks", "TS 29.002 6.1.3.1"),
        C::TranslationType => (Odd, &ADDRESS, "translation type 0 between networks", "TS 29.002 6.1.3.1"),
        C::CalledSsnMissing => (Odd, &ADDRESS, "a subsystem number in the called party", "TS 29.002 6.1.3.1"),
        C::CalledSsnInvalid => (Odd, &ADDRESS, "a subsystem number that MAP or CAP uses", "TS 23.003 8.2"),
        C::RoutingIndicator => (Odd, &ADDRESS, "routing on the Global Title between networks", "TS 29.002 6.1.3.1"),
        C::CallingGtMissing => {
            (Violation, &ADDRESS, "a Global Title in the calling party, or nobody can answer", "TS 29.002 6.1.3.1")
        }
        C::CallingPlan => (Violation, &ADDRESS, "an E.164 number as calling party", "TS 29.002 6.1.3.1"),
        C::NatureOfAddress => {
            (Odd, &ADDRESS, "nature of address 4 (international) with a country code", "TS 29.002 6.1.3.1")
        }
        C::OwnGtOutside => {
            (Violation, &OWN_ADDRESS, "own Global Titles only from inside", "addresses of the protected network")
        }
        C::SubsystemRole => (
            Violation,
            &PROCEDURE,
            "the subsystem of the role that serves the operation",
            "TS 29.002 17.3.2, TS 23.003 8.2",
        ),
        C::Segmentation => (Violation, &ADDRESS, "segments in sequence, each once", "Q.714 4.1.1.2.3"),
        C::ReturnedInvoke => (Violation, &PROCEDURE, "only messages that were sent come back", "Q.714 4.2"),
        C::TagLongForm => (Violation, &ENCODE, "one octet for tag numbers below 31", "X.690 8.1.2.2"),
        C::TagPadded => (Violation, &ENCODE, "no leading zero bits in a tag number", "X.690 8.1.2.4.2"),
        C::LengthLongForm => (Odd, &ENCODE, "as few length octets as needed", "X.690 8.1.3"),
        C::LengthOverrun => (Violation, &ENCODE, "lengths that fit what holds them", "X.690 8.1.3"),
        C::IndefiniteUnterminated => (Violation, &ENCODE, "an end to every indefinite length", "X.690 8.1.3.6"),
        C::TooDeep => (Violation, &ENCODE, "at most 32 levels of nesting", "limit of this program"),
        C::TooMany => (Violation, &ENCODE, "at most 2,000 elements and 64 components", "limit of this program"),
        C::AnsiPackage => (Violation, &ENCODE, "an ITU message tag around ITU content", "Q.773 3.1"),
        C::UnknownElement => (Odd, &ENCODE, "only elements that the place has", "Q.773 3.2"),
        C::TransactionIdLong => (Violation, &ENCODE, "one to four octets of transaction identifier", "Q.773 3.1"),
        C::TransactionIdMissing => (Violation, &ENCODE, "a transaction identifier", "Q.773 3.1"),
        C::ComponentPortionRepeated => (Violation, &ENCODE, "one component portion", "Q.773 3.1"),
        C::DialoguePortionRepeated => (Violation, &ENCODE, "one dialogue portion", "Q.773 3.1"),
        C::DialoguePortionMisplaced => (Violation, &ENCODE, "the dialogue portion before the components", "Q.773 3.1"),
        C::ProtocolVersion => (Odd, &ENCODE, "protocol version 1", "Q.773 4.2.3"),
        C::TrailingOctets => (Odd, &ENCODE, "nothing behind the message", "Q.773 3.1"),
        C::TrailingMessage => (Violation, &ENCODE, "one message in one SCCP message", "Q.773 3.1"),
        C::InvokeIdMissing => (Violation, &ENCODE, "an invoke identifier in every component", "Q.773 3.2"),
        C::LinkedIdUnknown => (Odd, &ENCODE, "a linked identifier of an invoke of the dialogue", "Q.774 3.2"),
        C::OperationCodeMissing => (Violation, &ENCODE, "an operation code in every invoke", "Q.773 3.2"),
        C::OperationCodeGlobal => (Violation, &ENCODE, "a local operation code", "TS 29.002 17.5"),
        C::IntegerPadded => (Violation, &ENCODE, "as few octets as the number needs", "X.690 8.3.2"),
        C::OperationCodeRange => (Violation, &ENCODE, "an operation code of one octet", "TS 29.002 17.5"),
        C::ContextExtended => {
            (Violation, &ENCODE, "an application context with the standard's arcs only", "TS 29.002 17.3.3")
        }
        C::ContextPadded => (Violation, &ENCODE, "arcs without leading zero bits", "X.690 8.19.2"),
        C::ContextUnknown => {
            (Violation, &PROCEDURE, "an application context of MAP towards a MAP subsystem", "TS 29.002 17.3.3")
        }
        C::ContextMissing => (
            Violation,
            &PROCEDURE,
            "an application context for an operation that version 1 does not have",
            "TS 29.002 17.3",
        ),
        C::ContextOperation => {
            (Violation, &PROCEDURE, "an operation that its application context has", "TS 29.002 17.3.2")
        }
        C::ContextVersion => {
            (Violation, &PROCEDURE, "an application context of a version that has the operation", "TS 29.002 17.3.3")
        }
        C::Direction => {
            (Violation, &PROCEDURE, "the operation from the side that the context allows", "TS 29.002 17.3.2")
        }
        C::BeginEmpty => {
            (Violation, &PROCEDURE, "a component in the first message, short messages apart", "TS 29.002 Annex C")
        }
        C::TransactionUnknown => (Violation, &PROCEDURE, "a transaction that somebody began", "Q.774 3.3"),
        C::SenderNotParty => {
            (Violation, &PROCEDURE, "messages of a transaction from its two parties", "Q.774 3.3, TS 29.002 6.1.3")
        }
        C::AnswerElsewhere => (Odd, &PROCEDURE, "an answer from the network that was asked", "TS 29.002 6.1.3"),
        C::InvokeInEnd => (Violation, &PROCEDURE, "no request in the message that ends the dialogue", "TS 29.002 7.3"),
        C::Unidirectional => (Violation, &PROCEDURE, "a transaction for every operation", "TS 29.002 7.3"),
        C::ResultUnsolicited => (Violation, &PROCEDURE, "results only of what was asked", "Q.774 3.2"),
        C::ResultOperation => (Violation, &PROCEDURE, "the result of the operation that was asked for", "Q.774 3.2"),
        C::InvokesUnrelated => {
            (Violation, &PROCEDURE, "operations in one message that belong together", "TS 29.002 Annex C")
        }
        C::ConstructedString => (Odd, &ENCODE, "identities in one piece", "TS 29.002 17.1"),
        C::ElementRepeated => (Violation, &ENCODE, "every element once", "TS 29.002 17.7"),
        C::IdentityMalformed => (Violation, &ENCODE, "an IMSI of 6 to 15 decimal digits", "TS 23.003 2.2"),
        C::DestinationReference => {
            (Violation, &PROCEDURE, "the same subscriber in destination reference and argument", "TS 29.002 7.3")
        }
        C::OriginatingReference => {
            (Odd, &PROCEDURE, "an originating reference of the caller's network", "TS 29.002 7.3")
        }
        C::AddressMismatch => {
            (Odd, &rules::INNER_ADDRESS, "addresses in the operation of the caller's network", "TS 29.002 8.1")
        }
        C::LmsiAlone => (Violation, &PROCEDURE, "an IMSI where only the home network may ask", "TS 29.002 8.11"),
    };
    Meaning { gravity, rule, expected, source }
}
