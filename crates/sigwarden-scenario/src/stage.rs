//! The stage: what procedures and attacks say, when, and what it really is.
//!
//! Whoever acts writes whole procedures ahead of time; [`Stage::until`] hands out what was said in
//! the order of time. Nothing is framed here: numbers of transport follow from that order.

mod diameter;
mod gtp;
mod ss7;

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::sync::Arc;

use sigwarden_emit::random::Random;
use sigwarden_emit::sccp;

use crate::agenda::Agenda;
use crate::attack::Form;
use crate::operation::{Op, Shown};
use crate::short::Short;
use crate::world::{Subject, World};

use ss7::{Context, Portion};

pub(crate) use diameter::Peering;
pub(crate) use ss7::{Ask, Component, Package, Reply};

/// A millisecond, in the unit of all times: nanoseconds.
pub(crate) const MILLISECOND: u64 = 1_000_000;
/// A second.
pub(crate) const SECOND: u64 = 1_000 * MILLISECOND;

/// What a message is, as lines of the truth call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// TCAP invoke.
    Invoke,
    /// TCAP result.
    Result,
    /// TCAP error.
    Error,
    /// Diameter or GTP request.
    Request,
    /// Diameter or GTP answer.
    Answer,
}

impl Kind {
    /// As output lines call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Invoke => "invoke",
            Self::Result => "result",
            Self::Error => "error",
            Self::Request => "request",
            Self::Answer => "answer",
        }
    }
}

/// Why something is said.
#[derive(Clone, Debug)]
pub(crate) enum Cause {
    /// A procedure of ordinary life.
    Legitimate(&'static str),
    /// An attack.
    Attack(Arc<AttackTruth>),
}

/// What is true of one attack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AttackTruth {
    /// Number of the campaign, and of the attack in it.
    pub(crate) id: (usize, u64),
    /// Name of the move.
    pub(crate) r#move: &'static str,
    /// Kind of threat.
    pub(crate) threat: &'static str,
    /// Category.
    pub(crate) category: &'static str,
    /// How it ends.
    pub(crate) outcome: &'static str,
    /// What the answer gives away.
    pub(crate) disclosed: &'static [&'static str],
}

/// The address that asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Asker {
    /// Global Title.
    Title(Short),
    /// Origin-Host and Origin-Realm.
    Host(Arc<str>, Arc<str>),
    /// IP address.
    Ip(Ipv4Addr),
}

/// Who holds an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holder {
    /// A network.
    Network(usize),
    /// A carrier.
    Carrier(usize),
}

/// What all messages of a dialogue share.
#[derive(Clone, Debug)]
pub(crate) struct Common {
    /// Number of the dialogue.
    pub(crate) number: u64,
    /// Whom it is about; nobody in messages between nodes.
    pub(crate) subject: Option<Subject>,
    /// Who asked.
    pub(crate) asker: Asker,
    /// Who holds the asker's address.
    pub(crate) holder: Holder,
    /// Why.
    pub(crate) cause: Cause,
}

/// What one operation of a message is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    /// Operation.
    pub(crate) op: &'static Op,
    /// Invoke, result, …
    pub(crate) kind: Kind,
    /// Identities in this message.
    pub(crate) shown: Shown,
    /// Unusual form.
    pub(crate) form: Option<&'static str>,
}

/// How a message travels.
#[derive(Clone, Debug)]
pub(crate) enum Carriage {
    /// Over MTP3 and SCCP.
    Ss7 {
        /// Carrier whose link it is.
        carrier: usize,
        /// Which of the two transfer points at home.
        point: usize,
        /// Whether it goes home.
        to_home: bool,
        /// Called party.
        called: sccp::Address,
        /// Calling party.
        calling: sccp::Address,
        /// TCAP message.
        tcap: Vec<u8>,
        /// Signalling link selection.
        sls: u8,
    },
    /// Over the connection of two Diameter agents.
    Diameter {
        /// Carrier whose agent it is.
        carrier: usize,
        /// Whether it goes home.
        to_home: bool,
        /// Message.
        octets: Vec<u8>,
    },
    /// In a datagram.
    Gtp {
        /// From.
        source: Ipv4Addr,
        /// To.
        destination: Ipv4Addr,
        /// Message.
        octets: Vec<u8>,
    },
}

/// A message at its time.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    /// Nanoseconds since 1970.
    pub(crate) time: u64,
    /// How it travels.
    pub(crate) carriage: Carriage,
    /// Of its dialogue.
    pub(crate) common: Arc<Common>,
    /// Whether it opens its dialogue.
    pub(crate) opens: bool,
    /// What it is; messages of this world have two operations at most.
    pub(crate) lines: [Option<Line>; 2],
}

/// How identifiers of transactions are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Numbers {
    /// Every node counts by itself.
    Nodes,
    /// By chance.
    Random,
    /// One counter for all.
    Shared(u32),
}

/// What procedures write on.
pub(crate) struct Stage<'w> {
    /// The world.
    pub(crate) world: &'w World,
    /// Chance of whoever acts now.
    pub(crate) random: Random,
    /// Why things are said now.
    pub(crate) cause: Cause,
    /// How transactions are numbered now.
    pub(crate) numbers: Numbers,
    /// The unusual form of the next request.
    pub(crate) form: Option<Form>,
    now: u64,
    sequence: u64,
    dialogues: u64,
    /// Order, and place among the messages that wait.
    order: Agenda<(u64, usize)>,
    waiting: Vec<Option<Said>>,
    free: Vec<usize>,
    portions: HashMap<(Context, Portion), Vec<u8>>,
    transactions: HashMap<(Short, u8), u32>,
    hops: HashMap<(usize, bool), u32>,
    ends: HashMap<u32, u32>,
    sessions: u64,
    tunnels: HashMap<Ipv4Addr, u32>,
}

impl<'w> Stage<'w> {
    /// An empty stage.
    pub(crate) fn new(world: &'w World) -> Self {
        Self {
            world,
            random: Random::new(world.seed),
            cause: Cause::Legitimate("nothing"),
            numbers: Numbers::Nodes,
            form: None,
            now: 0,
            sequence: 0,
            dialogues: 0,
            order: Agenda::new(),
            waiting: Vec::new(),
            free: Vec::new(),
            portions: HashMap::new(),
            transactions: HashMap::new(),
            hops: HashMap::new(),
            ends: HashMap::new(),
            sessions: 0,
            tunnels: HashMap::new(),
        }
    }

    /// Somebody acts now, for this reason, with this chance.
    pub(crate) fn enter(&mut self, time: u64, random: Random, procedure: &'static str) {
        self.now = time;
        self.random = random;
        self.cause = Cause::Legitimate(procedure);
        self.numbers = Numbers::Nodes;
        self.form = None;
    }

    /// The procedure that is acted now.
    pub(crate) fn procedure(&mut self, name: &'static str) {
        self.cause = Cause::Legitimate(name);
    }

    /// Nanoseconds since 1970, where the procedure is.
    pub(crate) fn now(&self) -> u64 {
        self.now
    }

    /// Goes back to a time that was before: somebody else acts meanwhile.
    pub(crate) fn back_to(&mut self, time: u64) {
        self.now = time;
    }

    /// Lets somebody else act meanwhile, as nodes do; then the time and the reason are those of before.
    pub(crate) fn aside(&mut self, act: impl FnOnce(&mut Self)) {
        let (now, cause, numbers) = (self.now, self.cause.clone(), self.numbers);
        self.numbers = Numbers::Nodes;
        act(self);
        (self.now, self.cause, self.numbers) = (now, cause, numbers);
    }

    /// Lets nanoseconds pass.
    pub(crate) fn wait(&mut self, nanoseconds: u64) {
        self.now += nanoseconds;
    }

    /// Lets some milliseconds pass, by chance between two bounds.
    pub(crate) fn pause(&mut self, low: u64, high: u64) {
        let milliseconds = self.random.between(low, high);
        let rest = self.random.below(MILLISECOND);
        self.wait(milliseconds * MILLISECOND + rest);
    }

    /// Lets the time of an answer pass: mostly tens of milliseconds, sometimes seconds.
    pub(crate) fn think(&mut self) {
        let limit = if self.random.chance(20) { 2_500 } else { 220 };
        self.pause(4, limit);
    }

    /// Some octets by chance: vectors, identities of places.
    pub(crate) fn octets(&mut self, count: usize) -> Vec<u8> {
        let mut out = Vec::with_capacity(count + 8);
        while out.len() < count {
            out.extend(self.random.bits().to_be_bytes());
        }
        out.truncate(count);
        out
    }

    /// Hands out the next message that was said before `time`.
    pub(crate) fn until(&mut self, time: u64) -> Option<Said> {
        let (_, (_, place)) = self.order.next_before(time)?;
        self.free.push(place);
        self.waiting[place].take()
    }

    fn common(&mut self, subject: Option<Subject>, asker: Asker, holder: Holder) -> Arc<Common> {
        self.dialogues += 1;
        Arc::new(Common { number: self.dialogues, subject, asker, holder, cause: self.cause.clone() })
    }

    fn push(&mut self, carriage: Carriage, common: &Arc<Common>, opens: bool, lines: [Option<Line>; 2]) {
        self.sequence += 1;
        let said = Said { time: self.now, carriage, common: Arc::clone(common), opens, lines };
        let place = self.free.pop().unwrap_or_else(|| {
            self.waiting.push(None);
            self.waiting.len() - 1
        });
        self.order.add(self.now, (self.sequence, place));
        self.waiting[place] = Some(said);
        self.now += 10_000;
    }
}
