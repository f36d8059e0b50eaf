//! First registrations in a network, held until it is clear that the telephone stayed: whoever is back where it was before
//! sooner than anybody can travel was never away.

use crate::findings::{Pending, time};
use crate::memory::seconds;
use crate::memory::subscribers::NetworkKey;
use crate::rules;
use hashbrown::HashMap;
use sigwarden_dialogue::SECOND;
use sigwarden_schema::lines::{Severity, Threat, Why};

/// How long a registration is held: the telephone that somebody else registered comes back within the hour
/// (catalogue of patterns, 12), and a little later.
const HELD: u32 = 2 * 3600;
/// Registrations that are held; a full table lets the old ones go.
const MAX_HELD: usize = 50_000;

/// All of them, by subscriber.
#[derive(Debug, Default)]
pub(crate) struct Arrivals {
    by_imsi: HashMap<u64, Vec<(NetworkKey, Pending)>>,
    found: Vec<Pending>,
    /// Registrations that were false: found before their dialogue had ended.
    convicted: HashMap<u64, (NetworkKey, i64)>,
    /// Registrations that were let go because there were too many.
    pub(crate) dropped: u64,
}

impl Arrivals {
    /// The dialogue of a registration has ended.
    pub(super) fn closed(&mut self, network: NetworkKey, pending: Pending) -> Option<Pending> {
        let key = pending.imsi.key();
        if let Some((of, back)) = self.convicted.get(&key).copied()
            && of == network
            && pending.ts_ns <= back
        {
            self.convicted.remove(&key);
            return Some(finding(pending, back));
        }
        if self.by_imsi.len() >= MAX_HELD {
            let now = seconds(pending.ts_ns);
            let recent = |held: &Pending| now.saturating_sub(seconds(held.ts_ns)) <= HELD;
            self.by_imsi.retain(|_, list| list.last().is_some_and(|(_, held)| recent(held)));
        }
        if self.by_imsi.len() >= MAX_HELD {
            self.dropped = self.dropped.saturating_add(1);
            return None;
        }
        let list = self.by_imsi.entry(key).or_default();
        list.retain(|(_, held)| seconds(pending.ts_ns).saturating_sub(seconds(held.ts_ns)) <= HELD);
        list.push((network, pending));
        None
    }

    /// A subscriber is back in the network that served it before; the registration in `network` was false.
    pub(crate) fn back(&mut self, imsi: u64, network: NetworkKey, ts: i64) {
        let Some(list) = self.by_imsi.get_mut(&imsi) else {
            if self.convicted.len() < MAX_HELD {
                self.convicted.insert(imsi, (network, ts));
            }
            return;
        };
        for (of, pending) in std::mem::take(list) {
            if of == network {
                self.found.push(finding(pending, ts));
            } else {
                list.push((of, pending));
            }
        }
    }

    /// The registrations that turned out to be false.
    pub(crate) fn finish(&mut self) -> Vec<Pending> {
        std::mem::take(&mut self.found)
    }
}

fn finding(mut pending: Pending, back: i64) -> Pending {
    (pending.severity, pending.confidence) = (Severity::High, 70);
    pending.threat = Threat::Interception;
    pending.rule = &rules::TOO_FAST;
    pending.reason(Why {
        check: "back-too-soon",
        expected: "a telephone that registers here stays for as long as its way takes".to_owned(),
        observed: format!(
            "{} minutes later, at {}, the subscriber was back in the network before this one",
            back.saturating_sub(pending.ts_ns).div_euclid(60 * SECOND),
            time(back)
        ),
        source: "distances of countries (GeoNames), 1,000 km an hour".to_owned(),
        source_date: None,
    });
    pending
}
