//! Stream Control Transmission Protocol (RFC 9260): the DATA chunks of a packet.

use crate::anomaly::{Anomalies, Code};
use crate::reader::Reader;

/// An SCTP packet.
#[derive(Clone, Copy, Debug)]
pub struct Packet<'a> {
    /// Source port.
    pub src_port: u16,
    /// Destination port.
    pub dst_port: u16,
    /// Verification tag: names the association in this direction.
    pub tag: u32,
    chunks: &'a [u8],
}

/// One DATA or I-DATA chunk.
#[derive(Clone, Copy, Debug)]
pub struct Data<'a> {
    /// Transmission sequence number.
    pub tsn: u32,
    /// Stream.
    pub stream: u16,
    /// Payload protocol identifier; 0 where none was given, and in later pieces of I-DATA.
    pub ppid: u32,
    /// First piece of a user message.
    pub first: bool,
    /// Last piece of a user message.
    pub last: bool,
    /// Octets of the user message.
    pub payload: &'a [u8],
}

/// Chunk types of which something is used.
mod chunk {
    pub(super) const DATA: u8 = 0;
    pub(super) const I_DATA: u8 = 64;
}

impl<'a> Packet<'a> {
    /// Reads the common header; `None` where there are fewer than 12 octets.
    /// The checksum is not looked at: captures of a sending host often hold none.
    pub fn read(octets: &'a [u8]) -> Option<Self> {
        let mut reader = Reader::new(octets);
        let (src_port, dst_port, tag) = (reader.u16()?, reader.u16()?, reader.u32()?);
        reader.u32()?;
        Some(Self { src_port, dst_port, tag, chunks: reader.rest() })
    }

    /// The chunks of the packet.
    pub fn chunks(&self) -> Chunks<'a> {
        Chunks { rest: self.chunks, offset: 12 }
    }
}

/// Walks the chunks of a packet.
#[derive(Clone, Copy, Debug)]
pub struct Chunks<'a> {
    rest: &'a [u8],
    offset: usize,
}

impl<'a> Chunks<'a> {
    /// The next DATA chunk. One that says it is longer than the packet gives what is there.
    pub fn next_data(&mut self, anomalies: &mut Anomalies) -> Option<Data<'a>> {
        while let Some((&[kind, flags, high, low], _)) = self.rest.split_first_chunk::<4>() {
            let length = usize::from(u16::from_be_bytes([high, low]));
            if length < 4 {
                anomalies.add(Code::SctpLength, self.offset, 4);
                self.rest = &[];
                return None;
            }
            let body = self.rest.get(4..length).unwrap_or_else(|| {
                anomalies.add(Code::SctpLength, self.offset, self.rest.len());
                self.rest.get(4..).unwrap_or(&[])
            });
            let padded = length.next_multiple_of(4);
            self.offset = self.offset.saturating_add(padded);
            self.rest = self.rest.get(padded..).unwrap_or(&[]);
            if let Some(data) = read_data(kind, flags, body) {
                return Some(data);
            }
        }
        None
    }
}

fn read_data(kind: u8, flags: u8, body: &[u8]) -> Option<Data<'_>> {
    let mut reader = Reader::new(body);
    let (tsn, stream) = match kind {
        chunk::DATA | chunk::I_DATA => (reader.u32()?, reader.u16()?),
        _ => return None,
    };
    reader.u16()?;
    let (first, last) = (flags & 2 != 0, flags & 1 != 0);
    let ppid = if kind == chunk::I_DATA {
        // RFC 8260: a message identifier, then the PPID in a first piece and a counter in a later one.
        reader.u32()?;
        let word = reader.u32()?;
        if first { word } else { 0 }
    } else {
        reader.u32()?
    };
    Some(Data { tsn, stream, ppid, first, last, payload: reader.rest() })
}
