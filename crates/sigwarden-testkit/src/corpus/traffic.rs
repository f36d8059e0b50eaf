//! What else runs on such links: recognised and counted by name.

use super::Case;
use super::people::*;
use crate::capture::{Pcap, link_type};
use crate::map::{
    context, context_number as ac, operation as op, send_authentication_info_result_v2, send_authentication_info_v2,
};
use crate::sccp::{self, Address, PointCode};
use crate::transport::{Chunk, ether_type, ethernet, ipv4, protocol, sctp, service};
use crate::world::{Answer, Lab, MILLISECOND, Node};

const RANAP: u8 = 142;
const BSSAP: u8 = 254;

pub(super) fn cases() -> Vec<Case> {
    vec![Case::pcap("other-traffic", other_traffic())]
}

/// One dialogue of MAP, and a packet or more of everything else.
fn other_traffic() -> Vec<u8> {
    let mut lab = Lab::new();
    let (vlr, hlr) = (british_vlr(), home_hlr());
    lab.dialogue(
        &vlr,
        &hlr,
        &context(ac::INFO_RETRIEVAL, 2),
        op::SEND_AUTHENTICATION_INFO,
        &send_authentication_info_v2(IMSI),
        Answer::Result(send_authentication_info_result_v2(1)),
    );
    telephone_call(&mut lab);
    connections(&mut lab);
    let (from, to) = (vlr.pc as u16, hlr.pc as u16);
    lab.send_sccp(&vlr, &hlr, sccp::subsystem_status_test(from, to, hlr.ssn));
    lab.send_sccp(&hlr, &vlr, sccp::subsystem_allowed(to, from, hlr.ssn));
    let mut file = Pcap::new(link_type::ETHERNET);
    let mut last = 0;
    for (time, frame) in lab.packets() {
        file.packet(time, &frame);
        last = time;
    }
    for frame in of_the_internet() {
        last += 10 * MILLISECOND;
        file.packet(last, &frame);
    }
    file.finish()
}

/// ISUP: a call is set up, released, and the release is complete (Q.763).
fn telephone_call(lab: &mut Lab) {
    let (other, own) = (british_vlr(), home_msc());
    let circuit = [5, 0];
    let called = [0x84, 0x10, 0x51, 0x55, 0x55, 0x06, 0x16, 0x02];
    let setup = [&circuit, &[1, 0, 0x60, 1, 0x0a, 0, 2, 0, 8][..], &called].concat();
    lab.send_user_part(&other, &own, service::ISUP, setup);
    lab.send_user_part(&own, &other, service::ISUP, [&circuit, &[0x0c, 2, 0, 2, 0x80, 0x90][..]].concat());
    lab.send_user_part(&other, &own, service::ISUP, [&circuit, &[0x10, 0][..]].concat());
}

/// SCCP connections of a base station controller (BSSAP) and of a radio network controller (RANAP).
fn connections(lab: &mut Lab) {
    let station = Node::new("15555550090", BSSAP, 1201, [192, 0, 2, 30]);
    let switch = home_msc();
    for (reference, user) in [(1, BSSAP), (2, RANAP)] {
        let called = Address::node(PointCode::Itu(switch.pc as u16), user);
        let calling = Address::node(PointCode::Itu(station.pc as u16), user);
        let request = sccp::connection_request(reference, &called, &calling, &[0, 1, 0]);
        lab.send_sccp(&station, &switch, request);
        lab.send_sccp(&switch, &station, sccp::data_form_1(reference, &[0, 1, 0]));
    }
    let called = Address::node(PointCode::Itu(switch.pc as u16), RANAP);
    let calling = Address::node(PointCode::Itu(station.pc as u16), RANAP);
    // A reset of RANAP without a connection: initiating message, procedure 9.
    lab.send_sccp(&station, &switch, sccp::udt(sccp::CLASS_0, &called, &calling, &[0x00, 0x09, 0x00, 0x02, 0, 0]));
}

/// SIP, HTTP/2 and Diameter, as Ethernet frames.
fn of_the_internet() -> Vec<Vec<u8>> {
    let (from, to) = (british_vlr().ip, home_msc().ip);
    let frame = |kind, payload: &[u8]| ethernet(ether_type::IPV4, &ipv4(from, to, kind, payload));
    let sip = b"OPTIONS sip:edge.example SIP/2.0\r\nVia: SIP/2.0/UDP host.example\r\nContent-Length: 0\r\n\r\n";
    let http = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0";
    vec![
        frame(protocol::UDP, &udp(5060, 5060, sip)),
        frame(protocol::TCP, &tcp(40_000, 7777, http)),
        frame(protocol::SCTP, &sctp(3868, 3868, 9, &[Chunk::data(1, 0, 0, 46, device_watchdog())])),
    ]
}

fn udp(source: u16, destination: u16, payload: &[u8]) -> Vec<u8> {
    let head = [source, destination, payload.len() as u16 + 8, 0].map(u16::to_be_bytes).concat();
    [&head, payload].concat()
}

/// A TCP segment of a connection that is open.
fn tcp(source: u16, destination: u16, payload: &[u8]) -> Vec<u8> {
    let ports = [source, destination].map(u16::to_be_bytes).concat();
    let rest = [0, 0, 0, 1, 0, 0, 0, 1, 0x50, 0x18, 0x20, 0, 0, 0, 0, 0];
    [&ports, &rest[..], payload].concat()
}

/// Device-Watchdog-Request (RFC 6733 5.5.1) with Origin-Host and Origin-Realm.
fn device_watchdog() -> Vec<u8> {
    let pair = |code: u32, text: &str| {
        let length = text.len() as u32 + 8;
        let mut out = [code, 0x4000_0000 | length].map(u32::to_be_bytes).concat();
        out.extend_from_slice(text.as_bytes());
        out.resize(out.len().next_multiple_of(4), 0);
        out
    };
    let body = [pair(264, "mme.partner.example"), pair(296, "partner.example")].concat();
    let head = [0x0100_0000 | (body.len() as u32 + 20), 0x8000_0000 | 280, 0, 1, 1].map(u32::to_be_bytes).concat();
    [head, body].concat()
}
