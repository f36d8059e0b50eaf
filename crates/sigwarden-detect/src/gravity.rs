//! What each anomaly means: an oddity that legitimate nodes show too, or something that only gets past filters.

mod diameter;
mod gtp;
mod ss7;

use crate::rules::{self, RuleInfo};
use sigwarden_wire::anomaly::Code;

/// What an anomaly means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gravity {
    /// Legitimate nodes show it too: it stands in the output and adds to other reasons.
    Odd,
    /// Suspicious between networks, with usual innocent explanations: a finding of low severity.
    Notable,
    /// No legitimate node sends it to another network: a reason of its own.
    Violation,
}

/// Meaning of one kind of anomaly.
#[derive(Clone, Copy, Debug)]
pub struct Meaning {
    /// How grave.
    pub gravity: Gravity,
    /// Which rule reports it.
    pub rule: &'static RuleInfo,
    /// What should have been.
    pub expected: &'static str,
    /// Where that stands.
    pub source: &'static str,
}

/// Meaning of every kind of anomaly, in the order of the kinds.
fn all() -> impl Iterator<Item = &'static (Code, Meaning)> {
    [ss7::MEANINGS, diameter::MEANINGS, gtp::MEANINGS].into_iter().flatten()
}

/// One row of a table.
const fn row(
    code: Code,
    gravity: Gravity,
    rule: &'static RuleInfo,
    expected: &'static str,
    source: &'static str,
) -> (Code, Meaning) {
    (code, Meaning { gravity, rule, expected, source })
}

/// Meaning of a kind of anomaly. Asked only where there is one, which is rare.
pub fn meaning(code: Code) -> Meaning {
    const NONE: Meaning = Meaning { gravity: Gravity::Odd, rule: &rules::ENCODING, expected: "", source: "" };
    all().find(|(known, _)| *known == code).map_or(NONE, |(_, meaning)| *meaning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_anomaly_has_a_meaning() {
        let described: Vec<_> = all().map(|(code, _)| *code).collect();
        for code in Code::ALL {
            assert_eq!(described.iter().filter(|known| *known == code).count(), 1, "{}", code.name());
            assert!(!meaning(*code).expected.is_empty() && !meaning(*code).source.is_empty());
        }
    }
}
