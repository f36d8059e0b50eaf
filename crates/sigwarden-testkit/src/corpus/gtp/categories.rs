//! Each category, and each way a request can end.

use std::net::Ipv4Addr;

use super::Make;
use super::lab::GtpLab;
use crate::corpus::nodes::*;
use crate::corpus::people::{GUEST_IMSI, IMSI, MSISDN};
use crate::gtp::v1::{self, Context};
use crate::gtp::v2::{self, Session};

const HOME_MME: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 30);
const HOME_SGSN: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 31);
const KENYAN_MME: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 30);
/// From a Kenyan node that serves telephones to one at home.
const FROM_KENYA: (Ipv4Addr, Ipv4Addr) = (KENYAN_MME, HOME_MME);
pub(super) const BRITISH_TO_HOME: (Ipv4Addr, Ipv4Addr) = (BRITISH_SGW, HOME_PGW);
/// Causes (TS 29.274 8.4): request accepted, context not found.
pub(super) const ACCEPTED: u8 = 16;
pub(super) const NOT_FOUND: u8 = 64;
/// The same of version 1 (TS 29.060 7.7.1): request accepted.
pub(super) const ACCEPTED_V1: u8 = 128;

/// Our traveller's connection, from the British gateway that serves.
pub(super) const TRAVELLER: Session<'static> = Session {
    imei: "1234567890123456",
    imsi: IMSI,
    msisdn: MSISDN,
    apn: "internet.mnc001.mcc001.gprs",
    network: ("999", "01"),
    sgw: BRITISH_SGW,
    teids: (0x0101_0001, 0x0101_0002),
};
/// A British guest's connection, from our gateway that serves.
pub(super) const GUEST: Session<'static> = Session {
    imei: "1234567890123456",
    imsi: GUEST_IMSI,
    msisdn: "447700900123",
    apn: "internet.mnc001.mcc999.gprs",
    network: ("001", "01"),
    sgw: HOME_SGW,
    teids: (0x0202_0001, 0x0202_0002),
};
/// Our subscriber's connection at home.
const AT_HOME: Session<'static> =
    Session { imsi: IMSI, msisdn: MSISDN, network: ("001", "01"), sgw: HOME_SGW, ..TRAVELLER };
/// The same as [`TRAVELLER`] in version 1.
pub(super) const TRAVELLER_V1: Context<'static> = Context {
    imei: "1234567890123456",
    imsi: IMSI,
    msisdn: MSISDN,
    apn: "internet.mnc001.mcc001.gprs",
    network: ("999", "01"),
    sgsn: BRITISH_SGW,
    teids: (0x0303_0001, 0x0303_0002),
};
/// A British guest's connection in version 1.
const GUEST_V1: Context<'static> = Context {
    imei: "1234567890123456",
    imsi: GUEST_IMSI,
    msisdn: "447700900123",
    apn: "internet.mnc001.mcc999.gprs",
    network: ("001", "01"),
    sgsn: HOME_SGSN,
    teids: (0x0404_0001, 0x0404_0002),
};
/// Identifiers that a packet gateway gives: signalling, user data.
pub(super) const PGW_TEIDS: (u32, u32) = (0x0a0a_0001, 0x0a0a_0002);

pub(super) const CASES: &[(&str, Make)] = &[
    ("cat1-context-request", |lab| {
        let answer = v2::context_response(7, 5, IMSI, "internet", HOME_PGW);
        lab.exchange(FROM_KENYA, &v2::context_request(7, IMSI, ("999", "06"), KENYAN_MME), &answer);
    }),
    ("cat1-identification-request", |lab| {
        lab.exchange(FROM_KENYA, &v2::identification_request(7, "001", "01"), &v2::identification_response(7, IMSI));
    }),
    ("cat1-identification-request-version-1", |lab| {
        let way = (KENYAN_MME, HOME_SGSN);
        lab.exchange(way, &v1::identification_request(7, "001", "01"), &v1::identification_response(7, IMSI));
    }),
    ("cat1-routing-information-version-1", |lab| {
        let answer = v1::send_routing_information_response(7, IMSI, HOME_SGSN);
        lab.exchange((KENYAN_SGW, HOME_SGSN), &v1::send_routing_information_request(7, IMSI), &answer);
    }),
    ("cat1-context-request-version-1-unseen", |lab| {
        lab.send((KENYAN_MME, HOME_SGSN), &v1::sgsn_context_request(7, IMSI, ("001", "01"), KENYAN_MME));
    }),
    ("cat1-context-request-refused", |lab| {
        let refused = v2::header(131, Some(5), 7, v2::cause(NOT_FOUND));
        lab.exchange(FROM_KENYA, &v2::context_request(7, IMSI, ("999", "06"), KENYAN_MME), &refused);
    }),
    ("cat1-context-request-unanswered", |lab| {
        lab.exchange(FROM_KENYA, &v2::echo_request(1, 3), &v2::echo_response(1, 4));
        lab.send(FROM_KENYA, &v2::context_request(7, IMSI, ("999", "06"), KENYAN_MME));
        for sequence in 2..5 {
            lab.wait(60_000);
            lab.exchange(FROM_KENYA, &v2::echo_request(sequence, 3), &v2::echo_response(sequence, 4));
        }
    }),
    // The same message again after three seconds is the same question.
    ("cat1-context-request-sent-again", |lab| {
        let request = v2::context_request(7, IMSI, ("999", "06"), KENYAN_MME);
        lab.send(FROM_KENYA, &request);
        lab.wait(2_990);
        lab.exchange(FROM_KENYA, &request, &v2::context_response(7, 5, IMSI, "internet", HOME_PGW));
    }),
    ("cat2-1-bearer-deleted-by-a-third-network", |lab| {
        opened(lab, &AT_HOME, HOME_PGW);
        deleted(lab, (KENYAN_SGW, HOME_SGW), AT_HOME.teids.0);
    }),
    ("cat2-2-guests-bearer-deleted-by-a-third-network", |lab| {
        opened(lab, &GUEST, BRITISH_PGW);
        deleted(lab, (KENYAN_SGW, HOME_SGW), GUEST.teids.0);
    }),
    ("cat2-1-context-deleted-by-a-third-network-version-1", |lab| {
        let context = Context { sgsn: HOME_SGSN, network: ("001", "01"), ..TRAVELLER_V1 };
        opened_v1(lab, &context, HOME_PGW);
        deleted_v1(lab, (KENYAN_SGW, HOME_SGSN), context.teids.0);
    }),
    ("cat2-2-guests-context-deleted-by-a-third-network-version-1", |lab| {
        opened_v1(lab, &GUEST_V1, BRITISH_PGW);
        deleted_v1(lab, (KENYAN_SGW, HOME_SGSN), GUEST_V1.teids.0);
    }),
    ("cat2-partner-deletes-the-context-of-its-guest-version-1", |lab| {
        opened_v1(lab, &GUEST_V1, BRITISH_PGW);
        deleted_v1(lab, (BRITISH_PGW, HOME_SGSN), GUEST_V1.teids.0);
    }),
    ("cat2-partner-deletes-the-bearer-of-its-guest", |lab| {
        opened(lab, &GUEST, BRITISH_PGW);
        deleted(lab, (BRITISH_PGW, HOME_SGW), GUEST.teids.0);
    }),
    ("cat3-2-create-session", |lab| opened(lab, &TRAVELLER, HOME_PGW)),
    ("cat3-2-create-pdp-context", |lab| {
        let answer = v1::create_pdp_context_response(9, TRAVELLER_V1.teids.0, ACCEPTED_V1, PGW_TEIDS, HOME_PGW);
        lab.exchange(BRITISH_TO_HOME, &v1::create_pdp_context_request(9, &TRAVELLER_V1), &answer);
    }),
    ("cat3-1-change-notification", |lab| {
        opened(lab, &TRAVELLER, HOME_PGW);
        let request = v2::change_notification_request(10, PGW_TEIDS.0, IMSI, ("999", "01"));
        let answer = v2::change_notification_response(10, TRAVELLER.teids.0, IMSI, ACCEPTED);
        lab.exchange(BRITISH_TO_HOME, &request, &answer);
    }),
];

/// A connection is opened at a packet gateway.
pub(super) fn opened(lab: &mut GtpLab, session: &Session<'_>, pgw: Ipv4Addr) {
    let answer = v2::create_session_response(9, session.teids.0, ACCEPTED, PGW_TEIDS, pgw);
    lab.exchange((session.sgw, pgw), &v2::create_session_request(9, session), &answer);
    lab.wait(1_000);
}

/// The same in version 1.
fn opened_v1(lab: &mut GtpLab, context: &Context<'_>, ggsn: Ipv4Addr) {
    let answer = v1::create_pdp_context_response(9, context.teids.0, ACCEPTED_V1, PGW_TEIDS, ggsn);
    lab.exchange((context.sgsn, ggsn), &v1::create_pdp_context_request(9, context), &answer);
    lab.wait(1_000);
}

/// A context is deleted by somebody who knows the serving node's identifier.
fn deleted_v1(lab: &mut GtpLab, way: (Ipv4Addr, Ipv4Addr), teid: u32) {
    let answer = v1::delete_pdp_context_response(500, PGW_TEIDS.0, ACCEPTED_V1);
    lab.exchange(way, &v1::delete_pdp_context_request(500, teid), &answer);
}

/// A bearer is deleted by somebody who knows the serving gateway's identifier.
fn deleted(lab: &mut GtpLab, way: (Ipv4Addr, Ipv4Addr), teid: u32) {
    let answer = v2::delete_bearer_response(0x80_0001, PGW_TEIDS.0, ACCEPTED);
    lab.exchange(way, &v2::delete_bearer_request(0x80_0001, teid, &[6]), &answer);
}
