//! Brings sigwarden's operation lines to [`Reading`]s.

use crate::{Component, Failure, Kind, Reading, Readings};
use serde::Deserialize;
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
    tcap: Option<Tcap>,
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
struct Tcap {
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
        let line: Line = serde_json::from_str(&text).map_err(|error| failure(error.to_string()))?;
        let is_ss7 = line.stack.as_deref().is_some_and(|stack| stack.starts_with("ss7-"));
        if line.event_type != "operation" || !is_ss7 {
            continue;
        }
        let frame = line.capture.as_ref().and_then(|capture| capture.frames.iter().max().copied());
        let frame = frame.ok_or_else(|| failure("an operation without capture.frames".to_owned()))?;
        add_line(line, readings.entry(frame).or_default()).map_err(failure)?;
    }
    Ok(readings)
}

/// Adds one line to what its frame says.
fn add_line(line: Line, reading: &mut Reading) -> Result<(), String> {
    if let Some(Sccp { calling, called }) = line.sccp {
        reading.addressed = true;
        add_address(calling, &mut reading.calling_gts, &mut reading.calling_ssns);
        add_address(called, &mut reading.called_gts, &mut reading.called_ssns);
    }
    if let Some(tcap) = line.tcap {
        reading.lacks_context |= tcap.ac.is_none();
        reading.types.extend(tcap.r#type);
        // TShark cannot tell an id without octets from one that is not there.
        reading.otids.extend(tcap.otid.filter(|id| !id.is_empty()));
        reading.dtids.extend(tcap.dtid.filter(|id| !id.is_empty()));
        reading.contexts.extend(tcap.ac);
    }
    if let Some(target) = line.target {
        reading.imsis.extend(target.imsi);
        reading.msisdns.extend(target.msisdn);
    }
    // A message without components has a line whose `op` is null or empty.
    let Some(Op { code, kind: Some(name), error_code }) = line.op else {
        return Ok(());
    };
    let kind = Kind::ALL.into_iter().find(|kind| kind.name() == name);
    let kind = kind.ok_or_else(|| format!("op.kind {name:?} is not a kind of TCAP component"))?;
    reading.components.push(Component { kind, code, error: error_code });
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

    const LINES: &str = concat!(
        r#"{"event_type":"run"}"#,
        "\n",
        r#"{"event_type":"operation","stack":"ss7-map","capture":{"frames":[7,4]},"op":{"code":70,"kind":"invoke"},"#,
        r#""sccp":{"calling":{"gt":"15550100","ssn":6},"called":{"ssn":7}},"tcap":{"type":"begin","otid":"00ab"},"#,
        r#""target":{"imsi":"001010000000001"}}"#,
        "\n",
        r#"{"event_type":"operation","stack":"ss7-map","capture":{"frames":[8]},"op":null,"tcap":{"type":"end"}}"#,
        "\n",
        r#"{"event_type":"operation","stack":"diameter","capture":{"frames":[9]},"op":{"code":316,"kind":"request"}}"#,
        "\n",
    );

    #[test]
    fn puts_a_joined_message_at_the_frame_that_completed_it() {
        let readings = read_lines(LINES.as_bytes()).unwrap();
        assert_eq!(readings.keys().copied().collect::<Vec<_>>(), [7, 8]);
        let joined = &readings[&7];
        assert_eq!(joined.components, [Component { kind: Kind::Invoke, code: Some(70), error: None }]);
        assert!(joined.calling_gts.contains("15550100") && joined.called_gts.is_empty());
        assert!(joined.called_ssns.contains("7") && joined.imsis.contains("001010000000001"));
        assert!(joined.lacks_context);
    }

    #[test]
    fn a_message_without_components_has_none() {
        let readings = read_lines(LINES.as_bytes()).unwrap();
        assert!(readings[&8].components.is_empty() && readings[&8].types.contains("end"));
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
