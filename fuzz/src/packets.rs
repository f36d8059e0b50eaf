//! The doors of what comes in packets and not over SS7: Diameter, GTP, and short messages, which come over both.

use sigwarden_wire::anomaly::Anomalies;
use sigwarden_wire::diameter::header::{LENGTH, Next};
use sigwarden_wire::diameter::identity::{self, Public};
use sigwarden_wire::diameter::message::Depth;
use sigwarden_wire::diameter::{self as diameter_layer, Message, dictionary};
use sigwarden_wire::gtp as gtp_layer;
use sigwarden_wire::sms::address::MAX_DIGITS;
use sigwarden_wire::sms::{self as sms_layer, Direction, Tpdu};
use std::hint::black_box;

/// A Diameter message, or the place of a stream where one could begin: read at every depth, and every content as an
/// identity.
pub fn diameter(octets: &[u8]) {
    let next = diameter_layer::next_message(octets);
    if let Next::Message(length) = next {
        assert!((LENGTH..=octets.len()).contains(&length), "a message in a stream is in the stream");
    }
    if diameter_layer::looks_like_message(octets) {
        assert_ne!(next, Next::Other, "what looks like a message can be one");
    }
    identities(octets);
    let mut message = Message::default();
    let kept = [Depth::All, Depth::Fields, Depth::Outside].map(|depth| {
        let mut anomalies = Anomalies::default();
        let is_read = message.read(octets, depth, &mut anomalies);
        assert_eq!(is_read, octets.len() >= LENGTH, "a header is a message");
        use_attributes(&message, octets);
        let last = anomalies.as_slice().iter().map(|anomaly| anomaly.offset as usize + anomaly.length as usize).max();
        assert!(last.is_none_or(|end| end <= octets.len()), "what is wrong is in the message");
        message.avps().len()
    });
    assert!(kept.is_sorted_by(|more, fewer| more >= fewer), "who looks deeper sees no less");
}

fn use_attributes(message: &Message, octets: &[u8]) {
    for avp in message.avps() {
        let content = avp.of(octets);
        assert_eq!(content.len(), avp.len() as usize, "content is in the message");
        if let Some(entry) = dictionary::find(avp.vendor, avp.code) {
            assert_eq!(avp.field, entry.field, "fields are what the dictionary says");
        }
        let first = message.first(avp.field).map(|first| first.depth);
        let is_field = avp.field != diameter_layer::Field::None;
        assert_eq!(first.is_some(), is_field, "every field has a first one");
        assert!(first.is_none_or(|depth| depth == 0 || avp.depth > 0), "what is outside groups comes first");
        identities(content);
    }
    black_box((message.result(octets), message.disclosures().count()));
}

fn identities(octets: &[u8]) {
    let decimal = |digits: Option<&[u8]>| digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_digit));
    if let Some(found) = identity::imsi(octets) {
        assert!((6..=15).contains(&found.digits.len()), "an IMSI has six to fifteen digits");
        assert!(decimal(octets.get(found.digits)), "digits are decimal");
    }
    match identity::public(octets) {
        Some(Public::Number(range) | Public::Imsi(range)) => assert!(decimal(octets.get(range)), "digits are decimal"),
        None => {}
    }
}

/// A GTP datagram: told by its octets, every message in it in both modes, every element as every kind of value, and
/// the packet inside a tunnel.
pub fn gtp(octets: &[u8]) {
    let mut anomalies = Anomalies::default();
    let mut message = gtp_layer::Message::default();
    if gtp_layer::looks_like_control(octets) || gtp_layer::looks_like_user(octets) {
        assert!(message.read(octets, false, &mut anomalies), "what looks like GTP is");
    }
    if let Some(packet) = gtp_layer::user_packet(octets, &mut anomalies) {
        assert!(packet.len() <= octets.len(), "what a tunnel carries is in the datagram");
    }
    let mut rest = octets;
    // Every message has a header, so there is an end to them.
    loop {
        let few = read_elements(&mut message, rest, false);
        let all = read_elements(&mut message, rest, true);
        assert!(few <= all, "who wants all gets no less");
        let Some(next) = message.next() else { break };
        assert!(next > 0 && next < rest.len(), "the next message is in the datagram");
        rest = &rest[next..];
    }
}

/// How many elements were read.
fn read_elements(message: &mut gtp_layer::Message, octets: &[u8], all: bool) -> usize {
    let mut anomalies = Anomalies::default();
    if !message.read(octets, all, &mut anomalies) {
        assert!(message.elements().is_empty(), "what is no message has no elements");
        return 0;
    }
    for element in message.elements() {
        let value = element.of(octets);
        assert_eq!(value.len(), element.length as usize, "a value is in its message");
        assert!(message.first(element.field).is_some(), "a field that is listed is there");
        black_box(message.integer(element.field, octets));
        use_value(value);
    }
    for digits in [message.imsi(octets), message.msisdn(octets)].into_iter().flatten() {
        assert_eq!(digits.to_string().len(), digits.len(), "a digit is a letter");
    }
    black_box(message.location_plmn(octets));
    message.elements().len()
}

fn use_value(value: &[u8]) {
    if let Some(name) = gtp_layer::apn(value, &mut [0; 128]) {
        assert!(!name.is_empty() && name.len() <= value.len(), "a name is no longer than its labels");
    }
    for plmn in [gtp_layer::serving_network(value), gtp_layer::location_plmn(value), gtp_layer::location_plmn_v1(value)]
    {
        let is_code = plmn.is_none_or(|plmn| plmn.as_ascii().iter().all(u8::is_ascii_digit));
        assert!(is_code, "network codes are decimal");
    }
    assert!(gtp_layer::tbcd(value).len() <= 2 * value.len(), "an octet has two digits");
    black_box((gtp_layer::f_teid(value), gtp_layer::gsn_address(value)));
}

/// A transfer unit of a short message, both ways, and the command packet in it.
pub fn sms(octets: &[u8]) {
    for direction in [Direction::ToPhone, Direction::FromPhone] {
        let mut anomalies = Anomalies::default();
        match sms_layer::tpdu(octets, direction, &mut anomalies) {
            Some(tpdu) => use_tpdu(&tpdu, octets),
            None => assert!(octets.is_empty(), "the first octet says what it is"),
        }
    }
}

fn use_tpdu(tpdu: &Tpdu<'_>, octets: &[u8]) {
    assert!(tpdu.content.len() <= tpdu.user_data.len(), "content is user data");
    assert!(tpdu.user_data.len() < octets.len(), "user data is in the message");
    if let Some(address) = tpdu.address {
        let mut buffer = [0; MAX_DIGITS];
        assert!(address.digits(&mut buffer).iter().all(u8::is_ascii_hexdigit), "digits are text");
    }
    if let Some(header) = tpdu.header {
        let elements: usize = header.elements().map(|(_, value)| value.len() + 2).sum();
        assert!(elements <= header.octets().len(), "elements are in their header");
        if let Some(part) = header.concatenation() {
            assert!((1..=part.total).contains(&part.number), "a part is one of all");
        }
        black_box((header.adds_up(), header.ports(), header.security()));
    }
    if let Some(packet) = sms_layer::command_packet(tpdu) {
        assert!(tpdu.content.len() >= 16, "a command packet has a header");
        black_box((packet.is_ciphered(), packet.integrity()));
    }
    black_box((tpdu.kind.name(), tpdu.coding(), tpdu.is_silent(), tpdu.is_binary(), tpdu.is_sim_data_download()));
}
