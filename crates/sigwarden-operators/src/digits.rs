//! Ranges of numbers that begin with given digits, as sortable integers.

use std::fmt;
use std::str::FromStr;

/// Most digits of a number in E.164, E.212 and E.214.
pub(crate) const MOST_DIGITS: usize = 15;
const DIGIT_BITS: u32 = 4;

/// The digits of a number as an integer: four bits each, one more than the digit, from the top of 60 bits.
///
/// A shorter number comes before every longer one that begins with it. Reading stops at the first octet
/// that is no decimal digit, and after fifteen.
#[inline]
pub(crate) fn code(digits: &[u8]) -> u64 {
    let mut code = 0u64;
    let mut left = MOST_DIGITS as u32;
    for digit in digits.iter().take(MOST_DIGITS) {
        let value = digit.wrapping_sub(b'0');
        if value > 9 {
            break;
        }
        code = code << DIGIT_BITS | u64::from(value.wrapping_add(1));
        left = left.wrapping_sub(1);
    }
    code.checked_shl(left.wrapping_mul(DIGIT_BITS)).unwrap_or(0)
}

/// How many leading octets are decimal digits.
pub(crate) fn decimal_digits(digits: &[u8]) -> usize {
    digits.iter().take_while(|digit| digit.is_ascii_digit()).count()
}

/// Numbers by their first digits.
///
/// Written as a prefix (`1246555`: every number that begins so) or from a number to a number of the same
/// length (`12465550000-12465554999`: these numbers; a longer one that begins like one of them is in the range
/// too, but has more digits than its range). At most fifteen digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DigitRange {
    first: u64,
    last: u64,
    digits: u8,
    whole: bool,
}

impl DigitRange {
    /// All numbers that begin with these ASCII digits.
    pub fn prefix(digits: &str) -> Option<DigitRange> {
        DigitRange::new(digits, digits, false)
    }

    /// The numbers from one to another of the same length.
    pub fn numbers(from: &str, to: &str) -> Option<DigitRange> {
        DigitRange::new(from, to, true)
    }

    fn new(from: &str, to: &str, whole: bool) -> Option<DigitRange> {
        let is_number =
            |text: &str| (1..=MOST_DIGITS).contains(&text.len()) && decimal_digits(text.as_bytes()) == text.len();
        if !is_number(from) || !is_number(to) || from.len() != to.len() || from > to {
            return None;
        }
        let digits = u8::try_from(from.len()).ok()?;
        let below = below(digits);
        Some(DigitRange { first: code(from.as_bytes()), last: code(to.as_bytes()) | below, digits, whole })
    }

    /// How many digits decide whether a number is in the range.
    pub fn digits(&self) -> u8 {
        self.digits
    }

    /// How many digits the numbers of the range have, where the range says so.
    pub fn number_digits(&self) -> Option<u8> {
        self.whole.then_some(self.digits)
    }

    /// The digits that every number of the range begins with.
    pub fn common(&self) -> String {
        let (from, to) = (self.from(), self.to());
        let same = from.bytes().zip(to.bytes()).take_while(|(one, other)| one == other).count();
        from.chars().take(same).collect()
    }

    /// True when both have a number in common.
    pub fn overlaps(&self, other: &DigitRange) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    /// True when every number of the other one is in this one.
    pub fn contains(&self, other: &DigitRange) -> bool {
        self.first <= other.first && other.last <= self.last
    }

    /// First and last code, both included.
    pub(crate) fn codes(&self) -> (u64, u64) {
        (self.first, self.last)
    }

    fn from(&self) -> String {
        text(self.first, self.digits)
    }

    fn to(&self) -> String {
        text(self.last, self.digits)
    }
}

/// All bits behind so many digits.
fn below(digits: u8) -> u64 {
    let used = u32::from(digits).saturating_mul(DIGIT_BITS).saturating_add(DIGIT_BITS);
    u64::MAX.checked_shr(used).unwrap_or(0)
}

fn text(code: u64, digits: u8) -> String {
    let shifts = (0..u32::from(digits)).map(|position| 56u32.saturating_sub(position.saturating_mul(DIGIT_BITS)));
    let digit = |shift: u32| u8::try_from(code.checked_shr(shift).unwrap_or(0) & 0xf).unwrap_or(0);
    shifts.map(|shift| char::from(b'0'.saturating_add(digit(shift).saturating_sub(1)))).collect()
}

impl FromStr for DigitRange {
    type Err = String;

    fn from_str(text: &str) -> Result<DigitRange, String> {
        let range = match text.split_once('-') {
            Some((from, to)) => DigitRange::numbers(from, to),
            None => DigitRange::prefix(text),
        };
        range.ok_or_else(|| {
            format!("\"{text}\" is neither first digits such as 1555555 nor from-to such as 15555550000-15555554999")
        })
    }
}

impl fmt::Display for DigitRange {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.from())?;
        if self.whole { write!(out, "-{}", self.to()) } else { Ok(()) }
    }
}

impl fmt::Debug for DigitRange {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(range: &str, number: &str) -> bool {
        let range: DigitRange = range.parse().unwrap();
        let code = code(number.as_bytes());
        range.first <= code && code <= range.last
    }

    #[test]
    fn reads_and_writes_ranges() {
        for (text, valid) in [
            ("1246555", true),
            ("0", true),
            ("123456789012345", true),
            ("12465550000-12465554999", true),
            ("12465550000-12465550000", true),
            ("1234567890123456", false),
            ("", false),
            ("-", false),
            ("1-", false),
            ("12465554999-12465550000", false),
            ("1246555-12465559", false),
            ("+1246", false),
            ("12 46", false),
            ("12A", false),
        ] {
            let range = text.parse::<DigitRange>();
            assert_eq!(range.is_ok(), valid, "{text}");
            assert_eq!(range.map_or(text.to_owned(), |range| range.to_string()), text);
        }
    }

    #[test]
    fn a_range_holds_what_begins_like_it() {
        for (range, number, expected) in [
            ("1246555", "1246555", true),
            ("1246555", "12465550100", true),
            ("1246555", "124655", false),
            ("1246555", "1246556", false),
            ("1246555", "1246555A", true),
            ("12465550000-12465554999", "12465550000", true),
            ("12465550000-12465554999", "12465554999", true),
            ("12465550000-12465554999", "124655549990", true),
            ("12465550000-12465554999", "12465555000", false),
            ("12465550000-12465554999", "1246555", false),
            ("0", "0123456789012345", true),
            ("123456789012345", "1234567890123456", true),
            ("9", "", false),
        ] {
            assert_eq!(holds(range, number), expected, "{range} {number}");
        }
    }

    #[test]
    fn a_range_says_what_is_common() {
        for (text, common, digits) in
            [("1246555", "1246555", None), ("12465550000-12465554999", "1246555", Some(11)), ("10-29", "", Some(2))]
        {
            let range: DigitRange = text.parse().unwrap();
            assert_eq!((range.common().as_str(), range.number_digits()), (common, digits), "{text}");
        }
    }
}
