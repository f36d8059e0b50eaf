//! Messages a second, written to files with their truth: `cargo bench -p sigwarden-scenario`.
//!
//! Times are of the clock, on a temporary folder: the "fastest" column says most on a machine with other work.

use divan::Bencher;
use divan::counter::ItemsCount;
use sigwarden_scenario::{Options, SHIPPED, Scenario, generate};

/// Share of the people of the scenario "ten-million": about 200,000 messages.
const SCALE: f64 = 0.02;

fn main() {
    divan::main();
}

/// A part of the scenario "ten-million", with lines of truth for all messages or for attacks only.
#[divan::bench(args = ["all", "attacks"], sample_count = 10, sample_size = 1)]
fn captures_and_truth(bencher: Bencher<'_, '_>, lines: &str) {
    let text = SHIPPED.iter().find(|shipped| shipped.0 == "ten-million").map_or("", |shipped| shipped.1);
    let text = text.replace("[people]", &format!("[output]\ntruth = \"{lines}\"\n\n[people]"));
    let scenario = Scenario::parse(&text).expect("a scenario");
    let options = Options { scale: SCALE, ..Options::default() };
    let folder = tempfile::tempdir().expect("a folder");
    let write = || generate(&scenario, options, folder.path(), |_, _| {}).expect("written");
    let messages = write().messages;
    bencher.counter(ItemsCount::new(messages)).bench_local(write);
}
