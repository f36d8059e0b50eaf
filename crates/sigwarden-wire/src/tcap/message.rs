//! The transaction portion.

use super::MAX_COMPONENTS;
use super::component::{self, Component};
use super::dialogue::Dialogue;
use crate::anomaly::{Anomalies, Code};
use crate::ber::{Element, Span, Tag, Walker};

/// Type of a message; ANSI packages under the ITU type that does the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MessageType {
    /// BEGIN, ANSI query.
    #[default]
    Begin,
    /// CONTINUE, ANSI conversation.
    Continue,
    /// END, ANSI response.
    End,
    /// ABORT.
    Abort,
    /// UNIDIRECTIONAL.
    Unidirectional,
}

impl MessageType {
    /// Name as in the output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Begin => "begin",
            Self::Continue => "continue",
            Self::End => "end",
            Self::Abort => "abort",
            Self::Unidirectional => "unidirectional",
        }
    }
}

/// A transaction identifier: 1 to 4 octets, or what an evader made of it.
pub type TransactionId = Span;

/// One TCAP message.
#[derive(Debug, Default)]
pub struct Message {
    /// Type.
    pub kind: MessageType,
    /// Whether it is an ANSI package.
    pub ansi: bool,
    /// Originating transaction.
    pub otid: Option<TransactionId>,
    /// Destination transaction.
    pub dtid: Option<TransactionId>,
    /// P-Abort cause.
    pub abort_cause: Option<i64>,
    /// Dialogue portion.
    pub dialogue: Dialogue,
    length: usize,
    components: Vec<Component>,
    count: usize,
}

impl Clone for Message {
    fn clone(&self) -> Self {
        let mut copy = Self::default();
        copy.clone_from(self);
        copy
    }

    /// Allocates nothing once the list of components has grown to the largest message seen.
    fn clone_from(&mut self, other: &Self) {
        while self.components.len() < other.count {
            self.components.push(Component::default());
        }
        self.components.iter_mut().zip(other.components()).for_each(|(slot, component)| slot.clone_from(component));
        (self.kind, self.ansi, self.otid, self.dtid) = (other.kind, other.ansi, other.otid, other.dtid);
        (self.abort_cause, self.dialogue, self.length) = (other.abort_cause, other.dialogue, other.length);
        self.count = other.count;
    }
}

/// Tags of the transaction portion.
mod tag {
    use crate::ber::Tag;
    pub(super) const OTID: Tag = Tag::application(8);
    pub(super) const DTID: Tag = Tag::application(9);
    pub(super) const CAUSE: Tag = Tag::application(10);
    pub(super) const DIALOGUE: Tag = Tag::application(11);
    pub(super) const COMPONENTS: Tag = Tag::application(12);
    pub(super) const ANSI_TRANSACTION: Tag = Tag::private(7);
    pub(super) const ANSI_COMPONENTS: Tag = Tag::private(8);
    pub(super) const ANSI_DIALOGUE: Tag = Tag::private(25);
    pub(super) const ANSI_CAUSE: Tag = Tag::private(23);
}

/// Message tags: ITU (application) and ANSI (private).
const TYPES: [(Tag, MessageType); 12] = [
    (Tag::application(1), MessageType::Unidirectional),
    (Tag::application(2), MessageType::Begin),
    (Tag::application(4), MessageType::End),
    (Tag::application(5), MessageType::Continue),
    (Tag::application(7), MessageType::Abort),
    (Tag::private(1), MessageType::Unidirectional),
    (Tag::private(2), MessageType::Begin),
    (Tag::private(3), MessageType::Begin),
    (Tag::private(4), MessageType::End),
    (Tag::private(5), MessageType::Continue),
    (Tag::private(6), MessageType::Continue),
    (Tag::private(22), MessageType::Abort),
];

fn message_type(tag: Tag) -> Option<MessageType> {
    TYPES.iter().find(|(known, _)| *known == tag).map(|(_, kind)| *kind)
}

impl Message {
    /// The components, in order.
    pub fn components(&self) -> &[Component] {
        self.components.get(..self.count).unwrap_or(&[])
    }

    /// The components, to have their parameters read.
    pub fn components_mut(&mut self) -> &mut [Component] {
        self.components.get_mut(..self.count).unwrap_or(&mut [])
    }

    /// Octets of the message, without what stands behind it.
    pub const fn length(&self) -> usize {
        self.length
    }

    fn clear(&mut self) {
        let components = std::mem::take(&mut self.components);
        *self = Self { components, ..Self::default() };
    }

    /// Reads a message. False where the octets don't begin with a message tag: then this is not TCAP.
    pub fn read(&mut self, octets: &[u8], anomalies: &mut Anomalies) -> bool {
        self.clear();
        let mut walker = Walker::new(octets, anomalies);
        let Some(outer) = walker.element(0, octets.len()) else { return false };
        let Some(kind) = message_type(outer.tag) else { return false };
        self.kind = kind;
        self.length = outer.next();
        let private = outer.tag.0 & 0xC000 == 0xC000;
        let itu_inside = self.portions(&mut walker, &outer);
        self.ansi = private && !itu_inside;
        if private && itu_inside {
            walker.note(Code::AnsiPackage, &outer);
        }
        self.check_transactions(&mut walker, &outer);
        trailing(&mut walker, &outer);
        true
    }

    /// Reads the portions in whatever order they stand; true where any has an ITU tag.
    fn portions(&mut self, walker: &mut Walker<'_, '_>, outer: &Element) -> bool {
        let mut at = outer.start();
        let mut itu = false;
        let mut component_portions = 0u32;
        while let Some(element) = walker.element(at, outer.end()) {
            at = element.next();
            itu |= element.tag.0 & 0xC000 == 0x4000;
            match element.tag {
                tag::OTID => self.otid = Some(element.span()),
                tag::DTID => self.dtid = Some(element.span()),
                tag::CAUSE | tag::ANSI_CAUSE => {
                    self.abort_cause = crate::ber::integer(element.content(walker.buffer())).0;
                }
                tag::DIALOGUE => {
                    if self.dialogue.present {
                        walker.note(Code::DialoguePortionRepeated, &element);
                    }
                    if component_portions > 0 {
                        walker.note(Code::DialoguePortionMisplaced, &element);
                    }
                    self.dialogue.read(walker, &element);
                }
                tag::COMPONENTS | tag::ANSI_COMPONENTS => {
                    component_portions = component_portions.saturating_add(1);
                    if component_portions > 1 {
                        walker.note(Code::ComponentPortionRepeated, &element);
                    }
                    // Components with context-specific tags are those of ITU, whatever is around them.
                    itu |= self.component_portion(walker, &element);
                }
                tag::ANSI_TRANSACTION => self.ansi_transaction(&element),
                tag::ANSI_DIALOGUE => {}
                _ => walker.note(Code::UnknownElement, &element),
            }
        }
        itu
    }

    /// Reads the components; true where any has an ITU tag.
    fn component_portion(&mut self, walker: &mut Walker<'_, '_>, portion: &Element) -> bool {
        let mut itu = false;
        let mut at = portion.start();
        while let Some(element) = walker.element(at, portion.end()) {
            at = element.next();
            if self.count >= MAX_COMPONENTS {
                walker.note(Code::TooMany, &element);
                return itu;
            }
            itu |= element.tag.is_context();
            if self.count >= self.components.len() {
                self.components.push(Component::default());
            }
            if let Some(slot) = self.components.get_mut(self.count) {
                component::read(slot, walker, &element);
                self.count = self.count.saturating_add(1);
            }
        }
        itu
    }

    /// T1.114.3: one element with one identifier of four octets, or two in a conversation.
    fn ansi_transaction(&mut self, element: &Element) {
        let half = element.start().saturating_add(4).min(element.end());
        let (first, second) = (Span::new(element.start(), half), Span::new(half, element.end()));
        let whole = element.span();
        match self.kind {
            MessageType::Begin => self.otid = (whole.length > 0).then_some(whole),
            MessageType::End | MessageType::Abort => self.dtid = (whole.length > 0).then_some(whole),
            MessageType::Continue => (self.otid, self.dtid) = (Some(first), Some(second)),
            MessageType::Unidirectional => {}
        }
    }

    /// Q.773 3.1: which identifiers a type has, and one to four octets each.
    fn check_transactions(&self, walker: &mut Walker<'_, '_>, outer: &Element) {
        use MessageType as M;
        let needs_origin = matches!(self.kind, M::Begin | M::Continue);
        let needs_destination = matches!(self.kind, M::Continue | M::End | M::Abort);
        for (needed, id) in [(needs_origin, self.otid), (needs_destination, self.dtid)] {
            match id {
                None if needed => walker.note_at(Code::TransactionIdMissing, outer.start(), 0),
                Some(span) if span.length == 0 => {
                    walker.note_at(Code::TransactionIdMissing, span.start as usize, 0);
                }
                Some(span) if span.length > 4 => {
                    walker.note_at(Code::TransactionIdLong, span.start as usize, span.length as usize);
                }
                _ => {}
            }
        }
    }
}

/// What stands behind the message: nothing, padding, or another message that only some readers see.
fn trailing(walker: &mut Walker<'_, '_>, outer: &Element) {
    let total = walker.buffer().len();
    if outer.next() >= total {
        return;
    }
    let length = total.saturating_sub(outer.next());
    // What stands there is not part of the message: its forms are nobody's anomalies.
    let mut unheard = Anomalies::default();
    let second = Walker::new(walker.buffer(), &mut unheard).element(outer.next(), total);
    let is_message =
        second.is_some_and(|element| message_type(element.tag).is_some() && element.start() < element.end());
    walker.note_at(if is_message { Code::TrailingMessage } else { Code::TrailingOctets }, outer.next(), length);
}
