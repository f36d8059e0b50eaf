//! IP packets in pieces: put together, rewritten, and put back.

use crate::anonymizer::{Anonymizer, Way};
use crate::draft::Draft;
use crate::frames::{PATIENCE, View};
use crate::{Done, sums};
use sigwarden_wire::ip::Fragment;
use std::collections::{BTreeMap, HashMap};

/// Packets in pieces at the same time.
const MOST_PACKETS: usize = 4096;
/// Pieces of one packet.
const MOST_PIECES: usize = 128;

/// What the pieces of a packet share.
type Key = (Way, u8, u32);

/// Pieces by what stands before them.
#[derive(Debug, Default)]
struct Pieces {
    since: i64,
    views: BTreeMap<usize, View>,
    total: Option<usize>,
}

/// Packets in pieces.
#[derive(Debug, Default)]
pub(crate) struct Fragments(HashMap<Key, Pieces>);

impl Pieces {
    /// The whole payload, where nothing is missing and nothing overlaps.
    fn whole(&self) -> Option<View> {
        self.total?;
        let mut whole = View::default();
        for (offset, view) in &self.views {
            if *offset != whole.octets.len() {
                return None;
            }
            whole.extend(view.clone());
        }
        (Some(whole.octets.len()) == self.total).then_some(whole)
    }
}

impl Anonymizer {
    /// A piece of a packet.
    pub(crate) fn fragment(&mut self, view: View, protocol: u8, fragment: Fragment, way: Way) -> Done {
        let key = (way, protocol, fragment.id);
        if self.fragments.0.len() >= MOST_PACKETS {
            self.fragments.0.clear();
        }
        let pieces = self.fragments.0.entry(key).or_default();
        if self.now.abs_diff(pieces.since) > PATIENCE {
            *pieces = Pieces { since: self.now, ..Pieces::default() };
        }
        if pieces.views.len() >= MOST_PIECES || pieces.views.contains_key(&fragment.offset) {
            return Err("IP fragment that came before");
        }
        if !fragment.more {
            pieces.total = Some(fragment.offset.saturating_add(view.octets.len()));
        }
        self.frames.wait(&view);
        pieces.views.insert(fragment.offset, view);
        let Some(whole) = pieces.whole() else { return Ok(()) };
        self.fragments.0.remove(&key);
        self.frames.done(&whole);
        if let Err(reason) = self.packet_in_pieces(&whole, protocol, way) {
            self.frames.fail(&whole, reason);
        }
        Ok(())
    }

    fn packet_in_pieces(&mut self, whole: &View, protocol: u8, way: Way) -> Done {
        let mut draft = Draft::new(&whole.octets);
        self.above_ip(whole, &mut draft, protocol, 0..whole.octets.len(), way)?;
        self.frames.put(whole, &draft);
        // Of a message that goes on in another packet, the checksum cannot be made yet.
        let mut made = self.frames.made(whole).ok_or("IP fragment of a message in several packets")?;
        let addresses = [way.src, way.dst].map(|address| address.map(|address| self.keyed.ip_address(address)));
        sums::above_ip((protocol, [way.src, way.dst], addresses), &whole.octets, &mut made);
        let mut draft = Draft::new(&whole.octets);
        draft.write(0, &made);
        self.frames.put(whole, &draft);
        Ok(())
    }
}
