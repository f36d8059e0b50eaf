//! Anomalies of GTP-C and of short messages.

use super::Gravity::{Notable, Odd, Violation};
use super::{Meaning, row};
use crate::rules::{GTP_ENCODING as ENCODING, GTP_IDENTITY as IDENTITY, GTP_PROCEDURE as PROCEDURE, SMS_ORIGINATOR};
use sigwarden_wire::anomaly::Code;

/// Meaning of each, in the order of the kinds.
pub(super) static MEANINGS: &[(Code, Meaning)] = &[
    row(Code::GtpVersion, Violation, &ENCODING, "version 1 or 2 on this port", "TS 29.060 6, TS 29.274 5.1"),
    row(Code::GtpLength, Violation, &ENCODING, "a length that fits the datagram", "TS 29.060 6, TS 29.274 5.5"),
    row(Code::IeLength, Violation, &ENCODING, "elements as long as they say", "TS 29.060 7.7, TS 29.274 8.2"),
    row(Code::IeRepeated, Violation, &ENCODING, "this element once", "TS 29.060 7.7, TS 29.274 6.1.3"),
    row(Code::IeOrder, Odd, &ENCODING, "elements in the order of their types", "TS 29.060 7.7"),
    row(Code::IeMany, Violation, &ENCODING, "no more elements than any message has", "TS 29.274 8.2"),
    row(Code::TeidZero, Violation, &PROCEDURE, "the identifier of a tunnel", "TS 29.060 8.2, TS 29.274 5.5.2"),
    row(Code::Piggyback, Violation, &ENCODING, "no second message behind this one", "TS 29.274 5.5.1"),
    row(Code::ExtensionHeader, Violation, &ENCODING, "extension headers that end and are known", "TS 29.060 6"),
    row(Code::GtpInGtp, Violation, &ENCODING, "traffic of phones in the user plane", "TS 29.281 4.2"),
    row(Code::TunnelSender, Notable, &IDENTITY, "the node that the tunnel was made for", "TS 29.274 7.2"),
    row(Code::Fragmented, Odd, &ENCODING, "signalling in one packet", "TS 29.274 4.2"),
    row(
        Code::SenderAddress,
        Violation,
        &IDENTITY,
        "the sender's own control address",
        "TS 29.274 8.22, TS 29.060 7.7.32",
    ),
    row(Code::ServingNetwork, Violation, &IDENTITY, "the sender's network as serving network", "TS 29.274 8.18"),
    row(Code::ForeignImsi, Violation, &PROCEDURE, "own subscribers at the own gateway", "TS 23.401 5.3.2"),
    row(Code::ApnOperator, Violation, &IDENTITY, "a point of access of the network that is asked", "TS 23.003 9.1.2"),
    row(Code::RecoveryJump, Notable, &PROCEDURE, "a restart counter that grows by one", "TS 29.060 7.7.11, TS 23.007"),
    row(Code::SmsTruncated, Odd, &ENCODING, "a short message as long as it says", "TS 23.040 9.2"),
    row(Code::SmsHeader, Notable, &ENCODING, "a user data header that adds up", "TS 23.040 9.2.3.24"),
    row(
        Code::SmsOriginator,
        Violation,
        &SMS_ORIGINATOR,
        "own numbers from the own service centre",
        "TS 23.040 9.2.3.7",
    ),
];
