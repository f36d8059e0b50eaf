//! Networks, carriers and people, as a scenario file says them.

use serde::{Deserialize, Serialize};

use super::{Moment, yes};

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

fn twelve() -> usize {
    12
}
