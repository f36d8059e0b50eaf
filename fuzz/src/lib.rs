//! Doors into the program for bytes that nobody has checked, one per layer and one for the whole way.
//!
//! The fuzz targets beside this file open them with what libFuzzer makes up; tests of the workspace open the same
//! ones with prefixes and mutants of known messages. A door panics where a promise is broken, and else says nothing.

mod anonymous;
mod dialogues;
mod layers;
mod packet_seeds;
mod packets;
pub mod seeds;
mod texts;
mod whole;

pub use anonymous::{anonymize, rewrite};
pub use dialogues::dialogue;
pub use layers::{link, sccp, sctp, sigtran, tcap, transport};
pub use packets::{diameter, gtp, sms};
pub use texts::{expression, operators, scenario, site};
pub use whole::{Lines, capture, judge, whole};

/// What takes bytes that nobody has checked.
pub type Door = fn(&[u8]);

/// Every door by the name of its fuzz target.
pub const DOORS: &[(&str, Door)] = &[
    ("link", link),
    ("sctp", sctp),
    ("sigtran", sigtran),
    ("sccp", sccp),
    ("tcap", tcap),
    ("diameter", diameter),
    ("gtp", gtp),
    ("sms", sms),
    ("dialogue", dialogue),
    ("capture", capture),
    ("expression", expression),
    ("site", site),
    ("operators", operators),
    ("scenario", scenario),
    ("whole", whole),
    ("anonymize", anonymize),
];
