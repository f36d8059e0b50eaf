//! Location updating, cancellation, purging, restoration, identification (TS 29.002 chapter 8).

use std::net::Ipv4Addr;

use super::{identity, number};
use crate::ber::{OCTET_STRING, integer, null, sequence, tlv};
use crate::tcap::enumerated;

/// updateLocation: the subscriber has come to this MSC and VLR.
pub fn update_location(imsi: &str, msc: &str, vlr: &str) -> Vec<u8> {
    let camel_phases = tlv(0xa6, tlv(0x80, [0x04, 0xf0]));
    sequence(&[identity(OCTET_STRING, imsi), number(0x81, msc), number(OCTET_STRING, vlr), camel_phases])
}

/// Result of updateLocation, updateGprsLocation and restoreData: the HLR's number.
pub fn location_result(hlr: &str) -> Vec<u8> {
    sequence(&[number(OCTET_STRING, hlr)])
}

/// updateGprsLocation: the subscriber has come to this SGSN.
pub fn update_gprs_location(imsi: &str, sgsn: &str, sgsn_address: Ipv4Addr) -> Vec<u8> {
    let address = [&[0x04], &sgsn_address.octets()[..]].concat();
    sequence(&[identity(OCTET_STRING, imsi), number(OCTET_STRING, sgsn), tlv(OCTET_STRING, address)])
}

/// cancelLocation, version 3. Type: 0 update procedure, 1 subscription withdrawal.
pub fn cancel_location(imsi: &str, cancellation_type: u8) -> Vec<u8> {
    let parts = [identity(OCTET_STRING, imsi), enumerated(cancellation_type)];
    tlv(0xa3, parts.concat())
}

/// cancelLocation, version 2: the IMSI alone.
pub fn cancel_location_v2(imsi: &str) -> Vec<u8> {
    identity(OCTET_STRING, imsi)
}

/// purgeMS of a VLR.
pub fn purge_ms(imsi: &str, vlr: &str) -> Vec<u8> {
    let parts = [identity(OCTET_STRING, imsi), number(0x80, vlr)];
    tlv(0xa3, parts.concat())
}

/// Result of purgeMS: freeze the TMSI.
pub fn purge_ms_result() -> Vec<u8> {
    sequence(&[null(0x80)])
}

/// restoreData.
pub fn restore_data(imsi: &str) -> Vec<u8> {
    sequence(&[identity(OCTET_STRING, imsi)])
}

/// reset: the HLR lost its data.
pub fn reset(hlr: &str) -> Vec<u8> {
    sequence(&[number(OCTET_STRING, hlr)])
}

/// reset with the beginnings of the IMSIs that it is about.
pub fn reset_with_list(hlr: &str, beginnings: &[&str]) -> Vec<u8> {
    let list: Vec<u8> = beginnings.iter().flat_map(|digits| identity(OCTET_STRING, digits)).collect();
    sequence(&[number(OCTET_STRING, hlr), tlv(0x30, list)])
}

/// sendIdentification: who has this TMSI, and vectors please.
pub fn send_identification(tmsi: [u8; 4], vectors: u8) -> Vec<u8> {
    sequence(&[tlv(OCTET_STRING, tmsi), integer(vectors.into())])
}

/// Result of sendIdentification: the IMSI, and as many triplets of zero octets.
pub fn send_identification_result(imsi: &str, vectors: usize) -> Vec<u8> {
    let triplets = super::subscriber::triplets(vectors);
    let parts = [identity(OCTET_STRING, imsi), tlv(0xa0, triplets)];
    tlv(0xa3, parts.concat())
}

/// noteMM-Event. Event: 0 location update in the same VLR, 1 in another, 2 detach, 4 attach.
pub fn note_mm_event(service_key: i64, event: u8, imsi: &str, msisdn: &str) -> Vec<u8> {
    sequence(&[integer(service_key), tlv(0x80, [event]), identity(0x81, imsi), number(0x82, msisdn)])
}

/// checkIMEI, version 2: the IMEI alone.
pub fn check_imei(imei: &str) -> Vec<u8> {
    identity(OCTET_STRING, imei)
}

/// checkIMEI, version 3: the IMEI, and a request for the equipment status.
pub fn check_imei_v3(imei: &str) -> Vec<u8> {
    sequence(&[identity(OCTET_STRING, imei), tlv(0x03, [0x06, 0x80])])
}

/// Result of checkIMEI, version 2. Status: 0 white, 1 black, 2 grey listed.
pub fn check_imei_result(status: u8) -> Vec<u8> {
    enumerated(status)
}

/// Result of checkIMEI, version 3.
pub fn check_imei_result_v3(status: u8) -> Vec<u8> {
    sequence(&[enumerated(status)])
}
