//! Values of primitive elements.

use crate::anomaly::Code;

/// An INTEGER (X.690 8.3): its value, and what is wrong with its form. `None` for no octets or more than eight.
pub fn integer(octets: &[u8]) -> (Option<i64>, Option<Code>) {
    let (Some(&first), true) = (octets.first(), octets.len() <= 8) else {
        return (None, Some(Code::OperationCodeRange));
    };
    let sign = if first & 0x80 != 0 { -1i64 } else { 0 };
    let value = octets.iter().fold(sign, |sum, octet| (sum << 8) | i64::from(*octet));
    let padded = match octets {
        [0x00, second, ..] => second & 0x80 == 0,
        [0xFF, second, ..] => second & 0x80 != 0,
        _ => false,
    };
    (Some(value), padded.then_some(Code::IntegerPadded))
}

/// TBCD digits (TS 29.002 17.7.8) as ASCII: lower half first; the first filler (`F`) ends them;
/// other values that are no digit stay hexadecimal, upper case. Gives what fits into the buffer.
pub fn write_tbcd<'a>(octets: &[u8], buffer: &'a mut [u8]) -> &'a [u8] {
    let mut count = 0usize;
    let (pairs, _) = buffer.as_chunks_mut::<2>();
    for (pair, octet) in pairs.iter_mut().zip(octets) {
        *pair = crate::sccp::digit_pair(*octet);
        if octet & 0x0F == 0x0F {
            break;
        }
        if octet >> 4 == 0x0F {
            count = count.saturating_add(1);
            break;
        }
        count = count.saturating_add(2);
    }
    buffer.get(..count).unwrap_or(&[])
}

/// Digits of an AddressString: the first octet (nature and plan) is left out.
pub fn write_address<'a>(octets: &[u8], buffer: &'a mut [u8]) -> &'a [u8] {
    write_tbcd(octets.get(1..).unwrap_or(&[]), buffer)
}
