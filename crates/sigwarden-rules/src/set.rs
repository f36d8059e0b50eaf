//! Many files as one set of rules.

use crate::choose::Selection;
use crate::keys;
use crate::mistake::{Mistake, Place};
use crate::reader::{MAX_MISTAKES, Reader};
use crate::resolve::{Plan, Resolved, resolve};
use crate::rule::Rule;
use crate::yaml::documents;
use std::collections::{HashMap, HashSet};

/// Rules that one set may have.
pub const MAX_RULES: usize = 10_000;

/// A file: its name, for messages, and its text.
#[derive(Clone, Debug)]
pub struct Source<'t> {
    /// Name, as messages show it.
    pub name: &'t str,
    /// Text.
    pub text: &'t str,
    /// It came with the program: a rule of the same name from another source replaces its own.
    pub builtin: bool,
}

impl<'t> Source<'t> {
    /// A file that somebody wrote.
    pub fn new(name: &'t str, text: &'t str) -> Self {
        Self { name, text, builtin: false }
    }
}

/// Rules that were read and checked together, in the order of their sources.
#[derive(Clone, Debug, Default)]
pub struct RuleSet {
    /// The rules. Their positions are the numbers by which [`crate::Program`] and [`crate::Correlator`] call them.
    pub rules: Vec<Rule>,
    /// Built-in checks that correlations name: numbered behind the rules.
    pub checks: Vec<String>,
    /// Rules that serve correlations and make no findings of their own, one entry a rule.
    quiet: Vec<bool>,
    pub(crate) plans: Vec<Plan>,
}

impl RuleSet {
    /// Reads and checks files together. `checks` are the names of built-in checks, which correlations over findings
    /// may name as if they were rules.
    ///
    /// # Errors
    /// Every mistake of every file, in the order of files and lines.
    pub fn read(sources: &[Source<'_>], checks: &[&str]) -> Result<Self, Vec<Mistake>> {
        let mut readers: Vec<Reader<'_>> = sources.iter().map(|source| Reader::new(source.name, source.text)).collect();
        let mut rules = Vec::new();
        for (number, (reader, source)) in readers.iter_mut().zip(sources).enumerate() {
            rules.extend(rules_of(reader, number, source.builtin));
        }
        let unread = readers.iter().any(|reader| !reader.mistakes.is_empty());
        let mut rules = unique(rules, &mut readers);
        let resolved = resolve(&mut rules, checks);
        // A rule that is not there may be one that could not be read.
        for late in resolved.mistakes.iter().filter(|late| !(late.missing && unread)) {
            if let Some(reader) = readers.get_mut(late.source) {
                reader.note(late.place, late.message.as_str(), late.hint.as_str())
            }
        }
        if rules.len() > MAX_RULES
            && let Some(reader) = readers.last_mut()
        {
            let hint = "read fewer files; `enable` and `disable` of a site choose among them";
            reader.note(Place { line: 1, column: 1 }, format!("more than {MAX_RULES} rules"), hint)
        }
        let mut mistakes: Vec<Mistake> = readers
            .into_iter()
            .flat_map(|reader| {
                let mut own = reader.mistakes;
                own.sort_by_key(|mistake| mistake.place);
                own
            })
            .collect();
        mistakes.dedup();
        if mistakes.is_empty() { Ok(Self::of(rules, resolved)) } else { Err(mistakes) }
    }

    fn of(rules: Vec<Rule>, resolved: Resolved) -> Self {
        let (mut quiet, mut loud) = (vec![false; rules.len()], vec![false; rules.len()]);
        for plan in &resolved.plans {
            let generate =
                rules.get(plan.rule).and_then(Rule::correlation).is_some_and(|correlation| correlation.generate);
            let marks = if generate { &mut loud } else { &mut quiet };
            for member in &plan.members {
                if let Some(mark) = marks.get_mut(*member) {
                    *mark = true;
                }
            }
        }
        let quiet = quiet.into_iter().zip(loud).map(|(quiet, loud)| quiet && !loud).collect();
        Self { rules, checks: resolved.checks, quiet, plans: resolved.plans }
    }

    /// The rules that a site runs, and the rules that its correlations need; those make no findings of their own
    /// unless they were chosen too.
    #[must_use]
    pub fn select(&self, selection: &Selection) -> Self {
        let chosen: Vec<bool> =
            self.rules.iter().map(|rule| selection.chooses(rule.about.pack, &rule.about.name)).collect();
        let is = |list: &[bool], at: usize| list.get(at).copied().unwrap_or(false);
        let mut kept = chosen.clone();
        for plan in self.plans.iter().filter(|plan| is(&chosen, plan.rule)) {
            for member in &plan.members {
                if let Some(mark) = kept.get_mut(*member) {
                    *mark = true;
                }
            }
        }
        let numbers: Vec<usize> = (0..self.rules.len()).filter(|at| is(&kept, *at)).collect();
        let mut rules: Vec<Rule> = numbers.iter().filter_map(|at| self.rules.get(*at).cloned()).collect();
        let checks: Vec<&str> = self.checks.iter().map(String::as_str).collect();
        let resolved = resolve(&mut rules, &checks);
        let mut set = Self::of(rules, resolved);
        // Who was not chosen stays quiet; who is quiet in the whole set does not begin to speak because the
        // correlation it serves is off.
        set.quiet = numbers.iter().map(|at| !is(&chosen, *at) || is(&self.quiet, *at)).collect();
        set
    }

    /// Names of the rules, in their order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().map(|rule| rule.about.name.as_str())
    }

    /// The rule of this name and its number.
    pub fn find(&self, name: &str) -> Option<(usize, &Rule)> {
        self.rules.iter().enumerate().find(|(_, rule)| rule.about.name == name)
    }

    /// A match of this rule is no finding: it only counts in correlations. True of checks, whose findings are there
    /// already, and of rules that correlations name unless one of these says `generate: true`.
    pub fn quiet(&self, rule: usize) -> bool {
        self.quiet.get(rule).copied().unwrap_or(true)
    }
}

fn rules_of(reader: &mut Reader<'_>, source: usize, builtin: bool) -> Vec<Rule> {
    let found = match documents(reader.text) {
        Ok(found) => found,
        Err(fault) => {
            reader.note(fault.place, fault.message, fault.hint);
            return Vec::new();
        }
    };
    if found.is_empty() {
        let hint = "`sigwarden rules new my-rule` writes one to begin with";
        reader.note(Place { line: 1, column: 1 }, "there is no rule in this file", hint)
    }
    let mut rules = Vec::new();
    for document in &found {
        if reader.mistakes.len() >= MAX_MISTAKES {
            break;
        }
        rules.extend(keys::rule(reader, document, source, builtin));
    }
    rules
}

/// Each name once: a rule that somebody wrote replaces the built-in one, another one is a mistake.
fn unique(rules: Vec<Rule>, readers: &mut [Reader<'_>]) -> Vec<Rule> {
    let written: HashSet<String> =
        rules.iter().filter(|rule| !rule.builtin).map(|rule| rule.about.name.clone()).collect();
    let mut first: HashMap<String, (String, usize)> = HashMap::new();
    let mut kept = Vec::new();
    for rule in rules {
        if rule.builtin && written.contains(&rule.about.name) {
            continue;
        }
        match first.get(&rule.about.name) {
            Some((file, line)) => {
                if let Some(reader) = readers.get_mut(rule.source) {
                    let message = format!("another rule is called '{}': {file}:{line}", rule.about.name);
                    reader.note(rule.place, message, "give one of them another name")
                }
            }
            None => {
                first.insert(rule.about.name.clone(), (rule.file.clone(), rule.line));
                kept.push(rule);
            }
        }
    }
    kept
}
