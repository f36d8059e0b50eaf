//! The registers of the multimedia subsystem: Cx (TS 29.229 6.1) and Sh (TS 29.329 6.1).

use super::avp::avp;
use super::code;
use super::message::{Message, Outcome};
use super::number::{application, command};
use super::peer::{Peer, Route};
use crate::ber::tbcd;

/// Values of Data-Reference (TS 29.328 7.6).
pub mod data_reference {
    /// LocationInformation.
    pub const LOCATION: u32 = 14;
    /// UserState.
    pub const USER_STATE: u32 = 15;
    /// MSISDN.
    pub const MSISDN: u32 = 17;
}

/// Requested-Domain: PS-Domain. Current-Location: initiate a retrieval.
const PACKET: u32 = 1;
const RETRIEVE: u32 = 1;
const SCHEME: &str = "Digest-AKAv1-MD5";

/// User-Data-Request (TS 29.329 6.1.1) by number, for one of [`data_reference`].
pub fn user_data(route: &Route, msisdn: &str, reference: u32) -> Message {
    Message::routed(command::USER_DATA, application::SH, route)
        .with(avp(code::USER_IDENTITY, [avp(code::MSISDN, tbcd(msisdn))]))
        .with(avp(code::DATA_REFERENCE, reference))
        .with(avp(code::REQUESTED_DOMAIN, PACKET))
        .with(avp(code::CURRENT_LOCATION, RETRIEVE))
}

/// User-Data-Answer (6.1.2) with a document of TS 29.328 annex C.
pub fn user_data_answer(request: &Message, from: &Peer, document: &str) -> Message {
    Message::answer(request, from, Outcome::Success).with(avp(code::SH_USER_DATA, document))
}

/// The public identity that follows from an IMSI (TS 23.003 13.4B).
pub fn public_identity(imsi: &str, home: &Peer) -> String {
    format!("sip:{imsi}@ims.{}", home.realm.trim_start_matches("epc."))
}

fn private_identity(imsi: &str, home: &Peer) -> String {
    format!("{imsi}@ims.{}", home.realm.trim_start_matches("epc."))
}

fn server(home: &Peer) -> String {
    format!("sip:scscf.ims.{}", home.realm.trim_start_matches("epc."))
}

/// User-Authorization-Request (TS 29.229 6.1.1): may he register from that network.
pub fn user_authorization(route: &Route, imsi: &str, home: &Peer, visited: &str) -> Message {
    Message::routed(command::USER_AUTHORIZATION, application::CX, route)
        .with(avp(code::USER_NAME, private_identity(imsi, home).as_str()))
        .with(avp(code::PUBLIC_IDENTITY, public_identity(imsi, home).as_str()))
        .with(avp(code::VISITED_NETWORK_IDENTIFIER, visited))
        .with(avp(code::USER_AUTHORIZATION_TYPE, 0_u32))
}

/// User-Authorization-Answer (6.1.2): the server that has him (Experimental-Result 2002,
/// subsequent registration).
pub fn user_authorization_answer(request: &Message, from: &Peer) -> Message {
    Message::answer(request, from, Outcome::Experimental(2002)).with(avp(code::SERVER_NAME, server(from).as_str()))
}

/// Location-Info-Request (6.1.5).
pub fn location_info(route: &Route, imsi: &str, home: &Peer) -> Message {
    Message::routed(command::LOCATION_INFO, application::CX, route)
        .with(avp(code::PUBLIC_IDENTITY, public_identity(imsi, home).as_str()))
}

/// Location-Info-Answer (6.1.6).
pub fn location_info_answer(request: &Message, from: &Peer) -> Message {
    Message::answer(request, from, Outcome::Success).with(avp(code::SERVER_NAME, server(from).as_str()))
}

/// Multimedia-Auth-Request (6.1.7) for one vector.
pub fn multimedia_auth(route: &Route, imsi: &str, home: &Peer) -> Message {
    Message::routed(command::MULTIMEDIA_AUTH, application::CX, route)
        .with(avp(code::USER_NAME, private_identity(imsi, home).as_str()))
        .with(avp(code::PUBLIC_IDENTITY, public_identity(imsi, home).as_str()))
        .with(avp(code::SIP_AUTH_DATA_ITEM, [avp(code::SIP_AUTHENTICATION_SCHEME, SCHEME)]))
        .with(avp(code::SIP_NUMBER_AUTH_ITEMS, 1_u32))
        .with(avp(code::SERVER_NAME, server(home).as_str()))
}

/// Multimedia-Auth-Answer (6.1.8) with a vector of octets that belong to nobody.
pub fn multimedia_auth_answer(request: &Message, from: &Peer, imsi: &str) -> Message {
    let vector = [
        avp(code::SIP_ITEM_NUMBER, 1_u32),
        avp(code::SIP_AUTHENTICATION_SCHEME, SCHEME),
        avp(code::SIP_AUTHENTICATE, vec![1; 32]),
        avp(code::SIP_AUTHORIZATION, vec![2; 8]),
        avp(code::CONFIDENTIALITY_KEY, vec![3; 16]),
        avp(code::INTEGRITY_KEY, vec![4; 16]),
    ];
    Message::answer(request, from, Outcome::Success)
        .with(avp(code::USER_NAME, private_identity(imsi, from).as_str()))
        .with(avp(code::PUBLIC_IDENTITY, public_identity(imsi, from).as_str()))
        .with(avp(code::SIP_NUMBER_AUTH_ITEMS, 1_u32))
        .with(avp(code::SIP_AUTH_DATA_ITEM, vector))
}
