//! Files of others: what each becomes, in the files beside it.
//!
//! `X.expected.csv` has the operators of `X.xml` or `X.csv`, `X.expected.txt` all else, or why `X` is refused.
//! With `SIGWARDEN_BLESS=1` the tests write what they found instead, to be read before it is kept.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use sigwarden_operators::import::{self, Import, ImportError, csv};
use sigwarden_operators::site::{NodeRange, Operator};
use sigwarden_operators::{Country, Day, Roles};

/// What the abbreviations in the files mean.
fn country_of(initials: &str) -> Option<Country> {
    let known = [("BRB", "BB"), ("SWE", "SE")];
    known.into_iter().find(|(long, _)| *long == initials).and_then(|(_, short)| Country::new(short))
}

fn read(bytes: &[u8]) -> Result<Import, ImportError> {
    import::read("the file", bytes, &country_of)
}

fn inputs() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| !path.to_str().unwrap().contains(".expected."));
    paths.sort();
    paths
}

/// All that a file becomes, operators aside.
fn outcome(read: &Result<Import, ImportError>) -> String {
    match read {
        Err(error) => format!("{error}\n"),
        Ok(import) => {
            let mut text = format!("schema: {}\n", import.schema.as_deref().unwrap_or("none"));
            for carrier in &import.carriers {
                text += &format!("carrier: {} {:?}\n", carrier.name.as_deref().unwrap(), carrier.point_codes);
            }
            import.warnings.iter().for_each(|warning| text += &format!("warning: {warning}\n"));
            text
        }
    }
}

fn check(input: &Path, kind: &str, found: &str) {
    let expectation = input.with_extension(format!("expected.{kind}"));
    if std::env::var_os("SIGWARDEN_BLESS").is_some() {
        fs::write(&expectation, found).unwrap();
    }
    let expected = fs::read_to_string(&expectation).unwrap_or_default();
    assert_eq!(found, expected, "{}", input.display());
}

#[test]
fn files_become_what_is_expected() {
    for input in inputs() {
        let read = read(&fs::read(&input).unwrap());
        check(&input, "txt", &outcome(&read));
        if let Ok(import) = read {
            check(&input, "csv", &csv::write(&import.operators));
        }
    }
}

/// What a file is cut to is read or refused; XML is refused.
#[test]
fn a_cut_file_is_refused_or_read() {
    for input in inputs() {
        let bytes = fs::read(&input).unwrap();
        let whole = bytes.trim_ascii_end().len();
        for end in 0..bytes.len() {
            let read = read(&bytes[..end]);
            let is_markup = bytes.trim_ascii_start().starts_with(b"<");
            assert!(read.is_err() || !is_markup || end >= whole, "{} cut at {end}", input.display());
        }
    }
}

#[test]
fn a_large_table_is_read() {
    let rows = (0..500_000).map(|row| format!("XX{:03},gt,1246555{row:06}\n", row % 1000));
    let table = format!("tadig,kind,value\n{}", rows.collect::<String>());
    let operators = csv::read(table.as_bytes()).unwrap();
    assert_eq!((operators.len(), operators[0].global_titles.len()), (1000, 500));
}

/// One of the texts, as a list of the values they mean.
fn values<T: std::str::FromStr + Clone + std::fmt::Debug + 'static>(
    texts: &'static [&'static str],
) -> impl Strategy<Value = Vec<T>> {
    let value = prop::sample::select(texts).prop_map(|text| text.parse().unwrap_or_else(|_| panic!("{text}")));
    prop::collection::vec(value, 0..4)
}

const RANGES: &[&str] = &["1246555", "12465550000-12465559999", "46700000000-46700000000", "0"];
const TEXTS: &[&str] = &["Example", "a, \"b\"; c", "\u{e9}\t\u{65e5}", "-1", "=1+1"];

fn operator() -> impl Strategy<Value = Operator> {
    let text = || prop::option::of(prop::sample::select(TEXTS).prop_map(str::to_owned));
    let day = || prop::option::of((-40_000..40_000i32).prop_map(Day::of_number));
    let nodes = prop::collection::vec(
        (1..0x2000u16, prop::sample::select(RANGES))
            .prop_map(|(bits, range)| NodeRange { roles: Roles::of_bits(bits), range: range.parse().unwrap() }),
        0..3,
    );
    let whole = (text(), prop::option::of(prop::sample::select(&["BB", "SE"][..])), any::<Option<bool>>());
    let origin = (day(), day(), text(), day());
    let numbers = (values(RANGES), values(RANGES), values(RANGES), nodes);
    let names = (values(&["999-40", "001-070"]), values(&["epc.example", "a_b-c"]), values(TEXTS));
    let addresses = (values(&["192.0.2.1/24", "2001:db8::/32"]), prop::collection::vec(0..1u32 << 24, 0..3));
    let made = (whole, origin, numbers, names, addresses);
    made.prop_map(|(whole, origin, numbers, names, addresses)| Operator {
        name: whole.0,
        country: whole.1.and_then(Country::new),
        partner: whole.2,
        valid_from: origin.0.min(origin.1),
        valid_to: origin.1.max(origin.0),
        source: origin.2,
        source_date: origin.3,
        global_titles: numbers.0,
        msisdns: numbers.1,
        mobile_global_titles: numbers.2,
        nodes: numbers.3,
        plmns: names.0,
        realms: names.1,
        carriers: names.2,
        gtp_addresses: addresses.0,
        point_codes: addresses.1,
        tadig: None,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Operators differ by their codes, or by their names where they have none.
    #[test]
    fn a_table_is_read_back(mut operators in prop::collection::vec(operator(), 0..6), coded in any::<bool>()) {
        for (position, operator) in operators.iter_mut().enumerate() {
            if coded {
                operator.tadig = Some(format!("XX{position:03}"));
            } else {
                operator.name = Some(format!("{} {position}", operator.name.as_deref().unwrap_or("no. ")));
            }
        }
        prop_assert_eq!(csv::read(csv::write(&operators).as_bytes()).unwrap(), operators);
    }

    #[test]
    fn any_octets_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = (read(&bytes), csv::read(&bytes), import::ir21::read(&bytes, &country_of));
    }

    #[test]
    fn changed_files_are_read_or_refused(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        cut in any::<prop::sample::Index>(),
    ) {
        let inputs = inputs();
        let mut bytes = fs::read(which.get(&inputs)).unwrap();
        for (position, octet) in changes.iter().filter(|_| !bytes.is_empty()).cloned().collect::<Vec<_>>() {
            let position = position.index(bytes.len());
            bytes[position] = octet;
        }
        if !bytes.is_empty() {
            let position = cut.index(bytes.len());
            bytes.remove(position);
        }
        let _ = read(&bytes);
    }
}
