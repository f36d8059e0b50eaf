//! `operators doctor`: what is wrong with operator data, and whose traffic it knows nothing of.

use super::records;
use crate::args::{Doctor, SummaryFormat};
use crate::log::{Failure, Log};
use crate::output::Output;
use crate::privacy::Privacy;
use crate::render::table::{Column, table};
use crate::render::text::{clean, count, share};
use crate::session;
use crate::site;
use serde::Serialize;
use sigwarden_operators::Basis;
use sigwarden_operators::doctor::{Report, examine};
use sigwarden_operators::numbering::Source;
use sigwarden_pipeline::{Progress, Receiver};
use sigwarden_schema::exit;
use sigwarden_schema::lines::Operation;
use std::cmp::Reverse;
use std::collections::HashMap;

/// Addresses that are counted apart; more are counted together.
const MOST_ADDRESSES: usize = 1_000_000;
/// Addresses without a record that are shown.
const SHOWN: usize = 20;

/// All that the verb says.
#[derive(Serialize)]
struct Said {
    day: String,
    #[serde(flatten)]
    report: Report,
    #[serde(skip_serializing_if = "Option::is_none")]
    traffic: Option<Traffic>,
}

/// What the traffic of captures says about the data.
#[derive(Serialize)]
struct Traffic {
    /// Requests, and those whose sender no record knows.
    requests: u64,
    unknown: u64,
    /// The senders that no record knows, the busiest first.
    addresses: Vec<Unknown>,
    /// How many there are.
    unknown_addresses: u64,
}

/// A sender that no record knows.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
struct Unknown {
    address: String,
    /// Operator by public tables, and country, as far as known.
    likely: String,
    requests: u64,
}

/// Whether a source is a record of the site or of an import.
fn is_record(basis: &str) -> bool {
    let others = [Basis::Learned, Basis::Message, Basis::None].map(Basis::text);
    !others.contains(&basis) && !Source::all().any(|source| source.name() == basis)
}

/// Counts requests by sender.
struct Counter<'a> {
    privacy: &'a Privacy,
    requests: u64,
    unknown: u64,
    by_address: HashMap<String, (String, u64)>,
}

impl Receiver for Counter<'_> {
    fn operation(&mut self, operation: &Operation) {
        let operation = self.privacy.operation(operation);
        let asks = operation.op.as_ref().is_some_and(|op| matches!(op.kind, "invoke" | "request"));
        let Some(address) = operation.origin.address().filter(|_| asks && operation.duplicate_of.is_none()) else {
            return;
        };
        self.requests += 1;
        let origin = &operation.origin;
        if origin.basis.as_deref().is_some_and(is_record) {
            return;
        }
        self.unknown += 1;
        if self.by_address.len() < MOST_ADDRESSES || self.by_address.contains_key(address) {
            let likely = || crate::render::text::owner(origin);
            self.by_address.entry(address.to_owned()).or_insert_with(|| (likely(), 0)).1 += 1;
        }
    }

    fn progress(&mut self, _: Progress) {}
}

/// Runs the verb; gives the exit code.
///
/// # Errors
/// A configuration, import or capture that cannot be read.
pub(super) fn run(asked: &Doctor, log: Log) -> Result<u8, Failure> {
    let loaded = site::load(asked.config.as_deref(), &[])?;
    // A file that is named and missing is an error here as everywhere.
    loaded.imported()?;
    let day = super::day(asked.on);
    let report = examine(&loaded.site, &records(&loaded.import_path())?, day);
    let mut conditions = Vec::new();
    let traffic = match asked.inputs.is_empty() {
        true => None,
        false => Some(traffic(asked, log, &mut conditions)?),
    };
    let said = Said { day: day.to_string(), report, traffic };
    let mut output = Output::stdout();
    match asked.format {
        SummaryFormat::Json => output.json(&said),
        SummaryFormat::Table => output.text(&page(&said)),
    }
    output.finish();
    Ok(exit::combine(&conditions))
}

fn traffic(asked: &Doctor, log: Log, conditions: &mut Vec<u8>) -> Result<Traffic, Failure> {
    let reading = asked.reading();
    let mut session = session::begin(&reading, log)?;
    let privacy = std::mem::replace(&mut session.privacy, Privacy::new(None));
    let missing = session.missing;
    let (capture, options) = session.options(&reading, true);
    let mut counter = Counter { privacy: &privacy, requests: 0, unknown: 0, by_address: HashMap::new() };
    let outcome = sigwarden_pipeline::run(capture, options, &mut counter);
    conditions.extend(session::conditions(&outcome, missing, log));
    let unknown = |(address, (likely, requests))| Unknown { address, likely, requests };
    let mut addresses: Vec<Unknown> = counter.by_address.into_iter().map(unknown).collect();
    addresses.sort_by_cached_key(|unknown| (Reverse(unknown.requests), unknown.address.clone()));
    let unknown_addresses = addresses.len() as u64;
    addresses.truncate(SHOWN);
    Ok(Traffic { requests: counter.requests, unknown: counter.unknown, addresses, unknown_addresses })
}

fn page(said: &Said) -> String {
    let mut out = format!("Operator data on {}\n", said.day);
    let of = |place: &str| count(said.report.records.get(place).copied().unwrap_or(0));
    out.push_str(&format!("Records:  {} of the site, {} imported\n", of("site"), of("import")));
    if said.report.records.is_empty() {
        out.push_str(
            "Others are known from public tables only; `sigwarden operators import` or [[operator]] in the site \
             configuration adds records.\n",
        );
    }
    for row in said.report.coverage.iter().filter(|row| row.of > 0) {
        out.push_str(&format!("  with {:<22}{} of {}\n", row.what, count(row.with), count(row.of)));
    }
    if said.report.problems.is_empty() && !said.report.records.is_empty() {
        out.push_str("\nNothing is wrong with them as far as can be seen.\n");
    }
    let mut kind = "";
    for problem in &said.report.problems {
        if problem.kind != kind {
            kind = problem.kind;
            let all = said.report.counts.get(kind).copied().unwrap_or(0);
            out.push_str(&format!("\n{} ({})\n", title(kind), count(all)));
        }
        out.push_str(&format!("  {}\n", clean(&problem.text)));
    }
    if let Some(traffic) = &said.traffic {
        out.push_str(&page_of_traffic(traffic));
    }
    out
}

/// What the kinds of problems are called.
const TITLES: [(&str, &str); 8] = [
    ("overlap", "Ranges that several have"),
    ("contradiction", "Records that contradict each other"),
    ("country", "Addresses of another country than their operator"),
    ("expired", "Operators without a record that holds"),
    ("old", "Old records"),
    ("no-date", "Records without a date"),
    ("unknown-name", "Names that nothing defines"),
    ("lease", "Leases"),
];

fn title(kind: &str) -> &str {
    TITLES.iter().find(|(known, _)| *known == kind).map_or(kind, |(_, title)| title)
}

fn page_of_traffic(traffic: &Traffic) -> String {
    if traffic.requests == 0 {
        return "\nTraffic: no request with a sender's address was found\n".to_owned();
    }
    const COLUMNS: [Column; 3] = [
        Column::text("address", 40),
        Column::text("operator or country, by public tables", 44),
        Column::number("requests", 9),
    ];
    let mut out = format!(
        "\nTraffic: {} of {} requests ({}) came from addresses without a record\n",
        count(traffic.unknown),
        count(traffic.requests),
        share(traffic.unknown, traffic.requests)
    );
    let row = |unknown: &Unknown| vec![clean(&unknown.address), unknown.likely.clone(), count(unknown.requests)];
    let rows: Vec<Vec<String>> = traffic.addresses.iter().map(row).collect();
    if !rows.is_empty() {
        out.push_str(&table(&COLUMNS, &rows, |_, cell| cell.to_owned()));
    }
    let more = traffic.unknown_addresses.saturating_sub(traffic.addresses.len() as u64);
    if more > 0 {
        out.push_str(&format!("  and {} other addresses\n", count(more)));
    }
    out
}
