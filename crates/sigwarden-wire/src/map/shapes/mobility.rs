//! Registering, cancelling, purging, recovering (TS 29.002 17.7.1), and the same for GPRS and VCSG.

use super::location::{LOCATION, LOCATION_GPRS};
use super::{DIAMETER_ADDRESS, ENUMERATED, OCTET_STRING, SEQUENCE, bare_or, constructed};
use crate::map::field::Field;
use crate::map::shape::{Node, Shape, c, cs, many, u, us};

/// IMSI-WithLMSI.
const IMSI_WITH_LMSI: &[Node] = &[u(OCTET_STRING, Field::Imsi), u(OCTET_STRING, Field::Lmsi)];

/// updateLocation. v1 and v2 may have a roaming number `[0]` instead of the MSC's number.
pub(crate) static UPDATE_LOCATION: Shape = constructed(&[
    u(OCTET_STRING, Field::Imsi),
    c(0, Field::RoamingNumber),
    c(1, Field::MscNumber),
    u(OCTET_STRING, Field::VlrNumber),
    cs(4, DIAMETER_ADDRESS),
    c(10, Field::Lmsi),
    cs(13, &[c(0, Field::Imei)]),
]);

/// updateGprsLocation.
pub(crate) static UPDATE_GPRS_LOCATION: Shape = constructed(&[
    u(OCTET_STRING, Field::Imsi),
    u(OCTET_STRING, Field::SgsnNumber),
    u(OCTET_STRING, Field::SgsnAddress),
    cs(4, &[c(0, Field::Imei)]),
    c(16, Field::NodeName),
    c(19, Field::NodeName),
]);

/// updateVcsgLocation.
pub(crate) static UPDATE_VCSG_LOCATION: Shape =
    constructed(&[u(OCTET_STRING, Field::Imsi), c(0, Field::VlrNumber), c(1, Field::SgsnNumber), c(2, Field::Msisdn)]);

/// cancelLocation. v1 and v2: an IMSI, or IMSI-WithLMSI as the parameter itself;
/// v3 `[3]`: either of the two inside, then the new nodes.
pub(crate) static CANCEL_LOCATION: Shape = bare_or(
    Field::Imsi,
    &[
        u(OCTET_STRING, Field::Imsi),
        u(OCTET_STRING, Field::Lmsi),
        us(SEQUENCE, IMSI_WITH_LMSI),
        c(3, Field::MscNumber),
        c(4, Field::VlrNumber),
        c(5, Field::Lmsi),
    ],
);

/// cancelVcsgLocation.
pub(crate) static CANCEL_VCSG_LOCATION: Shape =
    constructed(&[u(OCTET_STRING, Field::Imsi), us(SEQUENCE, IMSI_WITH_LMSI)]);

/// purgeMS. v2 has the VLR's number untagged, v3 as `[0]`.
pub(crate) static PURGE_MS: Shape = constructed(&[
    u(OCTET_STRING, Field::Imsi),
    u(OCTET_STRING, Field::VlrNumber),
    c(0, Field::VlrNumber),
    c(1, Field::SgsnNumber),
    cs(2, LOCATION),
    cs(3, LOCATION_GPRS),
    cs(4, super::location::LOCATION_EPS),
]);

/// restoreData.
pub(crate) static RESTORE_DATA: Shape = constructed(IMSI_WITH_LMSI);

/// reset. It names no subscriber, only the leading digits of their IMSIs; v3 may bring
/// subscriber data along.
pub(crate) static RESET: Shape = constructed(&[
    u(ENUMERATED, Field::None),
    u(OCTET_STRING, Field::HlrNumber),
    us(SEQUENCE, &[many(u(OCTET_STRING, Field::HlrId))]),
    cs(2, super::subscriber::SUBSCRIBER_DATA),
]);

/// sendRoutingInfoForGprs.
pub(crate) static SEND_ROUTING_INFO_FOR_GPRS: Shape = constructed(&[c(0, Field::Imsi), c(2, Field::GgsnNumber)]);

/// Result of sendRoutingInfoForGprs.
pub(crate) static SEND_ROUTING_INFO_FOR_GPRS_RESULT: Shape = constructed(&[c(0, Field::SgsnAddress)]);

/// failureReport.
pub(crate) static FAILURE_REPORT: Shape = constructed(&[c(0, Field::Imsi), c(1, Field::GgsnNumber)]);

/// noteMsPresentForGprs.
pub(crate) static NOTE_MS_PRESENT_FOR_GPRS: Shape = constructed(&[c(0, Field::Imsi), c(1, Field::SgsnAddress)]);

/// activateTraceMode and traceSubscriberActivity (17.7.2): whose, and where the record goes.
pub(crate) static TRACE: Shape = constructed(&[c(0, Field::Imsi), c(3, Field::OtherAddress)]);
