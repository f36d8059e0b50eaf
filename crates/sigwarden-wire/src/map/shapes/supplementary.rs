//! Supplementary services and USSD (TS 29.002 17.7.4). Most of these name no subscriber: the IMSI
//! is the destination reference of the dialogue (7.3.1).

use super::{OCTET_STRING, SEQUENCE, bare_or, constructed};
use crate::map::field::Field;
use crate::map::shape::{Node, Shape, c, cs, many, noted, u, us};

/// A list of Ext-ForwFeature, as profiles have it: the number `[5]`, the long number `[10]`.
pub(crate) const FORWARDING_FEATURES: &[Node] =
    &[many(us(SEQUENCE, &[c(5, Field::ForwardedToNumber), c(10, Field::ForwardedToNumber)]))];

/// ForwardingFeature, as the operations of this file have it: the long number is `[9]`.
const FORWARDING_FEATURE: &[Node] = &[c(5, Field::ForwardedToNumber), c(9, Field::ForwardedToNumber)];

/// registerSS.
pub(crate) static REGISTER_SS: Shape = constructed(&[u(OCTET_STRING, Field::SsCode), c(4, Field::ForwardedToNumber)]);

/// eraseSS, activateSS, deactivateSS, interrogateSS; the argument is SS-ForBS-Code in all four.
pub(crate) static SS_FOR_BASIC_SERVICE: Shape = constructed(&[u(OCTET_STRING, Field::SsCode)]);

/// Result of registerSS and its kin: SS-Info, a choice whose tag is that of the parameter.
/// Forwarding, barring and other data start alike; only forwarding has numbers.
pub(crate) static SS_INFO: Shape =
    constructed(&[u(OCTET_STRING, Field::SsCode), us(SEQUENCE, &[many(us(SEQUENCE, FORWARDING_FEATURE))])]);

/// Result of interrogateSS: the list of forwardings is the parameter itself, under `[3]`.
/// A bare value is the status `[0]`, which in v2 cannot be told from a number `[1]` by being bare.
pub(crate) static INTERROGATE_SS_RESULT: Shape =
    constructed(&[many(noted(us(SEQUENCE, FORWARDING_FEATURE), Field::Profile))]);

/// registerPassword.
pub(crate) static REGISTER_PASSWORD: Shape = bare_or(Field::SsCode, &[]);

/// processUnstructuredSS-Request, unstructuredSS-Request, unstructuredSS-Notify.
pub(crate) static USSD: Shape =
    constructed(&[u(OCTET_STRING, Field::None), u(OCTET_STRING, Field::UssdString), c(0, Field::Msisdn)]);

/// processUnstructuredSS-Data (v1).
pub(crate) static USSD_V1: Shape = bare_or(Field::UssdString, &[]);

/// beginSubscriberActivity (v1): the subscriber of the SS operations that follow.
pub(crate) static BEGIN_SUBSCRIBER_ACTIVITY: Shape =
    constructed(&[u(OCTET_STRING, Field::Imsi), u(OCTET_STRING, Field::OtherAddress)]);

/// ss-InvocationNotification. The other numbers are parties that calls are diverted or joined to.
pub(crate) static SS_INVOCATION_NOTIFICATION: Shape = constructed(&[
    c(0, Field::Imsi),
    c(1, Field::Msisdn),
    c(2, Field::SsCode),
    cs(3, &[many(u(OCTET_STRING, Field::OtherAddress))]),
    c(5, Field::OtherAddress),
]);

/// CCBS-Feature: the number of the called party.
pub(crate) const CCBS_FEATURE: &[Node] = &[c(1, Field::OtherAddress)];

/// registerCC-Entry.
pub(crate) static REGISTER_CC_ENTRY: Shape =
    constructed(&[c(0, Field::SsCode), cs(1, &[cs(0, CCBS_FEATURE), c(1, Field::OtherAddress)])]);

/// Result of registerCC-Entry.
pub(crate) static REGISTER_CC_ENTRY_RESULT: Shape = constructed(&[cs(0, CCBS_FEATURE)]);

/// eraseCC-Entry, argument and result.
pub(crate) static ERASE_CC_ENTRY: Shape = constructed(&[c(0, Field::SsCode)]);
