//! GTP: each message, and each way in which packets hold messages or seem to.

use sigwarden_testkit::capture::{Pcap, link_type};
use sigwarden_testkit::gtp::{self, v1, v2};
use sigwarden_testkit::transport::{ether_type, ethernet, ipv4};
use sigwarden_testkit::world::{MILLISECOND, START};
use std::net::Ipv4Addr;

const IMSI: &str = "001010000000123";
const MSISDN: &str = "15555550123";
const APN: &str = "internet.example";
const NETWORK: (&str, &str) = ("999", "99");
const SERVING: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 20);
const GATEWAY: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 20);
const PHONE: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 77);

const CONTROL: u16 = 2123;
const USER: u16 = 2152;
const VERSION_0: u16 = 3386;

/// Tunnel identifiers: signalling and user data of the serving node, then of the gateway.
const OF_SERVING: (u32, u32) = (0x1000_0001, 0x1000_0002);
const OF_GATEWAY: (u32, u32) = (0x2000_0001, 0x2000_0002);

const PROTOCOL_ICMP: u8 = 1;

/// A capture in the making: a packet each 10 ms.
struct Lab {
    file: Pcap,
    time: u64,
}

impl Lab {
    fn new() -> Self {
        Self { file: Pcap::new(link_type::ETHERNET), time: START }
    }

    fn ip(&mut self, packet: &[u8]) {
        self.file.packet(self.time, &ethernet(ether_type::IPV4, packet));
        self.time += 10 * MILLISECOND;
    }

    /// From the serving node to `port` of the gateway.
    fn up(&mut self, port: u16, message: &[u8]) {
        self.ip(&gtp::packet(SERVING, GATEWAY, (port, port), message));
    }

    /// From the gateway to `port` of the serving node.
    fn down(&mut self, port: u16, message: &[u8]) {
        self.ip(&gtp::packet(GATEWAY, SERVING, (port, port), message));
    }

    /// Requests with their answers, from the serving node to the gateway and back.
    fn exchanges(&mut self, exchanges: &[(Vec<u8>, Vec<u8>)]) {
        for (request, answer) in exchanges {
            self.up(CONTROL, request);
            self.down(CONTROL, answer);
        }
    }
}

/// Every message of both versions that the testkit can build.
pub(crate) fn messages() -> Vec<u8> {
    let mut lab = Lab::new();
    lab.exchanges(&version_1());
    lab.exchanges(&version_2());
    lab.down(CONTROL, &v2::create_bearer_request(0x20, OF_SERVING.0, GATEWAY, 0x2000_0003));
    lab.down(CONTROL, &v2::delete_bearer_request(0x21, OF_SERVING.0, &[6]));
    lab.up(CONTROL, &v2::delete_bearer_response(0x21, OF_GATEWAY.0, 16));
    lab.file.finish()
}

fn version_1() -> Vec<(Vec<u8>, Vec<u8>)> {
    let context = v1::Context {
        imei: "1234567890123456",
        imsi: IMSI,
        msisdn: MSISDN,
        apn: APN,
        network: NETWORK,
        sgsn: SERVING,
        teids: OF_SERVING,
    };
    vec![
        (v1::echo_request(1), v1::echo_response(1, 3)),
        (
            v1::create_pdp_context_request(2, &context),
            v1::create_pdp_context_response(2, OF_SERVING.0, 128, OF_GATEWAY, GATEWAY),
        ),
        (
            v1::update_pdp_context_request(3, OF_GATEWAY.0, OF_SERVING, SERVING),
            v1::update_pdp_context_response(3, OF_SERVING.0, 128),
        ),
        (v1::delete_pdp_context_request(4, OF_GATEWAY.0), v1::delete_pdp_context_response(4, OF_SERVING.0, 192)),
        (v1::identification_request(5, NETWORK.0, NETWORK.1), v1::identification_response(5, IMSI)),
        (v1::send_routing_information_request(6, IMSI), v1::send_routing_information_response(6, IMSI, SERVING)),
        (v1::sgsn_context_request(7, IMSI, NETWORK, SERVING), v1::header(51, 5, Some(7), v1::tv(1, [192]))),
    ]
}

fn version_2() -> Vec<(Vec<u8>, Vec<u8>)> {
    let session = v2::Session {
        imei: "1234567890123456",
        imsi: IMSI,
        msisdn: MSISDN,
        apn: APN,
        network: NETWORK,
        sgw: SERVING,
        teids: OF_SERVING,
    };
    vec![
        (v2::echo_request(0x11, 7), v2::echo_response(0x11, 3)),
        (
            v2::create_session_request(0x12, &session),
            v2::create_session_response(0x12, OF_SERVING.0, 16, OF_GATEWAY, GATEWAY),
        ),
        (
            v2::modify_bearer_request(0x13, OF_GATEWAY.0, NETWORK, SERVING, OF_SERVING),
            v2::modify_bearer_response(0x13, OF_SERVING.0, 16),
        ),
        (
            v2::change_notification_request(0x14, OF_GATEWAY.0, IMSI, NETWORK),
            v2::change_notification_response(0x14, OF_SERVING.0, IMSI, 16),
        ),
        (v2::delete_session_request(0x15, OF_GATEWAY.0), v2::delete_session_response(0x15, OF_SERVING.0, 64)),
        (v2::identification_request(0x16, NETWORK.0, NETWORK.1), v2::identification_response(0x16, IMSI)),
        (v2::context_request(0x17, IMSI, NETWORK, SERVING), v2::context_response(0x17, 5, IMSI, APN, GATEWAY)),
    ]
}

/// Messages on the port of user data, in one datagram, with extension headers, of version 0, and packets that only hold
/// a copy of a message: inside a tunnel, and quoted by ICMP.
pub(crate) fn packets() -> Vec<u8> {
    let mut lab = Lab::new();
    let echo = v1::echo_request(0x31);
    lab.up(USER, &echo);
    lab.down(USER, &v1::echo_response(0x31, 3));
    lab.down(USER, &v1::error_indication(OF_SERVING.1, SERVING));

    let answer = v2::create_session_response(0x32, OF_SERVING.0, 16, OF_GATEWAY, GATEWAY);
    lab.down(CONTROL, &v2::piggyback(answer, &v2::create_bearer_request(0x33, OF_SERVING.0, GATEWAY, 0x2000_0003)));

    // PDU number, then suspend request (TS 29.060 6.1): the elements begin behind both.
    let extensions: [(u8, &[u8]); 2] = [(0xC0, &[0, 1]), (0xC1, &[0, 0])];
    lab.up(
        CONTROL,
        &v1::extended(20, OF_GATEWAY.0, 0x34, &extensions, &[v1::tv(19, [0xFF]), v1::tv(20, [5])].concat()),
    );

    lab.up(VERSION_0, &gtp::v0(1, 0x35, [0; 8], []));
    lab.up(VERSION_0, &gtp::v0(20, 0x36, gtp::tunnel(IMSI, 5), []));

    let datagram = gtp::packet(PHONE, GATEWAY, (CONTROL, CONTROL), &v1::send_routing_information_request(0x37, IMSI));
    lab.up(USER, &gtp::g_pdu(OF_GATEWAY.1, &datagram));
    lab.up(USER, &gtp::g_pdu_extended(OF_GATEWAY.1, &[(0xC0, &[0, 2])], &datagram));

    let refused = gtp::packet(SERVING, GATEWAY, (CONTROL, CONTROL), &echo);
    // Destination unreachable, port unreachable (RFC 792), with the packet that did not get through.
    lab.ip(&ipv4(GATEWAY, SERVING, PROTOCOL_ICMP, &[&[3, 3, 0, 0, 0, 0, 0, 0], &refused[..]].concat()));
    lab.file.finish()
}
