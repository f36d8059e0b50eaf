//! Elements that were encoded already, taken apart again to be given another form.

/// Tag and content of an element with one octet of tag, and whatever stands behind it. Nothing where it is too short.
pub(crate) fn taken_apart(element: &[u8]) -> Option<(u8, &[u8])> {
    let first = *element.get(1)?;
    let head = if first < 0x80 { 2 } else { 2 + usize::from(first & 0x7f) };
    Some((element[0], element.get(head..)?))
}
