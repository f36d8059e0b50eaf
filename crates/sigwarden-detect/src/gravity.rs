//! What each anomaly means: an oddity that legitimate nodes show too, or something that only gets past filters.

use crate::rules::{self, RuleInfo};
use Gravity::{Odd, Violation};
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

/// Meaning of every kind of anomaly, in the order of the kinds.
static MEANINGS: &[(Code, Meaning)] = &[
    row(Code::SctpLength, Odd, &rules::ENCODING, "chunk lengths that fit the packet", "RFC 9260 3.2"),
    row(
        Code::PayloadProtocol,
        Odd,
        &rules::ENCODING,
        "the payload protocol identifier of what is carried",
        "IANA SCTP payload protocols",
    ),
    row(Code::AdaptationLength, Odd, &rules::ENCODING, "lengths that fit the message", "RFC 4666 3.1"),
    row(
        Code::SccpPointer,
        Violation,
        &rules::ADDRESSING,
        "addresses and data one behind the other, as their pointers say",
        "Q.713 2.3",
    ),
    row(Code::SccpAddress, Violation, &rules::ADDRESSING, "an address as long as its indicator says", "Q.713 3.4"),
    row(Code::GtDigits, Violation, &rules::ADDRESSING, "decimal digits in a Global Title", "E.164, Q.713 3.4.2.3"),
    row(Code::GtLong, Violation, &rules::ADDRESSING, "at most 15 digits in a Global Title", "E.164 6.2"),
    row(Code::GtShort, Violation, &rules::ADDRESSING, "a country code and a number in a Global Title", "E.164 6.2"),
    row(Code::GtFiller, Odd, &rules::ADDRESSING, "a zero behind an odd number of digits", "Q.713 3.4.2.3.1"),
    row(Code::GtIndicator, Odd, &rules::ADDRESSING, "Global Title indicator 4 between networks", "TS 29.002 6.1.3.1"),
    row(Code::TranslationType, Odd, &rules::ADDRESSING, "translation type 0 between networks", "TS 29.002 6.1.3.1"),
    row(Code::CalledSsnMissing, Odd, &rules::ADDRESSING, "a subsystem number in the called party", "TS 29.002 6.1.3.1"),
    row(Code::CalledSsnInvalid, Odd, &rules::ADDRESSING, "a subsystem number that MAP or CAP uses", "TS 23.003 8.2"),
    row(
        Code::RoutingIndicator,
        Odd,
        &rules::ADDRESSING,
        "routing on the Global Title between networks",
        "TS 29.002 6.1.3.1",
    ),
    row(
        Code::CallingGtMissing,
        Violation,
        &rules::ADDRESSING,
        "a Global Title in the calling party, or nobody can answer",
        "TS 29.002 6.1.3.1",
    ),
    row(Code::CallingPlan, Violation, &rules::ADDRESSING, "an E.164 number as calling party", "TS 29.002 6.1.3.1"),
    row(
        Code::NatureOfAddress,
        Odd,
        &rules::ADDRESSING,
        "nature of address 4 (international) with a country code",
        "TS 29.002 6.1.3.1",
    ),
    row(
        Code::OwnGtOutside,
        Violation,
        &rules::OWN_ADDRESS,
        "own Global Titles only from inside",
        "addresses of the protected network",
    ),
    row(
        Code::SubsystemRole,
        Violation,
        &rules::PROCEDURE,
        "the subsystem of the role that serves the operation",
        "TS 29.002 17.3.2, TS 23.003 8.2",
    ),
    row(Code::Segmentation, Violation, &rules::ADDRESSING, "segments in sequence, each once", "Q.714 4.1.1.2.3"),
    row(Code::ReturnedInvoke, Violation, &rules::PROCEDURE, "only messages that were sent come back", "Q.714 4.2"),
    row(Code::TagLongForm, Violation, &rules::ENCODING, "one octet for tag numbers below 31", "X.690 8.1.2.2"),
    row(Code::TagPadded, Violation, &rules::ENCODING, "no leading zero bits in a tag number", "X.690 8.1.2.4.2"),
    row(Code::LengthLongForm, Odd, &rules::ENCODING, "as few length octets as needed", "X.690 8.1.3"),
    row(Code::LengthOverrun, Violation, &rules::ENCODING, "lengths that fit what holds them", "X.690 8.1.3"),
    row(
        Code::IndefiniteUnterminated,
        Violation,
        &rules::ENCODING,
        "an end to every indefinite length",
        "X.690 8.1.3.6",
    ),
    row(Code::TooDeep, Violation, &rules::ENCODING, "at most 32 levels of nesting", "limit of this program"),
    row(
        Code::TooMany,
        Violation,
        &rules::ENCODING,
        "at most 2,000 elements and 64 components",
        "limit of this program",
    ),
    row(Code::AnsiPackage, Violation, &rules::ENCODING, "an ITU message tag around ITU content", "Q.773 3.1"),
    row(Code::UnknownElement, Odd, &rules::ENCODING, "only elements that the place has", "Q.773 3.2"),
    row(
        Code::TransactionIdLong,
        Violation,
        &rules::ENCODING,
        "one to four octets of transaction identifier",
        "Q.773 3.1",
    ),
    row(Code::TransactionIdMissing, Violation, &rules::ENCODING, "a transaction identifier", "Q.773 3.1"),
    row(Code::ComponentPortionRepeated, Violation, &rules::ENCODING, "one component portion", "Q.773 3.1"),
    row(Code::DialoguePortionRepeated, Violation, &rules::ENCODING, "one dialogue portion", "Q.773 3.1"),
    row(
        Code::DialoguePortionMisplaced,
        Violation,
        &rules::ENCODING,
        "the dialogue portion before the components",
        "Q.773 3.1",
    ),
    row(Code::ProtocolVersion, Odd, &rules::ENCODING, "protocol version 1", "Q.773 4.2.3"),
    row(Code::TrailingOctets, Odd, &rules::ENCODING, "nothing behind the message", "Q.773 3.1"),
    row(Code::TrailingMessage, Violation, &rules::ENCODING, "one message in one SCCP message", "Q.773 3.1"),
    row(Code::InvokeIdMissing, Violation, &rules::ENCODING, "an invoke identifier in every component", "Q.773 3.2"),
    row(Code::LinkedIdUnknown, Odd, &rules::ENCODING, "a linked identifier of an invoke of the dialogue", "Q.774 3.2"),
    row(Code::OperationCodeMissing, Violation, &rules::ENCODING, "an operation code in every invoke", "Q.773 3.2"),
    row(Code::OperationCodeGlobal, Violation, &rules::ENCODING, "a local operation code", "TS 29.002 17.5"),
    row(Code::IntegerPadded, Violation, &rules::ENCODING, "as few octets as the number needs", "X.690 8.3.2"),
    row(Code::OperationCodeRange, Violation, &rules::ENCODING, "an operation code of one octet", "TS 29.002 17.5"),
    row(
        Code::ContextExtended,
        Violation,
        &rules::ENCODING,
        "an application context with the standard's arcs only",
        "TS 29.002 17.3.3",
    ),
    row(Code::ContextPadded, Violation, &rules::ENCODING, "arcs without leading zero bits", "X.690 8.19.2"),
    row(
        Code::ContextUnknown,
        Violation,
        &rules::PROCEDURE,
        "an application context of MAP towards a MAP subsystem",
        "TS 29.002 17.3.3",
    ),
    row(
        Code::ContextMissing,
        Violation,
        &rules::PROCEDURE,
        "an application context for an operation that version 1 does not have",
        "TS 29.002 17.3",
    ),
    row(
        Code::ContextOperation,
        Violation,
        &rules::PROCEDURE,
        "an operation that its application context has",
        "TS 29.002 17.3.2",
    ),
    row(
        Code::ContextVersion,
        Violation,
        &rules::PROCEDURE,
        "an application context of a version that has the operation",
        "TS 29.002 17.3.3",
    ),
    row(
        Code::Direction,
        Violation,
        &rules::PROCEDURE,
        "the operation from the side that the context allows",
        "TS 29.002 17.3.2",
    ),
    row(
        Code::BeginEmpty,
        Violation,
        &rules::PROCEDURE,
        "a component in the first message, short messages apart",
        "TS 29.002 Annex C",
    ),
    row(Code::TransactionUnknown, Violation, &rules::PROCEDURE, "a transaction that somebody began", "Q.774 3.3"),
    row(
        Code::SenderNotParty,
        Violation,
        &rules::PROCEDURE,
        "messages of a transaction from its two parties",
        "Q.774 3.3, TS 29.002 6.1.3",
    ),
    row(Code::AnswerElsewhere, Odd, &rules::PROCEDURE, "an answer from the network that was asked", "TS 29.002 6.1.3"),
    row(
        Code::InvokeInEnd,
        Violation,
        &rules::PROCEDURE,
        "no request in the message that ends the dialogue",
        "TS 29.002 7.3",
    ),
    row(Code::Unidirectional, Violation, &rules::PROCEDURE, "a transaction for every operation", "TS 29.002 7.3"),
    row(Code::ResultUnsolicited, Violation, &rules::PROCEDURE, "results only of what was asked", "Q.774 3.2"),
    row(
        Code::ResultOperation,
        Violation,
        &rules::PROCEDURE,
        "the result of the operation that was asked for",
        "Q.774 3.2",
    ),
    row(
        Code::InvokesUnrelated,
        Violation,
        &rules::PROCEDURE,
        "operations in one message that belong together",
        "TS 29.002 Annex C",
    ),
    row(Code::ConstructedString, Odd, &rules::ENCODING, "identities in one piece", "TS 29.002 17.1"),
    row(Code::ElementRepeated, Violation, &rules::ENCODING, "every element once", "TS 29.002 17.7"),
    row(Code::IdentityMalformed, Violation, &rules::ENCODING, "an IMSI of 6 to 15 decimal digits", "TS 23.003 2.2"),
    row(
        Code::DestinationReference,
        Violation,
        &rules::PROCEDURE,
        "the same subscriber in destination reference and argument",
        "TS 29.002 7.3",
    ),
    row(
        Code::OriginatingReference,
        Odd,
        &rules::PROCEDURE,
        "an originating reference of the caller's network",
        "TS 29.002 7.3",
    ),
    row(
        Code::AddressMismatch,
        Odd,
        &rules::INNER_ADDRESS,
        "addresses in the operation of the caller's network",
        "TS 29.002 8.1",
    ),
    row(Code::LmsiAlone, Violation, &rules::PROCEDURE, "an IMSI where only the home network may ask", "TS 29.002 8.11"),
];

const fn row(
    code: Code,
    gravity: Gravity,
    rule: &'static RuleInfo,
    expected: &'static str,
    source: &'static str,
) -> (Code, Meaning) {
    (code, Meaning { gravity, rule, expected, source })
}

/// Meaning of a kind of anomaly. Asked only where there is one, which is rare.
pub fn meaning(code: Code) -> Meaning {
    const NONE: Meaning = Meaning { gravity: Odd, rule: &rules::ENCODING, expected: "", source: "" };
    MEANINGS.iter().find(|(known, _)| *known == code).map_or(NONE, |(_, meaning)| *meaning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_anomaly_has_a_meaning() {
        let described: Vec<_> = MEANINGS.iter().map(|(code, _)| *code).collect();
        for code in Code::ALL {
            assert_eq!(described.iter().filter(|known| *known == code).count(), 1, "{}", code.name());
            assert!(!meaning(*code).expected.is_empty() && !meaning(*code).source.is_empty());
        }
    }
}
