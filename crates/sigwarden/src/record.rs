//! The fields of an operation line by name: what `--where` asks, and what `--fields` shows.

use sigwarden_expr::{FieldId, Record, Value};
use sigwarden_schema::fields::{self, FieldType, OPERATION};
use sigwarden_schema::lines::{Op, Operation};
use std::fmt::Write;

/// How a field is read out of a line.
type Reader = for<'a> fn(&'a Operation) -> Value<'a>;

/// Every field of the registry, in its order.
const READERS: &[(&str, Reader)] = &[
    ("schema", |line| Value::Text(line.schema)),
    ("event_type", |line| Value::Text(line.event_type)),
    ("ts", |line| Value::Text(&line.ts)),
    ("capture.file", |line| Value::Text(&line.capture.file)),
    ("capture.frames", |line| Value::List(line.capture.frames.len())),
    ("dialogue_id", |line| Value::Text(&line.dialogue_id)),
    ("stack", |line| Value::Text(line.stack)),
    ("variant", |line| Value::Text(line.variant)),
    ("link.src_ip", |line| text(&line.link.src_ip)),
    ("link.dst_ip", |line| text(&line.link.dst_ip)),
    ("link.opc", |line| integer(line.link.opc)),
    ("link.dpc", |line| integer(line.link.dpc)),
    ("sccp.calling.gt", |line| text(&line.sccp.calling.gt)),
    ("sccp.calling.ssn", |line| integer(line.sccp.calling.ssn)),
    ("sccp.calling.np", |line| integer(line.sccp.calling.np)),
    ("sccp.calling.nai", |line| integer(line.sccp.calling.nai)),
    ("sccp.calling.tt", |line| integer(line.sccp.calling.tt)),
    ("sccp.calling.pc", |line| integer(line.sccp.calling.pc)),
    ("sccp.called.gt", |line| text(&line.sccp.called.gt)),
    ("sccp.called.ssn", |line| integer(line.sccp.called.ssn)),
    ("sccp.called.np", |line| integer(line.sccp.called.np)),
    ("sccp.called.nai", |line| integer(line.sccp.called.nai)),
    ("sccp.called.tt", |line| integer(line.sccp.called.tt)),
    ("sccp.called.pc", |line| integer(line.sccp.called.pc)),
    ("sccp.returned", |line| line.sccp.returned.map_or(Value::Absent, Value::Boolean)),
    ("tcap.type", |line| Value::Text(line.tcap.kind)),
    ("tcap.otid", |line| text(&line.tcap.otid)),
    ("tcap.dtid", |line| text(&line.tcap.dtid)),
    ("tcap.ac", |line| text(&line.tcap.ac)),
    ("op.code", |line| of_op(line, |op| integer(op.code))),
    ("op.name", |line| of_op(line, |op| op.name.map_or(Value::Absent, Value::Text))),
    ("op.kind", |line| of_op(line, |op| Value::Text(op.kind))),
    ("op.invoke_id", |line| of_op(line, |op| integer(op.invoke_id))),
    ("op.error_code", |line| of_op(line, |op| integer(op.error_code))),
    ("target.imsi", |line| text(&line.target.imsi)),
    ("target.msisdn", |line| text(&line.target.msisdn)),
    ("target.imei", |line| text(&line.target.imei)),
    ("disclosed", |line| list(line.disclosed.len())),
    ("origin.gt", |line| text(&line.origin.gt)),
    ("origin.country", |line| text(&line.origin.country)),
    ("origin.operator", |line| text(&line.origin.operator)),
    ("origin.tadig", |line| text(&line.origin.tadig)),
    ("origin.basis", |line| line.origin.basis.map_or(Value::Absent, Value::Text)),
    ("origin.confidence", |line| integer(line.origin.confidence)),
    ("fs.document", |line| Value::Text(line.fs.document)),
    ("fs.category", |line| Value::Text(line.fs.category)),
    ("cap.service_key", |line| integer(line.cap.as_ref().and_then(|cap| cap.service_key))),
    ("anomalies", |line| list(line.anomalies.len())),
    ("duplicate_of.dialogue_id", |line| {
        line.duplicate_of.as_ref().map_or(Value::Absent, |first| Value::Text(&first.dialogue_id))
    }),
    ("duplicate_of.frame", |line| {
        integer(line.duplicate_of.as_ref().and_then(|first| i64::try_from(first.frame).ok()))
    }),
];

/// Most names that an error suggests.
const SUGGESTIONS: usize = 3;
/// Least likeness of a name that is suggested.
const LIKENESS: f64 = 0.6;

/// An operation line that can be asked.
pub(crate) struct Line<'a>(pub(crate) &'a Operation);

impl Record for Line<'_> {
    fn value(&self, field: FieldId) -> Value<'_> {
        READERS.get(field.index).map_or(Value::Absent, |(_, reader)| reader(self.0))
    }

    fn element(&self, field: FieldId, position: usize) -> Value<'_> {
        match field.name {
            "capture.frames" => {
                integer(self.0.capture.frames.get(position).and_then(|frame| i64::try_from(*frame).ok()))
            }
            "disclosed" => self.0.disclosed.get(position).map_or(Value::Absent, |what| Value::Text(what)),
            _ => Value::Absent,
        }
    }
}

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
        Value::List(_) if kind(field) == Some(FieldType::ObjectList) => {
            line.anomalies.iter().map(|anomaly| anomaly.code).collect::<Vec<_>>().join(",")
        }
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

fn kind(field: FieldId) -> Option<FieldType> {
    OPERATION.get(field.index).map(|row| row.kind)
}

fn text(text: &Option<String>) -> Value<'_> {
    text.as_deref().map_or(Value::Absent, Value::Text)
}

fn integer(number: Option<impl Into<i64>>) -> Value<'static> {
    number.map_or(Value::Absent, |number| Value::Integer(number.into()))
}

/// An empty list is left out of the line, so it is absent.
fn list(length: usize) -> Value<'static> {
    if length == 0 { Value::Absent } else { Value::List(length) }
}

fn of_op<'a>(line: &'a Operation, read: impl Fn(&'a Op) -> Value<'a>) -> Value<'a> {
    line.op.as_ref().map_or(Value::Absent, read)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;

    fn field(name: &str) -> FieldId {
        find(&[name.to_owned()]).unwrap()[0]
    }

    #[test]
    fn readers_are_those_of_the_registry_in_its_order() {
        let registry: Vec<&str> = OPERATION.iter().map(|field| field.name).collect();
        let readers: Vec<&str> = READERS.iter().map(|row| row.0).collect();
        assert_eq!(readers, registry);
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
                    let codes: Vec<_> = value.as_array().unwrap().iter().map(|a| a["code"].as_str().unwrap()).collect();
                    codes.join(",")
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
