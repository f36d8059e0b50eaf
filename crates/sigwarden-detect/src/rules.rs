//! The checks: what each does, why it matters, what else could explain it. The documentation page is generated from here.

mod diameter;
mod gtp;
mod memory;
mod patterns;
mod sms;
mod ss7;

pub use diameter::*;
pub use gtp::*;
pub use memory::*;
pub use patterns::*;
pub use sms::*;
pub use ss7::*;

use sigwarden_schema::lines::{Severity, Technique, Threat};

/// Name of the rule set, for the `run` line.
pub const RULE_SET: &str = "builtin";

/// How much a check may be trusted, and so whether it runs if nothing is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pack {
    /// Few false findings: on everywhere.
    Core,
    /// More of them.
    Extended,
    /// Leads, for whoever is searching.
    Hunt,
}

impl Pack {
    /// Name, as rules and configurations have it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Core => "core",
            Self::Extended => "extended",
            Self::Hunt => "hunt",
        }
    }
}

/// The check of an identifier.
pub fn find(id: &str) -> Option<&'static RuleInfo> {
    RULES.iter().copied().find(|rule| rule.id == id)
}

/// One check.
#[derive(Debug)]
pub struct RuleInfo {
    /// Stable identifier.
    pub id: &'static str,
    /// Name, for people.
    pub name: &'static str,
    /// Which pack it belongs to.
    pub pack: Pack,
    /// Severity of its findings as a rule; single ones say otherwise.
    pub level: Severity,
    /// Patterns of the catalogue that it finds, or takes part in finding.
    pub patterns: &'static [u16],
    /// What it does.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// What else could explain a finding.
    pub innocent: &'static [&'static str],
    /// Where it comes from.
    pub references: &'static [&'static str],
}

/// All checks, in the order of the documentation.
pub static RULES: [&RuleInfo; 59] = [
    &NEVER_BETWEEN_NETWORKS,
    &OUR_SUBSCRIBER,
    &FOREIGN_SUBSCRIBER,
    &INNER_ADDRESS,
    &OWN_ADDRESS,
    &ADDRESSING,
    &ENCODING,
    &PROCEDURE,
    &ROLE_CONFLICT,
    &DIAMETER_NEVER_BETWEEN_NETWORKS,
    &DIAMETER_OUR_SUBSCRIBER,
    &DIAMETER_FOREIGN_SUBSCRIBER,
    &DIAMETER_IDENTITY,
    &DIAMETER_OWN_REALM,
    &DIAMETER_ENCODING,
    &DIAMETER_PROCEDURE,
    &DIAMETER_UNKNOWN_REALM,
    &GTP_NEVER_BETWEEN_NETWORKS,
    &GTP_OUR_SUBSCRIBER,
    &GTP_FOREIGN_SUBSCRIBER,
    &GTP_IDENTITY,
    &GTP_ENCODING,
    &GTP_PROCEDURE,
    &SMS_SIM,
    &SMS_SILENT,
    &SMS_ORIGINATOR,
    &SMS_NOT_ROUTED,
    &NO_AGREEMENT,
    &ELSEWHERE,
    &TOO_FAST,
    &SHARED_IDENTITY,
    &WITHOUT_KEYS,
    &AFTER_CANCELLATION,
    &KEYS_BURST,
    &INTERCEPTED,
    &EXFILTRATION,
    &CAUGHT_ADDRESS,
    &ROUTE_WITHOUT_MESSAGE,
    &MESSAGE_WITHOUT_ROUTE,
    &OWN_ROAMERS,
    &CHAIN,
    &SINGLE_PURPOSE,
    &ONLY_QUESTIONS,
    &LEASED,
    &SEQUENTIAL,
    &SAME_FORM,
    &FIXED_RELAY,
    &SAME_LABEL,
    &COORDINATED,
    &SAME_DAYS,
    &SUBSCRIBER_SCAN,
    &NODE_SCAN,
    &TRACKS_GUESTS,
    &OTHER_CARRIER,
    &WHILE_ABROAD,
    &ONE_PLACE,
    &SOURCE_MOVED,
    &PROTOCOL_MOVED,
    &GIVEN_AWAY,
];

/// Names that other frameworks have for a threat.
pub fn techniques(threat: Threat) -> &'static [Technique] {
    const LOCATION: &[Technique] = &[Technique { framework: "MITRE ATT&CK Mobile", id: "T1430.002" }];
    const INTERCEPTION: &[Technique] = &[Technique { framework: "MITRE ATT&CK Mobile", id: "T1638" }];
    const DENIAL: &[Technique] = &[Technique { framework: "MITRE ATT&CK Mobile", id: "T1464" }];
    match threat {
        Threat::LocationTracking => LOCATION,
        Threat::Interception => INTERCEPTION,
        Threat::DenialOfService => DENIAL,
        _ => &[],
    }
}
