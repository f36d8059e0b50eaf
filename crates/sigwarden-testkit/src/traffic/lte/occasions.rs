//! What people and networks do in the traffic of S6a, one function an occasion.

use super::Generator;
use super::people::Roamer;
use crate::diameter::s6a::{self, cancellation_type, idr_flag};
use crate::diameter::{avp, base, code};
use crate::world::MILLISECOND;

type Occasion = fn(&mut Generator, &Roamer);

/// How often of 1000 an occasion happens, and what happens.
const MIX: &[(u64, Occasion)] = &[
    (470, registers),
    (220, authenticates),
    (85, is_purged),
    (85, can_be_reached_again),
    (60, subscription_changes),
    (25, register_asks_for_state),
    (10, register_asks_where),
    (15, loses_an_access_point),
    (30, leaves),
];
/// How often of 1000 the roamer is a subscriber of the home network, and not a guest.
const TRAVELLERS: u64 = 640;
/// How often of 1000 two agents ask each other whether they are there.
const WATCHDOG: u64 = 4;
/// How often of 1000 somebody who registers has moved from one node of the network to another.
const MOVES: u64 = 300;
/// MMEs of a network.
const NODES: u64 = 3;

/// Something happens, now.
pub(super) fn one(generator: &mut Generator) {
    if generator.random.chance(WATCHDOG) {
        return watchdog(generator);
    }
    let edge = generator.edge;
    let roamer = if generator.random.chance(TRAVELLERS) {
        edge.traveller(&mut generator.random)
    } else {
        edge.guest(&mut generator.random)
    };
    let total: u64 = MIX.iter().map(|row| row.0).sum();
    let mut draw = generator.random.below(total);
    for (weight, occasion) in MIX {
        if draw < *weight {
            return occasion(generator, &roamer);
        }
        draw -= weight;
    }
}

fn watchdog(generator: &mut Generator) {
    let edge = generator.edge;
    let (carrier, agent) = (generator.random.pick(&edge.carriers), generator.random.pick(&edge.agents));
    let (from, to) = if generator.random.chance(500) { (carrier, agent) } else { (agent, carrier) };
    generator.lab.set_answer_delay(12 * MILLISECOND);
    let request = base::device_watchdog(from);
    let answer = base::device_watchdog_answer(&request, to);
    generator.lab.exchange(from, to, request, Some(answer));
}

fn vectors(generator: &mut Generator, roamer: &Roamer, node: usize, known: bool) -> bool {
    let count = generator.random.between(1, 2);
    generator.ask(
        roamer.to_home(node, known),
        |route| s6a::authentication_information(route, &roamer.imsi, roamer.visited(), count as u32),
        |request, register| s6a::authentication_information_answer(request, register, count as u8),
    )
}

/// Vectors and location; then the register cancels at the node that had him before. Returns the node
/// he is at when all went well.
fn register(generator: &mut Generator, roamer: &Roamer) -> Option<usize> {
    let before = generator.registered.get(&roamer.imsi).copied();
    let moved = before.is_none() || generator.random.chance(MOVES);
    let node = match before {
        Some(before) if !moved => before,
        _ => generator.random.below(NODES) as usize,
    };
    if !vectors(generator, roamer, node, false) {
        return None;
    }
    generator.think();
    let well = generator.ask(
        roamer.to_home(node, false),
        |route| s6a::update_location(route, &roamer.imsi, roamer.visited()),
        |request, register| s6a::update_location_answer(request, register, &s6a::subscription_data(&roamer.msisdn)),
    );
    if !well {
        return None;
    }
    generator.registered.insert(roamer.imsi.clone(), node);
    if let Some(before) = before.filter(|before| *before != node) {
        cancel(generator, roamer, before, cancellation_type::MME_UPDATE);
    }
    Some(node)
}

/// The node at which he is; he registers first where he is at none.
fn serving(generator: &mut Generator, roamer: &Roamer) -> Option<usize> {
    if let Some(node) = generator.registered.get(&roamer.imsi) {
        return Some(*node);
    }
    let node = register(generator, roamer);
    generator.lab.advance(2_000 * MILLISECOND);
    node
}

fn cancel(generator: &mut Generator, roamer: &Roamer, node: usize, kind: u32) {
    generator.ask(
        roamer.to_visited(node),
        |route| s6a::cancel_location(route, &roamer.imsi, kind),
        s6a::cancel_location_answer,
    );
}

fn registers(generator: &mut Generator, roamer: &Roamer) {
    register(generator, roamer);
}

fn authenticates(generator: &mut Generator, roamer: &Roamer) {
    if let Some(node) = serving(generator, roamer) {
        vectors(generator, roamer, node, true);
    }
}

fn is_purged(generator: &mut Generator, roamer: &Roamer) {
    let Some(node) = serving(generator, roamer) else { return };
    generator.ask(roamer.to_home(node, true), |route| s6a::purge(route, &roamer.imsi), s6a::purge_answer);
    generator.registered.remove(&roamer.imsi);
}

fn can_be_reached_again(generator: &mut Generator, roamer: &Roamer) {
    let Some(node) = serving(generator, roamer) else { return };
    generator.ask(roamer.to_home(node, true), |route| s6a::notify(route, &roamer.imsi), s6a::notify_answer);
}

fn subscription_changes(generator: &mut Generator, roamer: &Roamer) {
    let Some(node) = serving(generator, roamer) else { return };
    let data = s6a::subscription_data(&roamer.msisdn);
    generator.ask(
        roamer.to_visited(node),
        |route| s6a::insert_subscriber_data(route, &roamer.imsi, &data, 0),
        s6a::insert_subscriber_data_answer,
    );
}

/// Before a call: over which access can he be reached (TS 29.272 5.2.2.1.2).
fn register_asks_for_state(generator: &mut Generator, roamer: &Roamer) {
    let Some(node) = serving(generator, roamer) else { return };
    let nothing = avp(code::SUBSCRIPTION_DATA, []);
    generator.ask(
        roamer.to_visited(node),
        |route| s6a::insert_subscriber_data(route, &roamer.imsi, &nothing, idr_flag::T_ADS_DATA),
        s6a::insert_subscriber_data_answer,
    );
}

fn register_asks_where(generator: &mut Generator, roamer: &Roamer) {
    let Some(node) = serving(generator, roamer) else { return };
    let (nothing, flags) = (avp(code::SUBSCRIPTION_DATA, []), idr_flag::EPS_USER_STATE | idr_flag::EPS_LOCATION);
    let (cell, age) = (roamer.cell(&mut generator.random), generator.random.below(90) as u32);
    generator.ask(
        roamer.to_visited(node),
        |route| s6a::insert_subscriber_data(route, &roamer.imsi, &nothing, flags),
        |request, mme| s6a::insert_subscriber_data_answer_with_location(request, mme, cell, age),
    );
}

fn loses_an_access_point(generator: &mut Generator, roamer: &Roamer) {
    let Some(node) = serving(generator, roamer) else { return };
    generator.ask(
        roamer.to_visited(node),
        |route| s6a::delete_subscriber_data(route, &roamer.imsi, 2),
        s6a::delete_subscriber_data_answer,
    );
}

/// He registers somewhere that this capture does not show; his register cancels here.
fn leaves(generator: &mut Generator, roamer: &Roamer) {
    let Some(node) = serving(generator, roamer) else { return };
    cancel(generator, roamer, node, cancellation_type::MME_UPDATE);
    generator.registered.remove(&roamer.imsi);
}
