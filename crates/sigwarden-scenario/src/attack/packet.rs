//! Moves over GTP-C.

use sigwarden_emit::gtp::{v1, v2};

use super::{Ending, Strike};
use crate::operation as op;
use crate::stage::Stage;

/// Causes of refusals: user authentication failed (209, TS 29.060 7.7.1), denied (92, TS 29.274 8.4).
const REFUSED: (u8, u8) = (209, 92);
const ACCEPTED: (u8, u8) = (128, 16);

/// The cause that an answer has; none where nothing comes back.
fn cause(strike: &Strike, (accepted, refused): (u8, u8)) -> Option<u8> {
    match strike.ending {
        Ending::Answered => Some(accepted),
        Ending::Refused => Some(refused),
        Ending::Unanswered => None,
    }
}

fn imei(strike: &Strike) -> String {
    format!("{}01", &strike.scene.subject.imei[..14])
}

pub(super) fn create_session(stage: &mut Stage<'_>, strike: &Strike) {
    let world = stage.world;
    let gateway = world.home().packet_node(55);
    let number = stage.gtp_sequence(strike.ip);
    let theirs = (stage.tunnel(strike.ip), stage.tunnel(strike.ip));
    let ours = (stage.tunnel(gateway), stage.tunnel(gateway));
    let subject = strike.scene.subject;
    let session = v2::Session {
        imsi: &subject.imsi,
        msisdn: &subject.msisdn,
        imei: &imei(strike),
        apn: "internet",
        network: world.networks[strike.party.network].codes(),
        sgw: strike.ip,
        teids: theirs,
    };
    let request = v2::create_session_request(number, &session);
    let answer = cause(strike, (ACCEPTED.1, REFUSED.1))
        .map(|value| v2::create_session_response(number, theirs.0, value, ours, gateway));
    let ends = (strike.ip, gateway);
    stage.transaction_of(ends, strike.party.network, &op::CREATE_SESSION, Some(subject), request, answer);
}

pub(super) fn create_context(stage: &mut Stage<'_>, strike: &Strike) {
    let world = stage.world;
    let gateway = world.home().packet_node(51);
    let number = stage.gtp_sequence(strike.ip) as u16;
    let theirs = (stage.tunnel(strike.ip), stage.tunnel(strike.ip));
    let ours = (stage.tunnel(gateway), stage.tunnel(gateway));
    let subject = strike.scene.subject;
    let context = v1::Context {
        imsi: &subject.imsi,
        msisdn: &subject.msisdn,
        imei: &imei(strike),
        apn: "internet",
        network: world.networks[strike.party.network].codes(),
        sgsn: strike.ip,
        teids: theirs,
    };
    let request = v1::create_pdp_context_request(number, &context);
    let answer = cause(strike, (ACCEPTED.0, REFUSED.0))
        .map(|value| v1::create_pdp_context_response(number, theirs.0, value, ours, gateway));
    let ends = (strike.ip, gateway);
    stage.transaction_of(ends, strike.party.network, &op::CREATE_CONTEXT, Some(subject), request, answer);
}

/// Asks our packet node for keys and context of somebody, as a neighbour would after a handover.
pub(super) fn sgsn_context(stage: &mut Stage<'_>, strike: &Strike) {
    let world = stage.world;
    let node = world.home().packet_node(41);
    let number = stage.gtp_sequence(strike.ip) as u16;
    let subject = strike.scene.subject;
    let network = world.networks[strike.party.network].codes();
    let request = v1::sgsn_context_request(number, &subject.imsi, network, strike.ip);
    // Our node does not know him: cause 194, "IMSI not known" (TS 29.060 7.7.1).
    let answer = (strike.ending != Ending::Unanswered).then(|| v1::header(51, 0, Some(number), v1::tv(1, [194])));
    stage.transaction_of((strike.ip, node), strike.party.network, &op::SGSN_CONTEXT, Some(subject), request, answer);
}

/// Asks address after address whether a packet node is there.
pub(super) fn echo_probe(stage: &mut Stage<'_>, strike: &Strike) {
    let node = stage.world.home().packet_node((strike.number % 200) as u8 + 30);
    let number = stage.gtp_sequence(strike.ip) as u16;
    let request = v1::echo_request(number);
    let answer = (strike.ending == Ending::Answered).then(|| v1::echo_response(number, 3));
    stage.transaction_of((strike.ip, node), strike.party.network, &op::ECHO_1, None, request, answer);
}
