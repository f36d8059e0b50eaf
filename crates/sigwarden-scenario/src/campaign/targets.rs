//! Whom a campaign strikes.

use sigwarden_emit::random::Random;

use super::origins::Origins;
use crate::file::{Campaign, Who};
use crate::life::{Population, Way};
use crate::procedure::Scene;
use crate::short::Short;
use crate::world::{HOME, Subject, TARGETS, World, imei};

/// Targets of one campaign start so far from those of the next.
const ROOM: u64 = 100_000;

/// The targets of a campaign.
#[derive(Clone, Debug)]
pub(super) struct Targets {
    who: Who,
    count: u64,
    first: u64,
    at_most: u64,
    /// Where they stand among the people; empty for a range.
    places: Vec<usize>,
    /// Published identities.
    imsis: Vec<String>,
    /// Whether all are in one place.
    together: bool,
}

impl Targets {
    /// Targets of their own, or the first ones of an earlier campaign (`like`).
    pub(super) fn new(
        world: &World,
        campaign: &Campaign,
        index: usize,
        people: &mut Population,
        start: u64,
        origins: &Origins,
        like: Option<&Self>,
    ) -> Self {
        let wanted = &campaign.targets;
        let count = u64::from(wanted.count).max(wanted.imsis.len() as u64).min(ROOM);
        let first = TARGETS + index as u64 * ROOM;
        let mut out = Self {
            who: wanted.who,
            count,
            first,
            at_most: u64::from(wanted.at_most),
            places: Vec::new(),
            imsis: wanted.imsis.clone(),
            together: wanted.at.is_some(),
        };
        if let Some(other) = like {
            out.count = count.min(other.count);
            out.first = other.first;
            out.places.clone_from(&other.places);
            out.places.truncate(out.count as usize);
            out.imsis.clone_from(&other.imsis);
            out.together = other.together;
            return out;
        }
        let way = match wanted.who {
            Who::Residents => Way::Resident,
            Who::Travellers | Who::Abroad => Way::Traveller,
            Who::Guests => Way::Guest,
            Who::Range => return out,
        };
        if !wanted.imsis.is_empty() {
            // Under published identities nobody lives in this world: he would have two.
            return out;
        }
        for number in 0..count {
            let place = people.add(world, way, first + number, start);
            if wanted.who == Who::Abroad {
                people.begin_abroad(world, place, start);
            }
            if wanted.who == Who::Guests {
                people.people[place].register = origins.network_of(number);
            }
            if let Some(network) = wanted.at.as_deref().and_then(|name| world.named(name)) {
                people.settle(place, network.index);
            }
            out.places.push(place);
        }
        out
    }

    /// The target of a number.
    pub(super) fn number(&self, number: u64) -> u64 {
        number % self.count
    }

    /// Whom the occasion of this number is for. Each in turn where there is a limit; by chance else.
    pub(super) fn choose(&self, occasion: u64, people: &Population, random: &mut Random) -> u64 {
        if self.who == Who::Range {
            return occasion % ROOM;
        }
        if self.at_most > 0 {
            return occasion % self.count;
        }
        let fits = |target: u64| {
            let person = self.places.get(target as usize).map(|place| &people.people[*place]);
            person.is_none_or(|person| match self.who {
                Who::Abroad => person.register == HOME && person.place != HOME,
                Who::Guests => person.place == HOME,
                _ => true,
            })
        };
        // Where nobody fits now, somebody is taken all the same: occasions are as many as the file says.
        let first = random.below(self.count);
        (0..self.count).map(|step| (first + step) % self.count).find(|target| fits(*target)).unwrap_or(first)
    }

    /// The network of a target who is a guest.
    pub(super) fn register(&self, target: u64, people: &Population) -> Option<usize> {
        let place = self.places.get(target as usize)?;
        (self.who == Who::Guests).then(|| people.people[*place].register)
    }

    /// Who and where a target is.
    pub(super) fn scene(&self, target: u64, people: &Population, world: &World) -> Scene {
        let Some(place) = self.places.get(target as usize) else {
            let mut subject = self.in_range(target, world);
            if let Some(imsi) = self.imsis.get(target as usize) {
                subject.imsi = Short::new(imsi);
            }
            return Scene { subject, number: target, register: HOME, visited: HOME };
        };
        let mut scene = people.people[*place].scene(world);
        if self.together {
            scene.number = self.first;
        }
        if self.who == Who::Guests {
            scene.visited = HOME;
        }
        scene
    }

    /// The area where they all are, where they are in one place.
    pub(super) fn area(&self) -> Option<u16> {
        self.together.then_some(7)
    }

    /// One identity after the other.
    fn in_range(&self, target: u64, world: &World) -> Subject {
        let home = world.home();
        let number = self.first + target;
        Subject {
            imsi: Short::padded(&home.plmn, number, 15),
            msisdn: Short::padded(&home.numbers, number, home.digits),
            imei: imei(0, number),
            correlation: None,
        }
    }
}
