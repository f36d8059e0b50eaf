//! Answers that are not what they should be, and requests under the identifiers of others.

use super::Make;
use super::categories::{WHERE, nothing};
use crate::corpus::nodes::*;
use crate::corpus::people::{GUEST_IMSI, IMSI};
use crate::diameter::{DiameterLab, Message, Outcome, Peer, application, avp, code, result, s6a};
use crate::world::MILLISECOND;

const SECOND: u64 = 1000 * MILLISECOND;
const MINUTE: u64 = 60 * SECOND;

pub(super) const CASES: &[(&str, Make)] = &[
    // D27
    ("answer-nobody-asked-for", |lab| {
        let (from, to) = (kenyan_peer("hss01"), home_mme());
        settle(lab, &from, &to);
        let asked = vectors(lab, &to, &from).with_identifiers(0x0bad_0001, 0x0bad_0002);
        lab.send(&from, &to, &s6a::authentication_information_answer(&asked, &from, 1));
    }),
    ("answer-over-another-connection", |lab| {
        let (mme, hss, other) = (home_mme(), british_hss(), kenyan_peer("hss01"));
        settle(lab, &other, &mme);
        settle(lab, &hss, &mme);
        let asked = vectors(lab, &mme, &hss);
        let asked = lab.identify(&mme, &hss, asked);
        lab.send(&mme, &hss, &asked);
        lab.advance(5 * MILLISECOND);
        lab.send(&other, &mme, &s6a::authentication_information_answer(&asked, &other, 1));
        lab.advance(35 * MILLISECOND);
        lab.send(&hss, &mme, &s6a::authentication_information_answer(&asked, &hss, 1));
    }),
    ("answer-with-another-end-to-end-identifier", |lab| {
        let (mme, hss) = (home_mme(), british_hss());
        let asked = vectors(lab, &mme, &hss);
        let asked = lab.identify(&mme, &hss, asked);
        lab.send(&mme, &hss, &asked);
        lab.advance(40 * MILLISECOND);
        let answer = s6a::authentication_information_answer(&asked, &hss, 1);
        lab.send(&hss, &mme, &answer.with_identifiers(asked.hop_by_hop, asked.end_to_end ^ 0xffff));
    }),
    // D28
    ("redirected-from-outside", |lab| {
        let (mme, hss) = (home_mme(), british_hss());
        let route = route(lab, &mme, &hss);
        let request = s6a::update_location(&route, GUEST_IMSI, HOME);
        let elsewhere = format!("aaa://{}", kenyan_peer("hss01").host);
        let answer = Message::answer(&request, &hss, Outcome::Base(result::REDIRECT_INDICATION))
            .with(avp(code::REDIRECT_HOST, elsewhere.as_str()));
        lab.exchange(&mme, &hss, request, Some(answer));
    }),
    // D30
    ("internal-name-in-an-error", |lab| {
        let (mme, hss) = (british_mme(), home_hss());
        let route = route(lab, &mme, &hss);
        let request = s6a::update_location(&route, IMSI, BRITISH);
        let text = "no connection to udr07.core.epc.mnc001.mcc001.3gppnetwork.org at 192.0.2.77";
        let answer = Message::answer(&request, &hss, Outcome::Base(result::UNABLE_TO_COMPLY))
            .with(avp(code::ERROR_MESSAGE, text));
        lab.exchange(&mme, &hss, request, Some(answer));
    }),
    // D27
    ("other-requests-under-the-same-identifiers", |lab| {
        let (from, to) = (kenyan_peer("hss01"), home_mme());
        let route = route(lab, &from, &to);
        let request = s6a::insert_subscriber_data(&route, IMSI, &nothing(), WHERE);
        let plain = lab.identify(&from, &to, request);
        let application = Message { application: application::GX, ..plain.clone() };
        let version = plain.clone().with_version(2);
        let host = avp(code::ORIGIN_HOST, british_hss().host.as_str());
        let host = plain.clone().with_instead(code::ORIGIN_HOST, host);
        for message in [plain, application, version, host] {
            lab.send(&from, &to, &message);
            lab.advance(100 * MILLISECOND);
        }
    }),
];

/// Eleven minutes of watchdogs: the capture has seen both directions, and what began before it is over.
fn settle(lab: &mut DiameterLab, from: &Peer, to: &Peer) {
    for _ in 0..12 {
        watchdog(lab, from, to);
        lab.advance(MINUTE);
    }
}

/// Our node asks for a guest's vectors.
fn vectors(lab: &mut DiameterLab, from: &Peer, to: &Peer) -> Message {
    let route = route(lab, from, to);
    s6a::authentication_information(&route, GUEST_IMSI, HOME, 1)
}
