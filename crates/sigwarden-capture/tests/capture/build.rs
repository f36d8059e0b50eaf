//! Captures built in memory, and reading them back.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use sigwarden_capture::{CaptureSet, End, Frame};

/// A frame that owns its data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Packet {
    pub(crate) ts_ns: i64,
    pub(crate) number: u64,
    pub(crate) input: u16,
    pub(crate) link_type: u16,
    pub(crate) data: Vec<u8>,
    pub(crate) original_length: u32,
}

impl From<Frame<'_>> for Packet {
    fn from(frame: Frame<'_>) -> Self {
        Self {
            ts_ns: frame.ts_ns,
            number: frame.number,
            input: frame.input,
            link_type: frame.link_type,
            data: frame.data.to_vec(),
            original_length: frame.original_length,
        }
    }
}

/// Everything that came out of a set.
pub(crate) struct Outcome {
    pub(crate) packets: Vec<Packet>,
    pub(crate) ends: Vec<End>,
    pub(crate) warnings: Vec<String>,
}

pub(crate) fn read_all(mut set: CaptureSet) -> Outcome {
    let mut packets = Vec::new();
    while let Some(frame) = set.next_frame() {
        packets.push(frame.into());
    }
    assert!(set.next_frame().is_none(), "a frame after the end");
    Outcome { packets, ends: set.ends(), warnings: set.warnings().to_vec() }
}

pub(crate) fn read_bytes(bytes: &[u8]) -> Outcome {
    let reader = Box::new(Cursor::new(bytes.to_vec()));
    read_all(CaptureSet::from_reader("test", reader))
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Little,
    Big,
}

pub(crate) const ORDERS: [Order; 2] = [Order::Little, Order::Big];

impl Order {
    pub(crate) fn u16(self, value: u16) -> [u8; 2] {
        match self {
            Self::Little => value.to_le_bytes(),
            Self::Big => value.to_be_bytes(),
        }
    }

    pub(crate) fn u32(self, value: u32) -> [u8; 4] {
        match self {
            Self::Little => value.to_le_bytes(),
            Self::Big => value.to_be_bytes(),
        }
    }

    pub(crate) fn u64(self, value: u64) -> [u8; 8] {
        match self {
            Self::Little => value.to_le_bytes(),
            Self::Big => value.to_be_bytes(),
        }
    }

    pub(crate) fn words(self, values: &[u32]) -> Vec<u8> {
        values.iter().flat_map(|value| self.u32(*value)).collect()
    }
}

pub(crate) const MICROSECONDS: u32 = 0xa1b2_c3d4;
pub(crate) const NANOSECONDS: u32 = 0xa1b2_3c4d;
pub(crate) const MODIFIED: u32 = 0xa1b2_cd34;

pub(crate) fn pcap_header(order: Order, magic: u32, network: u32) -> Vec<u8> {
    let mut bytes = order.u32(magic).to_vec();
    bytes.extend(order.u16(2));
    bytes.extend(order.u16(4));
    bytes.extend(order.words(&[0, 0, 65535, network]));
    bytes
}

/// A record whose time is given as in the file.
pub(crate) fn pcap_record(order: Order, magic: u32, time: (u32, u32), data: &[u8]) -> Vec<u8> {
    let length = data.len() as u32;
    let mut bytes = order.words(&[time.0, time.1, length, length + 7]);
    if magic == MODIFIED {
        bytes.extend([0; 8]);
    }
    bytes.extend(data);
    bytes
}

pub(crate) fn block(order: Order, kind: u32, body: &[u8]) -> Vec<u8> {
    let padded = body.len().next_multiple_of(4);
    let length = order.u32(padded as u32 + 12);
    let mut bytes = order.u32(kind).to_vec();
    bytes.extend(length);
    bytes.extend(body);
    bytes.resize(8 + padded, 0);
    bytes.extend(length);
    bytes
}

pub(crate) fn section(order: Order) -> Vec<u8> {
    let mut body = order.u32(0x1a2b_3c4d).to_vec();
    body.extend(order.u16(1));
    body.extend(order.u16(0));
    body.extend(order.u64(u64::MAX));
    block(order, 0x0a0d_0d0a, &body)
}

pub(crate) fn interface(order: Order, link_type: u16, snap: u32, options: &[(u16, &[u8])]) -> Vec<u8> {
    let mut body = order.u16(link_type).to_vec();
    body.extend([0; 2]);
    body.extend(order.u32(snap));
    for (code, value) in options {
        body.extend(order.u16(*code));
        body.extend(order.u16(value.len() as u16));
        body.extend(*value);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    block(order, 1, &body)
}

pub(crate) fn enhanced(order: Order, interface: u32, time: u64, data: &[u8]) -> Vec<u8> {
    let length = data.len() as u32;
    let (high, low) = ((time >> 32) as u32, time as u32);
    let mut body = order.words(&[interface, high, low, length, length + 7]);
    body.extend(data);
    block(order, 6, &body)
}

pub(crate) fn obsolete(order: Order, interface: u16, time: u64, data: &[u8]) -> Vec<u8> {
    let length = data.len() as u32;
    let mut body = order.u16(interface).to_vec();
    body.extend(order.u16(0xffff));
    let (high, low) = ((time >> 32) as u32, time as u32);
    body.extend(order.words(&[high, low, length, length + 7]));
    body.extend(data);
    block(order, 2, &body)
}

pub(crate) fn simple(order: Order, original: u32, data: &[u8]) -> Vec<u8> {
    let mut body = order.u32(original).to_vec();
    body.extend(data);
    block(order, 3, &body)
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn zstd(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec(bytes, CompressionLevel::Fastest)
}

pub(crate) const LINK_TYPE: u16 = 141;

/// Microseconds since 1970 and data of the packets in [`samples`].
pub(crate) fn sample_packets() -> Vec<(u64, Vec<u8>)> {
    let start = 1_700_000_000_000_000;
    (0..5_u8)
        .map(|n| {
            let time = start + u64::from(n) * 999_999;
            (time, vec![n; usize::from(n) * 3])
        })
        .collect()
}

/// The same packets in every format and byte order.
pub(crate) fn samples() -> Vec<(String, Vec<u8>)> {
    let mut samples = Vec::new();
    for order in ORDERS {
        let name = match order {
            Order::Little => "little-endian",
            Order::Big => "big-endian",
        };
        for (flavour, magic) in [("pcap", MICROSECONDS), ("nanosecond pcap", NANOSECONDS), ("modified pcap", MODIFIED)]
        {
            samples.push((format!("{flavour}, {name}"), sample_pcap(order, magic)));
        }
        samples.push((format!("pcapng, {name}"), sample_pcapng(order)));
    }
    samples
}

fn sample_pcap(order: Order, magic: u32) -> Vec<u8> {
    let mut bytes = pcap_header(order, magic, u32::from(LINK_TYPE));
    for (time, data) in sample_packets() {
        let factor = if magic == NANOSECONDS { 1000 } else { 1 };
        let (seconds, fraction) = (time / 1_000_000, time % 1_000_000 * factor);
        let time = (seconds as u32, fraction as u32);
        bytes.extend(pcap_record(order, magic, time, &data));
    }
    bytes
}

fn sample_pcapng(order: Order) -> Vec<u8> {
    let mut bytes = section(order);
    bytes.extend(interface(order, LINK_TYPE, 65535, &[]));
    for (n, (time, data)) in sample_packets().into_iter().enumerate() {
        bytes.extend(match n % 2 {
            0 => enhanced(order, 0, time, &data),
            _ => obsolete(order, 0, time, &data),
        });
    }
    bytes
}

/// What every one of [`samples`] must give.
pub(crate) fn expected() -> Vec<Packet> {
    let packets = sample_packets().into_iter().zip(1..);
    packets
        .map(|((time, data), number)| Packet {
            ts_ns: time as i64 * 1000,
            number,
            input: 0,
            link_type: LINK_TYPE,
            original_length: data.len() as u32 + 7,
            data,
        })
        .collect()
}
