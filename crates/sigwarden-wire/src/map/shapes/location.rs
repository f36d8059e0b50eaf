//! Where a phone is and in which state: LocationInformation and SubscriberInfo in all their forms
//! (TS 29.002 17.7.1), and the operations that ask for them.

use super::{INTEGER, SEQUENCE, SUBSCRIBER_IDENTITY, UNREAD, constructed};
use crate::map::field::Field;
use crate::map::shape::{Node, Shape, c, cs, noted, u, us};

/// CellGlobalIdOrServiceAreaIdOrLAI: a cell or service area, or only the location area.
pub(crate) const CELL: &[Node] = &[c(0, Field::CellId), c(1, Field::CellId)];

/// LocationInformationEPS.
pub(crate) const LOCATION_EPS: &[Node] = &[
    c(0, Field::TrackingArea),
    c(1, Field::TrackingArea),
    c(3, Field::GeographicalInformation),
    c(4, Field::GeographicalInformation),
    c(5, Field::CurrentLocationRetrieved),
    c(6, Field::AgeOfLocation),
    c(7, Field::NodeName),
];

/// LocationInformation, of an MSC's subscriber.
pub(crate) const LOCATION: &[Node] = &[
    u(INTEGER, Field::AgeOfLocation),
    c(0, Field::GeographicalInformation),
    c(1, Field::VlrNumber),
    c(2, Field::LocationNumber),
    cs(3, CELL),
    c(6, Field::MscNumber),
    c(7, Field::GeographicalInformation),
    c(8, Field::CurrentLocationRetrieved),
    cs(10, LOCATION_EPS),
];

/// LocationInformationGPRS, of an SGSN's subscriber.
pub(crate) const LOCATION_GPRS: &[Node] = &[
    cs(0, CELL),
    c(1, Field::CellId),
    c(2, Field::GeographicalInformation),
    c(3, Field::SgsnNumber),
    c(7, Field::GeographicalInformation),
    c(8, Field::CurrentLocationRetrieved),
    c(9, Field::AgeOfLocation),
];

/// LocationInformation5GS.
const LOCATION_5GS: &[Node] = &[
    c(0, Field::TrackingArea),
    c(1, Field::TrackingArea),
    c(2, Field::GeographicalInformation),
    c(3, Field::GeographicalInformation),
    c(4, Field::NodeName),
    c(5, Field::TrackingArea),
    c(6, Field::CurrentLocationRetrieved),
    c(7, Field::AgeOfLocation),
    c(9, Field::TimeZone),
    c(12, Field::TrackingArea),
];

/// SubscriberInfo. A state is a choice whose tag is the state, so the element around it is noted,
/// with the whole choice as its content.
pub(crate) const SUBSCRIBER_INFO: &[Node] = &[
    cs(0, LOCATION),
    noted(cs(1, UNREAD), Field::SubscriberState),
    cs(3, LOCATION_GPRS),
    noted(cs(4, UNREAD), Field::SubscriberState),
    c(5, Field::Imei),
    cs(8, &[c(1, Field::Imsi), c(2, Field::Msisdn)]),
    noted(cs(12, UNREAD), Field::SubscriberState),
    cs(13, LOCATION_EPS),
    c(14, Field::TimeZone),
    cs(16, LOCATION_5GS),
];

/// RequestedInfo. The elements that only narrow a request down (domain `[4]`, nodes `[9]`,
/// support of EPS location `[11]`) ask for nothing themselves.
const REQUESTED_INFO: &[Node] = &[
    c(0, Field::WantsLocation),
    c(1, Field::WantsState),
    c(3, Field::WantsCurrentLocation),
    c(5, Field::WantsOther),
    c(6, Field::WantsImei),
    c(7, Field::WantsOther),
    c(8, Field::WantsOther),
    c(10, Field::WantsOther),
    c(12, Field::WantsOther),
];

/// provideSubscriberInfo.
pub(crate) static PROVIDE_SUBSCRIBER_INFO: Shape =
    constructed(&[c(0, Field::Imsi), c(1, Field::Lmsi), cs(2, REQUESTED_INFO)]);

/// anyTimeInterrogation.
pub(crate) static ANY_TIME_INTERROGATION: Shape = constructed(&[
    cs(0, SUBSCRIBER_IDENTITY),
    cs(1, REQUESTED_INFO),
    c(3, Field::GsmScfAddress),
    // An IMSI where the choice should stand: what provideSubscriberInfo has there, sent under this code.
    c(0, Field::Imsi),
]);

/// Result of both.
pub(crate) static SUBSCRIBER_INFO_RESULT: Shape = constructed(&[us(SEQUENCE, SUBSCRIBER_INFO)]);

/// noteMM-Event: a report that carries the location unasked.
pub(crate) static NOTE_MM_EVENT: Shape = constructed(&[
    u(INTEGER, Field::ServiceKey),
    c(1, Field::Imsi),
    c(2, Field::Msisdn),
    cs(3, LOCATION),
    cs(7, LOCATION_GPRS),
]);
