//! Nanoseconds an address: `cargo bench -p sigwarden-detect --bench attribution`.
//!
//! Half a million ranges of a thousand operators, made from the same seed every time. "Seen" is traffic as it is:
//! a few thousand senders, the busiest far more often than the others. "Never seen" are numbers that come once.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use sigwarden_detect::addresses::Addresses;
use sigwarden_dialogue::Title;
use sigwarden_operators::site::{Operator, Site};
use sigwarden_operators::{DigitRange, Imported, LearnedHome, Networks};
use std::cell::RefCell;
use std::sync::LazyLock;

const RANGES: usize = 500_000;
const OPERATORS: usize = 1_000;
const SENDERS: u64 = 3_000;
const LOOKUPS: usize = 100_000;
const CODES: [&str; 16] =
    ["1246", "1268", "44", "49", "33", "254", "55", "91", "234", "62", "380", "7", "86", "61", "27", "971"];

static OPERATORS_MADE: LazyLock<Vec<Operator>> = LazyLock::new(operators);

fn main() {
    LazyLock::force(&OPERATORS_MADE);
    divan::main();
}

/// A linear congruential generator: the same numbers every time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    /// A number of eleven to thirteen digits of one of the countries.
    fn number(&mut self) -> String {
        let code = CODES[self.below(CODES.len() as u64) as usize];
        format!("{code}{:07}00", self.below(10_000_000))
    }
}

fn operators() -> Vec<Operator> {
    let mut numbers = Numbers(7);
    let mut range = || {
        let from = numbers.number();
        DigitRange::numbers(&from, &format!("{}99", &from[..from.len() - 2])).expect("a range")
    };
    (0..OPERATORS)
        .map(|position| Operator {
            name: Some(format!("operator {position}")),
            global_titles: (0..RANGES / OPERATORS).map(|_| range()).collect(),
            ..Operator::default()
        })
        .collect()
}

fn addresses() -> Addresses {
    let imported = Imported::new(&OPERATORS_MADE, String::new());
    Addresses::new(Networks::with(Site::default(), Some(imported), LearnedHome::default()))
}

/// Senders as often as they are in traffic: the chance falls with the square of the rank.
fn traffic() -> Vec<Title> {
    let mut numbers = Numbers(9);
    let senders: Vec<Title> = (0..SENDERS).map(|_| Title::new(numbers.number().as_bytes())).collect();
    let mut pick = || {
        let rank = SENDERS * numbers.below(1_000).pow(2) / 1_000_000;
        senders[rank as usize]
    };
    (0..LOOKUPS).map(|_| pick()).collect()
}

#[divan::bench]
fn seen(bencher: Bencher<'_, '_>) {
    let titles = traffic();
    let addresses = RefCell::new(addresses());
    bencher.counter(ItemsCount::new(LOOKUPS)).bench_local(|| {
        let mut addresses = addresses.borrow_mut();
        for title in &titles {
            black_box(addresses.of_title(title));
        }
    });
}

#[divan::bench]
fn never_seen(bencher: Bencher<'_, '_>) {
    let mut numbers = Numbers(11);
    let titles: Vec<String> = (0..LOOKUPS).map(|_| numbers.number()).collect();
    let addresses = addresses();
    bencher.counter(ItemsCount::new(LOOKUPS)).bench_local(|| {
        for title in &titles {
            black_box(addresses.networks().of_gt(title.as_bytes()));
        }
    });
}
