//! CPU seconds of `sigwarden scan` and of `tshark -T fields` on the same capture, in turns:
//! `cargo build --release && cargo bench -p sigwarden-pipeline --bench against_tshark`.
//!
//! Needs `tshark`, `bash`, and the program: `SIGWARDEN_BIN`, or what a release build has put into `target/release`.
//! `SIGWARDEN_BENCH_MESSAGES` sets the length of the capture.

use sigwarden_testkit::capture::{Pcap, link_type};
use sigwarden_testkit::traffic;
use sigwarden_testkit::traffic::lte::s6a_traffic;
use sigwarden_testkit::traffic::packet::gtpv2_traffic;
use std::path::{Path, PathBuf};
use std::process::Command;

const MESSAGES: usize = 200_000;
const RUNS: usize = 5;
/// A kind of traffic: its name, how it is made, and what TShark is asked for.
struct Row {
    name: &'static str,
    make: fn(usize, u64) -> Vec<u8>,
    fields: &'static str,
}

/// Of SS7 subscriber, titles, operation; of S6a command, application, names, session, subscriber, result; of GTPv2 type,
/// subscriber, tunnel, cause, number.
const ROWS: [Row; 3] = [
    Row {
        name: "SS7",
        make: traffic,
        fields: "-e e212.imsi -e sccp.calling.digits -e sccp.called.digits -e gsm_old.localValue",
    },
    Row {
        name: "S6a",
        make: s6a_traffic,
        fields: "-e diameter.cmd.code -e diameter.applicationId -e diameter.Origin-Host -e diameter.Origin-Realm \
                 -e diameter.Session-Id -e diameter.User-Name -e diameter.Result-Code -e diameter.flags.request",
    },
    Row {
        name: "GTPv2",
        make: gtpv2_traffic,
        fields: "-e gtpv2.message_type -e e212.imsi -e gtpv2.teid -e gtpv2.cause -e gtpv2.seq",
    },
];

fn main() {
    let messages = std::env::var("SIGWARDEN_BENCH_MESSAGES").ok().and_then(|text| text.parse().ok());
    let messages = messages.unwrap_or(MESSAGES);
    let folder = tempfile::tempdir().expect("there is room for temporary files");
    let empty = folder.path().join("empty.pcap");
    std::fs::write(&empty, Pcap::new(link_type::ETHERNET).finish()).expect("the capture can be written");
    let scan = format!("'{}' scan --threads 1", program().display());
    eprintln!("medians of {RUNS} runs in turns, user and system CPU seconds on one thread, {messages} messages");
    for row in &ROWS {
        let full = folder.path().join("traffic.pcap");
        std::fs::write(&full, (row.make)(messages, 9)).expect("the capture can be written");
        compare(row, &scan, &full, messages);
    }
    let nothing = median((0..RUNS).map(|_| cpu_seconds(&format!("{scan} '{}'", empty.display()))).collect());
    eprintln!("scan of no messages   {nothing:8.3} s");
}

/// Both programs on one capture, in turns.
fn compare(row: &Row, scan: &str, capture: &Path, messages: usize) {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        ours.push(cpu_seconds(&format!("{scan} '{}'", capture.display())));
        theirs.push(cpu_seconds(&format!("tshark -r '{}' -T fields {}", capture.display(), row.fields)));
    }
    let [ours, theirs] = [ours, theirs].map(median);
    eprintln!("{:8} sigwarden scan  {ours:8.3} s  {:9.0} messages a second", row.name, messages as f64 / ours);
    eprintln!("{:8} tshark          {theirs:8.3} s  {:9.0} messages a second", row.name, messages as f64 / theirs);
    eprintln!("{:8} ratio           {:8.1}", row.name, theirs / ours);
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
