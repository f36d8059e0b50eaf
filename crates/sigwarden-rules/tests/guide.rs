//! `docs/rules.md` is right: its tables are those of the code, its examples are read and their tests run.
//! `SIGWARDEN_UPDATE_DOCS=1` writes the tables anew.

use sigwarden_rules::{Found, KEYS, RuleSet, Source, TYPES, run_tests};
use sigwarden_schema::fields::RULE_ONLY;
use std::path::Path;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/rules.md");

const HEAD: &str = "title: t\nname: example\nlevel: low\nthreat: fraud\nfalsepositives: [x]\n";

/// Code blocks: what stands behind the quotes, and what is in the block.
fn blocks(page: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(kind) = line.strip_prefix("```") {
            let inside: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            blocks.push((kind.to_owned(), inside.join("\n") + "\n"));
        }
    }
    blocks
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}\n")).collect()
}

fn read(text: &str) -> Result<RuleSet, String> {
    RuleSet::read(&[Source::new("my-rule.yml", text)], &[])
        .map_err(|mistakes| mistakes.iter().map(|one| format!("{one}\n")).collect::<Vec<_>>().join("\n"))
}

#[test]
fn every_example_is_read_and_its_tests_pass() {
    let page = std::fs::read_to_string(Path::new(PAGE)).unwrap();
    let blocks = blocks(&page);
    let (mut whole, mut parts) = (0, 0);
    for (position, (kind, text)) in blocks.iter().enumerate() {
        let rules = match kind.as_str() {
            "yaml" => text.clone(),
            "yaml detection" => format!("{HEAD}detection:\n{}", indented(text)),
            "yaml detection-text" => format!("{HEAD}detection: |\n{}", indented(text)),
            "yaml mistake" => {
                let told = read(text).expect_err("the example has mistakes");
                assert_eq!(told, blocks[position + 1].1);
                continue;
            }
            _ => continue,
        };
        let set = read(&rules).unwrap_or_else(|mistakes| panic!("{mistakes}"));
        let report = run_tests(&set, |_| true, |_, _| Found::NotRun(String::new()));
        assert_eq!(report.failures().count(), 0, "{report:?}\n{text}");
        match kind.as_str() {
            "yaml" => whole += report.tests.len(),
            _ => parts += 1,
        }
    }
    assert!(whole >= 8 && parts >= 3, "{whole} tests, {parts} parts");
}

#[test]
fn the_tables_are_those_of_the_code() {
    let page = std::fs::read_to_string(Path::new(PAGE)).unwrap();
    let required = |required: bool| if required { "required" } else { "" };
    let keys = KEYS.iter().map(|key| format!("| `{}` | {} | {} |", key.name, required(key.required), key.meaning));
    let types = TYPES.iter().map(|(name, _, meaning)| format!("| `{name}` | {meaning} |"));
    let fields = RULE_ONLY.iter().map(|field| format!("| `{}` | {} |", field.name, field.meaning));
    let tables = [
        ("| key | | meaning |\n|---|---|---|\n", keys.collect::<Vec<_>>()),
        ("| type | true where there is, within the time span, in one group |\n|---|---|\n", types.collect()),
        ("Fields that stand in no line, for rules only:\n\n| field | meaning |\n|---|---|\n", fields.collect()),
    ];
    let mut right = page.clone();
    for (head, rows) in &tables {
        let start = right.find(head).expect("the head of the table") + head.len();
        let end = start + right[start..].find("\n\n").expect("the end of the table");
        let last =
            right[start..end].lines().filter(|line| line.starts_with("| `pattern`")).map(|line| format!("\n{line}"));
        let table = rows.join("\n") + &last.collect::<String>();
        right.replace_range(start..end, &table);
    }
    if std::env::var_os("SIGWARDEN_UPDATE_DOCS").is_some_and(|value| value == "1") {
        std::fs::write(PAGE, &right).unwrap();
        return;
    }
    assert!(
        page == right,
        "docs/rules.md: write its tables anew: SIGWARDEN_UPDATE_DOCS=1 cargo test -p sigwarden-rules --test guide"
    );
}
