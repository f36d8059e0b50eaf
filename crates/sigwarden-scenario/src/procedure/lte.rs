//! 4G: attach, authentication, cancellation, purge, notes, changes of subscriptions.

use std::sync::Arc;

use sigwarden_emit::diameter::{Avp, Message, Outcome, Peer, avp, code, result, s6a};

use super::Scene;
use crate::operation as op;
use crate::stage::{Peering, Stage};
use crate::world::{HOME, Subject};

/// Vectors of 4G: RAND, XRES, AUTN, KASME.
pub(crate) fn vectors(stage: &mut Stage<'_>, count: u32) -> Avp {
    let vector = |number: u32| {
        let parts = [
            avp(code::ITEM_NUMBER, number + 1),
            avp(code::RAND, stage.octets(16)),
            avp(code::XRES, stage.octets(8)),
            avp(code::AUTN, stage.octets(16)),
            avp(code::KASME, stage.octets(32)),
        ];
        avp(code::E_UTRAN_VECTOR, parts)
    };
    avp(code::AUTHENTICATION_INFO, (0..count).map(vector).collect::<Vec<_>>())
}

/// The request with this telephone's identity in place of the sample's.
pub(crate) fn with_telephone(request: Message, subject: &Subject) -> Message {
    let terminal = [avp(code::IMEI, &subject.imei[..14]), avp(code::SOFTWARE_VERSION, "01")];
    request.with_instead(code::TERMINAL_INFORMATION, avp(code::TERMINAL_INFORMATION, terminal))
}

/// Between the node that serves him and his server: `from_visited` tells who asks.
fn peering(stage: &Stage<'_>, scene: &Scene, visited: usize, from_visited: bool) -> Peering {
    let world = stage.world;
    let (network, outside): (usize, &Arc<Peer>) = if scene.register == HOME {
        (visited, world.networks[visited].mme(scene.number))
    } else {
        (scene.register, world.networks[scene.register].hss())
    };
    let to_home = (scene.register == HOME) == from_visited;
    Peering { serving: scene.register != HOME, ..Peering::new(network, outside, to_home) }
}

/// How an ordinary request ends: rarely with an error, or not at all.
fn ending(stage: &mut Stage<'_>) -> Option<Outcome> {
    match stage.random.below(1000) {
        0..3 => None,
        3..9 => Some(Outcome::Base(result::UNABLE_TO_DELIVER)),
        9..14 => Some(Outcome::Base(result::UNABLE_TO_COMPLY)),
        _ => Some(Outcome::Success),
    }
}

/// The answer of an ending.
fn ended(
    end: Option<Outcome>,
    request: &Message,
    from: &Peer,
    good: fn(&Message, &Peer) -> Message,
) -> Option<Message> {
    match end? {
        Outcome::Success => Some(good(request, from)),
        other => Some(Message::answer(request, from, other)),
    }
}

/// The visited network asks for vectors. Returns whether it got them.
pub(crate) fn authenticate(stage: &mut Stage<'_>, scene: &Scene) -> bool {
    let peering = peering(stage, scene, scene.visited, true);
    let plmn = scene.visited(stage.world).plmn.clone();
    let count = stage.random.between(1, 3) as u32;
    let list = vectors(stage, count);
    let end = ending(stage);
    stage.exchange(
        &peering,
        &op::AIR,
        Some(scene.subject),
        |route| s6a::authentication_information(route, &scene.subject.imsi, &plmn, count),
        |request, from| match end? {
            Outcome::Success => Some(Message::answer(request, from, Outcome::Success).with(list)),
            other => Some(Message::answer(request, from, other)),
        },
    );
    end == Some(Outcome::Success)
}

/// The visited network says that he is here. `refused`: the home network wants him in another one.
pub(crate) fn register(stage: &mut Stage<'_>, scene: &Scene, refused: bool) {
    let peering = peering(stage, scene, scene.visited, true);
    let plmn = scene.visited(stage.world).plmn.clone();
    let subject = scene.subject;
    let end = ending(stage);
    stage.exchange(
        &peering,
        &op::ULR,
        Some(subject),
        |route| with_telephone(s6a::update_location(route, &subject.imsi, &plmn), &subject),
        |request, from| match end? {
            _ if refused => Some(Message::answer(request, from, Outcome::Experimental(result::ROAMING_NOT_ALLOWED))),
            Outcome::Success => {
                Some(s6a::update_location_answer(request, from, &s6a::subscription_data(&subject.msisdn)))
            }
            other => Some(Message::answer(request, from, other)),
        },
    );
}

/// His server tells the node before that he is gone.
pub(crate) fn cancel(stage: &mut Stage<'_>, scene: &Scene, previous: usize) {
    let peering = peering(stage, scene, previous, false);
    let end = ending(stage);
    stage.exchange(
        &peering,
        &op::CLR,
        Some(scene.subject),
        |route| s6a::cancel_location(route, &scene.subject.imsi, s6a::cancellation_type::MME_UPDATE),
        |request, from| ended(end, request, from, s6a::cancel_location_answer),
    );
}

/// The visited network forgets him.
pub(crate) fn purge(stage: &mut Stage<'_>, scene: &Scene) {
    stage.procedure("purge");
    let peering = peering(stage, scene, scene.visited, true);
    let end = ending(stage);
    stage.exchange(
        &peering,
        &op::PUR,
        Some(scene.subject),
        |route| s6a::purge(route, &scene.subject.imsi),
        |request, from| ended(end, request, from, s6a::purge_answer),
    );
}

/// The visited network notes that he can be reached for short messages.
pub(crate) fn notify(stage: &mut Stage<'_>, scene: &Scene) {
    let peering = peering(stage, scene, scene.visited, true);
    let end = ending(stage);
    stage.exchange(
        &peering,
        &op::NOR,
        Some(scene.subject),
        |route| s6a::notify(route, &scene.subject.imsi),
        |request, from| ended(end, request, from, s6a::notify_answer),
    );
}

/// His server sends a changed subscription.
pub(crate) fn change(stage: &mut Stage<'_>, scene: &Scene) {
    stage.procedure("change of subscription");
    let peering = peering(stage, scene, scene.visited, false);
    let data = s6a::subscription_data(&scene.subject.msisdn);
    let end = ending(stage);
    stage.exchange(
        &peering,
        &op::IDR,
        Some(scene.subject),
        |route| s6a::insert_subscriber_data(route, &scene.subject.imsi, &data, 0),
        |request, from| ended(end, request, from, s6a::insert_subscriber_data_answer),
    );
}

/// His server takes something out of the subscription.
pub(crate) fn withdraw(stage: &mut Stage<'_>, scene: &Scene) {
    stage.procedure("change of subscription");
    let peering = peering(stage, scene, scene.visited, false);
    let end = ending(stage);
    stage.exchange(
        &peering,
        &op::DSR,
        Some(scene.subject),
        |route| s6a::delete_subscriber_data(route, &scene.subject.imsi, 2),
        |request, from| ended(end, request, from, s6a::delete_subscriber_data_answer),
    );
}

/// A server has restarted and says so to a network that serves its subscribers.
pub(crate) fn reset(stage: &mut Stage<'_>, visited: usize, number: u64) {
    stage.procedure("register restart");
    let peering = Peering::new(visited, stage.world.networks[visited].mme(number), false);
    let beginning = stage.world.home().plmn.clone();
    stage.exchange(
        &peering,
        &op::RSR,
        None,
        |route| s6a::reset(route, &[&beginning]),
        |request, from| Some(s6a::reset_answer(request, from)),
    );
}
