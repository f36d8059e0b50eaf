//! An operation cut down to some fields, nested as in the whole line.

use crate::record;
use serde_json::{Map, Value};
use sigwarden_expr::FieldId;
use sigwarden_schema::fields::FieldType;
use sigwarden_schema::lines::Operation;

/// Only these fields; what the line does not have is left out.
pub(crate) fn only(line: &Operation, names: &[FieldId]) -> Map<String, Value> {
    let mut out = Map::new();
    // What every line has, so that a reader knows what it reads.
    out.insert("schema".to_owned(), Value::from(line.schema));
    out.insert("event_type".to_owned(), Value::from(line.event_type));
    for field in names {
        if let Some(value) = value(line, *field) {
            insert(&mut out, field.name, value);
        }
    }
    out
}

/// A field as JSON; `None` where the line has none.
fn value(line: &Operation, field: FieldId) -> Option<Value> {
    use sigwarden_expr::{Record, Value as Read};
    let record = sigwarden_pipeline::record::Line(line);
    match record.value(field) {
        Read::Absent => None,
        Read::Text(text) => Some(Value::from(text)),
        Read::Integer(number) => Some(Value::from(number)),
        Read::Boolean(value) => Some(Value::from(value)),
        Read::List(_) if record::kind(field) == Some(FieldType::ObjectList) => record::object_list(line, field),
        Read::List(length) => {
            let element = |position| match record.element(field, position) {
                Read::Text(text) => Value::from(text),
                Read::Integer(number) => Value::from(number),
                _ => Value::Null,
            };
            Some((0..length).map(element).collect())
        }
    }
}

fn insert(out: &mut Map<String, Value>, name: &str, value: Value) {
    match name.split_once('.') {
        None => {
            out.insert(name.to_owned(), value);
        }
        Some((outer, inner)) => {
            let below = out.entry(outer).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(below) = below {
                insert(below, inner, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;
    use sigwarden_schema::fields::OPERATION;

    #[test]
    fn all_fields_together_are_the_whole_line() {
        let names: Vec<String> = OPERATION.iter().map(|field| field.name.to_owned()).collect();
        let fields = record::find(&names).unwrap();
        let line = samples::operation();
        assert_eq!(Value::Object(only(&line, &fields)), serde_json::to_value(&line).unwrap());
    }

    #[test]
    fn what_is_absent_is_left_out() {
        let fields = record::find(&["op.name".to_owned(), "tcap.type".to_owned()]).unwrap();
        let line = Operation { op: None, ..samples::operation() };
        assert_eq!(
            Value::Object(only(&line, &fields)).to_string(),
            format!(r#"{{"schema":"{}","event_type":"operation","tcap":{{"type":"end"}}}}"#, line.schema)
        );
    }
}
