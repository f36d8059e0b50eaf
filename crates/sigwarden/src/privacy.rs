//! Pseudonyms in whatever is written, where the site has a key.

mod text;

use sigwarden_operators::Pseudonymiser;
use sigwarden_schema::lines::{Diameter, Finding, Operation, Origin, Party, Target};
use std::borrow::Cow;
use text::Texts;

/// Numbering plan of land mobile numbers, E.212: the digits are an IMSI (Q.713 3.4.2.3.1).
const PLAN_E212: u8 = 6;
/// Numbering plan of E.214: the digits after the network's own are those of an IMSI.
const PLAN_E214: u8 = 7;

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
        written.target = pseudonyms(keyed, &operation.target);
        let texts = Texts::new(keyed, &operation.target, &written.target);
        hide_origin(&texts, &mut written.origin);
        if let (Some(sccp), Some(own)) = (&mut written.sccp, &operation.sccp) {
            hide_party(keyed, &texts, &mut sccp.calling);
            hide_party(keyed, &texts, &mut sccp.called);
            if operation.origin.gt.is_some() && operation.origin.gt == own.calling.gt {
                written.origin.gt.clone_from(&sccp.calling.gt);
            }
        }
        if let Some(layer) = &mut written.diameter {
            names(layer).for_each(|name| *name = texts.name(name));
        }
        if let Some(apn) = written.gtp.as_mut().and_then(|layer| layer.apn.as_mut()) {
            *apn = texts.name(apn);
        }
        if let Some(sms) = &mut written.sms {
            sms.address = sms.address.as_deref().map(|digits| keyed.msisdn(digits));
            sms.service_centre = sms.service_centre.as_deref().map(|digits| texts.address(digits));
            sms.digest = (!sms.text.is_empty()).then(|| keyed.digest(&sms.text));
        }
        let first = written.duplicate_of.as_mut().map(|first| &mut first.dialogue_id);
        hide_identifiers(keyed, first.into_iter().chain([&mut written.dialogue_id]));
        Cow::Owned(written)
    }

    /// Makes the finding what is written.
    pub(crate) fn finding(&self, finding: &mut Finding) {
        let Some(keyed) = &self.0 else { return };
        let hidden = pseudonyms(keyed, &finding.target);
        let texts = Texts::new(keyed, &finding.target, &hidden);
        hide_origin(&texts, &mut finding.origin);
        let reasons = finding.why.iter_mut().flat_map(|why| [&mut why.expected, &mut why.observed]);
        reasons.for_each(|reason| *reason = texts.reason(reason));
        finding.target = hidden;
        let identifiers = finding.dialogue_ids.iter_mut().chain(&mut finding.related);
        hide_identifiers(keyed, identifiers.chain([&mut finding.id]));
    }
}

fn pseudonyms(keyed: &Pseudonymiser, target: &Target) -> Target {
    Target {
        imsi: target.imsi.as_deref().map(|digits| keyed.imsi(digits)),
        msisdn: target.msisdn.as_deref().map(|digits| keyed.msisdn(digits)),
        imei: target.imei.as_deref().map(|digits| keyed.imei(digits)),
    }
}

/// The names in a Diameter message.
fn names(layer: &mut Diameter) -> impl Iterator<Item = &mut String> {
    let single = [
        &mut layer.session_id,
        &mut layer.origin_host,
        &mut layer.origin_realm,
        &mut layer.destination_host,
        &mut layer.destination_realm,
    ];
    single.into_iter().flatten().chain(&mut layer.route_record)
}

fn hide_origin(texts: &Texts<'_>, origin: &mut Origin) {
    origin.gt = origin.gt.as_deref().map(|digits| texts.address(digits));
    for name in [&mut origin.host, &mut origin.realm].into_iter().flatten() {
        *name = texts.name(name);
    }
}

/// Identifiers are made of what was sent, a Session-Id among it: without a key, who guesses it could try it out.
fn hide_identifiers<'a>(keyed: &Pseudonymiser, identifiers: impl Iterator<Item = &'a mut String>) {
    identifiers.for_each(|identifier| *identifier = keyed.digest(identifier.as_bytes()));
}

/// A Global Title that is a subscriber's number rather than a node's: requests about a subscriber may
/// be addressed by MSISDN, IMSI or the number made of it (TS 29.002, Q.713, E.214).
fn hide_party(keyed: &Pseudonymiser, texts: &Texts<'_>, party: &mut Party) {
    let Some(digits) = &party.gt else { return };
    let hidden = texts.address(digits);
    party.gt = Some(match party.np {
        _ if hidden != *digits => hidden,
        Some(PLAN_E212) => keyed.imsi(digits),
        Some(PLAN_E214) => keyed.msisdn(digits),
        _ => hidden,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use sigwarden_schema::lines::{DuplicateOf, Gtp, Sccp};

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
    fn every_name_in_a_line_is_hidden() {
        let mut given = operation();
        let name = || Some(format!("h{IMSI}.example"));
        given.origin = Origin { host: name(), realm: name(), ..Origin::default() };
        given.gtp = Some(Gtp { apn: name(), ..Gtp::default() });
        given.diameter = Some(Diameter {
            origin_host: name(),
            origin_realm: name(),
            destination_host: name(),
            destination_realm: name(),
            session_id: name(),
            route_record: vec![format!("h{IMSI}.example"); 2],
            ..Diameter::default()
        });
        for target in [given.target.clone(), Target::default()] {
            given.target = target;
            let hidden = format!("{:?}", Privacy::new(Some(keyed())).operation(&given));
            assert!(!hidden.contains(&IMSI[5..]), "{hidden}");
            assert_eq!(hidden.matches(&format!("h{}.example", keyed().imsi(IMSI))).count(), 10, "{hidden}");
        }
    }

    #[test]
    fn identifiers_are_keyed_and_still_the_same() {
        let mut given = operation();
        given.dialogue_id = "00000000000000aa".into();
        given.duplicate_of = Some(DuplicateOf { dialogue_id: given.dialogue_id.clone(), frame: 1 });
        let hidden = Privacy::new(Some(keyed())).operation(&given).into_owned();
        assert_eq!(hidden.dialogue_id, keyed().digest(b"00000000000000aa"));
        assert_eq!(hidden.duplicate_of.unwrap().dialogue_id, hidden.dialogue_id);
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
