//! Networks that a network of an IR.21 hosts: operators without nodes of their own.

use super::super::xml::Element;
use super::{File, HOSTED, SOURCE, Warnings, name_of, plmns};
use crate::site::{Kind, Operator};

/// How a hosted network may be called.
const NAMES: &[&str] = &["NetworkName", "HostedNetworkName", "OrganisationName", "Name"];

/// Adds the hosted networks of each network behind those of the file: they share the numbers of its nodes.
pub(super) fn read(file: &File<'_>, operators: &mut Vec<Operator>, warnings: &mut Warnings) {
    for network in &file.networks {
        let host = file.tadig(network).unwrap_or_default();
        let Some(host) = operators.iter().find(|operator| operator.tadig.as_deref() == Some(host)).cloned() else {
            continue;
        };
        let lists = network.find_all(HOSTED, &[]);
        let has_code = |element: &Element| element.child("TADIGCode").is_some();
        for element in lists.iter().flat_map(|list| list.find_by(&has_code, &[])) {
            add(file, element, &host, operators, warnings);
        }
    }
}

/// Networks times ranges that hosted networks may have from their hosts: real ones have some thousand.
const MOST_SHARED: usize = 1_000_000;

/// Each TADIG code of an element; several of them share what else stands there.
fn add(file: &File<'_>, element: &Element, host: &Operator, operators: &mut Vec<Operator>, warnings: &mut Warnings) {
    let host_code = host.tadig.as_deref().unwrap_or_default();
    for code in element.children.iter().filter(|child| &*child.name == "TADIGCode" && !child.text.is_empty()) {
        let tadig = &*code.text;
        if !Kind::Tadig.accepts_text(tadig) {
            let what = format!("TADIGCode \"{tadig}\" of a hosted network is not {}; left out", Kind::Tadig.expected());
            warnings.add(code, host_code, &what);
        } else if operators.len().saturating_mul(host.global_titles.len().max(1)) > MOST_SHARED {
            warnings.add(code, host_code, "more hosted networks share more numbers than can be true; left out");
        } else if operators.iter().all(|operator| operator.tadig.as_deref() != Some(tadig)) {
            operators.push(Operator {
                name: name_of(element, NAMES).map(str::to_owned),
                tadig: Some(tadig.to_owned()),
                country: tadig.get(..3).and_then(file.country_of).or(host.country),
                plmns: plmns(&[element], tadig, warnings),
                global_titles: host.global_titles.clone(),
                valid_from: host.valid_from,
                source: Some(SOURCE.to_owned()),
                source_date: host.source_date,
                ..Operator::default()
            });
        }
    }
}
