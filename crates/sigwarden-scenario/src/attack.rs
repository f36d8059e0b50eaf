//! Moves of attackers: one row each, with what they are and how they are said.
//!
//! Files only: nothing here can reach a network. A move is one dialogue towards the home network;
//! campaigns put moves into an order, addresses and a time.

mod form;
mod lte;
mod packet;
mod ss7;

use std::net::Ipv4Addr;
use std::sync::Arc;

use sigwarden_emit::diameter::Peer;

use crate::file::Contents;
use crate::procedure::Scene;
use crate::short::Short;
use crate::stage::Stage;
use crate::world::Party;

pub(crate) use form::{FORMS, Form};

/// How a request ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Answered.
    Answered,
    /// Refused.
    Refused,
    /// Nothing comes back.
    Unanswered,
}

impl Ending {
    /// All of them.
    pub(crate) const ALL: &'static [Self] = &[Self::Answered, Self::Refused, Self::Unanswered];

    /// As the contract calls it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Refused => "refused",
            Self::Unanswered => "unanswered",
        }
    }

    /// By name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|ending| ending.name() == name)
    }
}

/// Which protocol a move speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layer {
    /// SS7.
    Ss7,
    /// Diameter.
    Diameter,
    /// GTP.
    Gtp,
}

/// One use of a move.
pub(crate) struct Strike {
    /// Whom.
    pub(crate) scene: Scene,
    /// From which title.
    pub(crate) party: Party,
    /// From which host.
    pub(crate) peer: Arc<Peer>,
    /// From which address.
    pub(crate) ip: Ipv4Addr,
    /// What stands in Route-Record.
    pub(crate) route_record: Option<String>,
    /// Area where the target is, where it is known beforehand.
    pub(crate) area: Option<u16>,
    /// What stands in messages.
    pub(crate) contents: Arc<Contents>,
    /// Whether the identity of the target stands in the Session-Id.
    pub(crate) leaky: bool,
    /// How it ends.
    pub(crate) ending: Ending,
    /// A number that differs from use to use.
    pub(crate) number: u64,
}

impl Strike {
    /// The number that the request gives as that of the asking node.
    fn inside(&self) -> Short {
        self.contents.inside.as_deref().map_or(self.party.title, Short::new)
    }
}

/// A move.
pub(crate) struct Move {
    /// Name in scenario files.
    pub(crate) name: &'static str,
    /// What it does, for a person.
    pub(crate) what: &'static str,
    /// Protocol.
    pub(crate) layer: Layer,
    /// Kind of threat.
    pub(crate) threat: &'static str,
    /// Category of FS.11, FS.19 or FS.20 towards a subscriber of the home network.
    pub(crate) category: &'static str,
    /// How it can end.
    pub(crate) ends: &'static [Ending],
    /// Whether it is for the node that serves him, which knows nothing of who is abroad.
    pub(crate) serving: bool,
    /// What an answer gives away, sorted.
    pub(crate) disclosed: &'static [&'static str],
    /// Says it.
    pub(crate) act: fn(&mut Stage<'_>, &Strike),
}

impl Move {
    /// The same for the node that serves.
    const fn serving(self) -> Self {
        Self { serving: true, ..self }
    }

    /// The same with other endings.
    const fn ends(self, ends: &'static [Ending]) -> Self {
        Self { ends, ..self }
    }

    /// How it ends for somebody at home or abroad, where it is to end in this way.
    pub(crate) fn ending(&self, wanted: Ending, abroad: bool) -> Ending {
        let wanted = if wanted == Ending::Answered && abroad && self.serving { Ending::Refused } else { wanted };
        if self.ends.contains(&wanted) { wanted } else { self.ends[0] }
    }

    /// By name.
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        MOVES.iter().find(|entry| entry.name == name)
    }
}

const fn entry(
    name: &'static str,
    what: &'static str,
    layer: Layer,
    (threat, category): (&'static str, &'static str),
    disclosed: &'static [&'static str],
    act: fn(&mut Stage<'_>, &Strike),
) -> Move {
    Move { name, what, ends: Ending::ALL, serving: false, layer, threat, category, disclosed, act }
}

use Layer::{Diameter as D, Gtp as G, Ss7 as S};

const LOCATION: &str = "location-tracking";
const IDENTITY: &str = "identity-disclosure";
const INTERCEPTION: &str = "interception";
const DENIAL: &str = "denial-of-service";
const FRAUD: &str = "fraud";
const RECONNAISSANCE: &str = "reconnaissance";
const SMS: &str = "sms-abuse";

/// Moves after which calls and messages come to who made them.
pub(crate) const TAKES_OVER: &[&str] = &["ul", "ulr"];
/// The move that needs one of those before.
pub(crate) const CAUGHT: &str = "sms-caught";

/// All moves.
pub(crate) const MOVES: &[Move] = &[
    entry(
        "psi",
        "provideSubscriberInfo: cell and state, as a home register asks a visited one",
        S,
        (LOCATION, "Cat2.1"),
        &["location", "serving-node", "state"],
        ss7::psi,
    )
    .serving(),
    entry(
        "psi-own-guest",
        "the same from the guest's own network, which may ask: only how often tells",
        S,
        (LOCATION, "none"),
        &["location", "serving-node", "state"],
        ss7::psi_own_guest,
    ),
    entry(
        "ati",
        "anyTimeInterrogation by number",
        S,
        (LOCATION, "Cat1"),
        &["location", "serving-node", "state"],
        ss7::ati,
    ),
    entry(
        "ati-imsi",
        "anyTimeInterrogation by IMSI",
        S,
        (LOCATION, "Cat1"),
        &["location", "serving-node", "state"],
        ss7::ati_by_imsi,
    ),
    entry(
        "psl",
        "provideSubscriberLocation: coordinates, as a value-added service",
        S,
        (LOCATION, "Cat1"),
        &["location"],
        ss7::psl,
    )
    .serving(),
    entry(
        "sri-lcs",
        "sendRoutingInfoForLCS: the node that serves",
        S,
        (LOCATION, "Cat1"),
        &["serving-node"],
        ss7::sri_lcs,
    ),
    entry(
        "sri",
        "sendRoutingInfo: IMSI and roaming number, as for a call",
        S,
        (LOCATION, "Cat1"),
        &["imsi", "msrn", "serving-node"],
        ss7::sri,
    ),
    entry(
        "sri-sm",
        "sendRoutingInfoForSM: IMSI and switch; no short message follows",
        S,
        (IDENTITY, "CatSMS"),
        &["imsi", "serving-node"],
        ss7::sri_sm,
    ),
    entry("send-imsi", "sendIMSI: the IMSI of a number", S, (IDENTITY, "Cat1"), &["imsi"], ss7::send_imsi),
    entry(
        "atsi",
        "anyTimeSubscriptionInterrogation: where calls are forwarded to",
        S,
        (IDENTITY, "Cat1"),
        &["profile"],
        ss7::atsi,
    ),
    entry("sai", "sendAuthenticationInfo: five vectors", S, (IDENTITY, "Cat3.2"), &["auth-vectors"], ss7::sai),
    entry(
        "ul",
        "updateLocation: calls and messages come to the attacker from then on",
        S,
        (INTERCEPTION, "Cat3.2"),
        &["msisdn", "profile", "serving-node"],
        ss7::ul,
    ),
    entry(
        "ul-gprs",
        "updateGprsLocation: the same for packet data",
        S,
        (INTERCEPTION, "Cat3.2"),
        &["msisdn", "profile", "serving-node"],
        ss7::ul_gprs,
    ),
    entry(
        "isd-control",
        "insertSubscriberData with a service control function of the attacker's",
        S,
        (INTERCEPTION, "Cat2.1"),
        &[],
        ss7::isd_control,
    )
    .serving(),
    entry(
        "register-ss",
        "registerSS: calls are forwarded to a number abroad",
        S,
        (INTERCEPTION, "Cat3.1"),
        &[],
        ss7::register_ss,
    ),
    entry("cl", "cancelLocation: the telephone is offline until it moves", S, (DENIAL, "Cat2.1"), &[], ss7::cl)
        .serving(),
    entry("purge", "purgeMS: the home register takes it for gone", S, (DENIAL, "Cat3.1"), &[], ss7::purge),
    entry("dsd", "deleteSubscriberData", S, (DENIAL, "Cat2.1"), &[], ss7::dsd).serving(),
    entry(
        "ussd",
        "a dialled code in somebody else's name, such as a transfer of credit",
        S,
        (FRAUD, "Cat3.1"),
        &[],
        ss7::ussd,
    ),
    entry(
        "prn",
        "provideRoamingNumber: roaming numbers are used up",
        S,
        (RECONNAISSANCE, "Cat2.1"),
        &["msrn"],
        ss7::prn,
    )
    .serving(),
    entry(
        "sim-push",
        "a message with commands for the SIM card (S@T browser): where are you, and send it",
        S,
        (SMS, "CatSMS"),
        &[],
        ss7::sim_push,
    )
    .serving(),
    entry("sms-spoof", "a message under one of our numbers as sender", S, (SMS, "CatSMS"), &[], ss7::sms_spoof)
        .serving(),
    entry(
        "sms-exfil",
        "what the SIM card sends then: binary, from us to a centre abroad, to a number that cannot be",
        S,
        (SMS, "CatSMS"),
        &[],
        ss7::sms_exfil,
    ),
    entry(
        "sms-caught",
        "a message that goes from us to the attacker after `ul`; then the telephone registers again where it is",
        S,
        (INTERCEPTION, "none"),
        &[],
        ss7::sms_caught,
    ),
    entry(
        "node-probe",
        "the same question to one node of ours after the other",
        S,
        (RECONNAISSANCE, "Cat2.1"),
        &[],
        ss7::node_probe,
    )
    .ends(&[Ending::Refused, Ending::Unanswered]),
    entry("air", "Authentication-Information: three vectors", D, (IDENTITY, "Cat3.2"), &["auth-vectors"], lte::air),
    entry(
        "air-no-plmn",
        "the same for a visited network that cannot be (00000)",
        D,
        (IDENTITY, "Cat3.2"),
        &["auth-vectors"],
        lte::air_no_plmn,
    ),
    entry("ulr", "Update-Location", D, (INTERCEPTION, "Cat3.2"), &["msisdn", "profile"], lte::ulr),
    entry(
        "idr-location",
        "Insert-Subscriber-Data that asks for the location, as a home server asks",
        D,
        (LOCATION, "Cat2.1"),
        &["location", "state"],
        lte::idr_location,
    )
    .serving(),
    entry(
        "idr-profile",
        "Insert-Subscriber-Data with another profile",
        D,
        (INTERCEPTION, "Cat2.1"),
        &[],
        lte::idr_profile,
    )
    .serving(),
    entry("clr", "Cancel-Location", D, (DENIAL, "Cat2.1"), &[], lte::clr).serving(),
    entry("dsr", "Delete-Subscriber-Data", D, (DENIAL, "Cat2.1"), &[], lte::dsr).serving(),
    entry("pur", "Purge-UE", D, (DENIAL, "Cat3.1"), &[], lte::pur),
    entry("nor", "Notify", D, (DENIAL, "Cat3.1"), &[], lte::nor),
    entry(
        "udr",
        "User-Data over Sh: the location, as an application server asks",
        D,
        (LOCATION, "Cat1"),
        &["location"],
        lte::udr,
    ),
    entry("plr", "Provide-Location over SLg", D, (LOCATION, "Cat1"), &["location"], lte::plr).serving(),
    entry(
        "rir",
        "LCS-Routing-Info over SLh: identity and serving node",
        D,
        (LOCATION, "Cat1"),
        &["imsi", "serving-node"],
        lte::rir,
    ),
    entry("srr", "Send-Routing-Info-for-SM over S6c", D, (IDENTITY, "CatSMS"), &["imsi", "serving-node"], lte::srr),
    entry(
        "create-session",
        "Create Session Request for a subscriber of ours, from a gateway that is no partner's",
        G,
        (FRAUD, "Cat3.2"),
        &[],
        packet::create_session,
    ),
    entry(
        "create-context",
        "Create PDP Context Request, the same in 3G",
        G,
        (FRAUD, "Cat3.2"),
        &[],
        packet::create_context,
    ),
    entry(
        "sgsn-context",
        "SGSN Context Request: keys and contexts, as after a handover",
        G,
        (IDENTITY, "Cat1"),
        &[],
        packet::sgsn_context,
    )
    .ends(&[Ending::Refused, Ending::Unanswered]),
    entry(
        "echo-probe",
        "Echo Request to one address of ours after the other",
        G,
        (RECONNAISSANCE, "none"),
        &[],
        packet::echo_probe,
    )
    .ends(&[Ending::Answered, Ending::Unanswered]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_lists_are_sorted() {
        for (place, entry) in MOVES.iter().enumerate() {
            assert!(MOVES[..place].iter().all(|other| other.name != entry.name), "{}", entry.name);
            assert!(entry.disclosed.is_sorted(), "{}", entry.name);
        }
    }
}
