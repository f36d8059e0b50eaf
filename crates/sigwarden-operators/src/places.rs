//! Countries as places: names, borders, and where their people are.
//!
//! `data/countries.tsv`, from GeoNames. A centre is that of the population, not of the area: that is where
//! phones are. Every city of a country is within its radius.

use std::sync::LazyLock;

use crate::country::Country;

/// Mean radius of the earth, kilometres.
const EARTH_KM: f64 = 6371.0;

/// A country as a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Which country.
    pub country: Country,
    /// Its three letters in ISO 3166-1.
    pub alpha3: &'static str,
    /// Its English name.
    pub name: &'static str,
    /// Latitude and longitude of the centre of its population, degrees; none where nobody lives.
    pub centre: Option<(f64, f64)>,
    /// How far its farthest city is from there, kilometres.
    pub radius_km: f64,
    /// Countries that it has a border with on land.
    pub neighbours: Vec<Country>,
}

static PLACES: LazyLock<Vec<Place>> =
    LazyLock::new(|| include_str!("../../../data/countries.tsv").lines().filter_map(read).collect());

fn read(line: &'static str) -> Option<Place> {
    let mut columns = line.split('\t');
    let mut next = || columns.next();
    let country = Country::of_table(next()?).filter(|_| !line.starts_with('#'))?;
    let (alpha3, name) = (next()?, next()?);
    let (latitude, longitude, radius) = (next()?.parse().ok(), next()?.parse().ok(), next()?.parse().ok());
    let neighbours = next()?.split(' ').filter_map(Country::of_table).collect();
    let centre = latitude.zip(longitude);
    Some(Place { country, alpha3, name, centre, radius_km: radius.unwrap_or(0.0), neighbours })
}

/// Every country.
pub fn all() -> &'static [Place] {
    &PLACES
}

/// A country as a place.
pub fn place(country: Country) -> Option<&'static Place> {
    PLACES.iter().find(|place| place.country == country)
}

/// The country of two or three letters, as documents of operators abbreviate it.
pub fn by_letters(letters: &str) -> Option<Country> {
    let letters = letters.trim().to_ascii_uppercase();
    let known = PLACES.iter().find(|place| place.alpha3 == letters || place.country.as_str() == letters);
    known.map(|place| place.country)
}

/// Whether two countries have a border on land.
pub fn are_neighbours(one: Country, other: Country) -> bool {
    place(one).is_some_and(|place| place.neighbours.contains(&other))
}

/// The least and the greatest distance between somebody in one country and somebody in another, kilometres,
/// as far as centres and radii tell; `None` where either has no people.
pub fn distance_km(one: Country, other: Country) -> Option<(f64, f64)> {
    let (here, there) = (place(one)?, place(other)?);
    let between = great_circle_km(here.centre?, there.centre?);
    let reach = here.radius_km + there.radius_km;
    let least = if one == other || are_neighbours(one, other) { 0.0 } else { (between - reach).max(0.0) };
    Some((least, between + reach))
}

/// The distance of two points on the earth, given in degrees, kilometres.
fn great_circle_km(from: (f64, f64), to: (f64, f64)) -> f64 {
    let [lat1, lon1, lat2, lon2] = [from.0, from.1, to.0, to.1].map(f64::to_radians);
    let half = |angle: f64| (angle / 2.0).sin().powi(2);
    let a = half(lat2 - lat1) + lat1.cos() * lat2.cos() * half(lon2 - lon1);
    2.0 * EARTH_KM * a.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn country(code: &str) -> Country {
        Country::new(code).unwrap()
    }

    #[test]
    fn every_country_is_a_place() {
        assert_eq!(all().len(), 252);
        for place in all() {
            assert!(Country::new(place.country.as_str()).is_some(), "{place:?}");
            assert!(!place.name.is_empty(), "{place:?}");
            let (latitude, longitude) = place.centre.unwrap_or_default();
            assert!(latitude.abs() <= 90.0 && longitude.abs() <= 180.0, "{place:?}");
            for neighbour in &place.neighbours {
                assert!(are_neighbours(*neighbour, place.country), "{place:?} {neighbour}");
            }
        }
        assert_eq!(by_letters("BRB"), Some(country("BB")));
        assert_eq!(by_letters("bb"), Some(country("BB")));
        assert_eq!(by_letters("ZZZ"), None);
    }

    #[test]
    fn distances_hold_what_is_between() {
        for (one, other, least, most) in [
            ("BB", "GB", 5_500.0, 8_000.0),
            ("FR", "DE", 0.0, 2_500.0),
            ("BB", "BB", 0.0, 100.0),
            ("NZ", "GB", 15_000.0, 20_500.0),
        ] {
            let (near, far) = distance_km(country(one), country(other)).unwrap();
            assert!(near >= least && far <= most && near <= far, "{one} {other}: {near} to {far}");
        }
        assert_eq!(distance_km(country("AQ"), country("BB")), None);
    }
}
