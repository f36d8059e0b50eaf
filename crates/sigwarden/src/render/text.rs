//! Numbers, durations and wrapped lines for people.

use sigwarden_operators::Marks;
use sigwarden_schema::lines::{Finding, Lease, Origin, Severity, Target};

/// Columns that every line of a summary fits into.
pub(crate) const WIDTH: usize = 100;

/// A text without anything that could steer a terminal: control characters and those that turn the
/// direction of writing become question marks.
pub(crate) fn clean(text: &str) -> String {
    let harmful = |character: char| {
        character.is_control()
            || matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|character| if harmful(character) { '?' } else { character }).collect()
}

/// A number with separators: `1,234,567`.
pub(crate) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len().saturating_mul(2));
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number and what it counts: `1 finding`, `2 findings`.
pub(crate) fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// A share in per cent, rounded so that 100 means all and 0 means none.
pub(crate) fn share(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "none to decode".to_owned();
    }
    if part >= whole {
        return "100 %".to_owned();
    }
    if part == 0 {
        return "0 %".to_owned();
    }
    let percent = (part as f64 / whole as f64 * 1000.0).floor() / 10.0;
    format!("{:.1} %", percent.max(0.1))
}

/// Octets: `1.5 MB`.
pub(crate) fn octets(number: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];
    match UNITS.iter().find(|row| number >= row.0) {
        Some((size, unit)) => format!("{:.1} {unit}", number as f64 / *size as f64),
        None => format!("{number} B"),
    }
}

/// A duration in the two units that say most.
pub(crate) fn duration(seconds: f64) -> String {
    const UNITS: [(u64, &str); 4] = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")];
    if seconds < 10.0 && seconds.fract() != 0.0 {
        return format!("{seconds:.3} s");
    }
    let mut left = seconds.round() as u64;
    let mut parts = Vec::new();
    for (size, unit) in UNITS {
        if left >= size {
            parts.push(format!("{} {unit}", left / size));
            left %= size;
        }
    }
    parts.truncate(2);
    if parts.is_empty() { "0 s".to_owned() } else { parts.join(" ") }
}

/// A time of an output line, to the second, as people write it.
pub(crate) fn time(ts: &str) -> String {
    let seconds = ts.split(['.', 'Z']).next().unwrap_or(ts);
    clean(&seconds.replace('T', " "))
}

/// Whom something is about.
pub(crate) fn target(target: &Target) -> String {
    let rows = [("IMSI", &target.imsi), ("MSISDN", &target.msisdn), ("IMEI", &target.imei)];
    let named = rows.iter().filter_map(|(kind, digits)| Some(format!("{kind} {}", digits.as_ref()?)));
    clean(&named.collect::<Vec<_>>().join(", "))
}

/// The country of an address, those that share its code, or else where its operator is at home; none where none is known.
pub(crate) fn country(origin: &Origin) -> Option<String> {
    let several = || (!origin.countries.is_empty()).then(|| origin.countries.join(" or "));
    origin.country.clone().or_else(several).or_else(|| origin.domicile.clone())
}

/// Confidence from which an operator is named without a doubt.
const SURE: u8 = 75;

/// Who the address of somebody belongs to: operator and country, as far as known.
pub(crate) fn owner(origin: &Origin) -> String {
    let name = origin.operator.as_deref().or(origin.tadig.as_deref());
    let doubtful = name.is_some() && origin.confidence.is_some_and(|confidence| confidence < SURE);
    let likely = doubtful.then(|| name.map(|name| format!("probably {name}"))).flatten();
    match (likely.as_deref().or(name), country(origin).as_deref()) {
        (Some(name), Some(country)) => clean(&format!("{name}, {country}")),
        (Some(one), None) | (None, Some(one)) => clean(one),
        (None, None) => "unknown".to_owned(),
    }
}

/// What else is known of the address of somebody: who uses it, who brought the message, what does not fit, and who
/// says whose it is. Empty where nothing is.
pub(crate) fn beside(origin: &Origin) -> String {
    let mut parts = Vec::new();
    let elsewhere = origin.domicile.as_ref().filter(|_| origin.country.is_some() || !origin.countries.is_empty());
    parts.extend(elsewhere.map(|country| format!("the operator is at home in {country}")));
    parts.extend(origin.lease.as_ref().map(used_by));
    parts.extend(origin.carrier.as_ref().map(|carrier| format!("brought by {carrier}")));
    parts.extend(
        Marks::ALL
            .iter()
            .filter(|row| row.0 != Marks::LEASE && origin.notes.contains(&row.1))
            .map(|row| row.2.to_owned()),
    );
    let basis = origin.operator.as_ref().and(origin.basis.as_ref());
    let dated = origin.basis_date.as_ref().map(|date| format!(" of {date}")).unwrap_or_default();
    parts.extend(basis.map(|basis| format!("operator by {basis}{dated}, {} % sure", origin.confidence.unwrap_or(0))));
    clean(&parts.join("; "))
}

/// Who is known or suspected to use an address.
fn used_by(lease: &Lease) -> String {
    let mut text = format!("used by {}", lease.lessee.as_deref().unwrap_or("somebody else"));
    let mut add = |before: &str, what: Option<&str>, after: &str| {
        if let Some(what) = what {
            text.push_str(&format!("{before}{what}{after}"));
        }
    };
    add(" since ", lease.since.as_deref(), "");
    add(" until ", lease.until.as_deref(), "");
    add(", says ", lease.source.as_deref(), "");
    add(" (", lease.evidence.as_deref(), ")");
    add(", ", lease.confidence.map(|confidence| confidence.to_string()).as_deref(), " % sure");
    text
}

/// The address of somebody.
pub(crate) fn address(origin: &Origin) -> String {
    origin.address().map_or_else(|| "no address".to_owned(), clean)
}

/// Who asked, with whose address that is; a pattern may rest on several.
pub(crate) fn who(finding: &Finding) -> String {
    match finding.origin.address() {
        None if !finding.related.is_empty() => "several addresses".to_owned(),
        _ => format!("{} ({})", address(&finding.origin), owner(&finding.origin)),
    }
}

/// Numbers in a row, the first few of them.
pub(crate) fn some(numbers: &[u64], most: usize) -> String {
    let shown: Vec<String> = numbers.iter().take(most).map(u64::to_string).collect();
    match numbers.len() > most {
        true => format!("{}, … ({} in all)", shown.join(", "), count(numbers.len() as u64)),
        false => shown.join(", "),
    }
}

/// A severity in its colour; the name says it too.
pub(crate) fn paint(severity: Severity, text: &str, color: bool) -> String {
    let code = match severity {
        Severity::Info => "2",
        Severity::Low => "36",
        Severity::Medium => "33",
        Severity::High => "31",
        Severity::Critical => "1;31",
    };
    if color { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
}

/// Columns that a text takes, where every character takes one.
pub(crate) fn width(text: &str) -> usize {
    text.chars().count()
}

/// Lines of at most `width` columns, broken between words; a longer word is broken itself.
pub(crate) fn lines(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut out: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && self::width(&line) + 1 + self::width(word) > width {
            out.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        for character in word.chars() {
            if self::width(&line) >= width {
                out.push(std::mem::take(&mut line));
            }
            line.push(character);
        }
    }
    out.push(line);
    out
}

/// A paragraph with a label; its further lines stand below the text.
pub(crate) fn paragraph(label: &str, text: &str) -> String {
    let indent = width(label);
    let mut out = String::new();
    for (index, line) in lines(&clean(text), WIDTH.saturating_sub(indent)).iter().enumerate() {
        let start = if index == 0 { label.to_owned() } else { " ".repeat(indent) };
        out.push_str(format!("{start}{line}").trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_say_all_only_when_it_is_all() {
        let rows = [
            (0, 0, "none to decode"),
            (0, 9, "0 %"),
            (9, 9, "100 %"),
            (9_999, 10_000, "99.9 %"),
            (1, 100_000, "0.1 %"),
            (1, 2, "50.0 %"),
        ];
        for (part, whole, expected) in rows {
            assert_eq!(share(part, whole), expected);
        }
    }

    #[test]
    fn numbers_are_written_for_people() {
        for (number, expected) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(count(number), expected);
        }
        for (number, expected) in [(999, "999 B"), (1_500, "1.5 kB"), (2_000_000_000, "2.0 GB")] {
            assert_eq!(octets(number), expected);
        }
        for (seconds, expected) in [(0.0, "0 s"), (0.04, "0.040 s"), (61.0, "1 min 1 s"), (90_061.0, "1 d 1 h")] {
            assert_eq!(duration(seconds), expected);
        }
    }

    #[test]
    fn nothing_that_steers_a_terminal_gets_through() {
        assert_eq!(clean("a\x1b[2Jb\u{202e}c\r"), "a?[2Jb?c?");
    }

    #[test]
    fn lines_break_between_words_and_inside_long_ones() {
        let rows = [
            ("one two three", 7, vec!["one two", "three"]),
            ("abcdefgh", 3, vec!["abc", "def", "gh"]),
            ("", 5, vec![""]),
        ];
        for (text, width, expected) in rows {
            assert_eq!(lines(text, width), expected);
        }
    }

    #[test]
    fn long_lists_of_numbers_say_how_many_there_are() {
        assert_eq!(some(&[1, 2], 3), "1, 2");
        assert_eq!(some(&[1, 2, 3, 4], 3), "1, 2, 3, … (4 in all)");
    }
}
