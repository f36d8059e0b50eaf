//! How long it takes at least from one country to another.

use sigwarden_operators::{Country, places};

/// Nobody is faster, kilometres an hour: an airliner, from door to door slower.
const FASTEST_KMH: f64 = 1000.0;

/// Minutes that a way takes at least.
pub(crate) type Minutes = u32;

/// What a site says of single pairs of countries, whatever their order; it goes before distances.
#[derive(Clone, Debug, Default)]
pub(crate) struct Travel {
    pairs: Vec<(Country, Country, Minutes)>,
}

impl Travel {
    /// With what the site says.
    pub(crate) fn new(pairs: Vec<(Country, Country, Minutes)>) -> Self {
        Self { pairs }
    }

    /// Minutes from one country to another: 0 for neighbours and within one country, nothing where a country is no place
    /// (ships, aircraft, networks of the whole world).
    ///
    /// Distances are those between the nearest places where people live, so a long border, an island near a coast, or a
    /// large country never make a journey look impossible that somebody can make.
    pub(crate) fn least(&self, from: Country, to: Country) -> Option<Minutes> {
        let said = self.pairs.iter().find(|(one, other, _)| (*one, *other) == (from, to) || (*other, *one) == (from, to));
        if let Some((_, _, minutes)) = said {
            return Some(*minutes);
        }
        let (least, _) = places::distance_km(from, to)?;
        let minutes = least / FASTEST_KMH * 60.0;
        // A whole number below a day and a half: the earth is not larger.
        Some((0..=2400_u32).take_while(|minute| f64::from(*minute) < minutes).last().map_or(0, |minute: u32| minute.saturating_add(1)))
    }
}
