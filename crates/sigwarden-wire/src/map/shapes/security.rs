//! Authentication vectors, keys and identities: sendAuthenticationInfo, sendIdentification,
//! sendParameters, sendIMSI, checkIMEI (TS 29.002 17.7.1 and 17.7.2).

use super::{INTEGER, OCTET_STRING, SEQUENCE, UNREAD, bare_or, constructed};
use crate::map::field::Field;
use crate::map::shape::{Node, Shape, c, cs, many, noted, u, us};

/// One authentication vector: triplet, quintuplet or EPC-AV. All of them start with RAND, and it
/// is RAND that is noted: each vector counts once, and an extension container that stands
/// beside untagged vectors does not count as one.
const VECTOR: &[Node] = &[u(OCTET_STRING, Field::AuthVectors)];

/// A list of them.
const VECTORS: &[Node] = &[many(us(SEQUENCE, VECTOR))];

/// sendAuthenticationInfo. v2: an IMSI and nothing else.
pub(crate) static SEND_AUTHENTICATION_INFO: Shape =
    bare_or(Field::Imsi, &[c(0, Field::Imsi), u(INTEGER, Field::NumberOfVectors), c(4, Field::RequestingPlmn)]);

/// Result of sendAuthenticationInfo. v2: the list of triplets is the parameter itself;
/// v3 `[3]`: triplets `[0]` or quintuplets `[1]`, and EPC vectors `[2]`.
pub(crate) static SEND_AUTHENTICATION_INFO_RESULT: Shape =
    constructed(&[many(us(SEQUENCE, VECTOR)), cs(0, VECTORS), cs(1, VECTORS), cs(2, VECTORS)]);

/// authenticationFailureReport.
pub(crate) static AUTHENTICATION_FAILURE_REPORT: Shape =
    constructed(&[u(OCTET_STRING, Field::Imsi), c(0, Field::VlrNumber), c(1, Field::SgsnNumber)]);

/// sendIdentification. v2: a TMSI and nothing else.
pub(crate) static SEND_IDENTIFICATION: Shape = bare_or(
    Field::Tmsi,
    &[
        u(OCTET_STRING, Field::Tmsi),
        u(INTEGER, Field::NumberOfVectors),
        u(OCTET_STRING, Field::MscNumber),
        c(3, Field::VlrNumber),
        c(4, Field::Lmsi),
    ],
);

/// Result of sendIdentification. v2: the list of triplets is untagged;
/// v3 `[3]`: as in sendAuthenticationInfo, and the keys in use `[2]`.
pub(crate) static SEND_IDENTIFICATION_RESULT: Shape = constructed(&[
    u(OCTET_STRING, Field::Imsi),
    us(SEQUENCE, VECTORS),
    cs(0, VECTORS),
    cs(1, VECTORS),
    cs(2, SECURITY_CONTEXT),
]);

/// CurrentSecurityContext: of GSM `[0]` or of UMTS `[1]`. The keys in it are not looked at.
const SECURITY_CONTEXT: &[Node] =
    &[noted(cs(0, UNREAD), Field::SecurityContext), noted(cs(1, UNREAD), Field::SecurityContext)];

/// sendParameters (v1).
pub(crate) static SEND_PARAMETERS: Shape = constructed(&[c(0, Field::Imsi), c(1, Field::Tmsi)]);

/// Result of sendParameters (v1): a list of whatever was asked for.
pub(crate) static SEND_PARAMETERS_RESULT: Shape = constructed(&[
    many(c(0, Field::Imsi)),
    many(cs(1, VECTOR)),
    many(noted(cs(2, super::subscriber::SUBSCRIBER_DATA), Field::Profile)),
    many(c(4, Field::SecurityContext)),
]);

/// sendIMSI.
pub(crate) static SEND_IMSI: Shape = bare_or(Field::Msisdn, &[]);

/// Result of sendIMSI.
pub(crate) static SEND_IMSI_RESULT: Shape = bare_or(Field::Imsi, &[]);

/// checkIMEI. v1 and v2: an IMEI and nothing else.
pub(crate) static CHECK_IMEI: Shape = bare_or(Field::Imei, &[u(OCTET_STRING, Field::Imei)]);
