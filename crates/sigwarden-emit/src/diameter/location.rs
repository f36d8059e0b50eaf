//! Location services: SLh between GMLC and HSS (TS 29.173 6), SLg between GMLC and MME (TS 29.172 7).

use super::avp::avp;
use super::code;
use super::message::{Message, Outcome};
use super::number::{application, command};
use super::peer::{Peer, Route};
use super::s6a::Cell;
use crate::ber::tbcd;

/// CURRENT_OR_LAST_KNOWN_LOCATION, VALUE_ADDED_SERVICES, LOGICAL_NAME.
const CURRENT_OR_LAST_KNOWN: u32 = 1;
const VALUE_ADDED_SERVICES: u32 = 1;
const LOGICAL_NAME: u32 = 0;

/// LCS-Routing-Info-Request (TS 29.173 6.2.3) by number.
pub fn routing_info(route: &Route, msisdn: &str, gmlc: &str) -> Message {
    Message::routed(command::LCS_ROUTING_INFO, application::SLH, route)
        .with(avp(code::MSISDN, tbcd(msisdn)))
        .with(avp(code::GMLC_NUMBER, tbcd(gmlc)))
}

/// LCS-Routing-Info-Answer (6.2.4): identity, and the MME that serves.
pub fn routing_info_answer(request: &Message, from: &Peer, imsi: &str, mme: &Peer) -> Message {
    let serving = [avp(code::MME_NAME, mme.host.as_str()), avp(code::MME_REALM, mme.realm.as_str())];
    Message::answer(request, from, Outcome::Success)
        .with(avp(code::USER_NAME, imsi))
        .with(avp(code::SERVING_NODE, serving))
}

/// Provide-Location-Request (TS 29.172 7.3.1).
pub fn provide(route: &Route, imsi: &str) -> Message {
    let client = [avp(code::LCS_NAME_STRING, "directory"), avp(code::LCS_FORMAT_INDICATOR, LOGICAL_NAME)];
    Message::routed(command::PROVIDE_LOCATION, application::SLG, route)
        .with(avp(code::SLG_LOCATION_TYPE, CURRENT_OR_LAST_KNOWN))
        .with(avp(code::USER_NAME, imsi))
        .with(avp(code::LCS_EPS_CLIENT_NAME, client))
        .with(avp(code::LCS_CLIENT_TYPE, VALUE_ADDED_SERVICES))
}

/// Provide-Location-Answer (7.3.2): a point at 0° N 0° E with an uncertainty (TS 23.032 7.3.2), and
/// the cell.
pub fn provide_answer(request: &Message, from: &Peer, cell: Cell) -> Message {
    Message::answer(request, from, Outcome::Success)
        .with(avp(code::LOCATION_ESTIMATE, vec![0x10, 0, 0, 0, 0, 0, 0, 0x12]))
        .with(avp(code::ACCURACY_FULFILMENT_INDICATOR, 0_u32))
        .with(avp(code::AGE_OF_LOCATION_ESTIMATE, 0_u32))
        .with(avp(code::ECGI, cell.global_identity()))
}
