//! Campaigns, as a scenario file says them.

use serde::Deserialize;

use super::Moment;

/// A campaign: who, from where, whom, how and when.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Campaign {
    /// Name.
    pub(crate) name: String,
    /// Who is behind it.
    pub(crate) actor: String,
    /// `published` where its values are published ones.
    #[serde(default)]
    pub(crate) published: bool,
    /// Patterns that it is meant to show (numbers of the documentation).
    #[serde(default)]
    pub(crate) patterns: Vec<u8>,
    /// First moment; the scenario's where absent.
    #[serde(default)]
    pub(crate) from: Option<Moment>,
    /// Last moment; the scenario's where absent.
    #[serde(default)]
    pub(crate) to: Option<Moment>,
    /// Whom.
    #[serde(default)]
    pub(crate) targets: Targets,
    /// From where.
    #[serde(default)]
    pub(crate) origins: Vec<Source>,
    /// What is sent to one target at one occasion, in this order. Names of moves.
    #[serde(default)]
    pub(crate) moves: Vec<String>,
    /// Between two moves: `2s`, or `2s-40s`.
    #[serde(default)]
    pub(crate) gap: Option<String>,
    /// Occasions a day, over all targets.
    #[serde(default)]
    pub(crate) per_day: Option<f64>,
    /// Occasions in all, evenly spread; instead of `per_day`.
    #[serde(default)]
    pub(crate) occasions: Option<u64>,
    /// How occasions lie in time.
    #[serde(default)]
    pub(crate) cadence: Cadence,
    /// How addresses are chosen.
    #[serde(default)]
    pub(crate) rotation: Rotation,
    /// How transaction identifiers are chosen.
    #[serde(default)]
    pub(crate) identifiers: Identifiers,
    /// Unusual forms of encoding, by name, one after the other.
    #[serde(default)]
    pub(crate) forms: Vec<String>,
    /// What stands in messages, where it is not chosen for them.
    #[serde(default)]
    pub(crate) contents: Contents,
    /// How requests end, in parts of the whole: `{ answered = 60, refused = 30, unanswered = 10 }`.
    #[serde(default)]
    pub(crate) answers: Answers,
    /// Explicit steps instead of occasions.
    #[serde(default, rename = "step")]
    pub(crate) steps: Vec<Step>,
}

/// Whom a campaign is aimed at.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Targets {
    /// How many.
    pub(crate) count: u32,
    /// Who they are.
    pub(crate) who: Who,
    /// Name of the campaign whose first targets these are, instead of own ones.
    pub(crate) like: Option<String>,
    /// Identities as published, instead of invented ones.
    pub(crate) imsis: Vec<String>,
    /// Network abroad where they are all the time, in one place.
    pub(crate) at: Option<String>,
    /// Each target is asked for at most so many times, one after the other; 0: no limit.
    pub(crate) at_most: u32,
}

impl Default for Targets {
    fn default() -> Self {
        Self { count: 1, who: Who::Travellers, like: None, imsis: Vec::new(), at: None, at_most: 0 }
    }
}

/// Who the targets are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Who {
    /// Subscribers of the home network who stay there.
    Residents,
    /// Those who travel, wherever they are.
    Travellers,
    /// Those who travel, only while they are abroad.
    Abroad,
    /// One identity after the other, whether or not it is assigned.
    Range,
    /// Subscribers of the network that asks, while they are guests of the home network.
    Guests,
}

/// Addresses of one operator that a campaign uses.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    /// Operator that holds them.
    pub(crate) operator: String,
    /// How many, where they are not named.
    #[serde(default = "one32")]
    pub(crate) addresses: u32,
    /// Number of the first of them: campaigns that give different numbers share no address.
    #[serde(default)]
    pub(crate) first: u32,
    /// Global Titles.
    #[serde(default)]
    pub(crate) titles: Vec<String>,
    /// Hosts.
    #[serde(default)]
    pub(crate) hosts: Vec<String>,
    /// IP address of packet traffic, where it is none of the operator's.
    #[serde(default)]
    pub(crate) ip: Option<std::net::Ipv4Addr>,
    /// Origin-Realm, where it is not that of the host.
    #[serde(default)]
    pub(crate) realm: Option<String>,
    /// Part of the whole.
    #[serde(default = "one_whole")]
    pub(crate) share: f64,
    /// Moves that come from here; all where empty.
    #[serde(default)]
    pub(crate) moves: Vec<String>,
    /// Carrier that brings them, where it is not the operator's.
    #[serde(default)]
    pub(crate) carrier: Option<String>,
    /// Route-Record that stands in every request.
    #[serde(default)]
    pub(crate) route_record: Option<String>,
    /// First moment of use.
    #[serde(default)]
    pub(crate) from: Option<Moment>,
    /// Last moment of use.
    #[serde(default)]
    pub(crate) to: Option<Moment>,
}

/// How occasions lie in time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Cadence {
    /// By chance, all day.
    #[default]
    Random,
    /// By chance, in office hours of the first origin.
    Office,
    /// At fixed distances.
    Regular,
    /// All at once, as fast as `gap` says.
    Burst,
}

/// How addresses are chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Rotation {
    /// By share, one address an occasion.
    #[default]
    Occasion,
    /// Another one for every message, in order.
    Message,
    /// Every occasion from one address of each origin.
    All,
}

/// How transaction identifiers are chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Identifiers {
    /// By chance.
    #[default]
    Random,
    /// One counter for all addresses.
    Shared,
    /// The target's identity stands in the Session-Id.
    Leaky,
}

/// What stands in messages.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Contents {
    /// Number that a request gives as that of the asking node (switch, centre, location service);
    /// the address it comes from where absent.
    pub(crate) inside: Option<String>,
    /// Sender of short messages: digits, or a name.
    pub(crate) sender: Option<String>,
    /// Centre that a SIM card is told to send to.
    pub(crate) centre: Option<String>,
    /// Where calls are forwarded to.
    pub(crate) forward_to: Option<String>,
}

/// How requests end.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Answers {
    /// Answered.
    pub(crate) answered: u32,
    /// Refused.
    pub(crate) refused: u32,
    /// Nothing comes back.
    pub(crate) unanswered: u32,
}

impl Default for Answers {
    fn default() -> Self {
        Self { answered: 60, refused: 30, unanswered: 10 }
    }
}

/// One explicit step of a campaign.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Step {
    /// When, RFC 3339.
    pub(crate) at: Moment,
    /// What.
    pub(crate) r#move: String,
    /// Name of the operator, of a title or of a host among the origins.
    pub(crate) from: String,
    /// How many times.
    #[serde(default = "one32")]
    pub(crate) times: u32,
    /// Until when the repetitions are spread.
    #[serde(default)]
    pub(crate) until: Option<Moment>,
    /// Which target, from 0.
    #[serde(default)]
    pub(crate) target: u32,
    /// How it ends: `answered` `refused` `unanswered`; by the campaign's parts where absent.
    #[serde(default)]
    pub(crate) ends: Option<String>,
}

fn one32() -> u32 {
    1
}

fn one_whole() -> f64 {
    1.0
}
