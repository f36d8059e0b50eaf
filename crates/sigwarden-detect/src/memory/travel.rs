//! How long it takes at least from one country to another.

use sigwarden_operators::{Country, places};

/// Minutes that a way takes at least.
pub(crate) type Minutes = u32;

/// What a site says of single pairs of countries, whatever their order; it goes before distances.
#[derive(Clone, Debug, Default)]
pub(crate) struct Travel {
    pairs: Vec<(Country, Country, Minutes)>,
    /// Kilometres an hour that nobody exceeds.
    fastest: f64,
}

impl Travel {
    /// With what the site says, and the kilometres an hour that nobody exceeds.
    pub(crate) fn new(pairs: Vec<(Country, Country, Minutes)>, fastest: i64) -> Self {
        Self { pairs, fastest: fastest.max(1) as f64 }
    }

    /// Minutes from one country to another: 0 for neighbours and within one country, nothing where a country is no place
    /// (ships, aircraft, networks of the whole world).
    ///
    /// Distances are those between the nearest places where people live, so a long border, an island near a coast, or a
    /// large country never make a journey look impossible that somebody can make.
    pub(crate) fn least(&self, from: Country, to: Country) -> Option<Minutes> {
        let said =
            self.pairs.iter().find(|(one, other, _)| (*one, *other) == (from, to) || (*other, *one) == (from, to));
        if let Some((_, _, minutes)) = said {
            return Some(*minutes);
        }
        let (least, _) = places::distance_km(from, to)?;
        let minutes = least / self.fastest * 60.0;
        // A whole number below a day and a half: the earth is not larger.
        Some(
            (0..=2400_u32)
                .take_while(|minute| f64::from(*minute) < minutes)
                .last()
                .map_or(0, |minute: u32| minute.saturating_add(1)),
        )
    }
}
