//! Captures that break off, are damaged, or are none; arbitrary bytes.

use std::io::{self, Read};

use crate::build::*;
use proptest::prelude::*;
use sigwarden_capture::{CaptureSet, End};

#[test]
fn every_prefix_gives_a_prefix_of_the_frames() {
    for (name, bytes) in samples() {
        let mut before = 0;
        for length in 0..=bytes.len() {
            let outcome = read_bytes(&bytes[..length]);
            let count = outcome.packets.len();
            assert_eq!(outcome.packets, expected()[..count], "{name}, {length}");
            assert!(count == before || count == before + 1, "{name}, {length}");
            // A new frame comes with its last byte, and there the input may end.
            if count > before {
                assert_eq!(outcome.ends, [End::Complete], "{name}, {length}");
            }
            before = count;
        }
        assert_eq!(before, expected().len(), "{name}");
    }
}

#[test]
fn every_compressed_prefix_gives_a_prefix_of_the_frames() {
    for (name, bytes) in samples() {
        for compressed in [gzip(&bytes), zstd(&bytes)] {
            for length in 0..compressed.len() {
                let outcome = read_bytes(&compressed[..length]);
                let count = outcome.packets.len();
                assert_eq!(outcome.packets, expected()[..count], "{name}, {length}");
                assert_ne!(outcome.ends, [End::Complete], "{name}, {length}");
            }
        }
    }
}

/// A pcap of `count` records of 1000 bytes that do not compress.
fn noise(count: u32) -> Vec<u8> {
    let mut state = 1_u32;
    let mut bytes = pcap_header(Order::Little, MICROSECONDS, 1);
    for number in 0..count {
        let data: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .take(1000)
        .collect();
        let record = pcap_record(Order::Little, MICROSECONDS, (number, 0), &data);
        bytes.extend(record);
    }
    bytes
}

#[test]
fn gives_what_was_decoded_before_a_compressed_stream_breaks_off() {
    let bytes = noise(1000);
    for (name, compressed) in [("gzip", gzip(&bytes)), ("zstd", zstd(&bytes))] {
        let outcome = read_bytes(&compressed[..compressed.len() * 9 / 10]);
        // The last block of the compressed stream is lost, at most 128 KiB.
        let count = outcome.packets.len();
        assert!((750..=900).contains(&count), "{name}: {count}");
        let [End::CutShort { offset, detail }] = &outcome.ends[..] else {
            panic!("{name}: {:?}", outcome.ends);
        };
        assert_eq!(*offset, 24 + 1016 * count as u64, "{name}");
        assert!(detail.contains(&format!("the {name} stream")), "{detail}");
    }
}

#[test]
fn notices_a_wrong_checksum() {
    let bytes = noise(3);
    for mut compressed in [gzip(&bytes), zstd(&bytes)] {
        // In both formats the data of these frames is stored as it is.
        let middle = compressed.len() / 2;
        compressed[middle] ^= 1;
        let outcome = read_bytes(&compressed);
        assert!(matches!(outcome.ends[..], [End::CutShort { .. }]));
    }
}

/// What the end of an input is, what it says, and how many frames came before.
fn check_end(bytes: &[u8], frames: usize, readable: bool, words: &str) {
    let outcome = read_bytes(bytes);
    assert_eq!(outcome.packets.len(), frames, "{words}");
    let detail = match &outcome.ends[..] {
        [End::CutShort { detail, .. }] if readable => detail,
        [End::Unreadable { detail }] if !readable => detail,
        other => panic!("{words}: {other:?}"),
    };
    assert!(detail.contains(words), "{detail:?} lacks {words:?}");
}

#[test]
fn says_what_an_input_is_that_is_no_capture() {
    check_end(b"", 0, false, "the input is empty");
    check_end(b"Date,Time\n1,2\n", 0, false, "looks like text");
    check_end("größer".as_bytes(), 0, false, "looks like text");
    check_end(b"PK\x03\x04\x14\0\0\0", 0, false, "a zip archive");
    check_end(b"\xfd7zXZ\0\0\x04", 0, false, "xz data");
    check_end(b"BZh91AY&SY", 0, false, "bzip2 data");
    check_end(b"snoop\0\0\0\0\0\0\x02", 0, false, "a snoop capture");
    check_end(&[0; 100], 0, false, "zero bytes only");
    check_end(&[1, 2, 3, 4, 5], 0, false, "beginning with 01 02 03 04");
    check_end(&[0xd4, 0xc3], 0, false, "beginning with d4 c3");
    check_end(&gzip(b""), 0, false, "the input is empty");
    check_end(&gzip(b"some text"), 0, false, "looks like text");
    check_end(&gzip(&gzip(b"x")), 0, false, "gzip data, compressed twice");
    check_end(b"\x1f\x8b\x08", 0, false, "the gzip stream failed");
    check_end(b"\x28\xb5\x2f\xfd", 0, false, "the zstd stream failed");
}

#[test]
fn tells_where_a_pcap_is_damaged() {
    let order = Order::Big;
    let header = pcap_header(order, MICROSECONDS, 1);
    let good = pcap_record(order, MICROSECONDS, (1, 1), b"abc");
    let absurd = order.words(&[2, 2, 1 << 20 | 1, 3]);
    let claims = "claims 1048577 bytes";
    check_end(&header[..23], 0, true, "23 bytes into a file header");
    check_end(&[&header[..], &absurd].concat(), 0, false, claims);
    check_end(&[&header[..], &good, &absurd].concat(), 1, true, claims);
    let rows = [&header[..], &good, &good[..18]].concat();
    check_end(&rows, 1, true, "18 bytes into a record");
}

#[test]
fn tells_where_a_pcapng_is_damaged() {
    let order = Order::Little;
    let head = [section(order), interface(order, 1, 0, &[])].concat();
    let good = enhanced(order, 0, 1, b"abcd");
    let patched = |at: usize, value: u32| {
        let mut block = good.clone();
        block[at..at + 4].copy_from_slice(&order.u32(value));
        block
    };
    let mut nameless = section(order);
    nameless[8] = 0;
    let huge_interface = interface(order, 1, 0, &[(1, &[0; 65_535][..]); 40]);
    let rows = [
        (patched(4, 8), "the block length 8 "),
        (patched(4, 0), "the block length 0 "),
        (patched(4, u32::MAX), "the block length 4294967295 "),
        (patched(32, 40), "the block length 36 "),
        (patched(20, 5), "claims 5"),
        (patched(20, u32::MAX), "claims 4294967295"),
        (nameless, "without its byte-order mark"),
        (huge_interface, "the block length"),
        (block(order, 3, &[]), "the block length 12 "),
    ];
    for (bad, words) in rows {
        check_end(&[&head[..], &good, &bad].concat(), 1, true, words);
        check_end(&[&head[..], &bad].concat(), 0, false, words);
    }
    let cut = [&head[..], &good, &block(order, 0x7777, &[0; 64])[..70]].concat();
    check_end(&cut, 1, true, "70 bytes into a block");
}

#[test]
fn keeps_what_came_before_a_read_error() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is gone"))
        }
    }
    let (_, bytes) = samples().remove(0);
    let reader = Box::new(io::Cursor::new(bytes).chain(Failing));
    let outcome = read_all(CaptureSet::from_reader("test", reader));
    assert_eq!(outcome.packets, expected());
    let [End::CutShort { detail, .. }] = &outcome.ends[..] else {
        panic!("{:?}", outcome.ends);
    };
    assert_eq!(detail, "reading the input failed: the disk is gone");
    let outcome = read_all(CaptureSet::from_reader("test", Box::new(Failing)));
    assert!(matches!(outcome.ends[..], [End::Unreadable { .. }]));
}

#[test]
fn reads_from_a_source_that_gives_one_byte_at_a_time() {
    struct Trickle(io::Cursor<Vec<u8>>);
    impl Read for Trickle {
        fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
            let length = target.len().min(1);
            self.0.read(&mut target[..length])
        }
    }
    for (name, bytes) in samples() {
        for bytes in [gzip(&bytes), zstd(&bytes), bytes] {
            let reader = Box::new(Trickle(io::Cursor::new(bytes)));
            let outcome = read_all(CaptureSet::from_reader("test", reader));
            assert_eq!(outcome.packets, expected(), "{name}");
        }
    }
}

#[test]
fn never_reads_far_ahead() {
    /// Without end: the same record again and again.
    struct Endless(Vec<u8>, usize);
    impl Read for Endless {
        fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
            for byte in &mut *target {
                *byte = self.0[self.1];
                self.1 = (self.1 + 1) % self.0.len();
            }
            Ok(target.len())
        }
    }
    let order = Order::Little;
    let header = pcap_header(order, MICROSECONDS, 1);
    let record = pcap_record(order, MICROSECONDS, (1, 1), &[3; 84]);
    let reader = io::Cursor::new(header).chain(Endless(record, 0));
    let mut set = CaptureSet::from_reader("endless", Box::new(reader));
    for number in 1..=30_000 {
        assert_eq!(set.next_frame().map(|f| f.number), Some(number));
        assert!(set.bytes_read() <= 24 + number * 100 + (1 << 20));
    }
}

#[test]
fn reads_a_stream_that_unpacks_to_a_thousandfold() {
    let mut bytes = pcap_header(Order::Little, MICROSECONDS, 1);
    bytes.resize(24 + (16 << 20), 0);
    for compressed in [gzip(&bytes), zstd(&bytes)] {
        let mut set = CaptureSet::from_reader("test", Box::new(io::Cursor::new(compressed)));
        let mut frames = 0_u32;
        while set.next_frame().is_some() {
            frames += 1;
        }
        assert_eq!(frames, 1 << 20);
        assert_eq!(set.ends(), [End::Complete]);
    }
}

/// First bytes that lead arbitrary bytes to each part of the crate.
fn openings() -> Vec<Vec<u8>> {
    let mut openings = vec![vec![], vec![0x1f, 0x8b, 8, 0], vec![0x28, 0xb5, 0x2f, 0xfd], vec![0x50, 0x2a, 0x4d, 0x18]];
    for order in ORDERS {
        openings.push(pcap_header(order, MICROSECONDS, 1));
        openings.push(section(order));
        openings.push([section(order), interface(order, 1, 0, &[])].concat());
        openings.push([section(order), order.words(&[1, 48])].concat());
    }
    openings
}

proptest! {
    #[test]
    fn comes_to_an_end_with_arbitrary_bytes(
        opening in prop::sample::select(openings()),
        bytes in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let outcome = read_bytes(&[opening, bytes].concat());
        prop_assert_eq!(outcome.ends.len(), 1);
    }

    #[test]
    fn comes_to_an_end_with_changed_captures(
        (_, mut bytes) in prop::sample::select(samples()),
        compression in 0..3,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        bytes = match compression {
            0 => bytes,
            1 => gzip(&bytes),
            _ => zstd(&bytes),
        };
        for (index, value) in changes {
            let at = index.index(bytes.len());
            bytes[at] = value;
        }
        let outcome = read_bytes(&bytes);
        prop_assert_eq!(outcome.ends.len(), 1);
    }
}
