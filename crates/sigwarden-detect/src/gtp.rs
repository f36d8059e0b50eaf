//! What is wrong with GTP messages, beyond single octets: tunnels without their identifier, addresses and networks that
//! contradict each other, subscribers at a gateway that is not theirs.

use crate::commands::Protocol;
use crate::parties::Parties;
use crate::table::Class;
use sigwarden_dialogue::gtp::{End, Operation};
use sigwarden_operators::{Attribution, Network, Networks, Plmn, same_network};
use sigwarden_wire::anomaly::{Anomalies, Code};
use sigwarden_wire::gtp::{self, Field, Version};
use sigwarden_wire::plmn::{PlmnDigits, plmn};
use std::net::IpAddr;

/// Requests that open a connection: Create PDP Context, Create Session.
const OPENING: [(Protocol, u8); 2] = [(Protocol::GtpV1, 16), (Protocol::GtpV2, 32)];

/// Requests of version 1 that serving nodes and gateways send: Update and Delete PDP Context.
const EITHER_WAY: [u8; 2] = [18, 20];

/// Which table a message belongs to: what is left of version 0 is read like version 1, what nobody knows like version 2.
pub(crate) const fn protocol(version: Version) -> Protocol {
    match version {
        Version::V0 | Version::V1 => Protocol::GtpV1,
        Version::V2 | Version::Other(_) => Protocol::GtpV2,
    }
}

/// The class of a message: one that may go either way between serving node and gateway goes to whose tunnel it names.
pub(crate) fn class(operation: &Operation<'_>, class: Class) -> Class {
    let either =
        protocol(operation.header().version) == Protocol::GtpV1 && EITHER_WAY.contains(&operation.header().kind);
    match operation.exchange.tunnel {
        Some(tunnel) if either && tunnel.end == End::Serving => Class::Two,
        _ => class,
    }
}

/// Checks of a request.
pub(crate) fn request(
    operation: &Operation<'_>,
    class: Class,
    parties: &Parties,
    networks: &Networks,
    found: &mut Anomalies,
) {
    let header = operation.header();
    let of_tunnel = operation.info.is_some_and(|info| !info.initial);
    // The first message of a session stands outside tunnels; so does whatever is behind it in its datagram.
    if of_tunnel && header.teid.is_none_or(|teid| teid == 0) && header.version != Version::V0 {
        found.add(Code::TeidZero, 4, 4);
    }
    if matches!(class, Class::None) {
        return;
    }
    sender(operation, parties, networks, found);
    tunnel(operation, class, networks, found);
    serving(operation, parties, networks, found);
    let opens = OPENING.contains(&(protocol(header.version), header.kind));
    if opens {
        gateway(operation, parties, networks, found);
    }
}

/// Interfaces inside one network that a control endpoint says it is on (TS 29.274 8.22): between mobility management and
/// serving gateway, and between mobility management nodes.
const INSIDE: [u8; 9] = [10, 11, 12, 13, 14, 15, 16, 17, 18];

/// Whether the sender says that it is on an interface inside one network.
pub(crate) fn is_inside(operation: &Operation<'_>) -> bool {
    let elements = operation.message.elements().iter();
    let mut own = elements.filter(|e| e.field == Field::FTeid && e.depth == 0 && e.instance == 0);
    own.next().and_then(|e| gtp::f_teid(e.of(operation.octets))).is_some_and(|end| INSIDE.contains(&end.interface))
}

/// The control address inside the message against the packet's source.
fn sender(operation: &Operation<'_>, parties: &Parties, networks: &Networks, found: &mut Anomalies) {
    let Some((named, at, length)) = named_sender(operation) else { return };
    let Some(source) = operation.meta.src.filter(|source| *source != named) else { return };
    let (inside, outside) = (networks.of_ip(named), networks.of_ip(source));
    // A pool of one operator, or addresses of which nothing is known but that they are neighbours, are usual.
    let known = inside.network != Network::Unknown || outside.network != Network::Unknown;
    let elsewhere = match same_network(&inside, &outside) {
        Some(same) => !same,
        None => known && inside.network != outside.network,
    };
    if elsewhere && parties.crosses != Some(false) {
        found.add(Code::SenderAddress, at, length);
    }
}

/// The sender's own control address: F-TEID of instance 0 (TS 29.274 7.2.1), first GSN Address (TS 29.060 7.3.1).
fn named_sender(operation: &Operation<'_>) -> Option<(IpAddr, usize, usize)> {
    let elements = operation.message.elements();
    let place = |element: &gtp::Element| (element.start as usize, element.length as usize);
    if operation.header().version == Version::V2 {
        let element = elements.iter().find(|e| e.field == Field::FTeid && e.depth == 0 && e.instance == 0)?;
        let end = gtp::f_teid(element.of(operation.octets))?;
        let address = end.v4.map(IpAddr::V4).or(end.v6.map(IpAddr::V6))?;
        let (at, length) = place(element);
        return Some((address, at, length));
    }
    let element = elements.iter().find(|element| element.field == Field::GsnAddress)?;
    let (at, length) = place(element);
    Some((gtp::gsn_address(element.of(operation.octets))?, at, length))
}

/// The sender against the network that the tunnel was made for, where the message does not say that another one serves now.
fn tunnel(operation: &Operation<'_>, class: Class, networks: &Networks, found: &mut Anomalies) {
    let Some(tunnel) = operation.exchange.tunnel.filter(|tunnel| tunnel.end == End::Gateway) else { return };
    let homewards = matches!(class, Class::ThreeOne | Class::ThreeTwo);
    let (source, made_by) = (operation.meta.src, tunnel.ends.0);
    if !homewards || source == made_by || !operation.exchange.serving.is_empty() {
        return;
    }
    let (Some(source), Some(made_by)) = (source, made_by) else { return };
    let (now, then) = (networks.of_ip(source), networks.of_ip(made_by));
    match same_network(&now, &then) {
        Some(true) => {}
        Some(false) => found.add(Code::ServingNetwork, 4, 4),
        None if now.network != then.network => found.add(Code::ServingNetwork, 4, 4),
        None if !are_near(source, made_by) => found.add(Code::TunnelSender, 4, 4),
        None => {}
    }
}

/// Whether two addresses are of one block that an operator may have for its nodes: 16 bits of IPv4, 32 of IPv6.
fn are_near(one: IpAddr, other: IpAddr) -> bool {
    match (one, other) {
        (IpAddr::V4(one), IpAddr::V4(other)) => one.to_bits() >> 16 == other.to_bits() >> 16,
        (IpAddr::V6(one), IpAddr::V6(other)) => one.to_bits() >> 96 == other.to_bits() >> 96,
        _ => false,
    }
}

/// The serving network against the sender, and against the location beside it.
fn serving(operation: &Operation<'_>, parties: &Parties, networks: &Networks, found: &mut Anomalies) {
    let octets = operation.octets;
    let named = |field: Field| {
        let element = operation.message.first(field)?;
        Some((plmn(element.of(octets))?, element.start as usize, element.length as usize))
    };
    // Only a routing area that the exchange takes for the sender's says where the phone is now.
    let area = || named(Field::RoutingArea).filter(|_| !operation.exchange.serving.is_empty());
    let Some((serving, at, length)) = named(Field::ServingNetwork).or_else(area) else { return };
    let of = |digits: &PlmnDigits| Plmn::of_digits(digits.as_ascii()).map(|plmn| networks.of_plmn(plmn));
    let Some(network) = of(&serving) else { return };
    let source = operation.meta.src.map(|source| networks.of_ip(source)).unwrap_or_default();
    let of_sender = source.network != Network::Unknown && same_network(&network, &source) == Some(false);
    let location = operation.message.location_plmn(octets);
    let of_location = location.and_then(|location| same_network(&network, &of(&location)?)) == Some(false);
    if (of_sender || of_location) && parties.crosses != Some(false) {
        found.add(Code::ServingNetwork, at, length);
    }
}

/// A gateway of ours serves our subscribers, under names of ours.
fn gateway(operation: &Operation<'_>, parties: &Parties, networks: &Networks, found: &mut Anomalies) {
    if !parties.asked.is_home() || parties.asker.is_home() {
        return;
    }
    if let Some(subject) = parties.subject
        && is_foreign(&subject, parties, networks)
    {
        let place = operation.message.first(Field::Imsi).map_or((0, 0), |e| (e.start as usize, e.length as usize));
        found.add(Code::ForeignImsi, place.0, place.1);
    }
    let Some(element) = operation.message.first(Field::Apn) else { return };
    let mut buffer = [0; 128];
    let Some(name) = gtp::apn(element.of(operation.octets), &mut buffer) else { return };
    let Some(operator) = operator_of(name).and_then(|digits| Plmn::of_digits(&digits)) else { return };
    if is_foreign(&networks.of_plmn(operator), parties, networks) {
        found.add(Code::ApnOperator, element.start as usize, element.length as usize);
    }
}

/// Whether a network code is none of the protected network, as far as that lists its own.
fn is_foreign(network: &Attribution, parties: &Parties, networks: &Networks) -> bool {
    let lists_own = !networks.site().home.plmns.is_empty();
    same_network(network, &parties.asked) == Some(false) || lists_own && network.plmn.is_some() && !network.is_home()
}

/// The operator identifier at the end of an access point name (TS 23.003 9.1.2): `….mnc001.mcc001.gprs`.
fn operator_of(name: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(name).ok()?.to_ascii_lowercase();
    let rest = text.strip_suffix(".gprs")?;
    let (rest, mcc) = rest.rsplit_once(".mcc")?;
    let (_, mnc) = rest.rsplit_once("mnc")?;
    let digits = |text: &str| text.len() == 3 && text.bytes().all(|octet| octet.is_ascii_digit());
    let short = mnc.strip_prefix('0').unwrap_or(mnc);
    (digits(mcc) && digits(mnc)).then(|| format!("{mcc}{short}").into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_in_access_point_names() {
        let rows = [
            ("internet.mnc001.mcc001.gprs", Some("00101")),
            ("INTERNET.MNC099.MCC999.GPRS", Some("99999")),
            ("internet.mnc410.mcc310.gprs", Some("310410")),
            ("internet", None),
            ("internet.gprs", None),
            ("internet.mnc1.mcc001.gprs", None),
        ];
        for (name, expected) in rows {
            let found = operator_of(name.as_bytes());
            assert_eq!(found.as_deref(), expected.map(str::as_bytes), "{name}");
        }
    }
}
