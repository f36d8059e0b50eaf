//! Judges Diameter messages.

use super::memory::Asked;
use super::{Detector, Judgement};
use crate::commands::Command;
use crate::diameter::{self, Inputs, WANTS_LOCATION, command};
use crate::evidence::{CategoryRules, Evidence, category_reason};
use crate::findings::{Asker, Disclosed, Pending};
use crate::memory::act::Act;
use crate::parties::Parties;
use crate::rules;
use crate::suspicion::{category, confidence, violations};
use crate::table::{Category, Class};
use crate::traits::{Traits, node};
use crate::words::{anomaly_reason, whose};
use sigwarden_dialogue::diameter::{Operation, imsis};
use sigwarden_dialogue::{Label, Title};
use sigwarden_operators::{Attribution, Networks};
use sigwarden_schema::lines::{Op, Severity, Threat, Why};
use sigwarden_wire::anomaly::{Anomalies, Code};
use sigwarden_wire::diameter::Field;
use sigwarden_wire::disclosure::Disclosure;
use std::borrow::Cow;
use std::cell::LazyCell;
use std::sync::Arc;

/// The document that the categories are modelled on.
pub(crate) const DOCUMENT: &str = "FS.19";

const RULES: CategoryRules = CategoryRules {
    never: &rules::DIAMETER_NEVER_BETWEEN_NETWORKS,
    ours: &rules::DIAMETER_OUR_SUBSCRIBER,
    foreign: &rules::DIAMETER_FOREIGN_SUBSCRIBER,
};

impl Detector {
    /// Takes one Diameter message. The judgement is whole where it is `wanted`.
    pub fn diameter(&mut self, operation: &Operation<'_>, mark: &mut u32, wanted: bool) -> Judgement {
        self.addresses.at(operation.meta.ts_ns);
        self.started.get_or_insert(operation.meta.ts_ns);
        if operation.is_copy() {
            self.book.add_frames(*mark, operation.meta);
            if !wanted {
                return Judgement::default();
            }
        }
        if operation.header().is_request() {
            self.diameter_request(operation, mark, wanted)
        } else {
            self.diameter_answer(operation, mark, wanted)
        }
    }

    fn diameter_request(&mut self, operation: &Operation<'_>, mark: &mut u32, wanted: bool) -> Judgement {
        let header = *operation.header();
        let parties = self.diameter_parties(operation);
        let mut anomalies = operation.anomalies.clone();
        let (row, fit) = self.table.commands().diameter(header.application, header.command);
        let inputs = Inputs { operation, row, fit, parties: &parties };
        diameter::request(&inputs, &mut self.names, self.addresses.networks(), &mut anomalies);
        let category = category(row.class, &parties, &anomalies);
        let suspicious = RULES.of(category).is_some() || parties.crosses != Some(false);
        let outside = anomalies.contains(Code::OwnRealmOutside);
        if !operation.is_copy() && (suspicious || outside) {
            let found = suspicions(operation, row, &parties, category, &anomalies);
            for pending in found {
                self.book.keep(pending, mark, operation.meta.frames());
            }
        }
        if !operation.is_copy() && !row.neighbours && !outside {
            let way = operation.exchange.way.0;
            let (own, asks_us) = (parties.asker.is_home(), parties.asked.is_home());
            let inside = diameter::came_through_own_nodes(operation, &mut self.names, self.addresses.networks());
            if !own || asks_us && !inside {
                self.outside.count(way, own);
            }
            if own && asks_us && !inside {
                let rule = &rules::DIAMETER_OWN_REALM;
                let mut pending = evidence(operation, row).pending(rule, &parties, Threat::Evasion, Severity::Medium);
                (pending.category, pending.confidence) = (Category::Cat0, 50);
                pending.if_outside = Some(way);
                pending.reason(anomaly_reason(Code::OwnRealmOutside, 0));
                self.book.keep(pending, mark, operation.meta.frames());
            }
        }
        if !operation.is_copy() {
            self.short_message_of_diameter(operation, &parties, mark);
            self.remember_diameter(operation, &parties, category, mark);
            self.unresolvable(operation, &parties, mark);
            if let Some(relay) = operation.message.octets(Field::RouteRecord, operation.octets) {
                self.memory.passed_on(relay);
            }
        }
        if !wanted {
            return Judgement::default();
        }
        Judgement {
            category,
            asker: asker(operation),
            origin: parties.asker,
            imsi: parties.imsi,
            disclosed: Disclosed::default(),
            anomalies,
        }
    }

    /// A realm that the name service between carriers does not know, where the site says which it knows.
    fn unresolvable(&mut self, operation: &Operation<'_>, parties: &Parties, mark: &mut u32) {
        let realm = operation.labels.text(operation.exchange.asker.1);
        let known = |name: &str| self.memory.realms.contains(name);
        let parents = std::iter::successors(Some(realm), |name| name.split_once('.').map(|(_, rest)| rest));
        let outside = parties.crosses == Some(true) && !parties.asker.is_home();
        if self.memory.realms.is_empty() || realm.is_empty() || !outside || parents.into_iter().any(known) {
            return;
        }
        let header = operation.header();
        let (row, _) = self.table.commands().diameter(header.application, header.command);
        let rule = &rules::DIAMETER_UNKNOWN_REALM;
        let mut pending = evidence(operation, row).pending(rule, parties, row.threat, Severity::Medium);
        pending.confidence = 60;
        pending.reason(Why {
            check: "realm-resolves",
            expected: "a realm that the name service between carriers knows".to_owned(),
            observed: format!("{realm} is not in the list"),
            source: "detect.realms_file of the site configuration".to_owned(),
            source_date: None,
        });
        self.book.keep(pending, mark, operation.meta.frames());
    }

    /// What memory says about a request.
    fn remember_diameter(&mut self, operation: &Operation<'_>, parties: &Parties, category: Category, mark: &mut u32) {
        let header = *operation.header();
        let locates = wanted_location(operation).is_some();
        let Some(act) = Act::of_diameter(header.application, header.command, locates) else { return };
        let (row, _) = self.table.commands().diameter(header.application, header.command);
        let subject = operation.exchange.subject;
        let name = row.name.clone();
        let evidence = LazyCell::new(|| evidence(operation, row));
        let asked = Asked {
            ts: operation.meta.ts_ns,
            act,
            name: &name,
            threat: if act == Act::Locate { Threat::LocationTracking } else { row.threat },
            msisdn: subject.msisdn,
            imei: subject.imei,
            address: node(operation.exchange.asker),
            category,
            caught: self.book.of(*mark).iter().any(|known| known.severity >= Severity::Medium),
        };
        let make = |rule, threat, severity| evidence.pending(rule, parties, threat, severity);
        let found = self.memory.remember(&asked, parties, self.addresses.networks(), make);
        if act == Act::Locate && !asked.caught && found.is_empty() {
            self.memory.legitimate_form(i64::from(header.command), Traits::of_diameter(operation).form);
        }
        for pending in found {
            self.book.keep(pending, mark, operation.meta.frames());
        }
    }

    fn diameter_answer(&mut self, operation: &Operation<'_>, mark: &mut u32, wanted: bool) -> Judgement {
        let mut anomalies = operation.anomalies.clone();
        let started = self.started.unwrap_or(operation.meta.ts_ns);
        diameter::answer(operation, started, &mut self.names, self.addresses.networks(), &mut anomalies);
        let succeeded = operation.succeeded();
        let disclosed = if succeeded { disclosed(operation) } else { Disclosed::default() };
        if !operation.is_copy() && !operation.second_answer {
            self.book.add_frames(*mark, operation.meta);
            for pending in self.book.of(*mark) {
                let error = operation.result().filter(|_| !succeeded).map(result_name);
                pending.answered(succeeded, error, disclosed, &operation.exchange.subject);
            }
        }
        if succeeded && !operation.is_copy() {
            self.routed(*mark, operation.meta.ts_ns);
        }
        let header = operation.header();
        let act = Act::of_diameter(header.application, header.command, false);
        let registers = act.and_then(Act::moves).filter(|_| succeeded && matches!(act, Some(Act::Register(_))));
        if !wanted && anomalies.is_empty() && registers.is_none() {
            return Judgement::default();
        }
        let parties = self.diameter_parties(operation);
        if let Some(domain) = registers.filter(|_| !operation.is_copy()) {
            let subject = operation.exchange.subject;
            let who = (parties.imsi, subject.msisdn, subject.imei);
            let asker = (&parties.asker, node(operation.exchange.asker));
            self.registered(who, domain, asker, operation.meta.ts_ns, *mark);
        }
        let (row, _) = self.table.commands().diameter(operation.header().application, operation.header().command);
        let category = category(row.class, &parties, &Anomalies::default());
        if !operation.is_copy() && parties.crosses != Some(false) && !operation.meta.cut {
            let mut found = Vec::new();
            let evidence = evidence(operation, row);
            violations(Category::None, false, &anomalies, &mut found, |rule, severity| {
                evidence.pending(rule, &parties, Threat::Evasion, severity)
            });
            for pending in found {
                self.book.keep(pending, mark, operation.meta.frames());
            }
        }
        Judgement { category, asker: asker(operation), origin: parties.asker, imsi: parties.imsi, disclosed, anomalies }
    }

    /// Who asks whom about whose subscriber.
    fn diameter_parties(&mut self, operation: &Operation<'_>) -> Parties {
        let networks = self.addresses.networks();
        let exchange = operation.exchange;
        let is_request = operation.header().is_request();
        // A name for which there was no room is read where it stands.
        let mut whose = |(host, realm): (Label, Label), fields: [Field; 2]| {
            let label = if realm.is_none() { host } else { realm };
            if !label.is_none() {
                return Some(self.names.of(label, operation.labels, networks));
            }
            let name = fields.into_iter().find_map(|field| operation.message.octets(field, operation.octets));
            name.filter(|_| is_request).map(|name| self.names.of_text(name, networks))
        };
        let asker = whose(exchange.asker, [Field::OriginRealm, Field::OriginHost]).unwrap_or_default();
        let route = operation.message.every(Field::RouteRecord).take(diameter::MAX_HOPS);
        let mut hosts: Vec<&[u8]> = Vec::new();
        if is_request && !networks.site().carriers.is_empty() {
            hosts.extend(route.map(|hop| hop.of(operation.octets)));
        }
        let names = hosts.iter().rev().filter_map(|host| std::str::from_utf8(host).ok());
        let asker = networks.brought_by_hosts(asker, names.map(|name| name.trim_end_matches('.')));
        let asked = whose(exchange.asked, [Field::DestinationRealm, Field::DestinationHost]);
        let header = operation.header();
        let (row, _) = self.table.commands().diameter(header.application, header.command);
        let homewards = matches!(row.class, Class::ThreeOne | Class::ThreeTwo);
        Parties::of_nodes(asker, asked, subject(operation, networks), self.of_names, homewards)
    }
}

/// Home network of the subscriber. Where a request names several, one of ours counts: that is the one at stake.
fn subject(operation: &Operation<'_>, networks: &Networks) -> (Option<Attribution>, Title) {
    let subject = &operation.exchange.subject;
    if subject.imsi.is_empty()
        && let Some(list) = of_user_ids(operation, networks)
    {
        return (Some(list), subject.imsi);
    }
    if subject.imsi.is_empty() {
        let msisdn = subject.msisdn;
        return ((!msisdn.is_empty()).then(|| networks.of_msisdn(msisdn.text().as_ascii())), subject.imsi);
    }
    let home = networks.of_imsi(subject.imsi.text().as_ascii());
    if home.is_home() || !operation.header().is_request() {
        return (Some(home), subject.imsi);
    }
    let others = imsis(operation.message, operation.octets).filter(|other| *other != subject.imsi);
    let mut ours =
        others.map(|other| (networks.of_imsi(other.text().as_ascii()), other)).filter(|(of, _)| of.is_home());
    ours.next().map_or((Some(home), subject.imsi), |(of, other)| (Some(of), other))
}

/// Home network of the subscribers that a reset names by the beginning of their IMSIs: ours where any of them is.
fn of_user_ids(operation: &Operation<'_>, networks: &Networks) -> Option<Attribution> {
    let mut ids = operation.message.every(Field::UserId).map(|avp| networks.of_imsi(avp.of(operation.octets)));
    let first = ids.next()?;
    if first.is_home() { Some(first) } else { ids.find(Attribution::is_home).or(Some(first)) }
}

/// What is suspicious about a request.
fn suspicions(
    operation: &Operation<'_>,
    row: &Command,
    parties: &Parties,
    category: Category,
    anomalies: &Anomalies,
) -> Vec<Pending> {
    let mut found = Vec::new();
    let rule = RULES.of(category);
    if rule.is_none() && anomalies.is_empty() {
        return found;
    }
    let evidence = evidence(operation, row);
    if let Some(rule) = rule {
        let (threat, severity) = threat(operation, row);
        let mut finding = evidence.pending(rule, parties, threat, severity);
        finding.category = category;
        finding.confidence = confidence(parties, category, false);
        finding.reason(reason(operation, row, parties, category));
        if let Some(why) = location_reason(operation) {
            finding.reason(why);
        }
        found.push(finding);
    }
    if !operation.meta.cut {
        violations(category, rule.is_some(), anomalies, &mut found, |rule, severity| {
            evidence.pending(rule, parties, row.threat, severity)
        });
    }
    found
}

/// A profile that is "inserted" only to ask where the phone is threatens something else than one that is changed.
fn threat(operation: &Operation<'_>, row: &Command) -> (Threat, Severity) {
    let wants_location = wanted_location(operation).is_some();
    if wants_location {
        (Threat::LocationTracking, Severity::High.max(row.severity))
    } else {
        (row.threat, row.severity)
    }
}

fn wanted_location(operation: &Operation<'_>) -> Option<u32> {
    let flags = operation.message.integer(Field::IdrFlags, operation.octets)?;
    let asks = operation.header().command == command::INSERT_SUBSCRIBER_DATA && flags & WANTS_LOCATION != 0;
    asks.then_some(flags)
}

fn location_reason(operation: &Operation<'_>) -> Option<Why> {
    let flags = wanted_location(operation)?;
    Some(Why {
        check: "location-asked-for",
        expected: "subscriber data to insert".to_owned(),
        observed: format!("IDR-Flags {flags} ask for the location"),
        source: "TS 29.272 7.3.103".to_owned(),
        source_date: None,
    })
}

fn reason(operation: &Operation<'_>, row: &Command, parties: &Parties, category: Category) -> Why {
    let name = |(host, realm): (Label, Label), of: &Attribution| {
        let label = if realm.is_none() { host } else { realm };
        let text = operation.labels.text(label);
        let text = if text.is_empty() { "no name" } else { text };
        format!("{text} ({})", whose(of))
    };
    let (asker, asked) =
        (name(operation.exchange.asker, &parties.asker), name(operation.exchange.asked, &parties.asked));
    let home = parties.subject.map_or_else(|| "an unknown network".to_owned(), |subject| whose(&subject));
    category_reason(category, &row.name, &asker, &asked, &home, parties.asker.basis.text())
}

pub(super) fn evidence(operation: &Operation<'_>, row: &Command) -> Evidence {
    let header = operation.header();
    Evidence {
        document: DOCUMENT,
        asker: asker(operation),
        subject: operation.exchange.subject,
        op: Op {
            code: Some(i64::from(header.command)),
            name: command_name(header.command, row),
            kind: if header.is_request() { "request" } else { "answer" },
            invoke_id: None,
            error_code: None,
        },
        ts_ns: operation.meta.ts_ns,
        frames: operation.meta.frames().collect(),
        dialogue: operation.exchange.id,
        way_back: operation.exchange.way.1,
        traits: Traits::of_diameter(operation),
    }
}

/// The name of a command, where the table knows it.
pub(crate) fn command_name(code: u32, row: &Command) -> Option<Cow<'static, str>> {
    (row.code() == code).then(|| row.name.clone().into())
}

/// Who asked.
pub(super) fn asker(operation: &Operation<'_>) -> Asker {
    let (host, realm) = operation.exchange.asker;
    let text = |label, field| {
        let known: &str = operation.labels.text(label);
        let own = operation.message.octets(field, operation.octets).filter(|_| operation.header().is_request());
        let own = own.filter(|_| known.is_empty()).map(String::from_utf8_lossy).unwrap_or_default();
        Arc::<str>::from(if known.is_empty() { &*own } else { known })
    };
    let (host, realm) = (text(host, Field::OriginHost), text(realm, Field::OriginRealm));
    if host.is_empty() && realm.is_empty() { Asker::Nobody } else { Asker::Node { host, realm } }
}

/// What an answer gave away: an identity that the request named already is nothing new.
fn disclosed(operation: &Operation<'_>) -> Disclosed {
    let mut kinds = Disclosed::of_kinds(operation.message.disclosures());
    if operation.message.first(Field::ShUserData).is_some() {
        kinds = kinds.without(Disclosure::Profile).with(Disclosed::of_kinds([of_reference(operation)].into_iter()));
    }
    let first = operation.exchange.asked_about();
    let known = [
        (Disclosure::Imsi, first.imsi.is_empty()),
        (Disclosure::Msisdn, first.msisdn.is_empty()),
        (Disclosure::Imei, first.imei.is_empty()),
    ];
    let begun = operation.exchange.begun;
    known.into_iter().filter(|(_, new)| begun && !new).fold(kinds, |kinds, (kind, _)| kinds.without(kind))
}

/// What the document of a register of multimedia gives away: what was asked for (TS 29.328 7.6).
fn of_reference(operation: &Operation<'_>) -> Disclosure {
    match operation.exchange.asked_for {
        Some(14) => Disclosure::Location,
        Some(11 | 15) => Disclosure::State,
        Some(17) => Disclosure::Msisdn,
        Some(32) => Disclosure::Imsi,
        Some(13) => Disclosure::ServingNode,
        _ => Disclosure::Profile,
    }
}

/// Results that say why (RFC 6733 7.1, TS 29.272 7.4).
fn result_name(code: u32) -> String {
    let name = match code {
        3001 => "DIAMETER_COMMAND_UNSUPPORTED",
        3002 => "DIAMETER_UNABLE_TO_DELIVER",
        3003 => "DIAMETER_REALM_NOT_SERVED",
        3004 => "DIAMETER_TOO_BUSY",
        3005 => "DIAMETER_LOOP_DETECTED",
        3007 => "DIAMETER_APPLICATION_UNSUPPORTED",
        5001 => "DIAMETER_ERROR_USER_UNKNOWN or DIAMETER_AVP_UNSUPPORTED",
        5003 => "DIAMETER_AUTHORIZATION_REJECTED",
        5004 => "DIAMETER_ERROR_ROAMING_NOT_ALLOWED or DIAMETER_INVALID_AVP_VALUE",
        5005 => "DIAMETER_MISSING_AVP",
        5012 => "DIAMETER_UNABLE_TO_COMPLY",
        5420 => "DIAMETER_ERROR_UNKNOWN_EPS_SUBSCRIPTION",
        5421 => "DIAMETER_ERROR_RAT_NOT_ALLOWED",
        5422 => "DIAMETER_ERROR_EQUIPMENT_UNKNOWN",
        5490 => "DIAMETER_ERROR_UNAUTHORIZED_REQUESTING_NETWORK",
        _ => return format!("result {code}"),
    };
    format!("{code} {name}")
}
