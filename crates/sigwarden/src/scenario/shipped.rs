//! `scenario list` and `scenario show`: what comes with the program.

use crate::log::Failure;
use crate::output::Output;
use crate::render::text::lines;
use sigwarden_scenario::{SHIPPED, Scenario};
use sigwarden_schema::exit;

/// Width of a text beside the names.
const WIDTH: usize = 74;

/// The text of a scenario by its name.
pub(super) fn text(name: &str) -> Option<&'static str> {
    SHIPPED.iter().find(|shipped| shipped.0 == name).map(|shipped| shipped.1)
}

/// All names.
pub(super) fn names() -> Vec<&'static str> {
    SHIPPED.iter().map(|shipped| shipped.0).collect()
}

/// Writes names, and what they are about.
pub(super) fn list() -> Result<u8, Failure> {
    let mut output = Output::stdout();
    let room = names().iter().map(|name| name.len()).max().unwrap_or(0);
    for (name, text) in SHIPPED {
        let about = Scenario::parse(text).map(|scenario| scenario.about).unwrap_or_default();
        let words = about.split_whitespace().collect::<Vec<_>>().join(" ");
        for (place, line) in lines(&words, WIDTH).into_iter().enumerate() {
            let name = if place == 0 { name } else { &"" };
            output.text(&format!("{name:room$}  {line}\n"));
        }
    }
    output.finish();
    Ok(exit::DONE)
}

/// Writes the file of one.
pub(super) fn show(name: &str) -> Result<u8, Failure> {
    let text = text(name)
        .ok_or_else(|| Failure::usage(format!("no scenario is called {name}; there are {}", names().join(", "))))?;
    let mut output = Output::stdout();
    output.text(text);
    output.finish();
    Ok(exit::DONE)
}
