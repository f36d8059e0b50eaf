//! Every check says all that its explanation needs. The page of checks is made by the command line's tests.

use sigwarden_detect::rules::RULES;

#[test]
fn every_check_says_all_that_the_page_needs() {
    for rule in RULES {
        let texts = [rule.id, rule.name, rule.what, rule.why];
        assert!(texts.iter().all(|text| !text.is_empty()), "{} has an empty text", rule.id);
        assert!(!rule.innocent.is_empty(), "{} does not say what else could explain a finding", rule.id);
        assert!(!rule.references.is_empty(), "{} has no reference", rule.id);
        assert_eq!(RULES.iter().filter(|other| other.id == rule.id).count(), 1, "two checks are called {}", rule.id);
    }
}
