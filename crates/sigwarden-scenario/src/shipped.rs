//! The scenarios that come with the program.

macro_rules! shipped {
    ($($name:literal),* $(,)?) => {
        /// Name and text of every scenario, in the order of a tour.
        pub const SHIPPED: &[(&str, &str)] = &[$(($name, include_str!(concat!("../scenarios/", $name, ".toml")))),*];
    };
}

shipped![
    "first-look",
    "demo",
    "ten-million",
    "patterns",
    "every-move",
    "at01-sim-push",
    "at03-one-person",
    "at04-fourteen-months",
    "at05-nine-days",
    "at06-single-purpose",
    "at07-far-from-home",
    "at09-coordination",
    "at11-mass-and-aimed",
    "at12-own-roamers",
    "at13-base-rate",
    "at14-encodings",
    "at15-forwarding",
    "at16-velocity",
    "at17-blocked",
    "at18-operation-mix",
    "at20-innocent",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Scenario;

    #[test]
    fn every_scenario_can_be_played_and_says_what_it_is_about() {
        for (name, text) in SHIPPED {
            let scenario = Scenario::parse(text).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(scenario.name, *name);
            assert!(!scenario.about.trim().is_empty(), "{name}");
        }
    }
}
