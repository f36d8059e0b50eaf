//! A record over a JSON object, as the output lines are: dotted names are nested objects.

use serde_json::Value as Json;
use sigwarden_expr::{FieldId, Record, Value};

/// One output line.
pub(crate) struct JsonLine(pub(crate) Json);

impl JsonLine {
    fn find(&self, name: &str) -> Option<&Json> {
        name.split('.').try_fold(&self.0, |object, segment| object.get(segment))
    }
}

fn scalar(json: Option<&Json>) -> Value<'_> {
    match json {
        Some(Json::String(text)) => Value::Text(text),
        Some(Json::Number(number)) => number.as_i64().map_or(Value::Absent, Value::Integer),
        Some(Json::Bool(value)) => Value::Boolean(*value),
        Some(Json::Array(elements)) => Value::List(elements.len()),
        _ => Value::Absent,
    }
}

impl Record for JsonLine {
    fn value(&self, field: FieldId) -> Value<'_> {
        scalar(self.find(field.name))
    }

    fn element(&self, field: FieldId, position: usize) -> Value<'_> {
        scalar(self.find(field.name).and_then(|list| list.get(position)))
    }
}
