//! Short texts without allocation: digits of identities and addresses.

use std::fmt;
use std::ops::Deref;

/// Longest text, octets.
const ROOM: usize = 31;

/// A text of at most 31 octets, copied like a number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Short {
    length: u8,
    octets: [u8; ROOM],
}

impl Short {
    /// Nothing.
    pub(crate) const EMPTY: Self = Self { length: 0, octets: [0; ROOM] };

    /// A text. What does not fit is cut off.
    pub(crate) fn new(text: &str) -> Self {
        let mut out = Self::EMPTY;
        out.push(text);
        out
    }

    /// `prefix`, then `number` with zeros before it, so that there are `length` digits in all.
    pub(crate) fn padded(prefix: &str, number: u64, length: usize) -> Self {
        let mut out = Self::new(prefix);
        out.push_number(number, length.saturating_sub(prefix.len()));
        out
    }

    /// Adds text.
    pub(crate) fn push(&mut self, text: &str) {
        let start = usize::from(self.length);
        let taken = text.len().min(ROOM - start);
        self.octets[start..start + taken].copy_from_slice(&text.as_bytes()[..taken]);
        self.length += taken as u8;
    }

    /// Adds the last `digits` digits of a number.
    pub(crate) fn push_number(&mut self, number: u64, digits: usize) {
        let start = usize::from(self.length);
        let end = (start + digits).min(ROOM);
        let mut rest = number;
        for place in (start..end).rev() {
            self.octets[place] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        self.length = end as u8;
    }
}

impl From<&str> for Short {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl Deref for Short {
    type Target = str;

    fn deref(&self) -> &str {
        std::str::from_utf8(&self.octets[..usize::from(self.length)]).unwrap_or_default()
    }
}

impl fmt::Debug for Short {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:?}", &**self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_fill_up_with_zeros_and_keep_their_last_digits() {
        assert_eq!(&*Short::padded("4477", 5, 8), "44770005");
        assert_eq!(&*Short::padded("44", 12_345, 5), "44345");
        assert_eq!(Short::new(&"9".repeat(40)).len(), ROOM);
    }
}
