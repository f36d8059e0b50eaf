//! Supplementary services and USSD (TS 29.002 chapter 11).

use super::{number, sms::septets};
use crate::ber::{OCTET_STRING, sequence, tlv};

/// Code of call forwarding unconditional (TS 29.002 17.7.5).
pub const CALL_FORWARDING_UNCONDITIONAL: u8 = 0x21;

/// registerSS: forwards the calls of telephony to a number.
pub fn register_ss(service_code: u8, forwarded_to: &str) -> Vec<u8> {
    sequence(&[tlv(OCTET_STRING, [service_code]), tlv(0x83, [0x11]), number(0x84, forwarded_to)])
}

/// Result of registerSS: what is now registered and active.
pub fn register_ss_result(service_code: u8, forwarded_to: &str) -> Vec<u8> {
    let feature = forwarding_feature(forwarded_to);
    let parts = [tlv(OCTET_STRING, [service_code]), sequence(&[feature])];
    tlv(0xa0, parts.concat())
}

/// interrogateSS.
pub fn interrogate_ss(service_code: u8) -> Vec<u8> {
    sequence(&[tlv(OCTET_STRING, [service_code])])
}

/// Result of interrogateSS: where calls are forwarded to.
pub fn interrogate_ss_result(forwarded_to: &str) -> Vec<u8> {
    tlv(0xa3, forwarding_feature(forwarded_to))
}

fn forwarding_feature(forwarded_to: &str) -> Vec<u8> {
    sequence(&[tlv(0x83, [0x11]), tlv(0x84, [0x07]), number(0x85, forwarded_to)])
}

/// processUnstructuredSS-Request: a USSD string, of the default alphabet; the result looks alike.
/// Text: ASCII letters, digits, spaces, `*` and `#`.
pub fn process_unstructured_ss_request(text: &str, msisdn: Option<&str>) -> Vec<u8> {
    let mut parts = vec![tlv(OCTET_STRING, [0x0f]), tlv(OCTET_STRING, septets(text))];
    parts.extend(msisdn.map(|digits| number(0x80, digits)));
    sequence(&parts)
}
