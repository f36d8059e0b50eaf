//! The keys of a rule: a table of what each is called, whether it must be there, and how it is read.

use crate::choose::Pack;
use crate::correlation;
use crate::detection;
use crate::examples;
use crate::fields::Service;
use crate::mistake::excerpt;
use crate::reader::Reader;
use crate::rule::{About, Body, Rule, Status};
use crate::yaml::{self, Node};
use sigwarden_schema::lines::{Severity, Threat};

/// A key of a rule.
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// A rule without it is refused.
    pub required: bool,
    /// What it says, and what holds without it.
    pub meaning: &'static str,
    take: fn(&mut Reader<'_>, &mut About, &Node),
}

const fn key(
    name: &'static str,
    required: bool,
    meaning: &'static str,
    take: fn(&mut Reader<'_>, &mut About, &Node),
) -> Key {
    Key { name, required, meaning, take }
}

/// Names of levels, and the severities they become.
const LEVELS: &[(&str, Severity)] = &[
    ("informational", Severity::Info),
    ("low", Severity::Low),
    ("medium", Severity::Medium),
    ("high", Severity::High),
    ("critical", Severity::Critical),
];

/// Words for a confidence.
const CONFIDENCES: &[(&str, u8)] = &[("low", 40), ("medium", 60), ("high", 80)];

/// Categories of operations, as in `fs.category`.
const CATEGORIES: &[(&str, &str)] = &[
    ("none", "none"),
    ("Cat0", "Cat0"),
    ("Cat1", "Cat1"),
    ("Cat2.1", "Cat2.1"),
    ("Cat2.2", "Cat2.2"),
    ("Cat3.1", "Cat3.1"),
    ("Cat3.2", "Cat3.2"),
    ("CatSMS", "CatSMS"),
];

/// Every key of a rule, in the order in which rules are usually written.
pub static KEYS: &[Key] = &[
    key("title", true, "what it is called, for people", |reader, about, node| {
        about.title = reader.words(node).unwrap_or_default();
    }),
    key(
        "name",
        true,
        "identifier: lower-case letters, digits and dashes; no other rule has it",
        |reader, about, node| {
            about.name = reader.name(node).unwrap_or_default();
        },
    ),
    key("id", false, "a UUID, for catalogues of rules", |reader, about, node| {
        about.id = uuid(reader, node).unwrap_or_default();
    }),
    key("status", false, "`experimental` (where nothing is said), `test` or `stable`", |reader, about, node| {
        about.status = reader.choice(node, "status", Status::ALL).unwrap_or_default();
    }),
    key("description", false, "what it finds, why that matters, what that rests on", |reader, about, node| {
        about.description = reader.words(node).unwrap_or_default();
    }),
    key("references", false, "where it comes from: a list", |reader, about, node| {
        about.references = reader.texts(node).unwrap_or_default();
    }),
    key("author", false, "who wrote it", |reader, about, node| about.author = reader.words(node).unwrap_or_default()),
    key("date", false, "day on which it was written, `2026-11-27`", |reader, about, node| {
        about.date = reader.day(node).unwrap_or_default();
    }),
    key("modified", false, "day on which it was last changed", |reader, about, node| {
        about.modified = reader.day(node).unwrap_or_default();
    }),
    key("tags", false, "names that others have for it, such as `attack.t1430.002`", |reader, about, node| {
        about.tags = tags(reader, node).unwrap_or_default();
    }),
    key(
        "falsepositives",
        true,
        "what else could explain it: a list; it stands in `innocent` of each finding",
        |reader, about, node| {
            about.falsepositives = reader.texts(node).unwrap_or_default();
        },
    ),
    key(
        "level",
        true,
        "`informational`, `low`, `medium`, `high` or `critical`: `severity` of its findings",
        |reader, about, node| {
            about.level = reader.choice(node, "level", LEVELS).unwrap_or(about.level);
        },
    ),
    key(
        "confidence",
        false,
        "0 to 100, or `low` (40), `medium` (60, where nothing is said), `high` (80)",
        |reader, about, node| {
            about.confidence = confidence(reader, node).unwrap_or(about.confidence);
        },
    ),
    key("threat", true, "what it threatens: one of the values of `threat` in findings", |reader, about, node| {
        let threats = Threat::ALL.map(|threat| (threat.name(), threat));
        about.threat = reader.choice(node, "threat", &threats).unwrap_or(about.threat);
    }),
    key("fs_category", false, "one or several of the values of `fs.category`", |reader, about, node| {
        let items = reader.one_or_many(node).unwrap_or_default();
        about.fs_category =
            items.iter().filter_map(|item| reader.choice(item, "category", CATEGORIES)).map(str::to_owned).collect();
    }),
    key("pack", false, "`core`, `extended` (where nothing is said) or `hunt`", |reader, about, node| {
        about.pack = reader.choice(node, "pack", Pack::ALL).unwrap_or_default();
    }),
    key("patterns", false, "numbers of the published patterns that it implements", |reader, about, node| {
        let items = reader.one_or_many(node).unwrap_or_default();
        about.patterns = items.iter().filter_map(|item| pattern(reader, item)).collect();
    }),
    key(
        "suppress",
        false,
        "of a correlation: how long repeats of the same group add to the first finding; the time span where nothing is said",
        |reader, about, node| {
            about.suppress = reader.duration(node);
        },
    ),
    key(
        "logsource",
        false,
        "what it looks at: `service: operations` (where nothing is said) or `service: findings`",
        |_, _, _| {},
    ),
    key("detection", false, "what it looks for in one record; a rule has this or `correlation`", |_, _, _| {}),
    key("correlation", false, "what it looks for over the matches of other rules", |_, _, _| {}),
    key("tests", false, "records, and how often the rule has to fire on them", |_, _, _| {}),
];

/// A rule out of one document; what is wrong is noted.
pub(crate) fn rule(reader: &mut Reader<'_>, node: &Node, source: usize, builtin: bool) -> Option<Rule> {
    let noted = reader.mistakes.len();
    let entries = reader.map(node, "a rule")?;
    let names: Vec<&str> = KEYS.iter().map(|key| key.name).collect();
    let mut about = About::default();
    let mut meant = Vec::new();
    for (key, value) in entries {
        match KEYS.iter().find(|known| known.name == key.text) {
            Some(known) => (known.take)(reader, &mut about, value),
            None => meant.extend(reader.unknown(key, &names)),
        }
    }
    // A key that is only misspelt is not missing too.
    let given = |name: &str| get(entries, name).is_some() || meant.contains(&name);
    for missing in KEYS.iter().filter(|known| known.required && !given(known.name)) {
        let hint = format!("add {}: {}", missing.name, missing.meaning);
        reader.note(node.place, format!("the rule has no {}", missing.name), hint)
    }
    let service = service(reader, entries);
    let body = body(reader, node, entries, service);
    let tests = get(entries, "tests").and_then(|tests| examples::examples(reader, tests)).unwrap_or_default();
    let place = entries.iter().find(|(key, _)| key.text == "name").map_or(node.place, |(key, _)| key.place);
    let body = body.filter(|_| reader.mistakes.len() == noted)?;
    let file = reader.file.to_owned();
    // What a correlation looks at follows from its rules; until they are known, what it says stands here.
    let service = service.unwrap_or_default();
    Some(Rule { about, service, body, tests, file, line: place.line, builtin, source, place })
}

/// The value of a key.
pub(crate) fn get<'n>(entries: &'n [(yaml::Key, Node)], name: &str) -> Option<&'n Node> {
    entries.iter().find(|(key, _)| key.text == name).map(|(_, value)| value)
}

fn body(reader: &mut Reader<'_>, node: &Node, entries: &[(yaml::Key, Node)], service: Option<Service>) -> Option<Body> {
    match (get(entries, "detection"), get(entries, "correlation")) {
        (Some(detection), None) => {
            if let Some((key, _)) = entries.iter().find(|(key, _)| key.text == "suppress") {
                let hint =
                    "remove it, or write a correlation with type: event_count and group-by: what repeats is a group";
                reader.note(key.place, "suppress belongs to a correlation", hint);
            }
            detection::detection(reader, detection, service.unwrap_or_default()).map(Body::Detection)
        }
        (None, Some(correlation)) => {
            let mut read = correlation::correlation(reader, correlation)?;
            read.stated = service;
            Some(Body::Correlation(read))
        }
        (None, None) => reader.wrong(
            node.place,
            "the rule looks for nothing",
            "add detection (for one record) or correlation (over the matches of other rules)",
        ),
        (Some(_), Some(correlation)) => reader.wrong(
            correlation.place,
            "the rule has detection and correlation",
            "make two rules of it, with --- between them, and name the first in rules of the correlation",
        ),
    }
}

/// What the rule says it looks at.
fn service(reader: &mut Reader<'_>, entries: &[(yaml::Key, Node)]) -> Option<Service> {
    let source = get(entries, "logsource")?;
    let mut service = None;
    for (key, value) in reader.map(source, "logsource")? {
        match key.text.as_str() {
            "service" => service = reader.choice(value, "service", Service::ALL),
            "product" => drop(reader.choice(value, "product", &[("sigwarden", ())])),
            _ => drop(reader.unknown(key, &["product", "service"])),
        }
    }
    service
}

fn uuid(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    let text = reader.words(node)?;
    let groups: Vec<usize> = text.split('-').map(str::len).collect();
    if groups == [8, 4, 4, 4, 12] && text.bytes().all(|octet| octet.is_ascii_hexdigit() || octet == b'-') {
        return Some(text);
    }
    let hint = "write 8-4-4-4-12 hexadecimal digits (uuidgen makes one), or leave id out: name identifies the rule";
    reader.wrong(node.place, format!("'{}' is no UUID", excerpt(&text)), hint)
}

fn tags(reader: &mut Reader<'_>, node: &Node) -> Option<Vec<String>> {
    let items = reader.one_or_many(node)?;
    let read: Vec<Option<String>> = items.iter().map(|item| tag(reader, item)).collect();
    read.into_iter().collect()
}

fn tag(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    let text = reader.words(node)?;
    let good = text.contains('.')
        && text.bytes().all(|octet| octet.is_ascii_lowercase() || octet.is_ascii_digit() || b"._-".contains(&octet));
    if good {
        return Some(text);
    }
    let hint = "lower case, with the name of the framework before the first dot, as in attack.t1430.002";
    reader.wrong(node.place, format!("'{}' is no tag", excerpt(&text)), hint)
}

fn confidence(reader: &mut Reader<'_>, node: &Node) -> Option<u8> {
    let text = reader.words(node)?;
    let word = CONFIDENCES.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
    let number = text.parse().ok().filter(|number| *number <= 100);
    match word.or(number) {
        Some(value) => Some(value),
        None => reader.wrong(
            node.place,
            format!("'{}' is no confidence", excerpt(&text)),
            "write a number from 0 to 100, or low, medium or high",
        ),
    }
}

fn pattern(reader: &mut Reader<'_>, node: &Node) -> Option<u16> {
    let number = reader.integer(node)?;
    match u16::try_from(number) {
        Ok(number) if number > 0 => Some(number),
        _ => reader.wrong(node.place, format!("there is no pattern {number}"), "patterns are numbered from 1"),
    }
}
