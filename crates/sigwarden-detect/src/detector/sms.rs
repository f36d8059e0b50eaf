//! Judges the short messages inside operations.

use super::Detector;
use crate::evidence::Evidence;
use crate::findings::Pending;
use crate::parties::Parties;
use crate::rules::{self, RuleInfo};
use crate::sms::{self, Carried, Suspicion};
use crate::suspicion::pending;
use crate::table::Category;
use sigwarden_dialogue::{diameter, joiner};
use sigwarden_schema::lines::{Severity, Threat, Why};
use sigwarden_wire::anomaly::Anomalies;
use sigwarden_wire::sms::Direction;

impl Detector {
    /// The short message of an SS7 request.
    pub(super) fn short_message_of_ss7(
        &mut self,
        operation: &joiner::Operation<'_>,
        parties: &Parties,
        anomalies: &mut Anomalies,
        mark: &mut u32,
    ) {
        let Some(carried) = sms::of_ss7(operation) else { return };
        let make = |rule, threat, severity| pending(rule, operation, parties, threat, severity);
        for finding in self.deliveries(&carried, parties, anomalies, make) {
            self.book.keep(finding, mark, operation.frames());
        }
    }

    /// The short message of a Diameter request.
    pub(super) fn short_message_of_diameter(
        &mut self,
        operation: &diameter::Operation<'_>,
        parties: &Parties,
        mark: &mut u32,
    ) {
        let Some(carried) = sms::of_diameter(operation) else { return };
        let header = operation.header();
        let (row, _) = self.table.commands().diameter(header.application, header.command);
        let evidence: Evidence = super::diameter::evidence(operation, row);
        let mut anomalies = Anomalies::default();
        let make = |rule, threat, severity| evidence.pending(rule, parties, threat, severity);
        for finding in self.deliveries(&carried, parties, &mut anomalies, make) {
            self.book.keep(finding, mark, operation.meta.frames());
        }
    }

    /// Findings about a message that another network delivers to a subscriber of ours. `make` makes a finding of the operation.
    fn deliveries(
        &self,
        carried: &Carried<'_>,
        parties: &Parties,
        anomalies: &mut Anomalies,
        make: impl Fn(&'static RuleInfo, Threat, Severity) -> Pending,
    ) -> Vec<Pending> {
        let from_outside = parties.crosses == Some(true) && !parties.asker.is_home();
        if carried.direction != Direction::ToPhone || !from_outside || !parties.subject_is_ours() {
            return Vec::new();
        }
        let found = sms::suspicions(carried, &parties.asker, self.addresses.networks(), anomalies);
        found.into_iter().map(|suspicion| finding(&suspicion, &make)).collect()
    }
}

fn finding(suspicion: &Suspicion, make: impl Fn(&'static RuleInfo, Threat, Severity) -> Pending) -> Pending {
    let (rule, severity, confidence, expected, observed): (_, _, _, &str, String) = match suspicion {
        Suspicion::Sim(target) => (
            &rules::SMS_SIM,
            Severity::High,
            80,
            "commands to our SIM cards from our own platform",
            format!("a command for the SIM card from another network; target application {target}"),
        ),
        Suspicion::Silent => (
            &rules::SMS_SILENT,
            Severity::Medium,
            70,
            "messages that the phone shows",
            "a silent message (type 0) from another network".to_owned(),
        ),
        Suspicion::Originator => (
            &rules::SMS_ORIGINATOR,
            Severity::Medium,
            60,
            "messages of our subscribers from our own service centre",
            "the sender is a number of the protected network; the message comes from elsewhere".to_owned(),
        ),
        Suspicion::Centre(centre) => (
            &rules::SMS_NOT_ROUTED,
            Severity::Low,
            40,
            "a service centre of the network of the calling party",
            format!("the operation names service centre {centre}"),
        ),
    };
    let mut pending = make(rule, Threat::SmsAbuse, severity);
    pending.category = Category::Sms;
    pending.confidence = confidence;
    pending.reason(Why {
        check: rule.id,
        expected: expected.to_owned(),
        observed,
        source: "TS 23.040".to_owned(),
        source_date: None,
    });
    pending
}
