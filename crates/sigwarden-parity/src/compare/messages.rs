//! What must agree between two readings of the Diameter or GTP messages of one frame.

use super::{Comparison, count};
use crate::Message;
use std::fmt;

/// Compares the messages of one frame, in whatever order they stand: each of `fields`, then which values stand together.
pub(super) fn compare(differing: &mut Comparison, fields: &[&'static str], tshark: &[Message], ours: &[Message]) {
    if tshark.len() != ours.len() {
        let messages = |messages: &[Message]| format!("{} messages", messages.len());
        differing.note("operation", messages(tshark), messages(ours));
        return;
    }
    let before = differing.found.len();
    for field in fields {
        let values = |messages: &[Message]| count(messages.iter().map(|message| Value(message.get(field).cloned())));
        differing.equal_counts(field, &values(tshark), &values(ours));
    }
    if differing.found.len() == before {
        let whole = |messages: &[Message]| count(messages.iter().map(|message| Whole(message.clone())));
        differing.equal_counts("operation", &whole(tshark), &whole(ours));
    }
}

/// A value; `none` for a message without the field.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Value(Option<String>);

impl fmt::Display for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.as_deref().unwrap_or("none"))
    }
}

/// All values of a message.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Whole(Message);

impl fmt::Display for Whole {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values: Vec<String> = self.0.iter().map(|(field, value)| format!("{field}={value}")).collect();
        write!(formatter, "({})", values.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: &[&str] = &["op.code", "gtp.teid"];

    fn message(code: &str, teid: Option<&str>) -> Message {
        let mut message = Message::from([("op.code", code.to_owned())]);
        message.extend(teid.map(|teid| ("gtp.teid", teid.to_owned())));
        message
    }

    fn check(tshark: &[Message], ours: &[Message], expected: &[&str]) {
        let mut differing = Comparison { frame: 1, found: Vec::new() };
        compare(&mut differing, FIELDS, tshark, ours);
        let fields: Vec<&str> = differing.found.iter().map(|disagreement| disagreement.field).collect();
        assert_eq!(fields, expected, "{:?}", differing.found);
    }

    #[test]
    fn messages_agree_in_any_order() {
        let (first, second) = (message("33", Some("1")), message("95", Some("2")));
        check(&[first.clone(), second.clone()], &[second, first], &[]);
    }

    #[test]
    fn names_every_field_that_differs() {
        check(&[message("33", Some("1"))], &[message("33", None)], &["gtp.teid"]);
        check(&[message("33", None)], &[message("34", Some("1"))], &["op.code", "gtp.teid"]);
    }

    #[test]
    fn counts_messages() {
        let one = message("33", None);
        check(&[one.clone(), one.clone()], std::slice::from_ref(&one), &["operation"]);
        check(
            &[one.clone(), one.clone(), message("34", None)],
            &[one, message("34", None), message("34", None)],
            &["op.code"],
        );
    }

    #[test]
    fn sees_values_that_stand_in_another_message() {
        let tshark = [message("33", Some("1")), message("95", Some("2"))];
        let ours = [message("33", Some("2")), message("95", Some("1"))];
        check(&tshark, &ours, &["operation"]);
    }
}
