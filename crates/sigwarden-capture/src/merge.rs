//! Several captures as one, in time order.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::io::Read;

use crate::buffer::CHUNK_BYTES;
use crate::input::{Input, OpenError, find};
use crate::reader::CaptureReader;
use crate::{End, Format, Frame};

/// What the buffers of all inputs may hold together, as far as
/// [`MIN_CHUNK_BYTES`] each allows it.
const BUFFERS_BYTES: usize = 64 << 20;

/// Small enough for hundreds of open inputs, large enough to be read fast.
const MIN_CHUNK_BYTES: usize = 64 << 10;

/// One input with its place in the merge.
struct Slot {
    input: Input,
    /// None before its turn, and again after its end.
    reader: Option<CaptureReader>,
    /// Whether the reader holds a frame that was not handed out yet.
    pending: bool,
    end: Option<End>,
    format: Option<Format>,
}

impl Slot {
    fn new(input: Input) -> Self {
        Self { input, reader: None, pending: false, end: None, format: None }
    }

    /// Reads the next frame, opening the input if need be; gives its time.
    #[inline]
    fn advance(&mut self, chunk: usize) -> Option<i64> {
        if self.reader.is_none() {
            self.open(chunk);
        }
        match self.reader.as_mut()?.advance() {
            Ok(time) => {
                self.pending = true;
                Some(time)
            }
            Err(end) => {
                self.end = Some(end);
                None
            }
        }
    }

    #[cold]
    fn open(&mut self, chunk: usize) {
        if self.end.is_some() {
            return;
        }
        let opened = self
            .input
            .open()
            .map_err(|error| End::Unreadable { detail: format!("the file cannot be opened: {error}") });
        match opened.and_then(|source| CaptureReader::new(source, chunk)) {
            Ok(reader) => {
                self.format = Some(reader.format());
                self.reader = Some(reader);
            }
            Err(end) => self.end = Some(end),
        }
    }

    /// The time of the first frame. A regular file is closed again, so that
    /// not all of them are open at once.
    fn first_time(&mut self, chunk: usize) -> Option<i64> {
        if !self.input.reopens() {
            return self.advance(chunk);
        }
        let time = self.advance(MIN_CHUNK_BYTES)?;
        self.reader = None;
        self.pending = false;
        Some(time)
    }

    /// Frees what an ended input holds; gives what was unusual in it.
    fn close(&mut self) -> Vec<String> {
        let Some(reader) = self.reader.take() else {
            return Vec::new();
        };
        let oddities = reader.oddities().describe();
        oddities.map(|text| format!("{}: {text}", self.input.name)).collect()
    }
}

/// Captures that are read as one.
///
/// Every frame of every input comes exactly once. Between the inputs the
/// earlier frame comes first, and the earlier input at the same time; the
/// order inside one input is never changed.
///
/// Inputs that overlap in time are open at once; where the operating system
/// does not allow so many, the rest end as [`End::Unreadable`].
pub struct CaptureSet {
    slots: Vec<Slot>,
    /// Time of the next frame and number of each input that has not ended.
    /// A frame that is not `pending` in its slot is yet to be read.
    queue: BinaryHeap<Reverse<(i64, usize)>>,
    chunk: usize,
    started: bool,
    warnings: Vec<String>,
}

impl CaptureSet {
    /// Finds and opens the captures meant by `inputs`, each one of
    ///
    /// - a file,
    /// - a folder: every file in it and in the folders below with the ending
    ///   `.pcap`, `.pcapng`, `.cap` or `.ntar`, also followed by `.gz` or
    ///   `.zst`, sorted by name,
    /// - a pattern with `*`, `?`, `[…]` or `**`,
    /// - `-`: standard input.
    ///
    /// A file given twice is read once, with a warning.
    ///
    /// # Errors
    /// If one of the inputs means no file at all. A file that cannot be read
    /// is no error: it ends as [`End::Unreadable`].
    pub fn open(inputs: &[String]) -> Result<Self, OpenError> {
        let found = find(inputs)?;
        let mut set = Self::new(found.inputs);
        set.warnings = found.warnings;
        Ok(set)
    }

    /// A set of one capture that comes from a reader.
    pub fn from_reader(name: &str, reader: Box<dyn Read + Send>) -> Self {
        Self::new(vec![Input::from_reader(name, reader)])
    }

    fn new(inputs: Vec<Input>) -> Self {
        let share = BUFFERS_BYTES.checked_div(inputs.len()).unwrap_or(0);
        Self {
            slots: inputs.into_iter().map(Slot::new).collect(),
            queue: BinaryHeap::new(),
            chunk: share.clamp(MIN_CHUNK_BYTES, CHUNK_BYTES),
            started: false,
            warnings: Vec::new(),
        }
    }

    /// The next frame in time order over all inputs; None at the end.
    #[inline]
    pub fn next_frame(&mut self) -> Option<Frame<'_>> {
        if !self.started {
            self.start();
        }
        let index = loop {
            let index = self.queue.peek()?.0.1;
            let slot = self.slots.get_mut(index)?;
            if slot.pending {
                break index;
            }
            let next = slot.advance(self.chunk);
            self.requeue(index, next);
        };
        let slot = self.slots.get_mut(index)?;
        slot.pending = false;
        Some(slot.reader.as_ref()?.frame(index as u16))
    }

    /// Queues every input under the time of its first frame.
    #[cold]
    fn start(&mut self) {
        self.started = true;
        let alone = self.slots.len() == 1;
        for index in 0..self.slots.len() {
            let Some(slot) = self.slots.get_mut(index) else {
                return;
            };
            // A single input needs no look ahead.
            let first = match alone {
                true => Some(i64::MIN),
                false => slot.first_time(self.chunk),
            };
            match first {
                Some(time) => self.queue.push(Reverse((time, index))),
                None => self.close(index),
            }
        }
    }

    /// Moves the first input of the queue to where its next frame belongs.
    #[inline]
    fn requeue(&mut self, index: usize, next: Option<i64>) {
        let Some(mut first) = self.queue.peek_mut() else {
            return;
        };
        match next {
            Some(time) if first.0.0 == time => {}
            Some(time) => *first = Reverse((time, index)),
            None => {
                PeekMut::pop(first);
                self.close(index);
            }
        }
    }

    #[cold]
    fn close(&mut self, index: usize) {
        if let Some(slot) = self.slots.get_mut(index) {
            let warnings = slot.close();
            self.warnings.extend(warnings);
        }
    }

    /// The names of the inputs, as they were given or found; standard input is
    /// `-`.
    pub fn inputs(&self) -> Vec<&str> {
        self.slots.iter().map(|s| s.input.name.as_str()).collect()
    }

    /// How each input ended, in the order of [`CaptureSet::inputs`]. Before
    /// [`CaptureSet::next_frame`] has returned None, inputs that have not ended
    /// count as complete.
    pub fn ends(&self) -> Vec<End> {
        let ends = self.slots.iter().map(|slot| slot.end.clone());
        ends.map(|end| end.unwrap_or(End::Complete)).collect()
    }

    /// Bytes read so far from all inputs, before decompression.
    pub fn bytes_read(&self) -> u64 {
        let read = self.slots.iter().map(|slot| slot.input.bytes_read());
        read.fold(0, u64::saturating_add)
    }

    /// Bytes of all inputs, before decompression; None if one of them is no
    /// regular file.
    pub fn bytes_total(&self) -> Option<u64> {
        let mut sizes = self.slots.iter().map(|slot| slot.input.size);
        sizes.try_fold(0_u64, |sum, size| Some(sum.saturating_add(size?)))
    }

    /// What an input is written in; `None` where it cannot be read.
    pub fn format(&mut self, input: u16) -> Option<Format> {
        if !self.started {
            self.start();
        }
        self.slots.get(usize::from(input))?.format
    }

    /// What was unusual but harmless, each line beginning with the input's
    /// name. Of the contents of an input only when it has ended.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }
}
