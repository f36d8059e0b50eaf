//! Ten thousand captures with something wrong in them: nothing panics, hangs or takes much memory.

#[allow(dead_code, unreachable_pub, unused_imports, reason = "other tests use the rest")]
#[path = "../../../fuzz/src/lib.rs"]
mod doors;

mod mutation;

use std::panic::catch_unwind;

/// Most that the whole test may ever have had in memory.
const MAX_MEGABYTES: u64 = 500;

#[test]
fn ten_thousand_mutants_neither_break_anything_nor_fill_the_memory() {
    let captures = mutation::Captures::new(&doors::seeds::layers());
    for number in 0..10_000 {
        let mutant = captures.mutant(number);
        if catch_unwind(|| doors::whole(&mutant)).is_err() {
            let hex: String = mutant.iter().map(|octet| format!("{octet:02x}")).collect();
            panic!("mutant {number} breaks something, see above: {hex}");
        }
    }
    for number in 0..2_000 {
        let mutant = captures.mutant(number);
        if catch_unwind(|| doors::anonymize(&mutant)).is_err() {
            let hex: String = mutant.iter().map(|octet| format!("{octet:02x}")).collect();
            panic!("mutant {number} breaks the rewriting, see above: {hex}");
        }
    }
    match peak_megabytes() {
        Some(peak) => assert!(peak < MAX_MEGABYTES, "{peak} MB at the most"),
        None => eprintln!("skipped 1 of 2 checks: /proc/self/status, which tells the peak of memory, is not here"),
    }
}

/// The most memory that this process has had.
fn peak_megabytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse::<u64>().ok().map(|kilobytes| kilobytes / 1024)
}
