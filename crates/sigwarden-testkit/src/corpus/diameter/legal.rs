//! What is in order between networks, or inside one.

use super::Make;
use super::categories::{WHERE, nothing};
use super::forms::capitals;
use crate::corpus::Case;
use crate::corpus::nodes::*;
use crate::corpus::people::{GUEST_IMSI, IMSI, MSISDN};
use crate::diameter::{
    DiameterLab, Message, Outcome, Peer, Route, application, avp, code, ims, location, policy, result, s6a, s13,
};
use crate::traffic::lte::s6a_traffic;
use crate::world::MILLISECOND;

const SECOND: u64 = 1000 * MILLISECOND;
const MINUTE: u64 = 60 * SECOND;
/// CC-Request-Type: a session goes on, and ends (RFC 8506 8.3).
const UPDATE: u32 = 2;
const TERMINATION: u32 = 3;

/// Ordinary roaming at the edge of the home network, for a program that knows whose it is, and for one that does not.
pub(super) fn traffic() -> impl Iterator<Item = Case> {
    let rows = [("ordinary-roaming", 3), ("ordinary-roaming-without-a-site", 4)];
    rows.into_iter().map(|(name, seed)| Case::pcap(format!("diameter/legal/{name}"), s6a_traffic(400, seed)))
}

pub(super) const CASES: &[(&str, Make)] = &[
    // Every three minutes, as location services and calls make it do.
    ("own-register-asks-about-its-traveller", |lab| {
        for _ in 0..6 {
            asks_where(lab, &home_hss(), &british_mme(), IMSI);
            lab.advance(3 * MINUTE);
        }
    }),
    ("partner-asks-about-its-guest", |lab| {
        for _ in 0..6 {
            asks_where(lab, &british_hss(), &home_mme(), GUEST_IMSI);
            lab.advance(3 * MINUTE);
        }
    }),
    // Seen before and behind our agent.
    ("seen-on-both-sides-of-an-agent", |lab| {
        let (mme, edge, hss) = (british_mme(), home_agent(), home_hss());
        let route = route(lab, &mme, &hss);
        let request = s6a::update_location(&route, IMSI, BRITISH);
        let answer = s6a::update_location_answer(&request, &hss, &s6a::subscription_data(MSISDN));
        lab.relay(&[&mme, &edge, &hss], request, Some(answer));
    }),
    ("over-two-agents-with-recorded-route", |lab| {
        let (agent, edge) = (Peer::new("dra01.carrier.example", "carrier.example", [203, 0, 113, 200]), home_agent());
        lab.connect(&agent, &edge, &[application::RELAY]);
        let route = route(lab, &british_mme(), &home_hss());
        let request =
            s6a::update_location(&route, IMSI, BRITISH).relayed_from(&british_mme()).relayed_from(&british("dea01"));
        let answer = s6a::update_location_answer(&request, &home_hss(), &s6a::subscription_data(MSISDN));
        lab.exchange(&agent, &edge, request, Some(answer));
    }),
    // The agent is of the same realm as the node behind it.
    ("agent-of-the-same-realm-records-no-route", |lab| {
        let (agent, edge) = (british("dea01"), home_agent());
        lab.connect(&agent, &edge, &[application::RELAY]);
        let route = route(lab, &british_mme(), &home_hss());
        let request = s6a::update_location(&route, IMSI, BRITISH);
        let answer = s6a::update_location_answer(&request, &home_hss(), &s6a::subscription_data(MSISDN));
        lab.exchange(&agent, &edge, request, Some(answer));
    }),
    ("policy-session-at-home", policy_session),
    ("commands-inside-the-network", commands_at_home),
    // The register has restarted: some of its subscribers, then all.
    ("partner-resets-its-guests", |lab| {
        for users in [&["9990100"][..], &[]] {
            let (hss, mme) = (british_hss(), home_mme());
            let route = route(lab, &hss, &mme);
            let request = s6a::reset(&route, users);
            let answer = s6a::reset_answer(&request, &mme);
            lab.exchange(&hss, &mme, request, Some(answer));
            lab.advance(MINUTE);
        }
    }),
    ("names-in-capitals", |lab| {
        let (mme, hss) = (british_mme(), home_hss());
        let route = route(lab, &mme, &hss);
        let request = capitals(s6a::update_location(&route, IMSI, BRITISH), "");
        let answer = s6a::update_location_answer(&request, &hss, &s6a::subscription_data(MSISDN));
        lab.exchange(&mme, &hss, request, Some(answer));
    }),
    ("roaming-not-allowed", |lab| {
        let (mme, hss) = (british_mme(), home_hss());
        let route = route(lab, &mme, &hss);
        let request = s6a::update_location(&route, IMSI, BRITISH);
        let answer = Message::answer(&request, &hss, Outcome::Experimental(result::ROAMING_NOT_ALLOWED));
        lab.exchange(&mme, &hss, request, Some(answer));
    }),
    // Asked again by its sender over another connection, because no answer had come.
    ("asked-again-after-silence", |lab| {
        let (mme, hss) = (british_mme(), home_hss());
        let route = route(lab, &mme, &hss);
        let request = lab.exchange(&mme, &hss, s6a::update_location(&route, IMSI, BRITISH), None);
        lab.advance(5 * SECOND);
        lab.repeat(&mme, &hss, &request);
    }),
    // Another access point's contents, and the subscriber's own register ends it.
    ("own-register-cancels-and-changes", |lab| {
        let (hss, mme) = (home_hss(), british_mme());
        let route = route(lab, &hss, &mme);
        let request = s6a::insert_subscriber_data(&route, IMSI, &s6a::subscription_data(MSISDN), 0);
        let answer = s6a::insert_subscriber_data_answer(&request, &mme);
        lab.exchange(&hss, &mme, request, Some(answer));
        let route = crate::corpus::nodes::route(lab, &hss, &mme);
        let request = s6a::cancel_location(&route, IMSI, s6a::cancellation_type::MME_UPDATE);
        let answer = s6a::cancel_location_answer(&request, &mme);
        lab.exchange(&hss, &mme, request, Some(answer));
    }),
];

fn asks_where(lab: &mut DiameterLab, from: &Peer, to: &Peer, imsi: &str) {
    let cell = if to.realm == home_mme().realm { HOME_CELL } else { BRITISH_CELL };
    let route = route(lab, from, to);
    let request = s6a::insert_subscriber_data(&route, imsi, &nothing(), WHERE);
    let answer = s6a::insert_subscriber_data_answer_with_location(&request, to, cell, 2);
    lab.exchange(from, to, request, Some(answer));
}

/// What never crosses networks, between nodes of ours: location, equipment, multimedia.
fn commands_at_home(lab: &mut DiameterLab) {
    type Ask = fn(&Route) -> Message;
    type Reply = fn(&Message, &Peer) -> Message;
    let (gmlc, hss, mme, eir) = (home_gmlc(), home_hss(), home_mme(), home_eir());
    let rows: [(&Peer, &Peer, Ask, Reply); 4] = [
        (
            &gmlc,
            &hss,
            |route| location::routing_info(route, MSISDN, "15555550060"),
            |asked, who| location::routing_info_answer(asked, who, IMSI, &home_mme()),
        ),
        (
            &gmlc,
            &mme,
            |route| location::provide(route, IMSI),
            |asked, who| location::provide_answer(asked, who, HOME_CELL),
        ),
        (
            &mme,
            &eir,
            |route| s13::identity_check(route, "35000000000001", "01", IMSI),
            |asked, who| s13::identity_check_answer(asked, who, 0),
        ),
        (&home_icscf(), &hss, |route| ims::location_info(route, IMSI, &home_hss()), ims::location_info_answer),
    ];
    for (from, to, ask, reply) in rows {
        let request = ask(&route(lab, from, to));
        let answer = reply(&request, to);
        lab.exchange(from, to, request, Some(answer));
    }
}

/// A connection of packet data at home begins, goes on and ends, under one Session-Id.
fn policy_session(lab: &mut DiameterLab) {
    let (pgw, pcrf) = (home_pgw(), home_pcrf());
    let route = route(lab, &pgw, &pcrf);
    for (number, kind) in [(0_u32, 1), (1, UPDATE), (2, TERMINATION)] {
        let request = policy::gx_credit_control(&route, IMSI, MSISDN, [192, 0, 2, 177].into())
            .with_instead(code::CC_REQUEST_TYPE, avp(code::CC_REQUEST_TYPE, kind))
            .with_instead(code::CC_REQUEST_NUMBER, avp(code::CC_REQUEST_NUMBER, number));
        let answer = policy::gx_credit_control_answer(&request, &pcrf)
            .with_instead(code::CC_REQUEST_TYPE, avp(code::CC_REQUEST_TYPE, kind))
            .with_instead(code::CC_REQUEST_NUMBER, avp(code::CC_REQUEST_NUMBER, number));
        lab.exchange(&pgw, &pcrf, request, Some(answer));
        lab.advance(5 * MINUTE);
    }
}
