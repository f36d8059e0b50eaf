//! What is in order between networks.

use super::Make;
use super::categories::{ACCEPTED, ACCEPTED_V1, BRITISH_TO_HOME, GUEST, PGW_TEIDS, TRAVELLER, TRAVELLER_V1, opened};
use crate::corpus::nodes::*;
use crate::corpus::people::IMSI;
use crate::gtp::v2::Session;
use crate::gtp::{g_pdu, packet, v1, v2};

const HOME_TO_BRITISH: (std::net::Ipv4Addr, std::net::Ipv4Addr) = (HOME_PGW, BRITISH_SGW);

pub(super) const CASES: &[(&str, Make)] = &[
    ("life-of-a-session", |lab| {
        opened(lab, &TRAVELLER, HOME_PGW);
        let moved = v2::modify_bearer_request(10, PGW_TEIDS.0, ("999", "01"), BRITISH_SGW, (0x0101_0003, 0x0101_0004));
        lab.exchange(BRITISH_TO_HOME, &moved, &v2::modify_bearer_response(10, 0x0101_0003, ACCEPTED));
        lab.wait(60_000);
        let ended = v2::delete_session_response(11, 0x0101_0003, ACCEPTED);
        lab.exchange(BRITISH_TO_HOME, &v2::delete_session_request(11, PGW_TEIDS.0), &ended);
    }),
    ("life-of-a-context-of-version-1", |lab| {
        let teids = TRAVELLER_V1.teids;
        let answer = v1::create_pdp_context_response(9, teids.0, ACCEPTED_V1, PGW_TEIDS, HOME_PGW);
        lab.exchange(BRITISH_TO_HOME, &v1::create_pdp_context_request(9, &TRAVELLER_V1), &answer);
        lab.wait(30_000);
        let update = v1::update_pdp_context_request(10, PGW_TEIDS.0, teids, BRITISH_SGW);
        lab.exchange(BRITISH_TO_HOME, &update, &v1::update_pdp_context_response(10, teids.0, ACCEPTED_V1));
        lab.wait(30_000);
        let ended = v1::delete_pdp_context_response(11, teids.0, ACCEPTED_V1);
        lab.exchange(BRITISH_TO_HOME, &v1::delete_pdp_context_request(11, PGW_TEIDS.0), &ended);
    }),
    // A telephone moves from one of our nodes to another.
    ("context-between-own-nodes", |lab| {
        let way = ([192, 0, 2, 32].into(), [192, 0, 2, 30].into());
        let answer = v2::context_response(7, 5, IMSI, "internet", HOME_PGW);
        lab.exchange(way, &v2::context_request(7, IMSI, ("001", "01"), way.0), &answer);
    }),
    // The partner's gateway gives its subscriber a bearer and takes it back.
    ("guest-of-a-partner", |lab| {
        opened(lab, &GUEST, BRITISH_PGW);
        let created = v2::header(
            96,
            Some(PGW_TEIDS.0),
            0x80_0001,
            [v2::cause(ACCEPTED), v2::bearer(0, 6, &[v2::cause(ACCEPTED)])].concat(),
        );
        let create = v2::create_bearer_request(0x80_0001, GUEST.teids.0, BRITISH_PGW, 0x0a0a_0003);
        lab.exchange((BRITISH_PGW, HOME_SGW), &create, &created);
        lab.wait(10_000);
        let deleted = v2::delete_bearer_response(0x80_0002, PGW_TEIDS.0, ACCEPTED);
        let delete = v2::delete_bearer_request(0x80_0002, GUEST.teids.0, &[6]);
        lab.exchange((BRITISH_PGW, HOME_SGW), &delete, &deleted);
    }),
    // No answer for three seconds: the same message again (TS 29.274 7.6).
    ("sent-again-after-three-seconds", |lab| {
        let request = v2::create_session_request(9, &TRAVELLER);
        lab.send(BRITISH_TO_HOME, &request);
        lab.wait(2_990);
        let answer = v2::create_session_response(9, TRAVELLER.teids.0, ACCEPTED, PGW_TEIDS, HOME_PGW);
        lab.exchange(BRITISH_TO_HOME, &request, &answer);
    }),
    ("captured-twice", |lab| {
        lab.send(BRITISH_TO_HOME, &v2::create_session_request(9, &TRAVELLER));
        lab.seen_again();
        let answer = v2::create_session_response(9, TRAVELLER.teids.0, ACCEPTED, PGW_TEIDS, HOME_PGW);
        lab.send(HOME_TO_BRITISH, &answer);
    }),
    ("captured-twice-without-identification", |lab| {
        lab.send_without_identification(BRITISH_TO_HOME, &v2::create_session_request(9, &TRAVELLER));
        lab.seen_again();
        let answer = v2::create_session_response(9, TRAVELLER.teids.0, ACCEPTED, PGW_TEIDS, HOME_PGW);
        lab.send_without_identification(HOME_TO_BRITISH, &answer);
    }),
    ("request-from-another-port", |lab| {
        let answer = v2::create_session_response(9, TRAVELLER.teids.0, ACCEPTED, PGW_TEIDS, HOME_PGW);
        let request = v2::create_session_request(9, &TRAVELLER);
        lab.exchange_over(BRITISH_TO_HOME, 50_123, &request, &answer);
    }),
    // The gateway that sends names another of its network for what comes back.
    ("tunnel-end-elsewhere-in-the-same-network", |lab| {
        let session = Session { sgw: [198, 51, 100, 77].into(), apn: "internet", ..TRAVELLER };
        let answer = v2::create_session_response(9, TRAVELLER.teids.0, ACCEPTED, PGW_TEIDS, HOME_PGW);
        lab.exchange(BRITISH_TO_HOME, &v2::create_session_request(9, &session), &answer);
    }),
    ("echoes-in-both-directions", |lab| {
        for sequence in 1..4 {
            lab.exchange(BRITISH_TO_HOME, &v2::echo_request(sequence, 7), &v2::echo_response(sequence, 3));
            lab.exchange(HOME_TO_BRITISH, &v2::echo_request(sequence, 3), &v2::echo_response(sequence, 7));
            let number = sequence as u16;
            lab.exchange(BRITISH_TO_HOME, &v1::echo_request(number), &v1::echo_response(number, 3));
            lab.wait(60_000);
        }
    }),
    ("restarted-once", |lab| {
        for (sequence, recovery) in [(1, 7), (2, 7), (3, 8), (4, 8)] {
            lab.exchange(BRITISH_TO_HOME, &v2::echo_request(sequence, recovery), &v2::echo_response(sequence, 3));
            lab.wait(60_000);
        }
    }),
    ("paths-on-the-user-plane", |lab| {
        lab.send_user(BRITISH_TO_HOME, &v1::echo_request(1));
        lab.send_user(HOME_TO_BRITISH, &v1::echo_response(1, 0));
        lab.send_user(HOME_TO_BRITISH, &v1::error_indication(0x0101_0002, BRITISH_SGW));
        // End Marker (TS 29.281 7.3.2).
        lab.send_user(BRITISH_TO_HOME, &v1::header(254, PGW_TEIDS.1, None, []));
    }),
    ("user-data-is-counted", |lab| {
        opened(lab, &TRAVELLER, HOME_PGW);
        let phone = [192, 0, 2, 77].into();
        for _ in 0..5 {
            let up = packet(phone, [198, 51, 100, 200].into(), (40_000, 53), &[0; 30]);
            lab.send_user(BRITISH_TO_HOME, &g_pdu(PGW_TEIDS.1, &up));
        }
    }),
    // A bearer created with the connection comes in the datagram of the answer (TS 29.274 5.5.1).
    ("second-message-that-may-be-there", |lab| {
        lab.send(BRITISH_TO_HOME, &v2::create_session_request(9, &TRAVELLER));
        let answer = v2::create_session_response(9, TRAVELLER.teids.0, ACCEPTED, PGW_TEIDS, HOME_PGW);
        let bearer = v2::create_bearer_request(0x80_0001, TRAVELLER.teids.0, HOME_PGW, 0x0a0a_0003);
        lab.send(HOME_TO_BRITISH, &v2::piggyback(answer, &bearer));
    }),
];
