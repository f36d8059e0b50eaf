//! Trees of XML elements by local name. Attributes, comments and document types are ignored, entities of a
//! document type are nothing: no input makes another document larger than itself.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::{ImportError, text};

/// How deep elements may stand in each other; IR.21 needs about fifteen.
const DEPTH: usize = 64;
/// How many elements a document may have; a large IR.21 has tens of thousands.
const NODES: usize = 2_000_000;
/// What to do with a document that is broken.
const AGAIN: &str = "get the file again, or export it again";

/// An element.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// Name without namespace prefix.
    pub(super) name: Box<str>,
    /// Its own text, without spaces around it.
    pub(super) text: Box<str>,
    /// Line on which it begins.
    pub(super) line: usize,
    /// What stands in it.
    pub(super) children: Vec<Element>,
}

impl Element {
    /// The first child of a name.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| &*child.name == name)
    }

    /// Text of the first child of a name, if it has one.
    pub(super) fn text_of(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| &*child.text).filter(|text| !text.is_empty())
    }

    /// Every element below this one for which `wanted` holds, in the order of the document; what stands in one
    /// found or in one named `without` is not searched.
    pub(super) fn find_by<'a>(&'a self, wanted: &dyn Fn(&Element) -> bool, without: &[&str]) -> Vec<&'a Element> {
        let mut found = Vec::new();
        self.collect(wanted, without, &mut found);
        found
    }

    /// The same by name.
    pub(super) fn find_all(&self, names: &[&str], without: &[&str]) -> Vec<&Element> {
        self.find_by(&|element| names.contains(&&*element.name), without)
    }

    /// The first text that is not empty of an element of one of these names.
    pub(super) fn find_text(&self, names: &[&str], without: &[&str]) -> Option<&str> {
        self.find_all(names, without).into_iter().map(|element| &*element.text).find(|text| !text.is_empty())
    }

    /// This element, or those below it, without elements in them and with a text.
    pub(super) fn leaves(&self) -> Vec<&Element> {
        let is_leaf = |element: &Element| element.children.is_empty() && !element.text.is_empty();
        if is_leaf(self) { vec![self] } else { self.find_by(&is_leaf, &[]) }
    }

    /// As deep as the document, which has a limit.
    fn collect<'a>(&'a self, wanted: &dyn Fn(&Element) -> bool, without: &[&str], found: &mut Vec<&'a Element>) {
        for child in &self.children {
            if wanted(child) {
                found.push(child);
            } else if !without.contains(&&*child.name) {
                child.collect(wanted, without, found);
            }
        }
    }
}

/// Elements that are open, and what is known so far.
#[derive(Default)]
struct Builder {
    open: Vec<(Element, String)>,
    root: Option<Element>,
    nodes: usize,
    line: usize,
}

/// Reads a document; elements named in `skipped` are left out with everything in them.
pub(super) fn parse(bytes: &[u8], skipped: &[&str]) -> Result<Element, ImportError> {
    let text = text::decode(bytes)?;
    let mut reader = Reader::from_str(&text);
    let mut builder = Builder { line: 1, ..Builder::default() };
    let mut counted = 0;
    loop {
        let event = reader.read_event();
        let until = usize::try_from(if event.is_err() { reader.error_position() } else { reader.buffer_position() });
        let until = until.unwrap_or(usize::MAX).min(text.len());
        let passed = text.as_bytes().get(counted..until).unwrap_or_default();
        let lines = passed.iter().filter(|octet| **octet == b'\n').count();
        let begun = builder.line;
        builder.line = begun.saturating_add(lines);
        counted = until.max(counted);
        match event {
            Ok(Event::Eof) => return builder.end(),
            Ok(event) => builder.take(event, begun, skipped)?,
            Err(error) => return Err(builder.wrong(format!("{error}; {AGAIN}"))),
        }
    }
}

impl Builder {
    fn wrong(&self, problem: String) -> ImportError {
        ImportError::Xml { line: self.line, problem }
    }

    fn take(&mut self, event: Event<'_>, line: usize, skipped: &[&str]) -> Result<(), ImportError> {
        match event {
            Event::Start(start) => self.start(&start, line),
            Event::Empty(start) => self.start(&start, line).map(|()| self.close(skipped)),
            Event::End(_) => {
                self.close(skipped);
                Ok(())
            }
            Event::Text(text) => self.text(&text),
            Event::CData(text) => self.text(&text),
            Event::GeneralRef(reference) => self.text(&resolved(&reference)),
            _ => Ok(()),
        }
    }

    fn start(&mut self, start: &BytesStart<'_>, line: usize) -> Result<(), ImportError> {
        self.nodes = self.nodes.saturating_add(1);
        let name: Box<str> = start.local_name().into_inner().into();
        let problem = if self.open.len() >= DEPTH {
            format!("<{name}> stands in more than {DEPTH} others; this is no IR.21, or a wrong program wrote it")
        } else if self.nodes > NODES {
            format!("there are more than {NODES} elements; divide the file into one per network")
        } else if self.root.is_some() {
            format!("<{name}> stands behind the end of the document; remove it, or {AGAIN}")
        } else {
            self.open.push((Element { name, line, ..Element::default() }, String::new()));
            return Ok(());
        };
        Err(self.wrong(problem))
    }

    fn text(&mut self, text: &str) -> Result<(), ImportError> {
        match self.open.last_mut() {
            Some((_, collected)) => collected.push_str(text),
            None if text.trim().is_empty() => {}
            None => return Err(self.wrong(format!("there is text outside of the document; {AGAIN}"))),
        }
        Ok(())
    }

    fn close(&mut self, skipped: &[&str]) {
        let Some((mut element, text)) = self.open.pop() else { return };
        // Line breaks inside a text are those of whoever wrapped it.
        element.text = text.split_whitespace().collect::<Vec<_>>().join(" ").into();
        match self.open.last_mut() {
            Some((_, _)) if skipped.contains(&&*element.name) => {}
            Some((parent, _)) => parent.children.push(element),
            None => self.root = Some(element),
        }
    }

    fn end(self) -> Result<Element, ImportError> {
        let problem = match self.open.last() {
            Some((element, _)) => {
                format!("the file is cut short: <{}> of line {} is not closed; {AGAIN}", element.name, element.line)
            }
            None => format!("there is no element in this file; {AGAIN}"),
        };
        let line = self.line;
        self.root.filter(|_| self.open.is_empty()).ok_or(ImportError::Xml { line, problem })
    }
}

/// The character a reference means: those of XML itself; every other one is nothing.
fn resolved(reference: &BytesRef<'_>) -> String {
    match reference.resolve_char_ref() {
        Ok(Some(character)) => character.to_string(),
        Ok(None) => quick_xml::escape::resolve_predefined_entity(reference).unwrap_or_default().to_owned(),
        Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> String {
        parse(text.as_bytes(), &[]).unwrap_err().to_string()
    }

    #[test]
    fn reads_a_tree() {
        let text = "<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY big \"bigbig\">]>\n<x:a xmlns:x=\"u\" k=\"v\">\n\
                    <b> one &amp; &#x31;&big;<![CDATA[<2>]]> </b><!-- no --><c/><x:log><b>no</b></x:log>\n<d><b>two</b></d></x:a>\n";
        let root = parse(text.as_bytes(), &["log"]).unwrap();
        assert_eq!((&*root.name, root.line, root.children.len()), ("a", 3, 3));
        assert_eq!(root.text_of("b"), Some("one & 1<2>"));
        assert_eq!(root.text_of("c"), None);
        let found: Vec<_> = root.find_all(&["b"], &[]).iter().map(|element| (&*element.text, element.line)).collect();
        assert_eq!(found, [("one & 1<2>", 4), ("two", 5)]);
        assert_eq!(root.find_all(&["b"], &["d"]).len(), 1);
        assert_eq!(root.leaves().len(), 2);
    }

    #[test]
    fn refuses_what_is_no_document() {
        let deep = "<a>".repeat(DEPTH + 1);
        for (text, part) in [
            ("", "line 1: there is no element"),
            ("<a>\n<b>\n", "line 3: the file is cut short: <b> of line 2 is not closed"),
            ("<a>\n</b>", "line 2: "),
            ("<a/>\n<b/>", "line 2: <b> stands behind the end"),
            ("<a/>\nrest", "line 2: there is text outside"),
            ("<a><b", "line 1: "),
            (&deep, "stands in more than 64 others"),
        ] {
            assert!(problem(text).contains(part), "{text}: {}", problem(text));
        }
        let many = format!("<a>{}</a>", "<b/>".repeat(NODES));
        assert!(problem(&many).contains("more than 2000000 elements"));
    }
}
