//! The same kind of message on every way that leads to it, and in every file format.

use super::people::*;
use super::{Case, PCAPNG, compression};
use crate::capture::{Order, Pcap, Pcapng, link_type};
use crate::map::{self, RequestedInfo, context, context_number as ac, operation as op, subsystem as ssn};
use crate::samples;
use crate::sccp::{self, Address, PointCode};
use crate::tcap::{Dialogue, Message, invoke, return_result_last};
use crate::transport::{
    Chunk, Label, ether_type, ethernet, ipv4, m2pa_user_data, m3ua_data, mtp3_ansi, network, payload_protocol,
    protocol, sctp, sctp_with_checksum, service,
};
use crate::world::{Answer, Lab, MILLISECOND, Node, START};

const PORT: u16 = 2905;
const TAG: u32 = 0x5157_4457;

pub(super) fn cases() -> Vec<Case> {
    vec![
        Case::pcap("every-operation-once", samples::one_of_each()),
        Case::named("every-carrier", PCAPNG, samples::every_carrier()),
        Case::named("ansi", PCAPNG, samples::every_ansi_package()),
        Case::pcap("segmented-xudt", segmented_xudt()),
        Case::pcap("ludt", ludt()),
        Case::pcap("bundled-with-sack", file(vec![bundled()])),
        Case::pcap("sctp-fragments", file(sctp_fragments())),
        Case::pcap("wrong-checksums", file(wrong_checksums())),
        Case::pcap("payload-protocol-zero-or-wrong", file(payload_protocol_zero_or_wrong())),
        Case::pcap("point-codes-of-24-bits", file(point_codes_of_24_bits())),
        Case::pcap("retransmission", file(retransmission())),
        Case::pcap("two-links", two_links()),
        Case::pcap("after-global-title-translation", after_translation()),
        Case::named("pcapng-two-interfaces", PCAPNG, two_interfaces()),
        Case::pcap("nanoseconds-high-octet-first", nanoseconds()),
        Case::named("gzip", "capture.pcap.gz", compression::gzip(&forbidden_dialogue().pcap())),
        Case::named("zstd", "capture.pcap.zst", compression::zstd(&forbidden_dialogue().pcap())),
        Case::pcap("cut-short", cut_short()),
    ]
}

/// provideSubscriberInfo from Kenya, answered.
fn forbidden_dialogue() -> Lab {
    let mut lab = Lab::new();
    lab.dialogue(
        &kenyan(ssn::HLR),
        &home_vlr(),
        &context(ac::SUBSCRIBER_INFO_ENQUIRY, 3),
        op::PROVIDE_SUBSCRIBER_INFO,
        &map::provide_subscriber_info(IMSI, RequestedInfo::USUAL),
        Answer::Result(map::subscriber_info_result(CELL, 3, &home_vlr().gt)),
    );
    lab
}

/// The BEGIN of that dialogue, with this transaction identifier.
fn forbidden_begin(id: u8) -> Vec<u8> {
    Message::begin(&[0, 0, 0, id])
        .dialogue(Dialogue::request(&context(ac::SUBSCRIBER_INFO_ENQUIRY, 3)).encode())
        .component(invoke(1, op::PROVIDE_SUBSCRIBER_INFO, &map::provide_subscriber_info(IMSI, RequestedInfo::USUAL)))
        .encode()
}

fn forbidden_unitdata(id: u8) -> Vec<u8> {
    sccp::udt(sccp::CLASS_0, &home_vlr().address(), &kenyan(ssn::HLR).address(), &forbidden_begin(id))
}

/// An M3UA message from Kenya to the register at home.
fn m3ua(sccp: &[u8]) -> Vec<u8> {
    let (from, to) = (kenyan(ssn::HLR), home_vlr());
    let label = Label { opc: from.pc, dpc: to.pc, sls: 1, service: service::SCCP, network: network::INTERNATIONAL };
    m3ua_data(None, Some(100), label, sccp)
}

fn over_ethernet(sctp: &[u8]) -> Vec<u8> {
    ethernet(ether_type::IPV4, &ipv4(kenyan(0).ip, home_vlr().ip, protocol::SCTP, sctp))
}

fn chunk(tsn: u32, id: u8) -> Chunk {
    Chunk::data(tsn, 1, tsn as u16, payload_protocol::M3UA, m3ua(&forbidden_unitdata(id)))
}

/// A pcap file of these Ethernet frames, 100 ms apart.
fn file(frames: Vec<Vec<u8>>) -> Vec<u8> {
    let mut file = Pcap::new(link_type::ETHERNET);
    for (time, frame) in (START..).step_by(100 * MILLISECOND as usize).zip(frames) {
        file.packet(time, &frame);
    }
    file.finish()
}

/// A profile that needs three segments, inserted by the own register at a partner's.
fn segmented_xudt() -> Vec<u8> {
    let mut lab = Lab::new();
    let names: Vec<String> = (1..=16).map(|number| format!("network{number}.example")).collect();
    let access_points: Vec<&str> = names.iter().map(String::as_str).collect();
    let profile = map::Profile {
        imsi: Some(IMSI),
        msisdn: Some(MSISDN),
        access_points: &access_points,
        ..map::Profile::default()
    };
    lab.dialogue(
        &home_hlr(),
        &Node { ssn: ssn::SGSN, ..british_sgsn() },
        &context(ac::SUBSCRIBER_DATA_MNGT, 3),
        op::INSERT_SUBSCRIBER_DATA,
        &map::insert_subscriber_data(profile),
        Answer::Result(map::insert_subscriber_data_result()),
    );
    lab.pcap()
}

/// Five authentication vectors in one LUDT.
fn ludt() -> Vec<u8> {
    let (vlr, hlr) = (british_vlr(), home_hlr());
    let context = context(ac::INFO_RETRIEVAL, 3);
    let mut lab = Lab::new();
    let id = lab.transaction(&vlr);
    let question = map::send_authentication_info(IMSI, 5);
    let begin = Message::begin(&id).dialogue(Dialogue::request(&context).encode()).component(invoke(
        1,
        op::SEND_AUTHENTICATION_INFO,
        &question,
    ));
    let result = map::send_authentication_info_result(5);
    let result = return_result_last(1, op::SEND_AUTHENTICATION_INFO, &result);
    let end = Message::end(&id).dialogue(Dialogue::accepted(&context).encode()).component(result);
    let message = sccp::ludt(sccp::CLASS_0, &hlr.address(), &vlr.address(), &begin.encode(), None);
    lab.send_sccp(&vlr, &hlr, message);
    lab.advance(40 * MILLISECOND);
    let message = sccp::ludt(sccp::CLASS_0, &vlr.address(), &hlr.address(), &end.encode(), None);
    lab.send_sccp(&hlr, &vlr, message);
    lab.pcap()
}

/// SACK, HEARTBEAT and two messages in one packet.
fn bundled() -> Vec<u8> {
    let chunks = [Chunk::Sack(7), Chunk::Heartbeat(vec![1, 2, 3, 4]), chunk(1, 1), chunk(2, 2)];
    over_ethernet(&sctp(PORT, PORT, TAG, &chunks))
}

/// One user message in three chunks, in three packets; the last two packets change places.
fn sctp_fragments() -> Vec<Vec<u8>> {
    const FIRST: u8 = 2;
    const MIDDLE: u8 = 0;
    const LAST: u8 = 1;
    let message = m3ua(&forbidden_unitdata(1));
    let part = |tsn: u32, flags: u8, octets: &[u8]| {
        let protocol = payload_protocol::M3UA;
        let chunk = Chunk::Data { flags, tsn, stream: 1, sequence: 1, protocol, payload: octets.to_vec() };
        over_ethernet(&sctp(PORT, PORT, TAG, &[chunk]))
    };
    vec![part(1, FIRST, &message[..40]), part(3, LAST, &message[80..]), part(2, MIDDLE, &message[40..80])]
}

/// No SCTP checksum, a wrong one, and a wrong one in the IP header.
fn wrong_checksums() -> Vec<Vec<u8>> {
    let none = over_ethernet(&sctp_with_checksum(PORT, PORT, TAG, 0, &[chunk(1, 1)]));
    let wrong = over_ethernet(&sctp_with_checksum(PORT, PORT, TAG, 0x0102_0304, &[chunk(2, 2)]));
    let mut header = over_ethernet(&sctp(PORT, PORT, TAG, &[chunk(3, 3)]));
    header[24] ^= 0xff;
    vec![none, wrong, header]
}

/// M3UA under payload protocol identifier 0, as some stacks leave it, and under that of M2PA.
fn payload_protocol_zero_or_wrong() -> Vec<Vec<u8>> {
    let row = |tsn: u32, protocol| {
        let chunk = Chunk::data(tsn, 1, tsn as u16, protocol, m3ua(&forbidden_unitdata(tsn as u8)));
        over_ethernet(&sctp(PORT, PORT, TAG, &[chunk]))
    };
    vec![row(1, 0), row(2, payload_protocol::M2PA)]
}

/// The label that China uses: as ANSI's, around SCCP of the ITU.
fn point_codes_of_24_bits() -> Vec<Vec<u8>> {
    let row = |tsn: u32| {
        let label =
            Label { opc: 0x01_02_03, dpc: 0x04_05_06, sls: 1, service: service::SCCP, network: network::NATIONAL };
        let message = m2pa_user_data(tsn, tsn, &mtp3_ansi(label, &forbidden_unitdata(tsn as u8)));
        let chunk = Chunk::data(tsn, 1, tsn as u16, payload_protocol::M2PA, message);
        over_ethernet(&sctp(3565, 3565, TAG, &[chunk]))
    };
    (1..=3).map(row).collect()
}

/// The same transmission number again; then the same question in a new one.
fn retransmission() -> Vec<Vec<u8>> {
    [chunk(1, 1), chunk(1, 1), chunk(2, 2)].map(|chunk| over_ethernet(&sctp(PORT, PORT, TAG, &[chunk]))).to_vec()
}

/// The request and its answer on the way in, and again on the way through, 2 ms later.
fn two_links() -> Vec<u8> {
    again_inside(|_| (), forbidden_begin(1))
}

/// As [`two_links`], but on the second link the called party is a point code and a subsystem.
fn after_translation() -> Vec<u8> {
    let translated = |called: &mut Address| *called = Address::node(PointCode::Itu(1101), ssn::VLR);
    again_inside(translated, forbidden_begin(1))
}

fn again_inside(translate: fn(&mut Address), begin: Vec<u8>) -> Vec<u8> {
    let (from, to) = (kenyan(ssn::HLR), home_vlr());
    let transfer_point = Node { pc: 1001, ip: [192, 0, 2, 11].into(), ..from.clone() };
    let register = Node { pc: 1101, ip: [192, 0, 2, 20].into(), ..to.clone() };
    let mut lab = Lab::new();
    let mut called = to.address();
    lab.send_sccp(&from, &to, sccp::udt(sccp::CLASS_0, &called, &from.address(), &begin));
    lab.advance(2 * MILLISECOND);
    translate(&mut called);
    lab.send_sccp(&transfer_point, &register, sccp::udt(sccp::CLASS_0, &called, &from.address(), &begin));
    lab.advance(40 * MILLISECOND);
    let result = map::subscriber_info_result(CELL, 3, &to.gt);
    let accepted = Dialogue::accepted(&context(ac::SUBSCRIBER_INFO_ENQUIRY, 3)).encode();
    let result = return_result_last(1, op::PROVIDE_SUBSCRIBER_INFO, &result);
    let end = Message::end(&[0, 0, 0, 1]).dialogue(accepted).component(result).encode();
    let answer = sccp::udt(sccp::CLASS_0, &from.address(), &to.address(), &end);
    lab.send_sccp(&register, &transfer_point, answer.clone());
    lab.advance(2 * MILLISECOND);
    lab.send_sccp(&to, &from, answer);
    lab.pcap()
}

/// The request on an Ethernet interface, the answer on one of bare IP that counts nanoseconds.
fn two_interfaces() -> Vec<u8> {
    let mut file = Pcapng::new(Order::Little);
    let ethernet_interface = file.interface(link_type::ETHERNET, false);
    let raw = file.interface(link_type::RAW, true);
    let packets = forbidden_dialogue().packets();
    file.packet(ethernet_interface, packets[0].0, &packets[0].1);
    file.packet(raw, packets[1].0, &packets[1].1[14..]);
    file.finish()
}

fn nanoseconds() -> Vec<u8> {
    let mut file = Pcap::with(link_type::ETHERNET, Order::Big, true);
    for (time, frame) in forbidden_dialogue().packets() {
        file.packet(time + 123, &frame);
    }
    file.finish()
}

/// Request and answer, and a third packet of which the file has only a part.
fn cut_short() -> Vec<u8> {
    let mut lab = forbidden_dialogue();
    lab.send_sccp(&kenyan(ssn::HLR), &home_vlr(), forbidden_unitdata(9));
    let mut octets = lab.pcap();
    octets.truncate(octets.len() - 30);
    octets
}
