//! What Diameter, GTP and short messages add to an `operation` line.

use serde::Serialize;

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
