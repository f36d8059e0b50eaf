//! Diameter and GTP messages in TShark's field tree: each layer is one message.

use super::identities;
use crate::fields::{Field, Form, LAYERS};
use crate::tree::Node;
use crate::{Message, Protocol, Reading};

/// Message type of user data (TS 29.281 6.1).
const USER_DATA: &str = "0xff";

/// Addresses of packets.
const SENDERS: &[&str] = &["ip.src", "ipv6.src"];
const RECEIVERS: &[&str] = &["ip.dst", "ipv6.dst"];
/// Addresses of nodes that messages of GTP name, and tunnel identifiers that such a node gives.
const NODES: &[&str] = &["gtpv2.f_teid_ipv4", "gtpv2.f_teid_ipv6", "gtp.gsn_ipv4", "gtp.gsn_ipv6"];
const TUNNELS: &[&str] = &["gtpv2.f_teid_gre_key", "gtp.teid_cp", "gtp.teid_data"];

/// Trees that hold fields of the message's own names and speak of something else: the load that is reported for an access
/// point (TS 29.274 8.115), whose name TShark prints without its first letter.
const NOT_OF_THE_MESSAGE: &[&str] = &["APN and Relative Capacity : "];

/// Whether a layer of GTP carries a packet of a user rather than a message.
pub(super) fn is_user_data(layer: &Node) -> bool {
    layer.child("gtp.message").and_then(Node::text) == Some(USER_DATA)
}

/// The messages of one protocol in a packet; nothing where it holds none.
pub(super) fn read(protocol: Protocol, layers: &[(String, Node)]) -> Option<Reading> {
    let mut reading = Reading::default();
    let mut ends = Ends::default();
    for (name, layer) in layers {
        ends.read(layer);
        let known = LAYERS.iter().find(|known| known.protocol == protocol && known.name == name);
        let Some(known) = known.filter(|_| !is_charging(layer)) else { continue };
        let message = read_message(layer, known.fields);
        reading.links.extend(links_of_transaction(&message, &ends));
        reading.links.extend(links_of_tunnels(layer));
        reading.messages.push(message);
        identities::read(layer, &mut reading);
    }
    (!reading.messages.is_empty()).then_some(reading)
}

/// GTP' (TS 32.295) has the header of GTP and a bit that says so; it carries accounts, not signalling.
fn is_charging(layer: &Node) -> bool {
    let flag = layer.child("gtp.flags_tree").and_then(|flags| flags.child("gtp.flags.payload"));
    flag.and_then(Node::text) == Some("0")
}

fn read_message(layer: &Node, fields: &[Field]) -> Message {
    let mut message = Message::new();
    for field in fields {
        let value = match field.form {
            Form::Numbers => all(layer, field.tshark),
            form => first(layer, field.tshark, field.depth).map(|text| form.of(text)),
        };
        if let Some(value) = value {
            message.entry(field.name).or_insert(value);
        }
    }
    message
}

/// The first value of a field below `node`, at most `depth` trees down.
fn first<'a>(node: &'a Node, field: &str, depth: usize) -> Option<&'a str> {
    let trees = node.children().iter().filter(|(name, _)| !NOT_OF_THE_MESSAGE.contains(&name.as_str()));
    for (name, child) in trees {
        let found = match child {
            Node::Leaf(text) => (name == field).then_some(text.as_str()),
            Node::Branch(_) | Node::List(_) => depth.checked_sub(1).and_then(|depth| first(child, field, depth)),
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// The value of a field in each tree of a layer, in order.
fn all(layer: &Node, field: &str) -> Option<String> {
    let values: Vec<&str> = layer.children().iter().filter_map(|(_, tree)| tree.child(field)?.text()).collect();
    (!values.is_empty()).then(|| values.join(" "))
}

/// Sender and receiver of a packet.
#[derive(Default)]
struct Ends(Option<String>, Option<String>);

impl Ends {
    /// Takes the addresses of a layer that has some.
    fn read(&mut self, layer: &Node) {
        let one_of = |fields: &[&str]| fields.iter().find_map(|field| layer.child(field)?.text()).map(str::to_owned);
        self.0 = one_of(SENDERS).or(self.0.take());
        self.1 = one_of(RECEIVERS).or(self.1.take());
    }
}

/// What holds a message together with its request or answer, its session, and its tunnel.
fn links_of_transaction(message: &Message, Ends(sender, receiver): &Ends) -> Vec<String> {
    let shown = |address: &Option<String>| address.clone().unwrap_or_default();
    let (sender, receiver) = (shown(sender), shown(receiver));
    let between = if sender < receiver { [&sender, &receiver] } else { [&receiver, &sender] };
    let rows = [
        ("diameter.session_id", String::new()),
        ("diameter.end_to_end", String::new()),
        ("gtp.seq", format!("{between:?}")),
        ("gtp.teid", receiver.clone()),
    ];
    // A tunnel identifier of zero is that of no tunnel.
    let named = |name: &&str| message.get(*name).filter(|value| **name != *"gtp.teid" || *value != "0");
    rows.iter().filter_map(|(name, place)| named(name).map(|value| link(name, place, value))).collect()
}

/// The tunnels that a message makes: each identifier with each address, because which of them belong together is not
/// said in one place.
fn links_of_tunnels(layer: &Node) -> Vec<String> {
    let (mut nodes, mut tunnels) = (Vec::new(), Vec::new());
    layer.walk(&mut |name, node| {
        match node.text() {
            Some(text) if NODES.contains(&name) => nodes.push(text),
            Some(text) if TUNNELS.contains(&name) => tunnels.push(Form::Number.of(text)),
            _ => {}
        }
        true
    });
    tunnels.retain(|tunnel| tunnel != "0");
    nodes.iter().flat_map(|node| tunnels.iter().map(move |tunnel| link("gtp.teid", node, tunnel))).collect()
}

fn link(kind: &str, place: &str, value: &str) -> String {
    format!("{kind} {place} {value}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(protocol: Protocol, layers: &str) -> Option<Reading> {
        super::read(protocol, serde_json::from_str::<Node>(&format!("{{{layers}}}")).unwrap().children())
    }

    /// Fields of the first message of a packet.
    fn check(protocol: Protocol, layers: &str, expected: &[(&str, &str)]) {
        let reading = read(protocol, layers).unwrap();
        let found: Vec<(&str, &str)> = reading.messages[0].iter().map(|(name, value)| (*name, &**value)).collect();
        assert_eq!(found, expected, "{layers}");
    }

    #[test]
    fn reads_what_a_diameter_message_says_of_itself() {
        check(
            Protocol::Diameter,
            r#""diameter":{"diameter.cmd.code":"316","diameter.flags_tree":{"diameter.flags.request":"0"},
               "diameter.hopbyhopid":"0x0000000a","diameter.avp_tree":{"diameter.avp.code":"279","diameter.Failed-AVP_tree":
               {"diameter.avp_tree":{"diameter.Result-Code":"5012","diameter.Session-Id":"another"}}},
               "diameter.avp_tree":{"diameter.avp.code":"263","diameter.Session-Id":"host;1"},
               "diameter.avp_tree":{"diameter.avp.code":"297",
               "diameter.Experimental-Result_tree":{"diameter.avp_tree":{
               "diameter.Experimental-Result-Code":"5001"}}}}"#,
            &[
                ("diameter.avps", "279 263 297"),
                ("diameter.hop_by_hop", "10"),
                ("diameter.result_code", "5001"),
                ("diameter.session_id", "host;1"),
                ("op.code", "316"),
                ("op.kind", "answer"),
            ],
        );
    }

    #[test]
    fn reads_what_a_gtp_message_says_of_itself() {
        check(
            Protocol::Gtp,
            r#""gtpv2":{"gtpv2.flags_tree":{"gtpv2.version":"2"},"gtpv2.message_type":"33","gtpv2.teid":"0x0000000a",
               "Bearer":{"gtpv2.ie_type":"93","Cause":{"gtpv2.cause":"64"}},"Cause":{"gtpv2.cause":"16"}}"#,
            &[("gtp.cause", "16"), ("gtp.teid", "10"), ("op.code", "33"), ("stack", "gtpv2-c")],
        );
        let charging = r#""gtp":{"gtp.message":"0x01","gtp.flags_tree":{"gtp.flags.payload":"0"}}"#;
        assert_eq!(read(Protocol::Gtp, charging), None);
    }

    #[test]
    fn each_layer_is_a_message() {
        let two = r#""diameter":{"diameter.cmd.code":"316"},"sctp":{},"diameter":{"diameter.cmd.code":"321"}"#;
        assert_eq!(read(Protocol::Diameter, two).unwrap().messages.len(), 2);
        assert_eq!(read(Protocol::Gtp, two), None);
    }

    #[test]
    fn an_answer_and_what_uses_a_tunnel_are_linked_to_the_request() {
        let request = r#""ip":{"ip.src":"192.0.2.1","ip.dst":"192.0.2.2"},
            "gtp":{"gtp.seq_number":"0x0001","gtp.teid":"0x00000000","gtp.teid_cp":"0x0000000b","gtp.teid_data":
            "0x00000000","x":{"gtp.gsn_ipv4":"192.0.2.1"}}"#;
        let answer = r#""ip":{"ip.src":"192.0.2.2","ip.dst":"192.0.2.1"},
            "gtp":{"gtp.seq_number":"0x0001","gtp.teid":"0x0000000b"}"#;
        let links = |text| read(Protocol::Gtp, text).unwrap().links;
        assert_eq!(links(request).len(), 2);
        assert_eq!(links(request), links(answer));
    }
}
