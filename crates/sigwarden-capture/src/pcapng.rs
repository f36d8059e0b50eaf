//! The pcapng file format (draft-ietf-opsawg-pcapng).

use crate::buffer::{Buffer, MAX_RECORD_BYTES};
use crate::reader::{ByteOrder, Oddities, Oddity, Record, damaged};
use crate::{End, MAX_CAPTURED_LENGTH};

/// A Section Header Block begins with this in either byte order.
const SECTION_MAGIC: [u8; 4] = [0x0a, 0x0d, 0x0d, 0x0a];
const BYTE_ORDER_MAGIC: u32 = 0x1a2b_3c4d;
const SECTION_HEADER_BYTES: usize = 28;
const FORMAT_VERSION: u16 = 1;

/// Type and length before the body of a block; the length again after it.
const BLOCK_HEADER_BYTES: usize = 8;
const BLOCK_TRAILER_BYTES: usize = 4;

/// Interfaces of one section that are kept.
const MAX_INTERFACES: usize = 1 << 16;

const OPTION_END: u16 = 0;
const OPTION_TIME_RESOLUTION: u16 = 9;
const OPTION_TIME_OFFSET: u16 = 14;

/// What becomes of a block.
#[derive(Clone, Copy)]
enum Handling {
    Section,
    Interface,
    EnhancedPacket,
    SimplePacket,
    /// Laid out like the enhanced one but for its narrow interface number.
    ObsoletePacket,
    /// No packet to us, yet packet tools give it a frame number.
    CountAndSkip,
    Skip,
}

/// Block types of the registry. The order is that of the search.
const BLOCKS: &[(u32, Handling)] = &[
    (0x0000_0006, Handling::EnhancedPacket),
    (0x0a0d_0d0a, Handling::Section),
    (0x0000_0001, Handling::Interface),
    (0x0000_0003, Handling::SimplePacket),
    (0x0000_0002, Handling::ObsoletePacket),
    // Name resolution, interface statistics, decryption secrets.
    (0x0000_0004, Handling::Skip),
    (0x0000_0005, Handling::Skip),
    (0x0000_000a, Handling::Skip),
    // Custom blocks, with and without permission to copy.
    (0x0000_0bad, Handling::CountAndSkip),
    (0x4000_0bad, Handling::CountAndSkip),
    // Journal entries.
    (0x0000_0009, Handling::CountAndSkip),
    // System call events; those with flags get no number.
    (0x0000_0204, Handling::CountAndSkip),
    (0x0000_0216, Handling::CountAndSkip),
    (0x0000_0221, Handling::CountAndSkip),
    (0x0000_0208, Handling::Skip),
    (0x0000_0217, Handling::Skip),
    (0x0000_0222, Handling::Skip),
];

/// How the 64-bit time of a packet becomes nanoseconds.
#[derive(Clone, Copy)]
enum Resolution {
    Multiply(u64),
    Divide(u64),
    /// Units of 2^-n seconds.
    Binary(u32),
}

impl Resolution {
    const MICROSECONDS: Self = Self::Multiply(1000);

    /// From the value of if_tsresol (section 4.2): the upper bit tells powers
    /// of 2 from powers of 10, the rest is the negative exponent.
    fn from_option(value: u8) -> Self {
        let exponent = u32::from(value & 0x7f);
        if value & 0x80 != 0 {
            return Self::Binary(exponent);
        }
        match 9_u32.checked_sub(exponent) {
            Some(more) => Self::Multiply(10_u64.saturating_pow(more)),
            // So fine that all the time there is comes to less than 1 ns.
            None => 10_u64.checked_pow(exponent.saturating_sub(9)).map_or(Self::Multiply(0), Self::Divide),
        }
    }

    #[inline]
    fn nanoseconds(self, time: u64) -> i64 {
        let ns = match self {
            Self::Multiply(factor) => time.saturating_mul(factor),
            Self::Divide(divisor) => time.checked_div(divisor).unwrap_or(0),
            Self::Binary(exponent) => {
                let scaled = u128::from(time).wrapping_mul(1_000_000_000);
                u64::try_from(scaled.checked_shr(exponent).unwrap_or(0)).unwrap_or(u64::MAX)
            }
        };
        i64::try_from(ns).unwrap_or(i64::MAX)
    }
}

struct Interface {
    link_type: u16,
    /// Bytes a packet is cut to; 0: not cut.
    snap_length: u32,
    resolution: Resolution,
    offset_ns: i64,
}

impl Interface {
    /// From an Interface Description Block (section 4.2).
    fn from_block(order: ByteOrder, block: &[u8]) -> Option<Self> {
        let header = block.first_chunk::<16>()?;
        let mut interface = Self {
            link_type: order.u16([header[8], header[9]]),
            snap_length: order.u32([header[12], header[13], header[14], header[15]]),
            resolution: Resolution::MICROSECONDS,
            offset_ns: 0,
        };
        let mut options = block.get(16..).unwrap_or_default();
        while let Some((code, value, rest)) = split_option(order, options) {
            match (code, value) {
                (OPTION_END, _) => break,
                (OPTION_TIME_RESOLUTION, [resolution, ..]) => {
                    interface.resolution = Resolution::from_option(*resolution);
                }
                (OPTION_TIME_OFFSET, value) => {
                    if let Some(seconds) = value.first_chunk::<8>() {
                        interface.offset_ns = order.i64(*seconds).saturating_mul(1_000_000_000);
                    }
                }
                _ => {}
            }
            options = rest;
        }
        Some(interface)
    }
}

/// The first option: its code, its value, and the options after it.
fn split_option(order: ByteOrder, options: &[u8]) -> Option<(u16, &[u8], &[u8])> {
    let (head, rest) = options.split_first_chunk::<4>()?;
    let length = usize::from(order.u16([head[2], head[3]]));
    let value = rest.get(..length)?;
    let rest = rest.get(length.next_multiple_of(4)..).unwrap_or_default();
    Some((order.u16([head[0], head[1]]), value, rest))
}

/// A block whose bytes are in the buffer.
struct Block {
    /// Where it begins in the buffer.
    start: usize,
    /// Its bytes without the trailing length.
    length: usize,
    /// Where it begins in the stream.
    offset: u64,
}

/// Reads the packets of a pcapng file.
pub(crate) struct PcapngReader {
    order: ByteOrder,
    interfaces: Vec<Interface>,
    frames: u64,
}

impl PcapngReader {
    /// Whether a file that begins like this is pcapng.
    pub(crate) fn recognises(head: &[u8]) -> bool {
        head.starts_with(&SECTION_MAGIC)
    }

    pub(crate) fn new() -> Self {
        Self { order: ByteOrder::Little, interfaces: Vec::new(), frames: 0 }
    }

    #[inline]
    pub(crate) fn next_record(
        &mut self,
        buffer: &mut Buffer,
        oddities: &mut Oddities,
        record: &mut Record,
    ) -> Result<(), End> {
        loop {
            if !buffer.need(BLOCK_HEADER_BYTES) {
                return Err(buffer.end("block header"));
            }
            let Some(head) = buffer.window().first_chunk::<BLOCK_HEADER_BYTES>() else {
                return Err(buffer.end("block header"));
            };
            let kind = self.order.u32([head[0], head[1], head[2], head[3]]);
            let length = self.order.u32([head[4], head[5], head[6], head[7]]);
            let found = match handling(kind) {
                Some(Handling::EnhancedPacket) => self.packet(buffer, oddities, record, length, true)?,
                Some(Handling::ObsoletePacket) => self.packet(buffer, oddities, record, length, false)?,
                Some(Handling::SimplePacket) => self.simple_packet(buffer, oddities, record, length)?,
                other => {
                    self.other_block(buffer, oddities, length, other)?;
                    false
                }
            };
            if found {
                return Ok(());
            }
        }
    }

    /// Blocks that hold no packet.
    fn other_block(
        &mut self,
        buffer: &mut Buffer,
        oddities: &mut Oddities,
        length: u32,
        handling: Option<Handling>,
    ) -> Result<(), End> {
        match handling {
            Some(Handling::Section) => return self.section(buffer, oddities),
            Some(Handling::Interface) => return self.interface(buffer, oddities, length),
            Some(Handling::CountAndSkip) => self.frames = self.frames.saturating_add(1),
            None => oddities.count(Oddity::UnknownBlock),
            Some(_) => {}
        }
        let span = self.span(buffer, length)?;
        let offset = buffer.offset();
        match buffer.skip(span as u64) {
            true => Ok(()),
            false => Err(buffer.cut_at(offset, "block")),
        }
    }

    /// Section Header Block (section 4.1): the byte order of what follows, and
    /// a new list of interfaces.
    fn section(&mut self, buffer: &mut Buffer, oddities: &mut Oddities) -> Result<(), End> {
        if !buffer.need(SECTION_HEADER_BYTES) {
            return Err(buffer.end("section header"));
        }
        let Some(head) = buffer.window().first_chunk::<SECTION_HEADER_BYTES>().copied() else {
            return Err(buffer.end("section header"));
        };
        let magic = [head[8], head[9], head[10], head[11]];
        let known = [ByteOrder::Little, ByteOrder::Big].into_iter().find(|order| order.u32(magic) == BYTE_ORDER_MAGIC);
        let Some(order) = known else {
            let detail = "a section header without its byte-order mark".to_owned();
            return Err(damaged(self.frames, buffer.offset(), detail));
        };
        self.order = order;
        self.interfaces.clear();
        if order.u16([head[12], head[13]]) != FORMAT_VERSION {
            oddities.count(Oddity::UnknownVersion);
        }
        let length = order.u32([head[4], head[5], head[6], head[7]]);
        self.block(buffer, length, SECTION_HEADER_BYTES)?;
        Ok(())
    }

    fn interface(&mut self, buffer: &mut Buffer, oddities: &mut Oddities, length: u32) -> Result<(), End> {
        let block = self.block(buffer, length, 20)?;
        let bytes = buffer.bytes(block.start, block.length);
        match Interface::from_block(self.order, bytes) {
            Some(interface) if self.interfaces.len() < MAX_INTERFACES => {
                self.interfaces.push(interface);
            }
            _ => oddities.count(Oddity::TooManyInterfaces),
        }
        Ok(())
    }

    /// Enhanced Packet Block (section 4.3) and Packet Block (appendix A).
    /// False: it belongs to no interface.
    #[inline]
    fn packet(
        &mut self,
        buffer: &mut Buffer,
        oddities: &mut Oddities,
        record: &mut Record,
        length: u32,
        wide_interface: bool,
    ) -> Result<bool, End> {
        const HEADER: usize = 28;
        let block = self.block(buffer, length, HEADER + BLOCK_TRAILER_BYTES)?;
        let Some(head) = buffer.bytes(block.start, block.length).first_chunk::<HEADER>() else {
            return Err(self.bad_length(block.offset, length));
        };
        let order = self.order;
        let interface = match wide_interface {
            true => order.u32([head[8], head[9], head[10], head[11]]),
            false => u32::from(order.u16([head[8], head[9]])),
        };
        let high = order.u32([head[12], head[13], head[14], head[15]]);
        let low = order.u32([head[16], head[17], head[18], head[19]]);
        let captured = order.u32([head[20], head[21], head[22], head[23]]);
        let original_length = order.u32([head[24], head[25], head[26], head[27]]);
        self.check_captured(&block, HEADER, captured)?;
        self.frames = self.frames.saturating_add(1);
        let Some(interface) = self.interfaces.get(interface as usize) else {
            oddities.count(Oddity::NoInterface);
            return Ok(false);
        };
        let time = (u64::from(high) << 32) | u64::from(low);
        let since_offset = interface.resolution.nanoseconds(time);
        *record = Record {
            ts_ns: since_offset.saturating_add(interface.offset_ns),
            number: self.frames,
            link_type: interface.link_type,
            original_length,
            start: block.start.saturating_add(HEADER),
            length: captured as usize,
        };
        Ok(true)
    }

    /// Simple Packet Block (section 4.4): of the first interface, without a
    /// time, its captured length to be worked out.
    fn simple_packet(
        &mut self,
        buffer: &mut Buffer,
        oddities: &mut Oddities,
        record: &mut Record,
        length: u32,
    ) -> Result<bool, End> {
        const HEADER: usize = 12;
        let block = self.block(buffer, length, HEADER + BLOCK_TRAILER_BYTES)?;
        let Some(head) = buffer.bytes(block.start, block.length).first_chunk::<HEADER>() else {
            return Err(self.bad_length(block.offset, length));
        };
        let original_length = self.order.u32([head[8], head[9], head[10], head[11]]);
        let Some(interface) = self.interfaces.first() else {
            self.frames = self.frames.saturating_add(1);
            oddities.count(Oddity::NoInterface);
            return Ok(false);
        };
        let captured = match interface.snap_length {
            0 => original_length,
            limit => original_length.min(limit),
        };
        let link_type = interface.link_type;
        self.check_captured(&block, HEADER, captured)?;
        self.frames = self.frames.saturating_add(1);
        oddities.count(Oddity::NoTime);
        *record = Record {
            // That of the packet before.
            ts_ns: record.ts_ns,
            number: self.frames,
            link_type,
            original_length,
            start: block.start.saturating_add(HEADER),
            length: captured as usize,
        };
        Ok(true)
    }

    /// Takes a whole block of at least `least` bytes, its length as given in
    /// its header.
    #[inline]
    fn block(&self, buffer: &mut Buffer, length: u32, least: usize) -> Result<Block, End> {
        let span = self.span(buffer, length)?;
        if span < least || span > MAX_RECORD_BYTES {
            return Err(self.bad_length(buffer.offset(), length));
        }
        if !buffer.need(span) {
            return Err(buffer.end("block"));
        }
        let offset = buffer.offset();
        let start = buffer.take(span);
        let body = span.saturating_sub(BLOCK_TRAILER_BYTES);
        let trailer = buffer.bytes(start.saturating_add(body), BLOCK_TRAILER_BYTES);
        match trailer.first_chunk::<4>() {
            Some(bytes) if self.order.u32(*bytes) == length => Ok(Block { start, length: body, offset }),
            _ => Err(self.bad_length(offset, length)),
        }
    }

    /// The bytes a block takes up: its length, which must hold header and
    /// trailer, rounded up as some writers leave the padding out of it.
    #[inline]
    fn span(&self, buffer: &Buffer, length: u32) -> Result<usize, End> {
        let span = length.checked_next_multiple_of(4).unwrap_or(length) as usize;
        if span < BLOCK_HEADER_BYTES + BLOCK_TRAILER_BYTES {
            return Err(self.bad_length(buffer.offset(), length));
        }
        Ok(span)
    }

    #[inline]
    fn check_captured(&self, block: &Block, header: usize, captured: u32) -> Result<(), End> {
        let room = block.length.saturating_sub(header);
        if captured > MAX_CAPTURED_LENGTH || captured as usize > room {
            return Err(self.bad_captured(block.offset, captured, room));
        }
        Ok(())
    }

    #[cold]
    fn bad_captured(&self, offset: u64, captured: u32, room: usize) -> End {
        let detail = format!(
            "a packet block of {room} bytes of data claims {captured} (at most {MAX_CAPTURED_LENGTH} are allowed); \
             the file is damaged from here on"
        );
        damaged(self.frames, offset, detail)
    }

    #[cold]
    fn bad_length(&self, offset: u64, length: u32) -> End {
        let detail = format!(
            "the block length {length} is impossible or differs at the end of the block; \
             the file is damaged from here on"
        );
        damaged(self.frames, offset, detail)
    }
}

#[inline]
fn handling(kind: u32) -> Option<Handling> {
    let known = BLOCKS.iter().find(|(known, _)| *known == kind);
    known.map(|(_, handling)| *handling)
}
