//! TCAP in TShark's field tree, with the SCCP or SUA that carries it and the MAP or CAP inside.

use super::identities;
use crate::tree::Node;
use crate::{Component, Kind, Reading, Tcap};
use std::collections::BTreeSet;

/// Layers that hold TCAP, carry it or stand inside it.
const LAYERS: &[&str] = &["sua", "sccp", "tcap", "gsm_map", "camel", "inap"];

/// What TShark calls a component of each kind, whoever decodes its contents.
const COMPONENTS: &[(&str, Kind)] = &[
    ("invoke_element", Kind::Invoke),
    ("returnResult_element", Kind::Result),
    ("returnResultLast_element", Kind::Result),
    ("returnResultNotLast_element", Kind::Result),
    ("returnError_element", Kind::Error),
    ("reject_element", Kind::Reject),
];

/// Protocols whose components are read: MAP of every version, CAP, INAP.
const COMPONENT_PROTOCOLS: &[&str] = &["gsm_old", "camel", "inap"];

/// What TShark calls a TCAP message of each type.
const MESSAGES: &[(&str, &str)] = &[
    ("tcap.begin_element", "begin"),
    ("tcap.continue_element", "continue"),
    ("tcap.end_element", "end"),
    ("tcap.abort_element", "abort"),
    ("tcap.unidirectional_element", "unidirectional"),
];

/// The TCAP messages of a packet; nothing where it holds none of ITU-T (TShark names the TCAP of ANSI `tcap` too, and
/// then shows none of its messages).
pub(super) fn read(layers: &[(String, Node)]) -> Option<Reading> {
    let mut reading = Reading::default();
    let mut counted = 0;
    let mut carrier = None;
    for (name, layer) in layers.iter().filter(|(name, _)| LAYERS.contains(&name.as_str())) {
        match name.as_str() {
            "sccp" | "sua" => carrier = Some(layer),
            "tcap" => {
                counted += read_message(layer, &mut reading.tcap);
                read_addresses(carrier.take(), &mut reading.tcap);
            }
            _ => {}
        }
        identities::read(layer, &mut reading);
        read_components(layer, &mut reading.tcap);
    }
    reading.tcap.unread_components = usize::saturating_sub(counted, reading.tcap.components.len());
    reading.links = reading.tcap.otids.union(&reading.tcap.dtids).cloned().collect();
    (!reading.tcap.types.is_empty()).then_some(reading)
}

/// Transaction and dialogue of one TCAP message. Returns how many components TShark counted.
fn read_message(layer: &Node, reading: &mut Tcap) -> usize {
    let mut counted = 0;
    let mut contexts = BTreeSet::new();
    layer.walk(&mut |name, node| {
        if let Some((_, message)) = MESSAGES.iter().find(|(field, _)| *field == name) {
            reading.types.insert((*message).to_owned());
        }
        let Some(text) = node.text() else { return true };
        match name {
            "tcap.otid" => reading.otids.extend(transaction_id(text)),
            "tcap.dtid" => reading.dtids.extend(transaction_id(text)),
            "tcap.application_context_name" => insert(&mut contexts, text.to_owned()),
            "tcap.components" => counted += text.parse::<usize>().unwrap_or(0),
            _ => {}
        }
        true
    });
    reading.lacks_context |= contexts.is_empty();
    reading.contexts.append(&mut contexts);
    counted
}

fn insert(set: &mut BTreeSet<String>, value: String) {
    set.insert(value);
}

/// `11:22:33:44` as `11223344`; TShark prints octets that are not there as `<MISSING>`.
fn transaction_id(text: &str) -> Option<String> {
    (text != "<MISSING>").then(|| text.chars().filter(|letter| *letter != ':').collect())
}

/// Addresses of the SCCP or SUA message that carried a TCAP message.
fn read_addresses(carrier: Option<&Node>, reading: &mut Tcap) {
    let Some(carrier) = carrier else { return };
    reading.addressed = true;
    carrier.walk(&mut |name, node| {
        let Some(text) = node.text() else { return true };
        let set = match name {
            "sccp.calling.digits" | "sua.source.global_title_digits" => &mut reading.calling_gts,
            "sccp.called.digits" | "sua.destination.global_title_digits" => &mut reading.called_gts,
            "sccp.calling.ssn" | "sua.source.ssn" => &mut reading.calling_ssns,
            "sccp.called.ssn" | "sua.destination.ssn" => &mut reading.called_ssns,
            _ => return true,
        };
        insert(set, text.to_owned());
        true
    });
}

/// Components below `layer`, with the codes that stand inside them.
fn read_components(layer: &Node, reading: &mut Tcap) {
    layer.walk(&mut |name, node| {
        let Some((protocol, field)) = name.split_once('.') else {
            return true;
        };
        let kind = COMPONENTS.iter().find(|(element, _)| *element == field);
        let (true, Some((_, kind))) = (COMPONENT_PROTOCOLS.contains(&protocol), kind) else {
            return true;
        };
        reading.components.push(Component {
            kind: *kind,
            code: local_code(node, &["opCode_tree", "opcode_tree"]),
            error: local_code(node, &["errorCode_tree", "errcode_tree"]),
        });
        false
    });
}

/// The local value of the first code below `component` whose tree has one of these names.
/// Operation and error codes have the same field name in TShark: only their place tells them apart.
fn local_code(component: &Node, trees: &[&str]) -> Option<i64> {
    let mut code = None;
    component.walk(&mut |name, node| {
        let field = name.split_once('.').map_or(name, |(_, field)| field);
        if code.is_none() && trees.contains(&field) {
            code = node.find_text(&is_local_code).and_then(|text| text.parse().ok());
        }
        code.is_none()
    });
    code
}

fn is_local_code(name: &str) -> bool {
    name.ends_with("local") || name.ends_with("localValue")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The reading of a packet with these layers.
    fn read(layers: &str) -> Option<Reading> {
        super::read(serde_json::from_str::<Node>(&format!("{{{layers}}}")).unwrap().children())
    }

    fn component(kind: Kind, code: Option<i64>, error: Option<i64>) -> Component {
        Component { kind, code, error }
    }

    const BEGIN: &str = r#""tcap":{"tcap.begin_element":{"Source Transaction ID":{"tcap.otid":"00:ab"},
        "tcap.dialogueRequest_element":{"tcap.application_context_name":"0.4.0.0.1.0.28.3"},"tcap.components":"1"}}"#;

    #[test]
    fn reads_a_message_and_the_addresses_of_what_carries_it() {
        let reading = read(&format!(
            r#""sccp":{{"Calling":{{"sccp.calling.ssn":"1"}}}},
               "sccp":{{"Calling":{{"sccp.calling.ssn":"6","GT":{{"sccp.calling.digits":"15550100"}}}}}},{BEGIN}"#
        ))
        .unwrap();
        let Reading { tcap: reading, .. } = reading;
        assert!(reading.addressed && reading.types.contains("begin") && reading.otids.contains("00ab"));
        assert_eq!(reading.calling_ssns.iter().collect::<Vec<_>>(), ["6"], "the first SCCP message carries no TCAP");
        assert!(reading.calling_gts.contains("15550100") && reading.contexts.contains("0.4.0.0.1.0.28.3"));
        assert_eq!((reading.lacks_context, reading.unread_components), (false, 1));
    }

    #[test]
    fn tells_operation_codes_from_error_codes_by_their_place() {
        let rows = [
            (
                r#""gsm_old.invoke_element":{"gsm_old.opCode_tree":{"gsm_old.localValue":"70"}}"#,
                component(Kind::Invoke, Some(70), None),
            ),
            (
                r#""gsm_old.invoke_element":{"gsm_old.opCode_tree":{"gsm_old.globalValue":"1.2"}}"#,
                component(Kind::Invoke, None, None),
            ),
            (
                r#""gsm_old.returnResultLast_element":{"gsm_old.resultretres_element":
                   {"gsm_old.opCode_tree":{"gsm_old.localValue":"7"}}}"#,
                component(Kind::Result, Some(7), None),
            ),
            (
                r#""gsm_old.returnError_element":{"gsm_old.errorCode_tree":{"gsm_old.localValue":"8"}}"#,
                component(Kind::Error, None, Some(8)),
            ),
            (
                r#""camel.invoke_element":{"camel.opcode_tree":{"camel.local":"0"}}"#,
                component(Kind::Invoke, Some(0), None),
            ),
            (r#""gsm_old.reject_element":{}"#, component(Kind::Reject, None, None)),
        ];
        for (text, expected) in rows {
            let reading = read(&format!(r#"{BEGIN},"gsm_map":{{"Component":{{{text}}}}}"#)).unwrap();
            assert_eq!(reading.tcap.components, [expected], "{text}");
            assert_eq!(reading.tcap.unread_components, 0);
        }
    }

    #[test]
    fn a_transaction_id_without_octets_is_none() {
        let reading = read(r#""tcap":{"tcap.begin_element":{"tcap.otid":"<MISSING>"}}"#).unwrap();
        assert!(reading.tcap.otids.is_empty() && reading.tcap.lacks_context);
    }

    #[test]
    fn a_packet_without_a_message_of_itu_tcap_is_left_out() {
        assert_eq!(read(r#""tcap":"Transaction Capabilities Application Part""#), None);
        assert_eq!(read(r#""tcap":{},"ansi_tcap":{"filtered":"ansi_tcap"}"#), None);
    }
}
