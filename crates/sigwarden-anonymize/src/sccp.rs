//! SCCP messages, and segments of longer ones.

use crate::anonymizer::{Anonymizer, Way};
use crate::draft::Draft;
use crate::frames::{PATIENCE, View};
use crate::{Done, Reason};
use sigwarden_wire::anomaly::Anomalies;
use sigwarden_wire::mtp3::Variant;
use sigwarden_wire::sccp::{self, Address, Kind, Message, Segment, Unitdata};
use std::collections::HashMap;

/// Segments of one message (Q.713 3.17: four bits count what remains).
const MOST_SEGMENTS: usize = 16;
/// Messages in segments at the same time.
const MOST_MESSAGES: usize = 4096;
/// Optional parameters that name nobody (Q.713 3.18): segmentation, hop counter, importance.
const PARAMETERS: std::ops::RangeInclusive<u8> = 0x10..=0x12;
/// Octets of the longest message of SCCP management (Q.713 5.3).
const MANAGEMENT: usize = 8;

/// What the segments of one message share.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    titles: [Vec<u8>; 2],
    reference: u32,
    returned: bool,
    way: Way,
}

/// Messages in segments, by what remains after each.
#[derive(Debug, Default)]
pub(crate) struct Segments(HashMap<Key, Pieces>);

#[derive(Debug, Default)]
struct Pieces {
    since: i64,
    first: Option<u8>,
    views: [Option<View>; MOST_SEGMENTS],
    /// Segments that claim a place which another one has, each with its place.
    others: Vec<(usize, View)>,
}

/// Between whom a message goes: called and calling.
#[derive(Debug)]
pub(crate) struct Parties {
    /// Their subsystems.
    pub(crate) subsystems: [Option<u8>; 2],
    /// Their titles, or where they have none their point codes.
    pub(crate) addresses: [Vec<u8>; 2],
}

impl Parties {
    fn of(unit: &Unitdata<'_>, way: Way) -> Self {
        let (opc, dpc) = way.codes.unwrap_or_default();
        let address = |party: &Address<'_>, code: u32| match party.digits.octets() {
            [] => code.to_be_bytes().to_vec(),
            digits => digits.to_vec(),
        };
        Self {
            subsystems: [unit.called.ssn, unit.calling.ssn],
            addresses: [address(&unit.called, dpc), address(&unit.calling, opc)],
        }
    }
}

impl Pieces {
    /// The views in order, where none is missing; one of them may stand for another.
    fn whole(&self, other: Option<&(usize, View)>) -> Option<View> {
        let views = self.views.get(..=usize::from(self.first?))?;
        let mut whole = View::default();
        for (place, view) in views.iter().enumerate().rev() {
            let stands = other.filter(|(taken, _)| *taken == place).map(|(_, view)| view);
            whole.extend(stands.or(view.as_ref())?.clone());
        }
        Some(whole)
    }
}

impl Anonymizer {
    /// One SCCP message.
    pub(crate) fn sccp(&mut self, view: &View, variant: Variant, way: Way) -> Done {
        let octets = view.octets.as_slice();
        let mut noted = Anomalies::default();
        let unit = match sccp::message(octets, variant, &mut noted) {
            Message::Unitdata(unit) => unit,
            Message::ConnectionOriented => return Err("SCCP connection-oriented"),
            Message::Unreadable => return Err("SCCP unreadable"),
        };
        let mut draft = Draft::new(octets);
        let (fixed, size) = match unit.kind {
            Kind::Ludt | Kind::Ludts => (11, 2),
            Kind::Xudt | Kind::Xudts => (7, 1),
            _ => (5, 1),
        };
        draft.keep(0..fixed);
        for party in [&unit.called, &unit.calling] {
            let start = usize::from(party.offset);
            draft.keep(start.saturating_sub(1)..start.saturating_add(usize::from(party.length)));
        }
        // Addresses may lie in each other: what one of them keeps must not bring back digits of the other one.
        for party in [&unit.called, &unit.calling] {
            self.title(&mut draft, party);
        }
        let data = draft.place(unit.data).ok_or("SCCP without data")?;
        draft.keep(data.start.saturating_sub(size)..data.start);
        optional(&mut draft, unit.kind);
        same(&draft, variant, &unit, &noted)?;
        self.frames.put(view, &draft);
        self.unit_data(&view.sub(data), &unit, way)
    }

    /// Digits of an address.
    pub(crate) fn title(&mut self, draft: &mut Draft<'_>, party: &Address<'_>) {
        if let Some(place) = draft.place(party.digits.octets()) {
            let made = self.keyed.title(party.np, party.digits.octets(), party.digits.len());
            draft.write(place.start, &made);
        }
    }

    /// What the message carries, or a segment of it.
    pub(crate) fn unit_data(&mut self, data: &View, unit: &Unitdata<'_>, way: Way) -> Done {
        match unit.segment {
            Some(segment) if segment.remaining > 0 || !segment.first => self.segment_of(data, unit, segment, way),
            _ => self.content(data, &Parties::of(unit, way)),
        }
    }

    fn segment_of(&mut self, data: &View, unit: &Unitdata<'_>, segment: Segment, way: Way) -> Done {
        let titles = [unit.called.digits.octets().to_vec(), unit.calling.digits.octets().to_vec()];
        // Segments of one message may come over different associations, but not from another node to another one.
        let way = Way { ports: (0, 0), ..way };
        let key = Key { titles, reference: segment.reference, returned: unit.kind.is_returned(), way };
        if self.segments.0.len() >= MOST_MESSAGES {
            self.segments.0.clear();
        }
        let pieces = self.segments.0.entry(key.clone()).or_default();
        if self.now.abs_diff(pieces.since) > PATIENCE {
            *pieces = Pieces { since: self.now, ..Pieces::default() };
        }
        if segment.first {
            pieces.first = Some(segment.remaining);
        }
        let Some(slot) = pieces.views.get_mut(usize::from(segment.remaining)) else { return Err("SCCP segment") };
        if slot.is_none() {
            *slot = Some(data.clone());
        } else if pieces.others.len() < MOST_SEGMENTS {
            pieces.others.push((usize::from(segment.remaining), data.clone()));
        } else {
            return Err("SCCP segment that came before");
        }
        self.frames.wait(data);
        if pieces.whole(None).is_some()
            && let Some(pieces) = self.segments.0.remove(&key)
        {
            self.joined(&pieces, &Parties::of(unit, way));
        }
        Ok(())
    }

    /// A message of which all segments are there. Those that claim a place of another one are rewritten as part of the
    /// message that would be with them; what the first ones make stays, so they come last.
    fn joined(&mut self, pieces: &Pieces, parties: &Parties) {
        for other in &pieces.others {
            self.frames.done(&other.1);
            let Some(whole) = pieces.whole(Some(other)) else { continue };
            if let Err(reason) = self.content(&whole, parties) {
                self.frames.fail(&other.1, reason);
            }
        }
        let Some(whole) = pieces.whole(None) else { return };
        self.frames.done(&whole);
        if let Err(reason) = self.content(&whole, parties) {
            self.frames.fail(&whole, reason);
        }
    }

    fn content(&mut self, data: &View, parties: &Parties) -> Done {
        let is_management = matches!(data.octets.first(), Some(1..=6)) && data.octets.len() <= MANAGEMENT;
        if is_management {
            let mut draft = Draft::new(&data.octets);
            draft.keep(0..data.octets.len());
            self.frames.put(data, &draft);
            return Ok(());
        }
        self.transaction(data, parties)
    }
}

/// Names and lengths of optional parameters, and what is in those that name nobody.
fn optional(draft: &mut Draft<'_>, kind: Kind) {
    let octets = draft.before;
    let pointer = match kind {
        Kind::Xudt | Kind::Xudts => octets.get(6).map(|value| (usize::from(*value), 6usize)),
        Kind::Ludt | Kind::Ludts => octets
            .get(9..)
            .and_then(|rest| rest.first_chunk::<2>())
            .map(|two| (usize::from(u16::from_le_bytes(*two)), 10)),
        _ => None,
    };
    let Some((value, from)) = pointer.filter(|(value, _)| *value != 0) else { return };
    let mut at = from.saturating_add(value);
    while let Some(&[name, length]) = octets.get(at..).and_then(|rest| rest.first_chunk::<2>()) {
        if name == 0 {
            break;
        }
        let end = at.saturating_add(2).saturating_add(usize::from(length));
        draft.keep(at..if PARAMETERS.contains(&name) { end } else { at.saturating_add(2) });
        at = end;
    }
}

/// Whether the addresses read as before, but for their digits.
fn same(draft: &Draft<'_>, variant: Variant, unit: &Unitdata<'_>, noted: &Anomalies) -> Result<(), Reason> {
    let mut again = Anomalies::default();
    let Message::Unitdata(other) = sccp::message(&draft.after, variant, &mut again) else { return Err(CHANGED) };
    let party = |party: &Address<'_>| (party.ssn, party.pc, party.np, party.nai, party.tt, party.digits.len());
    let parties = |unit: &Unitdata<'_>| (party(&unit.called), party(&unit.calling), unit.data.len(), unit.segment);
    let alike = parties(unit) == parties(&other) && crate::check::same_anomalies(noted, &again);
    if alike { Ok(()) } else { Err(CHANGED) }
}

/// A message that would read otherwise.
const CHANGED: Reason = "SCCP message that would not read as before";
