use super::*;
use crate::Country;

fn overrides(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect()
}

/// Keys that few sites need: the template leaves them to the documentation.
const FURTHER: &str = r#"
[home]
mobile_global_titles = ["1555555"]
[import]
file = "operators.db"
[[operator]]
msisdns = ["1246556"]
mobile_global_titles = ["1246555"]
nodes = ["HLR 12465550000-12465550009"]
point_codes = [200]
valid_to = "2020-12-31"
source = "contract 7"
source_date = "2018-02-01"
[[lease]]
realms = ["lab.example"]
gtp_addresses = ["203.0.113.0/24"]
evidence = "page 7"
until = "2024-12-31"
[[arrangement]]
kind = "multi-imsi"
name = "Example Travel"
global_titles = ["15555558"]
imsis = ["999991000000000-999991999999999"]
realms = ["hub.example"]
operators = ["XXXEI", "home"]

[detect]
realms_file = "realms.txt"
packs = ["core"]
enable = ["one"]
disable = ["other"]

[[threshold]]
name = "chain-minutes"
value = 30

[[journey]]
from = "US"
to = "CA"
minutes = 0

[[exception]]
rule = "*"
scope = "true"
owner = "desk"
reason = "test"
expires = "2027-01-01"
"#;

/// The template with every example switched on.
fn full() -> String {
    let on = |line: &str| match line.strip_prefix('#') {
        Some(rest) if !rest.is_empty() && !rest.starts_with(' ') => rest.to_owned(),
        _ => line.to_owned(),
    };
    TEMPLATE.lines().map(on).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_template_configures_nothing_and_what_it_leaves_out_is_further() {
    assert_eq!(parse(TEMPLATE).unwrap(), Site::default());
    assert!(TEMPLATE.lines().count() <= 60);
    let documents: [toml::Table; 2] = [toml::from_str(&full()).unwrap(), toml::from_str(FURTHER).unwrap()];
    for key in KEYS {
        let shown = documents.iter().filter(|document| match document.get(key.table) {
            Some(toml::Value::Array(tables)) => tables[0].get(key.name).is_some(),
            Some(table) => table.get(key.name).is_some(),
            None => false,
        });
        assert_eq!(shown.count(), 1, "{}.{}", key.table, key.name);
    }
}

#[test]
fn every_key_arrives() {
    let site = parse(&full()).unwrap();
    assert_eq!(site.home.name.as_deref(), Some("Example Mobile"));
    assert_eq!(site.home.plmns[0].to_string(), "001-01");
    assert_eq!(site.home.gtp_addresses.len(), 2);
    assert_eq!(site.operators[0].country, Country::new("BB"));
    assert_eq!(site.operators[0].partner, Some(true));
    assert_eq!(site.carriers[0].point_codes, [5001]);
    assert_eq!(site.leases[0].confidence, Some(60));
    assert_eq!(site.detect.categories_file.as_deref(), Some("categories.tsv"));
    let further = parse(FURTHER).unwrap();
    assert_eq!(further.operators[0].nodes[0].to_string(), "HLR 12465550000-12465550009");
    assert_eq!(further.arrangements[0].kind, ArrangementKind::MultiImsi);
    let (one, other) = (canonical(&site), canonical(&further));
    assert_eq!((parse(&one).unwrap(), parse(&other).unwrap()), (site, further));
    for key in KEYS {
        let text = format!("{} = ", key.name);
        assert!(one.contains(&text) || other.contains(&text), "{}.{}", key.table, key.name);
    }
}

#[test]
fn canonical_text_ignores_how_it_was_written() {
    let one = "# x\n[home]\nname='A'\ntadig=\"XXXEX\"\n[detect]\n";
    let two = "home = { tadig = \"XXXEX\", name = \"A\" }";
    assert_eq!(canonical(&parse(one).unwrap()), canonical(&parse(two).unwrap()));
    assert_ne!(canonical(&parse(one).unwrap()), canonical(&parse("").unwrap()));
    assert_eq!(canonical(&Site::default()), "");
}

#[test]
fn errors_name_the_line_and_what_to_do() {
    let rows = [
        ("[home]\nnam = \"x\"", "line 2: there is no \"home.nam\"; did you mean \"home.name\""),
        ("\n[hoem]\nname = \"x\"", "line 2: there is no \"hoem\"; did you mean \"home\""),
        ("[home]\nplmn = []", "line 2: there is no \"home.plmn\"; did you mean \"home.plmns\""),
        ("[home]\nzzz = 1", "line 2: there is no \"home.zzz\"; remove it"),
        ("[home]\nlessee = \"x\"", "line 2: there is no \"home.lessee\"; did you mean \"lease.lessee\""),
        ("[[home]]", "line 1: home: write it once and with one bracket, [home]"),
        ("[operator]\nname = \"x\"", "line 1: operator: write it with two brackets, [[operator]]"),
        ("operator = [1]", "line 1: operator: write it as a table"),
        ("[home]\nplmns = \"001-01\"", "line 2: home.plmns: expected a list in brackets"),
        ("[home]\nplmns = [\n\"001-01\",\n\"00101\"]", "line 4: home.plmns: \"00101\" is wrong; expected MCC-MNC"),
        ("[home]\nplmns = [\"001-1\"]", "line 2: home.plmns: \"001-1\""),
        ("[home]\nglobal_titles = [\"+1555\"]", "line 2: home.global_titles: \"+1555\" is wrong"),
        ("[home]\nglobal_titles = [\"\"]", "line 2: home.global_titles: \"\" is wrong"),
        ("[home]\nmsisdns = [\"1234567890123456\"]", "line 2: home.msisdns"),
        ("[home]\nmsisdns = [1555]", "line 2: home.msisdns: 1555 is wrong; expected the first 1 to 15 digits"),
        (
            "[home]\nrealms = [\"EPC.example\"]",
            "line 2: home.realms: \"EPC.example\" is wrong; expected a host name in lower",
        ),
        ("[home]\nrealms = [\"a..b\"]", "line 2: home.realms"),
        ("[home]\ngtp_addresses = [\"192.0.2.0/33\"]", "line 2: home.gtp_addresses"),
        ("[home]\ngtp_addresses = [\"192.0.2.1\"]", "line 2: home.gtp_addresses"),
        ("[home]\npoint_codes = [16777216]", "line 2: home.point_codes: 16777216 is wrong"),
        ("[home]\npoint_codes = [-1]", "line 2: home.point_codes: -1 is wrong"),
        ("[home]\npoint_codes = [\"1-2-3\"]", "line 2: home.point_codes: \"1-2-3\" is wrong"),
        ("[home]\ntadig = \"abcde\"", "line 2: home.tadig"),
        ("[home]\nname = \" \"", "line 2: home.name: \" \" is wrong"),
        ("[home]\nname = 5", "line 2: home.name: 5 is wrong"),
        ("[home.name]\nx = 1", "line 1: home.name: a table is wrong"),
        ("[[operator]]\ncountry = \"ZZ\"", "line 2: operator.country: \"ZZ\" is wrong; expected a country code"),
        ("[[operator]]\npartner = \"yes\"", "line 2: operator.partner: \"yes\" is wrong; expected true or false"),
        ("[[operator]]\nvalid_from = 2018-01-01", "line 2: operator.valid_from: 2018-01-01 without quotes is wrong"),
        ("[[operator]]\nvalid_from = \"2018-02-30\"", "line 2: operator.valid_from"),
        ("[[operator]]\nvalid_from = \"2018-1-1\"", "line 2: operator.valid_from"),
        ("[[operator]]\n[[operator]]\nname = \"\"", "line 3: operator.name"),
        ("[[lease]]\nconfidence = 101", "line 2: lease.confidence: 101 is wrong; expected a number from 0 to 100"),
        ("[[lease]]\nconfidence = 6.5", "line 2: lease.confidence: 6.5 is wrong"),
        ("[home]\nname = \"x\"\nname = \"y\"", "line 3: duplicate key"),
        ("[home]\n\nname =", "line 3: "),
        ("[home", "line 1: "),
    ];
    for (text, expected) in rows {
        let error = parse(text).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{text}\n got: {error}\nwant: {expected}");
        assert!(!error.contains('\n'), "{error}");
    }
}

#[test]
fn overrides_are_checked_like_the_file() {
    let text = "[home]\nname = \"A\"\nplmns = [\"001-01\"]";
    let rows: [(&[(&str, &str)], &str); 6] = [
        (&[("home.name", "B")], "[home]\nname = \"B\"\nplmns = [\"001-01\"]\n"),
        (&[("home.plmns", "001-02, 999-99")], "[home]\nname = \"A\"\nplmns = [\"001-02\", \"999-99\"]\n"),
        (&[("home.plmns", "")], "[home]\nname = \"A\"\n"),
        (
            &[("home.point_codes", "5"), ("home.point_codes", "7,8")],
            "[home]\nname = \"A\"\nplmns = [\"001-01\"]\npoint_codes = [7, 8]\n",
        ),
        (
            &[("detect.categories_file", "a \"b\"")],
            "[home]\nname = \"A\"\nplmns = [\"001-01\"]\n\n[detect]\ncategories_file = 'a \"b\"'\n",
        ),
        (&[("home.name", "12")], "[home]\nname = \"12\"\nplmns = [\"001-01\"]\n"),
    ];
    for (pairs, expected) in rows {
        let site = parse_with(text, &overrides(pairs)).unwrap();
        assert_eq!(canonical(&site), expected, "{pairs:?}");
    }
    let wrong = [
        ("home.nam", "x", "--set home.nam: there is no \"home.nam\"; did you mean \"home.name\""),
        ("home", "x", "--set home: home: name a key of it, as in home.name"),
        ("hme.name", "x", "--set hme.name: there is no \"hme\"; did you mean \"home\""),
        ("operator.name", "x", "--set operator.name: operator.name: write [[operator]] in the file"),
        ("home.plmns", "001-01,7", "--set home.plmns: home.plmns: \"7\" is wrong; expected MCC-MNC"),
        ("home.point_codes", "x", "--set home.point_codes: home.point_codes: \"x\" is wrong"),
        ("home.name", "", "--set home.name: home.name: \"\" is wrong"),
    ];
    for (key, value, expected) in wrong {
        let error = parse_with(text, &overrides(&[(key, value)])).unwrap_err().to_string();
        assert!(error.starts_with(expected), "got: {error}\nwant: {expected}");
    }
}

#[test]
fn networks_of_addresses_contain_and_overlap() {
    let rows = [
        ("192.0.2.0/24", "192.0.2.255/32", true),
        ("192.0.2.0/24", "192.0.3.0/24", false),
        ("0.0.0.0/0", "203.0.113.7/32", true),
        ("2001:db8::/32", "2001:db8:1::/48", true),
        ("::/0", "192.0.2.1/32", false),
        ("192.0.2.77/24", "192.0.2.1/32", true),
    ];
    for (left, right, expected) in rows {
        let (a, b): (Cidr, Cidr) = (left.parse().unwrap(), right.parse().unwrap());
        assert_eq!(a.overlaps(&b), expected, "{left} {right}");
        assert_eq!(b.overlaps(&a), expected, "{right} {left}");
    }
}

#[test]
fn says_what_the_configuration_will_do() {
    let rows = [
        ("", "No home network is configured"),
        ("", "Knows nobody else: foreign origins are told apart by country only."),
        ("", "Subscribers appear as they are"),
        ("[home]\nname=\"A\"\nplmns=[\"001-01\"]", "Protects A: 1 network code."),
        ("[home]\nplmns=[\"001-01\"]", "home.global_titles is missing"),
        (
            "[home]\nprivacy_key_file=\"site.key\"",
            "Subscribers are pseudonyms in every output, with the key in site.key.",
        ),
        ("[detect]\ncategories_file=\"c.toml\"", "Categories come from c.toml."),
        ("[[operator]]\nname=\"B\"\npartner=true\n[[operator]]", "Knows 2 other operators; roaming partners: 1."),
        (
            "[home]\nglobal_titles=[\"1555555\"]\n[[operator]]\nname=\"B\"\nglobal_titles=[\"1555\"]",
            "warning: the Global Titles 1555555 of home are within 1555 of B; the narrower range decides.",
        ),
        (
            "[[operator]]\nname=\"B\"\nglobal_titles=[\"1555\"]\n[[operator]]\nglobal_titles=[\"1555\"]",
            "warning: B and operator 2 both have the Global Titles 1555.",
        ),
        (
            "[home]\nplmns=[\"001-01\"]\n[[operator]]\nname=\"B\"\nplmns=[\"001-01\"]",
            "warning: home and B both have the network code 001-01.",
        ),
        (
            "[home]\ngtp_addresses=[\"192.0.2.0/24\"]\n[[operator]]\nname=\"B\"\ngtp_addresses=[\"192.0.2.8/29\"]",
            "warning: home and B both have IP addresses of 192.0.2.8/29.",
        ),
        (
            "[[operator]]\nname=\"B\"\ncountry=\"JM\"\nglobal_titles=[\"1246555\"]",
            "warning: B is of JM, its 1246555 of BB; reports show both.",
        ),
        ("[[operator]]\nname=\"B\"\ncarriers=[\"C\"]", "warning: B names the carrier C, but no [[carrier]] does"),
    ];
    for (text, expected) in rows {
        let sentences = describe(&parse(text).unwrap());
        assert!(
            sentences.iter().any(|sentence| sentence.starts_with(expected)),
            "{text}\n{sentences:#?}\nwant: {expected}"
        );
    }
    let quiet = describe(&parse(&full()).unwrap());
    assert!(!quiet.iter().any(|sentence| sentence.starts_with("warning")), "{quiet:#?}");
}
