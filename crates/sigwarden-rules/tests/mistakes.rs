//! Every file of `tests/mistakes` has one mistake: `# line:` says where, `# says:` a part of what is said of it.

use sigwarden_rules::{RuleSet, Source};
use std::fs;
use std::path::Path;

#[test]
fn every_mistake_is_told_with_its_line_and_what_to_do() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mistakes");
    let mut wrong = Vec::new();
    let mut seen = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let head = |name: &str| {
            let found = text.lines().find_map(|line| line.strip_prefix(&format!("# {name}: ")));
            found.unwrap_or_else(|| panic!("{} has no # {name}:", path.display()))
        };
        let (line, says): (usize, &str) = (head("line").parse().unwrap(), head("says"));
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let mistakes = RuleSet::read(&[Source::new(&name, &text)], &["ss7-chain"]).err().unwrap_or_default();
        seen += 1;
        let shown: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        let one = mistakes.first().filter(|one| one.place.line == line && one.to_string().contains(says));
        let caret = shown.first().is_some_and(|text| text.contains('^'));
        if mistakes.len() != 1 || one.is_none() || !caret {
            wrong.push(format!("{name}: wanted line {line}: {says}\n{}\n", shown.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen >= 60, "only {seen} mistakes");
}

#[test]
fn every_mistake_of_every_file_is_told_at_once() {
    let (one, two) = ("title: t\nlevl: low\nname: A\n", "name: b\nthreat: x\n");
    let mistakes = RuleSet::read(&[Source::new("1.yml", one), Source::new("2.yml", two)], &[]).unwrap_err();
    let of = |file: &str| mistakes.iter().filter(|mistake| mistake.file == file).count();
    assert_eq!((of("1.yml"), of("2.yml")), (5, 5), "{mistakes:#?}");
}
