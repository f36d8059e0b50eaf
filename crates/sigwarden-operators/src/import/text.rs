//! Octets to text.

use std::borrow::Cow;

use super::ImportError;

/// How many octets at the front are searched for the name of an encoding.
const DECLARATION_OCTETS: usize = 200;
/// Names of encodings of one octet per character, in capitals. The others differ from ISO-8859-1 only in
/// signs that no number, host or code has.
const LATIN: &[&str] = &["ISO-8859-1", "ISO_8859-1", "LATIN1", "ISO-8859-15", "WINDOWS-1252", "CP1252"];
/// Byte order marks (Unicode 23.8), and how UTF-16 without one begins when it is XML (XML 1.0, appendix F).
const UTF8_MARK: &[u8] = b"\xef\xbb\xbf";
const UTF16: &[(&[u8], bool, usize)] =
    &[(b"\xff\xfe", false, 2), (b"\xfe\xff", true, 2), (b"<\0", false, 0), (b"\0<", true, 0)];

/// True when the first character that is no space is `<`.
pub(super) fn is_markup(bytes: &[u8]) -> bool {
    let skipped = |octet: &u8| octet.is_ascii_whitespace() || b"\0\xef\xbb\xbf\xff\xfe".contains(octet);
    bytes.iter().find(|octet| !skipped(octet)) == Some(&b'<')
}

/// The text of a file: UTF-8, UTF-16, or one octet per character if an XML declaration says so.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, ImportError> {
    if let Some((_, big, skip)) = UTF16.iter().find(|(start, _, _)| bytes.starts_with(start)) {
        return utf16(bytes.get(*skip..).unwrap_or_default(), *big).map(Cow::Owned);
    }
    let bytes = bytes.strip_prefix(UTF8_MARK).unwrap_or(bytes);
    if declared(bytes).is_some_and(|name| LATIN.contains(&name.as_str())) {
        return Ok(Cow::Owned(bytes.iter().copied().map(char::from).collect()));
    }
    std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let octet = bytes.get(error.valid_up_to()).copied().unwrap_or_default();
        ImportError::Text { line: lines(before), problem: format!("the octet {octet:#04x} is no UTF-8 text") }
    })
}

/// Number of the line behind these octets.
fn lines(before: &[u8]) -> usize {
    before.iter().filter(|octet| **octet == b'\n').count().saturating_add(1)
}

/// The encoding that an XML declaration names, in capitals.
fn declared(bytes: &[u8]) -> Option<String> {
    let front = bytes.get(..DECLARATION_OCTETS.min(bytes.len()))?;
    let front = String::from_utf8_lossy(front);
    let declaration = front.trim_start().strip_prefix("<?xml")?.split("?>").next()?;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let name = value.trim_start_matches(['"', '\'']).split(['"', '\'']).next()?;
    Some(name.trim().to_ascii_uppercase())
}

fn utf16(bytes: &[u8], big: bool) -> Result<String, ImportError> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let unit = |pair: &[u8; 2]| if big { u16::from_be_bytes(*pair) } else { u16::from_le_bytes(*pair) };
    let mut text = String::with_capacity(pairs.len());
    for character in char::decode_utf16(pairs.iter().map(unit)) {
        match character {
            Ok(character) => text.push(character),
            Err(_) => return Err(no_utf16(&text)),
        }
    }
    if rest.is_empty() { Ok(text) } else { Err(no_utf16(&text)) }
}

fn no_utf16(before: &str) -> ImportError {
    let problem = "what follows is no UTF-16 text, or the file ends in the middle of a character".to_owned();
    ImportError::Text { line: lines(before.as_bytes()), problem }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_encodings() {
        let latin = b"<?xml version='1.0' encoding='iso-8859-1'?><A>\xe9</A>";
        assert!(decode(latin).unwrap().ends_with("<A>\u{e9}</A>"));
        for (bytes, expected) in [
            (&b"\xef\xbb\xbf<a/>"[..], Some("<a/>")),
            (b"\xff\xfe<\0a\0/\0>\0", Some("<a/>")),
            (b"\xfe\xff\0<\0a\0/\0>", Some("<a/>")),
            (b"<\0a\0/\0>\0", Some("<a/>")),
            (b"\0<\0a\0/\0>", Some("<a/>")),
            (b"\xff\xfe<\0a", None),
            (b"\xff\xfe\x00\xd8<\0", None),
            (b"a\xe9", None),
            (b"", Some("")),
        ] {
            assert_eq!(decode(bytes).ok().as_deref(), expected, "{bytes:?}");
        }
    }

    #[test]
    fn knows_markup() {
        for (bytes, markup) in [
            (&b"\xef\xbb\xbf\r\n <a/>"[..], true),
            (b"\xff\xfe<\0", true),
            (b"tadig;kind", false),
            (b"\xff\xfet\0", false),
            (b"", false),
        ] {
            assert_eq!(is_markup(bytes), markup, "{bytes:?}");
        }
    }
}
