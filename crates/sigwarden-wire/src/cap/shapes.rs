//! Where the fields stand in the arguments of CAP (TS 29.078 6 to 8). Results of CAP carry none.
//!
//! A later phase only adds elements, so one shape serves all. Numbers of calls are coded as in ISUP;
//! none of them is the subscriber's by its place alone, so the subject is the IMSI, and the MSISDN only
//! where the standard says it is the subscriber's.

use crate::map::field::Field;
use crate::map::shape::{Node, Shape, c, cs, many, noted, u};
use crate::map::shapes::location::LOCATION;
use crate::map::shapes::{OCTET_STRING, UNREAD, constructed};

/// LocationInformationGPRS of CAP: unlike MAP's, the cell is `[0]` itself, not a choice inside it.
const LOCATION_GPRS: &[Node] =
    &[c(0, Field::CellId), c(1, Field::CellId), c(2, Field::GeographicalInformation), c(3, Field::SgsnNumber)];

/// DestinationRoutingAddress: a list of one.
const DESTINATION: &[Node] = &[many(u(OCTET_STRING, Field::DestinationRoutingAddress))];

/// initialDP.
pub(super) static INITIAL_DP: Shape = constructed(&[
    c(0, Field::ServiceKey),
    c(2, Field::CalledPartyNumber),
    c(3, Field::CallingPartyNumber),
    c(10, Field::LocationNumber),
    c(50, Field::Imsi),
    noted(cs(51, UNREAD), Field::SubscriberState),
    cs(52, LOCATION),
    c(55, Field::MscNumber),
    c(56, Field::CalledPartyBcdNumber),
    cs(59, &[c(0, Field::GmscAddress), c(3, Field::Imei)]),
]);

/// establishTemporaryConnection.
pub(super) static ESTABLISH_TEMPORARY_CONNECTION: Shape =
    constructed(&[c(0, Field::AssistingAddress), c(53, Field::CallingPartyNumber)]);

/// connectToResource.
pub(super) static CONNECT_TO_RESOURCE: Shape = constructed(&[c(0, Field::AssistingAddress)]);

/// connect.
pub(super) static CONNECT: Shape = constructed(&[cs(0, DESTINATION)]);

/// initiateCallAttempt.
pub(super) static INITIATE_CALL_ATTEMPT: Shape =
    constructed(&[cs(0, DESTINATION), c(30, Field::CallingPartyNumber), c(52, Field::GsmScfAddress)]);

/// Events that report the location.
const WITH_LOCATION: &[Node] = &[cs(50, LOCATION)];

/// Change of position: the location, and the cells and areas that were entered or left.
const CHANGE_OF_POSITION: &[Node] = &[
    cs(50, LOCATION),
    cs(
        51,
        &[
            many(c(0, Field::CellId)),
            many(c(1, Field::CellId)),
            many(c(2, Field::CellId)),
            many(c(3, Field::CellId)),
            many(c(4, Field::CellId)),
            many(c(5, Field::CellId)),
        ],
    ),
];

/// Answer: the number that answered.
const ANSWER: &[Node] = &[c(50, Field::CalledPartyNumber)];

/// eventReportBCSM.
pub(super) static EVENT_REPORT_BCSM: Shape = constructed(&[cs(
    2,
    &[
        cs(5, ANSWER),
        cs(10, ANSWER),
        cs(13, WITH_LOCATION),
        cs(20, WITH_LOCATION),
        cs(50, CHANGE_OF_POSITION),
        cs(51, CHANGE_OF_POSITION),
    ],
)]);

/// initialDPSMS. The calling party `[2]` is the subscriber only of a message that the subscriber sends;
/// the called party `[20]` is always the subscriber, to whom a message goes.
pub(super) static INITIAL_DP_SMS: Shape = constructed(&[
    c(0, Field::ServiceKey),
    c(1, Field::CalledPartyBcdNumber),
    c(2, Field::OtherAddress),
    c(4, Field::Imsi),
    cs(5, LOCATION),
    cs(6, LOCATION_GPRS),
    c(7, Field::ServiceCentreAddress),
    c(15, Field::MscNumber),
    c(16, Field::SgsnNumber),
    c(19, Field::Imei),
    c(20, Field::Msisdn),
]);

/// connectSMS.
pub(super) static CONNECT_SMS: Shape =
    constructed(&[c(0, Field::OtherAddress), c(1, Field::CalledPartyBcdNumber), c(2, Field::ServiceCentreAddress)]);

/// initialDPGPRS. routeingAreaIdentity `[9]` is not used (TS 29.078 8.1) but is a place all the same.
pub(super) static INITIAL_DP_GPRS: Shape = constructed(&[
    c(0, Field::ServiceKey),
    c(2, Field::Msisdn),
    c(3, Field::Imsi),
    c(9, Field::CellId),
    cs(12, LOCATION_GPRS),
    c(17, Field::Imei),
]);

/// eventReportGPRS: the location has another tag in each event.
pub(super) static EVENT_REPORT_GPRS: Shape = constructed(&[cs(
    2,
    &[
        cs(0, &[cs(0, LOCATION_GPRS)]),
        cs(1, &[cs(2, LOCATION_GPRS)]),
        cs(4, &[cs(3, LOCATION_GPRS)]),
        cs(5, &[cs(4, LOCATION_GPRS)]),
    ],
)]);
