//! The checked expression, and what a record has to answer.

use std::cmp::Ordering;

/// A field of the registry, found when the expression was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FieldId {
    /// Position in the registry that the expression was read with
    /// ([`sigwarden_schema::fields::OPERATION`] for [`crate::Expression::parse`]).
    pub index: usize,
    /// Dotted name.
    pub name: &'static str,
}

/// What a record holds in a field. A value of another type than the registry says
/// is there for `has()` and equals nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// Nothing: left out, or null.
    Absent,
    /// A text.
    Text(&'a str),
    /// A whole number.
    Integer(i64),
    /// True or false.
    Boolean(bool),
    /// A list of this many elements, which [`Record::element`] gives one by one.
    List(usize),
}

/// Anything that expressions can be asked about.
pub trait Record {
    /// What the field holds.
    fn value(&self, field: FieldId) -> Value<'_>;

    /// Element `position` (from 0) of a field for which [`Record::value`] said [`Value::List`];
    /// [`Value::Absent`] beyond its end. Asked only of lists of texts or integers.
    fn element(&self, field: FieldId, position: usize) -> Value<'_>;
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparison {
    /// Compares; with a value missing on either side nothing holds.
    fn holds<T: Ord>(self, left: Option<T>, right: Option<T>) -> bool {
        let Some((left, right)) = left.zip(right) else {
            return false;
        };
        let order = left.cmp(&right);
        match self {
            Self::Equal => order == Ordering::Equal,
            Self::NotEqual => order != Ordering::Equal,
            Self::Less => order == Ordering::Less,
            Self::LessOrEqual => order != Ordering::Greater,
            Self::Greater => order == Ordering::Greater,
            Self::GreaterOrEqual => order != Ordering::Less,
        }
    }
}

/// A question about a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    StartsWith,
    EndsWith,
    Contains,
}

/// Where a text comes from.
#[derive(Clone, Debug)]
pub(crate) enum TextOperand {
    Constant(String),
    Field(FieldId),
}

impl TextOperand {
    fn read<'a, R: Record + ?Sized>(&'a self, record: &'a R) -> Option<&'a str> {
        match self {
            Self::Constant(text) => Some(text),
            Self::Field(field) => match record.value(*field) {
                Value::Text(text) => Some(text),
                _ => None,
            },
        }
    }
}

/// Where an integer comes from.
#[derive(Clone, Debug)]
pub(crate) enum IntegerOperand {
    Constant(i64),
    Field(FieldId),
    /// Code points of a text.
    SizeOfText(TextOperand),
    /// Elements of a list.
    SizeOfList(FieldId),
}

impl IntegerOperand {
    fn read<R: Record + ?Sized>(&self, record: &R) -> Option<i64> {
        match self {
            Self::Constant(number) => Some(*number),
            Self::Field(field) => match record.value(*field) {
                Value::Integer(number) => Some(number),
                _ => None,
            },
            Self::SizeOfText(text) => i64::try_from(text.read(record)?.chars().count()).ok(),
            Self::SizeOfList(field) => match record.value(*field) {
                Value::List(length) => i64::try_from(length).ok(),
                _ => None,
            },
        }
    }
}

/// Where a boolean comes from.
#[derive(Clone, Debug)]
pub(crate) enum BooleanOperand {
    Field(FieldId),
    Condition(Box<Condition>),
}

impl BooleanOperand {
    fn read<R: Record + ?Sized>(&self, record: &R) -> Option<bool> {
        match self {
            Self::Condition(condition) => Some(condition.holds(record)),
            Self::Field(field) => match record.value(*field) {
                Value::Boolean(value) => Some(value),
                _ => None,
            },
        }
    }
}

/// What holds for a record, or not. Every type is already checked.
#[derive(Clone, Debug)]
pub(crate) enum Condition {
    Constant(bool),
    /// A boolean field that is true.
    Field(FieldId),
    Present(FieldId),
    Not(Box<Condition>),
    All(Vec<Condition>),
    Any(Vec<Condition>),
    CompareText(Comparison, TextOperand, TextOperand),
    CompareInteger(Comparison, IntegerOperand, IntegerOperand),
    CompareBoolean(Comparison, BooleanOperand, BooleanOperand),
    Ask(Method, TextOperand, TextOperand),
    /// The list is sorted.
    TextAmong(TextOperand, Vec<String>),
    /// The list is sorted.
    IntegerAmong(IntegerOperand, Vec<i64>),
    TextInField(TextOperand, FieldId),
    IntegerInField(IntegerOperand, FieldId),
}

impl Condition {
    pub(crate) fn holds<R: Record + ?Sized>(&self, record: &R) -> bool {
        match self {
            Self::Constant(value) => *value,
            Self::Field(field) => record.value(*field) == Value::Boolean(true),
            Self::Present(field) => record.value(*field) != Value::Absent,
            Self::Not(condition) => !condition.holds(record),
            Self::All(conditions) => conditions.iter().all(|condition| condition.holds(record)),
            Self::Any(conditions) => conditions.iter().any(|condition| condition.holds(record)),
            Self::CompareText(how, left, right) => how.holds(left.read(record), right.read(record)),
            Self::CompareInteger(how, left, right) => how.holds(left.read(record), right.read(record)),
            Self::CompareBoolean(how, left, right) => how.holds(left.read(record), right.read(record)),
            Self::Ask(method, text, part) => match (text.read(record), part.read(record)) {
                (Some(text), Some(part)) => match method {
                    Method::StartsWith => text.starts_with(part),
                    Method::EndsWith => text.ends_with(part),
                    Method::Contains => text.contains(part),
                },
                _ => false,
            },
            Self::TextAmong(text, list) => {
                text.read(record).is_some_and(|text| list.binary_search_by(|entry| entry.as_str().cmp(text)).is_ok())
            }
            Self::IntegerAmong(number, list) => {
                number.read(record).is_some_and(|number| list.binary_search(&number).is_ok())
            }
            Self::TextInField(text, field) => {
                text.read(record).is_some_and(|text| any_element(record, *field, Value::Text(text)))
            }
            Self::IntegerInField(number, field) => {
                number.read(record).is_some_and(|number| any_element(record, *field, Value::Integer(number)))
            }
        }
    }
}

fn any_element<R: Record + ?Sized>(record: &R, field: FieldId, wanted: Value<'_>) -> bool {
    match record.value(field) {
        Value::List(length) => (0..length).any(|position| record.element(field, position) == wanted),
        _ => false,
    }
}
