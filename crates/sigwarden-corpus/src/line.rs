//! A line of the program's output, looked into by dotted names.

use serde_json::Value as Json;
use sigwarden_expr::{FieldId, Record, Value};

/// The value at a dotted name; absent and `null` are the same.
pub(crate) fn at<'a>(line: &'a Json, name: &str) -> Option<&'a Json> {
    let value = name.split('.').try_fold(line, |value, part| value.get(part))?;
    (!value.is_null()).then_some(value)
}

/// An operation line that expressions can be asked about.
pub(crate) struct Line<'a>(pub(crate) &'a Json);

impl Record for Line<'_> {
    fn value(&self, field: FieldId) -> Value<'_> {
        at(self.0, field.name).map_or(Value::Absent, value)
    }

    fn element(&self, field: FieldId, position: usize) -> Value<'_> {
        at(self.0, field.name).and_then(|list| list.get(position)).map_or(Value::Absent, value)
    }
}

fn value(json: &Json) -> Value<'_> {
    match json {
        Json::String(text) => Value::Text(text),
        Json::Bool(value) => Value::Boolean(*value),
        Json::Number(number) => number.as_i64().map_or(Value::Absent, Value::Integer),
        Json::Array(list) => Value::List(list.len()),
        Json::Null | Json::Object(_) => Value::Absent,
    }
}
