//! Forms that one message can hide in. Those of both versions are tried twice: on a request that
//! nobody abroad may make (a subscriber's context and keys, from Kenya), and on one that a partner
//! may make (our traveller's connection, from a British gateway).
//!
//! The numbers G… are those that the cases' `README.md` name.

use std::net::Ipv4Addr;

use super::Make;
use super::categories::{ACCEPTED, BRITISH_TO_HOME, NOT_FOUND, PGW_TEIDS, TRAVELLER, TRAVELLER_V1, opened};
use super::lab::GtpLab;
use crate::corpus::Case;
use crate::corpus::nodes::*;
use crate::corpus::people::{GUEST_IMSI, IMSI, OTHER_IMSI};
use crate::gtp::v1::{self, Context};
use crate::gtp::v2::{self, Session};
use crate::gtp::{self, g_pdu, packet};

const HOME_MME: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 30);
const KENYAN_MME: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 30);
const FROM_KENYA: (Ipv4Addr, Ipv4Addr) = (KENYAN_MME, HOME_MME);
const TO_GATEWAY: (Ipv4Addr, Ipv4Addr) = (KENYAN_SGW, HOME_PGW);
/// A telephone's address.
const PHONE: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 177);
/// A header of version 2 with a tunnel identifier.
const HEADER: usize = 12;

/// Puts a message of version 2 into some form.
type Form = fn(Vec<u8>) -> Vec<u8>;

const BOTH: &[(&str, Form)] = &[
    // G02
    ("version-3", |mut message| {
        message[0] = message[0] & 0x1f | 0x60;
        message
    }),
    // G04
    ("repeated-imsi-guest-first", |message| inserted(&message, &v2::imsi(GUEST_IMSI))),
    ("repeated-imsi-other-last", |message| resized([message, v2::imsi(OTHER_IMSI)].concat())),
    // G05
    ("element-longer-than-its-message", |message| resized([&message[..], &[255, 0, 0x40, 0, 7, 7]].concat())),
    ("message-longer-than-it-says", |mut message| {
        let length = u16::from_be_bytes([message[2], message[3]]) - 20;
        message[2..4].copy_from_slice(&length.to_be_bytes());
        message
    }),
    ("message-shorter-than-it-says", |mut message| {
        let length = u16::from_be_bytes([message[2], message[3]]) + 40;
        message[2..4].copy_from_slice(&length.to_be_bytes());
        message
    }),
];

/// The context and keys of our subscriber: nobody in Kenya may ask.
fn question() -> Vec<u8> {
    v2::context_request(7, IMSI, ("999", "06"), KENYAN_MME)
}

/// The same with an element before all others.
fn inserted(message: &[u8], element: &[u8]) -> Vec<u8> {
    resized([&message[..HEADER], element, &message[HEADER..]].concat())
}

/// The same with a length that fits.
fn resized(mut message: Vec<u8>) -> Vec<u8> {
    let length = (message.len() - 4) as u16;
    message[2..4].copy_from_slice(&length.to_be_bytes());
    message
}

pub(super) fn both() -> impl Iterator<Item = Case> {
    BOTH.iter().map(|(name, form)| {
        let mut lab = GtpLab::new();
        lab.send(FROM_KENYA, &form(question()));
        lab.wait(1_000);
        lab.send(BRITISH_TO_HOME, &form(v2::create_session_request(9, &TRAVELLER)));
        Case::pcap(format!("gtp/evasions/{name}"), lab.pcap())
    })
}

/// Version 1 with an extension header of these octets behind its type.
fn with_extension(kind: u8, extension: &[u8], message: &[u8]) -> Vec<u8> {
    let sequence = &message[8..10];
    let teid = u32::from_be_bytes([message[4], message[5], message[6], message[7]]);
    v1::raw(0x36, message[1], teid, &[sequence, &[0, kind], extension, &message[12..]].concat())
}

/// Our traveller's connection, changed in one thing.
fn create(lab: &mut GtpLab, session: &Session<'_>) {
    lab.send(BRITISH_TO_HOME, &v2::create_session_request(9, session));
}

fn create_v1(lab: &mut GtpLab, context: &Context<'_>) {
    lab.send(BRITISH_TO_HOME, &v1::create_pdp_context_request(9, context));
}

pub(super) const CASES: &[(&str, Make)] = &[
    // G01
    ("signalling-inside-the-user-plane", |lab| {
        let inner = packet(PHONE, HOME_PGW, (2123, 2123), &v2::create_session_request(9, &TRAVELLER));
        lab.send_user(BRITISH_TO_HOME, &g_pdu(PGW_TEIDS.1, &inner));
    }),
    ("user-plane-inside-the-user-plane", |lab| {
        let innermost = packet(PHONE, Ipv4Addr::new(192, 0, 2, 178), (40_000, 53), &[0; 20]);
        let inner = packet(PHONE, HOME_PGW, (2152, 2152), &g_pdu(0x0a0a_0009, &innermost));
        lab.send_user(BRITISH_TO_HOME, &g_pdu(PGW_TEIDS.1, &inner));
    }),
    // G02
    ("version-0-on-the-port-of-version-1", |lab| {
        let elements = [v1::tv(14, [7]), v1::tlv(131, gtp::apn("internet"))].concat();
        lab.send(BRITISH_TO_HOME, &gtp::v0(16, 9, gtp::tunnel(IMSI, 5), elements));
    }),
    // G03
    ("modification-without-a-tunnel", |lab| {
        opened(lab, &TRAVELLER, HOME_PGW);
        let teids = (0x0101_0003, 0x0101_0004);
        lab.send(BRITISH_TO_HOME, &v2::modify_bearer_request(10, 0, ("999", "01"), BRITISH_SGW, teids));
    }),
    ("deletion-without-a-tunnel", |lab| lab.send(TO_GATEWAY, &v2::delete_session_request(10, 0))),
    ("deletion-without-a-tunnel-version-1", |lab| lab.send(TO_GATEWAY, &v1::delete_pdp_context_request(10, 0))),
    // G06
    ("hidden-second-message", |lab| {
        lab.send(FROM_KENYA, &v2::piggyback(v2::create_session_request(9, &KENYAN_SESSION), &question()));
    }),
    // G07
    ("extension-header-of-length-zero", |lab| {
        extended(lab, |message| with_extension(0xc0, &[0, 0, 0, 0xc0], message));
    }),
    ("extension-headers-without-end", |lab| {
        extended(lab, |message| with_extension(0xc0, &[1, 0, 0, 0xc0].repeat(40), message));
    }),
    ("extension-header-nobody-knows", |lab| {
        extended(lab, |message| with_extension(0xfe, &[1, 0, 0, 0], message));
    }),
    // G08
    ("tunnel-end-of-another-operator", |lab| create(lab, &Session { sgw: KENYAN_SGW, ..TRAVELLER })),
    ("tunnel-end-of-another-operator-version-1", |lab| create_v1(lab, &Context { sgsn: KENYAN_SGW, ..TRAVELLER_V1 })),
    ("serving-network-of-somebody-else", |lab| create(lab, &Session { network: ("999", "06"), ..TRAVELLER })),
    ("serving-network-of-somebody-else-version-1", |lab| {
        create_v1(lab, &Context { network: ("999", "06"), ..TRAVELLER_V1 });
    }),
    // G11
    ("foreign-subscriber-at-our-gateway", |lab| create(lab, &Session { imsi: FRENCH_IMSI, ..TRAVELLER })),
    ("foreign-subscriber-at-our-gateway-version-1", |lab| {
        create_v1(lab, &Context { imsi: FRENCH_IMSI, ..TRAVELLER_V1 });
    }),
    ("access-point-of-another-operator", |lab| {
        create(lab, &Session { apn: "internet.mnc002.mcc999.gprs", ..TRAVELLER });
    }),
    // G12
    ("fragments-of-ip", |lab| {
        lab.send_fragments(FROM_KENYA, &question());
        lab.wait(1_000);
        lab.send_fragments(BRITISH_TO_HOME, &v2::create_session_request(9, &TRAVELLER));
    }),
];

/// A Kenyan subscriber's connection, at a node of ours that has none.
const KENYAN_SESSION: Session<'static> = Session {
    imei: "1234567890123456",
    imsi: "999060000070123",
    msisdn: "254700000123",
    apn: "internet.mnc006.mcc999.gprs",
    network: ("999", "06"),
    sgw: KENYAN_MME,
    teids: (0x0606_0001, 0x0606_0002),
};

/// Two requests of version 1 in some form: keys, from Kenya, and our traveller's connection.
fn extended(lab: &mut GtpLab, form: impl Fn(&[u8]) -> Vec<u8>) {
    lab.send(FROM_KENYA, &form(&v1::sgsn_context_request(7, IMSI, ("001", "01"), KENYAN_MME)));
    lab.wait(1_000);
    lab.send(BRITISH_TO_HOME, &form(&v1::create_pdp_context_request(9, &TRAVELLER_V1)));
}

pub(super) const SEVERAL: &[(&str, Make)] = &[
    // G09
    ("tunnel-identifiers-guessed", |lab| {
        for number in 0..30 {
            let request = v2::delete_session_request(100 + number, 0x0a0a_1000 + number);
            let answer = v2::delete_session_response(100 + number, 0, NOT_FOUND);
            lab.exchange(TO_GATEWAY, &request, &answer);
        }
    }),
    // G10
    ("restart-counter-jumps", |lab| {
        for (sequence, recovery) in [(1, 7), (2, 7), (3, 60), (4, 60)] {
            lab.exchange(BRITISH_TO_HOME, &v2::echo_request(sequence, recovery), &v2::echo_response(sequence, 3));
            lab.wait(60_000);
        }
    }),
    // G09: somebody else ends the connection of our traveller.
    ("connection-ended-by-somebody-else", |lab| {
        opened(lab, &TRAVELLER, HOME_PGW);
        let answer = v2::delete_session_response(11, TRAVELLER.teids.0, ACCEPTED);
        lab.exchange(TO_GATEWAY, &v2::delete_session_request(11, PGW_TEIDS.0), &answer);
    }),
];
