//! `docs/checks.md` is what `rules explain` says, with the anomalies; `SIGWARDEN_UPDATE_DOCS=1` writes it anew.

use sigwarden_detect::gravity::{Gravity, meaning};
use sigwarden_detect::rules::{RULES, techniques};
use sigwarden_detect::thresholds;
use sigwarden_rules::{RuleSet, builtin};
use sigwarden_schema::lines::Threat;
use sigwarden_wire::anomaly::Code;
use std::fmt::Write;
use std::path::Path;
use std::process::Command;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/checks.md");

const BEFORE: &str = "\
# Checks

This page is made from the code, and a test fails when it differs: what stands about each check and rule is what `sigwarden rules explain` says.
Own rules are written as [rules.md](rules.md) explains.

A finding names its check in `rule.id`, what speaks for it in `why`, and what else could explain it in `innocent`.
Which operation, command or message belongs to which category is a table: `rules/ss7-operations.tsv`, `rules/diameter-commands.tsv`, `rules/gtp-messages.tsv`, or copies of them that `[detect] categories_file` and `commands_file` of the site configuration name.
What no check can see: [detection.md](detection.md).
";

const THRESHOLDS: &str = "\
## Thresholds

Numbers from which on something is suspicious. `[[threshold]]` in the site configuration sets others: `name = \"chain-minutes\"`, `value = 30`.
Published numbers are as published; the others are ours, and want to be compared with what is usual in the own traffic.
";

const ANOMALIES: &str = "\
## Anomalies

Whatever is not as the standard has it stands in `anomalies[]` of the operation, with the octet where it is.
A violation is a reason of its own for a finding when the message comes from another network, or when that cannot be told: no legitimate node sends it there.
An oddity only stands in the output: legitimate nodes show it too.
";

/// What `rules explain` says of everything.
fn explained() -> String {
    let output =
        Command::new(env!("CARGO_BIN_EXE_sigwarden")).args(["rules", "explain", "--format", "markdown"]).output();
    String::from_utf8(output.expect("the program runs").stdout).expect("text")
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
    let mut text = format!("{BEFORE}\n{}\n{THRESHOLDS}\n{}", explained(), thresholds::markdown());
    anomalies(&mut text).and_then(|()| frameworks(&mut text)).expect("a string grows");
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
         SIGWARDEN_UPDATE_DOCS=1 cargo test -p sigwarden --test checks_page"
    );
}

/// Patterns of the catalogue of campaign patterns.
const PATTERNS: std::ops::RangeInclusive<u16> = 1..=46;

#[test]
fn every_pattern_has_a_check_or_rule() {
    let checks: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    let set = RuleSet::read(&builtin::sources(), &checks).expect("the packs are sound");
    for pattern in PATTERNS {
        let by_check = RULES.iter().any(|rule| rule.patterns.contains(&pattern));
        let by_rule = set.rules.iter().any(|rule| rule.about.patterns.contains(&pattern));
        assert!(by_check || by_rule, "no check or rule finds pattern {pattern}");
    }
}
