//! `operators import` and `operators export`, and what they leave behind for the other verbs.

mod common;

use common::{Folder, Ran};
use std::fs;

const TABLE: &str = "tadig,name,country,kind,value,partner,source,source_date
XXXEI,Example Islands,BB,gt,1246555,true,IR.21,2018-01-15
XXXEI,Example Islands,BB,plmn,999-99,,IR.21,2018-01-15
XXXEI,Example Islands,BB,realm,islands.example,,IR.21,2018-01-15
XXXEJ,Example Albion,GB,gt,447700900,,IR.21,2018-01-15
";
const DB: &str = "operators.db";

/// A folder with tables to import, and a configuration that names another file.
fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("one.csv", TABLE.as_bytes());
    folder.write("two.csv", TABLE.replace("1246555", "1246556").as_bytes());
    folder.write("elsewhere.toml", format!("{}[import]\nfile = \"elsewhere.db\"\n", common::SITE).as_bytes());
    folder
}

fn apply(folder: &Folder, line: &str) {
    let ran = folder.run(&format!("operators import -c site.toml --apply {line}"));
    assert_eq!(ran.code, 0, "{line}: {}", ran.err);
}

fn says(ran: &Ran, texts: &[&str]) {
    assert_eq!(ran.code, 0, "{}", ran.err);
    for text in texts {
        assert!(ran.out.contains(text), "\"{text}\" is not in\n{}", ran.out);
    }
}

/// Operator and layer of an address on a day.
fn who(folder: &Folder, site: &str, address: &str, day: &str) -> String {
    let ran = folder.run(&format!("operators lookup {address} -c {site} --on {day} --format jsonl"));
    let answer = &common::json(&ran.out)[0];
    format!("{} / {}", answer["operator"].as_str().unwrap_or("-"), answer["layer"].as_str().unwrap())
}

fn octets(folder: &Folder, name: &str) -> Vec<u8> {
    fs::read(folder.path().join(name)).unwrap()
}

#[test]
fn nothing_is_written_until_it_is_applied() {
    let folder = folder();
    let ran = folder.run("operators import one.csv -c site.toml");
    says(
        &ran,
        &["XXXEI Example Islands: new\n", "+ Global Titles: 1246555\n", "2 operators read: 2 new", "Nothing was"],
    );
    assert!(!folder.path().join(DB).exists());
    assert_eq!(who(&folder, "site.toml", "12465550100", "2018-03-01"), "- / numbering plan");

    let ran = folder.run("operators import one.csv -c site.toml --apply");
    says(&ran, &["XXXEI Example Islands: new\n", "operators.db: written, 2 records in all.\n"]);
    assert!(!folder.path().join("operators.db.new").exists());
    for (address, day, expected) in [
        ("12465550100", "2018-03-01", "Example Islands / operator data"),
        ("999-99", "2018-03-01", "Example Islands / operator data"),
        ("mme.islands.example", "2018-03-01", "Example Islands / operator data"),
        ("447700900001", "2018-03-01", "Example Albion / operator data"),
        ("15555550100", "2018-03-01", "Example Mobile / site configuration"),
        ("1876", "2018-03-01", "- / numbering plan"),
    ] {
        assert_eq!(who(&folder, "site.toml", address, day), expected, "{address} {day}");
    }
    assert!(folder.run("decode attack.pcap -c site.toml").out.contains("Example Albion"));
}

#[test]
fn what_is_imported_again_shows_only_changes() {
    let folder = folder();
    apply(&folder, "one.csv");
    let before = octets(&folder, DB);
    let ran = folder.run("operators import one.csv -c site.toml --apply");
    says(&ran, &["2 operators read: 0 new, 0 changed, 2 as before.\n"]);
    assert!(!ran.out.contains("Example"), "{}", ran.out);
    assert_eq!(octets(&folder, DB), before);

    let ran = folder.run("operators import two.csv -c site.toml");
    says(&ran, &["+ Global Titles: 1246556\n", "- Global Titles: 1246555\n", "0 new, 1 changed, 1 as before.\n"]);
    assert!(!ran.out.contains("Albion") && !ran.out.contains("islands.example"), "{}", ran.out);
    let ran = folder.run("operators import two.csv one.csv -c site.toml --format json");
    let said = &common::json(&ran.out)[0];
    let kinds: Vec<&str> =
        said["changes"].as_array().unwrap().iter().map(|change| change["kind"].as_str().unwrap()).collect();
    assert_eq!((&said["written"], kinds), (&false.into(), vec!["changed", "same", "changed", "same"]), "{said}");
    assert_eq!(octets(&folder, DB), before);
}

#[test]
fn records_hold_from_their_first_day_to_their_last() {
    const FIRST: &str = "12465550100";
    const SECOND: &str = "12465560100";
    let folder = folder();
    apply(&folder, "one.csv --valid-from 2018-01-01 --valid-to 2018-12-31");
    apply(&folder, "two.csv --valid-from 2020-01-01 --valid-to 2020-12-31");
    for (address, day, known) in [
        (FIRST, "2017-12-31", false),
        (FIRST, "2018-01-01", true),
        (FIRST, "2018-12-31", true),
        (FIRST, "2019-01-01", false),
        (FIRST, "2020-06-01", false),
        (SECOND, "2018-06-01", false),
        (SECOND, "2019-12-31", false),
        (SECOND, "2020-01-01", true),
        (SECOND, "2020-12-31", true),
        (SECOND, "2021-01-01", false),
    ] {
        let expected = if known { "Example Islands / operator data" } else { "- / numbering plan" };
        assert_eq!(who(&folder, "site.toml", address, day), expected, "{address} {day}");
    }
}

#[test]
fn a_record_that_ends_before_it_begins_is_refused() {
    let folder = folder();
    folder.write("dated.csv", b"tadig,kind,value,valid_from\nXXXEI,gt,1246557,2020-06-01\n");
    apply(&folder, "one.csv --valid-from 2018-01-01");
    let before = octets(&folder, DB);
    const BEFORE: &str = "and end before, on 20";
    for (line, code, said) in [
        ("one.csv --valid-from 2020-01-01 --valid-to 2019-01-01", 2, "--valid-to is before --valid-from"),
        // The table is of 2018-01-15, and a change without a first day begins then.
        ("two.csv --valid-to 2018-01-14", 23, BEFORE),
        ("dated.csv --valid-to 2020-05-31", 23, BEFORE),
    ] {
        for apply in ["", "--apply"] {
            let ran = folder.run(&format!("operators import {line} -c site.toml {apply}"));
            assert_eq!((ran.code, ran.out.as_str()), (code, ""), "{line}");
            assert!(ran.err.contains(said), "{line}: {}", ran.err);
            assert_eq!(octets(&folder, DB), before, "{line}");
        }
    }
}

#[test]
fn wrong_files_change_nothing() {
    let folder = folder();
    apply(&folder, "one.csv");
    let before = octets(&folder, DB);
    folder.write("number.csv", TABLE.replace("1246555", "1246x").as_bytes());
    folder.write("column.csv", TABLE.replace("partner", "partners").as_bytes());
    folder.write("quote.csv", TABLE.replace("Example Albion", "\"Example Albion").as_bytes());
    folder.write("short-row.csv", TABLE.replace("islands.example,,IR.21,2018-01-15", "islands.example").as_bytes());
    folder.write("cut.xml", b"<?xml version=\"1.0\"?>\n<TADIGRAEXIR21>\n  <RAEXIR21FileHeader>\n    <Sen");
    folder.write("other.xml", b"<?xml version=\"1.0\"?>\n<nothing/>\n");
    folder.write("sheet.csv", b"PK\x03\x04 and so on");
    folder.write("empty.csv", b"");
    let rows: [(&str, i32, &[&str]); 9] = [
        ("number.csv", 23, &["number.csv: line 2: value: \"1246x\" is not"]),
        ("column.csv", 23, &["column.csv: line 1: there is no column \"partners\""]),
        ("quote.csv", 23, &["quote.csv: line 5: "]),
        ("short-row.csv", 23, &["short-row.csv: line 4: "]),
        ("cut.xml", 23, &["cut.xml: line 4: ", "get the file again"]),
        ("other.xml", 23, &["other.xml: "]),
        ("sheet.csv", 23, &["sheet.csv: ", "ZIP archive"]),
        ("empty.csv", 23, &["empty.csv: line 1: the table is empty"]),
        ("missing.csv", 10, &["missing.csv: cannot be read"]),
    ];
    for (name, code, said) in rows {
        let ran = folder.run(&format!("operators import two.csv {name} -c site.toml --apply"));
        assert_eq!((ran.code, ran.out.as_str()), (code, ""), "{name}: {}", ran.err);
        for text in said {
            assert!(ran.err.contains(text), "{name}: \"{text}\" is not in\n{}", ran.err);
        }
        assert_eq!(octets(&folder, DB), before, "{name}");
    }
}

#[test]
fn a_damaged_file_of_operators_is_refused_with_advice() {
    let folder = folder();
    apply(&folder, "one.csv");
    let whole = octets(&folder, DB);
    let records = whole.windows(6).position(|octets| octets == b"tadig,").unwrap();
    let changed = |from: &str, to: &str| {
        let place = whole.windows(from.len()).position(|octets| octets == from.as_bytes()).unwrap();
        [&whole[..place], to.as_bytes(), &whole[place + from.len()..]].concat()
    };
    let mut damaged: Vec<Vec<u8>> =
        [0, 1, 21, 22, 23, 200, records / 2, records - 1].map(|length| whole[..length].to_vec()).into();
    damaged.push(changed("operators 1", "operators 9"));
    damaged.push(changed("\"blocks\":", "\"blocks\":1844674407370955161"));
    damaged.push(changed("\"blocks\":", "\"blocks\":9"));
    damaged.push(changed("\"claims\":[", "\"claims\":{"));
    for octets in &damaged {
        folder.write(DB, octets);
        for line in [
            "operators lookup 1246 -c site.toml",
            "operators export -c site.toml",
            "operators doctor -c site.toml",
            "operators import one.csv -c site.toml --apply",
            "scan attack.pcap -c site.toml",
            "decode attack.pcap -c site.toml",
        ] {
            let ran = folder.run(line);
            let what = format!("{line}, {} octets\n{}{}", octets.len(), ran.out, ran.err);
            assert_eq!((ran.code, ran.out.as_str()), (23, ""), "{what}");
            assert!(ran.err.starts_with("error: operators.db: is "), "{what}");
            assert!(ran.err.contains("move it away and make it anew with `sigwarden operators import"), "{what}");
        }
    }
    // Without the records at the end, which no scan needs, the rest is still good.
    folder.write(DB, &whole[..whole.len() - 5]);
    for (line, code) in [("lookup 1246", 0), ("export", 23), ("doctor", 23), ("import one.csv --apply", 23)] {
        assert_eq!(folder.run(&format!("operators {line} -c site.toml")).code, code, "{line}");
    }
}

#[test]
fn the_file_is_where_the_configuration_says() {
    let folder = folder();
    let ran = folder.run("operators lookup 1246 -c elsewhere.toml");
    assert_eq!(ran.code, 23);
    assert!(ran.err.contains("elsewhere.db: cannot be read") && ran.err.contains("operators import"), "{}", ran.err);
    says(&folder.run("operators import one.csv -c elsewhere.toml --apply"), &["elsewhere.db: written"]);
    assert!(!folder.path().join(DB).exists());
    assert_eq!(who(&folder, "elsewhere.toml", "1246555", "2018-03-01"), "Example Islands / operator data");
    assert_eq!(who(&folder, "site.toml", "1246555", "2018-03-01"), "- / numbering plan");
    let there = format!("{}[import]\nfile = \"no/such/folder.db\"\n", common::SITE);
    folder.write("nowhere.toml", there.as_bytes());
    let ran = folder.run("operators import one.csv -c nowhere.toml --apply");
    assert!(ran.code != 0 && ran.err.contains("cannot be written"), "{}{}", ran.code, ran.err);
}

#[test]
fn what_is_exported_can_be_imported() {
    let folder = folder();
    says(&folder.run("operators export -c site.toml"), &["tadig,name,country,kind,value,"]);
    apply(&folder, "one.csv --valid-from 2018-01-01");
    apply(&folder, "two.csv --valid-from 2020-01-01 --valid-to 2020-12-31");
    let exported = folder.run("operators export -c site.toml").out;
    assert_eq!(exported.lines().count(), 1 + 4 + 3);
    folder.write("exported.csv", exported.as_bytes());
    let ran = folder.run("operators import exported.csv -c site.toml");
    says(&ran, &["3 operators read: 0 new, 0 changed, 3 as before.\n"]);
    says(&folder.run("operators import exported.csv -c elsewhere.toml --apply"), &["3 records in all"]);
    assert_eq!(folder.run("operators export -c elsewhere.toml").out, exported);
    assert_eq!(octets(&folder, "elsewhere.db"), octets(&folder, DB));
}
