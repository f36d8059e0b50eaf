//! CAP of TS 29.078: the operations of a call between switch and service control function.

use crate::ber::{OCTET_STRING, address, int, packed_digits, sequence, tbcd, tlv};
use crate::map::{Cell, INTERNATIONAL_E164, location_information};

/// Local operation codes (TS 29.078 5.4).
pub mod operation {
    /// initialDP.
    pub const INITIAL_DP: i64 = 0;
    /// connect.
    pub const CONNECT: i64 = 20;
    /// releaseCall.
    pub const RELEASE_CALL: i64 = 22;
    /// continue.
    pub const CONTINUE: i64 = 31;
    /// applyCharging.
    pub const APPLY_CHARGING: i64 = 35;
    /// applyChargingReport.
    pub const APPLY_CHARGING_REPORT: i64 = 36;
}

/// Application context of the call operations, phase 1 (TS 09.78).
pub const CONTEXT_PHASE_1: &[u64] = &[0, 4, 0, 0, 1, 0, 50, 0];
/// Phase 2.
pub const CONTEXT_PHASE_2: &[u64] = &[0, 4, 0, 0, 1, 0, 50, 1];
/// Phase 3 (TS 29.078 5.5).
pub const CONTEXT_PHASE_3: &[u64] = &[0, 4, 0, 0, 1, 21, 3, 4];
/// Phase 4.
pub const CONTEXT_PHASE_4: &[u64] = &[0, 4, 0, 0, 1, 23, 3, 4];

/// What an [`initial_dp`] says about an outgoing call.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// Service key of the subscription.
    pub service_key: i64,
    /// Subscriber.
    pub imsi: &'a str,
    /// Calling number, international.
    pub calling: &'a str,
    /// Called number, international.
    pub called: &'a str,
    /// Where the subscriber is.
    pub cell: Cell<'a>,
    /// Number of the VLR and of the switch that asks.
    pub msc: &'a str,
}

/// initialDP at "collected information".
pub fn initial_dp(call: Call<'_>) -> Vec<u8> {
    sequence(&[
        tlv(0x80, int(call.service_key)),
        tlv(0x82, called_party(call.called)),
        tlv(0x83, calling_party(call.calling)),
        tlv(0x85, [0x0a]),
        tlv(0xbb, tlv(0x80, [0x80, 0x90, 0xa3])),
        tlv(0x9c, [2]),
        tlv(0x9f32, tbcd(call.imsi)),
        tlv(0xbf34, location_information(call.cell, 0, call.msc)),
        tlv(0xbf35, tlv(0x83, [0x11])),
        tlv(0x9f36, [0, 0, 0, 1]),
        tlv(0x9f37, address(INTERNATIONAL_E164, call.msc)),
        tlv(0x9f39, [0x02, 0x62, 0x10, 0x10, 0, 0, 0, 0]),
    ])
}

/// connect: sends the call to another number.
pub fn connect(destination: &str) -> Vec<u8> {
    sequence(&[tlv(0xa0, tlv(OCTET_STRING, called_party(destination)))])
}

/// releaseCall with a cause (Q.850): 16 normal, 21 rejected.
pub fn release_call(cause: u8) -> Vec<u8> {
    tlv(OCTET_STRING, [0x80, 0x80 | cause])
}

/// applyCharging: a call of at most `duration` tenths of a second, for the calling side.
pub fn apply_charging(duration: i64) -> Vec<u8> {
    sequence(&[tlv(0x80, tlv(0xa0, tlv(0x80, int(duration)))), tlv(0xa2, tlv(0x80, [1]))])
}

/// applyChargingReport: the call lasted `duration` tenths of a second and is over.
pub fn apply_charging_report(duration: i64) -> Vec<u8> {
    let parts = [tlv(0xa0, tlv(0x81, [1])), tlv(0xa1, tlv(0x80, int(duration))), tlv(0x82, [0])];
    tlv(OCTET_STRING, tlv(0xa0, parts.concat()))
}

/// CalledPartyNumber of Q.763 3.9: international, ISDN plan.
fn called_party(digits: &str) -> Vec<u8> {
    party(digits, 0x10)
}

/// CallingPartyNumber of Q.763 3.10: international, ISDN plan, allowed, network provided.
fn calling_party(digits: &str) -> Vec<u8> {
    party(digits, 0x13)
}

fn party(digits: &str, plan: u8) -> Vec<u8> {
    let nature = 4 | (digits.len() as u8 & 1) << 7;
    [&[nature, plan], &packed_digits(digits, 0)[..]].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_initial_dp_carries_the_imsi_under_tag_50() {
        let cell = Cell { plmn: "99901", area: 1, cell: 1 };
        let octets = initial_dp(Call {
            service_key: 1,
            imsi: "001010000000001",
            calling: "15555550123",
            called: "15555550124",
            cell,
            msc: "15555550125",
        });
        assert_eq!(octets.len(), usize::from(octets[1]) + 2);
        let imsi = [0x9f, 0x32, 8, 0x00, 0x01, 0x01, 0, 0, 0, 0, 0xf1];
        assert!(octets.windows(imsi.len()).any(|window| window == imsi));
    }
}
