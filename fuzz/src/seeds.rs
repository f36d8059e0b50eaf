//! What fuzzing begins from: the testkit's messages, cut to what each door takes.

use super::packet_seeds;
use sigwarden_pipeline::CaptureSet;
use sigwarden_testkit::capture::Pcap;
use sigwarden_testkit::diameter::one_of_each;
use sigwarden_testkit::traffic::packet::gtpv2_traffic;
use sigwarden_testkit::world::{MILLISECOND, START};
use sigwarden_testkit::{samples, traffic};
use sigwarden_wire::anomaly::Anomalies;
use sigwarden_wire::link::{self, Payload};
use sigwarden_wire::mtp3::{self, Variant};
use sigwarden_wire::sigtran::{self, Content};
use sigwarden_wire::{ip, sccp, sctp};
use std::io::Cursor;

/// A capture file of every operation, one of every way to carry a message, one of ANSI packages, one of traffic, one of
/// every command of Diameter, one of them in TCP segments, one of packet data.
pub fn captures() -> Vec<Vec<u8>> {
    vec![
        samples::one_of_each(),
        samples::every_carrier(),
        samples::every_ansi_package(),
        traffic(200, 1),
        one_of_each(),
        packet_seeds::segments(),
        gtpv2_traffic(100, 1),
    ]
}

/// Messages of every layer.
#[derive(Debug, Default)]
pub struct Layers {
    /// Link type and frame.
    pub frames: Vec<(u16, Vec<u8>)>,
    /// SCTP packets.
    pub sctp: Vec<Vec<u8>>,
    /// Payload protocol identifier and user message.
    pub sigtran: Vec<(u32, Vec<u8>)>,
    /// SCCP messages.
    pub sccp: Vec<Vec<u8>>,
    /// TCAP messages.
    pub tcap: Vec<Vec<u8>>,
}

/// Every message of [`captures`], at every layer.
pub fn layers() -> Layers {
    let mut out = Layers::default();
    for octets in captures() {
        let mut set = CaptureSet::from_reader("seed", Box::new(Cursor::new(octets)));
        while let Some(frame) = set.next_frame() {
            out.frame(frame.link_type, frame.data);
        }
    }
    for list in [&mut out.sctp, &mut out.sccp, &mut out.tcap] {
        list.sort_unstable();
        list.dedup();
    }
    out.sigtran.sort_unstable();
    out.sigtran.dedup();
    out
}

impl Layers {
    fn frame(&mut self, link_type: u16, octets: &[u8]) {
        self.frames.push((link_type, octets.to_vec()));
        match link::payload(link_type, octets) {
            Payload::Ip(octets) => {
                if let Some(packet) = ip::packet(octets).filter(|packet| packet.fragment.is_none()) {
                    self.packet(packet.payload);
                }
            }
            Payload::Sctp(octets) => self.packet(octets),
            Payload::Mtp3(octets) => {
                if let Some(message) = mtp3::message(octets, None) {
                    self.unit(message.payload, message.variant);
                }
            }
            Payload::Sccp(octets) => self.unit(octets, Variant::Itu),
            Payload::Other(_) => {}
        }
    }

    fn packet(&mut self, octets: &[u8]) {
        self.sctp.push(octets.to_vec());
        let mut anomalies = Anomalies::default();
        let Some(packet) = sctp::Packet::read(octets) else { return };
        let mut chunks = packet.chunks();
        while let Some(data) = chunks.next_data(&mut anomalies) {
            self.sigtran.push((data.ppid, data.payload.to_vec()));
            match sigtran::content(data.payload, data.ppid, None, &mut anomalies) {
                Content::User(message) => self.unit(message.payload, message.variant),
                Content::Sua(octets) => {
                    self.tcap.extend(sigtran::sua(octets, &mut anomalies).map(|unit| unit.data.to_vec()));
                }
                Content::Other(_) => {}
            }
        }
    }

    fn unit(&mut self, octets: &[u8], variant: Variant) {
        self.sccp.push(octets.to_vec());
        if let sccp::Message::Unitdata(unit) = sccp::message(octets, variant, &mut Anomalies::default()) {
            self.tcap.push(unit.data.to_vec());
        }
    }
}

/// Expressions to begin from.
const EXPRESSIONS: &[&str] = &[
    "op.code == 71 && !(target.imsi == '001010000000123')",
    "has(target.imsi) || op.name in ['updateLocation', \"sendRoutingInfoForSM\"]",
    "sccp.calling.gt.startsWith('4477') && size(disclosed) >= 1",
    "'location' in disclosed",
    "op.code >= 0x10 && op.code < -1",
];

/// Site configurations and a table to begin from.
const OPERATORS: &[&str] = &[
    "tadig,name,country,kind,value,role,partner,valid_from\nXXXEI,Islands,BB,gt,12465550000-12465554999,,true,2018-01-01\nXXXEI,,,plmn,999-99,,,2018-01-01\nXXXEI,,,node,1246555,HLR,,2018-01-01\n",
    "name;kind;value\nIslands;ip;192.0.2.0/24\nIslands;realm;islands.example\nIslands;point_code;200\nIslands;carrier;A\nIslands;mgt;1246\nIslands;msisdn;1246\n",
    "<TADIGRAEXIR21><RAEXIR21FileHeader><FileCreationTimestamp>2026-01-01T00:00:00Z</FileCreationTimestamp></RAEXIR21FileHeader><OrganisationInfo><OrganisationName>Islands</OrganisationName><CountryInitials>BRB</CountryInitials><NetworkList><Network><TADIGCode>XXXEI</TADIGCode><NetworkData><RoutingInfoSection><RoutingInfo><CCITT_E164_NumberSeries><GT_NumberRanges><RangeData><NumberRange><CC>1</CC><NDC>246</NDC><SN_Range><SN_RangeStart>5550000</SN_RangeStart><SN_RangeStop>5554999</SN_RangeStop></SN_Range></NumberRange></RangeData></GT_NumberRanges></CCITT_E164_NumberSeries><CCITT_E212_NumberSeries><MCC>999</MCC><MNC>99</MNC></CCITT_E212_NumberSeries><CCITT_E214_MGT><MGT_CC>1</MGT_CC><MGT_NC>246</MGT_NC></CCITT_E214_MGT></RoutingInfo></RoutingInfoSection></NetworkData></Network></NetworkList></OrganisationInfo></TADIGRAEXIR21>",
    "sigwarden operators 1\n{}\n",
    "imsi:001010000000001",
    "2-100-1",
];
const SITES: &[&str] = &[
    "[home]\nname = \"Example\"\nplmns = [\"001-01\", \"999-99\"]\nglobal_titles = [\"1555555\"]\n",
    "[[partner]]\nname = \"Far\"\ncountry = \"GB\"\nplmns = [\"999-98\"]\nglobal_titles = [\"447700900\"]\n",
    include_str!("../../rules/ss7-operations.tsv"),
];

/// Scenarios, and a truth with its findings, to begin from.
const SCENARIOS: &[&str] = &[
    include_str!("../../crates/sigwarden-scenario/scenarios/first-look.toml"),
    "{\"event_type\":\"scenario\",\"schema\":\"1.0.0\",\"name\":\"a\",\"seed\":1,\"scale\":1.0,\"first_ts\":\"2026-01-01T00:00:00Z\",\"last_ts\":\"2026-01-01T00:00:01Z\"}\n{\"event_type\":\"truth\",\"ts\":\"2026-01-01T00:00:00Z\",\"capture\":{\"file\":\"a\",\"frames\":[1]},\"stack\":\"ss7-map\",\"dialogue\":1,\"op\":{\"code\":70,\"name\":\"x\",\"kind\":\"invoke\"},\"target\":{},\"shown\":[],\"origin\":{\"operator\":\"o\",\"country\":\"GB\"},\"attack\":{\"id\":\"c/0\",\"campaign\":\"c\",\"actor\":\"a\",\"move\":\"psi\",\"threat\":\"location-tracking\",\"category\":\"Cat2.1\",\"outcome\":\"refused\",\"disclosed\":[]}}\n{\"event_type\":\"totals\",\"frames\":1,\"messages\":1,\"legitimate\":{},\"legitimate_operations\":0,\"attack_operations\":1,\"attacks\":1}\n\u{0}{\"event_type\":\"finding\",\"id\":\"f\",\"rule\":{\"id\":\"r\"},\"severity\":\"medium\",\"capture\":{\"file\":\"a\",\"frames\":[1]}}\n",
];

/// The seeds of a fuzz target by its name; none for a name that no target has.
pub fn of(target: &str) -> Vec<Vec<u8>> {
    let texts = |texts: &[&str]| texts.iter().map(|text| text.as_bytes().to_vec()).collect();
    match target {
        "link" => layers().frames.into_iter().map(|(link, frame)| [&link.to_be_bytes(), &frame[..]].concat()).collect(),
        "sctp" => layers().sctp,
        "sigtran" => layers().sigtran.into_iter().map(|(ppid, octets)| [&[ppid as u8], &octets[..]].concat()).collect(),
        "sccp" => layers().sccp,
        "tcap" => layers().tcap,
        "diameter" => packet_seeds::diameter(),
        "gtp" => packet_seeds::gtp(),
        "sms" => packet_seeds::sms(),
        "dialogue" => layers().sccp.chunks(8).map(records).chain([recipes()]).collect(),
        "capture" | "whole" | "anonymize" => captures().into_iter().chain(pieces()).collect(),
        "expression" => texts(EXPRESSIONS),
        "site" => texts(SITES),
        "operators" => texts(OPERATORS),
        "scenario" => texts(SCENARIOS),
        _ => Vec::new(),
    }
}

/// Small captures of a dozen frames each: a fuzzer changes them many times in the time that a large one takes.
fn pieces() -> Vec<Vec<u8>> {
    let frames = layers().frames;
    let same_link = frames.chunk_by(|(one, _), (other, _)| one == other);
    same_link.flat_map(|frames| frames.chunks(12)).map(piece).collect()
}

fn piece(frames: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let mut file = Pcap::new(frames.first().map_or(0, |(link, _)| *link));
    for (number, (_, frame)) in (0..).zip(frames) {
        file.packet(START + number * MILLISECOND, frame);
    }
    file.finish()
}

/// Raw messages a millisecond apart, as records of the dialogue door.
fn records(messages: &[Vec<u8>]) -> Vec<u8> {
    let short = messages.iter().filter_map(|message| Some((u8::try_from(message.len()).ok()?, message)));
    short.flat_map(|(length, message)| [&[0, 20, length], &message[..]].concat()).collect()
}

/// Built messages: each operation asked and answered.
fn recipes() -> Vec<u8> {
    (0..40).flat_map(|operation| [1, 20, 0, operation, 0, 0x40, 5, 20, 5, operation, 3, 0x41]).collect()
}
