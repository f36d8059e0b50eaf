//! Subscribers and networks inside AVPs.

use std::ops::Range;

/// An identity found inside an AVP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where its digits stand in the AVP.
    pub digits: Range<usize>,
    /// Whether the AVP holds these digits and nothing else.
    pub plain: bool,
}

/// Digits of an IMSI (TS 23.003 2.2).
const IMSI_DIGITS: std::ops::RangeInclusive<usize> = 6..=15;

/// The IMSI in a User-Name: 6 to 15 digits alone (TS 29.272 7.3.1), or what receivers make of other forms: digits before
/// a realm, behind the leading digit of a network access identifier (TS 23.003 19.3.2: 0, 1, 2, 6 name the method),
/// or in front of spaces and zeros.
pub fn imsi(octets: &[u8]) -> Option<Found> {
    let skip = octets.iter().take_while(|octet| octet.is_ascii_whitespace()).count();
    let skip =
        if octets.get(skip..).is_some_and(|rest| rest.starts_with(b"imsi-")) { skip.saturating_add(5) } else { skip };
    let rest = octets.get(skip..)?;
    let count = rest.iter().take_while(|octet| octet.is_ascii_digit()).count();
    let behind = rest.get(count..).unwrap_or(&[]);
    let at_realm = behind.first() == Some(&b'@');
    // Sixteen digits before a realm: the first names the method of authentication.
    let (start, count) = match (at_realm, count) {
        (true, 16) => (skip.saturating_add(1), 15),
        _ => (skip, count),
    };
    if !IMSI_DIGITS.contains(&count) || behind.first().is_some_and(u8::is_ascii_alphanumeric) {
        return None;
    }
    let plain = count == octets.len();
    Some(Found { digits: start..start.saturating_add(count), plain })
}

/// The telephone number or IMSI of a public identity: `tel:+15555550123`, `sip:+15555550123@…`, or the temporary one made
/// of an IMSI (TS 23.003 13.4B).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Public {
    /// A telephone number.
    Number(Range<usize>),
    /// An IMSI.
    Imsi(Range<usize>),
}

/// Reads a public identity.
pub fn public(octets: &[u8]) -> Option<Public> {
    let scheme = octets.iter().position(|octet| *octet == b':')?;
    let start = scheme.saturating_add(1);
    let plus = octets.get(start) == Some(&b'+');
    let start = start.saturating_add(usize::from(plus));
    let rest = octets.get(start..)?;
    let count = rest.iter().take_while(|octet| octet.is_ascii_digit()).count();
    let range = start..start.saturating_add(count);
    let realm = rest.get(count..).unwrap_or(&[]);
    let of_network = realm.starts_with(b"@ims.mnc") || realm.starts_with(b"@IMS.MNC");
    match () {
        () if plus && (3..=15).contains(&count) => Some(Public::Number(range)),
        () if of_network && IMSI_DIGITS.contains(&count) => Some(Public::Imsi(range)),
        () if octets.starts_with(b"tel:") && (3..=15).contains(&count) => Some(Public::Number(range)),
        () => None,
    }
}
