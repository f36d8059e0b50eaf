//! Identities of people: a number decides them, whatever else happens in the world.

use super::World;
use crate::short::Short;

/// Numbers of the targets of campaigns start here, so that `--scale` does not touch them.
pub(crate) const TARGETS: u64 = 5_000_000;

/// First digits of the type allocation codes that are kept for tests (GSMA TS.06 5).
const TEST_TAC: &str = "001017";

/// Somebody, or something, with a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Subject {
    /// International mobile subscriber identity.
    pub(crate) imsi: Short,
    /// Number.
    pub(crate) msisdn: Short,
    /// Identity of the telephone, 15 digits.
    pub(crate) imei: Short,
    /// What stands for the IMSI in short messages that are routed at home (MT correlation ID, TS 23.040 3.10).
    pub(crate) correlation: Option<Short>,
}

impl Subject {
    /// What other networks get for the IMSI where short messages are concerned.
    pub(crate) fn delivery_identity(&self) -> Short {
        self.correlation.unwrap_or(self.imsi)
    }
}

impl World {
    /// A subscriber of a network by number. The same number gives the same identities, always.
    pub(crate) fn subject(&self, network: usize, number: u64) -> Subject {
        let of = &self.networks[network];
        let room = 15 - of.plmn.len();
        let imsi = Short::padded(&of.plmn, spread(number, room, 7_654_321), 15);
        let room = of.digits.saturating_sub(of.numbers.len());
        let msisdn = Short::padded(&of.numbers, spread(number, room, 76_543), of.digits);
        Subject { imsi, msisdn, imei: imei(network as u64, number), correlation: None }
    }
}

/// The identity of a telephone, with its check digit (TS 23.003 B.2). Nobody has that of somebody else:
/// numbers of the home network stay below ten million, those of other networks below 600,000 each.
pub(crate) fn imei(network: u64, number: u64) -> Short {
    let own = if network == 0 { number } else { 10_000_000 + network * 600_000 + number % 600_000 };
    let mut out = Short::new(TEST_TAC);
    out.push_number(spread(own, 8, 43_576_117), 8);
    let sum: u64 = out
        .bytes()
        .enumerate()
        .map(|(place, digit)| {
            let value = u64::from(digit - b'0') << (place % 2);
            value / 10 + value % 10
        })
        .sum();
    out.push_number((10 - sum % 10) % 10, 1);
    out
}

/// Another number of as many digits, in no visible order: an odd factor that 5 does not divide takes
/// every number to one of its own.
fn spread(number: u64, digits: usize, factor: u64) -> u64 {
    let modulus = 10_u128.pow(digits.min(18) as u32);
    ((u128::from(number) * u128::from(factor) + 271_828) % modulus) as u64
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn nobody_shares_a_number() {
        let seen: HashSet<u64> = (0..10_000).map(|number| spread(number, 6, 76_543)).collect();
        assert_eq!(seen.len(), 10_000);
    }

    #[test]
    fn nobody_has_the_telephone_of_somebody_else() {
        let people = (0..9).flat_map(|kind| (0..500).map(move |number| (0, kind * 600_000 + number)));
        let targets =
            (0..9).flat_map(|campaign| (0..500).map(move |number| (0, TARGETS + campaign * 100_000 + number)));
        let guests = (1..30).flat_map(|network| (0..300).map(move |number| (network, 3_600_000 + number)));
        let all: Vec<Short> =
            people.chain(targets).chain(guests).map(|(network, number)| imei(network, number)).collect();
        let seen: HashSet<Short> = all.iter().copied().collect();
        assert_eq!(seen.len(), all.len());
    }

    #[test]
    fn telephones_have_a_check_digit() {
        let digits = imei(0, 7);
        let sum: u32 = digits
            .bytes()
            .rev()
            .enumerate()
            .map(|(place, digit)| {
                let value = u32::from(digit - b'0') << (place % 2);
                value / 10 + value % 10
            })
            .sum();
        assert_eq!((digits.len(), sum % 10), (15, 0));
    }
}
