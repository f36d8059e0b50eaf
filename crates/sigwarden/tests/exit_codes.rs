//! Exit codes, and what is said about wrong inputs, arguments and configurations.

mod common;

use common::Folder;

/// Command line, exit code, what stderr says.
type Row = (&'static str, i32, &'static [&'static str]);

fn check(rows: &[Row]) {
    let folder = Folder::new();
    folder.write("unknown-key.toml", b"[home]\nplmn = [\"001-01\"]\n");
    folder.write("syntax.toml", b"[home\n");
    folder.write("no-key.toml", b"[home]\nprivacy_key_file = \"missing.key\"\n");
    folder.write("bad-key.toml", b"[home]\nprivacy_key_file = \"attack.key\"\n");
    folder.write("attack.key", b"12345");
    folder.write("bad-table.toml", b"[detect]\ncategories_file = \"table.tsv\"\n");
    folder.write("table.tsv", b"this is no table\n");
    for (line, code, said) in rows {
        let ran = folder.run(line);
        assert_eq!(ran.code, *code, "{line}\n{}{}", ran.out, ran.err);
        for text in *said {
            assert!(ran.err.contains(text), "{line}: \"{text}\" is not in\n{}", ran.err);
        }
    }
}

#[test]
fn every_condition_has_its_code() {
    check(&[
        ("scan attack.pcap -c site.toml", 0, &[]),
        ("scan calm.pcap -c site.toml --fail-on critical", 0, &[]),
        ("scan attack.pcap -c site.toml --fail-on low", 4, &["error: ", "at or above low"]),
        ("scan empty.pcap", 3, &["nothing was decoded"]),
        ("scan cut.pcap -c site.toml", 11, &["cut.pcap: cut short at byte "]),
        ("decode cut.pcap", 11, &["cut.pcap: cut short at byte "]),
        ("decode empty.pcap", 3, &["nothing was decoded"]),
    ]);
}

#[test]
fn wrong_inputs_are_named_and_do_not_stop_the_others() {
    check(&[
        ("scan missing.pcap", 10, &["missing.pcap: no such file or folder"]),
        ("scan text.pcap", 10, &["text.pcap: "]),
        ("scan nothing.pcap", 10, &["nothing.pcap: "]),
        ("scan no*match", 10, &["no*match"]),
        ("decode missing.pcap attack.pcap", 10, &["missing.pcap"]),
        ("scan text.pcap cut.pcap -c site.toml", 10, &["text.pcap: ", "cut.pcap: cut short"]),
        ("scan cut.pcap -c site.toml --fail-on low", 11, &["cut.pcap: cut short", "at or above low"]),
    ]);
    let folder = Folder::new();
    let ran = folder.run("scan missing.pcap text.pcap attack.pcap -c site.toml -w out.jsonl");
    assert_eq!(ran.code, 10);
    let lines = common::json(&folder.read("out.jsonl"));
    assert_eq!(common::kinds(&lines), ["run", "finding", "stats"]);
}

#[test]
fn wrong_usage_is_refused_with_a_hint() {
    check(&[
        ("", 2, &["Usage"]),
        ("scan", 2, &["INPUT"]),
        ("serve", 2, &["unrecognized subcommand"]),
        ("scan attack.pcap --fail-on terrible", 2, &["critical"]),
        ("scan attack.pcap --operations", 2, &["--write"]),
        ("scan attack.pcap --set home.plmns", 2, &["KEY=VALUE"]),
        ("scan attack.pcap -w attack.pcap", 2, &["this is the input"]),
        ("scan attack.pcap --report ./attack.pcap", 2, &["this is the input"]),
        ("decode attack.pcap --fields op.nam", 2, &["op.nam", "op.name"]),
        ("decode attack.pcap --fields op.name --format tree", 2, &["--fields"]),
        ("decode attack.pcap --where op.nam==1", 2, &["--where", "op.name", "^"]),
        ("scan attack.pcap --threads 0", 2, &["--threads"]),
    ]);
}

#[test]
fn an_invalid_configuration_names_line_and_remedy() {
    check(&[
        ("config check unknown-key.toml", 20, &["unknown-key.toml: line 2", "did you mean \"home.plmns\""]),
        ("config check syntax.toml", 20, &["syntax.toml: line 1"]),
        ("config check missing.toml", 20, &["missing.toml: cannot be read", "config init"]),
        ("config check no-key.toml", 20, &["missing.key: cannot be read"]),
        ("config check bad-key.toml", 20, &["attack.key: the key has 5 digits"]),
        ("config check bad-table.toml", 20, &["table.tsv: line 1"]),
        ("scan attack.pcap -c unknown-key.toml", 20, &["line 2"]),
        ("scan attack.pcap -c no-key.toml --reveal", 20, &["missing.key"]),
        ("decode attack.pcap --set home.plmns=12", 20, &["--set home.plmns"]),
    ]);
}

#[test]
fn an_output_that_cannot_be_written_is_our_failure() {
    check(&[
        ("scan attack.pcap -w no/such/folder.jsonl", 1, &["no/such/folder.jsonl: cannot be written"]),
        ("scan attack.pcap --report no/such/folder.html", 1, &["no/such/folder.html: cannot be written"]),
    ]);
    if cfg!(target_os = "linux") {
        check(&[("scan calm.pcap -w /dev/full --operations", 1, &["/dev/full: cannot be written"])]);
    }
}
