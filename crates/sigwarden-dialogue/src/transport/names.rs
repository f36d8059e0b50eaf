//! Names of traffic that is only counted, by port and first octets.

use sigwarden_wire::ip::Ports;

/// Ports that are worth a name, UDP and TCP alike.
const PORTS: [(u16, &str); 15] = [
    (53, "DNS"),
    (67, "DHCP"),
    (68, "DHCP"),
    (80, "HTTP"),
    (123, "NTP"),
    (443, "TLS"),
    (2123, "GTP-C"),
    (2152, "GTP-U"),
    (3386, "GTP'"),
    (3868, "Diameter"),
    (5060, "SIP"),
    (5061, "SIP over TLS"),
    (5353, "DNS"),
    (5868, "Diameter over TLS"),
    (8805, "PFCP"),
];

fn by_port(ports: &Ports<'_>) -> Option<&'static str> {
    [ports.dst, ports.src].iter().find_map(|port| PORTS.iter().find(|(known, _)| known == port).map(|(_, name)| *name))
}

fn by_content(payload: &[u8]) -> Option<&'static str> {
    const STARTS: [(&[u8], &str); 7] = [
        (b"PRI * HTTP/2", "HTTP/2"),
        (b"SIP/2.0 ", "SIP"),
        (b"INVITE ", "SIP"),
        (b"REGISTER ", "SIP"),
        (b"HTTP/1.", "HTTP"),
        (b"GET ", "HTTP"),
        (b"POST ", "HTTP"),
    ];
    STARTS.iter().find(|(start, _)| payload.starts_with(start)).map(|(_, name)| *name)
}

/// HTTP/2 frames on a connection whose beginning was not captured: a known type, stream and length that fit (RFC 9113 4.1).
fn is_http2_frame(payload: &[u8]) -> bool {
    let Some(&[high, middle, low, kind, _, stream, ..]) = payload.first_chunk::<9>() else { return false };
    let length = u32::from_be_bytes([0, high, middle, low]) as usize;
    kind <= 9 && stream & 0x80 == 0 && length > 0 && payload.len() == length.saturating_add(9)
}

/// Whether a port belongs to a protocol that is only counted.
pub(super) fn is_known(ports: &Ports<'_>) -> bool {
    by_port(ports).is_some()
}

/// Name of a UDP datagram.
pub(super) fn udp(ports: &Ports<'_>) -> &'static str {
    by_content(ports.payload).or_else(|| by_port(ports)).unwrap_or("UDP")
}

/// Name of a TCP segment.
pub(super) fn tcp(ports: &Ports<'_>) -> &'static str {
    if ports.payload.is_empty() {
        return "TCP without data";
    }
    by_content(ports.payload)
        .or_else(|| is_http2_frame(ports.payload).then_some("HTTP/2"))
        .or_else(|| by_port(ports))
        .unwrap_or("TCP")
}

/// Name of another IP protocol (IANA).
pub(super) const fn ip_protocol(number: u8) -> &'static str {
    match number {
        1 => "ICMP",
        2 => "IGMP",
        4 | 41 => "IP in IP",
        47 => "GRE",
        50 => "ESP",
        58 => "ICMPv6",
        89 => "OSPF",
        _ => "other IP",
    }
}
