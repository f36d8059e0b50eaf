//! SS7 messages to operations: segments, duplicates, dialogues.

use crate::batch::{Batch, FrameRef, Meta, Protocol};
use crate::counters::Counters;
use crate::dialogue::{Dialogue, Invoke, Title};
use crate::diameter::Diameter;
use crate::duplicates::Duplicates;
use crate::exchanges::Shared;
use crate::gtp::Gtp;
use crate::next::{AtOnce, Ends, Next};
use crate::segments::Segments;
use crate::sink::Sink;
use crate::table::{Slot, Table};
use crate::tape::{Notes, Tape};
use crate::ways::{Ways, ways};
use crate::{SECOND, names};
use notes::{note_context, note_message, settle};
pub(crate) use place::{Arrived, Place};
use place::{dialogue_id, new_dialogue};
use sigwarden_wire::anomaly::{Anomalies, Code};
use sigwarden_wire::map::field::Field;
use sigwarden_wire::sccp::{self, Unitdata};
use sigwarden_wire::sigtran;
use sigwarden_wire::tcap::{Component, Message, MessageType};
use std::collections::VecDeque;
use xxhash_rust::xxh3::xxh3_64;

mod notes;
mod place;
pub(crate) mod reading;

/// How long a dialogue stays findable after its end: copies of its last message arrive late from other links.
const LINGER: i64 = 2 * SECOND;

/// Which application protocol a component belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stack {
    /// MAP.
    Map,
    /// CAP.
    Cap,
    /// Anything else over TCAP.
    #[default]
    Other,
}

impl Stack {
    /// Name as in the output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Map => "ss7-map",
            Self::Cap => "ss7-cap",
            Self::Other => "ss7-other",
        }
    }
}

/// One component of one message, with what is known of its dialogue.
#[derive(Debug)]
pub struct Operation<'a> {
    /// Where it comes from.
    pub meta: &'a Meta,
    /// Frames of earlier SCCP segments.
    pub segments: &'a [FrameRef],
    /// SCCP message.
    pub unit: &'a Unitdata<'a>,
    /// TCAP message.
    pub message: &'a Message,
    /// Octets of the TCAP message.
    pub octets: &'a [u8],
    /// Global Title of the calling party.
    pub calling: Title,
    /// Global Title of the called party.
    pub called: Title,
    /// The component; none in a message without components.
    pub component: Option<&'a Component>,
    /// Its dialogue, this message included.
    pub dialogue: &'a Dialogue,
    /// Which side of the dialogue sent it: 0 the one that began.
    pub sender: u8,
    /// Which protocol.
    pub stack: Stack,
    /// Operation code: the component's, or the one of the invoke that it answers.
    pub code: Option<i64>,
    /// The request that it answers, as it was before this answer.
    pub request: Option<Invoke>,
    /// What was wrong with the message, all layers.
    pub anomalies: &'a Anomalies,
    /// The dialogue and frame of the message that this one repeats.
    pub duplicate_of: Option<(u64, FrameRef)>,
    /// The same message of the same dialogue again, translated on its way.
    pub relayed: bool,
    /// Position of the component in the message.
    pub index: usize,
    /// Whether the other direction of its way was seen before.
    pub way_back_seen: bool,
    /// Whether a message that came back was seen on its way out.
    pub original_seen: bool,
}

impl Operation<'_> {
    /// All frames of the message.
    pub fn frames(&self) -> impl Iterator<Item = FrameRef> {
        self.segments.iter().copied().chain(self.meta.frames())
    }

    /// Whether the message came back undelivered.
    pub fn returned(&self) -> bool {
        self.unit.kind.is_returned()
    }

    /// Whether it says nothing new: a duplicate, a relayed copy, or a message that came back.
    pub fn is_copy(&self) -> bool {
        self.duplicate_of.is_some() || self.relayed || self.returned()
    }

    /// Whom it is about: its own identity of this kind, else the one known of the dialogue.
    pub fn identity(&self, field: Field) -> Title {
        self.own_identity(field).unwrap_or(match field {
            Field::Imsi => self.dialogue.imsi,
            Field::Msisdn => self.dialogue.msisdn,
            _ => self.dialogue.imei,
        })
    }

    /// The identity of this kind in the parameter itself.
    pub fn own_identity(&self, field: Field) -> Option<Title> {
        own(self.component?, self.octets, field)
    }
}

fn own(component: &Component, octets: &[u8], field: Field) -> Option<Title> {
    let value = component.fields.octets(field, octets)?;
    Some(Title::of_field(field, value)).filter(|title| !title.is_empty())
}

/// What is no SCCP message that carries data by itself.
pub(crate) enum Other {
    ConnectionOriented,
    Unreadable,
}

/// Reads the SCCP message.
pub(crate) fn unit<'a>(meta: &Meta, octets: &'a [u8], anomalies: &mut Anomalies) -> Result<Unitdata<'a>, Other> {
    if meta.protocol == Protocol::Sua {
        return sigtran::sua(octets, anomalies).ok_or(Other::Unreadable);
    }
    match sccp::message(octets, meta.variant, anomalies) {
        sccp::Message::Unitdata(unit) => Ok(unit),
        sccp::Message::ConnectionOriented => Err(Other::ConnectionOriented),
        sccp::Message::Unreadable => Err(Other::Unreadable),
    }
}

/// Takes messages, gives operations.
#[derive(Debug, Default)]
pub struct Joiner {
    table: Table,
    lingering: VecDeque<(i64, Slot, u64)>,
    segments: Segments,
    duplicates: Duplicates,
    message: Message,
    ways: Ways,
    clock: Clock,
    diameter: Diameter,
    gtp: Gtp,
    /// Names of Diameter that tapes have told of.
    told: usize,
    /// Counts of this stage.
    pub counters: Counters,
}

/// A step in time that one frame alone does not make anybody believe.
const LEAP: u64 = 3600 * SECOND.unsigned_abs();

/// Time as the messages tell it. One frame with a wrong time must not end every dialogue, so a leap counts only when
/// the next frame is there too: then the capture really goes on elsewhere.
#[derive(Debug, Default)]
struct Clock {
    now: Option<i64>,
    elsewhere: Option<i64>,
}

impl Clock {
    fn at(&mut self, ts_ns: i64) -> i64 {
        let now = *self.now.get_or_insert(ts_ns);
        let confirmed = self.elsewhere.is_some_and(|elsewhere| ts_ns.abs_diff(elsewhere) <= LEAP);
        if ts_ns.abs_diff(now) <= LEAP || confirmed {
            (self.now, self.elsewhere) = (Some(ts_ns), None);
            return ts_ns;
        }
        self.elsewhere = Some(ts_ns);
        now
    }
}

/// Ended dialogues that stay findable at the same time.
const MAX_LINGERING: usize = 65_536;
/// TCAP messages in one SCCP message that are read.
const MAX_MESSAGES: usize = 4;

/// What the protocols share, beside the table of one of them.
macro_rules! shared {
    ($joiner:expr) => {
        Shared { ways: &mut $joiner.ways, duplicates: &mut $joiner.duplicates, counters: &mut $joiner.counters }
    };
}

impl Joiner {
    /// Whether any message was seen on a directed way.
    pub fn saw(&self, way: u64) -> bool {
        self.ways.saw(way)
    }

    /// Takes the messages of a batch, and hands over their operations.
    pub fn batch(&mut self, batch: &Batch, sink: &mut impl Sink) {
        self.take(batch, &mut AtOnce(sink));
    }

    /// Takes the messages of a batch, and notes on a tape where they belong: played with the same batch, it hands over the
    /// same operations. `all` says whether the sink will want everything.
    pub fn record(&mut self, batch: &Batch, tape: &mut Tape, all: bool) {
        tape.clear(all);
        self.take(batch, tape);
        let names = self.diameter.labels().since(self.told);
        self.told = self.told.saturating_add(names.len());
        tape.follow(names);
    }

    fn take(&mut self, batch: &Batch, next: &mut impl Next) {
        for (position, (meta, octets)) in batch.messages().enumerate() {
            next.at(position);
            let now = self.clock.at(meta.ts_ns);
            match meta.protocol {
                Protocol::Sccp | Protocol::Sua => self.ss7(meta, octets, now, next),
                Protocol::Diameter => {
                    let (diameter, mut shared) = (&mut self.diameter, shared!(self));
                    diameter.take(meta, octets, now, &mut shared, next);
                }
                Protocol::Gtp => {
                    let (gtp, mut shared) = (&mut self.gtp, shared!(self));
                    gtp.take(meta, octets, now, &mut shared, next);
                }
            }
        }
    }

    /// Ends all dialogues.
    pub fn finish(&mut self, sink: &mut impl Sink) {
        self.end(&mut AtOnce(sink));
    }

    /// Ends all dialogues behind the last tape; `notes` are those of the tapes.
    pub fn finish_tapes(&mut self, notes: &mut Notes, sink: &mut impl Sink) {
        self.end(&mut notes.with(sink));
    }

    fn end(&mut self, next: &mut impl Ends) {
        self.segments.finish(&mut self.counters);
        for slot in self.table.open_slots() {
            self.close(slot, next);
        }
        self.diameter.finish(next);
        self.gtp.finish(next);
    }

    fn ss7(&mut self, meta: &Meta, octets: &[u8], now: i64, next: &mut impl Next) {
        self.pass_time(now, next);
        let mut anomalies = meta.anomalies.as_deref().cloned().unwrap_or_default();
        let mut unit = match unit(meta, octets, &mut anomalies) {
            Ok(unit) => unit,
            Err(Other::ConnectionOriented) => return self.counters.other.add("SCCP connection-oriented"),
            Err(Other::Unreadable) => return self.counters.undecoded.add("SCCP unreadable"),
        };
        let segmented = unit.segment.filter(|segment| !segment.first || segment.remaining > 0);
        // A segment sent again, or recorded twice, adds nothing to the message that it belongs to.
        if segmented.is_some() && meta.retransmits.is_some() {
            return self.counters.other.add("SCCP segments repeated");
        }
        let whole = match segmented {
            None => None,
            Some(segment) => match self.segments.take(&unit, segment, meta, &mut self.counters) {
                None => return,
                whole => whole,
            },
        };
        let mut frames = Vec::new();
        if let Some(whole) = &whole {
            unit.data = &whole.data;
            anomalies.extend(&whole.anomalies);
            frames.clone_from(&whole.earlier);
        }
        self.user(meta, (&frames, whole.is_some()), &unit, octets, anomalies, next);
    }

    /// What SCCP carries: TCAP, whatever the subsystem says, or something that is only counted.
    fn user(
        &mut self,
        meta: &Meta,
        (segments, is_whole): (&[FrameRef], bool),
        unit: &Unitdata<'_>,
        sccp: &[u8],
        mut anomalies: Anomalies,
        next: &mut impl Next,
    ) {
        if !names::may_be_tcap(unit.data) {
            return self.counters.other.add(names::sccp_user(unit));
        }
        let mut message = std::mem::take(&mut self.message);
        let header = xxh3_64(sccp.get(..sccp.len().saturating_sub(unit.data.len())).unwrap_or(sccp));
        let (calling, called) = (Title::of(&unit.calling), Title::of(&unit.called));
        let mut octets = unit.data;
        // A second message behind the first is seen by some receivers: it is read as one of its own.
        for _ in 0..MAX_MESSAGES {
            self.counters.messages = self.counters.messages.saturating_add(1);
            if !message.read(octets, &mut anomalies) {
                self.counters.undecoded.add("TCAP unreadable");
                break;
            }
            self.counters.decoded = self.counters.decoded.saturating_add(1);
            let payload = xxh3_64(octets);
            let digest = payload ^ header.rotate_left(17);
            let behind = anomalies.contains(Code::TrailingMessage).then(|| octets.get(message.length()..)).flatten();
            let arrived =
                Arrived { meta, segments, unit, is_whole, octets, calling, called, digest, link: meta.link() };
            self.tcap(&arrived, &mut message, payload, std::mem::take(&mut anomalies), next);
            match behind {
                Some(rest) => octets = rest,
                None => break,
            }
        }
        self.message = message;
    }

    fn tcap(
        &mut self,
        arrived: &Arrived<'_>,
        message: &mut Message,
        payload: u64,
        mut anomalies: Anomalies,
        next: &mut impl Next,
    ) {
        let meta = arrived.meta;
        let (way, way_back) = ways(meta);
        self.ways.note(way);
        let mut place = self.place(arrived, message, payload, way_back);
        let id = dialogue_id(arrived.digest, meta.ts_ns);
        let mut passing = None;
        if place.slot.is_none() {
            let mut dialogue = new_dialogue(arrived, message, payload, (way, way_back));
            note_context(&mut dialogue, message, arrived.octets, &mut anomalies);
            dialogue.id = place.duplicate_of.map_or(id, |(original, _)| original);
            // An END or ABORT of a dialogue that was not seen opens nothing, and a message that came back neither.
            let opens = matches!(message.kind, MessageType::Begin | MessageType::Continue)
                && !arrived.unit.kind.is_returned()
                && place.duplicate_of.is_none();
            if opens {
                let patience = names::patience(dialogue.context);
                place.slot = Some(self.table.insert(dialogue, patience));
            } else {
                passing = Some(dialogue);
            }
        }
        let dialogue = match (&mut passing, place.slot.and_then(|slot| self.table.get_mut(slot))) {
            (Some(dialogue), _) => dialogue,
            (None, Some(dialogue)) => dialogue,
            (None, None) => return,
        };
        match place.duplicate_of {
            Some(_) => self.counters.duplicates = self.counters.duplicates.saturating_add(1),
            None => self.duplicates.remember(arrived.digest, arrived.link, meta.ts_ns, meta.frame, dialogue.id),
        }
        let is_copy = place.duplicate_of.is_some() || place.relayed || arrived.unit.kind.is_returned();
        if !is_copy {
            note_context(dialogue, message, arrived.octets, &mut anomalies);
            note_message(dialogue, arrived, message, payload, &place);
        }
        next.ss7(arrived, &place, message, dialogue, anomalies);
        let ended = settle(dialogue, message, place.sender, arrived.unit.kind.is_returned(), is_copy);
        let new_tid = (dialogue.sides.get(usize::from(place.sender))).map_or(0, |side| side.tid);
        match (place.slot, passing) {
            (_, Some(dialogue)) => next.closed(None, &dialogue),
            (Some(slot), None) => self.after(slot, message, &place, new_tid, ended, meta.ts_ns),
            (None, None) => {}
        }
    }

    /// Names the sender's side in the table once its identifier is known, and lets an ended dialogue linger.
    fn after(&mut self, slot: Slot, message: &Message, place: &Place, tid: u64, ended: bool, now: i64) {
        if message.kind == MessageType::Continue && place.sender == 1 && !place.relayed {
            let known = self.table.find(tid, |_, _| 1).is_some_and(|(known, _)| known == slot);
            if !known {
                self.table.name(slot, 1, tid);
            }
        }
        if ended && let Some(dialogue) = self.table.get_mut(slot) {
            let id = dialogue.id;
            self.lingering.push_back((now, slot, id));
        }
    }

    fn pass_time(&mut self, now: i64, next: &mut impl Ends) {
        while let Some(&(since, slot, id)) = self.lingering.front() {
            if now.abs_diff(since) <= LINGER.unsigned_abs() && self.lingering.len() <= MAX_LINGERING {
                break;
            }
            self.lingering.pop_front();
            if self.table.get_mut(slot).is_some_and(|dialogue| dialogue.id == id) {
                self.close(slot, next);
            }
        }
        while let Some((slot, full)) = self.table.next_silent(now) {
            if full {
                self.counters.dropped.add("open dialogues");
            }
            self.close(slot, next);
        }
    }

    fn close(&mut self, slot: Slot, next: &mut impl Ends) {
        if let Some(dialogue) = self.table.get(slot) {
            next.closed(Some(slot), dialogue);
        }
        self.table.remove(slot);
    }
}
