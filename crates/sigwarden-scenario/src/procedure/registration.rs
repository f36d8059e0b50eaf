//! 2G and 3G: authentication, updates of locations, cancellations, purges, restorations.

use std::net::Ipv4Addr;

use sigwarden_emit::ber;
use sigwarden_emit::map::{self, error, operation};

use super::Scene;
use crate::element::taken_apart;
use crate::file::Dialect;
use crate::operation::{self as op, Op, Shown};
use crate::stage::{Ask, Component, Package, Reply, Stage};
use crate::world::{Party, Role};

/// Services that subscriptions usually have.
const SERVICES: &[u8] = &[0x11, 0x12, 0x41, 0x42, 0x51, 0x92, 0x9a];

/// Result of sendAuthenticationInfo: vectors of five elements (version 3) or three.
pub(crate) fn vectors(stage: &mut Stage<'_>, count: usize, quintuplets: bool) -> Vec<u8> {
    let sizes: &[usize] = if quintuplets { &[16, 8, 16, 16, 16] } else { &[16, 4, 8] };
    let mut list = Vec::new();
    for _ in 0..count {
        let elements: Vec<Vec<u8>> =
            sizes.iter().map(|size| ber::tlv(ber::OCTET_STRING, stage.octets(*size))).collect();
        list.extend(ber::sequence(&elements));
    }
    if quintuplets { ber::tlv(0xa3, ber::tlv(0xa1, list)) } else { ber::tlv(0xa3, ber::tlv(0xa0, list)) }
}

/// The visited network asks for vectors.
pub(crate) fn authenticate(stage: &mut Stage<'_>, scene: &Scene, from: Role) {
    let from = scene.there(stage.world, from);
    let to = scene.register_by_imsi(stage);
    let own = scene.at_register(stage.world, Role::Hlr);
    let count = stage.random.between(1, 4);
    if scene.visited(stage.world).speaks(Dialect::Version2) {
        old_authentication(stage, scene, from, to, own);
        return;
    }
    let result = vectors(stage, count as usize, true);
    stage.ask(Ask {
        from,
        to,
        op: &op::SEND_AUTHENTICATION_INFO,
        argument: &map::send_authentication_info(&scene.subject.imsi, count as u8),
        subject: Some(scene.subject),
        reply: Reply::Result(result),
        answered_by: Some(own),
    });
}

/// Version 2: triplets, and the identity without a sequence around it.
fn old_authentication(stage: &mut Stage<'_>, scene: &Scene, from: Party, to: Party, own: Party) {
    let subject = Some(scene.subject);
    let mut talk = stage.talk(from, to, &op::SEND_AUTHENTICATION_INFO, subject);
    talk.in_version(2);
    let argument = map::send_authentication_info_v2(&scene.subject.imsi);
    let question = Component::invoke(1, &op::SEND_AUTHENTICATION_INFO, &argument);
    stage.say(&mut talk, 0, Package::Begin, vec![question]);
    stage.think();
    talk.ends[1] = own;
    let list = vectors(stage, 3, false);
    // Version 2 has the list without the choice around it (TS 09.02 17.7.1).
    let content =
        taken_apart(&list).and_then(|(_, choice)| taken_apart(choice)).map_or(&[][..], |(_, vectors)| vectors);
    let plain = ber::tlv(ber::SEQUENCE, content);
    let answer = Component::result(1, &op::SEND_AUTHENTICATION_INFO, &plain);
    stage.say(&mut talk, 1, Package::End, vec![answer]);
}

/// The profile of a subscription, as insertSubscriberData carries it: one parameter or several.
fn profile(scene: &Scene, packet: bool, control: Option<&str>, split: bool) -> Vec<Vec<u8>> {
    let number = map::Profile { msisdn: Some(&scene.subject.msisdn), ..map::Profile::default() };
    let services = map::Profile { services: SERVICES, service_control: control, ..map::Profile::default() };
    let points = ["internet.example", "mms.example"];
    let parts = match (packet, split) {
        (true, _) => vec![map::Profile { access_points: &points, ..number }],
        (false, true) => vec![number, services],
        (false, false) => vec![map::Profile { services: SERVICES, service_control: control, ..number }],
    };
    parts.into_iter().map(map::insert_subscriber_data).collect()
}

/// BEGIN update, CONTINUE insert (twice where the register splits it), END; or an error at once.
fn update(
    stage: &mut Stage<'_>,
    scene: &Scene,
    from: Party,
    (operation, argument): (&'static Op, Vec<u8>),
    refused: bool,
) {
    let to = scene.register_by_imsi(stage);
    let own = scene.at_register(stage.world, Role::Hlr);
    let mut talk = stage.talk(from, to, operation, Some(scene.subject));
    if operation.code == operation::UPDATE_LOCATION && scene.visited(stage.world).speaks(Dialect::Version2) {
        talk.in_version(2);
    }
    stage.say(&mut talk, 0, Package::Begin, vec![Component::invoke(1, operation, &argument)]);
    stage.think();
    talk.ends[1] = own;
    if refused {
        let error = Component::error(1, operation, error::ROAMING_NOT_ALLOWED, &map::roaming_not_allowed(0));
        stage.say(&mut talk, 1, Package::End, vec![error]);
        return;
    }
    let split = scene.register(stage.world).speaks(Dialect::SplitData);
    let control = scene.at_register(stage.world, Role::Scf).title;
    let control = scene.number.is_multiple_of(3).then_some(&*control);
    let packet = operation.code == operation::UPDATE_GPRS_LOCATION;
    for (id, data) in (1..).zip(profile(scene, packet, control, split)) {
        let mut insert = Component::invoke(id, &op::INSERT_DATA, &data);
        if id > 1 {
            insert = insert.showing(Shown::NONE);
        }
        stage.say(&mut talk, 1, Package::Continue, vec![insert]);
        stage.think();
        let inserted = Component::result(id, &op::INSERT_DATA, &map::insert_subscriber_data_result());
        stage.say(&mut talk, 0, Package::Continue, vec![inserted]);
        stage.think();
    }
    let done = Component::result(1, operation, &map::location_result(&own.title));
    stage.say(&mut talk, 1, Package::End, vec![done]);
}

/// The visited register says that he is here.
pub(crate) fn register(stage: &mut Stage<'_>, scene: &Scene) {
    let vlr = scene.there(stage.world, Role::Vlr);
    let argument = map::update_location(&scene.subject.imsi, &vlr.title, &vlr.title);
    update(stage, scene, vlr, (&op::UPDATE_LOCATION, argument), false);
}

/// The home network refuses, several times, so that the telephone tries another network.
pub(crate) fn steer_away(stage: &mut Stage<'_>, scene: &Scene) {
    stage.procedure("steering of roaming");
    for _ in 0..stage.random.between(1, 4) {
        authenticate(stage, scene, Role::Vlr);
        stage.pause(50, 300);
        let vlr = scene.there(stage.world, Role::Vlr);
        let argument = map::update_location(&scene.subject.imsi, &vlr.title, &vlr.title);
        update(stage, scene, vlr, (&op::UPDATE_LOCATION, argument), true);
        stage.pause(8_000, 15_000);
    }
}

/// The packet side of the visited network says that he is here. Behind an interworking function it
/// is a 4G node that speaks MAP.
pub(crate) fn register_packet(stage: &mut Stage<'_>, scene: &Scene) {
    let sgsn = scene.there(stage.world, Role::Sgsn);
    let address = scene.visited(stage.world).packet_node(41 + (scene.number % 3) as u8);
    let argument = map::update_gprs_location(&scene.subject.imsi, &sgsn.title, Ipv4Addr::from(address.octets()));
    update(stage, scene, sgsn, (&op::UPDATE_GPRS_LOCATION, argument), false);
}

/// His register tells the one before that he is gone. `by`: the register, or who steers roaming.
pub(crate) fn cancel(stage: &mut Stage<'_>, scene: &Scene, previous: usize, by: Role, packet: bool) {
    let there = Scene { visited: previous, ..*scene };
    let to = there.there(stage.world, if packet { Role::Sgsn } else { Role::Vlr });
    if !packet && there.visited(stage.world).speaks(Dialect::Version2) {
        let from = scene.at_register(stage.world, by);
        let mut talk = stage.talk(from, to, &op::CANCEL_LOCATION, Some(scene.subject));
        talk.in_version(2);
        let argument = map::cancel_location_v2(&scene.subject.imsi);
        stage.say(&mut talk, 0, Package::Begin, vec![Component::invoke(1, &op::CANCEL_LOCATION, &argument)]);
        stage.think();
        stage.say(&mut talk, 1, Package::End, vec![Component::result(1, &op::CANCEL_LOCATION, &[])]);
        return;
    }
    stage.ask(Ask {
        from: scene.at_register(stage.world, by),
        to,
        op: &op::CANCEL_LOCATION,
        argument: &map::cancel_location(&scene.subject.imsi, 0),
        subject: Some(scene.subject),
        reply: Reply::Result(vec![0x30, 0]),
        answered_by: None,
    });
}

/// The visited register forgets him after days without a sign.
pub(crate) fn purge(stage: &mut Stage<'_>, scene: &Scene) {
    stage.procedure("purge");
    let vlr = scene.there(stage.world, Role::Vlr);
    stage.ask(Ask {
        from: vlr,
        to: scene.at_register(stage.world, Role::Hlr),
        op: &op::PURGE_MS,
        argument: &map::purge_ms(&scene.subject.imsi, &vlr.title),
        subject: Some(scene.subject),
        reply: Reply::Result(map::purge_ms_result()),
        answered_by: None,
    });
}

/// His register lost what it knew, or he calls before the visited one knows him.
pub(crate) fn restore(stage: &mut Stage<'_>, scene: &Scene) {
    stage.procedure("restoration");
    let from = scene.there(stage.world, Role::Vlr);
    let to = scene.at_register(stage.world, Role::Hlr);
    let mut talk = stage.talk(from, to, &op::RESTORE_DATA, Some(scene.subject));
    let question = Component::invoke(1, &op::RESTORE_DATA, &map::restore_data(&scene.subject.imsi));
    stage.say(&mut talk, 0, Package::Begin, vec![question]);
    stage.think();
    let data = map::Profile { msisdn: Some(&scene.subject.msisdn), services: SERVICES, ..map::Profile::default() };
    let insert = Component::invoke(1, &op::INSERT_DATA, &map::insert_subscriber_data(data));
    stage.say(&mut talk, 1, Package::Continue, vec![insert]);
    stage.think();
    let inserted = Component::result(1, &op::INSERT_DATA, &map::insert_subscriber_data_result());
    stage.say(&mut talk, 0, Package::Continue, vec![inserted]);
    stage.think();
    let done = Component::result(1, &op::RESTORE_DATA, &map::location_result(&to.title));
    stage.say(&mut talk, 1, Package::End, vec![done]);
}

/// His register sends changed data, in a dialogue of its own.
pub(crate) fn change(stage: &mut Stage<'_>, scene: &Scene) {
    stage.procedure("change of subscription");
    let (imsi, msisdn) = (scene.subject.imsi, scene.subject.msisdn);
    let data = map::Profile { imsi: Some(&imsi), msisdn: Some(&msisdn), services: SERVICES, ..map::Profile::default() };
    stage.ask(Ask {
        from: scene.at_register(stage.world, Role::Hlr),
        to: scene.there(stage.world, Role::Vlr),
        op: &op::INSERT_DATA_ALONE,
        argument: &map::insert_subscriber_data(data),
        subject: Some(scene.subject),
        reply: Reply::Result(map::insert_subscriber_data_result()),
        answered_by: None,
    });
}

/// His register takes something out of the data.
pub(crate) fn withdraw(stage: &mut Stage<'_>, scene: &Scene) {
    stage.procedure("change of subscription");
    stage.ask(Ask {
        from: scene.at_register(stage.world, Role::Hlr),
        to: scene.there(stage.world, Role::Vlr),
        op: &op::DELETE_DATA,
        argument: &map::delete_subscriber_data(&scene.subject.imsi),
        subject: Some(scene.subject),
        reply: Reply::Result(vec![0x30, 0]),
        answered_by: None,
    });
}

/// A register has restarted and says so to the registers that serve its subscribers.
pub(crate) fn reset(stage: &mut Stage<'_>, register: Party, to: Party) {
    stage.procedure("register restart");
    let mut talk = stage.talk(register, to, &op::RESET, None);
    talk.in_version(1 + stage.random.below(2));
    let question = Component::invoke(1, &op::RESET, &map::reset(&register.title));
    stage.say(&mut talk, 0, Package::Begin, vec![question]);
}

/// A new register asks the one before, of the same company, who a temporary identity is.
pub(crate) fn identify(stage: &mut Stage<'_>, scene: &Scene, previous: usize) {
    stage.procedure("handover between registers");
    let from = scene.there(stage.world, Role::Vlr);
    let to = Scene { visited: previous, ..*scene }.there(stage.world, Role::Vlr);
    let temporary: [u8; 4] = (stage.random.bits() as u32).to_be_bytes();
    stage.ask(Ask {
        from,
        to,
        op: &op::SEND_IDENTIFICATION,
        argument: &map::send_identification(temporary, 1),
        subject: Some(scene.subject),
        reply: Reply::Result(map::send_identification_result(&scene.subject.imsi, 1)),
        answered_by: None,
    });
}
