//! Diameter messages to operations: request meets answer on its connection, or on any by its session; what an agent has
//! passed on is the same request.

mod arrived;
mod neighbours;
mod subject;

pub(crate) use arrived::Arrived;
pub use subject::{Subject, imsis};

use crate::SECOND;
use crate::batch::{FrameRef, Meta, Protocol};
use crate::dialogue::InvokeState;
use crate::duplicates::Duplicates;
use crate::exchanges::{Exchanges, Shared, Slot, Waits};
use crate::labels::{Label, Labels};
use crate::next::{Ends, Next};
use crate::sink::{Ended, Sink};
use crate::ways::ways;
use arrived::hop_key;
use hashbrown::HashMap;
use neighbours::{CAPABILITIES_EXCHANGE, Neighbours};
use sigwarden_wire::anomaly::{Anomalies, Code};
use sigwarden_wire::diameter::message::Depth;
use sigwarden_wire::diameter::{Field, Header, Message};
use std::net::IpAddr;

/// Sessions whose subscriber is remembered; a full table forgets all.
const MAX_SESSIONS: usize = 200_000;
/// How long an agent may take to pass a request on.
const PASSING: i64 = 2 * SECOND;
/// Commands of sessions that go on: re-authentication, authorisation, multimedia authentication, accounting, credit
/// control, abort, termination (RFC 6733 8, RFC 8506 3, TS 29.214 5.6).
const OF_SESSIONS: [u32; 6] = [258, 265, 271, 272, 274, 275];
/// Who sends a message, and to whom.
const SENDER: (Field, Field) = (Field::OriginHost, Field::OriginRealm);
const RECEIVER: (Field, Field) = (Field::DestinationHost, Field::DestinationRealm);
/// Auth-Session-State: NO_STATE_MAINTAINED (RFC 6733 8.11).
const NO_STATE: u32 = 1;

/// A request with what is known of it.
#[derive(Clone, Debug, Default)]
pub struct Exchange {
    /// Identifier, from content: of the session where there is one that goes on, else of the request.
    pub id: u64,
    /// Time of its first message.
    pub first_ts: i64,
    /// Frame of its first message.
    pub frame: FrameRef,
    /// Whether its request was seen.
    pub begun: bool,
    /// Application identifier.
    pub application: u32,
    /// Command code.
    pub command: u32,
    /// Who asked: Origin-Host and Origin-Realm of the request.
    pub asker: (Label, Label),
    /// Who is asked: Destination-Host and Destination-Realm of the request.
    pub asked: (Label, Label),
    /// Whom it is about: the request's word, and what the answer adds.
    pub subject: Subject,
    /// What became of it.
    pub state: InvokeState,
    /// Directed way of the request, and the way back.
    pub way: (u64, u64),
    /// What a later stage keeps of it; 0 is nothing.
    pub mark: u32,
    end_to_end: u32,
    connection: u64,
    /// Digest of what the request says, without what changes on its way.
    payload: u64,
    /// Whom the request named.
    named: Subject,
    /// What a request to a register of multimedia asks for (TS 29.329 6.3.4).
    pub asked_for: Option<u32>,
    /// Addresses of who asked and who was asked.
    ends: (Option<IpAddr>, Option<IpAddr>),
    /// Connections on which an answer came.
    answered_on: [u64; 2],
}

impl Exchange {
    /// Whom the request named, without what the answer adds.
    pub const fn asked_about(&self) -> &Subject {
        &self.named
    }
}

impl Waits for Exchange {
    const PROTOCOL: Protocol = Protocol::Diameter;

    fn ended(&self) -> Ended {
        Ended { id: self.id, mark: self.mark, way: self.way.0, answered: self.state != InvokeState::Open }
    }
}

/// One message.
#[derive(Debug)]
pub struct Operation<'a> {
    /// Where it comes from.
    pub meta: &'a Meta,
    /// The message.
    pub message: &'a Message,
    /// Its octets.
    pub octets: &'a [u8],
    /// Its request, this message included.
    pub exchange: &'a Exchange,
    /// Who sent it: Origin-Host and Origin-Realm.
    pub sender: (Label, Label),
    /// Names by their numbers.
    pub labels: &'a Labels,
    /// What was wrong with the message, all layers.
    pub anomalies: &'a Anomalies,
    /// The exchange and frame of the message that this one repeats.
    pub duplicate_of: Option<(u64, FrameRef)>,
    /// The same message on its further way, behind an agent.
    pub relayed: bool,
    /// The same request again, because no answer came.
    pub repeated: bool,
    /// An answer after one that was there already.
    pub second_answer: bool,
    /// Neighbour that this connection was opened with, where that was seen.
    pub neighbour: (Label, Label),
    /// Whether the other direction of its way was seen before.
    pub way_back_seen: bool,
}

impl Operation<'_> {
    /// Its header.
    pub const fn header(&self) -> &Header {
        self.message.header()
    }

    /// Whether it says nothing new.
    pub const fn is_copy(&self) -> bool {
        self.duplicate_of.is_some() || self.relayed || self.repeated
    }

    /// Result-Code, or that of an experimental result.
    pub fn result(&self) -> Option<u32> {
        self.message.result(self.octets)
    }

    /// Whether an answer says that what was asked is done (RFC 6733 7.1).
    pub fn succeeded(&self) -> bool {
        has_succeeded(self.message, self.octets)
    }
}

fn has_succeeded(message: &Message, octets: &[u8]) -> bool {
    match message.result(octets) {
        Some(result) => (1000..3000).contains(&result),
        None => !message.header().has_error_bit(),
    }
}

/// Joins Diameter.
#[derive(Debug, Default)]
pub(crate) struct Diameter {
    exchanges: Exchanges<Exchange>,
    sessions: HashMap<u64, Subject>,
    neighbours: Neighbours,
    labels: Labels,
    message: Message,
}

/// Where a message belongs, and what it is there.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Place {
    pub(crate) slot: Option<Slot>,
    sender: (Label, Label),
    neighbour: (Label, Label),
    duplicate_of: Option<(u64, FrameRef)>,
    way_back_seen: bool,
    relayed: bool,
    repeated: bool,
    second_answer: bool,
}

impl Place {
    /// Whether the message says nothing new.
    const fn is_copy(&self) -> bool {
        self.duplicate_of.is_some() || self.relayed || self.repeated
    }
}

/// Hands a message over. An answer whose request is suspicious is read whole first.
pub(crate) fn emit(
    (meta, octets): (&Meta, &[u8]),
    place: &Place,
    message: &mut Message,
    exchange: &mut Exchange,
    labels: &Labels,
    anomalies: &mut Anomalies,
    sink: &mut impl Sink,
) {
    if !message.header().is_request() && (sink.wants_all() || exchange.mark != 0) {
        if !sink.wants_all() {
            let before = std::mem::replace(anomalies, meta.anomalies.as_deref().cloned().unwrap_or_default());
            message.read(octets, Depth::All, anomalies);
            anomalies.extend(&before);
        }
        exchange.subject = exchange.subject.or(Subject::of(message, octets));
    }
    let mut mark = exchange.mark;
    let operation = Operation {
        meta,
        message,
        octets,
        exchange,
        sender: place.sender,
        labels,
        anomalies,
        duplicate_of: place.duplicate_of,
        relayed: place.relayed,
        repeated: place.repeated,
        second_answer: place.second_answer,
        neighbour: place.neighbour,
        way_back_seen: place.way_back_seen,
    };
    sink.diameter(&operation, &mut mark);
    exchange.mark = mark;
}

impl Diameter {
    /// Takes a message.
    pub(crate) fn take(&mut self, meta: &Meta, octets: &[u8], now: i64, shared: &mut Shared<'_>, next: &mut impl Next) {
        self.exchanges.pass_time(now, "Diameter requests", shared.counters, next);
        shared.counters.messages = shared.counters.messages.saturating_add(1);
        let Some(header) = Header::read(octets) else { return shared.counters.undecoded.add("Diameter unreadable") };
        let mut message = std::mem::take(&mut self.message);
        let mut anomalies = meta.anomalies.as_deref().cloned().unwrap_or_default();
        let connection = meta.connection();
        let hop = hop_key(if header.is_request() { connection.0 } else { connection.1 }, header.hop_by_hop);
        let on_connection = self.exchanges.find(hop);
        let depth = match (next.wants_all(), header.is_request()) {
            (true, _) => Depth::All,
            (false, true) => Depth::Fields,
            (false, false) => Depth::Outside,
        };
        if message.read(octets, depth, &mut anomalies) {
            shared.counters.decoded = shared.counters.decoded.saturating_add(1);
            let arrived = Arrived::new(meta, &message, octets, connection);
            self.place(&arrived, &mut message, on_connection, &mut anomalies, shared, next);
        }
        self.message = message;
    }

    /// All names so far.
    pub(crate) const fn labels(&self) -> &Labels {
        &self.labels
    }

    /// Gives up what is left.
    pub(crate) fn finish(&mut self, next: &mut impl Ends) {
        self.exchanges.finish(next);
    }

    /// Finds its exchange, or opens one, and tells.
    fn place(
        &mut self,
        arrived: &Arrived<'_>,
        message: &mut Message,
        on_connection: Option<Slot>,
        anomalies: &mut Anomalies,
        shared: &mut Shared<'_>,
        next: &mut impl Next,
    ) {
        let header = *message.header();
        let ways = ways(arrived.meta);
        shared.ways.note(ways.0);
        let named = header.is_request() || header.command == CAPABILITIES_EXCHANGE || next.wants_all();
        let sender = if named { self.names(arrived, message, SENDER) } else { Default::default() };
        let mut place = if header.is_request() {
            self.place_request(arrived, &header, on_connection, sender)
        } else {
            let host = message.octets(Field::OriginHost, arrived.octets).map(|name| self.labels.find(name));
            let sender_is = |label: Label| !label.is_none() && host == Some(label);
            self.place_answer(arrived, &header, on_connection, sender_is, anomalies)
        };
        place.duplicate_of = duplicate_of(arrived, shared.duplicates);
        place.sender = sender;
        // Stands in where nothing waits for this message.
        let mut passing = Exchange::default();
        if place.slot.is_none() {
            let receiver = self.names(arrived, message, RECEIVER);
            let exchange = self.exchange(arrived, message, sender, receiver, ways);
            if header.is_request() && place.duplicate_of.is_none() {
                place.slot = Some(self.exchanges.insert(exchange, arrived.keys(&header), arrived.meta.ts_ns));
            } else {
                passing = exchange;
            }
        } else if header.is_request()
            && (place.relayed || place.repeated)
            && let Some(slot) = place.slot
        {
            self.exchanges.name(slot, hop_key(arrived.connection.0, header.hop_by_hop));
        }
        place.neighbour = self.neighbours.of(arrived, header.command, sender, anomalies);
        place.way_back_seen = shared.ways.saw(ways.1);
        self.tell(arrived, message, (&place, &mut passing), anomalies, shared, next);
        if place.slot.is_none() {
            let ended = Ended { way: ways.0, answered: false, ..passing.ended() };
            next.ended(Protocol::Diameter, None, ended);
        }
    }

    /// Tells of a message that has its place, and notes in its exchange what it changes.
    fn tell(
        &mut self,
        arrived: &Arrived<'_>,
        message: &mut Message,
        (place, passing): (&Place, &mut Exchange),
        anomalies: &mut Anomalies,
        shared: &mut Shared<'_>,
        next: &mut impl Next,
    ) {
        let (meta, is_answer) = (arrived.meta, !message.header().is_request());
        let exchange = place.slot.and_then(|slot| self.exchanges.get_mut(slot)).unwrap_or(passing);
        match place.duplicate_of {
            Some(_) => shared.counters.duplicates = shared.counters.duplicates.saturating_add(1),
            None => shared.duplicates.remember(arrived.digest, meta.link(), meta.ts_ns, meta.frame, exchange.id),
        }
        let (succeeded, is_copy) = (has_succeeded(message, arrived.octets), place.is_copy());
        next.diameter(arrived, place, message, exchange, &self.labels, anomalies);
        if is_answer && place.duplicate_of.is_none() {
            exchange.answered_on = [arrived.connection.0, exchange.answered_on[0]];
        }
        if is_answer && !is_copy && exchange.state == InvokeState::Open {
            exchange.state = if succeeded { InvokeState::Answered } else { InvokeState::Refused };
            if let Some(slot) = place.slot {
                self.exchanges.answered(slot, meta.ts_ns);
            }
        }
    }

    /// Host and realm, as the message names them.
    fn names(&mut self, arrived: &Arrived<'_>, message: &Message, fields: (Field, Field)) -> (Label, Label) {
        let mut name =
            |field| message.octets(field, arrived.octets).map_or(Label::default(), |name| self.labels.of(name));
        (name(fields.0), name(fields.1))
    }

    /// The request that this one repeats or passes on.
    fn place_request(
        &self,
        arrived: &Arrived<'_>,
        header: &Header,
        on_connection: Option<Slot>,
        sender: (Label, Label),
    ) -> Place {
        // Whoever sends something else under the same identifiers sends a new request.
        let alike = |known: &Exchange| {
            known.payload == arrived.payload && known.command == header.command && known.asker.1 == sender.1
        };
        let same = on_connection.filter(|slot| {
            self.exchanges.get(*slot).is_some_and(|known| {
                let again = known.end_to_end == header.end_to_end || arrived.meta.retransmits.is_some();
                alike(known) && known.asker.0 == sender.0 && again
            })
        });
        if let Some(slot) = same {
            return Place { slot: Some(slot), repeated: true, ..Place::default() };
        }
        let elsewhere = self.exchanges.find(arrived.session_key(header)).filter(|slot| {
            self.exchanges.get(*slot).is_some_and(|known| {
                let other = known.connection != arrived.connection.0;
                let near = arrived.meta.ts_ns.abs_diff(known.first_ts) <= PASSING.unsigned_abs();
                // An agent keeps the end-to-end identifier (RFC 6733 6.1.2); one that makes its own keeps the host.
                let same = known.end_to_end == header.end_to_end;
                let passed_on = other && near && (same || known.asker.0 == sender.0);
                alike(known) && (passed_on || same && header.is_retransmission())
            })
        });
        match elsewhere {
            Some(slot) => {
                let again = header.is_retransmission()
                    && self.exchanges.get(slot).is_some_and(|known| known.connection == arrived.connection.0);
                Place { slot: Some(slot), relayed: !again, repeated: again, ..Place::default() }
            }
            None => Place::default(),
        }
    }

    /// The request that this answers: on its connection by its hop-by-hop identifier, else by its session.
    fn place_answer(
        &self,
        arrived: &Arrived<'_>,
        header: &Header,
        on_connection: Option<Slot>,
        sender_is: impl Fn(Label) -> bool,
        anomalies: &mut Anomalies,
    ) -> Place {
        let known = |slot: Slot| self.exchanges.get(slot);
        let fits = |exchange: &Exchange| exchange.command == header.command && exchange.end_to_end == header.end_to_end;
        // To whoever asked, only who was asked may answer, over whatever address; further along the way, anybody.
        let may_answer = |exchange: &Exchange| {
            let to_asker = arrived.meta.dst.is_some() && arrived.meta.dst == exchange.ends.0;
            !to_asker || arrived.meta.src == exchange.ends.1 || sender_is(exchange.asked.0)
        };
        let elsewhere = |exchange: &Exchange| fits(exchange) || exchange.connection != arrived.connection.1;
        if let Some(slot) = on_connection
            && let Some(exchange) = known(slot)
        {
            // Identifiers come again: then the session says which request it was.
            let better = || {
                let slot = self.exchanges.find(arrived.session_key(header))?;
                Some((slot, known(slot).filter(|exchange| fits(exchange))?))
            };
            let own = (slot, exchange);
            let (slot, exchange) = if fits(exchange) { own } else { better().unwrap_or(own) };
            let agent = exchange.connection != arrived.connection.1;
            if !fits(exchange) && !agent {
                anomalies.add(Code::AnswerIdentifier, 12, 8);
            }
            if exchange.command != header.command {
                return Place::default();
            }
            let again = exchange.answered_on.contains(&arrived.connection.0);
            let answered = exchange.state != InvokeState::Open;
            let relayed = !again && answered;
            return Place { slot: Some(slot), relayed, second_answer: again, ..Place::default() };
        }
        let found = self.exchanges.find(arrived.session_key(header));
        let found = found.filter(|slot| known(*slot).is_some_and(elsewhere));
        let slot = found.filter(|slot| known(*slot).is_some_and(may_answer));
        if found.is_some() && slot.is_none() {
            anomalies.add(Code::AnswerUnsolicited, 0, arrived.octets.len());
        }
        let relayed = slot.and_then(known).is_some_and(|exchange| exchange.state != InvokeState::Open);
        Place { slot, relayed, ..Place::default() }
    }

    fn exchange(
        &mut self,
        arrived: &Arrived<'_>,
        message: &Message,
        sender: (Label, Label),
        asked: (Label, Label),
        way: (u64, u64),
    ) -> Exchange {
        let (meta, header) = (arrived.meta, message.header());
        let goes_on = OF_SESSIONS.contains(&header.command)
            && message.integer(Field::AuthSessionState, arrived.octets) != Some(NO_STATE)
            && arrived.session != 0;
        let mut subject = Subject::of(message, arrived.octets);
        if goes_on {
            subject = self.of_session(arrived.session, subject);
        }
        let is_request = header.is_request();
        Exchange {
            id: if goes_on { arrived.session } else { arrived.id(header) },
            first_ts: meta.ts_ns,
            frame: meta.frame,
            begun: is_request,
            application: header.application,
            command: header.command,
            asker: if is_request { sender } else { asked },
            asked: if is_request { asked } else { sender },
            subject,
            state: InvokeState::Open,
            way: if is_request { way } else { (way.1, way.0) },
            mark: 0,
            end_to_end: header.end_to_end,
            connection: if is_request { arrived.connection.0 } else { arrived.connection.1 },
            payload: arrived.payload,
            named: if is_request { subject } else { Subject::default() },
            asked_for: message.integer(Field::DataReference, arrived.octets),
            ends: if is_request { (meta.src, meta.dst) } else { (meta.dst, meta.src) },
            answered_on: [0; 2],
        }
    }

    /// The subscriber of a session: named by this request, or by one before it.
    fn of_session(&mut self, session: u64, subject: Subject) -> Subject {
        if subject.is_empty() {
            return self.sessions.get(&session).map_or(subject, |known| subject.or(*known));
        }
        if self.sessions.len() >= MAX_SESSIONS && !self.sessions.contains_key(&session) {
            self.sessions.clear();
        }
        self.sessions.insert(session, subject);
        subject
    }
}

/// The message that this one repeats: the same octets on another link, or the same transmission.
fn duplicate_of(arrived: &Arrived<'_>, duplicates: &Duplicates) -> Option<(u64, FrameRef)> {
    let meta = arrived.meta;
    let seen = duplicates.find(arrived.digest, meta.link(), meta.ts_ns, meta.retransmits);
    match (seen, meta.retransmits) {
        (Some(seen), _) => Some((seen.dialogue_id, seen.frame)),
        (None, Some(frame)) => Some((0, frame)),
        (None, None) => None,
    }
}
