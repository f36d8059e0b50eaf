//! The door of what rewrites captures.

use sigwarden_anonymize::{Anonymizer, Frame, Known};
use sigwarden_operators::Pseudonymiser;
use sigwarden_pipeline::CaptureSet;
use std::io::Cursor;

const KEY: &str = "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a";

/// Rewrites a capture file: every frame is written with its length and its time, in order, or dropped and counted.
pub fn anonymize(octets: &[u8]) {
    rewrite(CaptureSet::from_reader("capture", Box::new(Cursor::new(octets.to_vec()))));
}

/// The same with a capture from anywhere.
pub fn rewrite(mut set: CaptureSet) {
    let keyed = Pseudonymiser::from_hex_key(KEY).expect("the key is one");
    let mut anonymizer = Anonymizer::new(keyed, Known::default());
    let (mut came, mut last, mut written) = (Vec::new(), 0, 0);
    while let Some(frame) = set.next_frame() {
        came.push((frame.ts_ns, frame.data.len()));
        let frame = Frame {
            ts_ns: frame.ts_ns,
            link_type: frame.link_type,
            octets: frame.data,
            original_length: frame.original_length,
        };
        anonymizer.frame(frame, &mut |made| {
            written += 1;
            assert!(made.number > last, "frames keep their order");
            last = made.number;
            assert_eq!(came.get(made.number as usize - 1), Some(&(made.ts_ns, made.octets.len())), "nothing is moved");
        });
    }
    anonymizer.finish(&mut |_| written += 1);
    let report = anonymizer.report();
    assert_eq!(report.read, came.len() as u64, "every frame is counted");
    assert_eq!(report.written, written, "what is written is counted");
    assert_eq!(report.read, report.written + report.dropped_frames(), "what is not written is dropped");
}
