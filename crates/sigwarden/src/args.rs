//! What the command line may say. `--help` of every verb comes from here.

mod rules;
mod scenario;

use clap::builder::{PossibleValuesParser, Styles, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use sigwarden_operators::Day;
use sigwarden_operators::lookup::AddressKind;
use sigwarden_schema::lines::Severity;
use sigwarden_wire::mtp3;
use std::path::PathBuf;

pub(crate) use rules::{Explain, ExplainFormat, RuleList, Rules, RulesVerb};
pub(crate) use scenario::{Demo, Generate, Scenario, ScenarioVerb, Score};

const EXAMPLES: &str = "\
Examples:
  sigwarden demo
  sigwarden scan capture.pcap
  sigwarden scan captures/ -c site.toml -w findings.jsonl --report report.html
  sigwarden decode capture.pcap --where 'op.code == 71' --format tree
  sigwarden operators lookup +12465550100
  sigwarden anonymize capture.pcap shared.pcap --key site.key
  sigwarden rules list
  sigwarden config init

Exit codes:
  0 done, 1 our own failure, 2 wrong usage, 3 nothing could be decoded,
  4 findings at or above --fail-on or a score below its limits, 10 input unreadable, 11 input cut short,
  20 configuration invalid, 21 rules invalid, 22 rule tests failed, 23 operator data invalid";

const SCAN_EXAMPLES: &str = "\
Examples:
  sigwarden scan capture.pcap
  sigwarden scan captures/ 'more/*.pcapng.gz' -c site.toml
  sigwarden scan capture.pcap -w findings.jsonl --report report.html
  tcpdump -r capture.pcap -w - sctp | sigwarden scan -
  sigwarden scan capture.pcap --fail-on high --format json";

const DECODE_EXAMPLES: &str = "\
Examples:
  sigwarden decode capture.pcap
  sigwarden decode capture.pcap --format tree | less
  sigwarden decode capture.pcap --where 'op.code in [70, 71] && has(target.imsi)'
  sigwarden decode capture.pcap --fields ts,sccp.calling.gt,op.name,target.imsi --format table

Expressions compare fields with values: == != < <= > >= in && || ! has(field) size(field)
field.startsWith(\"text\") .endsWith .contains. They see what is written: where subscribers are
pseudonyms, they compare pseudonyms.";

const ANONYMIZE_EXAMPLES: &str = "\
Examples:
  sigwarden config init --key site.key
  sigwarden anonymize capture.pcap shared.pcap --key site.key
  sigwarden anonymize captures/ shared/ -c site.toml
  sigwarden anonymize capture.pcap - --key site.key | sigwarden scan -

Rewritten under the key, the same everywhere: subscribers, nodes, IP addresses, names, places, keys, texts. Kept: network
codes, country codes and operators' prefixes, lengths, encodings, times. Whoever has the key can undo it; without it
nobody can. What cannot be rewritten is dropped and counted; every message is read again before it is written.";

const OPERATORS_EXAMPLES: &str = "\
Examples:
  sigwarden operators lookup +12465550100 epc.mnc001.mcc001.3gppnetwork.org
  sigwarden operators lookup -c site.toml --on 2018-11-01 - < addresses.txt
  sigwarden operators import ir21/*.xml -c site.toml
  sigwarden operators import ir21/*.xml -c site.toml --apply
  sigwarden operators doctor -c site.toml capture.pcap

Sources, the surest first: the site configuration, imported operator data, what a capture taught,
public tables of operators, numbering plans. Every answer names its source, its day and how sure it is.";

const LOOKUP_EXAMPLES: &str = "\
Examples:
  sigwarden operators lookup 12465550100
  sigwarden operators lookup imsi:001010000000001 999-99 192.0.2.7 2-100-1
  sigwarden operators lookup --as msisdn 12465550100
  sigwarden operators lookup --format jsonl - < addresses.txt

Digits are read as a Global Title, with 15 digits as an IMSI, with 5 or 6 as a network code where the
country code exists. A word before a colon says otherwise: gt, msisdn, mgt, imsi, plmn, realm, ip, pc.";

const IMPORT_EXAMPLES: &str = "\
Examples:
  sigwarden operators import EXAMPLE-IR21.xml
  sigwarden operators import ir21/*.xml partners.csv -c site.toml --apply
  sigwarden operators import partners.csv -c site.toml --valid-to 2026-12-31 --apply

A table names its columns in its first line: tadig,name,country,kind,value,role,partner,valid_from,
valid_to,source,source_date. Kinds: gt, msisdn, mgt, node, plmn, realm, ip, point_code, carrier.
An operator has one record after the other; each holds until the next begins.";

const EXPORT_EXAMPLES: &str = "\
Examples:
  sigwarden operators export -c site.toml > operators.csv

The table is one that `sigwarden operators import` reads.";

const DOCTOR_EXAMPLES: &str = "\
Examples:
  sigwarden operators doctor -c site.toml
  sigwarden operators doctor -c site.toml --on 2018-11-01 captures/";

const CONFIG_EXAMPLES: &str = "\
Examples:
  sigwarden config init
  sigwarden config init --key site.key
  sigwarden config check site.toml";

/// Heading of the options that every verb has.
const EVERYWHERE: &str = "Options of every command";

/// Reads captures of mobile signalling (SS7, Diameter, GTP-C) and says which messages are surveillance: against whom, from where, and whether it worked.
#[derive(Debug, Parser)]
#[command(name = "sigwarden", version, after_help = EXAMPLES, styles = Styles::plain(), max_term_width = 100)]
#[command(arg_required_else_help = true, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) verb: Verb,
    #[command(flatten)]
    pub(crate) global: Global,
}

/// Options of every verb.
#[derive(Debug, Args)]
pub(crate) struct Global {
    /// Colour the severities; auto: on a terminal, unless NO_COLOR is set
    #[arg(long, global = true, help_heading = EVERYWHERE, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: When,
    /// Say nothing on stderr but errors
    #[arg(short, long, global = true, help_heading = EVERYWHERE)]
    pub(crate) quiet: bool,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Captures in, verdict out
    #[command(after_help = SCAN_EXAMPLES)]
    Scan(Scan),
    /// One line per operation
    #[command(after_help = DECODE_EXAMPLES)]
    Decode(Decode),
    /// Rewrite captures so that they can be shared
    #[command(after_help = ANONYMIZE_EXAMPLES)]
    Anonymize(Anonymize),
    /// Who is who: look addresses up, import what operators say of themselves, examine the data
    #[command(after_help = OPERATORS_EXAMPLES, arg_required_else_help = true, disable_help_subcommand = true)]
    Operators(Operators),
    /// What is checked, and rules that you write: list, explain, check and test them, begin one
    #[command(after_help = rules::EXAMPLES, arg_required_else_help = true, disable_help_subcommand = true)]
    Rules(Rules),
    /// Networks that are made up, with a known truth: write their captures, and see how good a verdict is
    #[command(after_help = scenario::EXAMPLES, arg_required_else_help = true, disable_help_subcommand = true)]
    Scenario(Scenario),
    /// A made-up surveillance campaign of twenty months: written, scanned and explained in seconds
    #[command(after_help = scenario::DEMO_EXAMPLES)]
    Demo(Demo),
    /// Write or check a site configuration
    #[command(after_help = CONFIG_EXAMPLES, arg_required_else_help = true, disable_help_subcommand = true)]
    Config(Config),
}

/// What is read, and how.
#[derive(Debug, Args)]
pub(crate) struct Reading {
    /// A file, a folder, a pattern in quotes, or - for standard input: pcap or pcapng, plain, gzip or zstd
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<String>,
    /// Site configuration: which network is protected, who the others are
    #[arg(short, long, value_name = "SITE.TOML")]
    pub(crate) config: Option<PathBuf>,
    /// Set a key of the configuration, such as home.plmns=001-01; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = pair)]
    pub(crate) overrides: Vec<(String, String)>,
    /// Addressing of MTP3 and SCCP; recognised where it is not given
    #[arg(long, value_name = "VARIANT")]
    pub(crate) variant: Option<Variant>,
    /// Threads; all cores where it is not given; the output is the same
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) threads: Option<u16>,
    /// Write subscriber identities as they are, although the site has a privacy key
    #[arg(long)]
    pub(crate) reveal: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Scan {
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// Write run, finding and stats lines as JSON Lines; -: to stdout, and the summary to stderr
    #[arg(short, long, value_name = "OUT.JSONL")]
    pub(crate) write: Option<String>,
    /// Write a line for every operation too (needs --write)
    #[arg(long, requires = "write")]
    pub(crate) operations: bool,
    /// Write a report: one HTML file that needs nothing else
    #[arg(long, value_name = "OUT.HTML")]
    pub(crate) report: Option<PathBuf>,
    /// Exit with 4 if there are findings of this severity or worse
    #[arg(long, value_name = "LEVEL", value_parser = levels())]
    pub(crate) fail_on: Option<Severity>,
    /// Form of the summary
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: SummaryFormat,
}

/// Form of the summary of a scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SummaryFormat {
    /// For a person.
    Table,
    /// One JSON object.
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct Decode {
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// Form of the lines; table on a terminal, else jsonl
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<LineFormat>,
    /// Only operations for which this expression holds
    #[arg(long = "where", value_name = "EXPR")]
    pub(crate) filter: Option<String>,
    /// Only these fields, separated by commas: keys of the jsonl lines, or columns of the table
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    pub(crate) fields: Option<Vec<String>>,
}

#[derive(Debug, Args)]
pub(crate) struct Anonymize {
    /// A file, a folder, a pattern in quotes, or - for standard input: pcap or pcapng, plain, gzip or zstd
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<String>,
    /// File to write, or - for standard output; of a folder, a pattern or several inputs a folder, with a file for each
    #[arg(required = true, value_name = "OUTPUT")]
    pub(crate) output: String,
    /// Site configuration: how long the prefixes of operators are, and where the key is
    #[arg(short, long, value_name = "SITE.TOML")]
    pub(crate) config: Option<PathBuf>,
    /// Key of the pseudonyms, 64 hexadecimal digits as `config init --key` makes them
    #[arg(long, value_name = "FILE")]
    pub(crate) key: Option<PathBuf>,
    /// Overwrite outputs that are there; never an input
    #[arg(long)]
    pub(crate) force: bool,
    /// Form of the summary
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: SummaryFormat,
}

/// Form of the lines of `decode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LineFormat {
    /// JSON Lines: a run line, operations, a stats line.
    Jsonl,
    /// Columns for a person.
    Table,
    /// Layer by layer.
    Tree,
}

/// Addressing of MTP3 and SCCP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Variant {
    /// Point codes of 14 bits.
    Itu,
    /// Point codes of 24 bits, addresses as ANSI has them.
    Ansi,
    /// Point codes of 24 bits, addresses as ITU has them.
    China,
}

impl From<Variant> for mtp3::Variant {
    fn from(variant: Variant) -> Self {
        match variant {
            Variant::Itu => Self::Itu,
            Variant::Ansi => Self::Ansi,
            Variant::China => Self::China,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Config {
    #[command(subcommand)]
    pub(crate) verb: ConfigVerb,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConfigVerb {
    /// Write a commented configuration, and a privacy key with --key
    Init {
        /// File to write
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
        /// Make a key of the pseudonyms in this file, readable by nobody else
        #[arg(long, value_name = "FILE")]
        key: Option<PathBuf>,
        /// Overwrite what is there; a key that is overwritten is lost, and with it what its pseudonyms mean
        #[arg(long)]
        force: bool,
    },
    /// Check a configuration, and say what it will do
    Check {
        /// File to check
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Operators {
    #[command(subcommand)]
    pub(crate) verb: OperatorsVerb,
}

#[derive(Debug, Subcommand)]
pub(crate) enum OperatorsVerb {
    /// Everything that is known of addresses
    #[command(after_help = LOOKUP_EXAMPLES)]
    Lookup(Lookup),
    /// Read IR.21 files (XML) and tables (CSV); show what would change, and change it with --apply
    #[command(after_help = IMPORT_EXAMPLES)]
    Import(Import),
    /// Write what was imported as a table
    #[command(after_help = EXPORT_EXAMPLES)]
    Export {
        /// Site configuration that names the file of imported operators
        #[arg(short, long, value_name = "SITE.TOML")]
        config: Option<PathBuf>,
    },
    /// Coverage, overlaps, contradictions and age of the data; with captures, whose traffic it does not know
    #[command(after_help = DOCTOR_EXAMPLES)]
    Doctor(Doctor),
}

#[derive(Debug, Args)]
pub(crate) struct Lookup {
    /// Global Titles, subscriber numbers, IMSIs, network codes, realms, hosts, IP addresses, point codes; -: from standard input, one a line
    #[arg(required = true, value_name = "ADDRESS")]
    pub(crate) addresses: Vec<String>,
    /// What the addresses are: gt, msisdn, mgt, imsi, plmn, realm, ip or pc; told by their form where it is not given
    #[arg(long = "as", value_name = "KIND")]
    pub(crate) kind: Option<AddressKind>,
    /// Day that the answers are of, such as 2018-11-01; today where it is not given
    #[arg(long, value_name = "DAY")]
    pub(crate) on: Option<Day>,
    /// Site configuration, and the operators imported for it
    #[arg(short, long, value_name = "SITE.TOML")]
    pub(crate) config: Option<PathBuf>,
    /// Form of the answers
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: ListFormat,
}

/// Form of a list of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// For a person: up to three answers at length, more as columns.
    Table,
    /// One JSON object a line.
    Jsonl,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// IR.21 files in the XML form of TADIG RAEX, of any schema version, or tables in CSV
    #[arg(required = true, value_name = "FILE")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Change the data; without this, only what would change is shown
    #[arg(long)]
    pub(crate) apply: bool,
    /// First day on which this holds, whatever the files say
    #[arg(long, value_name = "DAY")]
    pub(crate) valid_from: Option<Day>,
    /// Last day on which this holds
    #[arg(long, value_name = "DAY")]
    pub(crate) valid_to: Option<Day>,
    /// Site configuration; the data are in operators.db beside it, or where its import.file says; without it, in the current folder
    #[arg(short, long, value_name = "SITE.TOML")]
    pub(crate) config: Option<PathBuf>,
    /// Form of what is said
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: SummaryFormat,
}

#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// Captures: with them, the senders that no record knows are counted
    #[arg(value_name = "INPUT")]
    pub(crate) inputs: Vec<String>,
    /// Site configuration, and the operators imported for it
    #[arg(short, long, value_name = "SITE.TOML")]
    pub(crate) config: Option<PathBuf>,
    /// Day on which the data are examined; today where it is not given
    #[arg(long, value_name = "DAY")]
    pub(crate) on: Option<Day>,
    /// Form of what is said
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: SummaryFormat,
}

impl Doctor {
    /// The captures, as other verbs read them.
    pub(crate) fn reading(&self) -> Reading {
        Reading {
            inputs: self.inputs.clone(),
            config: self.config.clone(),
            overrides: Vec::new(),
            variant: None,
            threads: None,
            reveal: false,
        }
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("write KEY=VALUE, such as home.plmns=001-01")?;
    Ok((key.trim().to_owned(), value.trim().to_owned()))
}

fn levels() -> impl TypedValueParser<Value = Severity> {
    let names = Severity::ALL.map(Severity::name);
    PossibleValuesParser::new(names).try_map(|name| Severity::parse(&name).ok_or("no such level"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_of_the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn overrides_are_split_at_the_first_equals_sign() {
        assert_eq!(pair("home.name = a=b"), Ok(("home.name".to_owned(), "a=b".to_owned())));
        assert!(pair("home.name").is_err());
    }
}
