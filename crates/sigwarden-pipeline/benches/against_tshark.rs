//! CPU seconds of `sigwarden scan` and of `tshark -T fields` on the same capture, in turns:
//! `cargo build --release && cargo bench -p sigwarden-pipeline --bench against_tshark`.
//!
//! Needs `tshark`, `bash`, and the program: `SIGWARDEN_BIN`, or what a release build has put into `target/release`.
//! `SIGWARDEN_BENCH_MESSAGES` sets the length of the capture.

use sigwarden_testkit::capture::{Pcap, link_type};
use sigwarden_testkit::traffic;
use std::path::{Path, PathBuf};
use std::process::Command;

const MESSAGES: usize = 200_000;
const RUNS: usize = 5;
/// What TShark is asked for: subscriber, titles, operation.
const FIELDS: &str = "-T fields -e e212.imsi -e sccp.calling.digits -e sccp.called.digits -e gsm_old.localValue";

fn main() {
    let messages = std::env::var("SIGWARDEN_BENCH_MESSAGES").ok().and_then(|text| text.parse().ok());
    let messages = messages.unwrap_or(MESSAGES);
    let folder = tempfile::tempdir().expect("there is room for temporary files");
    let (full, empty) = (folder.path().join("traffic.pcap"), folder.path().join("empty.pcap"));
    std::fs::write(&full, traffic(messages, 9)).expect("the capture can be written");
    std::fs::write(&empty, Pcap::new(link_type::ETHERNET).finish()).expect("the capture can be written");
    let ours = format!("'{}' scan", program().display());
    let (mut scan, mut tshark, mut nothing) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..RUNS {
        scan.push(cpu_seconds(&format!("{ours} '{}'", full.display())));
        tshark.push(cpu_seconds(&format!("tshark -r '{}' {FIELDS}", full.display())));
        nothing.push(cpu_seconds(&format!("{ours} '{}'", empty.display())));
    }
    let [scan, tshark, nothing] = [scan, tshark, nothing].map(median);
    eprintln!("medians of {RUNS} runs in turns, user and system CPU seconds, {messages} messages");
    eprintln!("sigwarden scan        {scan:8.3} s  {:9.0} messages a second", messages as f64 / scan);
    eprintln!("tshark -T fields      {tshark:8.3} s  {:9.0} messages a second", messages as f64 / tshark);
    eprintln!("ratio                 {:8.1}", tshark / scan);
    eprintln!("scan of no messages   {nothing:8.3} s");
}

fn program() -> PathBuf {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/release/sigwarden");
    let path = std::env::var_os("SIGWARDEN_BIN").map_or(built, PathBuf::from);
    assert!(path.exists(), "{} is missing: run cargo build --release, or set SIGWARDEN_BIN", path.display());
    path
}

/// User and system seconds of a command, as bash has measured them.
fn cpu_seconds(command: &str) -> f64 {
    // Exit code 3 says that nothing was decoded, 4 that something was found.
    let script = format!("TIMEFORMAT='%3U %3S'; time {command} >/dev/null");
    let output = Command::new("bash").args(["-c", &script]).env("LC_ALL", "C").output().expect("bash runs");
    let text = String::from_utf8_lossy(&output.stderr);
    let seconds: Vec<f64> =
        text.lines().last().unwrap_or_default().split(' ').filter_map(|part| part.parse().ok()).collect();
    assert!(seconds.len() == 2 && matches!(output.status.code(), Some(0 | 3 | 4)), "{command}: {text}");
    seconds.iter().sum()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
