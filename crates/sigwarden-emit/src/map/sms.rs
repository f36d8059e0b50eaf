//! Short messages (TS 29.002 chapter 12) and their transfer units (TS 23.040 9.2).

use super::{identity, number};
use crate::ber::{OCTET_STRING, packed_digits, sequence, tlv};
use crate::tcap::enumerated;

/// sendRoutingInfoForSM: where to deliver a short message.
pub fn send_routing_info_for_sm(msisdn: &str, service_centre: &str) -> Vec<u8> {
    sequence(&[number(0x80, msisdn), tlv(0x81, [0xff]), number(0x82, service_centre)])
}

/// Result of sendRoutingInfoForSM: the IMSI, and the MSC.
pub fn send_routing_info_for_sm_result(imsi: &str, msc: &str) -> Vec<u8> {
    sequence(&[identity(OCTET_STRING, imsi), tlv(0xa0, number(0x81, msc))])
}

/// mt-ForwardSM (and forwardSM of version 2 towards a phone): service centre to IMSI.
pub fn mt_forward_sm(imsi: &str, service_centre: &str, transfer_unit: &[u8]) -> Vec<u8> {
    sequence(&[identity(0x80, imsi), number(0x84, service_centre), tlv(OCTET_STRING, transfer_unit)])
}

/// mo-ForwardSM: phone to service centre.
pub fn mo_forward_sm(service_centre: &str, msisdn: &str, transfer_unit: &[u8], imsi: &str) -> Vec<u8> {
    sequence(&[
        number(0x84, service_centre),
        number(0x82, msisdn),
        tlv(OCTET_STRING, transfer_unit),
        identity(OCTET_STRING, imsi),
    ])
}

/// SMS-DELIVER from a number, of fixed time (2026-01-01 00:00:00 UTC). Text: ASCII letters,
/// digits and spaces, which the default alphabet shares.
pub fn sms_deliver(sender: &str, text: &str) -> Vec<u8> {
    let time = [0x62, 0x10, 0x10, 0, 0, 0, 0];
    let head = [&[0x04], &party(sender)[..], &[0, 0], &time].concat();
    [head, vec![text.len() as u8], septets(text)].concat()
}

/// SMS-SUBMIT to a number. Text as in [`sms_deliver`].
pub fn sms_submit(recipient: &str, text: &str) -> Vec<u8> {
    let head = [&[0x01, 0x00], &party(recipient)[..], &[0, 0]].concat();
    [head, vec![text.len() as u8], septets(text)].concat()
}

/// Address of a transfer unit: number of digits, type, digits.
fn party(digits: &str) -> Vec<u8> {
    let head = [digits.len() as u8, super::INTERNATIONAL_E164];
    [&head, &packed_digits(digits, 0x0f)[..]].concat()
}

/// Seven-bit characters packed low bits first (TS 23.038 6.1.2.1).
pub(super) fn septets(text: &str) -> Vec<u8> {
    let mut out = vec![0; (text.len() * 7).div_ceil(8)];
    for (index, character) in text.bytes().enumerate() {
        assert!(character.is_ascii_alphanumeric() || b" *#".contains(&character));
        let bits = u16::from(character) << (index * 7 % 8);
        let octet = index * 7 / 8;
        out[octet] |= bits as u8;
        if bits > 0xff {
            out[octet + 1] |= (bits >> 8) as u8;
        }
    }
    out
}

/// reportSM-DeliveryStatus. Outcome: 0 memory exceeded, 1 absent, 2 delivered.
pub fn report_sm_delivery_status(msisdn: &str, service_centre: &str, outcome: u8) -> Vec<u8> {
    sequence(&[number(OCTET_STRING, msisdn), number(OCTET_STRING, service_centre), enumerated(outcome)])
}

/// alertServiceCentre: the phone can be reached again.
pub fn alert_service_centre(msisdn: &str, service_centre: &str) -> Vec<u8> {
    sequence(&[number(OCTET_STRING, msisdn), number(OCTET_STRING, service_centre)])
}

/// readyForSM. Reason: 0 present, 1 memory available.
pub fn ready_for_sm(imsi: &str, reason: u8) -> Vec<u8> {
    sequence(&[identity(0x80, imsi), enumerated(reason)])
}

/// Parameter of the error absentSubscriberSM. Diagnostic: TS 23.040 3.3.2.
pub fn absent_subscriber_sm(diagnostic: u8) -> Vec<u8> {
    sequence(&[crate::ber::integer(diagnostic.into())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_packs_into_septets() {
        assert_eq!(septets("hellohello"), [0xe8, 0x32, 0x9b, 0xfd, 0x46, 0x97, 0xd9, 0xec, 0x37]);
    }

    #[test]
    fn a_deliver_has_sender_time_and_text() {
        let octets = sms_deliver("15555550123", "hi");
        assert_eq!(octets[..4], [0x04, 11, 0x91, 0x51]);
        assert_eq!(octets.len(), 1 + 8 + 2 + 7 + 1 + 2);
    }
}
