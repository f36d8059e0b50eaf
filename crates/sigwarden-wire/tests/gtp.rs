//! GTP as real nodes send it: what is read of every message, in both modes.

use sigwarden_testkit::gtp::{self as build, v1, v2};
use sigwarden_wire::anomaly::{Anomalies, Code};
use sigwarden_wire::gtp::{self, Field, Message, Version, messages};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

const IMSI: &str = "001010000000123";
const MSISDN: &str = "15550100123";
const APN: &str = "internet.mnc001.mcc001.gprs";
const NODE: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 1);
const PEER: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 1);
const HOME: (&str, &str) = ("001", "01");
const AWAY: (&str, &str) = ("999", "99");

fn context() -> v1::Context<'static> {
    v1::Context {
        imei: "1234567890123456",
        imsi: IMSI,
        msisdn: MSISDN,
        apn: APN,
        network: AWAY,
        sgsn: NODE,
        teids: (0x11, 0x22),
    }
}

fn session() -> v2::Session<'static> {
    v2::Session {
        imei: "1234567890123456",
        imsi: IMSI,
        msisdn: MSISDN,
        apn: APN,
        network: AWAY,
        sgw: NODE,
        teids: (0x11, 0x22),
    }
}

/// Reads a message, notes nothing, and gives it with its octets.
fn read(octets: &[u8], all: bool) -> Message {
    let (mut message, mut anomalies) = (Message::default(), Anomalies::default());
    assert!(message.read(octets, all, &mut anomalies), "{octets:02x?}");
    assert_eq!(anomalies.as_slice(), [], "{octets:02x?}");
    message
}

/// `Name` or `Name>` for each level of depth, `#` and the instance where it is not 0.
fn outline(message: &Message) -> String {
    let text = |element: &gtp::Element| {
        let depth = ">".repeat(usize::from(element.depth));
        let instance = if element.instance == 0 { String::new() } else { format!("#{}", element.instance) };
        format!("{depth}{:?}{instance}", element.field)
    };
    message.elements().iter().map(text).collect::<Vec<_>>().join(" ")
}

/// Octets, name, tunnel identifier, sequence number, essential elements.
type Row = (Vec<u8>, &'static str, Option<u32>, u32, &'static str);

fn rows_v1() -> Vec<Row> {
    vec![
        (v1::echo_request(1), "Echo Request", Some(0), 1, ""),
        (v1::echo_response(1, 9), "Echo Response", Some(0), 1, "Recovery"),
        (
            v1::create_pdp_context_request(2, &context()),
            "Create PDP Context Request",
            Some(0),
            2,
            "Imsi RoutingArea Recovery SelectionMode TeidData TeidControl Nsapi Apn GsnAddress GsnAddress Msisdn RatType \
             UserLocation Imei",
        ),
        (
            v1::create_pdp_context_response(2, 0x11, 128, (0x33, 0x44), PEER),
            "Create PDP Context Response",
            Some(0x11),
            2,
            "Cause Recovery TeidData TeidControl GsnAddress GsnAddress",
        ),
        (
            v1::update_pdp_context_request(3, 0x33, (0x12, 0x23), NODE),
            "Update PDP Context Request",
            Some(0x33),
            3,
            "TeidData TeidControl Nsapi GsnAddress GsnAddress",
        ),
        (v1::update_pdp_context_response(3, 0x12, 128), "Update PDP Context Response", Some(0x12), 3, "Cause"),
        (v1::delete_pdp_context_request(4, 0x33), "Delete PDP Context Request", Some(0x33), 4, "Nsapi"),
        (v1::delete_pdp_context_response(4, 0x12, 128), "Delete PDP Context Response", Some(0x12), 4, "Cause"),
        (v1::identification_request(5, "001", "01"), "Identification Request", Some(0), 5, "RoutingArea"),
        (v1::identification_response(5, IMSI), "Identification Response", Some(0), 5, "Cause Imsi AuthVectors"),
        (
            v1::sgsn_context_request(6, IMSI, AWAY, NODE),
            "SGSN Context Request",
            Some(0),
            6,
            "Imsi RoutingArea MsValidated TeidControl GsnAddress RatType",
        ),
        (
            v1::send_routing_information_request(7, IMSI),
            "Send Routeing Information for GPRS Request",
            Some(0),
            7,
            "Imsi",
        ),
        (
            v1::send_routing_information_response(7, IMSI, PEER),
            "Send Routeing Information for GPRS Response",
            Some(0),
            7,
            "Cause Imsi MapCause NotReachableReason GsnAddress",
        ),
        (v1::error_indication(0x44, PEER), "Error Indication", Some(0), 0, "TeidData GsnAddress"),
    ]
}

fn rows_v2() -> Vec<Row> {
    vec![
        (v2::echo_request(1, 9), "Echo Request", None, 1, "Recovery"),
        (v2::echo_response(1, 9), "Echo Response", None, 1, "Recovery"),
        (
            v2::create_session_request(0x01_0203, &session()),
            "Create Session Request",
            Some(0),
            0x01_0203,
            "Imsi Msisdn Imei UserLocation ServingNetwork RatType FTeid Apn SelectionMode BearerContext >Ebi >FTeid#2 \
             Recovery",
        ),
        (
            v2::create_session_response(2, 0x11, 16, (0x33, 0x44), PEER),
            "Create Session Response",
            Some(0x11),
            2,
            "Cause FTeid#1 BearerContext >Ebi >Cause >FTeid#2 Recovery",
        ),
        (
            v2::modify_bearer_request(3, 0x33, AWAY, NODE, (0x12, 0x23)),
            "Modify Bearer Request",
            Some(0x33),
            3,
            "UserLocation ServingNetwork RatType FTeid BearerContext >Ebi >FTeid#1",
        ),
        (
            v2::modify_bearer_response(3, 0x12, 16),
            "Modify Bearer Response",
            Some(0x12),
            3,
            "Cause BearerContext >Ebi >Cause",
        ),
        (v2::delete_session_request(4, 0x33), "Delete Session Request", Some(0x33), 4, "Ebi"),
        (v2::delete_session_response(4, 0x12, 64), "Delete Session Response", Some(0x12), 4, "Cause"),
        (
            v2::create_bearer_request(5, 0x12, PEER, 0x55),
            "Create Bearer Request",
            Some(0x12),
            5,
            "Ebi BearerContext >Ebi >FTeid#1",
        ),
        (v2::delete_bearer_request(6, 0x12, &[6, 7]), "Delete Bearer Request", Some(0x12), 6, "Ebi#1 Ebi#1"),
        (
            v2::delete_bearer_response(6, 0x33, 16),
            "Delete Bearer Response",
            Some(0x33),
            6,
            "Cause BearerContext >Ebi >Cause",
        ),
        (
            v2::change_notification_request(7, 0x33, IMSI, AWAY),
            "Change Notification Request",
            Some(0x33),
            7,
            "Imsi RatType UserLocation",
        ),
        (
            v2::change_notification_response(7, 0x12, IMSI, 16),
            "Change Notification Response",
            Some(0x12),
            7,
            "Imsi Cause",
        ),
        (v2::identification_request(8, "001", "01"), "Identification Request", Some(0), 8, ""),
        (v2::identification_response(8, IMSI), "Identification Response", Some(0), 8, "Cause Imsi AuthVectors"),
        (v2::context_request(9, IMSI, AWAY, NODE), "Context Request", Some(0), 9, "Imsi RatType ServingNetwork FTeid"),
        (
            v2::context_response(9, 5, IMSI, APN, PEER),
            "Context Response",
            Some(5),
            9,
            "Cause Imsi AuthVectors PdnConnection >Apn >Ebi >FTeid >BearerContext >>Ebi >>FTeid#1 FTeid",
        ),
    ]
}

fn check(row: Row, version: Version) {
    let (octets, name, teid, sequence, expected) = row;
    let message = read(&octets, false);
    let header = message.header();
    let info = messages::info(version, header.kind).unwrap();
    assert_eq!((info.name, header.version), (name, version));
    assert_eq!((header.teid, header.sequence), (teid, Some(sequence)), "{name}");
    assert_eq!(outline(&message), expected, "{name}");
    assert_eq!(message.next(), None, "{name}");
    assert!(teid != Some(0) || info.initial, "{name}");
    assert!(gtp::looks_like_control(&octets), "{name}");
    // With everything, the same are there, and more.
    let every = read(&octets, true);
    let essential = every.elements().iter().filter(|element| element.field.is_essential());
    assert!(essential.eq(message.elements()), "{name}");
}

#[test]
fn every_message_of_version_1_is_read() {
    rows_v1().into_iter().for_each(|row| check(row, Version::V1));
}

#[test]
fn every_message_of_version_2_is_read() {
    rows_v2().into_iter().for_each(|row| check(row, Version::V2));
}

#[test]
fn the_rest_of_a_message_is_read_where_it_is_wanted() {
    let all = |octets: &[u8]| outline(&read(octets, true));
    assert_eq!(
        all(&v1::create_pdp_context_request(2, &context())),
        "Imsi RoutingArea Recovery SelectionMode TeidData TeidControl Nsapi ChargingCharacteristics PdnAddress Apn \
         ProtocolOptions GsnAddress GsnAddress Msisdn QualityOfService RatType UserLocation TimeZone Imei"
    );
    assert_eq!(
        all(&v2::create_session_request(2, &session())),
        "Imsi Msisdn Imei UserLocation ServingNetwork RatType Indication FTeid Apn SelectionMode PdnType PdnAddress \
         ApnRestriction QualityOfService ProtocolOptions BearerContext >Ebi >FTeid#2 >QualityOfService Recovery TimeZone \
         ChargingCharacteristics"
    );
    let overload =
        v2::ie(180, 0, [v2::ie(183, 0, [0, 0, 0, 1]), v2::ie(182, 0, [50]), v2::ie(71, 0, build::apn(APN))].concat());
    let remote = v2::ie(191, 0, v2::ie(192, 0, [1, 8]));
    let message =
        v2::header(35, Some(1), 1, [overload, remote, v2::ie(254, 3, [1]), v2::ie(255, 0, [0, 9, 1])].concat());
    assert_eq!(
        all(&message),
        "OverloadControl >Other >Other >Apn RemoteUeContext >RemoteUserId Other#3 PrivateExtension"
    );
    assert_eq!(outline(&read(&message, false)), "");
}

#[test]
fn identities_become_digits() {
    for octets in [v1::create_pdp_context_request(2, &context()), v2::create_session_request(2, &session())] {
        let message = read(&octets, false);
        assert_eq!(message.imsi(&octets).unwrap().to_string(), IMSI);
        assert_eq!(message.msisdn(&octets).unwrap().to_string(), MSISDN);
        let imei = message.octets(Field::Imei, &octets).unwrap();
        assert_eq!(gtp::tbcd(imei).to_string(), "1234567890123456");
        assert_eq!(message.location_plmn(&octets).unwrap().to_string(), "999-99");
        let mut text = [0; 128];
        assert_eq!(gtp::apn(message.octets(Field::Apn, &octets).unwrap(), &mut text), Some(APN.as_bytes()));
    }
    // Short ones are filled up with ones.
    for (digits, octets) in [("00101", build::imsi_v1("00101")), ("001010", build::imsi_v1("001010"))] {
        assert_eq!(gtp::tbcd(&octets).to_string(), digits);
    }
    assert!(gtp::tbcd(&[0xFF; 8]).is_empty() && gtp::tbcd(&[]).is_empty());
}

#[test]
fn numbers_are_read_by_their_field() {
    let octets = v1::create_pdp_context_request(2, &context());
    let message = read(&octets, true);
    let number = |field| message.integer(field, &octets);
    for (field, value) in [
        (Field::Recovery, Some(7)),
        (Field::SelectionMode, Some(0)),
        (Field::TeidControl, Some(0x11)),
        (Field::TeidData, Some(0x22)),
        (Field::Nsapi, Some(5)),
        (Field::RatType, Some(1)),
        (Field::ChargingCharacteristics, Some(0x0800)),
        (Field::Imsi, None),
        (Field::Cause, None),
    ] {
        assert_eq!(number(field), value, "{field:?}");
    }
    let octets = v2::create_session_response(2, 0x11, 16, (0x33, 0x44), PEER);
    let message = read(&octets, true);
    assert_eq!(message.integer(Field::Cause, &octets), Some(16));
    assert_eq!(message.integer(Field::ChargingId, &octets), Some(9));
    assert!(gtp::is_accepted(Version::V2, 16) && !gtp::is_accepted(Version::V2, 64));
    assert!(gtp::is_accepted(Version::V1, 128) && !gtp::is_accepted(Version::V1, 192));
}

#[test]
fn tunnel_ends_and_addresses_are_read() {
    let octets = v2::create_session_request(2, &session());
    let message = read(&octets, false);
    let sender = gtp::FTeid { interface: 6, teid: 0x11, v4: Some(NODE), v6: None };
    assert_eq!(gtp::f_teid(message.octets(Field::FTeid, &octets).unwrap()), Some(sender));
    let six: Ipv6Addr = "2001:db8::1".parse().unwrap();
    let both = v2::f_teid_both(0, 7, 5, NODE, six);
    assert_eq!(gtp::f_teid(&both[4..]), Some(gtp::FTeid { interface: 7, teid: 5, v4: Some(NODE), v6: Some(six) }));
    assert_eq!(gtp::f_teid(&both[4..15]).unwrap().v6, None);
    assert_eq!(gtp::f_teid(&both[4..8]), None);
    assert_eq!(gtp::gsn_address(&NODE.octets()), Some(IpAddr::V4(NODE)));
    assert_eq!(gtp::gsn_address(&six.octets()), Some(IpAddr::V6(six)));
    assert_eq!(gtp::gsn_address(&[1; 5]), None);
}

#[test]
fn networks_are_read_from_every_place() {
    let shown = |plmn: Option<sigwarden_wire::plmn::PlmnDigits>| plmn.map(|plmn| plmn.to_string());
    assert_eq!(shown(sigwarden_wire::plmn::plmn(&build::plmn("001", "01"))).as_deref(), Some("001-01"));
    assert_eq!(shown(gtp::serving_network(&build::plmn("999", "123"))).as_deref(), Some("999-123"));
    assert_eq!(sigwarden_wire::plmn::plmn(&build::plmn("999", "123")).unwrap().as_ascii(), b"999123");
    assert_eq!(sigwarden_wire::plmn::plmn(&build::plmn("999", "99")).unwrap().mnc(), b"99");
    // Half-octets that are no digits; too few octets.
    for octets in [&[0xFA, 0xF9, 0x99][..], &[0x99, 0xF9], &[]] {
        assert_eq!(sigwarden_wire::plmn::plmn(octets), None, "{octets:02x?}");
    }
    for flags in [0x01u8, 0x02, 0x04, 0x08, 0x10, 0x20, 0x18] {
        let octets = [&[flags][..], &build::plmn("001", "01"), &[0, 1, 0, 2]].concat();
        assert_eq!(shown(gtp::location_plmn(&octets)).as_deref(), Some("001-01"), "{flags:02x}");
    }
    assert_eq!(gtp::location_plmn(&[0, 0x99, 0xF9, 0x99]), None);
    assert_eq!(gtp::location_plmn_v1(&[3, 0x99, 0xF9, 0x99]), None);
    // Without a user location, the routing area tells.
    let octets = v1::identification_request(5, HOME.0, HOME.1);
    assert_eq!(shown(read(&octets, false).location_plmn(&octets)).as_deref(), Some("001-01"));
}

#[test]
fn access_point_names_are_read_as_lenient_gateways_do() {
    let long = [&[63][..], &[b'a'; 63]].concat().repeat(4);
    for (octets, text) in [
        (build::apn(APN), Some(APN)),
        (b"\x08internet".to_vec(), Some("internet")),
        (b"\x08internet\x00".to_vec(), Some("internet")),
        (b"\x0Dinternet.test".to_vec(), Some("internet.test")),
        (b"\x20internet".to_vec(), Some("internet")),
        (b"internet".to_vec(), Some("internet")),
        (b"\x01a\x00\x01b".to_vec(), Some("a..b")),
        (b"\x02ab\x09cd".to_vec(), Some("ab.cd")),
        (b"\x00".to_vec(), None),
        (Vec::new(), None),
    ] {
        let mut out = [0; 128];
        assert_eq!(gtp::apn(&octets, &mut out), text.map(str::as_bytes), "{octets:02x?}");
    }
    assert_eq!(gtp::apn(&long, &mut [0; 128]).unwrap().len(), 128);
}

#[test]
fn user_data_gives_the_inner_packet() {
    let inner = build::packet(NODE, PEER, (40_000, 53), b"query");
    let mut anomalies = Anomalies::default();
    let container: &[u8] = &[0x10, 0x09];
    for octets in [
        build::g_pdu(7, &inner),
        build::g_pdu_extended(7, &[(0x85, container)], &inner),
        build::g_pdu_extended(7, &[(0xC0, container), (0x85, &[0, 1, 2, 3, 4, 5]), (0x40, container)], &inner),
        v1::header(255, 7, Some(3), &inner),
        build::v0(255, 1, build::tunnel(IMSI, 5), &inner),
    ] {
        assert_eq!(gtp::user_packet(&octets, &mut anomalies), Some(&inner[..]));
        assert!(gtp::looks_like_user(&octets) && !gtp::looks_like_control(&octets), "{octets:02x?}");
        assert_eq!(outline(&read_quietly(&octets)).replace("Imsi", ""), "");
    }
    // Version 0 is noted as such, and nothing else.
    assert!(anomalies.as_slice().iter().all(|anomaly| anomaly.code == Code::GtpVersion));
    assert_eq!(gtp::user_packet(&v1::echo_request(1), &mut anomalies), None);
    assert_eq!(gtp::user_packet(&v2::echo_request(1, 1), &mut anomalies), None);
}

fn read_quietly(octets: &[u8]) -> Message {
    let mut message = Message::default();
    assert!(message.read(octets, true, &mut Anomalies::default()));
    message
}

#[test]
fn version_0_has_the_subscriber_in_its_header() {
    let elements = [v1::tv(14, [7]), v1::tv(16, [0, 1]), v1::tv(17, [0, 2]), v1::tlv(131, build::apn(APN))].concat();
    for digits in [IMSI, "00101000000012"] {
        let octets = build::v0(16, 5, build::tunnel(digits, 5), &elements);
        let (mut message, mut anomalies) = (Message::default(), Anomalies::default());
        assert!(message.read(&octets, true, &mut anomalies));
        assert!(anomalies.contains(Code::GtpVersion) && anomalies.as_slice().len() == 1);
        assert_eq!(outline(&message), "Imsi Recovery TeidData TeidControl Apn");
        assert_eq!(message.imsi(&octets).unwrap().to_string(), digits);
        assert_eq!((message.header().version, message.header().teid), (Version::V0, None));
        assert_eq!(messages::info(Version::V0, 16).unwrap().name, "Create PDP Context Request");
        assert!(gtp::looks_like_control(&octets));
    }
    // Echo is about nobody.
    let octets = build::v0(1, 5, [0; 8], []);
    assert_eq!(outline(&read_quietly(&octets)), "");
}

#[test]
fn message_types_and_their_partners_agree() {
    for version in [Version::V0, Version::V1, Version::V2] {
        for kind in 0..=255 {
            let Some(info) = messages::info(version, kind) else { continue };
            let Some(partner) = info.partner else { continue };
            let other = messages::info(version, partner).unwrap();
            assert_eq!(other.partner, Some(kind), "{version:?} {}", info.name);
            assert_ne!(other.kind, info.kind, "{version:?} {}", info.name);
        }
    }
    let names = [(Version::V1, 255, "G-PDU"), (Version::V1, 26, "Error Indication"), (Version::V0, 255, "T-PDU")];
    for (version, kind, name) in names {
        assert_eq!(messages::info(version, kind).unwrap().name, name);
    }
    assert_eq!(messages::info(Version::Other(5), 1), None);
    assert_eq!(messages::info(Version::V2, 16), None);
}
