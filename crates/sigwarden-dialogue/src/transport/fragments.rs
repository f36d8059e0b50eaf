//! IP fragments put together.

use super::Frame;
use crate::SECOND;
use crate::batch::FrameRef;
use crate::counters::Counters;
use hashbrown::HashMap;
use sigwarden_wire::ip::{Fragment, Packet};
use std::collections::VecDeque;
use std::net::IpAddr;

/// Packets in pieces at the same time.
const MAX_PACKETS: usize = 1024;
/// Pieces of one packet.
const MAX_PIECES: usize = 128;
/// Octets of one packet.
const MAX_OCTETS: usize = 65_535;
/// Octets of pieces kept of all packets together.
const MAX_HELD: usize = 32 << 20;
/// How long a packet may be in pieces (RFC 8200 4.5).
const PATIENCE: i64 = 60 * SECOND;

type Key = (IpAddr, IpAddr, u8, u32);

#[derive(Debug)]
struct Pieces {
    since: i64,
    pieces: Vec<(usize, Vec<u8>)>,
    frames: Vec<FrameRef>,
    total: Option<usize>,
}

/// Packets that are in pieces.
#[derive(Debug, Default)]
pub(super) struct Fragments {
    packets: HashMap<Key, Pieces>,
    order: VecDeque<(i64, Key)>,
    held: usize,
}

impl Fragments {
    /// Takes a piece; gives the payload and the earlier frames when it was the last one missing.
    pub(super) fn take(
        &mut self,
        packet: &Packet<'_>,
        fragment: Fragment,
        frame: &Frame<'_>,
        counters: &mut Counters,
    ) -> Option<(Vec<u8>, Vec<FrameRef>)> {
        self.forget_old(frame.ts_ns, counters);
        if self.held > MAX_HELD {
            *self = Self::default();
            counters.undecoded.add("IP fragments beyond the limit");
        }
        self.held = self.held.saturating_add(packet.payload.len());
        let key = (packet.src, packet.dst, packet.protocol, fragment.id);
        let order = &mut self.order;
        let entry = self.packets.entry(key).or_insert_with(|| {
            order.push_back((frame.ts_ns, key));
            Pieces { since: frame.ts_ns, pieces: Vec::new(), frames: Vec::new(), total: None }
        });
        let end = fragment.offset.saturating_add(packet.payload.len());
        if end > MAX_OCTETS || entry.pieces.len() >= MAX_PIECES {
            let gone = self.packets.remove(&key).map_or(0, |pieces| pieces.octets());
            self.held = self.held.saturating_sub(gone);
            counters.undecoded.add("IP fragments beyond the limit");
            return None;
        }
        if !fragment.more {
            entry.total = Some(end);
        }
        entry.pieces.push((fragment.offset, packet.payload.to_vec()));
        entry.frames.push(frame.reference);
        let payload = entry.join()?;
        let whole = self.packets.remove(&key)?;
        self.held = self.held.saturating_sub(whole.octets());
        let mut frames = whole.frames;
        frames.pop();
        Some((payload, frames))
    }

    fn forget_old(&mut self, now: i64, counters: &mut Counters) {
        while let Some(&(since, key)) = self.order.front() {
            let old = now.abs_diff(since) > PATIENCE.unsigned_abs();
            if !old && self.order.len() <= MAX_PACKETS {
                return;
            }
            self.order.pop_front();
            if self.packets.get(&key).is_some_and(|pieces| pieces.since == since) {
                let gone = self.packets.remove(&key).map_or(0, |pieces| pieces.octets());
                self.held = self.held.saturating_sub(gone);
                counters.undecoded.add("IP fragments incomplete");
            }
        }
    }
}

impl Pieces {
    fn octets(&self) -> usize {
        self.pieces.iter().map(|(_, octets)| octets.len()).sum()
    }

    /// The whole payload, where nothing is missing. Earlier octets win where pieces overlap, as in most hosts.
    fn join(&mut self) -> Option<Vec<u8>> {
        let total = self.total?;
        self.pieces.sort_by_key(|(offset, _)| *offset);
        let mut payload = Vec::with_capacity(total);
        for (offset, octets) in &self.pieces {
            let skip = payload.len().checked_sub(*offset)?;
            payload.extend_from_slice(octets.get(skip..).unwrap_or(&[]));
        }
        payload.truncate(total);
        (payload.len() == total).then_some(payload)
    }
}
