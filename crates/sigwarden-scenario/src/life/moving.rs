//! How people move: trips, borders, flights, ships; and what networks say about it.

use super::doing::is_lte;
use super::{DAY, HOUR, Person, Way, is_weekend, local_hour};
use crate::file::Kind;
use crate::procedure::{Scene, lte, registration, sms};
use crate::stage::{SECOND, Stage};
use crate::world::{HOME, Role, country};

/// Somebody sets out for where he goes next, or arrives there.
pub(super) fn go(person: &mut Person, time: u64, stage: &mut Stage<'_>) {
    let (place, stays) = match person.journey.take() {
        Some(arrives) => arrives,
        None => {
            let (place, stays) = destination(person, time, stage);
            let takes = journey(person.place, place, stage);
            if takes > 0 && person.way != Way::Commuter {
                person.journey = Some((place, stays));
                person.moves = time + takes;
                return;
            }
            (place, stays)
        }
    };
    person.moves = time + stays.max(SECOND);
    if place != person.place {
        let previous = std::mem::replace(&mut person.place, place);
        arrive(person, previous, stage);
    }
}

/// Where he goes, and for how long.
fn destination(person: &mut Person, time: u64, stage: &mut Stage<'_>) -> (usize, u64) {
    match person.way {
        Way::Resident | Way::Device => (person.place, u64::MAX - time),
        Way::Traveller if person.place == HOME || stage.random.chance(250) => {
            (partner(person, stage), stage.random.between(2 * DAY, 12 * DAY))
        }
        Way::Traveller => (HOME, stage.random.between(4 * DAY, 30 * DAY)),
        Way::Commuter => commute(person, time, stage),
        Way::Flyer => fly(person, stage),
        Way::Sailor => sail(person, stage),
        Way::Guest if person.place == HOME => (person.register, stage.random.between(3 * DAY, 30 * DAY)),
        Way::Guest => (HOME, stage.random.between(DAY, 10 * DAY)),
    }
}

/// How long the way takes: an airliner, and what comes before and after it. Ships and aircraft are where they are.
fn journey(from: usize, to: usize, stage: &mut Stage<'_>) -> u64 {
    let [here, there] = [from, to].map(|index| country(&stage.world.networks[index].country));
    let (Some(here), Some(there)) = (here, there) else { return 0 };
    let kilometres = here.kilometres(there);
    if kilometres < 1.0 {
        return 0;
    }
    (kilometres / 800.0 * HOUR as f64) as u64 + stage.random.between(HOUR, 4 * HOUR)
}

fn partner(person: &Person, stage: &mut Stage<'_>) -> usize {
    let partners = &stage.world.partners;
    if partners.is_empty() {
        return HOME;
    }
    let other = *stage.random.pick(partners);
    if other == person.place { *stage.random.pick(partners) } else { other }
}

/// Out in the morning, back in the evening; now and then the telephone hesitates between the
/// networks on both sides of the border.
fn commute(person: &mut Person, time: u64, stage: &mut Stage<'_>) -> (usize, u64) {
    let across: Vec<usize> =
        stage.world.networks.iter().filter(|network| network.neighbour).map(|network| network.index).collect();
    let Some(other) = across.get(person.number as usize % across.len().max(1)).copied() else { return (HOME, DAY) };
    let opposite = if person.place == HOME { other } else { HOME };
    if person.flapping > 0 {
        person.flapping -= 1;
        return (opposite, stage.random.between(40 * SECOND, 400 * SECOND));
    }
    if stage.random.chance(150) {
        person.flapping = stage.random.between(2, 6) as u8;
    }
    let hours = stage.world.home().hours;
    let hour = local_hour(time, hours);
    let until = |target: u64| ((target + 24 - hour) % 24).max(1) * HOUR;
    let jitter = stage.random.below(2 * HOUR);
    if (6..15).contains(&hour) && !is_weekend(time, hours) {
        (other, until(16) + jitter)
    } else {
        (HOME, until(6) + jitter)
    }
}

/// Hours in one place, then in the next, sometimes with a network of the aircraft between.
fn fly(person: &Person, stage: &mut Stage<'_>) -> (usize, u64) {
    let aboard = stage.world.of_kind(Kind::Aboard).next().map(|network| network.index);
    match aboard {
        Some(index) if person.place != index && stage.random.chance(300) => {
            (index, stage.random.between(HOUR, 9 * HOUR))
        }
        _ => (partner(person, stage), stage.random.between(3 * HOUR, 40 * HOUR)),
    }
}

fn sail(person: &Person, stage: &mut Stage<'_>) -> (usize, u64) {
    let aboard = stage.world.of_kind(Kind::Aboard).next().map_or(HOME, |network| network.index);
    if person.place == aboard {
        (partner(person, stage), stage.random.between(5 * HOUR, 20 * HOUR))
    } else {
        (aboard, stage.random.between(DAY, 6 * DAY))
    }
}

/// Everything that networks say to each other when somebody arrives.
fn arrive(person: &Person, previous: usize, stage: &mut Stage<'_>) {
    let scene = person.scene(stage.world);
    if scene.visited == scene.register {
        stage.procedure("return home");
        forget(stage, &scene, previous, Role::Hlr);
        return;
    }
    let steered = person.register == HOME && stage.random.chance(60);
    if steered {
        registration::steer_away(stage, &scene);
    }
    if scene.visited(stage.world).kind == Kind::Sister && previous == HOME && person.register == HOME {
        registration::identify(stage, &scene, HOME);
    }
    stage.procedure("registration");
    let lte = is_lte(stage, &scene);
    if !lte || stage.random.chance(850) {
        registration::authenticate(stage, &scene, Role::Vlr);
        stage.pause(60, 500);
        registration::register(stage, &scene);
    }
    if lte {
        stage.pause(500, 5_000);
        if steered {
            lte::register(stage, &scene, true);
            stage.pause(5_000, 15_000);
        }
        if lte::authenticate(stage, &scene) {
            stage.pause(60, 400);
            lte::register(stage, &scene, false);
        }
    } else if scene.visited(stage.world).kind != Kind::Aboard {
        packet_side(stage, &scene);
    }
    if previous != scene.register {
        let by = if stage.random.chance(40) { Role::Steering } else { Role::Hlr };
        forget(stage, &scene, previous, by);
    }
    if person.register == HOME && previous == HOME {
        stage.pause(4_000, 60_000);
        welcome(stage, &scene);
    }
}

fn packet_side(stage: &mut Stage<'_>, scene: &Scene) {
    stage.pause(800, 9_000);
    registration::authenticate(stage, scene, Role::Sgsn);
    stage.pause(60, 300);
    registration::register_packet(stage, scene);
}

/// Registers and serving nodes that he has left are told.
fn forget(stage: &mut Stage<'_>, scene: &Scene, previous: usize, by: Role) {
    let before = Scene { visited: previous, ..*scene };
    registration::cancel(stage, scene, previous, by, false);
    if is_lte(stage, &before) {
        lte::cancel(stage, scene, previous);
    } else if before.visited(stage.world).kind != Kind::Aboard {
        registration::cancel(stage, scene, previous, Role::Hlr, true);
    }
}

/// The home network greets its traveller.
fn welcome(stage: &mut Stage<'_>, scene: &Scene) {
    let centre = scene.at_register(stage.world, Role::Smsc);
    let unit = sms::text(stage, &centre.title, Some("Example"));
    sms::to_visitor(stage, scene, "welcome message", centre, &unit);
}
