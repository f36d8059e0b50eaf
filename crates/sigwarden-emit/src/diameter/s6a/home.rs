//! What the home network asks: to cancel, to change the subscription, to reset; where somebody is.

use super::data::{Cell, FEATURES, location, supported_features, user_state};
use super::dsr_flag;
use crate::diameter::avp::{Avp, avp};
use crate::diameter::code;
use crate::diameter::message::{Message, Outcome};
use crate::diameter::number::{application, command};
use crate::diameter::peer::{Peer, Route};

const CONNECTED_REACHABLE: u32 = 4;

/// Cancel-Location-Request (7.2.7) of a [`super::cancellation_type`].
pub fn cancel_location(route: &Route, imsi: &str, kind: u32) -> Message {
    Message::routed(command::CANCEL_LOCATION, application::S6A, route)
        .with(avp(code::USER_NAME, imsi))
        .with(supported_features(1, FEATURES))
        .with(avp(code::CANCELLATION_TYPE, kind))
        .with(avp(code::CLR_FLAGS, 1_u32))
}

/// Cancel-Location-Answer (7.2.8).
pub fn cancel_location_answer(request: &Message, from: &Peer) -> Message {
    Message::answer(request, from, Outcome::Success)
}

/// Insert-Subscriber-Data-Request (7.2.9): what is new of the subscription (an empty group for
/// nothing), and any [`super::idr_flag`].
pub fn insert_subscriber_data(route: &Route, imsi: &str, subscription: &Avp, flags: u32) -> Message {
    let request = Message::routed(command::INSERT_SUBSCRIBER_DATA, application::S6A, route)
        .with(avp(code::USER_NAME, imsi))
        .with(supported_features(1, FEATURES))
        .with(subscription.clone());
    if flags == 0 { request } else { request.with(avp(code::IDR_FLAGS, flags)) }
}

/// Insert-Subscriber-Data-Answer (7.2.10) that says only "done".
pub fn insert_subscriber_data_answer(request: &Message, from: &Peer) -> Message {
    Message::answer(request, from, Outcome::Success)
        .with(supported_features(1, FEATURES))
        .with(avp(code::IMS_VOICE_OVER_PS_SESSIONS_SUPPORTED, 1_u32))
        .with(avp(code::IDA_FLAGS, 0_u32))
}

/// Insert-Subscriber-Data-Answer with state and place, as [`super::idr_flag::EPS_LOCATION`] asks for;
/// `age` minutes old.
pub fn insert_subscriber_data_answer_with_location(
    request: &Message,
    from: &Peer,
    cell: Cell<'_>,
    age: u32,
) -> Message {
    insert_subscriber_data_answer(request, from).with(user_state(CONNECTED_REACHABLE)).with(location(cell, age))
}

/// Delete-Subscriber-Data-Request (7.2.11) for one access point.
pub fn delete_subscriber_data(route: &Route, imsi: &str, context: u32) -> Message {
    Message::routed(command::DELETE_SUBSCRIBER_DATA, application::S6A, route)
        .with(avp(code::USER_NAME, imsi))
        .with(supported_features(1, FEATURES))
        .with(avp(code::DSR_FLAGS, dsr_flag::PDN_SUBSCRIPTION_CONTEXTS))
        .with(avp(code::CONTEXT_IDENTIFIER, context))
}

/// Delete-Subscriber-Data-Answer (7.2.12).
pub fn delete_subscriber_data_answer(request: &Message, from: &Peer) -> Message {
    Message::answer(request, from, Outcome::Success).with(avp(code::DSA_FLAGS, 0_u32))
}

/// Reset-Request (7.2.15): the register has restarted. `users` are the first digits of the
/// identities concerned; none for all.
pub fn reset(route: &Route, users: &[&str]) -> Message {
    Message::routed(command::RESET, application::S6A, route)
        .with(supported_features(1, FEATURES))
        .with_all(users.iter().map(|digits| avp(code::USER_ID, *digits)))
}

/// Reset-Answer (7.2.16).
pub fn reset_answer(request: &Message, from: &Peer) -> Message {
    Message::answer(request, from, Outcome::Success)
}
