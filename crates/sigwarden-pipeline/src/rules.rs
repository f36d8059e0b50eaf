//! Rules that somebody wrote: over operations while they pass, over findings at the end.
//!
//! A match of a rule over operations becomes a finding of its dialogue, with the answer that comes. Where a rule only
//! serves a correlation, its matches wait, and become findings if the correlation fires; the pattern names them.

mod lines;

use crate::record::{FindingLine, Line};
use lines::{Told, matched, over};
use sigwarden_expr::{FieldId, Record, Value};
use sigwarden_operators::Day;
use sigwarden_rules::{Correlator, Exception, Observed, Pack, Program, RuleSet, Selection, Service};
use sigwarden_schema::lines::{Finding, Operation};
use std::collections::{BTreeMap, HashMap};

/// Matches of rules over operations that are kept; more are counted.
const MAX_MATCHES: usize = 200_000;

/// What a site says of rules, checked.
#[derive(Clone, Debug)]
pub struct Rulebook {
    /// The rules that run.
    pub set: RuleSet,
    /// Which built-in checks run too.
    pub selection: Selection,
    /// What is no finding here.
    pub exceptions: Vec<Exception>,
}

impl Default for Rulebook {
    /// No rules; the checks that run if nothing is said.
    fn default() -> Self {
        let selection = Selection { packs: vec![Pack::Core, Pack::Extended], ..Selection::default() };
        Self { set: RuleSet::default(), selection, exceptions: Vec::new() }
    }
}

/// A match of a rule over operations.
struct Match {
    rule: usize,
    finding: Finding,
    ts_ns: i64,
    invoke: Option<i64>,
    /// A correlation has fired over it.
    fired: bool,
}

/// Rules as they run.
pub(crate) struct Rules {
    book: Rulebook,
    told: Vec<Told>,
    operations: Program,
    correlator: Correlator<usize>,
    matches: Vec<Match>,
    /// Matches whose answer may come, by dialogue.
    open: HashMap<String, Vec<usize>>,
    patterns: Patterns,
    numbers: Vec<usize>,
    /// Matches for which there was no room.
    pub(crate) dropped: u64,
    /// Findings that an exception excuses, by rule.
    pub(crate) excepted: BTreeMap<String, u64>,
}

/// What correlations have fired: rule, group in words, and matches.
#[derive(Default)]
struct Patterns {
    list: Vec<Pattern>,
    by_id: HashMap<u64, usize>,
}

struct Pattern {
    rule: usize,
    observed: String,
    evidence: Vec<usize>,
}

impl Patterns {
    fn take(&mut self, observed: Vec<Observed<usize>>) {
        for one in observed {
            match one {
                Observed::Fired(fired) => {
                    let group: Vec<String> =
                        fired.group.iter().map(|(field, value)| format!("{field} {value}")).collect();
                    let distinct = match fired.distinct.as_slice() {
                        [] => String::new(),
                        several => format!(": {}", several.join(", ")),
                    };
                    let of = if group.is_empty() { String::new() } else { format!(" of {}", group.join(", ")) };
                    self.by_id.insert(fired.id, self.list.len());
                    let observed = format!("{} matches{of}{distinct}", fired.count);
                    self.list.push(Pattern { rule: fired.rule, observed, evidence: fired.evidence });
                }
                Observed::Extended { id, evidence } => {
                    let known = self.by_id.get(&id).and_then(|index| self.list.get_mut(*index));
                    if let Some(pattern) = known {
                        pattern.evidence.extend(evidence);
                    }
                }
            }
        }
    }
}

/// What is known of an operation before its line is made.
struct Short<'a> {
    stack: &'a str,
    code: Option<i64>,
    name: Option<&'a str>,
}

impl Record for Short<'_> {
    fn value(&self, field: FieldId) -> Value<'_> {
        match field.name {
            "stack" => Value::Text(self.stack),
            "op.code" => self.code.map_or(Value::Absent, Value::Integer),
            "op.name" => self.name.map_or(Value::Absent, Value::Text),
            _ => Value::Absent,
        }
    }

    fn element(&self, _: FieldId, _: usize) -> Value<'_> {
        Value::Absent
    }
}

impl Rules {
    pub(crate) fn new(book: Rulebook) -> Self {
        let told = book.set.rules.iter().map(Told::of).collect();
        let operations = Program::new(&book.set, Service::Operations);
        let correlator = Correlator::new(&book.set, Service::Operations);
        Self {
            book,
            told,
            operations,
            correlator,
            matches: Vec::new(),
            open: HashMap::new(),
            patterns: Patterns::default(),
            numbers: Vec::new(),
            dropped: 0,
            excepted: BTreeMap::new(),
        }
    }

    /// Whether any rule looks at operations.
    pub(crate) fn look_at_operations(&self) -> bool {
        self.operations.size().0 > 0
    }

    /// Whether a line is needed of an operation of this kind: a rule may match it, or wait for it as an answer.
    pub(crate) fn want(&self, stack: &str, code: Option<i64>, name: Option<&str>) -> bool {
        !self.open.is_empty() || self.operations.may_match(&Short { stack, code, name })
    }

    /// Takes an operation.
    pub(crate) fn operation(&mut self, line: &Operation, ts_ns: i64) {
        if line.duplicate_of.is_some() {
            return;
        }
        self.answer(line);
        let mut numbers = std::mem::take(&mut self.numbers);
        self.operations.matching(&Line(line), &mut numbers);
        for rule in &numbers {
            self.matched(*rule, line, ts_ns);
        }
        self.numbers = numbers;
    }

    fn matched(&mut self, rule: usize, line: &Operation, ts_ns: i64) {
        let Some(told) = self.told.get(rule) else { return };
        if self.matches.len() >= MAX_MATCHES {
            self.dropped += 1;
            return;
        }
        let index = self.matches.len();
        let invoke = line.op.as_ref().and_then(|op| op.invoke_id);
        self.matches.push(Match { rule, finding: matched(told, line), ts_ns, invoke, fired: false });
        self.open.entry(line.dialogue_id.clone()).or_default().push(index);
        let observed = self.correlator.observe(rule, &Line(line), ts_ns, index);
        self.patterns.take(observed);
    }

    /// An answer belongs to the requests of its dialogue that were matched.
    fn answer(&mut self, line: &Operation) {
        let Some(op) = line.op.as_ref().filter(|op| matches!(op.kind, "result" | "error" | "reject" | "answer")) else {
            return;
        };
        let Some(list) = self.open.get(&line.dialogue_id) else { return };
        let outcome = lines::outcome(line);
        for index in list {
            let Some(one) = self.matches.get_mut(*index) else { continue };
            if op.invoke_id.is_some() && one.invoke != op.invoke_id {
                continue;
            }
            one.finding.answer.outcome = outcome;
            one.finding.answer.disclosed.clone_from(&line.disclosed);
            if one.finding.capture.file == line.capture.file {
                one.finding.capture.frames.extend(&line.capture.frames);
            }
        }
        // The next request of the dialogue may be matched again; its answer finds it then.
        self.open.remove(&line.dialogue_id);
    }

    /// The findings of the checks, with those of rules; without those of checks that are off, and what exceptions excuse.
    /// `checks` tells the pack of a check.
    pub(crate) fn finish(&mut self, mut findings: Vec<Finding>, pack: impl Fn(&str) -> Option<Pack>) -> Vec<Finding> {
        findings.retain(|finding| {
            pack(finding.rule.id).is_none_or(|pack| self.book.selection.chooses(pack, finding.rule.id))
        });
        findings.extend(self.of_operations());
        findings.sort_by(|one, other| {
            (&one.ts, one.capture.frames.first(), &one.id).cmp(&(&other.ts, other.capture.frames.first(), &other.id))
        });
        let found = self.of_findings(&findings);
        findings.extend(found);
        let excepted = &mut self.excepted;
        let exceptions = &self.book.exceptions;
        findings.retain(|finding| {
            let day = lines::nanoseconds(&finding.ts).and_then(Day::of_time).map_or(0, Day::number);
            let excused =
                exceptions.iter().any(|exception| exception.applies(finding.rule.id, &FindingLine(finding), day));
            if excused {
                *excepted.entry(finding.rule.id.to_owned()).or_default() += 1;
            }
            !excused
        });
        findings.sort_by(|one, other| {
            (&one.ts, one.capture.frames.first(), &one.id).cmp(&(&other.ts, other.capture.frames.first(), &other.id))
        });
        findings
    }

    /// Findings of rules over operations, and the patterns over them.
    fn of_operations(&mut self) -> Vec<Finding> {
        let patterns = std::mem::take(&mut self.patterns.list);
        let mut matches = std::mem::take(&mut self.matches);
        for pattern in &patterns {
            for index in &pattern.evidence {
                if let Some(one) = matches.get_mut(*index) {
                    one.fired = true;
                }
            }
        }
        let over_matches: Vec<Finding> = patterns
            .iter()
            .filter_map(|pattern| {
                let steps: Vec<&Finding> =
                    pattern.evidence.iter().filter_map(|index| matches.get(*index)).map(|one| &one.finding).collect();
                over(self.told.get(pattern.rule)?, &steps, &pattern.observed)
            })
            .collect();
        matches.sort_by_key(|one| one.ts_ns);
        let loud = |one: &Match| one.fired || !self.book.set.quiet(one.rule);
        let alone = matches.into_iter().filter(|one| loud(one)).map(|one| one.finding);
        alone.chain(over_matches).collect()
    }

    /// Findings of rules over findings.
    fn of_findings(&mut self, findings: &[Finding]) -> Vec<Finding> {
        let program = Program::new(&self.book.set, Service::Findings);
        let mut correlator: Correlator<usize> = Correlator::new(&self.book.set, Service::Findings);
        let mut patterns = Patterns::default();
        let (mut numbers, mut found) = (Vec::new(), Vec::new());
        for (index, finding) in findings.iter().enumerate() {
            let record = FindingLine(finding);
            program.matching(&record, &mut numbers);
            for rule in &numbers {
                if !self.book.set.quiet(*rule)
                    && let Some(told) = self.told.get(*rule)
                {
                    found.extend(over(told, &[finding], "1 finding"));
                }
                let ts = lines::nanoseconds(&finding.ts).unwrap_or_default();
                patterns.take(correlator.observe(*rule, &record, ts, index));
            }
        }
        for pattern in patterns.list {
            let steps: Vec<&Finding> = pattern.evidence.iter().filter_map(|index| findings.get(*index)).collect();
            found.extend(self.told.get(pattern.rule).and_then(|told| over(told, &steps, &pattern.observed)));
        }
        let drops = correlator.drops();
        self.dropped += drops.groups + drops.events;
        found
    }
}
