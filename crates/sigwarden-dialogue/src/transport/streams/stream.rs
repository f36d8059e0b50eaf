//! One direction of a connection: segments by their sequence numbers.

use super::messages::{Messages, Sent, digest, is_tls};
use super::{Arrived, MAX_WAITING, Origin, PATIENCE, WINDOW};
use crate::batch::FrameRef;
use crate::counters::Counters;
use sigwarden_wire::diameter::header::Next;
use sigwarden_wire::diameter::{likely_message, looks_like_message, next_message};
use sigwarden_wire::ip::Segment;

/// What a segment behind a gap counts for besides its octets.
const OVERHEAD: usize = 64;

/// A segment behind a gap.
#[derive(Debug)]
struct Waiting {
    sequence: u32,
    octets: Vec<u8>,
    frame: FrameRef,
    ts_ns: i64,
}

/// Octets with their place.
#[derive(Clone, Copy)]
struct Piece<'a> {
    sequence: u32,
    octets: &'a [u8],
    from: (FrameRef, i64),
}

impl<'a> Piece<'a> {
    /// What lies behind its first octets.
    fn behind(self, count: usize) -> Self {
        Self {
            sequence: self.sequence.wrapping_add(clamp(count)),
            octets: self.octets.get(count..).unwrap_or(&[]),
            from: self.from,
        }
    }
}

/// Where a segment lies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Where the stream goes on.
    Next,
    /// So many of its octets are behind that place.
    Old(usize),
    /// Behind a gap.
    Ahead,
    /// Nowhere near.
    Far,
}

/// One direction of a connection.
#[derive(Debug, Default)]
pub(super) struct Stream {
    /// Sequence number of the octet behind everything taken so far.
    next: u32,
    messages: Messages,
    waiting: Vec<Waiting>,
    /// Where the stream may have gone on, or what it was before: another opening, octets far away, octets that
    /// contradict. It takes the place of this one when what follows it comes. Has none itself.
    aside: Option<Box<Stream>>,
}

fn clamp(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

impl Stream {
    /// A stream whose opening was not seen.
    pub(super) fn found(next: u32) -> Self {
        Self { next, ..Self::default() }
    }

    /// A stream whose first octet has this number.
    pub(super) fn opened(next: u32) -> Self {
        let mut stream = Self::found(next);
        stream.messages.in_step = true;
        stream
    }

    /// Octets held.
    pub(super) fn held(&self) -> usize {
        let waiting = self.waiting.iter().map(|waiting| waiting.octets.len().saturating_add(OVERHEAD));
        let aside = self.aside.as_ref().map_or(0, |aside| aside.held());
        waiting.fold(self.messages.held().saturating_add(aside), usize::saturating_add)
    }

    /// Whether a segment that ends the stream does so where the stream is.
    pub(super) fn is_at_end(&self, segment: &Segment<'_>) -> bool {
        self.waiting.is_empty() && segment.sequence.wrapping_add(clamp(segment.ports.payload.len())) == self.next
    }

    /// Gives up all octets held.
    pub(super) fn give_up(&mut self, counters: &mut Counters) {
        if !self.messages.begun.is_empty() {
            self.messages.lose(counters);
        }
        self.waiting = Vec::new();
        if let Some(mut aside) = self.aside.take() {
            aside.give_up(counters);
        }
    }

    /// The end of the capture.
    pub(super) fn finish(&mut self, counters: &mut Counters, each: &mut impl FnMut(&Arrived<'_>)) {
        while !self.waiting.is_empty() {
            self.leap(counters, each);
        }
        if let Some(mut aside) = self.aside.take() {
            while !aside.waiting.is_empty() {
                aside.leap(counters, each);
            }
            aside.give_up(counters);
        }
        self.give_up(counters);
    }

    /// Takes a segment.
    pub(super) fn segment(
        &mut self,
        segment: &Segment<'_>,
        origin: Origin,
        counters: &mut Counters,
        each: &mut impl FnMut(&Arrived<'_>),
    ) {
        let sequence = segment.sequence.wrapping_add(u32::from(segment.opens));
        if segment.opens {
            self.open(sequence);
        }
        let octets = segment.ports.payload;
        if octets.is_empty() {
            return;
        }
        let piece = Piece { sequence, octets, from: (origin.frame, origin.ts_ns) };
        if self.goes_on_aside(&piece) {
            self.change_over();
        }
        self.arrive(piece, counters, each);
        let end = sequence.wrapping_add(clamp(octets.len()));
        if origin.missing > 0 && self.next == end {
            // Octets that the capture does not have: the message in them is lost.
            self.next = end.wrapping_add(clamp(origin.missing));
            self.messages.lose(counters);
        }
        self.catch_up(counters, each);
    }

    /// Another opening: believed once data follow it.
    fn open(&mut self, first: u32) {
        let is_idle = !self.messages.any && self.messages.begun.is_empty() && self.waiting.is_empty();
        if self.next == first {
            return;
        }
        if is_idle {
            *self = Self::opened(first);
        } else {
            self.aside = Some(Box::new(Self::opened(first)));
        }
    }

    /// Whether this goes on where `aside` is, and not here.
    fn goes_on_aside(&self, piece: &Piece<'_>) -> bool {
        let Some(aside) = self.aside.as_ref().filter(|aside| aside.next == piece.sequence) else { return false };
        let begins = looks_like_message(piece.octets);
        if self.next == piece.sequence {
            return !self.messages.in_step || begins && !self.messages.begun.is_empty();
        }
        let has_begun = aside.messages.any || !aside.messages.begun.is_empty();
        let may_begin = || is_tls(piece.octets) || likely_message(piece.octets) != Next::Other;
        has_begun || !self.messages.in_step || may_begin()
    }

    fn change_over(&mut self) {
        if let Some(mut aside) = self.aside.take() {
            std::mem::swap(self, &mut *aside);
            self.aside = Some(aside);
        }
    }

    fn place(&self, piece: &Piece<'_>) -> Place {
        let (ahead, behind) = (piece.sequence.wrapping_sub(self.next), self.next.wrapping_sub(piece.sequence));
        match () {
            () if ahead == 0 => Place::Next,
            () if ahead <= WINDOW => Place::Ahead,
            () if behind <= WINDOW => Place::Old(piece.octets.len().min(behind as usize)),
            () => Place::Far,
        }
    }

    fn arrive(&mut self, piece: Piece<'_>, counters: &mut Counters, each: &mut impl FnMut(&Arrived<'_>)) {
        match self.place(&piece) {
            Place::Next => self.append(piece, counters, each),
            Place::Old(old) => self.again(piece, old, counters, each),
            Place::Ahead => self.wait(piece, counters, each),
            Place::Far => self.elsewhere(piece, counters, each),
        }
    }

    fn append(&mut self, piece: Piece<'_>, counters: &mut Counters, each: &mut impl FnMut(&Arrived<'_>)) {
        self.next = piece.sequence.wrapping_add(clamp(piece.octets.len()));
        self.messages.append(piece.octets, piece.sequence, piece.from, counters, each);
    }

    fn wait(&mut self, piece: Piece<'_>, counters: &mut Counters, each: &mut impl FnMut(&Arrived<'_>)) {
        let is_known = |known: &Waiting| known.sequence == piece.sequence && known.octets.starts_with(piece.octets);
        if self.waiting.iter().any(is_known) {
            return;
        }
        let next = self.next;
        let (frame, ts_ns) = piece.from;
        self.waiting.push(Waiting { sequence: piece.sequence, octets: piece.octets.to_vec(), frame, ts_ns });
        self.waiting.sort_by_key(|waiting| waiting.sequence.wrapping_sub(next));
        let is_late = |first: &Waiting| ts_ns.saturating_sub(first.ts_ns) > PATIENCE;
        // A stream whose beginning was not captured waits for nothing.
        let is_new = !self.messages.any && !self.messages.in_step && self.messages.begun.is_empty();
        while self.waiting.first().is_some_and(is_late) || self.waiting.len() > MAX_WAITING {
            self.leap(counters, each);
        }
        while is_new && !self.waiting.is_empty() {
            self.leap(counters, each);
        }
    }

    /// Takes what waited and now follows.
    fn catch_up(&mut self, counters: &mut Counters, each: &mut impl FnMut(&Arrived<'_>)) {
        while let Some(first) = self.waiting.first() {
            let piece = Piece { sequence: first.sequence, octets: &first.octets, from: (first.frame, first.ts_ns) };
            if matches!(self.place(&piece), Place::Ahead) {
                return;
            }
            let taken = self.waiting.remove(0);
            let piece = Piece { sequence: taken.sequence, octets: &taken.octets, from: (taken.frame, taken.ts_ns) };
            self.arrive(piece, counters, each);
        }
    }

    /// A gap that nobody fills any more: the octets in it are lost.
    fn leap(&mut self, counters: &mut Counters, each: &mut impl FnMut(&Arrived<'_>)) {
        if let Some(first) = self.waiting.first() {
            self.next = first.sequence;
            self.messages.lose(counters);
        }
        self.catch_up(counters, each);
    }

    /// Octets nowhere near: read beside the stream where messages begin with them, or where they go on there.
    fn elsewhere(&mut self, piece: Piece<'_>, counters: &mut Counters, each: &mut impl FnMut(&Arrived<'_>)) {
        if let Some(aside) = self.aside.as_mut()
            && (aside.messages.any || !aside.messages.begun.is_empty())
            && aside.place(&piece) != Place::Far
        {
            aside.arrive(piece, counters, each);
            aside.catch_up(counters, each);
            aside.aside = None;
            return;
        }
        if !looks_like_message(piece.octets) {
            return counters.other.add("TCP segments out of window");
        }
        self.beside(piece, false, counters, each);
    }

    /// Reads octets beside the stream.
    fn beside(
        &mut self,
        piece: Piece<'_>,
        overlap: bool,
        counters: &mut Counters,
        each: &mut impl FnMut(&Arrived<'_>),
    ) {
        let mut aside = Self::opened(piece.sequence);
        (aside.messages.gap, aside.messages.overlap) = (!overlap, overlap);
        aside.append(piece, counters, each);
        if let Some(mut before) = self.aside.replace(Box::new(aside)) {
            before.give_up(counters);
        }
    }

    /// Begins the message anew that has begun with other octets.
    fn rewind(&mut self, piece: Piece<'_>, counters: &mut Counters, each: &mut impl FnMut(&Arrived<'_>)) {
        self.messages.lose(counters);
        (self.messages.in_step, self.messages.gap, self.messages.overlap) = (true, false, true);
        self.append(piece, counters, each);
    }

    /// A segment whose first octets (`old`) have been seen: messages that begin in them were sent again, or differ, or
    /// were never seen for what came in their place.
    fn again(&mut self, piece: Piece<'_>, old: usize, counters: &mut Counters, each: &mut impl FnMut(&Arrived<'_>)) {
        let mut at = 0;
        if !looks_like_message(piece.octets) {
            at = self.messages.memory.first_behind(piece.sequence).unwrap_or(old);
        }
        let mut found = false;
        let begun_at = self.next.wrapping_sub(clamp(self.messages.begun.len()));
        while at < old {
            let here = piece.behind(at);
            if !self.messages.begun.is_empty() && here.sequence == begun_at {
                match self.contradicts(here.octets) {
                    None => break,
                    Some(true) => self.beside(here, true, counters, each),
                    Some(false) => return self.rewind(here, counters, each),
                }
                found = true;
                break;
            }
            let message = match next_message(here.octets) {
                Next::Message(length) => here.octets.get(..length),
                _ => None,
            };
            let seen = self.messages.memory.at(here.sequence, message.map_or(0, digest)).copied();
            if seen.is_none() && (!looks_like_message(here.octets) || self.messages.memory.is_before(here.sequence)) {
                break;
            }
            if seen.is_none() && !self.messages.in_step {
                // It goes on from there, or from here: what follows says.
                return self.beside(here, false, counters, each);
            }
            let Some(message) = message else {
                if seen.is_none() {
                    return self.beside(here, false, counters, each);
                }
                break;
            };
            found = true;
            self.sent_again(message, here, seen, each);
            at = at.saturating_add(message.len());
        }
        if !found && old == piece.octets.len() {
            counters.other.add("TCP segments repeated");
        }
        let rest = piece.behind(at.max(old));
        if at > old && self.messages.begun.is_empty() {
            // A message took the place of another one, and goes on behind it.
            self.next = rest.sequence;
            self.messages.in_step = true;
        }
        let rest = if self.next == rest.sequence { rest } else { piece.behind(old) };
        if !rest.octets.is_empty() {
            self.append(rest, counters, each);
        }
    }

    /// Whether these octets differ from the message that has begun at the same place, and begin one themselves; and
    /// whether what has begun is likely too.
    fn contradicts(&self, octets: &[u8]) -> Option<bool> {
        let begun = &self.messages.begun;
        let differs = begun.iter().zip(octets).any(|(ours, theirs)| ours != theirs);
        (differs && looks_like_message(octets)).then(|| looks_like_message(begun))
    }

    /// A message at a place where one was seen, or something else.
    fn sent_again(&mut self, message: &[u8], here: Piece<'_>, seen: Option<Sent>, each: &mut impl FnMut(&Arrived<'_>)) {
        let (frame, ts_ns) = here.from;
        let digest = digest(message);
        let same = seen.filter(|seen| seen.digest == digest);
        if same.is_none() {
            self.messages.memory.add(Sent { sequence: here.sequence, digest, frame });
        }
        each(&Arrived {
            octets: message,
            earlier: &[],
            frame,
            ts_ns,
            retransmits: same.map(|seen| seen.frame),
            gap: seen.is_none(),
            overlap: seen.is_some() && same.is_none(),
        });
    }
}
