//! Where a short message is to be brought, asked without bringing one: a number is turned into an identity and a place.

use crate::findings::{Pending, time};
use crate::memory::{Agreement, askers::Asker};
use crate::thresholds::{Name, Thresholds};
use hashbrown::HashMap;
use sigwarden_dialogue::{InvokeState, SECOND, Title};
use sigwarden_schema::lines::{Severity, Threat, Why};
use std::collections::VecDeque;

/// A question belongs to an attack on the same subscriber that was before within (catalogue of patterns, 33).
const AFTER_ATTACK: i64 = 15 * 60 * SECOND;
/// Questions of a stranger from which on they are no accident.
const STRANGERS_QUESTIONS: usize = 2;
/// Messages that an address must have brought after its questions, and their share, for them to be held no longer.
const PROVEN: u32 = 20;
/// How long a route that was told is used, nanoseconds; further parts and repetitions of a message take it too.
const ROUTE_LASTS: i64 = 3600 * SECOND;
/// Deliveries, and the share of them with a route, from which one without is unusual.
const USUAL: u32 = 50;
const USUAL_PER_CENT: u32 = 95;
/// Questions that wait for their message, and such that are held of one address, and of all.
const MAX_WAITING: usize = 50_000;
const MAX_HELD: usize = 4_096;
const MAX_ALL_HELD: usize = 100_000;
/// Addresses, and messages brought, that are remembered.
const MAX_ADDRESSES: usize = 200_000;
const MAX_DELIVERED: usize = 1_000_000;
/// Deliveries are forgotten after one to two of these.
const GENERATION: i64 = 15 * 60 * SECOND;

#[derive(Debug, Default)]
struct Ledger {
    asked: u32,
    met: u32,
    unmet: u32,
    brought: u32,
    held: Vec<Pending>,
}

/// All questions for routes.
#[derive(Debug, Default)]
pub(crate) struct Routes {
    /// A message follows its question within, nanoseconds.
    follows: i64,
    waiting: VecDeque<(u64, Pending)>,
    by_address: HashMap<u64, Ledger>,
    /// When a message was brought to whom last: since the last change of generations, and before it.
    brought: HashMap<u64, i64>,
    brought_before: HashMap<u64, i64>,
    generation: i64,
    /// When somebody was told where to bring messages to whom.
    routed: HashMap<u64, i64>,
    routed_before: HashMap<u64, i64>,
    routed_generation: i64,
    /// Deliveries from outside, and how many of them came after a question.
    delivered: u32,
    with_route: u32,
    held: usize,
    /// Questions that were let go because there were too many.
    pub(crate) dropped: u64,
}

/// What is known at the end of whoever asked and of whom they asked about.
pub(crate) struct Context<'a> {
    pub(crate) thresholds: &'a Thresholds,
    /// The address, by its digest.
    pub(crate) asker: &'a dyn Fn(u64) -> Asker,
    /// Whether its network sends suspicious requests and has no other business here.
    pub(crate) caught: &'a dyn Fn(&Pending) -> bool,
    /// What was agreed with its network.
    pub(crate) agreement: &'a dyn Fn(&Pending) -> Agreement,
    /// Times of suspicious requests about a subscriber, by others too, sorted.
    pub(crate) attacks: &'a dyn Fn(&Pending) -> Vec<i64>,
}

impl Routes {
    /// Whether questions of an address need not be held: messages followed almost all of many.
    fn is_proven(&self, address: u64) -> bool {
        self.by_address.get(&address).is_some_and(|ledger| {
            let answered = ledger.met.saturating_add(ledger.unmet);
            ledger.met >= PROVEN && u64::from(ledger.unmet).saturating_mul(5) < u64::from(answered)
        })
    }

    /// An address asks. Whether its question need not be held: messages followed almost all of many.
    pub(crate) fn note(&mut self, address: u64) -> bool {
        let proven = self.is_proven(address);
        let Some(ledger) = self.ledger(address) else { return true };
        ledger.asked = ledger.asked.saturating_add(1);
        proven
    }

    fn ledger(&mut self, address: u64) -> Option<&mut Ledger> {
        let full = self.by_address.len() >= MAX_ADDRESSES && !self.by_address.contains_key(&address);
        (!full).then(|| self.by_address.entry(address).or_default())
    }

    /// Somebody was told where to bring messages to a subscriber.
    pub(crate) fn routed(&mut self, imsi: Title, ts: i64) {
        if ts.saturating_sub(self.routed_generation).abs() >= ROUTE_LASTS || self.routed.len() >= MAX_DELIVERED {
            self.routed_generation = ts;
            self.routed_before = std::mem::take(&mut self.routed);
        }
        self.routed.insert(imsi.key(), ts);
    }

    /// A message is brought to a subscriber from outside; where neither this address ever asked for a way, nor anybody for the
    /// way to this subscriber, gives how many deliveries there were here, and how many of them came after a question.
    pub(crate) fn without_route(&mut self, imsi: Title, address: u64, ts: i64) -> Option<(u32, u32)> {
        let key = imsi.key();
        let last = self.routed.get(&key).or_else(|| self.routed_before.get(&key));
        // Somebody else may ask for it (portability, hubs), but a service centre that never asks is none.
        let asks = self.by_address.get(&address).is_some_and(|ledger| ledger.asked > 0);
        let known = asks || last.is_some_and(|at| ts.saturating_sub(*at) <= ROUTE_LASTS);
        let (delivered, with_route) = (self.delivered, self.with_route);
        self.delivered = delivered.saturating_add(1);
        self.with_route = with_route.saturating_add(u32::from(known));
        let usual = delivered >= USUAL && with_route.saturating_mul(100) >= delivered.saturating_mul(USUAL_PER_CENT);
        (!known && usual && !imsi.is_empty()).then_some((delivered, with_route))
    }

    pub(super) fn delivered(&mut self, imsi: Title, address: u64, ts: i64) {
        if ts.saturating_sub(self.generation).abs() >= GENERATION || self.brought.len() >= MAX_DELIVERED {
            self.generation = ts;
            self.brought_before = std::mem::take(&mut self.brought);
        }
        self.brought.insert(imsi.key(), ts);
        if let Some(ledger) = self.by_address.get_mut(&address) {
            ledger.brought = ledger.brought.saturating_add(1);
        }
    }

    /// A question has its answer, or will not get one: it waits for its message.
    pub(super) fn closed(&mut self, address: u64, pending: Pending, thresholds: &Thresholds) {
        self.follows = thresholds.get(Name::MessageMinutes).saturating_mul(60 * SECOND);
        let now = pending.ts_ns;
        self.waiting.push_back((address, pending));
        while let Some((_, first)) = self.waiting.front() {
            if now.saturating_sub(first.ts_ns) <= self.follows && self.waiting.len() <= MAX_WAITING {
                break;
            }
            if let Some((address, first)) = self.waiting.pop_front() {
                self.due(address, first);
            }
        }
    }

    /// The time for a message to follow is over.
    fn due(&mut self, address: u64, pending: Pending) {
        let key = pending.imsi.key();
        let last = self.brought.get(&key).or_else(|| self.brought_before.get(&key));
        let met = !pending.imsi.is_empty()
            && last.is_some_and(|at| (0..=self.follows).contains(&at.saturating_sub(pending.ts_ns)));
        let room = self.held < MAX_ALL_HELD;
        let Some(ledger) = self.ledger(address) else { return };
        if met {
            ledger.met = ledger.met.saturating_add(1);
            return;
        }
        if pending.state == InvokeState::Answered {
            ledger.unmet = ledger.unmet.saturating_add(1);
        }
        if room && ledger.held.len() < MAX_HELD {
            ledger.held.push(pending);
            self.held = self.held.saturating_add(1);
        } else {
            self.dropped = self.dropped.saturating_add(1);
        }
    }

    /// The questions that are findings.
    pub(crate) fn finish(&mut self, context: &Context<'_>) -> Vec<Pending> {
        while let Some((address, first)) = self.waiting.pop_front() {
            self.due(address, first);
        }
        let mut found = Vec::new();
        for (address, mut ledger) in std::mem::take(&mut self.by_address) {
            let held = std::mem::take(&mut ledger.held);
            let Some(first) = held.first() else { continue };
            let asker = (context.asker)(address);
            let agreement = (context.agreement)(first);
            let caught = (context.caught)(first);
            let verdict = verdict(&ledger, held.len(), (&asker, caught), agreement, context.thresholds);
            let beside: Vec<_> =
                held.iter().map(|one| beside_attack(one, &(context.attacks)(one), context.thresholds)).collect();
            // Whoever looks up many numbers meets one under attack by chance.
            let counted = u32::try_from(beside.iter().flatten().count()).unwrap_or(u32::MAX);
            let by_chance = counted.saturating_mul(2) < ledger.asked;
            for (mut pending, beside) in held.into_iter().zip(beside) {
                let reason = verdict.clone().or_else(|| beside.filter(|_| !by_chance));
                let Some((confidence, observed)) = reason else { continue };
                (pending.severity, pending.confidence) = (Severity::Medium, confidence);
                pending.threat = Threat::IdentityDisclosure;
                pending.reason(Why {
                    check: "no-message-followed",
                    expected: "a short message brought within five minutes of the question where to bring it"
                        .to_owned(),
                    observed,
                    source: "TS 23.040: the question is part of a delivery".to_owned(),
                    source_date: None,
                });
                found.push(pending);
            }
        }
        found
    }
}

/// What an address as a whole shows: how sure, and in words.
fn verdict(
    ledger: &Ledger,
    held: usize,
    (asker, network_is_caught): (&Asker, bool),
    agreement: Agreement,
    thresholds: &Thresholds,
) -> Option<(u8, String)> {
    let answered = u64::from(ledger.met).saturating_add(ledger.unmet.into());
    let per_cent = u64::from(thresholds.u32(Name::RouteUnmetPerCent, 1));
    let mostly = u64::from(ledger.unmet).saturating_mul(100) >= answered.saturating_mul(per_cent);
    let counted = format!("{} questions of this address, {} answered, {} messages", ledger.asked, answered, ledger.met);
    let asks_only = mostly && ledger.brought.saturating_mul(2) < ledger.asked;
    if mostly && asker.is_caught() {
        return Some((70, format!("{counted}; its other requests are suspicious by themselves")));
    }
    if asks_only && network_is_caught {
        return Some((
            55,
            format!("{counted}; other addresses of its network send suspicious requests, and it serves nobody"),
        ));
    }
    let stranger = matches!(agreement, Agreement::No | Agreement::Unlisted);
    if asks_only && stranger && held >= STRANGERS_QUESTIONS {
        return Some((60, format!("{counted}; there is no agreement with its network")));
    }
    None
}

/// A suspicious request about the same subscriber, before or after the question.
fn beside_attack(pending: &Pending, attacks: &[i64], thresholds: &Thresholds) -> Option<(u8, String)> {
    let before = thresholds.get(Name::BeforeAttackMinutes).saturating_mul(60 * SECOND);
    let beside = |at: &&i64| {
        let later = (**at).saturating_sub(pending.ts_ns);
        (-AFTER_ATTACK..=before).contains(&later)
    };
    let at = attacks.iter().find(beside)?;
    Some((70, format!("no message, and a suspicious request about the same subscriber at {}", time(*at))))
}
