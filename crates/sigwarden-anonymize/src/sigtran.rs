//! User messages of SCTP: Diameter, and the adaptation layers of SS7.

use crate::Done;
use crate::anonymizer::{Anonymizer, Way};
use crate::draft::Draft;
use crate::frames::View;
use sigwarden_wire::anomaly::Anomalies;
use sigwarden_wire::diameter::{self, header::Next};
use sigwarden_wire::sigtran::{self, Content};
use std::ops::Range;

/// Octets of the common header of all four layers (RFC 4666 3.1).
const HEADER: usize = 8;
/// Octets of the longest message of M2PA that carries no data (RFC 4165 2.3.2).
const M2PA_UPKEEP: usize = 24;

/// Parameters that name nobody: contexts, modes, codes, states, identifiers, point codes (RFC 4666 3.2, RFC 3331 3.2,
/// RFC 3868 3.1), and those of SUA messages that are numbers (3.9, 3.10).
const KEPT: &[Range<u16>] = &[
    0x0006..0x0007,
    0x000B..0x000C,
    0x000C..0x000E,
    0x0011..0x0014,
    0x0101..0x0102,
    0x0104..0x0109,
    0x010C..0x0119,
    0x0200..0x0210,
    0x8002..0x8004,
];
/// Address parameters of SUA.
const ADDRESSES: Range<u16> = 0x0102..0x0104;
/// Octets before the parameters of an address of SUA: routing and address indicators (RFC 3868 3.10.2).
const INDICATORS: usize = 4;
/// The Global Title inside an address of SUA.
const GLOBAL_TITLE: u16 = 0x8001;
/// Octets before its digits (RFC 3868 3.10.2.3).
const TITLE_HEADER: usize = 8;

impl Anonymizer {
    /// One whole user message.
    pub(crate) fn user_message(&mut self, view: &View, ppid: u32, way: Way) -> Done {
        let octets = view.octets.as_slice();
        let named = ppid == diameter::PPID && !octets.is_empty() && !matches!(octets, [20..=23, 3, ..]);
        let is_whole = || diameter::next_message(octets) == Next::Message(octets.len());
        if named || diameter::looks_like_message(octets) && is_whole() {
            return self.diameter_messages(view);
        }
        let mut draft = Draft::new(octets);
        match sigtran::content(octets, ppid, None, &mut Anomalies::default()) {
            Content::User(message) => {
                let payload = draft.place(message.payload).ok_or("empty SS7 message")?;
                self.layer(&mut draft, Some(payload.start))?;
                self.frames.put(view, &draft);
                let way = Way { codes: Some((message.opc, message.dpc)), ..way };
                self.user_part(&view.sub(payload), message.service, message.variant, way)
            }
            Content::Sua(_) => self.sua(view, draft, way),
            Content::Other("M2PA link status" | "M2PA acknowledgement") if octets.len() <= M2PA_UPKEEP => {
                draft.keep(0..octets.len());
                self.frames.put(view, &draft);
                Ok(())
            }
            Content::Other(name @ ("M3UA management" | "M2UA management" | "SUA management")) => {
                self.layer(&mut draft, None).map_err(|_| name)?;
                self.frames.put(view, &draft);
                Ok(())
            }
            Content::Other(name) => Err(name),
        }
    }

    /// Several Diameter messages may stand in one user message.
    fn diameter_messages(&mut self, view: &View) -> Done {
        let mut at = 0usize;
        while at < view.octets.len() {
            let rest = view.octets.get(at..).unwrap_or(&[]);
            // What stands behind a message and is none belongs to it: its length lies.
            let begins = |behind: &[u8]| {
                behind.is_empty()
                    || diameter::looks_like_message(behind)
                    || matches!(diameter::likely_message(behind), Next::Message(_))
            };
            let length = match diameter::next_message(rest) {
                Next::Message(length) if rest.get(length..).is_some_and(begins) => length,
                _ => rest.len(),
            };
            self.diameter(&view.sub(at..at.saturating_add(length)))?;
            at = at.saturating_add(length.max(1));
        }
        Ok(())
    }

    /// Header and parameters. The parameter in which the message of the user part stands is kept up to that message.
    fn layer(&mut self, draft: &mut Draft<'_>, payload: Option<usize>) -> Done {
        let end = draft.before.len();
        draft.keep(0..HEADER);
        // M2PA has no parameters: two sequence numbers, a priority, MTP3.
        if draft.before.get(2) == Some(&11) {
            draft.keep(HEADER..payload.unwrap_or(HEADER));
            return Ok(());
        }
        let mut at = HEADER;
        while let Some(&[a, b, high, low]) = draft.octets(at..end).first_chunk::<4>() {
            let (tag, length) = (u16::from_be_bytes([a, b]), usize::from(u16::from_be_bytes([high, low])));
            if length < 4 {
                return Err("SS7 adaptation layer of a wrong length");
            }
            let next = at.saturating_add(length).min(end);
            draft.keep(at..at.saturating_add(4));
            match payload {
                Some(payload) if (at..next).contains(&payload) => draft.keep(at..payload),
                _ if KEPT.iter().any(|range| range.contains(&tag)) => draft.keep(at..next),
                _ => {}
            }
            at = at.saturating_add(length.next_multiple_of(4));
        }
        Ok(())
    }

    /// A SUA message with data: the addresses are parameters in parameters.
    fn sua(&mut self, view: &View, mut draft: Draft<'_>, way: Way) -> Done {
        let unit = sigtran::sua(&view.octets, &mut Anomalies::default()).ok_or("SUA without data")?;
        let data = draft.place(unit.data).ok_or("SUA without data")?;
        self.layer(&mut draft, Some(data.start))?;
        let mut at = HEADER;
        while let Some(&[a, b, high, low]) = draft.octets(at..view.octets.len()).first_chunk::<4>() {
            let (tag, length) = (u16::from_be_bytes([a, b]), usize::from(u16::from_be_bytes([high, low])));
            if length < 4 {
                break;
            }
            if ADDRESSES.contains(&tag) {
                address(&mut draft, at.saturating_add(4)..at.saturating_add(length));
            }
            at = at.saturating_add(length.next_multiple_of(4));
        }
        for party in [unit.called, unit.calling] {
            self.title(&mut draft, &party);
        }
        self.frames.put(view, &draft);
        self.unit_data(&view.sub(data), &unit, way)
    }
}

/// Keeps the parts of an address that are not digits.
fn address(draft: &mut Draft<'_>, range: Range<usize>) {
    let start = range.start.saturating_add(INDICATORS).min(range.end);
    draft.keep(range.start..start);
    let mut at = start;
    while let Some(&[a, b, high, low]) = draft.octets(at..range.end).first_chunk::<4>() {
        let (tag, length) = (u16::from_be_bytes([a, b]), usize::from(u16::from_be_bytes([high, low])));
        if length < 4 {
            return;
        }
        draft.keep(at..at.saturating_add(4));
        let next = at.saturating_add(length).min(range.end);
        match tag {
            GLOBAL_TITLE => draft.keep(at..at.saturating_add(4).saturating_add(TITLE_HEADER).min(next)),
            _ if KEPT.iter().any(|range| range.contains(&tag)) => draft.keep(at..next),
            _ => {}
        }
        at = at.saturating_add(length.next_multiple_of(4));
    }
}
