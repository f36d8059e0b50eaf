//! `docs/checks.md` is made from the checks and their anomalies; `SIGWARDEN_UPDATE_DOCS=1` writes it anew.

use sigwarden_detect::gravity::{Gravity, meaning};
use sigwarden_detect::rules::{RULES, RuleInfo, techniques};
use sigwarden_schema::lines::Threat;
use sigwarden_wire::anomaly::Code;
use std::fmt::Write;
use std::path::Path;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/checks.md");

const BEFORE: &str = "\
# Checks

This page is made from the code: `crates/sigwarden-detect/src/rules.rs` and `gravity.rs`. A test fails when it differs.

A finding names its check in `rule.id`, what speaks for it in `why`, and what else could explain it in `innocent`.
Which operation, command or message belongs to which category is a table: `rules/ss7-operations.tsv`, `rules/diameter-commands.tsv`, `rules/gtp-messages.tsv`, or copies of them that `[detect] categories_file` and `commands_file` of the site configuration name.
What no check can see: [detection.md](detection.md).
";

const ANOMALIES: &str = "\
## Anomalies

Whatever is not as the standard has it stands in `anomalies[]` of the operation, with the octet where it is.
A violation is a reason of its own for a finding when the message comes from another network, or when that cannot be told: no legitimate node sends it there.
An oddity only stands in the output: legitimate nodes show it too.
";

fn checks(text: &mut String) -> std::fmt::Result {
    for RuleInfo { id, name, what, why, innocent, references } in RULES {
        writeln!(
            text,
            "\n## {name}\n\n`{id}`\n\n{what}\n\n**Why it matters.** {why}\n\n**What else could explain it.**\n"
        )?;
        innocent.iter().try_for_each(|explanation| writeln!(text, "- {explanation}"))?;
        writeln!(text, "\n**References.** {}.", references.join("; "))?;
    }
    Ok(())
}

fn anomalies(text: &mut String) -> std::fmt::Result {
    writeln!(text, "\n{ANOMALIES}\n| anomaly | layer | | expected | check | source |\n|---|---|---|---|---|---|")?;
    for code in Code::ALL {
        let meaning = meaning(*code);
        let gravity = match meaning.gravity {
            Gravity::Odd => "oddity",
            Gravity::Notable => "low finding",
            Gravity::Violation => "violation",
        };
        let (name, layer, check) = (code.name(), code.layer(), meaning.rule.id);
        writeln!(text, "| `{name}` | {layer} | {gravity} | {} | `{check}` | {} |", meaning.expected, meaning.source)?;
    }
    Ok(())
}

fn frameworks(text: &mut String) -> std::fmt::Result {
    writeln!(text, "\n## Names in other frameworks\n\n| threat | names |\n|---|---|")?;
    for threat in Threat::ALL {
        let names: Vec<_> =
            techniques(threat).iter().map(|technique| format!("{} {}", technique.framework, technique.id)).collect();
        if !names.is_empty() {
            writeln!(text, "| `{}` | {} |", threat.name(), names.join(", "))?;
        }
    }
    Ok(())
}

fn page() -> String {
    let mut text = BEFORE.to_owned();
    checks(&mut text).and_then(|()| anomalies(&mut text)).and_then(|()| frameworks(&mut text)).expect("a string grows");
    text
}

#[test]
fn the_page_of_checks_says_what_the_checks_say() {
    let page = page();
    if std::env::var_os("SIGWARDEN_UPDATE_DOCS").is_some_and(|value| value == "1") {
        std::fs::write(PAGE, &page).expect("the page can be written");
    }
    let committed = std::fs::read_to_string(Path::new(PAGE)).unwrap_or_default();
    assert!(
        committed == page,
        "docs/checks.md is not what the checks say; write it anew: \
         SIGWARDEN_UPDATE_DOCS=1 cargo test -p sigwarden-detect --test docs"
    );
}

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
