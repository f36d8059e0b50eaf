//! Messages that have their place, on their way to another thread, where their inside is read and handed over.
//!
//! A [`Tape`] goes with the batch that it was recorded from, and holds what the batch does not: where each message belongs,
//! its dialogue or exchange as it was then, and what has ended in between, in order. What the sink makes of a dialogue (its
//! mark), and whom answers to suspicious requests name, stay in [`Notes`] on its own side, by the slot of the dialogue.
//! Tapes are used again and again: recording allocates nothing once they have grown to the largest batch.

use crate::batch::{Batch, FrameRef, Protocol};
use crate::dialogue::{Dialogue, Invoke, Title};
use crate::diameter::Subject;
use crate::joiner::reading;
use crate::labels::Labels;
use crate::next::{Ends, Next, Slot};
use crate::sink::{Closed, Ended, Sink};
use crate::{diameter, gtp, joiner};
use sigwarden_wire::anomaly::Anomalies;
use sigwarden_wire::{diameter as wire, gtp as wire_gtp, tcap};

/// Ended dialogues of one batch for which room is kept: more end at once only where time leaps.
const ROOM: usize = 1 << 14;

/// Records of one kind; those that are not used keep their memory.
#[derive(Debug, Default)]
struct Pool<T> {
    all: Vec<T>,
    used: usize,
}

impl<T: Default> Pool<T> {
    /// A record to be written over.
    fn next(&mut self) -> Option<&mut T> {
        if self.used >= self.all.len() {
            self.all.push(T::default());
        }
        self.used = self.used.saturating_add(1);
        self.all.get_mut(self.used.saturating_sub(1))
    }

    fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.all.iter_mut().take(self.used)
    }
}

/// Part of a list.
#[derive(Clone, Copy, Debug, Default)]
struct Part {
    start: usize,
    length: usize,
}

impl Part {
    fn added<T: Copy>(list: &mut Vec<T>, further: &[T]) -> Self {
        let start = list.len();
        list.extend_from_slice(further);
        Self { start, length: further.len() }
    }

    fn of<T>(self, list: &[T]) -> &[T] {
        list.get(self.start..self.start.saturating_add(self.length)).unwrap_or(&[])
    }
}

#[derive(Debug, Default)]
struct Ss7 {
    position: usize,
    /// Frames of earlier segments.
    segments: Part,
    /// The data, where they came in segments.
    whole: Option<Part>,
    /// Octets of the data from the message on.
    rest: usize,
    titles: [Title; 2],
    digest: u64,
    link: u64,
    place: joiner::Place,
    message: tcap::Message,
    dialogue: Dialogue,
    anomalies: Anomalies,
}

#[derive(Debug, Default)]
struct OfDiameter {
    position: usize,
    place: diameter::Place,
    message: wire::Message,
    exchange: diameter::Exchange,
    anomalies: Anomalies,
}

#[derive(Debug, Default)]
struct OfGtp {
    position: usize,
    index: usize,
    /// The message in its datagram.
    part: Part,
    place: gtp::Place,
    message: wire_gtp::Message,
    exchange: gtp::Exchange,
    anomalies: Anomalies,
}

#[derive(Debug)]
enum Event {
    Ss7,
    Diameter,
    Gtp,
    Closed { slot: Slot, id: u64, way: u64, answered: bool, invokes: Part },
    Ended { protocol: Protocol, slot: Slot, ended: Ended },
}

/// What the messages of one batch are.
#[derive(Debug, Default)]
pub struct Tape {
    all: bool,
    position: usize,
    /// Where the last GTP message of the datagram ended.
    behind: usize,
    events: Vec<Event>,
    ss7: Pool<Ss7>,
    diameter: Pool<OfDiameter>,
    gtp: Pool<OfGtp>,
    frames: Vec<FrameRef>,
    octets: Vec<u8>,
    invokes: Vec<Invoke>,
    /// Names that came up since the tape before.
    names: Vec<Box<str>>,
}

impl Tape {
    /// Forgets what was recorded, and keeps the room.
    pub(crate) fn clear(&mut self, all: bool) {
        if self.events.len() > ROOM {
            (self.events, self.invokes) = (Vec::new(), Vec::new());
        }
        self.all = all;
        self.events.clear();
        (self.ss7.used, self.diameter.used, self.gtp.used) = (0, 0, 0);
        self.frames.clear();
        self.octets.clear();
        self.invokes.clear();
        self.names.clear();
    }

    /// Notes names that came up.
    pub(crate) fn follow(&mut self, names: &[Box<str>]) {
        self.names.extend_from_slice(names);
    }

    /// Reads the inside of the messages, and hands them over. `batch` is the one that this was recorded from.
    pub fn play(&mut self, batch: &Batch, notes: &mut Notes, sink: &mut impl Sink) {
        notes.labels.copy(self.names.drain(..));
        let (mut ss7, mut diameter, mut gtp) = (self.ss7.iter_mut(), self.diameter.iter_mut(), self.gtp.iter_mut());
        for event in &self.events {
            match event {
                Event::Ss7 => {
                    if let Some(record) = ss7.next() {
                        record.play(batch, (&self.frames, &self.octets), notes, sink);
                    }
                }
                Event::Diameter => {
                    if let Some(record) = diameter.next() {
                        record.play(batch, notes, sink);
                    }
                }
                Event::Gtp => {
                    if let Some(record) = gtp.next() {
                        record.play(batch, notes, sink);
                    }
                }
                Event::Closed { slot, id, way, answered, invokes } => {
                    let Note { mark, .. } = std::mem::take(notes.of(Protocol::Sccp, *slot));
                    let invokes = invokes.of(&self.invokes);
                    sink.closed(&Closed { id: *id, mark, way: *way, answered: *answered, invokes });
                }
                Event::Ended { protocol, slot, ended } => notes.with(sink).ended(*protocol, *slot, *ended),
            }
        }
    }
}

impl Ends for Tape {
    fn closed(&mut self, slot: Slot, dialogue: &Dialogue) {
        let Closed { id, way, answered, invokes, .. } = dialogue.into();
        let invokes = Part::added(&mut self.invokes, invokes);
        self.events.push(Event::Closed { slot, id, way, answered, invokes });
    }

    fn ended(&mut self, protocol: Protocol, slot: Slot, ended: Ended) {
        self.events.push(Event::Ended { protocol, slot, ended });
    }
}

impl Next for Tape {
    fn wants_all(&self) -> bool {
        self.all
    }

    fn at(&mut self, position: usize) {
        (self.position, self.behind) = (position, 0);
    }

    fn ss7(
        &mut self,
        arrived: &joiner::Arrived<'_>,
        place: &joiner::Place,
        message: &mut tcap::Message,
        dialogue: &mut Dialogue,
        anomalies: Anomalies,
    ) {
        self.events.push(Event::Ss7);
        if let Some(record) = self.ss7.next() {
            record.position = self.position;
            record.segments = Part::added(&mut self.frames, arrived.segments);
            record.whole = arrived.is_whole.then(|| Part::added(&mut self.octets, arrived.unit.data));
            record.rest = arrived.octets.len();
            record.titles = [arrived.calling, arrived.called];
            (record.digest, record.link) = (arrived.digest, arrived.link);
            record.place = *place;
            record.message.clone_from(message);
            record.dialogue.copy_told(dialogue);
            record.anomalies = anomalies;
        }
        reading::follow(arrived, message, dialogue, place, |_, _, _| {});
    }

    fn diameter(
        &mut self,
        _: &diameter::Arrived<'_>,
        place: &diameter::Place,
        message: &mut wire::Message,
        exchange: &mut diameter::Exchange,
        _: &Labels,
        anomalies: &mut Anomalies,
    ) {
        self.events.push(Event::Diameter);
        let Some(record) = self.diameter.next() else { return };
        record.position = self.position;
        record.place = *place;
        record.message.clone_from(message);
        record.exchange.clone_from(exchange);
        record.anomalies = std::mem::take(anomalies);
    }

    fn gtp(
        &mut self,
        arrived: &gtp::Arrived<'_>,
        place: &gtp::Place,
        message: &wire_gtp::Message,
        exchange: &mut gtp::Exchange,
        anomalies: &mut Anomalies,
    ) {
        self.events.push(Event::Gtp);
        let part = Part { start: self.behind, length: arrived.octets.len() };
        self.behind = self.behind.saturating_add(part.length);
        let Some(record) = self.gtp.next() else { return };
        record.position = self.position;
        (record.index, record.part) = (arrived.index, part);
        record.place = *place;
        record.message.clone_from(message);
        record.exchange.clone_from(exchange);
        record.anomalies = std::mem::take(anomalies);
    }
}

impl Ss7 {
    fn play(&mut self, batch: &Batch, lists: (&[FrameRef], &[u8]), notes: &mut Notes, sink: &mut impl Sink) {
        let Some((meta, octets)) = batch.message(self.position) else { return };
        // What is wrong with the SCCP message is on the tape.
        let Ok(mut unit) = joiner::unit(meta, octets, &mut Anomalies::default()) else { return };
        if let Some(whole) = self.whole {
            unit.data = whole.of(lists.1);
        }
        let octets = unit.data.get(unit.data.len().saturating_sub(self.rest)..).unwrap_or(&[]);
        let arrived = joiner::Arrived {
            meta,
            segments: self.segments.of(lists.0),
            unit: &unit,
            is_whole: self.whole.is_some(),
            octets,
            calling: self.titles[0],
            called: self.titles[1],
            digest: self.digest,
            link: self.link,
        };
        let dialogue = &mut self.dialogue;
        let note = notes.of(Protocol::Sccp, self.place.slot);
        dialogue.mark = note.mark;
        dialogue.know(&note.subject);
        reading::emit(&arrived, &mut self.message, dialogue, &self.place, &mut self.anomalies, sink);
        *note = Note { mark: dialogue.mark, subject: dialogue.known() };
    }
}

impl OfDiameter {
    fn play(&mut self, batch: &Batch, notes: &mut Notes, sink: &mut impl Sink) {
        let Some(message) = batch.message(self.position) else { return };
        let (note, labels) = notes.with_labels(Protocol::Diameter, self.place.slot);
        let exchange = &mut self.exchange;
        exchange.mark = note.mark;
        exchange.subject = exchange.subject.or(note.subject);
        diameter::emit(message, &self.place, &mut self.message, exchange, labels, &mut self.anomalies, sink);
        *note = Note { mark: exchange.mark, subject: exchange.subject };
    }
}

impl OfGtp {
    fn play(&mut self, batch: &Batch, notes: &mut Notes, sink: &mut impl Sink) {
        let Some((meta, octets)) = batch.message(self.position) else { return };
        let note = notes.of(Protocol::Gtp, self.place.slot);
        self.exchange.mark = note.mark;
        let arrived = (meta, self.part.of(octets), self.index);
        gtp::emit(arrived, &self.place, &self.message, &mut self.exchange, &self.anomalies, sink);
        note.mark = self.exchange.mark;
    }
}

/// What is known of one dialogue or request beside what tapes say.
#[derive(Clone, Copy, Debug, Default)]
struct Note {
    mark: u32,
    subject: Subject,
}

/// What is kept between tapes, by the slots of dialogues and requests.
#[derive(Debug, Default)]
pub struct Notes {
    ss7: Vec<Note>,
    diameter: Vec<Note>,
    gtp: Vec<Note>,
    /// Of the message for which nothing waits.
    passing: Note,
    labels: Labels,
}

impl Notes {
    fn of(&mut self, protocol: Protocol, slot: Slot) -> &mut Note {
        self.with_labels(protocol, slot).0
    }

    fn with_labels(&mut self, protocol: Protocol, slot: Slot) -> (&mut Note, &Labels) {
        let notes = match protocol {
            Protocol::Sccp | Protocol::Sua => &mut self.ss7,
            Protocol::Diameter => &mut self.diameter,
            Protocol::Gtp => &mut self.gtp,
        };
        let Some(slot) = slot.map(|slot| slot as usize) else { return (&mut self.passing, &self.labels) };
        if slot >= notes.len() {
            notes.resize(slot.saturating_add(1), Note::default());
        }
        (notes.get_mut(slot).unwrap_or(&mut self.passing), &self.labels)
    }

    /// Ends dialogues and requests with what is noted on them.
    pub(crate) const fn with<'a, S>(&'a mut self, sink: &'a mut S) -> WithNotes<'a, S> {
        WithNotes { notes: self, sink }
    }
}

/// Ends with notes.
pub(crate) struct WithNotes<'a, S> {
    notes: &'a mut Notes,
    sink: &'a mut S,
}

impl<S: Sink> Ends for WithNotes<'_, S> {
    fn closed(&mut self, slot: Slot, dialogue: &Dialogue) {
        let Note { mark, .. } = std::mem::take(self.notes.of(Protocol::Sccp, slot));
        self.sink.closed(&Closed { mark, ..dialogue.into() });
    }

    fn ended(&mut self, protocol: Protocol, slot: Slot, ended: Ended) {
        let Note { mark, .. } = std::mem::take(self.notes.of(protocol, slot));
        self.sink.ended(&Ended { mark, ..ended });
    }
}
