//! Hands requests and answers of all protocols to memory, and makes findings of what it doubts.

use super::Detector;
use crate::findings::Pending;
use crate::memory::act::{Act, Domain};
use crate::memory::questions::{Context, Question};
use crate::memory::{Agreement, Ask, Doubt, Memory};
use crate::parties::Parties;
use crate::rules::{self, RuleInfo};
use crate::table::Category;
use crate::thresholds::Name;
use hashbrown::HashMap;
use sigwarden_dialogue::{SECOND, Title};
use sigwarden_operators::{Attribution, Networks};
use sigwarden_schema::lines::{Severity, Threat, Why};

/// Who and what of one request, beside its parties.
pub(super) struct Asked<'a> {
    pub(super) ts: i64,
    pub(super) act: Act,
    pub(super) name: &'a str,
    pub(super) threat: Threat,
    pub(super) msisdn: Title,
    pub(super) imei: Title,
    /// Digest of the asking address.
    pub(super) address: u64,
    pub(super) category: Category,
    /// Whether it is suspicious by itself already.
    pub(super) caught: bool,
}

impl Memory {
    /// What memory has against a request: findings, and such that wait for their company. `make` makes one of the request.
    pub(super) fn remember(
        &mut self,
        asked: &Asked<'_>,
        parties: &Parties,
        networks: &Networks,
        make: impl Fn(&'static RuleInfo, Threat, Severity) -> Pending,
    ) -> Vec<Pending> {
        let ask = Ask {
            ts: asked.ts,
            act: asked.act,
            name: asked.name,
            threat: asked.threat,
            imsi: parties.imsi,
            msisdn: asked.msisdn,
            imei: asked.imei,
            asker: &parties.asker,
            asked: &parties.asked,
            address: asked.address,
            ours: parties.ours(networks),
            from_home: parties.asker_is_not_home.map(|not| !not),
            caught: asked.caught,
        };
        let doubts = self.request(&ask, networks);
        if ask.asker.is_home()
            && let Act::Cancel(domain) = ask.act
        {
            self.ended(ask.imsi, domain, ask.asked, networks);
        }
        let mut found: Vec<Pending> = finding(doubts, asked.category, &make).into_iter().collect();
        found.extend(exfiltration(&ask, parties, &make));
        if found.is_empty() && !ask.caught {
            found.extend(self.question(&ask, parties, networks, &make));
        }
        found
    }

    /// A request that only its company makes suspicious.
    fn question(
        &mut self,
        ask: &Ask<'_>,
        parties: &Parties,
        networks: &Networks,
        make: impl Fn(&'static RuleInfo, Threat, Severity) -> Pending,
    ) -> Option<Pending> {
        let from_outside = !ask.asker.is_home() && parties.crosses != Some(false);
        let (question, rule) = match ask.act {
            // Portability centres act for the protected network, and learn the way for others.
            Act::RouteMessage if !ask.asker.is_home() && ask.ours != Some(false) => {
                if self.questions.routes.note(ask.address) {
                    return None;
                }
                (Question::Route(ask.address), &rules::ROUTE_WITHOUT_MESSAGE)
            }
            Act::Locate if from_outside && ask.ours == Some(false) && ask.from_home == Some(true) => {
                self.questions.guests.note(ask.imsi.key(), ask.address, ask.ts, &self.thresholds);
                (Question::Guest(ask.address), &rules::OWN_ROAMERS)
            }
            Act::Register(domain) if ask.is_roaming() => {
                let network = self.network(ask.asker, networks);
                let known = self.subscribers.of_imsi(ask.imsi)?.serving(domain);
                if !known.is_some() || known.network == network {
                    return None;
                }
                (Question::Arrival(network), &rules::TOO_FAST)
            }
            Act::DeliverMessage => {
                self.questions.delivered(ask.imsi, ask.address, ask.ts);
                return None;
            }
            _ => return None,
        };
        let mut pending = make(rule, ask.threat, Severity::Medium);
        pending.category = match ask.act {
            Act::RouteMessage => Category::Sms,
            Act::Register(_) => Category::Cat32,
            _ => Category::None,
        };
        pending.question = Some(question);
        Some(pending)
    }
}

impl Detector {
    /// Somebody learns where to bring a short message.
    pub(super) fn routed(&mut self, mark: u32, ts: i64) {
        let asked = self.book.of(mark).iter().find(|pending| matches!(pending.question, Some(Question::Route(_))));
        if let Some(imsi) = asked.map(|pending| pending.imsi).filter(|imsi| !imsi.is_empty()) {
            self.memory.questions.routes.routed(imsi, ts);
        }
    }

    /// The home register has agreed to a registration.
    pub(super) fn registered(
        &mut self,
        who: (Title, Title, Title),
        domain: Domain,
        (asker, address): (&Attribution, u64),
        ts: i64,
        mark: u32,
    ) {
        let doubted =
            self.book.of(mark).iter().any(|known| known.severity >= Severity::Medium && known.question.is_none());
        self.memory.registered(who, domain, (asker, address), ts, (doubted, self.addresses.networks()));
    }

    /// A finding is complete, or a question waits for its company.
    pub(super) fn settle(&mut self, pending: Pending) {
        match pending.question {
            Some(question) => self.book.done.extend({
                let memory = &mut self.memory;
                memory.questions.closed(question, pending, &memory.thresholds)
            }),
            None => self.book.done.push(pending),
        }
    }

    /// Identities that are in many places by nature: each is told once, with all its appearances, and not alarmed about.
    fn explain_restless(&self, done: &mut Vec<Pending>) {
        let mut told: HashMap<u64, Pending> = HashMap::new();
        let mut others = Vec::with_capacity(done.len());
        for mut pending in std::mem::take(done) {
            let explained = self.memory.restless.explains(pending.imsi, &self.memory.thresholds);
            let Some((networks, hours)) = explained.filter(|_| pending.unless_restless) else {
                others.push(pending);
                continue;
            };
            if let Some(first) = told.get_mut(&pending.imsi.key()) {
                first.frames.append(&mut pending.frames);
                first.dialogues.append(&mut pending.dialogues);
            } else {
                explain(&mut pending, networks, hours);
                told.insert(pending.imsi.key(), pending);
            }
        }
        others.extend(told.into_values());
        *done = others;
    }

    /// What the whole capture shows of networks: one that no list has and that works, or one whose registrations were not
    /// captured, is nothing to find.
    fn reconsider(&self, done: &mut Vec<Pending>) {
        let networks = self.addresses.networks();
        let of_lists = |pending: &Pending| pending.rule.id == rules::NO_AGREEMENT.id;
        let of_places = |pending: &Pending| pending.rule.id == rules::ELSEWHERE.id;
        done.retain(|pending| {
            if !of_lists(pending) && !of_places(pending) {
                return true;
            }
            let habits = self.memory.habits(self.memory.network_of(&pending.origin, networks));
            let agreement = self.memory.agreement(&pending.origin, networks);
            let excused = match agreement {
                Agreement::No => false,
                Agreement::Unlisted if of_lists(pending) => habits.works() || !self.memory.list_is_complete(),
                Agreement::Unlisted => habits.is_unseen(),
                _ => of_places(pending) && habits.is_unseen(),
            };
            !excused
        });
        self.reconsider_deliveries(done);
    }

    /// A message went where a doubtful registration led it: that is nothing, once nothing speaks against the registration.
    fn reconsider_deliveries(&self, done: &mut Vec<Pending>) {
        let follows = |pending: &Pending| pending.rule.id == rules::INTERCEPTED.id;
        if !done.iter().any(follows) {
            return;
        }
        let attacks = attacks(done.iter().filter(|pending| !follows(pending)));
        let within = self.memory.thresholds.get(Name::CaughtMinutes).saturating_mul(60 * SECOND);
        done.retain(|pending| {
            let before = |at: &i64| (0..=within).contains(&pending.ts_ns.saturating_sub(*at));
            !follows(pending) || attacks.get(&pending.imsi.key()).is_some_and(|times| times.iter().any(before))
        });
    }

    /// What only the end shows: questions without their message, identities that are restless by nature.
    pub(super) fn company(&mut self, done: &mut Vec<Pending>) {
        done.extend(self.memory.questions.guests.finish());
        done.extend(self.memory.questions.arrivals.finish());
        self.explain_restless(done);
        self.reconsider(done);
        let attacks = attacks(done.iter());
        let memory = &mut self.memory;
        let mut routes = std::mem::take(&mut memory.questions.routes);
        let memory = &*memory;
        let networks = self.addresses.networks();
        let found = routes.finish(&Context {
            thresholds: &memory.thresholds,
            asker: &|address| memory.asker(address),
            caught: &|pending: &Pending| memory.habits(memory.network_of(&pending.origin, networks)).is_caught(),
            agreement: &|pending: &Pending| match memory.agreement(&pending.origin, networks) {
                Agreement::Unlisted if !memory.list_is_complete() => Agreement::Unknown,
                agreement => agreement,
            },
            attacks: &|pending: &Pending| {
                let of = |title: Title| attacks.get(&title.key()).into_iter().flatten().copied();
                let mut times: Vec<i64> = Vec::new();
                for title in [pending.imsi, pending.msisdn].into_iter().filter(|title| !title.is_empty()) {
                    times.extend(of(title));
                }
                times.sort_unstable();
                times
            },
        });
        done.extend(found);
    }
}

/// Times of suspicious requests, by every identity of their subscribers.
fn attacks<'a>(done: impl Iterator<Item = &'a Pending>) -> HashMap<u64, Vec<i64>> {
    let mut attacks: HashMap<u64, Vec<i64>> = HashMap::new();
    let grave = |pending: &&Pending| {
        pending.severity >= Severity::Medium && !matches!(pending.threat, Threat::Evasion | Threat::SmsAbuse)
    };
    for pending in done.filter(grave) {
        for title in [pending.imsi, pending.msisdn].into_iter().filter(|title| !title.is_empty()) {
            attacks.entry(title.key()).or_default().push(pending.ts_ns);
        }
    }
    attacks
}

/// One finding of everything that speaks against a request: the strongest names it, the others are further reasons.
fn finding(
    mut doubts: Vec<Doubt>,
    category: Category,
    make: impl Fn(&'static RuleInfo, Threat, Severity) -> Pending,
) -> Option<Pending> {
    doubts.sort_by_key(|doubt| std::cmp::Reverse((doubt.severity, doubt.confidence)));
    let first = doubts.first()?;
    let mut pending = make(first.rule, first.threat, first.severity);
    pending.category = category;
    // Independent reasons make each other surer.
    let others = u8::try_from(doubts.len().saturating_sub(1)).unwrap_or(u8::MAX);
    pending.confidence = first.confidence.saturating_add(others.saturating_mul(10)).min(95);
    pending.unless_restless = doubts.iter().all(|doubt| doubt.unless_restless);
    doubts.into_iter().for_each(|doubt| pending.reason(doubt.why));
    Some(pending)
}

/// A telephone of ours, here, hands its message to a centre of somebody else.
fn exfiltration(
    ask: &Ask<'_>,
    parties: &Parties,
    make: impl Fn(&'static RuleInfo, Threat, Severity) -> Pending,
) -> Option<Pending> {
    let foreign = ask.act == Act::SubmitMessage
        && ask.asker.is_home()
        && !ask.asked.is_home()
        && ask.ours == Some(true)
        && parties.crosses == Some(true);
    if !foreign {
        return None;
    }
    let mut pending = make(&rules::EXFILTRATION, Threat::SmsAbuse, Severity::Medium);
    (pending.category, pending.confidence) = (Category::Sms, 60);
    pending.reason(Why {
        check: "service-centre",
        expected: "messages of our subscribers at a service centre of ours".to_owned(),
        observed: format!("it is handed in at {}", crate::words::whose(ask.asked)),
        source: "TS 23.040: the service centre is a parameter of the SIM card".to_owned(),
        source_date: None,
    });
    Some(pending)
}

/// An identity that is in many places by nature: told, not alarmed about.
fn explain(pending: &mut Pending, networks: usize, hours: usize) {
    pending.rule = &rules::SHARED_IDENTITY;
    (pending.severity, pending.confidence) = (Severity::Info, 70);
    pending.reason(Why {
        check: "identity-in-many-places",
        expected: "an attack is about one telephone for a while".to_owned(),
        observed: format!(
            "this identity was where it cannot be in {hours} hours and {networks} networks, all of them with an agreement: it is shared"
        ),
        source: "what the capture showed in all".to_owned(),
        source_date: None,
    });
}
