//! Judges SS7 operations.

use super::memory::Asked;
use super::{Detector, Judgement, MAX_ADDRESSES};
use crate::findings::{Asker, Disclosed, Pending, context};
use crate::memory::act::Act;
use crate::parties::Parties;
use crate::rules;
use crate::sms::is_delivery;
use crate::structure::{self, Inputs};
use crate::suspicion::{category, is_cut, learn_target, pending, suspicions};
use crate::table::{Category, Class};
use crate::traits::Traits;
use crate::words::anomaly_reason;
use sigwarden_dialogue::joiner::Stack;
use sigwarden_dialogue::{InvokeState, Operation};
use sigwarden_operators::roles::Roles;
use sigwarden_schema::lines::{Severity, Threat, Why};
use sigwarden_wire::anomaly::{Anomalies, Code};
use sigwarden_wire::disclosure::Disclosure;
use sigwarden_wire::map::{self, field::Field};
use sigwarden_wire::tcap::{ComponentKind, MessageType};

impl Detector {
    /// Takes one operation. The judgement is whole where it is `wanted`; otherwise only what findings need is done.
    pub fn operation(&mut self, operation: &Operation<'_>, mark: &mut u32, wanted: bool) -> Judgement {
        self.addresses.at(operation.meta.ts_ns);
        let started = *self.started.get_or_insert(operation.meta.ts_ns);
        if operation.is_copy() {
            self.copy(operation, *mark);
            if !wanted && (!operation.returned() || operation.original_seen) {
                return Judgement::default();
            }
        }
        match operation.component.map(|component| component.kind) {
            Some(ComponentKind::Invoke) => self.request(operation, mark, started, wanted),
            Some(_) => self.answer(operation, mark, wanted),
            None => self.bare(operation, mark, wanted),
        }
    }

    /// A copy of a message: its frames belong to the finding too.
    fn copy(&mut self, operation: &Operation<'_>, mark: u32) {
        let came_back = operation.returned() && operation.message.kind == MessageType::Begin;
        for pending in self.book.of(mark) {
            pending.frames.extend(operation.frames());
            if came_back && pending.side == operation.sender && pending.state == InvokeState::Open {
                pending.state = InvokeState::Refused;
            }
        }
    }

    fn request(&mut self, operation: &Operation<'_>, mark: &mut u32, started: i64, wanted: bool) -> Judgement {
        let parties = Parties::of_request(operation, &mut self.addresses, self.knowledge);
        let code = operation.code.unwrap_or(-1);
        let mut anomalies = operation.anomalies.clone();
        let judged = operation.stack != Stack::Other;
        let own_outside = judged && !operation.is_copy() && self.own_address_outside(operation, &parties);
        let (row, fit) = self.table.row(operation.stack, code, context(operation.dialogue), operation.unit.called.ssn);
        let inputs = Inputs { operation, row, fit, parties: &parties, knowledge: self.knowledge, started };
        structure::request(&inputs, &mut self.addresses, &mut anomalies);
        structure::sender(operation, &mut self.addresses, self.knowledge, &mut anomalies);
        if operation.returned() && !operation.original_seen && operation.way_back_seen {
            anomalies.add(Code::ReturnedInvoke, 0, operation.octets.len());
        }
        if own_outside {
            anomalies.add(
                Code::OwnGtOutside,
                operation.unit.calling.offset.into(),
                operation.unit.calling.length.into(),
            );
        }
        // An operation whose code was not captured is no operation of any category.
        let judged = judged && !(operation.code.is_none() && is_cut(operation, &anomalies));
        // The forwardSM of versions 1 and 2 goes both ways under one context.
        let class = if is_delivery(operation) { Class::Sms } else { row.class };
        let category = if judged { category(class, &parties, &anomalies) } else { Category::None };
        let is_new = !operation.is_copy() || anomalies.contains(Code::ReturnedInvoke);
        let nobodys_context = anomalies.contains(Code::ContextUnknown) && parties.crosses == Some(true);
        if (judged || nobodys_context) && is_new {
            let mut found = Vec::new();
            suspicions(&inputs, category, &anomalies, &mut self.addresses, &mut found);
            self.role_conflict(operation, &parties, &mut found);
            if judged {
                found.extend(self.remember_ss7(operation, &parties, category, &found));
            }
            for pending in found {
                self.book.keep(pending, mark, operation.frames());
            }
        }
        if judged && is_new {
            self.short_message_of_ss7(operation, &parties, &mut anomalies, mark);
        }
        if is_new {
            self.note_profile(operation, *mark);
        }
        if !wanted {
            return Judgement::default();
        }
        Judgement {
            category,
            asker: Asker::Title(parties.asker_title),
            origin: parties.asker,
            imsi: parties.imsi,
            disclosed: Disclosed::default(),
            anomalies,
        }
    }

    /// A home register inserts subscriber data into the dialogue of whoever registers: that gives the profile away.
    fn note_profile(&mut self, operation: &Operation<'_>, mark: u32) {
        const INSERT_SUBSCRIBER_DATA: i64 = 7;
        if mark == 0 || operation.sender == 0 || operation.code != Some(INSERT_SUBSCRIBER_DATA) {
            return;
        }
        let number = operation.own_identity(Field::Msisdn).map(|_| Disclosure::Msisdn);
        let given = Disclosed::of_kinds(number.into_iter().chain([Disclosure::Profile]));
        for pending in self.book.of(mark).iter_mut().filter(|pending| pending.side == 0) {
            pending.disclosed = pending.disclosed.with(given);
            pending.frames.extend(operation.frames());
        }
    }

    /// What memory says about a request.
    fn remember_ss7(
        &mut self,
        operation: &Operation<'_>,
        parties: &Parties,
        category: Category,
        found: &[Pending],
    ) -> Vec<Pending> {
        let Some(act) = act(operation) else { return Vec::new() };
        let code = operation.code.unwrap_or(-1);
        let (row, _) = self.table.row(operation.stack, code, context(operation.dialogue), operation.unit.called.ssn);
        let asked = Asked {
            ts: operation.meta.ts_ns,
            act,
            name: &row.name,
            threat: row.threat,
            msisdn: operation.identity(Field::Msisdn),
            imei: operation.identity(Field::Imei),
            address: parties.asker_title.key(),
            category,
            caught: found.iter().any(|known| known.severity >= Severity::Medium),
        };
        let make = |rule, threat, severity| pending(rule, operation, parties, threat, severity);
        let found = self.memory.remember(&asked, parties, self.addresses.networks(), make);
        if act == Act::Locate && !asked.caught {
            self.memory.legitimate_form(code, Traits::of_ss7(operation).form);
        }
        found
    }

    /// A home register's answer to a registration.
    fn note_registration(&mut self, operation: &Operation<'_>, mark: u32) {
        let code = operation.request.map(|request| i64::from(request.operation)).unwrap_or(-1);
        let Some(Act::Register(domain)) = Act::of_ss7(operation.stack, code, (None, None)) else { return };
        let side = operation.request.map_or(0, |request| request.side);
        let title = operation.dialogue.sides.get(usize::from(side)).map(|side| side.title).unwrap_or_default();
        let asker = self.addresses.of_title(&title);
        let who = [Field::Imsi, Field::Msisdn, Field::Imei].map(|field| operation.identity(field));
        let [imsi, msisdn, imei] = who;
        self.registered((imsi, msisdn, imei), domain, (&asker, title.key()), operation.meta.ts_ns, mark);
    }

    fn answer(&mut self, operation: &Operation<'_>, mark: &mut u32, wanted: bool) -> Judgement {
        let mut anomalies = operation.anomalies.clone();
        let mut disclosed = Disclosed::default();
        let component = operation.component;
        let is_result = component
            .is_some_and(|component| matches!(component.kind, ComponentKind::Result | ComponentKind::ResultNotLast));
        if let Some(component) = component.filter(|_| is_result) {
            disclosed = Disclosed::of(&component.fields);
        }
        if !operation.is_copy() {
            if operation.stack != Stack::Other {
                structure::answer(operation, self.started.unwrap_or(operation.meta.ts_ns), &mut anomalies);
                structure::sender(operation, &mut self.addresses, self.knowledge, &mut anomalies);
            }
            self.note_answer(operation, *mark, disclosed, is_result);
            if is_result {
                self.note_registration(operation, *mark);
                self.routed(*mark, operation.meta.ts_ns);
            }
            self.violations_of_answer(operation, mark, &anomalies);
        }
        if !wanted {
            return Judgement::default();
        }
        self.judgement_of_answer(operation, disclosed, anomalies)
    }

    fn judgement_of_answer(
        &mut self,
        operation: &Operation<'_>,
        disclosed: Disclosed,
        anomalies: Anomalies,
    ) -> Judgement {
        let parties = Parties::of_answer(operation, &mut self.addresses, self.knowledge);
        let code = operation.code.unwrap_or(-1);
        let judged = operation.stack != Stack::Other && operation.code.is_some();
        let (row, _) = self.table.row(operation.stack, code, context(operation.dialogue), None);
        let category = if judged { category(row.class, &parties, &Anomalies::default()) } else { Category::None };
        Judgement {
            category,
            asker: Asker::Title(parties.asker_title),
            origin: parties.asker,
            imsi: parties.imsi,
            disclosed,
            anomalies,
        }
    }

    fn note_answer(&mut self, operation: &Operation<'_>, mark: u32, disclosed: Disclosed, is_result: bool) {
        let Some(request) = operation.request else { return };
        let error = operation.component.and_then(|component| component.error).and_then(|code| match operation.stack {
            Stack::Map => map::errors::error_name(code).map(str::to_owned),
            Stack::Cap | Stack::Other => None,
        });
        for pending in self.book.of(mark) {
            let same =
                pending.op.as_ref().is_some_and(|op| op.invoke_id == Some(request.id)) && pending.side == request.side;
            if !same {
                continue;
            }
            pending.frames.extend(operation.frames());
            if is_result {
                pending.state = InvokeState::Answered;
                pending.disclosed = pending.disclosed.with(disclosed);
                learn_target(pending, operation);
            } else if pending.state == InvokeState::Open {
                pending.state = InvokeState::Refused;
                pending.error.clone_from(&error);
            }
        }
    }

    /// Structural violations of an answer: somebody else answers, or answers what nobody asked.
    fn violations_of_answer(&mut self, operation: &Operation<'_>, mark: &mut u32, anomalies: &Anomalies) {
        let grave = [Code::ResultUnsolicited, Code::ResultOperation, Code::SenderNotParty];
        if operation.stack == Stack::Other || !grave.into_iter().any(|code| anomalies.contains(code)) {
            return;
        }
        let parties = Parties::of_request(operation, &mut self.addresses, self.knowledge);
        // A message of a dialogue from outside its two networks takes it over; the others may be due to a gap in the capture.
        let taken_over = anomalies.contains(Code::SenderNotParty);
        let severity = if taken_over { Severity::Medium } else { Severity::Low };
        let mut pending = pending(&rules::PROCEDURE, operation, &parties, Threat::Evasion, severity);
        pending.confidence = if taken_over { 60 } else { 40 };
        for anomaly in anomalies.as_slice().iter().filter(|anomaly| grave.contains(&anomaly.code)) {
            pending.reason(anomaly_reason(anomaly.code, anomaly.offset));
        }
        self.book.keep(pending, mark, operation.frames());
    }

    /// A message without components.
    fn bare(&mut self, operation: &Operation<'_>, mark: &mut u32, wanted: bool) -> Judgement {
        let mut anomalies = operation.anomalies.clone();
        let parties = Parties::of_request(operation, &mut self.addresses, self.knowledge);
        if !operation.is_copy() {
            structure::empty_message(operation, &mut anomalies);
            if operation.stack != Stack::Other {
                structure::sender(operation, &mut self.addresses, self.knowledge, &mut anomalies);
            }
            let crosses = parties.crosses != Some(false);
            self.violations_of_answer(operation, mark, &anomalies);
            if crosses && anomalies.contains(Code::BeginEmpty) && !is_cut(operation, &anomalies) {
                let mut pending = pending(&rules::PROCEDURE, operation, &parties, Threat::Evasion, Severity::Medium);
                pending.confidence = 60;
                pending.reason(anomaly_reason(Code::BeginEmpty, 0));
                self.book.keep(pending, mark, operation.frames());
            }
            if operation.message.kind == MessageType::Abort {
                let frames: Vec<_> = operation.frames().collect();
                for pending in self.book.of(*mark).iter_mut().filter(|pending| pending.side != operation.sender) {
                    pending.frames.extend(&frames);
                }
            }
        }
        if !wanted {
            return Judgement::default();
        }
        Judgement {
            category: Category::None,
            asker: Asker::Title(parties.asker_title),
            origin: parties.asker,
            imsi: parties.imsi,
            disclosed: Disclosed::default(),
            anomalies,
        }
    }

    /// Whether a request with an own address came from outside: by the site's point codes, or else by what its way brings.
    fn own_address_outside(&mut self, operation: &Operation<'_>, parties: &Parties) -> bool {
        if operation.message.kind != MessageType::Begin || operation.index > 0 || parties.asker_title.is_empty() {
            return false;
        }
        // A hub or a centre that works for the protected network stands outside.
        let own = parties.asker.is_home() && self.addresses.networks().arrangement(&parties.asker).is_none();
        if self.lists_point_codes {
            let outside = operation.meta.opc.is_some_and(|opc| !self.addresses.networks().of_point_code(opc).is_home());
            return own && outside && parties.asked.is_home();
        }
        self.outside.note(operation.dialogue.way.0, own, parties.asked.is_home(), || {
            let mut pending = pending(&rules::OWN_ADDRESS, operation, parties, Threat::Evasion, Severity::Medium);
            pending.category = Category::Cat0;
            pending.confidence = 50;
            pending.spoofed = true;
            pending.reason(anomaly_reason(Code::OwnGtOutside, operation.unit.calling.offset.into()));
            pending
        });
        false
    }

    /// Notes the role that an address acts in, and finds one that excludes what it acted as before.
    fn role_conflict(&mut self, operation: &Operation<'_>, parties: &Parties, found: &mut Vec<Pending>) {
        if operation.message.kind != MessageType::Begin || parties.asker.is_home() || parties.asker_title.is_empty() {
            return;
        }
        let called = operation.unit.called.ssn;
        let (row, _) =
            self.table.row(operation.stack, operation.code.unwrap_or(-1), context(operation.dialogue), called);
        let roles = acted_as(row.initiator, operation.unit.calling.ssn);
        if !roles.is_single() {
            return;
        }
        if self.acted.len() >= MAX_ADDRESSES && !self.acted.contains_key(&parties.asker_title) {
            return;
        }
        let acted = self.acted.entry(parties.asker_title).or_default();
        let conflict = Roles::conflict(acted.roles, roles);
        acted.roles = acted.roles.with(roles);
        let Some((before, now)) = conflict else { return };
        let reason = Why {
            check: "role-conflict",
            expected: "one address acts as a function that asks, or as a register that serves, not as both".to_owned(),
            observed: format!("{} now acts as {now} ({}); before, it acted as {before}", parties.asker_title, row.name),
            source: "category table (roles of TS 29.002 17.3.2)".to_owned(),
            source_date: None,
        };
        // Where the request is suspicious anyway, this is one more reason, not one more finding.
        if let Some(known) = found.iter_mut().find(|known| known.threat != Threat::Evasion) {
            return known.reason(reason);
        }
        let mut pending = pending(&rules::ROLE_CONFLICT, operation, parties, row.threat, Severity::Medium);
        pending.reason(reason);
        found.push(pending);
    }
}

/// What a request does; the forwardSM of versions 1 and 2 goes both ways under one code.
fn act(operation: &Operation<'_>) -> Option<Act> {
    let subsystems = (operation.unit.calling.ssn, operation.unit.called.ssn);
    let act = Act::of_ss7(operation.stack, operation.code?, subsystems)?;
    Some(if act == Act::SubmitMessage && is_delivery(operation) { Act::DeliverMessage } else { act })
}

/// The role that an initiator acts in: the table's where it names one, else the one of its subsystem among them.
fn acted_as(roles: Roles, ssn: Option<u8>) -> Roles {
    match ssn {
        _ if roles.is_single() => roles,
        Some(ssn) => roles.only_with_subsystem(ssn),
        None => roles,
    }
}
