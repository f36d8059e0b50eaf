//! `operators lookup` and `operators doctor`. See `operators_import.rs` for the other verbs.

mod common;

use common::{Folder, Ran, json};
use serde_json::Value;
use std::path::PathBuf;

/// Two operators of the site, one with something of every kind, the other expired and old.
const OTHERS: &str = r#"
[[operator]]
name = "Example Islands"
tadig = "XXXEI"
country = "BB"
plmns = ["999-99"]
global_titles = ["12465550000-12465554999"]
msisdns = ["1246556"]
mobile_global_titles = ["124655"]
realms = ["islands.example"]
gtp_addresses = ["198.51.100.0/25"]
point_codes = [200]
partner = true

[[operator]]
name = "Example Gone"
country = "JE"
global_titles = ["12465554", "447700900"]
valid_from = "2012-01-01"
valid_to = "2019-12-31"
"#;

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("others.toml", format!("{}{OTHERS}", common::SITE).as_bytes());
    folder
}

/// Arguments of `operators`, standard input, exit code, texts of stdout, texts of stderr.
type Row<'a> = (&'a str, &'a str, i32, &'a [&'a str], &'a [&'a str]);

fn check(rows: &[Row]) {
    let folder = folder();
    for (line, input, code, out, err) in rows {
        let words: Vec<&str> = ["operators"].into_iter().chain(line.split_whitespace()).collect();
        let ran = folder.run_words(&words, input.as_bytes());
        assert_eq!(ran.code, *code, "{line}\n{}{}", ran.out, ran.err);
        for (texts, said) in [(out, &ran.out), (err, &ran.err)] {
            for text in *texts {
                assert!(said.contains(text), "{line}: \"{text}\" is not in\n{said}");
            }
        }
    }
}

#[test]
fn every_kind_of_address_is_read_by_its_form() {
    const KNOWN: &str = "Operator    Example Islands (XXXEI)";
    check(&[
        ("lookup +12465550100 -c others.toml", "", 0, &["+12465550100: Global Title\n", "Country     BB", KNOWN], &[]),
        ("lookup msisdn:12465560100 -c others.toml", "", 0, &[": subscriber number\n", KNOWN, "80 % sure"], &[]),
        ("lookup mgt:1246551234567 -c others.toml", "", 0, &[": mobile Global Title (E.214)\n", "999991234567"], &[]),
        ("lookup 999990000000001 -c others.toml", "", 0, &[": IMSI\n", KNOWN, "Network     999-99"], &[]),
        ("lookup 999-99 -c others.toml", "", 0, &[": network code\n", KNOWN, "Use         test"], &[]),
        ("lookup 99999 -c others.toml", "", 0, &[": network code\n", KNOWN], &[]),
        ("lookup mme.islands.example -c others.toml", "", 0, &[": Diameter realm or host\n", KNOWN], &[]),
        ("lookup 198.51.100.7 -c others.toml", "", 0, &[": IP address\n", KNOWN, "Partner     yes"], &[]),
        ("lookup 2001:db8::1 -c others.toml", "", 0, &[": IP address\n", "none: nobody says whose it is"], &[]),
        ("lookup 0-25-0 -c others.toml", "", 0, &[": point code\n", KNOWN], &[]),
        ("lookup 15555550100 -c others.toml", "", 0, &["Example Mobile, the protected network"], &[]),
        ("lookup 15555550100", "", 0, &["one of US, CA: the code is shared", "Operator    not known"], &[]),
        ("lookup 88160000", "", 0, &["Operator    Iridium", "Use         satellite", "public tables"], &[]),
    ]);
}

#[test]
fn how_and_of_which_day_can_be_said() {
    check(&[
        ("lookup --as imsi 99999 -c others.toml", "", 0, &["99999: IMSI\n", "Network     999-99"], &[]),
        ("lookup --as gt 999990000000001", "", 0, &["999990000000001: Global Title\n"], &[]),
        ("lookup --as pc 200 -c others.toml", "", 0, &["200: point code\n", "Example Islands"], &[]),
        ("lookup --as ip 1246", "", 2, &[], &["error: \"1246\" is no IP address"]),
        ("lookup --as nothing 1246", "", 2, &[], &["gt, msisdn, mgt, imsi, plmn, realm, ip, pc"]),
        ("lookup 447700900001 --on 2011-12-31 -c others.toml", "", 0, &["public tables"], &[]),
        ("lookup 447700900001 --on 2012-01-01 -c others.toml", "", 0, &["Example Gone", "(0 days old)"], &[]),
        ("lookup 447700900001 --on 2019-12-31 -c others.toml", "", 0, &["Example Gone", "of 2012-01-01"], &[]),
        ("lookup 447700900001 --on 2020-01-01 -c others.toml", "", 0, &["public tables"], &[]),
        ("lookup 447700900001 --on 2020-02-30", "", 2, &[], &["2020-02-30"]),
        ("lookup", "", 2, &[], &["<ADDRESS>"]),
        ("lookup 1246 -c missing.toml", "", 20, &[], &["missing.toml: cannot be read"]),
    ]);
}

#[test]
fn addresses_come_from_standard_input_too() {
    const LIST: &str = "# nodes\n\n  12465550100  \n999-99\n# 1\nnonsense\n192.0.2.7\n";
    check(&[
        ("lookup -", "# nothing\n\n", 0, &[], &[]),
        (
            "lookup - -c others.toml",
            LIST,
            2,
            &["12465550100: Global", "999-99: network"],
            &["\"nonsense\" is no address"],
        ),
        ("lookup 1246 - 1876", LIST, 2, &["address", "1246 ", "12465550100 ", "192.0.2.7 ", "1876 "], &["nonsense"]),
        ("lookup nonsense 1246 also", "", 2, &["1246: Global Title"], &["\"nonsense\" is no", "\"also\" is no"]),
    ]);
}

#[test]
fn answers_as_lines_have_the_same_fields_wherever_they_come_from() {
    let folder = folder();
    let ran =
        folder.run("operators lookup --format jsonl -c others.toml --on 2018-03-01 12465550100 12120000000 192.0.2.99");
    assert_eq!(ran.code, 0);
    let lines = json(&ran.out);
    let always = ["address", "kind", "countries", "country_confidence", "home", "layer", "confidence"];
    for line in &lines {
        assert!(always.iter().all(|field| !line[*field].is_null()), "{line}");
        assert!(line.as_object().unwrap().values().all(|value| !value.is_null()), "{line}");
    }
    let rows = [
        ("gt", "BB", "Example Islands", "site configuration", 95),
        ("gt", "US", "", "numbering plan", 80),
        ("ip", "", "", "none", 0),
    ];
    for (line, (kind, country, operator, layer, confidence)) in lines.iter().zip(rows) {
        let text = |field: &str| line[field].as_str().unwrap_or_default().to_owned();
        assert_eq!([text("kind"), text("country"), text("operator"), text("layer")], [kind, country, operator, layer]);
        assert_eq!(line["confidence"], confidence, "{line}");
        assert_eq!(line["basis"].is_null(), layer == "none", "{line}");
    }
    assert_eq!((&lines[0]["partner"], &lines[0]["domicile"]), (&Value::from(true), &Value::from("BB")));
    assert_eq!(lines.len(), rows.len());
}

fn corpus() -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../corpus");
    folder.canonicalize().unwrap().to_str().unwrap().to_owned()
}

/// Runs a verb with captures of the corpus and the configuration there.
fn of_corpus(words: &[&str], captures: &str) -> Ran {
    let corpus = corpus();
    let (site, captures) = (format!("{corpus}/site.toml"), format!("{corpus}/{captures}"));
    Folder::new().run_words(&[words, &["-c", &site, &captures]].concat(), b"")
}

#[test]
fn the_doctor_counts_the_requests_of_unknown_senders() {
    // What `decode` writes is counted here once more.
    for captures in ["categories", "every-carrier", "diameter"] {
        let lines = json(&of_corpus(&["decode", "--format", "jsonl"], captures).out);
        let asks = |line: &&Value| matches!(line["op"]["kind"].as_str(), Some("invoke" | "request"));
        let sent = |line: &&Value| ["gt", "host", "realm", "ip"].iter().any(|field| !line["origin"][*field].is_null());
        let requests: Vec<&Value> =
            lines.iter().filter(asks).filter(sent).filter(|line| line["duplicate_of"].is_null()).collect();
        let unknown = requests.iter().filter(|line| line["origin"]["basis"] != "site configuration").count();
        let report = json(&of_corpus(&["operators", "doctor", "--format", "json"], captures).out).remove(0);
        assert_eq!(report["traffic"]["requests"], requests.len(), "{captures}");
        assert_eq!(report["traffic"]["unknown"], unknown, "{captures}");
        let addresses = report["traffic"]["addresses"].as_array().unwrap();
        let counted: u64 = addresses.iter().map(|address| address["requests"].as_u64().unwrap()).sum();
        assert_eq!(counted, unknown as u64, "{captures}");
        assert_eq!(report["traffic"]["unknown_addresses"], addresses.len(), "{captures}");
        let page = of_corpus(&["operators", "doctor"], captures).out;
        let line = format!("\nTraffic: {unknown} of {} requests (", requests.len());
        assert!(page.contains(&line), "{line} is not in\n{page}");
    }
}

#[test]
fn the_doctor_says_what_is_wrong() {
    check(&[
        ("doctor", "", 0, &["Records:  0 of the site, 0 imported\n", "known from public tables only"], &[]),
        (
            "doctor -c others.toml --on 2018-03-01",
            "",
            0,
            &[
                "Operator data on 2018-03-01\nRecords:  2 of the site, 0 imported\n",
                "with Global Titles         2 of 2\n",
                "with network codes         1 of 2\n",
                "\nRanges that several have (1)\n",
                "\nAddresses of another country than their operator (",
            ],
            &[],
        ),
        ("doctor -c others.toml --on 2020-03-01", "", 0, &["\nOperators without a record that holds (1)\n"], &[]),
        ("doctor -c others.toml attack.pcap", "", 0, &["Traffic: 2 of 2 requests (100 %)", "447700900001 "], &[]),
        ("doctor -c others.toml cut.pcap", "", 11, &["Traffic: "], &["cut.pcap: cut short"]),
        ("doctor -c others.toml missing.pcap", "", 10, &[], &["missing.pcap"]),
        ("doctor -c missing.toml", "", 20, &[], &["missing.toml"]),
    ]);
    let ran = folder().run("operators doctor -c others.toml --on 2018-03-01 --format json");
    let report = json(&ran.out).remove(0);
    assert_eq!((&report["day"], &report["records"]["site"]), (&Value::from("2018-03-01"), &Value::from(2)));
    let kinds: Vec<&str> =
        report["problems"].as_array().unwrap().iter().map(|problem| problem["kind"].as_str().unwrap()).collect();
    for (kind, count) in report["counts"].as_object().unwrap() {
        assert_eq!(count, kinds.iter().filter(|known| **known == kind).count(), "{kind}");
    }
    assert!(kinds.contains(&"overlap") && kinds.contains(&"country") && report["traffic"].is_null(), "{report}");
}

#[test]
fn help_of_every_verb_has_examples() {
    for verb in ["", "lookup", "import", "export", "doctor"] {
        let ran = Folder::new().run(&format!("operators {verb} --help"));
        assert_eq!(ran.code, 0, "{verb}");
        let example = format!("\nExamples:\n  sigwarden operators {verb}");
        assert!(ran.out.contains(example.trim_end()), "{verb}: {}", ran.out);
    }
}
