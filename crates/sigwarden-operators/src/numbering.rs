//! Which country a number (E.164) or a network (E.212) belongs to, and whom it was first given to.
//!
//! The tables are in `data/`, whose `README.md` names their sources. They say which country gave a number
//! out and whom it was first given to: not where a device is, and not who uses the number.

use std::sync::LazyLock;

use crate::country::{Countries, Country};
use crate::digits::code;
use crate::plmn::{MCC_DIGITS, Plmn};
use crate::ranges::{Block, Plan, RangeTable, key, key_of};

// Made by `build.rs` from `data/`: BLOCKS, FIRSTS, SHIFTS, ROWS, the same of OPERATOR_, SETS, NAMES, KINDS and SOURCES.
include!(concat!(env!("OUT_DIR"), "/numbering.rs"));

/// What holds for a range: positions in the lists of texts, 0 being nothing. Countries, how many digits
/// decided them and their source; the operator likewise; the kind of a code without a country.
#[derive(Clone, Copy)]
struct Row(u16, u8, u8, u16, u8, u8, u8);

/// Calling codes of two digits (ITU-T E.164.D). Zones 1 and 7 have one digit, all others three.
const TWO_DIGIT_CODES: &[&[u8; 2]] = &[
    b"20", b"27", b"30", b"31", b"32", b"33", b"34", b"36", b"39", b"40", b"41", b"43", b"44", b"45", b"46", b"47",
    b"48", b"49", b"51", b"52", b"53", b"54", b"55", b"56", b"57", b"58", b"60", b"61", b"62", b"63", b"64", b"65",
    b"66", b"81", b"82", b"84", b"86", b"90", b"91", b"92", b"93", b"94", b"95", b"98",
];

/// What the public tables say of a number or network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Assigned {
    /// Empty: no country (non-geographic, test or unassigned codes). Several: the code is shared.
    pub countries: Countries,
    /// Which list said so.
    pub source: Source,
    /// How many leading digits decided it.
    pub digits: u8,
    /// Whom the range was first given to.
    pub operator: OperatorName,
    /// Which list said that.
    pub operator_source: Source,
    /// How many leading digits decided that.
    pub operator_digits: u8,
    /// What a code without a country is for: `satellite`, `maritime`, `test`, …; empty for all others.
    pub kind: &'static str,
}

/// The name of an operator in the public tables, as its position there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct OperatorName(u16);

impl OperatorName {
    /// The name; empty where none is known.
    pub fn text(self) -> &'static str {
        NAMES.get(usize::from(self.0)).copied().unwrap_or_default()
    }

    /// True where none is known.
    pub fn is_none(self) -> bool {
        self.0 == 0
    }
}

/// A source of the public tables, as its position in `data/sources.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Source(u8);

impl Source {
    /// The source with a number that [`Source::number`] gave.
    pub(crate) fn of_number(number: u8) -> Source {
        Source(number)
    }

    /// Its position in the table of sources; 0 for none.
    pub(crate) fn number(self) -> u8 {
        self.0
    }

    /// Every source.
    pub fn all() -> impl Iterator<Item = Source> {
        (1u8..).take(SOURCES.len().saturating_sub(1)).map(Source)
    }

    /// What the tables call it; empty for none.
    pub fn name(self) -> &'static str {
        SOURCES.get(usize::from(self.0)).map_or("", |source| source.0)
    }

    /// What it is.
    pub fn title(self) -> &'static str {
        SOURCES.get(usize::from(self.0)).map_or("", |source| source.1)
    }

    /// Of which day it is, `YYYY-MM-DD`.
    pub fn date(self) -> &'static str {
        SOURCES.get(usize::from(self.0)).map_or("", |source| source.2)
    }
}

static TABLE: LazyLock<RangeTable> = LazyLock::new(|| RangeTable::new(&BLOCKS[..], &FIRSTS, &SHIFTS[..]));
static OPERATORS: LazyLock<RangeTable> =
    LazyLock::new(|| RangeTable::new(&OPERATOR_BLOCKS[..], &OPERATOR_FIRSTS, &OPERATOR_SHIFTS[..]));
static COUNTRIES: LazyLock<Vec<Countries>> =
    LazyLock::new(|| SETS.iter().map(|set| set.split(' ').filter_map(Country::of_table).collect()).collect());

/// The countries of an international number (ASCII digits, calling code first), by the longest
/// prefix known. Anything may follow the prefix: Global Titles are often no valid telephone numbers.
/// For the operator, see [`operator_of_number`].
pub fn of_number(digits: &[u8]) -> Assigned {
    Number::of_code(code(digits)).assigned()
}

/// Whom the range of an international number was first given to, which list said so, and how many leading digits
/// decided it.
pub fn operator_of_number(digits: &[u8]) -> (OperatorName, Source, u8) {
    Number::of_code(code(digits)).operator()
}

/// An international number, as its key in the tables.
#[derive(Clone, Copy)]
pub(crate) struct Number(u64);

impl Number {
    /// From the code of its digits.
    #[inline]
    pub(crate) fn of_code(code: u64) -> Number {
        Number(key_of(Plan::Title, code))
    }

    /// See [`of_number`].
    pub(crate) fn assigned(self) -> Assigned {
        assigned(TABLE.find(self.0))
    }

    /// See [`operator_of_number`].
    pub(crate) fn operator(self) -> (OperatorName, Source, u8) {
        let row = OPERATOR_ROWS.get(OPERATORS.find(self.0) as usize);
        row.map_or_else(Default::default, |row| (OperatorName(row.3), Source(row.5), row.4))
    }
}

/// The countries of a mobile country code. 001, 901 and 999 have none.
pub fn of_mcc(mcc: u16) -> Assigned {
    find(Plan::Imsi, &ascii::<3>(mcc))
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
    let found = find(Plan::Imsi, digits);
    // A row of a two-digit network says nothing about a three-digit one that begins the same.
    let fits = |used: u8| usize::from(used) <= MCC_DIGITS || usize::from(used) == digits.len();
    if fits(found.digits) && fits(found.operator_digits) {
        return found;
    }
    find(Plan::Imsi, digits.get(..MCC_DIGITS).unwrap_or_default())
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

fn find(plan: Plan, digits: &[u8]) -> Assigned {
    assigned(TABLE.find(key(plan, digits)))
}

fn assigned(row: u32) -> Assigned {
    let Some(Row(set, digits, source, operator, operator_digits, operator_source, kind)) = ROWS.get(row as usize)
    else {
        return Assigned::default();
    };
    Assigned {
        countries: COUNTRIES.get(usize::from(*set)).copied().unwrap_or_default(),
        source: Source(*source),
        digits: *digits,
        operator: OperatorName(*operator),
        operator_source: Source(*operator_source),
        operator_digits: *operator_digits,
        kind: KINDS.get(usize::from(*kind)).copied().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(found: Assigned, expected: &str, what: &str) {
        assert_eq!(found.countries.to_string(), expected, "{what}");
        assert_eq!(found.source.name().is_empty(), expected.is_empty(), "{what}");
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

    /// Rows of a table with its columns.
    fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
        text.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect())
    }

    #[test]
    fn every_row_of_the_tables_is_found() {
        let all = [
            (Plan::Title, include_str!("../../../data/e164.tsv")),
            (Plan::Imsi, include_str!("../../../data/mcc.tsv")),
        ];
        for (plan, text) in all {
            for row in rows(text) {
                let digits = row[0].replace('-', "");
                let found = find(plan, digits.as_bytes());
                check(found, row[1], row[0]);
                assert_eq!(found.source.name(), row[row.len() - 1], "{row:?}");
                assert!(row[1].split(' ').all(|code| Country::new(code).is_some()), "{row:?}");
                assert_eq!(usize::from(found.digits), digits.len(), "{row:?}");
            }
        }
        for row in rows(include_str!("../../../data/carriers.tsv")) {
            let (operator, source, digits) = operator_of_number(row[0].as_bytes());
            if source.name() == "itu" {
                continue;
            }
            let read = (operator.text(), source.name(), usize::from(digits));
            assert_eq!(read, (row[1], row[2], row[0].len()), "{row:?}");
        }
        for row in rows(include_str!("../../../data/international.tsv")) {
            let (plan, digits) = (if row[0] == "e164" { Plan::Title } else { Plan::Imsi }, row[1].replace('-', ""));
            let found = find(plan, digits.as_bytes());
            let operator = if plan == Plan::Title { operator_of_number(digits.as_bytes()).0 } else { found.operator };
            assert_eq!((found.kind, operator.text()), (row[2], row[3]), "{row:?}");
            assert!(found.countries.is_empty(), "{row:?}");
        }
    }

    #[test]
    fn every_source_has_a_day() {
        assert!(Source::all().count() > 2);
        for source in Source::all() {
            assert!(source.date().parse::<crate::Day>().is_ok(), "{source:?}");
            assert!(!source.name().is_empty() && !source.title().is_empty());
        }
    }

    #[test]
    fn names_whom_a_range_was_given_to() {
        for (digits, name) in [
            ("1246234000", "Cable & Wireless"),
            ("491510000000", "T-Mobile"),
            ("88160000000", "Iridium"),
            ("12120000000", ""),
            ("", ""),
        ] {
            assert_eq!(operator_of_number(digits.as_bytes()).0.text(), name, "{digits}");
        }
    }

    #[test]
    fn finds_the_length_of_a_calling_code() {
        for (digits, length) in [("1246", 1), ("7900", 1), ("4915", 2), ("2120", 3), ("599", 3), ("59", 2), ("", 0)] {
            assert_eq!(calling_code_digits(digits.as_bytes()), length, "{digits}");
        }
    }
}
