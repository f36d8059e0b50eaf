//! Networks of IP addresses as documents write them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::site::Cidr;

/// Reads `192.0.2.0/24`, `192.0.2.0 - 192.0.2.63` or a single address; a range becomes the fewest networks that
/// are exactly it.
pub(super) fn parse(text: &str) -> Option<Vec<Cidr>> {
    let text: String = text.chars().filter(|character| !character.is_whitespace()).collect();
    let text = text.replace(['\u{2013}', '\u{2014}'], "-");
    match text.split_once('-') {
        Some((from, to)) => range(from.parse().ok()?, to.parse().ok()?),
        None if text.contains('/') => Some(vec![text.parse().ok()?]),
        None => network(text.parse().ok()?, 0).map(|one| vec![one]),
    }
}

/// A network that begins at an address and leaves so many bits free.
fn network(first: IpAddr, free: u32) -> Option<Cidr> {
    format!("{first}/{}", width(first).checked_sub(free)?).parse().ok()
}

fn width(address: IpAddr) -> u32 {
    if address.is_ipv4() { Ipv4Addr::BITS } else { Ipv6Addr::BITS }
}

fn range(from: IpAddr, to: IpAddr) -> Option<Vec<Cidr>> {
    let number = |address: IpAddr| match address {
        IpAddr::V4(address) => u128::from(u32::from(address)),
        IpAddr::V6(address) => u128::from(address),
    };
    if from.is_ipv4() != to.is_ipv4() || number(from) > number(to) {
        return None;
    }
    let address = |number: u128| match from {
        IpAddr::V4(_) => u32::try_from(number).ok().map(|number| IpAddr::V4(number.into())),
        IpAddr::V6(_) => Some(IpAddr::V6(number.into())),
    };
    let (mut first, last) = (number(from), number(to));
    let mut networks = Vec::new();
    // At most twice the width of an address: the networks grow, then shrink.
    loop {
        let free = largest(first, last, width(from));
        networks.push(network(address(first)?, free)?);
        let end = first | below(free);
        if end >= last {
            return Some(networks);
        }
        first = end.checked_add(1)?;
    }
}

/// The most free bits of a network that begins at `first` and does not go beyond `last`.
fn largest(first: u128, last: u128, width: u32) -> u32 {
    let aligned = first.trailing_zeros().min(width);
    (0..=aligned).rev().find(|free| first | below(*free) <= last).unwrap_or(0)
}

fn below(free: u32) -> u128 {
    u128::MAX.checked_shr(u128::BITS.saturating_sub(free)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_networks() {
        for (text, expected) in [
            ("192.0.2.0/24", Some("192.0.2.0/24")),
            ("192.0.2.7", Some("192.0.2.7/32")),
            ("192.0.2.0 - 192.0.2.255", Some("192.0.2.0/24")),
            ("192.0.2.1-192.0.2.6", Some("192.0.2.1/32 192.0.2.2/31 192.0.2.4/31 192.0.2.6/32")),
            ("192.0.2.9-192.0.2.9", Some("192.0.2.9/32")),
            ("0.0.0.0-255.255.255.255", Some("0.0.0.0/0")),
            ("::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", Some("::/0")),
            ("2001:db8::/32", Some("2001:db8::/32")),
            ("2001:db8::1", Some("2001:db8::1/128")),
            ("2001:db8::-2001:db8::ff", Some("2001:db8::/120")),
            ("192.0.2.9-192.0.2.8", None),
            ("192.0.2.9-2001:db8::", None),
            ("192.0.2.0/33", None),
            ("192.0.2", None),
            ("none", None),
            ("", None),
        ] {
            let read = parse(text).map(|networks| networks.iter().map(Cidr::to_string).collect::<Vec<_>>().join(" "));
            assert_eq!(read.as_deref(), expected, "{text}");
        }
        assert_eq!(parse("0.0.0.1-255.255.255.254").unwrap().len(), 62);
    }
}
