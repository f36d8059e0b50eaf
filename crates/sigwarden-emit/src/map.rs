//! MAP of TS 29.002: operation codes, error codes, application contexts and encoded parameters.
//!
//! A parameter function returns the octets that stand after the operation code of a component.
//! Numbers are given as digits and become international E.164 addresses; identities are digits.

mod calls;
mod location;
mod mobility;
mod sms;
mod subscriber;
mod supplementary;

pub use calls::*;
pub use location::*;
pub use mobility::*;
pub use sms::*;
pub use subscriber::*;
pub use supplementary::*;

use crate::ber::{address, tlv};

/// Nature and plan of an international E.164 number.
pub const INTERNATIONAL_E164: u8 = 0x91;

/// Local operation codes (TS 29.002 17.6).
pub mod operation {
    /// updateLocation.
    pub const UPDATE_LOCATION: i64 = 2;
    /// cancelLocation.
    pub const CANCEL_LOCATION: i64 = 3;
    /// provideRoamingNumber.
    pub const PROVIDE_ROAMING_NUMBER: i64 = 4;
    /// insertSubscriberData.
    pub const INSERT_SUBSCRIBER_DATA: i64 = 7;
    /// deleteSubscriberData.
    pub const DELETE_SUBSCRIBER_DATA: i64 = 8;
    /// registerSS.
    pub const REGISTER_SS: i64 = 10;
    /// interrogateSS.
    pub const INTERROGATE_SS: i64 = 14;
    /// sendRoutingInfo.
    pub const SEND_ROUTING_INFO: i64 = 22;
    /// updateGprsLocation.
    pub const UPDATE_GPRS_LOCATION: i64 = 23;
    /// reset.
    pub const RESET: i64 = 37;
    /// checkIMEI.
    pub const CHECK_IMEI: i64 = 43;
    /// mt-ForwardSM.
    pub const MT_FORWARD_SM: i64 = 44;
    /// sendRoutingInfoForSM.
    pub const SEND_ROUTING_INFO_FOR_SM: i64 = 45;
    /// mo-ForwardSM; forwardSM in both directions up to version 2.
    pub const MO_FORWARD_SM: i64 = 46;
    /// reportSM-DeliveryStatus.
    pub const REPORT_SM_DELIVERY_STATUS: i64 = 47;
    /// sendIdentification.
    pub const SEND_IDENTIFICATION: i64 = 55;
    /// sendAuthenticationInfo.
    pub const SEND_AUTHENTICATION_INFO: i64 = 56;
    /// restoreData.
    pub const RESTORE_DATA: i64 = 57;
    /// sendIMSI.
    pub const SEND_IMSI: i64 = 58;
    /// processUnstructuredSS-Request.
    pub const PROCESS_UNSTRUCTURED_SS_REQUEST: i64 = 59;
    /// anyTimeSubscriptionInterrogation.
    pub const ANY_TIME_SUBSCRIPTION_INTERROGATION: i64 = 62;
    /// alertServiceCentre.
    pub const ALERT_SERVICE_CENTRE: i64 = 64;
    /// readyForSM.
    pub const READY_FOR_SM: i64 = 66;
    /// purgeMS.
    pub const PURGE_MS: i64 = 67;
    /// provideSubscriberInfo.
    pub const PROVIDE_SUBSCRIBER_INFO: i64 = 70;
    /// anyTimeInterrogation.
    pub const ANY_TIME_INTERROGATION: i64 = 71;
    /// provideSubscriberLocation.
    pub const PROVIDE_SUBSCRIBER_LOCATION: i64 = 83;
    /// sendRoutingInfoForLCS.
    pub const SEND_ROUTING_INFO_FOR_LCS: i64 = 85;
    /// noteMM-Event.
    pub const NOTE_MM_EVENT: i64 = 89;
}

/// Local error codes (TS 29.002 17.6.6).
pub mod error {
    /// unknownSubscriber.
    pub const UNKNOWN_SUBSCRIBER: i64 = 1;
    /// unidentifiedSubscriber.
    pub const UNIDENTIFIED_SUBSCRIBER: i64 = 5;
    /// absentSubscriberSM.
    pub const ABSENT_SUBSCRIBER_SM: i64 = 6;
    /// roamingNotAllowed.
    pub const ROAMING_NOT_ALLOWED: i64 = 8;
    /// facilityNotSupported.
    pub const FACILITY_NOT_SUPPORTED: i64 = 21;
    /// absentSubscriber.
    pub const ABSENT_SUBSCRIBER: i64 = 27;
    /// sm-DeliveryFailure.
    pub const SM_DELIVERY_FAILURE: i64 = 32;
    /// systemFailure.
    pub const SYSTEM_FAILURE: i64 = 34;
    /// dataMissing.
    pub const DATA_MISSING: i64 = 35;
    /// unexpectedDataValue.
    pub const UNEXPECTED_DATA_VALUE: i64 = 36;
    /// ati-NotAllowed.
    pub const ATI_NOT_ALLOWED: i64 = 49;
    /// unauthorizedRequestingNetwork.
    pub const UNAUTHORIZED_REQUESTING_NETWORK: i64 = 52;
}

/// Numbers of the application contexts (TS 29.002 17.3), for [`context`].
pub mod context_number {
    /// networkLocUp.
    pub const NETWORK_LOC_UP: u64 = 1;
    /// locationCancel.
    pub const LOCATION_CANCEL: u64 = 2;
    /// roamingNbEnquiry.
    pub const ROAMING_NB_ENQUIRY: u64 = 3;
    /// locInfoRetrieval.
    pub const LOC_INFO_RETRIEVAL: u64 = 5;
    /// reset.
    pub const RESET: u64 = 10;
    /// equipmentMngt.
    pub const EQUIPMENT_MNGT: u64 = 13;
    /// infoRetrieval.
    pub const INFO_RETRIEVAL: u64 = 14;
    /// interVlrInfoRetrieval.
    pub const INTER_VLR_INFO_RETRIEVAL: u64 = 15;
    /// subscriberDataMngt.
    pub const SUBSCRIBER_DATA_MNGT: u64 = 16;
    /// networkFunctionalSs.
    pub const NETWORK_FUNCTIONAL_SS: u64 = 18;
    /// networkUnstructuredSs.
    pub const NETWORK_UNSTRUCTURED_SS: u64 = 19;
    /// shortMsgGateway.
    pub const SHORT_MSG_GATEWAY: u64 = 20;
    /// shortMsgMO-Relay.
    pub const SHORT_MSG_MO_RELAY: u64 = 21;
    /// shortMsgAlert.
    pub const SHORT_MSG_ALERT: u64 = 23;
    /// mwdMngt.
    pub const MWD_MNGT: u64 = 24;
    /// shortMsgMT-Relay.
    pub const SHORT_MSG_MT_RELAY: u64 = 25;
    /// imsiRetrieval.
    pub const IMSI_RETRIEVAL: u64 = 26;
    /// msPurging.
    pub const MS_PURGING: u64 = 27;
    /// subscriberInfoEnquiry.
    pub const SUBSCRIBER_INFO_ENQUIRY: u64 = 28;
    /// anyTimeInfoEnquiry.
    pub const ANY_TIME_INFO_ENQUIRY: u64 = 29;
    /// gprsLocationUpdate.
    pub const GPRS_LOCATION_UPDATE: u64 = 32;
    /// locationSvcGateway.
    pub const LOCATION_SVC_GATEWAY: u64 = 37;
    /// locationSvcEnquiry.
    pub const LOCATION_SVC_ENQUIRY: u64 = 38;
    /// mm-EventReporting.
    pub const MM_EVENT_REPORTING: u64 = 42;
    /// anyTimeInfoHandling.
    pub const ANY_TIME_INFO_HANDLING: u64 = 43;
}

/// Application context as object identifier arcs: 0.4.0.0.1.0.number.version (TS 29.002 17.3.3).
pub const fn context(number: u64, version: u64) -> [u64; 8] {
    [0, 4, 0, 0, 1, 0, number, version]
}

/// Subsystem numbers (TS 23.003 8.1).
pub mod subsystem {
    /// Home location register.
    pub const HLR: u8 = 6;
    /// Visitor location register.
    pub const VLR: u8 = 7;
    /// Mobile switching centre; short message centres use it too.
    pub const MSC: u8 = 8;
    /// Equipment identity register.
    pub const EIR: u8 = 9;
    /// Gateway mobile location centre.
    pub const GMLC: u8 = 145;
    /// CAMEL application part.
    pub const CAP: u8 = 146;
    /// Service control function, the MAP side.
    pub const GSM_SCF: u8 = 147;
    /// Serving GPRS support node.
    pub const SGSN: u8 = 149;
}

/// Whom a parameter names: by IMSI or by number (SubscriberIdentity).
#[derive(Clone, Copy, Debug)]
pub enum Subscriber<'a> {
    /// By IMSI.
    Imsi(&'a str),
    /// By MSISDN.
    Msisdn(&'a str),
}

impl Subscriber<'_> {
    fn encode(self) -> Vec<u8> {
        match self {
            Self::Imsi(digits) => identity(0x80, digits),
            Self::Msisdn(digits) => number(0x81, digits),
        }
    }
}

/// TBCD digits under a tag: IMSI, IMEI.
fn identity(tag: u32, digits: &str) -> Vec<u8> {
    tlv(tag, crate::ber::tbcd(digits))
}

/// International number under a tag.
fn number(tag: u32, digits: &str) -> Vec<u8> {
    tlv(tag, address(INTERNATIONAL_E164, digits))
}
