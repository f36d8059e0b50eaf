//! Brings sigwarden's operation lines to [`Reading`]s.

use crate::{Component, Failure, Kind, Message, Protocol, Readings, Tcap, fields};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

/// Exit codes with which `decode` has written everything it could read: done, nothing could be
/// decoded, input unreadable, input cut short. What TShark reads beyond that counts as differing.
const COMPLETE: &[i32] = &[0, 3, 10, 11];

/// The part of an output line that the comparison needs; the names are those of the contract.
#[derive(Debug, Deserialize)]
struct Line {
    event_type: String,
    stack: Option<String>,
    capture: Option<Capture>,
    sccp: Option<Sccp>,
    tcap: Option<Transaction>,
    op: Option<Op>,
    target: Option<Target>,
}

#[derive(Debug, Deserialize)]
struct Capture {
    #[serde(default)]
    frames: Vec<u64>,
}

#[derive(Debug, Deserialize)]
struct Sccp {
    calling: Option<Address>,
    called: Option<Address>,
}

#[derive(Debug, Deserialize)]
struct Address {
    gt: Option<String>,
    ssn: Option<u8>,
}

#[derive(Debug, Deserialize)]
struct Transaction {
    r#type: Option<String>,
    otid: Option<String>,
    dtid: Option<String>,
    ac: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Op {
    code: Option<i64>,
    kind: Option<String>,
    error_code: Option<i64>,
}

#[derive(Debug, Deserialize)]
struct Target {
    imsi: Option<String>,
    msisdn: Option<String>,
}

/// Runs `sigwarden decode` over `capture` and reads its lines.
///
/// # Errors
/// When `binary` cannot be run, fails, or writes something other than output lines.
pub fn decode(binary: &Path, capture: &Path) -> Result<Readings, Failure> {
    let failure = |what: String| Failure::new(format!("{} decode {}: {what}", binary.display(), capture.display()));
    let mut child = Command::new(binary)
        .arg("decode")
        .arg(capture)
        .args(["--format", "jsonl"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| failure(error.to_string()))?;
    let output = child.stdout.take().ok_or_else(|| failure("has no output".to_owned()))?;
    let readings = read_lines(BufReader::new(output));
    let status = child.wait().map_err(|error| failure(error.to_string()))?;
    match status.code() {
        Some(code) if COMPLETE.contains(&code) => readings.map_err(|error| failure(error.to_string())),
        _ => Err(failure(format!("ended with {status}; its own message stands above"))),
    }
}

/// Reads what `sigwarden decode --format jsonl` wrote. Lines of other stacks and of other types
/// than `operation` are passed over.
///
/// # Errors
/// When a line is not an output line: which one, and why.
pub fn read_lines(output: impl BufRead) -> Result<Readings, Failure> {
    let mut readings = Readings::new();
    for (index, text) in output.lines().enumerate() {
        let failure = |what: String| Failure::new(format!("line {} of sigwarden's output: {what}", index + 1));
        let text = text.map_err(|error| failure(error.to_string()))?;
        if text.trim().is_empty() {
            continue;
        }
        let value: Value = serde_json::from_str(&text).map_err(|error| failure(error.to_string()))?;
        let mut line = Line::deserialize(&value).map_err(|error| failure(error.to_string()))?;
        let protocol = line.stack.as_deref().and_then(protocol_of);
        let Some(protocol) = protocol.filter(|_| line.event_type == "operation") else { continue };
        let frame = line.capture.as_ref().and_then(|capture| capture.frames.iter().max().copied());
        let frame = frame.ok_or_else(|| failure("an operation without capture.frames".to_owned()))?;
        let reading = readings.entry((protocol, frame)).or_default();
        if let Some(target) = line.target.take() {
            reading.imsis.extend(target.imsi);
            reading.msisdns.extend(target.msisdn);
        }
        match protocol {
            Protocol::Ss7 => add_component(line, &mut reading.tcap).map_err(failure)?,
            Protocol::Diameter | Protocol::Gtp => reading.messages.push(message(protocol, &value)),
        }
    }
    Ok(readings)
}

/// The protocol of a line with this stack; nothing where it is not compared.
fn protocol_of(stack: &str) -> Option<Protocol> {
    let rows = [("ss7-", Protocol::Ss7), ("diameter", Protocol::Diameter), ("gtp", Protocol::Gtp)];
    rows.into_iter().find_map(|(start, protocol)| stack.starts_with(start).then_some(protocol))
}

/// A Diameter or GTP message: the fields of its line that are compared.
fn message(protocol: Protocol, line: &Value) -> Message {
    let value = |name: &&'static str| {
        let text = match name.split('.').try_fold(line, |value, key| value.get(key))? {
            Value::Null => return None,
            Value::String(text) => text.clone(),
            Value::Array(avps) => outer_codes(avps),
            value => value.to_string(),
        };
        Some((*name, text))
    };
    fields::names(protocol).iter().filter_map(value).collect()
}

/// Codes of AVPs that stand in no group.
fn outer_codes(avps: &[Value]) -> String {
    let codes = avps.iter().filter(|avp| avp.get("depth").is_none()).filter_map(|avp| avp.get("code"));
    codes.map(Value::to_string).collect::<Vec<_>>().join(" ")
}

/// Adds a line of SS7 to the messages of its frame.
fn add_component(line: Line, tcap: &mut Tcap) -> Result<(), String> {
    if let Some(Sccp { calling, called }) = line.sccp {
        tcap.addressed = true;
        add_address(calling, &mut tcap.calling_gts, &mut tcap.calling_ssns);
        add_address(called, &mut tcap.called_gts, &mut tcap.called_ssns);
    }
    if let Some(transaction) = line.tcap {
        tcap.lacks_context |= transaction.ac.is_none();
        tcap.types.extend(transaction.r#type);
        // TShark cannot tell an id without octets from one that is not there.
        tcap.otids.extend(transaction.otid.filter(|id| !id.is_empty()));
        tcap.dtids.extend(transaction.dtid.filter(|id| !id.is_empty()));
        tcap.contexts.extend(transaction.ac);
    }
    // A message without components has a line whose `op` is null or empty.
    let Some(Op { code, kind: Some(name), error_code }) = line.op else {
        return Ok(());
    };
    let kind = Kind::ALL.into_iter().find(|kind| kind.name() == name);
    let kind = kind.ok_or_else(|| format!("op.kind {name:?} is not a kind of TCAP component"))?;
    tcap.components.push(Component { kind, code, error: error_code });
    Ok(())
}

fn add_address(address: Option<Address>, gts: &mut BTreeSet<String>, ssns: &mut BTreeSet<String>) {
    if let Some(Address { gt, ssn }) = address {
        gts.extend(gt);
        ssns.extend(ssn.map(|ssn| ssn.to_string()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Reading;

    const LINES: &str = concat!(
        r#"{"event_type":"run"}"#,
        "\n",
        r#"{"event_type":"operation","stack":"ss7-map","capture":{"frames":[7,4]},"op":{"code":70,"kind":"invoke"},"#,
        r#""sccp":{"calling":{"gt":"15550100","ssn":6},"called":{"ssn":7}},"tcap":{"type":"begin","otid":"00ab"},"#,
        r#""target":{"imsi":"001010000000001"}}"#,
        "\n",
        r#"{"event_type":"operation","stack":"ss7-map","capture":{"frames":[8]},"op":null,"tcap":{"type":"end"}}"#,
        "\n",
        r#"{"event_type":"operation","stack":"diameter","capture":{"frames":[9]},"op":{"code":316,"kind":"request"},"#,
        r#""diameter":{"app_id":16777251,"avps":[{"code":263},{"code":1400},{"code":701,"depth":1}]},"target":{"imsi":"001010000000001"}}"#,
        "\n",
        r#"{"event_type":"operation","stack":"gtpv2-c","capture":{"frames":[9]},"op":{"code":32,"kind":"request"},"#,
        r#""gtp":{"teid":10,"cause":null},"target":{"imsi":"001010000000001"}}"#,
        "\n",
        r#"{"event_type":"operation","stack":"another","capture":{"frames":[9]}}"#,
        "\n",
    );

    #[test]
    fn puts_a_joined_message_at_the_frame_that_completed_it() {
        let readings = read_lines(LINES.as_bytes()).unwrap();
        let of_ss7 = readings.keys().filter(|(protocol, _)| *protocol == Protocol::Ss7);
        assert_eq!(of_ss7.map(|(_, frame)| *frame).collect::<Vec<_>>(), [7, 8]);
        let Reading { tcap: joined, imsis, .. } = &readings[&(Protocol::Ss7, 7)];
        assert_eq!(joined.components, [Component { kind: Kind::Invoke, code: Some(70), error: None }]);
        assert!(joined.calling_gts.contains("15550100") && joined.called_gts.is_empty());
        assert!(joined.called_ssns.contains("7") && imsis.contains("001010000000001"));
        assert!(joined.lacks_context);
    }

    #[test]
    fn a_message_without_components_has_none() {
        let readings = read_lines(LINES.as_bytes()).unwrap();
        let tcap = &readings[&(Protocol::Ss7, 8)].tcap;
        assert!(tcap.components.is_empty() && tcap.types.contains("end"));
    }

    #[test]
    fn reads_the_fields_of_messages_by_their_names() {
        let readings = read_lines(LINES.as_bytes()).unwrap();
        let expected: [(&str, &[(&str, &str)]); 2] = [
            (
                "diameter",
                &[
                    ("diameter.app_id", "16777251"),
                    ("diameter.avps", "263 1400"),
                    ("op.code", "316"),
                    ("op.kind", "request"),
                ],
            ),
            ("gtpv2-c", &[("gtp.teid", "10"), ("op.code", "32"), ("stack", "gtpv2-c")]),
        ];
        for (stack, expected) in expected {
            let reading = &readings[&(protocol_of(stack).unwrap(), 9)];
            let found: Vec<(&str, &str)> = reading.messages[0].iter().map(|(name, value)| (*name, &**value)).collect();
            assert_eq!(found, expected);
            assert!(reading.imsis.contains("001010000000001"));
        }
    }

    #[test]
    fn refuses_lines_that_break_the_contract() {
        let rows = [
            ("{", "line 1 of"),
            (r#"{"event_type":"operation","stack":"ss7-map"}"#, "without capture.frames"),
            (
                r#"{"event_type":"operation","stack":"ss7-map","capture":{"frames":[1]},"op":{"kind":"request"}}"#,
                "not a kind of TCAP component",
            ),
        ];
        for (text, expected) in rows {
            let message = read_lines(text.as_bytes()).unwrap_err().to_string();
            assert!(message.contains(expected), "{message}");
        }
    }
}
