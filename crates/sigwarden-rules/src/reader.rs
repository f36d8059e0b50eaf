//! Typed values out of the tree. Each reader notes what is wrong and gives nothing then, so that one reading finds
//! every mistake.

use crate::fields::{Service, fields, find};
use crate::mistake::{Mistake, Place, excerpt};
use crate::nearest::{hint, nearest};
use crate::time;
use crate::yaml::{Content, Key, Node, Scalar};
use sigwarden_expr::{Expression, ParseError};

/// What keys are called elsewhere, and here.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("timeframe", "timespan"),
    ("severity", "level"),
    ("false_positives", "falsepositives"),
    ("rule", "rules"),
    ("groupby", "group-by"),
    ("group_by", "group-by"),
];

/// The text of one file, and what was found wrong in it.
pub(crate) struct Reader<'s> {
    pub(crate) file: &'s str,
    pub(crate) text: &'s str,
    pub(crate) mistakes: Vec<Mistake>,
    lines: Vec<&'s str>,
}

/// Mistakes that are told of one file: whoever has more corrects these first.
pub(crate) const MAX_MISTAKES: usize = 100;

impl<'s> Reader<'s> {
    pub(crate) fn new(file: &'s str, text: &'s str) -> Self {
        Self { file, text, mistakes: Vec::new(), lines: text.lines().collect() }
    }

    /// The line of this number, the first being 1.
    fn line(&self, number: usize) -> &'s str {
        self.lines.get(number.saturating_sub(1)).copied().unwrap_or_default()
    }

    /// Notes a mistake.
    pub(crate) fn note(&mut self, place: Place, message: impl Into<String>, hint: impl Into<String>) {
        if self.mistakes.len() >= MAX_MISTAKES {
            return;
        }
        let text = self.line(place.line).to_owned();
        self.mistakes.push(Mistake {
            file: self.file.to_owned(),
            place,
            text,
            message: message.into(),
            hint: hint.into(),
        });
    }

    /// Notes a mistake; gives nothing, so that a reader can end with it.
    pub(crate) fn wrong<T>(&mut self, place: Place, message: impl Into<String>, hint: impl Into<String>) -> Option<T> {
        self.note(place, message, hint);
        None
    }

    /// Notes a key that there is not; gives the one that was meant, if that can be told.
    pub(crate) fn unknown<'k>(&mut self, key: &Key, known: &[&'k str]) -> Option<&'k str> {
        let other = OTHER_NAMES.iter().find(|(other, _)| *other == key.text).map(|(_, ours)| *ours);
        let meant = known.iter().copied().find(|name| Some(*name) == other);
        let meant = meant.or_else(|| nearest(&key.text, known.iter().copied()).first().copied());
        let hint = match meant {
            Some(name) => format!("did you mean {name}"),
            None => format!("the keys here are {}", known.join(", ")),
        };
        self.note(key.place, format!("there is no key '{}' here", excerpt(&key.text)), hint);
        meant
    }

    pub(crate) fn scalar<'n>(&mut self, node: &'n Node, wanted: &str) -> Option<&'n Scalar> {
        match &node.content {
            Content::Scalar(scalar) => Some(scalar),
            Content::List(_) => {
                self.wrong(node.place, format!("a list stands where {wanted} belongs"), "write one value")
            }
            Content::Map(_) => self.wrong(
                node.place,
                format!("keys stand where {wanted} belongs"),
                "write one value; a text with \": \" in it stands in quotes",
            ),
        }
    }

    /// A text that says something.
    pub(crate) fn words(&mut self, node: &Node) -> Option<String> {
        let text = self.scalar(node, "a text")?.text.trim();
        if text.is_empty() {
            return self.wrong(node.place, "there is nothing here", "write a text behind the colon, or remove the key");
        }
        Some(text.to_owned())
    }

    /// One value or a list of them, as nodes.
    pub(crate) fn one_or_many<'n>(&mut self, node: &'n Node) -> Option<&'n [Node]> {
        match &node.content {
            Content::List(items) if items.is_empty() => {
                self.wrong(node.place, "the list is empty", "write a value, or remove the key")
            }
            Content::List(items) => Some(items),
            Content::Scalar(_) => Some(std::slice::from_ref(node)),
            Content::Map(_) => self.wrong(
                node.place,
                "keys stand where a value or a list belongs",
                "write [one, two], or a line with - for each",
            ),
        }
    }

    /// One text or a list of texts.
    pub(crate) fn texts(&mut self, node: &Node) -> Option<Vec<String>> {
        let items = self.one_or_many(node)?;
        let read: Vec<Option<String>> = items.iter().map(|item| self.words(item)).collect();
        read.into_iter().collect()
    }

    pub(crate) fn map<'n>(&mut self, node: &'n Node, wanted: &str) -> Option<&'n [(Key, Node)]> {
        match &node.content {
            Content::Map(entries) => Some(entries),
            _ => self.wrong(
                node.place,
                format!("{wanted} is a map of keys and values"),
                "write each key on a line of its own, indented: key: value",
            ),
        }
    }

    pub(crate) fn list<'n>(&mut self, node: &'n Node, wanted: &str) -> Option<&'n [Node]> {
        match &node.content {
            Content::List(items) => Some(items),
            _ => self.wrong(
                node.place,
                format!("{wanted} is a list"),
                "begin each item on a line of its own with \"- \"",
            ),
        }
    }

    /// One of these names, and what it stands for.
    pub(crate) fn choice<T: Copy>(&mut self, node: &Node, what: &str, choices: &[(&str, T)]) -> Option<T> {
        let text = self.words(node)?;
        match choices.iter().find(|(name, _)| *name == text) {
            Some((_, value)) => Some(*value),
            None => {
                let names: Vec<&str> = choices.iter().map(|row| row.0).collect();
                let near = nearest(&text, names.iter().copied());
                let hint = match near.first() {
                    Some(name) => format!("did you mean {name}; the values are {}", names.join(", ")),
                    None => format!("the values are {}", names.join(", ")),
                };
                self.wrong(node.place, format!("there is no {what} '{}'", excerpt(&text)), hint)
            }
        }
    }

    pub(crate) fn integer(&mut self, node: &Node) -> Option<i64> {
        let text = &self.scalar(node, "a whole number")?.text;
        match whole(text) {
            Some(number) => Some(number),
            None => self.wrong(
                node.place,
                format!("'{}' is no whole number", excerpt(text)),
                "write digits, such as 71, or 0x47",
            ),
        }
    }

    pub(crate) fn boolean(&mut self, node: &Node) -> Option<bool> {
        let text = &self.scalar(node, "true or false")?.text;
        match text.as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => {
                self.wrong(node.place, format!("'{}' is neither true nor false", excerpt(text)), "write true or false")
            }
        }
    }

    /// Nanoseconds of a duration that is longer than nothing.
    pub(crate) fn duration(&mut self, node: &Node) -> Option<i64> {
        self.offset(node).and_then(|time| match time {
            0 => self.wrong(node.place, "a duration of nothing", "write how long, such as 10m"),
            _ => Some(time),
        })
    }

    /// Nanoseconds of a duration, nothing allowed.
    pub(crate) fn offset(&mut self, node: &Node) -> Option<i64> {
        let text = self.words(node)?;
        match time::duration(&text) {
            Some(time) => Some(time),
            None => self.wrong(
                node.place,
                format!("'{}' is no duration", excerpt(&text)),
                "write a whole number and s, m, h or d, at most a year: 30s, 10m, 2h, 7d",
            ),
        }
    }

    pub(crate) fn day(&mut self, node: &Node) -> Option<String> {
        let text = self.words(node)?;
        match time::day(&text) {
            Some(_) => Some(text),
            None => self.wrong(node.place, format!("'{}' is no day", excerpt(&text)), "write it as 2026-11-27"),
        }
    }

    /// A name: lower-case letters, digits and dashes.
    pub(crate) fn name(&mut self, node: &Node) -> Option<String> {
        let text = self.words(node)?;
        if is_name(&text) {
            return Some(text);
        }
        let better: String = text.to_ascii_lowercase().replace([' ', '_', '.', '/'], "-");
        let hint = match is_name(&better) {
            true => format!("write {better}"),
            false => "lower-case letters, digits and dashes, a letter first, at most 64".to_owned(),
        };
        self.wrong(node.place, format!("'{}' is no name", excerpt(&text)), hint)
    }

    /// Notes that no field of the service is called so.
    pub(crate) fn unknown_field<T>(&mut self, service: Service, name: &str, place: Place) -> Option<T> {
        self.wrong(place, format!("unknown field '{}'", excerpt(name)), field_hint(service, name))
    }

    /// An expression that stands in this node.
    pub(crate) fn expression(&mut self, node: &Node, service: Service) -> Option<(Expression, String)> {
        let text = self.words(node)?;
        match Expression::parse_with(&text, fields(service)) {
            Ok(expression) => Some((expression, text)),
            Err(ParseError { offset, message, hint }) => self.wrong(self.inside(node, &text, offset), message, hint),
        }
    }

    /// Where octet `offset` of the text of a node stands; where the node begins if that cannot be told (text that
    /// was folded, or has escapes).
    fn inside(&self, node: &Node, text: &str, offset: usize) -> Place {
        let before = text.get(..text.floor_char_boundary(offset)).unwrap_or_default();
        let rows = before.matches('\n').count();
        let wanted = text.lines().nth(rows).unwrap_or_default();
        let within = before.rsplit('\n').next().unwrap_or_default().chars().count();
        // A literal block begins on the line below its |.
        for first in [node.place.line, node.place.line.saturating_add(1)] {
            let line = first.saturating_add(rows);
            let written = self.line(line);
            if let Some(start) = written.find(wanted).filter(|_| !wanted.is_empty()) {
                let column = written.get(..start).unwrap_or_default().chars().count();
                return Place { line, column: column.saturating_add(within).saturating_add(1) };
            }
        }
        node.place
    }
}

/// What to write for a field that there is not.
pub(crate) fn field_hint(service: Service, name: &str) -> String {
    if let Some((other, _)) = Service::ALL.iter().find(|(_, other)| *other != service && find(*other, name).is_some()) {
        return format!("it is a field of {other}: add logsource: {{ service: {other} }} to the rule");
    }
    let known = fields(service).iter().map(|field| field.name);
    hint(name, known, &format!("docs/output.md lists the fields of {}", service.name()))
}

/// A whole number, decimal or hexadecimal.
pub(crate) fn whole(text: &str) -> Option<i64> {
    let text = text.trim();
    match text.strip_prefix("0x") {
        Some(digits) if digits.bytes().all(|digit| digit.is_ascii_hexdigit()) => i64::from_str_radix(digits, 16).ok(),
        Some(_) => None,
        None => text.parse().ok(),
    }
}

fn is_name(text: &str) -> bool {
    text.len() <= 64
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(|octet| octet.is_ascii_lowercase() || octet.is_ascii_digit() || octet == b'-')
}
