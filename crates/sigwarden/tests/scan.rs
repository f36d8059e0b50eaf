//! What `scan` writes.

mod common;

use common::{ASKER, Folder, json, kinds};
use sigwarden_testkit::samples::{IMSI, MSISDN};

#[test]
fn the_summary_says_who_asked_about_whom_and_what_came_of_it() {
    let folder = Folder::new();
    let ran = folder.run("scan attack.pcap -c site.toml");
    let page = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    for text in [
        "4 frames, 4 messages: 4 decoded (100 %)",
        "from 2026-01-01 00:00:00 UTC",
        "Example Mobile (site configuration)",
        "answered: 1 of 2",
        ASKER,
        IMSI,
        "anyTimeInterrogation, Cat1",
        "gave away: location",
        "sigwarden decode attack.pcap -c site.toml --format tree --where",
    ] {
        assert!(page.contains(text), "\"{text}\" is not in\n{}", ran.out);
    }
    assert_eq!(ran.err, "");
    assert!(!ran.out.contains('\x1b'), "colour without a terminal");
}

#[test]
fn the_command_that_comes_next_works_as_it_stands() {
    let folder = Folder::new();
    let ran = folder.run("scan attack.pcap -c site.toml");
    let command = ran.out.lines().find_map(|line| line.strip_prefix("  sigwarden ")).unwrap();
    let (words, expression) = command.split_once(" --where '").unwrap();
    let mut words: Vec<&str> = words.split(' ').collect();
    words.extend(["--where", expression.strip_suffix('\'').unwrap()]);
    let shown = folder.run_words(&words, b"");
    assert_eq!(shown.code, 0);
    assert!(shown.out.contains("operation anyTimeInterrogation invoke"), "{}", shown.out);
}

#[test]
fn colour_is_only_there_when_it_is_wanted() {
    let folder = Folder::new();
    assert!(folder.run("scan attack.pcap -c site.toml --color always").out.contains("\x1b["));
    assert!(!folder.run("scan attack.pcap -c site.toml --color never").out.contains("\x1b["));
}

#[test]
fn lines_begin_with_run_and_end_with_stats() {
    let folder = Folder::new();
    let rows: [(&str, &[&str]); 3] = [
        ("scan attack.pcap -c site.toml -w out.jsonl", &["run", "finding", "stats"]),
        ("scan attack.pcap -c site.toml -w out.jsonl --operations", &["run", "operation", "finding", "stats"]),
        ("scan empty.pcap -w out.jsonl", &["run", "stats"]),
    ];
    for (line, expected) in rows {
        folder.run(line);
        let lines = json(&folder.read("out.jsonl"));
        assert_eq!(kinds(&lines), expected, "{line}");
        assert_eq!(lines[0]["inputs"][0]["file"], line.split(' ').nth(1).unwrap());
        assert_eq!(lines[0]["config_hash"].as_str().unwrap().len(), 16);
    }
}

#[test]
fn lines_on_stdout_send_the_summary_to_stderr() {
    let folder = Folder::new();
    let ran = folder.run("scan attack.pcap -c site.toml -w -");
    assert_eq!(kinds(&json(&ran.out)), ["run", "finding", "stats"]);
    assert!(ran.err.contains("Verdict: "), "{}", ran.err);
    let quiet = folder.run("scan attack.pcap -c site.toml -w - -q");
    assert_eq!((quiet.out, quiet.err.as_str()), (ran.out, ""));
}

#[test]
fn the_summary_is_one_json_object_if_wanted() {
    let folder = Folder::new();
    let lines = json(&folder.run("scan attack.pcap -c site.toml --format json").out);
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["requests"]["suspicious"], 2);
    assert_eq!(lines[0]["requests"]["answered"], 1);
    assert_eq!(lines[0]["stats"]["decoded"], 4);
    assert_eq!(lines[0]["home"]["source"], "configured");
}

#[test]
fn origins_are_ranked_by_operator_and_country_and_each_has_a_source() {
    let folder = Folder::new();
    let summary = &json(&folder.run("scan attack.pcap -c site.toml --format json").out)[0];
    let row = |kind: &str| (summary[kind][0]["owner"].clone(), summary[kind][0]["requests"].clone());
    assert_eq!(row("operators"), ("probably O2, GB or JE".into(), 2.into()));
    assert_eq!(row("countries"), ("GB or JE".into(), 2.into()));
    let lines = json(&folder.run("scan attack.pcap -c site.toml --operations -w -").out);
    let with_origin: Vec<_> = lines.iter().filter(|line| line["origin"].is_object()).collect();
    assert!(with_origin.len() > 4);
    for line in with_origin {
        assert!(line["origin"]["basis"].is_string(), "{line}");
        assert!(line["origin"]["confidence"].is_u64(), "{line}");
    }
}

#[test]
fn without_a_site_the_home_network_and_its_usual_partners_are_worked_out() {
    let folder = Folder::new();
    let home = &json(&folder.run("scan calm.pcap --format json").out)[0]["home"];
    assert_eq!(home["source"], "learned");
    assert_eq!(home["plmns"], serde_json::json!(["001-01"]));
    let partners = home["partners"].as_array().unwrap();
    assert!(!partners.is_empty(), "{home}");
    for partner in partners {
        assert!(partner["plmn"].as_str().unwrap().starts_with("999-"), "{partner}");
        assert!(partner["requests"].as_u64().unwrap() >= 3, "{partner}");
        assert!((40..=70).contains(&partner["confidence"].as_u64().unwrap()), "{partner}");
    }
    assert!(folder.run("scan calm.pcap").out.contains("usual"), "{home}");
}

#[test]
fn the_report_is_one_file() {
    let folder = Folder::new();
    assert_eq!(folder.run("scan attack.pcap -c site.toml --report report.html").code, 0);
    let report = folder.read("report.html");
    assert!(report.starts_with("<!DOCTYPE html>") && report.ends_with("</html>\n"));
    assert!(report.contains("answered: 1 of 2") && report.contains(ASKER));
}

#[test]
fn standard_input_is_read_like_a_file() {
    let folder = Folder::new();
    let ran = folder.run_words(&["scan", "-", "-c", "site.toml", "--format", "json"], &common::attack());
    assert_eq!(json(&ran.out)[0]["requests"]["suspicious"], 2);
}

#[test]
fn threads_change_nothing() {
    let folder = Folder::new();
    let with = |threads: &str| {
        folder.run(&format!("scan calm.pcap attack.pcap -c site.toml -w - --operations -q --threads {threads}"))
    };
    let (one, two) = (with("1"), with("2"));
    assert_eq!(one.out, two.out);
    assert!(one.out.lines().count() > 300);
}

#[test]
fn with_a_key_no_identity_is_written_anywhere() {
    let folder = Folder::new();
    let rows = [
        ("-c private.toml", "pseudonym", false),
        ("-c private.toml --reveal", "reveal", true),
        ("-c site.toml", "reveal", true),
        ("-c site.toml --set home.privacy_key_file=site.key", "pseudonym", false),
    ];
    for (options, mode, revealed) in rows {
        let ran = folder.run(&format!("scan attack.pcap {options} -w out.jsonl --operations --report out.html"));
        assert_eq!(ran.code, 0, "{}", ran.err);
        let lines = folder.read("out.jsonl");
        assert_eq!(json(&lines)[0]["privacy"], mode, "{options}");
        for (place, text) in [("screen", ran.out), ("lines", lines), ("report", folder.read("out.html"))] {
            assert_eq!(text.contains(IMSI), revealed, "{options}: IMSI on the {place}");
            // The number is of a finding that the screen does not tell at length.
            let number = revealed && place != "screen";
            assert_eq!(text.contains(MSISDN), number, "{options}: MSISDN on the {place}");
        }
    }
}

#[test]
fn the_next_command_names_a_dialogue_that_is_there() {
    let folder = Folder::new();
    for options in ["-c site.toml", "-c private.toml", "-c private.toml --reveal"] {
        let summary = json(&folder.run(&format!("scan attack.pcap {options} --format json")).out);
        let next = summary[0]["next"].as_array().unwrap().iter().filter_map(|command| command.as_str());
        let (command, filter) =
            next.filter_map(|command| command.split_once(" --format tree --where ")).next().unwrap();
        let mut words: Vec<&str> = command.split_whitespace().skip(1).collect();
        words.extend(["--format", "tree", "--where", filter.trim_matches('\'')]);
        let ran = folder.run_words(&words, &[]);
        assert!(ran.out.contains("dialogue"), "{options}: {words:?} shows {:?}", ran.out);
    }
}
