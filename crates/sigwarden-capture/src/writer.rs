//! Writes captures: pcap (draft-ietf-opsawg-pcap) and pcapng (draft-ietf-opsawg-pcapng), the packets and nothing else:
//! no comments, names, keys or descriptions of interfaces.

use std::io::{self, Write};

use crate::{Format, MAX_CAPTURED_LENGTH};

const NANOSECONDS: u64 = 1_000_000_000;

/// Writes one capture, least significant byte first.
#[derive(Debug)]
pub struct Writer<W: Write> {
    out: W,
    format: Format,
    /// Link types of the interfaces so far (pcapng).
    interfaces: Vec<u16>,
}

impl<W: Write> Writer<W> {
    /// Begins a capture. A pcap has packets of this link type only.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn new(mut out: W, format: Format, link_type: u16) -> io::Result<Self> {
        match format {
            Format::Pcap { nanoseconds } => {
                let magic: u32 = if nanoseconds { 0xa1b2_3c4d } else { 0xa1b2_c3d4 };
                // Version 2.4, no time zone, no accuracy.
                let words = [magic, 0x0004_0002, 0, 0, MAX_CAPTURED_LENGTH, u32::from(link_type)];
                out.write_all(&octets(&words))?;
            }
            // Byte order, version 1.0, section of unknown length.
            Format::Pcapng => block(&mut out, 0x0a0d_0d0a, &octets(&[0x1a2b_3c4d, 1, u32::MAX, u32::MAX]))?,
        }
        Ok(Self { out, format, interfaces: Vec::new() })
    }

    /// Writes a packet that was captured whole. A packet of another link type than the first one of a pcap is left out.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn packet(&mut self, ts_ns: i64, link_type: u16, packet: &[u8]) -> io::Result<()> {
        let length = u32::try_from(packet.len()).unwrap_or(u32::MAX);
        let time = ts_ns.cast_unsigned();
        match self.format {
            Format::Pcap { nanoseconds } => {
                let rest = (time % NANOSECONDS) as u32;
                let rest = if nanoseconds { rest } else { rest / 1000 };
                self.out.write_all(&octets(&[(time / NANOSECONDS) as u32, rest, length, length]))?;
                self.out.write_all(packet)
            }
            Format::Pcapng => {
                let interface = self.interface(link_type)?;
                let mut body = octets(&[interface, (time >> 32) as u32, time as u32, length, length]);
                body.extend_from_slice(packet);
                body.resize(body.len().next_multiple_of(4), 0);
                block(&mut self.out, 6, &body)
            }
        }
    }

    /// The interface of a link type: one for each.
    fn interface(&mut self, link_type: u16) -> io::Result<u32> {
        let number = |position: usize| u32::try_from(position).unwrap_or(u32::MAX);
        if let Some(position) = self.interfaces.iter().position(|known| *known == link_type) {
            return Ok(number(position));
        }
        // Option 9: times are in nanoseconds.
        let body = octets(&[u32::from(link_type), MAX_CAPTURED_LENGTH, 0x0001_0009, 9, 0]);
        block(&mut self.out, 1, &body)?;
        self.interfaces.push(link_type);
        Ok(number(self.interfaces.len().saturating_sub(1)))
    }

    /// Hands everything on.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A block of pcapng: type, length, body, length.
fn block(out: &mut impl Write, kind: u32, body: &[u8]) -> io::Result<()> {
    let length = u32::try_from(body.len().saturating_add(12)).unwrap_or(u32::MAX);
    out.write_all(&octets(&[kind, length]))?;
    out.write_all(body)?;
    out.write_all(&length.to_le_bytes())
}

fn octets(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CaptureSet;
    use std::io::Cursor;

    #[test]
    fn what_is_written_is_read() {
        for format in [Format::Pcap { nanoseconds: false }, Format::Pcap { nanoseconds: true }, Format::Pcapng] {
            let mut file = Vec::new();
            let mut writer = Writer::new(&mut file, format, 1).unwrap();
            for (number, octets) in [&b"one"[..], b"four", b""].into_iter().enumerate() {
                writer.packet(1_700_000_000_123_456_000 + number as i64 * 1000, 1, octets).unwrap();
            }
            writer.finish().unwrap();
            let mut set = CaptureSet::from_reader("made", Box::new(Cursor::new(file)));
            let mut seen = Vec::new();
            while let Some(frame) = set.next_frame() {
                seen.push((frame.ts_ns - 1_700_000_000_123_456_000, frame.link_type, frame.data.to_vec()));
            }
            assert_eq!(seen, [(0, 1, b"one".to_vec()), (1000, 1, b"four".to_vec()), (2000, 1, b"".to_vec())]);
            assert_eq!(set.format(0), Some(format));
        }
    }
}
