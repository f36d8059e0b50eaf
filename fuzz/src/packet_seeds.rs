//! What fuzzing of Diameter, GTP and short messages begins from.

use sigwarden_testkit::diameter::{Avp, Carrier, DiameterLab, Peer, avp, code, every_exchange};
use sigwarden_testkit::gtp::{self, v1, v2};
use sigwarden_testkit::sms::{self, Body, Packet, Validity};
use sigwarden_testkit::traffic::packet::gtpv2_ordinary;
use sigwarden_testkit::world::MILLISECOND;
use std::net::Ipv4Addr;

const IMSI: &str = "001010000000123";
const MSISDN: &str = "15555550123";
const NODE: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 1);
/// Octets of Ethernet, IPv4 and UDP before a datagram's content.
const HEADERS: usize = 14 + 20 + 8;

/// Messages of every command, both ways, and some that are broken.
pub fn diameter() -> Vec<Vec<u8>> {
    let (mme, hss) = (Peer::at("mme01", "99999", NODE), Peer::at("hss01", "00101", [192, 0, 2, 1]));
    let exchanges = every_exchange(&mme, &hss);
    let name = || avp(code::USER_NAME, IMSI);
    let attributes = [
        name(),
        name().with_vendor(0),
        name().with_length(7),
        name().with_length(4000),
        name().with_padding(&[1]),
        Avp::nested(40, name()),
        avp(code::USER_NAME, "0001010000000123@nai.epc.mnc001.mcc001.3gppnetwork.org"),
        avp(code::PUBLIC_IDENTITY, "tel:+15555550123"),
    ];
    let update = &exchanges.iter().find(|row| row.name == "ULR/ULA").expect("there is an update").request;
    let broken = attributes.map(|avp| update.clone().with_first(avp).encode());
    let whole = exchanges.iter().flat_map(|row| [row.request.encode(), row.answer.encode()]);
    whole.chain(broken).collect()
}

/// Diameter over TCP: messages in several segments, several in one, and one sent again.
pub fn segments() -> Vec<u8> {
    let (mme, hss) = (Peer::at("mme01", "99999", NODE), Peer::at("hss01", "00101", [192, 0, 2, 1]));
    let mut lab = DiameterLab::over(Carrier::Tcp);
    let exchanges = every_exchange(&mme, &hss);
    for (index, row) in exchanges.iter().take(6).enumerate() {
        let request = lab.identify(&mme, &hss, row.request.clone());
        match index % 3 {
            0 => lab.send_split(&mme, &hss, &request, &[7, 90]),
            1 => lab.send_together(&mme, &hss, &[request.clone(), request.clone()]),
            _ => lab.send(&mme, &hss, &request),
        }
        lab.send_again(&mme, &hss);
        lab.send(&hss, &mme, &row.answer);
        lab.advance(MILLISECOND);
    }
    lab.pcap()
}

/// Datagrams of all versions: ordinary roaming, what crosses networks rarely, user data.
pub fn gtp() -> Vec<Vec<u8>> {
    let network = ("999", "99");
    let inner = gtp::packet(NODE, NODE, (2123, 2123), &v2::echo_request(1, 2));
    let rare = [
        v1::identification_request(1, "999", "99"),
        v1::identification_response(1, IMSI),
        v1::sgsn_context_request(2, IMSI, network, NODE),
        v1::send_routing_information_request(3, IMSI),
        v1::send_routing_information_response(3, IMSI, NODE),
        v1::error_indication(5, NODE),
        v1::extended(18, 7, 4, &[(0xC1, &[0, 1]), (0xC0, &[0; 6])], &v1::tv(14, [3])),
        v2::identification_request(1, "999", "99"),
        v2::identification_response(1, IMSI),
        v2::context_request(2, IMSI, network, NODE),
        v2::context_response(2, 5, IMSI, "internet", NODE),
        gtp::v0(16, 1, gtp::tunnel(IMSI, 5), [v1::tv(14, [3]), v1::tlv(131, gtp::apn("internet"))].concat()),
        gtp::v0(255, 1, gtp::tunnel(IMSI, 5), &inner),
        gtp::g_pdu(7, &inner),
        gtp::g_pdu_extended(7, &[(0x85, &[0, 9]), (0xC0, &[0, 1])], &inner),
    ];
    let lab = gtpv2_ordinary(200, MILLISECOND, 1);
    let ordinary = lab.packets().into_iter().map(|(_, frame)| frame[HEADERS..].to_vec());
    ordinary.chain(rare).collect()
}

/// Transfer units of every kind, with and without a header, and packets for the SIM.
pub fn sms() -> Vec<Vec<u8>> {
    let (number, name) = (sms::number(MSISDN), sms::name("Example"));
    let packet = Packet { spi: [0x02, 0x21], kic: 0x15, kid: 0x15, tar: sms::TAR_SAT, ..Packet::default() };
    let packet = sms::command_packet(&Packet { checksum: vec![7; 8], data: vec![9; 20], ..packet });
    let bodies = [
        Body::text("hello"),
        Body::text("hello").pid(sms::PID_TYPE_0),
        Body::text("part").header(&[(0x00, &[7, 2, 1]), (0x05, &[0x0B, 0x84, 0x23, 0xF0])]),
        Body::octets(0x04, &[1, 2, 3]).header(&[(0x08, &[1, 7, 2, 2])]),
        Body::for_sim(&packet),
        Body::octets(sms::DCS_SIM, &packet).pid(sms::PID_SIM),
    ];
    let each = bodies.iter().flat_map(|body| {
        [
            sms::deliver(&number, body),
            sms::deliver(&name, body),
            sms::submit(1, &number, Validity::Relative(0xA7), body),
            sms::submit(2, &number, Validity::Absolute(sms::TIME), body),
            sms::status_report(3, &number, 0, Some(body)),
            sms::deliver_report(Some(0xD5), Some(body)),
            sms::submit_report(None, Some(body)),
        ]
    });
    let others = [sms::status_report(3, &number, 0, None), sms::command(4, 2, 3, &number, &[1, 2])];
    each.chain(others).collect()
}
