//! Judging with memory: where subscribers were, what addresses do, and what follows what.
//!
//! - [`act`]: what a request does, whatever carries it.
//! - [`subscribers`]: where subscribers are, saved and loaded.
//! - [`travel`]: how long a way takes at least.
//! - [`place`]: whether a request fits the place of its subscriber (category 3).
//! - [`askers`]: what an address does in all.
//! - [`restless`]: identities that are in many places by nature.
//! - [`questions`]: requests that only their company makes suspicious, held until that is known.
//!
//! A memory that has just begun to learn says nothing that rests on not having seen something: see [`Memory::has_learned`].

pub mod act;
pub mod subscribers;

pub(crate) mod askers;
pub(crate) mod bursts;
pub(crate) mod place;
pub(crate) mod questions;
pub(crate) mod restless;
pub(crate) mod travel;

use crate::rules::RuleInfo;
use crate::thresholds::{Name, Thresholds};
use act::{Act, Domain};
use askers::{Asker, Askers};
use bursts::Bursts;
use hashbrown::{HashMap, HashSet};
use questions::Questions;
use restless::Restless;
use sigwarden_dialogue::{SECOND, Title};
use sigwarden_operators::{Attribution, Country, Network, Networks};
use sigwarden_schema::lines::{Severity, Threat, Why};
use subscribers::{KIND_AT, MAX_SUBSCRIBERS, NetworkKey, Serving, State, Subscribers, Told};
use travel::Travel;
use xxhash_rust::xxh3::xxh3_64;

/// After a register has lost what it knew, telephones register anew for so long, nanoseconds.
const RESET: i64 = 2 * 3600 * SECOND;
/// Forms of messages, and first nodes of routes, that are remembered.
const MAX_FORMS: usize = 65_536;
const MAX_RELAYS: usize = 65_536;
/// Forged cancellations that are remembered at the same time; a full table forgets all.
const MAX_CANCELLED: usize = 65_536;
/// Networks whose habits are known; of more, nothing is.
const MAX_NETWORKS: usize = 65_536;

/// One request, as far as memory needs it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ask<'a> {
    /// Time, nanoseconds since 1970.
    pub(crate) ts: i64,
    /// What it does.
    pub(crate) act: Act,
    /// Name of the operation.
    pub(crate) name: &'a str,
    /// What it threatens when it has no business arriving.
    pub(crate) threat: Threat,
    /// Subscriber.
    pub(crate) imsi: Title,
    pub(crate) msisdn: Title,
    pub(crate) imei: Title,
    /// Whose the asking and the asked address are.
    pub(crate) asker: &'a Attribution,
    pub(crate) asked: &'a Attribution,
    /// Digest of the asking address.
    pub(crate) address: u64,
    /// Whether the subscriber is one of the protected network; nothing where nobody is named.
    pub(crate) ours: Option<bool>,
    /// Whether the asker is the home network of the subscriber, as far as that can be said.
    pub(crate) from_home: Option<bool>,
    /// Whether it is suspicious by itself already.
    pub(crate) caught: bool,
}

impl Ask<'_> {
    pub(crate) fn seconds(&self) -> u32 {
        seconds(self.ts)
    }

    /// Whether somebody else acts for a subscriber of ours.
    pub(crate) fn is_roaming(&self) -> bool {
        self.ours == Some(true) && !self.asker.is_home() && self.act.is_of_serving_network()
    }
}

/// Seconds since 1970 of a packet time.
pub(crate) fn seconds(ts: i64) -> u32 {
    u32::try_from(ts.div_euclid(SECOND)).unwrap_or(0)
}

/// Something that speaks against a request.
#[derive(Clone, Debug)]
pub(crate) struct Doubt {
    pub(crate) rule: &'static RuleInfo,
    pub(crate) threat: Threat,
    pub(crate) severity: Severity,
    pub(crate) confidence: u8,
    pub(crate) why: Why,
    /// An identity that is in many places by nature explains it.
    pub(crate) unless_restless: bool,
}

/// What the protected network has agreed with another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Agreement {
    /// There is one.
    Yes,
    /// There is none, as the site says itself.
    No,
    /// The site lists its partners, and this is none of them.
    Unlisted,
    /// The site says nothing about agreements.
    Unknown,
}

/// What is usual for a network.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Habits {
    /// Registrations of subscribers who were not there before, and how many of them had asked for keys.
    pub(crate) fresh: u32,
    pub(crate) with_keys: u32,
    /// Whom it serves, as a filter of 64 bits.
    pub(crate) served: u64,
    /// Whom the home register let it register although something spoke against it, after it had asked for keys.
    accepted: u64,
    /// Subscribers who acted in it while they seemed to be elsewhere, and those of them who acted elsewhere again after that.
    pub(crate) astray: u64,
    contradicted: u64,
    /// Requests that were suspicious by themselves.
    pub(crate) caught: u32,
    /// Whether any address of it asks where to bring short messages.
    pub(crate) asks_routes: bool,
}

/// Subscribers that must be registered in a network before a list without it is what is wrong.
const WORKS_ANYWAY: u32 = 8;
/// Subscribers who act in a network while they seem to be elsewhere, from which on that says something of the capture.
const ASTRAY: u32 = 3;
/// Requests for subscribers abroad from which on it shows whether the list of partners is complete: at most one in so many
/// is of a network that it lacks.
const ENOUGH_ROAMING: u64 = 100;
const UNLISTED_SHARE: u64 = 10;
/// Suspicious requests of a network that serves nobody, from which on its other addresses are suspicious too.
const CAUGHT_OFTEN: u32 = 3;

impl Habits {
    /// Whether it sends suspicious requests and has no other business here.
    pub(crate) fn is_caught(&self) -> bool {
        self.caught >= CAUGHT_OFTEN && self.served == 0 && !self.works()
    }

    /// Whether many were registered there, whatever spoke against single ones.
    pub(crate) fn works(&self) -> bool {
        (self.served | self.accepted).count_ones() >= WORKS_ANYWAY
    }

    /// Whether subscribers act there whom the capture has elsewhere, and hardly any of them comes back: then the capture
    /// does not show its registrations.
    pub(crate) fn is_unseen(&self) -> bool {
        let (astray, back) = (self.astray.count_ones(), self.contradicted.count_ones());
        astray >= ASTRAY && back.saturating_mul(4) < astray
    }
}

/// All memory.
#[derive(Debug)]
pub(crate) struct Memory {
    pub(crate) subscribers: Subscribers,
    pub(crate) askers: Askers,
    pub(crate) questions: Questions,
    pub(crate) restless: Restless,
    pub(crate) bursts: Bursts,
    pub(crate) travel: Travel,
    /// First message ever learned from, nanoseconds since 1970.
    started: Option<i64>,
    pub(crate) thresholds: Thresholds,
    /// Realms that the name service between carriers knows, lower case; none where that is not known.
    pub(crate) realms: HashSet<Box<str>>,
    keys_of_networks: HashMap<Network, NetworkKey>,
    habits: HashMap<NetworkKey, Habits>,
    /// What all networks do, together.
    pub(crate) usual: Habits,
    /// Subscribers whose registration somebody cancelled who is no home register, and when.
    cancelled: HashMap<u64, i64>,
    lists_partners: bool,
    lists_packet_nodes: bool,
    /// Requests for subscribers abroad: all, and those of networks that the list of partners lacks.
    roaming: (u64, u64),
    /// When a register of ours lost what it knew.
    reset: Option<i64>,
    /// Forms of requests for locations that nothing speaks against.
    forms: HashSet<(i64, u64)>,
    /// Requests by the first node of their recorded route.
    relays: HashMap<u64, u64>,
}

impl Memory {
    pub(crate) fn new(networks: &Networks) -> Self {
        let lists_partners = networks.site().operators.iter().any(|operator| operator.partner == Some(true));
        let site = networks.site();
        let mut thresholds = Thresholds::default();
        for threshold in &site.thresholds {
            // Whoever reads the configuration has checked them.
            let _ = thresholds.set(&threshold.name, threshold.value);
        }
        let journeys = site.journeys.iter().filter_map(|way| Some((way.from?, way.to?, way.minutes))).collect();
        let lists_nodes = |operator: &sigwarden_operators::site::Operator| {
            operator.partner == Some(true) && !operator.gtp_addresses.is_empty()
        };
        let lists_packet_nodes = networks.site().operators.iter().any(lists_nodes);
        Self {
            subscribers: Subscribers::with_limit(MAX_SUBSCRIBERS),
            askers: Askers::default(),
            questions: Questions::default(),
            restless: Restless::default(),
            bursts: Bursts::default(),
            travel: Travel::new(journeys, thresholds.get(Name::FastestKmh)),
            started: None,
            thresholds,
            realms: HashSet::new(),
            keys_of_networks: HashMap::new(),
            habits: HashMap::new(),
            usual: Habits::default(),
            cancelled: HashMap::new(),
            lists_partners,
            lists_packet_nodes,
            roaming: (0, 0),
            reset: None,
            forms: HashSet::new(),
            relays: HashMap::new(),
        }
    }

    /// Whether it has learned long enough for "never seen" to say something.
    pub(crate) fn has_learned(&self, ts: i64) -> bool {
        self.started.is_some_and(|started| {
            ts.saturating_sub(started) >= self.thresholds.get(Name::LearningHours).saturating_mul(3600 * SECOND)
        })
    }

    /// Takes over what an earlier run has learned.
    pub(crate) fn resume(&mut self, state: State) {
        (self.started, self.subscribers) = (state.started, state.subscribers);
    }

    /// What the next run may take over.
    pub(crate) fn into_state(self) -> State {
        State { started: self.started, subscribers: self.subscribers }
    }

    /// A network as a number that is the same in every run. One that nobody names is its network code, or its country.
    pub(crate) fn network(&mut self, of: &Attribution, networks: &Networks) -> NetworkKey {
        if let Some(known) = self.keys_of_networks.get(&of.network).filter(|_| of.network != Network::Unknown) {
            return *known;
        }
        let found = self.network_of(of, networks);
        if of.network != Network::Unknown {
            self.keys_of_networks.insert(of.network, found);
        }
        found
    }

    /// The same, where nothing is to be remembered.
    pub(crate) fn network_of(&self, of: &Attribution, networks: &Networks) -> NetworkKey {
        match of.network {
            Network::Home => NetworkKey(1 | NAMED << KIND_AT),
            Network::Operator(_) => {
                let name = networks.tadig_of(of).map(str::to_owned).or_else(|| networks.operator_of(of));
                name.map_or(NetworkKey::default(), |name| key(name.as_bytes(), NAMED))
            }
            Network::Unknown => match (of.plmn.filter(|_| !of.is_suggested()), of.places().single()) {
                (Some(plmn), _) => {
                    let (digits, count) = plmn.imsi_digits();
                    key(digits.get(..count).unwrap_or(&digits), BY_CODE)
                }
                (None, Some(country)) => key(country.as_str().as_bytes(), BY_COUNTRY),
                (None, None) => NetworkKey::default(),
            },
        }
    }

    /// What was agreed with the network of an address.
    pub(crate) fn agreement(&self, of: &Attribution, networks: &Networks) -> Agreement {
        if of.is_home() || networks.arrangement(of).is_some() {
            return Agreement::Yes;
        }
        let said = |network| networks.partner_of(network);
        if of.networks().map(said).any(|partner| partner == Some(true)) {
            return Agreement::Yes;
        }
        match (of.networks().map(said).any(|partner| partner == Some(false)), self.lists_partners) {
            (true, _) => Agreement::No,
            (false, true) => Agreement::Unlisted,
            _ => Agreement::Unknown,
        }
    }

    /// Whether the list of partners has nearly all who serve our subscribers; of a few requests nobody can tell.
    pub(crate) fn list_is_complete(&self) -> bool {
        let (all, unlisted) = self.roaming;
        all >= ENOUGH_ROAMING && unlisted.saturating_mul(UNLISTED_SHARE) <= all
    }

    pub(crate) fn habits(&self, network: NetworkKey) -> Habits {
        self.habits.get(&network).copied().unwrap_or_default()
    }

    pub(crate) fn habits_mut(&mut self, network: NetworkKey) -> Option<&mut Habits> {
        if self.habits.len() >= MAX_NETWORKS && !self.habits.contains_key(&network) {
            return None;
        }
        Some(self.habits.entry(network).or_default())
    }

    /// Takes a request. What comes back speaks against it.
    pub(crate) fn request(&mut self, ask: &Ask<'_>, networks: &Networks) -> Vec<Doubt> {
        self.started.get_or_insert(ask.ts);
        if ask.act == Act::Reset && ask.asker.is_home() {
            self.reset = Some(ask.ts);
        }
        let network = self.network(ask.asker, networks);
        if ask.act == Act::RouteMessage
            && let Some(habits) = self.habits_mut(network)
        {
            habits.asks_routes = true;
        }
        let before = self.askers.note(ask.address);
        if ask.caught {
            self.caught(ask, network);
        }
        let place = self.subscribers.place(ask.imsi, ask.msisdn, ask.imei);
        let slot = place.and_then(|place| self.subscribers.at(place)).copied().unwrap_or_default();
        let doubts = self.doubts(ask, network, (&before, &slot), networks);
        if doubts.is_empty() && !ask.caught {
            self.askers.did(ask.address, ask.act, ask.imsi);
        }
        if let Some(slot) = place.and_then(|place| self.subscribers.at_mut(place)) {
            let back_from = place::learn(slot, ask, network, doubts.is_empty() && !ask.caught);
            self.came_back(ask.imsi, back_from);
        }
        if !doubts.is_empty() && matches!(ask.act, Act::Leave(_)) {
            self.forged_cancellation(ask);
        }
        doubts
    }

    /// A subscriber who seemed to act elsewhere acts where it was before.
    fn came_back(&mut self, imsi: Title, from: NetworkKey) {
        if !from.is_none()
            && let Some(habits) = self.habits_mut(from)
        {
            habits.contradicted |= bit(imsi);
        }
    }

    /// A request that is suspicious by itself teaches only about its sender.
    fn caught(&mut self, ask: &Ask<'_>, network: NetworkKey) {
        self.askers.caught(ask.address);
        if !network.is_none()
            && let Some(habits) = self.habits_mut(network)
        {
            habits.caught = habits.caught.saturating_add(1);
        }
        if matches!(ask.act, Act::Cancel(_) | Act::Leave(_)) {
            self.forged_cancellation(ask);
        }
    }

    /// Whether a register of ours has just lost what it knew.
    pub(crate) fn was_reset(&self, ts: i64) -> bool {
        self.reset.is_some_and(|reset| ts.saturating_sub(reset) < RESET)
    }

    fn forged_cancellation(&mut self, ask: &Ask<'_>) {
        if self.cancelled.len() >= MAX_CANCELLED {
            self.cancelled.clear();
        }
        self.cancelled.insert(ask.imsi.key(), ask.ts);
    }

    /// When the registration of a subscriber was cancelled by who is no home register.
    pub(crate) fn cancelled(&self, imsi: Title) -> Option<i64> {
        self.cancelled.get(&imsi.key()).copied()
    }

    /// A home register has agreed to a registration. `doubted`: something spoke against it.
    pub(crate) fn registered(
        &mut self,
        (imsi, msisdn, imei): (Title, Title, Title),
        domain: Domain,
        (asker, address): (&Attribution, u64),
        ts: i64,
        (doubted, networks): (bool, &Networks),
    ) {
        let network = self.network(asker, networks);
        let now = seconds(ts);
        let Some(slot) = self.subscribers.entry(imsi, msisdn, imei) else { return };
        let had_keys = slot.keys.0 == network;
        if doubted || network.is_none() {
            // Whoever authenticates and registers many, and is agreed to, is a network that works, whatever a list says.
            if let Some(habits) = self.habits_mut(network).filter(|_| had_keys) {
                habits.accepted |= bit(imsi);
            }
            return;
        }
        let node = u32::try_from(address & u64::from(u32::MAX)).unwrap_or(0);
        let country = country(asker);
        let last = slot.serving(domain).country.or(slot.before(domain).country);
        slot.register(domain, Serving { network, node, since: now, seen: now, country, told: Told::Registered });
        if last.is_some_and(|last| Some(last) != country) {
            self.restless.hopped(imsi, network, now);
        }
        if let Some(habits) = self.habits_mut(network) {
            habits.served |= bit(imsi);
        }
    }

    /// Our own register has ended a registration.
    pub(crate) fn ended(&mut self, imsi: Title, domain: Domain, at: &Attribution, networks: &Networks) {
        let network = self.network(at, networks);
        if let Some(slot) = self.subscribers.entry(imsi, Title::default(), Title::default()) {
            slot.cancel(domain, network);
        }
    }

    /// A request for a location that nothing speaks against has this form.
    pub(crate) fn legitimate_form(&mut self, code: i64, form: u64) {
        if self.forms.len() < MAX_FORMS {
            self.forms.insert((code, form));
        }
    }

    /// Whether requests that nothing speaks against have this form too.
    pub(crate) fn has_legitimate_form(&self, code: i64, form: u64) -> bool {
        self.forms.contains(&(code, form))
    }

    /// A request was passed on by this node first.
    pub(crate) fn passed_on(&mut self, relay: &[u8]) {
        if self.relays.len() < MAX_RELAYS {
            let count = self.relays.entry(relay_key(relay)).or_default();
            *count = count.saturating_add(1);
        }
    }

    /// How many requests were.
    pub(crate) fn relayed(&self, relay: &str) -> u64 {
        self.relays.get(&relay_key(relay.as_bytes())).copied().unwrap_or(0)
    }

    /// What is known of an address.
    pub(crate) fn asker(&self, address: u64) -> Asker {
        self.askers.of(address)
    }
}

/// The bit of a subscriber in a filter of 64: how many bits are set tells how many subscribers there are.
pub(crate) fn bit(imsi: Title) -> u64 {
    let place = imsi.key().wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 58;
    1u64.checked_shl(u32::try_from(place).unwrap_or(0)).unwrap_or(0)
}

fn relay_key(name: &[u8]) -> u64 {
    xxh3_64(&name.to_ascii_lowercase())
}

/// What a network is known by.
const NAMED: u32 = 1;
const BY_CODE: u32 = 2;
const BY_COUNTRY: u32 = 3;

fn key(name: &[u8], by: u32) -> NetworkKey {
    // The protected network is the first of those with a name.
    let digest = u32::try_from(xxh3_64(name) >> (64 - KIND_AT)).unwrap_or(0).max(2);
    NetworkKey(digest | by << KIND_AT)
}

/// The one country of an address, or of its network.
pub(crate) fn country(of: &Attribution) -> Option<Country> {
    of.places().single().or_else(|| of.domicile.single())
}
