//! What is wrong with operator data, or will be soon: overlaps, contradictions, age, gaps.

mod overlaps;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::country::Countries;
use crate::day::Day;
use crate::numbering;
use crate::site::{Operator, Site};

/// Days after which a record counts as old: operators renew theirs at least twice a year.
const OLD_DAYS: i32 = 365;
/// Problems of one kind that are told one by one; the rest is counted.
const TOLD: usize = 20;

/// What there is, and what is wrong with it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// Records by where they come from.
    pub records: BTreeMap<&'static str, u64>,
    /// Of the operators, how many have each kind of address.
    pub coverage: Vec<Coverage>,
    /// What is wrong, the worst kinds first.
    pub problems: Vec<Problem>,
    /// Problems by kind, those included that are not told.
    pub counts: BTreeMap<&'static str, u64>,
}

/// How many operators have something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// What.
    pub what: &'static str,
    /// Operators that have it.
    pub with: u64,
    /// Operators in all.
    pub of: u64,
}

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Which kind: `overlap`, `contradiction`, `country`, `expired`, `old`, `no-date`, `unknown-name`, `lease`.
    pub kind: &'static str,
    /// What, in a sentence.
    pub text: String,
}

/// A record, and where it comes from.
#[derive(Clone, Copy)]
pub(crate) struct Record<'a> {
    pub(crate) operator: &'a Operator,
    pub(crate) place: &'static str,
    pub(crate) position: usize,
}

impl Record<'_> {
    pub(crate) fn name(&self) -> String {
        let label = self.operator.label(self.position);
        if self.place == "site" { label.into_owned() } else { format!("{label} ({})", self.place) }
    }

    fn holds(&self, day: Day) -> bool {
        self.operator.valid_from.is_none_or(|from| from <= day) && self.operator.valid_to.is_none_or(|to| day <= to)
    }
}

/// Examines the data of a site and of an import on a day.
pub fn examine(site: &Site, imported: &[Operator], day: Day) -> Report {
    let of = |place: &'static str, operators| {
        let all: &[Operator] = operators;
        all.iter().enumerate().map(move |(position, operator)| Record { operator, place, position })
    };
    let records: Vec<Record<'_>> = of("site", &site.operators).chain(of("import", imported)).collect();
    let current: Vec<Record<'_>> = records.iter().copied().filter(|record| record.holds(day)).collect();
    let mut report = Report::default();
    for record in &records {
        let count = report.records.entry(record.place).or_default();
        *count = count.saturating_add(1);
    }
    report.coverage = coverage(&current);
    let shared = |range: &crate::DigitRange| {
        site.arrangements.iter().any(|arrangement| arrangement.global_titles.iter().any(|known| known.overlaps(range)))
    };
    report.add("overlap", overlaps::of_numbers(&current, site, shared));
    report.add("contradiction", contradictions(site, &current, &records));
    report.add("country", countries(&current));
    report.add("expired", expired(&records, day));
    report.add("old", old(&current, day));
    report.add("no-date", undated(&current));
    report.add("unknown-name", unknown_names(site, &records));
    report.add("lease", leases(site, &records, day));
    report
}

impl Report {
    fn add(&mut self, kind: &'static str, texts: Vec<String>) {
        if texts.is_empty() {
            return;
        }
        self.counts.insert(kind, texts.len() as u64);
        self.problems.extend(texts.into_iter().take(TOLD).map(|text| Problem { kind, text }));
    }
}

/// What an operator may have, and whether it has.
type Has = (&'static str, fn(&Operator) -> bool);
const HAS: [Has; 7] = [
    ("Global Titles", |operator| !operator.global_titles.is_empty() || !operator.nodes.is_empty()),
    ("network codes", |operator| !operator.plmns.is_empty()),
    ("mobile Global Titles", |operator| !operator.mobile_global_titles.is_empty()),
    ("Diameter realms", |operator| !operator.realms.is_empty()),
    ("IP networks", |operator| !operator.gtp_addresses.is_empty()),
    ("roles of nodes", |operator| !operator.nodes.is_empty()),
    ("expected carriers", |operator| !operator.carriers.is_empty()),
];

fn coverage(current: &[Record<'_>]) -> Vec<Coverage> {
    let row = |(what, has): &Has| Coverage {
        what,
        with: current.iter().filter(|record| has(record.operator)).count() as u64,
        of: current.len() as u64,
    };
    HAS.iter().map(row).collect()
}

/// One TADIG code with several names or countries; one network code with several operators.
fn contradictions(site: &Site, current: &[Record<'_>], records: &[Record<'_>]) -> Vec<String> {
    let mut found = with_home(site, current);
    found.extend(never(site, records));
    let mut by_tadig: BTreeMap<&str, Record<'_>> = BTreeMap::new();
    let mut by_plmn: BTreeMap<crate::Plmn, Record<'_>> = BTreeMap::new();
    for record in current {
        if let Some(tadig) = &record.operator.tadig {
            let first = by_tadig.entry(tadig).or_insert(*record);
            let (one, other) = (first.operator.country, record.operator.country);
            if one.zip(other).is_some_and(|(one, other)| one != other) {
                found.push(format!(
                    "{} and {} have one TADIG code, {tadig}, and different countries.",
                    first.name(),
                    record.name()
                ));
            }
        }
        for plmn in &record.operator.plmns {
            let first = by_plmn.entry(*plmn).or_insert(*record);
            let same = first.operator.tadig == record.operator.tadig && first.operator.tadig.is_some()
                || first.operator.name == record.operator.name && first.operator.name.is_some();
            if !same {
                found.push(format!("{} and {} both have the network code {plmn}.", first.name(), record.name()));
            }
        }
    }
    found
}

/// Records and leases whose last day is before the first one.
fn never(site: &Site, records: &[Record<'_>]) -> Vec<String> {
    let ends_first = |from: Option<Day>, to: Option<Day>| from.zip(to).filter(|(from, to)| to < from);
    let text =
        |what: String, (from, to)| format!("{what} would begin on {from} and end before, on {to}: it never holds.");
    let operators = records.iter().filter_map(|record| {
        Some(text(record.name(), ends_first(record.operator.valid_from, record.operator.valid_to)?))
    });
    let leases = site.leases.iter().filter_map(|lease| {
        let lessee = lease.lessee.as_deref().unwrap_or("somebody");
        Some(text(format!("the lease to {lessee}"), ends_first(lease.since, lease.until)?))
    });
    operators.chain(leases).collect()
}

/// Network codes and IP networks that an operator has together with the home network.
fn with_home(site: &Site, current: &[Record<'_>]) -> Vec<String> {
    let home = &site.home;
    let mut found = Vec::new();
    for record in current.iter().filter(|record| home.tadig.is_none() || record.operator.tadig != home.tadig) {
        let codes = record.operator.plmns.iter().filter(|plmn| home.plmns.contains(plmn));
        found.extend(codes.map(|plmn| format!("home and {} both have the network code {plmn}.", record.name())));
        let clash = record
            .operator
            .gtp_addresses
            .iter()
            .find(|theirs| home.gtp_addresses.iter().any(|ours| ours.overlaps(theirs)));
        found.extend(clash.map(|theirs| format!("home and {} both have IP addresses of {theirs}.", record.name())));
    }
    found
}

/// Operators whose numbers or network codes are of another country than they are.
fn countries(current: &[Record<'_>]) -> Vec<String> {
    let mut found = Vec::new();
    for record in current {
        let Some(country) = record.operator.country else { continue };
        let elsewhere = |countries: &Countries| !countries.is_empty() && !countries.contains(country);
        let titles = record.operator.global_titles.iter();
        let titles = titles.map(|range| (range.to_string(), numbering::of_number(range.common().as_bytes()).countries));
        let codes = record.operator.plmns.iter().map(|plmn| (plmn.to_string(), numbering::of_plmn(*plmn).countries));
        let wrong = titles.chain(codes).find(|(_, countries)| elsewhere(countries));
        if let Some((address, countries)) = wrong {
            found.push(format!("{} is of {country}, its {address} of {countries}; reports show both.", record.name()));
        }
    }
    found
}

/// Operators of which no record holds any more, or none yet.
fn expired(records: &[Record<'_>], day: Day) -> Vec<String> {
    let mut last: BTreeMap<String, Record<'_>> = BTreeMap::new();
    for record in records {
        let key = record.operator.tadig.clone().unwrap_or_else(|| record.name());
        let newer = |known: &Record<'_>| {
            known.operator.valid_to.is_none() || known.operator.valid_to >= record.operator.valid_to
        };
        let keep = last.get(&key).is_some_and(|known| known.holds(day) || newer(known) && !record.holds(day));
        if !keep {
            last.insert(key, *record);
        }
    }
    let gone = last.values().filter(|record| !record.holds(day));
    let text = |record: &Record<'_>| match record.operator.valid_to.filter(|to| *to < day) {
        Some(to) => {
            format!("the last record of {} held until {to}: its addresses are judged as unknown since.", record.name())
        }
        None => format!("no record of {} holds yet.", record.name()),
    };
    gone.map(text).collect()
}

fn old(current: &[Record<'_>], day: Day) -> Vec<String> {
    let dated = current.iter().filter_map(|record| Some((record, record.operator.source_date?)));
    let old = dated.filter(|(_, date)| day.since(*date) > OLD_DAYS);
    old.map(|(record, date)| {
        format!("{} is of {date}, {} days ago; ask for a newer one.", record.name(), day.since(date))
    })
    .collect()
}

fn undated(current: &[Record<'_>]) -> Vec<String> {
    let undated = current.iter().filter(|record| {
        let operator = record.operator;
        record.place == "import" && operator.source_date.is_none() && operator.valid_from.is_none()
    });
    undated.map(|record| format!("{} has no date: nobody can say how old it is.", record.name())).collect()
}

/// Names that operators and arrangements use, and nothing defines.
fn unknown_names(site: &Site, records: &[Record<'_>]) -> Vec<String> {
    let mut found = Vec::new();
    let carriers: Vec<&str> = site.carriers.iter().filter_map(|carrier| carrier.name.as_deref()).collect();
    let mut told = BTreeSet::new();
    for record in records {
        let missing = record.operator.carriers.iter().filter(|name| !carriers.contains(&name.as_str()));
        let fresh = missing.filter(|name| told.insert((record.name(), name.to_string())));
        found.extend(fresh.map(|name| {
            format!(
                "{} names the carrier {name}, but no [[carrier]] does: its traffic cannot be checked against it.",
                record.name()
            )
        }));
    }
    let home = [Some("home"), site.home.name.as_deref(), site.home.tadig.as_deref()];
    for arrangement in &site.arrangements {
        let known = |name: &String| {
            home.contains(&Some(name.as_str()))
                || records.iter().any(|record| record.operator.tadig.as_ref() == Some(name))
                || site
                    .operators
                    .iter()
                    .any(|operator| operator.tadig.as_ref() == Some(name) || operator.name.as_ref() == Some(name))
        };
        let label = arrangement.name.as_deref().unwrap_or(arrangement.kind.text());
        let missing = arrangement.operators.iter().filter(|name| !known(name));
        found.extend(missing.map(|name| format!("the arrangement {label} names {name}, but no [[operator]] does.")));
    }
    found
}

/// Leases that are over, and leases of numbers that nobody is known to have.
fn leases(site: &Site, records: &[Record<'_>], day: Day) -> Vec<String> {
    let mut found = Vec::new();
    for lease in &site.leases {
        let lessee = lease.lessee.as_deref().unwrap_or("somebody");
        if let Some(until) = lease.until.filter(|until| *until < day) {
            found.push(format!("the lease to {lessee} ended on {until}; it still counts for older captures."));
        }
        let owned = |range: &crate::DigitRange| {
            let titles = records.iter().flat_map(|record| &record.operator.global_titles);
            let nodes = records.iter().flat_map(|record| record.operator.nodes.iter().map(|node| &node.range));
            titles.chain(nodes).chain(&site.home.global_titles).any(|known| known.overlaps(range))
        };
        let nobody = lease.global_titles.iter().filter(|range| !owned(range));
        found.extend(
            nobody.map(|range| format!("no operator is known to have the leased numbers {range} (to {lessee}).")),
        );
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site;

    #[test]
    fn says_what_is_wrong() {
        let carriers = "[[operator]]\nname=\"B\"\ncarriers=[\"C\"]";
        let rows = [
            (
                "[home]\nglobal_titles=[\"1555555\"]\n[[operator]]\nname=\"B\"\nglobal_titles=[\"1555\"]",
                "overlap: the Global Titles 1555555 of home are within 1555 of B; the narrower range decides.",
            ),
            (
                "[[operator]]\nname=\"B\"\nglobal_titles=[\"12465550-12465554\"]\n[[operator]]\nname=\"D\"\nglobal_titles=[\"12465554-12465559\"]",
                "overlap: the Global Titles 12465550-12465554 of B and 12465554-12465559 of D overlap; the narrower range decides.",
            ),
            (
                "[[operator]]\nname=\"B\"\nplmns=[\"001-01\"]\n[[operator]]\nname=\"D\"\nplmns=[\"001-01\"]",
                "contradiction: B and D both have the network code 001-01.",
            ),
            (
                "[[operator]]\nname=\"B\"\ncountry=\"JM\"\nglobal_titles=[\"1246555\"]",
                "country: B is of JM, its 1246555 of BB; reports show both.",
            ),
            (
                "[[operator]]\nname=\"B\"\nvalid_to=\"2020-01-01\"",
                "expired: the last record of B held until 2020-01-01: its addresses are judged as unknown since.",
            ),
            ("[[operator]]\nname=\"B\"\nvalid_from=\"2030-01-01\"", "expired: no record of B holds yet."),
            (
                "[[operator]]\nname=\"B\"\nsource_date=\"2024-11-26\"",
                "old: B is of 2024-11-26, 730 days ago; ask for a newer one.",
            ),
            (carriers, "unknown-name: B names the carrier C, but no [[carrier]] does"),
            (
                "[[arrangement]]\nname=\"H\"\noperators=[\"XXXEI\"]",
                "unknown-name: the arrangement H names XXXEI, but no [[operator]] does.",
            ),
            (
                "[[lease]]\nlessee=\"L\"\nglobal_titles=[\"1246555\"]",
                "lease: no operator is known to have the leased numbers 1246555 (to L).",
            ),
            (
                "[[operator]]\nname=\"B\"\nvalid_from=\"2020-01-02\"\nvalid_to=\"2020-01-01\"",
                "contradiction: B would begin on 2020-01-02 and end before, on 2020-01-01: it never holds.",
            ),
            ("[[lease]]\nlessee=\"L\"\nuntil=\"2020-01-01\"", "lease: the lease to L ended on 2020-01-01"),
        ];
        let day: Day = "2026-11-26".parse().unwrap();
        for (text, expected) in rows {
            let report = examine(&site::parse(text).unwrap(), &[], day);
            let told: Vec<String> =
                report.problems.iter().map(|problem| format!("{}: {}", problem.kind, problem.text)).collect();
            assert!(told.iter().any(|told| told.starts_with(expected)), "{text}\n{told:#?}\nwant: {expected}");
        }
        let sound = "[home]\nglobal_titles=[\"1555555\"]\n[[operator]]\nname=\"B\"\ncountry=\"BB\"\nglobal_titles=[\"1246555\"]";
        assert_eq!(examine(&site::parse(sound).unwrap(), &[], day).problems, []);
    }
}
