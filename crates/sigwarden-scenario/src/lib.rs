//! Synthetic mobile networks with a known truth, written as captures, and how well a verdict meets it.
//!
//! Nothing here opens a socket, and nothing here knows how attacks are found.
//!
//! | module | job |
//! |---|---|
//! | [`mod@file`] | the scenario file: what a person writes |
//! | `world` | networks, nodes, carriers, identities |
//! | `life` | people: where they are, when they move, what they do |
//! | `habit` | companies and networks whose legitimate ways look like attacks |
//! | `procedure` | legitimate procedures, complete with their answers |
//! | `attack` | moves of attackers, one row each |
//! | `campaign` | who strikes whom, from where, when |
//! | `stage` | what all of them say, and what it really is |
//! | `chance` | chance that is the same on every platform |
//! | `element` | encoded elements, taken apart to get another form |
//! | `carry` | frames out of messages: links, associations, connections |
//! | `output` | captures, `truth.jsonl`, `site.toml`, IR.21 |
//! | `play` | who acts next, until the time is over |
//! | `agenda` | what is to happen, in the order of time |
//! | `reference` | the words of the scenario language as a page |
//! | `shipped` | the scenarios that come with the program |
//! | [`score`] | how well findings meet the truth |
//! | [`truth`] | the lines of `truth.jsonl` |

mod agenda;
mod attack;
mod campaign;
mod carry;
mod chance;
mod element;
pub mod file;
mod habit;
mod life;
mod operation;
mod output;
mod play;
mod procedure;
mod reference;
pub mod score;
mod shipped;
mod short;
mod stage;
pub mod truth;
mod world;

pub use file::{FileError, Scenario};
pub use output::OutputError;
pub use play::{Options, Report, generate};
pub use reference::reference;
pub use shipped::SHIPPED;
