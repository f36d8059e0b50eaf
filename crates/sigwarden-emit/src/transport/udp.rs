//! UDP datagrams (RFC 768) over IPv4.

use std::net::Ipv4Addr;

use super::ip::{ipv4_checksum, protocol};

/// UDP datagram with a right checksum, for a packet between these addresses; ports: source, destination.
pub fn udp(source: Ipv4Addr, destination: Ipv4Addr, ports: (u16, u16), payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len() + 8).expect("a datagram is shorter than 64 KiB").to_be_bytes();
    let mut out = [source.octets(), destination.octets()].concat();
    out.extend([0, protocol::UDP]);
    out.extend(length);
    let header = out.len();
    out.extend([ports.0, ports.1].map(u16::to_be_bytes).concat());
    out.extend(length);
    out.extend([0, 0]);
    out.extend_from_slice(payload);
    // The sum of the Internet checksum is that of IPv4 headers, here over the pseudo-header too. Zero would say
    // that there is none.
    let checksum = match ipv4_checksum(&out) {
        0 => 0xffff,
        sum => sum,
    };
    out[header + 6..header + 8].copy_from_slice(&checksum.to_be_bytes());
    out.split_off(header)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_datagram_with_its_checksum_sums_to_zero() {
        let (a, b) = (Ipv4Addr::new(192, 0, 2, 1), Ipv4Addr::new(198, 51, 100, 1));
        for payload in [&[][..], &[1, 2, 3]] {
            let octets = udp(a, b, (2123, 2123), payload);
            let length = (octets.len() as u16).to_be_bytes();
            assert_eq!(octets[4..6], length);
            let pseudo = [&a.octets()[..], &b.octets(), &[0, 17], &length, &octets].concat();
            assert_eq!(ipv4_checksum(&pseudo), 0);
        }
    }
}
