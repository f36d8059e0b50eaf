//! A GTP message as the line that is written.

use super::{id, packet_line, text};
use sigwarden_detect::Judgement;
use sigwarden_dialogue::gtp::Operation as Joined;
use sigwarden_operators::Networks;
use sigwarden_schema::lines::{Endpoint, Fs, Gtp, Op, Operation};
use sigwarden_wire::gtp::{self, Field, Version};
use sigwarden_wire::plmn::plmn;

/// The line of a message.
pub fn gtp(joined: &Joined<'_>, judgement: &Judgement, networks: &Networks, names: &[String]) -> Operation {
    let header = joined.header();
    let kind = if joined.is_answer() { "answer" } else { "request" };
    let name = joined.info.map(|info| info.name.into());
    Operation {
        dialogue_id: id(joined.exchange.id),
        stack: match header.version {
            Version::V0 | Version::V1 => "gtpv1-c",
            Version::V2 | Version::Other(_) => "gtpv2-c",
        },
        gtp: Some(layer(joined)),
        op: Some(Op { code: Some(i64::from(header.kind)), name, kind, invoke_id: None, error_code: None }),
        fs: Fs { document: "FS.20", category: judgement.category.name() },
        ..packet_line(joined.meta, &joined.exchange.subject, joined.duplicate_of, judgement, networks, names)
    }
}

fn layer(joined: &Joined<'_>) -> Gtp {
    let (header, message, octets) = (joined.header(), joined.message, joined.octets);
    let mut buffer = [0; 128];
    let apn = message.octets(Field::Apn, octets).and_then(|name| gtp::apn(name, &mut buffer)).map(text);
    let network = |field| message.octets(field, octets).and_then(plmn).map(|plmn| plmn.to_string());
    Gtp {
        teid: header.teid,
        seq: header.sequence,
        apn,
        serving_network: network(Field::ServingNetwork).or_else(|| network(Field::RoutingArea)),
        cause: joined.cause(),
        recovery: message.integer(Field::Recovery, octets),
        rat_type: message.integer(Field::RatType, octets),
        location_plmn: message.location_plmn(octets).map(|plmn| plmn.to_string()),
        endpoints: endpoints(joined),
    }
}

/// F-TEIDs of version 2; identifiers and addresses of version 1, which stand apart.
fn endpoints(joined: &Joined<'_>) -> Vec<Endpoint> {
    let of = |element: &gtp::Element| {
        let octets = element.of(joined.octets);
        match element.field {
            Field::FTeid => gtp::f_teid(octets).map(|end| Endpoint {
                interface: Some(end.interface),
                teid: Some(end.teid),
                address: end.v4.map(|v4| v4.to_string()).or_else(|| end.v6.map(|v6| v6.to_string())),
            }),
            Field::TeidControl | Field::TeidData => {
                let teid = octets.first_chunk::<4>().map(|teid| u32::from_be_bytes(*teid));
                Some(Endpoint { interface: None, teid, address: None })
            }
            Field::GsnAddress => {
                let address = gtp::gsn_address(octets)?.to_string();
                Some(Endpoint { interface: None, teid: None, address: Some(address) })
            }
            _ => None,
        }
    };
    joined.message.elements().iter().filter_map(of).collect()
}
