//! CAMEL subscription information: which events of a subscriber are reported to which service
//! control function (TS 29.002 17.7.1). Whoever writes these can listen to and reroute calls.

use super::{INTEGER, OCTET_STRING, SEQUENCE};
use crate::map::field::Field;
use crate::map::shape::{Node, c, cs, many, u, us};

/// O-CSI, T-CSI, VT-CSI: a list of detection points.
pub(crate) const CALL_CSI: &[Node] =
    &[us(SEQUENCE, &[many(us(SEQUENCE, &[u(INTEGER, Field::ServiceKey), c(0, Field::GsmScfAddress)]))])];

/// D-CSI: a list of dialled numbers.
pub(crate) const D_CSI: &[Node] = &[cs(
    0,
    &[many(us(
        SEQUENCE,
        &[u(OCTET_STRING, Field::None), u(INTEGER, Field::ServiceKey), u(OCTET_STRING, Field::GsmScfAddress)],
    ))],
)];

/// SMS-CSI and GPRS-CSI: a list of detection points.
const MESSAGE_CSI: &[Node] = &[cs(0, &[many(us(SEQUENCE, &[c(1, Field::ServiceKey), c(2, Field::GsmScfAddress)]))])];

/// SS-CSI.
const SS_CSI: &[Node] = &[us(SEQUENCE, &[u(OCTET_STRING, Field::GsmScfAddress)])];

/// M-CSI and MG-CSI.
const MOBILITY_CSI: &[Node] = &[u(INTEGER, Field::ServiceKey), c(0, Field::GsmScfAddress)];

/// VlrCamelSubscriptionInfo.
pub(crate) const VLR_CAMEL: &[Node] = &[
    cs(0, CALL_CSI),
    cs(2, SS_CSI),
    cs(5, MOBILITY_CSI),
    cs(6, MESSAGE_CSI),
    cs(7, CALL_CSI),
    cs(9, D_CSI),
    cs(10, MESSAGE_CSI),
];

/// SGSN-CAMEL-SubscriptionInfo.
pub(crate) const SGSN_CAMEL: &[Node] =
    &[cs(0, MESSAGE_CSI), cs(1, MESSAGE_CSI), cs(3, MESSAGE_CSI), cs(5, MOBILITY_CSI)];

/// GmscCamelSubscriptionInfo.
pub(crate) const GMSC_CAMEL: &[Node] = &[cs(0, CALL_CSI), cs(1, CALL_CSI), cs(5, D_CSI)];

/// CAMEL-SubscriptionInfo, as a service control function is told of it.
pub(crate) const CAMEL: &[Node] = &[
    cs(0, CALL_CSI),
    cs(2, D_CSI),
    cs(3, CALL_CSI),
    cs(5, CALL_CSI),
    cs(9, MESSAGE_CSI),
    cs(10, MESSAGE_CSI),
    cs(11, SS_CSI),
    cs(12, MOBILITY_CSI),
    cs(15, MESSAGE_CSI),
    cs(17, MOBILITY_CSI),
    cs(18, CALL_CSI),
    cs(20, D_CSI),
    cs(21, CALL_CSI),
];
