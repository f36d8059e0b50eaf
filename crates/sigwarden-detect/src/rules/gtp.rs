//! Checks of GTP-C.

use super::{Pack, RuleInfo};
use sigwarden_schema::lines::Severity;

/// A check for messages that stay inside one network.
pub static GTP_NEVER_BETWEEN_NETWORKS: RuleInfo = RuleInfo {
    id: "gtp-category-1",
    pack: Pack::Core,
    level: Severity::Medium,
    patterns: &[46],
    name: "Packet data message that never crosses networks",
    what: "Finds messages of interfaces that belong inside one network (contexts moved between serving nodes, \
           identification, paging, multicast) and that arrive from another one.",
    why: "They answer with identities, keys and contexts, or move a subscriber's connections.",
    innocent: &[
        "an agreement on handover between neighbouring networks",
        "equipment shared by several networks; its addresses belong into the site configuration",
    ],
    references: &["TS 29.060 7", "TS 29.274 6", "category 1 as described in public guides"],
};

/// A check for messages that only the home gateway may send, about our subscribers.
pub static GTP_OUR_SUBSCRIBER: RuleInfo = RuleInfo {
    id: "gtp-category-2-1",
    pack: Pack::Core,
    level: Severity::Medium,
    patterns: &[46],
    name: "Our subscriber's connections, changed by another network",
    what: "Finds messages that only a subscriber's home gateway sends, about a subscriber of the protected network, from \
           an address of another network.",
    why: "Only our own gateways may create, change or end what our subscriber has.",
    innocent: &["an own gateway under an address that the site configuration does not list"],
    references: &["TS 29.274 7.2", "category 2 as described in public guides"],
};

/// The same about the subscribers of others.
pub static GTP_FOREIGN_SUBSCRIBER: RuleInfo = RuleInfo {
    id: "gtp-category-2-2",
    pack: Pack::Core,
    level: Severity::Medium,
    patterns: &[46],
    name: "Foreign subscriber's connections, changed by a network that is not its home",
    what: "Finds messages that only a subscriber's home gateway sends, about a subscriber of another network, from an \
           address that does not belong to that home network.",
    why: "A guest's connection is changed or ended by somebody who is not the guest's operator.",
    innocent: &["local breakout: the gateway belongs to the visited network", "a hub that acts for the home network"],
    references: &["TS 29.274 7.2", "category 2 as described in public guides"],
};

/// A check for addresses and networks that contradict each other.
pub static GTP_IDENTITY: RuleInfo = RuleInfo {
    id: "gtp-identity",
    pack: Pack::Core,
    level: Severity::Medium,
    patterns: &[46],
    name: "Addresses or networks that contradict each other",
    what: "Compares the control address inside a message with the sender, the serving network with the sender and with \
           the location beside it, and the operator in the access point name with the network that is asked.",
    why: "Whoever asks for a connection under another network's name is charged to that network and reaches what its \
          subscribers reach.",
    innocent: &[
        "networks that share radio or gateways",
        "a pool of control addresses of one operator that the site configuration does not list",
    ],
    references: &["TS 29.274 8.18", "TS 29.274 8.22", "TS 23.003 9.1"],
};

/// A check for encodings that get past filters.
pub static GTP_ENCODING: RuleInfo = RuleInfo {
    id: "gtp-evasive-encoding",
    pack: Pack::Core,
    level: Severity::Medium,
    patterns: &[],
    name: "Encoding that gets past filters",
    what: "Finds forms of GTP messages that no legitimate node uses: GTP inside the user plane of GTP, hidden second \
           messages, repeated elements, wrong lengths, versions and extension headers.",
    why: "A filter that reads the first element or message only lets the other one pass; signalling out of a phone's own \
          tunnel reaches the core from inside.",
    innocent: &["a faulty node or a test of one", "a capture that cut packets", "a laboratory that tunnels GTP"],
    references: &["TS 29.060 6", "TS 29.274 5", "TS 29.281"],
};

/// A check for procedures that do not exist.
pub static GTP_PROCEDURE: RuleInfo = RuleInfo {
    id: "gtp-procedure",
    pack: Pack::Core,
    level: Severity::Medium,
    patterns: &[46],
    name: "Procedure that the standard does not have",
    what: "Finds messages about a tunnel without its identifier, sessions of other networks' subscribers at the own \
           gateway, connections that nobody has, and restart counters that jump.",
    why: "Guessing identifiers ends or moves other people's connections; a forged restart ends all of a peer's.",
    innocent: &["messages missing from the capture", "a node that was replaced, or restarted several times"],
    references: &["TS 29.060 8.2", "TS 29.274 5.5", "TS 23.007 16.1"],
};
