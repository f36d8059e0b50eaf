//! The operations of CAP: codes, names, and where the fields stand in their arguments
//! (TS 29.078 5.3). The codes overlap those of MAP: look one up only after the context said CAP.

use super::shapes;
use crate::map::ops::{Index, Operation, index_of, look_up, operation_table};

operation_table! {
    /// Every operation of CAP, phases 1 to 4, by code.
    0 "initialDP" (shapes::INITIAL_DP);
    16 "assistRequestInstructions";
    17 "establishTemporaryConnection" (shapes::ESTABLISH_TEMPORARY_CONNECTION);
    18 "disconnectForwardConnection";
    19 "connectToResource" (shapes::CONNECT_TO_RESOURCE);
    20 "connect" (shapes::CONNECT);
    22 "releaseCall";
    23 "requestReportBCSMEvent";
    24 "eventReportBCSM" (shapes::EVENT_REPORT_BCSM);
    27 "collectInformation";
    31 "continue";
    32 "initiateCallAttempt" (shapes::INITIATE_CALL_ATTEMPT);
    33 "resetTimer";
    34 "furnishChargingInformation";
    35 "applyCharging";
    36 "applyChargingReport";
    41 "callGap";
    44 "callInformationReport";
    45 "callInformationRequest";
    46 "sendChargingInformation";
    47 "playAnnouncement";
    48 "promptAndCollectUserInformation";
    49 "specializedResourceReport";
    53 "cancel";
    55 "activityTest";
    60 "initialDPSMS" (shapes::INITIAL_DP_SMS);
    61 "furnishChargingInformationSMS";
    62 "connectSMS" (shapes::CONNECT_SMS);
    63 "requestReportSMSEvent";
    64 "eventReportSMS";
    65 "continueSMS";
    66 "releaseSMS";
    67 "resetTimerSMS";
    70 "activityTestGPRS";
    71 "applyChargingGPRS";
    72 "applyChargingReportGPRS";
    73 "cancelGPRS";
    74 "connectGPRS";
    75 "continueGPRS";
    76 "entityReleasedGPRS";
    77 "furnishChargingInformationGPRS";
    78 "initialDPGPRS" (shapes::INITIAL_DP_GPRS);
    79 "releaseGPRS";
    80 "eventReportGPRS" (shapes::EVENT_REPORT_GPRS);
    81 "requestReportGPRSEvent";
    82 "resetTimerGPRS";
    83 "sendChargingInformationGPRS";
    86 "disconnectForwardConnectionWithArgument";
    88 "continueWithArgument";
    90 "disconnectLeg";
    93 "moveLeg";
    95 "splitLeg";
    96 "entityReleased";
    97 "playTone";
}

static INDEX: Index = index_of(OPERATIONS);

/// The operation with a local code; codes that CAP has not given away have none.
pub fn operation(code: i64) -> Option<&'static Operation> {
    look_up(OPERATIONS, &INDEX, code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_and_unique() {
        for pair in OPERATIONS.windows(2) {
            assert!(pair[0].code < pair[1].code, "{} and {}", pair[0].name, pair[1].name);
        }
        assert_eq!(OPERATIONS.len(), 54);
    }

    #[test]
    fn codes_that_map_shares_have_the_names_of_cap() {
        for (code, name) in [
            (0, "initialDP"),
            (20, "connect"),
            (22, "releaseCall"),
            (24, "eventReportBCSM"),
            (35, "applyCharging"),
            (44, "callInformationReport"),
            (60, "initialDPSMS"),
            (71, "applyChargingGPRS"),
            (78, "initialDPGPRS"),
            (86, "disconnectForwardConnectionWithArgument"),
            (97, "playTone"),
        ] {
            assert_eq!(operation(code).map(|row| row.name), Some(name), "{code}");
        }
    }

    #[test]
    fn other_codes_are_not_operations() {
        for code in [-1, 1, 2, 45 + 256, 98, i64::MAX] {
            assert!(operation(code).is_none(), "{code}");
        }
    }
}
