//! Tunnels, and whose they are: messages inside a tunnel name nobody.

use crate::batch::mix;
use crate::dialogue::Title;
use crate::diameter::Subject;
use hashbrown::HashMap;
use sigwarden_wire::gtp::{self, Field, Message, Version};
use std::net::IpAddr;

/// Tunnels remembered; a full table forgets the older half.
const MAX_TUNNELS: usize = 400_000;
/// Control endpoints of one message: of the sender, and of the gateway behind it.
pub(super) const MAX_ENDS: usize = 2;

/// Which end of a tunnel gave its identifier: messages that carry it go there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum End {
    /// The node that serves the subscriber: it had asked for the tunnel.
    #[default]
    Serving,
    /// The gateway: it had answered.
    Gateway,
}

/// What is known of a tunnel.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tunnel {
    /// Its subscriber.
    pub subject: Subject,
    /// Network that served the subscriber when it was made, as the beginning of an IMSI.
    pub serving: Title,
    /// Who serves, and who is the gateway, by their addresses when it was made.
    pub ends: (Option<IpAddr>, Option<IpAddr>),
    /// Whose identifier it is.
    pub end: End,
}

/// All tunnels, in two halves: the younger becomes the older where it is full.
#[derive(Debug, Default)]
pub(super) struct Tunnels {
    younger: HashMap<u64, Tunnel>,
    older: HashMap<u64, Tunnel>,
}

impl Tunnels {
    pub(super) fn get(&self, key: u64) -> Option<Tunnel> {
        self.younger.get(&key).or_else(|| self.older.get(&key)).copied()
    }

    pub(super) fn set(&mut self, key: u64, tunnel: Tunnel) {
        if self.younger.len() >= MAX_TUNNELS / 2 {
            self.older = std::mem::take(&mut self.younger);
        }
        self.younger.insert(key, tunnel);
    }
}

/// What names a tunnel: the address of the end that gave the identifier, and the identifier. 0 is none.
pub(super) fn key(address: Option<IpAddr>, teid: u32) -> u64 {
    if teid == 0 { 0 } else { mix(u64::from(teid), address) | 1 }
}

/// The control tunnels that a message offers: what comes back is addressed to them. Create Session Response has the end
/// of the gateway behind that of the sender (TS 29.274 7.2.2).
pub(super) fn offered(message: &Message, octets: &[u8], source: Option<IpAddr>) -> [u64; MAX_ENDS] {
    let mut found = [0; MAX_ENDS];
    let keys =
        message.elements().iter().filter(|element| element.depth == 0).filter_map(|element| match element.field {
            Field::FTeid if message.header().version == Version::V2 => {
                let end = gtp::f_teid(element.of(octets))?;
                Some(key(end.v4.map(IpAddr::V4).or(end.v6.map(IpAddr::V6)).or(source), end.teid))
            }
            Field::TeidControl => {
                element.of(octets).first_chunk::<4>().map(|teid| key(source, u32::from_be_bytes(*teid)))
            }
            _ => None,
        });
    found.iter_mut().zip(keys.filter(|key| *key != 0)).for_each(|(slot, key)| *slot = key);
    found
}
