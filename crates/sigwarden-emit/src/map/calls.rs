//! Call handling (TS 29.002 chapter 10).

use super::{identity, number};
use crate::ber::{OCTET_STRING, int, sequence, tlv};

/// sendRoutingInfo: where to send a basic call.
pub fn send_routing_info(msisdn: &str, gmsc: &str) -> Vec<u8> {
    sequence(&[number(0x80, msisdn), tlv(0x83, int(0)), number(0x86, gmsc)])
}

/// Result of sendRoutingInfo: the roaming number, and where the subscriber is served.
pub fn send_routing_info_result(imsi: &str, roaming_number: &str, msc: &str) -> Vec<u8> {
    let parts = [identity(0x89, imsi), number(OCTET_STRING, roaming_number), number(0x82, msc)];
    tlv(0xa3, parts.concat())
}

/// provideRoamingNumber. `msc` is the number the HLR knows the subscriber under.
pub fn provide_roaming_number(imsi: &str, msc: &str, msisdn: &str, gmsc: &str) -> Vec<u8> {
    sequence(&[identity(0x80, imsi), number(0x81, msc), number(0x82, msisdn), number(0x88, gmsc)])
}

/// Result of provideRoamingNumber.
pub fn provide_roaming_number_result(roaming_number: &str) -> Vec<u8> {
    sequence(&[number(OCTET_STRING, roaming_number)])
}
