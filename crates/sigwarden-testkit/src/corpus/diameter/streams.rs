//! How connections carry messages: segments of TCP, parts of SCTP's user messages, and TLS.

use crate::capture::{Pcap, link_type};
use crate::corpus::Case;
use crate::corpus::nodes::*;
use crate::corpus::people::{IMSI, MSISDN};
use crate::diameter::{Carrier, DiameterLab, Message, Peer, application, s6a};
use crate::transport::{Chunk, ether_type, ethernet, ipv4, protocol, sctp};
use crate::world::MILLISECOND;

type Make = fn(&mut DiameterLab);

/// Port of Diameter over TLS (RFC 6733 2.1).
const SECURE_PORT: u16 = 5868;
/// Payload protocol of Diameter inside DTLS (RFC 6733 11.4).
const DTLS: u32 = 47;

const CASES: &[(&str, Carrier, Make)] = &[
    ("several-messages-in-a-segment", Carrier::Tcp, |lab| {
        open(lab);
        let (requests, answers) = updates(lab, 3);
        lab.send_together(&british_mme(), &home_hss(), &requests);
        lab.advance(40 * MILLISECOND);
        lab.send_together(&home_hss(), &british_mme(), &answers);
    }),
    ("message-over-three-segments", Carrier::Tcp, |lab| {
        open(lab);
        let (requests, answers) = updates(lab, 1);
        lab.send_split(&british_mme(), &home_hss(), &requests[0], &[10, 150]);
        lab.advance(40 * MILLISECOND);
        lab.send_split(&home_hss(), &british_mme(), &answers[0], &[3, 200]);
    }),
    ("segment-sent-again", Carrier::Tcp, |lab| {
        open(lab);
        let (requests, answers) = updates(lab, 1);
        lab.send(&british_mme(), &home_hss(), &requests[0]);
        lab.advance(200 * MILLISECOND);
        lab.send_again(&british_mme(), &home_hss());
        lab.advance(40 * MILLISECOND);
        lab.send(&home_hss(), &british_mme(), &answers[0]);
    }),
    // The first packet of the capture has the end of a message and the next one whole.
    ("capture-from-the-middle-of-a-stream", Carrier::Tcp, |lab| {
        let (requests, answers) = updates(lab, 3);
        let (mme, hss) = (british_mme(), home_hss());
        let octets = requests[0].encode();
        lab.send_octets(&mme, &hss, [&octets[90..], &requests[1].encode()].concat());
        lab.advance(40 * MILLISECOND);
        lab.send(&hss, &mme, &answers[1]);
        lab.advance(40 * MILLISECOND);
        lab.send(&mme, &hss, &requests[2]);
        lab.advance(40 * MILLISECOND);
        lab.send(&hss, &mme, &answers[2]);
    }),
    ("fragments-of-sctp", Carrier::Sctp, |lab| {
        let (requests, answers) = updates(lab, 1);
        lab.send_split(&british_mme(), &home_hss(), &requests[0], &[10, 150]);
        lab.advance(40 * MILLISECOND);
        lab.send_split(&home_hss(), &british_mme(), &answers[0], &[3, 200]);
    }),
    ("several-messages-in-a-packet-of-sctp", Carrier::Sctp, |lab| {
        let (requests, answers) = updates(lab, 3);
        lab.send_together(&british_mme(), &home_hss(), &requests);
        lab.advance(40 * MILLISECOND);
        lab.send_together(&home_hss(), &british_mme(), &answers);
    }),
];

pub(super) fn cases() -> impl Iterator<Item = Case> {
    let plain = CASES.iter().map(|(name, carrier, make)| {
        let mut lab = DiameterLab::over(*carrier);
        make(&mut lab);
        Case::pcap(format!("diameter/legal/{name}"), lab.pcap())
    });
    plain.chain([Case::pcap("diameter/legal/inside-tls", inside_tls())])
}

fn open(lab: &mut DiameterLab) {
    lab.connect(&british_mme(), &home_hss(), &[application::S6A]);
    lab.advance(100 * MILLISECOND);
}

/// So many travellers arrive: requests and their answers, with identifiers.
fn updates(lab: &mut DiameterLab, count: usize) -> (Vec<Message>, Vec<Message>) {
    let (mme, hss) = (british_mme(), home_hss());
    let pairs = (0..count).map(|number| {
        let imsi = if number == 0 { IMSI.to_owned() } else { format!("0010100000603{number:02}") };
        let route = route(lab, &mme, &hss);
        let request = lab.identify(&mme, &hss, s6a::update_location(&route, &imsi, BRITISH));
        let answer = s6a::update_location_answer(&request, &hss, &s6a::subscription_data(MSISDN));
        (request, answer)
    });
    pairs.unzip()
}

/// One exchange in the clear, and connections that nobody can look into: TLS over TCP, DTLS over SCTP.
fn inside_tls() -> Vec<u8> {
    let mut lab = DiameterLab::over(Carrier::Tcp);
    let (mme, hss) = (british_mme(), home_hss());
    let ends: [Peer; 2] = [mme.clone().with_port(40_001), hss.clone().with_port(SECURE_PORT)];
    // A handshake record each way, then records of data (RFC 8446 5.1).
    for (number, kind) in [22, 22, 23, 23].into_iter().enumerate() {
        let (from, to) = if number % 2 == 0 { (&ends[0], &ends[1]) } else { (&ends[1], &ends[0]) };
        lab.send_octets(from, to, record(kind));
        lab.advance(20 * MILLISECOND);
    }
    lab.set_carrier(Carrier::Sctp);
    let (requests, answers) = updates(&mut lab, 1);
    lab.send(&mme, &hss, &requests[0]);
    lab.advance(40 * MILLISECOND);
    lab.send(&hss, &mme, &answers[0]);
    let mut file = Pcap::new(link_type::ETHERNET);
    for (time, frame) in lab.packets() {
        file.packet(time, &frame);
    }
    let chunk = Chunk::data(1, 0, 0, DTLS, [&[23, 254, 253], &record(23)[..]].concat());
    let packet = sctp(40_002, SECURE_PORT, 9, &[chunk]);
    file.packet(lab.time(), &ethernet(ether_type::IPV4, &ipv4(mme.ip, hss.ip, protocol::SCTP, &packet)));
    file.finish()
}

fn record(kind: u8) -> Vec<u8> {
    [&[kind, 3, 3, 0, 64][..], &[0x5a; 64]].concat()
}
