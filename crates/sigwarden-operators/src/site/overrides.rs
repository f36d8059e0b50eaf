//! `--set key=value`: one key of `[home]` or `[detect]` from the command line.

use toml::de::DeValue;
use toml::{Table, Value};

use super::check;
use super::keys::{self, Key, Kind, TABLES};
use super::{Place, SiteError};

/// Writes one override into the document that the file gave.
pub(super) fn apply(document: &mut Table, path: &str, text: &str) -> Result<(), SiteError> {
    let place = || Place::Override(path.to_owned());
    let wrong = |problem: String| SiteError::Value { place: place(), key: path.to_owned(), problem };
    let (table, name) = path.split_once('.').unwrap_or((path, ""));
    match TABLES.iter().find(|(known, _)| *known == table) {
        None => return Err(check::unknown(place(), "", table)),
        Some((_, true)) => {
            return Err(wrong(format!("write [[{table}]] in the file; --set reaches home and detect")));
        }
        Some(_) if name.is_empty() => {
            return Err(wrong("name a key of it, as in home.name".to_owned()));
        }
        Some(_) => {}
    }
    let key = keys::find(table, name).ok_or_else(|| check::unknown(place(), table, name))?;
    let elements = if key.list { text.split(',').map(str::trim).collect() } else { vec![text] };
    let values: Result<Vec<Value>, String> =
        elements.into_iter().filter(|element| !element.is_empty() || !key.list).map(|e| element(key, e)).collect();
    let mut values = values.map_err(wrong)?;
    let value = match (key.list, values.pop()) {
        (false, Some(value)) => value,
        (_, last) => Value::Array(values.into_iter().chain(last).collect()),
    };
    let entries = document.entry(table).or_insert_with(|| Value::Table(Table::new()));
    if let Value::Table(entries) = entries {
        entries.insert(name.to_owned(), value);
    }
    Ok(())
}

/// One value, checked as the same text in the file would be.
fn element(key: &Key, text: &str) -> Result<Value, String> {
    let value = match (text.parse::<i64>(), text) {
        (Ok(number), _) if key.kind.is_integer() => Value::Integer(number),
        (_, "true" | "false") if key.kind == Kind::Flag => Value::Boolean(text == "true"),
        _ => Value::String(text.to_owned()),
    };
    let source = value.to_string();
    let checked = DeValue::parse(&source).map_err(|error| error.message().to_owned())?;
    check::value(key, checked.get_ref())?;
    Ok(value)
}
