//! Errors of MAP: local codes and names (TS 29.002 17.6.6).

/// Every error of MAP, by code, those of versions 1 and 2 included.
pub static ERRORS: &[(u8, &str)] = &[
    (1, "unknownSubscriber"),
    (2, "unknownBaseStation"),
    (3, "unknownMSC"),
    (4, "secureTransportError"),
    (5, "unidentifiedSubscriber"),
    (6, "absentSubscriberSM"),
    (7, "unknownEquipment"),
    (8, "roamingNotAllowed"),
    (9, "illegalSubscriber"),
    (10, "bearerServiceNotProvisioned"),
    (11, "teleserviceNotProvisioned"),
    (12, "illegalEquipment"),
    (13, "callBarred"),
    (14, "forwardingViolation"),
    (15, "cug-Reject"),
    (16, "illegalSS-Operation"),
    (17, "ss-ErrorStatus"),
    (18, "ss-NotAvailable"),
    (19, "ss-SubscriptionViolation"),
    (20, "ss-Incompatibility"),
    (21, "facilityNotSupported"),
    (22, "ongoingGroupCall"),
    (23, "invalidTargetBaseStation"),
    (24, "noRadioResourceAvailable"),
    (25, "noHandoverNumberAvailable"),
    (26, "subsequentHandoverFailure"),
    (27, "absentSubscriber"),
    (28, "incompatibleTerminal"),
    (29, "shortTermDenial"),
    (30, "longTermDenial"),
    (31, "subscriberBusyForMT-SMS"),
    (32, "sm-DeliveryFailure"),
    (33, "messageWaitingListFull"),
    (34, "systemFailure"),
    (35, "dataMissing"),
    (36, "unexpectedDataValue"),
    (37, "pw-RegistrationFailure"),
    (38, "negativePW-Check"),
    (39, "noRoamingNumberAvailable"),
    (40, "tracingBufferFull"),
    (42, "targetCellOutsideGroupCallArea"),
    (43, "numberOfPW-AttemptsViolation"),
    (44, "numberChanged"),
    (45, "busySubscriber"),
    (46, "noSubscriberReply"),
    (47, "forwardingFailed"),
    (48, "or-NotAllowed"),
    (49, "ati-NotAllowed"),
    (50, "noGroupCallNumberAvailable"),
    (51, "resourceLimitation"),
    (52, "unauthorizedRequestingNetwork"),
    (53, "unauthorizedLCSClient"),
    (54, "positionMethodFailure"),
    (58, "unknownOrUnreachableLCSClient"),
    (59, "mm-EventNotSupported"),
    (60, "atsi-NotAllowed"),
    (61, "atm-NotAllowed"),
    (62, "informationNotAvailable"),
    (71, "unknownAlphabet"),
    (72, "ussd-Busy"),
];

/// The standard's name of a local error code.
pub fn error_name(code: i64) -> Option<&'static str> {
    let code = u8::try_from(code).ok()?;
    let position = ERRORS.binary_search_by_key(&code, |row| row.0).ok()?;
    ERRORS.get(position).map(|row| row.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_and_unique() {
        for pair in ERRORS.windows(2) {
            assert!(pair[0].0 < pair[1].0, "{} and {}", pair[0].1, pair[1].1);
        }
    }

    #[test]
    fn errors_have_the_names_of_the_standard() {
        for (code, name) in [
            (1, Some("unknownSubscriber")),
            (8, Some("roamingNotAllowed")),
            (27, Some("absentSubscriber")),
            (34, Some("systemFailure")),
            (49, Some("ati-NotAllowed")),
            (52, Some("unauthorizedRequestingNetwork")),
            (72, Some("ussd-Busy")),
            (0, None),
            (73, None),
            (-1, None),
            (256 + 1, None),
        ] {
            assert_eq!(error_name(code), name, "{code}");
        }
    }
}
