//! What takes operations of all protocols as they are joined.

use crate::dialogue::{Dialogue, Invoke};
use crate::joiner::Operation;
use crate::{diameter, gtp};

/// Takes operations as they are joined.
pub trait Sink {
    /// One component, or one message without. `mark` is the sink's own note on the dialogue: 0 is nothing, and once it
    /// is something else, everything is read of what the dialogue still brings.
    fn operation(&mut self, operation: &Operation<'_>, mark: &mut u32);

    /// Whether everything is wanted of every message: the parameters of answers, and more than who and where in those of
    /// requests.
    fn wants_all(&self) -> bool {
        true
    }

    /// A dialogue that will not go on: its end, a timeout, or the end of the capture.
    fn closed(&mut self, closed: &Closed<'_>);

    /// One Diameter message.
    fn diameter(&mut self, _operation: &diameter::Operation<'_>, _mark: &mut u32) {}

    /// One GTP message.
    fn gtp(&mut self, _operation: &gtp::Operation<'_>, _mark: &mut u32) {}

    /// A request of Diameter or GTP to which nothing more will come.
    fn ended(&mut self, _ended: &Ended) {}
}

/// A dialogue that will not go on.
#[derive(Clone, Copy, Debug)]
pub struct Closed<'a> {
    /// Its identifier.
    pub id: u64,
    /// What the sink has noted on it.
    pub mark: u32,
    /// Directed way of its first message.
    pub way: u64,
    /// Whether the other side has answered.
    pub answered: bool,
    /// Its requests, and what became of them.
    pub invokes: &'a [Invoke],
}

impl<'a> From<&'a Dialogue> for Closed<'a> {
    fn from(dialogue: &'a Dialogue) -> Self {
        Self {
            id: dialogue.id,
            mark: dialogue.mark,
            way: dialogue.way.0,
            answered: dialogue.answered,
            invokes: dialogue.invokes(),
        }
    }
}

/// A request of Diameter or GTP to which nothing more will come.
#[derive(Clone, Copy, Debug)]
pub struct Ended {
    /// Its identifier.
    pub id: u64,
    /// What the sink has noted on it.
    pub mark: u32,
    /// Directed way of the request.
    pub way: u64,
    /// Whether an answer came.
    pub answered: bool,
}
