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

pub(crate) use form::Form;

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
        [Self::Answered, Self::Refused, Self::Unanswered].into_iter().find(|ending| ending.name() == name)
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
    /// Carrier that brings it, where it is not that of the network.
    pub(crate) carrier: Option<usize>,
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
    /// Protocol.
    pub(crate) layer: Layer,
    /// Kind of threat.
    pub(crate) threat: &'static str,
    /// Category of FS.11, FS.19 or FS.20 towards a subscriber of the home network.
    pub(crate) category: &'static str,
    /// What an answer gives away, sorted.
    pub(crate) disclosed: &'static [&'static str],
    /// Says it.
    pub(crate) act: fn(&mut Stage<'_>, &Strike),
}

impl Move {
    /// By name.
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        MOVES.iter().find(|entry| entry.name == name)
    }
}

const fn entry(
    name: &'static str,
    layer: Layer,
    (threat, category): (&'static str, &'static str),
    disclosed: &'static [&'static str],
    act: fn(&mut Stage<'_>, &Strike),
) -> Move {
    Move { name, layer, threat, category, disclosed, act }
}

use Layer::{Diameter as D, Gtp as G, Ss7 as S};

const LOCATION: &str = "location-tracking";
const IDENTITY: &str = "identity-disclosure";
const INTERCEPTION: &str = "interception";
const DENIAL: &str = "denial-of-service";
const FRAUD: &str = "fraud";
const RECONNAISSANCE: &str = "reconnaissance";
const SMS: &str = "sms-abuse";

/// All moves.
pub(crate) const MOVES: &[Move] = &[
    entry("psi", S, (LOCATION, "Cat2.1"), &["location", "serving-node", "state"], ss7::psi),
    entry("psi-own-guest", S, (LOCATION, "none"), &["location", "serving-node", "state"], ss7::psi_own_guest),
    entry("ati", S, (LOCATION, "Cat1"), &["location", "serving-node", "state"], ss7::ati),
    entry("ati-imsi", S, (LOCATION, "Cat1"), &["location", "serving-node", "state"], ss7::ati_by_imsi),
    entry("psl", S, (LOCATION, "Cat1"), &["location"], ss7::psl),
    entry("sri-lcs", S, (LOCATION, "Cat1"), &["serving-node"], ss7::sri_lcs),
    entry("sri", S, (LOCATION, "Cat1"), &["imsi", "msrn"], ss7::sri),
    entry("sri-sm", S, (IDENTITY, "CatSMS"), &["imsi", "serving-node"], ss7::sri_sm),
    entry("send-imsi", S, (IDENTITY, "Cat1"), &["imsi"], ss7::send_imsi),
    entry("atsi", S, (IDENTITY, "Cat1"), &["profile"], ss7::atsi),
    entry("sai", S, (IDENTITY, "Cat3.2"), &["auth-vectors"], ss7::sai),
    entry("ul", S, (INTERCEPTION, "Cat3.2"), &["msisdn", "profile", "serving-node"], ss7::ul),
    entry("ul-gprs", S, (INTERCEPTION, "Cat3.2"), &["msisdn", "profile", "serving-node"], ss7::ul_gprs),
    entry("isd-control", S, (INTERCEPTION, "Cat2.1"), &[], ss7::isd_control),
    entry("register-ss", S, (INTERCEPTION, "Cat3.1"), &[], ss7::register_ss),
    entry("cl", S, (DENIAL, "Cat2.1"), &[], ss7::cl),
    entry("purge", S, (DENIAL, "Cat3.1"), &[], ss7::purge),
    entry("dsd", S, (DENIAL, "Cat2.1"), &[], ss7::dsd),
    entry("ussd", S, (FRAUD, "Cat3.1"), &[], ss7::ussd),
    entry("prn", S, (RECONNAISSANCE, "Cat2.1"), &["msrn"], ss7::prn),
    entry("sim-push", S, (SMS, "CatSMS"), &[], ss7::sim_push),
    entry("sms-spoof", S, (SMS, "CatSMS"), &[], ss7::sms_spoof),
    entry("sms-exfil", S, (SMS, "CatSMS"), &[], ss7::sms_exfil),
    entry("sms-caught", S, (INTERCEPTION, "none"), &[], ss7::sms_caught),
    entry("node-probe", S, (RECONNAISSANCE, "Cat2.1"), &[], ss7::node_probe),
    entry("air", D, (IDENTITY, "Cat3.2"), &["auth-vectors"], lte::air),
    entry("air-no-plmn", D, (IDENTITY, "Cat3.2"), &["auth-vectors"], lte::air_no_plmn),
    entry("ulr", D, (INTERCEPTION, "Cat3.2"), &["msisdn", "profile"], lte::ulr),
    entry("idr-location", D, (LOCATION, "Cat2.1"), &["location", "state"], lte::idr_location),
    entry("idr-profile", D, (INTERCEPTION, "Cat2.1"), &[], lte::idr_profile),
    entry("clr", D, (DENIAL, "Cat2.1"), &[], lte::clr),
    entry("dsr", D, (DENIAL, "Cat2.1"), &[], lte::dsr),
    entry("pur", D, (DENIAL, "Cat3.1"), &[], lte::pur),
    entry("nor", D, (DENIAL, "Cat3.1"), &[], lte::nor),
    entry("udr", D, (LOCATION, "Cat1"), &["location"], lte::udr),
    entry("plr", D, (LOCATION, "Cat1"), &["location"], lte::plr),
    entry("rir", D, (LOCATION, "Cat1"), &["imsi", "serving-node"], lte::rir),
    entry("srr", D, (IDENTITY, "CatSMS"), &["imsi", "serving-node"], lte::srr),
    entry("create-session", G, (FRAUD, "Cat3.2"), &[], packet::create_session),
    entry("create-context", G, (FRAUD, "Cat3.2"), &[], packet::create_context),
    entry("sgsn-context", G, (IDENTITY, "Cat1"), &["auth-vectors", "imsi"], packet::sgsn_context),
    entry("echo-probe", G, (RECONNAISSANCE, "none"), &[], packet::echo_probe),
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
