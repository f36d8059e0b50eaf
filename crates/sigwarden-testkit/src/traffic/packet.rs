//! A deterministic capture of S8 and Gp at the edge of a home network in ordinary roaming.

mod newer;
mod occasions;
mod older;
mod people;
mod session;

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use people::Edge;
use session::{Session, Tunnel};

use crate::gtp::GtpLab;
use crate::random::Random;
use crate::world::{MILLISECOND, START};

/// Mean time between the starts of two occasions, nanoseconds.
const MEAN_GAP: u64 = 8 * MILLISECOND;
const MICROSECOND: u64 = 1000;
/// How often of 1000 a request stays without an answer although it is sent again.
const UNANSWERED: u64 = 3;
/// How often of 1000 it is answered when it is sent again.
const ANSWERED_LATE: u64 = 3;

/// A pcap file (Ethernet, UDP) of about `messages` GTP messages of ordinary roaming: the packet and
/// serving gateways of home network 001-01 talk with those of partners of 999-xx. The same arguments
/// give the same bytes.
///
/// Travellers get their connections from the home packet gateways over partners' serving gateways, or
/// over the serving nodes of an older partner with version 1; guests get theirs from their own home.
/// Nothing in it is an attack; a few requests are refused, and a few get no answer, as in life.
pub fn gtpv2_traffic(messages: usize, seed: u64) -> Vec<u8> {
    gtpv2_ordinary(messages, MEAN_GAP, seed).pcap()
}

/// The laboratory behind [`gtpv2_traffic`], for captures in which something else happens too.
/// `mean_gap`: mean time between the starts of two occasions, nanoseconds.
pub fn gtpv2_ordinary(messages: usize, mean_gap: u64, seed: u64) -> GtpLab {
    let edge = Edge::new();
    let mut generator = Generator {
        lab: GtpLab::new(),
        random: Random::new(seed),
        edge: &edge,
        sessions: Vec::new(),
        connected: BTreeSet::new(),
    };
    let mut start = START;
    while generator.lab.messages() < messages {
        start += generator.random.below(2 * mean_gap / MICROSECOND) * MICROSECOND;
        generator.lab.set_time(start);
        occasions::one(&mut generator);
    }
    generator.lab
}

/// What the occasions share.
struct Generator<'a> {
    lab: GtpLab,
    random: Random,
    edge: &'a Edge,
    /// Connections that are there.
    sessions: Vec<Session>,
    /// Subscribers who have one.
    connected: BTreeSet<String>,
}

impl Generator<'_> {
    /// A request and its answer, which mostly comes. Returns whether it did.
    fn ask(&mut self, from: Ipv4Addr, to: Ipv4Addr, request: Vec<u8>, answer: Vec<u8>) -> bool {
        let delay = self.delay();
        self.lab.set_answer_delay(delay);
        match self.random.below(1000) {
            draw if draw < UNANSWERED => {
                self.lab.exchange_again(from, to, request, None);
                return false;
            }
            draw if draw < UNANSWERED + ANSWERED_LATE => self.lab.exchange_again(from, to, request, Some(answer)),
            _ => self.lab.exchange(from, to, request, Some(answer)),
        }
        true
    }

    /// Lets a time pass that an answer may take: mostly tens of milliseconds, sometimes seconds.
    fn think(&mut self) {
        let delay = self.delay();
        self.lab.advance(delay);
    }

    fn delay(&mut self) -> u64 {
        let limit = if self.random.chance(20) { 2_000 } else { 200 };
        self.random.between(6, limit) * MILLISECOND + self.random.below(MILLISECOND)
    }

    /// New identifiers of a node.
    fn tunnel(&mut self, node: Ipv4Addr) -> Tunnel {
        Tunnel { node, control: self.lab.teid(node), user: self.lab.teid(node) }
    }

    fn place(&mut self) -> (u16, u32) {
        (self.random.between(1, 40) as u16, self.random.between(256, 400_000) as u32)
    }

    /// The next sequence number of a node for a message of version 1.
    fn short_sequence(&mut self, node: Ipv4Addr) -> u16 {
        self.lab.sequence(node) as u16
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_decides_every_byte() {
        assert_eq!(gtpv2_traffic(500, 7), gtpv2_traffic(500, 7));
        assert_ne!(gtpv2_traffic(500, 7), gtpv2_traffic(500, 8));
    }
}
