//! Moments and spans as a scenario file writes them.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer, de};

/// Nanoseconds in a second.
const SECOND: u64 = 1_000_000_000;

/// Nanoseconds since 1970, written as a day (`2018-03-01`, its first moment in UTC) or a time with
/// zone (`2018-03-01T12:00:00Z`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(pub(crate) u64);

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let wrong = || de::Error::custom(format!("{text:?} is no time; write 2018-03-01 or 2018-03-01T12:00:00Z"));
        let timestamp = match text.parse::<Date>() {
            Ok(date) if !text.contains('T') => {
                date.to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp()).map_err(|_| wrong())?
            }
            _ => text.parse::<Timestamp>().map_err(|_| wrong())?,
        };
        u64::try_from(timestamp.as_nanosecond()).map(Moment).map_err(|_| wrong())
    }
}

/// Nanoseconds, written `90s`, `5m`, `2h`, `3d` or `8w`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Span(pub(crate) u64);

impl Span {
    /// Reads `90s`, `1.5h`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let unit = text.char_indices().last()?;
        let seconds = match unit.1 {
            's' => 1.0,
            'm' => 60.0,
            'h' => 3_600.0,
            'd' => 86_400.0,
            'w' => 604_800.0,
            _ => return None,
        };
        let count: f64 = text[..unit.0].parse().ok()?;
        let whole = count * seconds * SECOND as f64;
        (whole > 0.0 && whole < 1e19).then_some(Self(whole as u64))
    }

    /// Reads `2s` as both ends, or `2s-40s`.
    pub(crate) fn parse_range(text: &str) -> Option<(Self, Self)> {
        match text.split_once('-') {
            Some((low, high)) => {
                Some((Self::parse(low.trim())?, Self::parse(high.trim())?)).filter(|ends| ends.0 <= ends.1)
            }
            None => Self::parse(text).map(|span| (span, span)),
        }
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::parse(&text)
            .ok_or_else(|| de::Error::custom(format!("{text:?} is no length of time; write 90s, 5m, 2h, 3d or 8w")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_have_a_unit() {
        assert_eq!(Span::parse("90s"), Some(Span(90 * SECOND)));
        assert_eq!(Span::parse("1.5h"), Some(Span(5_400 * SECOND)));
        for wrong in ["", "5", "s", "-5s", "5y", "0s"] {
            assert_eq!(Span::parse(wrong), None, "{wrong:?}");
        }
        assert_eq!(Span::parse_range("2s-40s"), Some((Span(2 * SECOND), Span(40 * SECOND))));
        assert_eq!(Span::parse_range("40s-2s"), None);
    }
}
