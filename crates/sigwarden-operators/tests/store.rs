//! Imported operators as a file: what is read back answers like the records, and damage is harmless.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use sigwarden_operators::import::csv;
use sigwarden_operators::site::{self, NodeRange, Operator, Site};
use sigwarden_operators::{Attribution, Day, DigitRange, Imported, LearnedHome, Networks, Plmn, Roles};
use std::collections::HashSet;
use std::net::IpAddr;

/// All numbers begin so: few enough for ranges to overlap, and none of them of the home network.
const BEGIN: &str = "1246555";
const REALMS: [&str; 4] = ["islands.example", "a.islands.example", "b.a.islands.example", "albion.example"];
const NETWORKS: [&str; 6] =
    ["198.51.100.0/24", "198.51.100.0/25", "198.51.100.64/26", "203.0.113.7/32", "2001:db8::/32", "2001:db8:1::/48"];
const ADDRESSES: [&str; 6] =
    ["198.51.100.1", "198.51.100.70", "198.51.100.200", "203.0.113.7", "2001:db8::1", "2001:db8:1::1"];
const CODES: [&str; 5] = ["999-01", "999-02", "999-03", "001-02", "999-999"];
const ROLES: [&str; 4] = ["HLR", "MSC,VLR", "SGSN", "SMSC"];
/// Many rows of memory that a file of a few hundred octets may claim, but not get.
const MOST_KILOBYTES: u64 = 128 << 10;

fn digits(most: usize) -> impl Strategy<Value = String> {
    proptest::collection::vec(select(vec!['0', '1', '2', '9']), 0..=most).prop_map(String::from_iter)
}

/// First digits, or from one number to another.
fn range() -> impl Strategy<Value = DigitRange> {
    let numbers = (0u32..500, 0u32..500).prop_map(|(one, other)| {
        let number = |value: u32| format!("{BEGIN}{value:04}");
        DigitRange::numbers(&number(one.min(other)), &number(one.max(other))).unwrap()
    });
    prop_oneof![digits(3).prop_map(|more| DigitRange::prefix(&format!("{BEGIN}{more}")).unwrap()), numbers]
}

fn day() -> impl Strategy<Value = Day> {
    (2015u16..2022, 1u8..13, 1u8..29)
        .prop_map(|(year, month, day)| format!("{year}-{month:02}-{day:02}").parse().unwrap())
}

fn some<T: Clone + std::fmt::Debug>(strategy: impl Strategy<Value = T>, most: usize) -> impl Strategy<Value = Vec<T>> {
    proptest::collection::vec(strategy, 0..=most)
}

fn parsed<T: std::str::FromStr + Clone + std::fmt::Debug + 'static>(
    texts: &'static [&'static str],
) -> impl Strategy<Value = T> {
    select(texts).prop_map(|text| text.parse().ok().unwrap())
}

prop_compose! {
    fn operator()(
        who in 0..4usize,
        global_titles in some(range(), 3),
        msisdns in some(range(), 2),
        mobile_global_titles in some(range(), 1),
        nodes in some((select(&ROLES[..]), range()), 2),
        plmns in some(parsed::<Plmn>(&CODES), 2),
        realms in some(select(&REALMS[..]), 2),
        gtp_addresses in some(parsed(&NETWORKS), 2),
        point_codes in some(200u32..204, 2),
        partner in any::<Option<bool>>(),
        carriers in some(select(&["Carrier A", "Carrier B"][..]), 1),
        limits in (proptest::option::of(day()), proptest::option::of(day())),
    ) -> Operator {
        let (from, to) = limits;
        let backwards = from.zip(to).is_some_and(|(from, to)| from > to);
        let (valid_from, valid_to) = if backwards { (to, from) } else { (from, to) };
        Operator {
            name: (who != 1).then(|| format!("Example {who}")),
            tadig: (who < 2).then(|| format!("XXXE{who}")),
            country: ["BB", "JE", "", "GB"].get(who).and_then(|code| sigwarden_operators::Country::new(code)),
            nodes: nodes.into_iter().map(|(role, range)| NodeRange { roles: Roles::parse(role).unwrap(), range }).collect(),
            realms: realms.into_iter().map(str::to_owned).collect(),
            carriers: carriers.into_iter().map(str::to_owned).collect(),
            plmns, global_titles, msisdns, mobile_global_titles, gtp_addresses, point_codes, partner, valid_from, valid_to,
            ..Operator::default()
        }
    }
}

/// Records, none of which is of the same operator and time as another.
fn operators() -> impl Strategy<Value = Vec<Operator>> {
    some(operator(), 8).prop_map(|mut operators| {
        let mut seen = HashSet::new();
        let times = |of: &Operator| (of.name.clone(), of.tadig.clone(), of.valid_from, of.valid_to);
        operators.retain(|operator| seen.insert(times(operator)));
        operators
    })
}

fn written(operators: &[Operator]) -> Vec<u8> {
    let mut file = Vec::new();
    Imported::new(operators, "hash".to_owned()).write(&csv::write(operators), &mut file).unwrap();
    file
}

fn home() -> Site {
    site::parse("[home]\nname = \"Example Mobile\"\nplmns = [\"001-01\"]\nglobal_titles = [\"1555555\"]\n").unwrap()
}

/// Everything that an answer says but who said it and how surely.
fn said(networks: &Networks, found: &Attribution) -> String {
    format!(
        "{:?} {:?} {:?} [{}] [{}] {:?} {} {:?} {:?} {}",
        networks.operator_of(found),
        networks.tadig_of(found),
        networks.partner(found),
        found.countries,
        found.domicile,
        found.plmn,
        found.roles.list(),
        found.marks.words(),
        found.public.text(),
        found.is_shared()
    )
}

/// All answers about some digits, a realm, an IP address, a network code and a point code on a day.
fn answers(networks: &mut Networks, more: &str, place: Index, day: Day) -> Vec<String> {
    networks.on(day);
    let number = format!("{BEGIN}{more}");
    let code = CODES[place.index(CODES.len())];
    let imsi = format!("{}{more}0", code.replace('-', ""));
    let host = format!("mme.{}", REALMS[place.index(REALMS.len())]);
    let found = [
        networks.of_gt(number.as_bytes()),
        networks.of_msisdn(number.as_bytes()),
        networks.of_mobile_title(number.as_bytes()),
        networks.of_imsi(imsi.as_bytes()),
        networks.of_plmn(code.parse().unwrap()),
        networks.of_realm(&host),
        networks.of_ip(ADDRESSES[place.index(ADDRESSES.len())].parse::<IpAddr>().unwrap()),
        networks.of_point_code(200 + place.index(5) as u32),
    ];
    let mut all: Vec<String> = found.iter().map(|found| said(networks, found)).collect();
    all.extend(networks.imsis_of_mobile_title(&number));
    all
}

/// Most memory that the process has asked for so far.
fn peak_kilobytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmPeak:"))?.trim().split(' ').next()?.parse().ok()
}

/// Reads a file that may be anything; what can be read is asked for answers.
fn read_anything(file: &[u8], more: &str, place: Index, day: Day) {
    let mut rest = file;
    let Ok(imported) = Imported::read(&mut rest) else { return };
    let _ = imported.read_records(rest).map(|text| csv::read(text.as_bytes()));
    answers(&mut Networks::with(home(), Some(imported), LearnedHome::default()), more, place, day);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn an_import_answers_like_the_same_operators_in_a_site_configuration(
        operators in operators(),
        asked in proptest::collection::vec((digits(6), any::<Index>(), day()), 20),
    ) {
        let configured = Site { operators: operators.clone(), ..home() };
        let mut configured = Networks::new(site::parse(&site::canonical(&configured)).unwrap());
        let file = written(&operators);
        let mut rest = &file[..];
        let imported = Imported::read(&mut rest).unwrap();
        prop_assert_eq!(imported.left_out(), 0);
        prop_assert_eq!(csv::read(imported.read_records(rest).unwrap().as_bytes()).unwrap(), operators);
        let mut imported = Networks::with(home(), Some(imported), LearnedHome::default());
        for (more, place, day) in &asked {
            prop_assert_eq!(answers(&mut imported, more, *place, *day), answers(&mut configured, more, *place, *day));
        }
    }

    #[test]
    fn damage_is_refused_or_harmless(
        operators in operators(),
        changes in proptest::collection::vec((any::<Index>(), any::<u8>()), 1..6),
        end in proptest::option::of(any::<Index>()),
        more in digits(6),
        place in any::<Index>(),
        day in day(),
    ) {
        let mut file = written(&operators);
        for (at, octet) in changes {
            let at = at.index(file.len());
            file[at] = octet;
        }
        file.truncate(end.map_or(file.len(), |end| end.index(file.len())));
        read_anything(&file, &more, place, day);
    }

    #[test]
    fn numbers_that_cannot_be_right_are_refused_or_harmless(
        operators in operators(),
        at in any::<Index>(),
        value in select(vec!["0", "1", "65535", "4294967295", "18446744073709551615", "-1", "1e300", "[]", "null"]),
        more in digits(6),
        place in any::<Index>(),
        day in day(),
    ) {
        // One of the numbers in the line of JSON becomes another.
        let file = written(&operators);
        let start = file.iter().position(|octet| *octet == b'\n').unwrap() + 1;
        let end = start + file[start..].iter().position(|octet| *octet == b'\n').unwrap();
        let numbers: Vec<usize> =
            (start..end).filter(|at| file[*at].is_ascii_digit() && b":,[".contains(&file[at - 1])).collect();
        let from = numbers[at.index(numbers.len())];
        let to = from + file[from..].iter().take_while(|octet| octet.is_ascii_digit()).count();
        let before = peak_kilobytes();
        read_anything(&[&file[..from], value.as_bytes(), &file[to..]].concat(), &more, place, day);
        if let Some((before, after)) = before.zip(peak_kilobytes()) {
            prop_assert!(after - before < MOST_KILOBYTES, "{} kB more", after - before);
        }
    }

    #[test]
    fn octets_of_any_kind_are_no_file_of_operators(
        octets in proptest::collection::vec(any::<u8>(), 0..300),
        begins_right in any::<bool>(),
    ) {
        let begin = if begins_right { &b"sigwarden operators 1\n"[..] } else { b"" };
        prop_assert!(Imported::read(&[begin, &octets].concat()[..]).is_err());
    }
}
