//! Durations (`30s`, `10m`, `2h`, `7d`) and days (`2026-11-27`) as rules write them.

/// Nanoseconds of a second.
pub(crate) const SECOND: i64 = 1_000_000_000;

/// Seconds of each unit.
const UNITS: &[(&str, i64)] = &[("s", 1), ("m", 60), ("h", 3_600), ("d", 86_400)];

/// Longest duration, in seconds: a year and a day.
const LONGEST: i64 = 367 * 86_400;

/// Nanoseconds of a duration; [`None`] where it is none, or longer than a year.
pub(crate) fn duration(text: &str) -> Option<i64> {
    let (unit, seconds) = UNITS.iter().find(|(unit, _)| text.ends_with(unit))?;
    let digits = text.strip_suffix(unit)?;
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let total = digits.parse::<i64>().ok()?.checked_mul(*seconds).filter(|total| *total <= LONGEST)?;
    total.checked_mul(SECOND)
}

/// A duration in nanoseconds as rules write it: in the largest unit that leaves no rest.
pub fn written(nanoseconds: i64) -> String {
    let total = nanoseconds.checked_div(SECOND).unwrap_or(0);
    let whole = UNITS.iter().rev().find(|(_, seconds)| total != 0 && total.checked_rem(*seconds) == Some(0));
    let (unit, seconds) = whole.unwrap_or(&("s", 1));
    format!("{}{unit}", total.checked_div(*seconds).unwrap_or(0))
}

/// Days from 1 January 1970 to this day, written `YYYY-MM-DD`.
pub(crate) fn day(text: &str) -> Option<i32> {
    let date: jiff::civil::Date = if text.len() == 10 { text.parse().ok()? } else { return None };
    date.since(jiff::civil::Date::constant(1970, 1, 1)).ok().map(|span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_and_written() {
        for (text, seconds) in [("30s", 30), ("10m", 600), ("2h", 7_200), ("7d", 604_800), ("0s", 0)] {
            assert_eq!(duration(text), Some(seconds * SECOND));
            assert_eq!(written(seconds * SECOND), text);
        }
        for text in ["", "s", "10", "-1s", "1.5h", "10 m", "400d", "99999999999999999999s", "1w"] {
            assert_eq!(duration(text), None, "{text}");
        }
        assert_eq!(written(90 * SECOND), "90s");
    }

    #[test]
    fn days_are_read() {
        assert_eq!(day("1970-01-02"), Some(1));
        assert_eq!(day("2026-11-26"), Some(20_783));
        assert_eq!(day("2026-02-29"), None);
        assert_eq!(day("2026-1-1"), None);
    }
}
