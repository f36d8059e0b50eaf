//! The packs that come with the program: `rules/packs/`, compiled in.

use crate::set::Source;

macro_rules! packs {
    ($($path:literal,)*) => {
        /// Every file of the packs: its path below `rules/packs/`, and its text.
        pub const FILES: &[(&str, &str)] = &[
            $(($path, include_str!(concat!("../../../rules/packs/", $path))),)*
        ];
    };
}

packs! {
    "core/lookup.yml",
    "core/pivot.yml",
    "core/tracking.yml",
    "extended/persistence.yml",
    "extended/retry.yml",
    "hunt/same-day.yml",
}

/// A rule to begin with, as `rules new` writes it; `NAME` stands where its name belongs.
pub const TEMPLATE: &str = include_str!("template.yml");

/// The packs as sources.
pub fn sources() -> Vec<Source<'static>> {
    FILES.iter().map(|(name, text)| Source { name, text, builtin: true }).collect()
}
