//! What stands below IP or SS7 in a captured frame, by LINKTYPE of the registry.

use crate::reader::Reader;

/// What a frame holds behind its link header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payload<'a> {
    /// An IPv4 or IPv6 packet.
    Ip(&'a [u8]),
    /// An MTP3 message, from the service information octet.
    Mtp3(&'a [u8]),
    /// An SCCP message.
    Sccp(&'a [u8]),
    /// An SCTP packet without IP.
    Sctp(&'a [u8]),
    /// Something else, by name.
    Other(&'static str),
}

/// LINKTYPE numbers that are read.
pub mod link_type {
    /// BSD loopback, address family in the byte order of the machine that captured.
    pub const NULL: u16 = 0;
    /// Ethernet.
    pub const ETHERNET: u16 = 1;
    /// Raw IP (numbers of older systems).
    pub const RAW_BSD: u16 = 12;
    /// Raw IP (OpenBSD).
    pub const RAW_OPENBSD: u16 = 14;
    /// Raw IP.
    pub const RAW: u16 = 101;
    /// OpenBSD loopback, address family most significant octet first.
    pub const LOOP: u16 = 108;
    /// Linux cooked, version 1.
    pub const LINUX_SLL: u16 = 113;
    /// SS7 MTP2 with a pseudo-header.
    pub const MTP2_WITH_PHDR: u16 = 139;
    /// SS7 MTP2.
    pub const MTP2: u16 = 140;
    /// SS7 MTP3.
    pub const MTP3: u16 = 141;
    /// SS7 SCCP.
    pub const SCCP: u16 = 142;
    /// Raw IPv4.
    pub const IPV4: u16 = 228;
    /// Raw IPv6.
    pub const IPV6: u16 = 229;
    /// SCTP without IP.
    pub const SCTP: u16 = 248;
    /// Linux cooked, version 2.
    pub const LINUX_SLL2: u16 = 276;
}

/// What stands behind the link header of a frame.
pub fn payload(link: u16, frame: &[u8]) -> Payload<'_> {
    use link_type as l;
    match link {
        l::ETHERNET => ethernet(frame),
        l::LINUX_SLL => cooked(frame, 14, 16),
        l::LINUX_SLL2 => cooked(frame, 0, 20),
        l::RAW | l::RAW_BSD | l::RAW_OPENBSD | l::IPV4 | l::IPV6 => Payload::Ip(frame),
        l::NULL | l::LOOP => frame.get(4..).map_or(SHORT, Payload::Ip),
        l::MTP2 => mtp2(frame),
        l::MTP2_WITH_PHDR => frame.get(4..).map_or(SHORT, mtp2),
        l::MTP3 => Payload::Mtp3(frame),
        l::SCCP => Payload::Sccp(frame),
        l::SCTP => Payload::Sctp(frame),
        _ => Payload::Other("unknown link type"),
    }
}

const SHORT: Payload<'static> = Payload::Other("short frame");
/// VLAN tags in a row that are followed.
const MAX_TAGS: usize = 8;

fn ethernet(frame: &[u8]) -> Payload<'_> {
    let mut reader = Reader::new(frame);
    if reader.take(12).is_none() {
        return SHORT;
    }
    ether_type(reader)
}

fn cooked(frame: &[u8], protocol_at: usize, header: usize) -> Payload<'_> {
    let protocol = frame.get(protocol_at..).and_then(|rest| rest.first_chunk::<2>()).copied();
    match (protocol.map(u16::from_be_bytes), frame.get(header..)) {
        (Some(protocol), Some(rest)) => by_ether_type(protocol, Reader::new(rest)),
        _ => SHORT,
    }
}

fn ether_type(mut reader: Reader<'_>) -> Payload<'_> {
    match reader.u16() {
        Some(kind) => by_ether_type(kind, reader),
        None => SHORT,
    }
}

fn by_ether_type(kind: u16, mut reader: Reader<'_>) -> Payload<'_> {
    let mut kind = kind;
    for _ in 0..MAX_TAGS {
        match kind {
            0x0800 | 0x86DD => return Payload::Ip(reader.rest()),
            // 802.1Q, 802.1ad, and the older double tags: two octets of tag, then the next type.
            0x8100 | 0x88A8 | 0x9100 | 0x9200 => {
                let (Some(_), Some(next)) = (reader.u16(), reader.u16()) else { return SHORT };
                kind = next;
            }
            0x0806 => return Payload::Other("ARP"),
            0x88CC => return Payload::Other("LLDP"),
            0..=0x05DC => return Payload::Other("LLC"),
            _ => break,
        }
    }
    Payload::Other("other Ethernet")
}

/// Q.703: two sequence octets, the length indicator, then (in a message signal unit) MTP3.
fn mtp2(frame: &[u8]) -> Payload<'_> {
    let Some((header, rest)) = frame.split_first_chunk::<3>() else { return SHORT };
    let [_, _, length_indicator] = header;
    match length_indicator & 0x3F {
        0 => Payload::Other("MTP2 fill-in"),
        1 | 2 => Payload::Other("MTP2 link status"),
        _ => Payload::Mtp3(rest),
    }
}
