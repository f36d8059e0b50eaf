//! The fields of an operation line by name: what `--where`, `--fields` and rules ask.

mod finding;

pub use finding::FindingLine;

use sigwarden_expr::{FieldId, Record, Value};
#[cfg(test)]
use sigwarden_schema::fields::OPERATION;
use sigwarden_schema::lines::{Lease, Op, Operation, Part, Party};

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
    ("variant", |line| word(line.variant)),
    ("link.src_ip", |line| text(&line.link.src_ip)),
    ("link.dst_ip", |line| text(&line.link.dst_ip)),
    ("link.opc", |line| integer(line.link.opc)),
    ("link.dpc", |line| integer(line.link.dpc)),
    ("sccp.calling.gt", |line| of(calling(line), |party| text(&party.gt))),
    ("sccp.calling.ssn", |line| of(calling(line), |party| integer(party.ssn))),
    ("sccp.calling.np", |line| of(calling(line), |party| integer(party.np))),
    ("sccp.calling.nai", |line| of(calling(line), |party| integer(party.nai))),
    ("sccp.calling.tt", |line| of(calling(line), |party| integer(party.tt))),
    ("sccp.calling.pc", |line| of(calling(line), |party| integer(party.pc))),
    ("sccp.called.gt", |line| of(called(line), |party| text(&party.gt))),
    ("sccp.called.ssn", |line| of(called(line), |party| integer(party.ssn))),
    ("sccp.called.np", |line| of(called(line), |party| integer(party.np))),
    ("sccp.called.nai", |line| of(called(line), |party| integer(party.nai))),
    ("sccp.called.tt", |line| of(called(line), |party| integer(party.tt))),
    ("sccp.called.pc", |line| of(called(line), |party| integer(party.pc))),
    ("sccp.returned", |line| of(line.sccp.as_ref(), |sccp| sccp.returned.map_or(Value::Absent, Value::Boolean))),
    ("tcap.type", |line| of(line.tcap.as_ref(), |tcap| Value::Text(tcap.kind))),
    ("tcap.otid", |line| of(line.tcap.as_ref(), |tcap| text(&tcap.otid))),
    ("tcap.dtid", |line| of(line.tcap.as_ref(), |tcap| text(&tcap.dtid))),
    ("tcap.ac", |line| of(line.tcap.as_ref(), |tcap| text(&tcap.ac))),
    ("diameter.app_id", |line| of(line.diameter.as_ref(), |layer| integer(Some(layer.app_id)))),
    ("diameter.origin_host", |line| of(line.diameter.as_ref(), |layer| text(&layer.origin_host))),
    ("diameter.origin_realm", |line| of(line.diameter.as_ref(), |layer| text(&layer.origin_realm))),
    ("diameter.destination_host", |line| of(line.diameter.as_ref(), |layer| text(&layer.destination_host))),
    ("diameter.destination_realm", |line| of(line.diameter.as_ref(), |layer| text(&layer.destination_realm))),
    ("diameter.session_id", |line| of(line.diameter.as_ref(), |layer| text(&layer.session_id))),
    ("diameter.route_record", |line| of(line.diameter.as_ref(), |layer| list(layer.route_record.len()))),
    ("diameter.visited_plmn", |line| of(line.diameter.as_ref(), |layer| text(&layer.visited_plmn))),
    ("diameter.result_code", |line| of(line.diameter.as_ref(), |layer| integer(layer.result_code))),
    ("diameter.flags", |line| of(line.diameter.as_ref(), |layer| integer(Some(layer.flags)))),
    ("diameter.hop_by_hop", |line| of(line.diameter.as_ref(), |layer| integer(Some(layer.hop_by_hop)))),
    ("diameter.end_to_end", |line| of(line.diameter.as_ref(), |layer| integer(Some(layer.end_to_end)))),
    ("diameter.avps", |line| of(line.diameter.as_ref(), |layer| list(layer.avps.len()))),
    ("gtp.teid", |line| of(line.gtp.as_ref(), |layer| integer(layer.teid))),
    ("gtp.seq", |line| of(line.gtp.as_ref(), |layer| integer(layer.seq))),
    ("gtp.apn", |line| of(line.gtp.as_ref(), |layer| text(&layer.apn))),
    ("gtp.serving_network", |line| of(line.gtp.as_ref(), |layer| text(&layer.serving_network))),
    ("gtp.cause", |line| of(line.gtp.as_ref(), |layer| integer(layer.cause))),
    ("gtp.recovery", |line| of(line.gtp.as_ref(), |layer| integer(layer.recovery))),
    ("gtp.rat_type", |line| of(line.gtp.as_ref(), |layer| integer(layer.rat_type))),
    ("gtp.location_plmn", |line| of(line.gtp.as_ref(), |layer| text(&layer.location_plmn))),
    ("gtp.endpoints", |line| of(line.gtp.as_ref(), |layer| list(layer.endpoints.len()))),
    ("op.code", |line| of_op(line, |op| integer(op.code))),
    ("op.name", |line| of_op(line, |op| op.name.as_deref().map_or(Value::Absent, Value::Text))),
    ("op.kind", |line| of_op(line, |op| Value::Text(op.kind))),
    ("op.invoke_id", |line| of_op(line, |op| integer(op.invoke_id))),
    ("op.error_code", |line| of_op(line, |op| integer(op.error_code))),
    ("target.imsi", |line| text(&line.target.imsi)),
    ("target.msisdn", |line| text(&line.target.msisdn)),
    ("target.imei", |line| text(&line.target.imei)),
    ("disclosed", |line| list(line.disclosed.len())),
    ("origin.gt", |line| text(&line.origin.gt)),
    ("origin.host", |line| text(&line.origin.host)),
    ("origin.realm", |line| text(&line.origin.realm)),
    ("origin.ip", |line| text(&line.origin.ip)),
    ("origin.country", |line| text(&line.origin.country)),
    ("origin.countries", |line| list(line.origin.countries.len())),
    ("origin.operator", |line| text(&line.origin.operator)),
    ("origin.tadig", |line| text(&line.origin.tadig)),
    ("origin.domicile", |line| text(&line.origin.domicile)),
    ("origin.carrier", |line| text(&line.origin.carrier)),
    ("origin.lease.lessee", |line| of_lease(line, |lease| text(&lease.lessee))),
    ("origin.lease.source", |line| of_lease(line, |lease| text(&lease.source))),
    ("origin.lease.evidence", |line| of_lease(line, |lease| text(&lease.evidence))),
    ("origin.lease.confidence", |line| of_lease(line, |lease| integer(lease.confidence))),
    ("origin.lease.since", |line| of_lease(line, |lease| text(&lease.since))),
    ("origin.lease.until", |line| of_lease(line, |lease| text(&lease.until))),
    ("origin.notes", |line| list(line.origin.notes.len())),
    ("origin.basis", |line| text(&line.origin.basis)),
    ("origin.basis_date", |line| text(&line.origin.basis_date)),
    ("origin.confidence", |line| integer(line.origin.confidence)),
    ("fs.document", |line| Value::Text(line.fs.document)),
    ("fs.category", |line| Value::Text(line.fs.category)),
    ("cap.service_key", |line| integer(line.cap.as_ref().and_then(|cap| cap.service_key))),
    ("sms.type", |line| of(line.sms.as_ref(), |sms| Value::Text(sms.kind))),
    ("sms.address", |line| of(line.sms.as_ref(), |sms| text(&sms.address))),
    ("sms.address_type", |line| of(line.sms.as_ref(), |sms| integer(sms.address_type))),
    ("sms.service_centre", |line| of(line.sms.as_ref(), |sms| text(&sms.service_centre))),
    ("sms.pid", |line| of(line.sms.as_ref(), |sms| integer(sms.pid))),
    ("sms.dcs", |line| of(line.sms.as_ref(), |sms| integer(sms.dcs))),
    ("sms.length", |line| of(line.sms.as_ref(), |sms| integer(Some(sms.length)))),
    ("sms.octets", |line| of(line.sms.as_ref(), |sms| integer(Some(sms.octets)))),
    ("sms.header", |line| of(line.sms.as_ref(), |sms| list(sms.header.len()))),
    ("sms.part.reference", |line| of_part(line, |part| part.reference)),
    ("sms.part.total", |line| of_part(line, |part| part.total.into())),
    ("sms.part.number", |line| of_part(line, |part| part.number.into())),
    ("sms.port", |line| of(line.sms.as_ref(), |sms| integer(sms.port))),
    ("sms.tar", |line| of(line.sms.as_ref(), |sms| text(&sms.tar))),
    ("sms.spi", |line| of(line.sms.as_ref(), |sms| text(&sms.spi))),
    ("sms.digest", |line| of(line.sms.as_ref(), |sms| text(&sms.digest))),
    ("anomalies", |line| list(line.anomalies.len())),
    ("duplicate_of.dialogue_id", |line| {
        line.duplicate_of.as_ref().map_or(Value::Absent, |first| Value::Text(&first.dialogue_id))
    }),
    ("duplicate_of.frame", |line| {
        integer(line.duplicate_of.as_ref().and_then(|first| i64::try_from(first.frame).ok()))
    }),
];

/// An operation line that can be asked.
pub struct Line<'a>(pub &'a Operation);

impl Record for Line<'_> {
    fn value(&self, field: FieldId) -> Value<'_> {
        if let Some((_, reader)) = READERS.get(field.index) {
            return reader(self.0);
        }
        // What only rules read stands behind the fields of the line.
        let (target, origin) = (&self.0.target, &self.0.origin);
        match field.name {
            "target.id" => text(if target.imsi.is_some() { &target.imsi } else { &target.msisdn }),
            "origin.id" => {
                [&origin.gt, &origin.host, &origin.ip].into_iter().find(|id| id.is_some()).map_or(Value::Absent, text)
            }
            _ => Value::Absent,
        }
    }

    fn element(&self, field: FieldId, position: usize) -> Value<'_> {
        match field.name {
            "capture.frames" => {
                integer(self.0.capture.frames.get(position).and_then(|frame| i64::try_from(*frame).ok()))
            }
            "origin.countries" => self.0.origin.countries.get(position).map_or(Value::Absent, |code| Value::Text(code)),
            "origin.notes" => self.0.origin.notes.get(position).map_or(Value::Absent, |note| Value::Text(note)),
            "disclosed" => self.0.disclosed.get(position).map_or(Value::Absent, |what| Value::Text(what)),
            "diameter.route_record" => of(self.0.diameter.as_ref(), |layer| {
                layer.route_record.get(position).map_or(Value::Absent, |name| Value::Text(name))
            }),
            "sms.header" => of(self.0.sms.as_ref(), |sms| integer(sms.header.get(position).copied())),
            _ => Value::Absent,
        }
    }
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

/// A part of the line that only some lines have.
fn of<'a, T>(part: Option<&'a T>, read: impl Fn(&'a T) -> Value<'a>) -> Value<'a> {
    part.map_or(Value::Absent, read)
}

fn word(text: Option<&str>) -> Value<'_> {
    text.map_or(Value::Absent, Value::Text)
}

fn calling(line: &Operation) -> Option<&Party> {
    line.sccp.as_ref().map(|sccp| &sccp.calling)
}

fn called(line: &Operation) -> Option<&Party> {
    line.sccp.as_ref().map(|sccp| &sccp.called)
}

fn of_part(line: &Operation, read: impl Fn(&Part) -> u16) -> Value<'_> {
    line.sms.as_ref().and_then(|sms| sms.part.as_ref()).map_or(Value::Absent, |part| integer(Some(read(part))))
}

fn of_lease<'a>(line: &'a Operation, read: impl Fn(&'a Lease) -> Value<'a>) -> Value<'a> {
    of(line.origin.lease.as_ref(), read)
}

fn of_op<'a>(line: &'a Operation, read: impl Fn(&'a Op) -> Value<'a>) -> Value<'a> {
    line.op.as_ref().map_or(Value::Absent, read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readers_are_those_of_the_registry_in_its_order() {
        let registry: Vec<&str> = OPERATION.iter().map(|field| field.name).collect();
        let readers: Vec<&str> = READERS.iter().map(|row| row.0).collect();
        assert_eq!(readers, registry);
    }
}
