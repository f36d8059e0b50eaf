use super::*;
use crate::site;

const SITE: &str = r#"
[home]
name = "Example Mobile"
tadig = "XXXEX"
plmns = ["001-01"]
global_titles = ["1555555"]
mobile_global_titles = ["155555"]
point_codes = [100]

[[operator]]
name = "Example Islands"
tadig = "XXXEI"
country = "BB"
plmns = ["999-99"]
global_titles = ["12465550000-12465554999"]
msisdns = ["1246556"]
mobile_global_titles = ["124655"]
nodes = ["HLR 12465551000-12465551009", "MSC,VLR 12465552000-12465552009"]
realms = ["islands.example"]
gtp_addresses = ["198.51.100.0/24"]
point_codes = [200]
partner = true
valid_from = "2018-01-01"
valid_to = "2019-12-31"

[[operator]]
name = "Example Hosted"
country = "BB"
plmns = ["999-98"]
global_titles = ["12465553"]

[[carrier]]
name = "Carrier A"
point_codes = [5001]
hosts = ["dra1.carrier-a.example"]

[[lease]]
global_titles = ["12465554"]
lessee = "unknown"
source = "published report"
confidence = 60
since = "2018-06-01"
until = "2018-12-31"

[[arrangement]]
kind = "hub"
name = "Example Hub"
global_titles = ["44770090"]
operators = ["XXXEI", "Example Hosted"]

[[arrangement]]
kind = "sponsor"
name = "Example Travel"
imsis = ["9999911"]
operators = ["home", "XXXEI"]
"#;

/// Kind, country, operator, layer, confidence and notes in one line.
fn shown(address: &str, day: &str) -> String {
    let day: Day = day.parse().unwrap();
    let mut networks = Networks::new(site::parse(SITE).unwrap());
    networks.on(day);
    let answer = match lookup(&networks, address, None, day) {
        Ok(answer) => answer,
        Err(error) => return error,
    };
    let (_, kind, _) = AddressKind::ALL.iter().find(|(kind, _, _)| *kind == answer.kind).unwrap();
    let text = |text: &Option<String>| text.clone().unwrap_or("-".to_owned());
    format!(
        "{kind} [{}] {} / {} {} {}",
        answer.countries.join(" "),
        text(&answer.operator),
        answer.layer,
        answer.confidence,
        answer.notes.join(",")
    )
}

#[test]
fn addresses_of_every_kind_have_a_source_or_none() {
    let rows = [
        ("+15555550100", "gt [US CA] Example Mobile / site configuration 95 "),
        ("12465550100", "gt [BB] Example Islands / site configuration 95 "),
        ("124655501000", "gt [BB] Example Islands / site configuration 95 longer-than-range"),
        ("12465553000", "gt [BB] Example Hosted / site configuration 95 "),
        ("msisdn:12465563000", "msisdn [BB] Example Islands / site configuration 80 "),
        ("msisdn:12465551234", "msisdn [BB] Example Islands / site configuration 60 "),
        ("mgt:1246551234567", "mgt [BB] Example Islands / site configuration 95 "),
        ("44770090001", "gt [GB JE] Example Hub / site configuration 95 hub"),
        ("999990000000001", "imsi [] Example Islands / site configuration 95 "),
        ("999991100000001", "imsi [] Example Islands / site configuration 95 sponsor"),
        ("001010000000001", "imsi [] Example Mobile / site configuration 95 "),
        ("999-99", "plmn [] Example Islands / site configuration 95 "),
        ("99999", "plmn [] Example Islands / site configuration 95 "),
        ("mme1.Islands.example", "realm [] Example Islands / site configuration 95 "),
        ("198.51.100.7", "ip [] Example Islands / site configuration 95 "),
        ("2001:db8::1", "ip [] - / none 0 "),
        ("pc:200", "pc [] Example Islands / site configuration 95 "),
        ("pc:0-12-4", "pc [] Example Mobile / site configuration 95 "),
        ("2-100-1", "pc [] - / none 0 "),
        ("12120000000", "gt [US] - / numbering plan 80 "),
        ("15550100", "gt [US CA] - / numbering plan 30 "),
        ("8816000", "gt [] Iridium / public tables 50 "),
        ("901050000000000", "imsi [] Thuraya / public tables 70 "),
        ("9", "gt [] - / none 0 "),
        ("0012120000000", "gt [US] - / numbering plan 80 "),
        ("IMSI:001010000000001", "imsi [] Example Mobile / site configuration 95 "),
        (
            "nonsense",
            "\"nonsense\" is no address; write digits, MCC-MNC, a host name, an IP address or a point code, if need be with its kind before it, as in imsi:001010000000001",
        ),
        ("+1 246 555 0100", "gt [BB] Example Islands / site configuration 95 "),
        ("imsi: 999 99 0000000001", "imsi [] Example Islands / site configuration 95 "),
        ("ip:1246", "\"ip:1246\" is no IP address"),
        ("plmn:0010", "\"plmn:0010\" is no network code"),
        ("plmn:0010123", "\"plmn:0010123\" is no network code"),
        ("realm:a..example", "\"realm:a..example\" is no Diameter realm or host"),
        ("realm:192.0.2.256", "\"realm:192.0.2.256\" is no Diameter realm or host"),
        ("gt:+", "\"gt:+\" is no Global Title"),
        (
            "",
            "\"\" is no address; write digits, MCC-MNC, a host name, an IP address or a point code, if need be with its kind before it, as in imsi:001010000000001",
        ),
    ];
    for (address, expected) in rows {
        assert_eq!(shown(address, "2018-03-01"), expected, "{address}");
    }
}

#[test]
fn answers_are_those_of_the_day() {
    let rows = [
        ("12465550100", "2017-12-31", "gt [BB] - / numbering plan 80 "),
        ("12465550100", "2018-01-01", "gt [BB] Example Islands / site configuration 95 "),
        ("12465550100", "2019-12-31", "gt [BB] Example Islands / site configuration 95 "),
        ("12465550100", "2020-01-01", "gt [BB] - / numbering plan 80 "),
        ("12465553000", "2020-01-01", "gt [BB] Example Hosted / site configuration 95 "),
        ("12465554000", "2018-05-31", "gt [BB] Example Islands / site configuration 95 "),
        ("12465554000", "2018-06-01", "gt [BB] Example Islands / site configuration 95 lease"),
        ("12465554000", "2019-01-01", "gt [BB] Example Islands / site configuration 95 "),
    ];
    for (address, day, expected) in rows {
        assert_eq!(shown(address, day), expected, "{address} {day}");
    }
}

#[test]
fn owner_lessee_and_carrier_stay_apart() {
    let day: Day = "2018-07-01".parse().unwrap();
    let mut networks = Networks::new(site::parse(SITE).unwrap());
    networks.on(day);
    let of = |address: &str| lookup(&networks, address, None, day).unwrap();
    let leased = of("12465554000");
    assert_eq!(leased.lease.unwrap().lessee.as_deref(), Some("unknown"));
    assert_eq!((leased.operator.as_deref(), leased.partner), (Some("Example Islands"), Some(true)));
    assert_eq!(of("12465551001").roles.as_deref(), Some("HLR"));
    assert_eq!(of("12465552001").roles.as_deref(), Some("VLR or MSC"));
    assert_eq!(of("pc:5001").carrier.as_deref(), Some("Carrier A"));
    assert_eq!(of("dra1.carrier-a.example").carrier.as_deref(), Some("Carrier A"));
    assert_eq!(of("mgt:1246551234567").imsis, ["999991234567"]);
    assert_eq!(of("mgt:1555551234567").imsis, ["001011234567"]);
    assert_eq!(of("44770090001").arrangement.as_deref(), Some("Example Hub"));
    assert_eq!(of("8816000").use_of_code.as_deref(), Some("satellite"));
    assert_eq!(of("2-100-1").use_of_code.as_deref(), Some("2-100-1; zone of Europe if it is international"));
    assert_eq!(of("12465550100").age_days, Some(181));
}
