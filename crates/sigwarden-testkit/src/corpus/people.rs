//! Who talks in the corpus. `corpus/site.toml` says the same to the program.

use crate::map::{Cell, subsystem};
use crate::world::Node;

/// Subscriber of the home network.
pub(super) const IMSI: &str = "001010000060123";
/// Number of that subscriber.
pub(super) const MSISDN: &str = "15556060123";
/// Another one.
pub(super) const OTHER_IMSI: &str = "001010000060124";
/// Subscriber of the British partner.
pub(super) const GUEST_IMSI: &str = "999010000020123";
/// A cell at home.
pub(super) const CELL: Cell = Cell { plmn: "00101", area: 0x0102, cell: 0x0304 };
/// A cell in the British partner's network.
pub(super) const FOREIGN_CELL: Cell = Cell { plmn: "99901", area: 0x0007, cell: 0x0910 };

const HOME_POINT: (u32, [u8; 4]) = (1001, [192, 0, 2, 10]);
const CARRIER_A: (u32, [u8; 4]) = (2001, [198, 51, 100, 10]);
const CARRIER_B: (u32, [u8; 4]) = (2002, [203, 0, 113, 10]);

fn node(gt: &str, ssn: u8, (pc, ip): (u32, [u8; 4])) -> Node {
    Node::new(gt, ssn, pc, ip)
}

/// Home location register at home.
pub(super) fn home_hlr() -> Node {
    node("15555550020", subsystem::HLR, HOME_POINT)
}

/// Visitor location register at home.
pub(super) fn home_vlr() -> Node {
    node("15555550010", subsystem::VLR, HOME_POINT)
}

/// The switch of that register.
pub(super) fn home_msc() -> Node {
    node("15555550010", subsystem::MSC, HOME_POINT)
}

/// Short message centre at home.
pub(super) fn home_smsc() -> Node {
    node("15555550040", subsystem::MSC, HOME_POINT)
}

/// Service control function at home.
pub(super) fn home_scf() -> Node {
    node("15555550050", subsystem::CAP, HOME_POINT)
}

/// Equipment identity register at home.
pub(super) fn home_eir() -> Node {
    node("15555550060", subsystem::EIR, HOME_POINT)
}

/// Home location register of the British partner.
pub(super) fn british_hlr() -> Node {
    node("447700900020", subsystem::HLR, CARRIER_A)
}

/// Visitor location register of the British partner.
pub(super) fn british_vlr() -> Node {
    node("447700900010", subsystem::VLR, CARRIER_A)
}

/// Switch of the British partner, as a party to CAP.
pub(super) fn british_switch() -> Node {
    Node { ssn: subsystem::CAP, ..british_vlr() }
}

/// Packet data node of the British partner, as a party to CAP.
pub(super) fn british_sgsn() -> Node {
    node("447700900030", subsystem::CAP, CARRIER_A)
}

/// Short message centre of the British partner.
pub(super) fn british_smsc() -> Node {
    node("447700900040", subsystem::MSC, CARRIER_A)
}

/// Somebody with an address of a Kenyan network, in any role.
pub(super) fn kenyan(ssn: u8) -> Node {
    node("254000000001", ssn, CARRIER_B)
}

/// Somebody with an address of a French network, in any role.
pub(super) fn french(ssn: u8) -> Node {
    node("33000000011", ssn, CARRIER_B)
}
