//! Rules that analysts write: YAML in the shape of Sigma (<https://sigmahq.io>), over the field registry.
//!
//! | file | job |
//! |---|---|
//! | `yaml` | text to a tree that knows the place of everything |
//! | `reader`, `keys` | typed values out of the tree; the keys of a rule as a table |
//! | `detection`, `condition` | selections and their condition to an expression |
//! | `correlation`, `resolve` | rules over other rules: what is written, and what it refers to |
//! | `examples`, `record` | tests inside rules, and their records |
//! | `set` | many files as one set, every mistake of all of them |
//! | `program` | which rules match a record, many rules at the price of a few |
//! | `correlator`, `window` | bursts, counts and sequences over matches, in bounded memory |
//! | `run` | runs the tests inside rules |
//! | `choose`, `exception` | what a site turns on and off, and what it excuses until a day |
//! | `builtin` | the packs that come with the program |
//! | `mistake`, `nearest` | what is wrong, where, and what to do |
//!
//! The crate reads text, never files, and asks no clock: records bring their time. Nothing that is written in a
//! rule makes it panic.
//!
//! ```
//! use sigwarden_rules::{RuleSet, Source};
//!
//! let text = r#"
//! title: Any Time Interrogation
//! name: any-time-interrogation
//! falsepositives: [a service of the home network]
//! level: high
//! threat: location-tracking
//! detection:
//!   asked: { op.name: anyTimeInterrogation, op.kind: invoke }
//!   condition: asked
//! "#;
//! let set = RuleSet::read(&[Source::new("mine.yml", text)], &[]).map_err(|mistakes| mistakes[0].to_string())?;
//! assert_eq!(set.rules[0].about.name, "any-time-interrogation");
//! # Ok::<(), String>(())
//! ```

#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects
    )
)]

pub mod builtin;
mod choose;
mod condition;
mod correlation;
mod correlator;
mod detection;
mod examples;
mod exception;
pub mod fields;
mod keys;
mod mistake;
mod nearest;
mod program;
mod reader;
mod record;
mod resolve;
mod rule;
mod run;
mod set;
mod time;
mod window;
mod yaml;

pub use choose::{Pack, Selection};
pub use correlation::{Alias, Correlation, Kind, Named, TYPES};
pub use correlator::{Correlator, Drops, Fired, Limits, Observed};
pub use examples::{Example, Records};
pub use exception::{Exception, ExceptionError, ExceptionText};
pub use fields::Service;
pub use keys::{KEYS, Key};
pub use mistake::{Mistake, Place};
pub use nearest::nearest;
pub use program::Program;
pub use record::Sample;
pub use rule::{About, Body, Detection, Rule, Status};
pub use run::{Found, Report, Tested, run_tests};
pub use set::{MAX_RULES, RuleSet, Source};
pub use time::written as duration_text;
pub use window::MAX_EVENTS_A_GROUP;
pub use yaml::{MAX_DEPTH, MAX_OCTETS};
