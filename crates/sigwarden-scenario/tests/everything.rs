//! Every move, in every form, from titles and hosts of odd lengths, however it ends: all of it can be written.

use std::collections::BTreeMap;

use sigwarden_scenario::{Options, Scenario, generate, reference};

/// Names in the first column of a table of the reference.
fn words(heading: &str) -> Vec<String> {
    let page = reference();
    let part = page.split("## ").find(|part| part.starts_with(heading)).expect("a part of the page");
    part.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next().map(str::to_owned)).collect()
}

fn campaign(number: usize, entry: &str, who: &str, forms: &[String]) -> String {
    // A message is caught only by who has taken its receiver over.
    let moves = if entry == "sms-caught" { "\"ul\", \"sms-caught\"".to_owned() } else { format!("\"{entry}\"") };
    let forms: Vec<String> = forms.iter().map(|form| format!("\"{form}\"")).collect();
    format!(
        "[[campaign]]\nname = \"c{number}\"\nactor = \"a \\\"b\\\" <c>\"\nmoves = [{moves}]\noccasions = 30\n\
         targets = {{ count = 3, who = \"{who}\" }}\nanswers = {{ answered = 1, refused = 1, unanswered = 1 }}\n\
         forms = [{}]\nidentifiers = \"{}\"\n\
         origins = [\n    {{ operator = \"Island & Co\", addresses = 2 }},\n    {{ operator = \"Albion Mobile\", titles = [\"4477\", \"44770090012345678901\"], hosts = [\"h\", \"hss.a_b.example\"] }},\n]\n\n",
        forms.join(", "),
        ["random", "shared", "leaky"][number % 3],
    )
}

fn scenario(moves: &[String], forms: &[String]) -> String {
    let head = "name = \"every \\\"move\\\"\"\nstart = \"2026-03-02\"\nlasts = \"2h\"\n\
                [people]\nresidents = 20\ntravellers = 20\nguests = 20\n\
                [[operator]]\nname = \"Island & Co\"\ntadig = \"XXAG9\"\ncountry = \"AG\"\nplmn = \"999-180\"\n\
                titles = \"12680551\"\ndigits = 11\ncarrier = \"Carrier Domestic\"\n\n";
    let whom = ["residents", "travellers", "abroad", "guests", "range"];
    let campaigns = moves.iter().enumerate().map(|(number, entry)| campaign(number, entry, whom[number % 5], forms));
    format!("{head}{}", campaigns.collect::<String>())
}

#[test]
fn every_move_can_be_made_in_every_form() {
    let (moves, forms) = (words("Moves"), words("Forms"));
    assert!(moves.len() > 40 && forms.len() == 8, "{moves:?} {forms:?}");
    let scenario = Scenario::parse(&scenario(&moves, &forms)).expect("a scenario");
    let folder = tempfile::tempdir().expect("a folder");
    let report = generate(&scenario, Options::default(), folder.path(), |_, _| {}).expect("written");
    assert!(report.attacks >= 30 * moves.len() as u64);
    let truth = std::fs::read_to_string(folder.path().join("truth.jsonl")).expect("the truth");
    // Kinds of the messages of every attack, and how it is said to end.
    let mut attacks: BTreeMap<String, (String, String, Vec<String>)> = BTreeMap::new();
    for line in truth.lines().filter(|line| line.contains("\"attack\":")) {
        let line: serde_json::Value = serde_json::from_str(line).expect("a line");
        let word = |path: &str| line.pointer(path).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
        let attack = attacks.entry(word("/attack/id")).or_default();
        (attack.0, attack.1) = (word("/attack/move"), word("/attack/outcome"));
        attack.2.push(word("/op/kind"));
    }
    for (id, (entry, outcome, kinds)) in &attacks {
        let came = |wanted: &[&str]| kinds.iter().any(|kind| wanted.contains(&kind.as_str()));
        let fits = match outcome.as_str() {
            "answered" => came(&["result", "answer"]),
            "refused" => came(&["error", "answer"]) && !came(&["result"]),
            _ => !came(&["result", "error", "answer"]),
        };
        assert!(fits, "{id} {entry} is {outcome}: {kinds:?}");
    }
    for entry in &moves {
        assert!(attacks.values().any(|attack| attack.0 == *entry), "{entry} is never made");
    }
    let totals: serde_json::Value =
        truth.lines().last().and_then(|line| serde_json::from_str(line).ok()).expect("totals");
    assert_eq!(totals["event_type"], "totals");
}

#[test]
fn published_identities_are_asked_for_as_they_are() {
    let text = "name = \"published\"\nstart = \"2026-03-02\"\nlasts = \"1h\"\n[people]\nresidents = 5\n[[campaign]]\n\
                name = \"c\"\nactor = \"a\"\nmoves = [\"psi\", \"air\"]\noccasions = 8\n\
                origins = [{ operator = \"Albion Mobile\" }]\n\
                targets = { imsis = [\"001010123456789\", \"001019876543210\"] }\n";
    let scenario = Scenario::parse(text).expect("a scenario");
    let folder = tempfile::tempdir().expect("a folder");
    generate(&scenario, Options::default(), folder.path(), |_, _| {}).expect("written");
    let truth = std::fs::read_to_string(folder.path().join("truth.jsonl")).expect("the truth");
    let about = |imsi: &str| truth.lines().filter(|line| line.contains("\"attack\":") && line.contains(imsi)).count();
    let all = truth.lines().filter(|line| line.contains("\"attack\":")).count();
    let (one, other) = (about("001010123456789"), about("001019876543210"));
    assert!(one > 0 && other > 0 && one + other == all, "{one} and {other} of {all}");
}
