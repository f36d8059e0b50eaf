//! What takes operations of all protocols as they are joined.

use crate::dialogue::Dialogue;
use crate::joiner::Operation;
use crate::{diameter, gtp};

/// Takes operations as they are joined.
pub trait Sink {
    /// One component, or one message without. `mark` is the sink's own note on the dialogue.
    fn operation(&mut self, operation: &Operation<'_>, mark: &mut u32);

    /// Whether everything is wanted: the parameters of answers, and more than who and where in those of requests.
    fn wants_answers(&self, _mark: u32) -> bool {
        true
    }

    /// A dialogue that will not go on: its end, a timeout, or the end of the capture.
    fn closed(&mut self, dialogue: &Dialogue);

    /// One Diameter message.
    fn diameter(&mut self, _operation: &diameter::Operation<'_>, _mark: &mut u32) {}

    /// One GTP message.
    fn gtp(&mut self, _operation: &gtp::Operation<'_>, _mark: &mut u32) {}

    /// A request of Diameter or GTP to which nothing more will come.
    fn ended(&mut self, _ended: &Ended) {}
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
