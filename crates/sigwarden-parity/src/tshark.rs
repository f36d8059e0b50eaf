//! Runs TShark over a capture and brings its field tree to [`Reading`]s.

mod identities;
mod messages;
mod tcap;

use crate::tree::{EachPacket, Node};
use crate::{Failure, Protocol, Readings};
use serde::de::DeserializeSeed;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};

/// Frames that are wanted: those that hold a message of a protocol that is compared, and not user data of a tunnel.
const FRAMES: &str = "tcap or diameter or gtpv2 or (gtp and not gtp.message == 255)";

/// Layers whose fields are wanted, in the order in which packets hold them. TShark shows the others without fields.
const LAYERS: &str =
    "frame ip ipv6 m2pa m2ua m3ua mtp3 sua sccp tcap gsm_map camel inap diameter gtp gtpv2 _ws.malformed";

/// Preferences that the comparison rests on, whatever the user's own settings are.
const PREFERENCES: &[&str] = &[
    "ip.defragment:TRUE",
    "ipv6.defragment:TRUE",
    "sctp.reassembly:TRUE",
    "sctp.ulp_dissection:TRUE",
    "tcp.desegment_tcp_streams:TRUE",
    "tcp.reassemble_out_of_order:TRUE",
    "diameter.desegment:TRUE",
    "sccp.defragment_xudt:TRUE",
    "m2pa.version:RFC 4165",
    "m3ua.version:RFC 4666",
    "gsm_map.application.context.version:Use application context from the trace",
];

/// Ports whose protocol TShark is told: Open5GS puts Rx and Cx on ports beside the registered one of Diameter.
const PORTS: &str = "tcp.port==3868-3873,diameter";

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

    /// Every frame of `capture` in which TShark finds TCAP of ITU-T, Diameter or GTP.
    ///
    /// # Errors
    /// When TShark cannot be run or writes something other than its JSON.
    pub fn read(&self, capture: &Path) -> Result<Readings, Failure> {
        let mut command = Command::new("tshark");
        command.args(["-n", "-Y", FRAMES, "-T", "json", "-J", LAYERS, "-d", PORTS]);
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
    EachPacket(&mut |packet| read_packet(&packet, &mut readings))
        .deserialize(&mut json)
        .map_err(|error| Failure::new(format!("its JSON could not be read: {error}")))?;
    Ok(readings)
}

/// Adds what one packet says, by protocol.
fn read_packet(packet: &Node, readings: &mut Readings) {
    let Some(layers) = packet.child("_source").and_then(|source| source.child("layers")) else { return };
    let number = layers.child("frame").and_then(|frame| frame.child("frame.number")?.text()?.parse().ok());
    let Some(frame) = number else { return };
    let layers = outer(layers.children());
    let read = [
        (Protocol::Ss7, tcap::read(layers)),
        (Protocol::Diameter, messages::read(Protocol::Diameter, layers)),
        (Protocol::Gtp, messages::read(Protocol::Gtp, layers)),
    ];
    let complaint = complaint(layers);
    for (protocol, reading) in read {
        if let Some(mut reading) = reading {
            reading.complaint.clone_from(&complaint);
            readings.insert((protocol, frame), reading);
        }
    }
}

/// The layers of the packet itself: without the packet that a tunnel carries and the one that ICMP quotes.
fn outer(layers: &[(String, Node)]) -> &[(String, Node)] {
    let end = layers.iter().position(|(name, layer)| match name.as_str() {
        "icmp" | "icmpv6" => true,
        "gtp" => messages::is_user_data(layer),
        _ => false,
    });
    end.and_then(|end| layers.get(..end)).unwrap_or(layers)
}

/// What TShark complains about: anything malformed or cut, or an expert note at error level.
fn complaint(layers: &[(String, Node)]) -> Option<String> {
    let mut complaint = None;
    let mut look = |name: &str, node: &Node| {
        let is_error = name == "_ws.expert.severity"
            && node.text().and_then(|text| text.parse::<u64>().ok()).is_some_and(|level| level >= SEVERITY_ERROR);
        if complaint.is_none() && (is_error || name == "_ws.malformed" || name == "_ws.short") {
            complaint = Some(name.to_owned());
        }
        complaint.is_none()
    };
    for (name, layer) in layers {
        if look(name, layer) {
            layer.walk(&mut look);
        }
    }
    complaint
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Reading;

    /// Readings of a packet of TShark with these layers behind the frame layer.
    fn read(layers: &str) -> Readings {
        let packet = format!(r#"[{{"_source":{{"layers":{{"frame":{{"frame.number":"4"}},{layers}}}}}}}]"#);
        read_packets(packet.as_bytes()).unwrap()
    }

    fn read_gtp(layers: &str) -> Option<Reading> {
        read(layers).remove(&(Protocol::Gtp, 4))
    }

    const ECHO: &str = r#""gtp":{"gtp.flags_tree":{"gtp.flags.version":"1","gtp.flags.payload":"1"},
        "gtp.message":"0x01"}"#;
    const USER_DATA: &str = r#""gtp":{"gtp.message":"0xff"}"#;

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
            let reading = read_gtp(&format!("{ECHO},{text}")).unwrap();
            assert_eq!(reading.complaint.is_some(), expected, "{text}");
        }
    }

    #[test]
    fn packets_inside_packets_are_not_read() {
        let rows = [
            (format!(r#""icmp":{{}},{ECHO}"#), 0),
            (format!("{USER_DATA},{ECHO}"), 0),
            (format!(r#"{ECHO},{USER_DATA},"_ws.malformed":{{}}"#), 1),
        ];
        for (layers, expected) in rows {
            let reading = read_gtp(&layers);
            assert_eq!(reading.as_ref().map_or(0, |reading| reading.messages.len()), expected, "{layers}");
            assert_eq!(reading.and_then(|reading| reading.complaint), None, "{layers}");
        }
    }

    #[test]
    fn each_protocol_of_a_frame_has_a_reading_of_its_own() {
        let readings = read(&format!(r#""tcap":{{"tcap.end_element":{{}}}},"diameter":{{}},{ECHO}"#));
        assert_eq!(readings.keys().copied().collect::<Vec<_>>(), Protocol::ALL.map(|protocol| (protocol, 4)));
    }
}
