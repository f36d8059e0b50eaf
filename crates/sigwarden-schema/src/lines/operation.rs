//! The `operation` line: one per TCAP component, per Diameter message, per GTP message.

use super::{Diameter, Gtp, Sms};
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
    /// Every country that the number may be of, where several share its code.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<String>,
    /// Operator, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
    /// TADIG code, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tadig: Option<String>,
    /// Country where the operator is at home, where that is another one: ISO 3166 alpha-2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domicile: Option<String>,
    /// Carrier that brought the message, where its point code or host is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carrier: Option<String>,
    /// Who is known or suspected to use the address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lease: Option<Lease>,
    /// What else is known of the address, each as a word.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<&'static str>,
    /// Which source said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// Of which day the source is, `YYYY-MM-DD`, where it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis_date: Option<String>,
    /// 0 to 100: of the operator where one is named, else of the country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u8>,
}

impl Origin {
    /// An address always has a source and a confidence: without one of its own, the given one and 0. Without an
    /// address there is nothing to be sure of.
    #[must_use]
    pub fn with_source(mut self, none: &str) -> Self {
        let nothing = self.operator.is_none() && self.country.is_none() && self.countries.is_empty();
        if self.address().is_none() && nothing {
            (self.basis, self.basis_date, self.confidence) = (None, None, None);
        } else if self.basis.is_none() {
            (self.basis, self.confidence) = (Some(none.to_owned()), Some(0));
        }
        self
    }

    /// Its address: Global Title, else host, realm or IP address.
    pub fn address(&self) -> Option<&str> {
        self.gt.as_deref().or(self.host.as_deref()).or(self.realm.as_deref()).or(self.ip.as_deref())
    }
}

/// Who is known or suspected to use an address that was given to somebody else.
#[derive(Clone, Debug, Default, Serialize, PartialEq, Eq)]
pub struct Lease {
    /// Who uses it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lessee: Option<String>,
    /// Who said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What it rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u8>,
    /// First day, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// Last day, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
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
