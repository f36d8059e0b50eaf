use super::*;
use crate::Country;
use crate::site;

const SITE: &str = r#"
[home]
name = "Example Mobile"
plmns = ["001-01"]
global_titles = ["1555555"]
msisdns = ["1555556"]
realms = ["epc.mnc001.mcc001.3gppnetwork.org"]
gtp_addresses = ["192.0.2.0/24"]
point_codes = [100]

[[operator]]
name = "Example Islands"
tadig = "XXXEI"
country = "BB"
plmns = ["999-99", "001-010"]
global_titles = ["1246555", "1555555999"]
realms = ["epc.mnc099.mcc999.3gppnetwork.org", "islands.example"]
gtp_addresses = ["198.51.100.0/24", "192.0.2.128/25"]

[[operator]]
tadig = "XXXEJ"
country = "JE"
global_titles = ["44", "1876555"]
realms = ["islands.example"]

[[operator]]
global_titles = ["1876555"]

[[carrier]]
name = "Carrier A"
point_codes = [5001]
hosts = ["dra1.carrier-a.example"]

[[lease]]
global_titles = ["1246555"]
lessee = "unknown"
[[lease]]
global_titles = ["12465550"]
lessee = "somebody"
"#;

fn networks() -> Networks {
    Networks::new(site::parse(SITE).unwrap())
}

/// Network (home, a position or ?), countries, basis and confidence in one line; `+` when shared.
fn shown(found: Attribution) -> String {
    let network = match found.network {
        Network::Home => "home".to_owned(),
        Network::Operator(position) => position.to_string(),
        Network::Unknown => "?".to_owned(),
    };
    let shared = if found.is_shared() { "+" } else { "" };
    format!("{network}{shared} [{}] {} {}", found.countries, found.basis.text(), found.confidence)
}

#[test]
fn finds_the_network_of_a_global_title() {
    let networks = networks();
    let rows = [
        ("15555550100", "home [US CA] site configuration 95"),
        ("15555560100", "home [US CA] site configuration 95"),
        ("15555559990", "0 [US CA] site configuration 95"),
        ("12465550100", "0 [BB] site configuration 95"),
        ("12460000000", "? [BB] numbering plan 80"),
        ("440000000000", "1 [JE] site configuration 95"),
        ("18765550100", "1+ [JM] site configuration 95"),
        ("15550100", "? [US CA] numbering plan 30"),
        ("8830000", "? [] none 0"),
        ("", "? [] none 0"),
        ("ABC", "? [] none 0"),
    ];
    for (digits, expected) in rows {
        assert_eq!(shown(networks.of_gt(digits.as_bytes())), expected, "{digits}");
    }
}

#[test]
fn finds_the_network_of_a_subscriber() {
    let networks = networks();
    let imsis = [
        ("001011000000000", "home [] site configuration 95", "001-01"),
        ("001010000000000", "0 [] site configuration 95", "001-010"),
        ("999990000000000", "0 [] site configuration 95", "999-99"),
        ("999980000000000", "? [] none 0", "999-98"),
        ("342000000000000", "? [BB] numbering plan 80", "342-000"),
        ("234550000000000", "? [GG] public tables 70", "234-55"),
        ("234990000000000", "? [GB GG IM JE] numbering plan 30", "234-99"),
    ];
    for (digits, expected, plmn) in imsis {
        let found = networks.of_imsi(digits.as_bytes());
        assert_eq!(shown(found), expected, "{digits}");
        assert_eq!(networks.plmn_of_imsi(digits.as_bytes()).unwrap().to_string(), plmn);
    }
    let msisdns = [
        ("15555560100", "home [US CA] site configuration 95"),
        ("15555550100", "home [US CA] site configuration 60"),
        ("12465550100", "0 [BB] site configuration 60"),
        ("12460000000", "? [BB] numbering plan 80"),
    ];
    for (digits, expected) in msisdns {
        assert_eq!(shown(networks.of_msisdn(digits.as_bytes())), expected, "{digits}");
    }
}

#[test]
fn finds_the_network_of_a_node() {
    let networks = networks();
    let realms = [
        ("epc.mnc001.mcc001.3gppnetwork.org", "home [] site configuration 95"),
        ("hss1.EPC.mnc001.mcc001.3gppnetwork.org", "home [] site configuration 95"),
        ("ims.mnc001.mcc001.3gppnetwork.org", "home [] site configuration 95"),
        ("ims.mnc010.mcc001.3gppnetwork.org", "0 [] site configuration 95"),
        ("hss.islands.example", "0+ [] site configuration 95"),
        ("notislands.example", "? [] none 0"),
        ("epc.mnc055.mcc234.3gppnetwork.org", "? [GG] public tables 70"),
        ("epc.mnc000.mcc342.3gppnetwork.org", "? [BB] numbering plan 80"),
        ("epc.mncxyz.mcc342.3gppnetwork.org", "? [] none 0"),
        ("3gppnetwork.org", "? [] none 0"),
        ("", "? [] none 0"),
    ];
    for (name, expected) in realms {
        assert_eq!(shown(networks.of_realm(name)), expected, "{name}");
    }
    let addresses = [
        ("192.0.2.1", "home [] site configuration 95"),
        ("192.0.2.200", "0 [] site configuration 95"),
        ("198.51.100.1", "0 [] site configuration 95"),
        ("203.0.113.1", "? [] none 0"),
        ("2001:db8::1", "? [] none 0"),
    ];
    for (address, expected) in addresses {
        assert_eq!(shown(networks.of_ip(address.parse().unwrap())), expected, "{address}");
    }
    assert!(networks.of_point_code(100).is_home());
    assert_eq!(shown(networks.of_point_code(5001)), "? [] none 0");
}

#[test]
fn names_operators_carriers_and_leases() {
    let networks = networks();
    let name = |position| networks.network_name(Network::Operator(position)).map(|name| name.into_owned());
    let names: Vec<_> = (0..4).map(|position| name(position).unwrap_or_default()).collect();
    assert_eq!(names, ["Example Islands", "XXXEJ", "operator 3", ""]);
    assert_eq!(networks.network_name(Network::Home).as_deref(), Some("Example Mobile"));
    let of = |digits: &str| networks.of_gt(digits.as_bytes());
    assert_eq!(networks.tadig_of(&of("1246555")), Some("XXXEI"));
    assert_eq!(networks.tadig_of(&of("1876555")), None);
    assert_eq!(networks.operator_of(&of("1876555")).as_deref(), Some("XXXEJ / operator 3"));
    assert_eq!(networks.operator_country(0), Country::new("BB"));
    assert_eq!(
        networks.carrier_of_point_code(5001).and_then(|carrier| networks.carrier_name(carrier)),
        Some("Carrier A")
    );
    assert_eq!(networks.carrier_of_host("DRA1.carrier-a.example"), Some(0));
    for (digits, lessee) in [("12465551", Some("unknown")), ("124655501", Some("somebody")), ("1246", None)] {
        assert_eq!(
            networks.lease(&networks.of_gt(digits.as_bytes())).and_then(|lease| lease.lessee.as_deref()),
            lessee,
            "{digits}"
        );
    }
}

#[test]
fn says_whether_networks_are_the_same() {
    let networks = networks();
    let of = |what: &str| match what.split_once(' ').unwrap() {
        ("imsi", digits) => networks.of_imsi(digits.as_bytes()),
        ("realm", name) => networks.of_realm(name),
        (_, digits) => networks.of_gt(digits.as_bytes()),
    };
    let rows = [
        ("gt 15555550100", "imsi 001011000000000", Some(true), "both home"),
        ("gt 12465550100", "imsi 999990000000000", Some(true), "same operator"),
        ("gt 15555550100", "imsi 999990000000000", Some(false), "home and an operator"),
        ("gt 12465550100", "gt 440000000000", Some(false), "two operators"),
        ("gt 12465550100", "gt 18765550100", Some(false), "an operator, and two others that share a prefix"),
        ("gt 440000000000", "gt 18765550100", Some(true), "an operator, and one of two that share a prefix"),
        ("gt 12465550100", "gt 12460000000", None, "operator and unknown of its country"),
        ("gt 12465550100", "gt 490000", Some(false), "operator and unknown of another country"),
        ("gt 15555550100", "gt 15550100", None, "home and unknown of its country"),
        ("imsi 001011000000000", "gt 12120000000", None, "home by IMSI and unknown where it is at home"),
        ("imsi 001011000000000", "gt 490000", Some(false), "home by IMSI and unknown elsewhere"),
        ("gt 12460000000", "imsi 342000000000000", None, "unknown, same country"),
        ("gt 12460000000", "imsi 234550000000000", Some(false), "unknown, different countries"),
        ("gt 490000", "imsi 999980000000000", None, "unknown without country"),
        ("gt 8830000", "gt 8830000", None, "nothing known"),
        ("gt 18765550100", "gt 18765550100", Some(true), "the same shared prefix"),
        ("realm epc.mnc170.mcc998.3gppnetwork.org", "imsi 998170000000000", None, "a name shows a longer code"),
        ("realm epc.mnc018.mcc998.3gppnetwork.org", "imsi 998170000000000", Some(false), "two codes without a country"),
        ("gt 15555559990", "gt 12460000000", None, "operator at home where the unknown number is"),
    ];
    for (left, right, expected, why) in rows {
        assert_eq!(same_network(&of(left), &of(right)), expected, "{why}");
        assert_eq!(same_network(&of(right), &of(left)), expected, "{why}, reversed");
    }
}

#[test]
fn a_learned_home_never_overrules_the_configuration() {
    let learned = LearnedHome {
        plmns: vec!["999-98".parse().unwrap(), "999-99".parse().unwrap()],
        gt_prefixes: vec!["1264555".to_owned(), "1246555".to_owned(), String::new()],
        msisdn_prefixes: vec!["1264556".to_owned()],
        countries: Countries::of(Country::new("AI").unwrap()),
        confidence: 70,
        partners: Vec::new(),
    };
    let networks = Networks::with(
        site::parse("[[operator]]\nplmns=[\"999-99\"]\nglobal_titles=[\"1246555\"]").unwrap(),
        None,
        learned,
    );
    let rows = [
        (networks.of_imsi(b"999980000000000"), "home [] learned from the capture 70"),
        (networks.of_imsi(b"999990000000000"), "0 [] site configuration 95"),
        (networks.of_gt(b"12645550100"), "home [AI] learned from the capture 70"),
        (networks.of_gt(b"12645560100"), "home [AI] learned from the capture 70"),
        (networks.of_gt(b"12465550100"), "0 [BB] site configuration 95"),
        (networks.of_gt(b"12645570100"), "? [AI] numbering plan 80"),
        (networks.of_msisdn(b"12645560100"), "home [AI] learned from the capture 70"),
    ];
    for (found, expected) in rows {
        assert_eq!(shown(found), expected);
    }
}

#[test]
fn a_carrier_is_unexpected_only_where_an_expected_one_would_be_recognised() {
    let site = |carriers: &str| {
        format!(
            "[home]\npoint_codes=[100]\n[[operator]]\nname=\"B\"\nglobal_titles=[\"1246555\"]\ncarriers=[\"A\"]\npoint_codes=[200]\n{carriers}"
        )
    };
    let both = "[[carrier]]\nname=\"A\"\npoint_codes=[1]\n[[carrier]]\nname=\"Z\"\npoint_codes=[2]";
    let rows = [
        ("", 1, None, false),
        ("[[carrier]]\nname=\"A\"\nhosts=[\"dra.example\"]", 1, None, false),
        ("[[carrier]]\nname=\"Z\"\npoint_codes=[2]", 2, Some("Z"), false),
        (both, 1, Some("A"), false),
        (both, 2, Some("Z"), true),
        (both, 3, None, true),
        (both, 100, None, false),
        (both, 200, None, false),
    ];
    for (carriers, point_code, carrier, unexpected) in rows {
        let networks = Networks::new(site::parse(&site(carriers)).unwrap());
        let found = networks.brought_by_point_code(networks.of_gt(b"12465550100"), point_code);
        assert_eq!(networks.carrier_of(&found), carrier, "{carriers} {point_code}");
        assert_eq!(found.marks.contains(Marks::CARRIER), unexpected, "{carriers} {point_code}");
    }
    let networks = Networks::new(site::parse(&site("[[carrier]]\nname=\"A\"\nhosts=[\"dra.example\"]")).unwrap());
    for (hosts, carrier, unexpected) in
        [(vec![], None, false), (vec!["x", "DRA.example"], Some("A"), false), (vec!["x"], None, true)]
    {
        let found = networks.brought_by_hosts(networks.of_gt(b"12465550100"), hosts.iter().copied());
        assert_eq!(
            (networks.carrier_of(&found), found.marks.contains(Marks::CARRIER)),
            (carrier, unexpected),
            "{hosts:?}"
        );
    }
}

#[test]
fn an_arrangement_may_name_an_imported_operator() {
    let imported =
        site::parse("[[operator]]\ntadig=\"XXXEI\"\nname=\"Example Islands\"\ncountry=\"BB\"\nplmns=[\"999-99\"]")
            .unwrap();
    let site = site::parse("[[arrangement]]\nkind=\"hub\"\nglobal_titles=[\"88234\"]\noperators=[\"XXXEI\"]").unwrap();
    let imported = Imported::new(&imported.operators, String::new());
    let networks = Networks::with(site, Some(imported), LearnedHome::default());
    let hub = networks.of_gt(b"882340001");
    assert_eq!(networks.operator_of(&hub).as_deref(), Some("Example Islands"));
    assert_eq!(same_network(&hub, &networks.of_imsi(b"999990000000000")), Some(true));
}

/// Networks of a site and an import, both written as a configuration.
fn with_import(site_text: &str, imported: &str) -> Networks {
    let imported = Imported::new(&site::parse(imported).unwrap().operators, String::new());
    Networks::with(site::parse(site_text).unwrap(), Some(imported), LearnedHome::default())
}

#[test]
fn what_is_also_ours_is_ours() {
    let shared = "[[operator]]\ntadig=\"AAAMV\"\nglobal_titles=[\"1555555\"]\n[[operator]]\ntadig=\"XXXEX\"\nglobal_titles=[\"1555555\"]";
    let networks = with_import("[home]\ntadig=\"XXXEX\"\nplmns=[\"001-01\"]", shared);
    let found = networks.of_gt(b"15555550100");
    assert!(found.is_home() && found.is_shared());
}

#[test]
fn an_operator_of_the_site_without_a_code_is_that_of_the_import_with_its_name() {
    let imported = "[[operator]]\ntadig=\"XXXEI\"\nname=\"Example Islands\"\nplmns=[\"999-99\"]\n[[operator]]\ntadig=\"XXXEJ\"\nname=\"example islands\"\nplmns=[\"999-98\"]";
    let networks = with_import("[[operator]]\nname=\"Example Islands\"\nglobal_titles=[\"1246555\"]", imported);
    let title = networks.of_gt(b"12465550100");
    assert_eq!(same_network(&title, &networks.of_imsi(b"999990000000000")), Some(true));
    assert_eq!(same_network(&title, &networks.of_imsi(b"999980000000000")), Some(false));
    assert_eq!(networks.tadig_of(&title), Some("XXXEI"));
}

#[test]
fn a_wider_range_of_another_operator_tells_nothing_of_a_node() {
    let site =
        "[[operator]]\nname=\"X\"\nglobal_titles=[\"12465550\"]\n[[operator]]\nname=\"Y\"\nnodes=[\"HLR 1246555\"]";
    let networks = Networks::new(site::parse(site).unwrap());
    assert!(networks.of_gt(b"12465550100").roles.is_empty());
    assert!(!networks.of_gt(b"12465551100").roles.is_empty());
}
