//! One network of an IR.21.

use super::super::xml::Element;
use super::{File, HOSTED, SOURCE, Warnings, add_carrier, addresses, day, name_of, nodes, plmns, ranges};
use super::{says_nothing, unique};
use crate::import::point_code;
use crate::site::{Carrier, Operator};

/// Elements that hold MCC and MNC of the network itself, by schema version.
const NUMBER_SERIES: &[&str] = &["CCITT_E212_NumberSeries", "E212E214Translation", "NetworkProperties"];
const NAMES: &[&str] = &["NetworkName"];
const OTHER_NAMES: &[&str] = &["PresentationOfCountryInitialsAndMNN"];

/// Reads a network; its carriers join those known.
pub(super) fn read(
    file: &File<'_>,
    network: &Element,
    tadig: &str,
    carriers: &mut Vec<Carrier>,
    warnings: &mut Warnings,
) -> Operator {
    let parts: Vec<&Element> = std::iter::once(network).chain(file.summary(tadig)).collect();
    let series: Vec<&Element> = parts.iter().flat_map(|part| part.find_all(NUMBER_SERIES, HOSTED)).collect();
    let plmns = plmns(&series, tadig, warnings);
    let (nodes, unknown_nodes) = nodes::read(network, tadig, warnings);
    let mut global_titles = ranges::below(network, &["GT_NumberRanges"], tadig, warnings);
    global_titles.extend(unknown_nodes);
    let name = parts.iter().find_map(|part| name_of(part, NAMES)).or(file.organisation);
    let operator = Operator {
        name: name.or_else(|| name_of(network, OTHER_NAMES)).map(str::to_owned),
        tadig: Some(tadig.to_owned()),
        country: file.country(tadig),
        global_titles: unique(global_titles),
        msisdns: unique(ranges::below(network, &["MSISDN_NumberRanges"], tadig, warnings)),
        mobile_global_titles: unique(ranges::mobile(network, tadig, warnings)),
        nodes: unique(nodes),
        realms: addresses::realms(network, &plmns, tadig, warnings),
        gtp_addresses: unique(addresses::networks(network, tadig, warnings)),
        carriers: sccp_carriers(network, tadig, carriers, warnings),
        valid_from: valid_from(network),
        source: Some(SOURCE.to_owned()),
        source_date: file.created,
        plmns,
        ..Operator::default()
    };
    if says_nothing(&operator) {
        warnings.add(network, tadig, "no numbers, networks, hosts or addresses are given");
    }
    operator
}

/// Since when the routing holds: the newest date of its section.
fn valid_from(network: &Element) -> Option<crate::day::Day> {
    let sections = network.find_all(&["RoutingInfoSection"], HOSTED);
    let dates = sections.iter().flat_map(|section| section.find_all(&["EffectiveDateOfChange"], &[]));
    dates.filter_map(|date| day(&date.text)).max()
}

/// Names of the carriers at the international gateways, each once; the point codes join those known of them.
fn sccp_carriers(network: &Element, tadig: &str, carriers: &mut Vec<Carrier>, warnings: &mut Warnings) -> Vec<String> {
    let mut names = Vec::new();
    let sections = network.find_all(&["InternationalSCCPGatewaySection"], HOSTED);
    for item in sections.iter().flat_map(|section| section.find_all(&["SCCPCarrierItem"], &[])) {
        let codes = point_codes(item, tadig, warnings);
        match item.find_text(&["SCCPCarrierName"], &[]) {
            Some(name) => {
                names.push(name.to_owned());
                add_carrier(carriers, name, &codes);
            }
            None => warnings.add(item, tadig, "SCCPCarrierItem has no SCCPCarrierName; left out"),
        }
    }
    unique(names)
}

fn point_codes(item: &Element, tadig: &str, warnings: &mut Warnings) -> Vec<u32> {
    let mut codes = Vec::new();
    // Whatever has a DPC may say of which form it is.
    let holders = item.find_by(&|element| element.child("DPC").is_some(), &[]);
    for holder in holders {
        let wide = holder.text_of("SCType").is_some_and(|form| form.to_ascii_uppercase().contains("ANSI"));
        let written = holder.children.iter().filter(|child| &*child.name == "DPC" && !child.text.is_empty());
        for element in written {
            match point_code::parse(&element.text, wide) {
                Some(code) => codes.push(code),
                None => {
                    let what = format!("DPC \"{}\" is no point code, such as 4901 or 2-100-1; left out", element.text);
                    warnings.add(element, tadig, &what);
                }
            }
        }
    }
    codes
}
