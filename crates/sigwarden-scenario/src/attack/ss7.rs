//! Moves over SS7.

use sigwarden_emit::map::{self, Cell, RequestedInfo, Subscriber, error, subsystem};
use sigwarden_emit::sms::{self as unit, Body, Packet, TAR_SAT, Validity};

use super::{Ending, Strike};
use crate::operation::{self as op, Op, Shown};
use crate::procedure::{registration, sms};
use crate::short::Short;
use crate::stage::{Ask, Component, Package, Reply, Stage};
use crate::world::{HOME, Party, Role};

/// Asks one question: from which subsystem and whom, what, and its result or the error of a refusal.
fn ask(
    stage: &mut Stage<'_>,
    strike: &Strike,
    (from_ssn, to): (u8, Party),
    (op, argument): (&'static Op, &[u8]),
    (result, code): (Reply, i64),
) {
    let reply = match strike.ending {
        Ending::Answered => result,
        Ending::Refused => Reply::Error(code),
        Ending::Unanswered => Reply::Silence,
    };
    let from = strike.party.as_subsystem(from_ssn);
    let ask = Ask { from, to, op, argument, subject: Some(strike.scene.subject), reply, answered_by: None };
    stage.ask(ask);
}

fn home(stage: &Stage<'_>, strike: &Strike, role: Role) -> Party {
    strike.scene.at_home(stage.world, role)
}

/// The cell where he is.
fn cell<'w>(stage: &mut Stage<'w>, strike: &Strike) -> Cell<'w> {
    let cell = strike.scene.cell(stage);
    Cell { area: strike.area.unwrap_or(cell.area), ..cell }
}

/// What an answer says of his place: where he is, or where a lenient register thinks that he is.
fn place(stage: &mut Stage<'_>, strike: &Strike) -> Vec<u8> {
    let cell = cell(stage, strike);
    let vlr = strike.scene.there(stage.world, Role::Vlr);
    map::subscriber_info_result(cell, stage.random.below(30) as u16, &vlr.title)
}

pub(super) fn psi(stage: &mut Stage<'_>, strike: &Strike) {
    let requested = RequestedInfo { current: strike.number.is_multiple_of(3), ..RequestedInfo::USUAL };
    let argument = map::provide_subscriber_info(&strike.scene.subject.imsi, requested);
    let result = Reply::Result(place(stage, strike));
    let to = home(stage, strike, Role::Vlr);
    ask(
        stage,
        strike,
        (subsystem::HLR, to),
        (&op::SUBSCRIBER_INFO, &argument),
        (result, error::UNIDENTIFIED_SUBSCRIBER),
    );
}

/// The network of a guest asks where its own subscriber is: nothing is wrong with one such question.
pub(super) fn psi_own_guest(stage: &mut Stage<'_>, strike: &Strike) {
    let argument = map::provide_subscriber_info(
        &strike.scene.subject.imsi,
        RequestedInfo { current: true, ..RequestedInfo::USUAL },
    );
    let result = Reply::Result(place(stage, strike));
    let to = strike.scene.there(stage.world, Role::Vlr);
    ask(stage, strike, (subsystem::HLR, to), (&op::SUBSCRIBER_INFO, &argument), (result, error::ABSENT_SUBSCRIBER));
}

pub(super) fn ati(stage: &mut Stage<'_>, strike: &Strike) {
    any_time(stage, strike, &op::ANY_TIME_INTERROGATION, Subscriber::Msisdn(&strike.scene.subject.msisdn));
}

pub(super) fn ati_by_imsi(stage: &mut Stage<'_>, strike: &Strike) {
    any_time(stage, strike, &op::ANY_TIME_BY_IMSI, Subscriber::Imsi(&strike.scene.subject.imsi));
}

fn any_time(stage: &mut Stage<'_>, strike: &Strike, op: &'static Op, whom: Subscriber<'_>) {
    let argument = map::any_time_interrogation(whom, RequestedInfo::USUAL, &strike.inside());
    let result = Reply::Result(place(stage, strike));
    let to = home(stage, strike, Role::Hlr);
    ask(stage, strike, (subsystem::GSM_SCF, to), (op, &argument), (result, error::ATI_NOT_ALLOWED));
}

pub(super) fn psl(stage: &mut Stage<'_>, strike: &Strike) {
    let subject = strike.scene.subject;
    let argument = map::provide_subscriber_location(&subject.imsi, &subject.msisdn, &strike.inside(), 1);
    let cell = cell(stage, strike);
    let (latitude, longitude) = strike.scene.position(stage);
    let result = Reply::Result(map::provide_subscriber_location_result(latitude, longitude, 1, cell));
    let to = home(stage, strike, Role::Msc);
    ask(
        stage,
        strike,
        (subsystem::GMLC, to),
        (&op::SUBSCRIBER_LOCATION, &argument),
        (result, error::UNAUTHORIZED_REQUESTING_NETWORK),
    );
}

pub(super) fn sri_lcs(stage: &mut Stage<'_>, strike: &Strike) {
    let whom = Subscriber::Msisdn(&strike.scene.subject.msisdn);
    let argument = map::send_routing_info_for_lcs(&strike.inside(), whom);
    let node = strike.scene.there(stage.world, Role::Msc).title;
    let result = Reply::Result(map::send_routing_info_for_lcs_result(whom, &node));
    let to = home(stage, strike, Role::Hlr);
    ask(
        stage,
        strike,
        (subsystem::GMLC, to),
        (&op::ROUTING_INFO_FOR_LCS, &argument),
        (result, error::UNAUTHORIZED_REQUESTING_NETWORK),
    );
}

pub(super) fn sri(stage: &mut Stage<'_>, strike: &Strike) {
    let subject = strike.scene.subject;
    let argument = map::send_routing_info(&subject.msisdn, &strike.inside());
    let switch = strike.scene.there(stage.world, Role::Msc).title;
    let number = format!("{}77", &switch[..switch.len() - 2]);
    let result = Reply::Result(map::send_routing_info_result(&subject.imsi, &number, &switch));
    let to = home(stage, strike, Role::Hlr);
    ask(
        stage,
        strike,
        (subsystem::MSC, to),
        (&op::SEND_ROUTING_INFO, &argument),
        (result, error::FACILITY_NOT_SUPPORTED),
    );
}

pub(super) fn sri_sm(stage: &mut Stage<'_>, strike: &Strike) {
    let subject = strike.scene.subject;
    let argument = map::send_routing_info_for_sm(&subject.msisdn, &strike.inside());
    let node = strike.scene.there(stage.world, Role::Msc).title;
    let result = Reply::Result(map::send_routing_info_for_sm_result(&subject.imsi, &node));
    let to = home(stage, strike, Role::Hlr);
    ask(
        stage,
        strike,
        (subsystem::MSC, to),
        (&op::ROUTING_INFO_FOR_SM, &argument),
        (result, error::UNKNOWN_SUBSCRIBER),
    );
}

pub(super) fn send_imsi(stage: &mut Stage<'_>, strike: &Strike) {
    let argument = map::send_imsi(&strike.scene.subject.msisdn);
    let result = Reply::Result(map::send_imsi_result(&strike.scene.subject.imsi));
    let to = home(stage, strike, Role::Hlr);
    ask(stage, strike, (subsystem::VLR, to), (&op::SEND_IMSI, &argument), (result, error::UNKNOWN_SUBSCRIBER));
}

pub(super) fn atsi(stage: &mut Stage<'_>, strike: &Strike) {
    let whom = Subscriber::Msisdn(&strike.scene.subject.msisdn);
    let argument = map::any_time_subscription_interrogation(whom, 0x21, &strike.inside());
    let other = stage.world.subject(HOME, strike.number % 1000).msisdn;
    let result = Reply::Result(map::any_time_subscription_interrogation_result(&other));
    let to = home(stage, strike, Role::Hlr);
    ask(
        stage,
        strike,
        (subsystem::GSM_SCF, to),
        (&op::SUBSCRIPTION_INTERROGATION, &argument),
        (result, error::ATI_NOT_ALLOWED),
    );
}

pub(super) fn sai(stage: &mut Stage<'_>, strike: &Strike) {
    let argument = map::send_authentication_info(&strike.scene.subject.imsi, 5);
    let result = Reply::Result(registration::vectors(stage, 5, true));
    let to = home(stage, strike, Role::Hlr);
    ask(
        stage,
        strike,
        (subsystem::VLR, to),
        (&op::SEND_AUTHENTICATION_INFO, &argument),
        (result, error::UNKNOWN_SUBSCRIBER),
    );
}

/// Says that he is here, so that his calls and messages come here.
pub(super) fn ul(stage: &mut Stage<'_>, strike: &Strike) {
    let here = strike.inside();
    let argument = map::update_location(&strike.scene.subject.imsi, &here, &here);
    update(stage, strike, subsystem::VLR, &op::UPDATE_LOCATION, &argument);
}

pub(super) fn ul_gprs(stage: &mut Stage<'_>, strike: &Strike) {
    let argument = map::update_gprs_location(&strike.scene.subject.imsi, &strike.inside(), strike.ip);
    update(stage, strike, subsystem::SGSN, &op::UPDATE_GPRS_LOCATION, &argument);
}

fn update(stage: &mut Stage<'_>, strike: &Strike, ssn: u8, op: &'static Op, argument: &[u8]) {
    let register = home(stage, strike, Role::Hlr);
    let subject = strike.scene.subject;
    let mut talk = stage.talk(strike.party.as_subsystem(ssn), register, op, Some(subject));
    let question = talk.question(op, argument);
    stage.say(&mut talk, 0, Package::Begin, vec![question]);
    stage.think();
    match strike.ending {
        Ending::Unanswered => {}
        Ending::Refused => {
            let refusal = Component::error(1, op, error::ROAMING_NOT_ALLOWED, &map::roaming_not_allowed(0));
            stage.say(&mut talk, 1, Package::End, vec![refusal]);
        }
        Ending::Answered => {
            let data =
                map::Profile { msisdn: Some(&subject.msisdn), services: &[0x21, 0x92], ..map::Profile::default() };
            let insert = Component::invoke(1, &op::INSERT_DATA, &map::insert_subscriber_data(data));
            stage.say(&mut talk, 1, Package::Continue, vec![insert]);
            stage.think();
            let inserted = Component::result(1, &op::INSERT_DATA, &map::insert_subscriber_data_result());
            stage.say(&mut talk, 0, Package::Continue, vec![inserted]);
            stage.think();
            let done = Component::result(1, op, &map::location_result(&register.title));
            stage.say(&mut talk, 1, Package::End, vec![done]);
            if strike.scene.visited != HOME {
                stage.aside(|stage| {
                    stage.procedure("cancellation after a false registration");
                    let packet = ssn == subsystem::SGSN;
                    registration::cancel(stage, &strike.scene, strike.scene.visited, Role::Hlr, packet);
                });
            }
        }
    }
}

/// Makes the switch ask a foreign service control function about his calls.
pub(super) fn isd_control(stage: &mut Stage<'_>, strike: &Strike) {
    let subject = strike.scene.subject;
    let profile =
        map::Profile { imsi: Some(&subject.imsi), service_control: Some(&strike.inside()), ..map::Profile::default() };
    let argument = map::insert_subscriber_data(profile);
    let result = Reply::Result(map::insert_subscriber_data_result());
    let to = home(stage, strike, Role::Vlr);
    ask(
        stage,
        strike,
        (subsystem::HLR, to),
        (&op::INSERT_CONTROL, &argument),
        (result, error::UNIDENTIFIED_SUBSCRIBER),
    );
}

/// Forwards his calls to a number of the attacker's.
pub(super) fn register_ss(stage: &mut Stage<'_>, strike: &Strike) {
    let to = home(stage, strike, Role::Hlr);
    let spare = || stage.world.networks[strike.party.network].spare(strike.number % 3 + 700);
    let number = strike.contents.forward_to.as_deref().map_or_else(spare, Short::new);
    let argument = map::register_ss(map::CALL_FORWARDING_UNCONDITIONAL, &number);
    let result = map::register_ss_result(map::CALL_FORWARDING_UNCONDITIONAL, &number);
    referenced(stage, strike, to, &op::REGISTER_SS, &argument, &result);
}

pub(super) fn ussd(stage: &mut Stage<'_>, strike: &Strike) {
    let to = home(stage, strike, Role::Hlr);
    let argument = map::process_unstructured_ss_request("*140*5*1556#", Some(&strike.scene.subject.msisdn));
    let result = map::process_unstructured_ss_request("done", None);
    referenced(stage, strike, to, &op::USSD, &argument, &result);
}

/// A dialogue whose subscriber stands in its destination reference.
fn referenced(stage: &mut Stage<'_>, strike: &Strike, to: Party, op: &'static Op, argument: &[u8], result: &[u8]) {
    let mut talk = stage.talk(strike.party.as_subsystem(subsystem::VLR), to, op, Some(strike.scene.subject));
    talk.about(&strike.scene.subject.imsi);
    let question = talk.question(op, argument);
    stage.say(&mut talk, 0, Package::Begin, vec![question]);
    stage.think();
    let answer = match strike.ending {
        Ending::Unanswered => return,
        Ending::Refused => Component::error(1, op, error::SYSTEM_FAILURE, &[]),
        Ending::Answered => Component::result(1, op, result).showing(Shown::NONE),
    };
    stage.say(&mut talk, 1, Package::End, vec![answer]);
}

pub(super) fn cl(stage: &mut Stage<'_>, strike: &Strike) {
    let argument = map::cancel_location(&strike.scene.subject.imsi, 0);
    let to = home(stage, strike, Role::Vlr);
    let result = Reply::Result(vec![0x30, 0]);
    ask(
        stage,
        strike,
        (subsystem::HLR, to),
        (&op::CANCEL_LOCATION, &argument),
        (result, error::UNIDENTIFIED_SUBSCRIBER),
    );
}

pub(super) fn purge(stage: &mut Stage<'_>, strike: &Strike) {
    let argument = map::purge_ms(&strike.scene.subject.imsi, &strike.inside());
    let to = home(stage, strike, Role::Hlr);
    let result = Reply::Result(map::purge_ms_result());
    ask(stage, strike, (subsystem::VLR, to), (&op::PURGE_MS, &argument), (result, error::UNKNOWN_SUBSCRIBER));
}

pub(super) fn dsd(stage: &mut Stage<'_>, strike: &Strike) {
    let argument = map::delete_subscriber_data(&strike.scene.subject.imsi);
    let to = home(stage, strike, Role::Vlr);
    let result = Reply::Result(vec![0x30, 0]);
    ask(stage, strike, (subsystem::HLR, to), (&op::DELETE_DATA, &argument), (result, error::UNIDENTIFIED_SUBSCRIBER));
}

pub(super) fn prn(stage: &mut Stage<'_>, strike: &Strike) {
    let subject = strike.scene.subject;
    let to = home(stage, strike, Role::Vlr);
    let argument = map::provide_roaming_number(&subject.imsi, &to.title, &subject.msisdn, &strike.inside());
    let number = format!("{}88", &to.title[..to.title.len() - 2]);
    let result = Reply::Result(map::provide_roaming_number_result(&number));
    ask(
        stage,
        strike,
        (subsystem::HLR, to),
        (&op::PROVIDE_ROAMING_NUMBER, &argument),
        (result, error::ABSENT_SUBSCRIBER),
    );
}

/// Commands for the SIM card: where are you, and send it there (S@T browser).
pub(super) fn sim_push(stage: &mut Stage<'_>, strike: &Strike) {
    let network = &stage.world.networks[strike.party.network];
    let centre = strike.contents.centre.as_deref().map_or_else(|| network.spare(9), Short::new);
    let packet =
        unit::command_packet(&Packet { spi: [0, 1], tar: TAR_SAT, data: sat_commands(&centre), ..Packet::default() });
    let body = Body { time: Some(sms::stamp(stage.now())), ..Body::for_sim(&packet) };
    let sender = sender(strike, &network.spare(strike.number % 5));
    forward(stage, strike, &unit::deliver(&sender, &body));
}

/// Five commands as the publication lists them: provide local information into variable 0x17, init
/// variable 0x09, concatenate, send short message, exit. The layout is ours: the octets were not published.
fn sat_commands(centre: &str) -> Vec<u8> {
    // Nature and digits of the centre's number, behind their length.
    let number = &unit::number(centre)[1..];
    let to = [&[number.len() as u8], number, &[0x0a, 0x00]].concat();
    let rows: [&[u8]; 5] = [
        &[0x26, 0x02, 0x17, 0x00],
        &[0x2a, 0x0e, 0x09, 0x0c, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        &[0x2b, 0x03, 0x0a, 0x17, 0x09],
        &[&[0x2d, to.len() as u8], &to[..]].concat(),
        &[0x2c, 0x00],
    ];
    [&[0x42, 0x01][..], &rows.concat()].concat()
}

/// The sender that the campaign names, or this number.
fn sender(strike: &Strike, number: &str) -> Vec<u8> {
    match strike.contents.sender.as_deref() {
        Some(name) if name.bytes().all(|digit| digit.is_ascii_digit()) => unit::number(name),
        Some(name) => unit::name(name),
        None => unit::number(number),
    }
}

/// A text under somebody else's number.
pub(super) fn sms_spoof(stage: &mut Stage<'_>, strike: &Strike) {
    let body = Body { time: Some(sms::stamp(stage.now())), ..Body::text("your account is closed call 4711") };
    let victim = stage.world.subject(HOME, 77 + strike.number % 9).msisdn;
    forward(stage, strike, &unit::deliver(&sender(strike, &victim), &body));
}

fn forward(stage: &mut Stage<'_>, strike: &Strike, transfer: &[u8]) {
    let argument = map::mt_forward_sm(&strike.scene.subject.imsi, &strike.inside(), transfer);
    let to = home(stage, strike, Role::Msc);
    ask(
        stage,
        strike,
        (subsystem::MSC, to),
        (&op::MT_FORWARD_SM, &argument),
        (Reply::Done, error::SM_DELIVERY_FAILURE),
    );
}

/// What the SIM card sends then: a binary message from home to a centre abroad, to a number that cannot be.
pub(super) fn sms_exfil(stage: &mut Stage<'_>, strike: &Strike) {
    let subject = strike.scene.subject;
    let content = stage.octets(24);
    let body = Body::octets(0x04, &content);
    let transfer = unit::submit(strike.number as u8, &unit::address(0, 1, "000417"), Validity::Absent, &body);
    let argument = map::mo_forward_sm(&strike.party.title, &subject.msisdn, &transfer, &subject.imsi);
    from_home(stage, strike, Role::Msc, &op::MO_FORWARD_SM, &argument);
}

/// A message that waited for him comes to the attacker, who said before that he is there; then his
/// own telephone registers again where it is.
pub(super) fn sms_caught(stage: &mut Stage<'_>, strike: &Strike) {
    let centre = home(stage, strike, Role::Smsc).title;
    let body = Body { time: Some(sms::stamp(stage.now())), ..Body::text("your code is 4711") };
    let name = strike.contents.sender.as_deref().unwrap_or("MyBank");
    let argument = map::mt_forward_sm(&strike.scene.subject.imsi, &centre, &unit::deliver(&unit::name(name), &body));
    from_home(stage, strike, Role::Smsc, &op::MT_FORWARD_SM, &argument);
    if strike.scene.visited == HOME {
        return;
    }
    stage.aside(|stage| {
        stage.pause(10 * 60_000, 40 * 60_000);
        stage.procedure("registration");
        registration::authenticate(stage, &strike.scene, Role::Vlr);
        registration::register(stage, &strike.scene);
        stage.pause(20, 90);
        stage.procedure("cancellation after a false registration");
        let argument = map::cancel_location(&strike.scene.subject.imsi, 0);
        stage.ask(Ask {
            from: home(stage, strike, Role::Hlr),
            to: strike.party.as_subsystem(subsystem::VLR),
            op: &op::CANCEL_LOCATION,
            argument: &argument,
            subject: Some(strike.scene.subject),
            reply: Reply::Silence,
            answered_by: None,
        });
    });
}

/// Something that our node sends to the attacker's, as it believes that he should have it.
fn from_home(stage: &mut Stage<'_>, strike: &Strike, role: Role, op: &'static Op, argument: &[u8]) {
    let reply = match strike.ending {
        Ending::Answered => Reply::Done,
        Ending::Refused => Reply::Error(error::SM_DELIVERY_FAILURE),
        Ending::Unanswered => Reply::Silence,
    };
    let (from, to) = (home(stage, strike, role), strike.party.as_subsystem(subsystem::MSC));
    stage.ask(Ask { from, to, op, argument, subject: Some(strike.scene.subject), reply, answered_by: None });
}

/// The same question to one node after the other, to learn which there are.
pub(super) fn node_probe(stage: &mut Stage<'_>, strike: &Strike) {
    let argument = map::provide_subscriber_info(&strike.scene.subject.imsi, RequestedInfo::USUAL);
    let home = stage.world.home();
    let to = Party::new(home.spare(100 + strike.number), subsystem::VLR, HOME);
    let result = Reply::Error(error::UNIDENTIFIED_SUBSCRIBER);
    ask(
        stage,
        strike,
        (subsystem::HLR, to),
        (&op::SUBSCRIBER_INFO, &argument),
        (result, error::UNIDENTIFIED_SUBSCRIBER),
    );
}
