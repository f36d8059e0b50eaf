//! The door of the joiner: a sequence of SCCP messages with times, made up or built.

use sigwarden_dialogue::{Batch, Closed, FrameRef, Joiner, Meta, Operation, Protocol, Sink};
use sigwarden_testkit::samples::{self, every_operation};
use sigwarden_testkit::{sccp, tcap};
use sigwarden_wire::map::field::Field;
use sigwarden_wire::mtp3::Variant;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::LazyLock;

/// Counts what comes, and checks that it makes sense.
#[derive(Debug, Default)]
pub struct Checked {
    /// Operations so far.
    pub operations: u64,
    /// Dialogues closed so far.
    pub closed: u64,
}

impl Sink for Checked {
    fn operation(&mut self, operation: &Operation<'_>, mark: &mut u32) {
        self.operations += 1;
        *mark = mark.wrapping_add(1);
        assert!(operation.sender < 2, "a dialogue has two sides");
        assert!(operation.frames().count() >= 1, "an operation comes from a frame");
        for field in [Field::Imsi, Field::Msisdn, Field::Imei] {
            let title = operation.identity(field);
            assert_eq!(title.is_empty(), title.text().is_empty(), "digits are text");
        }
        let dialogue = operation.dialogue;
        assert!(dialogue.begun || !dialogue.begun_with_components, "what was not seen had no components");
        for invoke in dialogue.invokes() {
            assert!(invoke.side < 2, "a dialogue has two sides");
        }
    }

    fn closed(&mut self, closed: &Closed<'_>) {
        self.closed += 1;
        assert!(closed.invokes.iter().all(|invoke| invoke.side < 2), "a dialogue has two sides");
    }
}

/// Records of an octet of switches, one of time, then what they ask for (see [`record`]): each an SS7 message.
pub fn dialogue(octets: &[u8]) {
    let (mut joiner, mut sink) = (Joiner::default(), Checked::default());
    let (mut batch, mut time, mut number) = (Batch::default(), 0, 0);
    let mut rest = octets;
    while let Some((&[switches, delay], behind)) = rest.split_first_chunk::<2>() {
        number += 1;
        let step = (1_i64 << (delay & 0x2f)) - 1;
        time = if delay & 0x80 == 0 { time + step } else { time - step };
        let Some((message, behind)) = record(switches, behind) else { break };
        rest = behind;
        batch.push(meta(switches, time, number), &message);
    }
    joiner.batch(&batch, &mut sink);
    joiner.finish(&mut sink);
    let counters = &joiner.counters;
    assert!(counters.decoded <= counters.messages, "what was decoded was counted");
    assert!(counters.duplicates <= counters.decoded, "what repeats was decoded");
}

/// Switches, lowest bit first: built or raw; which of two links; its direction; retransmitted; variant (two);
/// SUA; not used.
fn meta(switches: u8, ts_ns: i64, number: u64) -> Meta {
    let host = |last| Some(IpAddr::V4(Ipv4Addr::new(192, 0, 2, last)));
    let link = switches >> 1 & 1;
    let (from, to) = if switches & 4 == 0 { (link, link + 2) } else { (link + 2, link) };
    Meta {
        ts_ns,
        frame: FrameRef { input: 0, number },
        earlier: Vec::new(),
        src: host(from),
        dst: host(to),
        opc: Some(u32::from(from)),
        dpc: Some(u32::from(to)),
        variant: match switches >> 4 & 3 {
            1 => Variant::Ansi,
            2 => Variant::China,
            _ => Variant::Itu,
        },
        retransmits: (switches & 8 != 0).then(|| FrameRef { input: 0, number: number.saturating_sub(1) }),
        anomalies: None,
        ports: (2905, 2905),
        packet: 0,
        protocol: if switches & 0x40 != 0 { Protocol::Sua } else { Protocol::Sccp },
        cut: false,
    }
}

/// The message of a record: raw octets behind their length, or one built from four octets.
fn record(switches: u8, octets: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    if switches & 1 != 0 {
        let (recipe, rest) = octets.split_first_chunk::<4>()?;
        return Some((built(recipe), rest));
    }
    let (&length, rest) = octets.split_first()?;
    let (message, rest) = rest.split_at_checked(usize::from(length))?;
    Some((message.to_vec(), rest))
}

static OPERATIONS: LazyLock<Vec<samples::Operation>> = LazyLock::new(every_operation);

/// A message of one of four transactions between three nodes. The recipe: type of message and transactions;
/// operation; kind of component and invoke; parties and SCCP message.
fn built(&[kind, operation, component, parties]: &[u8; 4]) -> Vec<u8> {
    let operation = &OPERATIONS[usize::from(operation) % OPERATIONS.len()];
    let (own, peer) = ([0, 0, 0, kind >> 3 & 3], [0, 0, 1, kind >> 5 & 3]);
    let message = match kind & 7 {
        0 | 1 => tcap::Message::begin(&own).dialogue(tcap::Dialogue::request(&operation.context).encode()),
        2 => tcap::Message::begin(&own),
        3 => tcap::Message::r#continue(&peer, &own).dialogue(tcap::Dialogue::accepted(&operation.context).encode()),
        4 => tcap::Message::r#continue(&own, &peer),
        5 => tcap::Message::end(&own),
        6 => tcap::Message::abort(&own).provider_cause(1),
        _ => tcap::Message::unidirectional(),
    };
    let id = (component >> 4 & 3) as i8;
    let result = operation.result.clone().unwrap_or_default();
    let component = match component & 7 {
        0..3 => Some(tcap::invoke(id, operation.code, &operation.argument)),
        3 => Some(tcap::return_result_last(id, operation.code, &result)),
        4 => Some(tcap::return_result_not_last(id, operation.code, &result)),
        5 => Some(tcap::return_error(id, 34, &[])),
        6 => Some(tcap::reject(Some(id), tcap::Problem::Invoke(1))),
        _ => None,
    };
    let data = component.into_iter().fold(message, tcap::Message::component).encode();
    let title = |which: u8| ["15555550020", "447700900001", "447700900041", ""][usize::from(which & 3)];
    let address = |which| match title(which) {
        "" => sccp::Address::node(sccp::PointCode::Itu(1001), 6),
        digits => sccp::Address::title(digits, 6 + (which & 1)),
    };
    let (called, calling) = (address(parties), address(parties >> 2));
    match parties >> 4 {
        0 if data.len() < 200 => sccp::udts(1, &called, &calling, &data),
        1 => sccp::ludt(sccp::CLASS_0, &called, &calling, &data, None),
        2..4 => sccp::segment(&called, &calling, &data, 100, 7).swap_remove(0),
        _ if data.len() < 200 => sccp::udt(sccp::CLASS_0, &called, &calling, &data),
        _ => sccp::ludt(sccp::CLASS_0, &called, &calling, &data, None),
    }
}
