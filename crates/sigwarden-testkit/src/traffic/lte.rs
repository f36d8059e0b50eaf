//! A deterministic capture of S6a at the edge of a home network in ordinary roaming.

mod occasions;
pub(super) mod people;

use std::collections::BTreeMap;

use people::{Edge, Ends};

use crate::diameter::{DiameterLab, Message, Outcome, Peer, Route, application, command, result};
use crate::random::Random;
use crate::world::{MILLISECOND, START};

/// Mean time between the starts of two occasions, nanoseconds.
const MEAN_GAP: u64 = 8 * MILLISECOND;
const MICROSECOND: u64 = 1000;
/// When the first occasion is: connections are open by then.
const FIRST: u64 = START + 1000 * MILLISECOND;

/// A pcap file (Ethernet, SCTP) of about `messages` Diameter messages of ordinary roaming: the edge
/// of home network 001-01, whose two agents have four connections with the agents of two carriers;
/// behind those, partners of 999-xx. The same arguments give the same bytes.
///
/// Outbound roamers are authenticated and registered by partners' MMEs, guests by the home MMEs;
/// registers change and cancel what is theirs. Nothing in it is an attack; a few requests fail, and
/// a few get no answer, as in life.
pub fn s6a_traffic(messages: usize, seed: u64) -> Vec<u8> {
    s6a_ordinary(messages, MEAN_GAP, seed).pcap()
}

/// The laboratory behind [`s6a_traffic`], for captures in which something else happens too.
/// `mean_gap`: mean time between the starts of two occasions, nanoseconds.
pub fn s6a_ordinary(messages: usize, mean_gap: u64, seed: u64) -> DiameterLab {
    let edge = Edge::new();
    let mut generator =
        Generator { lab: DiameterLab::new(), random: Random::new(seed), edge: &edge, registered: BTreeMap::new() };
    generator.connect();
    let mut start = FIRST;
    while generator.lab.messages() < messages {
        start += generator.random.below(2 * mean_gap / MICROSECOND) * MICROSECOND;
        generator.lab.set_time(start);
        occasions::one(&mut generator);
    }
    generator.lab
}

/// What the occasions share.
struct Generator<'a> {
    lab: DiameterLab,
    random: Random,
    edge: &'a Edge,
    /// At which of the nodes that may serve him a subscriber is registered, by his identity.
    registered: BTreeMap<String, usize>,
}

impl<'a> Generator<'a> {
    /// Every agent of a carrier opens a connection to every agent at home.
    fn connect(&mut self) {
        for carrier in &self.edge.carriers {
            for agent in &self.edge.agents {
                self.lab.connect(carrier, agent, &[application::RELAY]);
            }
        }
    }

    /// The agents between which a request is seen, in its direction.
    fn link(&mut self, ends: Ends) -> (&'a Peer, &'a Peer) {
        let edge = self.edge;
        let (agent, carrier) = (self.random.pick(&edge.agents), &edge.carriers[ends.partner.carrier]);
        if ends.from_abroad { (carrier, agent) } else { (agent, carrier) }
    }

    /// A request at the edge, and its answer, which is mostly good. Returns whether it was.
    fn ask(
        &mut self,
        ends: Ends,
        request: impl FnOnce(&Route) -> Message,
        answer: impl FnOnce(&Message, &Peer) -> Message,
    ) -> bool {
        let session = self.lab.session(ends.from);
        let route = if ends.known {
            Route::new(session, ends.from, ends.to)
        } else {
            Route::to_realm(session, ends.from, &ends.to.realm)
        };
        let mut request = request(&route).relayed_from(ends.from);
        if ends.from_abroad {
            request = request.relayed_from(&ends.partner.agent);
        }
        let (from, to) = self.link(ends);
        let refused = |who: &Peer, outcome: Outcome| Some(Message::answer(&request, who, outcome));
        let update = request.command == command::UPDATE_LOCATION;
        let (answer, well) = match self.random.below(1000) {
            0..4 => (None, false),
            4..7 => (refused(ends.to, Outcome::Experimental(result::USER_UNKNOWN)), false),
            7..9 => (refused(to, Outcome::Base(result::UNABLE_TO_DELIVER)), false),
            9..14 if update => (refused(ends.to, Outcome::Experimental(result::ROAMING_NOT_ALLOWED)), false),
            _ => (Some(answer(&request, ends.to)), true),
        };
        let delay = self.delay();
        self.lab.set_answer_delay(delay);
        self.lab.exchange(from, to, request, answer);
        well
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_decides_every_byte() {
        assert_eq!(s6a_traffic(500, 7), s6a_traffic(500, 7));
        assert_ne!(s6a_traffic(500, 7), s6a_traffic(500, 8));
    }
}
