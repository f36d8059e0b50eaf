//! TCP segments that carry Diameter. Messages in several segments are put together; what belongs to no message is
//! dropped.

use crate::anonymizer::{Anonymizer, Way};
use crate::draft::Draft;
use crate::frames::View;
use crate::link::NO_OPERATION;
use crate::{Done, Reason};
use sigwarden_wire::diameter::{self, header::Next};
use sigwarden_wire::ip;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// Octets of a header without options.
const HEADER: usize = 20;
/// Options that name nobody (RFC 9293, RFC 7323, RFC 2018): end, nothing, segment size, window, acknowledgements, times.
const OPTIONS: &[u8] = &[0, 1, 2, 3, 4, 5, 8];
/// Streams at the same time.
const MOST_STREAMS: usize = 16_384;
/// Segments of a stream that came too early.
const MOST_AHEAD: usize = 256;

/// One direction of a connection.
#[derive(Debug, Default)]
struct Stream {
    /// A message that has begun.
    begun: View,
    /// Where it goes on.
    expected: u32,
    /// Segments that came too early.
    ahead: BTreeMap<u32, View>,
}

/// Streams in which a message has begun.
#[derive(Debug, Default)]
pub(crate) struct Streams(HashMap<Way, Stream>);

impl Anonymizer {
    pub(crate) fn tcp(&mut self, base: &View, draft: &mut Draft<'_>, range: Range<usize>, way: Way) -> Done {
        let octets = draft.octets(range.clone());
        let segment = ip::tcp(octets).ok_or("TCP too short")?;
        draft.keep(range.start..range.start.saturating_add(HEADER));
        let end = range.end.saturating_sub(segment.ports.payload.len());
        options(draft, range.start.saturating_add(HEADER)..end);
        if segment.ports.payload.is_empty() {
            return Ok(());
        }
        let ports = (segment.ports.src, segment.ports.dst);
        self.segment(base.sub(end..range.end), segment.sequence, Way { ports, ..way })
    }

    fn segment(&mut self, view: View, sequence: u32, way: Way) -> Done {
        let length = u32::try_from(view.octets.len()).unwrap_or(0);
        let mut stream = self.streams.0.remove(&way).unwrap_or_default();
        let goes_on = !stream.begun.octets.is_empty() && sequence == stream.expected;
        let begins = diameter::likely_message(&view.octets) != Next::Other;
        let is_ahead = !stream.begun.octets.is_empty() && sequence.wrapping_sub(stream.expected) < 1 << 20;
        let done = match () {
            () if goes_on => self.follow(&mut stream, view, sequence.wrapping_add(length)),
            () if begins => {
                // A message that had begun and does not go on: its frames wait in vain.
                stream.begun = View::default();
                self.follow(&mut stream, view, sequence.wrapping_add(length))
            }
            () if is_ahead && stream.ahead.len() < MOST_AHEAD => {
                self.frames.wait(&view);
                stream.ahead.insert(sequence, view);
                Ok(())
            }
            () => Err(OUT_OF_STEP),
        };
        if self.streams.0.len() >= MOST_STREAMS {
            self.streams.0.clear();
        }
        if !stream.begun.octets.is_empty() {
            self.streams.0.insert(way, stream);
        }
        done
    }

    /// Octets that follow what has begun, and then those that came too early.
    fn follow(&mut self, stream: &mut Stream, view: View, expected: u32) -> Done {
        stream.expected = expected;
        self.append(stream, view)?;
        while let Some(view) = stream.ahead.remove(&stream.expected) {
            self.frames.done(&view);
            stream.expected = stream.expected.wrapping_add(u32::try_from(view.octets.len()).unwrap_or(0));
            self.append(stream, view)?;
        }
        Ok(())
    }

    /// Octets behind what has begun, all of whose places wait. Only when a message is complete are all places looked at.
    fn append(&mut self, stream: &mut Stream, view: View) -> Done {
        self.frames.wait(&view);
        stream.begun.extend(view);
        let mut at = 0usize;
        let done = loop {
            let rest = stream.begun.octets.get(at..).unwrap_or(&[]);
            match diameter::next_message(rest) {
                _ if rest.is_empty() => break Ok(()),
                Next::Message(length) => {
                    let message = stream.begun.sub(at..at.saturating_add(length));
                    if let Err(reason) = self.diameter(&message) {
                        self.frames.fail(&message, reason);
                    }
                    at = at.saturating_add(length);
                }
                Next::More if stream.begun.pieces() <= MOST_PIECES => break Ok(()),
                Next::More | Next::Long(_) | Next::Other => break Err(OUT_OF_STEP),
            }
        };
        if at == 0 && done.is_ok() {
            return done;
        }
        let whole = std::mem::take(&mut stream.begun);
        self.frames.done(&whole);
        let rest = whole.sub(at..whole.octets.len());
        match done {
            Ok(()) => {
                self.frames.wait(&rest);
                stream.begun = rest;
            }
            Err(reason) => self.frames.fail(&rest, reason),
        }
        Ok(())
    }
}

/// Segments of one message.
const MOST_PIECES: usize = 4096;
/// Why octets behind a message are dropped.
const OUT_OF_STEP: Reason = "TCP, not a Diameter message from its beginning";

/// Keeps the options that name nobody, and writes nothing over the others.
fn options(draft: &mut Draft<'_>, range: Range<usize>) {
    let mut at = range.start;
    while at < range.end {
        let octets = draft.octets(at..range.end);
        let kind = octets.first().copied().unwrap_or(0);
        let length = match (kind, octets.get(1)) {
            (0 | 1, _) => 1,
            (_, Some(length)) => usize::from(*length).max(2),
            _ => 1,
        };
        let next = at.saturating_add(length).min(range.end);
        if OPTIONS.contains(&kind) {
            draft.keep(at..next);
        } else {
            draft.write(at, &vec![NO_OPERATION; next.saturating_sub(at)]);
        }
        if kind == 0 {
            draft.write(next, &vec![0; range.end.saturating_sub(next)]);
            return;
        }
        at = next;
    }
}
