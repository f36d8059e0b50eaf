//! Campaigns: who strikes whom, from where, when, in which order, and how it ends.

mod origins;
mod targets;
mod times;

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use sigwarden_emit::random::Random;

use crate::attack::{self, Ending, Form, Layer, Move, Strike};
use crate::file::{Answers, Campaign, Contents, Identifiers, Rotation, Scenario, Span};
use crate::life::Population;
use crate::stage::{AttackTruth, Cause, Numbers, SECOND, Stage};
use crate::world::{HOME, World};

use origins::{Address, Origins};
use targets::Targets;
use times::{Next, Times};

/// A campaign that is played.
pub(crate) struct Player {
    index: usize,
    moves: Vec<&'static Move>,
    forms: Vec<Form>,
    gap: (u64, u64),
    answers: Answers,
    contents: Arc<Contents>,
    rotation: Rotation,
    identifiers: Identifiers,
    origins: Origins,
    targets: Targets,
    times: Times,
    steps: Vec<(String, Option<Ending>, &'static Move, u32)>,
    chance: Random,
    shared: u32,
    /// Requests that could have an unusual form.
    formed: u64,
    /// Whose calls and messages come to the campaign now.
    taken: HashSet<u64>,
    /// What came of it.
    pub(crate) sum: Sum,
}

/// What came of a campaign.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sum {
    /// First and last attack, nanoseconds since 1970.
    pub(crate) first: Option<u64>,
    /// Last attack.
    pub(crate) last: u64,
    /// Dialogues.
    pub(crate) attacks: u64,
    /// Of them answered.
    pub(crate) answered: u64,
    /// Whom.
    pub(crate) targets: HashSet<u64>,
    /// From where.
    pub(crate) origins: BTreeSet<String>,
}

impl Player {
    /// The campaign of a scenario, with targets of its own among the people. `earlier`: campaigns whose
    /// targets it may share.
    pub(crate) fn new(
        world: &World,
        scenario: &Scenario,
        index: usize,
        people: &mut Population,
        earlier: &[Self],
    ) -> Self {
        let campaign = &scenario.campaigns[index];
        let end = scenario.start.0 + scenario.lasts.0;
        let from = campaign.from.map_or(scenario.start.0, |moment| moment.0);
        let to = campaign.to.map_or(end, |moment| moment.0);
        let origins = Origins::new(world, campaign);
        let like = campaign.targets.like.as_deref().and_then(|name| {
            scenario.campaigns.iter().position(|other| other.name == name).and_then(|place| earlier.get(place))
        });
        let targets =
            Targets::new(world, campaign, index, people, scenario.start.0, &origins, like.map(|one| &one.targets));
        let chance = Random::new(world.seed ^ 0xca4e_0000 ^ (index as u64) << 40);
        let hours = origins.hours(world);
        let gap = campaign
            .gap
            .as_deref()
            .and_then(Span::parse_range)
            .map_or((SECOND, 30 * SECOND), |(low, high)| (low.0, high.0));
        Self {
            index,
            moves: campaign.moves.iter().filter_map(|name| Move::named(name)).collect(),
            forms: campaign.forms.iter().filter_map(|name| Form::named(name)).collect(),
            gap,
            answers: campaign.answers,
            contents: Arc::new(campaign.contents.clone()),
            rotation: campaign.rotation,
            identifiers: campaign.identifiers,
            times: Times::new(campaign, (from, to), gap.0, hours),
            steps: steps(campaign),
            origins,
            targets,
            shared: 0x1a00_0000 ^ (index as u32) << 20,
            chance,
            formed: 0,
            taken: HashSet::new(),
            sum: Sum::default(),
        }
    }

    /// When it strikes first; never where it has nothing to do.
    pub(crate) fn first(&mut self) -> Option<u64> {
        self.times.next(&mut self.chance)
    }

    /// It strikes. Returns when it strikes next.
    pub(crate) fn act(&mut self, time: u64, people: &Population, stage: &mut Stage<'_>) -> Option<u64> {
        stage.enter(time, self.chance.clone(), "attack");
        stage.numbers = match self.identifiers {
            Identifiers::Shared => Numbers::Shared(self.shared),
            _ => Numbers::Random,
        };
        match self.times.last() {
            Next::Step(step) => self.step(step, people, stage),
            Next::Occasion(number) => self.occasion(number, people, stage),
        }
        if let Numbers::Shared(count) = stage.numbers {
            self.shared = count;
        }
        self.chance = stage.random.clone();
        self.times.next(&mut self.chance)
    }

    fn step(&mut self, step: usize, people: &Population, stage: &mut Stage<'_>) {
        let (from, ends, entry, target) = self.steps[step].clone();
        let Some(address) = self.origins.named(&from, entry, self.sum.attacks) else { return };
        let target = self.targets.number(u64::from(target));
        self.strike(entry, &address, target, ends, people, stage);
    }

    fn occasion(&mut self, number: u64, people: &Population, stage: &mut Stage<'_>) {
        let target = self.targets.choose(number, people, &mut stage.random);
        let now = stage.now();
        let parts = match self.rotation {
            Rotation::All => self.origins.count(),
            _ => 1,
        };
        for part in 0..parts {
            let Some(drawn) = self.origins.draw(part, self.rotation, now, &mut stage.random) else { continue };
            // Guests are asked for by their own networks.
            let own = self.targets.register(target, people).and_then(|network| self.origins.of_network(network));
            let kept = own.unwrap_or(drawn);
            for (place, entry) in self.moves.clone().into_iter().enumerate() {
                if place + part > 0 {
                    let gap = stage.random.between(self.gap.0, self.gap.1.max(self.gap.0));
                    stage.wait(gap);
                }
                let turn = if self.rotation == Rotation::Message { self.sum.attacks as usize } else { kept };
                let strict = self.rotation == Rotation::All;
                let Some(address) = self.origins.fitting(turn, entry, now, strict) else { continue };
                self.strike(entry, &address, target, None, people, stage);
            }
        }
    }

    fn strike(
        &mut self,
        entry: &'static Move,
        address: &Address,
        target: u64,
        ends: Option<Ending>,
        people: &Population,
        stage: &mut Stage<'_>,
    ) {
        let scene = self.targets.scene(target, people, stage.world);
        let wanted = ends.unwrap_or_else(|| self.ending(&mut stage.random));
        let ending = entry.ending(wanted, scene.visited != HOME);
        if entry.name == attack::CAUGHT && !self.taken.remove(&target) {
            // Nothing comes to who was not taken for his switch.
            return;
        }
        let outcome = ending.name();
        let attack = AttackTruth {
            id: (self.index, self.sum.attacks),
            r#move: entry.name,
            threat: entry.threat,
            category: entry.category,
            outcome,
            disclosed: if ending == Ending::Answered { entry.disclosed } else { &[] },
        };
        stage.cause = Cause::Attack(Arc::new(attack));
        stage.form = match self.forms.len() {
            count if count > 0 && entry.layer == Layer::Ss7 => {
                self.formed += 1;
                Some(self.forms[(self.formed as usize - 1) % count])
            }
            _ => None,
        };
        let strike = Strike {
            scene,
            party: address.party,
            peer: Arc::clone(&address.peer),
            ip: address.ip,
            route_record: address.route_record.clone(),
            area: self.targets.area(),
            contents: Arc::clone(&self.contents),
            leaky: self.identifiers == Identifiers::Leaky,
            ending,
            number: self.sum.attacks,
        };
        self.sum.first.get_or_insert(stage.now());
        self.sum.last = self.sum.last.max(stage.now());
        self.sum.attacks += 1;
        self.sum.answered += u64::from(ending == Ending::Answered);
        self.sum.targets.insert(target);
        let origin = address.name(entry.layer);
        if !self.sum.origins.contains(&origin) {
            self.sum.origins.insert(origin);
        }
        (entry.act)(stage, &strike);
        stage.form = None;
        if attack::TAKES_OVER.contains(&entry.name) && ending == Ending::Answered {
            self.taken.insert(target);
        }
    }

    fn ending(&self, random: &mut Random) -> Ending {
        let Answers { answered, refused, unanswered } = self.answers;
        let [answered, refused, unanswered] = [answered, refused, unanswered].map(u64::from);
        let draw = random.below(answered + refused + unanswered);
        match draw {
            _ if draw < answered => Ending::Answered,
            _ if draw < answered + refused => Ending::Refused,
            _ => Ending::Unanswered,
        }
    }
}

fn steps(campaign: &Campaign) -> Vec<(String, Option<Ending>, &'static Move, u32)> {
    campaign
        .steps
        .iter()
        .filter_map(|step| {
            let ends = step.ends.as_deref().and_then(Ending::named);
            Move::named(&step.r#move).map(|entry| (step.from.clone(), ends, entry, step.target))
        })
        .collect()
}
