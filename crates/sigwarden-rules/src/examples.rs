//! Tests inside rules: records or captures, and how often the rule fires on them.

use crate::fields::{Service, find};
use crate::mistake::{Place, excerpt};
use crate::reader::Reader;
use crate::record::Sample;
use crate::yaml::{Content, Key, Node};

/// Records that one test may write out.
const MAX_RECORDS: usize = 1_000;
/// Records that one item may stand for (`repeat`).
const MAX_REPEATS: i64 = 1_000;

/// One test of a rule.
#[derive(Clone, Debug)]
pub struct Example {
    /// What it shows, for people; may be empty.
    pub name: String,
    /// How often the rule has to fire.
    pub expect: u64,
    /// What it fires on.
    pub records: Records,
    /// Line on which it begins.
    pub line: usize,
    pub(crate) place: Place,
}

/// What a test runs on.
#[derive(Clone, Debug)]
pub enum Records {
    /// Records that it writes out, in the order of their times.
    Inline(Service, Vec<Sample>),
    /// A capture or a folder of captures, and the site configuration that goes with it; names as they are written.
    Case {
        /// The capture or folder.
        case: String,
        /// The site configuration.
        config: Option<String>,
    },
}

const KEYS: &[&str] = &["name", "operations", "findings", "case", "config", "expect"];

/// What stands behind `tests:`.
pub(crate) fn examples(reader: &mut Reader<'_>, node: &Node) -> Option<Vec<Example>> {
    let items = reader.list(node, "tests")?;
    Some(items.iter().filter_map(|item| example(reader, item)).collect())
}

fn example(reader: &mut Reader<'_>, node: &Node) -> Option<Example> {
    let (mut name, mut expect, mut config) = (String::new(), None, None);
    let mut records = Vec::new();
    let entries = reader.map(node, "a test")?;
    for (key, value) in entries {
        match key.text.as_str() {
            "name" => name = reader.words(value)?,
            "expect" => expect = Some(times(reader, value)?),
            "config" => config = Some(reader.words(value)?),
            "case" => records.push(Records::Case { case: reader.words(value)?, config: None }),
            "operations" => {
                records.push(Records::Inline(Service::Operations, samples(reader, value, Service::Operations)?))
            }
            "findings" => records.push(Records::Inline(Service::Findings, samples(reader, value, Service::Findings)?)),
            _ => drop(reader.unknown(key, KEYS)),
        }
    }
    let Some(expect) = expect else {
        return reader.wrong(
            node.place,
            "the test does not say what it expects",
            "add expect: 1, or 0 where the rule must not fire",
        );
    };
    let (Some(mut records), true) = (records.pop(), records.is_empty()) else {
        return reader.wrong(
            node.place,
            "a test runs on one thing",
            "give it operations, findings or case: one of them",
        );
    };
    if let Records::Case { config: wanted, .. } = &mut records {
        *wanted = config;
    }
    Some(Example { name, expect, records, line: node.place.line, place: node.place })
}

fn times(reader: &mut Reader<'_>, node: &Node) -> Option<u64> {
    let number = reader.integer(node)?;
    match u64::try_from(number) {
        Ok(number) => Some(number),
        Err(_) => reader.wrong(node.place, "nothing happens less than never", "write how often the rule fires, from 0"),
    }
}

fn samples(reader: &mut Reader<'_>, node: &Node, service: Service) -> Option<Vec<Sample>> {
    let items = reader.list(node, service.name())?;
    let mut samples = Vec::new();
    for item in items {
        let entries = reader.map(item, "a record")?;
        samples.extend(repeated(reader, entries, service)?);
        if samples.len() > MAX_RECORDS {
            return reader.wrong(
                item.place,
                format!("more than {MAX_RECORDS} records"),
                "a test shows one thing: split it",
            );
        }
    }
    // The sort is stable: what happens at the same time stays as it is written.
    samples.sort_by_key(|sample| sample.at);
    Some(samples)
}

/// One record, or as many as `repeat` says, `every` so often.
fn repeated(reader: &mut Reader<'_>, entries: &[(Key, Node)], service: Service) -> Option<Vec<Sample>> {
    let (mut at, mut repeat, mut every) = (0, 1, 0);
    let mut sample = Sample::new(service, 0);
    for (key, value) in entries {
        match key.text.as_str() {
            "at" => at = reader.offset(value)?,
            "repeat" => repeat = reader.integer(value)?,
            "every" => every = reader.duration(value)?,
            _ => set(reader, &mut sample, key, value, service)?,
        }
    }
    if !(1..=MAX_REPEATS).contains(&repeat) {
        let place = entries.first().map_or(Place::default(), |(key, _)| key.place);
        return reader.wrong(place, format!("repeat is from 1 to {MAX_REPEATS}"), "leave it out for one record");
    }
    let mut copies = vec![sample; usize::try_from(repeat).unwrap_or(1)];
    let mut time: i64 = at;
    for copy in &mut copies {
        copy.at = time;
        time = time.saturating_add(every);
    }
    Some(copies)
}

fn set(reader: &mut Reader<'_>, sample: &mut Sample, key: &Key, value: &Node, service: Service) -> Option<()> {
    if find(service, &key.text).is_none() {
        if let Content::Map(_) = value.content {
            return reader.wrong(
                key.place,
                format!("'{}' is no field", excerpt(&key.text)),
                "write the whole name of each field: op.name: …",
            );
        }
        return reader.unknown_field(service, &key.text, key.place);
    }
    let texts = match &value.content {
        Content::List(items) if items.is_empty() => Vec::new(),
        _ => reader
            .one_or_many(value)?
            .iter()
            .map(|item| reader.scalar(item, "a value").map(|scalar| scalar.text.as_str()))
            .collect::<Option<Vec<_>>>()?,
    };
    match sample.set(&key.text, &texts) {
        Ok(()) => Some(()),
        Err(problem) => reader.wrong(value.place, problem, "write a value of that type, or leave the field out"),
    }
}
