//! GTP messages to operations: request meets answer by its sequence number between two addresses, and messages about a
//! tunnel meet the subscriber that it was made for.

mod tunnels;

pub use tunnels::{End, Tunnel};

use crate::SECOND;
use crate::batch::{FrameRef, Meta, Protocol, mix};
use crate::dialogue::{InvokeState, Title};
use crate::diameter::Subject;
use crate::duplicates::Duplicates;
use crate::exchanges::{Exchanges, Shared, Slot, Waits};
use crate::next::{Ends, Next};
use crate::sink::{Ended, Sink};
use crate::ways::ways;
use hashbrown::HashMap;
use sigwarden_wire::anomaly::{Anomalies, Code};
use sigwarden_wire::gtp::messages::{self, Kind, MessageInfo};
use sigwarden_wire::gtp::{self, Field, Header, Message, PRIME_PORT, USER_PORT, Version};
use sigwarden_wire::plmn::plmn;
use std::net::IpAddr;
use tunnels::{MAX_ENDS, Tunnels};
use xxhash_rust::xxh3::xxh3_64;

/// Within this time a packet without identification is the same packet.
const SOON: i64 = SECOND / 50;
/// Messages in one datagram that are read.
const MAX_MESSAGES: usize = 4;
/// Nodes whose restart counters are remembered; a full table forgets all.
const MAX_NODES: usize = 65_536;

/// A request with what is known of it.
#[derive(Clone, Debug, Default)]
pub struct Exchange {
    /// Identifier, from content.
    pub id: u64,
    /// Time of its first message.
    pub first_ts: i64,
    /// Frame of its first message.
    pub frame: FrameRef,
    /// Whether its request was seen.
    pub begun: bool,
    /// Message type of the request.
    pub kind: u8,
    /// Who asked, and who is asked.
    pub ends: (Option<IpAddr>, Option<IpAddr>),
    /// Network that the request says it comes from.
    pub serving: Title,
    /// Whom it is about.
    pub subject: Subject,
    /// What became of it.
    pub state: InvokeState,
    /// Directed way of the request, and the way back.
    pub way: (u64, u64),
    /// What a later stage keeps of it; 0 is nothing.
    pub mark: u32,
    digest: u64,
    /// The packets of request and answer.
    packets: [Seen; 2],
    /// The tunnel that the request is about, where it is known.
    pub tunnel: Option<Tunnel>,
    /// Control tunnels that the request offers for what comes back.
    offered: [u64; MAX_ENDS],
    /// Whom the request named.
    named: Subject,
    in_tunnel: bool,
}

impl Exchange {
    /// Whether the request carried the identifier of a tunnel.
    pub const fn asked_in_tunnel(&self) -> bool {
        self.in_tunnel
    }

    /// Whom the request named, without what the answer adds.
    pub const fn asked_about(&self) -> &Subject {
        &self.named
    }
}

/// A packet that was seen.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    packet: u16,
    digest: u64,
    ts_ns: i64,
    frame: FrameRef,
}

impl Waits for Exchange {
    const PROTOCOL: Protocol = Protocol::Gtp;

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
    /// Octets of the message, and of what stands behind it in its datagram.
    pub octets: &'a [u8],
    /// What the standard says of its type, where it has it.
    pub info: Option<&'static MessageInfo>,
    /// Its request, this message included.
    pub exchange: &'a Exchange,
    /// What was wrong with the message, all layers.
    pub anomalies: &'a Anomalies,
    /// The exchange and frame of the message that this one repeats.
    pub duplicate_of: Option<(u64, FrameRef)>,
    /// The same request again, because no answer came.
    pub repeated: bool,
    /// Position in its datagram: messages behind others have 1 and more.
    pub index: usize,
    /// Whether the other direction of its way was seen before.
    pub way_back_seen: bool,
}

impl Operation<'_> {
    /// Its header.
    pub const fn header(&self) -> &Header {
        self.message.header()
    }

    /// Whether this is an answer; a type that the standard does not have is not.
    pub fn is_answer(&self) -> bool {
        self.info.is_some_and(|info| info.kind == Kind::Answer)
    }

    /// Whether it says nothing new.
    pub const fn is_copy(&self) -> bool {
        self.duplicate_of.is_some() || self.repeated
    }

    /// Cause, where it has one.
    pub fn cause(&self) -> Option<u32> {
        self.message.integer(Field::Cause, self.octets)
    }

    /// Whether an answer says that what was asked is done.
    pub fn succeeded(&self) -> bool {
        has_succeeded(self.message, self.octets)
    }
}

fn has_succeeded(message: &Message, octets: &[u8]) -> bool {
    let cause = message.integer(Field::Cause, octets);
    cause.is_none_or(|cause| gtp::is_accepted(message.header().version, cause))
}

/// Joins GTP.
#[derive(Debug, Default)]
pub(crate) struct Gtp {
    exchanges: Exchanges<Exchange>,
    tunnels: Tunnels,
    /// By node and version: each plane and version counts for itself.
    restarts: HashMap<(IpAddr, u8), u8>,
    /// Read into again and again. It is large, so it is lent, not moved.
    message: Option<Box<Message>>,
}

/// One message with where it comes from.
pub(crate) struct Arrived<'a> {
    pub(crate) meta: &'a Meta,
    pub(crate) octets: &'a [u8],
    header: Header,
    info: Option<&'static MessageInfo>,
    digest: u64,
    pub(crate) index: usize,
    names_subscriber: bool,
}

impl Arrived<'_> {
    fn seen(&self) -> Seen {
        Seen { packet: self.meta.packet, digest: self.digest, ts_ns: self.meta.ts_ns, frame: self.meta.frame }
    }
}

/// Where a message belongs, and what it is there.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Place {
    pub(crate) slot: Option<Slot>,
    is_answer: bool,
    duplicate_of: Option<(u64, FrameRef)>,
    repeated: bool,
    way_back_seen: bool,
}

/// Hands a message over.
pub(crate) fn emit(
    (meta, octets, index): (&Meta, &[u8], usize),
    place: &Place,
    message: &Message,
    exchange: &mut Exchange,
    anomalies: &Anomalies,
    sink: &mut impl Sink,
) {
    let mut mark = exchange.mark;
    let operation = Operation {
        meta,
        message,
        octets,
        info: messages::info(message.header().version, message.header().kind),
        exchange,
        anomalies,
        duplicate_of: place.duplicate_of,
        repeated: place.repeated,
        index,
        way_back_seen: place.way_back_seen,
    };
    sink.gtp(&operation, &mut mark);
    exchange.mark = mark;
}

impl Gtp {
    /// Takes a datagram.
    pub(crate) fn take(&mut self, meta: &Meta, octets: &[u8], now: i64, shared: &mut Shared<'_>, next: &mut impl Next) {
        self.exchanges.pass_time(now, "GTP requests", shared.counters, next);
        let mut message = self.message.take().unwrap_or_default();
        let mut anomalies = meta.anomalies.as_deref().cloned().unwrap_or_default();
        let mut rest = octets;
        for index in 0..MAX_MESSAGES {
            shared.counters.messages = shared.counters.messages.saturating_add(1);
            // What an answer gives away is wanted where its request was suspicious, which is known behind here.
            if !message.read(rest, next.wants_all(), &mut anomalies) {
                shared.counters.undecoded.add("GTP unreadable");
                break;
            }
            // Version 0 on the port that it shares with charging is at home there.
            if message.header().version == Version::V0 && (meta.ports.0 == PRIME_PORT || meta.ports.1 == PRIME_PORT) {
                anomalies.remove(Code::GtpVersion);
            }
            shared.counters.decoded = shared.counters.decoded.saturating_add(1);
            let header = *message.header();
            let behind = message.next();
            let own = rest.get(..behind.unwrap_or(rest.len())).unwrap_or(rest);
            let info = messages::info(header.version, header.kind);
            let names_subscriber = message.first(Field::Imsi).is_some();
            let digest = xxh3_64(own);
            let arrived = Arrived { meta, octets: own, header, info, digest, index, names_subscriber };
            self.one(&arrived, &message, &mut anomalies, shared, next);
            match behind.and_then(|behind| rest.get(behind..)) {
                Some(_) if index.saturating_add(1) == MAX_MESSAGES => {
                    shared.counters.undecoded.add("GTP behind too many messages");
                    break;
                }
                Some(behind) => rest = behind,
                None => break,
            }
            anomalies.clear();
        }
        self.message = Some(message);
    }

    /// Gives up what is left.
    pub(crate) fn finish(&mut self, next: &mut impl Ends) {
        self.exchanges.finish(next);
    }

    /// Finds its exchange, or opens one, and tells.
    fn one(
        &mut self,
        arrived: &Arrived<'_>,
        message: &Message,
        anomalies: &mut Anomalies,
        shared: &mut Shared<'_>,
        next: &mut impl Next,
    ) {
        let (way, way_back) = ways(arrived.meta);
        shared.ways.note(way);
        let is_answer = arrived.info.is_some_and(|info| info.kind == Kind::Answer);
        let key = key(arrived, is_answer);
        let by_key = self.exchanges.find(key).or_else(|| self.in_pool(arrived, is_answer));
        let found = by_key.filter(|slot| {
            // A number comes again after a while; the same request again has the same octets.
            self.exchanges.get(*slot).is_some_and(|known| match is_answer {
                true => arrived.info.and_then(|info| info.partner).is_none_or(|partner| partner == known.kind),
                false => known.digest == arrived.digest,
            })
        });
        let known = found.and_then(|slot| self.exchanges.get(slot));
        let duplicate_of = duplicate_of(arrived, known, shared.duplicates);
        let repeated = found.is_some() && (!is_answer || self.is_answered(found)) && duplicate_of.is_none();
        let way_back_seen = shared.ways.saw(way_back);
        let mut place = Place { slot: found, is_answer, duplicate_of, repeated, way_back_seen };
        // Stands in where nothing waits for this message.
        let mut passing = Exchange::default();
        self.restart(arrived, message, anomalies);
        if found.is_none() {
            let exchange = self.exchange(arrived, message, is_answer, (way, way_back));
            if !is_answer && duplicate_of.is_none() {
                let keys = [key, key_of_asker(arrived, false), 0];
                place.slot = Some(self.exchanges.insert(exchange, keys, arrived.meta.ts_ns));
            } else {
                passing = exchange;
            }
        }
        self.tell(arrived, message, (&place, &mut passing), anomalies, shared, next);
        if place.slot.is_none() {
            next.ended(Protocol::Gtp, None, Ended { way, answered: false, ..passing.ended() });
        }
    }

    /// Tells of a message that has its place, and notes in its exchange what it changes.
    fn tell(
        &mut self,
        arrived: &Arrived<'_>,
        message: &Message,
        (place, passing): (&Place, &mut Exchange),
        anomalies: &mut Anomalies,
        shared: &mut Shared<'_>,
        next: &mut impl Next,
    ) {
        let (meta, is_answer) = (arrived.meta, place.is_answer);
        let exchange = place.slot.and_then(|slot| self.exchanges.get_mut(slot)).unwrap_or(passing);
        if is_answer {
            exchange.subject = exchange.subject.or(subject(message, arrived));
            if !exchange.subject.is_empty() {
                learn(&mut self.tunnels, arrived, message, exchange);
            }
        }
        match place.duplicate_of {
            Some(_) => shared.counters.duplicates = shared.counters.duplicates.saturating_add(1),
            None => {
                shared.duplicates.remember(arrived.digest, meta.link(), meta.ts_ns, meta.frame, exchange.id);
                if let Some(seen) = exchange.packets.get_mut(usize::from(is_answer)) {
                    *seen = arrived.seen();
                }
            }
        }
        let is_copy = place.duplicate_of.is_some() || place.repeated;
        next.gtp(arrived, place, message, exchange, anomalies);
        let succeeded = has_succeeded(message, arrived.octets);
        if is_answer && !is_copy && exchange.state == InvokeState::Open {
            exchange.state = if succeeded { InvokeState::Answered } else { InvokeState::Refused };
            if let Some(slot) = place.slot {
                self.exchanges.answered(slot, meta.ts_ns);
            }
        }
    }

    /// The request that another node than the one that was asked answers: it has the tunnel that the request offered.
    fn in_pool(&self, arrived: &Arrived<'_>, is_answer: bool) -> Option<Slot> {
        let slot = self.exchanges.find(key_of_asker(arrived, true)).filter(|_| is_answer)?;
        let tunnel = tunnels::key(arrived.meta.dst, arrived.header.teid?);
        let exchange = self.exchanges.get(slot)?;
        (tunnel != 0 && exchange.offered.contains(&tunnel) && exchange.state == InvokeState::Open).then_some(slot)
    }

    fn is_answered(&self, slot: Option<Slot>) -> bool {
        slot.and_then(|slot| self.exchanges.get(slot)).is_some_and(|exchange| exchange.state != InvokeState::Open)
    }

    fn exchange(&self, arrived: &Arrived<'_>, message: &Message, is_answer: bool, way: (u64, u64)) -> Exchange {
        let meta = arrived.meta;
        let named = subject(message, arrived);
        let tunnel = arrived.header.teid.and_then(|teid| self.tunnels.get(tunnels::key(meta.dst, teid)));
        let found =
            if named.is_empty() { named.or(tunnel.map(|known| known.subject).unwrap_or_default()) } else { named };
        let ends = if is_answer { (meta.dst, meta.src) } else { (meta.src, meta.dst) };
        Exchange {
            id: id(arrived),
            first_ts: meta.ts_ns,
            frame: meta.frame,
            begun: !is_answer,
            kind: arrived.info.and_then(|info| info.partner).filter(|_| is_answer).unwrap_or(arrived.header.kind),
            ends,
            serving: if is_answer { Title::default() } else { serving(message, arrived) },
            subject: found,
            state: InvokeState::Open,
            way: if is_answer { (way.1, way.0) } else { way },
            mark: 0,
            digest: arrived.digest,
            packets: [Seen::default(); 2],
            tunnel: tunnel.filter(|_| !is_answer),
            offered: if is_answer { [0; MAX_ENDS] } else { tunnels::offered(message, arrived.octets, meta.src) },
            named: if is_answer { Subject::default() } else { found },
            in_tunnel: !is_answer && arrived.header.teid.is_some_and(|teid| teid != 0),
        }
    }

    /// A restart counter grows by one at each start of its node (TS 23.007 16.1.1).
    fn restart(&mut self, arrived: &Arrived<'_>, message: &Message, anomalies: &mut Anomalies) {
        let Some(src) = arrived.meta.src else { return };
        // On the port of the user plane the counter says nothing (TS 29.281 7.2.2).
        if arrived.meta.ports.0 == USER_PORT || arrived.meta.ports.1 == USER_PORT {
            return;
        }
        let src = (src, arrived.header.version.number());
        let Some(element) = message.first(Field::Recovery) else { return };
        let Some(counter) = element.of(arrived.octets).first().copied() else { return };
        if self.restarts.len() >= MAX_NODES {
            self.restarts.clear();
        }
        let Some(before) = self.restarts.insert(src, counter) else { return };
        if counter != before && counter != before.wrapping_add(1) {
            anomalies.add(Code::RecoveryJump, element.start as usize, 1);
        }
    }
}

/// Requests of version 1 whose routing area is where the phone is; in others it is where it was.
const AREA_IS_CURRENT: [u8; 3] = [16, 18, 128];

/// The network that a request says it comes from, as the beginning of an IMSI.
fn serving(message: &Message, arrived: &Arrived<'_>) -> Title {
    let area = || {
        let current = AREA_IS_CURRENT.contains(&arrived.header.kind) && arrived.header.version != Version::V2;
        message.octets(Field::RoutingArea, arrived.octets).filter(|_| current)
    };
    let octets = message.octets(Field::ServingNetwork, arrived.octets).or_else(area);
    octets.and_then(plmn).map(|plmn| Title::new(plmn.as_ascii())).unwrap_or_default()
}

/// Whom a message names.
fn subject(message: &Message, arrived: &Arrived<'_>) -> Subject {
    let octets = arrived.octets;
    let digits = |digits: sigwarden_wire::sccp::Digits<'_>| {
        let mut buffer = [0; sigwarden_wire::map::parameter::MAX_DIGITS];
        Title::new(digits.write(&mut buffer))
    };
    Subject {
        imsi: message.imsi(octets).map(digits).unwrap_or_default(),
        msisdn: message.msisdn(octets).map(digits).unwrap_or_default(),
        imei: message.octets(Field::Imei, octets).map(Title::of_tbcd).unwrap_or_default(),
    }
}

/// Remembers whose tunnels the two ends of an answered request are.
fn learn(tunnels: &mut Tunnels, arrived: &Arrived<'_>, message: &Message, exchange: &Exchange) {
    let (subject, serving, ends) = (exchange.subject, exchange.serving, exchange.ends);
    let answered = tunnels::offered(message, arrived.octets, arrived.meta.src);
    for (keys, end) in [(exchange.offered, End::Serving), (answered, End::Gateway)] {
        for key in keys.into_iter().filter(|key| *key != 0) {
            tunnels.set(key, Tunnel { subject, serving, ends, end });
        }
    }
}

/// A request is one of its sender, receiver and number.
fn key(arrived: &Arrived<'_>, is_answer: bool) -> u64 {
    let meta = arrived.meta;
    let to = if is_answer { meta.src } else { meta.dst };
    mix(key_of_asker(arrived, is_answer), to) | 1
}

/// The same without whom was asked: in a pool, another node may answer.
fn key_of_asker(arrived: &Arrived<'_>, is_answer: bool) -> u64 {
    let meta = arrived.meta;
    let (from, port) = if is_answer { (meta.dst, meta.ports.1) } else { (meta.src, meta.ports.0) };
    let number = arrived.header.sequence.map_or(u64::from(u32::MAX), u64::from);
    let version = u64::from(arrived.header.version.number());
    mix(number << 24 | u64::from(port) << 8 | version, from) | 1
}

/// The message that this one repeats: the same octets on another link, or the same packet captured twice. A packet that
/// was sent again has another identification.
fn duplicate_of(arrived: &Arrived<'_>, known: Option<&Exchange>, duplicates: &Duplicates) -> Option<(u64, FrameRef)> {
    let meta = arrived.meta;
    let same_packet = known.and_then(|known| {
        let seen = known.packets.iter().find(|seen| seen.packet == meta.packet && seen.digest == arrived.digest)?;
        // Where packets have no identification, timers tell: nobody sends again within milliseconds (TS 29.274 7.6).
        let window = if meta.packet == 0 { SOON } else { SECOND };
        let near = meta.ts_ns.abs_diff(seen.ts_ns) <= window.unsigned_abs();
        near.then_some((known.id, seen.frame))
    });
    // Short messages about paths are alike on many links.
    let of_tunnel = arrived.header.teid.is_some_and(|teid| teid != 0) || arrived.names_subscriber;
    same_packet.or_else(|| {
        let seen = duplicates.find(arrived.digest, meta.link(), meta.ts_ns, None).filter(|_| of_tunnel)?;
        Some((seen.dialogue_id, seen.frame))
    })
}

fn id(arrived: &Arrived<'_>) -> u64 {
    let parts = [arrived.digest, key(arrived, false), arrived.meta.ts_ns.div_euclid(1000).cast_unsigned()];
    let mut content = [0u8; 24];
    content.iter_mut().zip(parts.into_iter().flat_map(u64::to_le_bytes)).for_each(|(slot, octet)| *slot = octet);
    xxh3_64(&content)
}
