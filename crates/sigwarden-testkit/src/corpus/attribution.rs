//! One request, asked from addresses that somebody else uses, that came another way, or that were another's then.

use super::Case;
use super::people::*;
use crate::map::{self, RequestedInfo, context, context_number as ac, operation as op, subsystem as ssn};
use crate::world::{Answer, Lab, Node, START};

/// Nanoseconds of a day.
const DAY: u64 = 86_400 * 1_000_000_000;
/// Days from the usual beginning back to 2017 and on to 2027.
const BACK: u64 = 3_200 * DAY;
const ON: u64 = 500 * DAY;

pub(super) fn cases() -> Vec<Case> {
    let savannah = kenyan(ssn::HLR);
    let longer = Node { gt: "2540000000010".into(), ..kenyan(ssn::GMLC) };
    let hub = Node { gt: "882340001".into(), ..kenyan(ssn::HLR) };
    let cases = [
        ("leased-and-brought-by-another-carrier", &savannah, START),
        ("before-the-lease", &savannah, START - BACK),
        ("after-the-record-has-ended", &savannah, START + ON),
        ("longer-than-its-range-in-another-role", &longer, START),
        ("through-a-hub", &hub, START),
    ];
    cases.map(|(name, from, time)| Case::pcap(format!("attribution/{name}"), located(from, time))).into()
}

/// provideSubscriberInfo, answered.
fn located(from: &Node, time: u64) -> Vec<u8> {
    let mut lab = Lab::new();
    lab.set_time(time);
    lab.dialogue(
        from,
        &home_vlr(),
        &context(ac::SUBSCRIBER_INFO_ENQUIRY, 3),
        op::PROVIDE_SUBSCRIBER_INFO,
        &map::provide_subscriber_info(IMSI, RequestedInfo::USUAL),
        Answer::Result(map::subscriber_info_result(CELL, 3, &home_vlr().gt)),
    );
    lab.pcap()
}
