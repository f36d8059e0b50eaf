//! One exchange of every command this crate can build.

use std::net::Ipv4Addr;

use super::Message;
use super::application;
use super::base::{self, disconnect_cause};
use super::ims::{self, data_reference};
use super::lab::DiameterLab;
use super::s6a::{self, Cell, cancellation_type, idr_flag};
use super::{Peer, Route};
use super::{location, policy, s13, sms};
use crate::map::{sms_deliver, sms_submit};

const IMSI: &str = "001010000000123";
const MSISDN: &str = "15555550123";
const CENTRE: &str = "15555550040";
const GMLC: &str = "15555550060";
const MME_NUMBER: &str = "447700900012";
const VISITED: &str = "99999";
const CELL: Cell = Cell { plmn: VISITED, area: 0x0102, cell: 0x0001_0203 };
const ADDRESS: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 77);

/// A request and its answer, without identifiers.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// Short names of both, as the standards write them: `ULR/ULA`.
    pub name: &'static str,
    /// The request.
    pub request: Message,
    /// Its answer.
    pub answer: Message,
}

/// One exchange of every command, asked by `visited` (or, where the home network asks, by `home`)
/// and answered by the other.
pub fn every_exchange(visited: &Peer, home: &Peer) -> Vec<Exchange> {
    [neighbours(visited, home), roaming(visited, home), messages(visited, home), others(visited, home)].concat()
}

/// A capture with each of [`every_exchange`] in its order, over SCTP: two frames each.
pub fn one_of_each() -> Vec<u8> {
    let visited = Peer::at("mme01", VISITED, [198, 51, 100, 10]);
    let home = Peer::at("hss01", "00101", [192, 0, 2, 10]);
    let mut lab = DiameterLab::new();
    for row in every_exchange(&visited, &home) {
        lab.exchange(&visited, &home, row.request, Some(row.answer));
    }
    lab.pcap()
}

fn row(name: &'static str, request: Message, answer: impl FnOnce(&Message) -> Message) -> Exchange {
    let answer = answer(&request);
    Exchange { name, request, answer }
}

/// A session that `from` began.
fn route(from: &Peer, to: &Peer) -> Route {
    Route::new(format!("{};1767225600;1", from.host), from, to)
}

fn neighbours(visited: &Peer, home: &Peer) -> Vec<Exchange> {
    let spoken = [application::S6A, application::SGD, application::RELAY];
    let capabilities = base::capabilities_exchange(visited, &spoken);
    let disconnect = base::disconnect_peer(visited, disconnect_cause::REBOOTING);
    vec![
        row("CER/CEA", capabilities, |r| base::capabilities_exchange_answer(r, home, &spoken)),
        row("DWR/DWA", base::device_watchdog(visited), |r| base::device_watchdog_answer(r, home)),
        row("DPR/DPA", disconnect, |r| base::disconnect_peer_answer(r, home)),
    ]
}

fn roaming(visited: &Peer, home: &Peer) -> Vec<Exchange> {
    let (up, down) = (&route(visited, home), &route(home, visited));
    let data = s6a::subscription_data(MSISDN);
    let wanted = idr_flag::EPS_USER_STATE | idr_flag::EPS_LOCATION | idr_flag::CURRENT_LOCATION;
    let cancel = s6a::cancel_location(down, IMSI, cancellation_type::MME_UPDATE);
    vec![
        row("ULR/ULA", s6a::update_location(up, IMSI, VISITED), |r| s6a::update_location_answer(r, home, &data)),
        row("AIR/AIA", s6a::authentication_information(up, IMSI, VISITED, 1), |r| {
            s6a::authentication_information_answer(r, home, 1)
        }),
        row("PUR/PUA", s6a::purge(up, IMSI), |r| s6a::purge_answer(r, home)),
        row("NOR/NOA", s6a::notify(up, IMSI), |r| s6a::notify_answer(r, home)),
        row("CLR/CLA", cancel, |r| s6a::cancel_location_answer(r, visited)),
        row("IDR/IDA", s6a::insert_subscriber_data(down, IMSI, &data, wanted), |r| {
            s6a::insert_subscriber_data_answer_with_location(r, visited, CELL, 3)
        }),
        row("DSR/DSA", s6a::delete_subscriber_data(down, IMSI, 2), |r| s6a::delete_subscriber_data_answer(r, visited)),
        row("RSR/RSA", s6a::reset(down, &["0010100"]), |r| s6a::reset_answer(r, visited)),
        row("ECR/ECA", s13::identity_check(up, "35000000000001", "01", IMSI), |r| {
            s13::identity_check_answer(r, home, 0)
        }),
    ]
}

fn messages(visited: &Peer, home: &Peer) -> Vec<Exchange> {
    let (up, down) = (&route(visited, home), &route(home, visited));
    let (submit, deliver) = (sms_submit(MSISDN, "hello"), sms_deliver(MSISDN, "hello"));
    vec![
        row("SRR/SRA", sms::routing_info(up, MSISDN, CENTRE), |r| {
            sms::routing_info_answer(r, home, IMSI, visited, MME_NUMBER)
        }),
        row("ALR/ALA", sms::alert(down, MSISDN, CENTRE), |r| sms::alert_answer(r, visited)),
        row("RDR/RDA", sms::report_status(up, MSISDN, CENTRE), |r| sms::report_status_answer(r, home, MSISDN)),
        row("OFR/OFA", sms::mo_forward(up, IMSI, MSISDN, CENTRE, &submit), |r| sms::mo_forward_answer(r, home)),
        row("TFR/TFA", sms::mt_forward(down, IMSI, CENTRE, &deliver), |r| sms::mt_forward_answer(r, visited)),
    ]
}

fn others(visited: &Peer, home: &Peer) -> Vec<Exchange> {
    let (up, down) = (&route(visited, home), &route(home, visited));
    vec![
        row("RIR/RIA", location::routing_info(up, MSISDN, GMLC), |r| {
            location::routing_info_answer(r, home, IMSI, visited)
        }),
        row("PLR/PLA", location::provide(down, IMSI), |r| location::provide_answer(r, visited, CELL)),
        row("UDR/UDA", ims::user_data(up, MSISDN, data_reference::LOCATION), |r| {
            ims::user_data_answer(r, home, "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Sh-Data/>")
        }),
        row("UAR/UAA", ims::user_authorization(up, IMSI, home, "ims.mnc099.mcc999.3gppnetwork.org"), |r| {
            ims::user_authorization_answer(r, home)
        }),
        row("LIR/LIA", ims::location_info(up, IMSI, home), |r| ims::location_info_answer(r, home)),
        row("MAR/MAA", ims::multimedia_auth(up, IMSI, home), |r| ims::multimedia_auth_answer(r, home, IMSI)),
        row("CCR/CCA (Gx)", policy::gx_credit_control(up, IMSI, MSISDN, ADDRESS), |r| {
            policy::gx_credit_control_answer(r, home)
        }),
        row("AAR/AAA", policy::rx_authorize(up, IMSI, MSISDN, ADDRESS), |r| policy::rx_authorize_answer(r, home)),
        row("CCR/CCA (Gy)", policy::gy_credit_control(up, IMSI, MSISDN), |r| policy::gy_credit_control_answer(r, home)),
    ]
}
