//! Runs TShark over a capture and brings its field tree to [`Reading`]s.

use crate::tree::{EachPacket, Node};
use crate::{Component, Failure, Kind, Reading, Readings};
use serde::de::DeserializeSeed;
use std::collections::BTreeSet;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};

/// Layers whose fields are wanted, in the order in which packets hold them.
const LAYERS: &str = "frame m2pa m2ua m3ua mtp3 sua sccp tcap gsm_map camel inap _ws.malformed";

/// Preferences that the comparison rests on, whatever the user's own settings are.
const PREFERENCES: &[&str] = &[
    "sctp.reassembly:TRUE",
    "sctp.ulp_dissection:TRUE",
    "sccp.defragment_xudt:TRUE",
    "m2pa.version:RFC 4165",
    "m3ua.version:RFC 4666",
    "gsm_map.application.context.version:Use application context from the trace",
];

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

/// Fields that hold numbers of subscribers, nodes and services alike.
const NUMBERS: &[&str] =
    &["e164.msisdn", "e164.isdn", "e164.calling_party_number.digits", "e164.called_party_number.digits"];

/// Trees in which TShark prints something as an IMSI that is not a subscriber's: whoever opened
/// the dialogue (TS 29.002, 7.3.2) and the leading digits that name an HLR (17.7.8, HLR-List).
const NOT_A_SUBSCRIBER: &[&str] =
    &["gsm_map.dialogue.originationReference_tree", "gsm_map.ms.hlr_List_tree", "gsm_old.hlr_List_tree"];

/// `_ws.expert.severity` from which on TShark means an error.
const SEVERITY_ERROR: u64 = 0x0080_0000;

/// An installed TShark.
#[derive(Clone, Debug)]
pub struct Tshark {
    /// The first line that it prints about itself.
    pub version: String,
}

impl Tshark {
    /// Looks for `tshark` on the path.
    ///
    /// # Errors
    /// When it is not there: how to install it.
    pub fn find() -> Result<Self, Failure> {
        let output = Command::new("tshark").arg("--version").output().map_err(|error| {
            Failure::new(format!(
                "tshark could not be started ({error}); install it (Debian and Ubuntu: apt-get install tshark), \
                 or set SIGWARDEN_WITHOUT_TSHARK=1 to go without this comparison"
            ))
        })?;
        let text = String::from_utf8_lossy(&output.stdout);
        let version = text.lines().next().unwrap_or_default().to_owned();
        Ok(Self { version })
    }

    /// Every frame of `capture` in which TShark finds TCAP of ITU-T.
    ///
    /// # Errors
    /// When TShark cannot be run or writes something other than its JSON.
    pub fn read(&self, capture: &Path) -> Result<Readings, Failure> {
        let mut command = Command::new("tshark");
        command.args(["-n", "-Y", "tcap", "-T", "json", "-J", LAYERS]);
        for preference in PREFERENCES {
            command.args(["-o", preference]);
        }
        let failure = |what: String| Failure::new(format!("tshark on {}: {what}", capture.display()));
        let mut child = command
            .arg("-r")
            .arg(capture)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| failure(error.to_string()))?;
        let output = child.stdout.take().ok_or_else(|| failure("has no output".to_owned()))?;
        let readings = read_packets(std::io::BufReader::new(output));
        // TShark ends with an error for a capture that is cut short and still writes what it read,
        // so its output decides, not its exit code.
        child.wait().map_err(|error| failure(error.to_string()))?;
        readings.map_err(|error| failure(error.to_string()))
    }
}

/// Reads what `tshark -T json` wrote.
///
/// # Errors
/// When `output` is not a JSON list of packets.
pub fn read_packets(output: impl Read) -> Result<Readings, Failure> {
    let mut readings = Readings::new();
    let mut json = serde_json::Deserializer::from_reader(output);
    EachPacket(&mut |packet| {
        if let Some((frame, reading)) = read_packet(&packet) {
            readings.insert(frame, reading);
        }
    })
    .deserialize(&mut json)
    .map_err(|error| Failure::new(format!("its JSON could not be read: {error}")))?;
    Ok(readings)
}

/// Frame number and reading of one packet; nothing where it holds no TCAP message of ITU-T
/// (TShark names the TCAP of ANSI `tcap` too, and then shows none of its messages).
fn read_packet(packet: &Node) -> Option<(u64, Reading)> {
    let layers = packet.child("_source")?.child("layers")?;
    let frame = layers.child("frame")?.child("frame.number")?.text()?.parse().ok()?;
    let mut reading = Reading { complaint: complaint(layers), ..Reading::default() };
    let mut counted = 0;
    let mut carrier = None;
    for (name, layer) in layers.children() {
        match name.as_str() {
            "sccp" | "sua" => carrier = Some(layer),
            "tcap" => {
                counted += read_tcap(layer, &mut reading);
                read_addresses(carrier.take(), &mut reading);
            }
            _ => {}
        }
        read_identities(layer, &mut reading);
        read_components(layer, &mut reading);
    }
    reading.unread_components = usize::saturating_sub(counted, reading.components.len());
    (!reading.types.is_empty()).then_some((frame, reading))
}

/// Transaction and dialogue of one TCAP message. Returns how many components TShark counted.
fn read_tcap(layer: &Node, reading: &mut Reading) -> usize {
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
fn read_addresses(carrier: Option<&Node>, reading: &mut Reading) {
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

/// IMSIs and numbers; a field named `msisdn` holds the subscriber's own.
fn read_identities(layer: &Node, reading: &mut Reading) {
    layer.walk(&mut |name, node| {
        if NOT_A_SUBSCRIBER.contains(&name) {
            let digits = node.find_text(&|leaf| leaf == "e212.imsi" || NUMBERS.contains(&leaf));
            reading.numbers.extend(digits.map(str::to_owned));
            return false;
        }
        if name.ends_with(".msisdn_tree") {
            let digits = node.find_text(&|leaf| NUMBERS.contains(&leaf));
            reading.msisdns.extend(digits.map(str::to_owned));
            return false;
        }
        match node.text() {
            Some(digits) if name == "e212.imsi" => insert(&mut reading.imsis, digits.to_owned()),
            Some(digits) if NUMBERS.contains(&name) => insert(&mut reading.numbers, digits.to_owned()),
            _ => {}
        }
        true
    });
}

/// Components below `layer`, with the codes that stand inside them.
fn read_components(layer: &Node, reading: &mut Reading) {
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

/// What TShark complains about: anything malformed or cut, or an expert note at error level.
fn complaint(layers: &Node) -> Option<String> {
    let mut complaint = None;
    layers.walk(&mut |name, node| {
        let is_error = name == "_ws.expert.severity"
            && node.text().and_then(|text| text.parse::<u64>().ok()).is_some_and(|level| level >= SEVERITY_ERROR);
        if complaint.is_none() && (is_error || name == "_ws.malformed" || name == "_ws.short") {
            complaint = Some(name.to_owned());
        }
        complaint.is_none()
    });
    complaint
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A packet of TShark with these layers behind the frame layer.
    fn packet(layers: &str) -> String {
        format!(r#"{{"_source":{{"layers":{{"frame":{{"frame.number":"4"}},{layers}}}}}}}"#)
    }

    fn read(layers: &str) -> Option<Reading> {
        let mut readings = read_packets(format!("[{}]", packet(layers)).as_bytes()).unwrap();
        readings.remove(&4)
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
            assert_eq!(reading.components, [expected], "{text}");
            assert_eq!(reading.unread_components, 0);
        }
    }

    #[test]
    fn tells_subscribers_from_nodes() {
        let reading = read(&format!(
            r#"{BEGIN},"gsm_map":{{"e212.imsi":"001010000000001",
               "gsm_map.ms.msisdn_tree":{{"e164.msisdn":"15550100"}},
               "gsm_map.ms.vlr_Number_tree":{{"e164.msisdn":"15550199"}},
               "gsm_map.dialogue.originationReference_tree":{{"e212.imsi":"15550198"}}}}"#
        ))
        .unwrap();
        assert_eq!(reading.imsis.iter().collect::<Vec<_>>(), ["001010000000001"]);
        assert_eq!(reading.msisdns.iter().collect::<Vec<_>>(), ["15550100"]);
        assert_eq!(reading.numbers.iter().collect::<Vec<_>>(), ["15550198", "15550199"]);
    }

    #[test]
    fn a_transaction_id_without_octets_is_none() {
        let reading = read(r#""tcap":{"tcap.begin_element":{"tcap.otid":"<MISSING>"}}"#).unwrap();
        assert!(reading.otids.is_empty() && reading.lacks_context);
    }

    #[test]
    fn sees_complaints_wherever_they_stand() {
        let rows = [
            (r#""x":{"_ws.expert":{"_ws.expert.severity":"8388608"}}"#, true),
            (r#""x":{"_ws.expert":{"_ws.expert.severity":"6291456"}}"#, false),
            (r#""x":{"y":{"_ws.malformed":"Malformed Packet"}}"#, true),
            (r#""_ws.malformed":{}"#, true),
            (r#""_ws.short":{"filtered":"_ws.short"}"#, true),
        ];
        for (text, expected) in rows {
            let reading = read(&format!("{BEGIN},{text}")).unwrap();
            assert_eq!(reading.complaint.is_some(), expected, "{text}");
        }
    }

    #[test]
    fn a_packet_without_a_message_of_itu_tcap_is_left_out() {
        assert_eq!(read(r#""tcap":"Transaction Capabilities Application Part""#), None);
        assert_eq!(read(r#""tcap":{},"ansi_tcap":{"filtered":"ansi_tcap"}"#), None);
    }
}
