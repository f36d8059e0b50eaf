//! The doors of captures: reading alone, and the whole way from a file to its findings.

use sigwarden_detect::Table;
use sigwarden_operators::{Site, site};
use sigwarden_pipeline::{CaptureSet, Options, Outcome, Progress, Receiver, run};
use sigwarden_schema::lines::Operation;
use std::io::Cursor;
use std::sync::LazyLock;

/// Reads every frame of a capture file.
pub fn capture(octets: &[u8]) {
    let mut set = CaptureSet::from_reader("capture", Box::new(Cursor::new(octets.to_vec())));
    let mut frames = 0;
    while let Some(frame) = set.next_frame() {
        frames += 1;
        assert_eq!(frame.input, 0, "there is one input");
        assert!(frame.number >= frames, "frames are counted from 1");
    }
    assert_eq!(set.ends().len(), 1, "an input ends in one way");
    assert!(set.bytes_read() <= octets.len() as u64, "no more is read than is there");
}

/// Operation lines, serialised.
#[derive(Debug, Default)]
pub struct Lines(pub Vec<String>);

impl Receiver for Lines {
    fn operation(&mut self, operation: &Operation) {
        self.0.push(serde_json::to_string(operation).expect("an operation can be written"));
    }

    fn progress(&mut self, _: Progress) {}
}

static TABLE: LazyLock<Table> = LazyLock::new(Table::builtin);
static HOME: LazyLock<Site> = LazyLock::new(|| {
    site::parse("[home]\nplmns = [\"001-01\"]\nglobal_titles = [\"1555555\"]\n").expect("the configuration is right")
});

/// Runs a capture file through everything, and gives what came out and the operation lines.
/// With a home network in the configuration, or with one to be worked out.
pub fn judge(octets: &[u8], configured: bool, threads: usize) -> (Outcome, Vec<String>) {
    let set = CaptureSet::from_reader("capture", Box::new(Cursor::new(octets.to_vec())));
    let site = if configured { HOME.clone() } else { Site::default() };
    let mut lines = Lines::default();
    let options = Options { table: TABLE.clone(), threads, operations: true, ..Options::of(site) };
    (run(set, options, &mut lines), lines.0)
}

/// A capture file through everything: every finding has frames and reasons, and every line can be written.
pub fn whole(octets: &[u8]) {
    let (outcome, _) = judge(octets, octets.len().is_multiple_of(2), 1);
    for finding in &outcome.findings {
        assert!(!finding.why.is_empty(), "a finding has reasons");
        assert!(!finding.dialogue_ids.is_empty(), "a finding rests on dialogues");
        serde_json::to_string(finding).expect("a finding can be written");
    }
    serde_json::to_string(&outcome.stats).expect("denominators can be written");
    assert!(outcome.stats.decoded <= outcome.stats.messages, "what was decoded was counted");
}
