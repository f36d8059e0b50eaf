//! The words of the scenario language as a page for people: made from the tables, so that it cannot be wrong.

use std::fmt::Write as _;

use crate::attack::{FORMS, MOVES};
use crate::habit::HABITS;
use crate::habit::SECOND_TAP;

/// Tables of moves, forms and habits, in Markdown.
pub fn reference() -> String {
    let mut out = String::from(
        "## Moves\n\nWhat a campaign can do to one target: one dialogue each. The category is that of FS.11, FS.19 or FS.20 \
         towards a subscriber of the home network.\n\n| move | what it is | kind | category | an answer gives away |\n|---|---|---|---|---|\n",
    );
    for entry in MOVES {
        let gives = if entry.disclosed.is_empty() { "-".to_owned() } else { entry.disclosed.join(", ") };
        let _ =
            writeln!(out, "| `{}` | {} | {} | {} | {gives} |", entry.name, entry.what, entry.threat, entry.category);
    }
    out += "\n## Forms\n\nUnusual encodings of SS7 requests, each met in the wild or published. Other programs may call them malformed; \
            `truth.jsonl` has their name in `form`.\n\n| form | what it is |\n|---|---|\n";
    for (_, name, what) in FORMS {
        let _ = writeln!(out, "| `{name}` | {what} |");
    }
    out += "\n## Habits\n\nLegitimate ways that look like attacks. All are on, one of each; `[habits]` sets how many there are, 0 for none.\n\n\
            | habit | what it is |\n|---|---|\n";
    for habit in HABITS {
        let _ = writeln!(out, "| `{}` | {} |", habit.name, habit.what);
    }
    let _ =
        writeln!(out, "| `{SECOND_TAP}` | a second tap sees some links too: the same message twice within a second |");
    out
}
