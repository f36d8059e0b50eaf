//! The pcap file format (draft-ietf-opsawg-pcap).

use crate::buffer::Buffer;
use crate::reader::{ByteOrder, Oddities, Oddity, Record, damaged};
use crate::{End, MAX_CAPTURED_LENGTH};

const FILE_HEADER_BYTES: usize = 24;
const RECORD_HEADER_BYTES: usize = 16;
/// "Modified" pcap adds interface, protocol and packet type to each record.
const MODIFIED_RECORD_HEADER_BYTES: usize = 24;

const FORMAT_VERSION: u16 = 2;

/// What a magic number, read in the right byte order, says about the file.
struct Flavour {
    magic: u32,
    /// Nanoseconds of a unit of the second time field.
    unit_ns: i64,
    record_header: usize,
}

const FLAVOURS: [Flavour; 3] = [
    Flavour { magic: 0xa1b2_c3d4, unit_ns: 1000, record_header: RECORD_HEADER_BYTES },
    Flavour { magic: 0xa1b2_3c4d, unit_ns: 1, record_header: RECORD_HEADER_BYTES },
    Flavour { magic: 0xa1b2_cd34, unit_ns: 1000, record_header: MODIFIED_RECORD_HEADER_BYTES },
];

fn flavour(head: &[u8]) -> Option<(ByteOrder, &'static Flavour)> {
    let magic = *head.first_chunk::<4>()?;
    [ByteOrder::Little, ByteOrder::Big].into_iter().find_map(|order| {
        let flavour = FLAVOURS.iter().find(|f| f.magic == order.u32(magic))?;
        Some((order, flavour))
    })
}

/// Reads the records of a pcap file.
pub(crate) struct PcapReader {
    order: ByteOrder,
    unit_ns: i64,
    record_header: usize,
    link_type: u16,
    frames: u64,
}

impl PcapReader {
    /// Whether a file that begins like this is pcap.
    pub(crate) fn recognises(head: &[u8]) -> bool {
        flavour(head).is_some()
    }

    /// Whether times are counted in nanoseconds.
    pub(crate) fn has_nanoseconds(&self) -> bool {
        self.unit_ns == 1
    }

    /// Reads the file header.
    pub(crate) fn open(buffer: &mut Buffer, oddities: &mut Oddities) -> Result<Self, End> {
        buffer.need(FILE_HEADER_BYTES);
        let (Some((order, flavour)), Some(header)) =
            (flavour(buffer.window()), buffer.window().first_chunk::<FILE_HEADER_BYTES>().copied())
        else {
            return Err(buffer.end("file header"));
        };
        buffer.take(FILE_HEADER_BYTES);
        if order.u16([header[4], header[5]]) != FORMAT_VERSION {
            oddities.count(Oddity::UnknownVersion);
        }
        // The upper half says how long the frame check sequence is.
        let network = order.u32([header[20], header[21], header[22], header[23]]);
        Ok(Self {
            order,
            unit_ns: flavour.unit_ns,
            record_header: flavour.record_header,
            link_type: (network & 0xffff) as u16,
            frames: 0,
        })
    }

    #[inline]
    pub(crate) fn next_record(&mut self, buffer: &mut Buffer, record: &mut Record) -> Result<(), End> {
        if !buffer.need(self.record_header) {
            return Err(buffer.end("record header"));
        }
        let Some(header) = buffer.window().first_chunk::<RECORD_HEADER_BYTES>() else {
            return Err(buffer.end("record header"));
        };
        let seconds = self.order.u32([header[0], header[1], header[2], header[3]]);
        let fraction = self.order.u32([header[4], header[5], header[6], header[7]]);
        let captured = self.order.u32([header[8], header[9], header[10], header[11]]);
        let original = self.order.u32([header[12], header[13], header[14], header[15]]);
        if captured > MAX_CAPTURED_LENGTH {
            return Err(self.absurd_length(buffer, captured));
        }
        let length = captured as usize;
        let whole = self.record_header.saturating_add(length);
        if !buffer.need(whole) {
            return Err(buffer.end("record"));
        }
        self.frames = self.frames.saturating_add(1);
        let seconds_ns = i64::from(seconds).wrapping_mul(1_000_000_000);
        *record = Record {
            ts_ns: seconds_ns.saturating_add(i64::from(fraction).wrapping_mul(self.unit_ns)),
            number: self.frames,
            link_type: self.link_type,
            original_length: original,
            start: buffer.take(whole).saturating_add(self.record_header),
            length,
        };
        Ok(())
    }

    #[cold]
    fn absurd_length(&self, buffer: &Buffer, captured: u32) -> End {
        let detail = format!(
            "the record header claims {captured} bytes of data, more than the {MAX_CAPTURED_LENGTH} allowed; \
             the file is damaged from here on"
        );
        damaged(self.frames, buffer.offset(), detail)
    }
}
