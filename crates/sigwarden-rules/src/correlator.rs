//! Bursts, counts and sequences over what rules match, one sliding window for each correlation and group.
//!
//! Memory is bounded ([`Limits`]): where there are too many groups or matches, the oldest go first and are counted
//! in [`Drops`]. Records come in the order of time; a little disorder is put up with (see `Window::time`).

use crate::correlation::Kind;
use crate::fields::Service;
use crate::resolve::Plan;
use crate::set::RuleSet;
use crate::window::{Event, MAX_EVENTS_A_GROUP, Wanted, Window};
use sigwarden_expr::{FieldId, Record, Value};
use std::collections::{BTreeMap, HashMap};

/// What is kept at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Groups in all.
    pub groups: usize,
    /// Matches of one group.
    pub events_a_group: usize,
    /// Matches in all.
    pub events: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { groups: 1 << 16, events_a_group: MAX_EVENTS_A_GROUP, events: 1 << 20 }
    }
}

/// What was given up because of [`Limits`]. What grew too old does not count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drops {
    /// Groups, with all that they held.
    pub groups: u64,
    /// Matches of groups that stayed.
    pub events: u64,
}

/// A correlation that became true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fired<E> {
    /// By which [`Observed::Extended`] names it; numbered from 0 in the order of firing.
    pub id: u64,
    /// Number of the correlation in the set.
    pub rule: usize,
    /// What its matches share: names as in `group-by`, and their values.
    pub group: Vec<(String, String)>,
    /// Evidence of each match, oldest first.
    pub evidence: Vec<E>,
    /// How many matches.
    pub count: u64,
    /// The different values of `value_count`, or the names of the rules of `temporal`; sorted.
    pub distinct: Vec<String>,
}

/// What an observation comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Observed<E> {
    /// A correlation became true.
    Fired(Fired<E>),
    /// One that fired before is true again soon enough: this belongs to it too.
    Extended {
        /// Which.
        id: u64,
        /// Matches that came since.
        evidence: Vec<E>,
    },
}

/// A correlation as it runs.
#[derive(Clone, Debug)]
struct Running {
    plan: Plan,
    wanted: Wanted,
    /// How long after a firing another one adds to it, in nanoseconds.
    suppress: i64,
}

struct Group<E> {
    key: (usize, String),
    window: Window<E>,
    /// The last firing, and when something was last added to it.
    firing: Option<(u64, i64)>,
}

/// Keeps the windows of all correlations of a set over one service.
pub struct Correlator<E> {
    running: Vec<Running>,
    /// Correlations that a rule counts in.
    by_rule: HashMap<usize, Vec<usize>>,
    names: Vec<String>,
    groups: HashMap<(usize, String), u64>,
    /// Groups by when they were last used: the first is the oldest.
    by_use: BTreeMap<u64, Group<E>>,
    uses: u64,
    fired: u64,
    events: usize,
    limits: Limits,
    drops: Drops,
}

impl<E: Clone> Correlator<E> {
    /// The correlations of the set that look at this service.
    pub fn new(set: &RuleSet, service: Service) -> Self {
        Self::with_limits(set, service, Limits::default())
    }

    /// The same with other limits.
    pub fn with_limits(set: &RuleSet, service: Service, limits: Limits) -> Self {
        let plans =
            set.plans.iter().filter(|plan| set.rules.get(plan.rule).is_some_and(|rule| rule.service == service));
        let running: Vec<Running> = plans.filter_map(|plan| running(set, plan)).collect();
        let mut by_rule: HashMap<usize, Vec<usize>> = HashMap::new();
        for (number, one) in running.iter().enumerate() {
            for member in &one.plan.members {
                let list = by_rule.entry(*member).or_default();
                if list.last() != Some(&number) {
                    list.push(number);
                }
            }
        }
        let names = set.names().map(str::to_owned).chain(set.checks.iter().cloned()).collect();
        Self {
            running,
            by_rule,
            names,
            groups: HashMap::new(),
            by_use: BTreeMap::new(),
            uses: 0,
            fired: 0,
            events: 0,
            limits,
            drops: Drops::default(),
        }
    }

    /// A record that rule number `rule` matched (as [`crate::Program::matching`] numbers them), its time in
    /// nanoseconds, and what shall stand for it in a firing. A record without one of the fields of `group-by`, or
    /// without the field that is counted, is not correlated.
    pub fn observe(
        &mut self,
        rule: usize,
        record: &(impl Record + ?Sized),
        ts_ns: i64,
        evidence: E,
    ) -> Vec<Observed<E>> {
        let mut out = Vec::new();
        for position in 0..self.by_rule.get(&rule).map_or(0, Vec::len) {
            let number = self.by_rule.get(&rule).and_then(|list| list.get(position)).copied().unwrap_or_default();
            let Some(read) = self.running.get(number).and_then(|one| one.read(rule, record, &self.names)) else {
                continue;
            };
            out.extend(self.enter(number, rule, read, ts_ns, evidence.clone()));
        }
        self.shrink();
        out
    }

    /// What was given up.
    pub fn drops(&self) -> Drops {
        self.drops
    }

    fn enter(&mut self, number: usize, rule: usize, read: Read, ts_ns: i64, evidence: E) -> Option<Observed<E>> {
        let key = (number, read.group.join("\u{1f}"));
        self.uses = self.uses.saturating_add(1);
        let used = self.uses;
        let known = self.groups.insert(key.clone(), used).and_then(|before| self.by_use.remove(&before));
        let fresh = || Group { key, window: Window::new(), firing: None };
        let mut group = known.unwrap_or_else(fresh);
        let before = group.window.events.len();

        let one = self.running.get(number)?;
        let now = group.window.time(ts_ns, one.wanted.timespan);
        group.window.expire(now, one.wanted.timespan);
        if group.window.events.len() >= self.limits.events_a_group {
            group.window.drop_first();
            self.drops.events = self.drops.events.saturating_add(1);
        }
        let event = Event { at: now, rule, key: read.key, evidence, told: false, begun: Vec::new() };
        group.window.push(event, &one.wanted);
        let begun = group.window.holds(&one.wanted);
        let observed = begun.map(|begun| fire(one, &mut group, begun, now, read.group, &mut self.fired));

        self.events = self.events.saturating_sub(before).saturating_add(group.window.events.len());
        self.by_use.insert(used, group);
        observed
    }

    /// Keeps the limits. A group whose window has run out stays until then: it holds little.
    fn shrink(&mut self) {
        while self.groups.len() > self.limits.groups || self.events > self.limits.events {
            let Some((_, group)) = self.by_use.pop_first() else { break };
            self.groups.remove(&group.key);
            self.events = self.events.saturating_sub(group.window.events.len());
            self.drops.groups = self.drops.groups.saturating_add(1);
        }
    }
}

/// What a record says to a correlation.
struct Read {
    group: Vec<String>,
    key: String,
}

impl Running {
    fn read(&self, rule: usize, record: &(impl Record + ?Sized), names: &[String]) -> Option<Read> {
        let member = self.plan.members.iter().position(|member| *member == rule)?;
        let fields =
            self.plan.group.iter().map(|(_, fields)| fields.get(member).and_then(|field| text(record, *field)));
        let group = fields.collect::<Option<Vec<String>>>()?;
        let values = || self.plan.values.iter().map(|field| text(record, *field));
        let key = match self.wanted.kind {
            Kind::EventCount => String::new(),
            Kind::ValueCount => values().collect::<Option<Vec<String>>>()?.join(" "),
            Kind::Temporal => names.get(rule).cloned().unwrap_or_default(),
            Kind::Ordered => values().map(Option::unwrap_or_default).collect::<Vec<String>>().join("\u{1f}"),
        };
        Some(Read { group, key })
    }
}

fn running(set: &RuleSet, plan: &Plan) -> Option<Running> {
    let rule = set.rules.get(plan.rule)?;
    let correlation = rule.correlation()?;
    let least = match correlation.kind {
        Kind::Temporal => plan.different(correlation.kind) as u64,
        _ => correlation.threshold,
    };
    let wanted = Wanted {
        kind: correlation.kind,
        timespan: correlation.timespan,
        least,
        steps: if correlation.kind == Kind::Ordered { plan.members.clone() } else { Vec::new() },
        distinct: !plan.values.is_empty(),
    };
    Some(Running { plan: plan.clone(), wanted, suppress: rule.about.suppress.unwrap_or(correlation.timespan) })
}

/// A value as groups and firings show it.
fn text(record: &(impl Record + ?Sized), field: FieldId) -> Option<String> {
    match record.value(field) {
        Value::Text(text) => Some(text.to_owned()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Boolean(value) => Some(value.to_string()),
        Value::Absent | Value::List(_) => None,
    }
}

/// A condition that holds: a new firing, or more of the one before.
fn fire<E: Clone>(
    one: &Running,
    group: &mut Group<E>,
    begun: i64,
    now: i64,
    values: Vec<String>,
    fired: &mut u64,
) -> Observed<E> {
    if let Some((id, _)) = group.firing.filter(|(_, last)| (0..=one.suppress).contains(&now.saturating_sub(*last))) {
        group.firing = Some((id, now));
        return Observed::Extended { id, evidence: group.window.tell(begun, true) };
    }
    let id = *fired;
    *fired = fired.saturating_add(1);
    group.firing = Some((id, now));
    let names = one.plan.group.iter().map(|(name, _)| name.clone());
    let counts = matches!(one.wanted.kind, Kind::ValueCount | Kind::Temporal);
    Observed::Fired(Fired {
        id,
        rule: one.plan.rule,
        group: names.zip(values).collect(),
        count: group.window.count(begun),
        distinct: if counts { group.window.keys() } else { Vec::new() },
        evidence: group.window.tell(begun, false),
    })
}
