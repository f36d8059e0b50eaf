//! Captures that are built to fill the tables: memory stays bounded, and time in proportion to the capture.

#[allow(dead_code, unreachable_pub, unused_imports, reason = "other tests use the rest")]
#[path = "../../../fuzz/src/lib.rs"]
mod doors;

use sigwarden_operators::Site;
use sigwarden_pipeline::{CaptureSet, Options, run};
use sigwarden_testkit::capture::{Pcap, link_type};
use sigwarden_testkit::transport::*;
use sigwarden_testkit::world::{MILLISECOND, START};
use sigwarden_testkit::{diameter, gtp, samples, sccp, tcap};
use std::io::Read;
use std::net::Ipv4Addr;

/// Most that the whole test may ever have had in memory.
const MAX_MEGABYTES: u64 = 500;
/// Packets of a flood that are rewritten, too: more than are ever held.
const MOST_REWRITTEN: u32 = 20_000;
const FROM: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 10);
const TO: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 10);
const LABEL: Label = Label { opc: 2001, dpc: 1001, sls: 3, service: service::SCCP, network: network::INTERNATIONAL };

/// An IP packet of a flood, by its number.
type Packet = fn(u32) -> Vec<u8>;

/// A capture file that is made while it is read, so that only the reader's memory is counted.
struct Flood {
    packet: Packet,
    next: u32,
    count: u32,
    rest: Vec<u8>,
}

impl Read for Flood {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.rest.is_empty() && self.next < self.count {
            let mut file = Pcap::new(link_type::RAW);
            file.packet(START + u64::from(self.next) * MILLISECOND / 100, &(self.packet)(self.next));
            let header = if self.next == 0 { 0 } else { 24 };
            self.rest = file.finish().split_off(header);
            self.next += 1;
        }
        let length = buffer.len().min(self.rest.len());
        buffer[..length].copy_from_slice(&self.rest[..length]);
        self.rest.drain(..length);
        Ok(length)
    }
}

fn over_sctp(tag: u32, chunk: Chunk) -> Vec<u8> {
    ipv4(FROM, TO, protocol::SCTP, &sctp_with_checksum(2905, 2905, tag, 0, &[chunk]))
}

fn m3ua(tag: u32, tsn: u32, message: &[u8]) -> Vec<u8> {
    over_sctp(tag, Chunk::data(tsn, 1, 0, payload_protocol::M3UA, m3ua_data(None, None, LABEL, message)))
}

fn begin(transaction: [u8; 4], calling: &str) -> Vec<u8> {
    let context = [0, 4, 0, 0, 1, 0, 1, 3];
    let message = tcap::Message::begin(&transaction)
        .dialogue(tcap::Dialogue::request(&context).encode())
        .component(tcap::invoke(1, 2, &[0x30, 0]));
    let called = samples::answering_node().address();
    sccp::udt(sccp::CLASS_0, &called, &sccp::Address::title(calling, 7), &message.encode())
}

fn open_dialogues(number: u32) -> Vec<u8> {
    m3ua(7, number, &begin(number.to_be_bytes(), "447700900001"))
}

fn one_transaction_of_many_nodes(number: u32) -> Vec<u8> {
    m3ua(7, number, &begin([1, 2, 3, 4], &format!("4477{number:08}")))
}

fn associations(number: u32) -> Vec<u8> {
    m3ua(number, 1, &begin([1, 2, 3, 4], "447700900001"))
}

fn first_chunks(number: u32) -> Vec<u8> {
    let payload = vec![1; 1400];
    let (flags, protocol) = (2, payload_protocol::M3UA);
    over_sctp(number / 64, Chunk::Data { flags, tsn: number * 2, stream: 1, sequence: 0, protocol, payload })
}

fn first_fragments(number: u32) -> Vec<u8> {
    ipv4_fragments(FROM, TO, protocol::SCTP, (number / 100) as u16, &[0; 1480], 744).swap_remove(0)
}

fn first_segments(number: u32) -> Vec<u8> {
    let place = sccp::Segmentation { first: true, class_1: false, remaining: 1, reference: number & 0xff_ffff };
    let (called, calling) = (samples::answering_node().address(), samples::asking_node().address());
    m3ua(7, number, &sccp::xudt(sccp::CLASS_0, &called, &calling, &[0x62; 200], Some(place)))
}

/// A request of Diameter with a connection, a session, and a subscriber of its own.
fn diameter_request(host: &str, number: u32) -> diameter::Message {
    let from = diameter::Peer::new(format!("{host}.epc.mnc099.mcc999.3gppnetwork.org"), diameter::realm("99999"), FROM);
    let to = diameter::Peer::at("hss01", "00101", TO);
    let route = diameter::Route::new(format!("{host};1;{number}"), &from, &to);
    let request = diameter::s6a::authentication_information(&route, &format!("00101{number:010}"), "99999", 1);
    request.with_identifiers(number, number)
}

fn diameter_requests(number: u32) -> Vec<u8> {
    let message = diameter_request("mme01", number).encode();
    over_sctp(7, Chunk::data(number, 1, 0, payload_protocol::DIAMETER, message))
}

fn diameter_names(number: u32) -> Vec<u8> {
    let message = diameter_request(&format!("mme{number}"), number).encode();
    over_sctp(7, Chunk::data(number, 1, 0, payload_protocol::DIAMETER, message))
}

/// Segments behind a gap that nobody fills.
fn segments_behind_gaps(number: u32) -> Vec<u8> {
    let (stream, place) = (number / 64, number % 64);
    let segment = Segment { source: 1024 + (stream % 60_000) as u16, sequence: place * 2000, ..segment() };
    let first = diameter_request("mme01", number).encode();
    ipv4(FROM, TO, protocol::TCP, &tcp(FROM, TO, segment, if place == 0 { &first } else { &[0; 1400] }))
}

fn segment() -> Segment {
    Segment { source: 1024, destination: 3868, sequence: 0, acknowledgement: 0, flags: tcp_flag::ACK }
}

/// Sessions that are opened and answered: each has two tunnels.
fn gtp_sessions(number: u32) -> Vec<u8> {
    let (session, ports) = (number / 2, (gtp::CONTROL_PORT, gtp::CONTROL_PORT));
    if number % 2 == 1 {
        let end = gtp::v2::f_teid(1, 7, session + 1, TO);
        let answer = gtp::v2::header(33, Some(session + 1), session & 0xff_ffff, [gtp::v2::cause(16), end].concat());
        return ipv4(TO, FROM, protocol::UDP, &udp(TO, FROM, ports, &answer));
    }
    let imsi = gtp::v2::imsi(&format!("00101{session:010}"));
    let end = gtp::v2::f_teid(0, 6, session + 1, FROM);
    let elements = [imsi, gtp::v2::serving_network("999", "99"), end].concat();
    let request = gtp::v2::header(32, Some(0), session & 0xff_ffff, elements);
    ipv4(FROM, TO, protocol::UDP, &udp(FROM, TO, ports, &request))
}

#[test]
fn no_flood_fills_the_memory() {
    let rows: [(&str, Packet, u32); 10] = [
        ("requests of Diameter", diameter_requests, 350_000),
        ("names of Diameter", diameter_names, 100_000),
        ("segments behind gaps", segments_behind_gaps, 100_000),
        ("sessions of GTP", gtp_sessions, 900_000),
        ("first fragments", first_fragments, 200_000),
        ("first segments", first_segments, 200_000),
        ("open dialogues", open_dialogues, 1_100_000),
        ("one transaction of many nodes", one_transaction_of_many_nodes, 300_000),
        ("associations", associations, 100_000),
        ("first chunks", first_chunks, 600_000),
    ];
    for (name, packet, count) in rows {
        let flood = Flood { packet, next: 0, count, rest: Vec::new() };
        let set = CaptureSet::from_reader(name, Box::new(flood));
        let outcome = run(set, Options::of(Site::default()), &mut doors::Lines::default());
        assert_eq!(outcome.stats.frames, u64::from(count), "{name}");
        let flood = Flood { packet, next: 0, count: count.min(MOST_REWRITTEN), rest: Vec::new() };
        doors::rewrite(CaptureSet::from_reader(name, Box::new(flood)));
        let peak = peak_megabytes();
        eprintln!("{name}: {peak:?} MB");
        assert!(peak.is_none_or(|peak| peak < MAX_MEGABYTES), "{name}: {peak:?} MB at the most");
    }
}

/// The most memory that this process has had; none where /proc is missing.
fn peak_megabytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse::<u64>().ok().map(|kilobytes| kilobytes / 1024)
}
