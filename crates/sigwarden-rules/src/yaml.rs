//! Text to a tree in which everything knows its place.
//!
//! Only what rules need of YAML: maps, lists, scalars. Anchors, aliases and tags are refused: an alias can make a
//! short text as large as memory, and nobody needs one in a rule.

use crate::mistake::{Place, beginning, excerpt};
use saphyr_parser::{Event, Marker, Parser, ScalarStyle};

/// Longest file that is read, in octets.
pub const MAX_OCTETS: usize = 1 << 20;

/// Deepest nesting of maps and lists that is read.
pub const MAX_DEPTH: usize = 16;

/// Keys that one map may have.
const MAX_KEYS: usize = 256;

/// Documents that one file may have.
const MAX_DOCUMENTS: usize = 2_000;

/// A value and where it begins.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) place: Place,
    pub(crate) content: Content,
}

#[derive(Clone, Debug)]
pub(crate) enum Content {
    Scalar(Scalar),
    List(Vec<Node>),
    /// Keys are texts; each stands once.
    Map(Vec<(Key, Node)>),
}

/// A text as it was written, without its quotes.
#[derive(Clone, Debug)]
pub(crate) struct Scalar {
    pub(crate) text: String,
    /// Without quotes: `null` means nothing, and `*` at an end is a wildcard whatever stands around it.
    pub(crate) plain: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(crate) place: Place,
    pub(crate) text: String,
}

/// What is wrong with the text, before it is known what it means.
pub(crate) struct Fault {
    pub(crate) place: Place,
    pub(crate) message: String,
    pub(crate) hint: String,
}

impl Fault {
    fn new(place: Place, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { place, message: message.into(), hint: hint.into() }
    }
}

/// The documents of a text, without empty ones. Stops at the first fault: what follows cannot be told apart.
pub(crate) fn documents(text: &str) -> Result<Vec<Node>, Fault> {
    if text.len() > MAX_OCTETS {
        let hint = "split it into several files";
        return Err(Fault::new(
            Place { line: 1, column: 1 },
            format!("the file is longer than {MAX_OCTETS} octets"),
            hint,
        ));
    }
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| syntax(text, error.marker(), error.info()))?;
        builder.take(event, place(&span.start))?;
    }
    Ok(builder.documents)
}

fn place(marker: &Marker) -> Place {
    Place { line: marker.line().max(1), column: marker.col().saturating_add(1) }
}

fn syntax(text: &str, marker: &Marker, info: &str) -> Fault {
    let place = place(marker);
    let line = text.lines().nth(place.line.saturating_sub(1)).unwrap_or_default();
    let hint = match () {
        () if line.trim_start_matches(' ').starts_with('\t') => "indent with blanks, YAML knows no tabs there",
        () if line.contains(": *") || line.contains("- *") => "put a text that begins with * in quotes",
        () if line.matches(": ").count() > 1 => "a text with \": \" in it stands in quotes",
        () => "check indentation, quotes, and brackets of this line and the one before it",
    };
    Fault::new(place, format!("this is no YAML: {}", beginning(info, 160)), hint)
}

enum Open {
    List(Place, Vec<Node>),
    Map(Place, Vec<(Key, Node)>, Option<Key>),
}

#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    documents: Vec<Node>,
}

impl Builder {
    fn take(&mut self, event: Event<'_>, place: Place) -> Result<(), Fault> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                plain_yaml(place, anchor, tag.is_some())?;
                let scalar = Scalar { text: text.into_owned(), plain: style == ScalarStyle::Plain };
                self.push(Node { place, content: Content::Scalar(scalar) })
            }
            Event::SequenceStart(anchor, tag) => {
                plain_yaml(place, anchor, tag.is_some())?;
                self.enter(Open::List(place, Vec::new()), place)
            }
            Event::MappingStart(anchor, tag) => {
                plain_yaml(place, anchor, tag.is_some())?;
                self.enter(Open::Map(place, Vec::new(), None), place)
            }
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Open::List(place, items)) => self.push(Node { place, content: Content::List(items) }),
                Some(Open::Map(place, entries, _)) => self.push(Node { place, content: Content::Map(entries) }),
                None => Ok(()),
            },
            Event::Alias(_) => plain_yaml(place, 1, false),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) | Event::DocumentEnd => {
                Ok(())
            }
        }
    }

    fn enter(&mut self, open: Open, place: Place) -> Result<(), Fault> {
        if self.open.len() >= MAX_DEPTH {
            return Err(Fault::new(
                place,
                format!("nested deeper than {MAX_DEPTH} levels"),
                "a rule needs no more than six",
            ));
        }
        self.open.push(open);
        Ok(())
    }

    fn push(&mut self, node: Node) -> Result<(), Fault> {
        match self.open.last_mut() {
            Some(Open::List(_, items)) => items.push(node),
            Some(Open::Map(_, entries, key)) => match key.take() {
                Some(key) => entries.push((key, node)),
                None => *key = Some(new_key(node, entries)?),
            },
            None if matches!(&node.content, Content::Scalar(scalar) if scalar.plain && scalar.text.is_empty()) => {}
            None if self.documents.len() >= MAX_DOCUMENTS => {
                let message = format!("more than {MAX_DOCUMENTS} rules in one file");
                return Err(Fault::new(node.place, message, "split it into several files"));
            }
            None => self.documents.push(node),
        }
        Ok(())
    }
}

fn new_key(node: Node, entries: &[(Key, Node)]) -> Result<Key, Fault> {
    let Content::Scalar(Scalar { text, .. }) = node.content else {
        return Err(Fault::new(node.place, "a key is a text, not a list or map", "write key: value"));
    };
    if entries.len() >= MAX_KEYS {
        let message = format!("more than {MAX_KEYS} keys in one map");
        return Err(Fault::new(node.place, message, "write a list of values instead of many keys"));
    }
    if let Some((first, _)) = entries.iter().find(|(key, _)| key.text == text) {
        let message = format!("'{}' stands here twice; first in line {}", excerpt(&text), first.place.line);
        return Err(Fault::new(node.place, message, "remove one of them, or put both values into one list"));
    }
    Ok(Key { place: node.place, text })
}

fn plain_yaml(place: Place, anchor: usize, tagged: bool) -> Result<(), Fault> {
    match (anchor, tagged) {
        (0, false) => Ok(()),
        (0, true) => Err(Fault::new(place, "tags (!) are not read", "remove the tag, or put the text in quotes")),
        _ => Err(Fault::new(
            place,
            "anchors (&) and aliases (*) are not read",
            "write the value out; put a text that begins with & or * in quotes",
        )),
    }
}
