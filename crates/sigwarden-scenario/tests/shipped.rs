//! The scenarios that come with the program: what their truth says, against tables of what it has to say.
//!
//! `shipped/campaigns.tsv` has a row for every campaign; [`FACTS`] and [`DAYS`] have what was published.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::Path;

use serde_json::Value;
use sigwarden_scenario::{Options, SHIPPED, Scenario, generate};

const CAMPAIGNS: &str = include_str!("shipped/campaigns.tsv");

const README: &str = include_str!("../scenarios/README.md");

/// Too large for a test; it has one campaign like that of first-look.
const LEFT_OUT: &str = "ten-million";

/// Share of the background that the tables are checked with: campaigns do not depend on it.
const SMALL: f64 = 0.05;

/// Scenario, what its attacks are counted by (field, first letters), how many.
type Fact = (&'static str, &'static [(&'static str, &'static str)], u64);

const FACTS: &[Fact] = &[
    // Bad Connection, Table 9.
    ("at01-sim-push", &[], 28),
    ("at01-sim-push", &[("/stack", "ss7-map")], 2),
    ("at01-sim-push", &[("/stack", "diameter")], 26),
    ("at01-sim-push", &[("/op/name", "provideSubscriberInfo"), ("/ts", "2025-02-11T15:41:33")], 1),
    ("at01-sim-push", &[("/op/name", "mt-ForwardSM"), ("/ts", "2025-02-11T15:45:29")], 1),
    ("at01-sim-push", &[("/op/name", "Authentication-Information")], 10),
    ("at01-sim-push", &[("/op/name", "Authentication-Information"), ("/ts", "2025-02-11T15:55:01")], 1),
    ("at01-sim-push", &[("/op/name", "Authentication-Information"), ("/ts", "2025-02-11T16:05:41")], 1),
    ("at01-sim-push", &[("/op/name", "Insert-Subscriber-Data")], 16),
    ("at01-sim-push", &[("/op/name", "Insert-Subscriber-Data"), ("/ts", "2025-02-11T16:06:37")], 1),
    ("at01-sim-push", &[("/op/name", "Insert-Subscriber-Data"), ("/ts", "2025-02-11T16:12:37")], 1),
    ("at01-sim-push", &[("/origin/host", "hss1.")], 10),
    ("at01-sim-push", &[("/origin/host", "hss.")], 16),
    // Bad Connection, chronology of STA1.
    ("at03-one-person", &[], 51),
    ("at03-one-person", &[("/stack", "ss7-map")], 25),
    ("at03-one-person", &[("/stack", "diameter")], 26),
    ("at03-one-person", &[("/op/name", "sendRoutingInfoForSM"), ("/attack/outcome", "refused")], 2),
    ("at03-one-person", &[("/op/name", "provideSubscriberInfo")], 11),
    ("at03-one-person", &[("/op/name", "anyTimeInterrogation")], 12),
    ("at03-one-person", &[("/origin/host", "cst001.")], 6),
    ("at03-one-person", &[("/origin/host", "ideabpl1h.epc.mnc019.mcc425")], 19),
    (
        "at03-one-person",
        &[("/origin/host", "ideabpl1h.dea.epc.mnc003.mcc520"), ("/origin/realm", "epc.mnc001.mcc460")],
        1,
    ),
    ("at03-one-person", &[("/op/name", "sendRoutingInfoForSM"), ("/ts", "2024-11-25T10:39:00")], 1),
    ("at03-one-person", &[("/op/name", "Insert-Subscriber-Data"), ("/ts", "2024-11-25T13:29:00")], 1),
    // Bad Connection, Table 8.
    ("at04-fourteen-months", &[], 24),
    ("at04-fourteen-months", &[("/op/name", "Insert-Subscriber-Data")], 22),
    ("at04-fourteen-months", &[("/op/name", "Authentication-Information"), ("/ts", "2023-09-26")], 2),
    ("at04-fourteen-months", &[("/ts", "2022-11-09")], 1),
    ("at04-fourteen-months", &[("/ts", "2024-01-08")], 1),
    ("at04-fourteen-months", &[("/origin/operator", "Tango Networks UK")], 12),
    ("at04-fourteen-months", &[("/origin/host", "st001.")], 1),
    ("at04-fourteen-months", &[("/origin/operator", "019Mobile")], 6),
    ("at04-fourteen-months", &[("/origin/operator", "China Unicom")], 2),
    ("at04-fourteen-months", &[("/origin/host", "dex01.")], 12),
    // Bad Connection, Table 12.
    ("at05-nine-days", &[], 23),
    ("at05-nine-days", &[("/op/name", "provideSubscriberInfo")], 11),
    ("at05-nine-days", &[("/op/name", "provideSubscriberLocation")], 2),
    ("at05-nine-days", &[("/op/name", "anyTimeInterrogation")], 3),
    ("at05-nine-days", &[("/op/name", "Insert-Subscriber-Data")], 7),
    // Bad Connection, history of STA2.
    ("at06-single-purpose", &[("/origin/gt", "467647531812")], 1700),
    ("at06-single-purpose", &[("/origin/gt", "467647531812"), ("/op/name", "provideSubscriberInfo")], 1011),
    ("at06-single-purpose", &[("/origin/gt", "467647531812"), ("/op/name", "provideSubscriberLocation")], 386),
    ("at06-single-purpose", &[("/origin/gt", "467647531812"), ("/attack/threat", "location-tracking")], 1567),
    ("at06-single-purpose", &[("/origin/gt", "250730091970")], 600),
    ("at06-single-purpose", &[("/origin/gt", "250730091970"), ("/attack/threat", "location-tracking")], 600),
    // Far From Home: 86 % and 28, 19, 4 %; first of 4G, then 28 %.
    ("at07-far-from-home", &[("/stack", "ss7-map"), ("/ts", "2018")], 5000),
    ("at07-far-from-home", &[("/stack", "ss7-map"), ("/ts", "2018"), ("/origin/country", "CN")], 4300),
    ("at07-far-from-home", &[("/stack", "ss7-map"), ("/ts", "2018"), ("/origin/operator", "China Unicom")], 4120),
    ("at07-far-from-home", &[("/stack", "ss7-map"), ("/ts", "2019")], 2000),
    ("at07-far-from-home", &[("/stack", "ss7-map"), ("/ts", "2019"), ("/origin/country", "BB")], 560),
    ("at07-far-from-home", &[("/stack", "ss7-map"), ("/ts", "2019"), ("/origin/country", "AG")], 380),
    ("at07-far-from-home", &[("/stack", "ss7-map"), ("/ts", "2019"), ("/origin/country", "CN")], 80),
    ("at07-far-from-home", &[("/stack", "diameter"), ("/ts", "2018")], 1000),
    ("at07-far-from-home", &[("/stack", "diameter"), ("/ts", "2018"), ("/origin/country", "CN")], 400),
    ("at07-far-from-home", &[("/stack", "diameter"), ("/ts", "2018"), ("/origin/country", "FR")], 220),
    ("at07-far-from-home", &[("/stack", "diameter"), ("/ts", "2018"), ("/origin/country", "GB")], 180),
    ("at07-far-from-home", &[("/stack", "diameter"), ("/ts", "2019")], 2500),
    ("at07-far-from-home", &[("/stack", "diameter"), ("/ts", "2019"), ("/origin/operator", "Flow Barbados")], 700),
    // The Guardian: 2.3 million in thirty days.
    ("at12-own-roamers", &[("/op/name", "provideSubscriberInfo"), ("/attack/category", "none")], 76_667),
    // Positive Technologies: more than 4,000 a day, less than 2 % of three kinds.
    ("at18-operation-mix", &[], 4100),
    ("at18-operation-mix", &[("/attack/threat", "interception")], 33),
    ("at18-operation-mix", &[("/attack/threat", "fraud")], 25),
    ("at18-operation-mix", &[("/attack/threat", "denial-of-service")], 20),
    ("at20-innocent", &[], 0),
];

/// Scenario, days with attacks, days with attacks from several operators.
const DAYS: &[(&str, usize, usize)] = &[("at04-fourteen-months", 18, 4), ("at05-nine-days", 9, 9)];

/// The lines of a truth that open attacks, as they were seen first.
struct Played {
    attacks: Vec<Value>,
    campaigns: Vec<Value>,
}

fn shipped(name: &str) -> &'static str {
    SHIPPED.iter().find(|row| row.0 == name).map(|row| row.1).expect("a shipped scenario")
}

fn play(name: &str, text: &str, options: Options, folder: &Path) {
    let scenario = Scenario::parse(text).unwrap_or_else(|error| panic!("{name}: {error}"));
    generate(&scenario, options, folder, |_, _| {}).unwrap_or_else(|error| panic!("{name}: {error}"));
}

/// The scenario without the habits that it does not name: attacks do not depend on them.
fn quiet(text: &str) -> String {
    let none = "[habits]\nothers = 0\n";
    if text.contains("[habits]\n") { text.replace("[habits]\n", none) } else { format!("{text}\n{none}") }
}

fn lines(folder: &Path, mark: &str) -> Vec<Value> {
    let truth = fs::read_to_string(folder.join("truth.jsonl")).expect("the truth");
    let marked = truth.lines().filter(|line| line.contains(mark));
    marked.map(|line| serde_json::from_str(line).expect("a line")).collect()
}

fn word<'a>(line: &'a Value, path: &str) -> &'a str {
    line.pointer(path).and_then(Value::as_str).unwrap_or_default()
}

fn played(name: &str) -> Played {
    let folder = tempfile::tempdir().expect("a folder");
    play(name, &quiet(shipped(name)), Options { scale: SMALL, ..Options::default() }, folder.path());
    // The first line of an attack is its question: answers need not be read.
    let mut seen = HashSet::new();
    let truth = fs::read_to_string(folder.path().join("truth.jsonl")).expect("the truth");
    let mut attacks = Vec::new();
    for line in truth.lines() {
        let id = line.split_once("\"attack\":{\"id\":\"").and_then(|parts| parts.1.split_once('"'));
        if id.is_some_and(|(id, _)| seen.insert(id)) {
            attacks.push(serde_json::from_str(line).expect("a line"));
        }
    }
    Played { attacks, campaigns: lines(folder.path(), "\"event_type\":\"campaign\"") }
}

/// One row of the table as the truth has it.
fn row(name: &str, campaign: &Value, attacks: &[Value]) -> String {
    let own: Vec<&Value> =
        attacks.iter().filter(|line| word(line, "/attack/campaign") == word(campaign, "/name")).collect();
    let of = |stack: &str| own.iter().filter(|line| word(line, "/stack").starts_with(stack)).count();
    let first = own.iter().map(|line| word(line, "/ts")).min().unwrap_or_default();
    let last = own.iter().map(|line| word(line, "/ts")).max().unwrap_or_default();
    // Chance decides the time of day, and it is another one whenever people live otherwise; FACTS have
    // the exact times that were published.
    let day = |time: &str| time.get(..10).unwrap_or_default().to_owned();
    let addresses = campaign["origins"].as_array().map_or(0, Vec::len);
    let cells = [
        name.to_owned(),
        word(campaign, "/name").to_owned(),
        word(campaign, "/basis").to_owned(),
        campaign["attacks"].to_string(),
        of("ss7").to_string(),
        of("diameter").to_string(),
        of("gtp").to_string(),
        campaign["targets"].to_string(),
        addresses.to_string(),
        day(first),
        day(last),
    ];
    cells.join("\t")
}

/// All of them, two at a time.
fn all<'a>(names: &[&'a str]) -> BTreeMap<&'a str, Played> {
    let (even, odd): (Vec<_>, Vec<_>) = names.iter().enumerate().partition(|(place, _)| place % 2 == 0);
    let some =
        |part: Vec<(usize, &&'a str)>| part.into_iter().map(|(_, name)| (*name, played(name))).collect::<Vec<_>>();
    std::thread::scope(|scope| {
        let other = scope.spawn(|| some(odd));
        let mut all: BTreeMap<&str, Played> = some(even).into_iter().collect();
        all.extend(other.join().expect("the other half"));
        all
    })
}

#[test]
fn every_campaign_is_what_the_table_says() {
    let names: Vec<&str> = SHIPPED.iter().map(|row| row.0).filter(|name| *name != LEFT_OUT).collect();
    let all = all(&names);
    let mut table = CAMPAIGNS.lines().next().unwrap_or_default().to_owned() + "\n";
    for name in &names {
        let Played { attacks, campaigns } = &all[name];
        for campaign in campaigns {
            table += &(row(name, campaign, attacks) + "\n");
        }
    }
    if std::env::var_os("SIGWARDEN_UPDATE_TABLES").is_some_and(|value| value == "1") {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/shipped/campaigns.tsv");
        fs::write(path, &table).expect("the table can be written");
    }
    for (said, found) in CAMPAIGNS.lines().zip(table.lines()) {
        assert_eq!(said, found, "SIGWARDEN_UPDATE_TABLES=1 writes the table anew: look at what differs");
    }
    assert_eq!(CAMPAIGNS.lines().count(), table.lines().count());

    for (name, by, count) in FACTS {
        let fits = |line: &&Value| by.iter().all(|(path, start)| word(line, path).starts_with(start));
        assert_eq!(all[name].attacks.iter().filter(fits).count() as u64, *count, "{name} {by:?}");
    }
    for (name, days, shared) in DAYS {
        let mut operators: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for line in &all[name].attacks {
            operators.entry(&word(line, "/ts")[..10]).or_default().insert(word(line, "/origin/operator"));
        }
        let together = operators.values().filter(|all| all.len() > 1).count();
        assert_eq!((operators.len(), together), (*days, *shared), "{name}");
    }
    patterns(&names, &all);
}

/// All patterns are shown, and the table of README.md says where.
fn patterns(names: &[&str], all: &BTreeMap<&str, Played>) {
    let mut shown: BTreeMap<u64, Vec<(&str, &str)>> = BTreeMap::new();
    for name in names {
        for campaign in &all[name].campaigns {
            let numbers = campaign["patterns"].as_array().expect("patterns").iter().filter_map(Value::as_u64);
            numbers.for_each(|number| shown.entry(number).or_default().push((*name, word(campaign, "/name"))));
        }
    }
    assert!(shown.keys().copied().eq(1..=46), "{:?}", shown.keys());
    for (number, campaigns) in shown {
        let start = format!("| {number} | ");
        let row = README.lines().find(|line| line.starts_with(&start)).unwrap_or_else(|| panic!("{number}"));
        let cells: Vec<&str> = row.split(" | ").collect();
        let own: Vec<&str> = campaigns.iter().filter(|one| one.0 == "patterns").map(|one| one.1).collect();
        let mut others: Vec<&str> = campaigns.iter().map(|one| one.0).filter(|name| *name != "patterns").collect();
        others.dedup();
        let others = if others.is_empty() { "-".to_owned() } else { others.join(", ") };
        assert!(!own.is_empty(), "patterns does not show {number}");
        assert_eq!(cells[2..], [own.join(", "), others + " |"], "{number}");
    }
    for (name, _) in SHIPPED {
        assert!(README.contains(&format!("| `{name}` | ")), "README.md has no {name}");
    }
}

/// Every file of a folder.
fn octets(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut out = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                out.insert(
                    path.strip_prefix(folder).expect("inside").display().to_string(),
                    fs::read(&path).expect("a file"),
                );
            }
        }
    }
    out
}

#[test]
fn the_seed_decides_every_octet() {
    let folders = [(); 3].map(|()| tempfile::tempdir().expect("a folder"));
    for (folder, seed) in folders.iter().zip([16, 16, 17]) {
        play("at16-velocity", shipped("at16-velocity"), Options { seed: Some(seed), scale: 0.1 }, folder.path());
    }
    let [one, same, other] = [&folders[0], &folders[1], &folders[2]].map(|folder| octets(folder.path()));
    assert!(one.keys().any(|name| name.ends_with(".pcapng")) && one == same);
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (name, content) in one.iter().filter(|(name, _)| name.ends_with(".pcapng") || name.ends_with(".jsonl")) {
        assert!(*content != other[name], "{name}");
    }
}

/// Campaigns are whole whatever the scale: the same people, addresses and times.
#[test]
fn a_smaller_world_has_the_same_attacks() {
    for name in ["patterns", "at01-sim-push", "at16-velocity"] {
        let attacks = [1.0, 0.1].map(|scale| {
            let folder = tempfile::tempdir().expect("a folder");
            play(name, shipped(name), Options { scale, ..Options::default() }, folder.path());
            let mut out: Vec<String> = lines(folder.path(), "\"attack\":{")
                .iter()
                .filter(|line| line.get("copy").is_none())
                .map(|line| {
                    format!("{} {} {} {} {}", line["ts"], line["target"], line["origin"], line["op"], line["attack"])
                })
                .collect();
            out.sort();
            out
        });
        assert!(!attacks[0].is_empty());
        assert_eq!(attacks[0].len(), attacks[1].len(), "{name}");
        for (large, small) in attacks[0].iter().zip(&attacks[1]) {
            assert_eq!(large, small, "{name}");
        }
    }
}
