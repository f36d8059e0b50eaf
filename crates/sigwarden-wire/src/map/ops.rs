//! The operations of MAP: codes, names, and where the fields stand in their parameters
//! (TS 29.002 17.5 and 17.6; the legacy ones from the versions 1 and 2 that defined them).

use super::shape::{Shape, Tag};
use super::shapes::{
    HLR_NUMBER, IMSI, IMSI_0, call, handover, lcs, location, mobility, security, sms, subscriber, supplementary,
};

/// An operation with a local code.
#[derive(Debug)]
pub struct Operation {
    /// Local operation code.
    pub code: u8,
    /// Name as the standard spells it.
    pub name: &'static str,
    /// Argument of the invoke, in every version.
    pub argument: &'static Shape,
    /// Result, in every version that does not change what a tag means.
    pub result: &'static Shape,
    /// Result when its own tag is `[3]`, where the elements of the version that introduced that tag
    /// cannot be told from the older ones by their own tags.
    pub result_tag_3: Option<&'static Shape>,
}

impl Operation {
    /// The shape of a result, by the tag of the result itself.
    pub fn result_shape(&self, root: Tag) -> &'static Shape {
        match self.result_tag_3 {
            Some(shape) if root == Tag::context(3) => shape,
            _ => self.result,
        }
    }
}

/// A table of operations, one a row: code, name, then the shapes of the argument and of the result, and
/// the one of a result under `[3]`, as far as anything is looked for in them.
macro_rules! operation_table {
    (@shape) => { &$crate::map::shape::Shape::NONE };
    (@shape $shape:path) => { &$shape };
    (@newer) => { None };
    (@newer $shape:path) => { Some(&$shape) };
    ($(#[$doc:meta])* $($code:literal $name:literal
        $(($argument:path))? $(-> ($result:path))? $(or ($newer:path))?;)+) => {
        $(#[$doc])*
        pub static OPERATIONS: &[$crate::map::ops::Operation] = &[$(
            $crate::map::ops::Operation {
                code: $code,
                name: $name,
                argument: operation_table!(@shape $($argument)?),
                result: operation_table!(@shape $($result)?),
                result_tag_3: operation_table!(@newer $($newer)?),
            },
        )+];
    };
}
pub(crate) use operation_table;

/// Positions of operations in their table by code, and [`NOWHERE`] for the codes that have none.
pub(crate) type Index = [u8; 256];

/// No table has this many operations.
const NOWHERE: u8 = u8::MAX;

/// The index of a table.
#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "runs while compiling, where a mistake is a compile error"
)]
pub(crate) const fn index_of(table: &[Operation]) -> Index {
    assert!(table.len() < NOWHERE as usize, "positions must fit an octet");
    let mut index = [NOWHERE; 256];
    let mut position = 0;
    while position < table.len() {
        index[table[position].code as usize] = position as u8;
        position += 1;
    }
    index
}

/// The operation with a code, in constant time.
pub(crate) fn look_up(table: &'static [Operation], index: &Index, code: i64) -> Option<&'static Operation> {
    let code = usize::try_from(code).ok()?;
    table.get(usize::from(*index.get(code)?))
}

operation_table! {
    /// Every operation of MAP, by code.
    2 "updateLocation" (mobility::UPDATE_LOCATION) -> (HLR_NUMBER);
    3 "cancelLocation" (mobility::CANCEL_LOCATION);
    4 "provideRoamingNumber" (call::PROVIDE_ROAMING_NUMBER) -> (call::PROVIDE_ROAMING_NUMBER_RESULT);
    5 "noteSubscriberDataModified" (subscriber::NOTE_SUBSCRIBER_DATA_MODIFIED);
    6 "resumeCallHandling" (call::RESUME_CALL_HANDLING);
    7 "insertSubscriberData" (subscriber::INSERT_SUBSCRIBER_DATA);
    8 "deleteSubscriberData" (subscriber::DELETE_SUBSCRIBER_DATA);
    9 "sendParameters" (security::SEND_PARAMETERS) -> (security::SEND_PARAMETERS_RESULT);
    10 "registerSS" (supplementary::REGISTER_SS) -> (supplementary::SS_INFO);
    11 "eraseSS" (supplementary::SS_FOR_BASIC_SERVICE) -> (supplementary::SS_INFO);
    12 "activateSS" (supplementary::SS_FOR_BASIC_SERVICE) -> (supplementary::SS_INFO);
    13 "deactivateSS" (supplementary::SS_FOR_BASIC_SERVICE) -> (supplementary::SS_INFO);
    14 "interrogateSS" (supplementary::SS_FOR_BASIC_SERVICE) -> (supplementary::INTERROGATE_SS_RESULT);
    15 "authenticationFailureReport" (security::AUTHENTICATION_FAILURE_REPORT);
    16 "notifySS";
    17 "registerPassword" (supplementary::REGISTER_PASSWORD);
    18 "getPassword";
    19 "processUnstructuredSS-Data" (supplementary::USSD_V1) -> (supplementary::USSD_V1);
    20 "releaseResources" (call::RELEASE_RESOURCES);
    21 "mt-ForwardSM-VGCS" (sms::MT_FORWARD_SM_VGCS) -> (sms::MT_FORWARD_SM_VGCS_RESULT);
    22 "sendRoutingInfo" (call::SEND_ROUTING_INFO) -> (call::SEND_ROUTING_INFO_RESULT) or (call::SEND_ROUTING_INFO_RESULT_V3);
    23 "updateGprsLocation" (mobility::UPDATE_GPRS_LOCATION) -> (HLR_NUMBER);
    24 "sendRoutingInfoForGprs" (mobility::SEND_ROUTING_INFO_FOR_GPRS) -> (mobility::SEND_ROUTING_INFO_FOR_GPRS_RESULT);
    25 "failureReport" (mobility::FAILURE_REPORT);
    26 "noteMsPresentForGprs" (mobility::NOTE_MS_PRESENT_FOR_GPRS);
    28 "performHandover" (handover::PERFORM_HANDOVER) -> (handover::PERFORM_HANDOVER_RESULT);
    29 "sendEndSignal";
    30 "performSubsequentHandover" (handover::PERFORM_SUBSEQUENT_HANDOVER);
    31 "provideSIWFSNumber";
    32 "sIWFSSignallingModify";
    33 "processAccessSignalling";
    34 "forwardAccessSignalling" (handover::FORWARD_ACCESS_SIGNALLING);
    35 "noteInternalHandover" (handover::NOTE_INTERNAL_HANDOVER);
    36 "cancelVcsgLocation" (mobility::CANCEL_VCSG_LOCATION);
    37 "reset" (mobility::RESET);
    38 "forwardCheckSS-Indication";
    39 "prepareGroupCall" (handover::PREPARE_GROUP_CALL) -> (handover::PREPARE_GROUP_CALL_RESULT);
    40 "sendGroupCallEndSignal" (IMSI);
    41 "processGroupCallSignalling";
    42 "forwardGroupCallSignalling" (IMSI);
    43 "checkIMEI" (security::CHECK_IMEI);
    44 "mt-ForwardSM" (sms::MT_FORWARD_SM) -> (sms::FORWARD_SM_RESULT);
    45 "sendRoutingInfoForSM" (sms::SEND_ROUTING_INFO_FOR_SM) -> (sms::SEND_ROUTING_INFO_FOR_SM_RESULT);
    46 "mo-ForwardSM" (sms::FORWARD_SM) -> (sms::FORWARD_SM_RESULT);
    47 "reportSM-DeliveryStatus" (sms::REPORT_SM_DELIVERY_STATUS) -> (sms::REPORT_SM_DELIVERY_STATUS_RESULT);
    48 "noteSubscriberPresent" (IMSI);
    49 "alertServiceCentreWithoutResult" (sms::ALERT_SERVICE_CENTRE);
    50 "activateTraceMode" (mobility::TRACE);
    51 "deactivateTraceMode" (IMSI_0);
    52 "traceSubscriberActivity" (mobility::TRACE);
    53 "updateVcsgLocation" (mobility::UPDATE_VCSG_LOCATION);
    54 "beginSubscriberActivity" (supplementary::BEGIN_SUBSCRIBER_ACTIVITY);
    55 "sendIdentification" (security::SEND_IDENTIFICATION) -> (security::SEND_IDENTIFICATION_RESULT);
    56 "sendAuthenticationInfo" (security::SEND_AUTHENTICATION_INFO) -> (security::SEND_AUTHENTICATION_INFO_RESULT);
    57 "restoreData" (mobility::RESTORE_DATA) -> (HLR_NUMBER);
    58 "sendIMSI" (security::SEND_IMSI) -> (security::SEND_IMSI_RESULT);
    59 "processUnstructuredSS-Request" (supplementary::USSD) -> (supplementary::USSD);
    60 "unstructuredSS-Request" (supplementary::USSD) -> (supplementary::USSD);
    61 "unstructuredSS-Notify" (supplementary::USSD);
    62 "anyTimeSubscriptionInterrogation" (subscriber::ANY_TIME_SUBSCRIPTION_INTERROGATION) -> (subscriber::ANY_TIME_SUBSCRIPTION_INTERROGATION_RESULT);
    63 "informServiceCentre" (sms::INFORM_SERVICE_CENTRE);
    64 "alertServiceCentre" (sms::ALERT_SERVICE_CENTRE);
    65 "anyTimeModification" (subscriber::ANY_TIME_MODIFICATION) -> (subscriber::ANY_TIME_MODIFICATION_RESULT);
    66 "readyForSM" (IMSI_0);
    67 "purgeMS" (mobility::PURGE_MS);
    68 "prepareHandover" (handover::PREPARE_HANDOVER) -> (handover::PREPARE_HANDOVER_RESULT);
    69 "prepareSubsequentHandover" (handover::PREPARE_SUBSEQUENT_HANDOVER);
    70 "provideSubscriberInfo" (location::PROVIDE_SUBSCRIBER_INFO) -> (location::SUBSCRIBER_INFO_RESULT);
    71 "anyTimeInterrogation" (location::ANY_TIME_INTERROGATION) -> (location::SUBSCRIBER_INFO_RESULT);
    72 "ss-InvocationNotification" (supplementary::SS_INVOCATION_NOTIFICATION);
    73 "setReportingState" (call::SET_REPORTING_STATE) -> (call::SET_REPORTING_STATE_RESULT);
    74 "statusReport" (call::STATUS_REPORT);
    75 "remoteUserFree" (call::REMOTE_USER_FREE);
    76 "registerCC-Entry" (supplementary::REGISTER_CC_ENTRY) -> (supplementary::REGISTER_CC_ENTRY_RESULT);
    77 "eraseCC-Entry" (supplementary::ERASE_CC_ENTRY) -> (supplementary::ERASE_CC_ENTRY);
    78 "secureTransportClass1";
    79 "secureTransportClass2";
    80 "secureTransportClass3";
    81 "secureTransportClass4";
    83 "provideSubscriberLocation" (lcs::PROVIDE_SUBSCRIBER_LOCATION) -> (lcs::PROVIDE_SUBSCRIBER_LOCATION_RESULT);
    84 "sendGroupCallInfo" (handover::SEND_GROUP_CALL_INFO) -> (handover::SEND_GROUP_CALL_INFO_RESULT);
    85 "sendRoutingInfoForLCS" (lcs::SEND_ROUTING_INFO_FOR_LCS) -> (lcs::SEND_ROUTING_INFO_FOR_LCS_RESULT);
    86 "subscriberLocationReport" (lcs::SUBSCRIBER_LOCATION_REPORT);
    87 "istAlert" (IMSI_0);
    88 "istCommand" (IMSI_0);
    89 "noteMM-Event" (location::NOTE_MM_EVENT);
}

static INDEX: Index = index_of(OPERATIONS);

/// The operation with a local code; codes that MAP has not given away have none.
pub fn operation(code: i64) -> Option<&'static Operation> {
    look_up(OPERATIONS, &INDEX, code)
}

/// Code 46: one operation for both directions in v1 and v2, only towards the centre since.
const FORWARD_SM: i64 = 46;

/// The contexts shortMsgMO-Relay and shortMsgMT-Relay.
const SHORT_MESSAGE_RELAYS: [u8; 2] = [21, 25];

/// The name of an operation in its dialogue: number and version of the application context, or
/// `(0, 1)` where a dialogue has none, which is version 1. Empty for a code that is not MAP's.
pub fn name_in_context(code: i64, context_number: u8, version: u8) -> &'static str {
    let relayed = context_number == 0 || SHORT_MESSAGE_RELAYS.contains(&context_number);
    if code == FORWARD_SM && relayed && matches!(version, 1 | 2) {
        return "forwardSM";
    }
    operation(code).map_or("", |operation| operation.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::field::Field;
    use crate::map::shape::Node;

    #[test]
    fn codes_are_sorted_and_unique() {
        for pair in OPERATIONS.windows(2) {
            assert!(pair[0].code < pair[1].code, "{} and {}", pair[0].name, pair[1].name);
        }
        assert_eq!(OPERATIONS.len(), 86);
    }

    #[test]
    fn names_are_unique() {
        for (position, one) in OPERATIONS.iter().enumerate() {
            let again = OPERATIONS.iter().skip(position + 1).find(|other| other.name == one.name);
            assert!(again.is_none(), "{} twice", one.name);
        }
    }

    #[test]
    fn every_operation_is_found_by_its_code() {
        for row in OPERATIONS {
            assert_eq!(operation(i64::from(row.code)).map(|found| found.name), Some(row.name));
        }
    }

    #[test]
    fn other_codes_are_not_operations() {
        for code in [-1, 0, 1, 27, 82, 90, 109, 255, 256, 256 + 70, i64::MAX, i64::MIN] {
            assert!(operation(code).is_none(), "{code}");
        }
    }

    /// What the application contexts of TS 29.002 17.3.2 let a dialogue carry.
    #[test]
    fn every_operation_of_a_context_is_known() {
        let names = "updateLocation restoreData forwardCheckSs-Indication insertSubscriberData \
            activateTraceMode cancelLocation provideRoamingNumber istAlert sendRoutingInfo \
            resumeCallHandling setReportingState statusReport remoteUserFree registerCC-Entry \
            eraseCC-Entry istCommand reset prepareHandover forwardAccessSignalling sendEndSignal \
            processAccessSignalling prepareSubsequentHandover checkIMEI sendAuthenticationInfo \
            sendIdentification deleteSubscriberData deactivateTraceMode registerSS eraseSS \
            activateSS deactivateSS registerPassword interrogateSS processUnstructuredSS-Data \
            beginSubscriberActivity getPassword processUnstructuredSS-Request \
            unstructuredSS-Notify unstructuredSS-Request sendRoutingInfoForSM \
            reportSM-DeliveryStatus informServiceCentre mo-forwardSM noteSubscriberDataModified \
            alertServiceCentre readyForSM mt-forwardSM sendIMSI purgeMS provideSubscriberInfo \
            anyTimeInterrogation prepareGroupCall forwardGroupCallSignalling \
            sendGroupCallEndSignal processGroupCallSignalling updateGprsLocation \
            sendRoutingInfoForGprs failureReport noteMsPresentForGprs ss-InvocationNotification \
            sendRoutingInfoForLCS provideSubscriberLocation subscriberLocationReport \
            authenticationFailureReport mt-forwardSM-VGCS noteMM-Event \
            anyTimeSubscriptionInterrogation anyTimeModification releaseResources \
            sendGroupCallInfo updateVcsgLocation cancelVcsgLocation";
        for name in names.split_whitespace() {
            assert!(OPERATIONS.iter().any(|row| row.name.eq_ignore_ascii_case(name)), "{name}");
        }
    }

    #[test]
    fn forward_sm_is_named_after_the_version() {
        for (context, version, name) in [
            (21, 1, "forwardSM"),
            (21, 2, "forwardSM"),
            (25, 2, "forwardSM"),
            (0, 1, "forwardSM"),
            (21, 3, "mo-ForwardSM"),
        ] {
            assert_eq!(name_in_context(46, context, version), name);
        }
        assert_eq!(name_in_context(70, 28, 3), "provideSubscriberInfo");
        assert_eq!(name_in_context(27, 28, 3), "");
    }

    #[test]
    fn only_the_result_of_send_routing_info_depends_on_its_own_tag() {
        let row = operation(22).expect("sendRoutingInfo");
        let first = |shape: &Shape| shape.nodes[0].tag;
        assert_eq!(first(row.result_shape(Tag::universal(16))), Tag::universal(4));
        assert_eq!(first(row.result_shape(Tag::context(3))), Tag::context(9));
        assert_eq!(OPERATIONS.iter().filter(|row| row.result_tag_3.is_some()).count(), 1);
    }

    fn reaches(nodes: &[Node], field: Field) -> bool {
        nodes.iter().any(|node| node.field == field || reaches(node.children, field))
    }

    #[test]
    fn operations_about_a_subscriber_say_which() {
        for code in [
            2, 3, 4, 5, 6, 7, 8, 9, 15, 23, 24, 25, 26, 36, 40, 42, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 56, 57,
            58, 62, 64, 65, 66, 67, 68, 70, 71, 72, 73, 74, 75, 83, 84, 85, 86, 87, 88, 89,
        ] {
            let shape = operation(code).expect("a code of MAP").argument;
            let named =
                [Field::Imsi, Field::Msisdn].iter().any(|field| shape.bare == *field || reaches(shape.nodes, *field));
            assert!(named, "{code}");
        }
    }
}
