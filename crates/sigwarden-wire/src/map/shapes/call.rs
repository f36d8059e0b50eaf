//! Call handling (TS 29.002 17.7.3).

use super::camel::{CALL_CSI, D_CSI, GMSC_CAMEL};
use super::location::SUBSCRIBER_INFO;
use super::{OCTET_STRING, SEQUENCE, bare_or, constructed};
use crate::map::field::Field;
use crate::map::shape::{Node, Shape, c, cs, noted, u, us};

/// ForwardingData.
const FORWARDING_DATA: &[Node] = &[c(5, Field::ForwardedToNumber), c(8, Field::ForwardedToNumber)];

/// RoutingInfo inside an element of its own.
const ROUTING_INFO: &[Node] = &[u(OCTET_STRING, Field::RoamingNumber), us(SEQUENCE, FORWARDING_DATA)];

/// sendRoutingInfo. The MSISDN is the called party's: it is whose call is routed.
pub(crate) static SEND_ROUTING_INFO: Shape = constructed(&[c(0, Field::Msisdn), c(6, Field::GmscAddress)]);

/// Result of sendRoutingInfo in v1 and v2: the IMSI is the first untagged string.
pub(crate) static SEND_ROUTING_INFO_RESULT: Shape =
    constructed(&[u(OCTET_STRING, Field::Imsi), u(OCTET_STRING, Field::RoamingNumber), us(SEQUENCE, FORWARDING_DATA)]);

/// Result of sendRoutingInfo in v3: the IMSI is `[9]`, and the first untagged string is
/// the roaming number.
pub(crate) static SEND_ROUTING_INFO_RESULT_V3: Shape = constructed(&[
    c(9, Field::Imsi),
    u(OCTET_STRING, Field::RoamingNumber),
    us(SEQUENCE, FORWARDING_DATA),
    cs(8, &[us(SEQUENCE, FORWARDING_DATA), noted(cs(0, GMSC_CAMEL), Field::CamelSubscription)]),
    cs(7, SUBSCRIBER_INFO),
    c(2, Field::MscNumber),
    c(12, Field::Msisdn),
    cs(17, ROUTING_INFO),
]);

/// provideRoamingNumber.
pub(crate) static PROVIDE_ROAMING_NUMBER: Shape = constructed(&[
    c(0, Field::Imsi),
    c(1, Field::MscNumber),
    c(2, Field::Msisdn),
    c(3, Field::RoamingNumber),
    c(4, Field::Lmsi),
    c(8, Field::GmscAddress),
    c(25, Field::OtherAddress),
]);

/// Result of provideRoamingNumber: bare in v1 and v2.
pub(crate) static PROVIDE_ROAMING_NUMBER_RESULT: Shape =
    bare_or(Field::RoamingNumber, &[u(OCTET_STRING, Field::RoamingNumber), u(OCTET_STRING, Field::MscNumber)]);

/// resumeCallHandling.
pub(crate) static RESUME_CALL_HANDLING: Shape = constructed(&[
    cs(2, FORWARDING_DATA),
    c(3, Field::Imsi),
    noted(cs(5, CALL_CSI), Field::CamelSubscription),
    c(9, Field::Msisdn),
    noted(cs(12, D_CSI), Field::CamelSubscription),
]);

/// releaseResources.
pub(crate) static RELEASE_RESOURCES: Shape = constructed(&[u(OCTET_STRING, Field::RoamingNumber)]);

/// setReportingState.
pub(crate) static SET_REPORTING_STATE: Shape = constructed(&[c(0, Field::Imsi), c(1, Field::Lmsi)]);

/// Result of setReportingState: whether the phone is idle.
pub(crate) static SET_REPORTING_STATE_RESULT: Shape = constructed(&[c(0, Field::SubscriberState)]);

/// statusReport.
pub(crate) static STATUS_REPORT: Shape = constructed(&[c(0, Field::Imsi), cs(1, &[c(0, Field::SubscriberState)])]);

/// remoteUserFree.
pub(crate) static REMOTE_USER_FREE: Shape =
    constructed(&[c(0, Field::Imsi), cs(2, super::supplementary::CCBS_FEATURE), c(3, Field::OtherAddress)]);
