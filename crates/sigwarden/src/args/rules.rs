//! What the command line may say of `rules`.

use super::SummaryFormat;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand, ValueEnum};
use sigwarden_rules::Pack;
use std::path::PathBuf;

pub(super) const EXAMPLES: &str = "\
Examples:
  sigwarden rules list
  sigwarden rules explain location-ladder
  sigwarden rules new my-rule > my-rule.yml
  sigwarden rules check my-rule.yml
  sigwarden rules test my-rule.yml

Checks are part of the program, rules are YAML in the shape of Sigma: docs/rules.md shows how to write one.
A rule with the name of one that comes with the program replaces it.";

const LIST_EXAMPLES: &str = "\
Examples:
  sigwarden rules list
  sigwarden rules list --pack core
  sigwarden rules list my-rules/ --format json";

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  sigwarden rules explain ss7-category-1
  sigwarden rules explain location-ladder protocol-pivot
  sigwarden rules explain my-rule --rules my-rules/
  sigwarden rules explain --format markdown > rules.md";

const CHECK_EXAMPLES: &str = "\
Examples:
  sigwarden rules check my-rule.yml
  sigwarden rules check my-rules/ more/rule.yml

Every mistake of every file is told, with its line and what to do. Rules may name those that come with the
program. Exit code 21: there are mistakes.";

const TEST_EXAMPLES: &str = "\
Examples:
  sigwarden rules test
  sigwarden rules test my-rule.yml
  sigwarden rules test my-rules/

Exit code 22: a test came out otherwise than it expects. 21: there are mistakes in a rule.";

const NEW_EXAMPLES: &str = "\
Examples:
  sigwarden rules new my-rule > my-rule.yml";

#[derive(Debug, Args)]
pub(crate) struct Rules {
    #[command(subcommand)]
    pub(crate) verb: RulesVerb,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RulesVerb {
    /// All checks and rules: name, kind, pack, level, title
    #[command(after_help = LIST_EXAMPLES)]
    List(RuleList),
    /// What checks and rules do, why, what else could explain their findings, where they come from
    #[command(after_help = EXPLAIN_EXAMPLES)]
    Explain(Explain),
    /// Say whether rules can be read, and every mistake in them
    #[command(after_help = CHECK_EXAMPLES)]
    Check {
        /// Rule files, or folders of them (.yml, .yaml)
        #[arg(required = true, value_name = "FILE|DIR")]
        inputs: Vec<PathBuf>,
    },
    /// Run the tests inside rules
    #[command(after_help = TEST_EXAMPLES)]
    Test {
        /// Rule files, or folders of them; without any, the rules that come with the program
        #[arg(value_name = "FILE|DIR")]
        inputs: Vec<PathBuf>,
    },
    /// Write a rule to begin with, explained line by line
    #[command(after_help = NEW_EXAMPLES)]
    New {
        /// Name of the rule: lower-case letters, digits and dashes
        #[arg(value_name = "NAME")]
        name: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct RuleList {
    /// Rule files, or folders of them, beside those that come with the program
    #[arg(value_name = "FILE|DIR")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Only of this pack
    #[arg(long, value_name = "PACK", value_parser = packs())]
    pub(crate) pack: Option<Pack>,
    /// Form of the list
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: SummaryFormat,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// Names of checks and rules; all where none is given
    #[arg(value_name = "NAME")]
    pub(crate) names: Vec<String>,
    /// Rule files, or folders of them, beside those that come with the program; may be repeated
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) rules: Vec<PathBuf>,
    /// Form of the explanations
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: ExplainFormat,
}

/// Form of explanations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExplainFormat {
    /// For a terminal.
    Text,
    /// For a page.
    Markdown,
}

fn packs() -> impl TypedValueParser<Value = Pack> {
    let find = |name: String| Pack::ALL.iter().find(|row| row.0 == name).map(|row| row.1).ok_or("no such pack");
    PossibleValuesParser::new(Pack::ALL.iter().map(|row| row.0)).try_map(find)
}
