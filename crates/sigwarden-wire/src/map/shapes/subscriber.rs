//! The subscriber's profile: insertSubscriberData, deleteSubscriberData and what a service control
//! function may read and change of it (TS 29.002 17.7.1).

use super::camel::{CAMEL, SGSN_CAMEL, VLR_CAMEL};
use super::supplementary::FORWARDING_FEATURES;
use super::{OCTET_STRING, SEQUENCE, SUBSCRIBER_IDENTITY, UNREAD, constructed};
use crate::map::field::Field;
use crate::map::shape::{Node, Shape, c, cs, many, noted, u, us};

/// Ext-SS-InfoList: forwarding, barring and the rest. Only forwarding has numbers.
const SS_INFO_LIST: &[Node] = &[
    many(cs(0, &[u(OCTET_STRING, Field::SsCode), us(SEQUENCE, FORWARDING_FEATURES)])),
    many(cs(1, &[u(OCTET_STRING, Field::SsCode)])),
    many(cs(3, &[u(OCTET_STRING, Field::SsCode)])),
];

/// LCSInformation: the location centres that may ask.
const LCS_INFORMATION: &[Node] = &[cs(0, &[many(u(OCTET_STRING, Field::MlcNumber))])];

/// InsertSubscriberDataArg, which is SubscriberData of v1 and v2 too: the same tags.
pub(crate) const SUBSCRIBER_DATA: &[Node] = &[
    c(0, Field::Imsi),
    c(1, Field::Msisdn),
    c(2, Field::Profile),
    c(3, Field::Profile),
    noted(cs(4, UNREAD), Field::Profile),
    noted(cs(6, UNREAD), Field::Profile),
    noted(cs(7, SS_INFO_LIST), Field::Profile),
    noted(cs(8, UNREAD), Field::Profile),
    noted(cs(13, VLR_CAMEL), Field::CamelSubscription),
    noted(cs(16, UNREAD), Field::Profile),
    noted(cs(17, SGSN_CAMEL), Field::CamelSubscription),
    c(19, Field::Profile),
    noted(cs(22, LCS_INFORMATION), Field::Profile),
    c(24, Field::Profile),
    noted(cs(31, UNREAD), Field::Profile),
    c(34, Field::SgsnNumber),
    c(35, Field::NodeName),
    c(41, Field::OtherAddress),
];

/// insertSubscriberData.
pub(crate) static INSERT_SUBSCRIBER_DATA: Shape = constructed(SUBSCRIBER_DATA);

/// deleteSubscriberData. Its other elements say what is withdrawn, not what was there.
pub(crate) static DELETE_SUBSCRIBER_DATA: Shape = constructed(&[c(0, Field::Imsi)]);

/// anyTimeSubscriptionInterrogation.
pub(crate) static ANY_TIME_SUBSCRIPTION_INTERROGATION: Shape = constructed(&[
    cs(0, SUBSCRIBER_IDENTITY),
    noted(cs(1, &[cs(1, &[u(OCTET_STRING, Field::SsCode)])]), Field::WantsOther),
    c(2, Field::GsmScfAddress),
]);

/// Result of anyTimeSubscriptionInterrogation.
pub(crate) static ANY_TIME_SUBSCRIPTION_INTERROGATION_RESULT: Shape = constructed(&[
    noted(cs(1, &[us(SEQUENCE, FORWARDING_FEATURES)]), Field::Profile),
    noted(cs(2, UNREAD), Field::Profile),
    noted(cs(3, UNREAD), Field::Profile),
    noted(cs(4, CAMEL), Field::CamelSubscription),
    cs(10, &[many(us(SEQUENCE, &[u(OCTET_STRING, Field::Msisdn)]))]),
    noted(cs(12, UNREAD), Field::Profile),
    noted(cs(13, UNREAD), Field::Profile),
    noted(cs(14, UNREAD), Field::Profile),
    noted(cs(15, UNREAD), Field::Profile),
    noted(cs(16, UNREAD), Field::Profile),
]);

/// anyTimeModification.
pub(crate) static ANY_TIME_MODIFICATION: Shape = constructed(&[
    cs(0, SUBSCRIBER_IDENTITY),
    c(1, Field::GsmScfAddress),
    cs(2, &[c(0, Field::SsCode), c(3, Field::ForwardedToNumber)]),
    cs(3, &[c(0, Field::SsCode)]),
    noted(cs(4, UNREAD), Field::CamelSubscription),
]);

/// Ext-ForwardingInfoFor-CSE.
const FORWARDING_FOR_CSE: &[Node] = &[c(0, Field::SsCode), cs(1, FORWARDING_FEATURES)];

/// Ext-CallBarringInfoFor-CSE.
const BARRING_FOR_CSE: &[Node] = &[c(0, Field::SsCode)];

/// Result of anyTimeModification.
pub(crate) static ANY_TIME_MODIFICATION_RESULT: Shape = constructed(&[
    noted(cs(0, &[cs(0, FORWARDING_FOR_CSE), cs(1, BARRING_FOR_CSE)]), Field::Profile),
    noted(cs(1, CAMEL), Field::CamelSubscription),
    c(9, Field::ServiceCentreAddress),
]);

/// noteSubscriberDataModified.
pub(crate) static NOTE_SUBSCRIBER_DATA_MODIFIED: Shape = constructed(&[
    u(OCTET_STRING, Field::Imsi),
    u(OCTET_STRING, Field::Msisdn),
    noted(cs(0, FORWARDING_FOR_CSE), Field::Profile),
    noted(cs(1, BARRING_FOR_CSE), Field::Profile),
    noted(cs(3, CAMEL), Field::CamelSubscription),
]);
