//! `sigwarden`: reads SS7 captures and says which messages are surveillance.
//!
//! | file | job |
//! |---|---|
//! | `args` | what the command line may say |
//! | `scan`, `decode`, `demo`, `anonymize`, `config`, `operators`, `rules`, `scenario` | one verb each |
//! | `session` | what `scan` and `decode` share: configuration, inputs, first line, exit code |
//! | `site` | the site configuration and the files that it names |
//! | `privacy` | pseudonyms in whatever is written |
//! | `record` | the fields of an operation line, for `--where` and `--fields` |
//! | `summary` | what a scan comes to: counts, verdict, what to do next |
//! | `render` | summary, tables, tree and report as text |
//! | `output` | writing lines; closed pipes and full disks |
//! | `progress` | how far the work is, on a terminal |
//! | `log` | what is said on stderr |
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

mod anonymize;
mod args;
mod config;
mod decode;
mod demo;
mod log;
mod operators;
mod output;
mod privacy;
mod progress;
mod record;
mod render;
mod rules;
mod scan;
mod scenario;
mod session;
mod site;
mod summary;

use args::{Arguments, Verb};
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        eprintln!("error: a fault in sigwarden itself: {panic}; please report it, with the input if you may");
        std::process::exit(i32::from(sigwarden_schema::exit::INTERNAL));
    }));
    let arguments = Arguments::parse();
    let log = log::Log { quiet: arguments.global.quiet };
    let done = match &arguments.verb {
        Verb::Scan(scan) => scan::run(scan, &arguments.global, log),
        Verb::Decode(decode) => decode::run(decode, log),
        Verb::Demo(demo) => demo::run(demo, &arguments.global, log),
        Verb::Anonymize(asked) => anonymize::run(asked, log),
        Verb::Config(config) => config::run(config, log),
        Verb::Operators(operators) => operators::run(operators, log),
        Verb::Rules(rules) => rules::run(rules),
        Verb::Scenario(scenario) => scenario::run(scenario, log),
    };
    match done {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            log.error(&failure.message);
            ExitCode::from(failure.code)
        }
    }
}
