//! Finds the dialogue of a message.

use super::{Joiner, LINGER};
use crate::batch::{FrameRef, Meta};
use crate::dialogue::{Dialogue, Side, Title};
use crate::table::{Slot, tid_key};
use sigwarden_wire::sccp::{self, Unitdata};
use sigwarden_wire::tcap::{Message, MessageType};
use xxhash_rust::xxh3::xxh3_64;

/// One TCAP message with everything below it.
pub(crate) struct Arrived<'a> {
    pub(crate) meta: &'a Meta,
    pub(crate) segments: &'a [FrameRef],
    pub(crate) unit: &'a Unitdata<'a>,
    /// Whether the data of the SCCP message were put together from segments.
    pub(crate) is_whole: bool,
    pub(crate) octets: &'a [u8],
    pub(crate) calling: Title,
    pub(crate) called: Title,
    pub(crate) digest: u64,
    pub(crate) link: u64,
}

/// Where a message belongs.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Place {
    pub(crate) slot: Option<Slot>,
    pub(crate) sender: u8,
    pub(crate) relayed: bool,
    pub(crate) way_back_seen: bool,
    pub(crate) original_seen: bool,
    pub(crate) duplicate_of: Option<(u64, FrameRef)>,
}

impl Joiner {
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
    pub(super) fn place(&self, arrived: &Arrived<'_>, message: &Message, payload: u64, way_back: u64) -> Place {
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
            way_back_seen: self.ways.saw(way_back),
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

pub(super) fn dialogue_id(digest: u64, ts_ns: i64) -> u64 {
    let mut content = [0u8; 16];
    let (a, b) = (digest.to_le_bytes(), ts_ns.div_euclid(1000).to_le_bytes());
    content.iter_mut().zip(a.into_iter().chain(b)).for_each(|(slot, octet)| *slot = octet);
    xxh3_64(&content)
}

pub(super) fn new_dialogue(arrived: &Arrived<'_>, message: &Message, payload: u64, ways: (u64, u64)) -> Dialogue {
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
    dialogue.asked = if begun { to.1 } else { Title::default() };
    dialogue.way = ways;
    dialogue.begin_digest = if begun { payload } else { 0 };
    dialogue.begin_link = arrived.link;
    dialogue
}
