//! Location and state: subscriber information and location services (TS 29.002 8.11, 13A).

use super::{Subscriber, identity, number};
use crate::ber::{ENUMERATED, OCTET_STRING, int, integer, null, sequence, tbcd, tlv};

/// A cell: what CellGlobalIdOrServiceAreaId says.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'a> {
    /// Mobile country code and network code, five or six digits.
    pub plmn: &'a str,
    /// Location area code.
    pub area: u16,
    /// Cell identity.
    pub cell: u16,
}

impl Cell<'_> {
    /// The seven octets of the identity (TS 23.003 4.3.1).
    pub fn encode(self) -> Vec<u8> {
        let (country, network) = self.plmn.split_at(3);
        let (third, rest) = match network.len() {
            2 => ("f", network),
            _ => (&network[2..], &network[..2]),
        };
        let plmn = tbcd(&[country, third, rest].concat());
        [&plmn, &self.area.to_be_bytes()[..], &self.cell.to_be_bytes()].concat()
    }

    fn choice(self, tag: u32) -> Vec<u8> {
        tlv(tag, tlv(0x80, self.encode()))
    }
}

/// What provideSubscriberInfo and anyTimeInterrogation ask for.
#[derive(Clone, Copy, Debug, Default)]
pub struct RequestedInfo {
    /// Location as last known.
    pub location: bool,
    /// Whether idle, busy or not reachable.
    pub state: bool,
    /// Page the phone to learn where it is now.
    pub current: bool,
    /// The equipment identity.
    pub imei: bool,
}

impl RequestedInfo {
    /// Location and state: what most networks ask.
    pub const USUAL: Self = Self { location: true, state: true, current: false, imei: false };

    fn encode(self, tag: u32) -> Vec<u8> {
        let rows = [(self.location, 0x80), (self.state, 0x81), (self.current, 0x83), (self.imei, 0x86)];
        let wanted = rows.into_iter().filter(|row| row.0);
        tlv(tag, wanted.flat_map(|row| null(row.1)).collect::<Vec<_>>())
    }
}

/// provideSubscriberInfo: an HLR asks the serving VLR.
pub fn provide_subscriber_info(imsi: &str, requested: RequestedInfo) -> Vec<u8> {
    sequence(&[identity(0x80, imsi), requested.encode(0xa2)])
}

/// anyTimeInterrogation: a service control function asks an HLR.
pub fn any_time_interrogation(subscriber: Subscriber<'_>, requested: RequestedInfo, service_control: &str) -> Vec<u8> {
    sequence(&[tlv(0xa0, subscriber.encode()), requested.encode(0xa1), number(0x83, service_control)])
}

/// Result of provideSubscriberInfo and anyTimeInterrogation: cell, age in minutes, VLR, idle.
pub fn subscriber_info_result(cell: Cell<'_>, age: u16, vlr: &str) -> Vec<u8> {
    let location = tlv(0xa0, location_information(cell, age, vlr));
    let state = tlv(0xa1, null(0x80));
    sequence(&[sequence(&[location, state])])
}

/// Content of LocationInformation: age in minutes, VLR, cell.
pub(crate) fn location_information(cell: Cell<'_>, age: u16, vlr: &str) -> Vec<u8> {
    [integer(age.into()), number(0x81, vlr), cell.choice(0xa3)].concat()
}

/// provideSubscriberLocation: current location, for an emergency or a value-added service.
/// `client_type`: 0 emergency, 1 value added, 2 operator, 3 lawful interception.
pub fn provide_subscriber_location(imsi: &str, msisdn: &str, mlc: &str, client_type: u8) -> Vec<u8> {
    sequence(&[
        sequence(&[tlv(0x80, [0])]),
        number(OCTET_STRING, mlc),
        tlv(0xa0, tlv(0x80, [client_type])),
        identity(0x82, imsi),
        number(0x83, msisdn),
    ])
}

/// Result of provideSubscriberLocation: a point with uncertainty circle (TS 23.032 7.3.2), in
/// degrees, its age in minutes, and the cell.
pub fn provide_subscriber_location_result(latitude: f64, longitude: f64, age: u16, cell: Cell<'_>) -> Vec<u8> {
    let south = u32::from(latitude < 0.0) << 23;
    let north = (latitude.abs() / 90.0 * f64::from(1 << 23)) as u32 & 0x7f_ffff | south;
    let east = (longitude / 360.0 * f64::from(1 << 24)) as i32;
    let mut estimate = vec![0x10];
    estimate.extend_from_slice(&north.to_be_bytes()[1..]);
    estimate.extend_from_slice(&east.to_be_bytes()[1..]);
    estimate.push(20);
    sequence(&[tlv(OCTET_STRING, estimate), tlv(0x80, int(age.into())), cell.choice(0xa6)])
}

/// sendRoutingInfoForLCS: a location centre asks an HLR for the serving node.
pub fn send_routing_info_for_lcs(mlc: &str, subscriber: Subscriber<'_>) -> Vec<u8> {
    sequence(&[number(0x80, mlc), tlv(0xa1, subscriber.encode())])
}

/// Result of sendRoutingInfoForLCS: the other identity, and the serving node.
pub fn send_routing_info_for_lcs_result(subscriber: Subscriber<'_>, node: &str) -> Vec<u8> {
    sequence(&[tlv(0xa0, subscriber.encode()), tlv(0xa1, number(OCTET_STRING, node))])
}

/// Subscriber information of somebody who cannot be reached: state only. Reason: 0 detached,
/// 1 purged, 2 restricted area, 3 not registered.
pub fn unreachable_subscriber_result(reason: u8) -> Vec<u8> {
    let state = tlv(0xa1, tlv(ENUMERATED, [reason]));
    sequence(&[sequence(&[state])])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_keep_two_and_three_digit_networks_apart() {
        let cell = Cell { plmn: "99901", area: 0x0102, cell: 0x0304 };
        assert_eq!(cell.encode(), [0x99, 0xf9, 0x10, 1, 2, 3, 4]);
        let cell = Cell { plmn: "999123", ..cell };
        assert_eq!(cell.encode(), [0x99, 0x39, 0x21, 1, 2, 3, 4]);
    }

    #[test]
    fn points_are_coded_as_in_ts_23_032() {
        let cell = Cell { plmn: "99901", area: 1, cell: 1 };
        let octets = provide_subscriber_location_result(45.0, -90.0, 0, cell);
        assert_eq!(octets[4..12], [0x10, 0x40, 0, 0, 0xc0, 0, 0, 20]);
    }
}
