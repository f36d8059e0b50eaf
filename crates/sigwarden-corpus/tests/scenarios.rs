//! Every scenario that comes with the program: written, scanned and scored by the program itself.
//!
//! `docs/scores.md` is what comes out; `SIGWARDEN_UPDATE_DOCS=1` writes it anew. `SIGWARDEN_BIN` names
//! the program; without it, cargo builds it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use serde_json::Value as Json;
use sigwarden_corpus::program::Program;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/scores.md");
/// Scenarios that are too large for a test, and the share of their people that are played.
const SMALLER: &[(&str, &str)] = &[("ten-million", "0.01")];

const BEFORE: &str = "\
# How good is the verdict: every shipped scenario

This page is made by a test (`crates/sigwarden-corpus/tests/scenarios.rs`), which writes, scans and scores every scenario that
comes with the program, and fails when the numbers are others. What the numbers mean: [scenarios.md](scenarios.md).

The scan gets the captures and `site.toml`: what the home operator knows of itself and its partners, nothing about attacks.
Findings of severity medium and above count. The attackers of these scenarios come from networks without a roaming agreement,
and the configuration says which networks have one; without that knowledge, requests of a serving network about somebody who
was never seen before cannot be told from a journey's first, and fewer are found: the second table is of the same captures,
scanned with a configuration that has nothing but `[home]`, and without any.

";

struct Row {
    name: String,
    score: Json,
    /// With a configuration that names the home network only, and without one.
    less: [Json; 2],
}

fn number(score: &Json, path: &str) -> f64 {
    score.pointer(path).and_then(Json::as_f64).unwrap_or(f64::NAN)
}

fn count(score: &Json, path: &str) -> u64 {
    score.pointer(path).and_then(Json::as_u64).unwrap_or_default()
}

fn percent(part: u64, whole: u64) -> String {
    if whole == 0 { "-".to_owned() } else { format!("{:.2} %", part as f64 * 100.0 / whole as f64) }
}

fn run(program: &Path, folder: &Path, arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(program).args(arguments).current_dir(folder).output().expect("the program runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {said}");
    output.stdout
}

fn play(program: &Path, name: &str) -> Row {
    let folder = tempfile::tempdir().expect("a folder");
    let scale = SMALLER.iter().find(|row| row.0 == name).map_or("1", |row| row.1);
    run(program, folder.path(), &["scenario", "generate", name, "--out", "net", "--scale", scale, "--quiet"]);
    let site = std::fs::read_to_string(folder.path().join("net/site.toml")).expect("a site file");
    let home = site.split_once("[[").map_or(site.as_str(), |(home, _)| home);
    std::fs::write(folder.path().join("net/home.toml"), home).expect("a site file");
    let [score, home, bare] = [&["-c", "net/site.toml"][..], &["-c", "net/home.toml"], &[]].map(|site| {
        let scan = [&["scan", "net", "-w", "findings.jsonl", "--quiet"], site].concat();
        run(program, folder.path(), &scan);
        let score = ["scenario", "score", "net/truth.jsonl", "findings.jsonl", "--format", "json", "--quiet"];
        serde_json::from_slice(&run(program, folder.path(), &score)).expect("a score")
    });
    let name = if scale == "1" { name.to_owned() } else { format!("{name} (scale {scale})") };
    Row { name, score, less: [home, bare] }
}

fn table(rows: &[Row]) -> String {
    let mut out = String::from(
        "| scenario | legitimate operations | attacks | found | right findings | of findings | false per 100,000 legitimate operations | outcome right |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    for Row { name, score, .. } in rows {
        let (all, found) = (count(score, "/attacks/all"), count(score, "/attacks/found"));
        let (findings, right) = (count(score, "/findings/all"), count(score, "/findings/right"));
        let (said, outcome) = (count(score, "/said/outcome/all"), count(score, "/said/outcome/right"));
        let _ = writeln!(
            out,
            "| `{name}` | {} | {all} | {} | {} | {findings} | {:.2} | {} |",
            count(score, "/operations/legitimate"),
            percent(found, all),
            percent(right, findings),
            number(score, "/false_per_100k/per_100k"),
            percent(outcome, said),
        );
    }
    out
}

/// What is found when little or nothing is said about networks.
fn with_less(rows: &[Row]) -> String {
    let mut out = String::from(
        "\n## With less than a whole site file\n\n\
         | scenario | only `[home]`: found | right findings | false per 100,000 | no site file: found | right findings | false per 100,000 |\n\
         |---|---:|---:|---:|---:|---:|---:|\n",
    );
    for Row { name, less, .. } in rows {
        let _ = write!(out, "| `{name}` |");
        for score in less {
            let _ = write!(
                out,
                " {} | {} | {:.2} |",
                percent(count(score, "/attacks/found"), count(score, "/attacks/all")),
                percent(count(score, "/findings/right"), count(score, "/findings/all")),
                number(score, "/false_per_100k/per_100k"),
            );
        }
        out.push('\n');
    }
    out
}

/// Attacks and those found of all scenarios together, by a name that the list at `path` has.
fn together(rows: &[Row], path: &str, title: &str) -> String {
    let mut sums: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for entry in rows.iter().filter_map(|row| row.score.pointer(path)?.as_array()).flatten() {
        let name = entry.get("name").and_then(Json::as_str).unwrap_or_default();
        let sum = sums.entry(name.to_owned()).or_default();
        sum.0 += count(entry, "/attacks/all");
        sum.1 += count(entry, "/attacks/found");
    }
    let mut out = format!(
        "\n## By {title}, all scenarios together\n\n| {title} | attacks | found | share |\n|---|---:|---:|---:|\n"
    );
    for (name, (all, found)) in sums.iter().filter(|(_, sum)| sum.0 > 0) {
        let _ = writeln!(out, "| {name} | {all} | {found} | {} |", percent(*found, *all));
    }
    out
}

fn false_findings(rows: &[Row]) -> String {
    let mut sums: BTreeMap<(String, String), u64> = BTreeMap::new();
    for entry in rows.iter().filter_map(|row| row.score.pointer("/false_findings/by_procedure")?.as_array()).flatten() {
        let text = |key: &str| entry.get(key).and_then(Json::as_str).unwrap_or("-").to_owned();
        *sums.entry((text("rule"), text("procedure"))).or_default() += count(entry, "/false");
    }
    let mut out = String::from(
        "\n## False findings, all scenarios together\n\n| rule | legitimate procedure | findings |\n|---|---|---:|\n",
    );
    for ((rule, procedure), all) in &sums {
        let _ = writeln!(out, "| {rule} | {procedure} | {all} |");
    }
    if sums.is_empty() {
        out += "| - | - | 0 |\n";
    }
    out
}

#[test]
fn the_scores_of_all_scenarios_are_those_of_the_page() {
    let program = Program::find().expect("the program");
    let names = String::from_utf8(run(program.path(), Path::new("."), &["scenario", "list"])).expect("text");
    let names = names.lines().filter(|line| !line.starts_with(' ')).filter_map(|line| line.split_whitespace().next());
    let rows: Vec<Row> = names.map(|name| play(program.path(), name)).collect();
    let parts = [
        table(&rows),
        with_less(&rows),
        together(&rows, "/by_threat", "kind of attack"),
        together(&rows, "/by_move", "move"),
        false_findings(&rows),
    ];
    let page = format!("{BEFORE}{}", parts.concat());
    if std::env::var_os("SIGWARDEN_UPDATE_DOCS").is_some_and(|value| value == "1") {
        std::fs::write(PAGE, &page).expect("the page can be written");
    }
    let committed = std::fs::read_to_string(PAGE).unwrap_or_default();
    assert!(
        committed == page,
        "docs/scores.md is not what comes out; look at what changed, and write it anew: \
         SIGWARDEN_UPDATE_DOCS=1 cargo test -p sigwarden-corpus --test scenarios\n{page}"
    );
}

#[test]
fn the_demo_writes_scans_explains_and_scores() {
    let program = Program::find().expect("the program");
    let folder = tempfile::tempdir().expect("a folder");
    let text = String::from_utf8(run(program.path(), folder.path(), &["demo", "--out", "net"])).expect("text");
    for part in ["Written: ", "Verdict: ", "How well that meets the truth:", "attacks found (recall)"] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    // Findings that are told whole begin with their number; many of one rule do not hide the others.
    let told = text.lines().filter_map(|line| line.trim_start().split_once(". "));
    let rules: std::collections::BTreeSet<&str> =
        told.filter(|(number, _)| number.parse::<u32>().is_ok()).map(|(_, rest)| rest).collect();
    assert!(rules.len() >= 3, "{rules:?}");
    let again = Command::new(program.path()).args(["demo", "--out", "net"]).current_dir(folder.path()).output();
    assert_eq!(again.expect("the program runs").status.code(), Some(2), "what is there is not replaced");
}
