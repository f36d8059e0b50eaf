//! Location services (TS 29.002 17.7.13).

use super::location::CELL;
use super::{ENUMERATED, OCTET_STRING, SEQUENCE, SUBSCRIBER_IDENTITY, UNREAD, constructed};
use crate::map::field::Field;
use crate::map::shape::{Node, Shape, c, cs, noted, u, us};

/// LCSLocationInfo: who serves the phone.
const LOCATION_INFO: &[Node] = &[
    u(OCTET_STRING, Field::MscNumber),
    c(0, Field::Lmsi),
    cs(3, &[c(0, Field::MscNumber), c(1, Field::SgsnNumber)]),
    c(6, Field::NodeName),
    c(9, Field::NodeName),
];

/// LCS-ClientID: on whose behalf.
const CLIENT: &[Node] = &[cs(1, &[c(0, Field::OtherAddress)])];

/// ServingNodeAddress.
const SERVING_NODE: &[Node] = &[c(0, Field::MscNumber), c(1, Field::SgsnNumber), c(2, Field::NodeName)];

/// sendRoutingInfoForLCS.
pub(crate) static SEND_ROUTING_INFO_FOR_LCS: Shape = constructed(&[c(0, Field::MlcNumber), cs(1, SUBSCRIBER_IDENTITY)]);

/// Result of sendRoutingInfoForLCS.
pub(crate) static SEND_ROUTING_INFO_FOR_LCS_RESULT: Shape =
    constructed(&[cs(0, SUBSCRIBER_IDENTITY), cs(1, LOCATION_INFO)]);

/// provideSubscriberLocation.
pub(crate) static PROVIDE_SUBSCRIBER_LOCATION: Shape = constructed(&[
    noted(us(SEQUENCE, UNREAD), Field::WantsLocation),
    u(OCTET_STRING, Field::MlcNumber),
    cs(0, CLIENT),
    c(2, Field::Imsi),
    c(3, Field::Msisdn),
    c(4, Field::Lmsi),
    c(5, Field::Imei),
]);

/// Result of provideSubscriberLocation.
pub(crate) static PROVIDE_SUBSCRIBER_LOCATION_RESULT: Shape = constructed(&[
    u(OCTET_STRING, Field::GeographicalInformation),
    c(0, Field::AgeOfLocation),
    c(2, Field::GeographicalInformation),
    cs(6, CELL),
    cs(13, SERVING_NODE),
]);

/// subscriberLocationReport.
pub(crate) static SUBSCRIBER_LOCATION_REPORT: Shape = constructed(&[
    u(ENUMERATED, Field::None),
    us(SEQUENCE, CLIENT),
    us(SEQUENCE, LOCATION_INFO),
    c(0, Field::Msisdn),
    c(1, Field::Imsi),
    c(2, Field::Imei),
    c(5, Field::GeographicalInformation),
    c(6, Field::AgeOfLocation),
    c(8, Field::GeographicalInformation),
    cs(9, &[cs(1, LOCATION_INFO)]),
    cs(13, CELL),
    cs(26, SERVING_NODE),
]);
