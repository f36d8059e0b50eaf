//! `operators lookup`: everything that is known of addresses.

use crate::args::{ListFormat, Lookup};
use crate::log::{Failure, Log};
use crate::output::Output;
use crate::render::table::{Column, table};
use crate::render::text::{clean, counted};
use crate::site;
use sigwarden_operators::lookup::{AddressKind, Answer, lookup};
use sigwarden_operators::{LearnedHome, Networks};
use sigwarden_schema::exit;
use std::io::{BufRead, stdin};

/// The argument that means standard input.
const STDIN: &str = "-";
/// Up to so many answers are told at length.
const AT_LENGTH: usize = 3;

/// Runs the verb; gives the exit code. An address that cannot be read does not stop the others.
///
/// # Errors
/// A configuration or import that cannot be used, or an address that is none.
pub(super) fn run(asked: &Lookup, log: Log) -> Result<u8, Failure> {
    let loaded = site::load(asked.config.as_deref(), &[])?;
    let imported = loaded.imported()?;
    let mut networks = Networks::with(loaded.site, imported, LearnedHome::default());
    let day = super::day(asked.on);
    networks.on(day);
    let mut answers = Vec::new();
    let mut unread = 0u64;
    for address in addresses(&asked.addresses)? {
        match lookup(&networks, &address, asked.kind, day) {
            Ok(answer) => answers.push(answer),
            Err(error) => {
                log.error(&error);
                unread += 1;
            }
        }
    }
    let mut output = Output::stdout();
    let person = asked.format == ListFormat::Table;
    match person {
        false => answers.iter().for_each(|answer| output.json(answer)),
        true if answers.len() <= AT_LENGTH => {
            output.text(&answers.iter().map(at_length).collect::<Vec<_>>().join("\n"))
        }
        true => output.text(&in_short(&answers)),
    }
    output.finish();
    Ok(if unread > 0 { exit::USAGE } else { exit::DONE })
}

/// The addresses that were asked for; `-` stands for the lines of standard input.
fn addresses(given: &[String]) -> Result<Vec<String>, Failure> {
    let mut addresses = Vec::new();
    for address in given {
        if address != STDIN {
            addresses.push(address.clone());
            continue;
        }
        for line in stdin().lock().lines() {
            let line = line.map_err(|error| Failure::usage(format!("standard input cannot be read: {error}")))?;
            let line = line.trim();
            if !line.is_empty() && !line.starts_with('#') {
                addresses.push(line.to_owned());
            }
        }
    }
    Ok(addresses)
}

/// An answer with each thing on a line of its own.
fn at_length(answer: &Answer) -> String {
    let mut out = format!("{}: {}\n", clean(&answer.address), answer.kind.text());
    let mut line = |label: &str, text: Option<String>| {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            out.push_str(&format!("  {label:<12}{}\n", clean(&text)));
        }
    };
    line("Country", Some(country(answer)));
    line("Operator", Some(operator(answer)));
    line("At home in", answer.domicile.clone().filter(|domicile| Some(domicile) != answer.country.as_ref()));
    line("Partner", answer.partner.map(|partner| if partner { "yes".into() } else { "no".into() }));
    line("Network", answer.plmn.clone());
    line("IMSIs from", Some(answer.imsis.join(", ")));
    line("Use", answer.use_of_code.clone());
    line("Nodes", answer.roles.clone());
    line("Carrier", answer.carrier.clone());
    line("Arrangement", answer.arrangement.clone());
    line("Used by", answer.lease.as_ref().map(lease));
    line("Noted", Some(answer.notes.join(", ")));
    line("Source", Some(source(answer)));
    out
}

fn country(answer: &Answer) -> String {
    match (answer.countries.as_slice(), &answer.country_basis) {
        ([], _) => "none known".to_owned(),
        ([one], Some(basis)) => format!("{one} ({basis})"),
        ([one], None) => one.clone(),
        (several, _) => format!("one of {}: the code is shared", several.join(", ")),
    }
}

fn operator(answer: &Answer) -> String {
    let name = answer.operator.as_deref().unwrap_or("not known");
    let tadig = answer.tadig.as_ref().map(|tadig| format!(" ({tadig})")).unwrap_or_default();
    let home = if answer.home { ", the protected network" } else { "" };
    format!("{name}{tadig}{home}")
}

fn lease(lease: &sigwarden_operators::site::Lease) -> String {
    let mut text = lease.lessee.clone().unwrap_or_else(|| "somebody else".to_owned());
    let mut add = |what: Option<String>| {
        if let Some(what) = what {
            text.push_str(", ");
            text.push_str(&what);
        }
    };
    add(lease.since.map(|day| format!("since {day}")));
    add(lease.until.map(|day| format!("until {day}")));
    add(lease.confidence.map(|confidence| format!("{confidence} % sure")));
    add(lease.source.as_ref().map(|source| format!("by {source}")));
    add(lease.evidence.clone());
    text
}

/// Who said so, of which day, how long ago and how sure.
fn source(answer: &Answer) -> String {
    let Some(basis) = &answer.basis else { return "none: nobody says whose it is".to_owned() };
    let mut text = answer.layer.to_owned();
    if basis != answer.layer {
        text.push_str(&format!(": {basis}"));
    }
    match (&answer.basis_date, answer.age_days) {
        (Some(date), Some(age)) if age >= 0 => {
            text.push_str(&format!(", of {date} ({} old)", counted(u64::from(age.unsigned_abs()), "day", "days")))
        }
        (Some(date), Some(age)) => text.push_str(&format!(
            ", of {date} ({} later than asked about)",
            counted(u64::from(age.unsigned_abs()), "day", "days")
        )),
        (Some(date), None) => text.push_str(&format!(", of {date}")),
        (None, _) => {}
    }
    format!("{text}; {} % sure", answer.confidence)
}

/// One line for each answer.
fn in_short(answers: &[Answer]) -> String {
    const COLUMNS: [Column; 7] = [
        Column::text("address", 34),
        Column::text("kind", 6),
        Column::text("country", 8),
        Column::text("operator", 24),
        Column::text("source", 30),
        Column::number("sure %", 6),
        Column::text("noted", 20),
    ];
    let kind =
        |answer: &Answer| AddressKind::ALL.iter().find(|(kind, _, _)| *kind == answer.kind).map_or("", |row| row.1);
    let row = |answer: &Answer| {
        vec![
            clean(&answer.address),
            kind(answer).to_owned(),
            answer.countries.join(" "),
            clean(answer.operator.as_deref().unwrap_or("-")),
            clean(answer.basis.as_deref().unwrap_or("none")),
            answer.confidence.to_string(),
            answer.notes.join(","),
        ]
    };
    let rows: Vec<Vec<String>> = answers.iter().map(row).collect();
    table(&COLUMNS, &rows, |_, cell| cell.to_owned())
}
