//! `site.toml`: what the home operator of the scenario knows of itself and of others.

use std::fmt::Write as _;

use crate::file::{Kind, Scenario};
use crate::world::{HOME, Network, Role, TRANSFER_POINTS, World};

/// The site configuration.
pub(super) fn text(scenario: &Scenario, world: &World) -> String {
    let mut out = format!(
        "# The network of the scenario \"{}\" and the networks around it. Nothing here says who attacks.\n",
        scenario.name.escape_debug()
    );
    home(&mut out, world);
    for network in world.networks.iter().skip(HOME + 1).filter(|network| network.kind != Kind::Sister) {
        operator(&mut out, world, network);
    }
    for carrier in &world.carriers {
        let code = carrier.point_code;
        let _ = write!(
            out,
            "\n[[carrier]]\nname = {}\npoint_codes = [{code}]\nhosts = [\"{}\"]\n",
            quoted(&carrier.name),
            carrier.agent.host
        );
    }
    arrangements(&mut out, world);
    out
}

fn list(items: impl IntoIterator<Item = String>) -> String {
    let quoted: Vec<String> = items.into_iter().map(|item| quoted(&item)).collect();
    format!("[{}]", quoted.join(", "))
}

/// A basic string of TOML, whose escapes are those of JSON.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

fn dashed(plmn: &str) -> String {
    format!("{}-{}", &plmn[..3], &plmn[3..])
}

/// The home network, with the sister network of the same company.
fn home(out: &mut String, world: &World) {
    let home = world.home();
    let own: Vec<&Network> = std::iter::once(home).chain(world.of_kind(Kind::Sister)).collect();
    let every = |part: fn(&Network) -> String| list(own.iter().map(|network| part(network)));
    let agents =
        world.of_kind(Kind::Sister).flat_map(Network::carriers).map(|index| world.carriers[index].agent.realm.clone());
    let group = world.of_kind(Kind::Sister).flat_map(Network::carriers).map(|index| world.carriers[index].point_code);
    let points = TRANSFER_POINTS.iter().flat_map(|point| [point.0, point.1]).chain([1101]).chain(group);
    let codes: Vec<String> = points.map(|code| code.to_string()).collect();
    let _ = write!(
        out,
        "\n[home]\nname = {}\ntadig = \"{}\"\nplmns = {}\nglobal_titles = {}\nmsisdns = {}\nmobile_global_titles = {}\nrealms = {}\ngtp_addresses = {}\npoint_codes = [{}]\n",
        quoted(&home.name),
        home.tadig,
        every(|network| dashed(&network.plmn)),
        every(|network| network.titles.clone()),
        every(|network| network.numbers.clone()),
        list([home.mobile_titles.clone()]),
        list(own.iter().map(|network| network.realm.clone()).chain(agents)),
        every(block),
        codes.join(", "),
    );
}

/// Addresses of packet nodes.
pub(super) fn block(network: &Network) -> String {
    let [a, b, c, _] = network.packet_node(0).octets();
    format!("{a}.{b}.{c}.0/24")
}

fn operator(out: &mut String, world: &World, network: &Network) {
    let _ = write!(out, "\n[[operator]]\nname = {}\ntadig = \"{}\"\n", quoted(&network.name), network.tadig);
    if network.country != "XX" {
        let _ = writeln!(out, "country = \"{}\"", network.country);
    }
    let _ =
        write!(out, "plmns = {}\nglobal_titles = {}\n", list([dashed(&network.plmn)]), list([network.titles.clone()]),);
    if !network.numbers.is_empty() {
        let _ = writeln!(out, "msisdns = {}", list([network.numbers.clone()]));
    }
    let carriers: Vec<String> = network.carriers().map(|index| world.carriers[index].name.clone()).collect();
    let _ = write!(
        out,
        "realms = {}\ngtp_addresses = {}\npartner = {}\ncarriers = {}\n",
        list([network.realm.clone()]),
        list([block(network)]),
        network.partner || !matches!(network.kind, Kind::Network | Kind::Virtual),
        list(carriers),
    );
}

/// Hubs and sponsors act for the partners.
fn arrangements(out: &mut String, world: &World) {
    let partners =
        || list(world.senders.iter().map(|index| world.networks[*index].tadig.clone()).filter(|code| !code.is_empty()));
    for hub in world.of_kind(Kind::Hub) {
        let _ = write!(
            out,
            "\n[[arrangement]]\nkind = \"hub\"\nname = {}\nglobal_titles = {}\noperators = {}\n",
            quoted(&hub.name),
            list([hub.titles.clone()]),
            partners(),
        );
    }
    national(out, world);
    for sponsor in world.of_kind(Kind::Sponsor) {
        let _ = write!(
            out,
            "\n[[arrangement]]\nkind = \"sponsor\"\nname = {}\nglobal_titles = {}\nimsis = {}\noperators = {}\n",
            quoted(&sponsor.name),
            list([sponsor.titles.clone()]),
            list([sponsor.plmn.clone()]),
            list([sponsor.tadig.clone()]),
        );
    }
}

/// A network of the same country relays questions about numbers that were taken along, and has the emergency centre.
fn national(out: &mut String, world: &World) {
    let home = world.home();
    let same = |network: &&Network| network.kind == Kind::Network && network.country == home.country;
    for network in world.networks.iter().skip(HOME + 1).filter(same) {
        let titles = [Role::Smsc, Role::Gmsc, Role::Gmlc].map(|role| {
            let title = network.node(role, 0).title;
            title[..title.len() - 1].to_owned()
        });
        let _ = write!(
            out,
            "\n[[arrangement]]\nkind = \"hub\"\nname = \"Number portability and emergency centre\"\nglobal_titles = {}\noperators = [\"home\"]\n",
            list(titles),
        );
    }
}
