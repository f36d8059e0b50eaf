//! Handover between MSCs (TS 29.002 17.7.1) and group calls (17.7.10), as far as they name
//! subscribers, cells, numbers and keys.

use super::{OCTET_STRING, SEQUENCE, constructed};
use crate::map::field::Field;
use crate::map::shape::{Shape, c, cs, many, u, us};

/// prepareHandover. v2 has the cell untagged.
pub(crate) static PREPARE_HANDOVER: Shape = constructed(&[
    u(OCTET_STRING, Field::CellId),
    c(0, Field::CellId),
    c(4, Field::Imsi),
    c(5, Field::SecurityContext),
    c(6, Field::SecurityContext),
    c(22, Field::Imei),
]);

/// Result of prepareHandover. v2 has the number untagged.
pub(crate) static PREPARE_HANDOVER_RESULT: Shape = constructed(&[
    u(OCTET_STRING, Field::RoamingNumber),
    c(0, Field::RoamingNumber),
    cs(1, &[many(us(SEQUENCE, &[u(OCTET_STRING, Field::RoamingNumber)]))]),
]);

/// prepareSubsequentHandover. v2 has the cell and the MSC untagged.
pub(crate) static PREPARE_SUBSEQUENT_HANDOVER: Shape = constructed(&[
    u(OCTET_STRING, Field::CellId),
    u(OCTET_STRING, Field::MscNumber),
    c(0, Field::CellId),
    c(1, Field::MscNumber),
]);

/// performHandover (v1): the target cell, the serving cell.
pub(crate) static PERFORM_HANDOVER: Shape =
    constructed(&[u(OCTET_STRING, Field::CellId), u(OCTET_STRING, Field::CellId), c(12, Field::SecurityContext)]);

/// Result of performHandover (v1).
pub(crate) static PERFORM_HANDOVER_RESULT: Shape = constructed(&[u(OCTET_STRING, Field::RoamingNumber)]);

/// performSubsequentHandover (v1): the target cell, the serving cell, the target MSC.
pub(crate) static PERFORM_SUBSEQUENT_HANDOVER: Shape =
    constructed(&[u(OCTET_STRING, Field::CellId), u(OCTET_STRING, Field::CellId), u(OCTET_STRING, Field::MscNumber)]);

/// forwardAccessSignalling.
pub(crate) static FORWARD_ACCESS_SIGNALLING: Shape =
    constructed(&[c(0, Field::SecurityContext), c(1, Field::SecurityContext), c(21, Field::Imei)]);

/// noteInternalHandover (v1).
pub(crate) static NOTE_INTERNAL_HANDOVER: Shape = constructed(&[c(1, Field::CellId)]);

/// prepareGroupCall.
pub(crate) static PREPARE_GROUP_CALL: Shape = constructed(&[c(1, Field::SecurityContext)]);

/// Result of prepareGroupCall.
pub(crate) static PREPARE_GROUP_CALL_RESULT: Shape = constructed(&[u(OCTET_STRING, Field::OtherAddress)]);

/// sendGroupCallInfo.
pub(crate) static SEND_GROUP_CALL_INFO: Shape =
    constructed(&[c(0, Field::CellId), c(1, Field::Imsi), c(2, Field::Tmsi)]);

/// Result of sendGroupCallInfo.
pub(crate) static SEND_GROUP_CALL_INFO_RESULT: Shape =
    constructed(&[c(0, Field::MscNumber), c(2, Field::Imsi), c(5, Field::SecurityContext)]);
