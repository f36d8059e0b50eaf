//! A record that a test writes out: some fields of a line, and a time.

use crate::fields::{Service, find, type_name};
use crate::mistake::excerpt;
use crate::reader::whole;
use sigwarden_expr::{FieldId, Record, Value};
use sigwarden_schema::fields::FieldType;
use std::collections::BTreeMap;

/// Some fields of an operation or finding. Fields that are made of others (`target.id`, `origin.id`, `pattern`)
/// follow from them where they are not set.
#[derive(Clone, Debug)]
pub struct Sample {
    service: Service,
    /// Nanoseconds since the beginning of the test.
    pub at: i64,
    values: BTreeMap<usize, Stored>,
}

#[derive(Clone, Debug)]
enum Stored {
    Text(String),
    Integer(i64),
    Boolean(bool),
    Texts(Vec<String>),
    Integers(Vec<i64>),
    Objects(usize),
}

/// Fields that are made of others: the first of them that is there.
const MADE: &[(&str, &[&str])] =
    &[("target.id", &["target.imsi", "target.msisdn"]), ("origin.id", &["origin.gt", "origin.host", "origin.ip"])];

impl Sample {
    /// A record without fields.
    pub fn new(service: Service, at: i64) -> Self {
        let mut sample = Self { service, at, values: BTreeMap::new() };
        if let Some((pattern, _)) = find(service, "pattern") {
            sample.values.insert(pattern.index, Stored::Boolean(false));
        }
        sample
    }

    /// Sets a field to what stands in these texts: several for a list, else one.
    ///
    /// # Errors
    /// There is no such field, or it does not hold such values.
    pub fn set(&mut self, name: &str, texts: &[&str]) -> Result<(), String> {
        let Some((field, kind)) = find(self.service, name) else {
            return Err(format!("unknown field '{}'", excerpt(name)));
        };
        let numbers = || texts.iter().map(|text| whole(text)).collect::<Option<Vec<i64>>>();
        let owned = || texts.iter().map(|text| (*text).to_owned());
        let one = texts.len() == 1;
        let stored = match kind {
            FieldType::Text if one => owned().next().map(Stored::Text),
            FieldType::Integer if one => numbers().and_then(|numbers| numbers.first().copied()).map(Stored::Integer),
            FieldType::Boolean if one => texts.concat().parse().ok().map(Stored::Boolean),
            FieldType::TextList => Some(Stored::Texts(owned().collect())),
            FieldType::IntegerList => numbers().map(Stored::Integers),
            FieldType::ObjectList => Some(Stored::Objects(texts.len())),
            _ => None,
        };
        let wrong = || format!("{name} is {}, '{}' is not", type_name(kind), excerpt(&texts.join(", ")));
        let stored = stored.ok_or_else(wrong)?;
        if name == "related"
            && let Some((pattern, _)) = find(self.service, "pattern")
        {
            self.values.insert(pattern.index, Stored::Boolean(!texts.is_empty()));
        }
        self.values.insert(field.index, stored);
        self.make();
        Ok(())
    }

    fn make(&mut self) {
        for (made, parts) in MADE {
            let Some((made, _)) = find(self.service, made) else { continue };
            let found = parts.iter().find_map(|part| self.values.get(&find(self.service, part)?.0.index).cloned());
            // What was set by hand stays where nothing says otherwise.
            if let Some(found) = found {
                self.values.insert(made.index, found);
            }
        }
    }
}

impl Record for Sample {
    fn value(&self, field: FieldId) -> Value<'_> {
        match self.values.get(&field.index) {
            None => Value::Absent,
            Some(Stored::Text(text)) => Value::Text(text),
            Some(Stored::Integer(number)) => Value::Integer(*number),
            Some(Stored::Boolean(value)) => Value::Boolean(*value),
            Some(Stored::Texts(list)) if !list.is_empty() => Value::List(list.len()),
            Some(Stored::Integers(list)) if !list.is_empty() => Value::List(list.len()),
            Some(Stored::Objects(length)) if *length > 0 => Value::List(*length),
            // An empty list is left out of a line, so it is absent.
            Some(_) => Value::Absent,
        }
    }

    fn element(&self, field: FieldId, position: usize) -> Value<'_> {
        match self.values.get(&field.index) {
            Some(Stored::Texts(list)) => list.get(position).map_or(Value::Absent, |text| Value::Text(text)),
            Some(Stored::Integers(list)) => list.get(position).map_or(Value::Absent, |number| Value::Integer(*number)),
            _ => Value::Absent,
        }
    }
}
