//! The scenario file: what a person writes to describe a world and what happens in it.
//!
//! TOML. Every table is optional; an unknown key is an error. What is left out comes from the
//! standard world (`worlds/standard.toml`), which is written in the same language.

mod check;
mod time;

use serde::{Deserialize, Serialize};

pub use check::FileError;
pub(crate) use time::{Moment, Span};

/// The world that scenarios start from.
const STANDARD: &str = include_str!("../worlds/standard.toml");

/// A scenario.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Name, as reports call it.
    pub name: String,
    /// What it is about, for a person.
    #[serde(default)]
    pub about: String,
    /// Where published values come from; absent where everything is invented.
    #[serde(default)]
    pub source: Option<String>,
    /// First moment: a day or a time (RFC 3339).
    pub(crate) start: Moment,
    /// How long it lasts: `90s`, `5m`, `2h`, `3d`, `8w`.
    pub(crate) lasts: Span,
    /// What decides every byte; `--seed` replaces it.
    #[serde(default = "one")]
    pub seed: u64,
    /// Whether operators, carriers and companies of the standard world are there.
    #[serde(default = "yes")]
    pub(crate) standard_world: bool,
    /// How captures are cut.
    #[serde(default)]
    pub(crate) output: Output,
    /// The network whose edge is captured.
    #[serde(default)]
    pub(crate) home: Option<Operator>,
    /// Who lives there.
    #[serde(default)]
    pub(crate) people: People,
    /// Legitimate traffic that looks like attacks, by name of habit: how many of them, 0 for none;
    /// `others` stands for all that are not named.
    #[serde(default)]
    pub(crate) habits: std::collections::BTreeMap<String, u32>,
    /// Other networks.
    #[serde(default, rename = "operator")]
    pub(crate) operators: Vec<Operator>,
    /// Who carries signalling between networks.
    #[serde(default, rename = "carrier")]
    pub(crate) carriers: Vec<Carrier>,
    /// What is to be found.
    #[serde(default, rename = "campaign")]
    pub(crate) campaigns: Vec<Campaign>,
}

/// How captures are cut.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Output {
    /// Largest size of a capture file, MiB.
    pub(crate) file_mib: u64,
    /// Whether a new file begins with every day (UTC).
    pub(crate) daily: bool,
    /// Of which messages `truth.jsonl` has a line: `all`, or `attacks` only.
    pub(crate) truth: Lines,
}

impl Default for Output {
    fn default() -> Self {
        Self { file_mib: 256, daily: false, truth: Lines::All }
    }
}

/// Of which messages there are lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Lines {
    /// All.
    All,
    /// Those of attacks.
    Attacks,
}

/// A network.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Operator {
    /// Name; campaigns and carriers refer to it.
    pub(crate) name: String,
    /// TADIG code.
    pub(crate) tadig: String,
    /// Country, ISO 3166 alpha-2.
    pub(crate) country: String,
    /// Network code, `MCC-MNC`.
    pub(crate) plmn: String,
    /// First digits of the numbers of its nodes, E.164.
    pub(crate) titles: String,
    /// First digits of the numbers of its subscribers, E.164.
    #[serde(default)]
    pub(crate) numbers: String,
    /// Digits of a whole number.
    #[serde(default = "twelve")]
    pub(crate) digits: usize,
    /// First digits of mobile Global Titles (E.214) of its registers, where they are not those of its nodes.
    #[serde(default)]
    pub(crate) mobile_titles: Option<String>,
    /// Realm, where it is not that of the network code.
    #[serde(default)]
    pub(crate) realm: Option<String>,
    /// Carrier that brings its signalling.
    #[serde(default)]
    pub(crate) carrier: String,
    /// Whether a roaming agreement exists: whether travellers go there and guests come from there.
    #[serde(default)]
    pub(crate) partner: bool,
    /// Whether it borders on the home network: commuters go there.
    #[serde(default)]
    pub(crate) neighbour: bool,
    /// Whether it has a 4G network.
    #[serde(default = "yes")]
    pub(crate) lte: bool,
    /// What it is, where it is no ordinary network.
    #[serde(default)]
    pub(crate) kind: Kind,
    /// Ways of encoding, all legal, by name.
    #[serde(default)]
    pub(crate) dialect: Vec<Dialect>,
    /// Carrier it changes to, and when.
    #[serde(default)]
    pub(crate) moves_to: Option<String>,
    /// When it changes carrier.
    #[serde(default)]
    pub(crate) moves_on: Option<Moment>,
    /// Whether its values are published ones.
    #[serde(default)]
    pub(crate) published: bool,
}

/// What an operator is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    /// A mobile network.
    #[default]
    Network,
    /// A network on ships and aircraft (country code 901).
    Aboard,
    /// A hub that speaks for other networks with its own addresses.
    Hub,
    /// Sponsors identities used by other companies in many countries.
    Sponsor,
    /// Sells short messages of companies.
    Aggregator,
    /// Tests networks with its own subscriptions.
    Tester,
    /// Belongs to the same company as the home network.
    Sister,
    /// Has subscribers, and uses the nodes of another network: its titles are those of that network.
    Virtual,
}

/// A legal way of encoding that not everybody uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Dialect {
    /// Speaks version 2 of most contexts.
    Version2,
    /// Short messages in version 1, without a dialogue portion.
    Version1Sms,
    /// Outer lengths of TCAP are indefinite.
    Indefinite,
    /// Opens dialogues of short messages with an empty BEGIN.
    EmptyBegin,
    /// Sends subscriber data in several invokes.
    SplitData,
    /// Names the protocol version in the dialogue portion.
    ProtocolVersion,
    /// Gives results in parts: one that is not the last, and an empty last one.
    ResultParts,
    /// Addresses home registers by mobile Global Title (E.214).
    Mgt,
    /// Reaches 4G subscribers over an interworking function (MAP from an MME).
    Interworking,
}

/// Who carries signalling.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Carrier {
    /// Name; operators refer to it.
    pub(crate) name: String,
    /// Its point code towards the home network.
    pub(crate) point_code: u32,
    /// Whether its links are ANSI.
    #[serde(default)]
    pub(crate) ansi: bool,
    /// Its Diameter agent.
    pub(crate) host: String,
    /// Realm of the agent.
    pub(crate) realm: String,
    /// Whether its Diameter connection is one of TCP, else of SCTP.
    #[serde(default)]
    pub(crate) tcp: bool,
    /// Carrier over which it reaches the home network, where it has no link of its own.
    #[serde(default)]
    pub(crate) via: Option<String>,
}

/// Who lives in the world. Numbers of people, before `--scale`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct People {
    /// Subscribers of the home network who stay at home.
    pub(crate) residents: u32,
    /// Those who travel: some weeks a year abroad, in this world some of them at any time.
    pub(crate) travellers: u32,
    /// Those who cross a border twice on workdays.
    pub(crate) commuters: u32,
    /// Those who fly from country to country.
    pub(crate) flyers: u32,
    /// Those on ships and aircraft.
    pub(crate) sailors: u32,
    /// Things that never move, abroad.
    pub(crate) devices: u32,
    /// Subscribers of other networks who are in the home network.
    pub(crate) guests: u32,
    /// How much people do; 1 is usual.
    pub(crate) activity: f64,
}

impl Default for People {
    fn default() -> Self {
        Self {
            residents: 2000,
            travellers: 600,
            commuters: 40,
            flyers: 20,
            sailors: 15,
            devices: 60,
            guests: 400,
            activity: 1.0,
        }
    }
}

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

fn one() -> u64 {
    1
}

fn one32() -> u32 {
    1
}

fn one_whole() -> f64 {
    1.0
}

fn twelve() -> usize {
    12
}

fn yes() -> bool {
    true
}
