//! Both formats, both byte orders, every compression.

use crate::build::*;
use sigwarden_capture::End;

#[test]
fn reads_every_format_in_every_compression() {
    for (name, bytes) in samples() {
        let (front, back) = bytes.split_at(bytes.len() / 2);
        let skippable = [&[0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0][..], b"abc"].concat();
        let rows = [
            ("plain", bytes.clone()),
            ("gzip", gzip(&bytes)),
            ("two gzip members", [gzip(front), gzip(back)].concat()),
            ("zstd", zstd(&bytes)),
            ("two zstd frames", [zstd(front), zstd(back)].concat()),
            ("skippable zstd frames", [&skippable[..], &zstd(front), &skippable, &zstd(back)].concat()),
        ];
        for (compression, input) in rows {
            let outcome = read_bytes(&input);
            assert_eq!(outcome.packets, expected(), "{name}, {compression}");
            assert_eq!(outcome.ends, [End::Complete], "{name}, {compression}");
            assert_eq!(outcome.warnings, [""; 0], "{name}, {compression}");
        }
    }
}

/// Options of an interface, time of a packet, nanoseconds expected.
fn check_time(options: &[(u16, &[u8])], time: u64, expected: i64) {
    let order = Order::Little;
    let bytes = [section(order), interface(order, 1, 0, options), enhanced(order, 0, time, b"x")];
    let outcome = read_bytes(&bytes.concat());
    assert_eq!(outcome.packets[0].ts_ns, expected, "{options:?} {time}");
}

#[test]
fn converts_times_of_every_resolution() {
    let hour = 3600_i64.to_le_bytes();
    let minus = (-2_i64).to_le_bytes();
    check_time(&[], 5, 5000);
    check_time(&[(9, &[6])], 5, 5000);
    check_time(&[(9, &[0])], 5, 5_000_000_000);
    check_time(&[(9, &[3])], 1_700_000_000_123, 1_700_000_000_123_000_000);
    check_time(&[(9, &[9])], 1_700_000_000_123_456_789, 1_700_000_000_123_456_789);
    check_time(&[(9, &[12])], 5_999, 5);
    check_time(&[(9, &[127])], u64::MAX, 0);
    check_time(&[(9, &[0x80])], 3, 3_000_000_000);
    check_time(&[(9, &[0x8a])], 512, 500_000_000);
    check_time(&[(9, &[0xa0])], 1 << 31, 500_000_000);
    check_time(&[(9, &[0xff])], u64::MAX, 0);
    check_time(&[(14, &hour)], 1, 3_600_000_001_000);
    check_time(&[(9, &[9]), (14, &minus)], 1, -1_999_999_999);
    check_time(&[(2, b"eth0"), (9, &[9]), (0, &[])], 7, 7);
    check_time(&[(0, &[]), (9, &[9])], 7, 7000);
    check_time(&[], u64::MAX, i64::MAX);
}

#[test]
fn keeps_interfaces_of_sections_apart() {
    let (little, big) = (Order::Little, Order::Big);
    let bytes = [
        section(little),
        interface(little, 1, 0, &[]),
        interface(little, 113, 0, &[(9, &[9])]),
        enhanced(little, 1, 10, b"one"),
        enhanced(little, 0, 10, b"two"),
        section(big),
        interface(big, 140, 0, &[(9, &[3])]),
        enhanced(big, 0, 10, b"three"),
        enhanced(big, 1, 10, b"of no interface"),
        enhanced(big, 0, 11, b"four"),
    ];
    let outcome = read_bytes(&bytes.concat());
    let got: Vec<_> = outcome.packets.iter().map(|p| (p.number, p.ts_ns, p.link_type, p.data.as_slice())).collect();
    let expected: [(u64, i64, u16, &[u8]); 4] =
        [(1, 10, 113, b"one"), (2, 10_000, 1, b"two"), (3, 10_000_000, 140, b"three"), (5, 11_000_000, 140, b"four")];
    assert_eq!(got, expected);
    let warning = "test: packets without a described interface skipped: 1";
    assert_eq!(outcome.warnings, [warning]);
}

/// A block between two packets: number of the second, warnings.
fn check_between(kind: u32, number: u64, warnings: usize) {
    let order = Order::Little;
    let bytes = [
        section(order),
        interface(order, 1, 0, &[]),
        enhanced(order, 0, 1, b"first"),
        block(order, kind, &[0; 40]),
        enhanced(order, 0, 2, b"second"),
    ];
    let outcome = read_bytes(&bytes.concat());
    let numbers: Vec<u64> = outcome.packets.iter().map(|p| p.number).collect();
    assert_eq!(numbers, [1, number], "{kind:#x}");
    assert_eq!(outcome.warnings.len(), warnings, "{kind:#x}");
    assert_eq!(outcome.ends, [End::Complete], "{kind:#x}");
}

#[test]
fn numbers_packets_as_packet_tools_do() {
    check_between(4, 2, 0);
    check_between(5, 2, 0);
    check_between(10, 2, 0);
    check_between(0xbad, 3, 0);
    check_between(0x4000_0bad, 3, 0);
    check_between(9, 3, 0);
    check_between(0x204, 3, 0);
    check_between(0x208, 2, 0);
    check_between(0x7777, 2, 1);
}

#[test]
fn passes_over_a_block_larger_than_any_buffer() {
    let order = Order::Big;
    let bytes = [
        section(order),
        interface(order, 1, 0, &[]),
        block(order, 0x7777, &vec![1; 5 << 20]),
        enhanced(order, 0, 2, b"behind"),
    ];
    assert_eq!(read_bytes(&bytes.concat()).packets[0].data, b"behind");
}

/// Snapshot length, original length, data in the block, data expected.
fn check_simple(snap: u32, original: u32, data: &[u8], expected: &[u8]) {
    let order = Order::Little;
    let bytes = [
        section(order),
        interface(order, 1, snap, &[]),
        enhanced(order, 0, 9, b"with a time"),
        simple(order, original, data),
    ];
    let outcome = read_bytes(&bytes.concat());
    let packet = &outcome.packets[1];
    assert_eq!(packet.data, expected, "{snap} {original}");
    assert_eq!(packet.original_length, original);
    assert_eq!(packet.ts_ns, 9000, "the time of the packet before");
    assert_eq!(outcome.warnings.len(), 1);
}

#[test]
fn reads_simple_packets() {
    check_simple(0, 5, b"abcde", b"abcde");
    check_simple(65535, 5, b"abcde", b"abcde");
    check_simple(5, 9, b"abcde", b"abcde");
}

#[test]
fn reads_a_simple_packet_without_interface_as_nothing() {
    let order = Order::Little;
    let outcome = read_bytes(&[section(order), simple(order, 1, b"a")].concat());
    assert_eq!(outcome.packets, []);
    assert_eq!(outcome.warnings.len(), 1);
}

#[test]
fn keeps_the_low_half_of_the_network_field() {
    let order = Order::Little;
    let bytes = [pcap_header(order, MICROSECONDS, 0xf400_0001), pcap_record(order, MICROSECONDS, (1, 2), b"x")];
    assert_eq!(read_bytes(&bytes.concat()).packets[0].link_type, 1);
}

#[test]
fn takes_a_block_length_without_its_padding() {
    let order = Order::Little;
    let mut packet = enhanced(order, 0, 1, b"abcde");
    let length = packet.len();
    let short = order.u32(length as u32 - 3);
    packet[4..8].copy_from_slice(&short);
    packet[length - 4..].copy_from_slice(&short);
    let bytes = [section(order), interface(order, 1, 0, &[]), packet];
    assert_eq!(read_bytes(&bytes.concat()).packets[0].data, b"abcde");
}

#[test]
fn reads_the_largest_packet_allowed() {
    let order = Order::Little;
    let data = vec![7; sigwarden_capture::MAX_CAPTURED_LENGTH as usize];
    let pcap = [pcap_header(order, MICROSECONDS, 1), pcap_record(order, MICROSECONDS, (1, 2), &data)];
    let pcapng = [section(order), interface(order, 1, 0, &[]), enhanced(order, 0, 1, &data)];
    for bytes in [pcap.concat(), pcapng.concat()] {
        assert_eq!(read_bytes(&bytes).packets[0].data, data);
    }
}
