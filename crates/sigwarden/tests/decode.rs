//! What `decode` writes.

mod common;

use common::{Folder, json, kinds};
use sigwarden_testkit::samples::IMSI;
use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

/// Operation lines of a run.
fn operations(folder: &Folder, words: &[&str]) -> Vec<serde_json::Value> {
    let ran = folder.run_words(words, b"");
    assert_eq!(ran.code, 0, "{words:?}: {}", ran.err);
    let mut lines = json(&ran.out);
    assert_eq!(lines.remove(0)["event_type"], "run", "{words:?}");
    assert_eq!(lines.pop().unwrap()["event_type"], "stats", "{words:?}");
    lines
}

#[test]
fn away_from_a_terminal_the_lines_are_json() {
    let folder = Folder::new();
    let lines = operations(&folder, &["decode", "attack.pcap"]);
    assert_eq!(kinds(&lines), ["operation"]);
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[0]["op"]["name"], "anyTimeInterrogation");
    assert_eq!(lines[0]["target"]["imsi"], IMSI);
}

#[test]
fn where_picks_operations() {
    let folder = Folder::new();
    let rows = [
        ("true", 4),
        ("op.kind == 'invoke'", 2),
        ("op.kind == 'error' && op.error_code == 49", 1),
        ("'location' in disclosed", 1),
        ("has(target.imsi) && op.kind == 'invoke'", 1),
        ("sccp.calling.gt.startsWith('4477')", 2),
        ("op.code == 22", 0),
    ];
    for (expression, expected) in rows {
        let lines = operations(&folder, &["decode", "attack.pcap", "--where", expression]);
        assert_eq!(lines.len(), expected, "{expression}");
    }
}

#[test]
fn fields_are_the_only_keys_beside_those_of_every_line() {
    let folder = Folder::new();
    let lines = operations(&folder, &["decode", "attack.pcap", "--fields", "op.name,capture.frames,op.error_code"]);
    let expected = concat!(
        r#"{"schema":"1.2.0","event_type":"operation","#,
        r#""op":{"name":"anyTimeInterrogation"},"capture":{"frames":[1]}}"#
    );
    assert_eq!(lines[0].to_string(), expected);
    assert_eq!(lines[3]["op"]["error_code"], 49);
}

#[test]
fn a_table_has_a_line_of_titles_and_one_for_each_operation() {
    let folder = Folder::new();
    let ran = folder.run("decode attack.pcap --format table");
    assert_eq!(ran.out.lines().count(), 5);
    assert!(ran.out.starts_with("time (UTC) "), "{}", ran.out);
    assert!(ran.out.contains("447700900001 → 15555550020") && ran.out.contains("error 49"), "{}", ran.out);
    assert!(ran.err.contains("4 operations shown; 4 of 4 messages decoded (100 %)"), "{}", ran.err);
    let ran = folder.run("decode attack.pcap --format table --fields op.code,target.imsi -q");
    assert_eq!(ran.out.lines().next(), Some("op.code  target.imsi"));
    assert_eq!(ran.out.lines().nth(1), Some(format!("71       {IMSI}").as_str()));
    assert_eq!(ran.err, "");
}

#[test]
fn a_tree_shows_the_layers() {
    let folder = Folder::new();
    let ran = folder.run("decode attack.pcap --format tree");
    for text in
        ["\n  link ", "\n  sccp ", "\n  tcap ", "\n  operation ", "\n    target ", "otid ", "point codes 2001 → 1001"]
    {
        assert!(ran.out.contains(text), "{text} is not in {}", ran.out);
    }
}

#[test]
fn every_sample_is_shown_in_every_form() {
    let folder = Folder::new();
    for format in ["jsonl", "table", "tree"] {
        let ran = folder.run(&format!("decode each.pcap -q --format {format}"));
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{format}");
        assert!(ran.out.contains("sendRoutingInfoForSM"), "{format}");
    }
}

#[test]
fn expressions_see_what_is_written_so_that_nobody_can_be_probed() {
    let folder = Folder::new();
    let probe = format!("target.imsi == '{IMSI}'");
    let probed = |options: &[&str]| {
        operations(&folder, &[&["decode", "attack.pcap", "--where", &probe], options].concat()).len()
    };
    assert_eq!(probed(&["-c", "private.toml"]), 0);
    assert!(probed(&["-c", "private.toml", "--reveal"]) > 0);
    let known = operations(&folder, &["decode", "attack.pcap", "-c", "private.toml"]);
    let pseudonym = known[0]["target"]["imsi"].as_str().unwrap();
    assert!(pseudonym.starts_with("00101") && pseudonym != IMSI);
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let folder = Folder::new();
    folder.write("long.pcap", &sigwarden_testkit::traffic(3_000, 1));
    let mut command = folder.command(&["decode", "long.pcap"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::with_capacity(64, child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!((child.wait().unwrap().code(), said.as_str()), (Some(0), ""));
}
