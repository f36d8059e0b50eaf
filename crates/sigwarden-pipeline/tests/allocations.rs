//! Decoding allocates nothing per message, once the tables have the size that the traffic needs.
//!
//! Messages go the way from frame to joined operation, in batches. What is left are the tallies of a batch, and tables
//! that grow while a capture has more dialogues open than ever before. Counted apart are messages in segments, which
//! are put together in memory of their own, and messages with something wrong, which get a list of what it is.

use allocation_counter::measure;
use sigwarden_dialogue::{
    Batch, Closed, Frame, FrameRef, Joiner, Meta, Operation, SECOND, Sink, Transport, diameter, gtp,
};
use sigwarden_pipeline::CaptureSet;
use sigwarden_testkit::traffic;
use sigwarden_testkit::traffic::lte::s6a_traffic;
use sigwarden_testkit::traffic::packet::gtpv2_traffic;
use std::collections::BTreeSet;
use std::io::Cursor;

const MESSAGES: usize = 20_000;
/// Messages of a batch, as in the program.
const BATCH: usize = 2048;
/// Reads what a judge would read.
#[derive(Default)]
struct Reading {
    operations: u64,
    fields: usize,
}

impl Sink for Reading {
    fn operation(&mut self, operation: &Operation<'_>, _: &mut u32) {
        self.operations += 1;
        self.fields += operation.component.map_or(0, |component| component.fields.values().len());
    }

    fn closed(&mut self, _: &Closed<'_>) {}

    fn diameter(&mut self, operation: &diameter::Operation<'_>, _: &mut u32) {
        self.operations += 1;
        self.fields += operation.message.avps().len();
    }

    fn gtp(&mut self, operation: &gtp::Operation<'_>, _: &mut u32) {
        self.operations += 1;
        self.fields += operation.message.elements().len();
    }
}

/// A capture of so many messages, made with a seed.
type Make = fn(usize, u64) -> Vec<u8>;

/// Frames of a capture: time and octets.
type Frames = Vec<(i64, Vec<u8>)>;

/// Those of whole messages with nothing wrong, and the rest.
fn frames(make: Make) -> (Frames, Frames) {
    let mut set = CaptureSet::from_reader("traffic", Box::new(Cursor::new(make(MESSAGES, 5))));
    let mut all = Vec::new();
    while let Some(frame) = set.next_frame() {
        all.push((frame.ts_ns, frame.data.to_vec()));
    }
    let mut decoder = Decoder::<Unusual>::default();
    decoder.decode(&all, 0);
    let unusual = decoder.sink.0;
    let numbered = (1..).zip(all);
    let (plain, rest): (Vec<_>, Vec<_>) = numbered.partition(|(number, _)| !unusual.contains(number));
    let frames = |numbered: Vec<(u64, _)>| numbered.into_iter().map(|(_, frame)| frame).collect();
    (frames(plain), frames(rest))
}

/// Numbers of the frames whose messages came in segments, or had something wrong.
#[derive(Default)]
struct Unusual(BTreeSet<u64>);

impl Sink for Unusual {
    fn operation(&mut self, operation: &Operation<'_>, _: &mut u32) {
        if !operation.segments.is_empty() || !operation.anomalies.is_empty() {
            self.0.extend(operation.frames().map(|frame| frame.number));
        }
    }

    fn closed(&mut self, _: &Closed<'_>) {}

    fn diameter(&mut self, operation: &diameter::Operation<'_>, _: &mut u32) {
        self.note(operation.meta, operation.anomalies.is_empty());
    }

    fn gtp(&mut self, operation: &gtp::Operation<'_>, _: &mut u32) {
        self.note(operation.meta, operation.anomalies.is_empty());
    }
}

impl Unusual {
    fn note(&mut self, meta: &Meta, right: bool) {
        if !right || !meta.earlier.is_empty() {
            self.0.extend(meta.frames().map(|frame| frame.number));
        }
    }
}

fn of(ts_ns: i64, number: u64, octets: &[u8]) -> Frame<'_> {
    const ETHERNET: u16 = 1;
    Frame { ts_ns, reference: FrameRef { input: 0, number }, link_type: ETHERNET, octets, cut: false }
}

#[derive(Default)]
struct Decoder<S> {
    transport: Transport,
    joiner: Joiner,
    batch: Batch,
    number: u64,
    sink: S,
}

impl<S: Sink> Decoder<S> {
    /// Decodes the frames, `later` nanoseconds after they were sent.
    fn decode(&mut self, frames: &Frames, later: i64) {
        for (ts_ns, octets) in frames {
            self.number += 1;
            self.transport.frame(&of(ts_ns + later, self.number, octets), &mut self.batch);
            if self.batch.len() >= BATCH {
                self.hand_over();
            }
        }
        self.hand_over();
    }

    fn hand_over(&mut self) {
        self.joiner.batch(&self.batch, &mut self.sink);
        self.batch.clear();
    }
}

#[test]
fn decoding_allocates_nothing_per_message() {
    let rows: [(&str, Make); 3] = [("SS7", traffic), ("Diameter", s6a_traffic), ("GTP", gtpv2_traffic)];
    for (name, make) in rows {
        check(name, make);
    }
}

fn check(name: &str, make: Make) {
    let (plain, rest) = frames(make);
    assert!(plain.len() > MESSAGES * 3 / 4, "{name}: {} of {MESSAGES} are whole and right", plain.len());
    let mut decoder = Decoder::<Reading>::default();
    let day = 86_400 * SECOND;
    for round in 0..3 {
        decoder.decode(&plain, round * day);
    }
    let before = decoder.sink.operations;
    let used = measure(|| decoder.decode(&plain, 3 * day)).count_total;
    let messages = plain.len() as u64;
    let operations = decoder.sink.operations - before;
    assert!(operations >= messages * 9 / 10, "{name}: {operations} operations");
    assert!(decoder.sink.fields > MESSAGES, "{name}: {} fields were read", decoder.sink.fields);
    let apart = measure(|| decoder.decode(&rest, 4 * day)).count_total;
    eprintln!("{name}: {used} allocations for {messages} messages; {apart} for {} pieces and odd messages", rest.len());
    assert!(used * 1000 < messages, "{name}: {used} allocations for {messages} messages");
}
