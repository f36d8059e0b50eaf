//! Memory and time of ten million subscribers: `cargo bench -p sigwarden-detect --bench subscribers`.

use sigwarden_detect::memory::act::Domain;
use sigwarden_detect::memory::subscribers::{MAX_SUBSCRIBERS, NetworkKey, Serving, Subscribers, Told};
use sigwarden_dialogue::Title;
use std::time::Instant;

fn title(prefix: u64, number: u64) -> Title {
    Title::new(format!("{prefix}{number:010}").as_bytes())
}

/// Kilobytes of a line of `/proc/self/status`.
fn kilobytes(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(name));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or(0)
}

fn main() {
    let count = std::env::var("SIGWARDEN_BENCH_SUBSCRIBERS").ok().and_then(|text| text.parse().ok());
    let count: u64 = count.unwrap_or(MAX_SUBSCRIBERS as u64);
    let mut subscribers = Subscribers::default();
    let begun = Instant::now();
    for number in 0..count {
        let number = number.wrapping_mul(0x9E37_79B9) % 10_000_000_000;
        let slot = subscribers.entry(title(10_101, number), title(1_556, number), Title::default());
        let now = Serving { network: NetworkKey(7), node: 1, since: 1, seen: 2, country: None, told: Told::Registered };
        if let Some(slot) = slot {
            slot.register(Domain::Circuit, now);
        }
    }
    let added = begun.elapsed();
    let begun = Instant::now();
    let found = (0..count).filter(|number| {
        let number = number.wrapping_mul(0x9E37_79B9) % 10_000_000_000;
        subscribers.of_imsi(title(10_101, number)).is_some()
    });
    let (found, looked) = (found.count(), begun.elapsed());
    let each = |time: std::time::Duration| time.as_nanos() / u128::from(count.max(1));
    eprintln!("{} subscribers, {found} found, {} made room", subscribers.len(), subscribers.evicted);
    eprintln!("peak {} MB; {} ns to add one, {} ns to find one", kilobytes("VmHWM") / 1000, each(added), each(looked));
}
