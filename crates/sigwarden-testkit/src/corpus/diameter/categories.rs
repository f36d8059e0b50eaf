//! Each category, and each way a request can end.

use super::Make;
use crate::corpus::Case;
use crate::corpus::nodes::*;
use crate::corpus::people::{GUEST_IMSI, IMSI, MSISDN};
use crate::diameter::ims::{self, data_reference};
use crate::diameter::s6a::{self, cancellation_type, idr_flag};
use crate::diameter::{
    Avp, DiameterLab, Message, Outcome, Peer, Route, application, avp, code, command, location, policy, result, s13,
    sms,
};
use crate::world::MILLISECOND;

const MINUTE: u64 = 60_000 * MILLISECOND;
/// A short message centre of the Kenyan, and one of the British partner.
const BRITISH_CENTRE: &str = "447700900040";
/// Wants to know where the telephone is now, and whether it is in use.
pub(super) const WHERE: u32 = idr_flag::EPS_USER_STATE | idr_flag::EPS_LOCATION | idr_flag::CURRENT_LOCATION;

/// Where a telephone is, as TS 29.328 annex C writes it.
const DOCUMENT: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Sh-Data><PSLocationInformation>\
    <CellGlobalId>AAEBAQIDBA==</CellGlobalId><AgeOfLocationInformation>0</AgeOfLocationInformation>\
    </PSLocationInformation></Sh-Data>";

/// Makes a request on a route, and an answer to it.
type Ask = fn(&Route, &Peer) -> Message;
type Reply = fn(&Message, &Peer) -> Message;

/// A request and its answer.
struct Question {
    name: &'static str,
    from: Peer,
    to: Peer,
    ask: Ask,
    reply: Reply,
}

fn row(name: &'static str, from: Peer, to: Peer, ask: Ask, reply: Reply) -> Question {
    Question { name, from, to, ask, reply }
}

/// Subscription-Data with nothing in it: nothing is to be inserted.
pub(super) fn nothing() -> Avp {
    avp(code::SUBSCRIPTION_DATA, [])
}

pub(super) fn questions() -> Vec<Case> {
    let rows = [cat_1(), cat_2(), cat_3()].into_iter().flatten();
    let case = |row: Question| {
        let mut lab = DiameterLab::new();
        let route = route(&mut lab, &row.from, &row.to);
        let request = (row.ask)(&route, &row.to);
        let answer = (row.reply)(&request, &row.to);
        lab.exchange(&row.from, &row.to, request, Some(answer));
        Case::pcap(format!("diameter/categories/{}", row.name), lab.pcap())
    };
    rows.map(case).collect()
}

/// Commands that have no business between networks, from Kenya.
#[rustfmt::skip]
fn cat_1() -> Vec<Question> {
    let from = kenyan_peer;
    vec![
        row("cat1-sh-user-data", from("as01"), home_hss(),
            |route, _| ims::user_data(route, MSISDN, data_reference::LOCATION),
            |asked, who| ims::user_data_answer(asked, who, DOCUMENT)),
        row("cat1-slg-provide-location", from("gmlc01"), home_mme(),
            |route, _| location::provide(route, IMSI),
            |asked, who| location::provide_answer(asked, who, HOME_CELL)),
        row("cat1-slh-routing-info", from("gmlc01"), home_hss(),
            |route, _| location::routing_info(route, MSISDN, "254700000060"),
            |asked, who| location::routing_info_answer(asked, who, IMSI, &home_mme())),
        row("cat1-cx-location-info", from("icscf01"), home_hss(),
            |route, who| ims::location_info(route, IMSI, who), ims::location_info_answer),
        row("cat1-cx-multimedia-auth", from("scscf01"), home_hss(),
            |route, who| ims::multimedia_auth(route, IMSI, who),
            |asked, who| ims::multimedia_auth_answer(asked, who, IMSI)),
        row("cat1-s13-identity-check", from("mme01"), home_eir(),
            |route, _| s13::identity_check(route, "35000000000001", "01", IMSI),
            |asked, who| s13::identity_check_answer(asked, who, 0)),
        row("cat1-gx-credit-control", from("pgw01"), home_pcrf(),
            |route, _| policy::gx_credit_control(route, IMSI, MSISDN, [203, 0, 113, 77].into()),
            policy::gx_credit_control_answer),
        row("cat1-unknown-command", from("hss01"), home_mme(),
            |route, _| Message::routed(399, application::S6A, route).with(avp(code::USER_NAME, IMSI)),
            |asked, who| Message::answer(asked, who, Outcome::Base(3001))),
        row("cat1-unknown-application", from("as01"), home_hss(),
            |route, _| Message::routed(8_388_999, 16_779_999, route).with(avp(code::USER_NAME, IMSI)),
            |asked, who| Message::answer(asked, who, Outcome::Success)),
    ]
}

/// What only a subscriber's home network may ask.
#[rustfmt::skip]
fn cat_2() -> Vec<Question> {
    let from = || kenyan_peer("hss01");
    vec![
        row("cat2-1-location-answered", from(), home_mme(),
            |route, _| s6a::insert_subscriber_data(route, IMSI, &nothing(), WHERE),
            |asked, who| s6a::insert_subscriber_data_answer_with_location(asked, who, HOME_CELL, 0)),
        row("cat2-1-cancel-refused", from(), home_mme(),
            |route, _| s6a::cancel_location(route, IMSI, cancellation_type::SUBSCRIPTION_WITHDRAWAL),
            |asked, who| Message::answer(asked, who, Outcome::Base(result::UNABLE_TO_COMPLY))),
        row("cat2-1-cancel-undeliverable", from(), home_mme(),
            |route, _| s6a::cancel_location(route, IMSI, cancellation_type::MME_UPDATE),
            |asked, _| Message::answer(asked, &home_agent(), Outcome::Base(result::UNABLE_TO_DELIVER))),
        row("cat2-1-profile-changed", from(), home_mme(),
            |route, _| s6a::insert_subscriber_data(route, IMSI, &s6a::subscription_data(MSISDN), 0),
            s6a::insert_subscriber_data_answer),
        row("cat2-1-reset-of-our-subscribers", from(), home_mme(),
            |route, _| s6a::reset(route, &["0010100"]), s6a::reset_answer),
        row("cat2-2-guest-located-by-a-third-network", from(), home_mme(),
            |route, _| s6a::insert_subscriber_data(route, GUEST_IMSI, &nothing(), WHERE),
            |asked, who| s6a::insert_subscriber_data_answer_with_location(asked, who, HOME_CELL, 0)),
    ]
}

/// What the network asks that serves our traveller: all of it in order.
#[rustfmt::skip]
fn cat_3() -> Vec<Question> {
    let from = british_mme;
    vec![
        row("cat3-2-update-location", from(), home_hss(),
            |route, _| s6a::update_location(route, IMSI, BRITISH),
            |asked, who| s6a::update_location_answer(asked, who, &s6a::subscription_data(MSISDN))),
        row("cat3-2-authentication-information", from(), home_hss(),
            |route, _| s6a::authentication_information(route, IMSI, BRITISH, 1),
            |asked, who| s6a::authentication_information_answer(asked, who, 1)),
        row("cat3-1-purge", from(), home_hss(), |route, _| s6a::purge(route, IMSI), s6a::purge_answer),
        row("cat3-1-notify", from(), home_hss(), |route, _| s6a::notify(route, IMSI), s6a::notify_answer),
        row("catsms-routing-info", british("smsc01"), home_hss(),
            |route, _| sms::routing_info(route, MSISDN, BRITISH_CENTRE),
            |asked, who| sms::routing_info_answer(asked, who, IMSI, &british_mme(), "447700900012")),
        row("catsms-alert", british_hss(), home_centre(),
            |route, _| sms::alert(route, "447700900123", "15555550040"), sms::alert_answer),
    ]
}

pub(super) const CASES: &[(&str, Make)] = &[
    // The way back is in the capture, and nothing comes.
    ("cat2-1-delete-unanswered", |lab| {
        let (from, to) = (kenyan_peer("hss01"), home_mme());
        watchdog(lab, &from, &to);
        let route = route(lab, &from, &to);
        lab.exchange(&from, &to, s6a::delete_subscriber_data(&route, IMSI, 2), None);
        for _ in 0..3 {
            lab.advance(MINUTE);
            watchdog(lab, &from, &to);
        }
    }),
    ("cat2-1-location-unseen", |lab| {
        let (from, to) = (kenyan_peer("hss01"), home_mme());
        let route = route(lab, &from, &to);
        lab.exchange(&from, &to, s6a::insert_subscriber_data(&route, IMSI, &nothing(), WHERE), None);
    }),
    ("seen-on-both-sides-of-an-agent", |lab| {
        let (from, edge, to) = (kenyan_peer("hss01"), home_agent(), home_mme());
        let route = route(lab, &from, &to);
        let request = s6a::insert_subscriber_data(&route, IMSI, &nothing(), WHERE);
        let answer = s6a::insert_subscriber_data_answer_with_location(&request, &to, HOME_CELL, 0);
        lab.relay(&[&from, &edge, &to], request, Some(answer));
    }),
    // Who it is, where it is, and where it is now: one node, three interfaces.
    ("one-node-asks-three-things", |lab| {
        let (from, hss, mme) = (kenyan_peer("gmlc01"), home_hss(), home_mme());
        let route = route(lab, &from, &hss);
        let request = location::routing_info(&route, MSISDN, "254700000060");
        let answer = location::routing_info_answer(&request, &hss, IMSI, &mme);
        lab.exchange(&from, &hss, request, Some(answer));
        lab.advance(MINUTE);
        let route = crate::corpus::nodes::route(lab, &from, &mme);
        let request = location::provide(&route, IMSI);
        let answer = Message::answer(&request, &mme, Outcome::Experimental(5490));
        lab.exchange(&from, &mme, request, Some(answer));
        lab.advance(MINUTE);
        let route = crate::corpus::nodes::route(lab, &from, &mme);
        let request = s6a::insert_subscriber_data(&route, IMSI, &nothing(), WHERE);
        let answer = s6a::insert_subscriber_data_answer_with_location(&request, &mme, HOME_CELL, 0);
        lab.exchange(&from, &mme, request, Some(answer));
    }),
    // Neighbours' commands are of no category.
    ("neighbours", |lab| {
        let (from, to) = (british("dea01"), home_agent());
        lab.connect(&from, &to, &[application::RELAY]);
        lab.advance(MINUTE);
        watchdog(lab, &from, &to);
        let request = crate::diameter::base::disconnect_peer(&from, 0);
        assert_eq!(request.command, command::DISCONNECT_PEER);
        let answer = crate::diameter::base::disconnect_peer_answer(&request, &to);
        lab.exchange(&from, &to, request, Some(answer));
    }),
];
