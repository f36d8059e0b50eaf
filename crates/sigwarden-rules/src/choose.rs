//! What a site turns on and off.

use crate::mistake::excerpt;
use crate::nearest::hint;
use crate::set::RuleSet;

/// How much a rule may be trusted, and so whether it runs if nothing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pack {
    /// Few false findings: on everywhere.
    Core,
    /// More of them: for a network that has time to look.
    #[default]
    Extended,
    /// Weak signs, for whoever is searching.
    Hunt,
}

impl Pack {
    /// All packs, by name.
    pub const ALL: &[(&str, Self)] = &[("core", Self::Core), ("extended", Self::Extended), ("hunt", Self::Hunt)];

    /// Name as in a rule.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|row| row.1 == self).map_or("", |row| row.0)
    }
}

/// Which rules run: those of the packs and those that are enabled, without those that are disabled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Packs that run.
    pub packs: Vec<Pack>,
    /// Names of rules that run whatever their pack.
    pub enable: Vec<String>,
    /// Names of rules that do not run.
    pub disable: Vec<String>,
}

impl Selection {
    /// Whether a rule or check of this pack and name runs.
    pub fn chooses(&self, pack: Pack, name: &str) -> bool {
        let named = |list: &[String]| list.iter().any(|entry| entry == name);
        (self.packs.contains(&pack) || named(&self.enable)) && !named(&self.disable)
    }

    /// Names in `enable` and `disable` that are no rule of the set and no built-in check: which list, which
    /// position in it, and what is wrong, with the nearest names.
    pub fn unknown(&self, set: &RuleSet, checks: &[&str]) -> Vec<(&'static str, usize, String)> {
        let lists = [("enable", &self.enable), ("disable", &self.disable)];
        let all =
            lists.into_iter().flat_map(|(key, list)| list.iter().enumerate().map(move |(at, name)| (key, at, name)));
        let known: Vec<&str> = set.names().chain(checks.iter().copied()).collect();
        all.filter(|(_, _, name)| !known.contains(&name.as_str()))
            .map(|(key, at, name)| {
                let hint = hint(name, known.iter().copied(), "`sigwarden rules list` has every name");
                (key, at, format!("there is no rule or check '{}'; {hint}", excerpt(name)))
            })
            .collect()
    }
}
