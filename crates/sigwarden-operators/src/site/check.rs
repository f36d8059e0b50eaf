//! Checks a configuration against the table of keys, while the lines are still known.

use toml::Spanned;
use toml::de::{DeInteger, DeString, DeTable, DeValue};

use super::keys::{self, KEYS, Key, TABLES};
use super::{Place, SiteError};

/// How alike two names must be for one to be suggested for the other (Jaro-Winkler, 0–1).
const ALIKE: f64 = 0.6;

/// Checks every table, key and value of a document.
pub(super) fn document(text: &str, document: &DeTable<'_>) -> Result<(), SiteError> {
    for (name, value) in in_order(document) {
        let place = || Place::Line(line_of(text, name.span().start));
        let wrong = |problem: String| SiteError::Value { place: place(), key: name.get_ref().to_string(), problem };
        let Some((_, repeated)) = TABLES.iter().find(|(table, _)| table == name.get_ref()) else {
            return Err(unknown(place(), "", name.get_ref()));
        };
        match value.get_ref() {
            DeValue::Table(entries) if !repeated => table(text, name.get_ref(), entries)?,
            DeValue::Array(tables) if *repeated => {
                for entry in tables.iter() {
                    let DeValue::Table(entries) = entry.get_ref() else {
                        return Err(wrong(format!("write it as a table, [[{}]]", name.get_ref())));
                    };
                    table(text, name.get_ref(), entries)?;
                }
            }
            _ if *repeated => {
                return Err(wrong(format!("write it with two brackets, [[{}]]", name.get_ref())));
            }
            _ => {
                return Err(wrong(format!("write it once and with one bracket, [{}]", name.get_ref())));
            }
        }
    }
    Ok(())
}

/// The error of a key that does not exist in a table ("" for the top).
pub(super) fn unknown(place: Place, table: &str, name: &str) -> SiteError {
    let full = |name: &str| {
        if table.is_empty() { name.to_owned() } else { format!("{table}.{name}") }
    };
    let known: Vec<&str> = match table {
        "" => TABLES.iter().map(|(name, _)| *name).collect(),
        _ => KEYS.iter().filter(|key| key.table == table).map(|key| key.name).collect(),
    };
    let alike = known.iter().map(|candidate| (strsim::jaro_winkler(name, candidate), *candidate));
    let best = alike.max_by(|left, right| left.0.total_cmp(&right.0)).filter(|(score, _)| *score >= ALIKE);
    let elsewhere = || KEYS.iter().find(|key| key.name == name).map(|key| format!("{}.{}", key.table, key.name));
    let nearest = best.map(|(_, candidate)| full(candidate)).or_else(elsewhere);
    SiteError::UnknownKey { place, key: full(name), nearest }
}

/// Checks one value; the error is what is wrong with it.
pub(super) fn value(key: &Key, value: &DeValue<'_>) -> Result<(), String> {
    let fits = match value {
        DeValue::String(text) => key.kind.accepts_text(text),
        DeValue::Integer(number) => integer(number).is_some_and(|number| key.kind.accepts_integer(number)),
        DeValue::Boolean(_) => key.kind == keys::Kind::Flag,
        _ => false,
    };
    if fits { Ok(()) } else { Err(format!("{} is wrong; expected {}", shown(value), key.kind.expected())) }
}

/// The line of an octet of a text, the first being 1.
pub(super) fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count().saturating_add(1)
}

fn table(text: &str, table: &str, entries: &DeTable<'_>) -> Result<(), SiteError> {
    for (name, entry) in in_order(entries) {
        let place = || Place::Line(line_of(text, name.span().start));
        let Some(key) = keys::find(table, name.get_ref()) else {
            return Err(unknown(place(), table, name.get_ref()));
        };
        let wrong = |place: Place, problem: String| {
            Err(SiteError::Value { place, key: format!("{table}.{}", key.name), problem })
        };
        match (key.list, entry.get_ref()) {
            (true, DeValue::Array(elements)) => {
                for element in elements.iter() {
                    let place = || Place::Line(line_of(text, element.span().start));
                    value(key, element.get_ref()).or_else(|problem| wrong(place(), problem))?;
                }
            }
            (true, _) => {
                return wrong(place(), format!("expected a list in brackets; each entry: {}", key.kind.expected()));
            }
            (false, single) => value(key, single).or_else(|problem| wrong(place(), problem))?,
        }
    }
    Ok(())
}

/// The entries of a table as the file has them, so that the first problem is reported first.
fn in_order<'a, 'i>(table: &'a DeTable<'i>) -> Vec<(&'a Spanned<DeString<'i>>, &'a Spanned<DeValue<'i>>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(name, _)| name.span().start);
    entries
}

fn integer(number: &DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

fn shown(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("\"{text}\""),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(time) => format!("{time} without quotes"),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}
