//! Several zstd frames as one stream of bytes (RFC 8878).

use std::io::{self, BufRead, BufReader, ErrorKind, Read};

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// The largest window accepted: what `zstd --long` makes, and what its
/// decompressor takes without being told.
const MAX_WINDOW_BYTES: u64 = 128 << 20;

/// An empty last block and an empty checksum (RFC 8878, 3.1.1.2).
///
/// The decoder keeps back a window of decoded bytes until the frame ends. Fed
/// to it when the source breaks off, this ends the frame and sets them free.
const CLOSING_BLOCK: [u8; 7] = [1, 0, 0, 0, 0, 0, 0];

/// Decompresses zstd frames, one after the other; skippable frames are passed
/// over. After an error it first gives out what was decoded before.
pub(crate) struct ZstdReader<R: Read> {
    source: BufReader<R>,
    decoder: FrameDecoder,
    failure: Option<io::Error>,
    over: bool,
}

impl<R: Read> ZstdReader<R> {
    pub(crate) fn new(source: R) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(MAX_WINDOW_BYTES);
        Self { source: BufReader::new(source), decoder, failure: None, over: false }
    }

    /// Decodes a little more; what comes of it waits in the decoder.
    fn advance(&mut self) -> io::Result<()> {
        if self.decoder.is_finished() {
            self.verify_checksum()?;
            return self.begin_frame();
        }
        let blocks = BlockDecodingStrategy::UptoBlocks(1);
        let result = self.decoder.decode_blocks(&mut self.source, blocks);
        result.map(|_| ()).map_err(|error| {
            let blocks = BlockDecodingStrategy::UptoBlocks(1);
            // Whether or not this works, the first error is the one that counts.
            let _ = self.decoder.decode_blocks(&CLOSING_BLOCK[..], blocks);
            io::Error::other(error)
        })
    }

    fn verify_checksum(&self) -> io::Result<()> {
        match self.decoder.get_checksum_from_data() {
            Some(sum) if Some(sum) != self.decoder.get_calculated_checksum() => {
                Err(io::Error::new(ErrorKind::InvalidData, "the checksum of a frame is wrong"))
            }
            _ => Ok(()),
        }
    }

    fn begin_frame(&mut self) -> io::Result<()> {
        if self.source.fill_buf()?.is_empty() {
            self.over = true;
            return Ok(());
        }
        match self.decoder.reset(&mut self.source) {
            Ok(()) => Ok(()),
            Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                self.skip(u64::from(length))
            }
            Err(error) => Err(io::Error::other(error)),
        }
    }

    fn skip(&mut self, length: u64) -> io::Result<()> {
        let skipped = io::copy(&mut self.source.by_ref().take(length), &mut io::sink())?;
        if skipped < length {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        Ok(())
    }
}

impl<R: Read> Read for ZstdReader<R> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.decoder.read(target)?;
            if count > 0 || target.is_empty() {
                return Ok(count);
            }
            if let Some(failure) = self.failure.take() {
                self.over = true;
                return Err(failure);
            }
            if self.over {
                return Ok(0);
            }
            self.failure = self.advance().err();
        }
    }
}
