//! Which country a number (E.164) or a network (E.212) belongs to.
//!
//! The tables are `data/e164.tsv` and `data/mcc.tsv`; `data/README.md` names their sources. They say
//! which country gave a number out: not where a device is, and not who uses the number.

use std::sync::LazyLock;

use crate::country::{Countries, Country};
use crate::plmn::{MCC_DIGITS, Plmn};
use crate::trie::DigitTrie;

/// Calling codes of two digits (ITU-T E.164.D). Zones 1 and 7 have one digit, all others three.
const TWO_DIGIT_CODES: &[&[u8; 2]] = &[
    b"20", b"27", b"30", b"31", b"32", b"33", b"34", b"36", b"39", b"40", b"41", b"43", b"44", b"45", b"46", b"47",
    b"48", b"49", b"51", b"52", b"53", b"54", b"55", b"56", b"57", b"58", b"60", b"61", b"62", b"63", b"64", b"65",
    b"66", b"81", b"82", b"84", b"86", b"90", b"91", b"92", b"93", b"94", b"95", b"98",
];

/// The countries of a number or network, and how that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Assigned {
    /// Empty: no country (non-geographic, test or unassigned codes). Several: the code is shared.
    pub countries: Countries,
    /// Which list said so; empty when none did.
    pub source: &'static str,
    /// How many leading digits decided it.
    pub digits: u8,
}

static NUMBERS: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../../../data/e164.tsv")));
static NETWORKS: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../../../data/mcc.tsv")));

/// The countries of an international number (ASCII digits, calling code first), by the longest
/// prefix known. Anything may follow the prefix: Global Titles are often no valid telephone numbers.
pub fn of_number(digits: &[u8]) -> Assigned {
    NUMBERS.find(digits)
}

/// The countries of a mobile country code. 001, 901 and 999 have none.
pub fn of_mcc(mcc: u16) -> Assigned {
    NETWORKS.find(&ascii::<3>(mcc))
}

/// The countries of a network: narrower than [`of_mcc`] where several countries share the code and
/// the network is known to be of one.
pub fn of_plmn(plmn: Plmn) -> Assigned {
    let [a, b, c] = ascii::<3>(plmn.mcc());
    if plmn.mnc_digits() == 2 {
        let [d, e] = ascii::<2>(plmn.mnc());
        of_plmn_digits(&[a, b, c, d, e])
    } else {
        let [d, e, f] = ascii::<3>(plmn.mnc());
        of_plmn_digits(&[a, b, c, d, e, f])
    }
}

/// The countries of the network that five or six ASCII digits are.
pub(crate) fn of_plmn_digits(digits: &[u8]) -> Assigned {
    let found = NETWORKS.find(digits);
    let used = usize::from(found.digits);
    // A row of a two-digit network says nothing about a three-digit one that begins the same.
    if used == MCC_DIGITS || used == digits.len() {
        return found;
    }
    NETWORKS.find(digits.get(..MCC_DIGITS).unwrap_or_default())
}

/// Length of the calling code a number begins with: 1, 2 or 3 digits (less when the number ends before).
pub fn calling_code_digits(digits: &[u8]) -> usize {
    let two = digits.get(..2).is_some_and(|start| TWO_DIGIT_CODES.iter().any(|code| *code == start));
    let length = match digits.first() {
        Some(b'1' | b'7') => 1,
        _ if two => 2,
        _ => 3,
    };
    length.min(digits.len())
}

/// The last `N` decimal digits of a number.
fn ascii<const N: usize>(mut value: u16) -> [u8; N] {
    let mut digits = [b'0'; N];
    for digit in digits.iter_mut().rev() {
        *digit = b'0'.saturating_add((value % 10) as u8);
        value /= 10;
    }
    digits
}

/// Rows of one file, found by prefix.
struct Table {
    prefixes: DigitTrie,
    rows: Vec<(Countries, &'static str)>,
}

impl Table {
    /// Reads `prefix TAB countries TAB source` lines; `#` begins a comment, `-` in a prefix is dropped.
    fn read(text: &'static str) -> Table {
        let mut table = Table { prefixes: DigitTrie::new(), rows: Vec::new() };
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut columns = line.splitn(3, '\t');
            let (Some(prefix), Some(countries), Some(source)) = (columns.next(), columns.next(), columns.next()) else {
                continue;
            };
            let digits: Vec<u8> = prefix.bytes().filter(|byte| *byte != b'-').collect();
            let row = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
            table.prefixes.insert(&digits, row);
            table.rows.push((countries.split(' ').filter_map(Country::of_table).collect(), source));
        }
        table
    }

    fn find(&self, digits: &[u8]) -> Assigned {
        let found = self.prefixes.longest(digits);
        let row = found.and_then(|(row, used)| Some((self.rows.get(row as usize)?, used)));
        row.map_or_else(Assigned::default, |((countries, source), used)| Assigned {
            countries: *countries,
            source,
            digits: u8::try_from(used).unwrap_or(u8::MAX),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(found: Assigned, expected: &str, what: &str) {
        assert_eq!(found.countries.to_string(), expected, "{what}");
        assert_eq!(found.source.is_empty(), expected.is_empty(), "{what}");
    }

    #[test]
    fn finds_the_country_of_a_number() {
        let rows = [
            ("12420000000", "BS"),
            ("12460000000", "BB"),
            ("13400000000", "VI"),
            ("17870000000", "PR"),
            ("19390000000", "PR"),
            ("18760000000", "JM"),
            ("16580000000", "JM"),
            ("18490000000", "DO"),
            ("17210000000", "SX"),
            ("14160000000", "CA"),
            ("12120000000", "US"),
            ("15550100", "US CA"),
            ("18000000000", "US CA"),
            ("1", "US CA"),
            ("70000000000", "RU KZ"),
            ("79000000000", "RU"),
            ("77000000000", "KZ"),
            ("76000000000", "KZ"),
            ("390600000000", "IT"),
            ("390669800000", "VA"),
            ("441481000000", "GG"),
            ("441534000000", "JE"),
            ("441624000000", "IM"),
            ("442000000000", "GB"),
            ("4779000000", "SJ"),
            ("61400000000", "AU"),
            ("61891620000", "CC"),
            ("61891640000", "CX"),
            ("59990000000", "CW"),
            ("59970000000", "BQ"),
            ("3581800000", "AX"),
            ("26263900000", "YT"),
            ("49000000000", "DE"),
            ("383000000", "XK"),
            ("4", ""),
            ("", ""),
            ("A1246", ""),
            ("1246F", "BB"),
        ];
        for (digits, expected) in rows {
            check(of_number(digits.as_bytes()), expected, digits);
        }
    }

    #[test]
    fn codes_without_country_have_none() {
        for code in ["800", "808", "870", "878", "881", "882", "883", "888", "979"] {
            check(of_number(format!("{code}0000000").as_bytes()), "", code);
        }
    }

    #[test]
    fn finds_the_country_of_a_network() {
        let rows = [
            ("342-00", "BB"),
            ("234-15", "GB"),
            ("234-55", "GG"),
            ("234-99", "GB GG IM JE"),
            ("234-550", "GB GG IM JE"),
            ("302-000", "CA"),
            ("312-000", "US"),
            ("340-00", "GP BL GF MF MQ"),
            ("425-05", "PS"),
            ("001-01", ""),
            ("901-01", ""),
            ("999-99", ""),
        ];
        for (plmn, expected) in rows {
            check(of_plmn(plmn.parse().unwrap()), expected, plmn);
        }
        check(of_mcc(234), "GB GG IM JE", "234");
        check(of_mcc(1), "", "001");
        check(of_mcc(9999), "", "9999");
    }

    #[test]
    fn every_row_of_the_tables_is_read() {
        for (table, text) in
            [(&NUMBERS, include_str!("../../../data/e164.tsv")), (&NETWORKS, include_str!("../../../data/mcc.tsv"))]
        {
            for line in text.lines().filter(|line| !line.starts_with('#')) {
                let columns: Vec<&str> = line.split('\t').collect();
                let found = table.find(columns[0].replace('-', "").as_bytes());
                check(found, columns[1], line);
                assert_eq!(found.source, columns[2], "{line}");
                assert!(columns[1].split(' ').all(|code| Country::new(code).is_some()), "{line}");
                assert_eq!(usize::from(found.digits), columns[0].replace('-', "").len(), "{line}");
            }
        }
    }

    #[test]
    fn finds_the_length_of_a_calling_code() {
        for (digits, length) in [("1246", 1), ("7900", 1), ("4915", 2), ("2120", 3), ("599", 3), ("59", 2), ("", 0)] {
            assert_eq!(calling_code_digits(digits.as_bytes()), length, "{digits}");
        }
    }
}
