//! Who may ask what of whom: each category once, and each way a request can end.

use super::Case;
use super::people::*;
use crate::ber;
use crate::map::{self, RequestedInfo, Subscriber, context, context_number as ac, operation as op, subsystem as ssn};
use crate::sccp;
use crate::tcap::{Dialogue, Message, invoke, return_result_last};
use crate::world::{Answer, Lab, MILLISECOND, Node};

/// One request and what became of it.
struct Question {
    name: &'static str,
    from: Node,
    to: Node,
    context: [u64; 8],
    operation: i64,
    argument: Vec<u8>,
    answer: Answer,
}

/// Application context and operation of the abandoned MAP security (TS 33.200).
const SECURE_TRANSPORT_HANDLING: u64 = 40;
const SECURE_TRANSPORT_CLASS_1: i64 = 78;

type Ends = (Node, Node);

fn row(name: &'static str, ends: Ends, context: [u64; 8], asked: (i64, Vec<u8>), answer: Answer) -> Question {
    let ((from, to), (operation, argument)) = (ends, asked);
    Question { name, from, to, context, operation, argument, answer }
}

pub(super) fn cases() -> Vec<Case> {
    let questions = [cat_1(), cat_2(), outcomes()].into_iter().flatten();
    let mut cases: Vec<Case> = questions.map(one_question).collect();
    cases.extend(CASES.iter().map(|(name, make)| {
        let mut lab = Lab::new();
        make(&mut lab);
        Case::pcap(format!("categories/{name}"), lab.pcap())
    }));
    cases
}

fn one_question(row: Question) -> Case {
    let mut lab = Lab::new();
    lab.dialogue(&row.from, &row.to, &row.context, row.operation, &row.argument, row.answer);
    Case::pcap(format!("categories/{}", row.name), lab.pcap())
}

/// Operations that have no business between networks, asked from Kenya.
#[rustfmt::skip]
fn cat_1() -> Vec<Question> {
    let hlr = |from| (kenyan(from), home_hlr());
    let centre = kenyan(0).gt;
    let switch = home_msc().gt;
    let imsi = Subscriber::Imsi(IMSI);
    let msisdn = Subscriber::Msisdn(MSISDN);
    let cell = map::subscriber_info_result(CELL, 3, &home_vlr().gt);
    vec![
        row("cat1-send-routing-info", hlr(ssn::MSC), context(ac::LOC_INFO_RETRIEVAL, 3),
            (op::SEND_ROUTING_INFO, map::send_routing_info(MSISDN, &centre)),
            Answer::Result(map::send_routing_info_result(IMSI, "15555550099", &switch))),
        row("cat1-any-time-interrogation", hlr(ssn::GSM_SCF), context(ac::ANY_TIME_INFO_ENQUIRY, 3),
            (op::ANY_TIME_INTERROGATION, map::any_time_interrogation(msisdn, RequestedInfo::USUAL, &centre)),
            Answer::Result(cell)),
        row("cat1-any-time-subscription-interrogation", hlr(ssn::GSM_SCF), context(ac::ANY_TIME_INFO_HANDLING, 3),
            (op::ANY_TIME_SUBSCRIPTION_INTERROGATION, map::any_time_subscription_interrogation(imsi, 0x21, &centre)),
            Answer::Result(map::any_time_subscription_interrogation_result("15556060199"))),
        row("cat1-send-imsi", hlr(ssn::VLR), context(ac::IMSI_RETRIEVAL, 2),
            (op::SEND_IMSI, map::send_imsi(MSISDN)), Answer::Result(map::send_imsi_result(IMSI))),
        row("cat1-send-identification", (kenyan(ssn::VLR), home_vlr()), context(ac::INTER_VLR_INFO_RETRIEVAL, 3),
            (op::SEND_IDENTIFICATION, map::send_identification([0xc0, 1, 2, 3], 2)),
            Answer::Result(map::send_identification_result(IMSI, 2))),
        row("cat1-provide-subscriber-location", (kenyan(ssn::GMLC), home_msc()), context(ac::LOCATION_SVC_ENQUIRY, 3),
            (op::PROVIDE_SUBSCRIBER_LOCATION, map::provide_subscriber_location(IMSI, MSISDN, &centre, 1)),
            Answer::Result(map::provide_subscriber_location_result(12.5, -45.0, 0, CELL))),
        row("cat1-send-routing-info-for-lcs", hlr(ssn::GMLC), context(ac::LOCATION_SVC_GATEWAY, 3),
            (op::SEND_ROUTING_INFO_FOR_LCS, map::send_routing_info_for_lcs(&centre, msisdn)),
            Answer::Result(map::send_routing_info_for_lcs_result(imsi, &switch))),
        row("cat1-check-imei", (kenyan(ssn::MSC), home_eir()), context(ac::EQUIPMENT_MNGT, 3),
            (op::CHECK_IMEI, map::check_imei_v3("0000000000000000")), Answer::Result(map::check_imei_result_v3(0))),
        row("cat1-secure-transport", hlr(ssn::HLR), context(SECURE_TRANSPORT_HANDLING, 3),
            (SECURE_TRANSPORT_CLASS_1, ber::tlv(0x30, ber::tlv(0x04, [0; 24]))),
            Answer::Error(map::error::FACILITY_NOT_SUPPORTED)),
    ]
}

/// Questions that only a subscriber's own network may ask.
#[rustfmt::skip]
fn cat_2() -> Vec<Question> {
    let enquiry = context(ac::SUBSCRIBER_INFO_ENQUIRY, 3);
    let ask = |imsi| (op::PROVIDE_SUBSCRIBER_INFO, map::provide_subscriber_info(imsi, RequestedInfo::USUAL));
    let at_home = Answer::Result(map::subscriber_info_result(CELL, 3, &home_vlr().gt));
    let abroad = Answer::Result(map::subscriber_info_result(FOREIGN_CELL, 3, &british_vlr().gt));
    vec![
        row("cat2-1-own-subscriber-asked-about-from-abroad", (kenyan(ssn::HLR), home_vlr()), enquiry, ask(IMSI),
            at_home.clone()),
        row("cat2-2-guest-asked-about-by-a-third-network", (french(ssn::HLR), home_vlr()), enquiry, ask(GUEST_IMSI),
            at_home.clone()),
        row("cat2-own-register-asks-about-its-traveller", (home_hlr(), british_vlr()), enquiry, ask(IMSI), abroad),
        row("cat2-partner-asks-about-its-subscriber-who-is-a-guest", (british_hlr(), home_vlr()), enquiry,
            ask(GUEST_IMSI), at_home.clone()),
        row("cat2-own-node-asks-own-register-about-a-guest", (home_hlr(), home_vlr()), enquiry, ask(GUEST_IMSI), at_home),
        row("cat2-1-reset-of-our-subscribers-from-abroad", (kenyan(ssn::HLR), home_vlr()), context(ac::RESET, 2),
            (op::RESET, map::reset_with_list(&kenyan(0).gt, &["00101"])), Answer::None),
    ]
}

/// The same forbidden question, ended in each way.
fn outcomes() -> Vec<Question> {
    let question = |name, answer| {
        let asked = map::provide_subscriber_info(IMSI, RequestedInfo::USUAL);
        row(
            name,
            (kenyan(ssn::HLR), home_vlr()),
            context(ac::SUBSCRIBER_INFO_ENQUIRY, 3),
            (op::PROVIDE_SUBSCRIBER_INFO, asked),
            answer,
        )
    };
    vec![
        question("outcome-refused-by-error", Answer::Error(map::error::UNEXPECTED_DATA_VALUE)),
        question("outcome-refused-by-abort", Answer::Abort),
        question("outcome-unseen", Answer::None),
    ]
}

/// Puts a case's messages into a laboratory.
type Make = fn(&mut Lab);

const CASES: &[(&str, Make)] = &[
    ("cat3-traveller-registers-abroad", traveller_registers),
    ("cat3-switch-of-another-country-than-the-caller", switch_of_another_country),
    ("outcome-answered-with-location", answered_with_location),
    ("outcome-refused-by-return", refused_by_return),
    ("outcome-unanswered", unanswered),
    ("own-title-from-outside", own_title_from_outside),
];

/// Authentication, then location update with subscriber data inside: what every arrival looks like.
pub(super) fn traveller_registers(lab: &mut Lab) {
    let (vlr, hlr) = (british_vlr(), home_hlr());
    lab.dialogue(
        &vlr,
        &hlr,
        &context(ac::INFO_RETRIEVAL, 3),
        op::SEND_AUTHENTICATION_INFO,
        &map::send_authentication_info(IMSI, 2),
        Answer::Result(map::send_authentication_info_result(2)),
    );
    lab.advance(300 * MILLISECOND);
    update_location(lab, &vlr, &hlr, &vlr.gt);
}

fn update_location(lab: &mut Lab, vlr: &Node, hlr: &Node, switch: &str) {
    let context = context(ac::NETWORK_LOC_UP, 3);
    let (id, other) = (lab.transaction(vlr), lab.transaction(hlr));
    let update = map::update_location(IMSI, switch, &vlr.gt);
    let data = map::Profile { msisdn: Some(MSISDN), services: &[0x11, 0x42], ..map::Profile::default() };
    let begin = Message::begin(&id).dialogue(Dialogue::request(&context).encode()).component(invoke(
        1,
        op::UPDATE_LOCATION,
        &update,
    ));
    let insert = Message::r#continue(&other, &id).dialogue(Dialogue::accepted(&context).encode()).component(invoke(
        1,
        op::INSERT_SUBSCRIBER_DATA,
        &map::insert_subscriber_data(data),
    ));
    let inserted = return_result_last(1, op::INSERT_SUBSCRIBER_DATA, &map::insert_subscriber_data_result());
    let inserted = Message::r#continue(&id, &other).component(inserted);
    let done = return_result_last(1, op::UPDATE_LOCATION, &map::location_result(&hlr.gt));
    let end = Message::end(&id).component(done);
    for (index, message) in [begin, insert, inserted, end].into_iter().enumerate() {
        let (from, to) = if index % 2 == 0 { (vlr, hlr) } else { (hlr, vlr) };
        lab.send(from, to, &message.encode());
        lab.advance(60 * MILLISECOND);
    }
}

fn switch_of_another_country(lab: &mut Lab) {
    update_location(lab, &kenyan(ssn::VLR), &home_hlr(), &british_vlr().gt);
}

fn forbidden_begin(lab: &mut Lab, from: &Node) -> (Vec<u8>, [u8; 4]) {
    let id = lab.transaction(from);
    let asked = map::provide_subscriber_info(IMSI, RequestedInfo::USUAL);
    let begin = Message::begin(&id)
        .dialogue(Dialogue::request(&context(ac::SUBSCRIBER_INFO_ENQUIRY, 3)).encode())
        .component(invoke(1, op::PROVIDE_SUBSCRIBER_INFO, &asked));
    (begin.encode(), id)
}

/// The result comes after a CONTINUE that says nothing: joined over three messages.
fn answered_with_location(lab: &mut Lab) {
    let (from, to) = (kenyan(ssn::HLR), home_vlr());
    let (begin, id) = forbidden_begin(lab, &from);
    let other = lab.transaction(&to);
    let accepted = Dialogue::accepted(&context(ac::SUBSCRIBER_INFO_ENQUIRY, 3)).encode();
    let result = map::subscriber_info_result(CELL, 3, &to.gt);
    let result = return_result_last(1, op::PROVIDE_SUBSCRIBER_INFO, &result);
    lab.send(&from, &to, &begin);
    lab.advance(30 * MILLISECOND);
    lab.send(&to, &from, &Message::r#continue(&other, &id).dialogue(accepted).encode());
    lab.advance(800 * MILLISECOND);
    lab.send(&to, &from, &Message::end(&id).component(result).encode());
}

/// The message comes back: nobody of that name here.
fn refused_by_return(lab: &mut Lab) {
    let (from, to) = (kenyan(ssn::HLR), home_vlr());
    let (begin, _) = forbidden_begin(lab, &from);
    lab.send_sccp(&from, &to, sccp::udt(sccp::RETURN_ON_ERROR, &to.address(), &from.address(), &begin));
    lab.advance(20 * MILLISECOND);
    lab.send_sccp(&to, &from, sccp::udts(1, &from.address(), &to.address(), &begin));
}

/// Silence, while the same link carries answers to other questions.
fn unanswered(lab: &mut Lab) {
    let (from, to) = (kenyan(ssn::HLR), home_vlr());
    let (begin, _) = forbidden_begin(lab, &from);
    lab.send(&from, &to, &begin);
    lab.advance(2000 * MILLISECOND);
    ordinary_question(lab);
    lab.advance(120_000 * MILLISECOND);
    ordinary_question(lab);
}

/// A French register asks for vectors of somebody the home register does not know.
pub(super) fn ordinary_question(lab: &mut Lab) {
    lab.dialogue(
        &french(ssn::VLR),
        &home_hlr(),
        &context(ac::INFO_RETRIEVAL, 2),
        op::SEND_AUTHENTICATION_INFO,
        &map::send_authentication_info_v2(OTHER_IMSI),
        Answer::Error(map::error::UNKNOWN_SUBSCRIBER),
    );
}

/// The calling title is the home register's; the link is a carrier's.
fn own_title_from_outside(lab: &mut Lab) {
    let outside = kenyan(ssn::HLR);
    let impostor = Node { pc: outside.pc, ip: outside.ip, ..home_hlr() };
    let (begin, _) = forbidden_begin(lab, &impostor);
    lab.send(&impostor, &home_vlr(), &begin);
}
