//! Countries of networks: as IR.21 abbreviates them, their calling codes, where they are.

use std::sync::LazyLock;

/// Code, three letters, calling code, and the middle in degrees, a country a line, sorted by code.
const TABLE: &str = include_str!("../../worlds/countries.tsv");

/// A country.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Country {
    code: &'static str,
    /// Three letters (ISO 3166-1 alpha-3).
    pub(crate) initials: &'static str,
    /// Calling code (E.164).
    pub(crate) calling: &'static str,
    /// Latitude and longitude of its middle, degrees.
    pub(crate) middle: (f64, f64),
}

impl Country {
    /// Hours that the sun is ahead of UTC there.
    pub(crate) fn hours(self) -> i64 {
        (self.middle.1 / 15.0).round() as i64
    }

    /// Kilometres from the middle of one to that of another.
    pub(crate) fn kilometres(self, other: Self) -> f64 {
        let [lat1, lon1, lat2, lon2] =
            [self.middle.0, self.middle.1, other.middle.0, other.middle.1].map(f64::to_radians);
        let half = |angle: f64| (angle / 2.0).sin().powi(2);
        let a = half(lat2 - lat1) + lat1.cos() * lat2.cos() * half(lon2 - lon1);
        2.0 * 6371.0 * a.sqrt().min(1.0).asin()
    }
}

static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| TABLE.lines().filter_map(row).collect());

fn row(line: &'static str) -> Option<Country> {
    let mut fields = line.split('\t');
    let mut next = || fields.next();
    let (code, initials, calling) = (next().filter(|code| code.len() == 2)?, next()?, next()?);
    let middle = (next()?.parse().ok()?, next()?.parse().ok()?);
    Some(Country { code, initials, calling, middle })
}

/// A country by its two letters.
pub(crate) fn country(code: &str) -> Option<Country> {
    let place = COUNTRIES.binary_search_by(|country| country.code.cmp(code)).ok()?;
    COUNTRIES.get(place).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_found_by_their_letters() {
        assert!(COUNTRIES.len() > 200 && COUNTRIES.is_sorted_by_key(|country| country.code));
        let japan = country("JP").expect("a country");
        assert_eq!((japan.initials, japan.calling, japan.hours()), ("JPN", "81", 9));
        assert_eq!(country("XX"), None);
        let far = japan.kilometres(country("GB").expect("a country"));
        assert!((9_000.0..10_000.0).contains(&far), "{far}");
    }
}
