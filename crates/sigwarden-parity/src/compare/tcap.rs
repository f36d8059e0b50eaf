//! What must agree between two readings of the TCAP messages of one frame.

use super::{Comparison, Shown, count};
use crate::{Component, Kind, Tcap};
use std::fmt;

/// Compares transactions, addresses and components.
pub(super) fn compare(differing: &mut Comparison, tshark: &Tcap, ours: &Tcap) {
    differing.equal("tcap.type", &tshark.types, &ours.types);
    differing.equal("tcap.otid", &tshark.otids, &ours.otids);
    differing.equal("tcap.dtid", &tshark.dtids, &ours.dtids);
    if tshark.addressed {
        differing.equal("sccp.calling.gt", &tshark.calling_gts, &ours.calling_gts);
        differing.equal("sccp.called.gt", &tshark.called_gts, &ours.called_gts);
        differing.equal("sccp.calling.ssn", &tshark.calling_ssns, &ours.calling_ssns);
        differing.equal("sccp.called.ssn", &tshark.called_ssns, &ours.called_ssns);
    }
    compare_contexts(differing, tshark, ours);
    compare_components(differing, tshark, ours);
}

/// TShark shows a context only where the message itself holds one; operation lines repeat the
/// dialogue's. So the two are equal only where every message of the frame holds one.
fn compare_contexts(differing: &mut Comparison, tshark: &Tcap, ours: &Tcap) {
    if !tshark.lacks_context {
        differing.equal("tcap.ac", &tshark.contexts, &ours.contexts);
    } else if !tshark.contexts.is_subset(&ours.contexts) {
        differing.note("tcap.ac", Shown::join(&tshark.contexts), Shown::join(&ours.contexts));
    }
}

fn compare_components(differing: &mut Comparison, tshark: &Tcap, ours: &Tcap) {
    if tshark.unread_components > 0 {
        let expected = tshark.components.len() + tshark.unread_components;
        if expected != ours.components.len() {
            let tshark = format!("{expected} components, {} unread", tshark.unread_components);
            differing.note("op.kind", tshark, format!("{} components", ours.components.len()));
        }
        return;
    }
    let kinds = |reading: &Tcap| count(reading.components.iter().map(|component| component.kind.name()));
    differing.equal_counts("op.kind", &kinds(tshark), &kinds(ours));

    // An invoke holds its code. An answer need not, and operation lines then name the code of the
    // invoke it answers, so a code that TShark does not show proves nothing.
    let codes = |reading: &Tcap, kind| count(reading.of_kind(kind).map(|component| Code(component.code)));
    differing.equal_counts("op.code", &codes(tshark, Kind::Invoke), &codes(ours, Kind::Invoke));
    for kind in [Kind::Result, Kind::Error, Kind::Reject] {
        let shown = count(tshark.of_kind(kind).filter(|answer| answer.code.is_some()).map(code));
        differing.contained_counts("op.code", &shown, &count(ours.of_kind(kind).map(code)));
    }
    let errors = |reading: &Tcap| count(reading.of_kind(Kind::Error).map(|component| Code(component.error)));
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const NODE: &str = "15550199";

    fn set(values: &[&str]) -> BTreeSet<String> {
        values.iter().map(|value| (*value).to_owned()).collect()
    }

    fn component(kind: Kind, code: Option<i64>) -> Component {
        Component { kind, code, error: None }
    }

    /// A BEGIN that both readers see alike.
    fn begin() -> Tcap {
        Tcap {
            components: vec![component(Kind::Invoke, Some(70))],
            addressed: true,
            types: set(&["begin"]),
            otids: set(&["00ab"]),
            contexts: set(&["0.4.0.0.1.0.28.3"]),
            calling_gts: set(&[NODE]),
            calling_ssns: set(&["6"]),
            ..Tcap::default()
        }
    }

    type Change = fn(&mut Tcap);

    /// Fields that differ after `theirs` is done to TShark's reading of [`begin`] and `ours` to ours.
    fn check(theirs: Change, ours: Change, expected: &[&str]) {
        let (mut tshark, mut sigwarden) = (begin(), begin());
        theirs(&mut tshark);
        ours(&mut sigwarden);
        let mut differing = Comparison { frame: 1, found: Vec::new() };
        compare(&mut differing, &tshark, &sigwarden);
        let found = differing.found;
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
        fn error(reading: &mut Tcap, error: i64) {
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
    fn addresses_that_tshark_does_not_show_are_not_compared() {
        check(|theirs| theirs.addressed = false, |ours| ours.calling_gts.clear(), &[]);
    }
}
