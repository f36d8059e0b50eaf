//! Peak memory of a scan does not grow with the capture: `cargo bench -p sigwarden-pipeline --bench memory`.
//!
//! Scans captures of 200,000 and of 2,000,000 messages, each in a process of its own. Linux only: reads /proc.

use sigwarden_operators::site;
use sigwarden_pipeline::{CaptureSet, Options, Progress, Receiver, run};
use sigwarden_schema::lines::Operation;
use sigwarden_testkit::traffic;
use std::fs::File;
use std::io::{BufWriter, Cursor, Write};
use std::path::Path;
use std::process::Command;

/// Messages that are made at a time.
const PART: usize = 200_000;

struct Nothing;

impl Receiver for Nothing {
    fn operation(&mut self, _: &Operation) {}
    fn progress(&mut self, _: Progress) {}
}

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, verb, path, threads] = &arguments[..]
        && verb == "scan"
    {
        scan(path, threads.parse().expect("a number of threads"));
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    for parts in [1, 10] {
        let path = folder.path().join(format!("{parts}.pcap"));
        write(&path, parts)?;
        for threads in ["1", "2"] {
            let program = std::env::current_exe()?;
            Command::new(program).arg("scan").arg(&path).arg(threads).status()?;
        }
    }
    Ok(())
}

/// A capture of so many parts of traffic, one after the other in time.
fn write(path: &Path, parts: u64) -> std::io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    let header = [0xa1b2_3c4d_u32, 0x0004_0002, 0, 0, 262_144, 1].map(u32::to_le_bytes);
    file.write_all(&header.concat())?;
    let (mut offset, mut last) = (0, 0);
    for part in 0..parts {
        let mut set = CaptureSet::from_reader("part", Box::new(Cursor::new(traffic(PART, 9 + part))));
        let mut first = None;
        while let Some(frame) = set.next_frame() {
            offset = if first.is_none() && part > 0 { last - frame.ts_ns + 1_000_000_000 } else { offset };
            first.get_or_insert(frame.ts_ns);
            last = frame.ts_ns + offset;
            let (seconds, nanoseconds) = (last / 1_000_000_000, last % 1_000_000_000);
            let length = frame.data.len() as u32;
            let fields = [seconds as u32, nanoseconds as u32, length, length].map(u32::to_le_bytes);
            file.write_all(&fields.concat())?;
            file.write_all(frame.data)?;
        }
    }
    file.flush()
}

fn scan(path: &str, threads: usize) {
    let text = "[home]\nplmns = [\"001-01\"]\nglobal_titles = [\"1555555\"]\n";
    let site = site::parse(text).expect("the configuration is right");
    let capture = CaptureSet::open(&[path.to_owned()]).expect("the capture is there");
    let options = Options { threads, ..Options::of(site) };
    let outcome = run(capture, options, &mut Nothing);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or(" not known").trim();
    let (messages, findings) = (outcome.stats.messages, outcome.findings.len());
    eprintln!("{messages:>9} messages, {threads} threads: {peak} at the most, {findings} findings");
}
