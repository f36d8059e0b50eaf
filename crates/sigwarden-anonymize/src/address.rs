//! Pseudonyms of IP addresses: addresses that begin alike have pseudonyms that begin alike, as far.

use sigwarden_operators::Pseudonymiser;
use sigwarden_operators::site::Cidr;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Networks with a meaning of their own: a pseudonym is in the same one (RFC 6890, RFC 5737, RFC 4291).
const SPECIAL: &[&str] = &[
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.2.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "::/8",
    "2000::/3",
    "2001:db8::/32",
    "fc00::/7",
    "fe80::/10",
    "ff00::/8",
];

/// Networks whose addresses name nobody and stay as they are: loopback, groups, none, everybody.
const NOBODY: &[&str] = &["0.0.0.0/8", "127.0.0.0/8", "224.0.0.0/4", "255.255.255.255/32", "::/127", "ff00::/8"];

/// Addresses that are remembered.
const MOST_REMEMBERED: usize = 1 << 20;

/// Makes pseudonyms of addresses.
#[derive(Debug)]
pub(crate) struct Addresses {
    /// Networks whose leading bits are kept, as family, bits and length.
    kept: Vec<(bool, u128, u8)>,
    nobody: Vec<Cidr>,
    remembered: HashMap<IpAddr, IpAddr>,
}

impl Addresses {
    /// With networks of operators that are known, which are kept.
    pub(crate) fn new(known: &[Cidr]) -> Self {
        let of = |list: &[&str]| list.iter().filter_map(|text| text.parse::<Cidr>().ok()).collect::<Vec<_>>();
        let kept = of(SPECIAL).into_iter().chain(of(NOBODY)).chain(known.iter().copied());
        let bits = |network: Cidr| {
            let (bits, width) = bits(network.address());
            (width == 32, beginning(bits, width, network.length()), network.length())
        };
        Self { kept: kept.map(bits).collect(), nobody: of(NOBODY), remembered: HashMap::new() }
    }

    /// The pseudonym of an address.
    pub(crate) fn pseudonym(&mut self, keyed: &Pseudonymiser, address: IpAddr) -> IpAddr {
        if let Some(known) = self.remembered.get(&address) {
            return *known;
        }
        let made = if self.nobody.iter().any(|network| network.contains(address)) {
            address
        } else {
            self.turned(keyed, address)
        };
        if self.remembered.len() >= MOST_REMEMBERED {
            self.remembered.clear();
        }
        self.remembered.insert(address, made);
        made
    }

    /// Turns each bit by those before it, but for those that lead into a network that is kept: whatever is outside it
    /// stays outside.
    fn turned(&self, keyed: &Pseudonymiser, address: IpAddr) -> IpAddr {
        let (own, width) = bits(address);
        let is_v4 = width == 32;
        let mut made = 0u128;
        for length in 0..width {
            let before = beginning(own, width, length);
            let leads = self.kept.iter().any(|(v4, network, fixed)| {
                *v4 == is_v4 && *fixed > length && beginning(*network, *fixed, length) == before
            });
            let bit = beginning(own, width, length.saturating_add(1)) & 1;
            let label = if is_v4 { "v4" } else { "v6" };
            let turned = !leads && keyed.turns(label, before, length);
            made = made << 1 | (bit ^ u128::from(turned));
        }
        match u32::try_from(made) {
            Ok(v4) if is_v4 => IpAddr::V4(Ipv4Addr::from(v4)),
            _ => IpAddr::V6(Ipv6Addr::from(made)),
        }
    }
}

/// An address as a number, and how many bits it has.
fn bits(address: IpAddr) -> (u128, u8) {
    match address {
        IpAddr::V4(v4) => (u128::from(u32::from(v4)), 32),
        IpAddr::V6(v6) => (u128::from(v6), 128),
    }
}

/// The first bits of a number of `width` bits.
fn beginning(bits: u128, width: u8, length: u8) -> u128 {
    bits.checked_shr(u32::from(width.saturating_sub(length))).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pseudonyms(addresses: &[&str]) -> Vec<IpAddr> {
        let keyed = Pseudonymiser::from_hex_key(&"5a".repeat(32)).unwrap();
        let mut made = Addresses::new(&["192.0.2.128/25".parse().unwrap()]);
        addresses.iter().map(|text| made.pseudonym(&keyed, text.parse().unwrap())).collect()
    }

    #[test]
    fn every_address_of_a_network_has_its_own_in_the_same_network() {
        let all: Vec<String> = (0..=255).map(|last| format!("192.0.2.{last}")).collect();
        let made = pseudonyms(&all.iter().map(String::as_str).collect::<Vec<_>>());
        let distinct: std::collections::BTreeSet<_> = made.iter().collect();
        assert_eq!(distinct.len(), 256);
        for (last, address) in made.iter().enumerate() {
            let IpAddr::V4(v4) = address else { panic!("{address}") };
            assert_eq!(v4.octets()[..3], [192, 0, 2]);
            assert_eq!(v4.octets()[3] >= 128, last >= 128, "{address}");
        }
    }

    #[test]
    fn beginnings_are_kept_as_far_as_they_are_alike() {
        let made = pseudonyms(&["192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8::2", "0.0.0.0", "::1"]);
        assert_ne!(made[0], made[1]);
        let IpAddr::V6(first) = made[2] else { panic!() };
        let IpAddr::V6(second) = made[3] else { panic!() };
        assert_eq!(u128::from(first) >> 2, u128::from(second) >> 2);
        assert_eq!(u128::from(first) >> 96, 0x2001_0db8);
        assert_eq!(made[4..], ["0.0.0.0".parse::<IpAddr>().unwrap(), "::1".parse().unwrap()]);
    }
}
