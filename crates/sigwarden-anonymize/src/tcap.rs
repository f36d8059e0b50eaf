//! TCAP messages with the MAP and CAP parameters in them. Every tag and length stays; a value stays where it is too
//! short to name anybody, or a number or object identifier, or known to name nobody.

use crate::anonymizer::Anonymizer;
use crate::draft::Draft;
use crate::frames::View;
use crate::keyed::Keyed;
use crate::map::{self, Treatment};
use crate::report::Kind;
use crate::sccp::Parties;
use crate::{Done, Reason, check, sms};
use sigwarden_wire::anomaly::Anomalies;
use sigwarden_wire::ber::{Element, MAX_DEPTH, Span, Tag, Walker};
use sigwarden_wire::map::contexts::{Family, classify};
use sigwarden_wire::map::field::Field;
use sigwarden_wire::map::ops::Operation;
use sigwarden_wire::map::shape::{Node, Shape};
use sigwarden_wire::sms::Direction;
use sigwarden_wire::tcap::{Component, ComponentKind, Message};
use sigwarden_wire::{cap, map as wire_map};
use std::collections::HashMap;
use std::ops::Range;

/// Octets of a value that is too short to name anybody.
const SHORT: usize = 2;
/// Octets of the longest number that is kept in a parameter, and of the longest operation code that anybody reads.
const LONGEST_NUMBER: usize = 4;
const LONGEST_CODE: usize = 8;
/// Octets of the longest object identifier that is kept.
const LONGEST_IDENTIFIER: usize = 16;
/// Octets of the longest pair of transaction identifiers.
const LONGEST_TRANSACTION: usize = 8;
/// Subsystem of CAP (TS 23.003 8.2).
const CAP_SUBSYSTEM: u8 = 146;
/// Operations that carry short messages (TS 29.002 17.5).
const MT_FORWARD_SM: u8 = 44;
const FORWARD_SM: u8 = 46;
/// Transactions whose protocol is remembered.
const MOST_TRANSACTIONS: usize = 1 << 18;

/// Universal types whose values are numbers: BOOLEAN, INTEGER, NULL, ENUMERATED.
const NUMBERS: [Tag; 4] = [Tag::universal(1), Tag::universal(2), Tag::universal(5), Tag::universal(10)];
const OBJECT_IDENTIFIER: Tag = Tag::universal(6);
const IA5_STRING: Tag = Tag::universal(22);
const OCTET_STRING: Tag = Tag::universal(4);
/// Transaction identifiers, ITU and ANSI.
const TRANSACTIONS: [Tag; 3] = [Tag::application(8), Tag::application(9), Tag::private(7)];

/// Which protocol a message speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Application {
    Map,
    Cap,
    /// None whose parameters are known.
    Other,
}

/// Reads messages; remembers what transactions speak.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    before: Message,
    after: Message,
    spoken: HashMap<Vec<u8>, Application>,
}

/// A parameter that is known: where it stands, how it is laid out, which way a short message in it goes.
#[derive(Clone, Copy)]
struct Parameter {
    at: usize,
    shape: &'static Shape,
    direction: Direction,
}

impl Anonymizer {
    /// A whole message, and those that only some readers see behind it.
    pub(crate) fn transaction(&mut self, data: &View, parties: &Parties) -> Done {
        let mut at = 0usize;
        for _ in 0..MOST_MESSAGES {
            let part = data.sub(at..data.octets.len());
            let mut reader = std::mem::take(&mut self.tcap);
            let done = reader.rewrite(&part.octets, parties, &mut self.keyed);
            let length = reader.before.length();
            self.tcap = reader;
            match done {
                Ok(draft) => self.frames.put(&part, &draft),
                // What stands behind a message and is none becomes zeros.
                Err(NO_MESSAGE) if at > 0 => return Ok(()),
                Err(reason) => return Err(reason),
            }
            self.keyed.report.messages = self.keyed.report.messages.saturating_add(1);
            at = at.saturating_add(length.max(1));
            if at >= data.octets.len() {
                return Ok(());
            }
        }
        Err("TCAP messages behind one another")
    }
}

impl Reader {
    fn rewrite<'a>(&mut self, octets: &'a [u8], parties: &Parties, keyed: &mut Keyed) -> Result<Draft<'a>, Reason> {
        let mut noted = Anomalies::default();
        if !self.before.read(octets, &mut noted) {
            return Err(NO_MESSAGE);
        }
        let application = self.application(octets, parties);
        let mut walker = Walker::new(octets, &mut noted);
        let known = parameters(&mut self.before, octets, application, &mut walker);
        let dialogue = &self.before.dialogue;
        let references = [dialogue.destination_reference, dialogue.originating_reference];
        let mut draft = Draft::new(octets);
        let mut unheard = Anomalies::default();
        let mut tree = Tree {
            draft: &mut draft,
            keyed,
            walker: Walker::new(octets, &mut unheard),
            known: &known,
            references: &references,
            coding: None,
            direction: Direction::ToPhone,
        };
        let length = self.before.length().min(octets.len());
        tree.elements(0..length, Inside { nodes: &[], secret: false, longest: LONGEST_CODE, depth: 0 });
        // What stands behind the message is looked at by itself, and must be there when this one is read again.
        let mut whole = draft.after.clone();
        if let (Some(slots), Some(behind)) = (whole.get_mut(length..), octets.get(length..))
            && Message::default().read(behind, &mut Anomalies::default())
        {
            slots.copy_from_slice(behind);
        }
        let mut again = Anomalies::default();
        if !self.after.read(&whole, &mut again) {
            return Err(CHANGED);
        }
        let mut walker = Walker::new(&whole, &mut again);
        parameters(&mut self.after, &whole, application, &mut walker);
        let alike =
            check::same_anomalies(&noted, &again) && check::same_tcap((&self.before, octets), (&self.after, &whole));
        if alike { Ok(draft) } else { Err(CHANGED) }
    }

    /// By the context of the message, else by what its transaction spoke before, else by subsystem. A context of nobody
    /// is read as MAP, as lenient nodes do; whom the message is addressed to does not matter, so that a copy that somebody
    /// relayed stays one.
    fn application(&mut self, octets: &[u8], parties: &Parties) -> Application {
        // Whoever gave an identifier out is who sends with it, and who is answered under it.
        let [called, calling] = &parties.addresses;
        let ids = [(self.before.otid, calling), (self.before.dtid, called)];
        let id = |(span, address): (Option<Span>, &Vec<u8>)| Some([span?.of(octets), address.as_slice()].concat());
        let ids: Vec<_> = ids.into_iter().filter_map(id).collect();
        let family = self.before.dialogue.context.map(|span| classify(span.of(octets)).family);
        let said = family.map(|family| match family {
            Family::Cap => Application::Cap,
            Family::Map | Family::Other => Application::Map,
            Family::Inap => Application::Other,
        });
        let Some(said) = said else {
            let by_subsystem = match parties.subsystems.contains(&Some(CAP_SUBSYSTEM)) {
                true => Application::Cap,
                false => Application::Map,
            };
            return ids.iter().find_map(|id| self.spoken.get(id).copied()).unwrap_or(by_subsystem);
        };
        if self.spoken.len() > MOST_TRANSACTIONS {
            self.spoken.clear();
        }
        self.spoken.extend(ids.into_iter().map(|id| (id, said)));
        said
    }
}

/// Reads the fields of every parameter whose operation is known.
fn parameters(
    message: &mut Message,
    octets: &[u8],
    application: Application,
    walker: &mut Walker<'_, '_>,
) -> Vec<Parameter> {
    if message.ansi {
        return Vec::new();
    }
    let mut known = Vec::new();
    for component in message.components_mut() {
        let Some(code) = component.operation.effective(octets) else { continue };
        let Some(span) = component.parameter else { continue };
        let operation = match application {
            Application::Map => wire_map::ops::operation(i64::from(code)),
            Application::Cap => cap::ops::operation(i64::from(code)),
            Application::Other => None,
        };
        let Some(shape) = operation.and_then(|operation| shape(operation, component, span, octets)) else { continue };
        component.fields.read(shape, span, true, walker);
        let at = span.start as usize;
        known.push(Parameter { at, shape, direction: direction(code, component) });
    }
    known
}

fn shape(operation: &Operation, component: &Component, span: Span, octets: &[u8]) -> Option<&'static Shape> {
    let shape = match component.kind {
        ComponentKind::Invoke => operation.argument,
        ComponentKind::Result | ComponentKind::ResultNotLast => {
            let first = span.of(octets).first().copied().unwrap_or(0);
            operation.result_shape(Tag(u16::from(first & 0xC0) << 8 | u16::from(first & 0x1F)))
        }
        _ => return None,
    };
    (!shape.nodes.is_empty() || shape.bare != Field::None).then_some(shape)
}

/// Which way a short message goes; a report in an answer goes the other way.
fn direction(code: u8, component: &Component) -> Direction {
    let has = |field| component.fields.has(field);
    let delivery = match code {
        MT_FORWARD_SM => true,
        FORWARD_SM => (has(Field::Imsi) || has(Field::Lmsi)) && !has(Field::Msisdn),
        _ => true,
    };
    let asked = component.kind == ComponentKind::Invoke;
    if delivery == asked { Direction::ToPhone } else { Direction::FromPhone }
}

/// A walk over all elements of a message.
struct Tree<'t, 'a, 'n> {
    draft: &'t mut Draft<'a>,
    keyed: &'t mut Keyed,
    walker: Walker<'a, 'n>,
    known: &'t [Parameter],
    references: &'t [Option<Span>; 2],
    /// The last element of one octet: the data coding scheme of a USSD string behind it.
    coding: Option<u8>,
    direction: Direction,
}

/// What is known of the elements of one element.
#[derive(Clone, Copy)]
struct Inside {
    nodes: &'static [Node],
    /// Whether its strings are keys and vectors.
    secret: bool,
    /// Octets of the longest number.
    longest: usize,
    depth: usize,
}

impl Tree<'_, '_, '_> {
    /// The elements between two places.
    fn elements(&mut self, range: Range<usize>, inside: Inside) {
        if inside.depth > MAX_DEPTH {
            return;
        }
        let mut used = 0u64;
        let mut at = range.start;
        while let Some(element) = self.walker.element(at, range.end) {
            at = element.next();
            self.draft.keep(element.at()..element.start());
            self.draft.keep(element.end()..element.next());
            let node = matching(inside.nodes, &element, &mut used);
            self.element(&element, node, inside);
        }
    }

    fn element(&mut self, element: &Element, node: Option<&'static Node>, inside: Inside) {
        let depth = inside.depth.saturating_add(1);
        if let Some(parameter) = self.known.iter().copied().find(|parameter| parameter.at == element.at()) {
            self.direction = parameter.direction;
            return self.parameter(element, parameter.shape, depth);
        }
        let is_reference = |span: &Option<Span>| span.is_some_and(|span| span.start as usize == element.start());
        if !element.constructed && self.references.iter().any(is_reference) {
            return self.value(element, Treatment::Address(Kind::Number));
        }
        let Some(node) = node else { return self.unknown(element, inside) };
        let treatment = map::of(node.field, element.end().saturating_sub(element.start()));
        let secret = inside.secret || treatment == Treatment::Secret;
        match (treatment, element.constructed) {
            // Known by its children, or not at all.
            (Treatment::ByLength, true) => {
                self.elements(element.start()..element.end(), Inside { nodes: node.children, secret, depth, ..inside });
            }
            (Treatment::ByLength, false) => self.unknown(element, inside),
            (Treatment::Secret, true) => {
                self.elements(element.start()..element.end(), Inside { nodes: node.children, secret, depth, ..inside });
            }
            (treatment, _) => self.value(element, treatment),
        }
    }

    /// The parameter of an operation: one value, or elements.
    fn parameter(&mut self, element: &Element, shape: &'static Shape, depth: usize) {
        const SEQUENCE: Tag = Tag::universal(16);
        let is_string = !element.constructed && element.tag != SEQUENCE || shape.nodes.is_empty();
        let first = self.walker.element(element.start(), element.end());
        let is_pieces = element.tag == OCTET_STRING && first.is_some_and(|first| first.tag == OCTET_STRING);
        if shape.bare != Field::None && (is_string || element.constructed && is_pieces) {
            let length = element.end().saturating_sub(element.start());
            return self.value(element, map::of(shape.bare, length));
        }
        let inside = Inside { nodes: shape.nodes, secret: false, longest: LONGEST_NUMBER, depth };
        // A lenient reader looks for elements in what should have some, and so in a string that is made of nothing else.
        if element.constructed || element.tag == SEQUENCE || self.is_made_of_elements(element.start()..element.end()) {
            self.elements(element.start()..element.end(), inside);
        } else {
            self.unknown(element, Inside { nodes: &[], ..inside });
        }
    }

    /// Whether there are elements in a stretch, and nothing behind them.
    fn is_made_of_elements(&mut self, range: Range<usize>) -> bool {
        let mut noted = Anomalies::default();
        let mut walker = Walker::new(self.draft.before, &mut noted);
        let mut at = range.start;
        while let Some(element) = walker.element(at, range.end) {
            at = element.next();
        }
        !range.is_empty() && at == range.end && noted.is_empty()
    }

    /// An element of which nobody says what it is.
    fn unknown(&mut self, element: &Element, inside: Inside) {
        let range = element.start()..element.end();
        let length = range.len();
        if element.constructed {
            let depth = inside.depth.saturating_add(1);
            return self.elements(range, Inside { nodes: &[], depth, ..inside });
        }
        // Beside a vector's first value stand the others.
        let vector = inside.nodes.iter().any(|node| node.field == Field::AuthVectors);
        let number = NUMBERS.contains(&element.tag) && length <= inside.longest;
        let identifier = element.tag == OBJECT_IDENTIFIER && length <= LONGEST_IDENTIFIER;
        let transaction = TRANSACTIONS.contains(&element.tag) && length <= LONGEST_TRANSACTION;
        if length == 1 {
            self.coding = self.draft.octets(range.clone()).first().copied();
        }
        if inside.secret && length > 1 || vector && length > SHORT {
            self.value(element, Treatment::Secret);
        } else if length <= SHORT || number || identifier || transaction {
            self.draft.keep(range);
        }
    }

    /// A value, also one in pieces.
    fn value(&mut self, element: &Element, treatment: Treatment) {
        let mut pieces = Vec::new();
        self.pieces(element, &mut pieces, 0);
        let octets: Vec<u8> = pieces.iter().flat_map(|range| self.draft.octets(range.clone())).copied().collect();
        let made = match treatment {
            Treatment::Ussd if element.tag == IA5_STRING => sms::plain(self.keyed, &octets),
            Treatment::Ussd => sms::ussd(self.keyed, &octets, self.coding.unwrap_or(0x0F)),
            Treatment::ShortMessage => sms::message(self.keyed, &octets, self.direction),
            other => self.keyed.field(other, &octets).unwrap_or_else(|| vec![0; octets.len()]),
        };
        let mut rest = made.as_slice();
        for range in pieces {
            let (piece, behind) = rest.split_at_checked(range.len()).unwrap_or((rest, &[]));
            self.draft.write(range.start, piece);
            rest = behind;
        }
    }

    /// Where the octets of a value stand.
    fn pieces(&mut self, element: &Element, found: &mut Vec<Range<usize>>, depth: usize) {
        if !element.constructed || depth > MAX_DEPTH {
            return found.push(element.start()..element.end());
        }
        let mut at = element.start();
        while let Some(piece) = self.walker.element(at, element.end()) {
            at = piece.next();
            self.draft.keep(piece.at()..piece.start());
            self.draft.keep(piece.end()..piece.next());
            self.pieces(&piece, found, depth.saturating_add(1));
        }
    }
}

/// The node that an element is, counted off as the reader of parameters does it.
fn matching(nodes: &'static [Node], element: &Element, used: &mut u64) -> Option<&'static Node> {
    let fits = |node: &Node| node.tag == element.tag && (element.constructed || node.children.is_empty());
    let mut repeated = None;
    for (index, node) in nodes.iter().enumerate().filter(|(_, node)| fits(node)) {
        let bit = 1u64.checked_shl(u32::try_from(index).unwrap_or(u32::MAX)).unwrap_or(0);
        if *used & bit == 0 || node.many {
            *used |= bit;
            return Some(node);
        }
        repeated = Some(node);
    }
    repeated
}

/// Messages behind one another that are rewritten.
const MOST_MESSAGES: usize = 4;
/// Octets that begin with no message.
const NO_MESSAGE: Reason = "SCCP user that is not TCAP";
/// A message that would read otherwise.
const CHANGED: Reason = "TCAP message that would not read as before";
