//! IP networks, realms and hosts.

use super::super::xml::Element;
use super::{HOSTED, Warnings, nodes, unique};
use crate::import::ip;
use crate::plmn::Plmn;
use crate::site::{Cidr, Kind};

/// Lists of the networks that are reachable over the backbone between operators, and their parts.
const BACKBONE: &[&str] = &["InterPMNBackboneIPList", "InterPMNBackboneIPItem"];
/// Elements whose text is an address or a range of them.
const ADDRESSES: &[&str] =
    &["IPAddress", "IPAddressRange", "IPAddressOrRange", "InterPMNBackboneIPList", "InterPMNBackboneIPItem"];
/// In the names of the elements of Diameter edge agents, of the registers' hosts, and of realms.
const EDGE_AGENT: &str = "DiameterEdgeAgent";
const HOST_LIST: &str = "HostnamesHSS_MME";
const REALMS: &str = "EPCRealmsForRoaming";
/// Element of a host name.
const HOST: &str = "FQDN";

fn named<'a>(network: &'a Element, part: &str) -> Vec<&'a Element> {
    network.find_by(&|element| element.name.contains(part), HOSTED)
}

/// Networks of GTP nodes and of edge agents.
pub(super) fn networks(network: &Element, tadig: &str, warnings: &mut Warnings) -> Vec<Cidr> {
    let element_type = |node: &Element| node.find_text(&["NwElementType"], &[]).unwrap_or_default().to_owned();
    let gateways =
        network.find_all(&["NwNode"], HOSTED).into_iter().filter(|node| nodes::is_gateway(&element_type(node)));
    let lists = network.find_all(BACKBONE, HOSTED).into_iter();
    let lists = lists.chain(gateways.flat_map(|node| node.find_all(&["IPAddressInfo"], &[])));
    let lists = lists.chain(named(network, EDGE_AGENT));
    let leaves = lists.flat_map(Element::leaves).filter(|leaf| {
        ADDRESSES.contains(&&*leaf.name) || *leaf.name == *"IPAddressInfo" || leaf.name.contains(EDGE_AGENT)
    });
    let mut found = Vec::new();
    for leaf in leaves {
        for text in leaf.text.split([',', ';']).filter(|text| !text.trim().is_empty()) {
            match ip::parse(text) {
                Some(networks) => found.extend(networks),
                // What is named after the agent may be its name as well.
                None if leaf.name.contains(EDGE_AGENT) => {}
                None => {
                    let what = format!(
                        "{}: \"{}\" is no address, 192.0.2.0/24, or range 192.0.2.0 - 192.0.2.63; left out",
                        leaf.name,
                        text.trim()
                    );
                    warnings.add(leaf, tadig, &what);
                }
            }
        }
    }
    found
}

/// Realms: those named, the standard ones of each network (TS 23.003 19.2), and hosts below neither.
pub(super) fn realms(network: &Element, plmns: &[Plmn], tadig: &str, warnings: &mut Warnings) -> Vec<String> {
    let mut realms = Vec::new();
    for leaf in named(network, REALMS).into_iter().flat_map(Element::leaves) {
        for text in leaf.text.split([',', ';', ' ', '\n', '\t']).filter(|text| !text.trim().is_empty()) {
            match host(text) {
                Some(realm) => realms.push(realm),
                None => warnings.add(leaf, tadig, &format!("{}: \"{text}\" is no realm; left out", leaf.name)),
            }
        }
    }
    realms.extend(plmns.iter().map(standard));
    let lists = [named(network, HOST_LIST), named(network, EDGE_AGENT)].concat();
    let hosts =
        lists.into_iter().flat_map(Element::leaves).filter(|leaf| &*leaf.name == HOST || leaf.name.contains(HOST_LIST));
    for name in hosts.filter_map(|leaf| host(&leaf.text)) {
        if !realms.iter().any(|realm| is_below(&name, realm)) {
            realms.push(name);
        }
    }
    unique(realms)
}

fn host(text: &str) -> Option<String> {
    let name = text.trim().trim_end_matches('.').to_ascii_lowercase();
    // A name of one label is a word such as "none".
    (name.contains('.') && Kind::Host.accepts_text(&name)).then_some(name)
}

fn standard(plmn: &Plmn) -> String {
    format!("epc.mnc{:03}.mcc{:03}.3gppnetwork.org", plmn.mnc(), plmn.mcc())
}

fn is_below(name: &str, realm: &str) -> bool {
    name.strip_suffix(realm).is_some_and(|front| front.is_empty() || front.ends_with('.'))
}
