//! Chance with other shapes than "any number alike": waiting times, the first of several moments.
//!
//! Logarithm and exponential are our own, of additions, multiplications and divisions only: those of
//! libraries differ in the last bit from platform to platform, and the same seed has to give the same octets.

use sigwarden_emit::random::Random;

/// ln 2.
const LN_2: f64 = std::f64::consts::LN_2;

/// A number above 0 and at most 1, all alike.
fn uniform(random: &mut Random) -> f64 {
    (random.below(1 << 30) + 1) as f64 / f64::from(1 << 30)
}

/// How long is waited for what happens by chance once in `mean`.
pub(crate) fn waiting(random: &mut Random, mean: f64) -> u64 {
    (-ln(uniform(random)) * mean) as u64
}

/// The share of a time after which the first of so many moments comes that lie in it by chance.
pub(crate) fn first_of(random: &mut Random, moments: u64) -> f64 {
    1.0 - exp(ln(uniform(random)) / moments as f64)
}

/// Natural logarithm of a number above 0.
fn ln(number: f64) -> f64 {
    let (mut mantissa, mut exponent) = (number, 0.0);
    while mantissa < 0.75 {
        (mantissa, exponent) = (mantissa * 2.0, exponent - 1.0);
    }
    while mantissa > 1.5 {
        (mantissa, exponent) = (mantissa / 2.0, exponent + 1.0);
    }
    // ln m = 2 artanh((m - 1) / (m + 1)).
    let ratio = (mantissa - 1.0) / (mantissa + 1.0);
    let (square, mut power, mut sum) = (ratio * ratio, ratio, 0.0);
    for term in 0..14 {
        sum += power / f64::from(2 * term + 1);
        power *= square;
    }
    2.0 * sum + exponent * LN_2
}

/// The exponential of a number that is not positive.
fn exp(number: f64) -> f64 {
    let halvings = (-number / LN_2) as i32 + 1;
    let rest = number + f64::from(halvings) * LN_2;
    let (mut term, mut sum) = (1.0, 1.0);
    for place in 1..20 {
        term *= rest / f64::from(place);
        sum += term;
    }
    (0..halvings).fold(sum, |value, _| value / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_those_of_the_library_but_for_the_last_digits() {
        for number in [1e-9, 0.001, 0.3, 0.75, 1.0, 1.4, 7.0] {
            assert!((ln(number) - number.ln()).abs() < 1e-12, "{number}");
        }
        for number in [-30.0, -5.0, -0.7, -1e-9, 0.0_f64] {
            assert!((exp(number) - number.exp()).abs() < 1e-12, "{number}");
        }
    }

    #[test]
    fn means_are_as_asked_for() {
        let mut random = Random::new(1);
        let sum: u64 = (0..20_000).map(|_| waiting(&mut random, 1000.0)).sum();
        assert!((19_500_000..20_500_000).contains(&sum), "{sum}");
        let sum: f64 = (0..20_000).map(|_| first_of(&mut random, 4)).sum();
        assert!((3_900.0..4_100.0).contains(&sum), "{sum}");
    }
}
