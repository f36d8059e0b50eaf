//! Identities inside texts: names from the wire, and reasons in words.

use sigwarden_operators::Pseudonymiser;
use sigwarden_schema::lines::Target;

/// Digits of a network code in an IMSI (E.212).
const NETWORK_DIGITS: [usize; 2] = [5, 6];
/// Digits of an identity that tell who it is wherever they stand, also within others.
const TELLING_DIGITS: usize = 7;
/// Digits of the shortest number that is a subscriber's; shorter ones are codes of networks and countries.
const NUMBER_DIGITS: usize = 4;
/// Digits in a name that could be those of any subscriber.
const SUBSCRIBER_DIGITS: usize = 10;
/// Fields of a Session-Id that hold 32 bits each (RFC 6733 8.8).
const SESSION_NUMBERS: [usize; 2] = [1, 2];

/// Hides identities in the texts of one line.
pub(super) struct Texts<'a> {
    keyed: &'a Pseudonymiser,
    /// Identities of the target and parts of them, each with what is written instead; whole ones first.
    known: Vec<(&'a str, &'a str)>,
}

impl<'a> Texts<'a> {
    /// Of a line about this target, which becomes `hidden`.
    pub(super) fn new(keyed: &'a Pseudonymiser, target: &'a Target, hidden: &'a Target) -> Self {
        let part = |from: usize| Some((target.imsi.as_deref()?.get(from..)?, hidden.imsi.as_deref()?.get(from..)?));
        let whole = [(&target.imsi, &hidden.imsi), (&target.imei, &hidden.imei), (&target.msisdn, &hidden.msisdn)];
        let whole = whole.into_iter().filter_map(|(own, hidden)| own.as_deref().zip(hidden.as_deref()));
        let parts = NETWORK_DIGITS.into_iter().filter_map(part).filter(|(digits, _)| digits.len() >= TELLING_DIGITS);
        Self { keyed, known: whole.filter(|(digits, _)| digits.len() >= NUMBER_DIGITS).chain(parts).collect() }
    }

    /// Digits of a node: only what is the target's is hidden.
    pub(super) fn address(&self, digits: &str) -> String {
        self.hidden(digits, &self.known, false)
    }

    /// A name or Session-Id: whatever could be a subscriber is hidden.
    pub(super) fn name(&self, name: &str) -> String {
        let fields = name.split_inclusive(';').enumerate();
        fields.map(|(index, field)| self.hidden(field, &self.known, !is_session_number(index, field))).collect()
    }

    /// A reason in words: a number by itself is a node's, one within a name need not be.
    pub(super) fn reason(&self, text: &str) -> String {
        let words = text.split_inclusive(' ');
        words.map(|word| if is_name(word) { self.name(word) } else { self.address(word) }).collect()
    }

    /// The text without these identities, and without other numbers if `others`.
    fn hidden(&self, text: &str, known: &[(&str, &str)], others: bool) -> String {
        match known {
            [] => self.without_numbers(text, others),
            [(digits, _), known @ ..] if digits.len() < TELLING_DIGITS => self.hidden(text, known, others),
            [(digits, pseudonym), known @ ..] => {
                let pieces: Vec<_> = text.split(digits).map(|piece| self.hidden(piece, known, others)).collect();
                pieces.join(pseudonym)
            }
        }
    }

    /// Replaces runs of digits: a short number of the target, and if `others` any that could be a subscriber.
    fn without_numbers(&self, text: &str, others: bool) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while !rest.is_empty() {
            let (before, digits) = rest.split_at(rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len()));
            let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
            let (number, after) = digits.split_at(end);
            out.push_str(before);
            match self.known.iter().find(|(known, _)| *known == number) {
                Some((_, pseudonym)) => out.push_str(pseudonym),
                None if others && number.len() >= SUBSCRIBER_DIGITS => out.push_str(&self.keyed.imsi(number)),
                None => out.push_str(number),
            }
            rest = after;
        }
        out
    }
}

/// Whether a field between semicolons is a number that a Session-Id counts with.
fn is_session_number(index: usize, field: &str) -> bool {
    let number = field.trim_end_matches(';');
    SESSION_NUMBERS.contains(&index) && number.len() <= SUBSCRIBER_DIGITS && number.parse::<u32>().is_ok()
}

/// Whether a word is a name rather than digits, hexadecimal ones included.
fn is_name(word: &str) -> bool {
    word.contains(|c: char| matches!(c, '@' | ';') || c.is_alphabetic() && !matches!(c, 'A'..='F'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const IMSI: &str = "001010000000123";
    const MSISDN: &str = "15555550123";
    const OTHER: &str = "999990000000001";

    fn keyed() -> Pseudonymiser {
        Pseudonymiser::from_hex_key(&"5a".repeat(32)).unwrap()
    }

    /// Runs the rows: a text, and what becomes of it, where `{i}`, `{m}`, `{o}` stand for the identities.
    fn check(rows: &[(&str, bool)], target: &Target, hide: impl Fn(&Texts<'_>, &str) -> String) {
        let hidden = Target {
            imsi: target.imsi.as_deref().map(|digits| keyed().imsi(digits)),
            msisdn: target.msisdn.as_deref().map(|digits| keyed().msisdn(digits)),
            imei: None,
        };
        let msisdn = target.msisdn.as_ref().map_or_else(|| keyed().imsi(MSISDN), |digits| keyed().msisdn(digits));
        let (imsi, other) = (keyed().imsi(IMSI), keyed().imsi(OTHER));
        let keyed = keyed();
        let texts = Texts::new(&keyed, target, &hidden);
        let fill = |row: &str, [i, s, m, o]: [&str; 4]| {
            row.replace("{i}", i).replace("{s}", s).replace("{m}", m).replace("{o}", o)
        };
        for (row, hides_others) in rows {
            let own = fill(row, [IMSI, &IMSI[5..], MSISDN, OTHER]);
            let expected = fill(row, [&imsi, &imsi[5..], &msisdn, if *hides_others { &other } else { OTHER }]);
            assert_eq!(hide(&texts, &own), expected, "{row}");
        }
    }

    fn target() -> Target {
        Target { imsi: Some(IMSI.into()), msisdn: Some(MSISDN.into()), imei: None }
    }

    #[test]
    fn names_hold_no_subscriber() {
        let rows = [
            ("mme1.epc.mnc001.mcc001.3gppnetwork.org;1234567890;4294967295", true),
            ("h;1;{i}", true),
            ("h;1;{i}01", true),
            ("h;1;9{i}", true),
            ("h;0{m};2", true),
            ("h;00{m}99;2", true),
            ("h;1555555{s};{i}{m}", true),
            ("h;1;2;{o}", true),
            ("h{i}x1.epc.mnc001.mcc001.3gppnetwork.org", true),
            ("{o}@{i}.internet.mnc001.mcc001.gprs", true),
            ("mme123456789.example;4;5", true),
            ("", true),
        ];
        check(&rows, &target(), |texts, text| texts.name(text));
    }

    #[test]
    fn without_a_target_names_hold_no_subscriber_either() {
        check(&[("h;1;{i}", true), ("{m}.example;7;8", true), ("h;{o};1", true)], &Target::default(), |texts, text| {
            texts.name(text)
        });
    }

    #[test]
    fn ten_digits_are_a_number_of_a_session_only_where_one_stands() {
        let keyed = keyed();
        let (nobody, same) = (Target::default(), Target::default());
        let texts = Texts::new(&keyed, &nobody, &same);
        let rows = [
            ("h;4294967295;1", true),
            ("h;1;4294967295", true),
            ("h;1;4294967296", false),
            ("h;1;2;4294967295", false),
            ("4294967295;1;2", false),
            ("h;00000000001;2", false),
        ];
        for (text, stays) in rows {
            assert_eq!(texts.name(text) == text, stays, "{text}");
        }
    }

    #[test]
    fn reasons_name_nodes_and_no_subscriber() {
        let rows = [
            ("from 447700900001 to {m} (country US)", false),
            ("IMSI {i}.", false),
            ("to 1555555{s}", false),
            ("from 447700900001 to 15555550020, TS 29.002", false),
            ("from {o} (no known country)", false),
            ("from 4477009000AF to {o}F", false),
            ("from h{o}.example (no known country)", true),
            ("it came from {o}@x; the subscriber", true),
            ("from ({o}.internet.mnc001.mcc001.gprs)", true),
        ];
        check(&rows, &target(), |texts, text| texts.reason(text));
    }

    #[test]
    fn short_numbers_are_replaced_whole_and_codes_never() {
        let keyed = keyed();
        let of = |msisdn: &str| Target { msisdn: Some(msisdn.into()), ..Target::default() };
        let rows =
            [("447001", "to 447001.", false), ("447001", "to 4470012", true), ("001", "mnc001.mcc001.gprs", true)];
        for (msisdn, text, stays) in rows {
            let (own, hidden) = (of(msisdn), of(&keyed.msisdn(msisdn)));
            assert_eq!(Texts::new(&keyed, &own, &hidden).reason(text) == text, stays, "{msisdn} in {text}");
        }
    }
}
