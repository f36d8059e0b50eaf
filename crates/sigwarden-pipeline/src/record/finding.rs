//! The fields of a finding line by name: what rules over findings ask, and exceptions.

use super::{integer, list, text};
use sigwarden_expr::{FieldId, Record, Value};
use sigwarden_schema::lines::{Finding, Lease, Op};

/// How a field is read out of a finding.
type Reader = for<'a> fn(&'a Finding) -> Value<'a>;

/// Every field that rules over findings read, in the order of the registry.
const READERS: &[(&str, Reader)] = &[
    ("schema", |finding| Value::Text(finding.schema)),
    ("event_type", |finding| Value::Text(finding.event_type)),
    ("ts", |finding| Value::Text(&finding.ts)),
    ("id", |finding| Value::Text(&finding.id)),
    ("rule.id", |finding| Value::Text(finding.rule.id)),
    ("rule.name", |finding| Value::Text(finding.rule.name)),
    ("threat", |finding| Value::Text(finding.threat.name())),
    ("severity", |finding| Value::Text(finding.severity.name())),
    ("confidence", |finding| integer(Some(finding.confidence))),
    ("target.imsi", |finding| text(&finding.target.imsi)),
    ("target.msisdn", |finding| text(&finding.target.msisdn)),
    ("target.imei", |finding| text(&finding.target.imei)),
    ("origin.gt", |finding| text(&finding.origin.gt)),
    ("origin.host", |finding| text(&finding.origin.host)),
    ("origin.realm", |finding| text(&finding.origin.realm)),
    ("origin.ip", |finding| text(&finding.origin.ip)),
    ("origin.country", |finding| text(&finding.origin.country)),
    ("origin.countries", |finding| list(finding.origin.countries.len())),
    ("origin.operator", |finding| text(&finding.origin.operator)),
    ("origin.tadig", |finding| text(&finding.origin.tadig)),
    ("origin.domicile", |finding| text(&finding.origin.domicile)),
    ("origin.carrier", |finding| text(&finding.origin.carrier)),
    ("origin.lease.lessee", |finding| of_lease(finding, |lease| text(&lease.lessee))),
    ("origin.lease.source", |finding| of_lease(finding, |lease| text(&lease.source))),
    ("origin.lease.evidence", |finding| of_lease(finding, |lease| text(&lease.evidence))),
    ("origin.lease.confidence", |finding| of_lease(finding, |lease| integer(lease.confidence))),
    ("origin.lease.since", |finding| of_lease(finding, |lease| text(&lease.since))),
    ("origin.lease.until", |finding| of_lease(finding, |lease| text(&lease.until))),
    ("origin.notes", |finding| list(finding.origin.notes.len())),
    ("origin.basis", |finding| text(&finding.origin.basis)),
    ("origin.basis_date", |finding| text(&finding.origin.basis_date)),
    ("origin.confidence", |finding| integer(finding.origin.confidence)),
    ("fs.document", |finding| Value::Text(finding.fs.document)),
    ("fs.category", |finding| Value::Text(finding.fs.category)),
    ("op.code", |finding| of_op(finding, |op| integer(op.code))),
    ("op.name", |finding| of_op(finding, |op| op.name.as_deref().map_or(Value::Absent, Value::Text))),
    ("op.kind", |finding| of_op(finding, |op| Value::Text(op.kind))),
    ("op.invoke_id", |finding| of_op(finding, |op| integer(op.invoke_id))),
    ("op.error_code", |finding| of_op(finding, |op| integer(op.error_code))),
    ("capture.file", |finding| Value::Text(&finding.capture.file)),
    ("capture.frames", |finding| list(finding.capture.frames.len())),
    ("captures", |finding| list(finding.captures.len())),
    ("dialogue_ids", |finding| list(finding.dialogue_ids.len())),
    ("answer.outcome", |finding| Value::Text(finding.answer.outcome.name())),
    ("answer.disclosed", |finding| list(finding.answer.disclosed.len())),
    ("why", |finding| list(finding.why.len())),
    ("innocent", |finding| list(finding.innocent.len())),
    ("techniques", |finding| list(finding.techniques.len())),
    ("verdict.action", |finding| Value::Text(finding.verdict.action)),
    ("related", |finding| list(finding.related.len())),
    ("pattern", |finding| Value::Boolean(!finding.related.is_empty())),
    ("target.id", |finding| {
        text(if finding.target.imsi.is_some() { &finding.target.imsi } else { &finding.target.msisdn })
    }),
    ("origin.id", |finding| {
        let origin = &finding.origin;
        [&origin.gt, &origin.host, &origin.ip].into_iter().find(|id| id.is_some()).map_or(Value::Absent, text)
    }),
];

/// A finding line that can be asked.
pub struct FindingLine<'a>(pub &'a Finding);

impl Record for FindingLine<'_> {
    fn value(&self, field: FieldId) -> Value<'_> {
        READERS.get(field.index).map_or(Value::Absent, |(_, reader)| reader(self.0))
    }

    fn element(&self, field: FieldId, position: usize) -> Value<'_> {
        let finding = self.0;
        match field.name {
            "origin.countries" => {
                finding.origin.countries.get(position).map_or(Value::Absent, |code| Value::Text(code))
            }
            "origin.notes" => finding.origin.notes.get(position).map_or(Value::Absent, |note| Value::Text(note)),
            "capture.frames" => {
                integer(finding.capture.frames.get(position).and_then(|frame| i64::try_from(*frame).ok()))
            }
            "dialogue_ids" => finding.dialogue_ids.get(position).map_or(Value::Absent, |id| Value::Text(id)),
            "answer.disclosed" => {
                finding.answer.disclosed.get(position).map_or(Value::Absent, |what| Value::Text(what))
            }
            "innocent" => finding.innocent.get(position).map_or(Value::Absent, |what| Value::Text(what)),
            "related" => finding.related.get(position).map_or(Value::Absent, |id| Value::Text(id)),
            _ => Value::Absent,
        }
    }
}

fn of_op<'a>(finding: &'a Finding, read: impl Fn(&'a Op) -> Value<'a>) -> Value<'a> {
    finding.op.as_ref().map_or(Value::Absent, read)
}

fn of_lease<'a>(finding: &'a Finding, read: impl Fn(&'a Lease) -> Value<'a>) -> Value<'a> {
    finding.origin.lease.as_ref().map_or(Value::Absent, read)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sigwarden_rules::{Service, fields::fields};

    #[test]
    fn readers_are_those_of_the_registry_in_its_order() {
        let registry: Vec<&str> = fields(Service::Findings).iter().map(|field| field.name).collect();
        let readers: Vec<&str> = READERS.iter().map(|row| row.0).collect();
        assert_eq!(readers, registry);
    }
}
