//! What is wrong with a rule, where, and what to do about it.

use std::fmt;

/// Characters of the line that are shown on either side of the caret.
const CONTEXT: usize = 60;

/// Where something stands in a text: line and column, both from 1, the column in characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Line, the first being 1.
    pub line: usize,
    /// Column in characters, the first being 1.
    pub column: usize,
}

/// One mistake in one file. [`fmt::Display`] gives several lines for a person: file, line, column and what is
/// wrong; the line with a caret below the place; what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Name of the file, as it was given.
    pub file: String,
    /// Where in it.
    pub place: Place,
    /// The line as it stands there.
    pub text: String,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { line, column } = self.place;
        writeln!(out, "{}:{line}:{column}: {}", self.file, self.message)?;
        let before = column.saturating_sub(1);
        let skipped = before.saturating_sub(CONTEXT);
        let shown: String = self
            .text
            .chars()
            .skip(skipped)
            .take(before.saturating_sub(skipped).saturating_add(CONTEXT))
            .map(printable)
            .collect();
        let cut = if skipped > 0 { "…" } else { "" };
        let more = if self.text.chars().nth(before.saturating_add(CONTEXT)).is_some() { "…" } else { "" };
        writeln!(out, "  {cut}{shown}{more}")?;
        let indent = before.saturating_sub(skipped).saturating_add(cut.chars().count());
        writeln!(out, "  {}^", " ".repeat(indent))?;
        write!(out, "  {}", self.hint)
    }
}

impl std::error::Error for Mistake {}

/// One column for every character: the caret stays below its place, and nothing steers the terminal.
fn printable(character: char) -> char {
    if character.is_control() { ' ' } else { character }
}

/// A piece of a rule as messages quote it: escaped, and cut to a readable length.
pub(crate) fn excerpt(text: &str) -> String {
    beginning(text, 40)
}

/// The first characters of a text, without what a terminal would obey.
pub(crate) fn beginning(text: &str, most: usize) -> String {
    let shown: String = text.chars().take(most).flat_map(char::escape_debug).collect();
    if text.chars().nth(most).is_some() { format!("{shown}…") } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_stands_below_its_place_in_short_and_long_lines() {
        for (line, column) in [("abc", 2), ("\tabc", 3), (&*"x".repeat(300), 200)] {
            let mistake = Mistake {
                file: "a.yml".into(),
                place: Place { line: 7, column },
                text: line.into(),
                message: "wrong".into(),
                hint: "do it".into(),
            };
            let shown = mistake.to_string();
            let rows: Vec<&str> = shown.lines().collect();
            assert_eq!(rows[0], format!("a.yml:7:{column}: wrong"));
            assert_eq!(rows[2].chars().count(), rows[2].find('^').unwrap() + 1);
            assert!(rows[1].chars().count() >= rows[2].chars().count(), "{shown}");
            assert_eq!(rows[3], "  do it");
        }
    }
}
