//! Moves over Diameter.

use std::sync::Arc;

use sigwarden_emit::diameter::{Avp, Message, Outcome, avp, code, ims, location, result, s6a, sms};

use super::{Ending, Strike};
use crate::operation::{self as op, Op, Shown};
use crate::procedure::lte;
use crate::stage::{Peering, Stage};

/// How the request comes. `serving`: to the node that serves, as a server would ask it.
fn peering(strike: &Strike, serving: bool) -> Peering {
    let mut out = Peering::new(strike.party.network, &strike.peer, true);
    out.serving = serving;
    out.carrier = strike.party.carrier;
    out.route_record.clone_from(&strike.route_record);
    if strike.leaky {
        out.session = Some(format!("{};{};{}", strike.peer.host, strike.number, &*strike.scene.subject.imsi));
    }
    out
}

/// The answer of an ending: refusals have the result that firewalls and registers give.
fn ended(
    strike: &Strike,
    request: &Message,
    from: &sigwarden_emit::diameter::Peer,
    good: impl FnOnce() -> Message,
) -> Option<Message> {
    match strike.ending {
        Ending::Answered => Some(good()),
        Ending::Refused if strike.number.is_multiple_of(2) => {
            Some(Message::answer(request, from, Outcome::Experimental(result::USER_UNKNOWN)))
        }
        Ending::Refused => Some(Message::answer(request, from, Outcome::Base(result::UNABLE_TO_COMPLY))),
        Ending::Unanswered => None,
    }
}

fn strike_with(
    stage: &mut Stage<'_>,
    strike: &Strike,
    (serving, op, shown): (bool, &'static Op, Shown),
    make: impl FnOnce(&sigwarden_emit::diameter::Route) -> Message,
    good: impl FnOnce(&Message, &sigwarden_emit::diameter::Peer) -> Message,
) {
    let peering = peering(strike, serving);
    stage.exchange_showing(&peering, op, shown, Some(strike.scene.subject), make, |request, from| {
        ended(strike, request, from, || good(request, from))
    });
}

fn claimed(stage: &Stage<'_>, strike: &Strike) -> String {
    stage.world.networks[strike.party.network].plmn.clone()
}

fn authentication(stage: &mut Stage<'_>, strike: &Strike, visited: &str, count: u32) {
    let list = lte::vectors(stage, count);
    let imsi = strike.scene.subject.imsi;
    strike_with(
        stage,
        strike,
        (false, &op::AIR, op::AIR.asks),
        |route| s6a::authentication_information(route, &imsi, visited, count),
        |request, from| Message::answer(request, from, Outcome::Success).with(list),
    );
}

pub(super) fn air(stage: &mut Stage<'_>, strike: &Strike) {
    let visited = claimed(stage, strike);
    authentication(stage, strike, &visited, 3);
}

/// Asks for vectors for a network that cannot be.
pub(super) fn air_no_plmn(stage: &mut Stage<'_>, strike: &Strike) {
    authentication(stage, strike, "00000", 1);
}

pub(super) fn ulr(stage: &mut Stage<'_>, strike: &Strike) {
    let visited = claimed(stage, strike);
    let subject = strike.scene.subject;
    strike_with(
        stage,
        strike,
        (false, &op::ULR, op::ULR.asks),
        |route| lte::with_telephone(s6a::update_location(route, &subject.imsi, &visited), &subject),
        |request, from| s6a::update_location_answer(request, from, &s6a::subscription_data(&subject.msisdn)),
    );
}

/// Subscription data that change nothing: what a question needs to be complete.
fn nothing() -> Avp {
    avp(code::SUBSCRIPTION_DATA, [avp(code::SUBSCRIBER_STATUS, 0_u32)])
}

pub(super) fn idr_location(stage: &mut Stage<'_>, strike: &Strike) {
    let imsi = strike.scene.subject.imsi;
    let world = stage.world;
    let flags = s6a::idr_flag::EPS_LOCATION | s6a::idr_flag::EPS_USER_STATE | s6a::idr_flag::CURRENT_LOCATION;
    let cell = s6a::Cell {
        plmn: &world.networks[strike.scene.visited].plmn,
        area: strike.area.unwrap_or(stage.random.between(1, 900) as u16),
        cell: stage.random.between(1, 200_000) as u32,
    };
    strike_with(
        stage,
        strike,
        (true, &op::IDR, Shown::IMSI),
        |route| s6a::insert_subscriber_data(route, &imsi, &nothing(), flags),
        |request, from| s6a::insert_subscriber_data_answer_with_location(request, from, cell, 0),
    );
}

pub(super) fn idr_profile(stage: &mut Stage<'_>, strike: &Strike) {
    let subject = strike.scene.subject;
    strike_with(
        stage,
        strike,
        (true, &op::IDR, Shown::BOTH),
        |route| s6a::insert_subscriber_data(route, &subject.imsi, &s6a::subscription_data(&subject.msisdn), 0),
        s6a::insert_subscriber_data_answer,
    );
}

pub(super) fn clr(stage: &mut Stage<'_>, strike: &Strike) {
    let imsi = strike.scene.subject.imsi;
    let shape = (true, &op::CLR, op::CLR.asks);
    let kind = s6a::cancellation_type::SUBSCRIPTION_WITHDRAWAL;
    strike_with(stage, strike, shape, |route| s6a::cancel_location(route, &imsi, kind), s6a::cancel_location_answer);
}

pub(super) fn dsr(stage: &mut Stage<'_>, strike: &Strike) {
    let imsi = strike.scene.subject.imsi;
    let shape = (true, &op::DSR, op::DSR.asks);
    strike_with(
        stage,
        strike,
        shape,
        |route| s6a::delete_subscriber_data(route, &imsi, 1),
        s6a::delete_subscriber_data_answer,
    );
}

pub(super) fn pur(stage: &mut Stage<'_>, strike: &Strike) {
    let imsi = strike.scene.subject.imsi;
    strike_with(stage, strike, (false, &op::PUR, op::PUR.asks), |route| s6a::purge(route, &imsi), s6a::purge_answer);
}

pub(super) fn nor(stage: &mut Stage<'_>, strike: &Strike) {
    let imsi = strike.scene.subject.imsi;
    strike_with(stage, strike, (false, &op::NOR, op::NOR.asks), |route| s6a::notify(route, &imsi), s6a::notify_answer);
}

pub(super) fn udr(stage: &mut Stage<'_>, strike: &Strike) {
    let number = strike.scene.subject.msisdn;
    // A cell and a tracking area of the home network, in the base 64 of TS 29.328 annex C.
    let document = "<Sh-Data><Extension><EPSLocationInformation><E-UTRANCellGlobalId>APEQAAEAAQ==</E-UTRANCellGlobalId>\
        <TrackingAreaId>APEQAAc=</TrackingAreaId><CurrentLocationRetrieved>0</CurrentLocationRetrieved>\
        </EPSLocationInformation></Extension></Sh-Data>";
    strike_with(
        stage,
        strike,
        (false, &op::UDR, op::UDR.asks),
        |route| ims::user_data(route, &number, ims::data_reference::LOCATION),
        |request, from| ims::user_data_answer(request, from, document),
    );
}

pub(super) fn plr(stage: &mut Stage<'_>, strike: &Strike) {
    let imsi = strike.scene.subject.imsi;
    let world = stage.world;
    let cell = s6a::Cell { plmn: &world.networks[strike.scene.visited].plmn, area: 7, cell: 0x0001_0203 };
    strike_with(
        stage,
        strike,
        (true, &op::PLR, op::PLR.asks),
        |route| location::provide(route, &imsi),
        |request, from| location::provide_answer(request, from, cell),
    );
}

pub(super) fn rir(stage: &mut Stage<'_>, strike: &Strike) {
    let subject = strike.scene.subject;
    let mme = Arc::clone(stage.world.networks[strike.scene.visited].mme(strike.scene.number));
    let gmlc = strike.inside();
    strike_with(
        stage,
        strike,
        (false, &op::RIR, op::RIR.asks),
        |route| location::routing_info(route, &subject.msisdn, &gmlc),
        |request, from| location::routing_info_answer(request, from, &subject.imsi, &mme),
    );
}

pub(super) fn srr(stage: &mut Stage<'_>, strike: &Strike) {
    let subject = strike.scene.subject;
    let mme = Arc::clone(stage.world.networks[strike.scene.visited].mme(strike.scene.number));
    let centre = strike.inside();
    strike_with(
        stage,
        strike,
        (false, &op::SRR, op::SRR.asks),
        |route| sms::routing_info(route, &subject.msisdn, &centre),
        |request, from| sms::routing_info_answer(request, from, &subject.imsi, &mme, &centre),
    );
}
