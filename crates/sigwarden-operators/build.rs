//! Flattens the tables in `data/` into sorted arrays, so that the program reads none of them when it starts.

#[allow(dead_code, unreachable_pub)]
#[path = "src/digits.rs"]
mod digits;
#[allow(dead_code, unreachable_pub)]
#[path = "src/ranges.rs"]
mod ranges;

use digits::DigitRange;
use ranges::{Plan, RangeBuilder};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Source of the names in `mcc.tsv`, whoever said which country a network is of.
const PROVIDERS: &str = "mobile-broadband-provider-info";

/// What one row of a table says; positions in the lists of [`Tables`].
#[derive(Clone, Copy)]
enum Entry {
    Countries { set: usize, digits: usize, source: usize },
    Operator { name: usize, digits: usize, source: usize },
    Kind { kind: usize },
}

/// What the arrays are made of. Position 0 of each list is "nothing".
struct Tables {
    sets: Vec<String>,
    names: Vec<String>,
    kinds: Vec<String>,
    sources: Vec<String>,
    source_rows: Vec<Vec<String>>,
    entries: Vec<Entry>,
    /// What is asked about every address, and the operators of numbers, which are asked for only where nothing
    /// else says whose one is: the former is small enough to stay in a cache.
    ranges: RangeBuilder,
    operators: RangeBuilder,
}

fn main() {
    let data = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("set by cargo")).join("../../data");
    println!("cargo::rerun-if-changed={}", data.display());
    println!("cargo::rerun-if-changed=src/digits.rs");
    println!("cargo::rerun-if-changed=src/ranges.rs");
    let nothing = || vec![String::new()];
    let mut tables = Tables {
        sets: nothing(),
        names: nothing(),
        kinds: nothing(),
        sources: nothing(),
        source_rows: rows(&data, "sources.tsv", 4),
        entries: Vec::new(),
        ranges: RangeBuilder::default(),
        operators: RangeBuilder::default(),
    };
    tables.sources.extend(tables.source_rows.iter().map(|row| row[0].clone()));
    for row in rows(&data, "e164.tsv", 3) {
        tables.countries(Plan::Title, &row[0], &row[1], &row[2]);
    }
    for row in rows(&data, "international.tsv", 5) {
        let plan = if row[0] == "e164" { Plan::Title } else { Plan::Imsi };
        tables.operator(plan, &row[1], &row[3], &row[4]);
        tables.kind(plan, &row[1], &row[2]);
    }
    for row in rows(&data, "carriers.tsv", 3) {
        tables.operator(Plan::Title, &row[0], &row[1], &row[2]);
    }
    for row in rows(&data, "mcc.tsv", 4) {
        tables.countries(Plan::Imsi, &row[0], &row[1], &row[3]);
        tables.operator(Plan::Imsi, &row[0], &row[2], PROVIDERS);
    }
    let lengths = rows(&data, "mnc-lengths.tsv", 4).into_iter().map(|row| {
        let number = |at: usize| row[at].parse::<u16>().unwrap_or_else(|_| panic!("data/mnc-lengths.tsv: {row:?}"));
        format!("({}, {}, {}, {})", number(0), number(1), number(2), number(3))
    });
    let mut three_digits = String::new();
    array(&mut three_digits, "THREE_DIGITS", "(u16, u16, u16, u16)", lengths);
    let out = PathBuf::from(env::var("OUT_DIR").expect("set by cargo"));
    for (name, text) in [("numbering.rs", tables.source_text()), ("mnc_lengths.rs", three_digits)] {
        fs::write(out.join(name), text).expect("the build folder can be written");
    }
}

fn rows(data: &Path, name: &str, columns: usize) -> Vec<Vec<String>> {
    let text = fs::read_to_string(data.join(name)).unwrap_or_else(|error| panic!("data/{name}: {error}"));
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    let read = |line: &str| -> Vec<String> {
        let row: Vec<String> = line.split('\t').map(str::to_owned).collect();
        assert_eq!(row.len(), columns, "data/{name}: \"{line}\" has not {columns} columns");
        row
    };
    rows.map(read).collect()
}

/// Position of a text in a list, which it joins if it is new.
fn position(list: &mut Vec<String>, text: &str) -> usize {
    list.iter().position(|known| known == text).unwrap_or_else(|| {
        list.push(text.to_owned());
        list.len() - 1
    })
}

impl Tables {
    fn countries(&mut self, plan: Plan, prefix: &str, countries: &str, source: &str) {
        let (set, source) = (position(&mut self.sets, countries), self.source(source));
        self.add(plan, prefix, |digits| Entry::Countries { set, digits, source });
    }

    fn operator(&mut self, plan: Plan, prefix: &str, name: &str, source: &str) {
        if !name.is_empty() {
            let (name, source) = (position(&mut self.names, name), self.source(source));
            self.add(plan, prefix, |digits| Entry::Operator { name, digits, source });
        }
    }

    fn kind(&mut self, plan: Plan, prefix: &str, kind: &str) {
        let kind = position(&mut self.kinds, kind);
        self.add(plan, prefix, |_| Entry::Kind { kind });
    }

    fn source(&self, source: &str) -> usize {
        let known = self.sources.iter().position(|known| known == source);
        known.unwrap_or_else(|| panic!("data/sources.tsv has no row for {source}"))
    }

    fn add(&mut self, plan: Plan, prefix: &str, entry: impl Fn(usize) -> Entry) {
        let digits = prefix.replace('-', "");
        let range = DigitRange::prefix(&digits).unwrap_or_else(|| panic!("\"{prefix}\" is no prefix"));
        let entry = entry(digits.len());
        let ranges = match entry {
            Entry::Operator { .. } if matches!(plan, Plan::Title) => &mut self.operators,
            _ => &mut self.ranges,
        };
        ranges.add(plan, range, u32::try_from(self.entries.len()).expect("fewer rows"));
        self.entries.push(entry);
    }

    /// The arrays as Rust: keys, positions of rows, rows, and the texts that rows name.
    fn source_text(self) -> String {
        let mut out = String::new();
        let block = |block: &ranges::Block| format!("Block {{ keys: {:?}, values: {:?} }}", block.keys, block.values);
        for (name, ranges) in [("", self.ranges), ("OPERATOR_", self.operators)] {
            let built = ranges.build();
            assert_eq!(built.left_out, 0);
            array(&mut out, &format!("{name}BLOCKS"), "Block", built.table.blocks().iter().map(block));
            array(&mut out, &format!("{name}FIRSTS"), "u64", built.table.firsts().map(|key| key.to_string()));
            array(&mut out, &format!("{name}SHIFTS"), "u8", built.table.shifts().iter().map(u8::to_string));
            let rows = built.lists.iter().map(|list| row(&self.entries, list));
            array(&mut out, &format!("{name}ROWS"), "Row", rows);
        }
        for (name, texts) in [("SETS", &self.sets), ("NAMES", &self.names), ("KINDS", &self.kinds)] {
            array(&mut out, name, "&str", texts.iter().map(|text| format!("{text:?}")));
        }
        let sources = self.source_rows.iter().map(|row| format!("({:?}, {:?}, {:?})", row[0], row[1], row[2]));
        array(
            &mut out,
            "SOURCES",
            "(&str, &str, &str)",
            std::iter::once("(\"\", \"\", \"\")".to_owned()).chain(sources),
        );
        out
    }
}

fn array(out: &mut String, name: &str, kind: &str, values: impl Iterator<Item = String>) {
    let values: Vec<String> = values.collect();
    let joined = values.join(", ");
    writeln!(out, "static {name}: [{kind}; {}] = [{joined}];", values.len()).expect("a String takes everything");
}

/// The narrowest statement of each kind.
fn row(entries: &[Entry], list: &[(u8, u32)]) -> String {
    let (mut countries, mut operator, mut kind) = (None, None, 0);
    for (_, entry) in list {
        match entries[*entry as usize] {
            Entry::Countries { set, digits, source } if countries.is_none() => countries = Some((set, digits, source)),
            Entry::Operator { name, digits, source } if operator.is_none() => operator = Some((name, digits, source)),
            Entry::Kind { kind: named } if kind == 0 => kind = named,
            _ => {}
        }
    }
    let (set, set_digits, set_source) = countries.unwrap_or_default();
    let (name, name_digits, name_source) = operator.unwrap_or_default();
    format!("Row({set}, {set_digits}, {set_source}, {name}, {name_digits}, {name_source}, {kind})")
}
