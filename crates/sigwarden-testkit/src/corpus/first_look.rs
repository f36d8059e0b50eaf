//! What the README scans: a quarter of an hour at a home network's edge, and somebody in it who
//! collects: where a subscriber is, who a subscriber is, and the subscriber itself.

use super::Case;
use super::people::*;
use crate::map::{self, RequestedInfo, Subscriber, context, context_number as ac, operation as op, subsystem as ssn};
use crate::traffic::ordinary;
use crate::world::{Answer, Lab, MILLISECOND, START};

const MINUTE: u64 = 60_000 * MILLISECOND;
/// Messages of ordinary roaming, and the mean time between two dialogues: fifteen minutes in all.
const MESSAGES: usize = 420;
const MEAN_GAP: u64 = 9_300 * MILLISECOND;

pub(super) fn cases() -> Vec<Case> {
    let mut lab = ordinary(MESSAGES, MEAN_GAP, 2);
    for (minute, act) in [(4, asks_where as fn(&mut Lab)), (5, asks_who), (9, claims), (12, asks_from_elsewhere)] {
        lab.set_time(START + minute * MINUTE);
        act(&mut lab);
    }
    vec![Case::pcap("first-look", lab.pcap())]
}

/// anyTimeInterrogation by telephone number: answered with a cell.
fn asks_where(lab: &mut Lab) {
    let from = kenyan(ssn::GSM_SCF);
    let wanted = RequestedInfo { current: true, ..RequestedInfo::USUAL };
    lab.dialogue(
        &from,
        &home_hlr(),
        &context(ac::ANY_TIME_INFO_ENQUIRY, 3),
        op::ANY_TIME_INTERROGATION,
        &map::any_time_interrogation(Subscriber::Msisdn(MSISDN), wanted, &from.gt),
        Answer::Result(map::subscriber_info_result(CELL, 0, &home_vlr().gt)),
    );
}

/// sendIdentification by temporary identity: answered with the IMSI and keys.
fn asks_who(lab: &mut Lab) {
    lab.dialogue(
        &kenyan(ssn::VLR),
        &home_vlr(),
        &context(ac::INTER_VLR_INFO_RETRIEVAL, 3),
        op::SEND_IDENTIFICATION,
        &map::send_identification([0xc0, 0x12, 0x34, 0x56], 1),
        Answer::Result(map::send_identification_result(IMSI, 1)),
    );
}

/// updateLocation: the subscriber is said to be in Kenya now; refused.
fn claims(lab: &mut Lab) {
    let from = kenyan(ssn::VLR);
    lab.dialogue(
        &from,
        &home_hlr(),
        &context(ac::NETWORK_LOC_UP, 3),
        op::UPDATE_LOCATION,
        &map::update_location(IMSI, &from.gt, &from.gt),
        Answer::Error(map::error::ROAMING_NOT_ALLOWED),
    );
}

/// provideSubscriberInfo from another country: nobody answers.
fn asks_from_elsewhere(lab: &mut Lab) {
    lab.dialogue(
        &french(ssn::HLR),
        &home_vlr(),
        &context(ac::SUBSCRIBER_INFO_ENQUIRY, 3),
        op::PROVIDE_SUBSCRIBER_INFO,
        &map::provide_subscriber_info(IMSI, RequestedInfo::USUAL),
        Answer::None,
    );
}
