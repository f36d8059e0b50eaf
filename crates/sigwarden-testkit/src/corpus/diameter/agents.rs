//! Names that do not fit the connection they come over.

use super::Make;
use super::categories::{WHERE, nothing};
use super::forms::capitals;
use crate::corpus::nodes::*;
use crate::corpus::people::{GUEST_IMSI, IMSI};
use crate::diameter::s6a::{self, cancellation_type};
use crate::diameter::{DiameterLab, Message, Peer, application, avp, base, code};
use crate::world::MILLISECOND;

const SECOND: u64 = 1000 * MILLISECOND;

pub(super) const CASES: &[(&str, Make)] = &[
    // D01: the neighbour is one network's agent, the origin another's, and no route is recorded.
    ("neighbour-of-another-network", |lab| {
        let (agent, edge) = kenyan_connection(lab);
        let brazilian = Peer::at("hss01", BRAZILIAN, [0, 0, 0, 0]);
        let route = route(lab, &brazilian, &home_mme());
        lab.exchange(&agent, &edge, s6a::insert_subscriber_data(&route, IMSI, &nothing(), WHERE), None);
        lab.advance(SECOND);
        let route = crate::corpus::nodes::route(lab, &british_mme(), &home_hss());
        lab.exchange(&agent, &edge, s6a::update_location(&route, IMSI, BRITISH), None);
    }),
    // D02
    ("own-realm-from-outside", |lab| {
        let (agent, edge) = kenyan_connection(lab);
        let request = own_question(lab);
        lab.exchange(&agent, &edge, request, None);
    }),
    ("own-realm-from-outside-cancels", |lab| {
        let (agent, edge) = kenyan_connection(lab);
        let route = route(lab, &home_hss(), &home_mme());
        let request = s6a::cancel_location(&route, IMSI, cancellation_type::SUBSCRIPTION_WITHDRAWAL);
        lab.exchange(&agent, &edge, request, None);
    }),
    // D02 and D19
    ("own-realm-in-capitals-from-outside", |lab| {
        let (agent, edge) = kenyan_connection(lab);
        let request = capitals(own_question(lab), ".");
        lab.exchange(&agent, &edge, request, None);
    }),
    // D02: who the neighbour is was said before the capture began; the rest of the traffic tells.
    ("own-realm-among-the-traffic-of-others", |lab| {
        let (agent, edge) = (kenyan_peer("dea01"), home_agent());
        for _ in 0..8 {
            let route = route(lab, &kenyan_peer("mme01"), &home_hss());
            let request = s6a::authentication_information(&route, IMSI, KENYAN, 1).relayed_from(&kenyan_peer("mme01"));
            let answer = s6a::authentication_information_answer(&request, &home_hss(), 1);
            lab.exchange(&agent, &edge, request, Some(answer));
            lab.advance(SECOND);
        }
        let request = own_question(lab);
        lab.exchange(&agent, &edge, request, None);
    }),
    // D20
    ("no-destination-host", |lab| {
        for (from, imsi) in [(kenyan_peer("hss01"), IMSI), (british_hss(), GUEST_IMSI)] {
            let route = route(lab, &from, &home_mme());
            let request = s6a::insert_subscriber_data(&route, imsi, &nothing(), WHERE);
            lab.exchange(&from, &home_mme(), request.without(code::DESTINATION_HOST), None);
            lab.advance(SECOND);
        }
    }),
    // D23, for keys
    ("keys-for-a-visited-network-of-somebody-else", |lab| {
        let (from, to) = (british_mme(), home_hss());
        let route = route(lab, &from, &to);
        let request = s6a::authentication_information(&route, IMSI, FRENCH, 5);
        let answer = s6a::authentication_information_answer(&request, &to, 5);
        lab.exchange(&from, &to, request, Some(answer));
    }),
    // D29
    ("second-capabilities-of-somebody-else", |lab| {
        let (agent, edge) = kenyan_connection(lab);
        lab.advance(60 * SECOND);
        let other = Peer { ip: agent.ip, ..british("dea01") };
        let request = base::capabilities_exchange(&other, &[application::RELAY]);
        let answer = base::capabilities_exchange_answer(&request, &edge, &[application::RELAY]);
        lab.exchange(&agent, &edge, request, Some(answer));
        lab.advance(SECOND);
        let route = route(lab, &british_hss(), &home_mme());
        let request = s6a::insert_subscriber_data(&route, GUEST_IMSI, &nothing(), WHERE).relayed_from(&british_hss());
        lab.exchange(&agent, &edge, request, None);
    }),
    // Commands between neighbours that came over others.
    ("relayed-disconnect", |lab| relayed(lab, |from| base::disconnect_peer(from, 0))),
    ("relayed-watchdog", |lab| relayed(lab, base::device_watchdog)),
    ("relayed-capabilities", |lab| relayed(lab, |from| base::capabilities_exchange(from, &[application::S6A]))),
];

/// An agent in Kenya opens a connection to ours.
fn kenyan_connection(lab: &mut DiameterLab) -> (Peer, Peer) {
    let (agent, edge) = (kenyan_peer("dea01"), home_agent());
    lab.connect(&agent, &edge, &[application::RELAY]);
    lab.advance(SECOND);
    (agent, edge)
}

/// Where our subscriber is, as our own register would ask.
fn own_question(lab: &mut DiameterLab) -> Message {
    let route = route(lab, &home_hss(), &home_mme());
    s6a::insert_subscriber_data(&route, IMSI, &nothing(), WHERE)
}

/// A command of neighbours, sent on by an agent to somebody else.
fn relayed(lab: &mut DiameterLab, make: impl FnOnce(&Peer) -> Message) {
    let (agent, edge) = kenyan_connection(lab);
    let from = Peer::at("hss01", BRAZILIAN, [203, 0, 113, 99]);
    let request = make(&from).with(avp(code::DESTINATION_REALM, home_hss().realm.as_str())).relayed_from(&from);
    lab.exchange(&agent, &edge, request, None);
}
