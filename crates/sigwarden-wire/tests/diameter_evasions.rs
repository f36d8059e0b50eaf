//! Diameter messages that break the rules: each has its anomaly, and the subscriber is found all the same.

use sigwarden_testkit::diameter::{Avp as Built, Message as Build, application, avp, code, command};
use sigwarden_wire::anomaly::{Anomalies, Code};
use sigwarden_wire::diameter::message::{Depth, MAX_AVPS, MAX_DEPTH};
use sigwarden_wire::diameter::{Field, Message, identity};

const IMSI: &str = "001010000000123";
const OTHER: &str = "001010000000999";

/// An update of a location; User-Name is the fourth of six attributes.
fn update() -> Build {
    Build::request(command::UPDATE_LOCATION, application::S6A)
        .with(avp(code::SESSION_ID, "mme01;1;2"))
        .with(avp(code::ORIGIN_HOST, "mme01.epc.mnc099.mcc999.3gppnetwork.org"))
        .with(avp(code::ORIGIN_REALM, "epc.mnc099.mcc999.3gppnetwork.org"))
        .with(avp(code::USER_NAME, IMSI))
        .with(avp(code::VISITED_PLMN_ID, &[0x99, 0xF9, 0x99][..]))
        .with(avp(code::ULR_FLAGS, 34_u32))
}

fn user_name() -> Built {
    avp(code::USER_NAME, IMSI)
}

/// The IMSI of the User-Name that counts.
fn imsi<'a>(message: &Message, octets: &'a [u8]) -> Option<&'a str> {
    let content = message.octets(Field::UserName, octets)?;
    Some(str::from_utf8(&content[identity::imsi(content)?.digits]).unwrap())
}

/// These anomalies and no others, and this IMSI, with every field behind it.
#[track_caller]
fn check(octets: &[u8], codes: &[Code], subscriber: Option<&str>) {
    for depth in [Depth::All, Depth::Fields, Depth::Outside] {
        let (mut message, mut anomalies) = (Message::default(), Anomalies::default());
        assert!(message.read(octets, depth, &mut anomalies));
        let mut seen: Vec<Code> = anomalies.as_slice().iter().map(|anomaly| anomaly.code).collect();
        seen.dedup();
        assert_eq!(seen, codes, "{depth:?}: {anomalies:?}");
        assert_eq!(imsi(&message, octets), subscriber, "{depth:?}");
        assert_eq!(message.integer(Field::UlrFlags, octets), Some(34), "{depth:?}: what stands behind is read");
    }
}

#[test]
fn a_whole_message_has_no_anomaly() {
    check(&update().encode(), &[], Some(IMSI));
}

#[test]
fn headers_that_break_the_rules() {
    let length = update().encode().len() as u32;
    let rows: [(Build, Code); 6] = [
        (update().with_version(2), Code::DiameterVersion),
        (update().with_version(0), Code::DiameterVersion),
        (update().with_flags(0xE0), Code::ErrorBitOnRequest),
        (update().with_length(length - 28), Code::DiameterLength),
        (update().with_length(20), Code::DiameterLength),
        (update().with_length(length + 4), Code::DiameterLength),
    ];
    for (message, code) in rows {
        check(&message.encode(), &[code], Some(IMSI));
    }
    // The error bit is for answers.
    check(&update().with_flags(0x60).encode(), &[], Some(IMSI));
}

#[test]
fn attributes_that_come_twice() {
    let rows: [(Build, &[Code]); 5] = [
        (update().with(avp(code::USER_NAME, OTHER)), &[Code::AvpRepeated]),
        (update().with(user_name()), &[Code::AvpRepeated]),
        (update().with(avp(code::ORIGIN_REALM, "example.org")), &[Code::AvpRepeated]),
        (update().with(avp(code::SESSION_ID, "a;1;1")), &[Code::SessionIdPlace, Code::AvpRepeated]),
        (update().with(avp(code::ROUTE_RECORD, "a")).with(avp(code::ROUTE_RECORD, "b")), &[]),
    ];
    for (message, codes) in rows {
        check(&message.encode(), codes, Some(IMSI));
    }
    // The first one counts, whatever stands in front of it in a group.
    let first = update().with_instead(code::USER_NAME, avp(code::USER_NAME, OTHER)).with(user_name());
    check(&first.encode(), &[Code::AvpRepeated], Some(OTHER));
    let hidden = update().with_instead(code::SESSION_ID, avp(code::FAILED_AVP, [avp(code::USER_NAME, OTHER)]));
    check(&hidden.encode(), &[], Some(IMSI));
}

#[test]
fn vendor_zero_is_no_vendor() {
    let message = update().with_instead(code::USER_NAME, user_name().with_vendor(0));
    check(&message.encode(), &[Code::AvpVendorZero], Some(IMSI));
    let both = update().with(avp(code::USER_NAME, OTHER).with_vendor(0));
    check(&both.encode(), &[Code::AvpRepeated, Code::AvpVendorZero], Some(IMSI));
}

/// The code of User-Name is another attribute under 3GPP, and none under others (D07).
#[test]
fn under_another_vendor_nobody_is_named() {
    let message = update().with_instead(code::USER_NAME, user_name().with_vendor(10_415));
    check(&message.encode(), &[], None);
    let message = update().with_instead(code::USER_NAME, user_name().with_vendor(32_473));
    check(&message.encode(), &[Code::AvpUnknownMandatory], None);
}

#[test]
fn what_is_mandatory_has_to_be_known() {
    let unknown = |flags| Built::new(0x00FF_FFFF, flags, None, "?");
    let vendor = |flags| Built::new(1, flags, Some(32_473), "?");
    check(&update().with(unknown(0x40)).encode(), &[Code::AvpUnknownMandatory], Some(IMSI));
    check(&update().with(vendor(0xC0)).encode(), &[Code::AvpUnknownMandatory], Some(IMSI));
    check(&update().with(unknown(0)).with(vendor(0x80)).encode(), &[], Some(IMSI));
}

#[test]
fn lengths_that_cannot_be_hide_nothing() {
    // Of the attribute in front, and of the User-Name itself.
    let host = || avp(code::ORIGIN_HOST, "mme01.epc.mnc099.mcc999.3gppnetwork.org");
    for length in [0, 1, 7, 400, 4096, 0x00FF_FFFF] {
        let front = update().with_instead(code::ORIGIN_HOST, host().with_length(length));
        check(&front.encode(), &[Code::AvpLength], Some(IMSI));
        let own = update().with_instead(code::USER_NAME, user_name().with_length(length));
        check(&own.encode(), &[Code::AvpLength], Some(IMSI));
        let both = update()
            .with_instead(code::ORIGIN_HOST, host().with_length(length))
            .with_instead(code::VISITED_PLMN_ID, avp(code::VISITED_PLMN_ID, "abc").with_length(length));
        check(&both.encode(), &[Code::AvpLength], Some(IMSI));
    }
}

#[test]
fn a_broken_length_hides_nothing_however_much_follows() {
    let host = avp(code::ORIGIN_HOST, "mme01").with_length(7);
    let many = (0..200).map(|_| avp(code::ROUTE_RECORD, "dra01.example.org"));
    check(
        &update().with_instead(code::ORIGIN_HOST, host.clone()).with_all(many).encode(),
        &[Code::AvpLength],
        Some(IMSI),
    );
    let unknown = Built::new(77, 0x80, Some(32_473), "?");
    check(&update().with_instead(code::ORIGIN_HOST, host).with(unknown).encode(), &[Code::AvpLength], Some(IMSI));
}

#[test]
fn a_vendor_bit_without_room_for_a_vendor() {
    let short = Built::new(264, 0xC0, None, "").with_length(8);
    let message = update().with_instead(code::ORIGIN_REALM, short);
    // What stands where the vendor would be is the next attribute.
    check(&message.encode(), &[Code::AvpLength, Code::AvpUnknownMandatory], Some(IMSI));
}

#[test]
fn padding_is_zeros() {
    let rows = [(&[0x41][..], &[Code::AvpPadding][..]), (&[0], &[])];
    for (padding, codes) in rows {
        let message = update().with_instead(code::USER_NAME, user_name().with_padding(padding));
        check(&message.encode(), codes, Some(IMSI));
    }
    // Octets that are missing at the end are no padding.
    check(&update().with(avp(code::ROUTE_RECORD, "a").with_padding(&[])).encode(), &[], Some(IMSI));
}

#[test]
fn forms_of_the_name_are_read_as_receivers_do() {
    let rows: [&str; 5] = [
        "001010000000123\0",
        "001010000000123 ",
        " 001010000000123",
        "001010000000123@epc.mnc001.mcc001.3gppnetwork.org",
        "0001010000000123@nai.epc.mnc001.mcc001.3gppnetwork.org",
    ];
    for form in rows {
        check(&update().with_instead(code::USER_NAME, avp(code::USER_NAME, form)).encode(), &[], Some(IMSI));
    }
}

#[test]
fn session_id_stands_first() {
    let session = avp(code::SESSION_ID, "mme01;1;2");
    let message = update().without(code::SESSION_ID);
    check(&message.encode(), &[], Some(IMSI));
    check(&message.with(session).encode(), &[Code::SessionIdPlace], Some(IMSI));
}

/// How deep the deepest User-Name stands, and whether the nesting is held against the message.
fn nested(levels: usize) -> (Option<u8>, bool) {
    let octets = update().without(code::USER_NAME).with(Built::nested(levels, user_name())).encode();
    let (mut message, mut anomalies) = (Message::default(), Anomalies::default());
    assert!(message.read(&octets, Depth::Fields, &mut anomalies));
    let depth = message.every(Field::UserName).map(|avp| avp.depth).max();
    assert!(depth.is_none() || imsi(&message, &octets) == Some(IMSI));
    (depth, anomalies.contains(Code::AvpNesting))
}

#[test]
fn deep_groups_are_read_and_held_against_the_message() {
    assert_eq!(nested(1), (Some(1), false));
    assert_eq!(nested(usize::from(MAX_DEPTH)), (Some(MAX_DEPTH), false));
    assert_eq!(nested(usize::from(MAX_DEPTH) + 1), (Some(MAX_DEPTH + 1), true));
    assert_eq!(nested(40), (Some(40), true));
    assert_eq!(nested(64), (Some(64), true));
    assert_eq!(nested(300), (None, true));
    assert_eq!(nested(4000), (None, true));
}

#[test]
fn a_flood_hides_no_field() {
    let flood = |count: usize| (0..count).map(|_| avp(code::ROUTE_RECORD, "a"));
    let begun = Build::request(command::UPDATE_LOCATION, application::S6A).with(avp(code::SESSION_ID, "mme01;1;2"));
    let rest = [user_name(), avp(code::ULR_FLAGS, 34_u32), avp(code::USER_NAME, OTHER)];
    let octets = begun.with_all(flood(MAX_AVPS)).with_all(rest).encode();
    check(&octets, &[Code::AvpMany, Code::AvpRepeated], Some(IMSI));
}

#[test]
fn every_broken_length_at_every_place_ends() {
    // Groups with wrong lengths inside each other, and headers alone: as much work as a message can make.
    let header = avp(code::FAILED_AVP, []).with_length(0).encode();
    let octets = update().with(Built::new(279, 0x40, None, header.repeat(8000))).encode();
    let (mut message, mut anomalies) = (Message::default(), Anomalies::default());
    assert!(message.read(&octets, Depth::All, &mut anomalies));
    assert!(anomalies.contains(Code::AvpLength));
    assert_eq!(imsi(&message, &octets), Some(IMSI));
}
