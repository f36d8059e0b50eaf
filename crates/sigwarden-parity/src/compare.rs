//! What must agree between two readings of one frame.

use crate::{Component, Kind, Known, Reading, Readings};
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

/// How the readings of one capture compare.
#[derive(Clone, Debug, Default)]
pub struct CaptureResult {
    /// Frames compared: TShark finds TCAP in them and complains about nothing.
    pub compared: usize,
    /// Frames left out, because TShark complains about them.
    pub complained: usize,
    /// Frames for which sigwarden has lines and TShark shows no TCAP.
    pub only_ours: Vec<u64>,
    /// Everything on which the readers differ, by frame.
    pub disagreements: Vec<Disagreement>,
}

/// Compares every frame of a capture.
pub fn compare_capture(tshark: &Readings, ours: &Readings) -> CaptureResult {
    let known = Known::from_readings(tshark);
    let mut result = CaptureResult::default();
    for (frame, theirs) in tshark {
        if theirs.complaint.is_some() {
            result.complained += 1;
        } else {
            result.compared += 1;
            result.disagreements.extend(compare_frame(*frame, theirs, ours.get(frame), &known));
        }
    }
    result.only_ours = ours.keys().filter(|frame| !tshark.contains_key(frame)).copied().collect();
    result
}

/// Compares one frame. Empty when everything agrees.
pub fn compare_frame(frame: u64, tshark: &Reading, ours: Option<&Reading>, known: &Known) -> Vec<Disagreement> {
    let mut differing = Comparison { frame, found: Vec::new() };
    let Some(ours) = ours else {
        differing.note("operation", Shown::join(&tshark.types), "no line");
        return differing.found;
    };
    differing.equal("tcap.type", &tshark.types, &ours.types);
    differing.equal("tcap.otid", &tshark.otids, &ours.otids);
    differing.equal("tcap.dtid", &tshark.dtids, &ours.dtids);
    if tshark.addressed {
        differing.equal("sccp.calling.gt", &tshark.calling_gts, &ours.calling_gts);
        differing.equal("sccp.called.gt", &tshark.called_gts, &ours.called_gts);
        differing.equal("sccp.calling.ssn", &tshark.calling_ssns, &ours.calling_ssns);
        differing.equal("sccp.called.ssn", &tshark.called_ssns, &ours.called_ssns);
    }
    compare_contexts(&mut differing, tshark, ours);
    compare_components(&mut differing, tshark, ours);
    let known = known.of(tshark);
    differing.identity("target.imsi", &tshark.imsis, &ours.imsis, &known.imsis);
    differing.identity("target.msisdn", &tshark.msisdns, &ours.msisdns, &known.numbers);
    differing.found
}

/// TShark shows a context only where the message itself holds one; operation lines repeat the
/// dialogue's. So the two are equal only where every message of the frame holds one.
fn compare_contexts(differing: &mut Comparison, tshark: &Reading, ours: &Reading) {
    if !tshark.lacks_context {
        differing.equal("tcap.ac", &tshark.contexts, &ours.contexts);
    } else if !tshark.contexts.is_subset(&ours.contexts) {
        differing.note("tcap.ac", Shown::join(&tshark.contexts), Shown::join(&ours.contexts));
    }
}

fn compare_components(differing: &mut Comparison, tshark: &Reading, ours: &Reading) {
    if tshark.unread_components > 0 {
        let expected = tshark.components.len() + tshark.unread_components;
        if expected != ours.components.len() {
            let tshark = format!("{expected} components, {} unread", tshark.unread_components);
            differing.note("op.kind", tshark, format!("{} components", ours.components.len()));
        }
        return;
    }
    let kinds = |reading: &Reading| count(reading.components.iter().map(|component| component.kind.name()));
    differing.equal_counts("op.kind", &kinds(tshark), &kinds(ours));

    // An invoke holds its code. An answer need not, and operation lines then name the code of the
    // invoke it answers, so a code that TShark does not show proves nothing.
    let codes = |reading: &Reading, kind| count(reading.of_kind(kind).map(|component| Code(component.code)));
    differing.equal_counts("op.code", &codes(tshark, Kind::Invoke), &codes(ours, Kind::Invoke));
    for kind in [Kind::Result, Kind::Error, Kind::Reject] {
        let shown = count(tshark.of_kind(kind).filter(|answer| answer.code.is_some()).map(code));
        differing.contained_counts("op.code", &shown, &count(ours.of_kind(kind).map(code)));
    }
    let errors = |reading: &Reading| count(reading.of_kind(Kind::Error).map(|component| Code(component.error)));
    differing.equal_counts("op.error_code", &errors(tshark), &errors(ours));
}

fn code(component: &Component) -> Code {
    Code(component.code)
}

/// A local code; `none` for a component without one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Code(Option<i64>);

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(code) => write!(formatter, "{code}"),
            None => formatter.write_str("none"),
        }
    }
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

    const IMSI: &str = "001010000000001";
    const OTHER_IMSI: &str = "001010000000002";
    const MSISDN: &str = "15550100";
    const NODE: &str = "15550199";
    const STRANGER: &str = "001010000000003";

    fn set(values: &[&str]) -> BTreeSet<String> {
        values.iter().map(|value| (*value).to_owned()).collect()
    }

    fn component(kind: Kind, code: Option<i64>) -> Component {
        Component { kind, code, error: None }
    }

    /// A BEGIN that both readers see alike.
    fn begin() -> Reading {
        Reading {
            components: vec![component(Kind::Invoke, Some(70))],
            addressed: true,
            types: set(&["begin"]),
            otids: set(&["00ab"]),
            contexts: set(&["0.4.0.0.1.0.28.3"]),
            calling_gts: set(&[NODE]),
            calling_ssns: set(&["6"]),
            imsis: set(&[IMSI]),
            ..Reading::default()
        }
    }

    type Change = fn(&mut Reading);

    /// Fields that differ after `theirs` is done to TShark's reading of [`begin`] and `ours` to ours.
    fn check(theirs: Change, ours: Change, expected: &[&str]) {
        let (mut tshark, mut sigwarden) = (begin(), begin());
        theirs(&mut tshark);
        ours(&mut sigwarden);
        let dialogue =
            Reading { dtids: set(&["00ab"]), imsis: set(&[OTHER_IMSI]), msisdns: set(&[MSISDN]), ..Reading::default() };
        let stranger = Reading { otids: set(&["00cd"]), imsis: set(&[STRANGER]), ..Reading::default() };
        let known = Known::from_readings(&Readings::from([(2, dialogue), (3, stranger)]));
        let found = compare_frame(1, &tshark, Some(&sigwarden), &known);
        let fields: Vec<&str> = found.iter().map(|disagreement| disagreement.field).collect();
        assert_eq!(fields, expected, "{found:?}");
    }

    const SAME: Change = |_| {};

    #[test]
    fn equal_readings_agree() {
        check(SAME, SAME, &[]);
    }

    #[test]
    fn names_every_field_that_differs() {
        check(SAME, |ours| ours.types = set(&["end"]), &["tcap.type"]);
        check(SAME, |ours| ours.otids = set(&["ab"]), &["tcap.otid"]);
        check(SAME, |ours| ours.dtids = set(&["ab"]), &["tcap.dtid"]);
        check(SAME, |ours| ours.calling_gts.clear(), &["sccp.calling.gt"]);
        check(SAME, |ours| ours.called_gts = set(&[NODE]), &["sccp.called.gt"]);
        check(SAME, |ours| ours.calling_ssns = set(&["8"]), &["sccp.calling.ssn"]);
        check(SAME, |ours| ours.called_ssns = set(&["8"]), &["sccp.called.ssn"]);
        check(SAME, |ours| ours.contexts.clear(), &["tcap.ac"]);
        check(SAME, |ours| ours.components.clear(), &["op.kind", "op.code"]);
        check(SAME, |ours| ours.components[0].code = Some(71), &["op.code"]);
    }

    #[test]
    fn a_frame_without_a_line_differs() {
        let found = compare_frame(1, &begin(), None, &Known::default());
        assert_eq!(found[0].field, "operation");
    }

    #[test]
    fn a_context_is_compared_only_where_tshark_shows_one() {
        let hidden: Change = |theirs| {
            theirs.contexts.clear();
            theirs.lacks_context = true;
        };
        check(hidden, SAME, &[]);
        let one_of_two: Change = |theirs| theirs.lacks_context = true;
        check(one_of_two, |ours| ours.contexts = set(&["0.4.0.0.1.0.28.3", "0.4.0.0.1.0.29.3"]), &[]);
        check(one_of_two, |ours| ours.contexts = set(&["0.4.0.0.1.0.29.3"]), &["tcap.ac"]);
    }

    #[test]
    fn an_answer_may_have_the_code_of_the_invoke_it_answers() {
        let bare: Change = |theirs| theirs.components = vec![component(Kind::Result, None)];
        let named: Change = |ours| ours.components = vec![component(Kind::Result, Some(7))];
        check(bare, named, &[]);
        check(named, bare, &["op.code"]);
        check(named, named, &[]);
    }

    #[test]
    fn an_invoke_may_not_have_a_code_that_tshark_does_not_see() {
        check(|theirs| theirs.components[0].code = None, SAME, &["op.code"]);
    }

    #[test]
    fn components_are_counted_as_often_as_they_occur() {
        let twice: Change = |reading| reading.components.push(component(Kind::Invoke, Some(70)));
        check(twice, SAME, &["op.kind", "op.code"]);
        check(twice, twice, &[]);
    }

    #[test]
    fn error_codes_are_compared() {
        fn error(reading: &mut Reading, error: i64) {
            reading.components = vec![Component { kind: Kind::Error, code: None, error: Some(error) }];
        }
        check(|theirs| error(theirs, 8), |ours| error(ours, 8), &[]);
        check(|theirs| error(theirs, 8), |ours| error(ours, 1), &["op.error_code"]);
    }

    #[test]
    fn unread_components_count_and_nothing_else() {
        let unread: Change = |theirs| {
            theirs.components.clear();
            theirs.unread_components = 1;
        };
        check(unread, SAME, &[]);
        check(unread, |ours| ours.components.clear(), &["op.kind"]);
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
    fn addresses_that_tshark_does_not_show_are_not_compared() {
        check(|theirs| theirs.addressed = false, |ours| ours.calling_gts.clear(), &[]);
    }

    #[test]
    fn frames_with_complaints_and_frames_of_ours_alone_are_counted_apart() {
        let complained = Reading { complaint: Some("_ws.malformed".to_owned()), ..begin() };
        let tshark = Readings::from([(1, begin()), (2, complained)]);
        let ours = Readings::from([(1, begin()), (3, begin())]);
        let result = compare_capture(&tshark, &ours);
        assert_eq!((result.compared, result.complained, result.disagreements.len()), (1, 1, 0));
        assert_eq!(result.only_ours, [3]);
    }
}
