//! Anomalies of Diameter, and of the streams that carry it.

use super::Gravity::{Notable, Odd, Violation};
use super::{Meaning, row};
use crate::rules::{DIAMETER_ENCODING as ENCODING, DIAMETER_IDENTITY as IDENTITY, DIAMETER_PROCEDURE as PROCEDURE};
use sigwarden_wire::anomaly::Code;

/// Meaning of each, in the order of the kinds.
pub(super) static MEANINGS: &[(Code, Meaning)] = &[
    row(Code::StreamGap, Odd, &ENCODING, "a stream without gaps", "RFC 9293 3.4"),
    row(Code::StreamOverlap, Violation, &ENCODING, "the same octets when sent again", "RFC 9293 3.10.7.4"),
    row(Code::DiameterVersion, Violation, &ENCODING, "version 1", "RFC 6733 3"),
    row(Code::DiameterLength, Violation, &ENCODING, "a length that fits what carries the message", "RFC 6733 3"),
    row(Code::ErrorBitOnRequest, Violation, &ENCODING, "the error bit in answers only", "RFC 6733 3"),
    row(Code::RetransmissionBit, Odd, &PROCEDURE, "requests that were not sent before", "RFC 6733 3"),
    row(Code::AvpLength, Violation, &ENCODING, "AVPs as long as they say", "RFC 6733 4.1"),
    row(Code::AvpPadding, Odd, &ENCODING, "zeros as padding", "RFC 6733 4.1"),
    row(Code::AvpNesting, Violation, &ENCODING, "AVPs grouped at most 8 deep", "RFC 6733 4.4, TS 29.272 7.3"),
    row(Code::AvpMany, Violation, &ENCODING, "no more AVPs than any command has", "RFC 6733 4.1"),
    row(Code::AvpRepeated, Violation, &ENCODING, "this AVP once", "RFC 6733 4.5, TS 29.272 7.2"),
    row(Code::AvpVendorZero, Violation, &ENCODING, "base AVPs without a vendor", "RFC 6733 4.1"),
    row(Code::AvpVendor, Violation, &ENCODING, "base AVPs without a vendor", "RFC 6733 4.1"),
    row(Code::AvpUnknownMandatory, Notable, &ENCODING, "AVPs that the receiver can know", "RFC 6733 4.1"),
    row(Code::SessionIdPlace, Odd, &ENCODING, "Session-Id as the first AVP", "RFC 6733 8.8"),
    row(Code::SessionIdForm, Odd, &ENCODING, "a Session-Id of a host and numbers", "RFC 6733 8.8"),
    row(Code::SessionIdSubscriber, Notable, &ENCODING, "a Session-Id that names no subscriber", "RFC 6733 8.8"),
    row(Code::UserNameMissing, Violation, &PROCEDURE, "a subscriber in a command about one", "TS 29.272 7.2"),
    row(Code::UserNameForm, Violation, &ENCODING, "an IMSI of 6 to 15 digits as User-Name", "TS 29.272 7.3"),
    row(Code::RelayApplication, Violation, &PROCEDURE, "the application of the command", "RFC 6733 2.4"),
    row(Code::CommandApplication, Violation, &PROCEDURE, "a command of this application", "RFC 6733 11.1"),
    row(Code::HopByHopRelayed, Violation, &PROCEDURE, "a command between neighbours only", "RFC 6733 5.3"),
    row(Code::CapabilitiesAgain, Violation, &PROCEDURE, "one identity for one connection", "RFC 6733 5.3"),
    row(Code::RealmForm, Odd, &IDENTITY, "names without dots at the end, spaces or zeros", "RFC 6733 4.3.1"),
    row(Code::OriginHostRealm, Violation, &IDENTITY, "a host of its realm", "TS 23.003 19.2, RFC 6733 6.3"),
    row(Code::OriginHostSibling, Notable, &IDENTITY, "a host of its realm", "TS 23.003 19.2, RFC 6733 6.3"),
    row(Code::OriginNotPeer, Violation, &IDENTITY, "the neighbour, or a record of the route", "RFC 6733 6.1.9"),
    row(Code::RouteRecordOwn, Violation, &IDENTITY, "a route that has not been here before", "RFC 6733 6.1.3"),
    row(
        Code::OwnRealmOutside,
        Violation,
        &crate::rules::DIAMETER_OWN_REALM,
        "own names only from own nodes",
        "RFC 6733 6.4",
    ),
    row(Code::DestinationHostMissing, Odd, &PROCEDURE, "the serving node as Destination-Host", "TS 29.272 7.1"),
    row(Code::ImsiRealm, Violation, &IDENTITY, "the subscriber's home as Destination-Realm", "TS 29.272 7.1"),
    row(Code::VisitedPlmn, Violation, &IDENTITY, "the network of Origin-Realm as visited network", "TS 29.272 7.3.9"),
    row(Code::VisitedPlmnInvalid, Violation, &IDENTITY, "a network as visited network", "TS 29.272 7.3.9"),
    row(Code::UpdateFlags, Notable, &PROCEDURE, "data asked for at a first attach", "TS 29.272 7.3.7"),
    row(Code::AnswerUnsolicited, Notable, &PROCEDURE, "an answer to a request", "RFC 6733 6.2"),
    row(Code::AnswerIdentifier, Notable, &PROCEDURE, "the identifiers of the request", "RFC 6733 6.2"),
    row(Code::RedirectOutside, Violation, &PROCEDURE, "no redirection between networks", "RFC 6733 6.12"),
    row(Code::InternalName, Notable, &IDENTITY, "no inner names towards other networks", "RFC 6733 7.3"),
];
