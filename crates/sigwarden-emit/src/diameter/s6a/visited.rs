//! What the visited network asks: where a subscriber is now, vectors, purges, notes.

use super::data::{FEATURES, authentication_info, supported_features};
use super::ulr_flag;
use crate::diameter::avp::{Avp, avp};
use crate::diameter::message::{Message, Outcome};
use crate::diameter::number::{application, command};
use crate::diameter::peer::{Peer, Route};
use crate::diameter::{code, plmn};

const EUTRAN: u32 = 1004;
/// ULA-Flags: Separation Indication.
const SEPARATION: u32 = 1;
/// PUA-Flags: Freeze M-TMSI.
const FREEZE_M_TMSI: u32 = 1;
/// NOR-Flags (7.3.49).
const READY_FOR_SM_FROM_MME: u32 = 1 << 6;

/// Update-Location-Request (7.2.3) of an MME that has the subscriber since he switched on.
pub fn update_location(route: &Route, imsi: &str, visited: &str) -> Message {
    update_location_with_flags(route, imsi, visited, ulr_flag::S6A | ulr_flag::INITIAL_ATTACH)
}

/// Update-Location-Request with any [`ulr_flag`].
pub fn update_location_with_flags(route: &Route, imsi: &str, visited: &str, flags: u32) -> Message {
    let terminal = [avp(code::IMEI, "35000000000001"), avp(code::SOFTWARE_VERSION, "01")];
    Message::routed(command::UPDATE_LOCATION, application::S6A, route)
        .with(avp(code::USER_NAME, imsi))
        .with(supported_features(1, FEATURES))
        .with(avp(code::TERMINAL_INFORMATION, terminal))
        .with(avp(code::RAT_TYPE, EUTRAN))
        .with(avp(code::ULR_FLAGS, flags))
        .with(avp(code::UE_SRVCC_CAPABILITY, 1_u32))
        .with(avp(code::VISITED_PLMN_ID, plmn(visited)))
}

/// Update-Location-Answer (7.2.4) with the subscription.
pub fn update_location_answer(request: &Message, from: &Peer, subscription: &Avp) -> Message {
    Message::answer(request, from, Outcome::Success)
        .with(supported_features(1, FEATURES))
        .with(avp(code::ULA_FLAGS, SEPARATION))
        .with(subscription.clone())
}

/// Authentication-Information-Request (7.2.5) for so many E-UTRAN vectors.
pub fn authentication_information(route: &Route, imsi: &str, visited: &str, vectors: u32) -> Message {
    let requested = [avp(code::NUMBER_OF_REQUESTED_VECTORS, vectors), avp(code::IMMEDIATE_RESPONSE_PREFERRED, 1_u32)];
    Message::routed(command::AUTHENTICATION_INFORMATION, application::S6A, route)
        .with(avp(code::USER_NAME, imsi))
        .with(supported_features(1, FEATURES))
        .with(avp(code::REQUESTED_EUTRAN_AUTHENTICATION_INFO, requested))
        .with(avp(code::VISITED_PLMN_ID, plmn(visited)))
}

/// Authentication-Information-Answer (7.2.6).
pub fn authentication_information_answer(request: &Message, from: &Peer, vectors: u8) -> Message {
    Message::answer(request, from, Outcome::Success).with(authentication_info(vectors))
}

/// Purge-UE-Request (7.2.13).
pub fn purge(route: &Route, imsi: &str) -> Message {
    Message::routed(command::PURGE_UE, application::S6A, route)
        .with(avp(code::USER_NAME, imsi))
        .with(avp(code::PUR_FLAGS, 1_u32))
        .with(supported_features(1, FEATURES))
}

/// Purge-UE-Answer (7.2.14).
pub fn purge_answer(request: &Message, from: &Peer) -> Message {
    Message::answer(request, from, Outcome::Success).with(avp(code::PUA_FLAGS, FREEZE_M_TMSI))
}

/// Notify-Request (7.2.17): the subscriber can be reached again (Alert-Reason).
pub fn notify(route: &Route, imsi: &str) -> Message {
    Message::routed(command::NOTIFY, application::S6A, route)
        .with(avp(code::USER_NAME, imsi))
        .with(supported_features(1, FEATURES))
        .with(avp(code::ALERT_REASON, 0_u32))
        .with(avp(code::NOR_FLAGS, READY_FOR_SM_FROM_MME))
}

/// Notify-Answer (7.2.18).
pub fn notify_answer(request: &Message, from: &Peer) -> Message {
    Message::answer(request, from, Outcome::Success)
}
