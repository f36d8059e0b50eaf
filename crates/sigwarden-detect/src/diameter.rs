//! What is wrong with Diameter messages, beyond single octets: names that contradict each other, commands of other
//! applications, subscribers that are missing or elsewhere.

use crate::commands::{Command, Fit, MustName};
use crate::names::{Belongs, Names};
use crate::parties::Parties;
use crate::table::Class;
use sigwarden_dialogue::diameter::Operation;
use sigwarden_dialogue::{SECOND, Title};
use sigwarden_operators::{Network, Networks, Plmn, same_network};
use sigwarden_wire::anomaly::{Anomalies, Code};
use sigwarden_wire::diameter::header::RELAY;
use sigwarden_wire::diameter::{Field, identity};
use sigwarden_wire::plmn::plmn;

/// Applications of registers and short messages, where User-Name is an IMSI and nothing else (TS 29.272 7.3.1,
/// TS 29.338, TS 29.172, TS 29.173): S6a, S7a, S13, S6c, SGd, SLg, SLh.
const IMSI_APPLICATIONS: [u32; 7] =
    [16_777_251, 16_777_308, 16_777_252, 16_777_312, 16_777_313, 16_777_255, 16_777_291];
/// How long a capture must have run before an answer without a request says something.
const SETTLED: i64 = 60 * SECOND;

/// Commands with checks of their own.
pub(crate) mod command {
    pub(crate) const UPDATE_LOCATION: u32 = 316;
    pub(crate) const INSERT_SUBSCRIBER_DATA: u32 = 319;
}

/// ULR-Flags (TS 29.272 7.3.7).
mod ulr {
    pub(super) const SKIP_SUBSCRIBER_DATA: u32 = 1 << 2;
    pub(super) const INITIAL_ATTACH: u32 = 1 << 5;
}

/// IDR-Flags that ask where the phone is: EPS location, current location (TS 29.272 7.3.103).
pub(crate) const WANTS_LOCATION: u32 = 1 << 3 | 1 << 4;

/// What the checks of a request need.
pub(crate) struct Inputs<'a> {
    pub(crate) operation: &'a Operation<'a>,
    pub(crate) row: &'a Command,
    pub(crate) fit: Fit,
    pub(crate) parties: &'a Parties,
}

/// Checks of a request.
pub(crate) fn request(inputs: &Inputs<'_>, names: &mut Names, networks: &Networks, found: &mut Anomalies) {
    command(inputs, found);
    subscriber(inputs, found);
    origin(inputs, names, networks, found);
    route(inputs, names, networks, found);
    networks_of(inputs, networks, found);
    flags(inputs, found);
}

/// Application against command.
fn command(inputs: &Inputs<'_>, found: &mut Anomalies) {
    let operation = inputs.operation;
    if operation.header().application == RELAY {
        found.add(Code::RelayApplication, 8, 4);
    } else if inputs.fit == Fit::OtherApplication {
        found.add(Code::CommandApplication, 5, 7);
    }
    if inputs.row.neighbours && operation.message.first(Field::RouteRecord).is_some() {
        found.add(Code::HopByHopRelayed, 5, 3);
    }
    let addressed = operation.message.first(Field::DestinationHost).is_some();
    if inputs.row.class == Class::Two && inputs.row.names == MustName::Imsi && !addressed {
        found.add(Code::DestinationHostMissing, 0, 0);
    }
}

/// Whom the request names, and how.
fn subscriber(inputs: &Inputs<'_>, found: &mut Anomalies) {
    let operation = inputs.operation;
    let (message, octets) = (operation.message, operation.octets);
    // An IMSI that stands elsewhere, or that the session has taught, does not make up for one that belongs here.
    let missing = message.first(Field::UserName).is_none()
        && match inputs.row.names {
            MustName::Imsi => true,
            MustName::Anybody => operation.exchange.subject.is_empty(),
            MustName::Nobody => false,
        };
    let registers = IMSI_APPLICATIONS.contains(&operation.header().application);
    if let Some(avp) = message.first(Field::VendorImsi).filter(|_| registers) {
        found.add(Code::AvpVendor, avp.offset() as usize, avp.len() as usize);
    }
    for avp in message.every(Field::UserName).filter(|_| registers) {
        let plain = identity::imsi(avp.of(octets)).is_some_and(|found| found.plain);
        if !plain {
            found.add(Code::UserNameForm, avp.offset() as usize, avp.len() as usize);
        }
    }
    if missing {
        found.add(Code::UserNameMissing, 0, 0);
    }
    session(inputs, found);
}

/// The form of Session-Id, and a subscriber in it.
fn session(inputs: &Inputs<'_>, found: &mut Anomalies) {
    let operation = inputs.operation;
    let Some(avp) = operation.message.first(Field::SessionId) else { return };
    let value = avp.of(operation.octets);
    let place = (avp.offset() as usize, avp.len() as usize);
    let mut parts = value.split(|octet| *octet == b';');
    let host = parts.next().is_some_and(|host| !host.is_empty());
    let number = |part: Option<&[u8]>| part.is_some_and(|part| !part.is_empty() && part.iter().all(u8::is_ascii_digit));
    if !host || !number(parts.next()) || !number(parts.next()) {
        found.add(Code::SessionIdForm, place.0, place.1);
    }
    if inputs.parties.crosses == Some(true) && names_subscriber(value, &operation.exchange.subject.imsi) {
        found.add(Code::SessionIdSubscriber, place.0, place.1);
    }
}

/// Whether an IMSI stands among other octets.
fn names_subscriber(value: &[u8], imsi: &Title) -> bool {
    let text = imsi.text();
    let digits = text.as_ascii();
    let mut runs = value.split(|octet| !octet.is_ascii_digit()).filter(|run| run.len() >= digits.len());
    digits.len() >= 10 && runs.any(|run| run.windows(digits.len()).any(|window| window == digits))
}

/// Origin-Host, Origin-Realm and the neighbour.
fn origin(inputs: &Inputs<'_>, names: &mut Names, networks: &Networks, found: &mut Anomalies) {
    let operation = inputs.operation;
    let (host, realm) = operation.sender;
    for field in [Field::OriginHost, Field::OriginRealm] {
        if let Some(avp) = operation.message.first(field)
            && has_odd_end(avp.of(operation.octets))
        {
            found.add(Code::RealmForm, avp.offset() as usize, avp.len() as usize);
        }
    }
    let place =
        |field| operation.message.first(field).map_or((0, 0), |avp| (avp.offset() as usize, avp.len() as usize));
    let code = match names.belongs(host, realm, operation.labels, networks) {
        Belongs::Yes => None,
        Belongs::Sibling => Some(Code::OriginHostSibling),
        Belongs::No => Some(Code::OriginHostRealm),
    };
    if let Some(code) = code {
        let (at, length) = place(Field::OriginHost);
        found.add(code, at, length);
    }
    let (neighbour, of) = operation.neighbour;
    if neighbour.is_none() || neighbour == host {
        return;
    }
    let (theirs, own) = (names.of(of, operation.labels, networks), names.of(realm, operation.labels, networks));
    let elsewhere = of != realm && same_network(&theirs, &own) != Some(true);
    // An agent adds the node that it has a message from (RFC 6733 6.1.9).
    if elsewhere && operation.message.first(Field::RouteRecord).is_none() && !inputs.row.neighbours {
        let (at, length) = place(Field::OriginHost);
        found.add(Code::OriginNotPeer, at, length);
    }
    if own.is_home() && !theirs.is_home() && elsewhere {
        let (at, length) = place(Field::OriginRealm);
        found.add(Code::OwnRealmOutside, at, length);
    }
}

fn has_odd_end(name: &[u8]) -> bool {
    let odd = |octet: Option<&u8>| octet.is_some_and(|octet| matches!(octet, b'.' | 0) || octet.is_ascii_whitespace());
    odd(name.first()) || odd(name.last())
}

/// Route-Records that are looked at: more than any way has hops.
pub(crate) const MAX_HOPS: usize = 16;

/// The recorded route: the protected network in it, and another one behind it.
fn route(inputs: &Inputs<'_>, names: &mut Names, networks: &Networks, found: &mut Anomalies) {
    let operation = inputs.operation;
    let mut hops = operation.message.every(Field::RouteRecord).take(MAX_HOPS).peekable();
    if hops.peek().is_none() {
        return;
    }
    let asker_is_home = inputs.parties.asker.is_home() && networks.arrangement(&inputs.parties.asker).is_none();
    let mut own: Option<(usize, usize)> = None;
    for avp in hops {
        let hop = names.of_text(avp.of(operation.octets), networks);
        let place = (avp.offset() as usize, avp.len() as usize);
        let foreign = !hop.is_home() && (hop.plmn.is_some() || hop.network != Network::Unknown);
        // A request of ours has not been elsewhere: then somebody else speaks in our name.
        if asker_is_home && foreign && inputs.parties.asked.is_home() {
            return found.add(Code::OwnRealmOutside, place.0, place.1);
        }
        if let Some((at, length)) = own.filter(|_| foreign && !asker_is_home) {
            return found.add(Code::RouteRecordOwn, at, length);
        }
        own = hop.is_home().then_some(place).or(own);
    }
    // Whoever is outside cannot have it from a node of ours.
    let (neighbour, of) = operation.neighbour;
    let outside = !neighbour.is_none() && !names.of(of, operation.labels, networks).is_home();
    if let Some((at, length)) = own.filter(|_| outside && !asker_is_home) {
        found.add(Code::RouteRecordOwn, at, length);
    }
}

/// Whether all recorded hops are own nodes: then a request came through the own network.
pub(crate) fn came_through_own_nodes(operation: &Operation<'_>, names: &mut Names, networks: &Networks) -> bool {
    let mut hops = operation.message.every(Field::RouteRecord).take(MAX_HOPS).peekable();
    hops.peek().is_some() && hops.all(|avp| names.of_text(avp.of(operation.octets), networks).is_home())
}

/// Destination-Realm and Visited-PLMN-Id against subscriber and sender.
fn networks_of(inputs: &Inputs<'_>, networks: &Networks, found: &mut Anomalies) {
    let (operation, parties) = (inputs.operation, inputs.parties);
    let serves = matches!(inputs.row.class, Class::ThreeOne | Class::ThreeTwo);
    if serves
        && let Some(subject) = parties.subject
        && same_network(&subject, &parties.asked) == Some(false)
    {
        let avp = operation.message.first(Field::DestinationRealm);
        let (at, length) = avp.map_or((0, 0), |avp| (avp.offset() as usize, avp.len() as usize));
        found.add(Code::ImsiRealm, at, length);
    }
    let Some(avp) = operation.message.first(Field::VisitedPlmn) else { return };
    let (at, length) = (avp.offset() as usize, avp.len() as usize);
    let octets = avp.of(operation.octets);
    // Country code 000 is nobody's (ITU-T E.212).
    let digits = plmn(octets).filter(|digits| octets.len() == 3 && !digits.as_ascii().starts_with(b"000"));
    let Some(plmn) = digits.and_then(|digits| Plmn::of_digits(digits.as_ascii())) else {
        return found.add(Code::VisitedPlmnInvalid, at, length);
    };
    if same_network(&networks.of_plmn(plmn), &parties.asker) == Some(false) {
        found.add(Code::VisitedPlmn, at, length);
    }
}

/// Flags of the header and of the command.
fn flags(inputs: &Inputs<'_>, found: &mut Anomalies) {
    let operation = inputs.operation;
    let header = operation.header();
    if header.is_retransmission() {
        found.add(Code::RetransmissionBit, 4, 1);
    }
    let contradicting = ulr::SKIP_SUBSCRIBER_DATA | ulr::INITIAL_ATTACH;
    if header.command == command::UPDATE_LOCATION
        && let Some(avp) = operation.message.first(Field::UlrFlags)
        && avp.integer(operation.octets).is_some_and(|flags| flags & contradicting == contradicting)
    {
        found.add(Code::UpdateFlags, avp.offset() as usize, avp.len() as usize);
    }
}

/// Checks of an answer. `started` is the time of the first message of the capture.
pub(crate) fn answer(
    operation: &Operation<'_>,
    started: i64,
    names: &mut Names,
    networks: &Networks,
    found: &mut Anomalies,
) {
    let settled = operation.way_back_seen && operation.meta.ts_ns.saturating_sub(started) > SETTLED;
    if !operation.exchange.begun && settled || operation.second_answer {
        found.add(Code::AnswerUnsolicited, 0, 20);
    }
    let (asker, asked) = (operation.exchange.asker.1, operation.exchange.asked.1);
    let asks = names.of(asker, operation.labels, networks);
    let answers = names.of(asked, operation.labels, networks);
    if let Some(avp) = operation.message.first(Field::RedirectHost)
        && asks.is_home()
        && !answers.is_home()
    {
        found.add(Code::RedirectOutside, avp.offset() as usize, avp.len() as usize);
    }
    if let Some(avp) = operation.message.first(Field::ErrorMessage)
        && answers.is_home()
        && !asks.is_home()
        && !asker.is_none()
        && names_node(avp.of(operation.octets))
    {
        found.add(Code::InternalName, avp.offset() as usize, avp.len() as usize);
    }
}

/// Whether a text for people names a node: a name of the usual domain, or an address.
fn names_node(text: &[u8]) -> bool {
    const DOMAIN: &[u8] = b"3gppnetwork.org";
    let is_address = |word: &[u8]| {
        let mut parts = word.split(|octet| *octet == b'.');
        let numbers =
            parts.by_ref().filter(|part| (1..=3).contains(&part.len()) && part.iter().all(u8::is_ascii_digit));
        numbers.count() == 4
    };
    text.windows(DOMAIN.len()).any(|window| window.eq_ignore_ascii_case(DOMAIN))
        || text.split(|octet| !octet.is_ascii_digit() && *octet != b'.').any(is_address)
}
