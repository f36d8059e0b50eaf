//! Patterns over several findings.

use super::{Pack, RuleInfo};
use sigwarden_schema::lines::Severity;

macro_rules! pattern {
    ($name:ident, $id:literal, $pack:expr, $level:expr, $patterns:expr, $title:literal, $what:literal, $why:literal, $innocent:expr, $references:expr) => {
        #[doc = $title]
        pub static $name: RuleInfo = RuleInfo {
            id: $id,
            name: $title,
            pack: $pack,
            level: $level,
            patterns: &$patterns,
            what: $what,
            why: $why,
            innocent: &$innocent,
            references: &$references,
        };
    };
}

pattern!(
    SINGLE_PURPOSE,
    "single-purpose-address",
    Pack::Core,
    Severity::High,
    [15],
    "An address that locates and does nothing else",
    "Joins the suspicious requests of one address, ten or more, where at least nine in ten of everything it sends ask for locations.",
    "Nodes of operators do many things. An address with one purpose is a tool's, often rented.",
    ["a platform of a location service under contract"],
    ["Citizen Lab report 192 (2026): two addresses with 1,700 and 600 events, 92 and 100 per cent of them locations"]
);
pattern!(
    ONLY_QUESTIONS,
    "questions-only-address",
    Pack::Core,
    Severity::High,
    [16],
    "An address that asks and never serves anybody",
    "Joins the suspicious requests of one address, ten or more, that never acted for a telephone nor brought a message.",
    "An address without a function in roaming is no node of a network.",
    ["a platform of a company under contract that the site configuration does not list"],
    ["Citizen Lab report 192 (2026)", "The Guardian, 15 December 2020: messages that did not appear legitimate"]
);
pattern!(
    LEASED,
    "leased-address",
    Pack::Core,
    Severity::Medium,
    [17, 18, 20, 43],
    "Signs that somebody else uses an address",
    "Counts independent signs: only locations, no function, a number longer than its range, a role or carrier that does not fit, a \
     known lease, the same form of messages as from two other networks. Three are said.",
    "The owner of an address answers for it, but may have leased it; complaints go to the owner, questions to the lessee.",
    ["a node of the operator with an unusual job"],
    ["GSMA FS.52 (known by name)", "The Guardian, 15 December 2020: addresses sold or leased"]
);
pattern!(
    SEQUENTIAL,
    "sequential-transactions",
    Pack::Core,
    Severity::High,
    [25],
    "Transaction identifiers go on from one address to the next",
    "Finds three suspicious requests about one subscriber within an hour, from two addresses or more, whose transaction identifiers \
     are at most 16 apart.",
    "Every node counts for itself. One counter behind several addresses is one machine.",
    ["one gateway of a carrier that opens the dialogues of several operators"],
    ["Citizen Lab report 192 (2026): near-sequential identifiers across networks"]
);
pattern!(
    SAME_FORM,
    "same-form-across-networks",
    Pack::Hunt,
    Severity::Low,
    [26],
    "Requests of the same form from several networks",
    "Finds suspicious requests whose elements, order and encoding are the same, from three networks or more, where no legitimate \
     request has this form.",
    "Vendors differ in such things; one tool does not, whatever address it uses.",
    ["networks with equipment of one vendor"],
    ["Citizen Lab report 192 (2026): identical parameter sets across networks"]
);
pattern!(
    FIXED_RELAY,
    "fixed-relay-across-networks",
    Pack::Core,
    Severity::High,
    [23],
    "One node in the recorded route of several operators",
    "Finds a node that stands first in Route-Record of suspicious requests of three networks or more within a day, and of hardly \
     any other.",
    "Requests of different operators begin in different places. A common beginning is where they are made.",
    ["an agent of a carrier or hub that is new here"],
    ["Citizen Lab report 192 (2026): one host in the route of six operators"]
);
pattern!(
    SAME_LABEL,
    "same-host-label-across-networks",
    Pack::Hunt,
    Severity::Low,
    [24],
    "Hosts of several networks have the same name",
    "Finds suspicious requests from hosts with the same first label in three networks or more.",
    "Operators name their hosts differently; one tool names them all alike.",
    ["common names such as those of vendors' defaults"],
    ["Citizen Lab report 192 (2026), table 8: one name in six networks"]
);
pattern!(
    COORDINATED,
    "same-targets-from-two-networks",
    Pack::Core,
    Severity::High,
    [2],
    "Two networks ask about the same subscribers at the same time",
    "Finds pairs of networks that asked about the same subscribers within ten minutes of each other, 24 times in eight weeks, or so \
     many the same that it would be chance once in a million.",
    "Networks that have nothing to do with each other do not ask about the same people. Somebody uses both.",
    ["two platforms of one service under contract"],
    ["The Guardian, 15 December 2020: the same telephones from three networks, over weeks"]
);
pattern!(
    SAME_DAYS,
    "same-days-from-two-networks",
    Pack::Hunt,
    Severity::Low,
    [3],
    "Two networks ask about one subscriber on the same days",
    "Finds pairs of networks that asked about a subscriber on the same day, on three days or more.",
    "A weak link, of use together with others.",
    ["days on which much is asked"],
    ["Citizen Lab report 192 (2026), table 12: on nine of nine days"]
);
pattern!(
    SUBSCRIBER_SCAN,
    "subscriber-scan",
    Pack::Core,
    Severity::High,
    [30],
    "One subscriber after the other",
    "Finds an address whose suspicious requests within ten minutes are about 50 subscribers, or ten whose numbers follow each other \
     or of whom a third are refused.",
    "Lists of subscribers are made so, for later.",
    ["a company that looks up numbers"],
    ["catalogue of patterns, 30", "Enea, 2025: most networks of the world were probed"]
);
pattern!(
    NODE_SCAN,
    "node-scan",
    Pack::Core,
    Severity::High,
    [31, 46],
    "One node after the other",
    "Finds an address whose suspicious requests within ten minutes go to 50 nodes, or ten of which a third refuse.",
    "Who knows the nodes can go past the gateways.",
    ["tests of routing after a change, agreed before"],
    ["catalogue of patterns, 31 and 46", "Enea, 2025"]
);
pattern!(
    TRACKS_GUESTS,
    "home-network-tracks-guests",
    Pack::Core,
    Severity::High,
    [13],
    "A home network follows its guests",
    "Joins the questions of one home network about its own guests that are too many each (home-tracks-own-roamers).",
    "No filter objects to one of them; the sum shows the surveillance.",
    ["a location service that guests have ordered"],
    ["The Guardian, 29 March 2020: 2.3 million a month"]
);
pattern!(
    OTHER_CARRIER,
    "operator-over-another-carrier",
    Pack::Extended,
    Severity::Medium,
    [20],
    "An operator's suspicious requests come over a carrier that it does not use",
    "Joins three suspicious requests or more of one operator over a carrier that the site configuration or IR.21 does not name for it.",
    "Who uses an address is connected where it suits him, not where the operator is.",
    ["the operator has changed its carrier, and the data are old", "a virtual operator behind its parent"],
    ["Citizen Lab report 192 (2026): transit that does not fit IR.21"]
);
pattern!(
    WHILE_ABROAD,
    "attacked-while-abroad",
    Pack::Hunt,
    Severity::Info,
    [39],
    "Locations are asked for of those who travel",
    "Says where four in five suspicious requests for locations, twenty or more, are about subscribers who are or were abroad.",
    "A lead: who is interested in travellers, and where.",
    ["a capture of roaming links only"],
    ["The Guardian, 15 December 2020: primarily while people are abroad"]
);
pattern!(
    ONE_PLACE,
    "attacks-around-one-node",
    Pack::Hunt,
    Severity::Info,
    [40],
    "Locations are asked for in one place",
    "Says where half of the suspicious requests for locations, twenty or more about five subscribers, go to one serving node of three \
     or more.",
    "A lead: the interest may be in a place, not in persons.",
    ["most of the traffic goes to that node anyway"],
    ["reports of 2020: locations of interest"]
);
pattern!(
    SOURCE_MOVED,
    "source-moved",
    Pack::Hunt,
    Severity::Info,
    [41],
    "Attacks move from one country's addresses to another's",
    "Says where one country's share of suspicious requests falls from 30 per cent to 5 while another's rises, about common \
     subscribers, in a capture of 60 days or more.",
    "A lead: an actor may have changed addresses.",
    ["two actors, one of whom stopped"],
    ["reports of 2018 to 2020: from one operator to rented addresses"]
);
pattern!(
    PROTOCOL_MOVED,
    "protocol-moved",
    Pack::Hunt,
    Severity::Info,
    [42],
    "Attacks move from one protocol to another",
    "Says the same of SS7, Diameter and GTP.",
    "A lead: an actor may have gone from 3G to 4G.",
    ["a change of what is captured"],
    ["reports of 2019: from 3G to 4G"]
);
pattern!(
    GIVEN_AWAY,
    "given-away",
    Pack::Hunt,
    Severity::Info,
    [44],
    "What a network's suspicious requests were given",
    "Counts, for each network with 20 suspicious requests or more, how many were answered with something, and with what.",
    "Whether attacks worked is what matters to those attacked.",
    ["answers may be from a protection that gives wrong ones"],
    ["Positive Technologies, 2018: 17.5 per cent of answers had a location"]
);
