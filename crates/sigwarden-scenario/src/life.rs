//! People and their lives: where they are, when they move, what they do where they are.
//!
//! Everybody has a chance of his own, decided by the seed and his number. So a smaller world has
//! fewer people, and each of them lives as in the larger one.

mod doing;
mod moving;

use sigwarden_emit::random::Random;

use crate::chance::waiting;
use crate::file::{Kind, People};
use crate::procedure::Scene;
use crate::stage::{SECOND, Stage};
use crate::world::{HOME, World};

/// How many people are looked at for somebody who fits.
const TRIES: u32 = 48;
/// An hour, nanoseconds.
pub(crate) const HOUR: u64 = 3_600 * SECOND;
/// A day.
pub(crate) const DAY: u64 = 24 * HOUR;
/// Numbers of people of one kind start this far from those of the next.
const KIND: u64 = 600_000;

/// Numbers of things.
pub(crate) const THINGS: std::ops::Range<u64> = 5 * KIND..6 * KIND;

/// How somebody lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// At home.
    Resident,
    /// Some weeks at home, some abroad.
    Traveller,
    /// Across the border and back on workdays.
    Commuter,
    /// From country to country.
    Flyer,
    /// On a ship or an aircraft, sometimes in harbour.
    Sailor,
    /// A thing that never moves, abroad.
    Device,
    /// Of another network, sometimes here.
    Guest,
}

/// Somebody.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    /// His number in his network.
    pub(crate) number: u64,
    /// Whose subscriber.
    pub(crate) register: usize,
    /// Network he is in; his own one is not seen from outside.
    pub(crate) place: usize,
    /// How he lives.
    pub(crate) way: Way,
    chance: Random,
    /// When he moves next.
    moves: u64,
    /// Moves left of a row of quick ones at a border.
    flapping: u8,
    /// On the way: where to, and how long he stays there. His telephone is off.
    journey: Option<(usize, u64)>,
}

/// Everybody in the world.
pub(crate) struct Population {
    /// People of the background, then targets.
    pub(crate) people: Vec<Person>,
    /// How much they do, 1 is usual.
    activity: f64,
}

impl Population {
    /// The people of the background, so many of each kind as the scale leaves.
    pub(crate) fn new(world: &World, people: &People, scale: f64, start: u64) -> Self {
        let mut population = Self { people: Vec::new(), activity: people.activity };
        let counts = [
            (Way::Resident, people.residents),
            (Way::Traveller, people.travellers),
            (Way::Commuter, people.commuters),
            (Way::Flyer, people.flyers),
            (Way::Sailor, people.sailors),
            (Way::Device, people.devices),
            (Way::Guest, people.guests),
        ];
        for (kind, (way, count)) in (0..).zip(counts) {
            let left = (f64::from(count) * scale).ceil() as u64;
            for number in 0..left.min(KIND) {
                population.add(world, way, kind * KIND + number, start);
            }
        }
        population
    }

    /// Adds somebody. Returns where he stands.
    pub(crate) fn add(&mut self, world: &World, way: Way, number: u64, start: u64) -> usize {
        let mut chance = Random::new(world.seed ^ number.wrapping_mul(0xd134_2543_de82_ef95));
        chance.bits();
        let one_of = |networks: &[usize], chance: &mut Random| match networks.len() {
            0 => HOME,
            _ => *chance.pick(networks),
        };
        let partner = |chance: &mut Random| one_of(&world.partners, chance);
        let aboard = world.of_kind(Kind::Aboard).map(|network| network.index).next();
        let (register, place, until) = match way {
            Way::Resident => (HOME, HOME, u64::MAX - start),
            Way::Traveller if chance.chance(400) => (HOME, partner(&mut chance), chance.below(9 * DAY)),
            Way::Traveller => (HOME, HOME, chance.below(25 * DAY)),
            Way::Commuter => (HOME, HOME, 1),
            Way::Flyer => (HOME, partner(&mut chance), chance.below(9 * HOUR)),
            Way::Sailor => (HOME, aboard.unwrap_or(HOME), chance.below(5 * DAY)),
            Way::Device => (HOME, partner(&mut chance), u64::MAX - start),
            Way::Guest => (one_of(&world.guests, &mut chance), HOME, chance.below(8 * DAY)),
        };
        self.people.push(Person {
            number,
            register,
            place,
            way,
            chance,
            moves: start + until,
            flapping: 0,
            journey: None,
        });
        self.people.len() - 1
    }

    /// Somebody is in this network from now on.
    pub(crate) fn settle(&mut self, index: usize, network: usize) {
        let person = &mut self.people[index];
        person.place = network;
        person.moves = u64::MAX;
    }

    /// Somebody begins in another network, whatever chance said.
    pub(crate) fn begin_abroad(&mut self, world: &World, place: usize, start: u64) {
        let person = &mut self.people[place];
        if person.place == HOME && !world.partners.is_empty() {
            person.place = *person.chance.pick(&world.partners);
            person.moves = start + person.chance.between(DAY, 9 * DAY);
        }
    }

    /// Somebody acts. Returns when he acts next.
    pub(crate) fn act(&mut self, index: usize, time: u64, stage: &mut Stage<'_>) -> u64 {
        let person = &mut self.people[index];
        stage.enter(time, person.chance.clone(), "life");
        if time >= person.moves {
            moving::go(person, time, stage);
        } else if person.journey.is_none() {
            doing::something(person, time, stage);
        }
        let next = person.next(time, self.activity, stage);
        person.chance = stage.random.clone();
        next
    }

    /// When somebody acts first.
    pub(crate) fn first(&mut self, index: usize, start: u64, stage: &mut Stage<'_>) -> u64 {
        let person = &mut self.people[index];
        stage.enter(start, person.chance.clone(), "life");
        let next = person.next(start, self.activity, stage);
        person.chance = stage.random.clone();
        next
    }

    /// A subscriber of the home network who is abroad, by chance; nobody where none is met in a few tries.
    pub(crate) fn somebody_abroad(&self, stage: &mut Stage<'_>) -> Option<Scene> {
        self.somebody(stage, |person| person.register == HOME && person.place != HOME)
    }

    /// A subscriber who is in his home network.
    pub(crate) fn somebody_home(&self, stage: &mut Stage<'_>) -> Option<Scene> {
        self.somebody(stage, |person| person.register == HOME && person.place == HOME)
    }

    /// A guest who is here.
    pub(crate) fn some_guest(&self, stage: &mut Stage<'_>) -> Option<Scene> {
        self.somebody(stage, |person| person.register != HOME && person.place == HOME)
    }

    fn somebody(&self, stage: &mut Stage<'_>, fits: fn(&Person) -> bool) -> Option<Scene> {
        if self.people.is_empty() {
            return None;
        }
        let mut tries = (0..TRIES).map(|_| stage.random.pick(&self.people));
        tries.find(|person| person.journey.is_none() && fits(person)).map(|person| person.scene(stage.world))
    }

    /// Those abroad who subscribed to a service that asks where they are: always the same few.
    pub(crate) fn subscribers_abroad(&self, world: &World) -> Vec<Scene> {
        let subscribed = |person: &&Person| person.way == Way::Traveller && person.number.is_multiple_of(41);
        let abroad = self.people.iter().filter(subscribed).take(40).filter(|person| person.place != HOME);
        abroad.filter(|person| person.journey.is_none()).take(4).map(|person| person.scene(world)).collect()
    }
}

impl Person {
    /// Who and where.
    pub(crate) fn scene(&self, world: &World) -> Scene {
        let subject = world.subject(self.register, self.number);
        Scene { subject, number: self.number, register: self.register, visited: self.place }
    }

    /// Whether signalling about him passes the edge of the home network.
    pub(crate) fn is_roaming(&self) -> bool {
        self.register != self.place
    }

    /// When he does something next: by chance, less at night, and when he moves at the latest.
    fn next(&mut self, time: u64, activity: f64, stage: &mut Stage<'_>) -> u64 {
        let per_day = doing::per_day(self) * activity;
        if per_day <= 0.0 {
            return self.moves.max(time + 1);
        }
        let mut at = time;
        for _ in 0..8 {
            at = at.saturating_add(waiting(&mut stage.random, DAY as f64 / per_day) + 1_000_000);
            if self.way == Way::Device || stage.random.below(100) < awake(at, stage.world.networks[self.place].hours) {
                break;
            }
        }
        at.min(self.moves.max(time + 1_000_000))
    }
}

/// How much happens at an hour of the day, percent of the most.
const HOURS: [u64; 24] =
    [20, 12, 8, 6, 6, 10, 25, 45, 65, 75, 80, 85, 90, 90, 85, 85, 90, 95, 100, 100, 95, 85, 65, 40];

/// The hour of the day where clocks are so many hours ahead of UTC.
pub(crate) fn local_hour(time: u64, ahead: i64) -> u64 {
    ((time / HOUR) as i64 + ahead).rem_euclid(24) as u64
}

/// Whether it is Saturday or Sunday there. The first of January 1970 was a Thursday.
pub(crate) fn is_weekend(time: u64, ahead: i64) -> bool {
    ((time / HOUR) as i64 + ahead + 72).div_euclid(24).rem_euclid(7) > 4
}

fn awake(time: u64, ahead: i64) -> u64 {
    HOURS[local_hour(time, ahead) as usize]
}
