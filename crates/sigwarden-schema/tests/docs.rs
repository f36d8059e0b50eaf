//! `docs/output.md` is made from the field registry; `SIGWARDEN_UPDATE_DOCS=1` writes it anew.

use sigwarden_schema::fields::{FieldType, OPERATION, Privacy};
use sigwarden_schema::lines::{Severity, Threat};
use sigwarden_schema::{SCHEMA_VERSION, exit};
use std::collections::HashMap;
use std::fmt::Write;
use std::path::Path;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/output.md");

/// What does not come from the code: everything before the table of fields.
const BEFORE: &str = include_str!("docs/output-before.md");
/// Everything behind it, with places for the other tables.
const AFTER: &str = include_str!("docs/output-after.md");

/// Where the other lines are defined; the comments there are their documentation.
const SOURCES: [&str; 4] = [
    include_str!("../src/lines/finding.rs"),
    include_str!("../src/lines/operation.rs"),
    include_str!("../src/lines/packet.rs"),
    include_str!("../src/lines/run.rs"),
];

const EXIT_CODES: [(u8, &str); 11] = [
    (exit::DONE, "done"),
    (exit::INTERNAL, "our own failure"),
    (exit::USAGE, "wrong usage"),
    (exit::NOTHING_DECODED, "nothing in the input could be decoded"),
    (exit::FINDINGS, "findings at or above `--fail-on`; a score that does not meet a limit of `scenario score`"),
    (exit::INPUT_UNREADABLE, "input unreadable"),
    (exit::INPUT_CUT_SHORT, "input cut short; the partial result was written"),
    (exit::CONFIG_INVALID, "configuration invalid"),
    (exit::RULES_INVALID, "rules invalid (kept for a verb that does not exist yet)"),
    (exit::RULE_TESTS_FAILED, "rule tests failed (the same)"),
    (exit::OPERATOR_DATA_INVALID, "operator data invalid"),
];

fn type_name(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Text => "text",
        FieldType::Integer => "integer",
        FieldType::Boolean => "boolean",
        FieldType::TextList => "list of texts",
        FieldType::IntegerList => "list of integers",
        FieldType::ObjectList => "list of objects",
    }
}

fn privacy_name(privacy: Privacy) -> &'static str {
    match privacy {
        Privacy::Open => "",
        Privacy::Imsi | Privacy::Msisdn | Privacy::Imei => "pseudonym",
    }
}

fn names<const N: usize>(names: [&str; N]) -> String {
    names.map(|name| format!("`{name}`")).join(", ")
}

/// A field of a line, as the source has it.
struct Member {
    name: &'static str,
    kind: &'static str,
    meaning: String,
}

type Structures = HashMap<&'static str, Vec<Member>>;

/// The structures of the sources, by name.
fn structures() -> Structures {
    let mut structures = Structures::new();
    let (mut structure, mut meaning) = (None, String::new());
    for line in SOURCES.iter().flat_map(|source| source.lines()).map(str::trim) {
        if let Some(comment) = line.strip_prefix("/// ") {
            write!(meaning, " {comment}").expect("a string grows");
        } else if let Some(rest) = line.strip_prefix("pub struct ") {
            structure = Some(rest.trim_end_matches(" {"));
            meaning.clear();
        } else if line == "}" {
            structure = None;
        } else if let (Some(structure), Some((name, kind))) =
            (structure, line.strip_prefix("pub ").and_then(|member| member.split_once(": ")))
        {
            let member = Member { name, kind: kind.trim_end_matches(','), meaning: std::mem::take(&mut meaning) };
            structures.entry(structure).or_default().push(member);
        } else if !line.starts_with("#[") {
            meaning.clear();
        }
    }
    structures
}

/// The table of a line: its members, and those of the structures in it under dotted names.
fn table(structures: &Structures, structure: &str) -> String {
    let mut text = "| field | meaning |\n|---|---|\n".to_owned();
    rows(structures, structure, "", &mut text);
    text.trim_end().to_owned()
}

fn rows(structures: &Structures, structure: &str, prefix: &str, text: &mut String) {
    for member in &structures[structure] {
        let inner = member.kind.trim_start_matches("Option<").trim_start_matches("Vec<").trim_end_matches('>');
        let many = if member.kind.contains("Vec<") { "[]" } else { "" };
        let name = format!("{prefix}{}{many}", member.name);
        if structures.contains_key(inner) {
            rows(structures, inner, &format!("{name}."), text);
        } else {
            writeln!(text, "| `{name}` | {} |", member.meaning.trim().trim_end_matches('.')).expect("a string grows");
        }
    }
}

fn page() -> String {
    let mut text = BEFORE.replace("{version}", SCHEMA_VERSION);
    text.push_str("\n| field | type | with a privacy key | meaning |\n|---|---|---|---|\n");
    for field in OPERATION {
        let (kind, privacy) = (type_name(field.kind), privacy_name(field.privacy));
        writeln!(text, "| `{}` | {kind} | {privacy} | {} |", field.name, field.meaning).expect("a string grows");
    }
    let structures = structures();
    let after = AFTER
        .replace("{finding}", &table(&structures, "Finding"))
        .replace("{run}", &table(&structures, "Run"))
        .replace("{stats}", &table(&structures, "Stats"))
        .replace("{threats}", &names(Threat::ALL.map(Threat::name)))
        .replace("{severities}", &names(Severity::ALL.map(Severity::name)));
    write!(text, "\n{after}\n| code | meaning |\n|---|---|\n").expect("a string grows");
    for (code, meaning) in EXIT_CODES {
        writeln!(text, "| {code} | {meaning} |").expect("a string grows");
    }
    text.push_str("\nWith several conditions at once, the first of 10, 11, 3, 4 counts.\n");
    text.push_str("Without `--fail-on`, findings never change the exit code.\n");
    text
}

#[test]
fn the_page_of_output_fields_says_what_the_registry_says() {
    let page = page();
    if std::env::var_os("SIGWARDEN_UPDATE_DOCS").is_some_and(|value| value == "1") {
        std::fs::write(PAGE, &page).expect("the page can be written");
    }
    let committed = std::fs::read_to_string(Path::new(PAGE)).unwrap_or_default();
    assert!(
        committed == page,
        "docs/output.md is not what the registry says; write it anew: \
         SIGWARDEN_UPDATE_DOCS=1 cargo test -p sigwarden-schema --test docs"
    );
}
