//! `docs/scenario-language.md` is made from the tables of the language; `SIGWARDEN_UPDATE_DOCS=1` writes it anew.

use sigwarden_scenario::{Scenario, reference};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/scenario-language.md");
const BEFORE: &str = include_str!("docs/before.md");

#[test]
fn the_page_of_the_language_says_what_the_tables_say() {
    let page = format!("{BEFORE}{}", reference());
    if std::env::var_os("SIGWARDEN_UPDATE_DOCS").is_some_and(|value| value == "1") {
        std::fs::write(PAGE, &page).expect("the page can be written");
    }
    let committed = std::fs::read_to_string(PAGE).unwrap_or_default();
    assert!(
        committed == page,
        "docs/scenario-language.md is not what the tables say; write it anew: \
         SIGWARDEN_UPDATE_DOCS=1 cargo test -p sigwarden-scenario --test docs"
    );
}

#[test]
fn the_example_of_the_page_is_a_scenario() {
    let example = BEFORE.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    Scenario::parse(example).unwrap_or_else(|error| panic!("{error}"));
}
