//! Exit codes, the same for every verb.

/// Done.
pub const DONE: u8 = 0;
/// Our own failure.
pub const INTERNAL: u8 = 1;
/// Wrong usage.
pub const USAGE: u8 = 2;
/// Nothing in the input could be decoded.
pub const NOTHING_DECODED: u8 = 3;
/// Findings at or above `--fail-on`, or a score below a limit that was given.
pub const FINDINGS: u8 = 4;
/// Input unreadable.
pub const INPUT_UNREADABLE: u8 = 10;
/// Input cut short; the partial result was written.
pub const INPUT_CUT_SHORT: u8 = 11;
/// Configuration invalid.
pub const CONFIG_INVALID: u8 = 20;
/// Rules invalid.
pub const RULES_INVALID: u8 = 21;
/// Rule tests failed.
pub const RULE_TESTS_FAILED: u8 = 22;
/// Operator data invalid.
pub const OPERATOR_DATA_INVALID: u8 = 23;

/// Order in which the conditions of one run are reported when several hold at once.
const PRECEDENCE: [u8; 4] = [INPUT_UNREADABLE, INPUT_CUT_SHORT, NOTHING_DECODED, FINDINGS];

/// The one code for several conditions at once: 10, then 11, 3, 4, else 0.
pub fn combine(conditions: &[u8]) -> u8 {
    PRECEDENCE.into_iter().find(|code| conditions.contains(code)).unwrap_or(DONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unreadable_wins_over_findings() {
        assert_eq!(combine(&[FINDINGS, INPUT_UNREADABLE]), INPUT_UNREADABLE);
        assert_eq!(combine(&[FINDINGS, INPUT_CUT_SHORT]), INPUT_CUT_SHORT);
        assert_eq!(combine(&[FINDINGS, NOTHING_DECODED]), NOTHING_DECODED);
        assert_eq!(combine(&[]), DONE);
    }
}
