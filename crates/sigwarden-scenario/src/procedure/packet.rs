//! Packet data: contexts of 3G and sessions of 4G, from the visited network to the own gateway.

use sigwarden_emit::gtp::{v1, v2};

use super::Scene;
use crate::operation as op;
use crate::stage::{SECOND, Stage};

/// Access points.
const POINTS: &[&str] = &["internet", "mms", "ims"];
/// Accepted, in version 1 and version 2.
const ACCEPTED: (u8, u8) = (128, 16);

/// No resources (TS 29.060 7.7.1), missing or unknown access point name (TS 29.274 8.4).
const REFUSED: (u8, u8) = (199, 78);

/// How a request for a session ends in ordinary life: its cause, if an answer comes, and whether there is a session.
fn outcome(stage: &mut Stage<'_>, accepted: u8, refused: u8) -> (Option<u8>, bool) {
    match stage.random.below(1000) {
        0..4 => (None, false),
        4..16 => (Some(refused), false),
        _ => (Some(accepted), true),
    }
}

/// A whole session: it begins, something changes, it ends.
pub(crate) fn session(stage: &mut Stage<'_>, scene: &Scene, lte: bool) {
    stage.procedure("packet session");
    if lte { newer(stage, scene) } else { older(stage, scene) }
}

fn imei(scene: &Scene) -> String {
    format!("{}01", &scene.subject.imei[..14])
}

fn older(stage: &mut Stage<'_>, scene: &Scene) {
    let world = stage.world;
    let sgsn = scene.visited(world).packet_node(41 + (scene.number % 3) as u8);
    let ggsn = scene.register(world).packet_node(51);
    let theirs = (stage.tunnel(sgsn), stage.tunnel(sgsn));
    let ours = (stage.tunnel(ggsn), stage.tunnel(ggsn));
    let subject = Some(scene.subject);
    let context = v1::Context {
        imsi: &scene.subject.imsi,
        msisdn: &scene.subject.msisdn,
        imei: &imei(scene),
        apn: stage.random.pick::<&str>(POINTS),
        network: scene.visited(world).codes(),
        sgsn,
        teids: theirs,
    };
    let ends = (sgsn, ggsn);
    let number = stage.gtp_sequence(sgsn) as u16;
    let request = v1::create_pdp_context_request(number, &context);
    let (cause, goes_on) = outcome(stage, ACCEPTED.0, REFUSED.0);
    let answer = cause.map(|value| v1::create_pdp_context_response(number, theirs.0, value, ours, ggsn));
    stage.transaction_of(ends, scene.visited, &op::CREATE_CONTEXT, subject, request, answer);
    if !goes_on {
        return;
    }
    if stage.random.chance(400) {
        stage.pause(60_000, 900_000);
        let number = stage.gtp_sequence(sgsn) as u16;
        let request = v1::update_pdp_context_request(number, ours.0, theirs, sgsn);
        let answer = v1::update_pdp_context_response(number, theirs.0, ACCEPTED.0);
        stage.transaction_of(ends, scene.visited, &op::UPDATE_CONTEXT, subject, request, Some(answer));
    }
    let lasts = stage.random.between(20, 1_500);
    stage.wait(lasts * SECOND);
    let number = stage.gtp_sequence(sgsn) as u16;
    let request = v1::delete_pdp_context_request(number, ours.0);
    let answer = v1::delete_pdp_context_response(number, theirs.0, ACCEPTED.0);
    stage.transaction_of(ends, scene.visited, &op::DELETE_CONTEXT, subject, request, Some(answer));
}

fn newer(stage: &mut Stage<'_>, scene: &Scene) {
    let world = stage.world;
    let sgw = scene.visited(world).packet_node(45 + (scene.number % 2) as u8);
    let pgw = scene.register(world).packet_node(55);
    let theirs = (stage.tunnel(sgw), stage.tunnel(sgw));
    let ours = (stage.tunnel(pgw), stage.tunnel(pgw));
    let subject = Some(scene.subject);
    let session = v2::Session {
        imsi: &scene.subject.imsi,
        msisdn: &scene.subject.msisdn,
        imei: &imei(scene),
        apn: stage.random.pick::<&str>(POINTS),
        network: scene.visited(world).codes(),
        sgw,
        teids: theirs,
    };
    let ends = (sgw, pgw);
    let number = stage.gtp_sequence(sgw);
    let request = v2::create_session_request(number, &session);
    let (cause, goes_on) = outcome(stage, ACCEPTED.1, REFUSED.1);
    let answer = cause.map(|value| v2::create_session_response(number, theirs.0, value, ours, pgw));
    stage.transaction_of(ends, scene.visited, &op::CREATE_SESSION, subject, request, answer);
    if !goes_on {
        return;
    }
    if stage.random.chance(500) {
        stage.pause(1_000, 600_000);
        let number = stage.gtp_sequence(sgw);
        let request = v2::modify_bearer_request(number, ours.0, scene.visited(world).codes(), sgw, theirs);
        let answer = v2::modify_bearer_response(number, theirs.0, ACCEPTED.1);
        stage.transaction_of(ends, scene.visited, &op::MODIFY_BEARER, subject, request, Some(answer));
    }
    let lasts = stage.random.between(20, 1_500);
    stage.wait(lasts * SECOND);
    let number = stage.gtp_sequence(sgw);
    let request = v2::delete_session_request(number, ours.0);
    let answer = v2::delete_session_response(number, theirs.0, ACCEPTED.1);
    stage.transaction_of(ends, scene.visited, &op::DELETE_SESSION, subject, request, Some(answer));
}

/// Nodes ask each other whether they are there.
pub(crate) fn echo(stage: &mut Stage<'_>, network: usize) {
    stage.procedure("path supervision");
    let world = stage.world;
    let (theirs, ours) = (&world.networks[network], world.home());
    let (from, to) = (theirs.packet_node(41), ours.packet_node(51));
    let number = stage.gtp_sequence(from) as u16;
    let pair = (v1::echo_request(number), v1::echo_response(number, 3));
    stage.transaction_of((from, to), network, &op::ECHO_1, None, pair.0, Some(pair.1));
    if theirs.lte {
        let (from, to) = (theirs.packet_node(45), ours.packet_node(55));
        let number = stage.gtp_sequence(from);
        let pair = (v2::echo_request(number, 7), v2::echo_response(number, 3));
        stage.transaction_of((from, to), network, &op::ECHO_2, None, pair.0, Some(pair.1));
    }
}
