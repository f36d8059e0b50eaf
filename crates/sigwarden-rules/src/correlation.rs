//! Rules over the matches of other rules: what is written. What it refers to is checked in `resolve`.

use crate::fields::Service;
use crate::keys::get;
use crate::mistake::{Place, excerpt};
use crate::reader::Reader;
use crate::window::MAX_EVENTS_A_GROUP;
use crate::yaml::{Content, Key, Node};

/// Rules that one correlation may name.
const MAX_RULES: usize = 16;

/// What has to be true of the matches of a group within the time span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// There are many.
    EventCount,
    /// They have many different values in a field.
    ValueCount,
    /// Each of the rules matched, in any order.
    Temporal,
    /// Each of the rules matched, in this order.
    Ordered,
}

/// Every type by its name, with what it is for.
pub const TYPES: &[(&str, Kind, &str)] = &[
    ("event_count", Kind::EventCount, "at least so many matches"),
    ("value_count", Kind::ValueCount, "matches with at least so many different values of a field"),
    ("temporal", Kind::Temporal, "a match of each of the rules, in any order"),
    ("temporal_ordered", Kind::Ordered, "a match of each of the rules, in the order in which they are named"),
];

impl Kind {
    /// Name as in a rule.
    pub fn name(self) -> &'static str {
        TYPES.iter().find(|row| row.1 == self).map_or("", |row| row.0)
    }

    fn counts(self) -> bool {
        matches!(self, Self::EventCount | Self::ValueCount)
    }
}

/// A word of a rule and where it stands.
#[derive(Clone, Debug)]
pub struct Named {
    /// The word.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

/// A name for fields that differ from rule to rule.
#[derive(Clone, Debug)]
pub struct Alias {
    /// What `group-by` calls it.
    pub name: Named,
    /// Which rule, and which field of its matches.
    pub fields: Vec<(Named, Named)>,
}

/// A rule over the matches of other rules.
#[derive(Clone, Debug)]
pub struct Correlation {
    /// What has to be true.
    pub kind: Kind,
    /// Names of the rules, or of built-in checks.
    pub rules: Vec<Named>,
    /// Fields or aliases whose values all matches of a group share.
    pub group_by: Vec<Named>,
    /// Longest time from the first match to the last, in nanoseconds.
    pub timespan: i64,
    /// Least number of matches or values; of temporal types nothing.
    pub threshold: u64,
    /// Fields whose values are counted, together where there are several; of an ordered type, fields of which at
    /// least one differs from each step to the next.
    pub fields: Vec<Named>,
    /// Names for fields that differ from rule to rule.
    pub aliases: Vec<Alias>,
    /// The matches of its rules are findings too.
    pub generate: bool,
    /// What `logsource` says it looks at.
    pub(crate) stated: Option<Service>,
}

const KEYS: &[&str] =
    &["type", "rules", "group-by", "timespan", "condition", "field", "distinct", "aliases", "generate"];

/// What stands behind `correlation:`.
pub(crate) fn correlation(reader: &mut Reader<'_>, node: &Node) -> Option<Correlation> {
    let noted = reader.mistakes.len();
    let entries = reader.map(node, "a correlation")?;
    let unknown = entries.iter().filter(|(key, _)| !KEYS.contains(&key.text.as_str()));
    // A key that is only misspelt is not missing too.
    let meant: Vec<&str> = unknown.filter_map(|(key, _)| reader.unknown(key, KEYS)).collect();
    if !meant.is_empty() {
        return None;
    }
    let kinds: Vec<(&str, Kind)> = TYPES.iter().map(|row| (row.0, row.1)).collect();
    let kind =
        needed(reader, node, entries, "type").and_then(|node| reader.choice(node, "type of correlation", &kinds));
    let rules = needed(reader, node, entries, "rules").and_then(|node| named(reader, node));
    let timespan = needed(reader, node, entries, "timespan").and_then(|node| reader.duration(node));
    let group_by = get(entries, "group-by").and_then(|node| named(reader, node)).unwrap_or_default();
    let aliases = get(entries, "aliases").and_then(|node| aliases(reader, node)).unwrap_or_default();
    let generate = get(entries, "generate").and_then(|node| reader.boolean(node)).unwrap_or(false);
    let kind = kind?;
    let threshold = threshold(reader, node, get(entries, "condition"), kind);
    let fields = compared(reader, node, entries, kind);
    let rules = rules.filter(|_| reader.mistakes.len() == noted)?;
    check_rules(reader, get(entries, "rules").map_or(node.place, |rules| rules.place), kind, &rules)?;
    Some(Correlation { kind, rules, group_by, timespan: timespan?, threshold, fields, aliases, generate, stated: None })
}

fn needed<'n>(reader: &mut Reader<'_>, node: &Node, entries: &'n [(Key, Node)], name: &str) -> Option<&'n Node> {
    match get(entries, name) {
        Some(value) => Some(value),
        None => {
            reader.wrong(node.place, format!("the correlation has no {name}"), format!("add {name}: {}", example(name)))
        }
    }
}

fn example(name: &str) -> &'static str {
    match name {
        "type" => "event_count, value_count, temporal or temporal_ordered",
        "rules" => "the names of the rules whose matches count",
        _ => "10m",
    }
}

fn check_rules(reader: &mut Reader<'_>, place: Place, kind: Kind, rules: &[Named]) -> Option<()> {
    if rules.len() > MAX_RULES {
        return reader.wrong(
            place,
            format!("more than {MAX_RULES} rules"),
            "write one rule that matches what several of them match",
        );
    }
    if !kind.counts() && rules.len() < 2 {
        return reader.wrong(
            place,
            format!("{} needs two rules or more", kind.name()),
            "name another rule, or write type: event_count",
        );
    }
    let twice = rules.iter().enumerate().find(|(at, rule)| rules.iter().take(*at).any(|other| other.text == rule.text));
    match twice {
        Some((_, rule)) if kind != Kind::Ordered => reader.wrong(
            rule.place,
            format!("'{}' stands here twice", excerpt(&rule.text)),
            "remove one; only temporal_ordered may name a rule again",
        ),
        _ => Some(()),
    }
}

/// What the condition says: least number of matches or values.
fn threshold(reader: &mut Reader<'_>, node: &Node, condition: Option<&Node>, kind: Kind) -> u64 {
    let Some(condition) = condition else {
        if kind.counts() {
            reader.note(node.place, "the correlation does not say how many", "add condition: {gte: 3}");
        }
        return 1;
    };
    if !kind.counts() {
        let message = format!("{} has no condition: each of its rules has to match", kind.name());
        reader.note(condition.place, message, "remove it");
        return 1;
    }
    let mut least = None;
    let inner = reader.map(condition, "condition").unwrap_or_default();
    for (key, value) in inner {
        match key.text.as_str() {
            "field" => {}
            "gte" => least = at_least(reader, value, 0),
            "gt" => least = at_least(reader, value, 1),
            "lt" | "lte" | "eq" | "neq" => {
                let message = format!("'{}' cannot be told while matches still come", key.text);
                reader.note(key.place, message, "a rule fires when a count reaches something: write gte or gt");
            }
            _ => drop(reader.unknown(key, &["gte", "gt", "field"])),
        }
    }
    if !inner.is_empty() && inner.iter().all(|(key, _)| key.text == "field") {
        reader.note(condition.place, "the condition does not say how many", "add gte: 3");
    }
    least.unwrap_or(1)
}

/// Keys that only one type has, and what to write for it.
const ONLY: &[(&str, Kind, &str)] = &[
    ("field", Kind::ValueCount, "write type: value_count to count values"),
    ("distinct", Kind::Ordered, "write type: temporal_ordered to ask that steps differ"),
];

/// The fields that are counted, or that differ from step to step.
fn compared(reader: &mut Reader<'_>, node: &Node, entries: &[(Key, Node)], kind: Kind) -> Vec<Named> {
    let inside = |name: &str| match &get(entries, "condition")?.content {
        Content::Map(inner) => get(inner, name),
        _ => None,
    };
    let mut fields = Vec::new();
    for (name, of, hint) in ONLY {
        match get(entries, name).or_else(|| inside(name)) {
            Some(value) if kind == *of => fields = named(reader, value).unwrap_or_default(),
            Some(value) => reader.note(value.place, format!("{} has no {name}", kind.name()), *hint),
            None if kind == Kind::ValueCount && kind == *of => {
                let hint = "add field: origin.country, the field whose values are counted";
                reader.note(node.place, "value_count does not say of which field", hint);
            }
            None => {}
        }
    }
    fields
}

fn at_least(reader: &mut Reader<'_>, node: &Node, more: i64) -> Option<u64> {
    let number = reader.integer(node)?.saturating_add(more);
    match u64::try_from(number) {
        Ok(0) | Err(_) => reader.wrong(node.place, "a count is at least one", "write gte: 2 or more"),
        Ok(number) if number > MAX_EVENTS_A_GROUP as u64 => {
            let hint = "shorten the time span and lower the number in proportion";
            reader.wrong(node.place, format!("at most {MAX_EVENTS_A_GROUP} matches are kept of one group"), hint)
        }
        Ok(number) => Some(number),
    }
}

fn named(reader: &mut Reader<'_>, node: &Node) -> Option<Vec<Named>> {
    let items = reader.one_or_many(node)?;
    let read: Vec<Option<Named>> =
        items.iter().map(|item| Some(Named { text: reader.words(item)?, place: item.place })).collect();
    read.into_iter().collect()
}

fn aliases(reader: &mut Reader<'_>, node: &Node) -> Option<Vec<Alias>> {
    let mut aliases = Vec::new();
    for (key, value) in reader.map(node, "aliases")? {
        let entries = reader.map(value, "an alias")?;
        let fields: Vec<Option<(Named, Named)>> = entries
            .iter()
            .map(|(rule, field)| {
                let rule = Named { text: rule.text.clone(), place: rule.place };
                Some((rule, Named { text: reader.words(field)?, place: field.place }))
            })
            .collect();
        let fields = fields.into_iter().collect::<Option<Vec<_>>>()?;
        aliases.push(Alias { name: Named { text: key.text.clone(), place: key.place }, fields });
    }
    Some(aliases)
}
