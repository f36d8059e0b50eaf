//! The operations that this world speaks, with the names of the standards, and which identities
//! their requests and answers show.

use sigwarden_emit::map::context_number as ac;

/// Identities that stand in a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shown(u8);

impl Shown {
    /// None.
    pub(crate) const NONE: Self = Self(0);
    /// IMSI.
    pub(crate) const IMSI: Self = Self(1);
    /// Number.
    pub(crate) const MSISDN: Self = Self(2);
    /// Identity of the telephone.
    pub(crate) const IMEI: Self = Self(4);
    /// IMSI and number.
    pub(crate) const BOTH: Self = Self(3);
    /// IMSI and identity of the telephone.
    pub(crate) const PHONE: Self = Self(5);
    /// All three.
    pub(crate) const ALL: Self = Self(7);

    /// Whether these are among them.
    pub(crate) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// The protocol of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stack {
    /// MAP, and the number and version of its application context.
    Map(u64, u64),
    /// CAP of calls, phase 2.
    Cap,
    /// A Diameter application.
    Diameter,
    /// GTP-C version 1.
    Gtp1,
    /// GTP-C version 2.
    Gtp2,
}

impl Stack {
    /// As output lines call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Map(..) => "ss7-map",
            Self::Cap => "ss7-cap",
            Self::Diameter => "diameter",
            Self::Gtp1 => "gtpv1-c",
            Self::Gtp2 => "gtpv2-c",
        }
    }
}

/// An operation.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Op {
    /// Protocol.
    pub(crate) stack: Stack,
    /// Code.
    pub(crate) code: i64,
    /// Name.
    pub(crate) name: &'static str,
    /// What a request shows.
    pub(crate) asks: Shown,
    /// What a result shows.
    pub(crate) tells: Shown,
}

const fn map(context: u64, version: u64, code: i64, name: &'static str, asks: Shown, tells: Shown) -> Op {
    Op { stack: Stack::Map(context, version), code, name, asks, tells }
}

const fn cap(code: i64, name: &'static str, asks: Shown) -> Op {
    Op { stack: Stack::Cap, code, name, asks, tells: Shown::NONE }
}

const fn diameter(code: i64, name: &'static str, asks: Shown, tells: Shown) -> Op {
    Op { stack: Stack::Diameter, code, name, asks, tells }
}

const fn gtp1(code: i64, name: &'static str, asks: Shown) -> Op {
    Op { stack: Stack::Gtp1, code, name, asks, tells: Shown::NONE }
}

const fn gtp2(code: i64, name: &'static str, asks: Shown) -> Op {
    Op { stack: Stack::Gtp2, code, name, asks, tells: Shown::NONE }
}

use Shown as S;

pub(crate) static UPDATE_LOCATION: Op = map(ac::NETWORK_LOC_UP, 3, 2, "updateLocation", S::IMSI, S::NONE);
pub(crate) static CANCEL_LOCATION: Op = map(ac::LOCATION_CANCEL, 3, 3, "cancelLocation", S::IMSI, S::NONE);
pub(crate) static PROVIDE_ROAMING_NUMBER: Op =
    map(ac::ROAMING_NB_ENQUIRY, 3, 4, "provideRoamingNumber", S::BOTH, S::NONE);
/// Inside an update: the dialogue names the subscriber.
pub(crate) static INSERT_DATA: Op = map(ac::NETWORK_LOC_UP, 3, 7, "insertSubscriberData", S::MSISDN, S::NONE);
/// In a dialogue of its own, with a service control function and no number.
pub(crate) static INSERT_CONTROL: Op = map(ac::SUBSCRIBER_DATA_MNGT, 3, 7, "insertSubscriberData", S::IMSI, S::NONE);
/// The same with a number.
pub(crate) static INSERT_DATA_ALONE: Op = map(ac::SUBSCRIBER_DATA_MNGT, 3, 7, "insertSubscriberData", S::BOTH, S::NONE);
pub(crate) static DELETE_DATA: Op = map(ac::SUBSCRIBER_DATA_MNGT, 3, 8, "deleteSubscriberData", S::IMSI, S::NONE);
pub(crate) static REGISTER_SS: Op = map(ac::NETWORK_FUNCTIONAL_SS, 2, 10, "registerSS", S::NONE, S::NONE);
pub(crate) static INTERROGATE_SS: Op = map(ac::NETWORK_FUNCTIONAL_SS, 2, 14, "interrogateSS", S::NONE, S::NONE);
pub(crate) static SEND_ROUTING_INFO: Op = map(ac::LOC_INFO_RETRIEVAL, 3, 22, "sendRoutingInfo", S::MSISDN, S::IMSI);
pub(crate) static UPDATE_GPRS_LOCATION: Op =
    map(ac::GPRS_LOCATION_UPDATE, 3, 23, "updateGprsLocation", S::IMSI, S::NONE);
pub(crate) static RESET: Op = map(ac::RESET, 2, 37, "reset", S::NONE, S::NONE);
pub(crate) static MT_FORWARD_SM: Op = map(ac::SHORT_MSG_MT_RELAY, 3, 44, "mt-ForwardSM", S::IMSI, S::NONE);
/// Version 2 towards a phone has the code of the other direction.
pub(crate) static FORWARD_SM_V2: Op = map(ac::SHORT_MSG_MT_RELAY, 2, 46, "forwardSM", S::IMSI, S::NONE);
pub(crate) static ROUTING_INFO_FOR_SM: Op =
    map(ac::SHORT_MSG_GATEWAY, 3, 45, "sendRoutingInfoForSM", S::MSISDN, S::IMSI);
pub(crate) static MO_FORWARD_SM: Op = map(ac::SHORT_MSG_MO_RELAY, 3, 46, "mo-ForwardSM", S::BOTH, S::NONE);
pub(crate) static REPORT_DELIVERY: Op =
    map(ac::SHORT_MSG_GATEWAY, 3, 47, "reportSM-DeliveryStatus", S::MSISDN, S::NONE);
pub(crate) static SEND_IDENTIFICATION: Op =
    map(ac::INTER_VLR_INFO_RETRIEVAL, 3, 55, "sendIdentification", S::NONE, S::IMSI);
pub(crate) static SEND_AUTHENTICATION_INFO: Op =
    map(ac::INFO_RETRIEVAL, 3, 56, "sendAuthenticationInfo", S::IMSI, S::NONE);
pub(crate) static RESTORE_DATA: Op = map(ac::NETWORK_LOC_UP, 3, 57, "restoreData", S::IMSI, S::NONE);
pub(crate) static SEND_IMSI: Op = map(ac::IMSI_RETRIEVAL, 2, 58, "sendIMSI", S::MSISDN, S::IMSI);
pub(crate) static USSD: Op =
    map(ac::NETWORK_UNSTRUCTURED_SS, 2, 59, "processUnstructuredSS-Request", S::MSISDN, S::NONE);
/// From the home register: a text that needs no answer of the person.
pub(crate) static USSD_NOTIFY: Op = map(ac::NETWORK_UNSTRUCTURED_SS, 2, 61, "unstructuredSS-Notify", S::NONE, S::NONE);
pub(crate) static SUBSCRIPTION_INTERROGATION: Op =
    map(ac::ANY_TIME_INFO_HANDLING, 3, 62, "anyTimeSubscriptionInterrogation", S::MSISDN, S::NONE);
pub(crate) static ALERT_CENTRE: Op = map(ac::SHORT_MSG_ALERT, 2, 64, "alertServiceCentre", S::MSISDN, S::NONE);
pub(crate) static READY_FOR_SM: Op = map(ac::MWD_MNGT, 3, 66, "readyForSM", S::IMSI, S::NONE);
pub(crate) static PURGE_MS: Op = map(ac::MS_PURGING, 3, 67, "purgeMS", S::IMSI, S::NONE);
pub(crate) static SUBSCRIBER_INFO: Op =
    map(ac::SUBSCRIBER_INFO_ENQUIRY, 3, 70, "provideSubscriberInfo", S::IMSI, S::NONE);
pub(crate) static ANY_TIME_INTERROGATION: Op =
    map(ac::ANY_TIME_INFO_ENQUIRY, 3, 71, "anyTimeInterrogation", S::MSISDN, S::NONE);
pub(crate) static ANY_TIME_BY_IMSI: Op =
    map(ac::ANY_TIME_INFO_ENQUIRY, 3, 71, "anyTimeInterrogation", S::IMSI, S::NONE);
pub(crate) static SUBSCRIBER_LOCATION: Op =
    map(ac::LOCATION_SVC_ENQUIRY, 3, 83, "provideSubscriberLocation", S::BOTH, S::NONE);
pub(crate) static ROUTING_INFO_FOR_LCS: Op =
    map(ac::LOCATION_SVC_GATEWAY, 3, 85, "sendRoutingInfoForLCS", S::MSISDN, S::MSISDN);

pub(crate) static INITIAL_DP: Op = cap(0, "initialDP", S::BOTH);
pub(crate) static CONTINUE: Op = cap(31, "continue", S::NONE);
pub(crate) static APPLY_CHARGING: Op = cap(35, "applyCharging", S::NONE);
pub(crate) static APPLY_CHARGING_REPORT: Op = cap(36, "applyChargingReport", S::NONE);

pub(crate) static DWR: Op = diameter(280, "Device-Watchdog", S::NONE, S::NONE);
pub(crate) static ULR: Op = diameter(316, "Update-Location", S::PHONE, S::MSISDN);
pub(crate) static CLR: Op = diameter(317, "Cancel-Location", S::IMSI, S::NONE);
pub(crate) static AIR: Op = diameter(318, "Authentication-Information", S::IMSI, S::NONE);
pub(crate) static IDR: Op = diameter(319, "Insert-Subscriber-Data", S::BOTH, S::NONE);
pub(crate) static DSR: Op = diameter(320, "Delete-Subscriber-Data", S::IMSI, S::NONE);
pub(crate) static PUR: Op = diameter(321, "Purge-UE", S::IMSI, S::NONE);
pub(crate) static RSR: Op = diameter(322, "Reset", S::NONE, S::NONE);
pub(crate) static NOR: Op = diameter(323, "Notify", S::IMSI, S::NONE);
pub(crate) static UDR: Op = diameter(306, "User-Data", S::MSISDN, S::NONE);
pub(crate) static PLR: Op = diameter(8_388_620, "Provide-Location", S::IMSI, S::NONE);
pub(crate) static RIR: Op = diameter(8_388_622, "LCS-Routing-Info", S::MSISDN, S::IMSI);
pub(crate) static SRR: Op = diameter(8_388_647, "Send-Routing-Info-for-SM", S::MSISDN, S::IMSI);

pub(crate) static ECHO_1: Op = gtp1(1, "Echo Request", S::NONE);
pub(crate) static CREATE_CONTEXT: Op = gtp1(16, "Create PDP Context Request", S::ALL);
pub(crate) static UPDATE_CONTEXT: Op = gtp1(18, "Update PDP Context Request", S::NONE);
pub(crate) static DELETE_CONTEXT: Op = gtp1(20, "Delete PDP Context Request", S::NONE);
pub(crate) static SGSN_CONTEXT: Op = gtp1(50, "SGSN Context Request", S::IMSI);
pub(crate) static ECHO_2: Op = gtp2(1, "Echo Request", S::NONE);
pub(crate) static CREATE_SESSION: Op = gtp2(32, "Create Session Request", S::ALL);
pub(crate) static MODIFY_BEARER: Op = gtp2(34, "Modify Bearer Request", S::NONE);
pub(crate) static DELETE_SESSION: Op = gtp2(36, "Delete Session Request", S::NONE);
