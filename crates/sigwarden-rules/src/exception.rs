//! What a site excuses: findings of a rule within a scope, until a day, because somebody says why.

use crate::fields::{Service, fields};
use crate::mistake::excerpt;
use crate::nearest::hint;
use crate::time;
use sigwarden_expr::{Expression, Record};

/// The rule of an exception that holds for all.
const EVERY: &str = "*";

/// An exception as a site writes it.
#[derive(Clone, Copy, Debug)]
pub struct ExceptionText<'t> {
    /// Name of a rule or check; `*`: of all.
    pub rule: &'t str,
    /// Which findings: an expression over the fields of a finding.
    pub scope: &'t str,
    /// Who answers for it.
    pub owner: &'t str,
    /// Why.
    pub reason: &'t str,
    /// Last day on which it holds, YYYY-MM-DD.
    pub expires: &'t str,
}

/// An exception that was checked.
#[derive(Clone, Debug)]
pub struct Exception {
    /// Name of a rule or check; `*`: of all.
    pub rule: String,
    /// Which findings.
    pub scope: Expression,
    /// Who answers for it.
    pub owner: String,
    /// Why.
    pub reason: String,
    /// Last day on which it holds, in days since 1 January 1970.
    pub expires: i32,
}

/// What is wrong with an exception: the key, where in its text, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExceptionError {
    /// Key that is wrong.
    pub key: &'static str,
    /// Where in its text, in octets.
    pub offset: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

impl Exception {
    /// Checks an exception; `names` are those of rules and checks.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(text: ExceptionText<'_>, names: &[&str]) -> Result<Self, Vec<ExceptionError>> {
        let mut errors = Vec::new();
        let mut wrong =
            |key, offset, message: String, hint: String| errors.push(ExceptionError { key, offset, message, hint });
        if text.rule != EVERY && !names.contains(&text.rule) {
            let hint = hint(text.rule, names.iter().copied(), "`sigwarden rules list` has every name; * is every rule");
            wrong("rule", 0, format!("there is no rule or check '{}'", excerpt(text.rule)), hint);
        }
        for (key, value) in [("owner", text.owner), ("reason", text.reason)] {
            if value.trim().is_empty() {
                wrong(
                    key,
                    0,
                    format!("the exception has no {key}"),
                    "an exception says who answers for it, and why".to_owned(),
                );
            }
        }
        let expires = time::day(text.expires);
        if expires.is_none() {
            let hint = "write the last day on which it holds, as 2026-12-31".to_owned();
            wrong("expires", 0, format!("'{}' is no day", excerpt(text.expires)), hint);
        }
        let scope = Expression::parse_with(text.scope, fields(Service::Findings));
        match (scope, expires) {
            (Err(error), _) => wrong("scope", error.offset, error.message, error.hint),
            (Ok(scope), Some(expires)) if errors.is_empty() => {
                let (rule, owner, reason) = (text.rule.into(), text.owner.into(), text.reason.into());
                return Ok(Self { rule, scope, owner, reason, expires });
            }
            _ => {}
        }
        Err(errors)
    }

    /// Whether a finding of this rule is excused on this day (days since 1 January 1970; that of the packet).
    pub fn applies(&self, rule: &str, record: &impl Record, day: i32) -> bool {
        (self.rule == EVERY || self.rule == rule) && day <= self.expires && self.scope.matches(record)
    }

    /// It holds no longer on this day.
    pub fn expired(&self, day: i32) -> bool {
        day > self.expires
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Sample;

    const GOOD: ExceptionText<'_> = ExceptionText {
        rule: "ss7-category-1",
        scope: "origin.gt == \"15550000001\"",
        owner: "Ada",
        reason: "test platform of the home network",
        expires: "2026-12-31",
    };

    #[test]
    fn an_exception_applies_to_its_rule_and_scope_until_its_day() {
        let exception = Exception::read(GOOD, &["ss7-category-1"]).unwrap();
        let mut record = Sample::new(Service::Findings, 0);
        let day = time::day("2026-12-31").unwrap();
        assert!(!exception.applies("ss7-category-1", &record, day));
        record.set("origin.gt", &["15550000001"]).unwrap();
        assert!(exception.applies("ss7-category-1", &record, day));
        assert!(!exception.applies("ss7-category-1", &record, day + 1) && exception.expired(day + 1));
        assert!(!exception.applies("ss7-chain", &record, day));
        let every = Exception::read(ExceptionText { rule: "*", ..GOOD }, &[]).unwrap();
        assert!(every.applies("anything", &record, day));
    }

    #[test]
    fn everything_that_is_wrong_is_told() {
        let rows = [
            (ExceptionText { rule: "ss7-categry-1", ..GOOD }, "rule", "did you mean ss7-category-1"),
            (ExceptionText { scope: "origin.g == \"1\"", ..GOOD }, "scope", "origin.gt"),
            (ExceptionText { owner: " ", ..GOOD }, "owner", "who answers"),
            (ExceptionText { reason: "", ..GOOD }, "reason", "why"),
            (ExceptionText { expires: "soon", ..GOOD }, "expires", "2026-12-31"),
        ];
        for (text, key, hint) in rows {
            let errors = Exception::read(text, &["ss7-category-1"]).unwrap_err();
            assert_eq!(errors.len(), 1, "{errors:?}");
            assert_eq!(errors[0].key, key);
            assert!(errors[0].hint.contains(hint), "{errors:?}");
        }
        let all = ExceptionText { rule: "", scope: "", owner: "", reason: "", expires: "" };
        assert_eq!(Exception::read(all, &[]).unwrap_err().len(), 5);
    }
}
