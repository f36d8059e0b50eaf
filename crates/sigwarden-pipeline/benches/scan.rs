//! Messages per second, decoding alone and the whole scan: `cargo bench -p sigwarden-pipeline --bench scan`.
//!
//! The capture is made first, from the same seed every time. Times are of the clock, so the "fastest" column says most
//! on a machine with other work; `against_tshark` counts CPU seconds.

use divan::Bencher;
use divan::counter::ItemsCount;
use sigwarden_dialogue::{Batch, Closed, Frame, FrameRef, Joiner, Operation, Sink, Transport, diameter, gtp};
use sigwarden_operators::site;
use sigwarden_pipeline::{CaptureSet, Options, Progress, Receiver, run};
use sigwarden_schema::lines;
use sigwarden_testkit::traffic;
use sigwarden_testkit::traffic::lte::s6a_traffic;
use sigwarden_testkit::traffic::packet::gtpv2_traffic;
use std::hint::black_box;
use std::io::Cursor;
use std::sync::LazyLock;

const MESSAGES: usize = 200_000;
/// Messages of a batch, as in the program.
const BATCH: usize = 2048;

/// What is read: SS7, Diameter, GTP.
const KINDS: [&str; 3] = ["ss7", "s6a", "gtpv2"];

static CAPTURES: LazyLock<[Vec<u8>; 3]> =
    LazyLock::new(|| [traffic(MESSAGES, 9), s6a_traffic(MESSAGES, 9), gtpv2_traffic(MESSAGES, 9)]);

fn main() {
    LazyLock::force(&CAPTURES);
    divan::main();
}

/// Does nothing with what it is given.
struct Nothing;

impl Sink for Nothing {
    fn operation(&mut self, operation: &Operation<'_>, _: &mut u32) {
        black_box(operation.code);
    }

    fn closed(&mut self, _: &Closed<'_>) {}

    fn diameter(&mut self, operation: &diameter::Operation<'_>, _: &mut u32) {
        black_box(operation.message.avps());
    }

    fn gtp(&mut self, operation: &gtp::Operation<'_>, _: &mut u32) {
        black_box(operation.message.elements());
    }
}

impl Receiver for Nothing {
    fn operation(&mut self, operation: &lines::Operation) {
        black_box(operation);
    }

    fn progress(&mut self, _: Progress) {}
}

fn capture(kind: &str) -> CaptureSet {
    let position = KINDS.iter().position(|known| *known == kind).unwrap_or(0);
    CaptureSet::from_reader("traffic", Box::new(Cursor::new(&CAPTURES[position][..])))
}

/// Capture file to joined operations, all parameters read, nothing judged.
#[divan::bench(args = KINDS, sample_count = 10)]
fn decode(bencher: Bencher<'_, '_>, kind: &str) {
    bencher.counter(ItemsCount::new(MESSAGES)).bench_local(|| {
        let (mut transport, mut joiner, mut batch) = (Transport::default(), Joiner::default(), Batch::default());
        let mut capture = capture(kind);
        while let Some(frame) = capture.next_frame() {
            let reference = FrameRef { input: frame.input, number: frame.number };
            let frame =
                Frame { ts_ns: frame.ts_ns, reference, link_type: frame.link_type, octets: frame.data, cut: false };
            transport.frame(&frame, &mut batch);
            if batch.len() >= BATCH {
                joiner.batch(&batch, &mut Nothing);
                batch.clear();
            }
        }
        joiner.batch(&batch, &mut Nothing);
        joiner.finish(&mut Nothing);
        joiner.counters.messages
    });
}

/// Capture file to findings, with the home network configured.
#[divan::bench(args = KINDS, sample_count = 10)]
fn scan(bencher: Bencher<'_, '_>, kind: &str) {
    judge(bencher, kind, 1, false);
}

/// The same on two threads.
#[divan::bench(args = KINDS, sample_count = 10)]
fn scan_on_two_threads(bencher: Bencher<'_, '_>, kind: &str) {
    judge(bencher, kind, 2, false);
}

/// The same with a line for every operation, as `decode` of the command line writes them.
#[divan::bench(args = KINDS, sample_count = 10)]
fn scan_with_operations(bencher: Bencher<'_, '_>, kind: &str) {
    judge(bencher, kind, 1, true);
}

fn judge(bencher: Bencher<'_, '_>, kind: &str, threads: usize, operations: bool) {
    let text = "[home]\nplmns = [\"001-01\"]\nglobal_titles = [\"1555555\"]\n";
    let site = site::parse(text).expect("the configuration is right");
    bencher.counter(ItemsCount::new(MESSAGES)).bench_local(|| {
        let options = Options { threads, operations, ..Options::of(site.clone()) };
        run(capture(kind), options, &mut Nothing)
    });
}
