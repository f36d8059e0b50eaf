//! How a request was made, beyond what it asks: what tells one tool from another, whatever address it uses.

use sigwarden_dialogue::joiner;
use sigwarden_dialogue::{Label, diameter};
use sigwarden_wire::anomaly::Anomalies;
use sigwarden_wire::ber::Walker;
use sigwarden_wire::diameter::Field;
use std::sync::Arc;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

/// Elements of a message that its form is made of.
const ELEMENTS: usize = 64;
/// How deep they may stand.
const DEPTH: usize = 8;

/// Traits of one request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Traits {
    /// Digest of the asking address, as memory knows it.
    pub(crate) address: u64,
    /// Digest of the asked one.
    pub(crate) asked: u64,
    /// Transaction identifier of up to eight octets.
    pub(crate) transaction: Option<u64>,
    /// Digest of the form: which elements in which order, how they are encoded, not what they say. 0 is none.
    pub(crate) form: u64,
    /// First node of the recorded route.
    pub(crate) relay: Option<Arc<str>>,
}

impl Traits {
    /// Of an SS7 request.
    pub(crate) fn of_ss7(operation: &joiner::Operation<'_>) -> Self {
        let transaction =
            operation.message.otid.map(|span| span.of(operation.octets)).filter(|octets| octets.len() <= 8);
        Self {
            address: operation.calling.key(),
            asked: operation.called.key(),
            transaction: transaction.map(|octets| octets.iter().fold(0, |sum, octet| sum << 8 | u64::from(*octet))),
            form: form_of_ber(operation.octets),
            relay: None,
        }
    }

    /// Of a Diameter request.
    pub(crate) fn of_diameter(operation: &diameter::Operation<'_>) -> Self {
        let mut form = 0;
        for avp in operation.message.avps().iter().filter(|avp| avp.field != Field::RouteRecord).take(ELEMENTS) {
            let [a, b, c, d] = avp.code.to_le_bytes();
            form = xxh3_64_with_seed(&[a, b, c, d, avp.flags, avp.depth], form);
        }
        let relay = operation.message.octets(Field::RouteRecord, operation.octets);
        Self {
            address: node(operation.exchange.asker),
            asked: node(operation.exchange.asked),
            transaction: None,
            form,
            relay: relay.map(|name| String::from_utf8_lossy(name).to_ascii_lowercase().into()),
        }
    }
}

/// A Diameter node as a number: its host, else its realm.
pub(crate) fn node((host, realm): (Label, Label)) -> u64 {
    let label = if host.is_none() { realm } else { host };
    u64::try_from(label.index()).unwrap_or(0) | 1 << 62
}

/// Tags and the octets of lengths, in order; contents only by whether there are any.
fn form_of_ber(octets: &[u8]) -> u64 {
    let mut anomalies = Anomalies::default();
    let mut walker = Walker::new(octets, &mut anomalies);
    let mut form: Vec<u8> = Vec::with_capacity(ELEMENTS.saturating_mul(4));
    let mut open: Vec<(usize, usize)> = vec![(0, octets.len())];
    while let Some((at, end)) = open.pop() {
        if form.len() >= ELEMENTS.saturating_mul(4) {
            break;
        }
        let Some(element) = walker.element(at, end) else { continue };
        let head = element.start().saturating_sub(element.at());
        let [high, low] = element.tag.0.to_be_bytes();
        form.extend([high, low, u8::try_from(head).unwrap_or(u8::MAX), u8::from(element.constructed)]);
        open.push((element.next(), end));
        if element.constructed && open.len() < DEPTH {
            open.push((element.start(), element.end()));
        }
    }
    xxh3_64(&form)
}
