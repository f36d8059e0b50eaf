//! What S6a carries: the subscription, vectors, places.

use crate::ber::tbcd;
use crate::diameter::avp::{Avp, avp};
use crate::diameter::{code, plmn};

/// PDN_TYPE IPv4v6 and QoS class identifiers of signalling and of best effort (TS 23.203 6.1.7.2).
const IPV4V6: u32 = 2;
const SIGNALLING: u32 = 5;
const BEST_EFFORT: u32 = 9;

/// Feature-List 1 of everybody here (TS 29.272 7.3.10): barring of access points by the operator, and one
/// of the later features.
pub(super) const FEATURES: u32 = 0x1000_0007;

/// Where a telephone is, as an MME knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell<'a> {
    /// Country and network code, five or six digits.
    pub plmn: &'a str,
    /// Tracking area code.
    pub area: u16,
    /// E-UTRAN cell identity, 28 bits.
    pub cell: u32,
}

impl Cell<'_> {
    /// E-UTRAN-Cell-Global-Identity (TS 29.272 7.3.117): network, identity under four spare bits.
    pub fn global_identity(self) -> Vec<u8> {
        [plmn(self.plmn), self.cell.to_be_bytes().to_vec()].concat()
    }

    /// Tracking-Area-Identity (7.3.118).
    pub fn tracking_area(self) -> Vec<u8> {
        [plmn(self.plmn), self.area.to_be_bytes().to_vec()].concat()
    }
}

/// Subscription-Data (7.3.2) of an ordinary subscriber: number, bandwidth, and two access points,
/// one for the internet and one for calls.
pub fn subscription_data(msisdn: &str) -> Avp {
    let profile = [
        avp(code::CONTEXT_IDENTIFIER, 1_u32),
        avp(code::ALL_APN_CONFIGURATIONS_INCLUDED_INDICATOR, 0_u32),
        access_point(1, "internet", BEST_EFFORT, 8, 256_000_000),
        access_point(2, "ims", SIGNALLING, 1, 8_000_000),
    ];
    let parts = [
        avp(code::SUBSCRIBER_STATUS, 0_u32),
        avp(code::MSISDN, tbcd(msisdn)),
        avp(code::NETWORK_ACCESS_MODE, 2_u32),
        avp(code::ACCESS_RESTRICTION_DATA, 32_u32),
        avp(code::CHARGING_CHARACTERISTICS_3GPP, "0800"),
        bandwidth(64_000_000, 256_000_000),
        avp(code::APN_CONFIGURATION_PROFILE, profile),
        avp(code::SUBSCRIBED_PERIODIC_RAU_TAU_TIMER, 3_240_u32),
    ];
    avp(code::SUBSCRIPTION_DATA, parts)
}

/// APN-Configuration (7.3.35).
fn access_point(identifier: u32, name: &str, class: u32, priority: u32, down: u32) -> Avp {
    let retention = [
        avp(code::PRIORITY_LEVEL, priority),
        avp(code::PRE_EMPTION_CAPABILITY, 1_u32),
        avp(code::PRE_EMPTION_VULNERABILITY, 0_u32),
    ];
    let quality = [avp(code::QOS_CLASS_IDENTIFIER, class), avp(code::ALLOCATION_RETENTION_PRIORITY, retention)];
    let parts = [
        avp(code::CONTEXT_IDENTIFIER, identifier),
        avp(code::PDN_TYPE, IPV4V6),
        avp(code::SERVICE_SELECTION, name),
        avp(code::EPS_SUBSCRIBED_QOS_PROFILE, quality),
        avp(code::VPLMN_DYNAMIC_ADDRESS_ALLOWED, 0_u32),
        avp(code::PDN_GW_ALLOCATION_TYPE, 1_u32),
        avp(code::CHARGING_CHARACTERISTICS_3GPP, "0800"),
        bandwidth(down / 4, down),
    ];
    avp(code::APN_CONFIGURATION, parts)
}

/// AMBR (7.3.41), bits a second.
fn bandwidth(up: u32, down: u32) -> Avp {
    let parts = [avp(code::MAX_REQUESTED_BANDWIDTH_UL, up), avp(code::MAX_REQUESTED_BANDWIDTH_DL, down)];
    avp(code::AMBR, parts)
}

/// Authentication-Info (7.3.17) with E-UTRAN vectors of octets that belong to nobody: every octet of
/// the first is 1, 2, 3 and 4 in RAND, XRES, AUTN and KASME, and one more in each next vector.
pub fn authentication_info(vectors: u8) -> Avp {
    let vector = |number: u8| {
        let octets = |value: u8, count: usize| vec![value.wrapping_add(number); count];
        let parts = [
            avp(code::ITEM_NUMBER, u32::from(number) + 1),
            avp(code::RAND, octets(1, 16)),
            avp(code::XRES, octets(2, 8)),
            avp(code::AUTN, octets(3, 16)),
            avp(code::KASME, octets(4, 32)),
        ];
        avp(code::E_UTRAN_VECTOR, parts)
    };
    avp(code::AUTHENTICATION_INFO, (0..vectors).map(vector).collect::<Vec<_>>())
}

/// EPS-Location-Information (7.3.111) of an MME, `age` minutes old.
pub(super) fn location(cell: Cell<'_>, age: u32) -> Avp {
    let parts = [
        avp(code::E_UTRAN_CELL_GLOBAL_IDENTITY, cell.global_identity()),
        avp(code::TRACKING_AREA_IDENTITY, cell.tracking_area()),
        avp(code::CURRENT_LOCATION_RETRIEVED, 0_u32),
        avp(code::AGE_OF_LOCATION_INFORMATION, age),
    ];
    avp(code::EPS_LOCATION_INFORMATION, [avp(code::MME_LOCATION_INFORMATION, parts)])
}

/// EPS-User-State (7.3.110) of an MME.
pub(super) fn user_state(state: u32) -> Avp {
    avp(code::EPS_USER_STATE, [avp(code::MME_USER_STATE, [avp(code::USER_STATE, state)])])
}

/// Supported-Features (TS 29.229 6.3.29) of one list.
pub(super) fn supported_features(list: u32, features: u32) -> Avp {
    let parts = [avp(code::VENDOR_ID, code::TGPP), avp(code::FEATURE_LIST_ID, list), avp(code::FEATURE_LIST, features)];
    avp(code::SUPPORTED_FEATURES, parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_begin_with_the_network() {
        let cell = Cell { plmn: "99901", area: 0x0102, cell: 0x0123_4567 };
        assert_eq!(cell.global_identity(), [0x99, 0xf9, 0x10, 1, 0x23, 0x45, 0x67]);
        assert_eq!(cell.tracking_area(), [0x99, 0xf9, 0x10, 1, 2]);
        assert_eq!(plmn("999123"), [0x99, 0x39, 0x21]);
    }
}
