//! Takes operations, gives judgements and, at the end, findings.

use crate::addresses::Addresses;
use crate::findings::{Disclosed, Pending, context};
use crate::parties::{Knowledge, Parties};
use crate::patterns;
use crate::roles::Roles;
use crate::rules;
use crate::structure::{self, Inputs};
use crate::suspicion::{category, is_cut, learn_target, pending, suspicions};
use crate::table::{Category, Table};
use crate::words::anomaly_reason;
use hashbrown::HashMap;
use sigwarden_dialogue::joiner::Stack;
use sigwarden_dialogue::{Dialogue, InvokeState, Operation, Title};
use sigwarden_operators::{Attribution, Networks};
use sigwarden_schema::lines::{Finding, Severity, Threat, Why};
use sigwarden_wire::anomaly::{Anomalies, Code};
use sigwarden_wire::tcap::{ComponentKind, MessageType};

/// Addresses whose roles are remembered; more are not, and counted by nobody: they have no finding of their own.
const MAX_ADDRESSES: usize = 1_000_000;
/// Directed ways whose traffic is compared.
const MAX_WAYS: usize = 65_536;
/// Requests on one way before it says whether a way brings the traffic of other networks.
const ENOUGH_ON_A_WAY: u64 = 5;
/// Requests with an own address that are remembered of one way until that is known.
const MAX_CANDIDATES: usize = 64;
/// The same on all ways together.
const MAX_ALL_CANDIDATES: usize = 16_384;

/// What is said of one operation.
#[derive(Clone, Debug, Default)]
pub struct Judgement {
    /// Category.
    pub category: Category,
    /// Who asked.
    pub asker: Title,
    /// Whose address that is.
    pub origin: Attribution,
    /// IMSI of the subscriber at stake.
    pub imsi: Title,
    /// What an answer gave away.
    pub disclosed: Disclosed,
    /// Anomalies of all layers, those of structure included.
    pub anomalies: Anomalies,
}

/// Requests seen on one directed way.
#[derive(Debug, Default)]
struct Way {
    foreign: u64,
    own: u64,
    candidates: Vec<Pending>,
    /// Own addresses were asked and answered on this way: then it carries the traffic between own nodes too.
    inside: bool,
}

/// What an address has acted as.
#[derive(Debug, Default)]
struct Acted {
    roles: Roles,
}

/// The detector.
pub struct Detector {
    addresses: Addresses,
    table: Table,
    knowledge: Knowledge,
    lists_point_codes: bool,
    started: Option<i64>,
    open: Vec<Vec<Pending>>,
    free: Vec<u32>,
    done: Vec<Pending>,
    acted: HashMap<Title, Acted>,
    ways: HashMap<u64, Way>,
    candidates: usize,
}

impl Detector {
    /// A detector for a site.
    pub fn new(networks: Networks, table: Table) -> Self {
        let home = &networks.site().home;
        let knowledge = Knowledge { lists_own_titles: !home.global_titles.is_empty() };
        let lists_point_codes = !home.point_codes.is_empty();
        Self {
            addresses: Addresses::new(networks),
            table,
            knowledge,
            lists_point_codes,
            started: None,
            open: Vec::new(),
            free: Vec::new(),
            done: Vec::new(),
            acted: HashMap::new(),
            ways: HashMap::new(),
            candidates: 0,
        }
    }

    /// Who is who.
    pub const fn networks(&self) -> &Networks {
        self.addresses.networks()
    }

    /// Suspicious dialogues so far.
    pub fn suspicious(&self) -> u64 {
        let open = self.open.len().saturating_sub(self.free.len());
        u64::try_from(self.done.len().saturating_add(open)).unwrap_or(u64::MAX)
    }

    /// Takes one operation. The judgement is whole where it is `wanted`; otherwise only what findings need is done.
    pub fn operation(&mut self, operation: &Operation<'_>, mark: &mut u32, wanted: bool) -> Judgement {
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
        for pending in self.pendings(mark) {
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
        let category = if judged { category(row, &parties, &anomalies) } else { Category::None };
        let is_new = !operation.is_copy() || anomalies.contains(Code::ReturnedInvoke);
        let nobodys_context = anomalies.contains(Code::ContextUnknown) && parties.crosses == Some(true);
        if (judged || nobodys_context) && is_new {
            let mut found = Vec::new();
            suspicions(&inputs, category, &anomalies, &mut self.addresses, &mut found);
            self.role_conflict(operation, &parties, &mut found);
            for pending in found {
                self.keep(pending, mark, operation);
            }
        }
        if !wanted {
            return Judgement::default();
        }
        Judgement {
            category,
            asker: parties.asker_title,
            origin: parties.asker,
            imsi: parties.imsi,
            disclosed: Disclosed::default(),
            anomalies,
        }
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
        let category = if judged { category(row, &parties, &Anomalies::default()) } else { Category::None };
        Judgement {
            category,
            asker: parties.asker_title,
            origin: parties.asker,
            imsi: parties.imsi,
            disclosed,
            anomalies,
        }
    }

    fn note_answer(&mut self, operation: &Operation<'_>, mark: u32, disclosed: Disclosed, is_result: bool) {
        let Some(request) = operation.request else { return };
        let error = operation.component.and_then(|component| component.error);
        for pending in self.pendings(mark) {
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
                pending.error = error;
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
        self.keep(pending, mark, operation);
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
                self.keep(pending, mark, operation);
            }
            if operation.message.kind == MessageType::Abort {
                let frames: Vec<_> = operation.frames().collect();
                for pending in self.pendings(*mark).iter_mut().filter(|pending| pending.side != operation.sender) {
                    pending.frames.extend(&frames);
                }
            }
        }
        if !wanted {
            return Judgement::default();
        }
        Judgement {
            category: Category::None,
            asker: parties.asker_title,
            origin: parties.asker,
            imsi: parties.imsi,
            disclosed: Disclosed::default(),
            anomalies,
        }
    }

    /// A dialogue has closed: its findings are complete.
    pub fn closed(&mut self, dialogue: &Dialogue) {
        // Whoever forges an address does not get the answer here.
        if dialogue.answered
            && let Some(way) = self.ways.get_mut(&dialogue.way.0)
            && way.candidates.iter().any(|candidate| candidate.dialogues.contains(&dialogue.id))
        {
            way.inside = true;
            self.candidates = self.candidates.saturating_sub(way.candidates.len());
            way.candidates = Vec::new();
        }
        let Some(index) = dialogue.mark.checked_sub(1) else { return };
        let Some(list) = self.open.get_mut(index as usize) else { return };
        let closed = std::mem::take(list);
        self.free.push(index);
        for mut pending in closed {
            // Aborts and rejections refuse requests without naming them.
            let id = pending.op.as_ref().and_then(|op| op.invoke_id).unwrap_or(-1);
            let state = dialogue.invokes().iter().find(|invoke| invoke.id == id && invoke.side == pending.side);
            if let Some(invoke) = state.filter(|_| pending.state == InvokeState::Open) {
                pending.state = invoke.state;
            }
            self.done.push(pending);
        }
    }

    /// All findings, by time. `saw` tells whether a directed way was ever used; `names` are the inputs.
    pub fn finish(mut self, saw: impl Fn(u64) -> bool, names: &[String]) -> Vec<Finding> {
        for way in self.ways.values_mut().filter(|way| way.brings_others()) {
            self.done.append(&mut way.candidates);
        }
        self.done.sort_by_cached_key(|pending| (pending.ts_ns, pending.frames.first().copied(), pending.id()));
        let chains = patterns::chains(&self.done);
        self.done.extend(chains);
        self.done.sort_by_cached_key(|pending| (pending.ts_ns, pending.frames.first().copied(), pending.id()));
        self.done.iter().map(|pending| pending.line(&saw, names, self.addresses.networks())).collect()
    }

    fn pendings(&mut self, mark: u32) -> &mut [Pending] {
        let index = mark.checked_sub(1).map_or(usize::MAX, |index| index as usize);
        self.open.get_mut(index).map_or(&mut [], Vec::as_mut_slice)
    }

    /// Keeps a finding with its dialogue; the same check of the same dialogue adds to the one that is there.
    fn keep(&mut self, pending: Pending, mark: &mut u32, operation: &Operation<'_>) {
        if *mark == 0 {
            let index = self.free.pop().unwrap_or_else(|| {
                self.open.push(Vec::new());
                u32::try_from(self.open.len().saturating_sub(1)).unwrap_or(u32::MAX)
            });
            *mark = index.saturating_add(1);
        }
        let Some(list) = self.open.get_mut((*mark).saturating_sub(1) as usize) else { return };
        match list.iter_mut().find(|known| known.rule.id == pending.rule.id) {
            Some(known) => {
                known.frames.extend(operation.frames());
                known.severity = known.severity.max(pending.severity);
                known.confidence = known.confidence.max(pending.confidence);
                pending.why.into_iter().for_each(|why| known.reason(why));
            }
            None => list.push(pending),
        }
    }

    /// Whether a request with an own address came from outside: by the site's point codes, or else by what its way brings.
    fn own_address_outside(&mut self, operation: &Operation<'_>, parties: &Parties) -> bool {
        if operation.message.kind != MessageType::Begin || operation.index > 0 || parties.asker_title.is_empty() {
            return false;
        }
        let own = parties.asker.is_home();
        if self.lists_point_codes {
            let outside = operation.meta.opc.is_some_and(|opc| !self.addresses.networks().of_point_code(opc).is_home());
            return own && outside && parties.asked.is_home();
        }
        let name = operation.dialogue.way.0;
        if self.ways.len() >= MAX_WAYS && !self.ways.contains_key(&name) {
            return false;
        }
        let way = self.ways.entry(name).or_default();
        if !own {
            way.foreign = way.foreign.saturating_add(1);
        } else if parties.asked.is_home() {
            way.own = way.own.saturating_add(1);
            if !way.inside && way.candidates.len() < MAX_CANDIDATES && self.candidates < MAX_ALL_CANDIDATES {
                self.candidates = self.candidates.saturating_add(1);
                let mut pending = pending(&rules::OWN_ADDRESS, operation, parties, Threat::Evasion, Severity::Medium);
                pending.category = Category::Cat0;
                pending.confidence = 50;
                pending.spoofed = true;
                pending.reason(anomaly_reason(Code::OwnGtOutside, operation.unit.calling.offset.into()));
                way.candidates.push(pending);
            }
        }
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

impl Way {
    /// Whether a way brings the traffic of other networks: most requests on it are theirs.
    fn brings_others(&self) -> bool {
        !self.inside && self.foreign >= ENOUGH_ON_A_WAY && self.own.saturating_mul(5) <= self.foreign
    }
}

/// The role that an initiator acts in: the table's where it names one, else the one of its subsystem among them.
fn acted_as(roles: Roles, ssn: Option<u8>) -> Roles {
    match ssn {
        _ if roles.is_single() => roles,
        Some(ssn) => roles.only_with_subsystem(ssn),
        None => roles,
    }
}
