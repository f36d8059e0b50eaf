//! SCCP addresses in the layouts of ITU, ANSI and China, and what evaders make of them.

use sigwarden_wire::anomaly::{Anomalies, Code};
use sigwarden_wire::mtp3::Variant;
use sigwarden_wire::sccp::{self, Address};

/// What is expected of an address: digits, subsystem, point code, plan.
type Expected = (&'static str, Option<u8>, Option<u32>, Option<u8>);

fn check(octets: &[u8], variant: Variant, expected: Expected, noted: &[Code]) {
    let mut anomalies = Anomalies::default();
    let address = Address::read(octets, 0, variant, &mut anomalies);
    let found = (address.digits.to_string(), address.ssn, address.pc, address.np);
    assert_eq!((found.0.as_str(), found.1, found.2, found.3), expected, "{octets:02x?}");
    let codes: Vec<_> = anomalies.as_slice().iter().map(|anomaly| anomaly.code).collect();
    assert_eq!(codes, noted, "{octets:02x?}");
}

#[test]
fn addresses_are_read_in_every_layout() {
    use Variant::{Ansi, China, Itu};
    check(&[0x12, 6, 0, 0x12, 4, 0x51, 0x55, 0x55], Itu, ("155555", Some(6), None, Some(1)), &[]);
    check(&[0x12, 6, 0, 0x11, 4, 0x51, 0x55, 0x05], Itu, ("15555", Some(6), None, Some(1)), &[]);
    check(&[0x43, 0x64, 0x00, 8], Itu, ("", Some(8), Some(100), None), &[]);
    check(&[0x43, 0x01, 0x02, 0x03, 8], China, ("", Some(8), Some(0x03_0201), None), &[]);
    check(&[0xC3, 8, 0x01, 0x02, 0x03], Ansi, ("", Some(8), Some(0x03_0201), None), &[]);
    check(&[0x89, 6, 9, 0x00, 0x01, 0x21, 0x43], Ansi, ("00101234", Some(6), None, None), &[]);
    check(&[0x06, 6, 4, 0x51, 0x55], Itu, ("1555", Some(6), None, None), &[]);
    check(&[0x0A, 6, 0, 0x51, 0x55], Itu, ("1555", Some(6), None, None), &[]);
    check(&[0x10, 0, 0x12, 4, 0x51, 0x55], Itu, ("1555", None, None, Some(1)), &[]);
    check(&[0x00], Itu, ("", None, None, None), &[]);
}

#[test]
fn what_evaders_do_is_noted() {
    let title = |digits: &[u8]| [&[0x12, 6, 0, 0x12, 4], digits].concat();
    let check = |digits: &[u8], text, noted: &[Code]| {
        check(&title(digits), Variant::Itu, (text, Some(6), None, Some(1)), noted);
    };
    check(&[0x51, 0xB5, 0x55], "155B55", &[Code::GtDigits]);
    check(&[0x51, 0x55, 0xF5], "15555F", &[Code::GtFiller]);
    check(&[0x51], "15", &[Code::GtShort]);
    check(&[0x51; 9], "151515151515151515", &[Code::GtLong]);
}

#[test]
fn a_filler_other_than_zero_behind_an_odd_number_is_noted() {
    let odd = [0x12, 6, 0, 0x11, 4, 0x51, 0x55, 0x75];
    check(&odd, Variant::Itu, ("15555", Some(6), None, Some(1)), &[Code::GtFiller]);
}

#[test]
fn ansi_addresses_are_told_by_their_layout() {
    let message = |called: &[u8]| {
        let length = u8::try_from(called.len()).expect("short");
        [&[0x09, 0, 3, 3 + length, 5 + length, length], called, &[2, 0x42, 6, 1, 0]].concat()
    };
    let rows: [(&[u8], bool); 6] = [
        (&[0xC3, 8, 1, 2, 3], true),
        (&[0xC3, 1, 2, 8], false),
        (&[0x92, 6, 0, 0x12, 4, 0x51, 0x55], false),
        (&[0x89, 6, 9, 0x21, 0x43], true),
        (&[0x42, 6], false),
        (&[0xC1, 6], true),
    ];
    for (called, ansi) in rows {
        assert_eq!(sccp::has_ansi_addresses(&message(called)), ansi, "{called:02x?}");
    }
}

#[test]
fn pointers_into_one_another_are_noted() {
    // Called and calling address share their octets.
    let octets = [0x09, 0, 3, 2, 4, 2, 0x42, 6, 1, 0x62];
    let mut anomalies = Anomalies::default();
    assert!(matches!(sccp::message(&octets, Variant::Itu, &mut anomalies), sccp::Message::Unitdata(_)));
    assert!(anomalies.contains(Code::SccpPointer));
}
