//! Signalling point codes as documents write them.

use crate::site::Kind;

/// Widths in bits of the parts of a point code written in parts: ITU-T Q.708 (14 bits), ANSI T1.111 (24 bits).
const ITU: [u32; 3] = [3, 8, 3];
const WIDE: [u32; 3] = [8, 8, 8];

/// Reads an integer, `zone-area-point` of 3, 8 and 3 bits, or three parts of 8 bits. What fits both is the former,
/// unless `wide` says that the code has 24 bits.
pub(crate) fn parse(text: &str, wide: bool) -> Option<u32> {
    let text: String = text.chars().filter(|character| !character.is_whitespace()).collect();
    let code = if text.contains(['-', '.']) {
        let parts: Vec<&str> = text.split(['-', '.']).collect();
        let parts = <[&str; 3]>::try_from(parts).ok()?;
        let itu = join(parts, ITU).filter(|_| !wide);
        itu.or_else(|| join(parts, WIDE))?
    } else {
        number(&text)?
    };
    Kind::PointCode.accepts_integer(i64::from(code)).then_some(code)
}

fn number(text: &str) -> Option<u32> {
    text.bytes().all(|octet| octet.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn join(parts: [&str; 3], widths: [u32; 3]) -> Option<u32> {
    parts.into_iter().zip(widths).try_fold(0u32, |code, (part, width)| {
        let part = number(part).filter(|part| part.checked_shr(width) == Some(0))?;
        Some(code.checked_shl(width)? | part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_point_codes() {
        for (text, wide, expected) in [
            ("4901", false, Some(4901)),
            (" 2-100-1 ", false, Some((2 << 11) | (100 << 3) | 1)),
            ("2 - 100 - 1", false, Some((2 << 11) | (100 << 3) | 1)),
            ("2.100.1", false, Some((2 << 11) | (100 << 3) | 1)),
            ("7-255-7", false, Some(16383)),
            ("2-100-1", true, Some((2 << 16) | (100 << 8) | 1)),
            ("8-1-1", false, Some((8 << 16) | (1 << 8) | 1)),
            ("255-255-255", false, Some(16_777_215)),
            ("256-1-1", false, None),
            ("16777216", false, None),
            ("1-2", false, None),
            ("1-2-3-4", false, None),
            ("-1", false, None),
            ("+1", false, None),
            ("x", false, None),
            ("", false, None),
        ] {
            assert_eq!(parse(text, wide), expected, "{text}");
        }
    }
}
