//! Short messages: every kind, and what is wrong with some. Octets are written out after TS 23.040 9.2.

use sigwarden_wire::anomaly::{Anomalies, Code};
use sigwarden_wire::sms::{Direction, Kind, Tpdu, tpdu};

use Direction::{FromPhone, ToPhone};

/// +1 555 555 0123 as an address field.
const NUMBER: &str = "0b 91 51 55 55 05 21 f3";

/// 2026-01-01 00:00:00 UTC.
const TIME: &str = "62 10 10 00 00 00 00";

/// Octets of hexadecimal text; `N` is [`NUMBER`], `T` is [`TIME`].
fn octets(text: &str) -> Vec<u8> {
    let text = text.replace('N', NUMBER).replace('T', TIME);
    let octet = |word| u8::from_str_radix(word, 16).expect("hexadecimal");
    text.split_whitespace().map(octet).collect()
}

fn read<'a>(octets: &'a [u8], direction: Direction) -> (Tpdu<'a>, Vec<Code>) {
    let mut anomalies = Anomalies::default();
    let tpdu = tpdu(octets, direction, &mut anomalies).expect("a first octet");
    let codes = anomalies.as_slice().iter().map(|anomaly| anomaly.code).collect();
    (tpdu, codes)
}

/// All fields of a TPDU in one line.
fn line(tpdu: &Tpdu<'_>) -> String {
    let hex = |octets: &[u8]| octets.iter().map(|octet| format!("{octet:02x}")).collect::<String>();
    let mut line = tpdu.kind.name().to_owned();
    let mut say = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            line += &format!(" {name}={value}");
        }
    };
    let address = tpdu.address.map(|address| {
        let mut buffer = [0; 24];
        let digits = String::from_utf8_lossy(address.digits(&mut buffer)).into_owned();
        format!("{}/{}/{}/{digits}", address.type_of_number, address.plan, address.digits)
    });
    say("address", address);
    say("mr", tpdu.reference.map(|value| value.to_string()));
    say("fcs", tpdu.failure.map(|value| hex(&[value])));
    say("pid", tpdu.pid.map(|value| hex(&[value])));
    say("dcs", tpdu.dcs.map(|value| hex(&[value])));
    say("udhi", tpdu.has_header.then(|| "yes".to_owned()));
    say("length", (tpdu.length != 0).then(|| tpdu.length.to_string()));
    say("data", (!tpdu.user_data.is_empty()).then(|| hex(tpdu.user_data)));
    say("header", tpdu.header.map(|header| hex(header.octets())));
    say("content", (!tpdu.content.is_empty()).then(|| hex(tpdu.content)));
    line
}

/// A row: octets, direction, the line they make; nothing is wrong with them.
fn check(text: &str, direction: Direction, expected: &str) {
    check_noted(text, direction, expected, &[]);
}

fn check_noted(text: &str, direction: Direction, expected: &str, noted: &[Code]) {
    let octets = octets(text);
    let (tpdu, codes) = read(&octets, direction);
    assert_eq!(line(&tpdu), expected, "{text}");
    assert_eq!(codes, noted, "{text}");
}

#[test]
fn every_kind_is_read_in_its_direction() {
    check(
        "04 N 00 00 T 02 e8 34",
        ToPhone,
        "deliver address=1/1/11/15555550123 pid=00 dcs=00 length=2 data=e834 content=e834",
    );
    check(
        "01 07 N 00 00 02 e8 34",
        FromPhone,
        "submit address=1/1/11/15555550123 mr=7 pid=00 dcs=00 length=2 data=e834 content=e834",
    );
    check("06 07 N T T 00", ToPhone, "status-report address=1/1/11/15555550123 mr=7");
    check(
        "06 07 N T T 00 07 01 04 02 aa bb",
        ToPhone,
        "status-report address=1/1/11/15555550123 mr=7 pid=01 dcs=04 length=2 data=aabb content=aabb",
    );
    check(
        "02 07 00 02 06 N 02 aa bb",
        FromPhone,
        "command address=1/1/11/15555550123 mr=7 pid=00 length=2 data=aabb content=aabb",
    );
    // A phone takes the value of the future for a deliver; what a centre takes it for is not said.
    check("03 N 40 00 T 00", ToPhone, "reserved address=1/1/11/15555550123 pid=40 dcs=00");
    check("03 07 N 00 00 00", FromPhone, "reserved");
}

#[test]
fn reports_have_a_cause_or_none_and_what_their_indicator_says() {
    check("00 00", FromPhone, "deliver-report");
    check("00 d5 00", FromPhone, "deliver-report fcs=d5");
    check("00 01 7f", FromPhone, "deliver-report pid=7f");
    check("00 02 16", FromPhone, "deliver-report dcs=16");
    check("00 07 7f f6 02 aa bb", FromPhone, "deliver-report pid=7f dcs=f6 length=2 data=aabb content=aabb");
    // Without a coding scheme the length counts characters of seven bits.
    check("00 04 02 e8 34", FromPhone, "deliver-report length=2 data=e834 content=e834");
    check("00 d5 81 00 7f", FromPhone, "deliver-report fcs=d5 pid=7f");
    check("01 00 T", ToPhone, "submit-report");
    check("01 ff 01 T 7f", ToPhone, "submit-report fcs=ff pid=7f");
    // A header indicator without user data: nothing to be wrong.
    check("40 00", FromPhone, "deliver-report udhi=yes");
    check(
        "40 07 7f f6 04 02 71 00 aa",
        FromPhone,
        "deliver-report pid=7f dcs=f6 udhi=yes length=4 data=027100aa header=7100 content=aa",
    );
}

#[test]
fn the_validity_period_has_the_length_the_first_octet_says() {
    let expected = "submit address=1/1/11/15555550123 mr=7 pid=00 dcs=04 length=1 data=aa content=aa";
    check("01 07 N 00 04 01 aa", FromPhone, expected);
    check("09 07 N 00 04 01 02 03 04 05 06 07 01 aa", FromPhone, expected);
    check("11 07 N 00 04 ff 01 aa", FromPhone, expected);
    check("19 07 N 00 04 T 01 aa", FromPhone, expected);
}

#[test]
fn user_data_are_as_long_as_their_coding_counts() {
    let check = |dcs: &str, length: &str, taken: usize| {
        let octets = octets(&format!("04 N 00 {dcs} T {length} {}", "aa ".repeat(255)));
        assert_eq!(read(&octets, ToPhone).0.user_data.len(), taken, "{dcs} {length}");
    };
    for (septets, taken) in [("00", 0), ("01", 1), ("07", 7), ("08", 7), ("09", 8), ("a0", 140), ("ff", 224)] {
        check("00", septets, taken);
        check("d0", septets, taken);
        // Reserved codings are read as the default alphabet (TS 23.038 clause 4).
        check("0c", septets, taken);
        check("80", septets, taken);
    }
    for dcs in ["04", "08", "20", "24", "28", "2c", "60", "e0", "f4", "16"] {
        check(dcs, "08", 8);
        check(dcs, "ff", 255);
    }
}

#[test]
fn addresses_are_odd_even_names_and_worse() {
    let check = |address: &str, expected: &str| {
        check(&format!("04 {address} 00 00 T 00"), ToPhone, &format!("deliver address={expected} pid=00 dcs=00"));
    };
    check("0b 91 51 55 55 05 21 f3", "1/1/11/15555550123");
    check("0c 91 44 77 00 09 00 21", "1/1/12/447700900012");
    check("04 a1 21 43", "2/1/4/1234");
    check("00 81", "0/1/0/");
    // A network specific one with * and #, of no plan.
    check("04 b0 a1 b2", "3/0/4/1A2B");
    // A filler inside ends the digits; the length says what was claimed.
    check("06 91 51 f5 55", "1/1/6/155");
    check("0b 91 51 55 55 05 21 73", "1/1/11/15555550123");
    // A name has half-octets, and no digits.
    check("04 d0 e8 34", "5/0/4/");
    check(&format!("18 91{}", " 21".repeat(12)), "1/1/24/121212121212121212121212");
    check(&format!("1a 91{}", " 21".repeat(13)), "1/1/26/121212121212121212121212");
}

#[test]
fn the_header_is_split_from_what_is_behind_it() {
    check(
        "44 N 00 04 T 08 05 00 03 07 02 01 aa bb",
        ToPhone,
        "deliver address=1/1/11/15555550123 pid=00 dcs=04 udhi=yes length=8 data=050003070201aabb \
         header=0003070201 content=aabb",
    );
    // Seven bits: the header counts as seven characters, and a fill bit stands behind it.
    check(
        "44 N 00 00 T 08 05 00 03 07 02 01 c2",
        ToPhone,
        "deliver address=1/1/11/15555550123 pid=00 dcs=00 udhi=yes length=8 data=050003070201c2 \
         header=0003070201 content=c2",
    );
    check(
        "44 N 00 04 T 01 00",
        ToPhone,
        "deliver address=1/1/11/15555550123 pid=00 dcs=04 udhi=yes length=1 data=00 header=",
    );
}

#[test]
fn headers_that_do_not_add_up_are_noted() {
    let check = |data: &str, noted: bool| {
        let octets = octets(&format!("44 N 00 04 T {data}"));
        let (_, codes) = read(&octets, ToPhone);
        assert_eq!(codes, if noted { vec![Code::SmsHeader] } else { vec![] }, "{data}");
    };
    check("03 02 70 00", false);
    check("00", true);
    check("01 01", true);
    check("03 ff 70 00", true);
    check("03 03 70 00", true);
    check("04 03 70 00 70", true);
    check("04 03 70 02 aa", true);
    check("06 05 00 02 01 02 70", true);
    check("05 04 00 02 02 01", true);
    check("07 06 08 04 00 01 02 01", false);
    check("05 04 04 02 01 02", false);
    check("06 05 05 03 01 02 03", true);
    // Elements nobody knows may have any length.
    check("05 04 c0 02 01 02", false);
}

#[test]
fn a_wrong_header_is_noted_where_it_stands() {
    let octets = octets("44 N 00 04 T 03 03 70 00");
    let mut anomalies = Anomalies::default();
    tpdu(&octets, ToPhone, &mut anomalies).expect("a first octet");
    let [anomaly] = anomalies.as_slice() else { panic!("{anomalies:?}") };
    assert_eq!((anomaly.offset, anomaly.length), (19, 3));
}

#[test]
fn every_prefix_gives_what_is_there() {
    let rows = [
        ("44 N 7f 16 T 08 05 00 03 07 02 01 aa bb", ToPhone, &[][..]),
        ("04 N 00 00 T 09 e8 34 e8 34 e8 34 e8 34", ToPhone, &[]),
        ("19 07 N 00 04 T 02 aa bb", FromPhone, &[]),
        // Whole without its optional part, or without a cause.
        ("06 07 N T T 00 07 01 04 02 aa bb", ToPhone, &[25][..]),
        ("02 07 00 02 06 N 02 aa bb", FromPhone, &[]),
        ("00 d5 07 7f f6 02 aa bb", FromPhone, &[]),
        ("01 d5 03 T 7f f6", ToPhone, &[]),
    ];
    for (text, direction, whole) in rows {
        let octets = octets(text);
        let (all, codes) = read(&octets, direction);
        assert_eq!(codes, [], "{text}");
        for length in 1..octets.len() {
            let (part, codes) = read(&octets[..length], direction);
            let expected: &[Code] = if whole.contains(&length) { &[] } else { &[Code::SmsTruncated] };
            assert_eq!(codes, expected, "{length} octets of {text}");
            assert_eq!(part.kind, all.kind);
            assert!(all.user_data.starts_with(part.user_data) && all.content.starts_with(part.content));
            for (part, all) in [(part.pid, all.pid), (part.dcs, all.dcs), (part.reference, all.reference)] {
                assert!(part.is_none() || part == all, "{length} octets of {text}");
            }
        }
    }
    assert!(tpdu(&[], ToPhone, &mut Anomalies::default()).is_none());
}

#[test]
fn an_address_that_is_cut_has_the_digits_that_are_there() {
    check_noted("04 0b 91 51 55", ToPhone, "deliver address=1/1/4/1555", &[Code::SmsTruncated]);
    check_noted("04 ff 91 51 55", ToPhone, "deliver address=1/1/4/1555", &[Code::SmsTruncated]);
    check_noted("04 0b", ToPhone, "deliver", &[Code::SmsTruncated]);
}

#[test]
fn any_first_octets_are_read() {
    // A message without meaning: every value in each of the places that steer.
    for value in 0..=255u8 {
        for place in 0..24 {
            let mut octets = octets("44 N 7f 16 T 08 05 00 03 07 02 01 aa bb");
            octets[place] = value;
            for direction in [ToPhone, FromPhone] {
                let (tpdu, _) = read(&octets, direction);
                assert!(tpdu.content.len() <= tpdu.user_data.len() && tpdu.user_data.len() < octets.len());
                assert_eq!(tpdu.kind, Kind::of(octets[0], direction));
                assert!(tpdu.header.is_none_or(|header| header.elements().count() <= header.octets().len()));
            }
        }
    }
}
