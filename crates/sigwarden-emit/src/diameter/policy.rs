//! Policy and charging: Gx (TS 29.212 5.6), Rx (TS 29.214 5.6), Gy (TS 32.299 6.4, RFC 8506 3).

use std::net::Ipv4Addr;

use super::avp::{Avp, Value, avp};
use super::code;
use super::message::{Message, Outcome};
use super::number::{application, command};
use super::peer::{Peer, Route};

const INITIAL_REQUEST: u32 = 1;
const EPS: u32 = 5;
const EUTRAN: u32 = 1004;
/// Subscription-Id-Type (RFC 8506 8.47).
const END_USER_E164: u32 = 0;
const END_USER_IMSI: u32 = 1;

/// Credit-Control-Request on Gx (TS 29.212 5.6.2): a connection begins.
pub fn gx_credit_control(route: &Route, imsi: &str, msisdn: &str, address: Ipv4Addr) -> Message {
    session(command::CREDIT_CONTROL, application::GX, route)
        .with_all(initial())
        .with_all(subscription(imsi, msisdn))
        .with(avp(code::FRAMED_IP_ADDRESS, &address.octets()[..]))
        .with(avp(code::IP_CAN_TYPE, EPS))
        .with(avp(code::RAT_TYPE, EUTRAN))
        .with(avp(code::CALLED_STATION_ID, "internet"))
}

/// Credit-Control-Answer on Gx (5.6.3): a rule and the quality of the bearer.
pub fn gx_credit_control_answer(request: &Message, from: &Peer) -> Message {
    let retention = [avp(code::PRIORITY_LEVEL, 8_u32)];
    let quality = [avp(code::QOS_CLASS_IDENTIFIER, 9_u32), avp(code::ALLOCATION_RETENTION_PRIORITY, retention)];
    Message::answer(request, from, Outcome::Success)
        .with_all(initial())
        .with(avp(code::CHARGING_RULE_INSTALL, [avp(code::CHARGING_RULE_BASE_NAME, "default")]))
        .with(avp(code::DEFAULT_EPS_BEARER_QOS, quality))
}

/// AA-Request on Rx (TS 29.214 5.6.1): a call begins.
pub fn rx_authorize(route: &Route, imsi: &str, msisdn: &str, address: Ipv4Addr) -> Message {
    let flow = [avp(code::FLOW_NUMBER, 1_u32), avp(code::FLOW_DESCRIPTION, "permit out ip from any to any")];
    let media =
        [avp(code::MEDIA_COMPONENT_NUMBER, 1_u32), avp(code::MEDIA_SUB_COMPONENT, flow), avp(code::MEDIA_TYPE, 0_u32)];
    session(command::AA, application::RX, route)
        .with(avp(code::AF_APPLICATION_IDENTIFIER, "urn:urn-7:3gpp-service.ims.icsi.mmtel"))
        .with(avp(code::MEDIA_COMPONENT_DESCRIPTION, media))
        .with_all(subscription(imsi, msisdn))
        .with(avp(code::FRAMED_IP_ADDRESS, &address.octets()[..]))
}

/// AA-Answer on Rx (5.6.2).
pub fn rx_authorize_answer(request: &Message, from: &Peer) -> Message {
    Message::answer(request, from, Outcome::Success)
}

/// Credit-Control-Request on Gy (TS 32.299 6.4.2): quota for packet data.
pub fn gy_credit_control(route: &Route, imsi: &str, msisdn: &str) -> Message {
    session(command::CREDIT_CONTROL, application::CREDIT_CONTROL, route)
        .with(avp(code::SERVICE_CONTEXT_ID, "32251@3gpp.org"))
        .with_all(initial())
        .with_all(subscription(imsi, msisdn))
        .with(units(code::REQUESTED_SERVICE_UNIT, []))
}

/// Credit-Control-Answer on Gy (6.4.3): ten million octets.
pub fn gy_credit_control_answer(request: &Message, from: &Peer) -> Message {
    Message::answer(request, from, Outcome::Success)
        .with_all(initial())
        .with(units(code::GRANTED_SERVICE_UNIT, [avp(code::CC_TOTAL_OCTETS, 10_000_000_u64)]))
}

/// A request that begins a session with a state: Auth-Application-Id and no Auth-Session-State.
fn session(command: u32, application: u32, route: &Route) -> Message {
    Message::request(command, application)
        .with(avp(code::SESSION_ID, route.session.as_str()))
        .with(avp(code::AUTH_APPLICATION_ID, application))
        .with_all(route.ends())
}

fn initial() -> [Avp; 2] {
    [avp(code::CC_REQUEST_TYPE, INITIAL_REQUEST), avp(code::CC_REQUEST_NUMBER, 0_u32)]
}

fn subscription(imsi: &str, msisdn: &str) -> [Avp; 2] {
    [(END_USER_E164, msisdn), (END_USER_IMSI, imsi)].map(|(kind, digits)| {
        let parts = [avp(code::SUBSCRIPTION_ID_TYPE, kind), avp(code::SUBSCRIPTION_ID_DATA, digits)];
        avp(code::SUBSCRIPTION_ID, parts)
    })
}

fn units(code: code::Code, inner: impl Value) -> Avp {
    avp(code::MULTIPLE_SERVICES_CREDIT_CONTROL, [avp(code, inner), avp(code::RATING_GROUP, 1_u32)])
}
