//! Network codes as three octets have them, the same in every protocol.

use std::fmt;

/// Digits of a network: country and network code, five or six together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlmnDigits {
    digits: [u8; 6],
    length: u8,
}

impl PlmnDigits {
    /// All digits as ASCII.
    pub fn as_ascii(&self) -> &[u8] {
        self.digits.get(..usize::from(self.length)).unwrap_or(&[])
    }

    /// Country code: three digits as ASCII.
    pub fn mcc(&self) -> &[u8] {
        self.digits.get(..3).unwrap_or(&[])
    }

    /// Network code: two or three digits as ASCII.
    pub fn mnc(&self) -> &[u8] {
        self.as_ascii().get(3..).unwrap_or(&[])
    }
}

impl fmt::Display for PlmnDigits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |octets| std::str::from_utf8(octets).unwrap_or_default();
        write!(f, "{}-{}", text(self.mcc()), text(self.mnc()))
    }
}

/// Network in the first three octets, as everywhere in mobile signalling (TS 24.008 10.5.1.3); `None` where a digit
/// is none.
pub fn plmn(octets: &[u8]) -> Option<PlmnDigits> {
    let &[a, b, c] = octets.first_chunk::<3>()?;
    let [mcc1, mcc2, mcc3, mnc3, mnc1, mnc2] = [a & 0x0F, a >> 4, b & 0x0F, b >> 4, c & 0x0F, c >> 4];
    let two = mnc3 == 0x0F;
    let values = [mcc1, mcc2, mcc3, mnc1, mnc2, if two { 0 } else { mnc3 }];
    let decimal = values.iter().all(|value| *value <= 9);
    decimal.then(|| PlmnDigits { digits: values.map(|value| b'0' | value), length: if two { 5 } else { 6 } })
}
