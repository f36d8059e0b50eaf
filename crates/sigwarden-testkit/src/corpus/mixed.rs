//! SS7, Diameter and GTP in one capture, as a tap at the edge of a network has them.

use super::Case;
use super::gtp::GtpLab;
use super::nodes::*;
use super::people::*;
use crate::capture::{Pcap, link_type};
use crate::diameter::s6a::{self, idr_flag};
use crate::diameter::{DiameterLab, avp, code};
use crate::gtp::v2::{self, Session};
use crate::map::{self, RequestedInfo, Subscriber, context, context_number as ac, operation as op, subsystem as ssn};
use crate::traffic::{lte, ordinary};
use crate::world::{Answer, Lab, MILLISECOND, START};

const SECOND: u64 = 1000 * MILLISECOND;
/// Mean time between two occasions.
const MEAN_GAP: u64 = 600 * MILLISECOND;

pub(super) fn cases() -> Vec<Case> {
    let mut ss7 = ordinary(60, MEAN_GAP, 5);
    ss7.set_time(START + 4 * SECOND);
    any_time_interrogation(&mut ss7);
    let mut lte = lte::s6a_ordinary(60, MEAN_GAP, 5);
    lte.set_time(START + 6 * SECOND);
    insertion(&mut lte);
    let mut packets = [ss7.packets(), lte.packets(), packet_data()].concat();
    packets.sort_by_key(|packet| packet.0);
    let mut file = Pcap::new(link_type::ETHERNET);
    packets.iter().for_each(|(time, frame)| file.packet(*time, frame));
    let octets = file.finish();
    ["mixed/ss7-diameter-gtp", "mixed/without-a-site"].map(|folder| Case::pcap(folder, octets.clone())).into()
}

/// Over SS7: where is the subscriber of this number.
fn any_time_interrogation(lab: &mut Lab) {
    let from = kenyan(ssn::GSM_SCF);
    lab.dialogue(
        &from,
        &home_hlr(),
        &context(ac::ANY_TIME_INFO_ENQUIRY, 3),
        op::ANY_TIME_INTERROGATION,
        &map::any_time_interrogation(Subscriber::Msisdn(MSISDN), RequestedInfo::USUAL, &from.gt),
        Answer::Error(map::error::SYSTEM_FAILURE),
    );
}

/// Over Diameter: where is this subscriber.
fn insertion(lab: &mut DiameterLab) {
    let (from, to) = (kenyan_peer("hss01"), home_mme());
    let route = route(lab, &from, &to);
    let nothing = avp(code::SUBSCRIPTION_DATA, []);
    let request = s6a::insert_subscriber_data(&route, IMSI, &nothing, idr_flag::EPS_LOCATION);
    let answer = s6a::insert_subscriber_data_answer_with_location(&request, &to, HOME_CELL, 0);
    lab.exchange(&from, &to, request, Some(answer));
}

/// Over GTP: a guest's connections every two seconds, and in between somebody asks for the subscriber's keys.
fn packet_data() -> Vec<(u64, Vec<u8>)> {
    let mut lab = GtpLab::new();
    for number in 0..6_u32 {
        lab.set_time(START + u64::from(number) * 2 * SECOND + 77 * MILLISECOND);
        let imsi = format!("99901000002012{number}");
        let session = Session {
            imei: "1234567890123456",
            imsi: &imsi,
            msisdn: "447700900123",
            apn: "internet.mnc001.mcc999.gprs",
            network: ("001", "01"),
            sgw: HOME_SGW,
            teids: (0x0202_0100 + number, 0x0202_0200 + number),
        };
        let answer =
            v2::create_session_response(number, session.teids.0, 16, (0x0a00 + number, 0x0b00 + number), BRITISH_PGW);
        lab.exchange((HOME_SGW, BRITISH_PGW), &v2::create_session_request(number, &session), &answer);
    }
    lab.set_time(START + 11 * SECOND);
    let way = ([203, 0, 113, 30].into(), home_mme().ip);
    let answer = v2::context_response(7, 5, IMSI, "internet", HOME_PGW);
    lab.exchange(way, &v2::context_request(7, IMSI, ("999", "06"), way.0), &answer);
    lab.packets()
}
