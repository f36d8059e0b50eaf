//! `docs/configuration.md` is made from the keys of the site configuration; `SIGWARDEN_UPDATE_DOCS=1` writes it anew.

use sigwarden_operators::site::{KEYS, Key, TABLES};
use std::fmt::Write;
use std::path::Path;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/configuration.md");

const BEFORE: &str = "\
# Site configuration

This page is made from the code: `crates/sigwarden-operators/src/site/keys.rs`. A test fails when it differs.

`sigwarden config init` writes a commented `site.toml` with the keys that most sites need, `sigwarden config check site.toml` says what it will do, and
`-c site.toml` uses it. Every key is optional. An unknown key is an error that names the nearest known one. `--set home.name=Example` sets a key of the tables
that stand once. What the keys about other networks are good for: [operators.md](operators.md).

A range of numbers is a prefix (`\"1246555\"`: every number that begins so) or goes from a number to one of the same length (`\"12465550000-12465554999\"`, which also
says that the numbers have eleven digits). Numbers are international, without +.
";

fn table(name: &str, repeated: bool) -> String {
    let written = if repeated { format!("[[{name}]]") } else { format!("[{name}]") };
    let often = if repeated { "as many blocks as there are" } else { "once" };
    let mut text =
        format!("\n## `{written}`\n\nStands {often}.\n\n| key | what it means | what it looks like |\n|---|---|---|\n");
    for key in KEYS.iter().filter(|key| key.table == name) {
        let Key { name: key_name, meaning, kind, list, .. } = key;
        let form = if *list { format!("a list, each: {}", kind.expected()) } else { kind.expected().to_owned() };
        writeln!(text, "| `{name}.{key_name}` | {meaning} | {} |", form.replace('\"', "`")).unwrap();
    }
    text
}

#[test]
fn the_page_of_the_configuration_says_what_the_keys_are() {
    let tables: String = TABLES.iter().map(|(name, repeated)| table(name, *repeated)).collect();
    let page = format!("{BEFORE}{tables}");
    if std::env::var_os("SIGWARDEN_UPDATE_DOCS").is_some() {
        std::fs::write(PAGE, &page).unwrap();
    }
    let written = std::fs::read_to_string(Path::new(PAGE)).unwrap_or_default();
    assert!(
        written == page,
        "docs/configuration.md is not what the keys say; write it anew with SIGWARDEN_UPDATE_DOCS=1"
    );
}
