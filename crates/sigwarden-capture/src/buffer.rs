//! A window over a stream of bytes, refilled in chunks.

use std::io::{ErrorKind, Read};

use crate::End;

/// How much is read at a time where memory is no question.
pub(crate) const CHUNK_BYTES: usize = 256 << 10;

/// The most a record may need at once; the buffer never grows beyond.
pub(crate) const MAX_RECORD_BYTES: usize = 2 << 20;

/// The source of a capture with a sliding window of its bytes.
///
/// Ranges given out by [`Buffer::take`] stay valid until the next call of
/// [`Buffer::need`] or [`Buffer::skip`].
pub(crate) struct Buffer {
    source: Box<dyn Read + Send>,
    /// What reading the source means, for messages: "file", "gzip stream".
    label: &'static str,
    bytes: Vec<u8>,
    /// The window is `bytes[start..end]`.
    start: usize,
    end: usize,
    /// Where `bytes[0]` lies in the stream.
    base: u64,
    exhausted: bool,
    failure: Option<String>,
}

impl Buffer {
    pub(crate) fn new(source: Box<dyn Read + Send>, label: &'static str, chunk: usize) -> Self {
        Self { source, label, bytes: vec![0; chunk], start: 0, end: 0, base: 0, exhausted: false, failure: None }
    }

    /// The bytes read and not yet taken.
    #[inline]
    pub(crate) fn window(&self) -> &[u8] {
        self.bytes.get(self.start..self.end).unwrap_or_default()
    }

    /// Bytes of a range given out by [`Buffer::take`].
    #[inline]
    pub(crate) fn bytes(&self, start: usize, length: usize) -> &[u8] {
        self.bytes.get(start..start.saturating_add(length)).unwrap_or_default()
    }

    #[inline]
    fn available(&self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Offset of the window in the stream.
    pub(crate) fn offset(&self) -> u64 {
        self.base.saturating_add(self.start as u64)
    }

    /// Whether the window has at least `wanted` bytes, reading if need be.
    #[inline]
    pub(crate) fn need(&mut self, wanted: usize) -> bool {
        self.available() >= wanted || self.refill(wanted)
    }

    /// Moves the window past `length` bytes, which [`Buffer::need`] has made
    /// sure of; says where they begin.
    #[inline]
    pub(crate) fn take(&mut self, length: usize) -> usize {
        let start = self.start;
        self.start = start.saturating_add(length).min(self.end);
        start
    }

    /// Passes over `length` bytes without keeping them; false if the stream
    /// ends before.
    pub(crate) fn skip(&mut self, length: u64) -> bool {
        let mut left = length;
        loop {
            let step = left.min(self.available() as u64);
            self.take(step as usize);
            left = left.saturating_sub(step);
            if left == 0 {
                return true;
            }
            if !self.need(1) {
                return false;
            }
        }
    }

    #[cold]
    fn refill(&mut self, wanted: usize) -> bool {
        if wanted > MAX_RECORD_BYTES {
            return false;
        }
        self.bytes.copy_within(self.start..self.end, 0);
        self.base = self.offset();
        self.end = self.available();
        self.start = 0;
        if self.bytes.len() < wanted {
            self.bytes.resize(wanted, 0);
        }
        while self.end < wanted && !self.exhausted {
            self.read_once();
        }
        self.end >= wanted
    }

    fn read_once(&mut self) {
        let Some(free) = self.bytes.get_mut(self.end..) else {
            return;
        };
        let room = free.len();
        match self.source.read(free) {
            Ok(0) => self.exhausted = true,
            Ok(count) => self.end = self.end.saturating_add(count.min(room)),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => {
                self.exhausted = true;
                self.failure = Some(format!("reading the {} failed: {error}", self.label));
            }
        }
    }

    /// Why the stream broke, if it did not simply end.
    pub(crate) fn failure(&self) -> Option<&str> {
        self.failure.as_deref()
    }

    /// How the input ends when the next record, of the kind `record`, is not
    /// there as a whole: complete if not one byte of it is.
    #[cold]
    pub(crate) fn end(&self, record: &str) -> End {
        if self.available() == 0 && self.failure.is_none() {
            return End::Complete;
        }
        self.cut_at(self.offset(), record)
    }

    /// How the input ends that breaks off in a record beginning at `offset`.
    #[cold]
    pub(crate) fn cut_at(&self, offset: u64, record: &str) -> End {
        let present = self.base.saturating_add(self.end as u64).saturating_sub(offset);
        let detail = match &self.failure {
            Some(failure) => failure.clone(),
            None => format!("the input ends {present} bytes into a {record}"),
        };
        End::CutShort { offset, detail }
    }
}
