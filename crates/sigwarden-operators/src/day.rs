//! Days: from when to when a statement about an address holds.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

const NANOSECONDS: i64 = 86_400_000_000_000;

/// A day of the Gregorian calendar, UTC, as the number of days since 1 January 1970.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Day {
    /// Before every day.
    pub const FIRST: Day = Day(i32::MIN);
    /// After every day.
    pub const LAST: Day = Day(i32::MAX);

    /// The day of a packet time: nanoseconds since 1970, UTC. `None` for a time of zero and before, which
    /// captures without a clock have: what holds today is then the best answer.
    pub fn of_time(ts_ns: i64) -> Option<Day> {
        let days = ts_ns.checked_div(NANOSECONDS).filter(|_| ts_ns > 0)?;
        i32::try_from(days).ok().filter(|days| *days > 0).map(Day)
    }

    /// The day before.
    #[must_use]
    pub const fn before(self) -> Day {
        Day(self.0.saturating_sub(1))
    }

    /// Days from the other day to this one; negative when this one is earlier.
    pub const fn since(self, other: Day) -> i32 {
        self.0.saturating_sub(other.0)
    }

    /// The number that [`Day::of_number`] takes back.
    pub const fn number(self) -> i32 {
        self.0
    }

    /// Days since 1970.
    pub const fn of_number(days: i32) -> Day {
        Day(days)
    }
}

impl FromStr for Day {
    type Err = String;

    /// Reads `YYYY-MM-DD`.
    fn from_str(text: &str) -> Result<Day, String> {
        let wrong = || format!("\"{text}\" is no day; write it as 2018-01-31");
        let date: Date = if text.len() == 10 { text.parse().map_err(|_| wrong())? } else { return Err(wrong()) };
        let days = date.since(Date::constant(1970, 1, 1)).map_err(|_| wrong())?.get_days();
        Ok(Day(days))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let span = jiff::Span::new().try_days(self.0);
        match span.and_then(|span| Date::constant(1970, 1, 1).checked_add(span)) {
            Ok(date) => write!(out, "{date}"),
            Err(_) => out.write_str(if self.0 < 0 { "always" } else { "open" }),
        }
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_days() {
        for (text, number) in [
            ("1970-01-01", Some(0)),
            ("1970-01-02", Some(1)),
            ("2000-03-01", Some(11_017)),
            ("2026-11-26", Some(20_783)),
            ("1969-12-31", Some(-1)),
            ("2026-02-29", None),
            ("2026-1-1", None),
            ("20260101", None),
            ("2026-01-01T", None),
            ("", None),
        ] {
            let day = text.parse::<Day>();
            assert_eq!(day.as_ref().ok().map(|day| day.number()), number, "{text}");
            assert_eq!(day.map_or(text.to_owned(), |day| day.to_string()), text);
        }
    }

    #[test]
    fn knows_the_day_of_a_packet() {
        assert_eq!(Day::of_time(0), None);
        assert_eq!(Day::of_time(-1), None);
        assert_eq!(Day::of_time(NANOSECONDS - 1), None);
        assert_eq!(Day::of_time(20_783 * NANOSECONDS).map(|day| day.to_string()).as_deref(), Some("2026-11-26"));
        assert_eq!(Day::of_time(20_784 * NANOSECONDS - 1).map(|day| day.to_string()).as_deref(), Some("2026-11-26"));
        assert!(Day::of_time(i64::MAX).is_some());
    }
}
