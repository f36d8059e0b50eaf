//! Whether a request fits the place of its subscriber: category 3, and what else only time shows.

use super::act::{Act, Domain};
use super::askers::Asker;
use super::subscribers::{NetworkKey, Serving, Subscriber};
use super::{Agreement, Ask, Doubt, Habits, Memory, country};
use crate::findings::time;
use crate::rules::{self, RuleInfo};
use crate::thresholds::Name;
use crate::words::whose;
use sigwarden_dialogue::SECOND;
use sigwarden_operators::{Network, Networks, places};
use sigwarden_schema::lines::{Severity, Threat, Why};

/// Echoes of an unknown address from which on it probes.
const ECHOES: u32 = 2;
/// How long keys that a network asked for explain a registration there, seconds.
const KEYS_LAST: u32 = 24 * 3600;
/// Fresh registrations from which on their share with keys says something.
const FRESH: u32 = 50;
/// A register that has just lost a subscriber may still act for it, seconds.
const MOVING: u32 = 3600;
/// First registrations of a network from which on their share with keys is a habit.
const HABIT: u32 = 4;

fn doubt(rule: &'static RuleInfo, threat: Threat, severity: Severity, confidence: u8, why: Why) -> Doubt {
    Doubt { rule, threat, severity, confidence, why, unless_restless: false }
}

fn why(check: &'static str, expected: String, observed: String, source: &str) -> Why {
    Why { check, expected, observed, source: source.to_owned(), source_date: None }
}

/// What a request teaches about its subscriber. `trusted`: nothing speaks against it. Gives the network that the subscriber
/// only seemed to be in, where this request shows that.
pub(crate) fn learn(slot: &mut Subscriber, ask: &Ask<'_>, network: NetworkKey, trusted: bool) -> NetworkKey {
    let now = ask.seconds();
    if matches!(ask.act, Act::Keys(_)) {
        slot.keys = (network, now);
    }
    if !trusted {
        if matches!(ask.act, Act::Register(_)) && ask.is_roaming() {
            slot.doubted = (network, now);
        } else if ask.is_roaming() {
            slot.misfit = (network, now);
        }
        return NetworkKey::default();
    }
    let mut back_from = NetworkKey::default();
    if ask.is_roaming() {
        slot.seen_in(network, now);
        if slot.doubted.0 == network {
            slot.doubted = Default::default();
        }
        if slot.misfit.0 != network && slot.all().any(|(_, serving)| serving.network == network) {
            back_from = std::mem::take(&mut slot.misfit).0;
        }
    }
    back_from
}

impl Memory {
    /// Everything that speaks against a request.
    pub(super) fn doubts(
        &mut self,
        ask: &Ask<'_>,
        network: NetworkKey,
        (before, slot): (&Asker, &Subscriber),
        networks: &Networks,
    ) -> Vec<Doubt> {
        let mut found = Vec::new();
        let agreement = if ask.asker.is_home() { Agreement::Yes } else { self.agreement(ask.asker, networks) };
        if ask.is_roaming() {
            let (all, unlisted) = self.roaming;
            let is_unlisted = agreement == Agreement::Unlisted;
            self.roaming = (all.saturating_add(1), unlisted.saturating_add(u64::from(is_unlisted)));
        }
        if ask.is_roaming() && !ask.caught {
            let tainted = before.is_caught() || agreement == Agreement::No;
            found.extend(self.after_cancellation(ask, slot));
            found.extend(self.too_fast(ask, network, slot, tainted));
            found.extend(self.elsewhere(ask, network, slot));
            found.extend(self.burst_of_keys(ask, network, agreement));
            found.extend(self.without_keys(ask, network, slot));
        }
        if !ask.caught && !ask.asker.is_home() {
            found.extend(self.no_agreement(ask, network, before, agreement));
            found.extend(of_caught_address(ask, before, &self.habits(network)));
        }
        found.extend(self.intercepted(ask, slot, networks));
        found.extend(self.without_route(ask, network, networks));
        found
    }

    /// The network has no roaming agreement with ours: none of our subscribers can be there, none of its here.
    fn no_agreement(&self, ask: &Ask<'_>, network: NetworkKey, before: &Asker, agreement: Agreement) -> Option<Doubt> {
        let of_its_guest = ask.act == Act::Locate && ask.from_home == Some(true) && ask.ours == Some(false);
        let path = ask.act == Act::Path && ask.asked.is_home();
        if !(ask.is_roaming() || of_its_guest || path) {
            return None;
        }
        let (said, confidence) = match agreement {
            Agreement::No => ("the site configuration says that there is none", 65),
            // A partner's new node asks too; one that goes on asking and opens no connection is none.
            Agreement::Unlisted
                if path
                    && ask.asker.network == Network::Unknown
                    && self.lists_packet_nodes
                    && before.duties == 0
                    && before.requests >= ECHOES =>
            {
                (
                    "the address is of none of the networks that the site configuration lists, and opens no connection",
                    40,
                )
            }
            Agreement::Unlisted if !path && !network.is_none() && !self.habits(network).works() => {
                ("the site configuration lists roaming partners, and it is none of them", 50)
            }
            _ => return None,
        };
        let expected = if of_its_guest {
            format!("{} about a guest from a network whose subscribers can be guests here", ask.name)
        } else {
            format!("{} from a network with which there is a roaming agreement", ask.name)
        };
        let why = why(
            "roaming-agreement",
            expected,
            format!("it came from {}; {said}", whose(ask.asker)),
            "site configuration",
        );
        let threat = if path { Threat::Reconnaissance } else { ask.threat };
        // A list may be incomplete: what else explains the request counts for more.
        let unless_restless = agreement == Agreement::Unlisted;
        Some(Doubt { unless_restless, ..doubt(&rules::NO_AGREEMENT, threat, Severity::Medium, confidence, why) })
    }

    /// Only the network that serves a subscriber acts for it.
    fn elsewhere(&mut self, ask: &Ask<'_>, network: NetworkKey, slot: &Subscriber) -> Option<Doubt> {
        if ask.act.moves().is_some() || network.is_none() {
            return None;
        }
        let now = ask.seconds();
        let recent = |serving: &Serving| now.abs_diff(serving.seen) <= MOVING;
        if slot.all().any(|(_, serving)| serving.network != network && !serving.network.differs(network)) {
            return None;
        }
        let is_there = slot.all().any(|(_, serving)| serving.network == network)
            || Domain::ALL.into_iter().any(|domain| {
                let before = slot.before(domain);
                before.network == network && (recent(&before) || matches!(ask.act, Act::Leave(_)))
            })
            || slot.keys.0 == network && now.abs_diff(slot.keys.1) <= KEYS_LAST;
        if is_there {
            return None;
        }
        let known = slot.newest()?;
        // Whether it is the capture that misses the registrations of this network shows at the end: `Habits::is_unseen`.
        self.habits_mut(network)?.astray |= super::bit(ask.imsi);
        let why = why(
            "serving-network",
            format!("{} from the network that serves the subscriber", ask.name),
            format!("it came from {}; the subscriber is {}", whose(ask.asker), served(&known)),
            "what the capture showed before",
        );
        Some(doubt(&rules::ELSEWHERE, ask.threat, Severity::Medium, 65, why))
    }

    /// Nobody travels so fast.
    fn too_fast(&mut self, ask: &Ask<'_>, network: NetworkKey, slot: &Subscriber, tainted: bool) -> Option<Doubt> {
        let domain = ask.act.moves()?;
        let known = slot.told_by(domain)?;
        if known.network == network {
            return None;
        }
        let (from, to) = (known.country?, country(ask.asker)?);
        let least = self.travel.least(from, to)?;
        let took = ask.seconds().saturating_sub(known.seen).div_euclid(60);
        if took >= least {
            return None;
        }
        // Back where it was before: then it was the other registration that was false.
        let stayed = ask.seconds().saturating_sub(known.since).div_euclid(60);
        let before = slot.before(domain);
        if before.network == network && stayed < least && known.since.saturating_sub(before.seen).div_euclid(60) < least
        {
            if matches!(ask.act, Act::Register(_)) {
                self.questions.arrivals.back(ask.imsi.key(), known.network, ask.ts);
            }
            return None;
        }
        self.restless.jumped(ask.imsi, network, ask.seconds(), tainted);
        let least = if least >= 120 { format!("{} hours", least.div_euclid(60)) } else { format!("{least} minutes") };
        let why = why(
            "travel-time",
            format!("at least {least} between {} and {}", name_of(from), name_of(to)),
            format!("{took} minutes before, the subscriber was {}", served(&known)),
            "distances of countries (GeoNames), or the site configuration",
        );
        let severity = if matches!(ask.act, Act::Register(_)) { Severity::High } else { Severity::Medium };
        let found = doubt(&rules::TOO_FAST, ask.threat, severity, 70, why);
        Some(Doubt { unless_restless: true, ..found })
    }

    /// A registration shortly after somebody cancelled the one before who is no home register.
    fn after_cancellation(&self, ask: &Ask<'_>, slot: &Subscriber) -> Option<Doubt> {
        if !matches!(ask.act, Act::Register(_)) {
            return None;
        }
        let within = self.thresholds.get(Name::AfterCancellation).saturating_mul(SECOND);
        let cancelled = self.cancelled(ask.imsi)?;
        let later = ask.ts.checked_sub(cancelled).filter(|later| (0..=within).contains(later))?;
        // Back in the country that it was in.
        if slot.newest().is_some_and(|known| known.country.is_some() && known.country == country(ask.asker)) {
            return None;
        }
        let why = why(
            "forged-cancellation",
            "a registration that the telephone itself began".to_owned(),
            format!(
                "{} seconds before, at {}, somebody who is not the home register ended the registration before",
                later.div_euclid(SECOND),
                time(cancelled)
            ),
            "Kacer and Langlois, Black Hat USA 2017, white paper, 5.6",
        );
        Some(doubt(&rules::AFTER_CANCELLATION, Threat::Interception, Severity::High, 75, why))
    }

    /// Keys of one subscriber, asked for by several networks within minutes.
    fn burst_of_keys(&mut self, ask: &Ask<'_>, network: NetworkKey, agreement: Agreement) -> Option<Doubt> {
        if !matches!(ask.act, Act::Keys(_)) {
            return None;
        }
        let at = (network, country(ask.asker));
        let (requests, of) = self.bursts.note(ask.imsi, at, ask.seconds(), (&self.thresholds, &self.travel))?;
        self.restless.jumped(ask.imsi, network, ask.seconds(), agreement == Agreement::No);
        // Whether an identity is restless by nature takes hours to learn; until then, partners have the benefit of the doubt.
        let too_early = agreement == Agreement::Yes && !self.has_learned(ask.ts);
        let severity = if too_early { Severity::Low } else { Severity::High };
        let why = why(
            "burst-of-keys",
            "keys asked for by the network that the telephone is in".to_owned(),
            format!("{requests} requests of {of} networks within {} minutes", self.thresholds.get(Name::KeysMinutes)),
            "Citizen Lab report 192 (2026): ten requests of five networks in eleven minutes",
        );
        let found = doubt(&rules::KEYS_BURST, Threat::IdentityDisclosure, severity, 75, why);
        Some(Doubt { unless_restless: true, ..found })
    }

    /// A first registration in a network that never asked for keys, where all others do.
    fn without_keys(&mut self, ask: &Ask<'_>, network: NetworkKey, slot: &Subscriber) -> Option<Doubt> {
        if !matches!(ask.act, Act::Register(_)) || network.is_none() || self.was_reset(ask.ts) {
            return None;
        }
        let now = ask.seconds();
        let there = slot.all().any(|(_, serving)| !serving.network.differs(network))
            || Domain::ALL.into_iter().any(|domain| slot.before(domain).network == network);
        let (by, at) = slot.keys;
        let asked = !by.differs(network) && now.saturating_sub(at) <= KEYS_LAST;
        if there {
            return None;
        }
        let (fresh, with_keys) = (self.usual.fresh, self.usual.with_keys);
        self.usual.fresh = fresh.saturating_add(1);
        self.usual.with_keys = with_keys.saturating_add(u32::from(asked));
        let mut missed_often = false;
        if let Some(own) = self.habits_mut(network) {
            missed_often = own.fresh >= HABIT && own.with_keys.saturating_mul(2) < own.fresh && own.works();
            own.fresh = own.fresh.saturating_add(1);
            own.with_keys = own.with_keys.saturating_add(u32::from(asked));
        }
        let per_cent = self.thresholds.u32(Name::KeysUsualPerCent, 1);
        let is_usual = fresh >= FRESH && with_keys.saturating_mul(100) >= fresh.saturating_mul(per_cent);
        if asked || !is_usual || missed_often {
            return None;
        }
        let why = why(
            "keys-before-registration",
            format!("keys asked for before a first registration: {with_keys} of {fresh} here were"),
            "this network has not asked for keys of this subscriber in the last 24 hours".to_owned(),
            "TS 23.012, TS 33.102: a new network authenticates first",
        );
        Some(doubt(&rules::WITHOUT_KEYS, ask.threat, Severity::Medium, 55, why))
    }

    /// A message that nobody asked the way for.
    fn without_route(&mut self, ask: &Ask<'_>, network: NetworkKey, networks: &Networks) -> Option<Doubt> {
        let delivers = ask.act == Act::DeliverMessage && ask.ours == Some(true) && ask.asked.is_home();
        // A hub may have asked under another of its addresses, and portability centres ask for everybody.
        if !delivers || ask.asker.is_home() || networks.arrangement(ask.asker).is_some() {
            return None;
        }
        let (all, with_route) = self.questions.routes.without_route(ask.imsi, ask.address, ask.ts)?;
        let asks = self.habits(network).asks_routes;
        if ask.caught || asks || !self.has_learned(ask.ts) {
            return None;
        }
        let why = why(
            "route-before-message",
            format!("a question for the way before a message is brought: {with_route} of {all} here had one"),
            "nobody was told in the last hour where to bring messages to this subscriber".to_owned(),
            "TS 23.040: a service centre asks the home register first",
        );
        Some(doubt(&rules::MESSAGE_WITHOUT_ROUTE, Threat::SmsAbuse, Severity::Medium, 55, why))
    }

    /// A message of ours goes where a doubtful registration leads it.
    fn intercepted(&mut self, ask: &Ask<'_>, slot: &Subscriber, networks: &Networks) -> Option<Doubt> {
        if ask.act != Act::DeliverMessage || !ask.asker.is_home() {
            return None;
        }
        let to = self.network(ask.asked, networks);
        let (network, at) = slot.doubted;
        let within =
            ask.seconds().checked_sub(at).is_some_and(|later| later <= self.thresholds.u32(Name::CaughtMinutes, 60));
        if network.is_none() || network != to || !within {
            return None;
        }
        let why = why(
            "delivery-to-doubtful-registration",
            "short messages to the network that the subscriber is in".to_owned(),
            format!(
                "it goes to {}, whose registration of {} was suspicious",
                whose(ask.asked),
                time(i64::from(at).saturating_mul(SECOND))
            ),
            "what the capture showed before",
        );
        Some(doubt(&rules::INTERCEPTED, Threat::Interception, Severity::High, 75, why))
    }
}

/// An address whose other requests are suspicious, or whose network serves nobody and sends such requests from other
/// addresses.
fn of_caught_address(ask: &Ask<'_>, before: &Asker, habits: &Habits) -> Option<Doubt> {
    if !ask.is_roaming() {
        return None;
    }
    let (confidence, observed) = if before.is_caught() {
        let counted = format!("{} of the {} requests", before.caught, before.requests);
        (50, format!("{counted} of this address before were suspicious by themselves"))
    } else if habits.is_caught() && before.served() == 0 && !ask.asker.is_shared() {
        let counted = format!("{} requests of other addresses of this network", habits.caught);
        (45, format!("{counted} were suspicious by themselves, and no subscriber of ours was registered in it"))
    } else {
        return None;
    };
    let expected = "requests of a node that serves subscribers".to_owned();
    let why = why("address-in-attack", expected, observed, "what the capture showed before");
    Some(doubt(&rules::CAUGHT_ADDRESS, ask.threat, Severity::Medium, confidence, why))
}

impl Subscriber {
    /// Where a telephone is served, as far as that binds it in a domain: of calls and 4G one tells where the other must be;
    /// packet data of 2G and 3G goes its own way.
    fn told_by(&self, domain: Domain) -> Option<Serving> {
        let of: &[Domain] = match domain {
            Domain::Circuit => &[Domain::Circuit, Domain::Evolved],
            Domain::Evolved => &[Domain::Evolved, Domain::Circuit],
            Domain::Packet => &[Domain::Packet],
        };
        of.iter().map(|domain| self.serving(*domain)).find(Serving::is_some)
    }
}

/// Where somebody is, in words.
fn served(known: &Serving) -> String {
    let place =
        known.country.map_or_else(|| "in another network".to_owned(), |country| format!("in {}", name_of(country)));
    let at = |seconds: u32| time(i64::from(seconds).saturating_mul(SECOND));
    format!("registered {place} since {}, last seen there {}", at(known.since), at(known.seen))
}

fn name_of(country: sigwarden_operators::Country) -> String {
    places::place(country).map_or_else(|| country.as_str().to_owned(), |place| place.name.to_owned())
}
