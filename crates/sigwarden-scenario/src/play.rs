//! Plays a scenario: who acts next, until the time is over; one thread acts, another one writes.

use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::thread;

use crate::agenda::Agenda;
use crate::campaign::{Player, Sum};
use crate::file::Scenario;
use crate::habit::{self, Actor, HABITS, SECOND_TAP};
use crate::life::Population;
use crate::output::{Output, OutputError};
use crate::stage::{Said, Stage};
use crate::world::World;

/// Messages that are handed over at a time, and batches that may wait.
const BATCH: usize = 512;
const WAITING: usize = 16;

/// Companies of one habit.
const MOST_COMPANIES: u64 = 100_000;

/// What is asked beside the scenario itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// What decides every byte; the scenario's own seed where absent.
    pub seed: Option<u64>,
    /// Share of the people of the background who live in this capture. Campaigns are always whole.
    pub scale: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self { seed: None, scale: 1.0 }
    }
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Frames in all captures.
    pub frames: u64,
    /// Signalling messages.
    pub messages: u64,
    /// Capture files.
    pub files: u64,
    /// Octets of capture files.
    pub octets: u64,
    /// Operations of ordinary life.
    pub legitimate_operations: u64,
    /// Operations of attacks.
    pub attack_operations: u64,
    /// Attacks: dialogues.
    pub attacks: u64,
    /// Name, attacks and targets of every campaign.
    pub campaigns: Vec<(String, u64, u64)>,
}

/// Plays a scenario and writes it into a folder: captures, `truth.jsonl`, `site.toml`, `ir21/`.
/// The same scenario, seed and scale give the same octets.
///
/// # Errors
/// A file that cannot be written. `progress` is told the share of time that is over.
pub fn generate(
    scenario: &Scenario,
    options: Options,
    folder: &Path,
    mut progress: impl FnMut(f64, u64),
) -> Result<Report, OutputError> {
    let world = World::build(scenario, options.seed.unwrap_or(scenario.seed));
    let second_tap = habit::count(scenario, SECOND_TAP).is_none_or(|count| count > 0);
    let mut output = Output::new(folder, scenario, &world, options.scale, second_tap)?;
    thread::scope(|scope| {
        let (sender, receiver): (SyncSender<Vec<Said>>, Receiver<Vec<Said>>) = sync_channel(WAITING);
        // Batches go back to who made them: memory is cheapest where the same thread takes and returns it.
        let (returns, returned) = channel();
        let writer = scope.spawn(move || {
            for batch in receiver {
                batch.iter().try_for_each(|said| output.write(said))?;
                // Nobody takes them back any more once everything is said.
                let _ = returns.send(batch);
            }
            Ok(output)
        });
        let batches = Batches { sender, returned, batch: Vec::with_capacity(BATCH), messages: 0 };
        let sums = act(scenario, &world, options.scale, batches, &mut progress);
        let output: Result<Output<'_>, OutputError> = match writer.join() {
            Ok(output) => output,
            Err(fault) => std::panic::resume_unwind(fault),
        };
        let counts = output?.finish(scenario, &sums)?;
        Ok(Report {
            frames: counts.frames,
            messages: counts.messages,
            files: counts.files,
            octets: counts.octets,
            legitimate_operations: counts.legitimate_operations,
            attack_operations: counts.attack_operations,
            attacks: sums.iter().map(|sum| sum.attacks).sum(),
            campaigns: scenario
                .campaigns
                .iter()
                .zip(&sums)
                .map(|(campaign, sum)| (campaign.name.clone(), sum.attacks, sum.targets.len() as u64))
                .collect(),
        })
    })
}

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    Campaign(usize),
    Habit(usize),
    Person(usize),
}

/// Lets everybody act in the order of time, and hands over what is said.
fn act(
    scenario: &Scenario,
    world: &World,
    scale: f64,
    mut batches: Batches,
    progress: &mut impl FnMut(f64, u64),
) -> Vec<Sum> {
    let (start, end) = (scenario.start.0, scenario.start.0 + scenario.lasts.0);
    let mut people = Population::new(world, &scenario.people, scale, start);
    let mut players: Vec<Player> = Vec::new();
    for index in 0..scenario.campaigns.len() {
        let player = Player::new(world, scenario, index, &mut people, &players);
        players.push(player);
    }
    let mut stage = Stage::new(world);
    let mut habits = habits(scenario, world, scale);
    let mut agenda = Agenda::new();
    // What comes after the end does not come at all.
    let note = |agenda: &mut Agenda<Who>, time: Option<u64>, who| {
        if let Some(time) = time.filter(|time| *time < end) {
            agenda.add(time, who);
        }
    };
    for index in 0..people.people.len() {
        note(&mut agenda, Some(people.first(index, start, &mut stage)), Who::Person(index));
    }
    for (index, habit) in habits.iter_mut().enumerate() {
        note(&mut agenda, Some(habit.next(start)), Who::Habit(index));
    }
    for (index, player) in players.iter_mut().enumerate() {
        note(&mut agenda, player.first(), Who::Campaign(index));
    }
    while let Some((time, who)) = agenda.next_before(end) {
        if !batches.until(time, &mut stage) {
            return Vec::new();
        }
        let then = match who {
            Who::Person(index) => Some(people.act(index, time, &mut stage)),
            Who::Habit(index) => Some(habits[index].act(time, &people, &mut stage)),
            Who::Campaign(index) => players[index].act(time, &people, &mut stage),
        };
        note(&mut agenda, then, who);
        progress((time - start) as f64 / (end - start) as f64, batches.messages);
    }
    batches.until(u64::MAX, &mut stage);
    batches.hand_over();
    players.into_iter().map(|player| player.sum).collect()
}

fn habits(scenario: &Scenario, world: &World, scale: f64) -> Vec<Actor> {
    let mut actors = Vec::new();
    for habit in HABITS {
        let count = habit::count(scenario, habit.name).unwrap_or(u32::from(scenario.standard_world));
        // A company is there or is not: a smaller world has fewer of them, but at least one.
        let left = ((f64::from(count) * scale).ceil() as u64).min(MOST_COMPANIES);
        actors.extend((0..left).map(|number| Actor::new(habit, number, world.seed, scenario.people.activity)));
    }
    actors
}

/// Messages on their way to who writes them.
struct Batches {
    sender: SyncSender<Vec<Said>>,
    returned: Receiver<Vec<Said>>,
    batch: Vec<Said>,
    messages: u64,
}

impl Batches {
    /// Hands over what was said before a time. False when nobody takes it any more.
    fn until(&mut self, time: u64, stage: &mut Stage<'_>) -> bool {
        while let Some(said) = stage.until(time) {
            self.batch.push(said);
            self.messages += 1;
            if self.batch.len() >= BATCH && !self.hand_over() {
                return false;
            }
        }
        true
    }

    fn hand_over(&mut self) -> bool {
        let mut next = Vec::new();
        while let Ok(mut old) = self.returned.try_recv() {
            old.clear();
            next = old;
        }
        next.reserve(BATCH);
        self.sender.send(std::mem::replace(&mut self.batch, next)).is_ok()
    }
}
