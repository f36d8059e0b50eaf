//! Checks that need memory: places, habits, what follows what.

use super::{Pack, RuleInfo};
use sigwarden_schema::lines::Severity;

/// A check for requests of networks without an agreement.
pub static NO_AGREEMENT: RuleInfo = RuleInfo {
    id: "no-roaming-agreement",
    pack: Pack::Core,
    level: Severity::Medium,
    patterns: &[8, 16, 46],
    name: "A network without a roaming agreement acts as if it served our subscriber",
    what: "Finds registrations, requests for keys, services, data connections and purges of our subscribers from a network \
           with which the site configuration has no roaming agreement, questions of such a network about a guest here, and \
           its probing of our packet nodes.",
    why: "None of our subscribers can be there, and none of its can be here: what it asks serves nobody's telephone.",
    innocent: &[
        "telephones that try a network across a border before they are refused",
        "an agreement that the site configuration does not list",
        "a new name or range of a partner",
    ],
    references: &["TS 23.012", "GSMA BA.40 and BA.50 (known by name): roaming needs an agreement and a tested opening"],
};

/// A check for requests from where the subscriber is not.
pub static ELSEWHERE: RuleInfo = RuleInfo {
    id: "subscriber-elsewhere",
    pack: Pack::Core,
    level: Severity::Medium,
    patterns: &[8],
    name: "A network acts for our subscriber, who is in another one",
    what: "Compares whoever purges a subscriber, changes forwarding, sends dialled codes, hands in messages, begins calls or \
           opens data connections with the networks that the traffic before showed the subscriber to be in.",
    why: "Only the serving network has the telephone. Somebody else who acts in its name cuts it off, diverts its calls or \
          spends its credit.",
    innocent: &[
        "a registration that the capture does not show, or that was lost",
        "a telephone that is moving from one network to another just now",
        "networks of one group with registers in common",
    ],
    references: &["category 3 as described in public white papers", "The Guardian, 15 December 2020"],
};

/// A check for travel that nobody can make.
pub static TOO_FAST: RuleInfo = RuleInfo {
    id: "impossible-travel",
    pack: Pack::Core,
    level: Severity::High,
    patterns: &[9, 12],
    name: "Our subscriber appears where nobody can be so soon",
    what: "Compares the time between the last sign of a subscriber in one country and a registration or request for keys \
           from another one with the time that the way takes at least. Neighbours and short ways over water take none; \
           calls and 4G are compared with each other, packet data of 2G and 3G with itself.",
    why: "A registration that the telephone did not make leads its calls and messages to whoever made it.",
    innocent: &[
        "an identity that many telephones share (travel products), or a tester's card: told apart where it happens again and again",
        "clocks of two captures that differ",
        "a ship or an aircraft whose node has a number of a country",
    ],
    references: &[
        "AdaptiveMobile (Enea) on one identity in dozens of countries a day",
        "Kacer and Langlois, Black Hat USA 2017, white paper, 4.3",
    ],
};

/// What explains such travel.
pub static SHARED_IDENTITY: RuleInfo = RuleInfo {
    id: "identity-in-many-places",
    pack: Pack::Core,
    level: Severity::Info,
    patterns: &[9],
    name: "An identity is in many places by nature",
    what: "Says of an identity that is in four partners' networks or more, where it cannot be by travel, in three hours or \
           more, that it is shared: its appearances are told, not alarmed about.",
    why: "Travel products let many telephones use one identity, and test systems share cards: both look like attacks and are \
          none. Who knows them can list them in the site configuration.",
    innocent: &["a travel product that shares identities", "a system for tests of roaming"],
    references: &["AdaptiveMobile (Enea): requests for keys of one identity from dozens of countries a day"],
};

/// A check for registrations without keys.
pub static WITHOUT_KEYS: RuleInfo = RuleInfo {
    id: "registration-without-keys",
    pack: Pack::Core,
    level: Severity::Medium,
    patterns: &[10],
    name: "First registration in a network that never asked for keys",
    what: "Finds a first registration of a subscriber in a network that has not asked for keys of that subscriber within a \
           day, over 3G or 4G, where nearly all registrations of this capture come after keys.",
    why: "A network that does not know a telephone authenticates it. Whoever has no telephone skips that: it is the way past \
          checks of travel, from just across a border.",
    innocent: &[
        "keys asked for over a link that is not captured",
        "a network that got keys from the register before (within one country)",
    ],
    references: &["TS 23.012", "TS 33.102 6.3", "Kacer and Langlois, Black Hat USA 2017, white paper, 5.6"],
};

/// A check for registrations after a forged cancellation.
pub static AFTER_CANCELLATION: RuleInfo = RuleInfo {
    id: "registration-after-forged-cancellation",
    pack: Pack::Core,
    level: Severity::High,
    patterns: &[11],
    name: "Registration right after somebody else cancelled the one before",
    what: "Finds a registration in another network within five minutes of a cancellation or purge by somebody who is not the \
           home register or the serving network.",
    why: "With the old registration gone, nothing contradicts the new one, and calls and messages go there.",
    innocent: &["a platform of ours that steers roaming under an address that the site configuration does not list"],
    references: &["Kacer and Langlois, Black Hat USA 2017, white paper, 5.6"],
};

/// A check for keys that are harvested.
pub static KEYS_BURST: RuleInfo = RuleInfo {
    id: "keys-asked-by-several",
    pack: Pack::Core,
    level: Severity::High,
    patterns: &[28],
    name: "Several networks ask for one subscriber's keys within minutes",
    what: "Finds five requests for keys of one subscriber or more, by three networks or more, within 15 minutes.",
    why: "Keys let somebody decrypt calls or pass for the home network; a telephone asks for them where it is, in one place.",
    innocent: &[
        "steering of roaming: a telephone that is refused by one network after the other",
        "an identity that many telephones share",
    ],
    references: &["Citizen Lab report 192 (2026): ten requests of five networks in eleven minutes"],
};

/// A check for what a false registration catches.
pub static INTERCEPTED: RuleInfo = RuleInfo {
    id: "delivery-to-doubtful-registration",
    pack: Pack::Core,
    level: Severity::High,
    patterns: &[12, 45],
    name: "A short message goes where a doubtful registration leads it",
    what: "Finds short messages of ours that go to a network whose registration of the subscriber, within the hour before, \
           was suspicious.",
    why: "That is what false registrations are for: codes of banks and services.",
    innocent: &["whatever explains the registration"],
    references: &["Positive Technologies, 2018: every attempt to intercept short messages succeeded"],
};

/// A check for short messages that a SIM card sends.
pub static EXFILTRATION: RuleInfo = RuleInfo {
    id: "message-to-foreign-centre",
    pack: Pack::Core,
    level: Severity::Medium,
    patterns: &[37],
    name: "Our subscriber's message is handed to a foreign service centre",
    what: "Finds short messages that telephones of ours, here, hand in at a service centre of another network.",
    why: "The service centre stands on the SIM card, and is ours. A card that was told to report where it is names another one.",
    innocent: &[
        "a subscriber who changed the service centre in the telephone",
        "a centre of ours under an address that is not listed",
    ],
    references: &["Citizen Lab report 192 (2026)", "TS 23.040"],
};

/// A check for addresses that were caught.
pub static CAUGHT_ADDRESS: RuleInfo = RuleInfo {
    id: "address-in-attack",
    pack: Pack::Core,
    level: Severity::Medium,
    patterns: &[16],
    name: "Another request of an address that attacks",
    what: "Finds registrations, requests for keys and services from an address that has sent requests that are suspicious by \
           themselves, and that serves hardly anybody.",
    why: "What an attacker asks next may be allowed; who asks is known by then.",
    innocent: &["a node that serves few of our subscribers, with a faulty configuration"],
    references: &["catalogue of patterns, 15 and 16 (published addresses used for nothing else)"],
};

/// A check for routes that no message takes.
pub static ROUTE_WITHOUT_MESSAGE: RuleInfo = RuleInfo {
    id: "route-without-message",
    pack: Pack::Core,
    level: Severity::Medium,
    patterns: &[32, 33],
    name: "Asks where to bring a short message, and brings none",
    what: "Finds questions for the route of a short message that no message follows within five minutes: from an address \
           without an agreement that brings none at all, from one that attacks otherwise, or about a subscriber whom somebody \
           attacks within two hours.",
    why: "The answer turns a number into an identity and the node that serves it, which further questions need.",
    innocent: &[
        "a company that looks numbers up (portability, new SIM cards); one under contract belongs into the site configuration as partner",
        "a message that was given up after its first failure",
    ],
    references: &["TS 23.040", "Citizen Lab report 192 (2026)"],
};

/// A check for home networks that track.
pub static OWN_ROAMERS: RuleInfo = RuleInfo {
    id: "home-tracks-own-roamers",
    pack: Pack::Core,
    level: Severity::Medium,
    patterns: &[13],
    name: "A home network asks where its own guest is, hour after hour",
    what: "Finds questions for the place of a guest by the guest's own home network, where there are at least two an hour for \
           two hours or more.",
    why: "Every one of them is allowed; together they follow somebody. In 2019 operators of one country asked so 2.3 million \
          times a month.",
    innocent: &[
        "a location service that the guest has ordered",
        "a service that needs the place at every call, for a guest who has many",
    ],
    references: &["The Guardian, 29 March 2020"],
};

/// A check for messages that nobody asked the way for.
pub static MESSAGE_WITHOUT_ROUTE: RuleInfo = RuleInfo {
    id: "message-without-route",
    pack: Pack::Extended,
    level: Severity::Medium,
    patterns: &[45],
    name: "A short message for which nobody asked the way",
    what: "Finds short messages that come from outside for a subscriber of ours although nobody was told within the hour where \
           to bring messages for that subscriber, where nearly all others here come after such a question.",
    why: "A service centre asks the home register first. Whoever does not has the identity from elsewhere, and goes past the \
          checks that stand at that question.",
    innocent: &[
        "the question went over a link that is not captured",
        "a service centre that remembers routes for hours",
    ],
    references: &["TS 23.040", "vendor documentation on faked delivery of short messages"],
};
