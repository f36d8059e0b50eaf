//! Properties over generated expressions.

mod common;

use common::JsonLine;
use proptest::prelude::*;
use serde_json::json;
use sigwarden_expr::Expression;

/// Pieces that bring the parser further than arbitrary characters do.
const PIECES: &[&str] = &[
    "op.code",
    "op.name",
    "disclosed",
    "anomalies",
    "sccp.returned",
    "capture.frames",
    "nothing",
    "71",
    "-",
    "0x1",
    "'a'",
    "\"b\"",
    "'",
    "\\",
    "true",
    "null",
    "in",
    "has",
    "size",
    ".contains",
    ".",
    "(",
    ")",
    "[",
    "]",
    ",",
    "==",
    "!=",
    "<",
    ">=",
    "&&",
    "||",
    "!",
    "?",
    "+",
    "//",
    "\n",
    " ",
    "ä",
    "“",
];

/// A condition over three boolean literals, and what it is worth.
#[derive(Clone, Debug)]
enum Logic {
    Value(bool),
    Not(Box<Logic>),
    Equal(Box<Logic>, Box<Logic>),
    And(Box<Logic>, Box<Logic>),
    Or(Box<Logic>, Box<Logic>),
}

impl Logic {
    fn worth(&self) -> bool {
        match self {
            Self::Value(value) => *value,
            Self::Not(inner) => !inner.worth(),
            Self::Equal(left, right) => left.worth() == right.worth(),
            Self::And(left, right) => left.worth() && right.worth(),
            Self::Or(left, right) => left.worth() || right.worth(),
        }
    }

    /// How close the operator binds; parentheses stand only where CEL needs them.
    fn rank(&self) -> u8 {
        match self {
            Self::Or(..) => 0,
            Self::And(..) => 1,
            Self::Equal(..) => 2,
            Self::Not(_) | Self::Value(_) => 3,
        }
    }

    fn written(&self, least: u8) -> String {
        let text = match self {
            Self::Value(value) => value.to_string(),
            Self::Not(inner) => format!("!{}", inner.written(3)),
            Self::Equal(left, right) => format!("{} == {}", left.written(3), right.written(3)),
            Self::And(left, right) => format!("{} && {}", left.written(1), right.written(1)),
            Self::Or(left, right) => format!("{} || {}", left.written(0), right.written(0)),
        };
        if self.rank() < least { format!("({text})") } else { text }
    }
}

fn logic() -> impl Strategy<Value = Logic> {
    any::<bool>().prop_map(Logic::Value).prop_recursive(6, 40, 2, |inner| {
        let pair = (inner.clone(), inner.clone());
        prop_oneof![
            inner.prop_map(|logic| Logic::Not(Box::new(logic))),
            pair.clone().prop_map(|(left, right)| Logic::Equal(Box::new(left), Box::new(right))),
            pair.clone().prop_map(|(left, right)| Logic::And(Box::new(left), Box::new(right))),
            pair.prop_map(|(left, right)| Logic::Or(Box::new(left), Box::new(right))),
        ]
    })
}

/// Reads the text; whatever comes of it is used in every way there is.
fn exercise(text: &str) -> Result<(), TestCaseError> {
    match Expression::parse(text) {
        Ok(expression) => {
            expression.matches(&JsonLine(json!({ "op": { "code": 71 }, "disclosed": ["a"] })));
            prop_assert!(expression.fields().count() <= text.len());
        }
        Err(error) => {
            prop_assert!(text.is_char_boundary(error.offset));
            prop_assert!(!error.message.is_empty() && !error.hint.is_empty());
            prop_assert!(error.render(text).lines().count() == 4);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_text_never_panics(text in any::<String>()) {
        exercise(&text)?;
    }

    #[test]
    fn arbitrary_pieces_never_panic(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24)) {
        exercise(&pieces.concat())?;
        exercise(&pieces.join(" "))?;
    }

    #[test]
    fn precedence_is_that_of_the_reference(logic in logic()) {
        let text = logic.written(0);
        let expression = Expression::parse(&text).map_err(|error| TestCaseError::fail(error.render(&text)))?;
        prop_assert_eq!(expression.matches(&JsonLine(json!({}))), logic.worth(), "{}", text);
    }

    #[test]
    fn texts_come_back_as_they_were_written(text in any::<String>()) {
        let quoted: String = text.chars().map(|c| format!("\\U{:08x}", u32::from(c))).collect();
        let expression = Expression::parse(&format!("op.name == \"{quoted}\"")).unwrap();
        let line = JsonLine(json!({ "op": { "name": text } }));
        prop_assert!(expression.matches(&line));
    }
}
