//! Frames out of capture files.
//!
//! [`CaptureSet`] opens files, folders, glob patterns and standard input, and
//! hands out [`Frame`]s in time order over all of them. It reads pcap and
//! pcapng, plain or compressed with gzip or zstd, told apart by their first
//! bytes and never by their names. Protocols above the link are no business of
//! this crate.
//!
//! | file | job |
//! |---|---|
//! | `input` | which files are meant, opening them, counting what is read |
//! | `compression` | what the first bytes say, and taking compression off |
//! | `zstd` | several zstd frames as one stream of bytes |
//! | `buffer` | a window over the stream that is refilled in chunks |
//! | `reader` | one capture: the right format, and how it ended |
//! | `pcap`, `pcapng` | the two file formats |
//! | `merge` | several captures as one, in time order |
//! | `writer` | frames into a new capture |
//!
//! Memory is bounded: each input that is being read has one buffer (1 MiB,
//! less with many inputs, 2 MiB while a record needs it) and the window of its
//! decompressor. Inputs whose turn has not come are closed.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects
    )
)]

mod buffer;
mod compression;
mod input;
mod merge;
mod pcap;
mod pcapng;
mod reader;
mod writer;
mod zstd;

pub use input::OpenError;
pub use merge::CaptureSet;
pub use writer::Writer;

/// The largest number of bytes a packet may have. Real snapshot lengths end at
/// 256 KiB; a record that claims more than this is taken for damage.
pub const MAX_CAPTURED_LENGTH: u32 = 1 << 20;

/// One packet of a capture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    /// When the packet was captured, in nanoseconds since 1970-01-01 UTC. A
    /// packet without a time (pcapng Simple Packet Block) has that of the
    /// packet before it in its input, or 0.
    pub ts_ns: i64,
    /// Number in its input file, from 1, counted as packet tools do.
    pub number: u64,
    /// Which input it comes from: index into [`CaptureSet::inputs`].
    pub input: u16,
    /// What `data` begins with: a number of the LINKTYPE_ registry (tcpdump.org).
    pub link_type: u16,
    /// The bytes that were captured.
    pub data: &'a [u8],
    /// Bytes the packet had on the wire; more than `data` if it was cut.
    pub original_length: u32,
}

/// What a capture is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// pcap: one link type for all packets.
    Pcap {
        /// Whether times are in nanoseconds rather than microseconds.
        nanoseconds: bool,
    },
    /// pcapng.
    Pcapng,
}

/// How an input ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// It was read to its end.
    Complete,
    /// It breaks off, or is damaged; every whole frame before was handed out.
    CutShort {
        /// Where: bytes from the beginning of the capture, after decompression.
        offset: u64,
        /// What is wrong there.
        detail: String,
    },
    /// Not one frame could be read from it.
    Unreadable {
        /// Why, and what to do about it.
        detail: String,
    },
}
