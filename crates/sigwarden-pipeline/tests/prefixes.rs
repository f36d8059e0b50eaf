//! Every prefix of every message that the testkit can build: nothing panics, and nothing is taken for what it is not.

#[allow(dead_code, unreachable_pub, unused_imports, reason = "other tests use the rest")]
#[path = "../../../fuzz/src/lib.rs"]
mod doors;

use doors::seeds::{self, Layers};
use sigwarden_testkit::capture::{Order, Pcapng};
use sigwarden_testkit::world::{MILLISECOND, START};
use sigwarden_wire::anomaly::Anomalies;
use sigwarden_wire::tcap::{ComponentKind, Message, MessageType};
use std::collections::BTreeMap;
use std::sync::LazyLock;

static LAYERS: LazyLock<Layers> = LazyLock::new(seeds::layers);

/// Opens a door with every prefix of every message, and counts.
fn open(door: doors::Door, messages: &[Vec<u8>]) -> usize {
    let prefixes = messages.iter().flat_map(|message| (0..=message.len()).map(|end| &message[..end]));
    prefixes.map(door).count()
}

#[test]
fn every_layer_takes_every_prefix() {
    let user_messages: Vec<Vec<u8>> =
        LAYERS.sigtran.iter().map(|(ppid, message)| [&[*ppid as u8], &message[..]].concat()).collect();
    let rows: [(&str, doors::Door, &[Vec<u8>]); 4] = [
        ("sctp", doors::sctp, &LAYERS.sctp),
        ("sigtran", doors::sigtran, &user_messages),
        ("sccp", doors::sccp, &LAYERS.sccp),
        ("tcap", doors::tcap, &LAYERS.tcap),
    ];
    for (name, door, messages) in rows {
        let prefixes = open(door, messages);
        assert!(messages.len() > 200 && prefixes > 20_000, "{name}: {} messages, {prefixes} prefixes", messages.len());
    }
}

/// The same with whole frames, one after the other through one transport, joiner and detector.
#[test]
fn the_whole_way_takes_every_prefix_of_every_frame() {
    let mut file = Pcapng::new(Order::Little);
    let mut interfaces = BTreeMap::new();
    let mut time = START;
    let mut frames = 0;
    for (link, frame) in &LAYERS.frames {
        let interface = *interfaces.entry(link).or_insert_with(|| file.interface(*link, true));
        for end in 0..=frame.len() {
            time += MILLISECOND;
            frames += 1;
            file.packet(interface, time, &frame[..end]);
        }
    }
    let (outcome, lines) = doors::judge(&file.finish(), true, 1);
    assert_eq!(outcome.stats.frames, frames);
    assert!(frames > 50_000 && lines.len() > 1000, "{frames} frames, {} operations", lines.len());
}

/// A component as somebody would obey it.
type Obeyed = (ComponentKind, Option<i64>, Option<u8>, Option<Vec<u8>>);

/// What a message asks for, or nothing where it is no TCAP message; and whether anything was wrong with it.
fn read(octets: &[u8]) -> (Option<(MessageType, Vec<Obeyed>)>, bool) {
    let (mut message, mut anomalies) = (Message::default(), Anomalies::default());
    let is_tcap = message.read(octets, &mut anomalies);
    let components = message.components().iter().map(|component| {
        let parameter = component.parameter.map(|span| span.of(octets).to_vec());
        (component.kind, component.invoke_id, component.operation.effective(octets), parameter)
    });
    (is_tcap.then(|| (message.kind, components.collect())), !anomalies.is_empty())
}

#[test]
fn no_prefix_passes_for_another_message_without_an_anomaly() {
    let mut cut = 0;
    for message in &LAYERS.tcap {
        let (whole, _) = read(message);
        for end in 0..message.len() {
            let (prefix, anomalous) = read(&message[..end]);
            assert!(
                prefix.is_none() || prefix == whole || anomalous,
                "the first {end} octets of {message:02x?} are {prefix:?}, not {whole:?}"
            );
            cut += usize::from(prefix.is_some());
        }
    }
    assert!(cut > 20_000, "{cut} prefixes were read");
}
