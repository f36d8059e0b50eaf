//! S13 (TS 29.272 7.2.19): between MME and equipment register.

use super::avp::avp;
use super::code;
use super::message::{Message, Outcome};
use super::number::{application, command};
use super::peer::{Peer, Route};

/// ME-Identity-Check-Request (7.2.19): 14 digits of the equipment, two of its software.
pub fn identity_check(route: &Route, imei: &str, software: &str, imsi: &str) -> Message {
    let terminal = [avp(code::IMEI, imei), avp(code::SOFTWARE_VERSION, software)];
    Message::routed(command::ME_IDENTITY_CHECK, application::S13, route)
        .with(avp(code::TERMINAL_INFORMATION, terminal))
        .with(avp(code::USER_NAME, imsi))
}

/// ME-Identity-Check-Answer (7.2.20): 0 whitelisted, 1 blacklisted, 2 greylisted.
pub fn identity_check_answer(request: &Message, from: &Peer, status: u32) -> Message {
    Message::answer(request, from, Outcome::Success).with(avp(code::EQUIPMENT_STATUS, status))
}
