//! The `operation` line: one per TCAP component, per Diameter message, per GTP message.

use serde::Serialize;
use std::borrow::Cow;

/// One TCAP component, one TCAP message without components (`op` is then `null`), one Diameter request or answer, or one
/// GTP message.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Operation {
    /// Version of the output lines.
    pub schema: &'static str,
    /// `operation`.
    pub event_type: &'static str,
    /// Time of the frame that completed the message.
    pub ts: String,
    /// Where it stands in the input.
    pub capture: Capture,
    /// The same for every line of one dialogue, session or transaction: 16 hexadecimal digits.
    pub dialogue_id: String,
    /// `ss7-map`, `ss7-cap`, `ss7-other`, `diameter`, `gtpv1-c`, `gtpv2-c`.
    pub stack: &'static str,
    /// `itu` or `ansi`: the addressing of MTP3 and SCCP, whatever the TCAP inside; only of SS7.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant: Option<&'static str>,
    /// Addresses of the packet and of MTP3.
    pub link: Link,
    /// Addresses of SCCP.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sccp: Option<Sccp>,
    /// Transaction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tcap: Option<Tcap>,
    /// What Diameter adds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diameter: Option<Diameter>,
    /// What GTP adds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gtp: Option<Gtp>,
    /// The operation; `null` in a message without components.
    pub op: Option<Op>,
    /// Whom the operation is about.
    pub target: Target,
    /// What an answer gave away.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub disclosed: Vec<&'static str>,
    /// Who asked.
    pub origin: Origin,
    /// Category.
    pub fs: Fs,
    /// What a CAP operation adds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cap: Option<Cap>,
    /// The short message that it carries; never its text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sms: Option<Sms>,
    /// What was not as the standard has it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub anomalies: Vec<Anomaly>,
    /// The message that this one repeats.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<DuplicateOf>,
}

/// Where something stands in the input.
#[derive(Clone, Debug, Default, Serialize, PartialEq, Eq)]
pub struct Capture {
    /// Input file.
    pub file: String,
    /// Frame numbers, counted from 1.
    pub frames: Vec<u64>,
}

/// Addresses of the packet and of MTP3, as on the wire.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Link {
    /// Source address of the packet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub src_ip: Option<String>,
    /// Destination address of the packet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dst_ip: Option<String>,
    /// Originating point code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opc: Option<u32>,
    /// Destination point code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dpc: Option<u32>,
}

/// Addresses of SCCP.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Sccp {
    /// Who sent the message.
    pub calling: Party,
    /// Whom it is for.
    pub called: Party,
    /// The message came back undelivered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub returned: Option<bool>,
}

/// An SCCP party address (Q.713 3.4, T1.112.3), as on the wire.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Party {
    /// Global Title digits, never normalised; non-decimal ones stay hexadecimal, upper case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gt: Option<String>,
    /// Subsystem number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ssn: Option<u8>,
    /// Numbering plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub np: Option<u8>,
    /// Nature of address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nai: Option<u8>,
    /// Translation type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tt: Option<u8>,
    /// Point code inside the address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pc: Option<u32>,
}

/// Transaction portion and application context.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Tcap {
    /// `begin`, `continue`, `end`, `abort`, `unidirectional`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Originating transaction id: lower-case hexadecimal, two digits an octet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub otid: Option<String>,
    /// Destination transaction id: lower-case hexadecimal, two digits an octet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dtid: Option<String>,
    /// Application context of the dialogue, dotted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ac: Option<String>,
}

/// One component or message.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Op {
    /// Local operation code (of the invoke that is answered, where the component carries none), Diameter command code, or
    /// GTP message type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<i64>,
    /// The standard's own name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Cow<'static, str>>,
    /// `invoke`, `result`, `error`, `reject`, `request`, `answer`.
    pub kind: &'static str,
    /// Invoke id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoke_id: Option<i64>,
    /// Local error code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_code: Option<i64>,
}

/// What Diameter adds (RFC 6733), as on the wire.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Diameter {
    /// Application identifier.
    pub app_id: u32,
    /// Origin-Host.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin_host: Option<String>,
    /// Origin-Realm.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin_realm: Option<String>,
    /// Destination-Host.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_host: Option<String>,
    /// Destination-Realm.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_realm: Option<String>,
    /// Session-Id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_id: Option<String>,
    /// Route-Record, first to last.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub route_record: Vec<String>,
    /// Visited-PLMN-Id, `MCC-MNC`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visited_plmn: Option<String>,
    /// Result-Code or Experimental-Result-Code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result_code: Option<u32>,
    /// Command flags, the octet as sent.
    pub flags: u8,
    /// Hop-by-hop identifier.
    pub hop_by_hop: u32,
    /// End-to-end identifier.
    pub end_to_end: u32,
    /// Every AVP in order; never its content.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub avps: Vec<Avp>,
}

/// One AVP, without its content.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Avp {
    /// Code.
    pub code: u32,
    /// Vendor; left out where there is none.
    #[serde(skip_serializing_if = "is_zero")]
    pub vendor: u32,
    /// Name, where the dictionary has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'static str>,
    /// Flags, the octet as sent.
    pub flags: u8,
    /// Octets of its content.
    pub length: u32,
    /// In how many groups it stands.
    #[serde(skip_serializing_if = "is_zero")]
    pub depth: u32,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// What GTP adds (TS 29.060, TS 29.274), as on the wire.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Gtp {
    /// Tunnel endpoint identifier of the header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub teid: Option<u32>,
    /// Sequence number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seq: Option<u32>,
    /// Access point name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub apn: Option<String>,
    /// Serving network, `MCC-MNC`; in version 1 that of the routing area.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serving_network: Option<String>,
    /// Cause.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<u32>,
    /// Restart counter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recovery: Option<u32>,
    /// Radio access technology.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rat_type: Option<u32>,
    /// Network of the location, `MCC-MNC`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location_plmn: Option<String>,
    /// Tunnel endpoints that the message names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub endpoints: Vec<Endpoint>,
}

/// One tunnel endpoint.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Endpoint {
    /// Interface type (TS 29.274 8.22); left out in version 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interface: Option<u8>,
    /// Tunnel endpoint identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub teid: Option<u32>,
    /// Address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// A short message (TS 23.040). Its text is never written.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Sms {
    /// `deliver`, `submit`, `status-report`, `command`, `deliver-report`, `submit-report`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Sender of a delivery, receiver of a submission: digits, or nothing where it is a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Type of that number: 1 international, 2 national, 5 a name (TS 23.040 9.1.2.5).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_type: Option<u8>,
    /// Service centre that the operation names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_centre: Option<String>,
    /// Protocol identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pid: Option<u8>,
    /// Data coding scheme.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dcs: Option<u8>,
    /// Length of the text as sent: characters of seven bits, or octets.
    pub length: u8,
    /// Octets of the text, header left out.
    pub octets: u32,
    /// Identifiers of the elements of the user data header.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub header: Vec<u8>,
    /// Reference, number of parts, and which part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<Part>,
    /// Destination port.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// Target application of a command to the SIM card: 6 hexadecimal digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tar: Option<String>,
    /// Security parameters of a command to the SIM card: 4 hexadecimal digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spi: Option<String>,
    /// Keyed digest of the text, where the site has a key: the same text has the same one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// The text itself, for the digest; never written.
    #[serde(skip)]
    pub text: Vec<u8>,
}

/// A part of a message in several.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Part {
    /// The same for all parts.
    pub reference: u16,
    /// How many there are.
    pub total: u8,
    /// Which one, counted from 1.
    pub number: u8,
}

/// Whom an operation is about; digits.
#[derive(Clone, Debug, Default, Serialize, PartialEq, Eq)]
pub struct Target {
    /// IMSI.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub imsi: Option<String>,
    /// MSISDN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub msisdn: Option<String>,
    /// IMEI.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub imei: Option<String>,
}

/// Who asked, and who that is.
#[derive(Clone, Debug, Default, Serialize, PartialEq, Eq)]
pub struct Origin {
    /// Global Title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gt: Option<String>,
    /// Diameter host: lower case, without a dot at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// Diameter realm: lower case, without a dot at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub realm: Option<String>,
    /// IP address of a GTP node.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip: Option<String>,
    /// Country of the number, ISO 3166 alpha-2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Operator, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
    /// TADIG code, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tadig: Option<String>,
    /// Which source said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<&'static str>,
    /// 0 to 100: of the operator where one is named, else of the country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u8>,
}

/// GSMA category, derived from public sources.
#[derive(Clone, Copy, Debug, Default, Serialize, PartialEq, Eq)]
pub struct Fs {
    /// `FS.11`, `FS.19`, `FS.20`.
    pub document: &'static str,
    /// `none`, `Cat0`, `Cat1`, `Cat2.1`, `Cat2.2`, `Cat3.1`, `Cat3.2`, `CatSMS`.
    pub category: &'static str,
}

/// What a CAP operation adds.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Cap {
    /// Service key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_key: Option<u32>,
}

/// Something that was not as the standard has it.
#[derive(Clone, Debug, Serialize)]
pub struct Anomaly {
    /// Name of the anomaly.
    pub code: &'static str,
    /// Protocol layer: `sctp`, `m3ua`, `sccp`, `tcap`, `map`, …
    pub layer: &'static str,
    /// Octets from the start of that layer's message.
    pub offset: u32,
    /// Octets concerned.
    pub length: u32,
}

/// The message that another one repeats.
#[derive(Clone, Debug, Default, Serialize)]
pub struct DuplicateOf {
    /// Its dialogue.
    pub dialogue_id: String,
    /// Its frame.
    pub frame: u64,
}
