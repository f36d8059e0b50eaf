//! Networks of IP addresses.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

/// A network of IP addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cidr {
    address: IpAddr,
    length: u8,
}

impl Cidr {
    /// True when the address is in the network.
    pub fn contains(&self, address: IpAddr) -> bool {
        Cidr::bits(self.address, self.length) == Cidr::bits(address, self.length)
            && self.address.is_ipv4() == address.is_ipv4()
    }

    /// True when the networks have an address in common.
    pub fn overlaps(&self, other: &Cidr) -> bool {
        self.contains(other.address) && self.length <= other.length
            || other.contains(self.address) && other.length <= self.length
    }

    /// An address in the network.
    pub fn address(&self) -> IpAddr {
        self.address
    }

    /// How many leading bits are fixed: 0–32 or 0–128.
    pub fn length(&self) -> u8 {
        self.length
    }

    /// The leading bits of an address, as a number.
    pub(crate) fn bits(address: IpAddr, length: u8) -> u128 {
        let (bits, width) = match address {
            IpAddr::V4(v4) => (u128::from(u32::from(v4)), 32u32),
            IpAddr::V6(v6) => (u128::from(v6), 128),
        };
        bits.checked_shr(width.saturating_sub(u32::from(length))).unwrap_or(0)
    }

    /// The fixed bits, as a number.
    pub(crate) fn network(&self) -> u128 {
        Cidr::bits(self.address, self.length)
    }

    /// Whether it is one of IPv4.
    pub(crate) fn is_v4(&self) -> bool {
        self.address.is_ipv4()
    }
}

impl FromStr for Cidr {
    type Err = String;

    fn from_str(text: &str) -> Result<Cidr, String> {
        let wrong = || format!("\"{text}\" is not an IP network, such as 192.0.2.0/24");
        let (address, length) = text.split_once('/').ok_or_else(wrong)?;
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let length: u8 = length.parse().map_err(|_| wrong())?;
        let longest = if address.is_ipv4() { 32 } else { 128 };
        if length > longest { Err(wrong()) } else { Ok(Cidr { address, length }) }
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.address, self.length)
    }
}
