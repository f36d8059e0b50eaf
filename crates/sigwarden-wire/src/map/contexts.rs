//! Application contexts: which protocol, procedure and version a dialogue speaks
//! (TS 29.002 17.3.3; TS 29.078 5.6; object identifiers as X.690 8.19 codes them).
//!
//! Recognition is exact on the arcs, and tolerant of the two disguises seen in attacks: arcs padded with
//! leading `80` octets, and arcs added behind a whole context. Both are told, neither hides the context.

use std::fmt::Write;

/// The protocol a context belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Family {
    /// MAP: `0.4.0.0.1.0`, number, version.
    Map,
    /// CAP: versions 1 and 2 under MAP's arcs, 3 and 4 under their own.
    Cap,
    /// INAP of ETSI (`0.4.0.1`) or of ITU-T (Q.1218 and its successors).
    Inap,
    /// Anything else, a maker's own contexts included.
    #[default]
    Other,
}

/// What an application context name says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Context {
    /// The protocol.
    pub family: Family,
    /// Number of the context in its protocol; 0 outside MAP and CAP.
    pub number: u8,
    /// Version of MAP, or phase of CAP (1 to 4); 0 outside MAP and CAP.
    pub version: u8,
    /// An arc starts with `80`, which X.690 8.19.2 forbids.
    pub padded: bool,
    /// Something follows a context of MAP or CAP that was already whole.
    pub extended: bool,
}

/// Every context of MAP and CAP is this many subidentifiers long.
const WHOLE: usize = 7;

/// The highest arc that can be the number or version of a context here.
fn octet(arc: u64) -> Option<u8> {
    u8::try_from(arc).ok()
}

/// Classifies the content octets of the object identifier of an application context name.
pub fn classify(oid: &[u8]) -> Context {
    // Nearly every context is one of MAP, each arc in one octet.
    if let &[4, 0, 0, 1, 0, number @ 0..50, version @ 0..128] = oid {
        return Context { family: Family::Map, number, version, padded: false, extended: false };
    }
    let mut subidentifiers = Subidentifiers { rest: oid };
    let mut arcs = [0; WHOLE];
    let mut read = 0_usize;
    let mut padded = false;
    for (place, subidentifier) in arcs.iter_mut().zip(subidentifiers.by_ref()) {
        padded |= subidentifier.padded;
        if !subidentifier.complete {
            break;
        }
        *place = subidentifier.value;
        read = read.saturating_add(1);
    }
    let (family, number, version) = match arcs.get(..read) {
        Some(arcs) => recognise(arcs),
        None => UNKNOWN,
    };
    let extended = matches!(family, Family::Map | Family::Cap) && !subidentifiers.rest.is_empty();
    Context { family, number, version, padded, extended }
}

/// Family, number and version of a context that is none of ours.
const UNKNOWN: (Family, u8, u8) = (Family::Other, 0, 0);

/// CAP of phases 1 and 2 took three numbers among those of MAP: 50 call, 51 assist, 52 resource.
const CAP_IN_MAP: std::ops::RangeInclusive<u64> = 50..=52;

/// By subidentifiers; the first of them is two arcs, `0.4`.
fn recognise(arcs: &[u64]) -> (Family, u8, u8) {
    let numbered = |family, number, version| match (octet(number), octet(version)) {
        (Some(number), Some(version)) => (family, number, version),
        _ => UNKNOWN,
    };
    match *arcs {
        [4, 0, 0, 1, 0, number, phase] if CAP_IN_MAP.contains(&number) => {
            numbered(Family::Cap, number, phase.saturating_add(1))
        }
        [4, 0, 0, 1, 0, number, version] => numbered(Family::Map, number, version),
        [4, 0, 0, 1, 20 | 21, 3, number] => numbered(Family::Cap, number, 3),
        [4, 0, 0, 1, 22 | 23, 3, number] => numbered(Family::Cap, number, 4),
        [4, 0, 1, ..] | [0, 17, 1218 | 1228 | 1238 | 1248, ..] => (Family::Inap, 0, 0),
        _ => UNKNOWN,
    }
}

/// Appends an object identifier in dotted form, arcs as numbers, whatever their coding.
/// An arc beyond 64 bits is shown as the largest of them; one that the octets cut short as far as it goes.
pub fn dotted(oid: &[u8], out: &mut String) {
    for (position, subidentifier) in (Subidentifiers { rest: oid }).enumerate() {
        let value = subidentifier.value;
        // Writing to a String cannot fail.
        let _ = match (position, value) {
            (0, 0..40) => write!(out, "0.{value}"),
            (0, 40..80) => write!(out, "1.{}", value.saturating_sub(40)),
            (0, _) => write!(out, "2.{}", value.saturating_sub(80)),
            _ => write!(out, ".{value}"),
        };
    }
}

/// One subidentifier of an object identifier (X.690 8.19.2).
struct Subidentifier {
    value: u64,
    padded: bool,
    complete: bool,
}

/// Reads subidentifiers one after another; never more of them than octets.
struct Subidentifiers<'a> {
    rest: &'a [u8],
}

impl Iterator for Subidentifiers<'_> {
    type Item = Subidentifier;

    fn next(&mut self) -> Option<Subidentifier> {
        let padded = *self.rest.first()? == 0x80;
        let mut value = 0_u64;
        while let Some((&octet, rest)) = self.rest.split_first() {
            self.rest = rest;
            value = value.saturating_mul(128).saturating_add(u64::from(octet & 0x7F));
            if octet & 0x80 == 0 {
                return Some(Subidentifier { value, padded, complete: true });
            }
        }
        Some(Subidentifier { value, padded, complete: false })
    }
}

/// The standard's name of a context, without version; those of CAP as TS 29.078 has them.
pub fn name(context: &Context) -> Option<&'static str> {
    match context.family {
        Family::Map => find(MAP_NAMES, context.number),
        Family::Cap => find(
            match context.version {
                1 => CAP_1_NAMES,
                2 => CAP_2_NAMES,
                3 => CAP_3_NAMES,
                4 => CAP_4_NAMES,
                _ => &[],
            },
            context.number,
        ),
        Family::Inap | Family::Other => None,
    }
}

fn find(names: &'static [(u8, &'static str)], number: u8) -> Option<&'static str> {
    names.iter().find(|row| row.0 == number).map(|row| row.1)
}

/// Contexts of MAP; 30 was never given away.
const MAP_NAMES: &[(u8, &str)] = &[
    (1, "networkLocUp"),
    (2, "locationCancel"),
    (3, "roamingNbEnquiry"),
    (4, "istAlerting"),
    (5, "locInfoRetrieval"),
    (6, "callControlTransfer"),
    (7, "reporting"),
    (8, "callCompletion"),
    (9, "serviceTermination"),
    (10, "reset"),
    (11, "handoverControl"),
    (12, "sIWFSAllocation"),
    (13, "equipmentMngt"),
    (14, "infoRetrieval"),
    (15, "interVlrInfoRetrieval"),
    (16, "subscriberDataMngt"),
    (17, "tracing"),
    (18, "networkFunctionalSs"),
    (19, "networkUnstructuredSs"),
    (20, "shortMsgGateway"),
    (21, "shortMsgMO-Relay"),
    (22, "subscriberDataModificationNotification"),
    (23, "shortMsgAlert"),
    (24, "mwdMngt"),
    (25, "shortMsgMT-Relay"),
    (26, "imsiRetrieval"),
    (27, "msPurging"),
    (28, "subscriberInfoEnquiry"),
    (29, "anyTimeInfoEnquiry"),
    (31, "groupCallControl"),
    (32, "gprsLocationUpdate"),
    (33, "gprsLocationInfoRetrieval"),
    (34, "failureReport"),
    (35, "gprsNotify"),
    (36, "ss-InvocationNotification"),
    (37, "locationSvcGateway"),
    (38, "locationSvcEnquiry"),
    (39, "authenticationFailureReport"),
    (40, "secureTransportHandling"),
    (41, "shortMsgMT-Relay-VGCS"),
    (42, "mm-EventReporting"),
    (43, "anyTimeInfoHandling"),
    (44, "resourceManagement"),
    (45, "groupCallInfoRetrieval"),
    (46, "vcsgLocationUpdate"),
    (47, "vcsgLocationCancel"),
];

const CAP_1_NAMES: &[(u8, &str)] = &[(50, "CAP-v1-gsmSSF-to-gsmSCF-AC")];

const CAP_2_NAMES: &[(u8, &str)] = &[
    (50, "CAP-v2-gsmSSF-to-gsmSCF-AC"),
    (51, "CAP-v2-assist-gsmSSF-to-gsmSCF-AC"),
    (52, "CAP-v2-gsmSRF-to-gsmSCF-AC"),
];

const CAP_3_NAMES: &[(u8, &str)] = &[
    (4, "capssf-scfGenericAC"),
    (6, "capssf-scfAssistHandoffAC"),
    (14, "gsmSRF-gsmSCF-ac"),
    (50, "cap-gprssf-scfAC"),
    (51, "cap-gsmscf-gprsssfAC"),
    (61, "cap3-sms-AC"),
];

const CAP_4_NAMES: &[(u8, &str)] = &[
    (4, "capssf-scfGenericAC"),
    (6, "capssf-scfAssistHandoffAC"),
    (8, "capscf-ssfGenericAC"),
    (14, "gsmSRF-gsmSCF-ac"),
    (61, "cap4-sms-AC"),
];

#[cfg(test)]
mod tests {
    use super::*;

    const CANONICAL: (bool, bool) = (false, false);
    const PADDED: (bool, bool) = (true, false);
    const EXTENDED: (bool, bool) = (false, true);

    fn check(oid: &[u8], family: Family, number: u8, version: u8, (padded, extended): (bool, bool)) {
        let expected = Context { family, number, version, padded, extended };
        assert_eq!(classify(oid), expected, "{oid:02X?}");
    }

    #[test]
    fn canonical_contexts_are_recognised() {
        use Family::{Cap, Inap, Map, Other};
        check(&[4, 0, 0, 1, 0, 28, 3], Map, 28, 3, CANONICAL);
        check(&[4, 0, 0, 1, 0, 1, 1], Map, 1, 1, CANONICAL);
        check(&[4, 0, 0, 1, 0, 33, 4], Map, 33, 4, CANONICAL);
        check(&[4, 0, 0, 1, 0, 49, 3], Map, 49, 3, CANONICAL);
        check(&[4, 0, 0, 1, 0, 50, 0], Cap, 50, 1, CANONICAL);
        check(&[4, 0, 0, 1, 0, 50, 1], Cap, 50, 2, CANONICAL);
        check(&[4, 0, 0, 1, 0, 52, 1], Cap, 52, 2, CANONICAL);
        check(&[4, 0, 0, 1, 0, 53, 1], Map, 53, 1, CANONICAL);
        check(&[4, 0, 0, 1, 21, 3, 4], Cap, 4, 3, CANONICAL);
        check(&[4, 0, 0, 1, 23, 3, 61], Cap, 61, 4, CANONICAL);
        check(&[4, 0, 0, 1, 22, 3, 14], Cap, 14, 4, CANONICAL);
        check(&[4, 0, 1, 1, 1, 0, 0], Inap, 0, 0, CANONICAL);
        check(&[0, 17, 0x89, 0x42, 3, 0], Inap, 0, 0, CANONICAL);
        check(&[0x2A, 0x3A, 0, 0x89, 0x61], Other, 0, 0, CANONICAL);
    }

    #[test]
    fn disguised_contexts_are_seen_through() {
        use Family::{Cap, Map};
        check(&[4, 0, 0, 1, 0, 0x80, 28, 3], Map, 28, 3, PADDED);
        check(&[4, 0, 0, 1, 0, 28, 0x80, 0x80, 3], Map, 28, 3, PADDED);
        check(&[0x80, 4, 0, 0, 1, 0, 28, 3], Map, 28, 3, PADDED);
        check(&[4, 0, 0, 1, 0x80, 21, 3, 4], Cap, 4, 3, PADDED);
        check(&[4, 0, 0, 1, 0, 28, 3, 1], Map, 28, 3, EXTENDED);
        check(&[4, 0, 0, 1, 0, 28, 3, 0x80], Map, 28, 3, EXTENDED);
        check(&[4, 0, 0, 1, 0, 50, 1, 7, 7], Cap, 50, 2, EXTENDED);
        check(&[4, 0, 0, 1, 0, 0x80, 28, 3, 1], Map, 28, 3, (true, true));
    }

    #[test]
    fn what_is_no_whole_context_is_none() {
        use Family::Other;
        check(&[], Other, 0, 0, CANONICAL);
        check(&[4, 0, 0, 1, 0, 28], Other, 0, 0, CANONICAL);
        check(&[4, 0, 0, 1, 0, 28, 0x83], Other, 0, 0, CANONICAL);
        check(&[4, 0, 0, 1, 0, 0x82, 28, 3], Other, 0, 0, CANONICAL);
        check(&[4, 0, 0, 1, 1, 28, 3], Other, 0, 0, CANONICAL);
        check(&[0x80], Other, 0, 0, PADDED);
        check(&[0xFF; 64], Other, 0, 0, CANONICAL);
    }

    #[test]
    fn object_identifiers_are_written_with_dots() {
        for (oid, text) in [
            (&[4, 0, 0, 1, 0, 28, 3][..], "0.4.0.0.1.0.28.3"),
            (&[4, 0, 0, 1, 0, 0x80, 28, 3], "0.4.0.0.1.0.28.3"),
            (&[0x2A, 0x3A, 0, 0x89, 0x61, 0x33], "1.2.58.0.1249.51"),
            (&[0x88, 0x37, 3], "2.999.3"),
            (&[], ""),
        ] {
            let mut out = String::new();
            dotted(oid, &mut out);
            assert_eq!(out, text);
        }
    }

    #[test]
    fn an_endless_arc_is_written_as_the_largest() {
        let mut out = String::new();
        dotted(&[&[4][..], &[0xFF; 20], &[0x7F]].concat(), &mut out);
        assert_eq!(out, format!("0.4.{}", u64::MAX));
    }

    #[test]
    fn contexts_have_names() {
        for (oid, expected) in [
            (&[4, 0, 0, 1, 0, 1, 3][..], Some("networkLocUp")),
            (&[4, 0, 0, 1, 0, 47, 3], Some("vcsgLocationCancel")),
            (&[4, 0, 0, 1, 0, 0x80, 28, 3, 1], Some("subscriberInfoEnquiry")),
            (&[4, 0, 0, 1, 0, 30, 3], None),
            (&[4, 0, 0, 1, 0, 50, 0], Some("CAP-v1-gsmSSF-to-gsmSCF-AC")),
            (&[4, 0, 0, 1, 21, 3, 50], Some("cap-gprssf-scfAC")),
            (&[4, 0, 0, 1, 23, 3, 8], Some("capscf-ssfGenericAC")),
            (&[4, 0, 1, 1, 1, 0, 0], None),
        ] {
            assert_eq!(name(&classify(oid)), expected, "{oid:?}");
        }
    }
}
