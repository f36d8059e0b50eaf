//! A deterministic capture of what the edge of a home network sees in ordinary roaming.

pub mod lte;
pub mod packet;
mod people;
mod scenarios;

use crate::random::Random;
use crate::world::{Answer, Lab, MILLISECOND, START};
use crate::{map::error, world::Node};

/// Mean time between the starts of two dialogues, nanoseconds.
const MEAN_GAP: u64 = 8 * MILLISECOND;

const MICROSECOND: u64 = 1000;

/// A pcap file (Ethernet, M3UA) of about `messages` TCAP messages of ordinary roaming: home
/// network 001-01 with titles 1555555xxxx, partners of several countries, four associations
/// (two transfer points at home, two carriers). The same arguments give the same bytes.
///
/// Nothing in it is an attack; a few requests fail, and a few get no answer, as in life.
pub fn traffic(messages: usize, seed: u64) -> Vec<u8> {
    ordinary(messages, MEAN_GAP, seed).pcap()
}

/// The laboratory behind [`traffic`], for captures in which something else happens too.
/// `mean_gap`: mean time between the starts of two dialogues, nanoseconds.
pub fn ordinary(messages: usize, mean_gap: u64, seed: u64) -> Lab {
    let mut generator = Generator::new(seed);
    let mut start = START;
    while generator.lab.messages() < messages {
        start += generator.random.below(2 * mean_gap / MICROSECOND) * MICROSECOND;
        generator.lab.set_time(start);
        scenarios::one(&mut generator);
    }
    generator.lab
}

/// What the scenarios share.
struct Generator {
    lab: Lab,
    random: Random,
}

impl Generator {
    fn new(seed: u64) -> Self {
        Self { lab: Lab::new(), random: Random::new(seed) }
    }

    /// Lets a time pass that an answer may take: mostly tens of milliseconds, sometimes seconds.
    fn think(&mut self) {
        let delay = self.delay();
        self.lab.advance(delay);
    }

    fn delay(&mut self) -> u64 {
        let limit = if self.random.chance(30) { 3_000 } else { 250 };
        self.random.between(4, limit) * MILLISECOND + self.random.below(MILLISECOND)
    }

    /// One dialogue of one operation, which mostly ends well. Returns whether it did.
    fn ask(
        &mut self,
        from: &Node,
        to: &Node,
        context: &[u64],
        operation: i64,
        argument: &[u8],
        result: Vec<u8>,
    ) -> bool {
        let answer = match self.random.below(1000) {
            0..4 => Answer::None,
            4..6 => Answer::Abort,
            6..12 => Answer::Error(error::SYSTEM_FAILURE),
            _ => Answer::Result(result),
        };
        let well = matches!(answer, Answer::Result(_));
        let delay = self.delay();
        self.lab.set_answer_delay(delay);
        self.lab.dialogue(from, to, context, operation, argument, answer);
        well
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_decides_every_byte() {
        assert_eq!(traffic(500, 7), traffic(500, 7));
        assert_ne!(traffic(500, 7), traffic(500, 8));
    }
}
