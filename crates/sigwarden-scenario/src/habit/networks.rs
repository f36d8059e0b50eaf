//! What networks do: services that need a place, updates of SIM cards, restarts, supervision.

use sigwarden_emit::map;
use sigwarden_emit::sms::{self as unit, Body, Packet};

use super::Turn;
use crate::file::Kind;
use crate::life::Population;
use crate::operation as op;
use crate::procedure::{Scene, calls, lte, packet, registration, sms};
use crate::stage::{Ask, Reply, Stage};
use crate::world::{HOME, Party, Role, country};

/// A number taken along to us: its former network relays the question to our register.
pub(super) fn ported_number(stage: &mut Stage<'_>, people: &Population, Turn { number, .. }: Turn) {
    let country = &stage.world.home().country;
    let former = stage
        .world
        .networks
        .iter()
        .find(|network| network.index != HOME && network.country == *country && network.kind == Kind::Network);
    let (Some(former), Some(mut scene)) = (former, people.somebody_home(stage)) else { return };
    stage.procedure("ported number");
    // The number is one of the former network's.
    scene.subject.msisdn = stage.world.subject(former.index, scene.number).msisdn;
    if stage.random.chance(300) {
        return call_to_ported(stage, &scene, former.node(Role::Gmsc, number));
    }
    let senders = &stage.world.senders;
    let other = if senders.is_empty() { former } else { &stage.world.networks[*stage.random.pick(senders)] };
    let (relay, centre) = (former.node(Role::Gmsc, number), other.node(Role::Smsc, number));
    let node = scene.at_register(stage.world, Role::Msc);
    stage.ask(Ask {
        from: relay,
        to: scene.at_register(stage.world, Role::Hlr),
        op: &op::ROUTING_INFO_FOR_SM,
        argument: &map::send_routing_info_for_sm(&scene.subject.msisdn, &centre.title),
        subject: Some(scene.subject),
        reply: Reply::Result(map::send_routing_info_for_sm_result(&scene.subject.imsi, &node.title)),
        answered_by: None,
    });
    stage.pause(20, 300);
    let from = stage.world.subject(other.index, scene.number * 7).msisdn;
    let text = sms::text(stage, &from, None);
    sms::deliver(stage, centre, node, scene.subject, &centre.title, &text);
}

/// A call to a ported number: the former network asks our register where to route it.
fn call_to_ported(stage: &mut Stage<'_>, scene: &Scene, gateway: Party) {
    let vlr = scene.at_register(stage.world, Role::Vlr);
    let number = format!("{}42", &vlr.title[..vlr.title.len() - 2]);
    stage.ask(Ask {
        from: gateway,
        to: scene.at_register(stage.world, Role::Hlr),
        op: &op::SEND_ROUTING_INFO,
        argument: &map::send_routing_info(&scene.subject.msisdn, &gateway.title),
        subject: Some(scene.subject),
        reply: Reply::Result(map::send_routing_info_result(&scene.subject.imsi, &number, &vlr.title)),
        answered_by: None,
    });
}

/// Our location service asks for travellers who subscribed to it, the same ones every few minutes.
pub(super) fn own_location_service(stage: &mut Stage<'_>, people: &Population, _: Turn) {
    for scene in people.subscribers_abroad(stage.world) {
        let from = scene.at_register(stage.world, Role::Hlr);
        calls::subscriber_info(stage, &scene, from);
        stage.pause(200, 2_000);
    }
}

/// Our fraud system asks where an expensive caller is: a few questions in a row.
pub(super) fn own_fraud_check(stage: &mut Stage<'_>, people: &Population, _: Turn) {
    let Some(scene) = people.somebody_abroad(stage) else { return };
    let from = scene.at_register(stage.world, Role::Hlr);
    for _ in 0..stage.random.between(2, 4) {
        calls::subscriber_info(stage, &scene, from);
        stage.pause(5_000, 40_000);
    }
}

/// A partner's location service asks for one of its own people here, now and then.
pub(super) fn partner_location_service(stage: &mut Stage<'_>, people: &Population, _: Turn) {
    let Some(scene) = people.some_guest(stage) else { return };
    if !stage.world.partners.contains(&scene.register) {
        return;
    }
    let from = scene.at_register(stage.world, Role::Hlr);
    calls::subscriber_info(stage, &scene, from);
}

/// Our platform sends a traveller's SIM card a new list of preferred networks.
pub(super) fn sim_update(stage: &mut Stage<'_>, people: &Population, Turn { number, .. }: Turn) {
    let Some(scene) = people.somebody_abroad(stage) else { return };
    let centre = stage.world.home().node(Role::Ota, number);
    let data = stage.octets(40);
    let packet = unit::command_packet(&Packet { tar: [0xb0, 0x00, 0x10], data, ..Packet::default() });
    let body = Body { time: Some(sms::stamp(stage.now())), ..Body::for_sim(&packet) };
    let message = unit::deliver(&unit::number(&centre.title), &body);
    sms::to_visitor(stage, &scene, "update of a SIM card", centre, &message);
}

/// The sister network's platform asks our register about things that both companies sell.
pub(super) fn machine_platform(stage: &mut Stage<'_>, people: &Population, Turn { number, .. }: Turn) {
    let Some(sister) = stage.world.of_kind(Kind::Sister).next() else { return };
    let Some(scene) = people.somebody_home(stage) else { return };
    let from = sister.node(Role::GsmScf, number);
    let vlr = scene.at_register(stage.world, Role::Vlr);
    let cell = Scene { visited: HOME, ..scene }.cell(stage);
    stage.ask(Ask {
        from,
        to: scene.at_register(stage.world, Role::Hlr),
        op: &op::ANY_TIME_INTERROGATION,
        argument: &map::any_time_interrogation(
            map::Subscriber::Msisdn(&scene.subject.msisdn),
            map::RequestedInfo::USUAL,
            &from.title,
        ),
        subject: Some(scene.subject),
        reply: Reply::Result(map::subscriber_info_result(cell, 3, &vlr.title)),
        answered_by: None,
    });
}

/// Somebody calls for help; the emergency centre of the country asks where he is.
pub(super) fn emergency(stage: &mut Stage<'_>, people: &Population, Turn { number, .. }: Turn) {
    let country = &stage.world.home().country;
    let national = stage
        .world
        .networks
        .iter()
        .find(|network| network.index != HOME && network.country == *country && network.kind == Kind::Network);
    let (Some(national), Some(scene)) = (national, people.somebody_home(stage)) else { return };
    let from = national.node(Role::Gmlc, number);
    let to = scene.at_register(stage.world, Role::Msc);
    let cell = scene.cell(stage);
    let subject = &scene.subject;
    stage.ask(Ask {
        from,
        to,
        op: &op::SUBSCRIBER_LOCATION,
        argument: &map::provide_subscriber_location(&subject.imsi, &subject.msisdn, &from.title, 0),
        subject: Some(scene.subject),
        reply: Reply::Result(map::provide_subscriber_location_result(41.0, -96.0, 0, cell)),
        answered_by: None,
    });
}

/// A register restarts: it tells the others, and people register once more, many in a few minutes.
pub(super) fn restart(stage: &mut Stage<'_>, people: &Population, Turn { number, .. }: Turn) {
    let partners = stage.world.partners.clone();
    for visited in &partners {
        let hlr = stage.world.home().node(Role::Hlr, number);
        registration::reset(stage, hlr, stage.world.networks[*visited].node(Role::Vlr, number));
        if stage.world.networks[*visited].lte {
            lte::reset(stage, *visited, number);
        }
        stage.pause(5, 60);
    }
    let reset = stage.now();
    for _ in 0..60 {
        let Some(scene) = people.somebody_abroad(stage) else { break };
        let later = stage.random.below(300_000);
        stage.wait(later * crate::stage::MILLISECOND);
        if stage.random.chance(300) {
            registration::restore(stage, &scene);
        } else {
            stage.procedure("registration after a restart");
            registration::register(stage, &scene);
        }
        stage.back_to(reset);
    }
}

/// Networks of the same country and of the next one reach so far, kilometres between the middles of countries.
const NEARBY_KM: f64 = 900.0;

/// A traveller's telephone is served by one network for calls and by another one for data.
pub(super) fn airport(stage: &mut Stage<'_>, people: &Population, _: Turn) {
    let Some(scene) = people.somebody_abroad(stage) else { return };
    let Some(here) = country(&scene.visited(stage.world).country) else { return };
    let nearby = |index: &&usize| {
        let there = country(&stage.world.networks[**index].country);
        **index != scene.visited && there.is_some_and(|there| here.kilometres(there) < NEARBY_KM)
    };
    let others: Vec<usize> = stage.world.partners.iter().filter(nearby).copied().collect();
    if others.is_empty() {
        return;
    }
    let other = Scene { visited: *stage.random.pick(&others), ..scene };
    stage.procedure("calls here, data there");
    registration::authenticate(stage, &other, Role::Sgsn);
    stage.pause(60, 300);
    registration::register_packet(stage, &other);
    stage.pause(1_000, 9_000);
    registration::authenticate(stage, &scene, Role::Vlr);
    let stays = stage.random.between(10, 50);
    stage.wait(stays * 60 * crate::stage::SECOND);
    registration::cancel(stage, &other, other.visited, Role::Hlr, true);
}

/// Packet nodes ask each other whether they are there.
pub(super) fn supervision(stage: &mut Stage<'_>, _people: &Population, _: Turn) {
    for network in stage.world.partners.clone() {
        packet::echo(stage, network);
        stage.pause(100, 3_000);
    }
}

/// Diameter agents ask each other whether they are there.
pub(super) fn watchdog(stage: &mut Stage<'_>, _people: &Population, _: Turn) {
    stage.procedure("path supervision");
    for carrier in 0..stage.world.carriers.len() {
        if stage.world.carriers[carrier].via.is_none() {
            stage.watchdog(carrier);
        }
    }
}
