//! Link layers: Ethernet with and without VLAN tags, Linux cooked captures, loopback.

/// Types of Ethernet payloads.
pub mod ether_type {
    /// IPv4.
    pub const IPV4: u16 = 0x0800;
    /// IPv6.
    pub const IPV6: u16 = 0x86dd;
}

/// Locally administered addresses that belong to nobody.
const ADDRESSES: [u8; 12] = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1];
const TAG: u16 = 0x8100;
const SERVICE_TAG: u16 = 0x88a8;

/// Ethernet frame.
pub fn ethernet(kind: u16, payload: &[u8]) -> Vec<u8> {
    [&ADDRESSES, &kind.to_be_bytes()[..], payload].concat()
}

/// Ethernet frame with one VLAN tag (IEEE 802.1Q).
pub fn vlan(id: u16, kind: u16, payload: &[u8]) -> Vec<u8> {
    ethernet(TAG, &tagged(id, kind, payload))
}

/// Ethernet frame with a service tag and a customer tag (IEEE 802.1ad).
pub fn qinq(outer: u16, inner: u16, kind: u16, payload: &[u8]) -> Vec<u8> {
    ethernet(SERVICE_TAG, &tagged(outer, TAG, &tagged(inner, kind, payload)))
}

fn tagged(id: u16, kind: u16, payload: &[u8]) -> Vec<u8> {
    [&id.to_be_bytes(), &kind.to_be_bytes()[..], payload].concat()
}

/// Linux cooked capture, version 1 (16 octets before the payload).
pub fn cooked_v1(kind: u16, payload: &[u8]) -> Vec<u8> {
    let head = [0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0];
    [&head, &kind.to_be_bytes()[..], payload].concat()
}

/// Linux cooked capture, version 2 (20 octets before the payload).
pub fn cooked_v2(kind: u16, payload: &[u8]) -> Vec<u8> {
    let head = [0, 0, 0, 0, 0, 1, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0];
    [&kind.to_be_bytes(), &head[..], payload].concat()
}

/// BSD loopback: address family (2 for IPv4, 24, 28 or 30 for IPv6) in the order of the host,
/// here low octet first.
pub fn loopback(family: u32, payload: &[u8]) -> Vec<u8> {
    [&family.to_le_bytes(), payload].concat()
}

/// OpenBSD loopback, and BSD loopback of a big-endian host.
pub fn loopback_network_order(family: u32, payload: &[u8]) -> Vec<u8> {
    [&family.to_be_bytes(), payload].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_payload_follows_a_header_of_known_size() {
        let rows = [
            (ethernet(ether_type::IPV4, &[9]), 14),
            (vlan(5, ether_type::IPV4, &[9]), 18),
            (qinq(5, 6, ether_type::IPV4, &[9]), 22),
            (cooked_v1(ether_type::IPV4, &[9]), 16),
            (cooked_v2(ether_type::IPV4, &[9]), 20),
            (loopback(2, &[9]), 4),
            (loopback_network_order(2, &[9]), 4),
        ];
        for (octets, header) in rows {
            assert_eq!(octets[header..], [9]);
        }
    }
}
