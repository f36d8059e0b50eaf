//! Short messages: S6c between centre or router and HSS (TS 29.338 5), SGd between MME and centre (6).

use super::avp::{Avp, avp};
use super::code;
use super::message::{Message, Outcome};
use super::number::{application, command};
use super::peer::{Peer, Route};
use crate::ber::tbcd;

/// Who a short message is for: User-Identifier (TS 29.336 6.4.2) with a number.
fn user_number(msisdn: &str) -> Avp {
    avp(code::USER_IDENTIFIER, [avp(code::MSISDN, tbcd(msisdn))])
}

fn service_centre(number: &str) -> Avp {
    avp(code::SC_ADDRESS, tbcd(number))
}

/// Send-Routing-Info-for-SM-Request (5.3.2.3).
pub fn routing_info(route: &Route, msisdn: &str, centre: &str) -> Message {
    Message::routed(command::SEND_ROUTING_INFO_FOR_SM, application::S6C, route)
        .with(avp(code::MSISDN, tbcd(msisdn)))
        .with(service_centre(centre))
        .with(avp(code::SM_RP_MTI, 0_u32))
        .with(avp(code::SRR_FLAGS, 2_u32))
}

/// Send-Routing-Info-for-SM-Answer (5.3.2.4): identity, and the MME that serves.
pub fn routing_info_answer(request: &Message, from: &Peer, imsi: &str, mme: &Peer, mme_number: &str) -> Message {
    let serving = [
        avp(code::MME_NAME, mme.host.as_str()),
        avp(code::MME_REALM, mme.realm.as_str()),
        avp(code::MME_NUMBER_FOR_MT_SMS, tbcd(mme_number)),
    ];
    Message::answer(request, from, Outcome::Success)
        .with(avp(code::USER_NAME, imsi))
        .with(avp(code::SERVING_NODE, serving))
}

/// Alert-Service-Centre-Request (5.3.2.5) of an HSS.
pub fn alert(route: &Route, msisdn: &str, centre: &str) -> Message {
    Message::routed(command::ALERT_SERVICE_CENTRE, application::S6C, route)
        .with(service_centre(centre))
        .with(user_number(msisdn))
}

/// Alert-Service-Centre-Answer (5.3.2.6).
pub fn alert_answer(request: &Message, from: &Peer) -> Message {
    Message::answer(request, from, Outcome::Success)
}

/// Report-SM-Delivery-Status-Request (5.3.2.7): the MME says that nobody answers its paging.
pub fn report_status(route: &Route, msisdn: &str, centre: &str) -> Message {
    let absent = [avp(code::SM_DELIVERY_CAUSE, 1_u32), avp(code::ABSENT_USER_DIAGNOSTIC_SM, 1_u32)];
    Message::routed(command::REPORT_SM_DELIVERY_STATUS, application::S6C, route)
        .with(user_number(msisdn))
        .with(service_centre(centre))
        .with(avp(code::SM_DELIVERY_OUTCOME, [avp(code::MME_SM_DELIVERY_OUTCOME, absent)]))
}

/// Report-SM-Delivery-Status-Answer (5.3.2.8).
pub fn report_status_answer(request: &Message, from: &Peer, msisdn: &str) -> Message {
    Message::answer(request, from, Outcome::Success).with(user_number(msisdn))
}

/// MO-Forward-Short-Message-Request (6.3.2.3): who sends, the centre, and a transfer unit of
/// TS 23.040 ([`crate::map::sms_submit`]).
pub fn mo_forward(route: &Route, imsi: &str, msisdn: &str, centre: &str, unit: &[u8]) -> Message {
    let sender = [avp(code::USER_NAME, imsi), avp(code::MSISDN, tbcd(msisdn))];
    Message::routed(command::MO_FORWARD_SHORT_MESSAGE, application::SGD, route)
        .with(service_centre(centre))
        .with(avp(code::USER_IDENTIFIER, sender))
        .with(avp(code::SM_RP_UI, unit))
}

/// MO-Forward-Short-Message-Answer (6.3.2.4).
pub fn mo_forward_answer(request: &Message, from: &Peer) -> Message {
    Message::answer(request, from, Outcome::Success)
}

/// MT-Forward-Short-Message-Request (6.3.2.5): who receives, the centre, and a transfer unit of
/// TS 23.040 ([`crate::map::sms_deliver`]).
pub fn mt_forward(route: &Route, imsi: &str, centre: &str, unit: &[u8]) -> Message {
    Message::routed(command::MT_FORWARD_SHORT_MESSAGE, application::SGD, route)
        .with(avp(code::USER_NAME, imsi))
        .with(service_centre(centre))
        .with(avp(code::SM_RP_UI, unit))
        .with(avp(code::TFR_FLAGS, 1_u32))
}

/// MT-Forward-Short-Message-Answer (6.3.2.6).
pub fn mt_forward_answer(request: &Message, from: &Peer) -> Message {
    Message::answer(request, from, Outcome::Success)
}
