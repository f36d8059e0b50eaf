//! BER elements as peers write them, and as evaders do: one row a form.

use sigwarden_wire::anomaly::{Anomalies, Code};
use sigwarden_wire::ber::{Tag, Walker, integer, write_tbcd};

/// Reads the first element; checks tag, content and what was noted.
fn check(octets: &[u8], tag: Tag, content: &[u8], noted: &[Code]) {
    let mut anomalies = Anomalies::default();
    let element = Walker::new(octets, &mut anomalies).element(0, octets.len()).expect("an element");
    assert_eq!((element.tag, element.content(octets)), (tag, content), "{octets:02x?}");
    let codes: Vec<_> = anomalies.as_slice().iter().map(|anomaly| anomaly.code).collect();
    assert_eq!(codes, noted, "{octets:02x?}");
}

#[test]
fn elements_are_read_in_every_form() {
    let context = Tag::context;
    check(&[0x80, 2, 1, 2], context(0), &[1, 2], &[]);
    check(&[0x80, 0], context(0), &[], &[]);
    check(&[0x9F, 50, 1, 7], context(50), &[7], &[]);
    check(&[0xBF, 0x81, 0x00, 1, 7], context(128), &[7], &[]);
    check(&[0x30, 0x80, 4, 1, 7, 0, 0], Tag::universal(16), &[4, 1, 7], &[]);
    check(&[0x30, 0x80, 0x30, 0x80, 0, 0, 0, 0], Tag::universal(16), &[0x30, 0x80, 0, 0], &[]);
    check(&[0x9F, 0, 1, 7], context(0), &[7], &[Code::TagLongForm]);
    check(&[0x9F, 0x80, 0, 1, 7], context(0), &[7], &[Code::TagPadded, Code::TagLongForm]);
    check(&[0x80, 0x81, 1, 7], context(0), &[7], &[Code::LengthLongForm]);
    check(&[0x80, 0x84, 0, 0, 0, 1, 7], context(0), &[7], &[Code::LengthLongForm]);
    check(&[0x80, 9, 1, 2], context(0), &[1, 2], &[Code::LengthOverrun]);
    check(
        &[0x80, 0x88, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 5],
        context(0),
        &[5],
        &[Code::LengthLongForm, Code::LengthOverrun],
    );
    check(&[0x30, 0x80, 4, 1, 7], Tag::universal(16), &[4, 1, 7], &[Code::IndefiniteUnterminated]);
}

#[test]
fn long_lengths_that_are_needed_are_no_anomaly() {
    let mut octets = vec![0x04, 0x81, 200];
    octets.resize(203, 7);
    check(&octets, Tag::universal(4), &[7; 200], &[]);
}

#[test]
fn deep_nesting_ends() {
    let octets = [0x30, 0x80].repeat(5000);
    let mut anomalies = Anomalies::default();
    assert!(Walker::new(&octets, &mut anomalies).element(0, octets.len()).is_some());
    assert!(anomalies.contains(Code::TooDeep));
}

#[test]
fn many_elements_end() {
    let octets = [0x04, 0x00].repeat(5000);
    let mut anomalies = Anomalies::default();
    let mut walker = Walker::new(&octets, &mut anomalies);
    let (mut at, mut count) = (0, 0);
    while let Some(element) = walker.element(at, octets.len()) {
        at = element.next();
        count += 1;
    }
    assert_eq!(count, sigwarden_wire::ber::MAX_ELEMENTS);
    assert!(anomalies.contains(Code::TooMany));
}

#[test]
fn integers_are_read_and_their_padding_told() {
    let rows: [(&[u8], Option<i64>, Option<Code>); 8] = [
        (&[70], Some(70), None),
        (&[0, 70], Some(70), Some(Code::IntegerPadded)),
        (&[0, 200], Some(200), None),
        (&[0xC6], Some(-58), None),
        (&[0xFF, 0xC6], Some(-58), Some(Code::IntegerPadded)),
        (&[1, 0], Some(256), None),
        (&[], None, Some(Code::OperationCodeRange)),
        (&[1; 9], None, Some(Code::OperationCodeRange)),
    ];
    for (octets, value, wrong) in rows {
        assert_eq!(integer(octets), (value, wrong), "{octets:02x?}");
    }
}

#[test]
fn digits_end_at_the_first_filler() {
    let rows: [(&[u8], &str); 5] = [
        (&[0x00, 0x01, 0x21, 0x43, 0x65, 0x87, 0xF9], "0010123456789"),
        (&[0x21, 0x43], "1234"),
        (&[0x21, 0xF3, 0x54], "123"),
        (&[0x21, 0xA3], "123A"),
        (&[0xFF], ""),
    ];
    for (octets, digits) in rows {
        let mut buffer = [0; 24];
        assert_eq!(write_tbcd(octets, &mut buffer), digits.as_bytes(), "{octets:02x?}");
    }
}
