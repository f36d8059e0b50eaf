//! Attribute-value pairs (RFC 6733 4.1), whole and broken.

use std::net::Ipv4Addr;

use super::code::{self, Code};
use super::flag;

/// An attribute in the making. All fields may be set to what no standard allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Avp {
    /// AVP Code.
    pub code: u32,
    /// AVP Flags ([`flag`]).
    pub flags: u8,
    /// Vendor-ID, written when there is one, whatever the flags say.
    pub vendor: Option<u32>,
    /// The data, without padding.
    pub data: Vec<u8>,
    /// What the AVP Length field says; right when `None`.
    pub length: Option<u32>,
    /// What follows the data; zeros up to a multiple of four octets when `None`.
    pub padding: Option<Vec<u8>>,
}

/// An attribute with the flags its standard asks for.
pub fn avp(code: Code, value: impl Value) -> Avp {
    let vendor = (code.vendor != 0).then_some(code.vendor);
    let flags = if vendor.is_some() { flag::VENDOR } else { 0 } | if code.mandatory { flag::MANDATORY } else { 0 };
    Avp::new(code.code, flags, vendor, value)
}

impl Avp {
    /// An attribute of any code, flags and vendor.
    pub fn new(code: u32, flags: u8, vendor: Option<u32>, value: impl Value) -> Self {
        Self { code, flags, vendor, data: value.data(), length: None, padding: None }
    }

    /// `inner`, in as many groups around each other as `levels` says (Failed-AVP).
    pub fn nested(levels: usize, inner: Self) -> Self {
        (0..levels).fold(inner, |inner, _| avp(code::FAILED_AVP, [inner]))
    }

    /// The same with other flags.
    pub fn with_flags(self, flags: u8) -> Self {
        Self { flags, ..self }
    }

    /// The same with the vendor bit and this vendor, 0 too.
    pub fn with_vendor(self, vendor: u32) -> Self {
        Self { flags: self.flags | flag::VENDOR, vendor: Some(vendor), ..self }
    }

    /// The same with an AVP Length that may be wrong.
    pub fn with_length(self, length: u32) -> Self {
        Self { length: Some(length), ..self }
    }

    /// The same with these octets after the data, in place of zeros.
    pub fn with_padding(self, padding: &[u8]) -> Self {
        Self { padding: Some(padding.to_vec()), ..self }
    }

    /// The octets.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.data.len() + 16);
        self.write(&mut out);
        out
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        let header = if self.vendor.is_some() { 12 } else { 8 };
        let length = self.length.unwrap_or(self.data.len() as u32 + header);
        out.extend(self.code.to_be_bytes());
        out.extend(flagged(self.flags, length));
        out.extend(self.vendor.map(u32::to_be_bytes).iter().flatten());
        out.extend_from_slice(&self.data);
        match &self.padding {
            Some(padding) => out.extend_from_slice(padding),
            None => out.resize(out.len() + self.data.len().next_multiple_of(4) - self.data.len(), 0),
        }
    }
}

/// An octet of flags and 24 bits of length or code.
pub(super) fn flagged(flags: u8, value: u32) -> [u8; 4] {
    let [_, high, middle, low] = value.to_be_bytes();
    [flags, high, middle, low]
}

/// What an attribute can hold (RFC 6733 4.2 to 4.4).
pub trait Value {
    /// The octets of the data.
    fn data(self) -> Vec<u8>;
}

impl Value for u32 {
    fn data(self) -> Vec<u8> {
        self.to_be_bytes().to_vec()
    }
}

impl Value for u64 {
    fn data(self) -> Vec<u8> {
        self.to_be_bytes().to_vec()
    }
}

impl Value for &str {
    fn data(self) -> Vec<u8> {
        self.as_bytes().to_vec()
    }
}

impl Value for &[u8] {
    fn data(self) -> Vec<u8> {
        self.to_vec()
    }
}

impl Value for Vec<u8> {
    fn data(self) -> Vec<u8> {
        self
    }
}

/// Address: family 1 of IANA's address family numbers, then four octets.
impl Value for Ipv4Addr {
    fn data(self) -> Vec<u8> {
        [&[0, 1], &self.octets()[..]].concat()
    }
}

impl Value for &[Avp] {
    fn data(self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.len() * 24);
        self.iter().for_each(|avp| avp.write(&mut out));
        out
    }
}

impl Value for &Vec<Avp> {
    fn data(self) -> Vec<u8> {
        self.as_slice().data()
    }
}

impl Value for Vec<Avp> {
    fn data(self) -> Vec<u8> {
        self.as_slice().data()
    }
}

impl<const COUNT: usize> Value for [Avp; COUNT] {
    fn data(self) -> Vec<u8> {
        self.as_slice().data()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_leave_padding_out_and_vendors_are_written() {
        let rows: [(Avp, &[u8]); 4] = [
            (avp(code::USER_NAME, "12345"), &[0, 0, 0, 1, 0x40, 0, 0, 13, 49, 50, 51, 52, 53, 0, 0, 0]),
            (avp(code::ULR_FLAGS, 34_u32), &[0, 0, 5, 0x7d, 0xc0, 0, 0, 16, 0, 0, 0x28, 0xaf, 0, 0, 0, 34]),
            (
                avp(code::HOST_IP_ADDRESS, Ipv4Addr::new(192, 0, 2, 1)),
                &[0, 0, 1, 1, 0x40, 0, 0, 14, 0, 1, 192, 0, 2, 1, 0, 0],
            ),
            (avp(code::FAILED_AVP, []), &[0, 0, 1, 0x17, 0x40, 0, 0, 8]),
        ];
        for (avp, octets) in rows {
            assert_eq!(avp.encode(), octets);
        }
    }

    #[test]
    fn everything_can_be_broken() {
        let whole = avp(code::USER_NAME, "1");
        let rows: [(Avp, &[u8]); 4] = [
            (whole.clone().with_length(7), &[0, 0, 0, 1, 0x40, 0, 0, 7, 49, 0, 0, 0]),
            (whole.clone().with_padding(&[1, 2]), &[0, 0, 0, 1, 0x40, 0, 0, 9, 49, 1, 2]),
            (whole.clone().with_vendor(0), &[0, 0, 0, 1, 0xc0, 0, 0, 13, 0, 0, 0, 0, 49, 0, 0, 0]),
            (whole.with_flags(0x1f), &[0, 0, 0, 1, 0x1f, 0, 0, 9, 49, 0, 0, 0]),
        ];
        for (avp, octets) in rows {
            assert_eq!(avp.encode(), octets);
        }
    }

    #[test]
    fn groups_nest() {
        let octets = Avp::nested(40, avp(code::USER_NAME, "1234")).encode();
        assert_eq!(octets.len(), 40 * 8 + 12);
        assert_eq!(octets[5..8], [0, 1, 0x4c]);
    }
}
