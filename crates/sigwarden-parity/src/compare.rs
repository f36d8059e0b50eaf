//! What must agree between two readings of one frame.

mod messages;
mod tcap;

use crate::{Known, Protocol, Reading, Readings, fields};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// One field on which the readers differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// Frame number, counted from 1.
    pub frame: u64,
    /// Field of an operation line, or `operation` where there is no line at all.
    pub field: &'static str,
    /// What TShark reads.
    pub tshark: String,
    /// What sigwarden reads.
    pub ours: String,
}

/// How the readings of one protocol in one capture compare.
#[derive(Clone, Debug, Default)]
pub struct CaptureResult {
    /// Frames compared: TShark finds messages in them and complains about nothing.
    pub compared: usize,
    /// Frames left out, because TShark complains about them.
    pub complained: usize,
    /// Frames for which sigwarden has lines and TShark shows no message.
    pub only_ours: Vec<u64>,
    /// Everything on which the readers differ, by frame.
    pub disagreements: Vec<Disagreement>,
}

/// Compares every frame of a capture. A protocol is left out where neither reader has found anything of it.
pub fn compare_capture(tshark: &Readings, ours: &Readings) -> BTreeMap<Protocol, CaptureResult> {
    let known = Known::from_readings(tshark);
    let mut results = BTreeMap::<_, CaptureResult>::new();
    for (place, theirs) in tshark {
        let (protocol, frame) = *place;
        let result = results.entry(protocol).or_default();
        if theirs.complaint.is_some() {
            result.complained += 1;
        } else {
            result.compared += 1;
            result.disagreements.extend(compare_frame(protocol, frame, theirs, ours.get(place), &known));
        }
    }
    for (protocol, frame) in ours.keys().filter(|place| !tshark.contains_key(place)) {
        results.entry(*protocol).or_default().only_ours.push(*frame);
    }
    results
}

/// Compares one frame. Empty when everything agrees.
pub fn compare_frame(
    protocol: Protocol,
    frame: u64,
    tshark: &Reading,
    ours: Option<&Reading>,
    known: &Known,
) -> Vec<Disagreement> {
    let mut differing = Comparison { frame, found: Vec::new() };
    let Some(ours) = ours else {
        let found = match protocol {
            Protocol::Ss7 => Shown::join(&tshark.tcap.types),
            Protocol::Diameter | Protocol::Gtp => format!("{} messages", tshark.messages.len()),
        };
        differing.note("operation", found, "no line");
        return differing.found;
    };
    match protocol {
        Protocol::Ss7 => tcap::compare(&mut differing, &tshark.tcap, &ours.tcap),
        Protocol::Diameter | Protocol::Gtp => {
            messages::compare(&mut differing, &fields::names(protocol), &tshark.messages, &ours.messages);
        }
    }
    let known = known.of(tshark);
    differing.identity("target.imsi", &tshark.imsis, &ours.imsis, &known.imsis);
    differing.identity("target.msisdn", &tshark.msisdns, &ours.msisdns, &known.numbers);
    differing.found
}

/// A multiset: how often each value occurs.
type Counts<T> = BTreeMap<T, usize>;

fn count<T: Ord>(values: impl Iterator<Item = T>) -> Counts<T> {
    let mut counts = Counts::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    counts
}

/// Collects the disagreements of one frame.
struct Comparison {
    frame: u64,
    found: Vec<Disagreement>,
}

impl Comparison {
    fn note(&mut self, field: &'static str, tshark: impl Into<String>, ours: impl Into<String>) {
        self.found.push(Disagreement { frame: self.frame, field, tshark: tshark.into(), ours: ours.into() });
    }

    fn equal(&mut self, field: &'static str, tshark: &BTreeSet<String>, ours: &BTreeSet<String>) {
        if tshark != ours {
            self.note(field, Shown::join(tshark), Shown::join(ours));
        }
    }

    fn equal_counts<T: Ord + fmt::Display>(&mut self, field: &'static str, tshark: &Counts<T>, ours: &Counts<T>) {
        if tshark != ours {
            self.note(field, Shown::counts(tshark), Shown::counts(ours));
        }
    }

    fn contained_counts<T: Ord + fmt::Display>(&mut self, field: &'static str, tshark: &Counts<T>, ours: &Counts<T>) {
        if tshark.iter().any(|(value, times)| ours.get(value).is_none_or(|found| found < times)) {
            self.note(field, Shown::counts(tshark), Shown::counts(ours));
        }
    }

    /// Everything in `tshark` is in `ours`, and what `ours` has beyond that is `known`.
    fn identity(
        &mut self,
        field: &'static str,
        tshark: &BTreeSet<String>,
        ours: &BTreeSet<String>,
        known: &BTreeSet<String>,
    ) {
        let invented = ours.difference(tshark).any(|identity| !known.contains(identity));
        if invented || !tshark.is_subset(ours) {
            self.note(field, Shown::join(tshark), Shown::join(ours));
        }
    }
}

/// Readings as a person sees them in the report.
struct Shown;

impl Shown {
    fn join(values: &BTreeSet<String>) -> String {
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        if values.is_empty() { "nothing".to_owned() } else { values.join(" ") }
    }

    fn counts<T: fmt::Display>(counts: &Counts<T>) -> String {
        let values: Vec<String> = counts
            .iter()
            .map(|(value, times)| if *times == 1 { value.to_string() } else { format!("{times} x {value}") })
            .collect();
        if values.is_empty() { "nothing".to_owned() } else { values.join(" ") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Message, Tcap};

    const IMSI: &str = "001010000000001";
    const OTHER_IMSI: &str = "001010000000002";
    const MSISDN: &str = "15550100";
    const STRANGER: &str = "001010000000003";

    fn set(values: &[&str]) -> BTreeSet<String> {
        values.iter().map(|value| (*value).to_owned()).collect()
    }

    /// A request that both readers see alike.
    fn request() -> Reading {
        let message = Message::from([("op.code", "316".to_owned())]);
        Reading { messages: vec![message], links: set(&["a"]), imsis: set(&[IMSI]), ..Reading::default() }
    }

    type Change = fn(&mut Reading);

    const SAME: Change = |_| {};

    /// Fields that differ after `theirs` is done to TShark's reading of [`request`] and `ours` to ours.
    fn check(theirs: Change, ours: Change, expected: &[&str]) {
        let (mut tshark, mut sigwarden) = (request(), request());
        theirs(&mut tshark);
        ours(&mut sigwarden);
        let answer =
            Reading { links: set(&["a"]), imsis: set(&[OTHER_IMSI]), msisdns: set(&[MSISDN]), ..Reading::default() };
        let stranger = Reading { links: set(&["b"]), imsis: set(&[STRANGER]), ..Reading::default() };
        let readings = Readings::from([((Protocol::Diameter, 2), answer), ((Protocol::Diameter, 3), stranger)]);
        let known = Known::from_readings(&readings);
        let found = compare_frame(Protocol::Diameter, 1, &tshark, Some(&sigwarden), &known);
        let fields: Vec<&str> = found.iter().map(|disagreement| disagreement.field).collect();
        assert_eq!(fields, expected, "{found:?}");
    }

    #[test]
    fn equal_readings_agree() {
        check(SAME, SAME, &[]);
        check(SAME, |ours| ours.messages.clear(), &["operation"]);
    }

    #[test]
    fn a_frame_without_a_line_differs() {
        for protocol in Protocol::ALL {
            let found = compare_frame(protocol, 1, &request(), None, &Known::default());
            assert_eq!(found[0].field, "operation");
        }
    }

    #[test]
    fn each_protocol_is_compared_by_its_own_part_of_the_reading() {
        let ended = Reading { tcap: Tcap { types: set(&["end"]), ..Tcap::default() }, ..request() };
        let differing = |protocol| compare_frame(protocol, 1, &request(), Some(&ended), &Known::default());
        assert_eq!(differing(Protocol::Ss7).first().map(|found| found.field), Some("tcap.type"));
        assert_eq!(differing(Protocol::Diameter), []);
    }

    #[test]
    fn an_identity_stands_in_the_frame_or_in_its_dialogue() {
        check(SAME, |ours| ours.imsis.clear(), &["target.imsi"]);
        check(SAME, |ours| ours.imsis = set(&[OTHER_IMSI]), &["target.imsi"]);
        check(|theirs| theirs.imsis.clear(), |ours| ours.imsis = set(&[OTHER_IMSI]), &[]);
        check(SAME, |ours| ours.imsis = set(&[IMSI, STRANGER]), &["target.imsi"]);
        check(SAME, |ours| ours.msisdns = set(&[MSISDN]), &[]);
        check(SAME, |ours| ours.msisdns = set(&["15550111"]), &["target.msisdn"]);
        check(|theirs| theirs.msisdns = set(&[MSISDN]), SAME, &["target.msisdn"]);
    }

    #[test]
    fn frames_with_complaints_and_frames_of_ours_alone_are_counted_apart() {
        let complained = Reading { complaint: Some("_ws.malformed".to_owned()), ..request() };
        let diameter = |frame| (Protocol::Diameter, frame);
        let tshark = Readings::from([(diameter(1), request()), (diameter(2), complained)]);
        let ours =
            Readings::from([(diameter(1), request()), (diameter(3), request()), ((Protocol::Gtp, 1), request())]);
        let results = compare_capture(&tshark, &ours);
        assert_eq!(results[&Protocol::Gtp].only_ours, [1]);
        let result = &results[&Protocol::Diameter];
        assert_eq!((result.compared, result.complained, result.disagreements.len()), (1, 1, 0));
        assert_eq!(result.only_ours, [3]);
    }
}
