//! A Diameter message as the line that is written.

use super::{id, packet_line, sms, text};
use sigwarden_detect::{Commands, Judgement};
use sigwarden_dialogue::diameter::Operation as Joined;
use sigwarden_operators::Networks;
use sigwarden_schema::lines::{Avp, Diameter, Fs, Op, Operation};
use sigwarden_wire::diameter::{Field, dictionary};
use sigwarden_wire::plmn::plmn;

/// The line of a message.
pub fn diameter(
    joined: &Joined<'_>,
    judgement: &Judgement,
    commands: &Commands,
    networks: &Networks,
    names: &[String],
) -> Operation {
    let header = joined.header();
    let name = sigwarden_detect::detector::command_name(commands, header.application, header.command);
    let kind = if header.is_request() { "request" } else { "answer" };
    let subject = &joined.exchange.subject;
    Operation {
        dialogue_id: id(joined.exchange.id),
        stack: "diameter",
        diameter: Some(layer(joined)),
        op: Some(Op { code: Some(i64::from(header.command)), name, kind, invoke_id: None, error_code: None }),
        fs: Fs { document: "FS.19", category: judgement.category.name() },
        sms: sigwarden_detect::sms::of_diameter(joined).and_then(|carried| sms::sms(&carried)),
        ..packet_line(joined.meta, subject, joined.duplicate_of, judgement, networks, names)
    }
}

fn layer(joined: &Joined<'_>) -> Diameter {
    let (header, message, octets) = (joined.header(), joined.message, joined.octets);
    let of = |field| message.octets(field, octets).map(text);
    Diameter {
        app_id: header.application,
        origin_host: of(Field::OriginHost),
        origin_realm: of(Field::OriginRealm),
        destination_host: of(Field::DestinationHost),
        destination_realm: of(Field::DestinationRealm),
        session_id: of(Field::SessionId),
        route_record: message.every(Field::RouteRecord).map(|avp| text(avp.of(octets))).collect(),
        visited_plmn: message.octets(Field::VisitedPlmn, octets).and_then(plmn).map(|plmn| plmn.to_string()),
        result_code: joined.result(),
        flags: header.flags,
        hop_by_hop: header.hop_by_hop,
        end_to_end: header.end_to_end,
        avps: message
            .avps()
            .iter()
            .map(|avp| Avp {
                code: avp.code,
                vendor: avp.vendor,
                name: dictionary::find(avp.vendor, avp.code).map(|entry| entry.name),
                flags: avp.flags,
                length: avp.len(),
                depth: u32::from(avp.depth),
            })
            .collect(),
    }
}
