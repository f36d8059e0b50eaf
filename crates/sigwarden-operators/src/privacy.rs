//! Keyed pseudonyms of subscribers.
//!
//! A pseudonym keeps what the analysis needs and nothing else: the network or country and the
//! length. The digits after that are permuted by a Feistel network over decimal digits, shaped like
//! FF1 (NIST SP 800-38G 5.1) with HMAC-SHA256 (RFC 2104, FIPS 180-4) as round function. So different
//! subscribers never get the same pseudonym, and without the key nobody can tell whose it is. With
//! the key anybody can: it is as secret as the identities.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::numbering::calling_code_digits;
use crate::plmn::{Plmn, most_plmn_digits};

/// Rounds of the Feistel network, as FF1 has them.
const ROUNDS: u8 = 10;
/// Most digits that are permuted: each half stays below 2^64.
const PERMUTED_DIGITS: usize = 36;
/// Digits of a type allocation code (3GPP TS 23.003 6.2.1).
const TAC_DIGITS: usize = 8;
/// Digits of an IMEI before its check digit or software version.
const IMEI_DIGITS: usize = 14;
/// Octets of the key.
const KEY_OCTETS: usize = 32;
/// Octets of a digest that are written.
const DIGEST_OCTETS: usize = 8;

/// Calling codes whose next digits tell one country from another: digits to keep in all.
const SPLIT_CODES: &[(&[u8], usize)] = &[(b"1", 4), (b"7", 2), (b"599", 4)];

/// Values that [`Pseudonymiser::shuffle`] permutes; more are replaced.
pub const MOST_VALUES: usize = 64;

/// How many digits of an international number name its country, all that tell one country from another included.
pub fn country_digits(digits: &[u8]) -> usize {
    let split = SPLIT_CODES.iter().find(|(code, _)| digits.starts_with(code));
    split.map_or_else(|| calling_code_digits(digits), |(_, kept)| *kept)
}

/// The check digit of fourteen digits (TS 23.003 B.2).
fn check_digit(digits: &str) -> u32 {
    let doubled = |(place, digit): (usize, u32)| {
        let value = if place % 2 == 1 { digit.saturating_mul(2) } else { digit };
        (value / 10).saturating_add(value % 10)
    };
    let sum: u32 = digits.chars().filter_map(|digit| digit.to_digit(10)).enumerate().map(doubled).sum();
    (10_u32.saturating_sub(sum % 10)) % 10
}

/// Why a key was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Too short or too long.
    #[error("the key has {found} digits instead of {expected}; `config init --key FILE` makes one")]
    Length {
        /// How many characters there are.
        found: usize,
        /// How many there should be.
        expected: usize,
    },
    /// Not hexadecimal.
    #[error("character {position} of the key is no hexadecimal digit; `config init --key FILE` makes a key")]
    Digit {
        /// Which character, the first being 1.
        position: usize,
    },
}

/// Turns identities into pseudonyms under one key.
///
/// The same key and the same known networks give the same pseudonyms, always.
#[derive(Clone)]
pub struct Pseudonymiser {
    keyed: Hmac<Sha256>,
    long_networks: Vec<String>,
}

impl Pseudonymiser {
    /// Reads a key of 64 hexadecimal digits; blanks and line ends around it do not count.
    ///
    /// # Errors
    /// Another length, or another character.
    pub fn from_hex_key(text: &str) -> Result<Pseudonymiser, KeyError> {
        let text = text.trim();
        let (found, expected) = (text.chars().count(), KEY_OCTETS.saturating_mul(2));
        if found != expected {
            return Err(KeyError::Length { found, expected });
        }
        let mut key = [0u8; KEY_OCTETS];
        for (index, character) in text.chars().enumerate() {
            let wrong = KeyError::Digit { position: index.saturating_add(1) };
            let nibble = character.to_digit(16).and_then(|digit| u8::try_from(digit).ok()).ok_or(wrong)?;
            if let Some(octet) = key.get_mut(index / 2) {
                *octet = (*octet << 4) | nibble;
            }
        }
        // HMAC takes a key of any length, and a block-sized one cannot be refused.
        let mut block = [0u8; 64];
        block.iter_mut().zip(key).for_each(|(to, from)| *to = from);
        Ok(Pseudonymiser { keyed: Hmac::new(&block.into()), long_networks: Vec::new() })
    }

    /// Names networks whose codes are longer than usual in their country, so that a pseudonym keeps
    /// all digits of theirs.
    pub fn with_known_networks(mut self, known: &[Plmn]) -> Pseudonymiser {
        let long = known.iter().filter(|plmn| plmn.mnc_digits() == 3);
        self.long_networks = long.map(Plmn::imsi_prefix).collect();
        self
    }

    /// Pseudonym of an IMSI: keeps the network (MCC and MNC). Where the length of the network code is
    /// doubtful (mixed lengths in the country, or by the known networks), the longer is kept.
    pub fn imsi(&self, digits: &str) -> String {
        self.permuted(b"imsi", digits, self.network_digits(digits))
    }

    /// Pseudonym of an MSISDN in international form: keeps the calling code, and the area code where
    /// that names the country (all of +1).
    pub fn msisdn(&self, digits: &str) -> String {
        self.permuted(b"msisdn", digits, country_digits(digits.as_bytes()))
    }

    /// Pseudonym of an IMEI or IMEISV (TS 23.003 6.2): keeps the type allocation code and the version of the software, and
    /// is the same for a telephone however its identity is written: with 14 digits, with the check digit, with the version.
    /// A check digit that was right is right.
    pub fn imei(&self, digits: &str) -> String {
        let Some((identity, rest)) = digits.split_at_checked(IMEI_DIGITS) else {
            return self.permuted(b"imei", digits, TAC_DIGITS);
        };
        let mut made = self.permuted(b"imei", identity, TAC_DIGITS);
        match rest.parse::<u32>() {
            Ok(check) if rest.len() == 1 => {
                let moved =
                    check.saturating_add(10).saturating_sub(check_digit(identity)).saturating_add(check_digit(&made));
                made.extend(char::from_digit(moved % 10, 10));
            }
            _ => made.push_str(rest),
        }
        made
    }

    /// Pseudonym of any digits: keeps the first `kept` and permutes the others. Another label, another permutation.
    pub fn digits(&self, label: &str, digits: &str, kept: usize) -> String {
        self.permuted(label.as_bytes(), digits, kept)
    }

    /// Permutes values, each below its radix (a letter 26, an octet 256), in place: the pseudonym has the same radixes,
    /// and different values never get the same one, under the same label and `beside`. Of more than [`MOST_VALUES`] the
    /// pseudonym is only as good as certain to differ.
    pub fn shuffle(&self, label: &str, beside: &[u8], values: &mut [u16], radixes: &[u16]) {
        let all = [label.as_bytes(), beside, &octets_of(radixes)];
        if values.len() > MOST_VALUES {
            let seed = self.mac(&[b"seed", &self.mac(&all), &octets_of(values)]);
            return self.add(&[&seed], values, radixes);
        }
        let all = self.mac(&all);
        let half = values.len() / 2;
        let (Some((left, right)), Some((left_radixes, right_radixes))) =
            (values.split_at_mut_checked(half), radixes.split_at_checked(half))
        else {
            return;
        };
        for round in 0..ROUNDS {
            let (changed, radixes, read) = match round % 2 {
                0 => (&mut *right, right_radixes, &*left),
                _ => (&mut *left, left_radixes, &*right),
            };
            self.add(&[b"shuffle", &all, &[round], &octets_of(read)], changed, radixes);
        }
    }

    /// Whether a bit is turned, by all bits that stand before it: what makes a pseudonym that keeps common beginnings
    /// (Xu, Fan, Ammar, Moon: prefix-preserving IP address anonymization, 2002).
    pub fn turns(&self, label: &str, before: u128, length: u8) -> bool {
        let mac = self.mac(&[b"bit", label.as_bytes(), &before.to_be_bytes(), &[length]]);
        mac.first().is_some_and(|octet| octet & 1 == 1)
    }

    /// Adds to each value a number that depends on the parts, modulo its radix.
    fn add(&self, parts: &[&[u8]], values: &mut [u16], radixes: &[u16]) {
        let first = self.mac(parts);
        for (block, (values, radixes)) in (0u64..).zip(values.chunks_mut(16).zip(radixes.chunks(16))) {
            let mac = if block == 0 { first } else { self.mac(&[&first, &block.to_be_bytes()]) };
            let (pairs, _) = mac.as_chunks::<2>();
            for ((value, radix), pair) in values.iter_mut().zip(radixes).zip(pairs) {
                let sum = u32::from(*value).wrapping_add(u32::from(u16::from_be_bytes(*pair)));
                *value = sum.checked_rem(u32::from(*radix)).and_then(|rest| u16::try_from(rest).ok()).unwrap_or(*value);
            }
        }
    }

    /// Keyed digest of any octets, 16 hexadecimal digits. Equal octets give equal digests.
    pub fn digest(&self, octets: &[u8]) -> String {
        hexadecimal(self.mac(&[b"digest", octets]).get(..DIGEST_OCTETS).unwrap_or_default())
    }

    /// How many digits of an IMSI are kept: decided by digits that are kept, so that no two meet.
    fn network_digits(&self, digits: &str) -> usize {
        let doubtful = |long: &String| long.get(..5).is_some_and(|short| digits.starts_with(short));
        if self.long_networks.iter().any(doubtful) { 6 } else { most_plmn_digits(digits.as_bytes()) }
    }

    /// Keeps the first digits and permutes the others. Anything but decimal digits becomes a keyed
    /// digest of the same length.
    fn permuted(&self, label: &[u8], identity: &str, kept: usize) -> String {
        let decimal = identity.bytes().all(|c| c.is_ascii_digit());
        let (prefix, rest) = identity.split_at_checked(kept).unwrap_or((identity, ""));
        if !decimal || rest.len() > PERMUTED_DIGITS {
            return self.replaced(label, identity);
        }
        let mut digits: Vec<u8> = rest.bytes().collect();
        match digits.len() {
            0 => {}
            1 => self.permute_one(label, prefix, &mut digits),
            _ => self.permute(label, prefix, &mut digits),
        }
        prefix.chars().chain(digits.into_iter().map(char::from)).collect()
    }

    /// Alternating Feistel network: each round adds to one half a function of the other.
    fn permute(&self, label: &[u8], prefix: &str, digits: &mut [u8]) {
        let length = [u8::try_from(digits.len()).unwrap_or(u8::MAX)];
        let (left, right) = digits.split_at_mut(digits.len() / 2);
        for round in 0..ROUNDS {
            let (changed, read) = if round % 2 == 0 { (&mut *left, &*right) } else { (&mut *right, &*left) };
            let mac = self.mac(&[label, prefix.as_bytes(), &length, &[round], read]);
            add_modulo(changed, number(&mac));
        }
    }

    /// A single digit: a keyed order of the ten.
    fn permute_one(&self, label: &[u8], prefix: &str, digits: &mut [u8]) {
        let mut order: Vec<([u8; 32], u8)> =
            (b'0'..=b'9').map(|digit| (self.mac(&[label, prefix.as_bytes(), &[1], &[digit]]), digit)).collect();
        order.sort_unstable();
        for digit in digits {
            let place = order.get(usize::from(digit.wrapping_sub(b'0')));
            *digit = place.map_or(*digit, |(_, image)| *image);
        }
    }

    /// Hexadecimal digits of a keyed digest, as many as the identity has characters.
    fn replaced(&self, label: &[u8], identity: &str) -> String {
        let length = identity.chars().count();
        let mut text = String::with_capacity(length);
        for block in 0u64.. {
            if text.len() >= length {
                break;
            }
            text.push_str(&hexadecimal(&self.mac(&[label, b"malformed", &block.to_be_bytes(), identity.as_bytes()])));
        }
        text.truncate(length);
        text
    }

    /// HMAC-SHA256 over the parts, each with its length before it.
    fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = self.keyed.clone();
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

impl fmt::Debug for Pseudonymiser {
    /// Never shows the key.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Pseudonymiser")
    }
}

/// Values as octets, for a digest.
fn octets_of(values: &[u16]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_be_bytes()).collect()
}

/// The first half of a digest as a number: large enough that its remainder modulo 10^18 is even.
fn number(mac: &[u8; 32]) -> u128 {
    mac.iter().take(16).fold(0u128, |value, octet| (value << 8) | u128::from(*octet))
}

/// Adds a number to decimal digits, modulo ten to their count.
fn add_modulo(digits: &mut [u8], mut number: u128) {
    let mut carry = 0u8;
    for digit in digits.iter_mut().rev() {
        let added = u8::try_from(number % 10).unwrap_or_default();
        let sum = digit.wrapping_sub(b'0').wrapping_add(added).wrapping_add(carry);
        *digit = b'0'.wrapping_add(sum % 10);
        carry = sum / 10;
        number /= 10;
    }
}

fn hexadecimal(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F";

    fn pseudonymiser() -> Pseudonymiser {
        Pseudonymiser::from_hex_key(KEY).unwrap()
    }

    #[test]
    fn reads_keys() {
        let long = "0".repeat(65);
        let bad = format!("{}g", "0".repeat(63));
        let rows = [
            (KEY.to_owned(), None),
            (format!(" {KEY}\r\n"), None),
            (String::new(), Some("the key has 0 digits instead of 64; `config init --key FILE` makes one")),
            (long, Some("the key has 65 digits instead of 64; `config init --key FILE` makes one")),
            (bad, Some("character 64 of the key is no hexadecimal digit; `config init --key FILE` makes a key")),
        ];
        for (text, expected) in rows {
            let error = Pseudonymiser::from_hex_key(&text).err().map(|error| error.to_string());
            assert_eq!(error.as_deref(), expected, "{text}");
        }
        assert!(!format!("{:?}", pseudonymiser()).contains('0'));
    }

    #[test]
    fn matches_the_published_hmac() {
        // RFC 4231 test case 2 has key "Jefe"; padded with zeros to 32 octets it is the same HMAC key.
        let key = format!("{:0<64}", "4a656665");
        let keyed = Pseudonymiser::from_hex_key(&key).unwrap().keyed;
        let mac = keyed.chain_update(b"what do ya want for nothing?").finalize().into_bytes();
        assert_eq!(hexadecimal(&mac[..8]), "5bdcc146bf60754e");
    }

    #[test]
    fn different_identities_never_meet() {
        let keyed = pseudonymiser();
        type Domain<'a> = (&'a str, usize, &'a dyn Fn(&str) -> String);
        let (imsi, msisdn, imei) = (|d: &str| keyed.imsi(d), |d: &str| keyed.msisdn(d), |d: &str| keyed.imei(d));
        let known = pseudonymiser().with_known_networks(&["001-01".parse().unwrap(), "001-010".parse().unwrap()]);
        let imsi_known = |d: &str| known.imsi(d);
        let domains: [Domain<'_>; 8] = [
            ("4050", 4, &imsi),
            ("00101", 1, &imsi),
            ("00101", 2, &imsi),
            ("00101", 3, &imsi),
            ("00101", 3, &imsi_known),
            ("1555", 2, &msisdn),
            ("1555", 3, &msisdn),
            ("00000000", 3, &imei),
        ];
        for (prefix, digits, pseudonym) in domains {
            let all = 10usize.pow(digits as u32);
            let images: BTreeSet<String> = (0..all).map(|n| pseudonym(&format!("{prefix}{n:0digits$}"))).collect();
            assert_eq!(images.len(), all, "{prefix} + {digits}");
            assert!(images.iter().all(|image| image.len() == prefix.len() + digits && image.starts_with(prefix)));
            assert!(images.iter().all(|image| image.bytes().all(|c| c.is_ascii_digit())));
        }
    }

    #[test]
    fn shuffled_values_never_meet_and_stay_below_their_radix() {
        let keyed = pseudonymiser();
        for radixes in [&[26][..], &[10, 26], &[26, 3, 10], &[256, 4, 2]] {
            let count: u16 = radixes.iter().product();
            let mut images = BTreeSet::new();
            for number in 0..count {
                let mut rest = number;
                let digit = |radix: &u16| {
                    let value = rest % radix;
                    rest /= radix;
                    value
                };
                let mut values: Vec<u16> = radixes.iter().map(digit).collect();
                keyed.shuffle("test", b"", &mut values, radixes);
                assert!(values.iter().zip(radixes).all(|(value, radix)| value < radix));
                images.insert(values);
            }
            assert_eq!(images.len(), usize::from(count), "{radixes:?}");
        }
        let shuffled = |label, beside, first: u16| {
            let mut values = vec![first; 80];
            keyed.shuffle(label, beside, &mut values, &[256; 80]);
            values
        };
        assert_eq!(shuffled("a", b"", 7), shuffled("a", b"", 7));
        assert_ne!(shuffled("a", b"", 7), shuffled("b", b"", 7));
        assert_ne!(shuffled("a", b"", 7), shuffled("a", b"x", 7));
        assert_ne!(shuffled("a", b"", 7), shuffled("a", b"", 8));
    }

    #[test]
    fn keeps_prefix_and_length_and_hides_the_rest() {
        let keyed = pseudonymiser();
        let rows = [
            ("imsi", "001010123456789", 5),
            ("imsi", "310000123456789", 6),
            ("imsi", "00101012345", 5),
            ("imsi", "00101", 5),
            ("imsi", "0010", 4),
            ("imsi", "", 0),
            ("msisdn", "15550100", 4),
            ("msisdn", "12465550100", 4),
            ("msisdn", "77000000000", 2),
            ("msisdn", "5999000000", 4),
            ("msisdn", "49000000000", 2),
            ("msisdn", "1", 1),
            ("imei", "00000000123456", 8),
            ("imei", "0000000012345678", 8),
            ("msisdn", "1555000000000000000000000000000000000000", 4),
        ];
        for (kind, identity, kept) in rows {
            let pseudonym = match kind {
                "imsi" => keyed.imsi(identity),
                "msisdn" => keyed.msisdn(identity),
                _ => keyed.imei(identity),
            };
            assert_eq!(pseudonym.len(), identity.len(), "{kind} {identity}");
            assert_eq!(pseudonym[..kept], identity[..kept], "{kind} {identity}");
            assert!(identity.len() <= kept || pseudonym != identity, "{kind} {identity}");
            assert!(pseudonym.bytes().all(|c| c.is_ascii_digit()), "{kind} {identity}");
        }
    }

    #[test]
    fn depends_on_key_and_kind_and_nothing_else() {
        let identity = "15550101234567";
        let other = Pseudonymiser::from_hex_key(&KEY.replace('3', "4")).unwrap();
        assert_eq!(pseudonymiser().msisdn(identity), pseudonymiser().msisdn(identity));
        assert_ne!(pseudonymiser().msisdn(identity), other.msisdn(identity));
        assert_ne!(pseudonymiser().msisdn(identity), pseudonymiser().imsi(identity));
        assert_ne!(pseudonymiser().digest(b"text"), other.digest(b"text"));
        assert_ne!(pseudonymiser().digest(b"text"), pseudonymiser().digest(b"texts"));
        assert_eq!(pseudonymiser().digest(b"").len(), 16);
    }

    #[test]
    fn malformed_identities_become_a_digest_of_their_length() {
        let keyed = pseudonymiser();
        for identity in ["00101A123456789", "1555*100", "é", "00101\u{0}", &"F".repeat(200), &"0".repeat(60)] {
            let pseudonym = keyed.imsi(identity);
            assert_eq!(pseudonym.chars().count(), identity.chars().count(), "{identity}");
            assert!(pseudonym.bytes().all(|c| c.is_ascii_hexdigit()), "{identity}");
            assert_eq!(pseudonym, keyed.imsi(identity));
        }
        assert_ne!(keyed.imsi("00101A123456789"), keyed.imsi("00101B123456789"));
    }

    #[test]
    fn pseudonyms_stay_as_they_are_from_release_to_release() {
        let keyed = pseudonymiser();
        let found = [
            keyed.imsi("001010123456789"),
            keyed.msisdn("15550101234"),
            keyed.imei("00000000123456"),
            keyed.digest(b"text"),
        ];
        assert_eq!(found, ["001015393974718", "15556988805", "00000000348510", "65447144f1fc7402"]);
    }
}
