//! What is suspicious about a request: its category, and how it is built.

use crate::addresses::Addresses;
use crate::findings::{Asker, Disclosed, Pending, operation_name};
use crate::gravity::{Gravity, meaning};
use crate::parties::Parties;
use crate::rules::{self, RuleInfo};
use crate::structure::{self, Inputs};
use crate::table::{Category, Class};
use crate::traits::Traits;
use crate::words::{anomaly_reason, category_reason, describe};
use sigwarden_dialogue::joiner::Stack;
use sigwarden_dialogue::{InvokeState, Operation};
use sigwarden_operators::{Attribution, Network, Networks};
use sigwarden_schema::lines::{Op, Severity, Threat, Why};
use sigwarden_wire::anomaly::{Anomalies, Code};
use sigwarden_wire::map::field::Field;

/// The category of a request.
pub(crate) fn category(class: Class, parties: &Parties, anomalies: &Anomalies) -> Category {
    let crosses = parties.crosses == Some(true);
    let not_home = parties.asker_is_not_home;
    let inside = parties.asker.is_home() && parties.asked.is_home();
    let by_class = match class {
        // Our own nodes may ask each other about guests: welcome messages, registers behind one another.
        Class::Two if inside => Category::None,
        Class::None => Category::None,
        Class::One => {
            if crosses {
                Category::Cat1
            } else {
                Category::None
            }
        }
        Class::Two => match not_home {
            Some(true) if parties.subject_is_ours() => Category::Cat21,
            Some(true) => Category::Cat22,
            _ => Category::None,
        },
        Class::ThreeOne | Class::ThreeTwo => {
            let from_abroad = not_home.unwrap_or(crosses) && !parties.asker.is_home();
            match (from_abroad, class) {
                (false, _) => Category::None,
                (true, Class::ThreeOne) => Category::Cat31,
                (true, _) => Category::Cat32,
            }
        }
        Class::Sms => {
            if crosses {
                Category::Sms
            } else {
                Category::None
            }
        }
    };
    let below =
        [Code::OwnGtOutside, Code::GtLong, Code::GtShort, Code::GtDigits, Code::CallingPlan, Code::CallingGtMissing];
    if by_class == Category::None && below.into_iter().any(|code| anomalies.contains(code)) {
        return Category::Cat0;
    }
    by_class
}

/// What is suspicious about a request: its category, and how it is built.
pub(crate) fn suspicions(
    inputs: &Inputs<'_>,
    category: Category,
    anomalies: &Anomalies,
    addresses: &mut Addresses,
    found: &mut Vec<Pending>,
) {
    let (operation, parties, row) = (inputs.operation, inputs.parties, inputs.row);
    let rule: Option<&'static RuleInfo> = match category {
        Category::Cat1 => Some(&rules::NEVER_BETWEEN_NETWORKS),
        Category::Cat21 => Some(&rules::OUR_SUBSCRIBER),
        Category::Cat22 => Some(&rules::FOREIGN_SUBSCRIBER),
        _ => None,
    };
    let odd = anomalies.as_slice().iter().any(|anomaly| meaning(anomaly.code).gravity == Gravity::Violation);
    if let Some(rule) = rule {
        let mut finding = pending(rule, operation, parties, row.threat, row.severity);
        finding.category = category;
        finding.confidence = confidence(parties, category, odd);
        if may_be_national(operation, &parties.asker, addresses.networks()) {
            finding.severity = finding.severity.min(Severity::Low);
        }
        finding.reason(category_reason(row, parties, category));
        found.push(finding);
    }
    if rule.is_none()
        && anomalies.contains(Code::AddressMismatch)
        && let Some((field, title)) = structure::inner_mismatch(inputs, addresses)
    {
        let mut finding = pending(&rules::INNER_ADDRESS, operation, parties, row.threat, Severity::Medium);
        finding.category = category;
        finding.confidence = 60;
        finding.reason(Why {
            check: "inner-address",
            expected: format!(
                "a {} of the network of the calling party {}",
                field.name(),
                describe(&parties.asker_title, &parties.asker)
            ),
            observed: describe(&title, &addresses.of_title(&title)),
            source: parties.asker.basis.text().to_owned(),
            source_date: None,
        });
        found.push(finding);
    }
    // Where addresses overlap or came from outside under our name, nothing follows from what they say.
    let unreliable = anomalies.contains(Code::OwnGtOutside) || anomalies.contains(Code::SccpPointer);
    if (parties.crosses != Some(false) || unreliable) && !is_cut(operation, anomalies) {
        violations(category, rule.is_some(), anomalies, found, |rule, severity| {
            pending(rule, operation, parties, Threat::Evasion, severity)
        });
    }
}

/// Whether the capture kept only the beginning of the packet: what is missing then, nobody left out.
pub(crate) fn is_cut(operation: &Operation<'_>, anomalies: &Anomalies) -> bool {
    operation.meta.cut || anomalies.contains(Code::SctpLength) || anomalies.contains(Code::AdaptationLength)
}

/// One finding per check for everything that no legitimate node sends, and a low one for what some do.
/// `make` makes a finding of this operation.
pub(crate) fn violations(
    category: Category,
    suspicious: bool,
    anomalies: &Anomalies,
    found: &mut Vec<Pending>,
    make: impl Fn(&'static RuleInfo, Severity) -> Pending,
) {
    for anomaly in anomalies.as_slice() {
        let meaning = meaning(anomaly.code);
        let (severity, confidence) = match (meaning.gravity, suspicious) {
            (Gravity::Odd, _) => continue,
            (Gravity::Notable, _) => (Severity::Low, 40),
            (Gravity::Violation, true) => (Severity::High, 90),
            (Gravity::Violation, false) => (Severity::Medium, 70),
        };
        let why = anomaly_reason(anomaly.code, anomaly.offset);
        match found.iter_mut().find(|known| known.rule.id == meaning.rule.id) {
            Some(known) => {
                known.severity = known.severity.max(severity);
                known.confidence = known.confidence.max(confidence);
                known.reason(why);
            }
            None => {
                let mut finding = make(meaning.rule, severity);
                finding.category = category;
                finding.confidence = confidence;
                finding.spoofed = anomaly.code == Code::OwnGtOutside;
                finding.reason(why);
                found.push(finding);
            }
        }
    }
}

/// MAP operations that national services ask: number portability for the way of a call, emergency centres for a place.
const NATIONAL: [i64; 3] = [22, 83, 85];

/// Whether a request may come from inside after all: from an address of our own country that the configuration does not list,
/// where it names no other network; and one of a national service, whoever it seems to be.
fn may_be_national(operation: &Operation<'_>, asker: &Attribution, networks: &Networks) -> bool {
    let is_national = operation.stack == Stack::Map && operation.code.is_some_and(|code| NATIONAL.contains(&code));
    let unlisted = asker.network == Network::Unknown && !networks.lists_others();
    (is_national || unlisted) && asker.places().intersects(&networks.home_countries())
}

pub(crate) fn pending(
    rule: &'static RuleInfo,
    operation: &Operation<'_>,
    parties: &Parties,
    threat: Threat,
    severity: Severity,
) -> Pending {
    let op = operation.component.map(|component| Op {
        code: operation.code,
        name: operation.code.and_then(|code| operation_name(operation.stack, code, operation.dialogue)).map(Into::into),
        kind: component.kind.name(),
        invoke_id: component.invoke_id.or(Some(-1)),
        error_code: None,
    });
    let frames: Vec<_> = operation.frames().collect();
    let (_, back) = operation.dialogue.way;
    Pending {
        rule,
        threat,
        severity,
        confidence: 70,
        ts_ns: operation.meta.ts_ns,
        imsi: parties.imsi,
        msisdn: operation.identity(Field::Msisdn),
        imei: operation.identity(Field::Imei),
        asker: Asker::Title(parties.asker_title),
        origin: parties.asker,
        category: Category::None,
        document: "FS.11",
        op,
        side: operation.sender,
        frames,
        dialogues: vec![operation.dialogue.id],
        state: InvokeState::Open,
        disclosed: Disclosed::default(),
        error: None,
        way_back: if operation.sender == 0 { back } else { operation.dialogue.way.0 },
        spoofed: false,
        if_outside: None,
        traits: Traits::of_ss7(operation),
        question: None,
        unless_restless: false,
        why: Vec::new(),
        related: Vec::new(),
    }
}

/// An answer may name the subscriber that the request did not.
pub(crate) fn learn_target(pending: &mut Pending, operation: &Operation<'_>) {
    let slots =
        [(Field::Imsi, &mut pending.imsi), (Field::Msisdn, &mut pending.msisdn), (Field::Imei, &mut pending.imei)];
    for (field, slot) in slots {
        if slot.is_empty() {
            *slot = operation.identity(field);
        }
    }
}

pub(crate) fn confidence(parties: &Parties, category: Category, violated: bool) -> u8 {
    // Whom the request is told apart from: for category 1 whoever is asked, else the subscriber's home.
    let other = match category {
        Category::Cat1 => Some(parties.asked.judged_confidence()).filter(|confidence| *confidence > 0),
        _ => None,
    };
    let other = other.or(parties.subject.map(|subject| subject.judged_confidence())).unwrap_or(0);
    let known = parties.asker.judged_confidence().min(other);
    known.clamp(30, 90).saturating_add(if violated { 5 } else { 0 })
}
