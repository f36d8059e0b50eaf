//! What an expression cannot be true without: rules are indexed by it.

use crate::eval::{Comparison, Condition, IntegerOperand, TextOperand};

/// A value that a field may have to hold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Constant {
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
}

/// Values one of which the field must hold for the condition to be true, sorted; [`None`] where the
/// condition may be true whatever the field holds, or where that cannot be told.
pub(crate) fn required(condition: &Condition, field: &str) -> Option<Vec<Constant>> {
    let text = |operand: &TextOperand| matches!(operand, TextOperand::Field(id) if id.name == field);
    let integer = |operand: &IntegerOperand| matches!(operand, IntegerOperand::Field(id) if id.name == field);
    match condition {
        Condition::Constant(false) => Some(Vec::new()),
        Condition::CompareText(Comparison::Equal, left, right) => match (left, right) {
            (asked, TextOperand::Constant(value)) | (TextOperand::Constant(value), asked) if text(asked) => {
                Some(vec![Constant::Text(value.clone())])
            }
            _ => None,
        },
        Condition::CompareInteger(Comparison::Equal, left, right) => match (left, right) {
            (asked, IntegerOperand::Constant(value)) | (IntegerOperand::Constant(value), asked) if integer(asked) => {
                Some(vec![Constant::Integer(*value)])
            }
            _ => None,
        },
        Condition::TextAmong(asked, values) if text(asked) => {
            Some(values.iter().cloned().map(Constant::Text).collect())
        }
        Condition::IntegerAmong(asked, values) if integer(asked) => {
            Some(values.iter().copied().map(Constant::Integer).collect())
        }
        // Every part has to hold, so any one of them limits the values; the shortest list does so best.
        Condition::All(parts) => parts.iter().filter_map(|part| required(part, field)).min_by_key(Vec::len),
        Condition::Any(parts) => {
            let lists: Option<Vec<Vec<Constant>>> = parts.iter().map(|part| required(part, field)).collect();
            let mut values: Vec<Constant> = lists?.into_iter().flatten().collect();
            values.sort_unstable();
            values.dedup();
            Some(values)
        }
        _ => None,
    }
}
