//! Reads the parameter of an operation by its shape.

use super::field::{Encoding, Field};
use super::shape::{Node, Shape};
use crate::anomaly::Code;
use crate::ber::{Element, Span, Tag, Walker, write_address, write_tbcd};

/// Fields of one parameter beyond which nothing is kept.
pub const MAX_FIELDS: usize = 48;
/// Octets kept of strings that came in pieces.
const MAX_PIECES: usize = 48;
/// Digits of an identity that are kept: the 15 of E.164 and E.212, and what an evader adds.
pub const MAX_DIGITS: usize = 24;

/// One field of a parameter.
#[derive(Clone, Copy, Debug)]
pub struct Value {
    /// What it is.
    pub field: Field,
    /// Where its octets are.
    span: Span,
    /// Whether they were put together from pieces, and so are not in the message.
    pieced: bool,
}

/// The fields of one parameter: positions in the message, and a small buffer for strings that came in pieces.
#[derive(Debug)]
pub struct Parameters {
    values: [Value; MAX_FIELDS],
    count: usize,
    pieces: [u8; MAX_PIECES],
    pieces_length: usize,
    all: bool,
}

impl Clone for Parameters {
    fn clone(&self) -> Self {
        let mut copy = Self::default();
        copy.clone_from(self);
        copy
    }

    /// Copies what is there, not the room for more.
    fn clone_from(&mut self, other: &Self) {
        (self.count, self.pieces_length, self.all) = (other.count, other.pieces_length, other.all);
        self.values.iter_mut().zip(other.values()).for_each(|(slot, value)| *slot = *value);
        if other.pieces_length > 0 {
            self.pieces = other.pieces;
        }
    }
}

impl Default for Parameters {
    fn default() -> Self {
        const EMPTY: Value = Value { field: Field::None, span: Span { start: 0, length: 0 }, pieced: false };
        Self { values: [EMPTY; MAX_FIELDS], count: 0, pieces: [0; MAX_PIECES], pieces_length: 0, all: true }
    }
}

impl Parameters {
    /// Forgets all.
    pub fn clear(&mut self) {
        self.count = 0;
        self.pieces_length = 0;
    }

    /// All fields, in the order in which they stand.
    pub fn values(&self) -> &[Value] {
        self.values.get(..self.count).unwrap_or(&[])
    }

    /// Whether a field is there.
    pub fn has(&self, field: Field) -> bool {
        self.values().iter().any(|value| value.field == field)
    }

    /// Octets of the first field of this kind; `message` is what the parameter was read from.
    pub fn octets<'a>(&'a self, field: Field, message: &'a [u8]) -> Option<&'a [u8]> {
        self.all(field, message).next()
    }

    /// Octets of every field of this kind.
    pub fn all<'a>(&'a self, field: Field, message: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
        self.values()
            .iter()
            .filter(move |value| value.field == field)
            .map(move |value| value.span.of(if value.pieced { &self.pieces } else { message }))
    }

    /// Digits of the first field of this kind, as ASCII in `buffer`.
    pub fn digits<'b>(&self, field: Field, message: &[u8], buffer: &'b mut [u8; MAX_DIGITS]) -> Option<&'b [u8]> {
        let octets = self.octets(field, message)?;
        Some(digits(field, octets, buffer))
    }

    /// An INTEGER field.
    pub fn integer(&self, field: Field, message: &[u8]) -> Option<i64> {
        crate::ber::integer(self.octets(field, message)?).0
    }

    /// Reads the parameter that stands at `span` of the walker's message: all its fields, or only the essential ones.
    pub fn read(&mut self, shape: &Shape, span: Span, all: bool, walker: &mut Walker<'_, '_>) {
        self.clear();
        self.all = all;
        let start = span.start as usize;
        let end = start.saturating_add(span.length as usize);
        let Some(root) = walker.element(start, end) else { return };
        const SEQUENCE: Tag = Tag::universal(16);
        let is_string = !root.constructed && root.tag != SEQUENCE || shape.nodes.is_empty();
        if shape.bare != Field::None && (is_string || is_pieces(walker, &root)) {
            self.keep(shape.bare, walker, &root);
        } else {
            self.children(shape.nodes, &root, walker);
        }
    }

    fn children(&mut self, nodes: &'static [Node], parent: &Element, walker: &mut Walker<'_, '_>) {
        let mut used = 0u64;
        let mut at = parent.start();
        while let Some(element) = walker.element(at, parent.end()) {
            at = element.next();
            let mut repeated = None;
            let mut chosen = None;
            // An element that should have elements and has none is not the one that the shape means.
            let fits = |node: &Node| node.tag == element.tag && (element.constructed || node.children.is_empty());
            for (index, node) in nodes.iter().enumerate().filter(|(_, node)| fits(node)) {
                let bit = 1u64.checked_shl(u32::try_from(index).unwrap_or(u32::MAX)).unwrap_or(0);
                if used & bit == 0 || node.many {
                    used |= bit;
                    chosen = Some(node);
                    break;
                }
                repeated = Some(node);
            }
            // Lists of strings under one tag are usual; a second subscriber or address where there is room for one is not.
            let names_somebody = |node: &Node| {
                matches!(node.field.encoding(), Encoding::Tbcd | Encoding::Address) && node.field != Field::None
            };
            if chosen.is_none() && repeated.is_some_and(names_somebody) {
                walker.note(Code::ElementRepeated, &element);
            }
            if let Some(node) = chosen.or(repeated) {
                self.node(node, &element, walker);
            }
        }
    }

    fn node(&mut self, node: &'static Node, element: &Element, walker: &mut Walker<'_, '_>) {
        if !self.all && !node.essential {
            return;
        }
        if node.field != Field::None {
            self.keep(node.field, walker, element);
        }
        if !node.children.is_empty() {
            self.children(node.children, element, walker);
        }
    }

    fn keep(&mut self, field: Field, walker: &mut Walker<'_, '_>, element: &Element) {
        let is_digits = matches!(field.encoding(), Encoding::Tbcd | Encoding::Address);
        // A list of a hundred service codes is still one fact: profile data.
        if !is_digits && self.has(field) {
            return;
        }
        let (span, pieced) = if is_digits && element.constructed {
            walker.note(Code::ConstructedString, element);
            (self.gather(walker, element), true)
        } else {
            (element.span(), false)
        };
        if field == Field::Imsi {
            check_imsi(span.of(if pieced { &self.pieces } else { walker.buffer() }), walker, element);
        }
        match self.values.get_mut(self.count) {
            Some(slot) => {
                *slot = Value { field, span, pieced };
                self.count = self.count.saturating_add(1);
            }
            None => walker.note(Code::TooMany, element),
        }
    }

    /// Puts the pieces of a constructed string together, pieces of pieces too.
    fn gather(&mut self, walker: &mut Walker<'_, '_>, element: &Element) -> Span {
        let start = self.pieces_length;
        // Children are walked depth first by position: a constructed piece is entered, a primitive one copied.
        let mut at = element.start();
        while let Some(piece) = walker.element(at, element.end()) {
            at = if piece.constructed { piece.start() } else { piece.next() };
            if piece.constructed || piece.start() == piece.end() {
                continue;
            }
            for octet in piece.content(walker.buffer()) {
                if let Some(slot) = self.pieces.get_mut(self.pieces_length) {
                    *slot = *octet;
                    self.pieces_length = self.pieces_length.saturating_add(1);
                }
            }
        }
        Span::new(start, self.pieces_length)
    }
}

/// Whether a constructed element is a string in pieces: OCTET STRINGs and nothing else.
fn is_pieces(walker: &mut Walker<'_, '_>, root: &Element) -> bool {
    root.tag == Tag::universal(4)
        && walker.element(root.start(), root.end()).is_some_and(|first| first.tag == Tag::universal(4))
}

/// Digits of an identity or address, as ASCII.
pub fn digits<'b>(field: Field, octets: &[u8], buffer: &'b mut [u8; MAX_DIGITS]) -> &'b [u8] {
    match field.encoding() {
        Encoding::Address => write_address(octets, buffer),
        _ => write_tbcd(octets, buffer),
    }
}

/// TS 23.003 2.2: 6 to 15 decimal digits, in 3 to 8 octets, with a filler only at the end.
fn check_imsi(octets: &[u8], walker: &mut Walker<'_, '_>, element: &Element) {
    let mut buffer = [0; MAX_DIGITS];
    let digits = write_tbcd(octets, &mut buffer);
    let whole = digits.len() >= octets.len().saturating_mul(2).saturating_sub(1);
    if !whole || !(6..=15).contains(&digits.len()) || !digits.iter().all(u8::is_ascii_digit) {
        walker.note(Code::IdentityMalformed, element);
    }
}
