//! Header, dictionary and identities, by tables. Whole messages are in `tests/diameter.rs`.

use super::dictionary::{self, Kind};
use super::field::{FIELDS, Field};
use super::header::{Header, LENGTH, MAX_MESSAGE, Next, likely_message, looks_like_message, next_message};
use super::identity::{Public, imsi, public};
use sigwarden_testkit::diameter::{Avp, Message, Peer, application, avp, code, command, every_exchange};

fn update() -> Message {
    Message::request(command::UPDATE_LOCATION, application::S6A)
        .with(avp(code::SESSION_ID, "mme01;1;2"))
        .with(avp(code::USER_NAME, "001010000000123"))
        .with_identifiers(7, 8)
}

#[test]
fn a_header_is_twenty_octets() {
    let octets = update().encode();
    let header = Header::read(&octets).unwrap();
    assert_eq!(
        header,
        Header {
            version: 1,
            length: octets.len() as u32,
            flags: 0xC0,
            command: 316,
            application: 16_777_251,
            hop_by_hop: 7,
            end_to_end: 8,
        }
    );
    for short in 0..LENGTH {
        assert_eq!(Header::read(&octets[..short]), None, "{short} octets");
    }
    assert!(Header::read(&octets[..LENGTH]).is_some());
}

#[test]
fn flags_have_names() {
    let rows = [
        (0x80, [true, false, false]),
        (0x20, [false, true, false]),
        (0x90, [true, false, true]),
        (0x4F, [false, false, false]),
        (0xFF, [true, true, true]),
    ];
    for (flags, expected) in rows {
        let header = Header { flags, ..Header::default() };
        let seen = [header.is_request(), header.has_error_bit(), header.is_retransmission()];
        assert_eq!(seen, expected, "{flags:#x}");
    }
}

/// A header with this version, length and flags, and octets behind it.
fn begun(version: u8, length: u32, flags: u8, behind: &[u8]) -> Vec<u8> {
    let header = Message::request(316, 1).with_version(version).with_length(length).with_flags(flags).encode();
    [&header[..], behind].concat()
}

/// The beginning of a User-Name: 23 octets with its flags and length, as they may be wrong.
fn name(flags: u8, length: u32) -> Vec<u8> {
    avp(code::USER_NAME, "001010000000123").with_flags(flags).with_length(length).encode()
}

#[test]
fn messages_are_told_from_anything_else() {
    let whole = update().encode();
    let length = whole.len();
    let twice = [&whole[..], &whole].concat();
    let strange = Avp::new(0x0100_0001, 0x40, None, "0123").encode();
    let most = MAX_MESSAGE as u32;
    let strange = begun(1, 32, 0x80, &strange);
    let second = update().with_version(2).encode();
    let odd_second = [&begun(2, 32, 0x80, &strange[LENGTH..])[..], &whole].concat();
    // What stands there, what it is where a message has to begin, and where one may; whether it looks like a message
    // and nothing else.
    let rows: &[(&str, Vec<u8>, Next, Next, bool)] = &[
        ("a message", whole.clone(), Next::Message(length), Next::Message(length), true),
        ("two messages", twice, Next::Message(length), Next::Message(length), true),
        ("all but its last octet", whole[..length - 1].to_vec(), Next::More, Next::More, true),
        ("its header", whole[..LENGTH].to_vec(), Next::More, Next::More, true),
        ("half of its first attribute's header", whole[..LENGTH + 4].to_vec(), Next::More, Next::More, true),
        ("all but an octet of its header", whole[..LENGTH - 1].to_vec(), Next::More, Next::More, false),
        ("its first octet", whole[..1].to_vec(), Next::More, Next::More, false),
        ("nothing", vec![], Next::More, Next::More, false),
        ("something short", vec![0; 5], Next::More, Next::Other, false),
        ("something short of an odd length", vec![1; 5], Next::More, Next::Other, false),
        ("something long", vec![0; 50], Next::Other, Next::Other, false),
        ("text", b"GET / HTTP/1.1\r\nHost: example.org\r\n\r\n".to_vec(), Next::Other, Next::Other, false),
        ("no attributes", begun(1, 20, 0x80, &[]), Next::Message(20), Next::Message(20), true),
        ("no attributes, another version", begun(2, 20, 0x80, &[]), Next::Message(20), Next::Message(20), false),
        ("version 2", second.clone(), Next::Message(length), Next::Message(length), false),
        ("version 2, more behind it", [&second[..], &[0]].concat(), Next::Message(length), Next::Other, false),
        ("version 2, cut", second[..length - 1].to_vec(), Next::More, Next::Other, false),
        ("version 2, cut in its header", second[..10].to_vec(), Next::More, Next::Other, false),
        ("version 2, odd, another behind it", odd_second.clone(), Next::Message(32), Next::Other, false),
        ("version 2, odd, junk behind it", odd_second[..40].to_vec(), Next::Other, Next::Other, false),
        ("version 0", update().with_version(0).encode(), Next::Message(length), Next::Message(length), false),
        ("reserved flags", update().with_flags(0x8F).encode(), Next::Message(length), Next::Message(length), false),
        ("shorter than a header", begun(1, 19, 0x80, &name(0x40, 23)), Next::Other, Next::Other, false),
        ("length 0", begun(1, 0, 0x80, &name(0x40, 23)), Next::Other, Next::Other, false),
        ("longer than any", begun(1, most + 4, 0x80, &name(0x40, 23)), Next::Long(MAX_MESSAGE + 4), Next::Other, false),
        ("longer, version 2", begun(2, most + 4, 0x80, &name(0x40, 23)), Next::Other, Next::Other, false),
        ("as long as any", begun(1, most, 0x80, &name(0x40, 23)), Next::More, Next::More, true),
        ("an odd length", begun(1, 43, 0x80, &name(0x40, 23)), Next::Message(43), Next::Other, false),
        ("an attribute too long", begun(1, 44, 0x80, &name(0x40, 60)), Next::Message(44), Next::Message(44), true),
        ("the same in version 3", begun(3, 44, 0x80, &name(0x40, 60)), Next::Message(44), Next::Other, false),
        ("an attribute too short", begun(1, 44, 0x80, &name(0x40, 7)), Next::Message(44), Next::Other, false),
        ("reserved flags of an attribute", begun(1, 44, 0x80, &name(0x41, 23)), Next::Message(44), Next::Other, false),
        ("an attribute with a large code", strange, Next::Message(32), Next::Other, false),
    ];
    for (what, octets, next, likely, alone) in rows {
        assert_eq!(next_message(octets), *next, "{what}");
        assert_eq!(likely_message(octets), *likely, "{what}");
        assert_eq!(looks_like_message(octets), *alone, "{what}");
    }
}

#[test]
fn every_command_looks_like_a_message() {
    let (mme, hss) = (Peer::at("mme01", "99999", [198, 51, 100, 1]), Peer::at("hss01", "00101", [192, 0, 2, 1]));
    for row in every_exchange(&mme, &hss) {
        for octets in [row.request.encode(), row.answer.encode()] {
            assert!(looks_like_message(&octets), "{}", row.name);
            assert_eq!(next_message(&octets), Next::Message(octets.len()), "{}", row.name);
            for end in 0..octets.len() {
                assert_eq!(next_message(&octets[..end]), Next::More, "{} cut at {end}", row.name);
            }
        }
    }
}

/// Fields that are groups or numbers; all others are text or octets.
const KINDS: &[(Kind, &[Field])] = &[
    (
        Kind::Group,
        &[
            Field::FailedAvp,
            Field::SipAuthDataItem,
            Field::SubscriptionData,
            Field::AuthenticationInfo,
            Field::EpsUserState,
            Field::EpsLocationInformation,
            Field::MmeUserState,
            Field::SgsnUserState,
            Field::MmeLocationInformation,
            Field::SgsnLocationInformation,
            Field::ServingNode,
            Field::LocalTimeZone,
            Field::UserIdentifier,
        ],
    ),
    (
        Kind::U32,
        &[
            Field::ResultCode,
            Field::ExperimentalResultCode,
            Field::AuthSessionState,
            Field::RequestNumber,
            Field::SubscriptionIdType,
            Field::RatType,
            Field::UlrFlags,
            Field::CancellationType,
            Field::NorFlags,
            Field::IdrFlags,
            Field::AgeOfLocation,
            Field::DataReference,
        ],
    ),
];

#[test]
fn every_field_is_in_the_dictionary() {
    assert_eq!(FIELDS.len(), Field::ALL.len());
    for row in FIELDS {
        let entry = dictionary::find(row.vendor, row.code).unwrap_or_else(|| panic!("{:?}", row.field));
        assert_eq!(entry.field, row.field, "{}", entry.name);
        let listed = KINDS.iter().find(|(_, fields)| fields.contains(&row.field)).map(|(kind, _)| *kind);
        match listed {
            Some(kind) => assert_eq!(entry.kind, kind, "{}", entry.name),
            None => assert!(matches!(entry.kind, Kind::Text | Kind::Octets), "{}: {:?}", entry.name, entry.kind),
        }
    }
}

#[test]
fn single_fields_fit_the_bits_that_remember_them() {
    let singles: Vec<_> = Field::ALL.iter().filter(|field| field.is_single()).collect();
    assert!(singles.len() >= 8 && singles.iter().all(|field| (**field as u8) < 64));
    assert!(Field::UserName.is_single() && Field::OriginRealm.is_single() && !Field::RouteRecord.is_single());
}

#[test]
fn the_dictionary_finds_by_vendor_and_code() {
    let rows = [
        (0, 1, Some("User-Name")),
        (0, 263, Some("Session-Id")),
        (10_415, 1, Some("3GPP-IMSI")),
        (10_415, 1407, Some("Visited-PLMN-Id")),
        (10_415, 3301, Some("SM-RP-UI")),
        (0, 0, None),
        (0, 1407, None),
        (10_415, 263, None),
        (10_415, 4607, None),
        (10_415, 4608, None),
        (9, 1, None),
        (u32::MAX, u32::MAX, None),
        (0, u32::MAX, None),
    ];
    for (vendor, code, name) in rows {
        assert_eq!(dictionary::find(vendor, code).map(|entry| entry.name), name, "{vendor} {code}");
    }
    let mut count = 0;
    for entry in dictionary::all() {
        count += 1;
        let found = dictionary::find(entry.vendor, entry.code).unwrap();
        assert_eq!((found.vendor, found.code), (entry.vendor, entry.code));
    }
    assert!(count > 1500, "{count}");
}

#[test]
fn an_imsi_is_found_in_every_form_that_receivers_take() {
    const IMSI: &str = "001010000000123";
    // Octets; the digits in them, and whether those are all.
    type Row = (&'static [u8], Option<(&'static str, bool)>);
    let rows: &[Row] = &[
        (b"001010000000123", Some((IMSI, true))),
        (b"00101000000012", Some(("00101000000012", true))),
        (b"001010", Some(("001010", true))),
        (b"001010000000123\0", Some((IMSI, false))),
        (b"001010000000123\0\0\0", Some((IMSI, false))),
        (b"001010000000123 ", Some((IMSI, false))),
        (b"  001010000000123", Some((IMSI, false))),
        (b"\t001010000000123\r\n", Some((IMSI, false))),
        (b"001010000000123@epc.mnc001.mcc001.3gppnetwork.org", Some((IMSI, false))),
        (b"0001010000000123@wlan.mnc001.mcc001.3gppnetwork.org", Some((IMSI, false))),
        (b"6001010000000123@nai.epc.mnc001.mcc001.3gppnetwork.org", Some((IMSI, false))),
        (b"imsi-001010000000123", Some((IMSI, false))),
        (b" imsi-001010000000123@example.org", Some((IMSI, false))),
        (b"0010100000001234", None),
        (b"00101000000012345@example.org", None),
        (b"00101", None),
        (b"00101@example.org", None),
        (b"", None),
        (b"   ", None),
        (b"imsi-", None),
        (b"imsi-00101", None),
        (b"00101000000012a", None),
        (b"00101000000012F", None),
        (b"0x001010000000123", None),
        (b"user@example.org", None),
        (b"user001010000000123@example.org", None),
        (b"\x00\x01\x01\x00\x00\x00\x10\x32", None),
        (b"\xff\xff\xff\xff\xff\xff", None),
    ];
    for (octets, expected) in rows {
        let found = imsi(octets);
        let seen = found.as_ref().map(|found| (str::from_utf8(&octets[found.digits.clone()]).unwrap(), found.plain));
        assert_eq!(seen, *expected, "{}", octets.escape_ascii());
    }
}

#[test]
fn public_identities_name_numbers_or_subscribers() {
    #[derive(Debug, PartialEq)]
    enum Is<'a> {
        Number(&'a str),
        Imsi(&'a str),
        Nothing,
    }
    let rows = [
        ("tel:+15555550123", Is::Number("15555550123")),
        ("tel:15555550123", Is::Number("15555550123")),
        ("tel:+15555550123;npdi", Is::Number("15555550123")),
        ("sip:+15555550123@ims.mnc001.mcc001.3gppnetwork.org;user=phone", Is::Number("15555550123")),
        ("sip:001010000000123@ims.mnc001.mcc001.3gppnetwork.org", Is::Imsi("001010000000123")),
        ("sip:001010000000123@IMS.MNC001.mcc001.3gppnetwork.org", Is::Imsi("001010000000123")),
        ("sip:001010000000123@example.org", Is::Nothing),
        ("sip:alice@ims.mnc001.mcc001.3gppnetwork.org", Is::Nothing),
        ("tel:+1", Is::Nothing),
        ("tel:+1555555012345678", Is::Nothing),
        ("tel:", Is::Nothing),
        (":", Is::Nothing),
        ("", Is::Nothing),
        ("15555550123", Is::Nothing),
    ];
    for (text, expected) in rows {
        let seen = match public(text.as_bytes()) {
            Some(Public::Number(range)) => Is::Number(&text[range]),
            Some(Public::Imsi(range)) => Is::Imsi(&text[range]),
            None => Is::Nothing,
        };
        assert_eq!(seen, expected, "{text}");
    }
}
