//! `rules`: what is checked, and rules that somebody wrote: listed, explained, checked, tested, begun.

mod explain;
mod list;
mod load;
pub(crate) mod rulebook;
mod test;

use crate::args::{Rules, RulesVerb};
use crate::log::Failure;
use crate::output::Output;
use crate::render::text::counted;
use sigwarden_rules::builtin::TEMPLATE;
use sigwarden_rules::{RuleSet, Source};
use sigwarden_schema::exit;
use std::path::PathBuf;

/// Runs the verb; gives the exit code.
///
/// # Errors
/// A file that cannot be read (10), or has mistakes (21); a name that there is not (2).
pub(crate) fn run(rules: &Rules) -> Result<u8, Failure> {
    match &rules.verb {
        RulesVerb::List(asked) => list::run(asked),
        RulesVerb::Explain(asked) => explain::run(asked),
        RulesVerb::Check { inputs } => check(inputs),
        RulesVerb::Test { inputs } => test::run(inputs),
        RulesVerb::New { name } => new(name),
    }
}

fn check(inputs: &[PathBuf]) -> Result<u8, Failure> {
    let set = load::set(inputs)?;
    let rules = set.rules.iter().filter(|rule| !rule.builtin).count() as u64;
    say(&format!("{}, 0 mistakes\n", counted(rules, "rule", "rules")));
    Ok(exit::DONE)
}

fn new(name: &str) -> Result<u8, Failure> {
    let text = TEMPLATE.replace("NAME", name);
    let read = RuleSet::read(&[Source::new(name, &text)], &[]);
    let sound = read.is_ok_and(|set| set.names().eq([name]));
    if !sound {
        return Err(Failure::usage(format!(
            "\"{name}\" is no name of a rule: lower-case letters, digits and dashes, a letter first, at most 64; such as my-rule"
        )));
    }
    say(&text);
    Ok(exit::DONE)
}

fn say(text: &str) {
    let mut output = Output::stdout();
    output.text(text);
    output.finish();
}
