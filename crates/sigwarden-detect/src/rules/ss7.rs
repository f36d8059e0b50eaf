//! Checks of SS7, and of several dialogues together.

use super::{Pack, RuleInfo};
use sigwarden_schema::lines::Severity;

/// A check for operations that stay inside one network.
pub static NEVER_BETWEEN_NETWORKS: RuleInfo = RuleInfo {
    id: "ss7-category-1",
    pack: Pack::Core,
    level: Severity::Medium,
    patterns: &[7, 44],
    name: "Operation that never crosses networks",
    what: "Finds operations that belong inside one network (any-time interrogation, routing information for calls, \
           identification between registers, …) and that arrive from another one.",
    why: "These operations answer with locations, identities, keys or profiles, and no roaming procedure needs them \
          between networks.",
    innocent: &[
        "a bilateral agreement: number portability queries, shared equipment registers, group companies with one service platform",
        "a provider of location or subscriber-check services under contract; its addresses belong into the site configuration",
    ],
    references: &["TS 29.002 17.3.2", "category 1 as described in public white papers"],
};

/// A check for operations that only the home network of a subscriber may send, about our subscribers.
pub static OUR_SUBSCRIBER: RuleInfo = RuleInfo {
    id: "ss7-category-2-1",
    pack: Pack::Core,
    level: Severity::Medium,
    patterns: &[7, 38],
    name: "Our subscriber, asked about by another network",
    what: "Finds operations that only a subscriber's home network sends, about a subscriber of the protected network, \
           from an address of another network.",
    why: "Only our own registers may ask where our subscriber is, change the profile, or cancel the registration.",
    innocent: &[
        "a platform of ours under an address that the site configuration does not list (steering of roaming, test probes)",
        "a multi-IMSI product: the sponsor's register acts for the subscriber",
    ],
    references: &["TS 29.002 17.3.2", "category 2 as described in public white papers"],
};

/// The same about the subscribers of others.
pub static FOREIGN_SUBSCRIBER: RuleInfo = RuleInfo {
    id: "ss7-category-2-2",
    pack: Pack::Core,
    level: Severity::Medium,
    patterns: &[7],
    name: "Foreign subscriber, asked about by a network that is not its home",
    what: "Finds operations that only a subscriber's home network sends, about a subscriber of another network, from an \
           address that does not belong to that home network.",
    why: "A guest of ours is located or changed by somebody who is not the guest's operator.",
    innocent: &[
        "a sponsor or hub that acts for the home network; such relations belong into the site configuration",
        "a range of subscriber identities that moved to another operator",
    ],
    references: &["TS 29.002 17.3.2", "category 2 as described in public white papers"],
};

/// A check for addresses inside operations.
pub static INNER_ADDRESS: RuleInfo = RuleInfo {
    id: "ss7-inner-address",
    pack: Pack::Core,
    level: Severity::Medium,
    patterns: &[19],
    name: "Addresses in the operation belong to another network than the caller",
    what: "Compares the register, switch or network that an operation names with the network of the calling party.",
    why: "An update of location that names one network and comes from another leads calls and messages to a third party, \
          or hides who asks.",
    innocent: &[
        "a hub or carrier that sends under its own address for several operators",
        "operators of one group that share registers",
    ],
    references: &["TS 29.002 8.1.2", "TS 29.002 6.1.3"],
};

/// A check for own addresses from outside.
pub static OWN_ADDRESS: RuleInfo = RuleInfo {
    id: "ss7-own-address-outside",
    pack: Pack::Core,
    level: Severity::Medium,
    patterns: &[],
    name: "Own address, coming from outside",
    what: "Finds requests whose calling party is a Global Title of the protected network, on a link that brings traffic \
           of other networks.",
    why: "A forged own address passes filters that compare addresses. The answer goes to the real owner, so it serves \
          operations that need none: cancelling, inserting data.",
    innocent: &[
        "own traffic that comes back over a carrier: roaming hubs, home routing of short messages",
        "the link also carries traffic between own nodes",
    ],
    references: &["TS 29.002 6.1.3"],
};

/// A check for addressing that gets past filters.
pub static ADDRESSING: RuleInfo = RuleInfo {
    id: "ss7-evasive-addressing",
    pack: Pack::Core,
    level: Severity::Medium,
    patterns: &[34, 35],
    name: "Addressing that gets past filters",
    what: "Finds SCCP addresses and segments that no legitimate node sends to another network: digits that are not \
           decimal, no calling Global Title, plans other than E.164 for the caller, pointers into one another.",
    why: "Filters that read addresses differently from the register behind them let such messages pass.",
    innocent: &["a faulty node or a faulty conversion between variants", "a capture that cut messages"],
    references: &["Q.713", "TS 29.002 6.1.3.1"],
};

/// A check for encodings that get past filters.
pub static ENCODING: RuleInfo = RuleInfo {
    id: "ss7-evasive-encoding",
    pack: Pack::Core,
    level: Severity::Medium,
    patterns: &[34, 35],
    name: "Encoding that gets past filters",
    what: "Finds encodings that no legitimate node uses and that lenient registers obey: long forms of short tags, \
           global operation codes, padded numbers, repeated elements, a second message behind the first.",
    why: "Such forms were seen in attacks since 2019; a filter that does not find the operation or the subscriber lets \
          them pass.",
    innocent: &["a faulty encoder or a test of one", "a capture that cut messages"],
    references: &["Q.773", "X.690", "TS 29.002 17"],
};

/// A check for procedures that do not exist.
pub static PROCEDURE: RuleInfo = RuleInfo {
    id: "ss7-procedure",
    pack: Pack::Core,
    level: Severity::Medium,
    patterns: &[35],
    name: "Procedure that the standard does not have",
    what: "Finds operations in contexts, directions, subsystems and message types that do not have them, messages from \
           somebody who is no party to the dialogue, and identities that contradict each other.",
    why: "Filters that look at one of these, and registers that look at another, disagree about what is asked.",
    innocent: &["an old or faulty implementation", "messages missing from the capture"],
    references: &["TS 29.002 17.3", "TS 29.002 Annex C", "Q.774"],
};

/// A check for roles that exclude each other.
pub static ROLE_CONFLICT: RuleInfo = RuleInfo {
    id: "ss7-role-conflict",
    pack: Pack::Core,
    level: Severity::Medium,
    patterns: &[18],
    name: "One address in roles that exclude each other",
    what: "Finds an address that asks as a service control function or location centre and also acts as a register that \
           serves subscribers.",
    why: "A register that serves phones has no reason to ask other networks where phones are; an address that does both \
          belongs to a tool.",
    innocent: &["a carrier or small operator that sends for several nodes under one address"],
    references: &["TS 29.002 17.3.2", "TS 23.078"],
};

/// A check for chains.
pub static CHAIN: RuleInfo = RuleInfo {
    id: "ss7-chain",
    pack: Pack::Core,
    level: Severity::High,
    patterns: &[4],
    name: "Chain of different suspicious operations from one address",
    what: "Joins the suspicious dialogues of one address within an hour of each other into one finding, where they use \
           different operations.",
    why: "Finding out an identity, locating the phone, then moving its registration is how a subscriber is followed or \
          intercepted; the steps explain each other.",
    innocent: &[
        "an agreed test of the defences; ask the operator of the address",
        "a carrier that sends for several customers under one address",
    ],
    references: &["published reports on signalling surveillance, 2020 to 2026"],
};
