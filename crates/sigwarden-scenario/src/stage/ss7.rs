//! Dialogues of TCAP.

use std::sync::Arc;

use sigwarden_emit::map::{context_number, error};
use sigwarden_emit::sccp::{Address, GlobalTitle};
use sigwarden_emit::tcap::{self, Dialogue, Message};
use sigwarden_emit::{ber, cap};

use super::{Asker, Carriage, Cause, Common, Holder, Kind, Line, Numbers, SECOND, Stage};
use crate::attack::Form;
use crate::element::taken_apart;
use crate::file::Dialect;
use crate::operation::{Op, Shown, Stack};
use crate::world::{HOME, Party, Plan, Subject};

/// Nature of address: international.
const INTERNATIONAL: u8 = 4;
/// Translation type of subscribers' identities in North America.
const ANSI_IDENTITY: u8 = 9;
/// Translation type of numbers in North America.
const ANSI_NUMBER: u8 = 14;

/// What a message of a dialogue is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Package {
    /// Opens it.
    Begin,
    /// Goes on.
    Continue,
    /// Ends it.
    End,
    /// Breaks it off.
    Abort,
}

/// A component of a message, and what it is.
pub(crate) struct Component {
    op: &'static Op,
    kind: Kind,
    shown: Shown,
    octets: Vec<u8>,
}

impl Component {
    /// Invoke.
    pub(crate) fn invoke(id: i8, op: &'static Op, argument: &[u8]) -> Self {
        Self { op, kind: Kind::Invoke, shown: op.asks, octets: tcap::invoke(id, op.code, argument) }
    }

    /// Result with a parameter; an empty one says only "done".
    pub(crate) fn result(id: i8, op: &'static Op, parameter: &[u8]) -> Self {
        if parameter.is_empty() {
            return Self { op, kind: Kind::Result, shown: Shown::NONE, octets: tcap::return_result_last_empty(id) };
        }
        Self { op, kind: Kind::Result, shown: op.tells, octets: tcap::return_result_last(id, op.code, parameter) }
    }

    /// Result that is not the last.
    pub(crate) fn part(id: i8, op: &'static Op, parameter: &[u8]) -> Self {
        Self { octets: tcap::return_result_not_last(id, op.code, parameter), ..Self::result(id, op, parameter) }
    }

    /// Error.
    pub(crate) fn error(id: i8, op: &'static Op, code: i64, parameter: &[u8]) -> Self {
        Self { op, kind: Kind::Error, shown: Shown::NONE, octets: tcap::return_error(id, code, parameter) }
    }

    /// The same with other identities in it.
    pub(crate) fn showing(self, shown: Shown) -> Self {
        Self { shown, ..self }
    }

    /// The same with other octets.
    pub(crate) fn with(self, octets: Vec<u8>) -> Self {
        Self { octets, ..self }
    }
}

/// Application context of a dialogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Context {
    /// MAP: number and version.
    Map(u64, u64),
    /// CAP of calls, phase 2.
    Cap,
}

impl Context {
    fn arcs(self) -> Vec<u64> {
        match self {
            Self::Map(number, version) => sigwarden_emit::map::context(number, version).to_vec(),
            Self::Cap => cap::CONTEXT_PHASE_2.to_vec(),
        }
    }
}

/// Dialogue portions that come again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Portion {
    /// Request.
    Request,
    /// Request that names the protocol version.
    Versioned,
    /// Acceptance.
    Accepted,
}

/// A dialogue that goes on.
pub(crate) struct Talk {
    /// Who began, who answers.
    pub(crate) ends: [Party; 2],
    ids: [Option<Vec<u8>>; 2],
    context: Option<Context>,
    accepted: bool,
    refused: Option<Context>,
    references: Option<Vec<u8>>,
    common: Arc<Common>,
    point: usize,
    form: Option<Form>,
}

impl Talk {
    /// Names the subscriber in the dialogue's destination reference (as an E.212 address).
    pub(crate) fn about(&mut self, imsi: &str) {
        self.references = Some(ber::address(0x96, imsi));
    }

    /// The question of the dialogue, in its unusual form if it has one.
    pub(crate) fn question(&mut self, op: &'static Op, argument: &[u8]) -> Component {
        let question = || Component::invoke(1, op, argument);
        let disguised = self.form.and_then(|form| form.disguise(question(), op, argument));
        if disguised.is_none() {
            self.form = None;
        }
        disguised.unwrap_or_else(question)
    }

    /// The context will be refused, because only this version is spoken.
    pub(crate) fn refuse(&mut self, version: u64) {
        if let Some(Context::Map(number, _)) = self.context {
            self.refused = Some(Context::Map(number, version));
        }
    }

    /// The same in another version of the context; version 1 has no dialogue portion.
    pub(crate) fn in_version(&mut self, version: u64) {
        if version == 1 {
            self.context = None;
        } else if let Some(Context::Map(number, _)) = self.context {
            self.context = Some(Context::Map(number, version));
        }
    }
}

/// How a question ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reply {
    /// Result with this parameter.
    Result(Vec<u8>),
    /// Result without parameter.
    Done,
    /// Error with this code.
    Error(i64),
    /// Nothing.
    Silence,
}

/// A dialogue of one operation.
pub(crate) struct Ask<'a> {
    /// Who asks.
    pub(crate) from: Party,
    /// Who is asked.
    pub(crate) to: Party,
    /// What.
    pub(crate) op: &'static Op,
    /// Parameter.
    pub(crate) argument: &'a [u8],
    /// Whom it is about.
    pub(crate) subject: Option<Subject>,
    /// How it ends.
    pub(crate) reply: Reply,
    /// Who answers, where it is somebody else.
    pub(crate) answered_by: Option<Party>,
}

impl Stage<'_> {
    /// Opens a dialogue; nothing is said yet.
    pub(crate) fn talk(&mut self, from: Party, to: Party, op: &'static Op, subject: Option<Subject>) -> Talk {
        let common = self.common(subject, Asker::Title(from.title), Holder::Network(from.network));
        let context = match op.stack {
            Stack::Map(number, version) => Context::Map(number, version),
            _ => Context::Cap,
        };
        let point = (common.number % 2) as usize;
        let form = self.form.take();
        Talk {
            ends: [from, to],
            ids: [None, None],
            context: Some(context),
            accepted: false,
            refused: None,
            references: None,
            common,
            point,
            form,
        }
    }

    /// Says something in a dialogue. `end`: 0 who began, 1 who answers.
    pub(crate) fn say(&mut self, talk: &mut Talk, end: usize, package: Package, components: Vec<Component>) {
        let speaker = talk.ends[end];
        if talk.ids[end].is_none() && matches!(package, Package::Begin | Package::Continue) {
            let id = match talk.form {
                Some(Form::LongTransaction) if end == 0 => self.octets(6),
                _ => self.transaction(speaker, end == 0).to_vec(),
            };
            talk.ids[end] = Some(id);
        }
        let own = talk.ids[end].clone().unwrap_or_default();
        let peer = talk.ids[1 - end].clone().unwrap_or_default();
        let mut message = match package {
            Package::Begin => Message::begin(&own),
            Package::Continue => Message::r#continue(&own, &peer),
            Package::End => Message::end(&peer),
            Package::Abort => Message::abort(&peer),
        };
        if let Some(portion) = self.portion(talk, end, package) {
            message = message.dialogue(portion);
        }
        let form = (package == Package::Begin).then_some(talk.form).flatten();
        // The answer names the long identifier too.
        let name = form.or(talk.form.filter(|form| *form == Form::LongTransaction)).map(Form::name);
        let mut lines = [None; 2];
        for (place, component) in components.into_iter().enumerate() {
            if let Some(line) = lines.get_mut(place) {
                *line = Some(Line { op: component.op, kind: component.kind, shown: component.shown, form: name });
            }
            message = message.component(component.octets);
        }
        let tcap = message.encode();
        let tcap = match form {
            Some(form) => form.reshape(tcap),
            None if self.world.networks[speaker.network].speaks(Dialect::Indefinite) => indefinite(tcap),
            None => tcap,
        };
        self.send(talk, end, package == Package::Begin, tcap, lines);
    }

    fn portion(&mut self, talk: &mut Talk, end: usize, package: Package) -> Option<Vec<u8>> {
        let context = talk.context?;
        if package == Package::Abort {
            // Who refuses a context names the version that he speaks (TS 29.002 5.1, 7.3).
            return Some(match talk.refused {
                Some(alternative) => Dialogue::rejected(&alternative.arcs()).encode(),
                None => tcap::abrt(0),
            });
        }
        let first = if end == 0 { package == Package::Begin } else { !std::mem::replace(&mut talk.accepted, true) };
        if !first {
            return None;
        }
        let versioned = self.world.networks[talk.ends[0].network].speaks(Dialect::ProtocolVersion);
        if end == 0 && (talk.form == Some(Form::LongContext) || talk.references.is_some()) {
            return Some(special(talk, context, versioned));
        }
        let portion = match end {
            1 => Portion::Accepted,
            _ if versioned => Portion::Versioned,
            _ => Portion::Request,
        };
        let known = self.portions.entry((context, portion)).or_insert_with(|| match portion {
            Portion::Accepted => Dialogue::accepted(&context.arcs()).encode(),
            Portion::Versioned => Dialogue::request(&context.arcs()).protocol_version().encode(),
            Portion::Request => Dialogue::request(&context.arcs()).encode(),
        });
        Some(known.clone())
    }

    fn send(&mut self, talk: &Talk, end: usize, opens: bool, tcap: Vec<u8>, lines: [Option<Line>; 2]) {
        let (from, to) = (talk.ends[end], talk.ends[1 - end]);
        let to_home = to.network == HOME;
        let outside = if to_home { from } else { to };
        let carrier = outside.carrier.unwrap_or_else(|| self.world.networks[outside.network].carrier(self.now()));
        let carrier = self.world.last_carrier(carrier);
        let ansi = self.world.carriers[carrier].ansi;
        let mut called = address(&to, ansi);
        match talk.form {
            _ if !opens => {}
            Some(Form::NoSubsystem) if end == 0 => called.ssn = None,
            Some(Form::WrongSubsystem) if end == 0 => called.ssn = Some(0xfe),
            _ => {}
        }
        let sls = (talk.common.number % 16) as u8;
        let calling = address(&from, ansi);
        let carriage = Carriage::Ss7 { carrier, point: talk.point, to_home, called, calling, tcap, sls };
        self.push(carriage, &talk.common, opens, lines);
    }

    /// The next transaction identifier of a node; who opens an attack has ways of its own.
    fn transaction(&mut self, of: Party, opens: bool) -> [u8; 4] {
        let attacks = opens && matches!(self.cause, Cause::Attack(_)) && of.network != HOME;
        match &mut self.numbers {
            _ if !attacks => self.counted(of),
            Numbers::Random => (self.random.bits() as u32).to_be_bytes(),
            Numbers::Shared(count) => {
                *count = count.wrapping_add(1);
                count.to_be_bytes()
            }
            Numbers::Nodes => self.counted(of),
        }
    }

    /// Every node counts by itself, from a number that follows from its title.
    fn counted(&mut self, of: Party) -> [u8; 4] {
        let first = sigwarden_emit::transport::crc32c(of.title.as_bytes()) & 0x3fff_ffff;
        let count = self.transactions.entry((of.title, of.ssn)).or_insert(first);
        *count = count.wrapping_add(1);
        count.to_be_bytes()
    }

    /// A dialogue of one operation. In ordinary life some go wrong: errors, aborts, silence and
    /// another try. Returns whether it went well.
    pub(crate) fn ask(&mut self, ask: Ask<'_>) -> bool {
        let chance = if matches!(self.cause, Cause::Attack(_)) { 1000 } else { self.random.below(1000) };
        match chance {
            0..3 => {
                self.once(&ask, &Reply::Silence, None);
                self.wait(8 * SECOND);
                self.once(&ask, &ask.reply, None)
            }
            3..5 => self.once(&ask, &Reply::Silence, Some(Package::Abort)),
            5..9 => self.once(&ask, &Reply::Error(error::SYSTEM_FAILURE), None),
            _ => self.once(&ask, &ask.reply, None),
        }
    }

    fn once(&mut self, ask: &Ask<'_>, reply: &Reply, ending: Option<Package>) -> bool {
        let mut talk = self.talk(ask.from, ask.to, ask.op, ask.subject);
        let old = |party: Party| self.world.networks[party.network].speaks(Dialect::Version2);
        let (asks_old, is_old) = (old(ask.from), old(ask.to));
        if let Stack::Map(number, _) = ask.op.stack
            && (asks_old || is_old)
            && OLD.contains(&number)
        {
            if is_old && !asks_old && self.random.chance(100) {
                talk.refuse(2);
                let question = talk.question(ask.op, ask.argument);
                self.say(&mut talk, 0, Package::Begin, vec![question]);
                self.think();
                self.say(&mut talk, 1, Package::Abort, Vec::new());
                self.pause(5, 40);
                talk = self.talk(ask.from, ask.to, ask.op, ask.subject);
            }
            talk.in_version(2);
        }
        let question = talk.question(ask.op, ask.argument);
        self.say(&mut talk, 0, Package::Begin, vec![question]);
        self.think();
        if let Some(by) = ask.answered_by {
            talk.ends[1] = by;
        }
        let answer = match reply {
            Reply::Silence => {
                if let Some(package) = ending {
                    self.say(&mut talk, 1, package, Vec::new());
                }
                return false;
            }
            Reply::Error(code) => Component::error(1, ask.op, *code, &[]),
            Reply::Done => Component::result(1, ask.op, &[]),
            Reply::Result(parameter) => Component::result(1, ask.op, parameter),
        };
        self.say(&mut talk, 1, Package::End, vec![answer]);
        matches!(reply, Reply::Done | Reply::Result(_))
    }
}

/// A request with something of its own: an arc more, or the subscriber as destination.
fn special(talk: &Talk, context: Context, versioned: bool) -> Vec<u8> {
    let mut arcs = context.arcs();
    if talk.form == Some(Form::LongContext) {
        arcs.push(0);
    }
    let mut request = Dialogue::request(&arcs);
    if versioned {
        request = request.protocol_version();
    }
    if let Some(reference) = &talk.references {
        request = request.map_open(Some(reference), None);
    }
    request.encode()
}

/// Contexts that old nodes speak in version 2, with parameters of the same shape.
const OLD: &[u64] = &[context_number::ROAMING_NB_ENQUIRY, context_number::SUBSCRIBER_DATA_MNGT];

fn address(party: &Party, ansi: bool) -> Address {
    let digits = || (*party.title).to_owned();
    let title = match (party.plan, ansi) {
        (Plan::E164, false) => GlobalTitle::Full(0, 1, INTERNATIONAL, digits()),
        (Plan::E214, false) => GlobalTitle::Full(0, 7, INTERNATIONAL, digits()),
        (Plan::E212, false) => GlobalTitle::Full(0, 6, INTERNATIONAL, digits()),
        // With the encoding scheme: without it, an odd last digit looks like one more.
        (Plan::E212, true) => GlobalTitle::TranslationPlan(ANSI_IDENTITY, 6, digits()),
        (Plan::E214, true) => GlobalTitle::TranslationPlan(ANSI_NUMBER, 7, digits()),
        (Plan::E164, true) => GlobalTitle::TranslationPlan(ANSI_NUMBER, 1, digits()),
    };
    Address { ansi, ssn: Some(party.ssn), global_title: Some(title), ..Address::default() }
}

/// The same message with an indefinite length outside (X.690 8.1.3.6).
fn indefinite(message: Vec<u8>) -> Vec<u8> {
    match taken_apart(&message) {
        Some((tag, content)) => ber::tlv_indefinite(u32::from(tag), content),
        None => message,
    }
}
