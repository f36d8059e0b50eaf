//! Short messages (TS 29.002 17.7.6).

use super::{DIAMETER_ADDRESS, OCTET_STRING, bare_or, constructed};
use crate::map::field::Field;
use crate::map::shape::{Node, Shape, c, cs, u};

/// sendRoutingInfoForSM.
pub(crate) static SEND_ROUTING_INFO_FOR_SM: Shape = constructed(&[
    c(0, Field::Msisdn),
    c(2, Field::ServiceCentreAddress),
    c(10, Field::DeliveryNotIntended),
    c(12, Field::Imsi),
]);

/// Additional-Number: an MSC or an SGSN.
const ADDITIONAL_NUMBER: &[Node] = &[c(0, Field::MscNumber), c(1, Field::SgsnNumber)];

/// LocationInfoWithLMSI. `[0]` is v1 and v2. networkNode-Number `[1]` may be an SGSN's: then
/// gprsNodeIndicator `[5]` says so, and that an SGSN serves is disclosed all the same.
const LOCATION_INFO: &[Node] = &[
    c(0, Field::RoamingNumber),
    c(1, Field::MscNumber),
    u(OCTET_STRING, Field::Lmsi),
    cs(6, ADDITIONAL_NUMBER),
    cs(7, DIAMETER_ADDRESS),
    cs(8, DIAMETER_ADDRESS),
    cs(9, ADDITIONAL_NUMBER),
    cs(10, DIAMETER_ADDRESS),
    c(12, Field::NodeName),
    cs(13, DIAMETER_ADDRESS),
    c(14, Field::NodeName),
    cs(15, DIAMETER_ADDRESS),
];

/// Result of sendRoutingInfoForSM.
pub(crate) static SEND_ROUTING_INFO_FOR_SM_RESULT: Shape =
    constructed(&[u(OCTET_STRING, Field::Imsi), cs(0, LOCATION_INFO)]);

/// mo-ForwardSM, and forwardSM of v1 and v2 in both directions. The tags of SM-RP-DA and SM-RP-OA do not
/// overlap but for `[4]`, the service centre, which is one of them in either direction. An MSISDN is
/// the sender of a message that goes to the centre, so it is the subject; a message to the phone has the
/// IMSI. The IMSI of v3 stands behind the message, untagged.
/// correlationID `[0]` of v3 shares its tag with the receiver's IMSI, but is constructed.
pub(crate) static FORWARD_SM: Shape = constructed(&[
    c(0, Field::Imsi),
    c(1, Field::Lmsi),
    c(2, Field::Msisdn),
    c(3, Field::RoamingNumber),
    c(4, Field::ServiceCentreAddress),
    u(OCTET_STRING, Field::ShortMessage),
    u(OCTET_STRING, Field::Imsi),
]);

/// mt-ForwardSM. An MSISDN is not the receiver's here, so it is not the subject.
/// correlationID `[1]` shares its tag with the LMSI, but is constructed.
pub(crate) static MT_FORWARD_SM: Shape = constructed(&[
    c(0, Field::Imsi),
    c(1, Field::Lmsi),
    c(2, Field::OtherAddress),
    c(4, Field::ServiceCentreAddress),
    u(OCTET_STRING, Field::ShortMessage),
    c(3, Field::GmscAddress),
]);

/// Result of mo-ForwardSM and mt-ForwardSM: a report, where there is one.
pub(crate) static FORWARD_SM_RESULT: Shape = constructed(&[u(OCTET_STRING, Field::ShortMessage)]);

/// mt-ForwardSM-VGCS: the first element is the group call, which has no subscriber.
pub(crate) static MT_FORWARD_SM_VGCS: Shape = constructed(&[
    u(OCTET_STRING, Field::None),
    c(2, Field::OtherAddress),
    c(4, Field::ServiceCentreAddress),
    u(OCTET_STRING, Field::ShortMessage),
]);

/// Result of mt-ForwardSM-VGCS.
pub(crate) static MT_FORWARD_SM_VGCS_RESULT: Shape = constructed(&[c(0, Field::ShortMessage)]);

/// reportSM-DeliveryStatus.
pub(crate) static REPORT_SM_DELIVERY_STATUS: Shape =
    constructed(&[u(OCTET_STRING, Field::Msisdn), u(OCTET_STRING, Field::ServiceCentreAddress), c(9, Field::Imsi)]);

/// Result of reportSM-DeliveryStatus: the number under which the HLR waits; bare in v2.
pub(crate) static REPORT_SM_DELIVERY_STATUS_RESULT: Shape = bare_or(Field::Msisdn, &[u(OCTET_STRING, Field::Msisdn)]);

/// alertServiceCentre and alertServiceCentreWithoutResult; behind the IMSI, where the phone is now.
pub(crate) static ALERT_SERVICE_CENTRE: Shape = constructed(&[
    u(OCTET_STRING, Field::Msisdn),
    u(OCTET_STRING, Field::ServiceCentreAddress),
    u(OCTET_STRING, Field::Imsi),
    c(3, Field::SgsnNumber),
    cs(4, DIAMETER_ADDRESS),
    c(5, Field::NodeName),
    cs(6, DIAMETER_ADDRESS),
    c(7, Field::MscNumber),
]);

/// informServiceCentre.
pub(crate) static INFORM_SERVICE_CENTRE: Shape = constructed(&[u(OCTET_STRING, Field::Msisdn)]);
