//! What looks odd and is as the standards have it, between networks that know each other.

use super::Case;
use super::categories::traveller_registers;
use super::people::*;
use crate::ber::{self, OCTET_STRING, sequence, tbcd, tlv, tlv_indefinite};
use crate::cap;
use crate::map::{self, context, context_number as ac, operation as op, subsystem as ssn};
use crate::sccp::{self, GlobalTitle};
use crate::tcap::{Dialogue, Message, invoke, return_result_last, return_result_last_empty};
use crate::world::{Lab, MILLISECOND, Node};

type Make = fn(&mut Lab);

const CASES: &[(&str, Make)] = &[
    ("indefinite-lengths", indefinite_lengths),
    ("protocol-version-there-or-not", protocol_version_there_or_not),
    ("map-version-1-without-dialogue-portion", map_version_1),
    ("several-insertions-in-one-message", several_insertions),
    ("empty-begin-for-a-short-message", empty_begin),
    ("high-tag-numbers", high_tag_numbers),
    ("answer-from-another-title-of-the-node", answer_from_another_title),
    ("e214-called-address", e214_called_address),
    ("notice-to-service-centre-beside-the-result", notice_to_service_centre),
    ("camel-continue-in-end", |lab| camel_in_end(lab, cap::operation::CONTINUE, &[])),
    ("camel-connect-in-end", |lab| camel_in_end(lab, cap::operation::CONNECT, &cap::connect("447700900199"))),
    ("camel-operation-71", camel_operation_71),
    ("subscriber-in-destination-reference", subscriber_in_destination_reference),
];

pub(super) fn cases() -> Vec<Case> {
    let case = |(name, make): &(&str, Make)| {
        let mut lab = Lab::new();
        make(&mut lab);
        Case::pcap(format!("legal-but-odd/{name}"), lab.pcap())
    };
    CASES.iter().map(case).collect()
}

/// Sends the messages of a dialogue in turn, the first from the first node.
fn talk(lab: &mut Lab, (a, b): (&Node, &Node), messages: Vec<Vec<u8>>) {
    for (index, message) in messages.into_iter().enumerate() {
        let (from, to) = if index % 2 == 0 { (a, b) } else { (b, a) };
        lab.send(from, to, &message);
        lab.advance(50 * MILLISECOND);
    }
}

fn accepted(context: &[u64]) -> Vec<u8> {
    Dialogue::accepted(context).encode()
}

/// The message, the dialogue portion, the component and the argument: all of indefinite length.
fn indefinite_lengths(lab: &mut Lab) {
    let (vlr, hlr) = (british_vlr(), home_hlr());
    let context = context(ac::INFO_RETRIEVAL, 3);
    let id = lab.transaction(&vlr);
    let argument = tlv_indefinite(0x30, [tlv(0x80, tbcd(IMSI)), ber::integer(1), tlv(0x83, [0])].concat());
    let parts = [ber::integer(1), ber::integer(op::SEND_AUTHENTICATION_INFO), argument];
    let component = tlv_indefinite(0xa1, parts.concat());
    let dialogue = Dialogue::request(&context).encode();
    let dialogue = tlv_indefinite(0x6b, tlv_indefinite(0x28, &dialogue[4..]));
    let portion = tlv_indefinite(0x6c, component);
    let begin = tlv_indefinite(0x62, [tlv(0x48, id), dialogue, portion].concat());
    let result = map::send_authentication_info_result(1);
    let end = Message::end(&id).dialogue(accepted(&context)).component(return_result_last(
        1,
        op::SEND_AUTHENTICATION_INFO,
        &result,
    ));
    talk(lab, (&vlr, &hlr), vec![begin, end.encode()]);
}

/// The same question twice: with the optional protocol version, and without.
fn protocol_version_there_or_not(lab: &mut Lab) {
    let (vlr, hlr) = (british_vlr(), home_hlr());
    let context = context(ac::INFO_RETRIEVAL, 2);
    let plain = Dialogue::request(&context);
    for request in [plain.clone(), plain.protocol_version()] {
        let id = lab.transaction(&vlr);
        let argument = map::send_authentication_info_v2(IMSI);
        let begin = Message::begin(&id).dialogue(request.encode()).component(invoke(
            1,
            op::SEND_AUTHENTICATION_INFO,
            &argument,
        ));
        let result = map::send_authentication_info_result_v2(2);
        let end = Message::end(&id).dialogue(accepted(&context)).component(return_result_last(
            1,
            op::SEND_AUTHENTICATION_INFO,
            &result,
        ));
        talk(lab, (&vlr, &hlr), vec![begin.encode(), end.encode()]);
    }
}

/// updateLocation of version 1: no dialogue portion, and the switch as `[1]` of a choice.
fn map_version_1(lab: &mut Lab) {
    let (vlr, hlr) = (british_vlr(), home_hlr());
    let number = |tag, digits: &str| tlv(tag, ber::address(map::INTERNATIONAL_E164, digits));
    let argument = sequence(&[tlv(OCTET_STRING, tbcd(IMSI)), number(0x81, &vlr.gt), number(OCTET_STRING, &vlr.gt)]);
    let id = lab.transaction(&vlr);
    let begin = Message::begin(&id).component(invoke(1, op::UPDATE_LOCATION, &argument));
    let result = number(OCTET_STRING, &hlr.gt);
    let end = Message::end(&id).component(return_result_last(1, op::UPDATE_LOCATION, &result));
    talk(lab, (&vlr, &hlr), vec![begin.encode(), end.encode()]);
}

/// A profile too long for one parameter comes in three (TS 29.002 Annex C).
fn several_insertions(lab: &mut Lab) {
    let (vlr, hlr) = (british_vlr(), home_hlr());
    let context = context(ac::NETWORK_LOC_UP, 3);
    let (id, other) = (lab.transaction(&vlr), lab.transaction(&hlr));
    let begin = Message::begin(&id).dialogue(Dialogue::request(&context).encode()).component(invoke(
        1,
        op::UPDATE_LOCATION,
        &map::update_location(IMSI, &vlr.gt, &vlr.gt),
    ));
    let profiles = [
        map::Profile { msisdn: Some(MSISDN), ..map::Profile::default() },
        map::Profile { services: &[0x11, 0x12, 0x41], ..map::Profile::default() },
        map::Profile { services: &[0x42, 0x51], ..map::Profile::default() },
    ];
    let mut insert = Message::r#continue(&other, &id).dialogue(accepted(&context));
    let mut inserted = Message::r#continue(&id, &other);
    for (number, profile) in (1..).zip(profiles) {
        insert = insert.component(invoke(number, op::INSERT_SUBSCRIBER_DATA, &map::insert_subscriber_data(profile)));
        inserted = inserted.component(return_result_last_empty(number));
    }
    let done = return_result_last(1, op::UPDATE_LOCATION, &map::location_result(&hlr.gt));
    let end = Message::end(&id).component(done);
    talk(lab, (&vlr, &hlr), vec![begin.encode(), insert.encode(), inserted.encode(), end.encode()]);
}

/// A short message too long for a BEGIN: the dialogue is opened first (TS 29.002 Annex C).
fn empty_begin(lab: &mut Lab) {
    let (centre, switch) = (home_smsc(), Node { ssn: ssn::MSC, ..british_vlr() });
    let context = context(ac::SHORT_MSG_MT_RELAY, 3);
    let (id, other) = (lab.transaction(&centre), lab.transaction(&switch));
    let text = map::sms_deliver(MSISDN, "the quick brown fox jumps over the lazy dog and does so again and again");
    let argument = map::mt_forward_sm(IMSI, &centre.gt, &text);
    let messages = vec![
        Message::begin(&id).dialogue(Dialogue::request(&context).encode()).encode(),
        Message::r#continue(&other, &id).dialogue(accepted(&context)).encode(),
        Message::r#continue(&id, &other).component(invoke(1, op::MT_FORWARD_SM, &argument)).encode(),
        Message::end(&id).component(return_result_last_empty(1)).encode(),
    ];
    talk(lab, (&centre, &switch), messages);
}

fn initial_dp(switch: &Node) -> Vec<u8> {
    cap::initial_dp(cap::Call {
        service_key: 1,
        imsi: IMSI,
        calling: MSISDN,
        called: "447700900142",
        cell: FOREIGN_CELL,
        msc: &switch.gt,
    })
}

/// initialDP has its IMSI under tag 50, location under 52, the switch under 55.
fn high_tag_numbers(lab: &mut Lab) {
    let (switch, scf) = (british_switch(), home_scf());
    let context = cap::CONTEXT_PHASE_2;
    let (id, other) = (lab.transaction(&switch), lab.transaction(&scf));
    let messages = vec![
        Message::begin(&id)
            .dialogue(Dialogue::request(context).encode())
            .component(invoke(1, cap::operation::INITIAL_DP, &initial_dp(&switch)))
            .encode(),
        Message::r#continue(&other, &id)
            .dialogue(accepted(context))
            .component(invoke(1, cap::operation::APPLY_CHARGING, &cap::apply_charging(600)))
            .component(invoke(2, cap::operation::CONTINUE, &[]))
            .encode(),
        Message::r#continue(&id, &other)
            .component(invoke(2, cap::operation::APPLY_CHARGING_REPORT, &cap::apply_charging_report(432)))
            .encode(),
        Message::end(&id).component(invoke(3, cap::operation::RELEASE_CALL, &cap::release_call(16))).encode(),
    ];
    talk(lab, (&switch, &scf), messages);
}

/// The register answers under its own number, not under the one it was called by.
fn answer_from_another_title(lab: &mut Lab) {
    let (vlr, hlr) = (british_vlr(), home_hlr());
    let other_title = Node { gt: "15555550021".into(), ..hlr.clone() };
    let context = context(ac::INFO_RETRIEVAL, 3);
    let id = lab.transaction(&vlr);
    let begin = Message::begin(&id).dialogue(Dialogue::request(&context).encode()).component(invoke(
        1,
        op::SEND_AUTHENTICATION_INFO,
        &map::send_authentication_info(IMSI, 1),
    ));
    let result = map::send_authentication_info_result(1);
    let end = Message::end(&id).dialogue(accepted(&context)).component(return_result_last(
        1,
        op::SEND_AUTHENTICATION_INFO,
        &result,
    ));
    lab.send(&vlr, &hlr, &begin.encode());
    lab.advance(50 * MILLISECOND);
    lab.send(&other_title, &vlr, &end.encode());
}

/// The visited network knows only the IMSI: it calls the register by a number made of it (E.214).
fn e214_called_address(lab: &mut Lab) {
    let (vlr, hlr) = (british_vlr(), home_hlr());
    let context = context(ac::NETWORK_LOC_UP, 3);
    let id = lab.transaction(&vlr);
    let begin = Message::begin(&id).dialogue(Dialogue::request(&context).encode()).component(invoke(
        1,
        op::UPDATE_LOCATION,
        &map::update_location(IMSI, &vlr.gt, &vlr.gt),
    ));
    let mut called = hlr.address();
    called.global_title = Some(GlobalTitle::Full(0, 7, 4, "155555500000601".into()));
    let message = sccp::udt(sccp::CLASS_0, &called, &vlr.address(), &begin.encode());
    lab.send_sccp(&vlr, &hlr, message);
    lab.advance(50 * MILLISECOND);
    let done = return_result_last(1, op::UPDATE_LOCATION, &map::location_result(&hlr.gt));
    let end = Message::end(&id).dialogue(accepted(&context)).component(done);
    lab.send(&hlr, &vlr, &end.encode());
}

/// The END has the result, and an invoke of informServiceCentre that nobody need answer.
fn notice_to_service_centre(lab: &mut Lab) {
    const INFORM_SERVICE_CENTRE: i64 = 63;
    let (centre, hlr) = (british_smsc(), home_hlr());
    let context = context(ac::SHORT_MSG_GATEWAY, 3);
    let id = lab.transaction(&centre);
    let begin = Message::begin(&id).dialogue(Dialogue::request(&context).encode()).component(invoke(
        1,
        op::SEND_ROUTING_INFO_FOR_SM,
        &map::send_routing_info_for_sm(MSISDN, &centre.gt),
    ));
    let stored = tlv(OCTET_STRING, ber::address(map::INTERNATIONAL_E164, MSISDN));
    let waiting = tlv(0x03, [0x02, 0x40]);
    let result = map::send_routing_info_for_sm_result(IMSI, &home_msc().gt);
    let end = Message::end(&id)
        .dialogue(accepted(&context))
        .component(return_result_last(1, op::SEND_ROUTING_INFO_FOR_SM, &result))
        .component(invoke(2, INFORM_SERVICE_CENTRE, &sequence(&[stored, waiting])));
    talk(lab, (&centre, &hlr), vec![begin.encode(), end.encode()]);
}

/// The service control function says one thing and leaves.
fn camel_in_end(lab: &mut Lab, operation: i64, argument: &[u8]) {
    let (switch, scf) = (british_switch(), home_scf());
    let context = cap::CONTEXT_PHASE_2;
    let id = lab.transaction(&switch);
    let begin = Message::begin(&id).dialogue(Dialogue::request(context).encode()).component(invoke(
        1,
        cap::operation::INITIAL_DP,
        &initial_dp(&switch),
    ));
    let end = Message::end(&id).dialogue(accepted(context)).component(invoke(1, operation, argument));
    talk(lab, (&switch, &scf), vec![begin.encode(), end.encode()]);
}

/// applyChargingGPRS has the number that anyTimeInterrogation has in MAP.
fn camel_operation_71(lab: &mut Lab) {
    const CONTEXT_GPRS_PHASE_3: [u64; 8] = [0, 4, 0, 0, 1, 21, 3, 50];
    const INITIAL_DP_GPRS: i64 = 78;
    const APPLY_CHARGING_GPRS: i64 = 71;
    const CONTINUE_GPRS: i64 = 75;
    let (sgsn, scf) = (british_sgsn(), home_scf());
    let (id, other) = (lab.transaction(&sgsn), lab.transaction(&scf));
    let attached = [
        tlv(0x80, [1]),
        tlv(0x81, [1]),
        tlv(0x82, ber::address(map::INTERNATIONAL_E164, MSISDN)),
        tlv(0x83, tbcd(IMSI)),
        tlv(0x84, [0x02, 0x62, 0x10, 0x10, 0, 0, 0, 0]),
    ];
    let charge = sequence(&[tlv(0xa0, tlv(0x80, [0x00, 0xff, 0xff]))]);
    let messages = vec![
        Message::begin(&id)
            .dialogue(Dialogue::request(&CONTEXT_GPRS_PHASE_3).encode())
            .component(invoke(1, INITIAL_DP_GPRS, &sequence(&attached)))
            .encode(),
        Message::r#continue(&other, &id)
            .dialogue(accepted(&CONTEXT_GPRS_PHASE_3))
            .component(invoke(1, APPLY_CHARGING_GPRS, &charge))
            .component(invoke(2, CONTINUE_GPRS, &[]))
            .encode(),
        Message::end(&id).component(return_result_last_empty(1)).encode(),
    ];
    talk(lab, (&sgsn, &scf), messages);
}

/// Supplementary services have no IMSI in their argument.
fn subscriber_in_destination_reference(lab: &mut Lab) {
    traveller_registers(lab);
    let (vlr, hlr) = (british_vlr(), home_hlr());
    let context = context(ac::NETWORK_FUNCTIONAL_SS, 2);
    let reference = ber::address(0x96, IMSI);
    let origin = ber::address(map::INTERNATIONAL_E164, &vlr.gt);
    let id = lab.transaction(&vlr);
    let code = map::CALL_FORWARDING_UNCONDITIONAL;
    let begin = Message::begin(&id)
        .dialogue(Dialogue::request(&context).map_open(Some(&reference), Some(&origin)).encode())
        .component(invoke(1, op::INTERROGATE_SS, &map::interrogate_ss(code)));
    let result = map::interrogate_ss_result("15556060199");
    let end =
        Message::end(&id).dialogue(accepted(&context)).component(return_result_last(1, op::INTERROGATE_SS, &result));
    talk(lab, (&vlr, &hlr), vec![begin.encode(), end.encode()]);
}
