//! Diameter, GTP and short messages layer by layer.

use super::push;
use sigwarden_schema::lines::{Avp, Diameter, Gtp, Sms};

/// Names, identifiers, result, and every AVP below the groups that it stands in.
pub(super) fn diameter(out: &mut String, layer: &Diameter) {
    let pair = |host: &Option<String>, realm: &Option<String>| {
        let text = |name: &Option<String>| name.clone().unwrap_or_else(|| "-".to_owned());
        format!("{} of {}", text(host), text(realm))
    };
    push(out, 2, "from", &pair(&layer.origin_host, &layer.origin_realm));
    push(out, 2, "to", &pair(&layer.destination_host, &layer.destination_realm));
    push(out, 2, "route", &layer.route_record.join(" → "));
    push(out, 2, "session", layer.session_id.as_deref().unwrap_or_default());
    push(
        out,
        2,
        "diameter",
        &format!(
            "application {} · flags {:#04x} · hop-by-hop {:08x} · end-to-end {:08x}{}{}",
            layer.app_id,
            layer.flags,
            layer.hop_by_hop,
            layer.end_to_end,
            some(" · result ", layer.result_code),
            some(" · visited network ", layer.visited_plmn.as_ref()),
        ),
    );
    layer.avps.iter().for_each(|avp| self::avp(out, avp));
}

fn avp(out: &mut String, avp: &Avp) {
    let vendor = if avp.vendor == 0 { String::new() } else { format!(" of vendor {}", avp.vendor) };
    let flags: String = [(0x80, 'V'), (0x40, 'M'), (0x20, 'P')]
        .iter()
        .filter(|(bit, _)| avp.flags & bit != 0)
        .map(|row| row.1)
        .collect();
    let indent = 4 + 2 * usize::try_from(avp.depth.min(16)).unwrap_or(0);
    let name = avp.name.unwrap_or("unknown");
    push(out, indent, "avp", &format!("{name} ({}{vendor}) · {} octets · {flags}", avp.code, avp.length));
}

/// Tunnel, access point, networks, endpoints.
pub(super) fn gtp(out: &mut String, layer: &Gtp) {
    let details = [
        some("tunnel ", layer.teid.map(|teid| format!("{teid:08x}"))),
        some(" · sequence ", layer.seq),
        some(" · access point ", layer.apn.as_ref()),
        some(" · serving network ", layer.serving_network.as_ref()),
        some(" · location in ", layer.location_plmn.as_ref()),
        some(" · cause ", layer.cause),
        some(" · restarts ", layer.recovery),
    ];
    push(out, 2, "gtp", details.concat().trim_start_matches(" · "));
    for end in &layer.endpoints {
        let details = [
            some("interface ", end.interface),
            some(" · tunnel ", end.teid.map(|teid| format!("{teid:08x}"))),
            some(" · ", end.address.as_ref()),
        ];
        push(out, 4, "endpoint", details.concat().trim_start_matches(" · "));
    }
}

/// A short message: everything but its text.
pub(super) fn sms(out: &mut String, sms: &Sms) {
    let details = [
        some(" · number ", sms.address.as_ref()),
        some(" · service centre ", sms.service_centre.as_ref()),
        some(" · protocol ", sms.pid),
        some(" · coding ", sms.dcs),
        some(" · port ", sms.port),
        some(" · part ", sms.part.map(|part| format!("{} of {}", part.number, part.total))),
        some(" · SIM application ", sms.tar.as_ref()),
    ];
    push(out, 4, "message", &format!("{} · {} octets{}", sms.kind, sms.octets, details.concat()));
}

fn some(label: &str, value: Option<impl std::fmt::Display>) -> String {
    value.map_or_else(String::new, |value| format!("{label}{value}"))
}
