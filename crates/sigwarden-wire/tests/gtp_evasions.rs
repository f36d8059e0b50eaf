//! What evaders make of GTP: each form is noted, and what a lenient node would obey is read.

use sigwarden_testkit::gtp::{self as build, v1, v2};
use sigwarden_wire::anomaly::{Anomalies, Code};
use sigwarden_wire::gtp::{self, Field, MAX_ELEMENTS, Message, Version};
use std::net::Ipv4Addr;

const IMSI: &str = "001010000000123";
const OTHER: &str = "999990000000999";
const NODE: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 1);
const PEER: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 1);
const HOME: (&str, &str) = ("001", "01");

/// Reads everything; gives the codes and the digits of the IMSI.
fn read(octets: &[u8]) -> (Message, Vec<Code>, String) {
    let (mut message, mut anomalies) = (Message::default(), Anomalies::default());
    assert!(message.read(octets, true, &mut anomalies), "{octets:02x?}");
    let codes = anomalies.as_slice().iter().map(|anomaly| anomaly.code).collect();
    let imsi = message.imsi(octets).map(|digits| digits.to_string()).unwrap_or_default();
    (message, codes, imsi)
}

/// Octets, what is noted, and the subscriber that is read all the same.
fn check(octets: &[u8], noted: &[Code], imsi: &str) {
    let (_, codes, found) = read(octets);
    assert_eq!((&codes[..], found.as_str()), (noted, imsi), "{octets:02x?}");
}

fn imsi_v1() -> Vec<u8> {
    v1::tv(2, build::imsi_v1(IMSI))
}

fn session() -> Vec<u8> {
    let session = v2::Session {
        imei: "1234567890123456",
        imsi: IMSI,
        msisdn: "15550100123",
        apn: "internet.mnc001.mcc001.gprs",
        network: HOME,
        sgw: NODE,
        teids: (1, 2),
    };
    v2::create_session_request(1, &session)
}

fn context() -> Vec<u8> {
    let context = v1::Context {
        imei: "1234567890123456",
        imsi: IMSI,
        msisdn: "15550100123",
        apn: "internet.mnc001.mcc001.gprs",
        network: HOME,
        sgsn: NODE,
        teids: (1, 2),
    };
    v1::create_pdp_context_request(1, &context)
}

/// The length of the header says so many octets more or fewer.
fn relength(mut octets: Vec<u8>, change: i32) -> Vec<u8> {
    let length = i32::from(u16::from_be_bytes([octets[2], octets[3]])) + change;
    octets[2..4].copy_from_slice(&(length as u16).to_be_bytes());
    octets
}

#[test]
fn lengths_that_lie_are_noted_and_hide_nothing() {
    for octets in [session(), context()] {
        check(&relength(octets.clone(), 9), &[Code::GtpLength], IMSI);
        check(&relength(octets.clone(), -9), &[Code::GtpLength], IMSI);
        let all = i32::from(u16::from_be_bytes([octets[2], octets[3]]));
        check(&relength(octets.clone(), -all), &[Code::GtpLength], IMSI);
        // Zeros that fill up are noted once, and are no elements.
        let (message, codes, _) = read(&[&octets[..], &[0; 30]].concat());
        assert_eq!((codes, message.elements().len()), (vec![Code::GtpLength], read(&octets).0.elements().len()));
    }
}

#[test]
fn element_lengths_beyond_the_end_are_noted() {
    let long = |kind: u8, value: &[u8]| [&[kind, 0x0F, 0xFF, 0][..], value].concat();
    let digits = v2::imsi(IMSI)[4..].to_vec();
    check(&v2::header(38, Some(1), 1, long(1, &digits)), &[Code::IeLength], IMSI);
    check(&v2::header(38, Some(1), 1, [v2::imsi(IMSI), vec![71, 0]].concat()), &[Code::IeLength], IMSI);
    // Of a group, what is inside is read; a group does not reach out of the group around it.
    check(&v2::header(38, Some(1), 1, long(93, &v2::imsi(IMSI))), &[Code::IeLength], IMSI);
    let inner = v2::ie(109, 0, long(93, &v2::ie(73, 0, [5])));
    let (message, codes, imsi) = read(&v2::header(131, Some(1), 1, [inner, v2::imsi(IMSI)].concat()));
    assert_eq!((codes, imsi.as_str(), message.elements().len()), (vec![Code::IeLength], IMSI, 4));
    assert_eq!(message.elements()[3].depth, 0);
    // Too short for what they are.
    check(
        &v2::header(38, Some(1), 1, [v2::ie(87, 0, [0x86, 0, 0, 0, 1]), v2::imsi(IMSI)].concat()),
        &[Code::IeLength],
        IMSI,
    );
    check(&v2::header(38, Some(1), 1, [v2::ie(83, 0, [0x99]), v2::imsi(IMSI)].concat()), &[Code::IeLength], IMSI);
    check(&v1::header(16, 0, Some(1), [imsi_v1(), vec![131, 0, 9, 1, b'a']].concat()), &[Code::IeLength], IMSI);
    check(&v1::header(16, 0, Some(1), &imsi_v1()[..6]), &[Code::IeLength], "0010100000");
    check(&v1::header(16, 0, Some(1), [imsi_v1(), v1::tlv(151, [])].concat()), &[Code::IeLength], IMSI);
}

#[test]
fn unknown_fixed_types_end_what_can_be_read() {
    check(&v1::header(16, 0, Some(1), [imsi_v1(), vec![99, 1, 2, 3]].concat()), &[Code::IeLength], IMSI);
    check(&v1::header(16, 0, Some(1), [vec![99, 1], imsi_v1()].concat()), &[Code::IeLength], "");
}

#[test]
fn repeated_elements_are_noted_and_the_first_counts() {
    let twice = |second: &str| [v2::imsi(IMSI), v2::imsi(second)].concat();
    check(&v2::header(38, Some(1), 1, twice(OTHER)), &[Code::IeRepeated], IMSI);
    check(&v1::header(16, 0, Some(1), [imsi_v1(), imsi_v1()].concat()), &[Code::IeRepeated], IMSI);
    let rows = [
        v2::f_teid(0, 6, 1, NODE),
        v2::serving_network("001", "01"),
        v2::ie(76, 0, [0x51, 0x55]),
        v2::ie(75, 0, [0x21; 8]),
        v2::ie(71, 0, build::apn("internet")),
        v2::user_location("001", "01"),
    ];
    for element in rows {
        let between = v2::bearer(0, 5, &[v2::f_teid(0, 4, 9, NODE)]);
        check(&v2::header(32, Some(0), 1, [&element[..], &between, &element].concat()), &[Code::IeRepeated], "");
        // Twice in a group, too.
        let group = v2::bearer(0, 5, &[element.clone(), element]);
        check(&v2::header(32, Some(0), 1, group), &[Code::IeRepeated], "");
    }
}

#[test]
fn legal_repetitions_are_not_noted() {
    let bearer = |ebi| v2::bearer(0, ebi, &[v2::f_teid(2, 4, 9, NODE), v2::f_teid(3, 5, 9, NODE)]);
    let elements = [v2::f_teid(0, 6, 1, NODE), v2::f_teid(1, 7, 1, PEER), bearer(5), bearer(6), v2::cause(16)];
    check(&v2::header(33, Some(1), 1, elements.concat()), &[], "");
    let address = v1::tlv(133, NODE.octets());
    let elements =
        [v1::tv(17, [0, 0, 0, 1]), v1::tv(18, [5, 0, 0, 0, 1]), v1::tv(18, [6, 0, 0, 0, 2]), address.repeat(4)];
    check(&v1::header(53, 0, Some(1), elements.concat()), &[], "");
}

#[test]
fn another_instance_or_a_group_does_not_push_out_the_main_element() {
    let hidden = v2::ie(1, 5, &v2::imsi(OTHER)[4..]);
    check(&v2::header(38, Some(1), 1, [hidden.clone(), v2::imsi(IMSI)].concat()), &[], IMSI);
    check(&v2::header(38, Some(1), 1, [v2::bearer(0, 5, &[v2::imsi(OTHER)]), v2::imsi(IMSI)].concat()), &[], IMSI);
    check(&v2::header(38, Some(1), 1, hidden), &[], OTHER);
}

#[test]
fn elements_out_of_order_are_noted() {
    check(&v1::header(16, 0, Some(1), [v1::tv(14, [1]), imsi_v1()].concat()), &[Code::IeOrder], IMSI);
}

#[test]
fn floods_hide_no_field() {
    let flood = v2::ie(73, 0, [5]).repeat(5_000);
    let nested = v2::bearer(0, 5, &[v2::imsi(OTHER)]);
    let octets = v2::header(38, Some(1), 1, [nested, flood, v2::f_teid(0, 6, 1, NODE), v2::imsi(IMSI)].concat());
    let (message, codes, imsi) = read(&octets);
    assert!(codes.contains(&Code::IeMany) && imsi == IMSI && message.first(Field::FTeid).is_some());
    assert!(message.elements().len() <= MAX_ELEMENTS);
    let deep = (0..40).fold(v2::imsi(IMSI), |inner, _| v2::ie(93, 0, inner));
    check(&v2::header(38, Some(1), 1, [deep, v2::imsi(IMSI)].concat()), &[Code::IeMany], IMSI);
}

/// Datagram, what is noted of the first message, where the second starts.
fn check_next(octets: &[u8], noted: &[Code], next: Option<usize>) {
    let (message, codes, _) = read(octets);
    assert_eq!((&codes[..], message.next()), (noted, next), "{octets:02x?}");
    if let Some(at) = next {
        let (_, _, imsi) = read(&octets[at..]);
        assert!(imsi.is_empty() || imsi == IMSI);
    }
}

#[test]
fn messages_behind_messages_are_found() {
    let answer = v2::create_session_response(1, 1, 16, (3, 4), PEER);
    let request = v2::create_bearer_request(2, 1, PEER, 5);
    let both = v2::piggyback(answer.clone(), &request);
    check_next(&both, &[], Some(answer.len()));
    assert!(gtp::looks_like_control(&both));
    // Behind a message that carries none, without the flag, with the flag and nothing behind.
    let delete = v2::delete_session_request(1, 9);
    check_next(&v2::piggyback(delete.clone(), &session()), &[Code::Piggyback], Some(delete.len()));
    check_next(&[delete.clone(), session()].concat(), &[Code::Piggyback], Some(delete.len()));
    check_next(&[v1::echo_request(1), context()].concat(), &[Code::Piggyback], Some(12));
    check_next(&v2::piggyback(answer.clone(), &[]), &[Code::Piggyback], None);
    // What is behind is no message: elements for nodes that go by the datagram.
    let (message, codes, imsi) = read(&[delete, v2::imsi(IMSI)].concat());
    assert_eq!((codes, message.next(), imsi.as_str()), (vec![Code::GtpLength], None, IMSI));
}

#[test]
fn extension_headers_are_followed() {
    let pair: &[u8] = &[1, 2];
    let with = |extensions: &[(u8, &[u8])]| v1::extended(16, 0, 1, extensions, &imsi_v1());
    check(&with(&[(0xC0, pair)]), &[], IMSI);
    check(&with(&[(0xC1, pair), (0x01, pair), (0x02, pair), (0x20, &[0; 6])]), &[], IMSI);
    check(&with(&[(0x33, pair)]), &[], IMSI);
    check(&with(&[(0xC7, pair)]), &[Code::ExtensionHeader], IMSI);
    check(&with(&[(0x90, pair)]), &[Code::ExtensionHeader], IMSI);
    check(&with(&[(0xC0, pair); 8]), &[], IMSI);
    check(&with(&[(0xC0, pair); 9]), &[Code::ExtensionHeader], IMSI);
    // Length 0 leads to itself; a chain that ends with the datagram; one that does not begin.
    let mut zero = with(&[(0xC0, pair)]);
    zero[12] = 0;
    assert!(read(&zero).1.contains(&Code::ExtensionHeader));
    let mut long = with(&[(0xC0, pair)]);
    long[12] = 200;
    assert!(read(&long).1.contains(&Code::ExtensionHeader));
    check(&v1::raw(0x34, 16, 0, &[0, 1, 0, 0xC0]), &[Code::ExtensionHeader], "");
    let mut anomalies = Anomalies::default();
    let packet = build::packet(NODE, PEER, (1, 2), b"x");
    let octets = build::g_pdu_extended(1, &[(0xC7, pair)], &packet);
    assert_eq!(gtp::user_packet(&octets, &mut anomalies), Some(&packet[..]));
    assert!(anomalies.contains(Code::ExtensionHeader));
}

#[test]
fn versions_without_a_standard_are_read_as_version_2() {
    for number in 3..8u8 {
        let mut octets = session();
        octets[0] = number << 5 | 0x08;
        let (message, codes, imsi) = read(&octets);
        assert_eq!(message.header().version, Version::Other(number));
        assert_eq!((codes, imsi.as_str()), (vec![Code::GtpVersion], IMSI));
        assert!(!gtp::looks_like_control(&octets) && !gtp::looks_like_user(&octets));
    }
}

#[test]
fn charging_records_are_not_read() {
    let mut message = Message::default();
    for flags in [0x0E, 0x0F, 0x22, 0x2E] {
        let octets = [&[flags, 240, 0, 2, 0, 1][..], &[0; 20]].concat();
        assert!(!message.read(&octets, true, &mut Anomalies::default()) && message.elements().is_empty());
        assert!(!gtp::looks_like_control(&octets));
    }
}

#[test]
fn only_right_headers_are_recognised() {
    let bad = |octets: Vec<u8>, place: usize, value: u8| {
        let mut octets = octets;
        octets[place] = value;
        octets
    };
    let rows = [
        bad(session(), 0, 0x49),
        bad(session(), 0, 0x40),
        bad(session(), 1, 16),
        bad(session(), 11, 1),
        bad(context(), 0, 0x3A),
        bad(context(), 0, 0x30),
        bad(context(), 1, 200),
        relength(session(), 1),
        relength(context(), -1),
        bad(v1::echo_request(1), 7, 1),
        bad(v2::echo_request(1, 1), 0, 0x48),
        build::g_pdu(1, b"no packet"),
        bad(build::v0(1, 1, [0; 8], []), 9, 0),
        b"GET / HTTP/1.1\r\n\r\n".to_vec(),
        Vec::new(),
    ];
    for octets in rows {
        assert!(!gtp::looks_like_control(&octets) && !gtp::looks_like_user(&octets), "{octets:02x?}");
    }
    assert!(gtp::looks_like_user(&v1::error_indication(1, PEER)) && gtp::looks_like_user(&v1::echo_request(1)));
    assert!(!gtp::looks_like_user(&context()) && !gtp::looks_like_user(&session()));
}

#[test]
fn every_prefix_and_every_changed_octet_is_read_within_bounds() {
    let samples = [
        session(),
        context(),
        v2::context_response(9, 5, IMSI, "internet", PEER),
        v2::piggyback(v2::create_session_response(1, 1, 16, (3, 4), PEER), &v2::create_bearer_request(2, 1, PEER, 5)),
        v1::identification_response(5, IMSI),
        v1::extended(16, 0, 1, &[(0xC0, &[1, 2])], &imsi_v1()),
        build::v0(16, 5, build::tunnel(IMSI, 5), imsi_v1()),
        build::g_pdu_extended(7, &[(0x85, &[0x10, 0x09])], &build::packet(NODE, PEER, (1, 2), b"x")),
    ];
    for sample in samples {
        for end in 0..sample.len() {
            let noted = bounded(&sample[..end]);
            assert!(noted, "a cut message is noted: {end} of {sample:02x?}");
        }
        for place in 0..sample.len() {
            for value in [0x00, 0x01, 0x7F, 0x80, 0xFF, sample[place] ^ 0x10, sample[place].wrapping_add(1)] {
                let mut changed = sample.clone();
                changed[place] = value;
                bounded(&changed);
            }
        }
    }
}

/// Reads in every way; whether something was noted or refused.
fn bounded(octets: &[u8]) -> bool {
    let (mut message, mut anomalies) = (Message::default(), Anomalies::default());
    let read = message.read(octets, true, &mut anomalies);
    for element in message.elements() {
        assert!(element.start as usize + element.length as usize <= octets.len(), "{element:?} of {octets:02x?}");
        assert!(element.depth <= gtp::MAX_DEPTH);
        let value = element.of(octets);
        let _ =
            (gtp::f_teid(value), gtp::gsn_address(value), sigwarden_wire::plmn::plmn(value), gtp::location_plmn(value));
        let _ = (gtp::apn(value, &mut [0; 128]), gtp::tbcd(value).to_string());
    }
    for field in Field::ALL {
        assert_eq!(message.first(*field).is_some(), message.elements().iter().any(|element| element.field == *field));
        let _ = message.integer(*field, octets);
    }
    assert!(message.next().is_none_or(|next| next > 0 && next < octets.len()));
    let _ = gtp::user_packet(octets, &mut anomalies);
    let _ = (gtp::looks_like_control(octets), gtp::looks_like_user(octets));
    // A cut message behind a whole one is noted where it is read.
    let behind = message.next().is_some_and(|next| bounded(&octets[next..]));
    !read || behind || !anomalies.is_empty()
}
