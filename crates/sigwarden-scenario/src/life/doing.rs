//! What people do where they are, and how often.

use super::{Person, Way};
use crate::file::{Dialect, Kind};
use crate::procedure::{Scene, calls, lte, packet, registration, services, sms};
use crate::stage::{SECOND, Stage};
use crate::world::{HOME, Role};

type Occasion = fn(&mut Stage<'_>, &Scene);

/// How often of 1000 somebody who is in another network does what.
const ROAMING: &[(u64, Occasion)] = &[
    (120, authenticates),
    (210, |stage, scene| packet::session(stage, scene, is_lte(stage, scene))),
    (130, authenticates_4g),
    (120, sms::originating),
    (130, message_arrives),
    (110, calls::terminating),
    (70, calls::prepaid),
    (40, services::code),
    (20, services::forwarding),
    (15, services::notice),
    (30, registers_again),
    (25, location_for_tariff),
    (25, lte_note),
    (12, subscription_changes),
    (5, is_forgotten),
    (4, restored),
];

/// The same for things.
const THINGS: &[(u64, Occasion)] = &[
    (300, authenticates),
    (450, |stage, scene| packet::session(stage, scene, is_lte(stage, scene))),
    (250, authenticates_4g),
];

/// How many occasions a day.
pub(super) fn per_day(person: &Person) -> f64 {
    match (person.way, person.is_roaming()) {
        (Way::Device, _) => 12.0,
        (_, true) => 24.0,
        // Gone home, where he is not seen.
        (Way::Guest, false) => 0.0,
        (_, false) => 1.6,
    }
}

/// Something happens, now.
pub(super) fn something(person: &Person, _time: u64, stage: &mut Stage<'_>) {
    let scene = person.scene(stage.world);
    if !person.is_roaming() {
        if person.register == HOME {
            message_at_home(stage, &scene);
        }
        return;
    }
    let table = if person.way == Way::Device { THINGS } else { ROAMING };
    let total: u64 = table.iter().map(|row| row.0).sum();
    let mut draw = stage.random.below(total);
    for (weight, occasion) in table {
        if draw < *weight {
            return occasion(stage, &scene);
        }
        draw -= weight;
    }
}

/// Whether he uses 4G where he is.
pub(super) fn is_lte(stage: &Stage<'_>, scene: &Scene) -> bool {
    let (there, home) = (scene.visited(stage.world), scene.register(stage.world));
    there.lte && home.lte && !there.speaks(Dialect::Interworking)
}

fn authenticates(stage: &mut Stage<'_>, scene: &Scene) {
    stage.procedure("authentication");
    registration::authenticate(stage, scene, Role::Vlr);
}

fn authenticates_4g(stage: &mut Stage<'_>, scene: &Scene) {
    stage.procedure("authentication");
    if is_lte(stage, scene) {
        // What the telephone does after a failure is its own matter.
        let _ = lte::authenticate(stage, scene);
    } else {
        registration::authenticate(stage, scene, Role::Sgsn);
    }
}

/// A message that waits in his own centre, or comes straight from another network's.
fn message_arrives(stage: &mut Stage<'_>, scene: &Scene) {
    let centre = scene.at_register(stage.world, Role::Smsc);
    let sender = stage.world.subject(scene.register, scene.number + 11).msisdn;
    let unit = sms::text(stage, &sender, None);
    sms::to_visitor(stage, scene, "short message to a visitor", centre, &unit);
}

/// Somebody abroad, or a company, writes to him.
fn message_at_home(stage: &mut Stage<'_>, scene: &Scene) {
    let world = stage.world;
    let Some(other) = world.senders.get(stage.random.below(world.senders.len().max(1) as u64) as usize) else {
        return;
    };
    let centre = world.networks[*other].node(Role::Smsc, scene.number);
    sms::from_other(stage, scene, "short message from another network", centre, None);
}

/// The telephone was off, or went from one area to the next: it registers once more.
fn registers_again(stage: &mut Stage<'_>, scene: &Scene) {
    stage.procedure("registration");
    registration::authenticate(stage, scene, Role::Vlr);
    stage.pause(60, 400);
    registration::register(stage, scene);
}

/// His own network asks where he is, for a tariff or a call.
fn location_for_tariff(stage: &mut Stage<'_>, scene: &Scene) {
    stage.procedure("question of the own register");
    let register = scene.at_register(stage.world, Role::Hlr);
    calls::subscriber_info(stage, scene, register);
}

fn lte_note(stage: &mut Stage<'_>, scene: &Scene) {
    if is_lte(stage, scene) {
        stage.procedure("note of the serving node");
        lte::notify(stage, scene);
    }
}

fn subscription_changes(stage: &mut Stage<'_>, scene: &Scene) {
    let (lte, changes) = (is_lte(stage, scene), stage.random.chance(700));
    match (lte, changes) {
        (true, true) => lte::change(stage, scene),
        (true, false) => lte::withdraw(stage, scene),
        (false, true) => registration::change(stage, scene),
        (false, false) => registration::withdraw(stage, scene),
    }
}

/// The telephone was off for days: the visited network forgets him, and learns anew when it is on again.
fn is_forgotten(stage: &mut Stage<'_>, scene: &Scene) {
    let lte = is_lte(stage, scene);
    if lte {
        lte::purge(stage, scene)
    } else {
        registration::purge(stage, scene)
    }
    let off = stage.random.between(20, 300);
    stage.wait(off * 60 * SECOND);
    stage.procedure("registration");
    if !lte {
        registration::authenticate(stage, scene, Role::Vlr);
        stage.pause(60, 400);
        registration::register(stage, scene);
    } else if lte::authenticate(stage, scene) {
        stage.pause(60, 400);
        lte::register(stage, scene, false);
    }
}

fn restored(stage: &mut Stage<'_>, scene: &Scene) {
    if scene.visited(stage.world).kind != Kind::Aboard {
        registration::restore(stage, scene);
    }
}
