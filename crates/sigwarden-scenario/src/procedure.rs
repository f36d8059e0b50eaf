//! Legitimate procedures, complete: every request with its answer, and what goes wrong in life.
//!
//! A procedure is a function of the stage and of a [`Scene`]: who, whose subscriber, where. The same
//! functions act travellers of the home network and guests in it; only the networks differ.

pub(crate) mod calls;
pub(crate) mod lte;
pub(crate) mod packet;
pub(crate) mod registration;
pub(crate) mod services;
pub(crate) mod sms;

use sigwarden_emit::map::Cell;
use sigwarden_emit::random::Random;

use crate::file::Dialect;
use crate::life::{HOUR, THINGS};
use crate::short::Short;
use crate::stage::Stage;
use crate::world::{HOME, Network, Party, Plan, Role, Subject, World};

/// Who, and where.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scene {
    /// Who.
    pub(crate) subject: Subject,
    /// His number in his network: decides which nodes serve.
    pub(crate) number: u64,
    /// His network.
    pub(crate) register: usize,
    /// Network he is in.
    pub(crate) visited: usize,
}

impl Scene {
    /// The network he is in.
    pub(crate) fn visited<'w>(&self, world: &'w World) -> &'w Network {
        &world.networks[self.visited]
    }

    /// His network.
    pub(crate) fn register<'w>(&self, world: &'w World) -> &'w Network {
        &world.networks[self.register]
    }

    /// A node where he is.
    pub(crate) fn there(&self, world: &World, role: Role) -> Party {
        self.visited(world).node(role, self.number / 7)
    }

    /// A node of his network.
    pub(crate) fn at_register(&self, world: &World, role: Role) -> Party {
        self.register(world).node(role, self.number / 7)
    }

    /// A node of the home network.
    pub(crate) fn at_home(&self, world: &World, role: Role) -> Party {
        world.home().node(role, self.number / 7)
    }

    /// His register as a visited network addresses it that knows only his IMSI: by its number, by a
    /// mobile Global Title (E.214), or in North America by the IMSI itself. It answers under its number.
    pub(crate) fn register_by_imsi(&self, stage: &Stage<'_>) -> Party {
        let world = stage.world;
        let known = self.at_register(world, Role::Hlr);
        let visited = self.visited(world);
        let ansi = world.carriers[world.last_carrier(visited.carrier(stage.now()))].ansi;
        if ansi {
            return Party { title: self.subject.imsi, plan: Plan::E212, ..known };
        }
        if !visited.speaks(Dialect::Mgt) {
            return known;
        }
        let mut title = Short::new(&self.register(world).mobile_titles);
        let digits = &self.subject.imsi[self.register(world).plmn.len()..];
        title.push(&digits[..digits.len().min(15 - title.len())]);
        Party { title, plan: Plan::E214, ..known }
    }

    /// The cell where he is: another area now and then, another cell every hour; things stay in theirs.
    pub(crate) fn cell<'w>(&self, stage: &Stage<'w>) -> Cell<'w> {
        let world = stage.world;
        let plmn = &world.networks[self.visited].plmn;
        let hours = if self.is_thing() { 0 } else { stage.now() / HOUR };
        let area = mix(self.number, hours / 5, self.visited as u64) % 3 + mix(self.number, 0, self.visited as u64) % 57;
        let cell = mix(self.number, hours, area) % 40 + area * 150;
        Cell { plmn, area: area as u16 + 1, cell: cell as u16 + 1 }
    }

    /// Where that is, in degrees: around the middle of the country, where it is known.
    pub(crate) fn position(&self, stage: &Stage<'_>) -> (f64, f64) {
        let cell = self.cell(stage);
        let middle = self.visited(stage.world).middle;
        let part = |number: u16| f64::from(number % 60) / 60.0 - 0.5;
        (middle.0 + part(cell.area), middle.1 + part(cell.cell))
    }

    fn is_thing(&self) -> bool {
        self.register == HOME && THINGS.contains(&self.number)
    }
}

/// A number that follows from three others, in no visible way.
fn mix(one: u64, two: u64, three: u64) -> u64 {
    let mut random = Random::new(one ^ two.rotate_left(24) ^ three.rotate_left(48));
    random.bits() >> 8
}
