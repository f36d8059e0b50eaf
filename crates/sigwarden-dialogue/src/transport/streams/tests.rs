//! Streams by tables: segments in, messages out.

use super::*;
use sigwarden_wire::ip::Ports;

const SYN: u8 = 2;
const RST: u8 = 4;

/// A message that says its number, with so many octets in all.
fn sized(number: u8, octets: usize) -> Vec<u8> {
    let content = octets - 20;
    let mut message = vec![1];
    message.extend_from_slice(&(octets as u32).to_be_bytes()[1..]);
    message.extend_from_slice(&[0xC0, 0, 1, 0x3F, 1, 0, 0, 0x23, 0, 0, 0, number, 0, 0, 0, number]);
    message.extend_from_slice(&[0, 0, 1, 7, 0x40]);
    message.extend_from_slice(&(content as u32).to_be_bytes()[1..]);
    message.resize(octets, number);
    message
}

fn message(number: u8) -> Vec<u8> {
    sized(number, 100)
}

/// The message with another octet at a place.
fn with(at: usize, octet: u8, mut message: Vec<u8>) -> Vec<u8> {
    message[at] = octet;
    message
}

type Row = (u32, u8, Vec<u8>);

/// Data at a place.
fn data(sequence: u32, octets: impl Into<Vec<u8>>) -> Row {
    (sequence, 0, octets.into())
}

/// What came: number of the message, how, frames.
#[derive(Debug, PartialEq, Eq)]
struct Seen(u8, &'static str, Vec<u64>);

struct Run {
    seen: Vec<Seen>,
    counters: Counters,
    sizes: Vec<usize>,
}

fn run(rows: &[Row]) -> Run {
    let (mut streams, mut counters) = (Streams::default(), Counters::default());
    let (mut seen, mut sizes) = (Vec::new(), Vec::new());
    let mut each = |arrived: &Arrived<'_>| {
        let how = match (arrived.retransmits, arrived.gap, arrived.overlap) {
            (Some(_), ..) => "again",
            (_, _, true) => "overlap",
            (_, true, _) => "gap",
            _ => "",
        };
        let frames = arrived.earlier.iter().chain([&arrived.frame]).map(|frame| frame.number).collect();
        seen.push(Seen(arrived.octets.get(15).copied().unwrap_or(0), how, frames));
        sizes.push(arrived.octets.len());
    };
    for (number, (sequence, flags, octets)) in (1_u64..).zip(rows) {
        let segment = Segment {
            ports: Ports { src: 40_000, dst: PORT, payload: octets },
            sequence: *sequence,
            opens: flags & SYN != 0,
            ends: flags & (RST | 1) != 0,
        };
        let frame = FrameRef { input: 0, number };
        let origin = Origin { src: None, dst: None, frame, ts_ns: number as i64 * 1000, missing: 0 };
        streams.take(&segment, origin, &mut counters, &mut each);
        let held: usize = streams.known.values().map(Stream::held).sum();
        assert_eq!(streams.held, held, "octets held are counted");
    }
    streams.finish(&mut counters, &mut |_, arrived| each(arrived));
    let undecoded: u64 = counters.undecoded.to_map().values().sum();
    assert!(counters.messages >= undecoded, "what is not decoded is a message");
    Run { seen, counters, sizes }
}

#[track_caller]
fn check(rows: &[Row], expected: &[(u8, &'static str, &[u64])]) {
    let expected: Vec<Seen> = expected.iter().map(|(id, how, frames)| Seen(*id, how, frames.to_vec())).collect();
    assert_eq!(run(rows).seen, expected);
}

/// Messages 1 to 5 one behind the other, with other segments behind the first.
fn disturbed(others: &[Row]) -> Vec<Row> {
    let mut rows: Vec<Row> = (1..=5).map(|id: u8| data(1000 + u32::from(id - 1) * 100, message(id))).collect();
    rows.splice(1..1, others.iter().cloned());
    rows
}

/// The numbers of the messages that came, in order of their numbers.
#[track_caller]
fn all_five(others: &[Row]) {
    let mut ids: Vec<u8> = run(&disturbed(others)).seen.iter().map(|seen| seen.0).filter(|id| *id <= 5).collect();
    ids.sort_unstable();
    assert_eq!(ids, [1, 2, 3, 4, 5]);
}

#[test]
fn segments_become_messages() {
    let two = [message(1), message(2)].concat();
    check(&[data(7, message(1))], &[(1, "", &[1])]);
    check(&[data(7, two.clone())], &[(1, "", &[1]), (2, "", &[1])]);
    check(
        &[data(7, &two[..30]), data(37, &two[30..150]), data(157, &two[150..])],
        &[(1, "", &[1, 2]), (2, "", &[2, 3])],
    );
    check(&[data(7, &two[..10]), data(17, &two[10..])], &[(1, "", &[1, 2]), (2, "", &[2])]);
}

#[test]
fn order_gaps_and_the_end_of_numbers() {
    let (a, b, c) = (message(1), message(2), message(3));
    check(
        &[data(7, a.clone()), data(207, c.clone()), data(107, b.clone())],
        &[(1, "", &[1]), (2, "", &[3]), (3, "", &[2])],
    );
    check(&[data(7, a.clone()), data(207, c.clone())], &[(1, "", &[1]), (3, "gap", &[2])]);
    let near = u32::MAX - 49;
    check(
        &[data(near, a.clone()), data(50, b.clone()), data(150, c.clone())],
        &[(1, "", &[1]), (2, "", &[2]), (3, "", &[3])],
    );
    check(
        &[data(near, a.clone()), data(150, c.clone()), data(50, b.clone())],
        &[(1, "", &[1]), (2, "", &[3]), (3, "", &[2])],
    );
    // More octets missing than any window has.
    check(&[data(7, a), data(1 << 24, b), data((1 << 24) + 100, c)], &[(1, "", &[1]), (2, "gap", &[2]), (3, "", &[3])]);
}

#[test]
fn a_capture_begins_in_the_middle() {
    let two = [message(1), message(2)].concat();
    check(&[data(7, &two[33..]), data(174, message(3))], &[(2, "gap", &[1]), (3, "", &[2])]);
    check(&[data(7, &two[33..90]), data(64, &two[90..]), data(174, message(3))], &[(2, "gap", &[2]), (3, "", &[3])]);
    check(&[data(7, vec![9; 50]), data(57, vec![9; 50]), data(107, message(1))], &[(1, "gap", &[3])]);
    let lost = run(&[data(7, vec![9; 50]), data(57, vec![9; 50]), data(107, message(1))]).counters;
    assert_eq!(lost.undecoded.to_map().get("Diameter out of step"), Some(&1), "one place counts once");
}

#[test]
fn the_same_again_and_something_else_again() {
    let (a, b) = (message(1), message(2));
    check(&[data(7, a.clone()), data(7, a.clone())], &[(1, "", &[1]), (1, "again", &[2])]);
    check(&[data(7, a.clone()), data(7, b.clone())], &[(1, "", &[1]), (2, "overlap", &[2])]);
    // Longer than what it replaces, and with more behind it.
    let long = [sized(3, 120), message(4)].concat();
    check(
        &[data(7, a.clone()), data(7, sized(3, 120)), data(127, b.clone())],
        &[(1, "", &[1]), (3, "overlap", &[2]), (2, "", &[3])],
    );
    check(
        &[data(7, a.clone()), data(7, long), data(227, b.clone())],
        &[(1, "", &[1]), (3, "overlap", &[2]), (4, "", &[2]), (2, "", &[3])],
    );
    check(&[data(7, a.clone()), data(7, [a, b].concat())], &[(1, "", &[1]), (1, "again", &[2]), (2, "", &[2])]);
}

#[test]
fn one_packet_blinds_nothing() {
    let far = 1000 + (1 << 30);
    all_five(&[]);
    all_five(&[(far, SYN, vec![])]);
    all_five(&[(1100, SYN, vec![])]);
    all_five(&[(1099, SYN, vec![])]);
    all_five(&[(far, RST, vec![])]);
    all_five(&[(1100, RST, vec![])]);
    all_five(&[data(far, b"junk".to_vec())]);
    all_five(&[data(far, b"junk".to_vec()), data(far + 4, b"junk".to_vec())]);
    all_five(&[data(far, message(9)), data(far + 100, message(9))]);
    all_five(&[data(1100 + 5000, b"junk".to_vec())]);
    all_five(&[data(1100, b"\x16\x03\x03\0\x01\0".to_vec())]);
    all_five(&[data(1100, vec![0x17; 100])]);
    all_five(&[data(1100, vec![1; 300])]);
    all_five(&[data(1100, sized(9, 100_000)[..100].to_vec())]);
    all_five(&[data(1100, with(1, 0xFF, sized(9, 100)))]);
}

#[test]
fn a_message_in_two_segments_survives_what_comes_between() {
    let a = message(1);
    let far = 1 << 30;
    for between in [(far, RST, vec![]), (far, SYN, vec![]), data(far, b"junk".to_vec()), data(far, message(9))] {
        let rows = [data(7, &a[..40]), between, data(47, &a[40..])];
        assert!(run(&rows).seen.contains(&Seen(1, "", vec![1, 3])));
    }
    // Two that lead away.
    let rows = [data(7, &a[..40]), data(far, message(8)), data(far + 100, message(9)), data(47, &a[40..])];
    assert!(run(&rows).seen.contains(&Seen(1, "", vec![1, 4])));
}

#[test]
fn a_connection_begins_again() {
    let (a, b, c) = (message(1), message(2), message(3));
    for other in [1 << 30, 120, 108, 3, 0xF000_0000] {
        let second = [(other, SYN, vec![]), data(other + 1, b.clone()), data(other + 101, c.clone())];
        let rows = [&[data(7, a.clone())][..], &second].concat();
        check(&rows, &[(1, "", &[1]), (2, "", &[3]), (3, "", &[4])]);
        // Whose first message is in two segments.
        let halves = [(other, SYN, vec![]), data(other + 1, &b[..10]), data(other + 11, &b[10..])];
        check(&[&[data(7, a.clone())][..], &halves].concat(), &[(1, "", &[1]), (2, "", &[3, 4])]);
    }
    // After the end, on the same ports.
    check(&[data(7, a.clone()), (107, 1, vec![]), (50, SYN, vec![]), data(51, b)], &[(1, "", &[1]), (2, "", &[4])]);
}

#[test]
fn records_of_tls_hide_only_what_begins_with_them() {
    let record = [&[0x16, 3, 3, 0, 60][..], &[7; 60]].concat();
    check(&[data(7, record.clone()), data(72, record.clone())], &[]);
    check(&[(6, SYN, vec![]), data(7, record.clone()), data(72, vec![5; 100])], &[]);
    check(&[data(7, record.clone()), data(72, message(1))], &[(1, "gap", &[2])]);
    check(&[data(7, message(1)), data(107, record), data(172, message(2))], &[(1, "", &[1]), (2, "gap", &[3])]);
}

#[test]
fn in_step_the_header_decides() {
    let odd = |id| with(20, 1, message(id));
    let reserved = |id| with(24, 0x41, message(id));
    let version = |id| with(0, 2, message(id));
    for strange in [odd(2), reserved(2), version(2), with(4, 0xC1, message(2))] {
        check(&[data(7, [message(1), strange.clone()].concat())], &[(1, "", &[1]), (2, "", &[1])]);
        check(
            &[data(7, message(1)), data(107, strange.clone()), data(207, message(3))],
            &[(1, "", &[1]), (2, "", &[2]), (3, "", &[3])],
        );
        check(&[(6, SYN, vec![]), data(7, strange)], &[(2, "", &[2])]);
    }
    let short = with(3, 16, message(2));
    check(&[data(7, message(1)), data(107, short), data(207, message(3))], &[(1, "", &[1]), (3, "gap", &[3])]);
}

#[test]
fn of_a_message_too_long_its_beginning_is_handed_over() {
    let long = sized(2, 300 << 10);
    let mut rows = vec![data(7, message(1))];
    for (at, octets) in long.chunks(1400).enumerate() {
        rows.push(data(107 + 1400 * at as u32, octets));
    }
    rows.push(data(107 + (300 << 10), message(3)));
    let Run { seen, sizes, .. } = run(&rows);
    assert_eq!(seen.iter().map(|seen| (seen.0, seen.1)).collect::<Vec<_>>(), [(1, ""), (2, ""), (3, "")]);
    assert_eq!(sizes, [100, LONG_KEPT, 100]);
    // One that lies.
    let lie = with(1, 0xFF, message(2));
    check(
        &[data(7, message(1)), data(107, lie), data(207, message(3))],
        &[(1, "", &[1]), (2, "", &[2, 3]), (3, "gap", &[3])],
    );
}

#[test]
fn messages_in_tiny_segments_take_linear_time() {
    let long = sized(1, 256 << 10);
    let rows: Vec<Row> = (0_u32..).zip(&long).map(|(at, octet)| data(7 + at, [*octet])).collect();
    let Run { seen, sizes, .. } = run(&rows);
    assert_eq!(sizes, [256 << 10]);
    assert_eq!(seen[0].2.len(), MAX_FRAMES + 1);
    let small: Vec<u8> = (1..=3).flat_map(message).collect();
    let rows: Vec<Row> = (0_u32..).zip(&small).map(|(at, octet)| data(7 + at, [*octet])).collect();
    assert_eq!(run(&rows).seen.iter().map(|seen| seen.0).collect::<Vec<_>>(), [1, 2, 3]);
}
