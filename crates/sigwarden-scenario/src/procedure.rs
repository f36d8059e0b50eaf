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

use crate::file::Dialect;
use crate::short::Short;
use crate::stage::Stage;
use crate::world::{Network, Party, Plan, Role, Subject, World};

/// First digits of the mobile Global Titles of the home network.
pub(crate) const HOME_MGT: &str = "15559";

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
        self.register(world).node(role, self.number / 3)
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
        let mut title =
            Short::new(if self.register == crate::world::HOME { HOME_MGT } else { &self.register(world).titles });
        let digits = &self.subject.imsi[self.register(world).plmn.len()..];
        title.push(&digits[..digits.len().min(15 - title.len())]);
        Party { title, plan: Plan::E214, ..known }
    }

    /// A cell where he is.
    pub(crate) fn cell<'w>(&self, stage: &mut Stage<'w>) -> Cell<'w> {
        let world = stage.world;
        let plmn = &world.networks[self.visited].plmn;
        Cell { plmn, area: stage.random.between(1, 60) as u16, cell: stage.random.between(1, 9000) as u16 }
    }
}
