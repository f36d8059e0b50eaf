//! Authentication and subscriber data (TS 29.002 8.5, 8.8).

use super::{identity, number};
use crate::ber::{ENUMERATED, OCTET_STRING, int, integer, null, sequence, tlv};
use crate::tcap::enumerated;

/// sendAuthenticationInfo, version 3, of a VLR.
pub fn send_authentication_info(imsi: &str, vectors: u8) -> Vec<u8> {
    sequence(&[identity(0x80, imsi), integer(vectors.into()), null(0x81), tlv(0x83, [0])])
}

/// sendAuthenticationInfo, version 2: the IMSI alone.
pub fn send_authentication_info_v2(imsi: &str) -> Vec<u8> {
    identity(OCTET_STRING, imsi)
}

/// Result of sendAuthenticationInfo, version 3: quintuplets of zero octets.
pub fn send_authentication_info_result(vectors: usize) -> Vec<u8> {
    let quintuplet = sequence(&[16, 8, 16, 16, 16].map(zero_octets));
    tlv(0xa3, tlv(0xa1, quintuplet.repeat(vectors)))
}

/// Result of sendAuthenticationInfo, version 2: triplets of zero octets.
pub fn send_authentication_info_result_v2(vectors: usize) -> Vec<u8> {
    sequence(&[triplets(vectors)])
}

/// Triplets (random number, response, key) of zero octets, one after another.
pub(super) fn triplets(count: usize) -> Vec<u8> {
    sequence(&[16, 4, 8].map(zero_octets)).repeat(count)
}

fn zero_octets(count: usize) -> Vec<u8> {
    tlv(OCTET_STRING, vec![0; count])
}

/// What [`insert_subscriber_data`] says about a subscriber.
#[derive(Clone, Copy, Debug, Default)]
pub struct Profile<'a> {
    /// IMSI, where the dialogue does not already name the subscriber.
    pub imsi: Option<&'a str>,
    /// MSISDN.
    pub msisdn: Option<&'a str>,
    /// Service control function that outgoing calls are reported to (O-CSI).
    pub service_control: Option<&'a str>,
    /// Supplementary services (codes), each provisioned and active.
    pub services: &'a [u8],
    /// Packet data: contexts with this access point name.
    pub access_points: &'a [&'a str],
}

/// insertSubscriberData.
pub fn insert_subscriber_data(profile: Profile<'_>) -> Vec<u8> {
    let mut parts = Vec::new();
    parts.extend(profile.imsi.map(|digits| identity(0x80, digits)));
    parts.extend(profile.msisdn.map(|digits| number(0x81, digits)));
    if profile.msisdn.is_some() {
        let teleservices = [0x11, 0x21, 0x22].map(|code| tlv(OCTET_STRING, [code])).concat();
        parts.extend([tlv(0x82, [0x0a]), tlv(0x83, [0]), tlv(0xa6, teleservices)]);
    }
    if !profile.services.is_empty() {
        parts.push(tlv(0xa7, profile.services.iter().flat_map(|&code| service(code)).collect::<Vec<_>>()));
    }
    parts.extend(profile.service_control.map(|digits| tlv(0xad, originating_csi(digits))));
    if !profile.access_points.is_empty() {
        let contexts: Vec<u8> =
            (1..).zip(profile.access_points).flat_map(|(id, name)| packet_context(id, name)).collect();
        parts.push(tlv(0xb0, tlv(0xa1, contexts)));
    }
    sequence(&parts)
}

/// Ext-SS-Data: the code, and status provisioned and active.
fn service(code: u8) -> Vec<u8> {
    tlv(0xa3, [tlv(OCTET_STRING, [code]), tlv(0x84, [0x05])].concat())
}

/// O-CSI: trigger "collected info", service key 1, default handling "continue", CAMEL phase 2.
fn originating_csi(service_control: &str) -> Vec<u8> {
    let trigger = sequence(&[tlv(ENUMERATED, [2]), integer(1), number(0x80, service_control), tlv(0x81, [0])]);
    tlv(0xa0, [sequence(&[trigger]), tlv(0x80, [2])].concat())
}

/// PDP-Context: identifier, type IPv4, quality of service, access point name as labels.
fn packet_context(id: i64, access_point: &str) -> Vec<u8> {
    let labels: Vec<u8> =
        access_point.split('.').flat_map(|label| [&[label.len() as u8], label.as_bytes()].concat()).collect();
    sequence(&[integer(id), tlv(0x90, [0xf1, 0x21]), tlv(0x92, [0x23, 0x62, 0x1f]), tlv(0x94, labels)])
}

/// Result of insertSubscriberData: the CAMEL phases supported.
pub fn insert_subscriber_data_result() -> Vec<u8> {
    sequence(&[tlv(0x86, [0x04, 0xf0])])
}

/// deleteSubscriberData: withdraws the CAMEL subscription.
pub fn delete_subscriber_data(imsi: &str) -> Vec<u8> {
    sequence(&[identity(0x80, imsi), null(0x89)])
}

/// sendIMSI: whose number is this. The argument is an address without a sequence around it.
pub fn send_imsi(msisdn: &str) -> Vec<u8> {
    number(OCTET_STRING, msisdn)
}

/// Result of sendIMSI.
pub fn send_imsi_result(imsi: &str) -> Vec<u8> {
    identity(OCTET_STRING, imsi)
}

/// anyTimeSubscriptionInterrogation: asks for the state of a supplementary service.
pub fn any_time_subscription_interrogation(
    subscriber: super::Subscriber<'_>,
    service_code: u8,
    service_control: &str,
) -> Vec<u8> {
    let service = tlv(0xa1, tlv(OCTET_STRING, [service_code]));
    sequence(&[tlv(0xa0, subscriber.encode()), tlv(0xa1, service), number(0x82, service_control)])
}

/// Result of anyTimeSubscriptionInterrogation: where calls are forwarded to.
pub fn any_time_subscription_interrogation_result(forwarded_to: &str) -> Vec<u8> {
    let feature = sequence(&[tlv(0x84, [0x07]), number(0x85, forwarded_to)]);
    sequence(&[tlv(0xa1, sequence(&[feature]))])
}

/// Parameter of the error absentSubscriber, version 3. Reason: 0 detached, 1 restricted area,
/// 2 no page response, 3 purged.
pub fn absent_subscriber(reason: u8) -> Vec<u8> {
    sequence(&[tlv(0x80, int(reason.into()))])
}

/// Parameter of the error roamingNotAllowed. Cause: 0 network, 3 operator determined barring.
pub fn roaming_not_allowed(cause: u8) -> Vec<u8> {
    sequence(&[enumerated(cause)])
}
