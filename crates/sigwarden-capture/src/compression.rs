//! What the first bytes say, and taking compression off.

use std::io::{self, Cursor, ErrorKind, Read};

use flate2::read::MultiGzDecoder;

use crate::buffer::Buffer;
use crate::zstd::ZstdReader;

/// Bytes looked at to tell what an input is.
pub(crate) const HEAD_BYTES: usize = 64;

/// First bytes of kinds of files that are given in place of a capture, what
/// they are, and what to do.
const LOOKALIKES: &[(&[u8], &str)] = &[
    (b"\x1f\x8b", "gzip data, compressed twice; decompress it once"),
    (b"\x28\xb5\x2f\xfd", "zstd data, compressed twice; decompress it once"),
    (b"PK\x03\x04", "a zip archive; unpack it and give the captures inside"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it and give the captures inside"),
    (b"Rar!", "a rar archive; unpack it and give the captures inside"),
    (b"\xfd7zXZ\0", "xz data; decompress it first (xz -d)"),
    (b"BZh", "bzip2 data; decompress it first (bzip2 -d)"),
    (b"\x04\x22\x4d\x18", "lz4 data; decompress it first (lz4 -d)"),
    (b"\x1f\x9d", "compress (.Z) data; decompress it first (uncompress)"),
    (b"snoop\0\0\0", "a snoop capture; convert it to pcapng first (editcap)"),
    (b"XCP\0", "a NetXray capture; convert it to pcapng first (editcap)"),
    (b"TRSNIFF data", "a Sniffer capture; convert it to pcapng first (editcap)"),
    (b"GMBU", "a Network Monitor capture; convert it to pcapng first (editcap)"),
    (b"RTSS", "a Network Monitor capture; convert it to pcapng first (editcap)"),
    (b"5VEW", "a 5View capture; convert it to pcapng first (editcap)"),
    (b"\0\0\x02\0\x12\x05\0\x10", "a K12 capture; convert it to pcapng first (editcap)"),
    (b"%PDF", "a PDF document"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "an SQLite database"),
];

/// Says what bytes that are no capture look like, for a message.
pub(crate) fn describe(head: &[u8]) -> String {
    let head = head.get(..HEAD_BYTES).unwrap_or(head);
    if head.is_empty() {
        return "the input is empty".to_owned();
    }
    let known = LOOKALIKES.iter().find(|(magic, _)| head.starts_with(magic));
    let what = match known {
        Some((_, what)) => (*what).to_owned(),
        None if is_text(head) => "text".to_owned(),
        None if head.iter().all(|byte| *byte == 0) => "zero bytes only".to_owned(),
        None => format!("data of an unknown kind, beginning with {}", hex(head)),
    };
    format!("this is no pcap or pcapng capture; it looks like {what}")
}

fn is_text(head: &[u8]) -> bool {
    // The last character may be cut by the end of what was looked at.
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            let whole = head.get(..error.valid_up_to()).unwrap_or_default();
            std::str::from_utf8(whole).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !text.is_empty() && !text.chars().any(|c| c.is_control() && !c.is_whitespace())
}

fn hex(head: &[u8]) -> String {
    let bytes: Vec<String> = head.iter().take(4).map(|b| format!("{b:02x}")).collect();
    bytes.join(" ")
}

/// A buffer over the bytes of the capture in `source`, whatever it is
/// compressed with. It holds `chunk` bytes at first.
pub(crate) fn decompress(mut source: Box<dyn Read + Send>, chunk: usize) -> io::Result<Buffer> {
    let mut head = [0; 4];
    let length = read_head(&mut source, &mut head)?;
    let whole = Cursor::new(head).take(length as u64).chain(source);
    Ok(match head {
        [0x1f, 0x8b, ..] => Buffer::new(Box::new(MultiGzDecoder::new(whole)), "gzip stream", chunk),
        // A zstd frame or a skippable frame (RFC 8878, 3.1).
        [0x28, 0xb5, 0x2f, 0xfd] | [0x50..=0x5f, 0x2a, 0x4d, 0x18] => {
            Buffer::new(Box::new(ZstdReader::new(whole)), "zstd stream", chunk)
        }
        _ => Buffer::new(Box::new(whole), "input", chunk),
    })
}

/// Fills as much of `head` as the source has.
fn read_head(source: &mut dyn Read, head: &mut [u8]) -> io::Result<usize> {
    let mut length = 0_usize;
    while let Some(free) = head.get_mut(length..).filter(|free| !free.is_empty()) {
        match source.read(free) {
            Ok(0) => break,
            Ok(count) => length = length.saturating_add(count),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length)
}
