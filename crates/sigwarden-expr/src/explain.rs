//! How errors about names and types are worded: what stands there, and what to write instead.

use sigwarden_schema::fields::{Field, FieldType};

use crate::error::{ParseError, excerpt};
use crate::parser::{Kind, Node};

/// Names that a hint proposes at most.
const SUGGESTIONS: usize = 4;

/// Likeness (0 to 1) from which a name counts as meant.
const CLOSE: f64 = 0.6;

/// Characters of an unknown name that are compared with the known ones.
const COMPARED: usize = 64;

/// What a list of objects can be asked.
pub(crate) const OBJECT_LIST_HINT: &str = "a list of objects answers size() and has() only, as in size(anomalies) > 0";

/// A value where something true or false has to stand.
pub(crate) fn not_a_condition(node: &Node, kind: FieldType) -> ParseError {
    let hint = match (kind, &node.kind) {
        (FieldType::ObjectList, _) => OBJECT_LIST_HINT.to_string(),
        (FieldType::TextList | FieldType::IntegerList, _) => {
            format!("write value in {0}, or has({0})", written(node))
        }
        (FieldType::Text, Kind::Field(name)) => {
            format!("compare it, as in {name} == \"text\", or write has({name})")
        }
        (_, Kind::Field(name)) => format!("compare it, as in {name} == 1, or write has({name})"),
        _ => "compare it with a field, as in op.code == 71".to_string(),
    };
    ParseError::new(node.offset, format!("{}, not a condition", describe(node, kind)), hint)
}

/// Two sides of different types, or types that are not compared. The place is the side that is
/// no field, for that is what has to change.
pub(crate) fn mismatch(left: &Node, left_type: FieldType, right: &Node, right_type: FieldType) -> ParseError {
    let fixed_left = matches!(right.kind, Kind::Field(_)) && !matches!(left.kind, Kind::Field(_));
    let (field, field_type, other, other_type) =
        if fixed_left { (right, right_type, left, left_type) } else { (left, left_type, right, right_type) };
    let hint = match field_type {
        FieldType::ObjectList => OBJECT_LIST_HINT.to_string(),
        FieldType::TextList | FieldType::IntegerList => {
            format!("lists are asked by 'in', size() and has(): {}", ask_list(other, other_type, field))
        }
        _ => literal_hint(other, field_type)
            .unwrap_or_else(|| "compare two values of the same type; lists are asked by 'in'".to_string()),
    };
    let message = format!("{}, {}: they cannot be compared", describe(field, field_type), describe(other, other_type));
    ParseError::new(other.offset, message, hint)
}

/// How a literal is written so that it has the type that was wanted.
pub(crate) fn literal_hint(node: &Node, wanted: FieldType) -> Option<String> {
    match (&node.kind, wanted) {
        (Kind::Integer(number), FieldType::Text) => Some(format!("put it in quotes: \"{number}\"")),
        (Kind::Text(text), FieldType::Integer) => {
            text.parse::<i64>().ok().map(|number| format!("write it without quotes: {number}"))
        }
        (Kind::Text(text), FieldType::Boolean) => {
            text.parse::<bool>().ok().map(|value| format!("write it without quotes: {value}"))
        }
        _ => None,
    }
}

/// The node as it may have been written, short.
pub(crate) fn written(node: &Node) -> String {
    match &node.kind {
        Kind::Field(name) => name.clone(),
        Kind::Integer(number) => number.to_string(),
        Kind::Text(text) => format!("\"{}\"", excerpt(text)),
        Kind::Boolean(value) => value.to_string(),
        Kind::Null => "null".to_string(),
        Kind::List(_) => "[…]".to_string(),
        Kind::Size(argument) => format!("size({})", written(argument)),
        Kind::Has(_)
        | Kind::Ask(..)
        | Kind::Not(_)
        | Kind::All(_)
        | Kind::Any(_)
        | Kind::Compare(..)
        | Kind::In(..) => "this condition".to_string(),
    }
}

pub(crate) fn describe(node: &Node, kind: FieldType) -> String {
    format!("{} is {}", written(node), type_name(kind))
}

pub(crate) fn type_name(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Text => "text",
        FieldType::Integer => "an integer",
        FieldType::Boolean => "a boolean",
        FieldType::TextList => "a list of texts",
        FieldType::IntegerList => "a list of integers",
        FieldType::ObjectList => "a list of objects",
    }
}

/// A name that is not in the registry, with the nearest that are.
pub(crate) fn unknown_field(name: &str, offset: usize, fields: &[Field]) -> ParseError {
    let compared: String = name.chars().take(COMPARED).collect();
    let mut ranked: Vec<(f64, &str)> =
        fields.iter().map(|field| (likeness(&compared, field.name), field.name)).collect();
    // The sort is stable: names that are equally like stay in the order of the registry.
    ranked.sort_by(|left, right| right.0.total_cmp(&left.0));
    ranked.truncate(SUGGESTIONS);
    let close: Vec<&str> = ranked.iter().filter(|(score, _)| *score >= CLOSE).map(|(_, known)| *known).collect();
    let shown = excerpt(name);
    let hint = if close.is_empty() {
        let nearest: Vec<&str> = ranked.iter().map(|(_, known)| *known).collect();
        format!("text stands in quotes: \"{shown}\"; the nearest field names are {}", nearest.join(", "))
    } else {
        format!("did you mean {}", close.join(", "))
    };
    ParseError::new(offset, format!("unknown field '{shown}'"), hint)
}

/// How like a known name is to what was written, 0 to 1: whole or last segments count as the
/// same (`imsi` for `target.imsi`, `op` for its fields), else the edits between them.
fn likeness(wrong: &str, known: &str) -> f64 {
    let behind = known.strip_suffix(wrong).is_some_and(|group| group.ends_with('.'));
    let within = known.strip_prefix(wrong).is_some_and(|rest| rest.starts_with('.'));
    if behind || within {
        return 1.0;
    }
    strsim::normalized_damerau_levenshtein(&wrong.to_ascii_lowercase(), known)
}

/// The membership test that was meant, with a placeholder for what no list can hold.
pub(crate) fn ask_list(value: &Node, kind: FieldType, list: &Node) -> String {
    let value = match kind {
        FieldType::Text | FieldType::Integer => written(value),
        _ => "value".to_string(),
    };
    format!("write {value} in {}", written(list))
}
