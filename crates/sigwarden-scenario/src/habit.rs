//! Habits of companies and networks: legitimate, and alike to attacks.
//!
//! Each is one row: how often it happens, and what happens. `[habits]` in a scenario says how many
//! of them there are; 0 leaves one out.

mod companies;
mod networks;

use sigwarden_emit::random::Random;

use crate::file::Scenario;
use crate::life::{HOUR, Population};
use crate::stage::{SECOND, Stage};

/// A minute, nanoseconds.
const MINUTE: u64 = 60 * SECOND;

/// What one of them does, once.
type Act = fn(&mut Stage<'_>, &Population, Turn);

/// Who acts, and how often he has acted before.
#[derive(Clone, Copy, Debug)]
struct Turn {
    number: u64,
    turn: u64,
}

/// A habit.
pub(crate) struct Habit {
    /// Name in scenario files.
    pub(crate) name: &'static str,
    /// What they do, for a person.
    pub(crate) what: &'static str,
    /// Mean time between two acts of one of them, nanoseconds.
    every: u64,
    /// Whether acts lie at nearly fixed distances.
    regular: bool,
    act: Act,
}

const fn habit(name: &'static str, what: &'static str, every: u64, regular: bool, act: Act) -> Habit {
    Habit { name, what, every, regular, act }
}

/// All habits.
pub(crate) const HABITS: &[Habit] = &[
    habit(
        "number-lookups",
        "a company under contract asks who serves numbers (sendRoutingInfoForSM), and sends no message",
        4 * MINUTE,
        false,
        companies::number_lookup,
    ),
    habit(
        "sim-swap-checks",
        "the same question for a bank that wants to know about new SIM cards",
        11 * MINUTE,
        false,
        companies::sim_swap_check,
    ),
    habit(
        "company-messages",
        "companies' messages, under a name of letters",
        2 * MINUTE,
        false,
        companies::company_message,
    ),
    habit(
        "hub-messages",
        "a hub delivers for other networks: its title outside, their centre inside",
        6 * MINUTE,
        false,
        companies::hub_message,
    ),
    habit(
        "test-probes",
        "a tester's subscription registers in country after country, every twenty minutes",
        20 * MINUTE,
        true,
        companies::probe,
    ),
    habit(
        "shared-sims",
        "a travel product: one identity authenticates in many countries at the same time",
        9 * MINUTE,
        false,
        companies::shared_sim,
    ),
    habit(
        "sponsored-guests",
        "guests with identities of a sponsor, whose register answers",
        25 * MINUTE,
        false,
        companies::sponsored_guest,
    ),
    habit("sim-swaps", "a new card for an old number, in the same telephone", 50 * MINUTE, false, companies::sim_swap),
    habit(
        "changing-cards",
        "a card with several identities: one telephone, first our IMSI, then a sponsor's",
        70 * MINUTE,
        false,
        companies::changing_card,
    ),
    habit(
        "ported-numbers",
        "numbers taken along to us: their former network relays questions and messages",
        8 * MINUTE,
        false,
        networks::ported_number,
    ),
    habit(
        "own-location-services",
        "our location service asks for travellers, every five minutes",
        5 * MINUTE,
        true,
        networks::own_location_service,
    ),
    habit(
        "own-fraud-checks",
        "our fraud system asks a few times in a row where somebody is",
        15 * MINUTE,
        false,
        networks::own_fraud_check,
    ),
    habit(
        "partner-location-services",
        "a partner's location service asks for its own people here",
        12 * MINUTE,
        true,
        networks::partner_location_service,
    ),
    habit(
        "sim-updates",
        "our platform sends SIM cards new lists of networks (TP-PID 127)",
        10 * MINUTE,
        false,
        networks::sim_update,
    ),
    habit(
        "machine-platform",
        "the sister network asks any time for things that both sell",
        14 * MINUTE,
        true,
        networks::machine_platform,
    ),
    habit(
        "emergency-location",
        "the emergency centre asks where a caller is (provideSubscriberLocation)",
        3 * HOUR,
        false,
        networks::emergency,
    ),
    habit(
        "register-restart",
        "a register restarts: reset, restorations, many registrations in minutes",
        36 * HOUR,
        false,
        networks::restart,
    ),
    habit(
        "airport",
        "calls over one network, data over another one, at the same time",
        30 * MINUTE,
        false,
        networks::airport,
    ),
    habit(
        "path-supervision",
        "packet nodes ask each other whether they are there",
        5 * MINUTE,
        true,
        networks::supervision,
    ),
    habit("watchdogs", "Diameter agents do", 2 * MINUTE, true, networks::watchdog),
];

/// Names of all habits, and of the one that the taps have: a second tap sees some links too.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    HABITS.iter().map(|habit| habit.name).chain([SECOND_TAP])
}

/// Name of the habit of the taps.
pub(crate) const SECOND_TAP: &str = "second-tap";

/// Stands for all habits that a scenario does not name.
pub(crate) const OTHERS: &str = "others";

/// How many companies or networks have a habit in a scenario; nothing where it does not say.
pub(crate) fn count(scenario: &Scenario, name: &str) -> Option<u32> {
    scenario.habits.get(name).or_else(|| scenario.habits.get(OTHERS)).copied()
}

/// One company or network with a habit.
pub(crate) struct Actor {
    habit: &'static Habit,
    number: u64,
    turn: u64,
    /// Nanoseconds between two acts.
    every: u64,
    chance: Random,
}

impl Actor {
    /// The `number`th of them. `activity`: how much happens in this world, 1 is usual.
    pub(crate) fn new(habit: &'static Habit, number: u64, seed: u64, activity: f64) -> Self {
        let name =
            habit.name.bytes().fold(seed, |hash, octet| (hash ^ u64::from(octet)).wrapping_mul(0x0100_0000_01b3));
        let mut chance = Random::new(name ^ number << 32);
        chance.bits();
        let every = ((habit.every as f64 / activity.max(1e-6)) as u64).max(SECOND);
        Self { habit, number, turn: 0, every, chance }
    }

    /// It acts. Returns when it acts next.
    pub(crate) fn act(&mut self, time: u64, people: &Population, stage: &mut Stage<'_>) -> u64 {
        stage.enter(time, self.chance.clone(), self.habit.name);
        (self.habit.act)(stage, people, Turn { number: self.number, turn: self.turn });
        self.turn += 1;
        self.chance = stage.random.clone();
        self.next(time)
    }

    /// When it acts after `time`.
    pub(crate) fn next(&mut self, time: u64) -> u64 {
        let every = self.every;
        let spread = if self.habit.regular { every / 20 } else { 2 * every - SECOND };
        let least = if self.habit.regular { every - spread / 2 } else { SECOND };
        time + least + self.chance.below(spread.max(1))
    }
}
