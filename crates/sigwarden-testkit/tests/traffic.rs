//! The generated capture, read back by a walker that knows nothing of the builders.

use std::collections::BTreeMap;

use sigwarden_testkit::traffic;

struct Frame<'a> {
    time: (u32, u32),
    octets: &'a [u8],
}

fn little(octets: &[u8]) -> u32 {
    u32::from_le_bytes(octets[..4].try_into().unwrap())
}

fn big(octets: &[u8]) -> u32 {
    u32::from_be_bytes(octets[..4].try_into().unwrap())
}

fn short(octets: &[u8]) -> usize {
    usize::from(u16::from_be_bytes([octets[0], octets[1]]))
}

fn frames(file: &[u8]) -> Vec<Frame<'_>> {
    let mut rest = &file[24..];
    let mut out = Vec::new();
    while !rest.is_empty() {
        let length = little(&rest[8..]) as usize;
        let time = (little(rest), little(&rest[4..]));
        out.push(Frame { time, octets: &rest[16..16 + length] });
        rest = &rest[16 + length..];
    }
    out
}

/// The M3UA messages of a frame, with the transmission numbers they came under.
fn messages(frame: &[u8]) -> Vec<(u32, &[u8])> {
    assert_eq!(frame[12..14], [8, 0]);
    let packet = &frame[14..];
    assert_eq!(short(&packet[2..]), packet.len(), "length of the IP packet");
    let mut chunks = &packet[20 + 12..];
    let mut out = Vec::new();
    while !chunks.is_empty() {
        let length = short(&chunks[2..]);
        if chunks[0] == 0 {
            out.push((big(&chunks[4..]), &chunks[16..length]));
        }
        chunks = &chunks[length.next_multiple_of(4)..];
    }
    out
}

#[test]
fn two_thousand_messages_walk_from_pcap_to_m3ua() {
    let file = traffic(2000, 1);
    let frames = frames(&file);
    assert!((2000..3000).contains(&frames.len()), "{} frames", frames.len());
    assert!(frames.is_sorted_by_key(|frame| frame.time));
    let mut expected = BTreeMap::new();
    for frame in &frames {
        let messages = messages(frame.octets);
        assert_eq!(messages.len(), 1);
        for (number, message) in messages {
            assert_eq!(big(&message[4..]) as usize, message.len(), "length of M3UA");
            let direction = frame.octets[26..34].to_vec();
            let next = expected.entry(direction).or_insert(number);
            assert_eq!(number, *next, "transmission numbers count up");
            *next += 1;
        }
    }
    assert_eq!(expected.len(), 8, "two directions of four associations");
}
