//! What neighbours say to each other (RFC 6733 5): never relayed, so without Destination-Realm.

use super::avp::avp;
use super::code::{self, TGPP};
use super::message::{Message, Outcome};
use super::number::{application, command, flag};
use super::peer::Peer;

/// Origin-State-Id of everybody here: nobody has restarted.
const STATE: u32 = 1_767_225_600;
const NO_INBAND_SECURITY: u32 = 0;

/// Causes of [`disconnect_peer`] (RFC 6733 5.4.3).
pub mod disconnect_cause {
    /// REBOOTING.
    pub const REBOOTING: u32 = 0;
    /// BUSY.
    pub const BUSY: u32 = 1;
    /// DO_NOT_WANT_TO_TALK_TO_YOU.
    pub const DO_NOT_WANT_TO_TALK_TO_YOU: u32 = 2;
}

/// Capabilities-Exchange-Request (5.3.1) of a peer that speaks these applications of 3GPP;
/// [`application::RELAY`] among them makes it an agent.
pub fn capabilities_exchange(from: &Peer, applications: &[u32]) -> Message {
    let request = Message::request(command::CAPABILITIES_EXCHANGE, application::COMMON).with_flags(flag::REQUEST);
    capabilities(request.with_all(from.origin()), from, applications)
}

/// Capabilities-Exchange-Answer (5.3.2).
pub fn capabilities_exchange_answer(request: &Message, from: &Peer, applications: &[u32]) -> Message {
    capabilities(Message::answer(request, from, Outcome::Success), from, applications)
}

fn capabilities(message: Message, from: &Peer, applications: &[u32]) -> Message {
    let relayed = |id: u32| id == application::RELAY;
    let mut out = message
        .with(avp(code::HOST_IP_ADDRESS, from.ip))
        .with(avp(code::VENDOR_ID, TGPP))
        .with(avp(code::PRODUCT_NAME, "testkit"))
        .with(avp(code::ORIGIN_STATE_ID, STATE))
        .with(avp(code::SUPPORTED_VENDOR_ID, TGPP));
    for &id in applications.iter().filter(|&&id| relayed(id)) {
        out = out.with(avp(code::AUTH_APPLICATION_ID, id));
    }
    out = out.with(avp(code::INBAND_SECURITY_ID, NO_INBAND_SECURITY));
    for &id in applications.iter().filter(|&&id| !relayed(id)) {
        let known = [avp(code::VENDOR_ID, TGPP), avp(code::AUTH_APPLICATION_ID, id)];
        out = out.with(avp(code::VENDOR_SPECIFIC_APPLICATION_ID, known));
    }
    out.with(avp(code::FIRMWARE_REVISION, 1_u32))
}

/// Device-Watchdog-Request (5.5.1).
pub fn device_watchdog(from: &Peer) -> Message {
    Message::request(command::DEVICE_WATCHDOG, application::COMMON)
        .with_flags(flag::REQUEST)
        .with_all(from.origin())
        .with(avp(code::ORIGIN_STATE_ID, STATE))
}

/// Device-Watchdog-Answer (5.5.2).
pub fn device_watchdog_answer(request: &Message, from: &Peer) -> Message {
    Message::answer(request, from, Outcome::Success).with(avp(code::ORIGIN_STATE_ID, STATE))
}

/// Disconnect-Peer-Request (5.4.1) for one of [`disconnect_cause`].
pub fn disconnect_peer(from: &Peer, cause: u32) -> Message {
    Message::request(command::DISCONNECT_PEER, application::COMMON)
        .with_flags(flag::REQUEST)
        .with_all(from.origin())
        .with(avp(code::DISCONNECT_CAUSE, cause))
}

/// Disconnect-Peer-Answer (5.4.2).
pub fn disconnect_peer_answer(request: &Message, from: &Peer) -> Message {
    Message::answer(request, from, Outcome::Success)
}
