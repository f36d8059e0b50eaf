//! Checks of Diameter.

use super::{Pack, RuleInfo};
use sigwarden_schema::lines::Severity;

/// A check for commands that stay inside one network.
pub static DIAMETER_NEVER_BETWEEN_NETWORKS: RuleInfo = RuleInfo {
    id: "diameter-category-1",
    pack: Pack::Core,
    level: Severity::Medium,
    patterns: &[7],
    name: "Command that never crosses networks",
    what: "Finds commands of interfaces that belong inside one network (Sh, Cx, SLg, SLh, S13, Gx, Rx, …) and that \
           arrive from another one.",
    why: "They answer with locations, states and profiles, or change what a subscriber may do; no roaming procedure needs \
          them between networks.",
    innocent: &[
        "a bilateral agreement: location services, shared equipment registers, group companies with one policy server",
        "Wi-Fi roaming, where the table of categories does not know of the agreement",
    ],
    references: &["RFC 6733 2.4", "TS 29.272", "category 1 as described in public guides"],
};

/// A check for commands that only the home network of a subscriber may send, about our subscribers.
pub static DIAMETER_OUR_SUBSCRIBER: RuleInfo = RuleInfo {
    id: "diameter-category-2-1",
    pack: Pack::Core,
    level: Severity::Medium,
    patterns: &[7, 29],
    name: "Our subscriber, asked about by another network over 4G",
    what: "Finds commands that only a subscriber's home register sends (Insert-Subscriber-Data, Cancel-Location, …), about \
           a subscriber of the protected network, from a realm of another network.",
    why: "Only our own registers may ask where our subscriber is, change the profile, or cancel the registration.",
    innocent: &[
        "a platform of ours under a realm that the site configuration does not list",
        "a multi-IMSI product: the sponsor's register acts for the subscriber",
    ],
    references: &["TS 29.272 5.2", "category 2 as described in public guides"],
};

/// The same about the subscribers of others.
pub static DIAMETER_FOREIGN_SUBSCRIBER: RuleInfo = RuleInfo {
    id: "diameter-category-2-2",
    pack: Pack::Core,
    level: Severity::Medium,
    patterns: &[7, 29],
    name: "Foreign subscriber, asked about over 4G by a network that is not its home",
    what: "Finds commands that only a subscriber's home register sends, about a subscriber of another network, from a \
           realm that does not belong to that home network.",
    why: "A guest of ours is located or changed by somebody who is not the guest's operator.",
    innocent: &[
        "a sponsor or hub that acts for the home network; such relations belong into the site configuration",
        "a range of subscriber identities that moved to another operator",
    ],
    references: &["TS 29.272 5.2", "category 2 as described in public guides"],
};

/// A check for names that contradict each other.
pub static DIAMETER_IDENTITY: RuleInfo = RuleInfo {
    id: "diameter-identity",
    pack: Pack::Core,
    level: Severity::Medium,
    patterns: &[21, 28],
    name: "Names that contradict each other",
    what: "Compares Origin-Host with Origin-Realm and with the neighbour on the connection, Visited-PLMN-Id with \
           Origin-Realm, the subscriber with Destination-Realm, and the recorded route with the own network.",
    why: "Nobody checks names on their way; answers follow the connections, not the names. Names that do not fit together \
          are how somebody speaks for another network.",
    innocent: &[
        "networks that share equipment, a merger, a hosted operator: names of two networks in one node",
        "an agent that hides names, or does not record the route",
    ],
    references: &["RFC 6733 6.1", "TS 23.003 19.2", "published reports on signalling surveillance, 2026"],
};

/// A check for own realms from outside.
pub static DIAMETER_OWN_REALM: RuleInfo = RuleInfo {
    id: "diameter-own-realm-outside",
    pack: Pack::Core,
    level: Severity::Medium,
    patterns: &[],
    name: "Own realm, coming from outside",
    what: "Finds requests whose Origin-Realm is the protected network's, on a connection that brings traffic of other \
           networks.",
    why: "A forged own realm passes filters that compare names, and unlike in SS7 the answer still goes to whoever asked.",
    innocent: &["own traffic that comes back over a carrier", "the connection also carries traffic between own nodes"],
    references: &["RFC 6733 6.4"],
};

/// A check for encodings that get past filters.
pub static DIAMETER_ENCODING: RuleInfo = RuleInfo {
    id: "diameter-evasive-encoding",
    pack: Pack::Core,
    level: Severity::Medium,
    patterns: &[27, 35],
    name: "Encoding that gets past filters",
    what: "Finds forms of Diameter messages that no legitimate node uses and that lenient registers obey: repeated AVPs, \
           wrong lengths, vendor numbers on base AVPs, deep nesting, wrong versions and flags.",
    why: "A filter that does not find the subscriber or the realm, or does not take the message for Diameter, lets it pass.",
    innocent: &["a faulty node or a test of one", "a capture that cut messages"],
    references: &["RFC 6733 3", "RFC 6733 4", "TS 29.272 7.2"],
};

/// A check for procedures that do not exist.
pub static DIAMETER_PROCEDURE: RuleInfo = RuleInfo {
    id: "diameter-procedure",
    pack: Pack::Core,
    level: Severity::Medium,
    patterns: &[27],
    name: "Procedure that the standard does not have",
    what: "Finds commands under applications that do not have them, commands between neighbours that were relayed, \
           requests without a subscriber, answers without a request, redirections from outside.",
    why: "Filters look at application and command; a register that looks at the command alone obeys what they let pass.",
    innocent: &["an old or faulty implementation", "messages missing from the capture"],
    references: &["RFC 6733 2.4", "RFC 6733 6", "TS 29.272 7.2"],
};

/// A check for realms that nobody can resolve.
pub static DIAMETER_UNKNOWN_REALM: RuleInfo = RuleInfo {
    id: "diameter-unresolvable-realm",
    name: "A realm that the carriers' name service does not know",
    pack: Pack::Extended,
    level: Severity::Medium,
    patterns: &[22],
    what: "Finds requests from another network whose Origin-Realm is not in the list of realms that \
           `[detect] realms_file` of the site configuration names: what the name service between carriers resolves. \
           Without that file nothing is said.",
    why: "Requests of a realm that nobody can answer were put on the way somewhere else than where the operator is.",
    innocent: &["a realm that is new, and a list that is old"],
    references: &["Citizen Lab report 192 (2026): a realm that did not resolve, and was routed all the same"],
};
