//! The output lines, as they are written in JSON Lines.
//!
//! What is absent is left out. Times are RFC 3339, UTC, with microseconds.

mod finding;
mod operation;
mod packet;
mod run;

pub use finding::{Answer, Finding, Innocent, Outcome, Rule, Severity, Technique, Threat, Verdict, Why};
pub use operation::{
    Anomaly, Cap, Capture, DuplicateOf, Fs, Lease, Link, Op, Operation, Origin, Party, Sccp, Target, Tcap,
};
pub use packet::{Avp, Diameter, Endpoint, Gtp, Part, Sms};
pub use run::{Input, InputEnd, RuleSet, Run, Stats};
