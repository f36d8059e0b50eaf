//! Judges GTP messages.

use super::memory::Asked;
use super::{Detector, Judgement};
use crate::commands::Command;
use crate::evidence::{CategoryRules, Evidence, category_reason};
use crate::findings::{Asker, Disclosed, Pending};
use crate::gtp;
use crate::memory::act::Act;
use crate::parties::Parties;
use crate::rules;
use crate::suspicion::{category, confidence, violations};
use crate::table::{Category, Class};
use crate::traits::Traits;
use crate::words::whose;
use sigwarden_dialogue::gtp::Operation;
use sigwarden_dialogue::{InvokeState, Title};
use sigwarden_operators::{Attribution, Basis, Network, Networks, Plmn};
use sigwarden_schema::lines::{Op, Severity, Threat, Why};
use sigwarden_wire::anomaly::{Anomalies, Code};
use sigwarden_wire::disclosure::Disclosure;
use sigwarden_wire::gtp::{Field, Version};
use std::borrow::Cow;
use std::cell::LazyCell;
use std::net::IpAddr;
use xxhash_rust::xxh3::xxh3_64;

/// The document that the categories are modelled on.
pub(crate) const DOCUMENT: &str = "FS.20";
/// How sure a network is that only the message itself names.
const NAMED_CONFIDENCE: u8 = 40;
/// Causes that say that nobody has this tunnel (TS 29.060 7.7.1: non-existent, context not found; TS 29.274 8.4: context
/// not found).
const NOT_FOUND: [(Version, u32); 3] = [(Version::V1, 192), (Version::V1, 210), (Version::V2, 64)];

/// What is wrong even in a message that only keeps a path alive.
const PATH_VIOLATIONS: [Code; 5] =
    [Code::GtpInGtp, Code::GtpVersion, Code::Piggyback, Code::ExtensionHeader, Code::IeLength];

/// Send Routeing Information for GPRS Response (TS 29.060 7.4.2).
const ROUTING_INFORMATION: u8 = 33;

const RULES: CategoryRules = CategoryRules {
    never: &rules::GTP_NEVER_BETWEEN_NETWORKS,
    ours: &rules::GTP_OUR_SUBSCRIBER,
    foreign: &rules::GTP_FOREIGN_SUBSCRIBER,
};

impl Detector {
    /// Takes one GTP message. The judgement is whole where it is `wanted`.
    pub fn gtp(&mut self, operation: &Operation<'_>, mark: &mut u32, wanted: bool) -> Judgement {
        self.addresses.at(operation.meta.ts_ns);
        self.started.get_or_insert(operation.meta.ts_ns);
        if operation.is_copy() {
            self.book.add_frames(*mark, operation.meta);
            if !wanted {
                return Judgement::default();
            }
        }
        if operation.is_answer() {
            self.gtp_answer(operation, mark, wanted)
        } else {
            self.gtp_request(operation, mark, wanted)
        }
    }

    fn gtp_request(&mut self, operation: &Operation<'_>, mark: &mut u32, wanted: bool) -> Judgement {
        let parties = self.gtp_parties(operation);
        let header = operation.header();
        let commands = self.table.commands();
        let row = commands.gtp(gtp::protocol(header.version), header.kind).unwrap_or_else(|| commands.unknown());
        let mut anomalies = operation.anomalies.clone();
        let class = gtp::class(operation, row.class);
        gtp::request(operation, class, &parties, self.addresses.networks(), &mut anomalies);
        let category = category(class, &parties, &anomalies);
        let inside = anomalies.contains(Code::GtpInGtp);
        if !operation.is_copy() {
            for pending in suspicions(operation, row, &parties, category, &anomalies, inside) {
                self.book.keep(pending, mark, operation.meta.frames());
            }
            self.remember_gtp(operation, &parties, category, mark);
        }
        if !wanted {
            return Judgement::default();
        }
        let (asker, disclosed) = (asker(operation), Disclosed::default());
        Judgement { category, asker, origin: parties.asker, imsi: parties.imsi, disclosed, anomalies }
    }

    /// What memory says about a request.
    fn remember_gtp(&mut self, operation: &Operation<'_>, parties: &Parties, category: Category, mark: &mut u32) {
        let header = operation.header();
        let Some(act) = Act::of_gtp(header.version == Version::V2, header.kind) else { return };
        let row = self.table.commands().gtp(gtp::protocol(header.version), header.kind);
        let threat = row.map_or(Threat::Reconnaissance, |row| row.threat);
        let name = message_name(operation).unwrap_or_default();
        let (from, _) = operation.exchange.ends;
        let subject = operation.exchange.subject;
        let evidence = LazyCell::new(|| evidence(operation, row));
        let asked = Asked {
            ts: operation.meta.ts_ns,
            act,
            name: &name,
            threat,
            msisdn: subject.msisdn,
            imei: subject.imei,
            address: address(from),
            category,
            caught: self.book.of(*mark).iter().any(|known| known.severity >= Severity::Medium),
        };
        let make = |rule, threat, severity| evidence.pending(rule, parties, threat, severity);
        let found = self.memory.remember(&asked, parties, self.addresses.networks(), make);
        for pending in found {
            self.book.keep(pending, mark, operation.meta.frames());
        }
    }

    fn gtp_answer(&mut self, operation: &Operation<'_>, mark: &mut u32, wanted: bool) -> Judgement {
        let succeeded = operation.succeeded();
        let disclosed = if succeeded { disclosed(operation) } else { Disclosed::default() };
        if *mark == 0 && !wanted && operation.anomalies.is_empty() && succeeded {
            return Judgement::default();
        }
        let parties = self.gtp_parties(operation);
        if !operation.is_copy() {
            self.book.add_frames(*mark, operation.meta);
            for pending in self.book.of(*mark) {
                let error = operation.cause().filter(|_| !succeeded).map(|cause| format!("cause {cause}"));
                pending.answered(succeeded, error, disclosed, &operation.exchange.subject);
            }
            self.odd_answer(operation, &parties, mark);
        }
        let commands = self.table.commands();
        let asked = commands.gtp(gtp::protocol(operation.header().version), operation.exchange.kind);
        let class = asked.unwrap_or_else(|| commands.unknown()).class;
        let category = category(class, &parties, &Anomalies::default());
        let anomalies = operation.anomalies.clone();
        Judgement { category, asker: asker(operation), origin: parties.asker, imsi: parties.imsi, disclosed, anomalies }
    }

    /// Findings that only an answer shows: forms of its octets, and a tunnel that somebody outside asked about and nobody has.
    fn odd_answer(&mut self, operation: &Operation<'_>, parties: &Parties, mark: &mut u32) {
        let from_outside = parties.crosses == Some(true) || parties.asked.is_home() && !parties.asker.is_home();
        let not_found = operation.cause().is_some_and(|cause| NOT_FOUND.contains(&(operation.header().version, cause)));
        let evidence = evidence(operation, None);
        let mut found = Vec::new();
        if parties.crosses != Some(false) && !operation.meta.cut {
            violations(Category::None, false, operation.anomalies, &mut found, |rule, severity| {
                evidence.pending(rule, parties, Threat::Evasion, severity)
            });
        }
        let of_tunnel = operation.exchange.asked_in_tunnel();
        if not_found && from_outside && of_tunnel && operation.exchange.begun {
            let mut pending = evidence.pending(&rules::GTP_PROCEDURE, parties, Threat::Reconnaissance, Severity::Low);
            (pending.confidence, pending.state) = (40, InvokeState::Refused);
            pending.reason(Why {
                check: "unknown-tunnel",
                expected: "a tunnel that the asked node has".to_owned(),
                observed: "the asked node has no context for it".to_owned(),
                source: "TS 29.274 8.4, TS 29.060 7.7.1".to_owned(),
                source_date: None,
            });
            found.push(pending);
        }
        for pending in found {
            self.book.keep(pending, mark, operation.meta.frames());
        }
    }

    /// Who asks whom about whose subscriber.
    fn gtp_parties(&self, operation: &Operation<'_>) -> Parties {
        let networks = self.addresses.networks();
        let exchange = operation.exchange;
        let (from, to) = exchange.ends;
        let mut asker = from.map(|address| networks.of_ip(address)).unwrap_or_default();
        if asker.network == Network::Unknown && !exchange.serving.is_empty() {
            asker = named(networks, exchange.serving, &asker, self.of_addresses.lists_own);
        }
        let asked = to.map(|address: IpAddr| networks.of_ip(address));
        let (home, imsi) = subject(operation, networks);
        let commands = self.table.commands();
        let row = commands.gtp(gtp::protocol(operation.header().version), exchange.kind);
        let homewards = row.is_some_and(|row| matches!(row.class, Class::ThreeOne | Class::ThreeTwo));
        let homewards = homewards && !gtp::is_inside(operation);
        Parties::of_nodes(asker, asked, (home, imsi), self.of_addresses, homewards)
    }
}

/// A node as a number.
fn address(of: Option<IpAddr>) -> u64 {
    let octets = match of {
        Some(IpAddr::V4(address)) => xxh3_64(&address.octets()),
        Some(IpAddr::V6(address)) => xxh3_64(&address.octets()),
        None => 0,
    };
    octets >> 2 | 1 << 63
}

/// Home network of the subscriber. Where a request names several, one of ours counts: that is the one at stake.
fn subject(operation: &Operation<'_>, networks: &Networks) -> (Option<Attribution>, Title) {
    let subject = &operation.exchange.subject;
    let of = |imsi: Title| networks.of_imsi(imsi.text().as_ascii());
    if subject.imsi.is_empty() {
        let msisdn = subject.msisdn;
        return ((!msisdn.is_empty()).then(|| networks.of_msisdn(msisdn.text().as_ascii())), subject.imsi);
    }
    let home = of(subject.imsi);
    if home.is_home() || operation.is_answer() || !operation.anomalies.contains(Code::IeRepeated) {
        return (Some(home), subject.imsi);
    }
    let named = operation.message.elements().iter().filter(|element| element.field == Field::Imsi);
    let mut others = named.map(|element| Title::of_tbcd(element.of(operation.octets))).map(|imsi| (of(imsi), imsi));
    others.find(|(of, _)| of.is_home()).map_or((Some(home), subject.imsi), |(of, imsi)| (Some(of), imsi))
}

/// The network that a request names as its sender's, where nothing else tells. A sender that is not among the listed
/// addresses of the protected network does not become one of it by saying so.
fn named(networks: &Networks, serving: Title, sender: &Attribution, lists_own: bool) -> Attribution {
    let Some(plmn) = Plmn::of_digits(serving.text().as_ascii()) else { return *sender };
    let of = networks.of_plmn(plmn);
    if of.is_home() && lists_own {
        return *sender;
    }
    let mut found = of;
    (found.basis, found.confidence) = (Basis::Message, of.confidence.min(NAMED_CONFIDENCE));
    found
}

/// What is suspicious about a request. One that came out of a tunnel is, whoever sent it.
fn suspicions(
    operation: &Operation<'_>,
    row: &Command,
    parties: &Parties,
    category: Category,
    anomalies: &Anomalies,
    inside: bool,
) -> Vec<Pending> {
    let mut found = Vec::new();
    let rule = RULES.of(category);
    if rule.is_none() && anomalies.is_empty() {
        return found;
    }
    let evidence = evidence(operation, Some(row));
    if let Some(rule) = rule {
        let mut finding = evidence.pending(rule, parties, row.threat, row.severity);
        finding.category = category;
        finding.confidence = confidence(parties, category, false);
        let (from, to) = operation.exchange.ends;
        let name = |address: Option<IpAddr>, of: &Attribution| {
            format!("{} ({})", address.map_or_else(|| "no address".to_owned(), |a| a.to_string()), whose(of))
        };
        let (asker, asked) = (name(from, &parties.asker), name(to, &parties.asked));
        let home = parties.subject.map_or_else(|| "an unknown network".to_owned(), |subject| whose(&subject));
        finding.reason(category_reason(category, &row.name, &asker, &asked, &home, parties.asker.basis.text()));
        found.push(finding);
    }
    // About paths, which every node may ask for, only what hides something says anything.
    let about_paths = row.class == Class::None && !PATH_VIOLATIONS.into_iter().any(|code| anomalies.contains(code));
    if (parties.crosses != Some(false) || inside) && !about_paths && !operation.meta.cut {
        violations(category, rule.is_some(), anomalies, &mut found, |rule, severity| {
            evidence.pending(rule, parties, row.threat, severity)
        });
    }
    found
}

fn evidence(operation: &Operation<'_>, row: Option<&Command>) -> Evidence {
    let header = operation.header();
    Evidence {
        document: DOCUMENT,
        asker: asker(operation),
        subject: operation.exchange.subject,
        op: Op {
            code: Some(i64::from(header.kind)),
            name: message_name(operation).or_else(|| row.map(|row| row.name.clone().into())),
            kind: if operation.is_answer() { "answer" } else { "request" },
            invoke_id: None,
            error_code: None,
        },
        ts_ns: operation.meta.ts_ns,
        frames: operation.meta.frames().collect(),
        dialogue: operation.exchange.id,
        way_back: operation.exchange.way.1,
        traits: Traits {
            address: address(operation.exchange.ends.0),
            asked: address(operation.exchange.ends.1),
            ..Traits::default()
        },
    }
}

/// The name of a message, where the standard has it.
pub(crate) fn message_name(operation: &Operation<'_>) -> Option<Cow<'static, str>> {
    operation.info.map(|info| info.name.into())
}

fn asker(operation: &Operation<'_>) -> Asker {
    operation.exchange.ends.0.map_or(Asker::Nobody, Asker::Address)
}

/// What an answer gave away: an identity that the request named already is nothing new.
fn disclosed(operation: &Operation<'_>) -> Disclosed {
    let routing = operation.header().version != Version::V2 && operation.header().kind == ROUTING_INFORMATION;
    // The address in routing information is that of the serving node.
    let kind = |element: &sigwarden_wire::gtp::Element| match element.field {
        Field::GsnAddress if routing => Disclosure::ServingNode,
        field => field.disclosure(),
    };
    let kinds = Disclosed::of_kinds(operation.message.elements().iter().map(kind));
    let named = operation.exchange.asked_about();
    let known = [
        (Disclosure::Imsi, named.imsi.is_empty()),
        (Disclosure::Msisdn, named.msisdn.is_empty()),
        (Disclosure::Imei, named.imei.is_empty()),
    ];
    let begun = operation.exchange.begun;
    known.into_iter().filter(|(_, new)| begun && !new).fold(kinds, |kinds, (kind, _)| kinds.without(kind))
}
