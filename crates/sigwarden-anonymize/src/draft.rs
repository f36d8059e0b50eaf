//! A copy in the making. What nobody looks at does not get into it.

use std::ops::Range;

/// A copy of some octets, of which each is kept, rewritten, or not there yet.
#[derive(Debug)]
pub(crate) struct Draft<'a> {
    /// The octets as they came.
    pub(crate) before: &'a [u8],
    /// As they will be; zero where nobody looked.
    pub(crate) after: Vec<u8>,
    /// Which of them were looked at.
    pub(crate) seen: Vec<bool>,
}

impl<'a> Draft<'a> {
    /// Of these octets, none of them looked at.
    pub(crate) fn new(before: &'a [u8]) -> Self {
        Self { before, after: vec![0; before.len()], seen: vec![false; before.len()] }
    }

    /// Keeps a stretch.
    pub(crate) fn keep(&mut self, range: Range<usize>) {
        let end = range.end.min(self.before.len());
        let start = range.start.min(end);
        self.write(start, self.before.get(start..end).unwrap_or(&[]));
    }

    /// Writes these octets; what does not fit is left out.
    pub(crate) fn write(&mut self, start: usize, octets: &[u8]) {
        let (after, seen) = (self.after.get_mut(start..), self.seen.get_mut(start..));
        if let (Some(after), Some(seen)) = (after, seen) {
            for ((to, seen), from) in after.iter_mut().zip(seen).zip(octets) {
                (*to, *seen) = (*from, true);
            }
        }
    }

    /// Octets of a stretch, as they came.
    pub(crate) fn octets(&self, range: Range<usize>) -> &'a [u8] {
        let end = range.end.min(self.before.len());
        self.before.get(range.start..end).unwrap_or(&[])
    }

    /// Where a part of the octets stands in them; `None` for what is empty or from elsewhere.
    pub(crate) fn place(&self, part: &[u8]) -> Option<Range<usize>> {
        place(self.before, part)
    }
}

/// Where a part stands in a whole.
pub(crate) fn place(whole: &[u8], part: &[u8]) -> Option<Range<usize>> {
    let start = part.as_ptr().addr().checked_sub(whole.as_ptr().addr())?;
    let end = start.checked_add(part.len())?;
    (!part.is_empty() && end <= whole.len()).then_some(start..end)
}
