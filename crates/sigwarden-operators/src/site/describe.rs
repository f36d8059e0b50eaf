//! What a configuration will do, in sentences, for `config check`.

use super::{Home, Operator, Site};
use crate::digits::DigitRange;
use crate::numbering;

/// What is missing at home, and what that costs.
type Gap = (fn(&Home) -> bool, &'static str);
const GAPS: &[Gap] = &[
    (
        |home| home.plmns.is_empty(),
        "home.plmns is missing: IMSIs of your own subscribers are not recognised, so their location and their data are not known to be yours.",
    ),
    (
        |home| home.global_titles.is_empty(),
        "home.global_titles is missing: your own SS7 nodes are not recognised, so a foreign sender that uses your addresses is not noticed.",
    ),
    (
        |home| home.msisdns.is_empty(),
        "home.msisdns is missing: requests that name a subscriber by number are not tied to your network.",
    ),
    (|home| home.realms.is_empty(), "home.realms is missing: your own Diameter nodes are not recognised."),
    (|home| home.gtp_addresses.is_empty(), "home.gtp_addresses is missing: your own GTP nodes are not recognised."),
];

/// A prefix and whose it is.
struct Range<'a> {
    prefix: String,
    owner: String,
    operator: Option<&'a Operator>,
}

/// Plain sentences: first what the configuration says, then what is missing and what that costs,
/// then warnings, which begin with "warning: ".
pub fn describe(site: &Site) -> Vec<String> {
    let mut sentences = vec![home(site), others(site), privacy(&site.home)];
    sentences.extend(site.detect.categories_file.iter().map(|file| format!("Categories come from {file}.")));
    let commands = site.detect.commands_file.iter();
    sentences
        .extend(commands.map(|file| format!("Categories of Diameter commands and GTP messages come from {file}.")));
    if site.home.is_known() {
        sentences.extend(GAPS.iter().filter(|(missing, _)| missing(&site.home)).map(|(_, cost)| (*cost).to_owned()));
    }
    sentences.extend(dates(site));
    let titles = title_ranges(site);
    sentences.extend(overlaps(&titles, "Global Titles").into_iter().map(warning));
    sentences.extend(overlaps(&plmn_ranges(site), "networks").into_iter().map(warning));
    sentences.extend(address_overlaps(site).into_iter().map(warning));
    sentences.extend(foreign_numbers(&titles).into_iter().map(warning));
    sentences.extend(unknown_carriers(site).into_iter().map(warning));
    sentences
}

fn warning(text: String) -> String {
    format!("warning: {text}")
}

fn home(site: &Site) -> String {
    let home = &site.home;
    if !home.is_known() {
        return "No home network is configured: a scan works out which network the capture protects, and says how sure it is."
            .to_owned();
    }
    let parts = [
        (home.plmns.len(), "network code", "network codes"),
        (home.global_titles.len(), "Global Title prefix", "Global Title prefixes"),
        (home.msisdns.len(), "subscriber number prefix", "subscriber number prefixes"),
        (home.realms.len(), "Diameter realm", "Diameter realms"),
        (home.gtp_addresses.len(), "GTP network", "GTP networks"),
        (home.point_codes.len(), "point code", "point codes"),
    ];
    let name = home.name.as_deref().unwrap_or("the home network");
    format!("Protects {name}: {}.", counted(&parts))
}

fn others(site: &Site) -> String {
    let prefixes = site.operators.iter().map(|operator| operator.global_titles.len()).sum();
    let parts = [
        (site.operators.len(), "other operator", "other operators"),
        (prefixes, "Global Title prefix of theirs", "Global Title prefixes of theirs"),
        (site.carriers.len(), "carrier", "carriers"),
        (site.leases.len(), "lease", "leases"),
    ];
    if site.operators.is_empty() {
        let known =
            if site.carriers.len().saturating_add(site.leases.len()) > 0 { counted(&parts) } else { "nobody".into() };
        return format!("Knows {known} else: foreign origins are told apart by country only.");
    }
    let partners = site.operators.iter().filter(|operator| operator.partner == Some(true)).count();
    format!("Knows {}; roaming partners: {partners}.", counted(&parts))
}

fn privacy(home: &Home) -> String {
    match &home.privacy_key_file {
        Some(file) => format!("Subscribers are pseudonyms in every output, with the key in {file}."),
        None => {
            "Subscribers appear as they are in every output; home.privacy_key_file makes them pseudonyms.".to_owned()
        }
    }
}

/// What a date in the file does not do.
fn dates(site: &Site) -> Option<String> {
    let operators = site.operators.iter().filter(|operator| operator.valid_from.is_some()).count();
    (operators > 0).then(|| {
        format!("valid_from of {operators} of the operators is kept, but they count for captures of any time.")
    })
}

/// "1 carrier, 2 leases"; what there is none of is left out.
fn counted(parts: &[(usize, &str, &str)]) -> String {
    let said = parts.iter().filter(|part| part.0 > 0).map(|(count, one, many)| {
        let noun = if *count == 1 { one } else { many };
        format!("{count} {noun}")
    });
    said.collect::<Vec<_>>().join(", ")
}

fn owner(operator: &Operator, position: usize) -> String {
    operator.label(position).into_owned()
}

fn title_ranges(site: &Site) -> Vec<Range<'_>> {
    let home = site.home.global_titles.iter();
    let home = home.map(|prefix| Range { prefix: prefix.common(), owner: "home".to_owned(), operator: None });
    let others = site.operators.iter().enumerate().flat_map(|(position, operator)| {
        let named = move |prefix: &DigitRange| Range {
            prefix: prefix.common(),
            owner: owner(operator, position),
            operator: Some(operator),
        };
        operator.global_titles.iter().map(named)
    });
    home.chain(others).collect()
}

fn plmn_ranges(site: &Site) -> Vec<Range<'_>> {
    let home = site.home.plmns.iter();
    let home = home.map(|plmn| Range { prefix: plmn.imsi_prefix(), owner: "home".to_owned(), operator: None });
    let others = site.operators.iter().enumerate().flat_map(|(position, operator)| {
        let named = move |plmn: &crate::Plmn| Range {
            prefix: plmn.imsi_prefix(),
            owner: owner(operator, position),
            operator: Some(operator),
        };
        operator.plmns.iter().map(named)
    });
    home.chain(others).collect()
}

/// Prefixes of one owner that are, or are within, those of another. Sorted, a prefix is followed by
/// everything within it, so each is compared with those still open above it only.
fn overlaps(ranges: &[Range<'_>], what: &str) -> Vec<String> {
    let mut sorted: Vec<&Range<'_>> = ranges.iter().collect();
    sorted.sort_by(|left, right| left.prefix.cmp(&right.prefix));
    let mut open: Vec<&Range<'_>> = Vec::new();
    let mut found = Vec::new();
    for range in sorted {
        open.retain(|above| range.prefix.starts_with(&above.prefix));
        for above in open.iter().filter(|above| above.owner != range.owner) {
            found.push(overlap(above, range, what));
        }
        open.push(range);
    }
    found
}

fn overlap(above: &Range<'_>, within: &Range<'_>, what: &str) -> String {
    if above.prefix == within.prefix {
        return format!("{} and {} both have the {what} {}.", above.owner, within.owner, above.prefix);
    }
    format!(
        "the {what} {} of {} are within {} of {}; the longer prefix decides.",
        within.prefix, within.owner, above.prefix, above.owner
    )
}

fn address_overlaps(site: &Site) -> Vec<String> {
    let inside = |(position, operator): (usize, &Operator)| {
        let clash = operator
            .gtp_addresses
            .iter()
            .find(|theirs| site.home.gtp_addresses.iter().any(|ours| ours.overlaps(theirs)));
        clash.map(|theirs| format!("home and {} both have GTP addresses of {theirs}.", owner(operator, position)))
    };
    site.operators.iter().enumerate().filter_map(inside).collect()
}

/// Operators whose numbers are of another country than they are.
fn foreign_numbers(ranges: &[Range<'_>]) -> Vec<String> {
    let told = ranges.iter().filter_map(|range| {
        let country = range.operator?.country?;
        let numbers = numbering::of_number(range.prefix.as_bytes()).countries;
        let elsewhere = !numbers.is_empty() && !numbers.contains(country);
        elsewhere.then(|| {
            format!(
                "{} is of {country}, its Global Titles {} of {numbers}; reports show both.",
                range.owner, range.prefix
            )
        })
    });
    told.collect()
}

fn unknown_carriers(site: &Site) -> Vec<String> {
    let mut found = Vec::new();
    for (position, operator) in site.operators.iter().enumerate() {
        for name in &operator.carriers {
            if !site.carriers.iter().any(|carrier| carrier.name.as_ref() == Some(name)) {
                found.push(format!("{} names the carrier {name}, but no [[carrier]] does.", owner(operator, position)));
            }
        }
    }
    found
}
