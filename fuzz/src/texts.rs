//! The doors of what people write: expressions, site configurations, category tables.

use sigwarden_detect::Table;
use sigwarden_expr::{Expression, FieldId, Record, Value};
use sigwarden_operators::{Networks, site as configuration};
use std::hint::black_box;

/// A record that holds something of another type in every field than the one before.
struct Anything;

impl Record for Anything {
    fn value(&self, field: FieldId) -> Value<'_> {
        match field.index % 5 {
            0 => Value::Absent,
            1 => Value::Text("15555550123"),
            2 => Value::Integer(71),
            3 => Value::Boolean(true),
            _ => Value::List(3),
        }
    }

    fn element(&self, _: FieldId, position: usize) -> Value<'_> {
        [Value::Text("0"), Value::Integer(-1)].get(position).copied().unwrap_or(Value::Absent)
    }
}

/// An expression: read, asked, and its errors shown.
pub fn expression(octets: &[u8]) {
    let Ok(text) = std::str::from_utf8(octets) else { return };
    match Expression::parse(text) {
        Ok(expression) => {
            black_box(expression.matches(&Anything));
            black_box(expression.fields().count());
        }
        Err(error) => {
            assert!(!error.to_string().is_empty(), "an error says what is wrong");
            black_box(error.render(text));
        }
    }
}

/// A site configuration and a category table. What is read as a site comes back the same from its canonical text.
pub fn site(octets: &[u8]) {
    let Ok(text) = std::str::from_utf8(octets) else { return };
    match configuration::parse(text) {
        Ok(site) => {
            let canonical = configuration::canonical(&site);
            assert_eq!(configuration::parse(&canonical).as_ref(), Ok(&site), "canonical text says the same");
            black_box(configuration::describe(&site));
            black_box(Networks::new(site));
        }
        Err(error) => assert!(!error.to_string().is_empty(), "an error says what is wrong"),
    }
    match Table::parse(text) {
        Ok(table) => drop(black_box(table.hash())),
        Err(error) => assert!(!error.to_string().is_empty(), "an error says what is wrong"),
    }
}
