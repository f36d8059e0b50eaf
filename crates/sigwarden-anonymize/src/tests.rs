use crate::keyed::{Keyed, PLAN_E212, PLAN_E214};
use crate::report::Kind;
use crate::{Anonymizer, Frame, Known, sms};
use sigwarden_operators::{DigitRange, Pseudonymiser};
use sigwarden_wire::link::link_type;
use sigwarden_wire::sms::Direction;
use std::collections::BTreeSet;

const KEY: &str = "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a";
const IMSI: &str = "001010123456789";

fn keyed() -> Keyed {
    let known = Known {
        numbers: ["1555555", "15556", "44770090"].iter().filter_map(|text| DigitRange::prefix(text)).collect(),
        realms: vec!["islands.example".to_owned()],
        ..Known::default()
    };
    Keyed::new(Pseudonymiser::from_hex_key(KEY).unwrap(), known)
}

/// Digits as TBCD octets, filled up.
fn tbcd(digits: &str) -> Vec<u8> {
    let mut values: Vec<u8> = digits.bytes().map(|c| c & 0x0F).collect();
    values.resize(values.len().next_multiple_of(2), 0x0F);
    values.chunks(2).map(|two| two[0] | two[1] << 4).collect()
}

fn undone(octets: &[u8]) -> String {
    let values = octets.iter().flat_map(|octet| [octet & 0x0F, octet >> 4]);
    values.take_while(|value| *value != 0x0F).map(|value| char::from(b'0' | value)).collect()
}

#[test]
fn an_imsi_is_the_same_in_every_encoding() {
    let mut keyed = keyed();
    let made = keyed.digits(Kind::Imsi, IMSI);
    assert_eq!(made, keyed.pseudonymiser.imsi(IMSI));
    assert!(made.starts_with("00101") && made != IMSI && made.len() == 15);
    assert_eq!(undone(&keyed.tbcd(Kind::Imsi, None, &tbcd(IMSI))), made);
    assert_eq!(undone(&keyed.address(Kind::Number, &[&[0xC6][..], &tbcd(IMSI)].concat())[1..]), made);
    assert_eq!(undone(&keyed.title(Some(PLAN_E212), &tbcd(IMSI), 15)), made);
    for (before, after) in [
        (IMSI.to_owned(), made.clone()),
        (
            format!("0{IMSI}@nai.epc.mnc001.mcc001.3gppnetwork.org"),
            format!("0{made}@nai.epc.mnc001.mcc001.3gppnetwork.org"),
        ),
        (format!("{IMSI}@ims.mnc001.mcc001.3gppnetwork.org"), format!("{made}@ims.mnc001.mcc001.3gppnetwork.org")),
        (
            format!("sip:{IMSI}@ims.mnc001.mcc001.3gppnetwork.org"),
            format!("sip:{made}@ims.mnc001.mcc001.3gppnetwork.org"),
        ),
        (format!("imsi-{IMSI}"), format!("imsi-{made}")),
    ] {
        assert_eq!(String::from_utf8(keyed.text(before.as_bytes())).unwrap(), after, "{before}");
    }
}

#[test]
fn a_number_is_the_same_in_titles_operations_and_texts() {
    let mut keyed = keyed();
    let number = "15555550123";
    let made = keyed.digits(Kind::Number, number);
    assert!(made.starts_with("1555555") && made != number);
    assert_eq!(keyed.digits(Kind::Title, number), made);
    assert_eq!(undone(&keyed.title(Some(1), &tbcd(number), 11)), made);
    assert_eq!(undone(&keyed.address(Kind::Title, &[&[0x91][..], &tbcd(number)].concat())[1..]), made);
    assert_eq!(keyed.text(format!("tel:+{number}").as_bytes()), format!("tel:+{made}").as_bytes());
    let isup = keyed.field(crate::map::Treatment::Isup, &[&[0x84, 0x10][..], &title(number)].concat()).unwrap();
    assert_eq!(isup, [&[0x84, 0x10][..], &title(&made)].concat());
    // A sixteenth zero fills up, and a mobile title is of another plan.
    let fifteen = "155555501234567";
    let filled = keyed.title(Some(1), &tbcd(&format!("{fifteen}0")), 16);
    assert_eq!(undone(&filled), keyed.digits(Kind::Title, fifteen) + "0");
    assert_ne!(undone(&keyed.title(Some(PLAN_E214), &tbcd(fifteen), 15)), keyed.digits(Kind::Title, fifteen));
}

#[test]
fn a_mobile_title_has_the_digits_of_its_subscriber() {
    let mut known = Known::default();
    known.mobile_networks.push((DigitRange::prefix("155551").unwrap(), "001-01".parse().unwrap()));
    let mut keyed = Keyed::new(Pseudonymiser::from_hex_key(KEY).unwrap(), known);
    let imsi = keyed.digits(Kind::Imsi, IMSI);
    let title = format!("155551{}", &IMSI[5..14]);
    let made = undone(&keyed.title(Some(PLAN_E214), &tbcd(&title), 15));
    // One digit of the subscriber does not fit: as many digits make another pseudonym.
    let shorter = keyed.digits(Kind::Imsi, &IMSI[..14]);
    assert_eq!(made, format!("155551{}", &shorter[5..]));
    let whole = format!("155551{}", &IMSI[5..]);
    assert_eq!(undone(&keyed.title(Some(PLAN_E214), &tbcd(&whole), 16)), format!("155551{}", &imsi[5..]));
}

#[test]
fn numbers_keep_what_tells_their_operator_and_never_meet() {
    let mut keyed = keyed();
    for (number, kept) in [
        ("15555550123", 7),
        ("155561234567", 5),
        ("447700900123", 8),
        // No more than leaves four digits, but for the country.
        ("1555555012", 6),
        ("1246555", 3),
        ("44123", 2),
        ("254", 3),
        ("46", 2),
    ] {
        let made = keyed.digits(Kind::Title, number);
        assert_eq!(made.len(), number.len());
        assert_eq!(made[..kept], number[..kept], "{number} became {made}");
    }
    let all: BTreeSet<String> = (0..10_000).map(|n| keyed.digits(Kind::Title, &format!("1555{n:04}"))).collect();
    assert_eq!(all.len(), 10_000);
    // Whoever is outside a known range stays outside.
    let known = |number: &str| number.starts_with("15556") || number.starts_with("1555555");
    assert!((0..10_000).all(|n| {
        let number = format!("1555{n:04}77");
        known(&number) == known(&keyed.digits(Kind::Title, &number))
    }));
}

#[test]
fn odd_digits_stay_where_they_are() {
    let mut keyed = keyed();
    let made = keyed.tbcd(Kind::Imsi, None, &[0x00, 0x01, 0x1A, 0x32, 0xF4, 0x65]);
    assert_eq!(made[2] & 0x0F, 0x0A);
    assert_eq!(made[4] & 0xF0, 0xF0);
    assert_ne!(made[5], 0x65, "what is behind the filler is rewritten too");
    assert_eq!(keyed.tbcd(Kind::Imsi, None, &[0xFF, 0xFF]), [0xFF, 0xFF]);
    assert!(keyed.tbcd(Kind::Imsi, None, &[]).is_empty());
}

#[test]
fn names_keep_networks_and_known_realms() {
    let mut keyed = keyed();
    let mut text = |name: &str| String::from_utf8(keyed.text(name.as_bytes())).unwrap();
    for (name, kept) in [
        ("hss01.epc.mnc001.mcc001.3gppnetwork.org", ".epc.mnc001.mcc001.3gppnetwork.org"),
        ("MME-a.Islands.example", ".Islands.example"),
        ("dra.other-carrier.example", ".example"),
    ] {
        let made = text(name);
        assert_eq!(made.len(), name.len());
        assert!(made.ends_with(kept), "{name} became {made}");
        assert_ne!(made, name);
        let label = |text: &str| text.split('.').next().unwrap().to_owned();
        assert_eq!(label(&made), text(&label(name)), "a label is the same wherever it stands");
        assert_eq!(text(&name.to_ascii_lowercase()), made.to_ascii_lowercase(), "names differ as before in case only");
    }
    assert!(!text("dra.other-carrier.example").contains("carrier"));
    let session = "hss01.epc.mnc001.mcc001.3gppnetwork.org;1448374171;4711;x001010123456789";
    let made = String::from_utf8(keyed.session(session.as_bytes())).unwrap();
    assert!(made.contains(";1448374171;4711;") && !made.contains("hss01") && !made.contains("0123456789"), "{made}");
    let name = b"\x08internet\x06mnc001\x06mcc001\x04gprs";
    assert_eq!(keyed.labels(Kind::AccessPoint, name), name);
    let made = keyed.labels(Kind::AccessPoint, b"\x07company\x06mnc001\x06mcc001\x04gprs");
    assert!(made[0] == 7 && made[1..8] != *b"company" && made[8..] == name[9..]);
    let xml = keyed.text(b"<?xml version=\"1.0\"?><IMSPrivateUserID>somebody@example.org</IMSPrivateUserID>");
    let xml = String::from_utf8(xml).unwrap();
    assert!(xml.starts_with("<?xml version=\"1.0\"?><IMSPrivateUserID>") && xml.ends_with("</IMSPrivateUserID>"));
    assert!(!xml.contains("somebody"));
}

#[test]
fn short_messages_keep_their_form_and_nothing_they_say() {
    let mut keyed = keyed();
    // SMS-DELIVER from 15556000001, "hellohello" in seven bits.
    let hello = [0xE8, 0x32, 0x9B, 0xFD, 0x46, 0x97, 0xD9, 0xEC, 0x37];
    let head = [&[0x04, 11, 0x91][..], &tbcd("15556000001"), &[0, 0], &[0x62, 0x10, 0x10, 0, 0, 0, 0], &[10]].concat();
    let whole = [head.clone(), hello.to_vec()].concat();
    let made = sms::message(&mut keyed, &whole, Direction::ToPhone);
    assert_eq!(made.len(), whole.len());
    assert_eq!(made[..3], whole[..3]);
    assert_eq!(undone(&made[3..9]), keyed.digits(Kind::Number, "15556000001"));
    assert_eq!(made[9..19], whole[9..19]);
    assert_ne!(made[19..], whole[19..]);
    // Letters stay letters.
    let letter = |index: usize| {
        (0..7).fold(0u8, |sum, bit| sum | (made[19 + (index * 7 + bit) / 8] >> ((index * 7 + bit) % 8) & 1) << bit)
    };
    assert!((0..10).all(|index| letter(index).is_ascii_lowercase()));
    // USSD: *, # and how long it is stay.
    let asked = [0xAA, 0x18, 0x0C, 0x36, 0x02];
    let made = sms::ussd(&mut keyed, &asked, 0x0F);
    assert_eq!(made[0] & 0x7F, b'*');
    assert_ne!(made, asked);
    // Headers that are structure stay, others are zeros.
    let user_data = [&[12, 0, 3, 7, 2, 1, 0x24, 5, 1, 2, 3, 4, 5][..], &[0xAB; 8]].concat();
    let wide = [&[0x44, 11, 0x91][..], &tbcd("15556000001"), &[0, 0x08], &[0; 7], &[user_data.len() as u8], &user_data]
        .concat();
    let made = sms::message(&mut keyed, &wide, Direction::ToPhone);
    let at = wide.len() - user_data.len();
    assert_eq!(made[at..at + 8], user_data[..8]);
    assert_eq!(made[at + 8..at + 13], [0; 5]);
    assert_ne!(made[at + 13..], user_data[13..]);
}

/// BER: tag, length, content.
fn ber(tag: u8, content: &[u8]) -> Vec<u8> {
    [&[tag, content.len() as u8], content].concat()
}

/// A BEGIN without context, in a unitdata from one title to another.
fn unitdata(code: u8, parameter: &[u8]) -> Vec<u8> {
    let invoke = ber(0xA1, &[ber(2, &[1]), ber(2, &[code]), parameter.to_vec()].concat());
    let begin = ber(0x62, &[ber(0x48, &[1, 2, 3, 4]), ber(0x6C, &invoke)].concat());
    let address = |number: &str, ssn: u8| [&[0x12, ssn, 0, 0x11, 4][..], &title(number)].concat();
    let parts = [address("15555550020", 6), address("447700900001", 8), begin];
    let mut octets = vec![0x09, 0x80];
    let mut place = 3;
    for (index, part) in parts.iter().enumerate() {
        octets.push((place - index) as u8);
        place += part.len() + 1;
    }
    parts.iter().for_each(|part| octets.extend(ber(0, part)[1..].to_vec()));
    octets
}

fn title(number: &str) -> Vec<u8> {
    tbcd(number).into_iter().map(|octet| if octet >> 4 == 0x0F { octet & 0x0F } else { octet }).collect()
}

fn rewritten(link_type: u16, frames: &[Vec<u8>]) -> (Vec<Option<Vec<u8>>>, crate::Report) {
    let keyed = Pseudonymiser::from_hex_key(KEY).unwrap();
    let mut anonymizer = Anonymizer::new(keyed, Known::default());
    let mut made: Vec<Option<Vec<u8>>> = vec![None; frames.len()];
    for octets in frames {
        let frame = Frame { ts_ns: 0, link_type, octets, original_length: octets.len() as u32 };
        anonymizer.frame(frame, &mut |it| made[it.number as usize - 1] = Some(it.octets.to_vec()));
    }
    anonymizer.finish(&mut |it| made[it.number as usize - 1] = Some(it.octets.to_vec()));
    (made, anonymizer.report().clone())
}

#[test]
fn what_nobody_knows_is_zeros_behind_its_tag() {
    // anyTimeInterrogation: an IMSI, what is asked for, the asker, and an extension of a vendor.
    let extension = ber(0x85, b"somebody's name 15556000001");
    let short = ber(0x86, &[7, 7]);
    let parameter = ber(
        0x30,
        &[
            ber(0xA0, &ber(0x80, &tbcd(IMSI))),
            ber(0xA1, &ber(0x80, &[])),
            ber(0x83, &[&[0x91][..], &tbcd("447700900001")].concat()),
            extension.clone(),
            short.clone(),
        ]
        .concat(),
    );
    let frame = unitdata(71, &parameter);
    let (made, report) = rewritten(link_type::SCCP, std::slice::from_ref(&frame));
    let made = made[0].as_ref().expect("it is written");
    let find = |octets: &[u8], part: &[u8]| octets.windows(part.len()).position(|window| window == part);
    let at = find(&frame, &extension).unwrap();
    assert_eq!(made[at..at + 2], extension[..2]);
    assert!(made[at + 2..at + extension.len()].iter().all(|octet| *octet == 0));
    assert_eq!(find(made, &short), find(&frame, &short));
    assert_eq!(find(made, &tbcd(IMSI)), None);
    let asker =
        Keyed::new(Pseudonymiser::from_hex_key(KEY).unwrap(), Known::default()).digits(Kind::Title, "447700900001");
    assert!(find(made, &tbcd(&asker)).is_some(), "the asker is the same in the operation");
    assert!(find(made, &title(&asker)).is_some(), "and in the address");
    assert_eq!(report.rewritten[&Kind::Imsi], 1);
    assert_eq!(report.rewritten[&Kind::Title], 3);
    assert!(report.blanked > 20);
}

#[test]
fn what_cannot_be_walked_is_dropped() {
    let good = unitdata(71, &ber(0x30, &ber(0xA0, &ber(0x80, &tbcd(IMSI)))));
    let frames = [good.clone(), vec![0x09, 0x80, 3, 4, 5, 0, 0, 1, 0xFF], vec![0x06; 20], vec![], good[..30].to_vec()];
    let (made, report) = rewritten(link_type::SCCP, &frames);
    let written: Vec<bool> = made.iter().map(Option::is_some).collect();
    assert_eq!(written[..4], [true, false, false, false]);
    assert_eq!(report.read, 5);
    assert_eq!(report.written + report.dropped_frames(), 5);
    assert!(report.dropped.contains_key("SCCP connection-oriented"), "{:?}", report.dropped);
}

#[test]
fn what_was_cut_in_the_capture_is_dropped() {
    let good = unitdata(71, &ber(0x30, &ber(0xA0, &ber(0x80, &tbcd(IMSI)))));
    let mut anonymizer = Anonymizer::new(Pseudonymiser::from_hex_key(KEY).unwrap(), Known::default());
    let frame = Frame { ts_ns: 0, link_type: link_type::SCCP, octets: &good, original_length: 2000 };
    anonymizer.frame(frame, &mut |_| panic!("it is not whole"));
    assert_eq!(anonymizer.report().dropped["frame cut short in the capture"], 1);
}
