//! What companies do: look up numbers, send messages, test networks, sell SIM cards.

use sigwarden_emit::map;

use super::Turn;
use crate::file::{Dialect, Kind};
use crate::life::Population;
use crate::operation as op;
use crate::procedure::{Scene, lte, registration, sms};
use crate::stage::{Ask, Reply, Stage};
use crate::world::{HOME, Network, Party, Role};

fn of_kind<'w>(stage: &Stage<'w>, kind: Kind, number: u64) -> Option<&'w Network> {
    let count = stage.world.of_kind(kind).count() as u64;
    stage.world.of_kind(kind).nth((number % count.max(1)) as usize)
}

/// Asks a register where a number is served, and sends nothing.
fn lookup(stage: &mut Stage<'_>, scene: &Scene, from: Party) {
    let node = scene.at_register(stage.world, Role::Msc);
    let reply = match stage.random.below(100) {
        0..8 => Reply::Error(map::error::UNKNOWN_SUBSCRIBER),
        _ => Reply::Result(map::send_routing_info_for_sm_result(&scene.subject.imsi, &node.title)),
    };
    stage.ask(Ask {
        from,
        to: scene.at_register(stage.world, Role::Hlr),
        op: &op::ROUTING_INFO_FOR_SM,
        argument: &map::send_routing_info_for_sm(&scene.subject.msisdn, &from.title),
        subject: Some(scene.subject),
        reply,
        answered_by: None,
    });
}

/// Under contract: who serves this number, so that a call or message takes the right way.
pub(super) fn number_lookup(stage: &mut Stage<'_>, people: &Population, Turn { number, .. }: Turn) {
    let Some(company) = of_kind(stage, Kind::Aggregator, number) else { return };
    let from = company.node(Role::Gmsc, number);
    for _ in 0..stage.random.between(1, 6) {
        let Some(scene) = people.somebody_home(stage) else { return };
        lookup(stage, &scene, from);
        stage.pause(100, 4_000);
    }
}

/// Under contract, for a bank: whether a number has had another SIM card lately.
pub(super) fn sim_swap_check(stage: &mut Stage<'_>, people: &Population, Turn { number, .. }: Turn) {
    let Some(company) = of_kind(stage, Kind::Aggregator, number) else { return };
    let from = company.node(Role::Hlr, number + 1).as_subsystem(map::subsystem::MSC);
    let Some(scene) = people.somebody_home(stage) else { return };
    lookup(stage, &scene, from);
}

/// A company's message under a name of letters.
pub(super) fn company_message(stage: &mut Stage<'_>, people: &Population, Turn { number, .. }: Turn) {
    let Some(company) = of_kind(stage, Kind::Aggregator, number) else { return };
    let Some(scene) = people.somebody_home(stage) else { return };
    let centre = company.node(Role::Smsc, number);
    sms::from_other(stage, &scene, "short message of a company", centre, Some("MyBank"));
}

/// A hub delivers for another network: its own address outside, that network's centre inside.
pub(super) fn hub_message(stage: &mut Stage<'_>, people: &Population, Turn { number, .. }: Turn) {
    let Some(hub) = of_kind(stage, Kind::Hub, number) else { return };
    let Some(scene) = people.somebody_home(stage) else { return };
    let senders = &stage.world.senders;
    if senders.is_empty() {
        return;
    }
    let sender = &stage.world.networks[*stage.random.pick(senders)];
    stage.procedure("short message over a hub");
    let centre = hub.node(Role::Smsc, number);
    let node = scene.at_register(stage.world, Role::Msc);
    let subject = scene.subject;
    if sms::where_to(stage, centre, &scene, &subject, node) {
        stage.pause(20, 300);
        let from = stage.world.subject(sender.index, scene.number * 13).msisdn;
        let unit = sms::text(stage, &from, None);
        let inside = sender.node(Role::Smsc, 1).title;
        sms::deliver(stage, centre, node, subject, &inside, &unit);
    }
}

/// A tester's subscription of the home network registers in one country after the other: its probes
/// share the card over a network of their own.
pub(super) fn probe(stage: &mut Stage<'_>, _people: &Population, Turn { number, turn }: Turn) {
    let partners = &stage.world.partners;
    if of_kind(stage, Kind::Tester, number).is_none() || partners.is_empty() {
        return;
    }
    stage.procedure("test probe");
    let card = PROBES + number;
    let visited = partners[turn as usize % partners.len()];
    let previous = partners[(turn as usize + partners.len() - 1) % partners.len()];
    let scene = Scene { subject: stage.world.subject(HOME, card), number: card, register: HOME, visited };
    registration::authenticate(stage, &scene, Role::Vlr);
    stage.pause(100, 300);
    registration::register(stage, &scene);
    if previous != visited && turn > 0 {
        registration::cancel(stage, &scene, previous, Role::Hlr, false);
    }
    stage.pause(2_000, 20_000);
    sms::originating(stage, &scene);
}

/// A travel product: telephones in many countries authenticate with one identity, at the same time.
pub(super) fn shared_sim(stage: &mut Stage<'_>, _people: &Population, Turn { number, .. }: Turn) {
    let partners = &stage.world.partners;
    if partners.is_empty() {
        return;
    }
    stage.procedure("shared SIM product");
    let card = SHARED + number;
    for _ in 0..stage.random.between(1, 4) {
        let visited = *stage.random.pick(partners);
        let scene = Scene { subject: stage.world.subject(HOME, card), number: card, register: HOME, visited };
        registration::authenticate(stage, &scene, Role::Vlr);
        stage.pause(500, 20_000);
    }
}

/// Somebody whose identity a sponsor lends registers here: the register's address is the sponsor's.
pub(super) fn sponsored_guest(stage: &mut Stage<'_>, _people: &Population, Turn { number, turn }: Turn) {
    let Some(sponsor) = of_kind(stage, Kind::Sponsor, number) else { return };
    stage.procedure("sponsored guest");
    let card = number * 1000 + turn;
    let scene = Scene {
        subject: stage.world.subject(sponsor.index, card),
        number: card,
        register: sponsor.index,
        visited: HOME,
    };
    registration::authenticate(stage, &scene, Role::Vlr);
    stage.pause(60, 300);
    registration::register(stage, &scene);
    let stays = stage.random.between(10, 300);
    stage.wait(stays * 60 * crate::stage::SECOND);
    registration::cancel(stage, &scene, HOME, Role::Hlr, false);
}

/// Somebody has a new card for his old number, in the same telephone, and registers abroad with it.
pub(super) fn sim_swap(stage: &mut Stage<'_>, people: &Population, Turn { number, turn }: Turn) {
    let Some(mut scene) = people.somebody_abroad(stage) else { return };
    stage.procedure("new SIM card");
    let former = scene.subject;
    scene.subject.imsi = stage.world.subject(HOME, SWAPPED + number * 10_000 + turn % 10_000).imsi;
    registration::authenticate(stage, &scene, Role::Vlr);
    stage.pause(60, 300);
    registration::register(stage, &scene);
    let there = scene.visited(stage.world);
    if there.lte && !there.speaks(Dialect::Interworking) && lte::authenticate(stage, &scene) {
        // The telephone's identity stands in this one.
        lte::register(stage, &scene, false);
    }
    let old = Scene { subject: former, ..scene };
    stage.pause(30_000, 600_000);
    registration::cancel(stage, &old, old.visited, Role::Hlr, false);
}

/// A card with several identities: the telephone leaves with one of ours and comes back with a sponsor's.
pub(super) fn changing_card(stage: &mut Stage<'_>, _people: &Population, Turn { number, turn }: Turn) {
    let Some(sponsor) = of_kind(stage, Kind::Sponsor, number) else { return };
    let partners = &stage.world.partners;
    if partners.is_empty() {
        return;
    }
    stage.procedure("card with several identities");
    let card = CHANGING + number;
    let visited = partners[number as usize % partners.len()];
    let ours = Scene { subject: stage.world.subject(HOME, card), number: card, register: HOME, visited };
    let mut theirs =
        Scene { subject: stage.world.subject(sponsor.index, card), register: sponsor.index, visited: HOME, ..ours };
    theirs.subject.imei = ours.subject.imei;
    if turn > 0 {
        registration::cancel(stage, &theirs, HOME, Role::Hlr, false);
        stage.pause(60_000, 400_000);
    }
    registration::authenticate(stage, &ours, Role::Vlr);
    stage.pause(60, 300);
    registration::register(stage, &ours);
    let there = ours.visited(stage.world);
    if there.lte && !there.speaks(Dialect::Interworking) && lte::authenticate(stage, &ours) {
        lte::register(stage, &ours, false);
        stage.pause(20_000, 300_000);
        lte::cancel(stage, &ours, visited);
    }
    let stays = stage.random.between(600, 2_400);
    stage.wait(stays * crate::stage::SECOND);
    registration::cancel(stage, &ours, visited, Role::Hlr, false);
    stage.pause(60_000, 400_000);
    registration::authenticate(stage, &theirs, Role::Vlr);
    stage.pause(60, 300);
    registration::register(stage, &theirs);
    if lte::authenticate(stage, &theirs) {
        lte::register(stage, &theirs, false);
    }
}

/// Numbers of cards that take the place of others start here.
const SWAPPED: u64 = 4_500_000;
/// Numbers of cards with several identities start here.
const CHANGING: u64 = 4_450_000;
/// Numbers of cards of testers start here.
const PROBES: u64 = 4_300_000;
/// Numbers of shared cards start here.
const SHARED: u64 = 4_400_000;
