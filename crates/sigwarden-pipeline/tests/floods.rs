//! Captures that are built to fill the tables: memory stays bounded, and time in proportion to the capture.

#[allow(dead_code, unreachable_pub, unused_imports, reason = "other tests use the rest")]
#[path = "../../../fuzz/src/lib.rs"]
mod doors;

use sigwarden_detect::Table;
use sigwarden_operators::Site;
use sigwarden_pipeline::{CaptureSet, Options, run};
use sigwarden_testkit::capture::{Pcap, link_type};
use sigwarden_testkit::transport::*;
use sigwarden_testkit::world::{MILLISECOND, START};
use sigwarden_testkit::{samples, sccp, tcap};
use std::io::Read;
use std::net::Ipv4Addr;

/// Most that the whole test may ever have had in memory.
const MAX_MEGABYTES: u64 = 500;
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

#[test]
fn no_flood_fills_the_memory() {
    let rows: [(&str, Packet, u32); 6] = [
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
        let options =
            Options { site: Site::default(), table: Table::builtin(), variant: None, threads: 1, operations: false };
        let outcome = run(set, options, &mut doors::Lines::default());
        assert_eq!(outcome.stats.frames, u64::from(count), "{name}");
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
