//! SS7 messages to operations: segments, duplicates, dialogues.

use crate::batch::{Batch, FrameRef, Meta};
use crate::counters::Counters;
use crate::dialogue::{Dialogue, Invoke, InvokeState, Oid, Side, Title, ways};
use crate::duplicates::Duplicates;
use crate::segments::Segments;
use crate::table::{Slot, Table, tid_key};
use crate::{SECOND, names};
use hashbrown::HashSet;
use sigwarden_wire::anomaly::{Anomalies, Code};
use sigwarden_wire::ber::{Tag, Walker};
use sigwarden_wire::map::contexts;
use sigwarden_wire::map::field::Field;
use sigwarden_wire::map::parameter::{MAX_DIGITS, digits};
use sigwarden_wire::map::shape::Shape;
use sigwarden_wire::sccp::{self, Unitdata};
use sigwarden_wire::tcap::{Apdu, Component, ComponentKind, Message, MessageType, OperationCode};
use sigwarden_wire::{cap, map, sigtran};
use std::collections::VecDeque;
use xxhash_rust::xxh3::xxh3_64;

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
    let mut buffer = [0; MAX_DIGITS];
    component.fields.digits(field, octets, &mut buffer).filter(|digits| !digits.is_empty()).map(Title::new)
}

/// Takes operations as they are joined.
pub trait Sink {
    /// One component, or one message without. `mark` is the sink's own note on the dialogue.
    fn operation(&mut self, operation: &Operation<'_>, mark: &mut u32);
    /// Whether the parameters of answers are needed; those of requests always are.
    fn wants_answers(&self, _mark: u32) -> bool {
        true
    }

    /// A dialogue that will not go on: its end, a timeout, or the end of the capture.
    fn closed(&mut self, dialogue: &Dialogue);
}

/// Takes SS7 messages, gives operations.
#[derive(Debug, Default)]
pub struct Joiner {
    table: Table,
    lingering: VecDeque<(i64, Slot, u64)>,
    segments: Segments,
    duplicates: Duplicates,
    message: Message,
    /// Directed ways on which SS7 messages were seen, and the last few of them, which are nearly always the next ones.
    ways: HashSet<u64>,
    recent_ways: [u64; 8],
    /// Counts of this stage.
    pub counters: Counters,
}

/// Directed ways remembered.
const MAX_WAYS: usize = 1 << 20;

/// One TCAP message with everything below it.
struct Arrived<'a> {
    meta: &'a Meta,
    segments: &'a [FrameRef],
    unit: &'a Unitdata<'a>,
    octets: &'a [u8],
    calling: Title,
    called: Title,
    digest: u64,
    link: u64,
}

/// Where a message belongs.
struct Place {
    slot: Option<Slot>,
    sender: u8,
    relayed: bool,
    way_back_seen: bool,
    original_seen: bool,
    duplicate_of: Option<(u64, FrameRef)>,
}

impl Joiner {
    /// Whether any SS7 message was seen on a directed way.
    pub fn saw(&self, way: u64) -> bool {
        self.ways.contains(&way)
    }

    /// Takes the messages of a batch.
    pub fn batch(&mut self, batch: &Batch, sink: &mut impl Sink) {
        for (meta, octets) in batch.messages() {
            self.ss7(meta, octets, sink);
        }
    }

    /// Ends all dialogues.
    pub fn finish(&mut self, sink: &mut impl Sink) {
        self.segments.finish(&mut self.counters);
        for slot in self.table.open_slots() {
            self.close(slot, sink);
        }
    }

    fn ss7(&mut self, meta: &Meta, octets: &[u8], sink: &mut impl Sink) {
        self.pass_time(meta.ts_ns, sink);
        let mut anomalies = meta.anomalies.as_deref().cloned().unwrap_or_default();
        let unit = if meta.is_sua {
            sigtran::sua(octets, &mut anomalies)
        } else {
            match sccp::message(octets, meta.variant, &mut anomalies) {
                sccp::Message::Unitdata(unit) => Some(unit),
                sccp::Message::ConnectionOriented => return self.counters.other.add("SCCP connection-oriented"),
                sccp::Message::Unreadable => None,
            }
        };
        let Some(mut unit) = unit else { return self.counters.undecoded.add("SCCP unreadable") };
        let segmented = unit.segment.filter(|segment| !segment.first || segment.remaining > 0);
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
        self.user(meta, &frames, &unit, octets, anomalies, sink);
    }

    /// What SCCP carries: TCAP, whatever the subsystem says, or something that is only counted.
    fn user(
        &mut self,
        meta: &Meta,
        segments: &[FrameRef],
        unit: &Unitdata<'_>,
        sccp: &[u8],
        mut anomalies: Anomalies,
        sink: &mut impl Sink,
    ) {
        let octets = unit.data;
        if !names::may_be_tcap(octets) {
            return self.counters.other.add(names::sccp_user(unit));
        }
        let mut message = std::mem::take(&mut self.message);
        let is_tcap = message.read(octets, &mut anomalies);
        self.counters.messages = self.counters.messages.saturating_add(1);
        if is_tcap {
            self.counters.decoded = self.counters.decoded.saturating_add(1);
            let payload = xxh3_64(octets);
            let header = sccp.get(..sccp.len().saturating_sub(octets.len())).unwrap_or(sccp);
            let digest = payload ^ xxh3_64(header).rotate_left(17);
            let (calling, called) = (Title::of(&unit.calling), Title::of(&unit.called));
            let arrived = Arrived { meta, segments, unit, octets, calling, called, digest, link: meta.link() };
            self.tcap(&arrived, &mut message, payload, anomalies, sink);
        } else {
            self.counters.undecoded.add("TCAP unreadable");
        }
        self.message = message;
    }

    fn tcap(
        &mut self,
        arrived: &Arrived<'_>,
        message: &mut Message,
        payload: u64,
        mut anomalies: Anomalies,
        sink: &mut impl Sink,
    ) {
        let meta = arrived.meta;
        let (way, way_back) = ways(meta);
        if !self.recent_ways.contains(&way) && self.ways.len() < MAX_WAYS {
            self.ways.insert(way);
            self.recent_ways.rotate_right(1);
            if let Some(slot) = self.recent_ways.first_mut() {
                *slot = way;
            }
        }
        let mut place = self.place(arrived, message, payload, way_back);
        let id = dialogue_id(arrived.digest, meta.ts_ns);
        let mut passing = None;
        if place.slot.is_none() {
            let mut dialogue = new_dialogue(arrived, message, payload, (way, way_back));
            dialogue.id = place.duplicate_of.map_or(id, |(original, _)| original);
            // An END or ABORT of a dialogue that was not seen opens nothing, and a message that came back neither.
            let opens = matches!(message.kind, MessageType::Begin | MessageType::Continue)
                && !arrived.unit.kind.is_returned()
                && place.duplicate_of.is_none();
            if opens {
                let long = names::waits_for_people(dialogue.context);
                place.slot = Some(self.table.insert(dialogue, long));
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
            note_message(dialogue, arrived, message, payload, &place, &mut anomalies);
        }
        emit(arrived, message, dialogue, &place, &mut anomalies, sink);
        let ended = settle(dialogue, message, place.sender, arrived.unit.kind.is_returned(), is_copy);
        let new_tid = (dialogue.sides.get(usize::from(place.sender))).map_or(0, |side| side.tid);
        match (place.slot, passing) {
            (_, Some(dialogue)) => sink.closed(&dialogue),
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

    fn pass_time(&mut self, now: i64, sink: &mut impl Sink) {
        while let Some(&(since, slot, id)) = self.lingering.front() {
            if now.saturating_sub(since) <= LINGER {
                break;
            }
            self.lingering.pop_front();
            if self.table.get_mut(slot).is_some_and(|dialogue| dialogue.id == id) {
                self.close(slot, sink);
            }
        }
        while let Some((slot, full)) = self.table.next_silent(now) {
            if full {
                self.counters.dropped.add("open dialogues");
            }
            self.close(slot, sink);
        }
    }

    fn close(&mut self, slot: Slot, sink: &mut impl Sink) {
        if let Some(dialogue) = self.table.get(slot) {
            sink.closed(dialogue);
        }
        self.table.remove(slot);
    }

    /// The message that this one repeats. A retransmission whose original is forgotten still names its frame.
    fn duplicate_of(&self, arrived: &Arrived<'_>) -> Option<(u64, FrameRef)> {
        let meta = arrived.meta;
        let seen = self.duplicates.find(arrived.digest, arrived.link, meta.ts_ns, meta.retransmits);
        match (seen, meta.retransmits) {
            (Some(seen), _) => Some((seen.dialogue_id, seen.frame)),
            (None, Some(frame)) => Some((dialogue_id(arrived.digest, meta.ts_ns), frame)),
            (None, None) => None,
        }
    }

    /// Finds the dialogue of a message.
    fn place(&self, arrived: &Arrived<'_>, message: &Message, payload: u64, way_back: u64) -> Place {
        let octets = arrived.octets;
        let (otid, dtid) = (tid_key(message.otid, octets), tid_key(message.dtid, octets));
        let (to, from) = arrived.ends();
        let meta = arrived.meta;
        let returned = arrived.unit.kind.is_returned();
        let found = match message.kind {
            MessageType::Begin => self.table.find(otid, |dialogue, index| {
                // The same request on the same link is a new attempt, unless the very transmission is repeated.
                let copy = dialogue.begin_link != arrived.link || meta.retransmits.is_some();
                let same = dialogue.begin_digest == payload && (returned || copy && near(dialogue, meta));
                if index == 0 && same { fit(dialogue, index, from, to) } else { 0 }
            }),
            MessageType::Continue | MessageType::End | MessageType::Abort => self
                .table
                .find(dtid, |dialogue, index| fit(dialogue, index, to, from))
                .map(|(slot, side)| (slot, 1u8.saturating_sub(side))),
            MessageType::Unidirectional => None,
        };
        let found = found.or_else(|| {
            // The receiver's identifier was never seen: the sender's own may be known.
            (message.kind == MessageType::Continue)
                .then(|| self.table.find(otid, |dialogue, index| fit(dialogue, index, from, to)))?
        });
        let relayed = found.is_some_and(|(slot, _)| {
            self.table.get(slot).is_some_and(|dialogue| dialogue.has_seen(payload, arrived.link))
        });
        Place {
            slot: found.map(|(slot, _)| slot),
            sender: found.map_or(0, |(_, side)| side),
            relayed: relayed && !returned,
            way_back_seen: self.recent_ways.contains(&way_back) || self.ways.contains(&way_back),
            original_seen: found.is_some(),
            duplicate_of: self.duplicate_of(arrived),
        }
    }
}

fn near(dialogue: &Dialogue, meta: &Meta) -> bool {
    meta.ts_ns.abs_diff(dialogue.first_ts) <= LINGER.unsigned_abs()
}

/// One end of a message.
#[derive(Clone, Copy)]
struct End {
    title: Title,
    ssn: Option<u8>,
    pc: Option<u32>,
    link_pc: Option<u32>,
}

impl Arrived<'_> {
    /// Whom the message is for, and who sent it. One that came back is seen as it was on its way out.
    fn ends(&self) -> (End, End) {
        let end =
            |title, address: &sccp::Address<'_>, link_pc| End { title, ssn: address.ssn, pc: address.pc, link_pc };
        let to = end(self.called, &self.unit.called, self.meta.dpc);
        let from = end(self.calling, &self.unit.calling, self.meta.opc);
        if self.unit.kind.is_returned() {
            let (opc, dpc) = (to.link_pc, from.link_pc);
            return (End { link_pc: dpc, ..from }, End { link_pc: opc, ..to });
        }
        (to, from)
    }
}

/// How well the ends of a message fit the sides of a dialogue that has its transaction identifier; 0 not at all.
///
/// The side with the identifier must have the title, or (where there is none to compare) may have the point code:
/// another title is another node, even behind the same point code. Some nodes number the transactions of each
/// subsystem or peer apart, so a side with the same peer fits better, then one with the same subsystem, then an open one.
fn fit(dialogue: &Dialogue, index: u8, own: End, peer: End) -> u8 {
    let side = |index: u8| dialogue.sides.get(usize::from(index)).copied().unwrap_or_default();
    let (here, there) = (side(index), side(1u8.saturating_sub(index)));
    let same_code = here.pc.is_some() && (here.pc == own.link_pc || here.pc == own.pc);
    let base = match (own.title.is_empty() || here.title.is_empty(), same_code) {
        (false, _) if here.title != own.title => return 0,
        (false, _) => 48,
        (true, true) => 32,
        (true, false) => 16,
    };
    let same_peer = !peer.title.is_empty() && there.title == peer.title;
    let same_subsystem = here.ssn == own.ssn || here.ssn.is_none() || own.ssn.is_none();
    base | u8::from(same_peer) << 2 | u8::from(same_subsystem) << 1 | u8::from(!dialogue.ended)
}

fn dialogue_id(digest: u64, ts_ns: i64) -> u64 {
    let mut content = [0u8; 16];
    let (a, b) = (digest.to_le_bytes(), ts_ns.div_euclid(1000).to_le_bytes());
    content.iter_mut().zip(a.into_iter().chain(b)).for_each(|(slot, octet)| *slot = octet);
    xxh3_64(&content)
}

fn new_dialogue(arrived: &Arrived<'_>, message: &Message, payload: u64, ways: (u64, u64)) -> Dialogue {
    let unit = arrived.unit;
    let meta = arrived.meta;
    let returned = unit.kind.is_returned();
    let calling = (&unit.calling, arrived.calling);
    let called = (&unit.called, arrived.called);
    let (from, to) = if returned { (called, calling) } else { (calling, called) };
    let (opc, dpc) = if returned { (meta.dpc, meta.opc) } else { (meta.opc, meta.dpc) };
    let side = |(address, title): (&sccp::Address<'_>, Title), pc, tid| Side { title, ssn: address.ssn, pc, tid };
    let begun = matches!(message.kind, MessageType::Begin | MessageType::Unidirectional);
    let mut dialogue = Dialogue::default();
    dialogue.first_ts = meta.ts_ns;
    dialogue.last_ts = meta.ts_ns;
    dialogue.frame = meta.frame;
    dialogue.begun = begun;
    dialogue.begun_with_components = begun && !message.components().is_empty();
    dialogue.sides = [
        side(from, opc, tid_key(message.otid, arrived.octets)),
        // The answering side's point code is learned from its own messages: a relay may stand between.
        side(to, (!begun).then_some(dpc).flatten(), tid_key(message.dtid, arrived.octets)),
    ];
    dialogue.way = ways;
    dialogue.begin_digest = if begun { payload } else { 0 };
    dialogue.begin_link = arrived.link;
    dialogue
}

/// Takes over what a message says of its dialogue.
fn note_message(
    dialogue: &mut Dialogue,
    arrived: &Arrived<'_>,
    message: &Message,
    payload: u64,
    place: &Place,
    anomalies: &mut Anomalies,
) {
    dialogue.last_ts = arrived.meta.ts_ns;
    dialogue.remember(payload, arrived.link);
    if let Some(context) = message.dialogue.context {
        let octets = context.of(arrived.octets);
        let classified = contexts::classify(octets);
        // The first context is the one that the dialogue was opened under; an answer may offer another.
        if dialogue.oid.is_empty() || message.kind == MessageType::Begin {
            dialogue.oid = Oid::new(octets);
            dialogue.context = classified;
        }
        let (at, length) = (context.start as usize, context.length as usize);
        if classified.padded {
            anomalies.add(Code::ContextPadded, at, length);
        }
        if classified.extended {
            anomalies.add(Code::ContextExtended, at, length);
        }
    }
    let is_answer = message.kind != MessageType::Begin && place.sender == 1;
    if is_answer && let Some(side) = dialogue.sides.get_mut(1) {
        // TS 29.002 6.1.3: the address of the first answer is the one to write to from now on.
        if !arrived.calling.is_empty() {
            side.title = arrived.calling;
        }
        side.pc = arrived.meta.opc.or(side.pc);
        if side.tid == 0 {
            side.tid = tid_key(message.otid, arrived.octets);
        }
    }
    if let Some(reference) = message.dialogue.destination_reference {
        let mut buffer = [0; MAX_DIGITS];
        let octets = reference.of(arrived.octets);
        let digits = digits(Field::Msisdn, octets, &mut buffer);
        // Plan 6 is E.212 (TS 29.002 17.7.8); an IMSI under another plan gives itself away by its 15 digits.
        let plan = octets.first().map_or(0, |first| first & 0x0F);
        if plan == 6 || digits.len() == 15 {
            dialogue.reference = Title::new(digits);
            if dialogue.imsi.is_empty() {
                dialogue.imsi = dialogue.reference;
            }
        }
    }
}

/// Reads the parameters now that the context is known, and hands every component over.
fn emit(
    arrived: &Arrived<'_>,
    message: &mut Message,
    dialogue: &mut Dialogue,
    place: &Place,
    anomalies: &mut Anomalies,
    sink: &mut impl Sink,
) {
    let stack = names::stack(dialogue, message, arrived.unit);
    let octets = arrived.octets;
    let mut found = Anomalies::default();
    let answers = sink.wants_answers(dialogue.mark);
    for component in message.components_mut() {
        if component.kind != ComponentKind::Invoke && !answers {
            continue;
        }
        let request = request_of(dialogue, component, place.sender);
        read_parameter(component, stack, request, octets, &mut found);
    }
    anomalies.extend(&found);
    let is_copy = place.duplicate_of.is_some() || place.relayed || arrived.unit.kind.is_returned();
    let mut mark = dialogue.mark;
    let mut index = 0usize;
    let mut hand_over = |component: Option<&Component>, dialogue: &Dialogue, request: Option<Invoke>| {
        let code = component.and_then(|component| code_of(component, stack, request, octets));
        let operation = Operation {
            meta: arrived.meta,
            segments: arrived.segments,
            unit: arrived.unit,
            message,
            octets,
            calling: arrived.calling,
            called: arrived.called,
            component,
            dialogue,
            sender: place.sender,
            stack,
            code,
            request,
            anomalies,
            duplicate_of: place.duplicate_of,
            relayed: place.relayed,
            index,
            way_back_seen: place.way_back_seen,
            original_seen: place.original_seen,
        };
        index = index.saturating_add(1);
        sink.operation(&operation, &mut mark);
    };
    if message.components().is_empty() {
        hand_over(None, dialogue, None);
    }
    for component in message.components() {
        let request = request_of(dialogue, component, place.sender);
        learn_identities(dialogue, component, octets);
        if component.kind == ComponentKind::Invoke && !is_copy {
            dialogue.add_invoke(Invoke {
                id: component.invoke_id.unwrap_or(-1),
                operation: component.operation.effective(octets).unwrap_or(0),
                side: place.sender,
                state: InvokeState::Open,
            });
        }
        hand_over(Some(component), dialogue, request);
        if !is_copy && component.kind != ComponentKind::Invoke {
            answer(dialogue, component, place.sender);
        }
    }
    dialogue.mark = mark;
}

fn request_of(dialogue: &mut Dialogue, component: &Component, sender: u8) -> Option<Invoke> {
    if component.kind == ComponentKind::Invoke {
        return None;
    }
    dialogue.invoke_answered_by(sender, component.invoke_id?).copied()
}

fn code_of(component: &Component, stack: Stack, request: Option<Invoke>, octets: &[u8]) -> Option<i64> {
    match (component.operation, stack) {
        (OperationCode::Absent, _) => request.map(|request| i64::from(request.operation)),
        (OperationCode::Local(code), Stack::Other) => Some(code),
        (operation, _) => operation.effective(octets).map(i64::from),
    }
}

fn read_parameter(
    component: &mut Component,
    stack: Stack,
    request: Option<Invoke>,
    octets: &[u8],
    anomalies: &mut Anomalies,
) {
    let (Some(span), Some(code)) = (component.parameter, code_of(component, stack, request, octets)) else { return };
    let operation = match stack {
        Stack::Map => map::ops::operation(code),
        Stack::Cap => cap::ops::operation(code),
        Stack::Other => None,
    };
    let Some(operation) = operation else { return };
    let shape: &Shape = match component.kind {
        ComponentKind::Invoke => operation.argument,
        ComponentKind::Result | ComponentKind::ResultNotLast => {
            let tag = octets
                .get(span.start as usize)
                .map_or(0, |first| u16::from(first & 0x1F) | u16::from(first & 0xC0) << 8);
            operation.result_shape(Tag(tag))
        }
        _ => return,
    };
    if shape.nodes.is_empty() && shape.bare == Field::None {
        return;
    }
    let mut walker = Walker::new(octets, anomalies);
    component.fields.read(shape, span, &mut walker);
}

fn learn_identities(dialogue: &mut Dialogue, component: &Component, octets: &[u8]) {
    for value in component.fields.values() {
        let slot = match value.field {
            Field::Imsi => &mut dialogue.imsi,
            Field::Msisdn => &mut dialogue.msisdn,
            Field::Imei => &mut dialogue.imei,
            _ => continue,
        };
        if slot.is_empty()
            && let Some(title) = own(component, octets, value.field)
        {
            *slot = title;
        }
    }
}

/// Lets an answer meet its request.
fn answer(dialogue: &mut Dialogue, component: &Component, sender: u8) {
    let Some(id) = component.invoke_id else { return };
    let Some(invoke) = dialogue.invoke_answered_by(sender, id) else { return };
    match component.kind {
        ComponentKind::Result | ComponentKind::ResultNotLast => invoke.state = InvokeState::Answered,
        ComponentKind::Error | ComponentKind::Reject if invoke.state == InvokeState::Open => {
            invoke.state = InvokeState::Refused;
        }
        _ => {}
    }
}

/// What the end of a dialogue means for requests that are still open; true where it has ended.
fn settle(dialogue: &mut Dialogue, message: &Message, sender: u8, returned: bool, is_copy: bool) -> bool {
    if returned {
        // Only a request that came back is refused; an answer that came back was given all the same.
        if message.kind != MessageType::Begin {
            return false;
        }
        refuse(dialogue, 1);
        return end(dialogue);
    }
    if is_copy {
        return false;
    }
    let rejected = message.dialogue.result == Some(1)
        || message.dialogue.map_refused
        || (message.dialogue.apdu == Apdu::Abort)
        || message.kind == MessageType::Abort;
    if rejected {
        refuse(dialogue, sender);
    }
    matches!(message.kind, MessageType::End | MessageType::Abort) && end(dialogue)
}

/// The requests of the other side are refused by this one.
fn refuse(dialogue: &mut Dialogue, refuser: u8) {
    for invoke in dialogue.invokes_mut() {
        if invoke.side != refuser && invoke.state == InvokeState::Open {
            invoke.state = InvokeState::Refused;
        }
    }
}

fn end(dialogue: &mut Dialogue) -> bool {
    let first = !dialogue.ended;
    dialogue.ended = true;
    first
}
