//! Diameter messages as nodes send them: what is read of them, at every depth, whole and cut.

use sigwarden_testkit::diameter::{
    Avp as Built, Message as Build, Peer, application, avp, code, command, every_exchange, result,
};
use sigwarden_wire::anomaly::{Anomalies, Code};
use sigwarden_wire::diameter::dictionary::TGPP;
use sigwarden_wire::diameter::message::{Depth, is_misplaced_user_name};
use sigwarden_wire::diameter::{Avp, Field, Message};
use sigwarden_wire::disclosure::Disclosure;

const IMSI: &str = "001010000000123";
const DEPTHS: [Depth; 3] = [Depth::All, Depth::Fields, Depth::Outside];

fn read(octets: &[u8], depth: Depth) -> (Message, Anomalies) {
    let (mut message, mut anomalies) = (Message::default(), Anomalies::default());
    assert!(message.read(octets, depth, &mut anomalies));
    (message, anomalies)
}

/// Messages of every command, both ways.
fn everything() -> Vec<(&'static str, Vec<u8>)> {
    let (mme, hss) = (Peer::at("mme01", "99999", [198, 51, 100, 1]), Peer::at("hss01", "00101", [192, 0, 2, 1]));
    let exchanges = every_exchange(&mme, &hss);
    exchanges.into_iter().flat_map(|row| [(row.name, row.request.encode()), (row.name, row.answer.encode())]).collect()
}

/// An answer with groups in groups, and a vendor nobody knows.
fn answer() -> Build {
    let vector = avp(code::E_UTRAN_VECTOR, [avp(code::RAND, &[1; 16][..]), avp(code::KASME, &[2; 32][..])]);
    let failed = [avp(code::VENDOR_ID, code::TGPP), avp(code::EXPERIMENTAL_RESULT_CODE, result::USER_UNKNOWN)];
    Build::request(command::AUTHENTICATION_INFORMATION, application::S6A)
        .with_flags(0x40)
        .with(avp(code::SESSION_ID, "mme01;1;2"))
        .with(avp(code::EXPERIMENTAL_RESULT, failed))
        .with(avp(code::AUTHENTICATION_INFO, [vector]))
        .with(Built::new(77, 0x80, Some(32_473), "?"))
        .with(avp(code::FAILED_AVP, [avp(code::USER_NAME, IMSI)]))
        .with(avp(code::USER_NAME, "001010000000456"))
}

/// Code, vendor, flags, depth, offset and octets of content.
type Row = (u32, u32, u8, u8, u32, u32);

fn rows(message: &Message) -> Vec<Row> {
    let row = |avp: &Avp| (avp.code, avp.vendor, avp.flags, avp.depth, avp.offset(), avp.len());
    message.avps().iter().map(row).collect()
}

#[test]
fn attributes_come_in_order_with_depth_vendor_flags_and_place() {
    let octets = answer().encode();
    let (message, anomalies) = read(&octets, Depth::All);
    assert!(anomalies.is_empty(), "{anomalies:?}");
    let expected: &[Row] = &[
        (263, 0, 0x40, 0, 28, 9),
        (297, 0, 0x40, 0, 48, 24),
        (266, 0, 0x40, 1, 56, 4),
        (298, 0, 0x40, 1, 68, 4),
        (1413, TGPP, 0xC0, 0, 84, 84),
        (1414, TGPP, 0xC0, 1, 96, 72),
        (1447, TGPP, 0xC0, 2, 108, 16),
        (1450, TGPP, 0xC0, 2, 136, 32),
        (77, 32_473, 0x80, 0, 180, 1),
        // The padding of an attribute in a group belongs to the group.
        (279, 0, 0x40, 0, 192, 24),
        (1, 0, 0x40, 1, 200, 15),
        (1, 0, 0x40, 0, 224, 15),
    ];
    assert_eq!(rows(&message), expected);
    assert_eq!(message.avps()[8].of(&octets), b"?");
    assert_eq!(message.avps()[8].field, Field::None);
}

#[test]
fn depths_differ_in_what_they_keep() {
    let octets = answer().encode();
    let codes = |depth| read(&octets, depth).0.avps().iter().map(|avp| avp.code).collect::<Vec<_>>();
    assert_eq!(codes(Depth::All).len(), 12);
    assert_eq!(codes(Depth::Fields), [263, 298, 1413, 279, 1, 1]);
    // Of groups, only the result is looked into.
    assert_eq!(codes(Depth::Outside), [263, 298, 1413, 279, 1]);
}

#[test]
fn what_stands_outside_groups_comes_first() {
    let octets = answer().encode();
    for depth in DEPTHS {
        let (message, _) = read(&octets, depth);
        assert_eq!(message.octets(Field::UserName, &octets), Some(&b"001010000000456"[..]), "{depth:?}");
        assert_eq!(message.every(Field::UserName).count(), if depth == Depth::Outside { 1 } else { 2 });
        assert_eq!(message.result(&octets), Some(result::USER_UNKNOWN), "{depth:?}");
        assert_eq!(message.integer(Field::ResultCode, &octets), None);
        assert!(message.first(Field::OriginHost).is_none());
        assert!(message.disclosures().any(|disclosed| disclosed == Disclosure::AuthVectors));
    }
}

#[test]
fn a_user_name_of_3gpp_is_another_attribute() {
    let moved = Built::new(1, 0xC0, Some(TGPP), IMSI);
    let octets = Build::request(command::UPDATE_LOCATION, application::S6A).with(moved).encode();
    let (message, _) = read(&octets, Depth::Fields);
    assert!(message.first(Field::UserName).is_none());
    assert!(is_misplaced_user_name(message.first(Field::VendorImsi).unwrap()));
    let (message, _) = read(&answer().encode(), Depth::Fields);
    assert!(!is_misplaced_user_name(message.first(Field::UserName).unwrap()));
}

#[test]
fn every_command_reads_whole_at_every_depth() {
    for (name, octets) in everything() {
        let counts = DEPTHS.map(|depth| {
            let (message, anomalies) = read(&octets, depth);
            assert!(anomalies.is_empty(), "{name}: {anomalies:?}");
            assert!(message.first(Field::OriginHost).is_some(), "{name}");
            message.avps().len()
        });
        assert!(counts[0] >= counts[1] && counts[1] >= counts[2] && counts[2] > 1, "{name}: {counts:?}");
    }
}

/// No span leaves the message, of attributes and of anomalies.
fn check_spans(name: &str, octets: &[u8], message: &Message, anomalies: &Anomalies) {
    for avp in message.avps() {
        let end = u64::from(avp.offset()) + u64::from(avp.len());
        assert!(end <= octets.len() as u64, "{name}: {avp:?}");
        assert_eq!(avp.of(octets).len(), avp.len() as usize, "{name}: {avp:?}");
    }
    for anomaly in anomalies.as_slice() {
        let end = u64::from(anomaly.offset) + u64::from(anomaly.length);
        assert!(end <= octets.len() as u64, "{name}: {anomaly:?}");
    }
}

#[test]
fn cut_messages_say_so_and_no_span_leaves_them() {
    let (mut message, mut cuts) = (Message::default(), 0);
    for (name, whole) in everything() {
        for (end, depth) in (0..whole.len()).flat_map(|end| DEPTHS.map(|depth| (end, depth))) {
            let octets = &whole[..end];
            let mut anomalies = Anomalies::default();
            let is_read = message.read(octets, depth, &mut anomalies);
            assert_eq!(is_read, end >= 20, "{name} cut at {end}");
            assert!(!is_read || anomalies.contains(Code::DiameterLength), "{name} cut at {end}: {anomalies:?}");
            check_spans(name, octets, &message, &anomalies);
            cuts += 1;
        }
    }
    assert!(cuts > 10_000, "{cuts}");
}

#[test]
fn no_changed_octet_makes_a_span_leave_the_message() {
    let mut message = Message::default();
    for (name, whole) in everything() {
        for place in 0..whole.len() {
            for value in [0x00, 0x01, 0x7F, 0x80, 0xFF] {
                let mut octets = whole.clone();
                octets[place] = value;
                let mut anomalies = Anomalies::default();
                assert!(message.read(&octets, Depth::All, &mut anomalies));
                check_spans(name, &octets, &message, &anomalies);
            }
        }
    }
}

#[test]
fn a_message_that_is_none_leaves_nothing_of_the_one_before() {
    let octets = answer().encode();
    let (mut message, mut anomalies) = (Message::default(), Anomalies::default());
    assert!(message.read(&octets, Depth::All, &mut anomalies));
    assert!(!message.read(&octets[..19], Depth::All, &mut anomalies));
    assert!(message.avps().is_empty() && message.first(Field::UserName).is_none());
}
