//! Basic encoding rules (X.690) and the octet strings that MAP builds on them.

/// Tag of INTEGER.
pub const INTEGER: u32 = 0x02;
/// Tag of OCTET STRING.
pub const OCTET_STRING: u32 = 0x04;
/// Tag of NULL.
pub const NULL: u32 = 0x05;
/// Tag of OBJECT IDENTIFIER.
pub const OBJECT_IDENTIFIER: u32 = 0x06;
/// Tag of ENUMERATED.
pub const ENUMERATED: u32 = 0x0a;
/// Tag of SEQUENCE and SEQUENCE OF.
pub const SEQUENCE: u32 = 0x30;

/// One element with the shortest definite length (X.690 8.1.3).
///
/// `tag` holds the identifier octets as a number: `0x30`, `0x9f32`.
pub fn tlv(tag: u32, content: impl AsRef<[u8]>) -> Vec<u8> {
    let content = content.as_ref();
    let mut out = Vec::with_capacity(8 + content.len());
    write_tag(tag, &mut out);
    write_length(content.len(), &mut out);
    out.extend_from_slice(content);
    out
}

/// One element whose identifier octets are given as they are, minimal or not.
pub fn tlv_with_tag_octets(tag: &[u8], content: impl AsRef<[u8]>) -> Vec<u8> {
    let content = content.as_ref();
    let mut out = Vec::with_capacity(tag.len() + 5 + content.len());
    out.extend_from_slice(tag);
    write_length(content.len(), &mut out);
    out.extend_from_slice(content);
    out
}

/// One element with a long-form length of exactly `length_octets` octets after the first (1 to 8),
/// which X.690 8.1.3.5 allows and hardly anybody sends.
pub fn tlv_long_length(tag: u32, length_octets: usize, content: impl AsRef<[u8]>) -> Vec<u8> {
    let content = content.as_ref();
    let wide = (content.len() as u64).to_be_bytes();
    let mut out = tag_octets(tag);
    out.push(0x80 | u8::try_from(length_octets).expect("at most 8 length octets"));
    out.extend_from_slice(&wide[wide.len() - length_octets..]);
    out.extend_from_slice(content);
    out
}

/// One constructed element of indefinite length, closed by end-of-contents octets (X.690 8.1.3.6).
pub fn tlv_indefinite(tag: u32, content: impl AsRef<[u8]>) -> Vec<u8> {
    [&tag_octets(tag), &[0x80][..], content.as_ref(), &[0, 0]].concat()
}

/// The identifier octets of a low tag in high-tag-number form (X.690 8.1.2.4), which the standard
/// reserves for numbers from 31: `0xa1` becomes `bf 01`.
pub fn long_tag(tag: u8) -> Vec<u8> {
    vec![tag | 0x1f, tag & 0x1f]
}

/// SEQUENCE of elements that are already encoded.
pub fn sequence(elements: &[Vec<u8>]) -> Vec<u8> {
    tlv(SEQUENCE, elements.concat())
}

/// Element without content: NULL under any tag.
pub fn null(tag: u32) -> Vec<u8> {
    tlv(tag, [])
}

/// Content octets of an INTEGER or ENUMERATED: two's complement, shortest form (X.690 8.3).
pub fn int(value: i64) -> Vec<u8> {
    let wide = value.to_be_bytes();
    let redundant = wide
        .windows(2)
        .take_while(|pair| (pair[0] == 0 && pair[1] < 0x80) || (pair[0] == 0xff && pair[1] >= 0x80))
        .count();
    wide[redundant..].to_vec()
}

/// INTEGER with its tag.
pub fn integer(value: i64) -> Vec<u8> {
    tlv(INTEGER, int(value))
}

/// Content octets of an OBJECT IDENTIFIER (X.690 8.19).
pub fn oid(arcs: &[u64]) -> Vec<u8> {
    let (roots, rest) = arcs.split_at_checked(2).expect("an object identifier has two arcs or more");
    let mut out = Vec::with_capacity(arcs.len() + 2);
    write_base128(roots[0] * 40 + roots[1], &mut out);
    rest.iter().for_each(|&arc| write_base128(arc, &mut out));
    out
}

/// Telephony binary coded digits (TS 29.002 17.7.8, TBCD-STRING): two digits an octet, the first
/// in the low half, an odd last half filled with `f`. Takes `0`–`9` and `a`–`f`.
pub fn tbcd(digits: &str) -> Vec<u8> {
    packed_digits(digits, 0x0f)
}

/// AddressString (TS 29.002 17.7.8): an octet of nature and numbering plan (`0x91` is an
/// international E.164 number), then TBCD digits.
pub fn address(nai_np: u8, digits: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(1 + digits.len().div_ceil(2));
    out.push(nai_np);
    write_packed(digits, 0x0f, &mut out);
    out
}

/// Digits two an octet, low half first, an odd last half filled with `filler`.
pub(crate) fn packed_digits(digits: &str, filler: u8) -> Vec<u8> {
    let mut out = Vec::with_capacity(digits.len().div_ceil(2));
    write_packed(digits, filler, &mut out);
    out
}

/// Writes the same behind what is there.
pub(crate) fn write_packed(digits: &str, filler: u8, out: &mut Vec<u8>) {
    for pair in digits.as_bytes().chunks(2) {
        let high = pair.get(1).map_or(filler, |digit| half_octet(char::from(*digit)));
        out.push(half_octet(char::from(pair[0])) | high << 4);
    }
}

fn half_octet(digit: char) -> u8 {
    let value = digit.to_digit(16).unwrap_or_else(|| panic!("{digit:?} is no digit"));
    value as u8
}

fn tag_octets(tag: u32) -> Vec<u8> {
    let mut out = Vec::with_capacity(4);
    write_tag(tag, &mut out);
    out
}

fn write_tag(tag: u32, out: &mut Vec<u8>) {
    let wide = tag.to_be_bytes();
    let first = wide.iter().position(|&octet| octet != 0).unwrap_or(3);
    out.extend_from_slice(&wide[first..]);
}

fn write_length(count: usize, out: &mut Vec<u8>) {
    let wide = (count as u32).to_be_bytes();
    match count {
        0..=0x7f => out.push(count as u8),
        0x80..=0xff => out.extend([0x81, count as u8]),
        0x100..=0xffff => out.extend([0x82, wide[2], wide[3]]),
        _ => out.extend([0x84, wide[0], wide[1], wide[2], wide[3]]),
    }
}

fn write_base128(value: u64, out: &mut Vec<u8>) {
    let groups = (64 - value.leading_zeros()).div_ceil(7).max(1);
    for group in (0..groups).rev() {
        let more = if group == 0 { 0 } else { 0x80 };
        out.push((value >> (7 * group)) as u8 & 0x7f | more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(octets: Vec<u8>, expectation: &[u8]) {
        assert_eq!(octets, expectation);
    }

    #[test]
    fn integers_take_the_shortest_form() {
        check(int(0), &[0]);
        check(int(127), &[0x7f]);
        check(int(128), &[0, 0x80]);
        check(int(-1), &[0xff]);
        check(int(-129), &[0xff, 0x7f]);
        check(int(600), &[0x02, 0x58]);
    }

    #[test]
    fn object_identifiers_use_base_128() {
        check(oid(&[0, 0, 17, 773, 1, 1, 1]), &[0x00, 0x11, 0x86, 0x05, 1, 1, 1]);
        check(oid(&[0, 4, 0, 0, 1, 0, 1, 3]), &[4, 0, 0, 1, 0, 1, 3]);
        check(oid(&[2, 999, 3]), &[0x88, 0x37, 3]);
    }

    #[test]
    fn digits_pack_low_half_first() {
        check(tbcd("001019"), &[0x00, 0x01, 0x91]);
        check(tbcd("12345"), &[0x21, 0x43, 0xf5]);
        check(tbcd("1ae"), &[0xa1, 0xfe]);
        check(address(0x91, "1555"), &[0x91, 0x51, 0x55]);
    }

    #[test]
    fn lengths_are_minimal_unless_asked_otherwise() {
        check(tlv(0x30, [7]), &[0x30, 1, 7]);
        check(tlv(0x9f32, [7]), &[0x9f, 0x32, 1, 7]);
        check(tlv(0x04, [0; 200])[..4].to_vec(), &[0x04, 0x81, 200, 0]);
        check(tlv(0x04, [0; 300])[..4].to_vec(), &[0x04, 0x82, 1, 0x2c]);
        check(tlv_long_length(0x30, 2, [7]), &[0x30, 0x82, 0, 1, 7]);
        check(tlv_indefinite(0x30, [7]), &[0x30, 0x80, 7, 0, 0]);
        check(tlv_with_tag_octets(&long_tag(0xa1), [7]), &[0xbf, 0x01, 1, 7]);
    }
}
