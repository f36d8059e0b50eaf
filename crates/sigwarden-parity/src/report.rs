//! The table at the end: what was compared, what was explained, what was not.

use crate::{CaptureResult, Differences, Disagreement, Protocol};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// Unexplained differing frames allowed, in thousandths of the frames compared.
const ALLOWED_PER_THOUSAND: usize = 5;

/// How many unexplained frames are shown with both readings.
const SHOWN_UNEXPLAINED: usize = 60;

/// How many frame numbers a list shows.
const SHOWN_FRAMES: usize = 20;

/// One protocol in one capture; every figure counts frames.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// File name.
    pub capture: String,
    /// Protocol.
    pub protocol: Protocol,
    /// Compared: TShark finds a message and complains about nothing.
    pub compared: usize,
    /// Left out, because TShark complains.
    pub complained: usize,
    /// Everything agrees.
    pub agreeing: usize,
    /// Every difference has an entry in `differences.toml`.
    pub explained: usize,
    /// At least one difference has none.
    pub unexplained: usize,
    /// Frame numbers that only sigwarden has lines for.
    pub only_ours: Vec<u64>,
}

/// All captures of one run.
#[derive(Clone, Debug, Default)]
pub struct Totals {
    rows: Vec<Row>,
    explained: Vec<String>,
    unexplained: Vec<(String, Vec<Disagreement>)>,
}

impl Totals {
    /// Adds the results of the capture with this file name, and looks up what explains its differences.
    pub fn add(&mut self, capture: &str, results: BTreeMap<Protocol, CaptureResult>, differences: &mut Differences) {
        differences.begin_capture(capture);
        for (protocol, result) in results {
            self.add_row(capture, protocol, result, differences);
        }
    }

    fn add_row(&mut self, capture: &str, protocol: Protocol, result: CaptureResult, differences: &mut Differences) {
        let (mut explained_frames, mut unexplained_frames) = (0, 0);
        for frame in result.disagreements.chunk_by(|left, right| left.frame == right.frame) {
            let mut unexplained = Vec::new();
            for disagreement in frame {
                match differences.explain(capture, disagreement) {
                    Some(entry) => self.explained.push(format!(
                        "{capture} frame {}: {}: {}",
                        disagreement.frame, disagreement.field, entry.reason
                    )),
                    None => unexplained.push(disagreement.clone()),
                }
            }
            if unexplained.is_empty() {
                explained_frames += 1;
            } else {
                unexplained_frames += 1;
                self.unexplained.push((capture.to_owned(), unexplained));
            }
        }
        self.rows.push(Row {
            capture: capture.to_owned(),
            protocol,
            compared: result.compared,
            complained: result.complained,
            agreeing: result.compared - explained_frames - unexplained_frames,
            explained: explained_frames,
            unexplained: unexplained_frames,
            only_ours: result.only_ours,
        });
    }

    /// The sum of all captures for one protocol.
    pub fn sum(&self, protocol: Protocol) -> Row {
        let rows = || self.rows.iter().filter(|row| row.protocol == protocol);
        let frames_of = |figure: fn(&Row) -> usize| rows().map(figure).sum();
        Row {
            capture: "all".to_owned(),
            protocol,
            compared: frames_of(|row| row.compared),
            complained: frames_of(|row| row.complained),
            agreeing: frames_of(|row| row.agreeing),
            explained: frames_of(|row| row.explained),
            unexplained: frames_of(|row| row.unexplained),
            only_ours: rows().flat_map(|row| row.only_ours.iter().copied()).collect(),
        }
    }

    /// Whether of each protocol the unexplained frames are at most 0.5 % of those compared.
    pub fn holds(&self) -> bool {
        Protocol::ALL.into_iter().map(|protocol| self.sum(protocol)).all(|sum| {
            let Row { unexplained, compared, .. } = sum;
            unexplained * 1000 <= compared * ALLOWED_PER_THOUSAND
        })
    }

    /// Writes the table, the explained differences, the first unexplained ones with both readings,
    /// and the frames that only sigwarden has lines for.
    ///
    /// # Errors
    /// When `out` cannot be written to.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let sums = Protocol::ALL.map(|protocol| self.sum(protocol));
        let width = self.rows.iter().map(|row| row.capture.chars().count()).max().unwrap_or(0).max(7);
        writeln!(
            out,
            "{:width$} {:8} {:>9} {:>9} {:>10} {:>12} {:>11} {:>10}",
            "capture", "protocol", "compared", "agreeing", "explained", "unexplained", "complained", "only ours"
        )?;
        for row in self.rows.iter().chain(&sums) {
            let Row { capture, protocol, compared, agreeing, explained, unexplained, complained, only_ours } = row;
            writeln!(
                out,
                "{capture:width$} {:8} {compared:>9} {agreeing:>9} {explained:>10} {unexplained:>12} {complained:>11} {:>10}",
                protocol.name(),
                only_ours.len()
            )?;
        }
        self.write_differences(out)?;
        for row in self.rows.iter().filter(|row| !row.only_ours.is_empty()) {
            writeln!(
                out,
                "only sigwarden has lines: {} {} frames {}",
                row.capture,
                row.protocol.name(),
                frame_list(&row.only_ours)
            )?;
        }
        Ok(())
    }

    fn write_differences(&self, out: &mut dyn Write) -> io::Result<()> {
        for line in &self.explained {
            writeln!(out, "explained: {line}")?;
        }
        for (capture, frame) in self.unexplained.iter().take(SHOWN_UNEXPLAINED) {
            for Disagreement { frame, field, tshark, ours } in frame {
                writeln!(out, "unexplained: {capture} frame {frame}: {field}: tshark {tshark} | sigwarden {ours}")?;
            }
        }
        let unshown = self.unexplained.len().saturating_sub(SHOWN_UNEXPLAINED);
        if unshown > 0 {
            writeln!(out, "unexplained: {unshown} more frames")?;
        }
        Ok(())
    }
}

fn frame_list(frames: &[u64]) -> String {
    let distinct: BTreeSet<u64> = frames.iter().copied().collect();
    let shown: Vec<String> = distinct.iter().take(SHOWN_FRAMES).map(u64::to_string).collect();
    let more = distinct.len().saturating_sub(SHOWN_FRAMES);
    if more == 0 { shown.join(" ") } else { format!("{} and {more} more", shown.join(" ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn disagreement(frame: u64, field: &'static str) -> Disagreement {
        Disagreement { frame, field, tshark: "1".to_owned(), ours: "2".to_owned() }
    }

    fn totals(compared: usize, disagreements: Vec<Disagreement>) -> Totals {
        let mut differences = Differences::parse(
            "[[difference]]\ncapture = \"a.pcap\"\nframes = [1, 2]\nfield = \"tcap.otid\"\nreason = \"made up\"",
        )
        .unwrap();
        let result = CaptureResult { compared, disagreements, ..CaptureResult::default() };
        let mut totals = Totals::default();
        totals.add("a.pcap", BTreeMap::from([(Protocol::Gtp, result)]), &mut differences);
        totals
    }

    #[test]
    fn a_frame_is_explained_only_when_all_its_differences_are() {
        let differing = vec![disagreement(1, "tcap.otid"), disagreement(2, "tcap.otid"), disagreement(2, "tcap.dtid")];
        let sum = totals(10, differing).sum(Protocol::Gtp);
        assert_eq!((sum.agreeing, sum.explained, sum.unexplained), (8, 1, 1));
    }

    #[test]
    fn holds_up_to_half_a_percent_of_unexplained_frames() {
        let rows = [(200, 1, true), (199, 1, false), (400, 2, true), (399, 2, false), (0, 0, true)];
        for (compared, unexplained, expected) in rows {
            let differing = (1..=unexplained).map(|frame| disagreement(frame, "tcap.dtid")).collect();
            assert_eq!(totals(compared, differing).holds(), expected, "{unexplained} of {compared}");
        }
    }

    #[test]
    fn a_protocol_that_agrees_makes_up_for_no_other() {
        let mut totals = totals(100, vec![disagreement(1, "tcap.dtid")]);
        assert!(!totals.holds());
        let result = CaptureResult { compared: 1000, ..CaptureResult::default() };
        let mut none = Differences::parse("").unwrap();
        totals.add("b.pcap", BTreeMap::from([(Protocol::Ss7, result.clone())]), &mut none);
        assert!(!totals.holds());
        totals.add("c.pcap", BTreeMap::from([(Protocol::Gtp, result)]), &mut none);
        assert!(totals.holds());
    }

    #[test]
    fn shows_both_readings_of_the_first_unexplained_frames() {
        let differing = (1..=SHOWN_UNEXPLAINED as u64 + 2).map(|frame| disagreement(frame, "tcap.dtid")).collect();
        let mut text = Vec::new();
        totals(SHOWN_UNEXPLAINED + 2, differing).write(&mut text).unwrap();
        let text = String::from_utf8(text).unwrap();
        assert!(text.contains("frame 60: tcap.dtid: tshark 1 | sigwarden 2"), "{text}");
        assert!(!text.contains("frame 61:") && text.contains("2 more frames"), "{text}");
    }
}
