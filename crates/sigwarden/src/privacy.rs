//! Pseudonyms in whatever is written, where the site has a key.

use sigwarden_operators::Pseudonymiser;
use sigwarden_schema::lines::{Finding, Operation, Party, Target};
use std::borrow::Cow;

/// Numbering plan of land mobile numbers, E.212: the digits are an IMSI (Q.713 3.4.2.3.1).
const PLAN_E212: u8 = 6;
/// Numbering plan of E.214: the digits after the network's own are those of an IMSI.
const PLAN_E214: u8 = 7;

/// Digits of the longest network code in an IMSI (E.212).
const MOST_NETWORK_DIGITS: usize = 6;
/// Digits of a subscriber that tell who it is wherever they stand.
const TELLING_DIGITS: usize = 7;

/// How subscribers are written.
pub(crate) struct Privacy(Option<Pseudonymiser>);

impl Privacy {
    /// Pseudonyms with this key, or identities as they are.
    pub(crate) fn new(keyed: Option<Pseudonymiser>) -> Self {
        Self(keyed)
    }

    /// As the `run` line says it.
    pub(crate) fn mode(&self) -> &'static str {
        if self.0.is_some() { "pseudonym" } else { "reveal" }
    }

    /// The operation as it is written.
    pub(crate) fn operation<'a>(&self, operation: &'a Operation) -> Cow<'a, Operation> {
        let Some(keyed) = &self.0 else { return Cow::Borrowed(operation) };
        let mut written = operation.clone();
        if let (Some(sccp), Some(own)) = (&mut written.sccp, &operation.sccp) {
            hide_party(keyed, &mut sccp.calling, &operation.target);
            hide_party(keyed, &mut sccp.called, &operation.target);
            if written.origin.gt.is_some() && written.origin.gt == own.calling.gt {
                written.origin.gt.clone_from(&sccp.calling.gt);
            }
        }
        if let Some(session) = written.diameter.as_mut().and_then(|layer| layer.session_id.as_mut()) {
            *session = hidden_text(keyed, session, &operation.target);
        }
        if let Some(sms) = &mut written.sms {
            sms.address = sms.address.as_deref().map(|digits| keyed.msisdn(digits));
            sms.digest = (!sms.text.is_empty()).then(|| keyed.digest(&sms.text));
        }
        hide_target(keyed, &mut written.target);
        Cow::Owned(written)
    }

    /// Makes the finding what is written.
    pub(crate) fn finding(&self, finding: &mut Finding) {
        let Some(keyed) = &self.0 else { return };
        for why in &mut finding.why {
            for text in [&mut why.expected, &mut why.observed] {
                *text = hidden_text(keyed, text, &finding.target);
            }
        }
        hide_target(keyed, &mut finding.target);
    }
}

fn hide_target(keyed: &Pseudonymiser, target: &mut Target) {
    let hide = |identity: &mut Option<String>, pseudonym: &dyn Fn(&str) -> String| {
        *identity = identity.as_deref().map(pseudonym);
    };
    hide(&mut target.imsi, &|digits| keyed.imsi(digits));
    hide(&mut target.msisdn, &|digits| keyed.msisdn(digits));
    hide(&mut target.imei, &|digits| keyed.imei(digits));
}

/// A Global Title that is a subscriber's number rather than a node's: requests about a subscriber may
/// be addressed by MSISDN, IMSI or the number made of it (TS 29.002, Q.713, E.214).
fn hide_party(keyed: &Pseudonymiser, party: &mut Party, target: &Target) {
    let Some(digits) = &party.gt else { return };
    let hidden = match party.np {
        Some(PLAN_E212) => keyed.imsi(digits),
        Some(PLAN_E214) => keyed.msisdn(digits),
        _ if target.msisdn.as_ref() == Some(digits) => keyed.msisdn(digits),
        _ if target.imsi.as_ref() == Some(digits) => keyed.imsi(digits),
        _ => return,
    };
    party.gt = Some(hidden);
}

/// A text in which no digits of the target are left.
fn hidden_text(keyed: &Pseudonymiser, text: &str, target: &Target) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let other = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (before, digits) = rest.split_at(other);
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        let (number, after) = digits.split_at(end);
        out.push_str(before);
        out.push_str(&hidden_number(keyed, number, target));
        rest = after;
    }
    out
}

/// A number as it is written: its pseudonym where it is the target's, or an address made of its IMSI.
fn hidden_number(keyed: &Pseudonymiser, number: &str, target: &Target) -> String {
    let is = |identity: &Option<String>| !number.is_empty() && identity.as_deref() == Some(number);
    let subscriber = target.imsi.as_deref().and_then(|imsi| imsi.get(MOST_NETWORK_DIGITS..));
    match () {
        () if is(&target.imsi) => keyed.imsi(number),
        () if is(&target.msisdn) => keyed.msisdn(number),
        () if is(&target.imei) => keyed.imei(number),
        () if subscriber.is_some_and(|digits| digits.len() >= TELLING_DIGITS && number.ends_with(digits)) => {
            keyed.msisdn(number)
        }
        () => number.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sigwarden_schema::lines::Sccp;

    const IMSI: &str = "001010000000123";
    const MSISDN: &str = "15555550123";

    fn keyed() -> Pseudonymiser {
        Pseudonymiser::from_hex_key(&"5a".repeat(32)).unwrap()
    }

    fn operation() -> Operation {
        let target = Target { imsi: Some(IMSI.into()), msisdn: Some(MSISDN.into()), imei: None };
        Operation { target, ..Operation::default() }
    }

    #[test]
    fn without_a_key_everything_stays() {
        let privacy = Privacy::new(None);
        assert_eq!(privacy.mode(), "reveal");
        assert!(matches!(privacy.operation(&operation()), Cow::Borrowed(_)));
    }

    #[test]
    fn with_a_key_every_kind_of_identity_is_hidden() {
        let privacy = Privacy::new(Some(keyed()));
        let hidden = privacy.operation(&operation()).into_owned();
        assert_eq!(hidden.target.imsi, Some(keyed().imsi(IMSI)));
        assert_eq!(hidden.target.msisdn, Some(keyed().msisdn(MSISDN)));
        assert_eq!(privacy.mode(), "pseudonym");
    }

    #[test]
    fn reasons_quote_no_identity_of_the_target() {
        let target = operation().target;
        let rows = [
            (format!("from 447700900001 to {MSISDN} (country US)"), false),
            (format!("IMSI {IMSI}."), false),
            ("to 15555550000000123".to_owned(), false),
            ("from 447700900001 to 15555550020, TS 29.002".to_owned(), true),
        ];
        for (text, stays) in rows {
            let hidden = hidden_text(&keyed(), &text, &target);
            assert_eq!(hidden == text, stays, "{text}: {hidden}");
            assert!(!hidden.contains(MSISDN) && !hidden.contains(&IMSI[6..]), "{hidden}");
        }
    }

    #[test]
    fn a_subscriber_in_an_address_is_hidden_and_a_node_is_not() {
        let rows = [
            (Some(1), MSISDN, false),
            (Some(1), "15555550020", true),
            (None, "15555550020", true),
            (Some(6), IMSI, false),
            (Some(7), "155555550000000123", false),
        ];
        for (np, digits, stays) in rows {
            let mut given = operation();
            let called = Party { gt: Some(digits.into()), np, ..Party::default() };
            given.sccp = Some(Sccp { called, ..Sccp::default() });
            let hidden = Privacy::new(Some(keyed())).operation(&given).into_owned();
            let written = hidden.sccp.unwrap().called.gt;
            assert_eq!(written.as_deref() == Some(digits), stays, "{np:?} {digits}");
        }
    }
}
