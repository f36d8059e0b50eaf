//! Checks of short messages.

use super::{Pack, RuleInfo};
use sigwarden_schema::lines::Severity;

/// A check for commands to SIM cards.
pub static SMS_SIM: RuleInfo = RuleInfo {
    id: "sms-sim-toolkit",
    pack: Pack::Core,
    level: Severity::High,
    patterns: &[36],
    name: "Commands to the SIM card from another network",
    what: "Finds short messages to our subscribers that the phone hands to the SIM card (protocol identifier 127, message \
           class 2, security header), from a service centre of another network. The text is not looked at; the target \
           application is.",
    why: "Applications on SIM cards have been used to make phones report where they are, without a trace for their owners.",
    innocent: &[
        "the own platform for SIM updates under an address that the site configuration does not list",
        "a supplier of SIM cards, or of cards with several identities, that updates its cards",
    ],
    references: &["TS 23.040 9.2.3.9", "TS 23.048", "published reports, 2019 and 2026"],
};

/// A check for silent messages.
pub static SMS_SILENT: RuleInfo = RuleInfo {
    id: "sms-silent",
    pack: Pack::Core,
    level: Severity::Medium,
    patterns: &[],
    name: "Silent short message from another network",
    what: "Finds short messages of type 0 to our subscribers: the phone acknowledges them and shows nothing.",
    why: "They make the network page a phone and tell whether it is on; with a view of the radio network, where it is.",
    innocent: &["a provider that checks whether numbers are in use", "tests of the own network"],
    references: &["TS 23.040 9.2.3.9"],
};

/// A check for false senders.
pub static SMS_ORIGINATOR: RuleInfo = RuleInfo {
    id: "sms-originator",
    pack: Pack::Core,
    level: Severity::Medium,
    patterns: &[45],
    name: "Own number as sender of a message from elsewhere",
    what: "Finds short messages whose sender is a number of the protected network and which come from a service centre of \
           another network.",
    why: "Messages of our subscribers pass our service centre; one that does not has a sender somebody made up.",
    innocent: &[
        "a number that moved to another operator and still has our prefix",
        "a subscriber abroad whose messages a partner delivers directly by agreement",
    ],
    references: &["TS 23.040 9.2.3.7"],
};

/// A check for centres that contradict each other.
pub static SMS_NOT_ROUTED: RuleInfo = RuleInfo {
    id: "sms-service-centre",
    pack: Pack::Extended,
    level: Severity::Low,
    patterns: &[19, 34],
    name: "Service centre of another network than the caller",
    what: "Compares the service centre that a delivery names with the network of the calling party.",
    why: "A delivery under another centre's name hides who sends, and is charged to somebody else.",
    innocent: &["a hub that delivers for many service centres; its addresses belong into the site configuration"],
    references: &["TS 29.002 12", "TS 23.040 3.2"],
};
