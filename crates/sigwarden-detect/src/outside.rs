//! Own addresses and names that come from outside, told by what else their way brings.

use crate::findings::Pending;
use hashbrown::HashMap;
use sigwarden_dialogue::InvokeState;
use sigwarden_schema::lines::Severity;

/// Directed ways whose traffic is compared.
const MAX_WAYS: usize = 65_536;
/// Requests on one way before it says whether a way brings the traffic of other networks.
const ENOUGH_ON_A_WAY: u64 = 5;
/// Requests with an own address that are remembered of one way until that is known.
const MAX_CANDIDATES: usize = 64;
/// The same on all ways together.
const MAX_ALL_CANDIDATES: usize = 16_384;

/// How sure it is that an own request came from outside, where it was answered like any other.
const ANSWERED_CONFIDENCE: u8 = 30;

/// Requests seen on one directed way.
#[derive(Debug, Default)]
struct Way {
    foreign: u64,
    own: u64,
    candidates: Vec<Pending>,
    /// Own addresses were asked and answered on this way: then it carries the traffic between own nodes too.
    inside: bool,
}

impl Way {
    /// Whether a way brings the traffic of other networks: most requests on it are theirs.
    fn brings_others(&self) -> bool {
        !self.inside && self.foreign >= ENOUGH_ON_A_WAY && self.own.saturating_mul(5) <= self.foreign
    }
}

/// All ways.
#[derive(Debug, Default)]
pub(crate) struct Outside {
    ways: HashMap<u64, Way>,
    candidates: usize,
}

impl Outside {
    /// Notes a request; one of own nodes among each other may turn out to have come from outside.
    pub(crate) fn note(
        &mut self,
        way: u64,
        asker_is_home: bool,
        asked_is_home: bool,
        candidate: impl FnOnce() -> Pending,
    ) {
        if self.ways.len() >= MAX_WAYS && !self.ways.contains_key(&way) {
            return;
        }
        let way = self.ways.entry(way).or_default();
        if !asker_is_home {
            way.foreign = way.foreign.saturating_add(1);
        } else if asked_is_home {
            way.own = way.own.saturating_add(1);
            if !way.inside && way.candidates.len() < MAX_CANDIDATES && self.candidates < MAX_ALL_CANDIDATES {
                self.candidates = self.candidates.saturating_add(1);
                way.candidates.push(candidate());
            }
        }
    }

    /// Notes a request whose finding waits elsewhere for its answer.
    pub(crate) fn count(&mut self, way: u64, asker_is_home: bool) {
        if self.ways.len() >= MAX_WAYS && !self.ways.contains_key(&way) {
            return;
        }
        let way = self.ways.entry(way).or_default();
        let counter = if asker_is_home { &mut way.own } else { &mut way.foreign };
        *counter = counter.saturating_add(1);
    }

    /// Keeps a finding about a request with an own name until it is known what its way brings. Names do not lead answers:
    /// whoever forges one gets them all the same. But a way on which own requests are answered may be an inner one.
    pub(crate) fn hold(&mut self, way: u64, mut pending: Pending) {
        if pending.state == InvokeState::Answered {
            (pending.severity, pending.confidence) = (Severity::Low, ANSWERED_CONFIDENCE);
        }
        if let Some(way) = self.ways.get_mut(&way)
            && way.candidates.len() < MAX_CANDIDATES
            && self.candidates < MAX_ALL_CANDIDATES
        {
            self.candidates = self.candidates.saturating_add(1);
            way.candidates.push(pending);
        }
    }

    /// A dialogue was answered on its way: whoever forges an address does not get the answer here.
    pub(crate) fn answered(&mut self, way: u64, dialogue: u64) {
        if let Some(way) = self.ways.get_mut(&way)
            && way.candidates.iter().any(|candidate| candidate.dialogues.contains(&dialogue))
        {
            way.inside = true;
            self.candidates = self.candidates.saturating_sub(way.candidates.len());
            way.candidates = Vec::new();
        }
    }

    /// The requests that came from outside.
    pub(crate) fn finish(&mut self) -> Vec<Pending> {
        let mut found = Vec::new();
        for way in self.ways.values_mut().filter(|way| way.brings_others()) {
            found.append(&mut way.candidates);
        }
        found
    }
}
