//! How connections carry messages: segments of TCP, parts of SCTP's user messages, and TLS.

use super::categories::{WHERE, nothing};
use crate::capture::{Pcap, link_type};
use crate::corpus::Case;
use crate::corpus::nodes::*;
use crate::corpus::people::{IMSI, MSISDN};
use crate::diameter::{Carrier, DiameterLab, Message, Peer, application, s6a};
use crate::transport::{Chunk, ether_type, ethernet, ipv4, protocol, sctp};
use crate::world::MILLISECOND;

/// A record of DTLS with four octets of data (RFC 6347 4.1): type, version, epoch and number, length.
const DTLS_RECORD: [u8; 17] = [23, 254, 253, 0, 1, 0, 0, 0, 0, 0, 1, 0, 4, 0x5a, 0x5a, 0x5a, 0x5a];

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

/// Ways to cut a request that nobody abroad may make.
const CUTS: &[(&str, Carrier, Make)] = &[
    ("segments-cut-inside-the-user-name", Carrier::Tcp, |lab| cut(lab, &[])),
    ("segments-of-a-few-octets", Carrier::Tcp, |lab| cut(lab, &[1, 4, 5, 19, 20, 21, 40])),
    ("fragments-of-sctp-cut-inside-the-user-name", Carrier::Sctp, |lab| cut(lab, &[])),
    // Behind a harmless request in the same packet.
    ("behind-another-request-in-a-segment", Carrier::Tcp, behind_another),
    ("behind-another-request-in-a-packet-of-sctp", Carrier::Sctp, behind_another),
    // D09 where nothing but the length says where a message ends.
    ("message-longer-than-it-says-in-a-stream", Carrier::Tcp, |lab| {
        let request = question(lab);
        let length = inside_user_name(&request) as u32 / 4 * 4 - 12;
        lab.send(&kenyan_peer("hss01"), &home_mme(), &request.with_length(length));
        lab.advance(100 * MILLISECOND);
        watchdog(lab, &kenyan_peer("hss01"), &home_mme());
    }),
];

/// Where our subscriber is: asked from Kenya, with identifiers.
fn question(lab: &mut DiameterLab) -> Message {
    let (from, to) = (kenyan_peer("hss01"), home_mme());
    let route = route(lab, &from, &to);
    let request = s6a::insert_subscriber_data(&route, IMSI, &nothing(), WHERE);
    lab.identify(&from, &to, request)
}

/// An offset in the digits of the first User-Name.
fn inside_user_name(request: &Message) -> usize {
    let octets = request.encode();
    let place = octets.windows(IMSI.len()).position(|window| window == IMSI.as_bytes());
    place.expect("the subscriber is named") + 6
}

/// Cuts before these offsets, and inside the subscriber's digits.
fn cut(lab: &mut DiameterLab, offsets: &[usize]) {
    let request = question(lab);
    let offsets = [offsets, &[inside_user_name(&request)]].concat();
    lab.send_split(&kenyan_peer("hss01"), &home_mme(), &request, &offsets);
}

fn behind_another(lab: &mut DiameterLab) {
    let (from, to) = (kenyan_peer("hss01"), home_mme());
    let route = route(lab, &from, &to);
    let guest = s6a::insert_subscriber_data(&route, "999060000070123", &nothing(), WHERE);
    let guest = lab.identify(&from, &to, guest);
    let request = question(lab);
    lab.send_together(&from, &to, &[guest, request]);
}

pub(super) fn cases() -> impl Iterator<Item = Case> {
    let plain = CASES.iter().map(|(name, carrier, make)| {
        let mut lab = DiameterLab::over(*carrier);
        make(&mut lab);
        Case::pcap(format!("diameter/legal/{name}"), lab.pcap())
    });
    let cuts = CUTS.iter().map(|(name, carrier, make)| {
        let mut lab = DiameterLab::over(*carrier);
        make(&mut lab);
        Case::pcap(format!("diameter/evasions/{name}"), lab.pcap())
    });
    plain
        .chain(cuts)
        .chain([Case::pcap("diameter/legal/segments-out-of-order", out_of_order())])
        .chain([Case::pcap("diameter/legal/inside-tls", inside_tls())])
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

/// The second of a request's three segments comes last.
fn out_of_order() -> Vec<u8> {
    let mut lab = DiameterLab::over(Carrier::Tcp);
    open(&mut lab);
    let (requests, answers) = updates(&mut lab, 1);
    lab.send_split(&british_mme(), &home_hss(), &requests[0], &[100, 200]);
    lab.advance(40 * MILLISECOND);
    lab.send(&home_hss(), &british_mme(), &answers[0]);
    let packets = lab.packets();
    let (mut times, mut frames): (Vec<u64>, Vec<Vec<u8>>) = packets.into_iter().unzip();
    // Behind the handshake and the capabilities.
    frames.swap(6, 7);
    let mut file = Pcap::new(link_type::ETHERNET);
    times.drain(..).zip(frames).for_each(|(time, frame)| file.packet(time, &frame));
    file.finish()
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
    let chunk = Chunk::data(1, 0, 0, DTLS, DTLS_RECORD.to_vec());
    let packet = sctp(40_002, SECURE_PORT, 9, &[chunk]);
    file.packet(lab.time(), &ethernet(ether_type::IPV4, &ipv4(mme.ip, hss.ip, protocol::SCTP, &packet)));
    file.finish()
}

fn record(kind: u8) -> Vec<u8> {
    [&[kind, 3, 3, 0, 64][..], &[0x5a; 64]].concat()
}
