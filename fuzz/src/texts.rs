//! The doors of what people write: expressions, site configurations, category tables, lists of operators, addresses.

use sigwarden_detect::Table;
use sigwarden_expr::{Expression, FieldId, Record, Value};
use sigwarden_operators::{
    Day, Imported, LearnedHome, Networks, Site, doctor, history, import, lookup, places, site as configuration,
};
use sigwarden_scenario::Scenario;
use sigwarden_scenario::score::{Options, score};
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

/// A list of operators, as IR.21 or as a table, and the file of an import. What is read can be written and read
/// again, becomes networks, and is examined.
pub fn operators(octets: &[u8]) {
    drop(black_box(Imported::read(octets)));
    if let Ok(text) = std::str::from_utf8(octets) {
        drop(black_box(lookup::lookup(&Networks::new(Site::default()), text, None, Day::LAST)));
    }
    let read = match import::read("list", octets, &places::by_letters) {
        Ok(read) => read.operators,
        Err(error) => {
            assert!(!error.to_string().is_empty(), "an error says what is wrong");
            return;
        }
    };
    let merged = history::merge(Vec::new(), read);
    let text = import::csv::write(&merged.operators);
    let again = import::csv::read(text.as_bytes()).expect("what was written can be read");
    assert_eq!(import::csv::write(&again), text, "and says the same");
    black_box(doctor::examine(&Site::default(), &merged.operators, Day::LAST));
    let mut file = Vec::new();
    Imported::new(&merged.operators, String::new()).write(&text, &mut file).expect("memory takes everything");
    let imported = Imported::read(file.as_slice()).expect("what was written can be read");
    let networks = Networks::with(Site::default(), Some(imported), LearnedHome::default());
    black_box(networks.of_gt(octets));
}

/// A scenario; and, before and behind a zero, a truth and the findings that are scored with it.
pub fn scenario(octets: &[u8]) {
    if let Ok(text) = std::str::from_utf8(octets)
        && let Err(error) = Scenario::parse(text)
    {
        assert!(!error.to_string().is_empty(), "an error says what is wrong");
    }
    let (truth, findings) = match octets.iter().position(|octet| *octet == 0) {
        Some(place) => (&octets[..place], &octets[place + 1..]),
        None => (octets, &[][..]),
    };
    let _ = black_box(score(truth, findings, &Options::default()));
}
