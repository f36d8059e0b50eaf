//! Basic Encoding Rules (X.690): a walker that reads every form a lenient peer would, and notes which ones are not minimal.
//!
//! Elements are positions into one buffer, so nothing is copied and nothing has a lifetime to carry along.

mod value;

pub use value::{integer, write_address, write_tbcd};

use crate::anomaly::{Anomalies, Code};

/// Nesting beyond which nothing is read.
pub const MAX_DEPTH: usize = 32;
/// Elements of one message beyond which nothing is read.
pub const MAX_ELEMENTS: u32 = 2000;

/// Octets of one message beyond which nothing is read: SCCP cannot carry more than 64 KiB even in long messages.
pub const MAX_MESSAGE: usize = 1 << 20;

/// Class and number of a tag: class in the two upper bits, as on the wire; number in the lower fourteen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag(pub u16);

impl Tag {
    const NUMBER: u16 = 0x3FFF;

    /// A universal tag.
    pub const fn universal(number: u16) -> Self {
        Self(number)
    }

    /// An application tag.
    pub const fn application(number: u16) -> Self {
        Self(0x4000 | number)
    }

    /// A context-specific tag.
    pub const fn context(number: u16) -> Self {
        Self(0x8000 | number)
    }

    /// A private tag.
    pub const fn private(number: u16) -> Self {
        Self(0xC000 | number)
    }

    /// Its number.
    pub const fn number(self) -> u16 {
        self.0 & Self::NUMBER
    }

    /// Whether the class is context-specific.
    pub const fn is_context(self) -> bool {
        self.0 & 0xC000 == 0x8000
    }
}

/// A stretch of the buffer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// First octet.
    pub start: u32,
    /// Octets.
    pub length: u32,
}

impl Span {
    /// From positions; a stretch that ends before it starts is empty.
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        Self { start: clamp(start), length: clamp(end.saturating_sub(start)) }
    }

    /// Its octets.
    pub fn of<'a>(&self, buffer: &'a [u8]) -> &'a [u8] {
        let start = self.start as usize;
        buffer.get(start..start.saturating_add(self.length as usize)).unwrap_or(&[])
    }
}

/// One element: tag, length, value. Small enough to be handed over in two registers, as thousands are in a message.
#[derive(Clone, Copy, Debug)]
pub struct Element {
    /// Tag.
    pub tag: Tag,
    /// Whether it is constructed.
    pub constructed: bool,
    /// Octets behind the content that belong to it: the end of an indefinite length.
    closing: u8,
    at: u32,
    start: u32,
    end: u32,
}

impl Element {
    /// Position of the tag.
    pub const fn at(&self) -> usize {
        self.at as usize
    }

    /// Position of the content.
    pub const fn start(&self) -> usize {
        self.start as usize
    }

    /// End of the content.
    pub const fn end(&self) -> usize {
        self.end as usize
    }

    /// Where the next element begins.
    pub const fn next(&self) -> usize {
        (self.end as usize).saturating_add(self.closing as usize)
    }

    /// Its content.
    pub fn content<'a>(&self, buffer: &'a [u8]) -> &'a [u8] {
        buffer.get(self.start()..self.end()).unwrap_or(&[])
    }

    /// Its content as a stretch.
    pub const fn span(&self) -> Span {
        Span { start: self.start, length: self.end.saturating_sub(self.start) }
    }
}

/// Walks elements of one message.
#[derive(Debug)]
pub struct Walker<'a, 'b> {
    buffer: &'a [u8],
    anomalies: &'b mut Anomalies,
    budget: u32,
}

impl<'a, 'b> Walker<'a, 'b> {
    /// A walker over one message.
    pub fn new(buffer: &'a [u8], anomalies: &'b mut Anomalies) -> Self {
        let buffer = buffer.get(..MAX_MESSAGE).unwrap_or(buffer);
        Self { buffer, anomalies, budget: MAX_ELEMENTS }
    }

    /// The message.
    pub const fn buffer(&self) -> &'a [u8] {
        self.buffer
    }

    /// Notes an anomaly over an element.
    pub fn note(&mut self, code: Code, element: &Element) {
        self.anomalies.add(code, element.at(), element.end().saturating_sub(element.at()));
    }

    /// Notes an anomaly at a place.
    pub fn note_at(&mut self, code: Code, at: usize, length: usize) {
        self.anomalies.add(code, at, length);
    }

    /// The element at `at`, which must begin before `end`. `None` at the end, and where not even a tag and length are left.
    #[inline]
    pub fn element(&mut self, at: usize, end: usize) -> Option<Element> {
        if at >= end {
            return None;
        }
        // Nearly every element has one octet of tag and one of length, and fits.
        if let Some([first, length, rest @ ..]) = self.buffer.get(at..end)
            && first & 0x1F != 0x1F
            && usize::from(*length) <= rest.len()
            && *length < 0x80
            && self.budget > 0
        {
            self.budget = self.budget.saturating_sub(1);
            let start = at.saturating_add(2);
            let stop = start.saturating_add(usize::from(*length));
            let tag = Tag(u16::from(first & 0xC0) << 8 | u16::from(first & 0x1F));
            let constructed = first & 0x20 != 0;
            let (at, start, end) = (place(at), place(start), place(stop));
            return Some(Element { tag, constructed, closing: 0, at, start, end });
        }
        self.unusual_element(at, end)
    }

    /// Every other form.
    #[cold]
    #[inline(never)]
    fn unusual_element(&mut self, at: usize, end: usize) -> Option<Element> {
        let end = end.min(self.buffer.len());
        if at >= end {
            return None;
        }
        self.budget = self.budget.checked_sub(1).or_else(|| {
            self.anomalies.add(Code::TooMany, at, end.saturating_sub(at));
            None
        })?;
        let header = self.header(at, end)?;
        let (tag, constructed, start) = (header.tag, header.constructed, header.start);
        let element = |stop: usize, next: usize| {
            let closing = u8::try_from(next.saturating_sub(stop)).unwrap_or(0);
            Element { tag, constructed, closing, at: place(at), start: place(start), end: place(stop) }
        };
        let Some(length) = header.length else {
            let (stop, next) = self.end_of_contents(start, end);
            return Some(element(stop, next));
        };
        let stop = start.checked_add(length).filter(|stop| *stop <= end);
        let stop = stop.unwrap_or_else(|| {
            self.anomalies.add(Code::LengthOverrun, at, end.saturating_sub(at));
            end
        });
        Some(element(stop, stop))
    }

    /// Tag and length octets at a place.
    fn header(&mut self, at: usize, end: usize) -> Option<Header> {
        let first = *self.buffer.get(at)?;
        let mut position = at.saturating_add(1);
        let class = u16::from(first & 0xC0) << 8;
        let number = match first & 0x1F {
            0x1F => self.long_tag(at, &mut position, end),
            low => u16::from(low),
        };
        if position >= end {
            self.anomalies.add(Code::LengthOverrun, at, end.saturating_sub(at));
            return None;
        }
        let length_octet = *self.buffer.get(position)?;
        position = position.saturating_add(1);
        let length = match length_octet {
            0..=0x7F => Some(usize::from(length_octet)),
            0x80 => None,
            _ => Some(self.long_length(usize::from(length_octet & 0x7F), &mut position, end)),
        };
        Some(Header { tag: Tag(class | number), constructed: first & 0x20 != 0, start: position, length })
    }

    /// X.690 8.1.2.4: seven bits an octet. A number below 31, or leading zero bits, is not what an encoder may write.
    #[cold]
    fn long_tag(&mut self, at: usize, position: &mut usize, end: usize) -> u16 {
        let mut number = 0u32;
        let mut first = true;
        while *position < end {
            let Some(&octet) = self.buffer.get(*position) else { break };
            *position = position.saturating_add(1);
            if first && octet == 0x80 {
                self.anomalies.add(Code::TagPadded, at, 2);
            }
            first = false;
            number = (number.checked_shl(7).unwrap_or(0) | u32::from(octet & 0x7F)).min(u32::from(Tag::NUMBER));
            if octet & 0x80 == 0 {
                break;
            }
        }
        if number < 31 {
            self.anomalies.add(Code::TagLongForm, at, position.saturating_sub(at));
        }
        u16::try_from(number).unwrap_or(Tag::NUMBER)
    }

    /// X.690 8.1.3.5. More octets than the number needs is legal, and noted.
    #[cold]
    fn long_length(&mut self, count: usize, position: &mut usize, end: usize) -> usize {
        let start = *position;
        let stop = start.saturating_add(count).min(end);
        let octets = self.buffer.get(start..stop).unwrap_or(&[]);
        *position = stop;
        let length = octets
            .iter()
            .fold(0usize, |sum, octet| sum.checked_mul(256).map_or(usize::MAX, |sum| sum | usize::from(*octet)));
        let needed = match length {
            0..=0x7F => 0,
            0x80..=0xFF => 1,
            0x100..=0xFFFF => 2,
            _ => 3,
        };
        if count > needed {
            self.anomalies.add(Code::LengthLongForm, start.saturating_sub(1), count.saturating_add(1));
        }
        length
    }

    /// End of an indefinite length: the zero octets that match, by walking headers with a depth counter.
    #[cold]
    fn end_of_contents(&mut self, start: usize, end: usize) -> (usize, usize) {
        let mut depth = 0usize;
        let mut at = start;
        while at < end {
            if self.buffer.get(at..at.saturating_add(2)) == Some(&[0, 0]) {
                let next = at.saturating_add(2);
                if depth == 0 {
                    return (at, next);
                }
                depth = depth.saturating_sub(1);
                at = next;
                continue;
            }
            self.budget = self.budget.saturating_sub(1);
            if depth > MAX_DEPTH || self.budget == 0 {
                self.anomalies.add(Code::TooDeep, start, end.saturating_sub(start));
                return (end, end);
            }
            let Some(header) = self.header(at, end) else { break };
            match header.length {
                Some(length) => at = header.start.saturating_add(length),
                None => {
                    depth = depth.saturating_add(1);
                    at = header.start;
                }
            }
        }
        self.anomalies.add(Code::IndefiniteUnterminated, start, end.saturating_sub(start));
        (end, end)
    }
}

/// A position; messages are far shorter than four gigabytes, and what is longer is not looked at.
fn place(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

struct Header {
    tag: Tag,
    constructed: bool,
    start: usize,
    /// `None` for the indefinite form.
    length: Option<usize>,
}
