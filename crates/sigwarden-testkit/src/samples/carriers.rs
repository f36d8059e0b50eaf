//! The same question over every transport, link layer and SCCP message.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::{answering_node, asking_node, every_operation};
use crate::capture::{Order, Pcapng, link_type};
use crate::sccp::{self, Address, GlobalTitle, PointCode, Segmentation};
use crate::tcap::{Dialogue, Message, Problem, abrt, invoke, reject, return_result_not_last};
use crate::tcap_ansi::{self, Package, package};
use crate::transport::*;
use crate::world::START;

const A4: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 10);
const B4: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 10);
const A6: Ipv6Addr = Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1);
const B6: Ipv6Addr = Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 2);
const LABEL: Label = Label { opc: 2001, dpc: 1001, sls: 3, service: service::SCCP, network: network::INTERNATIONAL };

/// A pcapng file of two sections (low octet first, then high) and one interface for each link
/// type, with a packet for each way to carry a TCAP message that this crate knows.
pub fn every_carrier() -> Vec<u8> {
    let mut file = Recorder::new(Order::Little);
    link_layers(&mut file);
    file.file.section(Order::Big);
    let ethernet_interface = file.file.interface(link_type::ETHERNET, true);
    for message in sccp_messages(&mut file) {
        file.m3ua(ethernet_interface, LABEL, &message);
    }
    adaptations(&mut file, ethernet_interface);
    fragments(&mut file, ethernet_interface);
    below_ip(&mut file);
    file.file.finish()
}

struct Recorder {
    file: Pcapng,
    time: u64,
    tsn: u32,
    questions: u8,
}

impl Recorder {
    fn new(order: Order) -> Self {
        Self { file: Pcapng::new(order), time: START, tsn: 0, questions: 0 }
    }

    /// The question of all samples, a BEGIN of updateLocation, under the next transaction identifier.
    fn question(&mut self) -> Vec<u8> {
        self.questions += 1;
        let operation = &every_operation()[0];
        Message::begin(&[1, 2, 3, self.questions])
            .dialogue(Dialogue::request(&operation.context).protocol_version().encode())
            .component(invoke(1, operation.code, &operation.argument))
            .encode()
    }

    /// That question in a UDT.
    fn unitdata(&mut self) -> Vec<u8> {
        let (called, calling) = parties();
        sccp::udt(sccp::CLASS_0, &called, &calling, &self.question())
    }

    fn packet(&mut self, interface: u32, packet: &[u8]) {
        self.time += 1_000_000;
        self.file.packet(interface, self.time, packet);
    }

    fn sctp(&mut self, payload_protocol: u32, payload: Vec<u8>) -> Vec<u8> {
        self.tsn += 1;
        let chunk = Chunk::data(self.tsn, 1, self.tsn as u16, payload_protocol, payload);
        sctp(port(payload_protocol), port(payload_protocol), 7, &[chunk])
    }

    fn m3ua(&mut self, interface: u32, label: Label, message: &[u8]) {
        let data = m3ua_data(Some(1), Some(100), label, message);
        self.over_ethernet(interface, payload_protocol::M3UA, data);
    }

    fn over_ethernet(&mut self, interface: u32, payload_protocol: u32, payload: Vec<u8>) {
        let packet = self.sctp(payload_protocol, payload);
        let packet = ipv4(A4, B4, protocol::SCTP, &packet);
        self.packet(interface, &ethernet(ether_type::IPV4, &packet));
    }
}

fn port(payload_protocol: u32) -> u16 {
    match payload_protocol {
        payload_protocol::M2UA => 2904,
        payload_protocol::M2PA => 3565,
        payload_protocol::SUA => 14001,
        _ => 2905,
    }
}

fn parties() -> (Address, Address) {
    (answering_node().address(), asking_node().address())
}

/// Puts a link layer header before a packet of this Ethernet type.
type Wrap = fn(u16, &[u8]) -> Vec<u8>;

fn link_layers(file: &mut Recorder) {
    let next = |file: &mut Recorder| {
        let data = m3ua_data(None, None, LABEL, &file.unitdata());
        ipv4(A4, B4, protocol::SCTP, &file.sctp(payload_protocol::M3UA, data))
    };
    let four = ether_type::IPV4;
    let rows: [(u16, bool, Wrap); 8] = [
        (link_type::ETHERNET, false, ethernet),
        (link_type::ETHERNET, true, |kind, octets| vlan(100, kind, octets)),
        (link_type::ETHERNET, true, |kind, octets| qinq(200, 100, kind, octets)),
        (link_type::LINUX_SLL, false, cooked_v1),
        (link_type::LINUX_SLL2, true, cooked_v2),
        (link_type::RAW, false, |_, octets| octets.to_vec()),
        (link_type::NULL, false, |_, octets| loopback(2, octets)),
        (link_type::LOOP, false, |_, octets| loopback_network_order(2, octets)),
    ];
    for (link, nanoseconds, wrap) in rows {
        let interface = file.file.interface(link, nanoseconds);
        let packet = next(file);
        file.packet(interface, &wrap(four, &packet));
    }
}

/// Every kind of SCCP message and address, and a few more TCAP messages.
fn sccp_messages(file: &mut Recorder) -> Vec<Vec<u8>> {
    let (called, calling) = parties();
    let place = Some(Segmentation { first: true, class_1: false, remaining: 0, reference: 9 });
    let questions = [(); 4].map(|()| file.question());
    let mut out = vec![
        sccp::udt(sccp::RETURN_ON_ERROR, &called, &calling, &questions[0]),
        sccp::udts(1, &calling, &called, &questions[0]),
        sccp::xudt(sccp::CLASS_0, &called, &calling, &questions[1], None),
        sccp::xudts(1, &calling, &called, &questions[1], None),
        sccp::ludt(sccp::CLASS_0, &called, &calling, &questions[2], None),
        sccp::ludt(sccp::CLASS_1, &called, &calling, &questions[3], place),
        sccp::ludts(1, &calling, &called, &questions[2], None),
        sccp::connection_request(1, &Address::node(PointCode::Itu(1001), 142), &calling, &[]),
        sccp::data_form_1(1, &[0, 1, 2]),
        sccp::subsystem_allowed(2001, 1001, 6),
        sccp::subsystem_status_test(2001, 1001, 6),
    ];
    out.extend(sccp::segment(&called, &calling, &file.question(), 40, 10));
    let titled = |title| Address { global_title: Some(title), ..called.clone() };
    let digits = || "155555500201".to_owned();
    let addresses = [
        Address::node(PointCode::Itu(1001), 6),
        titled(GlobalTitle::Nature(4, digits())),
        titled(GlobalTitle::Translation(1, digits())),
        titled(GlobalTitle::TranslationPlan(1, 1, digits())),
        titled(GlobalTitle::Full(0, 7, 4, digits())),
    ];
    for address in addresses {
        out.push(sccp::udt(sccp::CLASS_0, &address, &calling, &file.question()));
    }
    for tcap in other_messages() {
        out.push(sccp::udt(sccp::CLASS_0, &called, &calling, &tcap));
    }
    out
}

fn other_messages() -> Vec<Vec<u8>> {
    let id = [1, 2, 3, 4];
    let context = [0, 4, 0, 0, 1, 0, 1, 3];
    let operation = &every_operation()[0];
    let result = operation.result.clone().unwrap_or_default();
    [
        Message::r#continue(&[5, 6, 7, 8], &id)
            .dialogue(Dialogue::accepted(&context).encode())
            .component(return_result_not_last(1, operation.code, &result)),
        Message::end(&id).component(reject(Some(1), Problem::Invoke(1))),
        Message::abort(&id).provider_cause(1),
        Message::abort(&id).dialogue(abrt(0)),
        Message::abort(&id).dialogue(Dialogue::rejected(&context).encode()),
        Message::unidirectional().dialogue(Dialogue::unidirectional(&context).encode()).component(invoke(
            1,
            operation.code,
            &operation.argument,
        )),
    ]
    .map(Message::encode)
    .to_vec()
}

fn adaptations(file: &mut Recorder, interface: u32) {
    let mtp3 = mtp3_itu(LABEL, &file.unitdata());
    file.over_ethernet(interface, payload_protocol::M2UA, m2ua_data(1, &mtp3));
    let mtp3 = mtp3_itu(LABEL, &file.unitdata());
    file.over_ethernet(interface, payload_protocol::M2PA, m2pa_user_data(1, 2, &mtp3));
    let address =
        |node: crate::world::Node| SuaAddress { digits: Some(node.gt), point_code: Some(node.pc), ssn: Some(node.ssn) };
    let (source, destination) = (address(asking_node()), address(answering_node()));
    let data = sua_cldt(1, &source, &destination, &file.question());
    file.over_ethernet(interface, payload_protocol::SUA, data);
    let mut data = |tsn: u32| {
        let message = m3ua_data(None, None, LABEL, &file.unitdata());
        Chunk::data(1000 + tsn, 2, tsn as u16, payload_protocol::M3UA, message)
    };
    let chunks = [Chunk::Sack(5), Chunk::Heartbeat(vec![1, 2, 3, 4]), data(0), data(1)];
    let bundle = ipv4(A4, B4, protocol::SCTP, &sctp(2905, 2905, 8, &chunks));
    file.packet(interface, &ethernet(ether_type::IPV4, &bundle));
    let init = sctp(2905, 2905, 0, &[Chunk::Init(8, 1000)]);
    let init = ipv6(A6, B6, protocol::SCTP, &init);
    file.packet(interface, &ethernet(ether_type::IPV6, &init));
}

fn fragments(file: &mut Recorder, interface: u32) {
    let packet = |file: &mut Recorder| {
        let data = m3ua_data(None, None, LABEL, &file.unitdata());
        file.sctp(payload_protocol::M3UA, data)
    };
    let whole = packet(file);
    for fragment in ipv4_fragments(A4, B4, protocol::SCTP, 77, &whole, 64) {
        file.packet(interface, &ethernet(ether_type::IPV4, &fragment));
    }
    let whole = packet(file);
    for fragment in ipv6_fragments(A6, B6, protocol::SCTP, 78, &whole, 64) {
        file.packet(interface, &ethernet(ether_type::IPV6, &fragment));
    }
}

/// Link types without IP: MTP2, MTP3 and bare SCCP and SCTP.
fn below_ip(file: &mut Recorder) {
    let interface = file.file.interface(link_type::MTP3, true);
    let message = file.unitdata();
    file.packet(interface, &mtp3_itu(LABEL, &message));
    let interface = file.file.interface(link_type::SCCP, true);
    let message = file.unitdata();
    file.packet(interface, &message);
    let interface = file.file.interface(link_type::MTP2, true);
    let message = file.unitdata();
    file.packet(interface, &[&[0x80, 0x80, 63], &mtp3_itu(LABEL, &message)[..]].concat());
    let interface = file.file.interface(link_type::SCTP, true);
    let data = m3ua_data(None, None, LABEL, &file.unitdata());
    let packet = file.sctp(payload_protocol::M3UA, data);
    file.packet(interface, &packet);
}

/// ANSI on every layer: MTP3, SCCP addresses and TCAP, as M2PA carries them. A pcapng file of one
/// interface.
pub fn every_ansi_package() -> Vec<u8> {
    let mut file = Recorder::new(Order::Little);
    let interface = file.file.interface(link_type::ETHERNET, false);
    let titled = |title| Address { ansi: true, ssn: Some(6), global_title: Some(title), ..Address::default() };
    let called = titled(GlobalTitle::Translation(9, "15555550120".into()));
    let callings = [
        titled(GlobalTitle::TranslationPlan(9, 1, "15555550121".into())),
        Address::node(PointCode::Ansi(0x01_02_03), 8),
    ];
    let label = Label { opc: 0x01_02_03, dpc: 0x04_05_06, network: network::NATIONAL, ..LABEL };
    for calling in &callings {
        for tcap in ansi_packages() {
            let message = sccp::udt(sccp::CLASS_0, &called, calling, &tcap);
            let data = m2pa_user_data(1, 2, &mtp3_ansi(label, &message));
            file.over_ethernet(interface, payload_protocol::M2PA, data);
        }
    }
    file.file.finish()
}

fn ansi_packages() -> Vec<Vec<u8>> {
    let (own, peer) = ([1, 2, 3, 4], [5, 6, 7, 8]);
    // SMSRequest: all its parameters are optional.
    let notification = tcap_ansi::invoke_last(1, 9, 55, &[]);
    let result = tcap_ansi::return_result_last(1, &[]);
    vec![
        package(Package::Unidirectional, &[], &notification),
        package(Package::QueryWithPermission, &[own], &notification),
        package(Package::QueryWithoutPermission, &[own], &notification),
        package(Package::ConversationWithPermission, &[peer, own], &notification),
        package(Package::ConversationWithoutPermission, &[own, peer], &notification),
        package(Package::Response, &[own], &result),
        package(Package::Abort, &[own], &tcap_ansi::abort_cause(4)),
    ]
}
