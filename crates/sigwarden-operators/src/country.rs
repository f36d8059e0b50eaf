//! Countries, and small sets of them.

use std::fmt;

/// ISO 3166-1 alpha-2 codes, and AC, TA and XK, which numbering plans use as if they were.
const CODES: &str = "\
AC AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ \
CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR \
GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO \
JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR \
MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO \
RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TA TC TD TF TG TH TJ TK TL TM TN TO TR TT \
TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/// A country or territory by its ISO 3166-1 alpha-2 code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Country([u8; 2]);

impl Country {
    /// The country of a code in upper case; `None` when there is no such code.
    pub fn new(code: &str) -> Option<Country> {
        let bytes = <[u8; 2]>::try_from(code.as_bytes()).ok()?;
        CODES.split(' ').any(|known| known == code).then_some(Country(bytes))
    }

    /// The country of a code in the numbering tables; tests check that each exists.
    pub(crate) fn of_table(code: &str) -> Option<Country> {
        <[u8; 2]>::try_from(code.as_bytes()).ok().map(Country)
    }

    /// The two letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for Country {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// A set of up to [`Countries::CAPACITY`] countries, without allocation.
///
/// A set that was given more remembers that it is incomplete; it then never excludes a country.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Countries {
    codes: [Country; Countries::CAPACITY],
    len: u8,
    incomplete: bool,
}

impl Countries {
    /// How many countries a set holds. No row of the numbering tables has more than five.
    pub const CAPACITY: usize = 8;

    /// The set of one country.
    pub fn of(country: Country) -> Countries {
        let mut set = Countries::default();
        set.insert(country);
        set
    }

    /// Adds a country; a full set becomes incomplete instead.
    pub fn insert(&mut self, country: Country) {
        if self.iter().any(|known| known == country) {
            return;
        }
        match self.codes.get_mut(usize::from(self.len)) {
            Some(slot) => {
                *slot = country;
                self.len = self.len.saturating_add(1);
            }
            None => self.incomplete = true,
        }
    }

    /// Both sets together.
    pub fn union(mut self, other: Countries) -> Countries {
        other.iter().for_each(|country| self.insert(country));
        self.incomplete |= other.incomplete;
        self
    }

    /// The only country of the set.
    pub fn single(&self) -> Option<Country> {
        let mut countries = self.iter();
        let first = countries.next();
        if self.incomplete || countries.next().is_some() { None } else { first }
    }

    /// True when no country is known.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// True when the country is, or may be, in the set.
    pub fn contains(&self, country: Country) -> bool {
        self.incomplete || self.iter().any(|known| known == country)
    }

    /// True when the sets share, or may share, a country. False for an empty set.
    pub fn intersects(&self, other: &Countries) -> bool {
        if self.len == 0 || other.len == 0 {
            return false;
        }
        let unsure = self.incomplete && !other.is_empty() || other.incomplete && !self.is_empty();
        unsure || self.iter().any(|country| other.iter().any(|known| known == country))
    }

    /// The countries, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = Country> + '_ {
        self.codes.get(..usize::from(self.len)).unwrap_or_default().iter().copied()
    }
}

impl FromIterator<Country> for Countries {
    fn from_iter<I: IntoIterator<Item = Country>>(countries: I) -> Countries {
        let mut set = Countries::default();
        countries.into_iter().for_each(|country| set.insert(country));
        set
    }
}

impl fmt::Display for Countries {
    /// The codes, separated by spaces.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, country) in self.iter().enumerate() {
            let gap = if position == 0 { "" } else { " " };
            write!(out, "{gap}{country}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Countries {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "[{self}]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(codes: &str) -> Countries {
        codes.split_whitespace().map(|code| Country::new(code).unwrap()).collect()
    }

    #[test]
    fn knows_country_codes() {
        for (code, known) in [("BB", true), ("XK", true), ("ZZ", false), ("bb", false), ("BBB", false), ("", false)] {
            assert_eq!(Country::new(code).is_some(), known, "{code}");
        }
    }

    #[test]
    fn sets_compare() {
        let rows = [
            ("US CA", "CA", true),
            ("US CA", "BB", false),
            ("", "BB", false),
            ("", "", false),
            ("AG AI AL AM AO AQ AR AS AT", "BB", true),
            ("AG AI AL AM AO AQ AR AS AT", "", false),
        ];
        for (left, right, expected) in rows {
            assert_eq!(set(left).intersects(&set(right)), expected, "{left} / {right}");
            assert_eq!(set(right).intersects(&set(left)), expected, "{right} / {left}");
        }
        assert_eq!(set("BB BB").single(), Country::new("BB"));
        assert_eq!(set("US CA").single(), None);
        assert_eq!(set("US").union(set("CA US")).to_string(), "US CA");
    }
}
