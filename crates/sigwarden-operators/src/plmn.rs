//! Networks by their code: PLMN identities (3GPP TS 23.003 2.2, ITU-T E.212).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Digits of a mobile country code.
pub(crate) const MCC_DIGITS: usize = 3;

// Where mobile network codes have three digits (`data/mnc-lengths.tsv`): country codes from–to, network codes
// from–to. E.212 leaves the length to each country, and many mix them. Everything not listed has two.
include!(concat!(env!("OUT_DIR"), "/mnc_lengths.rs"));

/// A public land mobile network: mobile country code and mobile network code.
///
/// `001-01` and `001-001` are different networks.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Plmn {
    mcc: u16,
    mnc: u16,
    mnc_digits: u8,
}

impl Plmn {
    /// Mobile country code, 0–999.
    pub fn mcc(&self) -> u16 {
        self.mcc
    }

    /// Mobile network code, 0–999.
    pub fn mnc(&self) -> u16 {
        self.mnc
    }

    /// How many digits the network code has: 2 or 3.
    pub fn mnc_digits(&self) -> u8 {
        self.mnc_digits
    }

    /// Whether two codes may name one network: some sources write two digits where others write three.
    pub fn may_be(&self, other: Plmn) -> bool {
        self.mcc == other.mcc && self.mnc == other.mnc
    }

    /// Whether the digits of one begin those of the other: an IMSI alone does not tell `999-17` from `999-170`.
    pub fn may_begin(&self, other: Plmn) -> bool {
        let ((one, count), (two, other_count)) = (self.imsi_digits(), other.imsi_digits());
        one.iter().zip(&two).take(count.min(other_count)).all(|(a, b)| a == b)
    }

    /// How many digits the network takes at the front of an IMSI: 5 or 6.
    pub fn digits(&self) -> usize {
        MCC_DIGITS.saturating_add(usize::from(self.mnc_digits))
    }

    /// The digits every IMSI of this network begins with: `00101`.
    pub fn imsi_prefix(&self) -> String {
        format!("{:03}{:0width$}", self.mcc, self.mnc, width = usize::from(self.mnc_digits))
    }

    /// The same as ASCII digits, and how many of them count.
    pub fn imsi_digits(&self) -> ([u8; 6], usize) {
        let digit = |number: u16, unit: u16| {
            let value = number.checked_div(unit).unwrap_or(0) % 10;
            b'0'.saturating_add(u8::try_from(value).unwrap_or(0))
        };
        let [a, b, c] = [100, 10, 1].map(|unit| digit(self.mcc, unit));
        let [d, e, f] = [100, 10, 1].map(|unit| digit(self.mnc, unit));
        let digits = if self.mnc_digits == 2 { [a, b, c, e, f, 0] } else { [a, b, c, d, e, f] };
        (digits, self.digits())
    }

    /// The network that five or six ASCII digits are.
    pub fn of_digits(digits: &[u8]) -> Option<Plmn> {
        Plmn::take(digits, u8::try_from(digits.len().checked_sub(MCC_DIGITS)?).ok()?)
    }

    /// Takes the network from the front of ASCII digits.
    fn take(digits: &[u8], mnc_digits: u8) -> Option<Plmn> {
        let mnc_end = MCC_DIGITS.checked_add(usize::from(mnc_digits))?;
        Some(Plmn {
            mcc: decimal(digits.get(..MCC_DIGITS)?)?,
            mnc: decimal(digits.get(MCC_DIGITS..mnc_end)?)?,
            mnc_digits,
        })
    }
}

/// The network of a subscriber, from the digits of the IMSI; `None` when they are too few or not decimal.
///
/// The longest of the `known` networks that fits comes first. Without one, the length of the
/// network code is what the country uses ([ITU-T E.212](https://www.itu.int/rec/T-REC-E.212) does not
/// fix it): an IMSI alone does not say whether `00101…` is `001-01` or `001-010`, so a network of a
/// country with mixed lengths is named surely only when the configuration knows it.
pub fn plmn_of_imsi(digits: &[u8], known: &[Plmn]) -> Option<Plmn> {
    let fits = |plmn: &&Plmn| Plmn::take(digits, plmn.mnc_digits).as_ref() == Some(*plmn);
    let longest = known.iter().filter(fits).max_by_key(|plmn| plmn.mnc_digits).copied();
    longest.or_else(|| plmn_by_country(digits))
}

/// The network by the usual length of its country's codes.
pub(crate) fn plmn_by_country(digits: &[u8]) -> Option<Plmn> {
    let long = Plmn::take(digits, 3).filter(|plmn| {
        let holds = |&(from, to, first, last): &(u16, u16, u16, u16)| {
            (from..=to).contains(&plmn.mcc) && (first..=last).contains(&plmn.mnc)
        };
        THREE_DIGITS.iter().any(holds)
    });
    long.or_else(|| Plmn::take(digits, 2))
}

/// The most digits that a network beginning with these five digits takes at the front of an IMSI: 5 or 6.
pub(crate) fn most_plmn_digits(digits: &[u8]) -> usize {
    let mcc = digits.get(..MCC_DIGITS).and_then(decimal).unwrap_or_default();
    let tens = digits.get(MCC_DIGITS..MCC_DIGITS.saturating_add(2)).and_then(decimal).unwrap_or_default();
    let first_long = tens.saturating_mul(10);
    let long = THREE_DIGITS.iter().any(|(from, to, first, last)| {
        (*from..=*to).contains(&mcc) && *first <= first_long.saturating_add(9) && first_long <= *last
    });
    if long { 6 } else { 5 }
}

/// Two or three ASCII digits as a number.
fn decimal(digits: &[u8]) -> Option<u16> {
    digits.iter().try_fold(0u16, |value, digit| {
        let digit = u16::from(digit.wrapping_sub(b'0'));
        if digit > 9 { None } else { value.checked_mul(10)?.checked_add(digit) }
    })
}

impl FromStr for Plmn {
    type Err = String;

    /// Reads `MCC-MNC`, as `001-01` or `001-001`.
    fn from_str(text: &str) -> Result<Plmn, String> {
        let wrong = || format!("\"{text}\" is not MCC-MNC, such as 001-01 or 001-001");
        let (mcc, mnc) = text.split_once('-').ok_or_else(wrong)?;
        let mnc_digits = u8::try_from(mnc.len()).map_err(|_| wrong())?;
        if mcc.len() != MCC_DIGITS || !(2..=3).contains(&mnc_digits) {
            return Err(wrong());
        }
        Plmn::take(format!("{mcc}{mnc}").as_bytes(), mnc_digits).ok_or_else(wrong)
    }
}

impl fmt::Display for Plmn {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:03}-{:0width$}", self.mcc, self.mnc, width = usize::from(self.mnc_digits))
    }
}

impl fmt::Debug for Plmn {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl Serialize for Plmn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Plmn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Plmn, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_networks() {
        for (text, valid) in [
            ("001-01", true),
            ("001-001", true),
            ("999-99", true),
            ("00101", false),
            ("01-01", false),
            ("001-1", false),
            ("001-0001", false),
            ("00a-01", false),
            ("001-+1", false),
            ("", false),
        ] {
            let read = text.parse::<Plmn>();
            assert_eq!(read.is_ok(), valid, "{text}");
            assert_eq!(read.map_or(text.to_owned(), |plmn| plmn.to_string()), text);
        }
    }

    #[test]
    fn finds_the_network_of_a_subscriber() {
        let rows: &[(&str, &[&str], Option<&str>)] = &[
            ("001010000000001", &[], Some("001-01")),
            ("001010000000001", &["001-010"], Some("001-010")),
            ("001010000000001", &["001-01", "001-010"], Some("001-010")),
            ("001011000000001", &["001-01", "001-010"], Some("001-01")),
            ("310000000000001", &[], Some("310-000")),
            ("310000000000001", &["310-00"], Some("310-00")),
            ("405030000000001", &[], Some("405-030")),
            ("405010000000001", &[], Some("405-01")),
            ("374120000000001", &[], Some("374-120")),
            ("374121000000001", &[], Some("374-12")),
            ("374130000000001", &[], Some("374-130")),
            ("208010000000001", &[], Some("208-01")),
            ("208501000000001", &[], Some("208-501")),
            ("338050000000001", &[], Some("338-050")),
            ("338059000000001", &[], Some("338-05")),
            ("502153000000001", &[], Some("502-153")),
            ("502163000000001", &[], Some("502-16")),
            ("001001000000001", &[], Some("001-001")),
            ("999990000000001", &[], Some("999-99")),
            ("999999000000001", &[], Some("999-999")),
            ("999999000000001", &["999-99"], Some("999-99")),
            ("00101", &[], Some("001-01")),
            ("0010", &[], None),
            ("00A010000000001", &[], None),
            ("", &[], None),
        ];
        for (imsi, known, expected) in rows {
            let known: Vec<Plmn> = known.iter().map(|text| text.parse().unwrap()).collect();
            let found = plmn_of_imsi(imsi.as_bytes(), &known).map(|plmn| plmn.to_string());
            assert_eq!(found.as_deref(), *expected, "{imsi} {known:?}");
        }
    }
}
