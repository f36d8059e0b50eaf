//! What a configuration will do, in sentences, for `config check`.

use super::{Home, Site};
use crate::day::Day;
use crate::doctor;

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

/// Kinds of problems that do not depend on the day.
const LASTING: [&str; 4] = ["overlap", "contradiction", "country", "unknown-name"];

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
    let examined = doctor::examine(site, &[], Day::LAST).problems;
    let lasting = examined.into_iter().filter(|problem| LASTING.contains(&problem.kind));
    sentences.extend(lasting.map(|problem| warning(problem.text)));
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
        (site.arrangements.len(), "arrangement", "arrangements"),
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

/// "1 carrier, 2 leases"; what there is none of is left out.
fn counted(parts: &[(usize, &str, &str)]) -> String {
    let said = parts.iter().filter(|part| part.0 > 0).map(|(count, one, many)| {
        let noun = if *count == 1 { one } else { many };
        format!("{count} {noun}")
    });
    said.collect::<Vec<_>>().join(", ")
}
