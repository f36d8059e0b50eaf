//! Directed ways on which messages were seen.

use crate::batch::{Meta, mix};
use hashbrown::HashSet;
use std::net::IpAddr;

/// Directed ways remembered.
const MAX_WAYS: usize = 1 << 20;

/// The ways seen so far, and the last few of them, which are nearly always the next ones.
#[derive(Debug, Default)]
pub(crate) struct Ways {
    known: HashSet<u64>,
    recent: [u64; 8],
}

impl Ways {
    /// Notes that a message came on a way.
    pub(crate) fn note(&mut self, way: u64) {
        if !self.recent.contains(&way) && self.known.len() < MAX_WAYS {
            self.known.insert(way);
            self.recent.rotate_right(1);
            if let Some(slot) = self.recent.first_mut() {
                *slot = way;
            }
        }
    }

    /// Whether any message came on a way.
    pub(crate) fn saw(&self, way: u64) -> bool {
        self.recent.contains(&way) || self.known.contains(&way)
    }
}

/// Directed ways between two points, there and back: by point codes, else by addresses.
pub(crate) fn ways(meta: &Meta) -> (u64, u64) {
    let codes = (meta.opc.unwrap_or(u32::MAX), meta.dpc.unwrap_or(u32::MAX));
    let forward = way(meta.src, meta.dst, codes.0, codes.1);
    let back = way(meta.dst, meta.src, codes.1, codes.0);
    (forward, back)
}

fn way(from: Option<IpAddr>, to: Option<IpAddr>, opc: u32, dpc: u32) -> u64 {
    // Point codes name the way where there are any: addresses of one association may change from packet to packet.
    if opc != u32::MAX {
        return (u64::from(opc) << 32) | u64::from(dpc);
    }
    mix(mix(0, from), to) | (1 << 63)
}
