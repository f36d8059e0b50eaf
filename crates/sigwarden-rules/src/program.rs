//! Which rules match a record, at the price of a few where there are hundreds.

use crate::fields::{Service, fields, find};
use crate::set::RuleSet;
use sigwarden_expr::{Constant, Expression, FieldId, Record, Value};
use std::collections::HashMap;

/// Fields by which rules are found, the most telling first: a rule that can only match certain values of one of
/// them is asked about no other record.
const INDEXED: &[(Service, &[&str])] = &[
    (Service::Operations, &["op.name", "op.code", "stack"]),
    (Service::Findings, &["rule.id", "op.name", "op.code", "threat"]),
];

/// The detections of a set that look at one kind of record.
#[derive(Clone, Debug, Default)]
pub struct Program {
    rules: Vec<(usize, Expression)>,
    indexes: Vec<Index>,
    /// Rules that may match any record.
    rest: Vec<usize>,
}

/// Rules by the value of a field; positions in [`Program::rules`].
#[derive(Clone, Debug)]
struct Index {
    field: FieldId,
    texts: HashMap<String, Vec<usize>>,
    integers: HashMap<i64, Vec<usize>>,
}

impl Program {
    /// The detections of the set that look at this service, and the built-in checks that its correlations name.
    pub fn new(set: &RuleSet, service: Service) -> Self {
        let written = set.rules.iter().enumerate().filter(|(_, rule)| rule.service == service);
        let mut rules: Vec<(usize, Expression)> =
            written.filter_map(|(at, rule)| Some((at, rule.detection()?.expression.clone()))).collect();
        if service == Service::Findings {
            let checks = set.checks.iter().enumerate();
            rules.extend(checks.filter_map(|(at, check)| Some((set.rules.len().checked_add(at)?, check_rule(check)?))));
        }
        Self::of(rules, service)
    }

    fn of(rules: Vec<(usize, Expression)>, service: Service) -> Self {
        let names = INDEXED.iter().filter(|row| row.0 == service).flat_map(|row| row.1);
        let mut indexes: Vec<Index> = names
            .filter_map(|name| find(service, name))
            .map(|(field, _)| Index { field, texts: HashMap::new(), integers: HashMap::new() })
            .collect();
        let mut rest = Vec::new();
        for (position, (_, expression)) in rules.iter().enumerate() {
            let found = indexes.iter_mut().find_map(|index| Some((expression.required(index.field.name)?, index)));
            match found {
                Some((values, index)) => values.into_iter().for_each(|value| index.insert(value, position)),
                None => rest.push(position),
            }
        }
        indexes.retain(|index| !index.texts.is_empty() || !index.integers.is_empty());
        Self { rules, indexes, rest }
    }

    /// Puts the numbers of the rules that match into `out`, ascending; what was in it goes. Numbers from
    /// `set.rules.len()` on are checks.
    pub fn matching(&self, record: &(impl Record + ?Sized), out: &mut Vec<usize>) {
        out.clear();
        let indexed = self.indexes.iter().filter_map(|index| match record.value(index.field) {
            Value::Text(text) => index.texts.get(text),
            Value::Integer(number) => index.integers.get(&number),
            _ => None,
        });
        for position in indexed.flatten().chain(&self.rest) {
            if let Some((rule, expression)) = self.rules.get(*position)
                && expression.matches(record)
            {
                out.push(*rule);
            }
        }
        out.sort_unstable();
    }

    /// Whether any rule may match a record of which only the fields are known that rules are found by
    /// (`stack`, `op.code`, `op.name`; `rule.id`, `threat`): a reason to make the whole record.
    pub fn may_match(&self, record: &(impl Record + ?Sized)) -> bool {
        let found = |index: &Index| match record.value(index.field) {
            Value::Text(text) => index.texts.contains_key(text),
            Value::Integer(number) => index.integers.contains_key(&number),
            _ => false,
        };
        !self.rest.is_empty() || self.indexes.iter().any(found)
    }

    /// Rules that it asks: all, and those of them that no index finds.
    pub fn size(&self) -> (usize, usize) {
        (self.rules.len(), self.rest.len())
    }
}

impl Index {
    fn insert(&mut self, value: Constant, position: usize) {
        match value {
            Constant::Text(text) => self.texts.entry(text).or_default().push(position),
            Constant::Integer(number) => self.integers.entry(number).or_default().push(position),
        }
    }
}

/// A built-in check as a detection: its findings, and no pattern over them.
fn check_rule(check: &str) -> Option<Expression> {
    Expression::parse_with(&format!("rule.id == \"{check}\""), fields(Service::Findings)).ok()
}
