//! What is wrong with an expression, where, and what to write instead.

/// Characters of the line that are shown on either side of the caret.
const CONTEXT: usize = 60;

/// Characters of a name or literal that a message quotes.
const QUOTED: usize = 40;

/// Why an expression was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ParseError {
    /// Where, in bytes from the start of the expression.
    pub offset: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

impl ParseError {
    pub(crate) fn new(offset: usize, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { offset, message: message.into(), hint: hint.into() }
    }

    /// Several lines for a person: the message, the line of `text` that is wrong with a caret
    /// below the place, and the hint. `text` is the expression that was refused.
    pub fn render(&self, text: &str) -> String {
        let offset = text.floor_char_boundary(self.offset);
        let (before, after) = text.split_at_checked(offset).unwrap_or((text, ""));
        let before = before.rsplit('\n').next().unwrap_or_default();
        let after = after.lines().next().unwrap_or_default();

        let skipped = before.chars().count().saturating_sub(CONTEXT);
        let start: String = before.chars().skip(skipped).map(printable).collect();
        let rest: String = after.chars().take(CONTEXT).map(printable).collect();
        let cut_left = if skipped > 0 { "…" } else { "" };
        let cut_right = if after.chars().nth(CONTEXT).is_some() { "…" } else { "" };

        let column = start.chars().count().saturating_add(cut_left.chars().count());
        let blank = " ".repeat(column);
        format!("{}\n  {cut_left}{start}{rest}{cut_right}\n  {blank}^\n{}\n", self.message, self.hint)
    }
}

/// One column for every character, so that the caret stays below its place and a control
/// character cannot steer the terminal.
fn printable(character: char) -> char {
    if character.is_control() { ' ' } else { character }
}

/// A piece of the expression as messages quote it: escaped and cut to a readable length.
pub(crate) fn excerpt(text: &str) -> String {
    let shown: String = text.chars().take(QUOTED).flat_map(char::escape_debug).collect();
    if text.chars().nth(QUOTED).is_some() { format!("{shown}…") } else { shown }
}
