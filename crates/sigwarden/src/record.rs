//! Which fields `--fields` shows, and how.

use sigwarden_expr::{FieldId, Record, Value};
use sigwarden_pipeline::record::Line;
use sigwarden_schema::fields::{self, FieldType, OPERATION};
use sigwarden_schema::lines::Operation;
use std::fmt::Write;

/// Most names that an error suggests.
const SUGGESTIONS: usize = 3;
/// Least likeness of a name that is suggested.
const LIKENESS: f64 = 0.6;

/// Finds the fields of these names.
///
/// # Errors
/// The first name that there is not, with those most like it.
pub(crate) fn find(names: &[String]) -> Result<Vec<FieldId>, String> {
    let known = |name: &String| {
        let name = name.trim();
        let index = OPERATION.iter().position(|field| field.name == name).ok_or_else(|| unknown(name))?;
        let field = OPERATION.get(index).ok_or_else(|| unknown(name))?;
        Ok(FieldId { index, name: field.name })
    };
    names.iter().map(known).collect()
}

fn unknown(name: &str) -> String {
    let below = |field: &&fields::Field| field.name.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'));
    let mut nearest: Vec<&str> = OPERATION.iter().filter(below).map(|field| field.name).collect();
    if nearest.is_empty() {
        let mut ranked: Vec<(f64, &str)> =
            OPERATION.iter().map(|field| (strsim::jaro_winkler(name, field.name), field.name)).collect();
        ranked.sort_by(|left, right| right.0.total_cmp(&left.0));
        nearest = ranked.into_iter().filter(|row| row.0 >= LIKENESS).map(|row| row.1).collect();
    }
    nearest.truncate(SUGGESTIONS);
    let hint = match nearest.is_empty() {
        true => "the fields are those of the jsonl lines, such as op.name".to_owned(),
        false => format!("did you mean {}", nearest.join(", ")),
    };
    format!("--fields: there is no field \"{name}\"; {hint}")
}

/// A field as text: what is absent is empty, lists are separated by commas.
pub(crate) fn display(line: &Operation, field: FieldId) -> String {
    let record = Line(line);
    match record.value(field) {
        Value::Absent => String::new(),
        Value::Text(text) => text.to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Boolean(value) => value.to_string(),
        Value::List(_) if kind(field) == Some(FieldType::ObjectList) => objects(line, field),
        Value::List(length) => {
            let mut out = String::new();
            for position in 0..length {
                let separator = if position > 0 { "," } else { "" };
                let _ = match record.element(field, position) {
                    Value::Text(text) => write!(out, "{separator}{text}"),
                    Value::Integer(number) => write!(out, "{separator}{number}"),
                    _ => Ok(()),
                };
            }
            out
        }
    }
}

/// A list of objects as it stands in the line.
pub(crate) fn object_list(line: &Operation, field: FieldId) -> Option<serde_json::Value> {
    match (field.name, &line.diameter, &line.gtp) {
        ("diameter.avps", Some(layer), _) => serde_json::to_value(&layer.avps).ok(),
        ("gtp.endpoints", _, Some(layer)) => serde_json::to_value(&layer.endpoints).ok(),
        _ => serde_json::to_value(&line.anomalies).ok(),
    }
}

/// Objects by what names each.
fn objects(line: &Operation, field: FieldId) -> String {
    let names: Vec<String> = match (field.name, &line.diameter, &line.gtp) {
        ("diameter.avps", Some(layer), _) => {
            layer.avps.iter().map(|avp| avp.name.map_or_else(|| avp.code.to_string(), str::to_owned)).collect()
        }
        ("gtp.endpoints", _, Some(layer)) => {
            layer.endpoints.iter().map(|end| end.address.clone().unwrap_or_default()).collect()
        }
        _ => line.anomalies.iter().map(|anomaly| anomaly.code.to_owned()).collect(),
    };
    names.join(",")
}

/// What a field holds.
pub(crate) fn kind(field: FieldId) -> Option<FieldType> {
    OPERATION.get(field.index).map(|row| row.kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;

    fn field(name: &str) -> FieldId {
        find(&[name.to_owned()]).unwrap()[0]
    }

    #[test]
    fn every_reader_gives_what_the_line_says() {
        let line = samples::operation();
        let json = serde_json::to_value(&line).unwrap();
        for row in OPERATION {
            let pointer = format!("/{}", row.name.replace('.', "/"));
            let written = json.pointer(&pointer);
            let expected = match (written, row.kind) {
                (None, _) => String::new(),
                (Some(value), FieldType::ObjectList) => {
                    let names = ["name", "address", "code"];
                    let name = |object: &serde_json::Value| {
                        names.iter().find_map(|key| object[*key].as_str()).map(str::to_owned).unwrap()
                    };
                    value.as_array().unwrap().iter().map(name).collect::<Vec<_>>().join(",")
                }
                (Some(serde_json::Value::Array(values)), _) => {
                    values.iter().map(|v| v.to_string().replace('"', "")).collect::<Vec<_>>().join(",")
                }
                (Some(serde_json::Value::String(text)), _) => text.clone(),
                (Some(value), _) => value.to_string(),
            };
            assert_eq!(display(&line, field(row.name)), expected, "{}", row.name);
            assert!(written.is_some(), "the sample has no {}", row.name);
        }
    }

    #[test]
    fn unknown_fields_name_the_nearest() {
        let rows = [
            ("op.nam", "op.name"),
            ("imsi", "--fields: there is no field"),
            ("sccp.calling", "sccp.calling.gt, sccp.calling.ssn, sccp.calling.np"),
            ("target", "target.imsi, target.msisdn, target.imei"),
        ];
        for (name, hint) in rows {
            let error = find(&[name.to_owned()]).unwrap_err();
            assert!(error.contains(hint), "{error}");
        }
    }
}
