//! One capture: the right format, its records, and how it ended.

use std::io::Read;

use crate::buffer::Buffer;
use crate::compression::{HEAD_BYTES, decompress, describe};
use crate::pcap::PcapReader;
use crate::pcapng::PcapngReader;
use crate::{End, Format, Frame};

/// A packet in the buffer of its reader.
#[derive(Default)]
pub(crate) struct Record {
    pub(crate) ts_ns: i64,
    pub(crate) number: u64,
    pub(crate) link_type: u16,
    pub(crate) original_length: u32,
    /// Where the data begins in the buffer.
    pub(crate) start: usize,
    /// Bytes of data.
    pub(crate) length: usize,
}

/// The order of the bytes in numbers, which is that of the capturing machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ByteOrder {
    Little,
    Big,
}

impl ByteOrder {
    #[inline]
    pub(crate) fn u16(self, bytes: [u8; 2]) -> u16 {
        match self {
            Self::Little => u16::from_le_bytes(bytes),
            Self::Big => u16::from_be_bytes(bytes),
        }
    }

    #[inline]
    pub(crate) fn u32(self, bytes: [u8; 4]) -> u32 {
        match self {
            Self::Little => u32::from_le_bytes(bytes),
            Self::Big => u32::from_be_bytes(bytes),
        }
    }

    pub(crate) fn i64(self, bytes: [u8; 8]) -> i64 {
        match self {
            Self::Little => i64::from_le_bytes(bytes),
            Self::Big => i64::from_be_bytes(bytes),
        }
    }
}

/// How an input ends that is damaged at `offset`, after `frames` good ones.
#[cold]
pub(crate) fn damaged(frames: u64, offset: u64, detail: String) -> End {
    match frames {
        0 => End::Unreadable { detail: format!("damaged at offset {offset}: {detail}") },
        _ => End::CutShort { offset, detail },
    }
}

/// Unusual things in a capture that do no harm; each is counted.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Oddity {
    UnknownBlock,
    NoInterface,
    NoTime,
    TooManyInterfaces,
    UnknownVersion,
}

const ODDITIES: [&str; 5] = [
    "blocks of an unknown type skipped",
    "packets without a described interface skipped",
    "packets without a time, given that of the packet before",
    "interfaces beyond the limit of a section left out",
    "headers with an unknown format version, read all the same",
];

/// How often each [`Oddity`] was met.
#[derive(Default)]
pub(crate) struct Oddities([u64; ODDITIES.len()]);

impl Oddities {
    pub(crate) fn count(&mut self, oddity: Oddity) {
        if let Some(count) = self.0.get_mut(oddity as usize) {
            *count = count.saturating_add(1);
        }
    }

    /// One line for each kind that was met.
    pub(crate) fn describe(&self) -> impl Iterator<Item = String> {
        let met = self.0.iter().zip(ODDITIES).filter(|(count, _)| **count > 0);
        met.map(|(count, text)| format!("{text}: {count}"))
    }
}

/// Bytes that tell the format.
const MAGIC_BYTES: usize = 4;

enum Reading {
    Pcap(PcapReader),
    Pcapng(PcapngReader),
}

/// Reads the records of one capture.
pub(crate) struct CaptureReader {
    buffer: Buffer,
    format: Reading,
    oddities: Oddities,
    record: Record,
}

impl CaptureReader {
    /// Finds out the compression and the format of a capture. `chunk`: bytes
    /// the buffer holds at first.
    pub(crate) fn new(source: Box<dyn Read + Send>, chunk: usize) -> Result<Self, End> {
        let mut buffer = decompress(source, chunk)
            .map_err(|error| End::Unreadable { detail: format!("reading failed: {error}") })?;
        let mut oddities = Oddities::default();
        buffer.need(MAGIC_BYTES);
        let format = if PcapngReader::recognises(buffer.window()) {
            Reading::Pcapng(PcapngReader::new())
        } else if PcapReader::recognises(buffer.window()) {
            Reading::Pcap(PcapReader::open(&mut buffer, &mut oddities)?)
        } else {
            buffer.need(HEAD_BYTES);
            return Err(End::Unreadable {
                detail: match buffer.failure() {
                    Some(failure) => failure.to_owned(),
                    None => describe(buffer.window()),
                },
            });
        };
        Ok(Self { buffer, format, oddities, record: Record::default() })
    }

    /// What the capture is written in.
    pub(crate) fn format(&self) -> Format {
        match &self.format {
            Reading::Pcap(reader) => Format::Pcap { nanoseconds: reader.has_nanoseconds() },
            Reading::Pcapng(_) => Format::Pcapng,
        }
    }

    /// Reads the next packet and gives its time.
    #[inline]
    pub(crate) fn advance(&mut self) -> Result<i64, End> {
        let (buffer, record) = (&mut self.buffer, &mut self.record);
        match &mut self.format {
            Reading::Pcap(reader) => reader.next_record(buffer, record)?,
            Reading::Pcapng(reader) => reader.next_record(buffer, &mut self.oddities, record)?,
        }
        Ok(record.ts_ns)
    }

    /// The packet that was read last, as one of the input with this number.
    #[inline]
    pub(crate) fn frame(&self, input: u16) -> Frame<'_> {
        // Field by field: to copy the record as a whole right after it was
        // written costs more than the rest of the work on a frame.
        Frame {
            ts_ns: self.record.ts_ns,
            number: self.record.number,
            input,
            link_type: self.record.link_type,
            data: self.buffer.bytes(self.record.start, self.record.length),
            original_length: self.record.original_length,
        }
    }

    pub(crate) fn oddities(&self) -> &Oddities {
        &self.oddities
    }
}
