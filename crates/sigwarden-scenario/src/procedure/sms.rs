//! Short messages in both directions, with and without home routing.

use sigwarden_emit::map;
use sigwarden_emit::sms::{self, Body, Validity};

use super::Scene;
use crate::file::{Dialect, Kind};
use crate::operation as op;
use crate::short::Short;
use crate::stage::{Ask, Component, Package, Reply, SECOND, Stage};
use crate::world::{Party, Role, Subject};

/// What people and companies write.
const TEXTS: &[&str] = &[
    "hello",
    "call me when you land",
    "your code is 4711",
    "see you at eight",
    "welcome abroad data costs as at home",
    "your parcel arrives today between ten and twelve",
    "ok",
    "meeting moved to tomorrow same place bring the papers and the key please",
];

/// The time stamp of a centre (TS 23.040 9.2.3.11): halves of two digits, swapped, and the zone.
pub(crate) fn stamp(time: u64) -> [u8; 7] {
    let seconds = (time / SECOND) as i64;
    let Ok(timestamp) = jiff::Timestamp::from_second(seconds) else { return sms::TIME };
    let moment = timestamp.to_zoned(jiff::tz::TimeZone::UTC);
    let parts = [
        (moment.year() % 100) as u8,
        moment.month() as u8,
        moment.day() as u8,
        moment.hour() as u8,
        moment.minute() as u8,
        moment.second() as u8,
        0,
    ];
    parts.map(|part| ((part % 10) << 4) | (part / 10))
}

/// A text from somebody, as a transfer unit; a sender of letters where `name` is given.
pub(crate) fn text(stage: &mut Stage<'_>, sender: &str, name: Option<&str>) -> Vec<u8> {
    let body = Body { time: Some(stamp(stage.now())), ..Body::text(stage.random.pick::<&str>(TEXTS)) };
    let from = name.map_or_else(|| sms::number(sender), sms::name);
    sms::deliver(&from, &body)
}

/// Delivers a transfer unit: mt-ForwardSM, in the version and with the opening that the centre is
/// used to. Returns whether it arrived.
pub(crate) fn deliver(
    stage: &mut Stage<'_>,
    centre: Party,
    to: Party,
    subject: Subject,
    centre_number: &str,
    unit: &[u8],
) -> bool {
    let network = &stage.world.networks[centre.network];
    let old = network.speaks(Dialect::Version2) || network.speaks(Dialect::Version1Sms);
    let first = network.speaks(Dialect::Version1Sms);
    let empty_begin = network.speaks(Dialect::EmptyBegin);
    let operation = if old { &op::FORWARD_SM_V2 } else { &op::MT_FORWARD_SM };
    let argument = map::mt_forward_sm(&subject.delivery_identity(), centre_number, unit);
    let mut talk = stage.talk(centre, to, operation, Some(subject));
    if first {
        talk.in_version(1);
    }
    if empty_begin {
        stage.say(&mut talk, 0, Package::Begin, Vec::new());
        stage.think();
        stage.say(&mut talk, 1, Package::Continue, Vec::new());
        stage.pause(2, 20);
    }
    let question = Component::invoke(1, operation, &argument);
    let package = if empty_begin { Package::Continue } else { Package::Begin };
    stage.say(&mut talk, 0, package, vec![question]);
    stage.think();
    let absent = stage.random.chance(50);
    let answer = match absent {
        true if old => Component::error(1, operation, map::error::ABSENT_SUBSCRIBER, &[]),
        true => Component::error(1, operation, map::error::ABSENT_SUBSCRIBER_SM, &map::absent_subscriber_sm(1)),
        false => Component::result(1, operation, &[]),
    };
    stage.say(&mut talk, 1, Package::End, vec![answer]);
    !absent
}

/// A centre asks where to deliver. With home routing (TS 23.840) the answer has a router of the home
/// network and a correlation identifier in place of the IMSI.
pub(crate) fn where_to(stage: &mut Stage<'_>, centre: Party, scene: &Scene, shown: &Subject, node: Party) -> bool {
    let to = scene.at_register(stage.world, Role::Hlr);
    stage.ask(Ask {
        from: centre,
        to,
        op: &op::ROUTING_INFO_FOR_SM,
        argument: &map::send_routing_info_for_sm(&scene.subject.msisdn, &centre.title),
        subject: Some(*shown),
        reply: Reply::Result(map::send_routing_info_for_sm_result(&shown.delivery_identity(), &node.title)),
        answered_by: None,
    })
}

/// The identity that a router gives out in place of the IMSI (TS 23.040 3.10).
fn routed(stage: &mut Stage<'_>, scene: &Scene) -> Subject {
    let mut identity = Short::new(&scene.register(stage.world).plmn);
    identity.push_number(9_000_000_000 + stage.random.below(999_999_999), 10);
    Subject { correlation: Some(identity), ..scene.subject }
}

/// A message from the centre of another network to him, at home. The home network routes such messages itself;
/// only those with whom it has agreed otherwise (hubs, companies, the country's own networks) get identity and switch.
pub(crate) fn from_other(
    stage: &mut Stage<'_>,
    scene: &Scene,
    procedure: &'static str,
    centre: Party,
    name: Option<&str>,
) {
    stage.procedure(procedure);
    let world = stage.world;
    let sender = &world.networks[centre.network];
    let agreed = sender.kind != Kind::Network || sender.country == world.home().country;
    let (shown, role) = if agreed { (scene.subject, Role::Msc) } else { (routed(stage, scene), Role::Router) };
    let node = scene.at_register(world, role);
    if !where_to(stage, centre, scene, &shown, node) {
        return;
    }
    stage.pause(20, 400);
    let sender = stage.world.subject(centre.network, scene.number * 31 + 5).msisdn;
    let unit = text(stage, &sender, name);
    let arrived = deliver(stage, centre, node, shown, &centre.title, &unit);
    if !arrived {
        stage.pause(20, 200);
        report(stage, scene, centre);
    }
}

/// A centre reports that nobody answered, and is told later that he is back.
fn report(stage: &mut Stage<'_>, scene: &Scene, centre: Party) {
    let register = scene.at_register(stage.world, Role::Hlr);
    stage.ask(Ask {
        from: centre,
        to: register,
        op: &op::REPORT_DELIVERY,
        argument: &map::report_sm_delivery_status(&scene.subject.msisdn, &centre.title, 1),
        subject: Some(scene.subject),
        reply: Reply::Done,
        answered_by: None,
    });
    let later = stage.random.between(20, 600);
    stage.wait(later * SECOND);
    stage.ask(Ask {
        from: register,
        to: centre,
        op: &op::ALERT_CENTRE,
        argument: &map::alert_service_centre(&scene.subject.msisdn, &centre.title),
        subject: Some(scene.subject),
        reply: Reply::Done,
        answered_by: None,
    });
}

/// His own centre sends him a message where he is.
pub(crate) fn to_visitor(stage: &mut Stage<'_>, scene: &Scene, procedure: &'static str, centre: Party, unit: &[u8]) {
    stage.procedure(procedure);
    let switch = scene.there(stage.world, Role::Msc);
    if !deliver(stage, centre, switch, scene.subject, &centre.title, unit) && stage.random.chance(400) {
        let wait = stage.random.between(30, 900);
        stage.wait(wait * SECOND);
        ready(stage, scene);
    }
}

/// The visited register notes that he can be reached again.
fn ready(stage: &mut Stage<'_>, scene: &Scene) {
    stage.ask(Ask {
        from: scene.there(stage.world, Role::Vlr),
        to: scene.at_register(stage.world, Role::Hlr),
        op: &op::READY_FOR_SM,
        argument: &map::ready_for_sm(&scene.subject.imsi, 0),
        subject: Some(scene.subject),
        reply: Reply::Done,
        answered_by: None,
    });
}

/// He writes: the visited switch hands it to his own centre.
pub(crate) fn originating(stage: &mut Stage<'_>, scene: &Scene) {
    stage.procedure("short message from a visitor");
    let centre = scene.at_register(stage.world, Role::Smsc);
    let recipient = stage.world.subject(scene.register, scene.number + 23).msisdn;
    let body = Body::text(stage.random.pick::<&str>(TEXTS));
    let unit = sms::submit(stage.random.below(250) as u8, &sms::number(&recipient), Validity::Absent, &body);
    stage.ask(Ask {
        from: scene.there(stage.world, Role::Msc),
        to: centre,
        op: &op::MO_FORWARD_SM,
        argument: &map::mo_forward_sm(&centre.title, &scene.subject.msisdn, &unit, &scene.subject.imsi),
        subject: Some(scene.subject),
        reply: Reply::Done,
        answered_by: None,
    });
}
