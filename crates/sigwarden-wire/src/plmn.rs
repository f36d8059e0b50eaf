//! Network codes as three octets have them, the same in every protocol.

/// Digits of a network as three octets have them (TS 24.008 10.5.1.3), MCC first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlmnDigits {
    digits: [u8; 6],
    count: u8,
}

impl PlmnDigits {
    /// Reads three octets; digits that are not decimal, or a filler in front, are no network.
    pub fn read(octets: &[u8]) -> Option<Self> {
        let &[a, b, c] = octets.first_chunk::<3>()?;
        let values = [a & 15, a >> 4, b & 15, c & 15, c >> 4, b >> 4];
        let count = if b >> 4 == 15 { 5 } else { 6 };
        let decimal = values.iter().take(count).all(|value| *value <= 9);
        let digits = values.map(|value| b'0' | value);
        decimal.then_some(Self { digits, count: u8::try_from(count).unwrap_or(0) })
    }

    /// ASCII digits: MCC, then MNC.
    pub fn as_ascii(&self) -> &[u8] {
        self.digits.get(..usize::from(self.count)).unwrap_or(&[])
    }
}

impl std::fmt::Display for PlmnDigits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = std::str::from_utf8(self.as_ascii()).unwrap_or("");
        let (mcc, mnc) = text.split_at_checked(3).unwrap_or((text, ""));
        write!(f, "{mcc}-{mnc}")
    }
}
