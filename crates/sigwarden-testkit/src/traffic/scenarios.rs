//! What people and networks do in the traffic, one function an occasion.

use super::Generator;
use super::people::{PARTNERS, Partner, Person, Role, guest, home, resident, traveller};
use crate::map::{self, context, context_number as ac, error, operation as op};
use crate::tcap::{Dialogue, Message, invoke, return_error, return_result_last, return_result_last_empty};
use crate::transport::service;
use crate::world::{MILLISECOND, Node};
use crate::{cap, sccp};

type Occasion = fn(&mut Generator);

/// How often of 1000 an occasion happens, and what happens.
const MIX: &[(u64, Occasion)] = &[
    (190, traveller_registers),
    (120, guest_registers),
    (100, traveller_authenticates),
    (60, guest_authenticates),
    (80, traveller_attaches_to_packet_data),
    (160, message_from_abroad),
    (60, message_to_traveller),
    (50, call_to_traveller),
    (20, call_to_guest),
    (40, own_register_asks_where),
    (25, traveller_forwards_calls),
    (30, traveller_dials_a_code),
    (20, traveller_is_purged),
    (35, call_under_camel),
    (6, telephone_call),
    (4, subsystem_test),
];

/// Something happens, now.
pub(super) fn one(generator: &mut Generator) {
    let total: u64 = MIX.iter().map(|row| row.0).sum();
    let mut draw = generator.random.below(total);
    for (weight, occasion) in MIX {
        if draw < *weight {
            return occasion(generator);
        }
        draw -= weight;
    }
}

/// The two ends of a dialogue: a node at home behind a random transfer point, and a partner's.
fn ends(generator: &mut Generator, at_home: Role, partner: &Partner, abroad: Role, person: &Person) -> (Node, Node) {
    let transfer_point = generator.random.below(2) as usize;
    (home(at_home, person.index, transfer_point), partner.node(abroad, person.index / 10))
}

/// Version 2 here and there, as old nodes speak it.
fn old(generator: &mut Generator) -> bool {
    generator.random.chance(120)
}

fn authenticate(generator: &mut Generator, visited: &Node, register: &Node, imsi: &str) {
    if old(generator) {
        generator.ask(
            visited,
            register,
            &context(ac::INFO_RETRIEVAL, 2),
            op::SEND_AUTHENTICATION_INFO,
            &map::send_authentication_info_v2(imsi),
            map::send_authentication_info_result_v2(3),
        );
        return;
    }
    let vectors = generator.random.between(1, 3);
    generator.ask(
        visited,
        register,
        &context(ac::INFO_RETRIEVAL, 3),
        op::SEND_AUTHENTICATION_INFO,
        &map::send_authentication_info(imsi, vectors as u8),
        map::send_authentication_info_result(vectors as usize),
    );
}

/// Location update with insertion of subscriber data inside: four messages.
fn register(
    generator: &mut Generator,
    visited: &Node,
    register: &Node,
    person: &Person,
    service_control: Option<&str>,
) {
    let context = context(ac::NETWORK_LOC_UP, 3);
    let argument = map::update_location(&person.imsi, &visited.gt, &visited.gt);
    let profile = map::Profile {
        msisdn: Some(&person.msisdn),
        service_control,
        services: &[0x11, 0x12, 0x41, 0x42, 0x51, 0x92, 0x9a],
        ..map::Profile::default()
    };
    let result = map::location_result(&register.gt);
    let inserted =
        [(op::UPDATE_LOCATION, argument), (op::INSERT_SUBSCRIBER_DATA, map::insert_subscriber_data(profile))];
    update(generator, visited, register, &context, inserted, result);
}

/// BEGIN update, CONTINUE insert, CONTINUE inserted, END updated; or an error at once.
fn update(
    generator: &mut Generator,
    visited: &Node,
    register: &Node,
    context: &[u64],
    [(operation, argument), (insertion, data)]: [(i64, Vec<u8>); 2],
    result: Vec<u8>,
) {
    let visited_id = generator.lab.transaction(visited);
    let begin = Message::begin(&visited_id)
        .dialogue(Dialogue::request(context).encode())
        .component(invoke(1, operation, &argument));
    generator.lab.send(visited, register, &begin.encode());
    generator.think();
    let accepted = Dialogue::accepted(context).encode();
    if generator.random.chance(25) {
        let refusal = return_error(1, error::ROAMING_NOT_ALLOWED, &map::roaming_not_allowed(0));
        let end = Message::end(&visited_id).dialogue(accepted).component(refusal);
        generator.lab.send(register, visited, &end.encode());
        return;
    }
    let register_id = generator.lab.transaction(register);
    let insert =
        Message::r#continue(&register_id, &visited_id).dialogue(accepted).component(invoke(1, insertion, &data));
    generator.lab.send(register, visited, &insert.encode());
    generator.think();
    let done = return_result_last(1, insertion, &map::insert_subscriber_data_result());
    let inserted = Message::r#continue(&visited_id, &register_id).component(done);
    generator.lab.send(visited, register, &inserted.encode());
    generator.think();
    let done = return_result_last(1, operation, &result);
    let end = Message::end(&visited_id).component(done);
    generator.lab.send(register, visited, &end.encode());
}

fn cancel(generator: &mut Generator, register: &Node, previous: &Node, imsi: &str) {
    generator.ask(
        register,
        previous,
        &context(ac::LOCATION_CANCEL, 3),
        op::CANCEL_LOCATION,
        &map::cancel_location(imsi, 0),
        Vec::from([0x30, 0]),
    );
}

fn traveller_registers(generator: &mut Generator) {
    let (person, partner) = traveller(&mut generator.random);
    let (hlr, vlr) = ends(generator, Role::Hlr, partner, Role::Vlr, &person);
    authenticate(generator, &vlr, &hlr, &person.imsi);
    generator.think();
    let scf = home(Role::Scf, 0, 0).gt;
    register(generator, &vlr, &hlr, &person, Some(&scf));
    if generator.random.chance(400) {
        let other = &PARTNERS[((person.index + 2) % 10) as usize];
        let previous = other.node(Role::Vlr, person.index / 10);
        cancel(generator, &hlr, &previous, &person.imsi);
    }
}

fn guest_registers(generator: &mut Generator) {
    let (person, partner) = guest(&mut generator.random);
    let (vlr, hlr) = ends(generator, Role::Vlr, partner, Role::Hlr, &person);
    authenticate(generator, &vlr, &hlr, &person.imsi);
    generator.think();
    register(generator, &vlr, &hlr, &person, None);
    if generator.random.chance(300) {
        generator.lab.advance(2_000 * MILLISECOND);
        cancel(generator, &hlr, &vlr, &person.imsi);
    }
}

fn traveller_authenticates(generator: &mut Generator) {
    let (person, partner) = traveller(&mut generator.random);
    let (hlr, vlr) = ends(generator, Role::Hlr, partner, Role::Vlr, &person);
    authenticate(generator, &vlr, &hlr, &person.imsi);
}

fn guest_authenticates(generator: &mut Generator) {
    let (person, partner) = guest(&mut generator.random);
    let (vlr, hlr) = ends(generator, Role::Vlr, partner, Role::Hlr, &person);
    authenticate(generator, &vlr, &hlr, &person.imsi);
}

fn traveller_attaches_to_packet_data(generator: &mut Generator) {
    let (person, partner) = traveller(&mut generator.random);
    let (hlr, sgsn) = ends(generator, Role::Hlr, partner, Role::Sgsn, &person);
    let address = std::net::Ipv4Addr::new(203, 0, 113, (person.index % 200) as u8);
    let profile = map::Profile {
        msisdn: Some(&person.msisdn),
        access_points: &["internet.example", "mms.example"],
        ..map::Profile::default()
    };
    let operations = [
        (op::UPDATE_GPRS_LOCATION, map::update_gprs_location(&person.imsi, &sgsn.gt, address)),
        (op::INSERT_SUBSCRIBER_DATA, map::insert_subscriber_data(profile)),
    ];
    let context = context(ac::GPRS_LOCATION_UPDATE, 3);
    let result = map::location_result(&hlr.gt);
    update(generator, &sgsn, &hlr, &context, operations, result);
}

/// Asks a register where to deliver; true if it said so.
fn ask_where_to_deliver(
    generator: &mut Generator,
    centre: &Node,
    register: &Node,
    person: &Person,
    switch: &str,
) -> bool {
    generator.ask(
        centre,
        register,
        &context(ac::SHORT_MSG_GATEWAY, 3),
        op::SEND_ROUTING_INFO_FOR_SM,
        &map::send_routing_info_for_sm(&person.msisdn, &centre.gt),
        map::send_routing_info_for_sm_result(&person.imsi, switch),
    )
}

fn deliver(generator: &mut Generator, centre: &Node, switch: &Node, imsi: &str) {
    let text = *generator.random.pick(&["your code is 0000", "hello", "call me when you land"]);
    let unit = map::sms_deliver(&centre.gt, text);
    let (version, operation) = match old(generator) {
        true => (2, op::MO_FORWARD_SM),
        false => (3, op::MT_FORWARD_SM),
    };
    let context = context(ac::SHORT_MSG_MT_RELAY, version);
    let argument = map::mt_forward_sm(imsi, &centre.gt, &unit);
    let id = generator.lab.transaction(centre);
    let begin =
        Message::begin(&id).dialogue(Dialogue::request(&context).encode()).component(invoke(1, operation, &argument));
    generator.lab.send(centre, switch, &begin.encode());
    generator.think();
    let answer = if generator.random.chance(60) {
        return_error(1, error::ABSENT_SUBSCRIBER_SM, &map::absent_subscriber_sm(1))
    } else {
        return_result_last_empty(1)
    };
    let accepted = Dialogue::accepted(&context).encode();
    let end = Message::end(&id).dialogue(accepted).component(answer);
    generator.lab.send(switch, centre, &end.encode());
}

fn message_from_abroad(generator: &mut Generator) {
    let person = resident(&mut generator.random);
    let partner = generator.random.pick(&PARTNERS);
    let (hlr, centre) = ends(generator, Role::Hlr, partner, Role::Smsc, &person);
    let switch = Node { gt: home(Role::Msc, person.index, 0).gt, ssn: 8, ..hlr.clone() };
    if ask_where_to_deliver(generator, &centre, &hlr, &person, &switch.gt) {
        generator.think();
        deliver(generator, &centre, &switch, &person.imsi);
    }
}

fn message_to_traveller(generator: &mut Generator) {
    let (person, partner) = traveller(&mut generator.random);
    let (centre, switch) = ends(generator, Role::Smsc, partner, Role::Msc, &person);
    deliver(generator, &centre, &switch, &person.imsi);
}

fn roaming_number(generator: &mut Generator, register: &Node, visited: &Node, person: &Person) {
    let number = format!("{}9", visited.gt);
    generator.ask(
        register,
        visited,
        &context(ac::ROAMING_NB_ENQUIRY, 3),
        op::PROVIDE_ROAMING_NUMBER,
        &map::provide_roaming_number(&person.imsi, &visited.gt, &person.msisdn, &register.gt),
        map::provide_roaming_number_result(&number),
    );
}

fn call_to_traveller(generator: &mut Generator) {
    let (person, partner) = traveller(&mut generator.random);
    let (hlr, vlr) = ends(generator, Role::Hlr, partner, Role::Vlr, &person);
    roaming_number(generator, &hlr, &vlr, &person);
}

fn call_to_guest(generator: &mut Generator) {
    let (person, partner) = guest(&mut generator.random);
    let (vlr, hlr) = ends(generator, Role::Vlr, partner, Role::Hlr, &person);
    roaming_number(generator, &hlr, &vlr, &person);
}

fn own_register_asks_where(generator: &mut Generator) {
    let (person, partner) = traveller(&mut generator.random);
    let (hlr, vlr) = ends(generator, Role::Hlr, partner, Role::Vlr, &person);
    let cell = partner.cell(&mut generator.random);
    let age = generator.random.below(90) as u16;
    generator.ask(
        &hlr,
        &vlr,
        &context(ac::SUBSCRIBER_INFO_ENQUIRY, 3),
        op::PROVIDE_SUBSCRIBER_INFO,
        &map::provide_subscriber_info(&person.imsi, map::RequestedInfo::USUAL),
        map::subscriber_info_result(cell, age, &vlr.gt),
    );
}

fn traveller_forwards_calls(generator: &mut Generator) {
    let (person, partner) = traveller(&mut generator.random);
    let (hlr, vlr) = ends(generator, Role::Hlr, partner, Role::Vlr, &person);
    let code = map::CALL_FORWARDING_UNCONDITIONAL;
    let (operation, argument, result) = if generator.random.chance(500) {
        let result = map::register_ss_result(code, "15555550199");
        (op::REGISTER_SS, map::register_ss(code, "15555550199"), result)
    } else {
        let result = map::interrogate_ss_result("15555550199");
        (op::INTERROGATE_SS, map::interrogate_ss(code), result)
    };
    let context = context(ac::NETWORK_FUNCTIONAL_SS, 2);
    in_the_name_of(generator, &vlr, &hlr, &context, &person, (operation, &argument, &result));
}

fn traveller_dials_a_code(generator: &mut Generator) {
    let (person, partner) = traveller(&mut generator.random);
    let (hlr, vlr) = ends(generator, Role::Hlr, partner, Role::Vlr, &person);
    let argument = map::process_unstructured_ss_request("*100#", None);
    let result = map::process_unstructured_ss_request("your balance is 10", None);
    let context = context(ac::NETWORK_UNSTRUCTURED_SS, 2);
    let operation = op::PROCESS_UNSTRUCTURED_SS_REQUEST;
    in_the_name_of(generator, &vlr, &hlr, &context, &person, (operation, &argument, &result));
}

/// A dialogue whose subscriber stands only in the destination reference (TS 29.002 11.x).
fn in_the_name_of(
    generator: &mut Generator,
    from: &Node,
    to: &Node,
    context: &[u64],
    person: &Person,
    (operation, argument, result): (i64, &[u8], &[u8]),
) {
    let imsi = crate::ber::address(0x96, &person.imsi);
    let origin = crate::ber::address(map::INTERNATIONAL_E164, &from.gt);
    let id = generator.lab.transaction(from);
    let request = Dialogue::request(context).map_open(Some(&imsi), Some(&origin));
    let begin = Message::begin(&id).dialogue(request.encode()).component(invoke(1, operation, argument));
    generator.lab.send(from, to, &begin.encode());
    generator.think();
    let end = Message::end(&id)
        .dialogue(Dialogue::accepted(context).encode())
        .component(return_result_last(1, operation, result));
    generator.lab.send(to, from, &end.encode());
}

fn traveller_is_purged(generator: &mut Generator) {
    let (person, partner) = traveller(&mut generator.random);
    let (hlr, vlr) = ends(generator, Role::Hlr, partner, Role::Vlr, &person);
    generator.ask(
        &vlr,
        &hlr,
        &context(ac::MS_PURGING, 3),
        op::PURGE_MS,
        &map::purge_ms(&person.imsi, &vlr.gt),
        map::purge_ms_result(),
    );
}

/// A traveller calls; the service control function at home grants a minute, and gets the bill.
fn call_under_camel(generator: &mut Generator) {
    let (person, partner) = traveller(&mut generator.random);
    let (scf, mut switch) = ends(generator, Role::Scf, partner, Role::Msc, &person);
    switch.ssn = map::subsystem::CAP;
    let initial = cap::initial_dp(cap::Call {
        service_key: 1,
        imsi: &person.imsi,
        calling: &person.msisdn,
        called: "15555550142",
        cell: partner.cell(&mut generator.random),
        msc: &switch.gt,
    });
    let context = cap::CONTEXT_PHASE_2;
    let switch_id = generator.lab.transaction(&switch);
    let scf_id = generator.lab.transaction(&scf);
    let begin = Message::begin(&switch_id).dialogue(Dialogue::request(context).encode()).component(invoke(
        1,
        cap::operation::INITIAL_DP,
        &initial,
    ));
    generator.lab.send(&switch, &scf, &begin.encode());
    generator.think();
    let grant = Message::r#continue(&scf_id, &switch_id)
        .dialogue(Dialogue::accepted(context).encode())
        .component(invoke(1, cap::operation::APPLY_CHARGING, &cap::apply_charging(600)))
        .component(invoke(2, cap::operation::CONTINUE, &[]));
    generator.lab.send(&scf, &switch, &grant.encode());
    let tenths = generator.random.between(20, 600);
    generator.lab.advance(tenths * 100 * MILLISECOND);
    let bill = cap::apply_charging_report(tenths as i64);
    let report =
        Message::r#continue(&switch_id, &scf_id).component(invoke(2, cap::operation::APPLY_CHARGING_REPORT, &bill));
    generator.lab.send(&switch, &scf, &report.encode());
    generator.think();
    let release = invoke(3, cap::operation::RELEASE_CALL, &cap::release_call(16));
    let end = Message::end(&switch_id).component(release);
    generator.lab.send(&scf, &switch, &end.encode());
}

/// ISUP (Q.763): a call is set up, released, and the release is complete.
fn telephone_call(generator: &mut Generator) {
    let (person, partner) = traveller(&mut generator.random);
    let (own, other) = ends(generator, Role::Msc, partner, Role::Msc, &person);
    let circuit = [generator.random.below(30) as u8 + 1, 0];
    let called = [0x84, 0x10, 0x51, 0x55, 0x55, 0x55, 0x10, 0x04];
    let setup = [&circuit, &[1, 0, 0x60, 1, 0x0a, 0, 2, 0, 8][..], &called].concat();
    let release = [&circuit, &[0x0c, 2, 0, 2, 0x80, 0x90][..]].concat();
    let complete = [&circuit, &[0x10, 0][..]].concat();
    generator.lab.send_user_part(&other, &own, service::ISUP, setup);
    generator.lab.advance(5_000 * MILLISECOND);
    generator.lab.send_user_part(&own, &other, service::ISUP, release);
    generator.think();
    generator.lab.send_user_part(&other, &own, service::ISUP, complete);
}

/// SCCP management: a carrier asks whether a subsystem works, and is told so.
fn subsystem_test(generator: &mut Generator) {
    let (person, partner) = traveller(&mut generator.random);
    let (own, other) = ends(generator, Role::Hlr, partner, Role::Hlr, &person);
    let (from, to) = (other.pc as u16, own.pc as u16);
    let question = sccp::subsystem_status_test(from, to, own.ssn);
    generator.lab.send_sccp(&other, &own, question);
    generator.think();
    let answer = sccp::subsystem_allowed(to, from, own.ssn);
    generator.lab.send_sccp(&own, &other, answer);
}
