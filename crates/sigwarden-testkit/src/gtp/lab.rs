//! A laboratory of GTP: nodes that talk over UDP, a clock, and the capture of what they said.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use super::v2;
use crate::capture::{Pcap, link_type};
use crate::transport::{ether_type, ethernet, ipv4_numbered, protocol, udp};
use crate::world::{MILLISECOND, START, spread};

/// UDP port of signalling, of versions 1 and 2 (TS 29.060 10.1.1, TS 29.274 4.2.1).
pub const CONTROL_PORT: u16 = 2123;
/// After how long a node sends a request again that had no answer: T3-RESPONSE (TS 29.274 7.6), nanoseconds.
const RESPONSE_TIMER: u64 = 3_000 * MILLISECOND;
/// Between two packets of one sender, nanoseconds.
const GAP: u64 = 10_000;
/// Sequence numbers of version 2 have three octets, and the highest bit is that of commands (TS 29.274 7.6).
const SEQUENCE: u32 = 0x007f_ffff;

/// What was sent, not yet framed: IPv4 identifications follow from the order of time.
#[derive(Clone, Debug)]
struct Sent {
    time: u64,
    source: Ipv4Addr,
    destination: Ipv4Addr,
    ports: (u16, u16),
    payload: Vec<u8>,
}

/// Keeps clock, numbers of nodes and everything said. Nodes are known by their addresses.
///
/// ```
/// use sigwarden_testkit::gtp::{GtpLab, v2};
///
/// let (sgw, pgw) = ([198, 51, 100, 1].into(), [192, 0, 2, 20].into());
/// let mut lab = GtpLab::new();
/// let sequence = lab.sequence(sgw);
/// lab.exchange(sgw, pgw, v2::echo_request(sequence, 7), Some(v2::echo_response(sequence, 3)));
/// assert_eq!(lab.packets().len(), 2);
/// ```
#[derive(Clone, Debug)]
pub struct GtpLab {
    time: u64,
    answer_delay: u64,
    sequences: BTreeMap<Ipv4Addr, u32>,
    tunnels: BTreeMap<Ipv4Addr, u32>,
    messages: usize,
    sent: Vec<Sent>,
}

impl Default for GtpLab {
    fn default() -> Self {
        Self::new()
    }
}

impl GtpLab {
    /// An empty laboratory at [`START`], with answers 40 ms after their requests.
    pub fn new() -> Self {
        Self {
            time: START,
            answer_delay: 40 * MILLISECOND,
            sequences: BTreeMap::new(),
            tunnels: BTreeMap::new(),
            messages: 0,
            sent: Vec::new(),
        }
    }

    /// Nanoseconds since 1970, now.
    pub fn time(&self) -> u64 {
        self.time
    }

    /// Sets the clock, back too: the capture is sorted by time in the end.
    pub fn set_time(&mut self, time: u64) {
        self.time = time;
    }

    /// Lets nanoseconds pass.
    pub fn advance(&mut self, nanoseconds: u64) {
        self.time += nanoseconds;
    }

    /// How long after its request an answer comes, nanoseconds.
    pub fn set_answer_delay(&mut self, nanoseconds: u64) {
        self.answer_delay = nanoseconds;
    }

    /// GTP messages sent so far; two in one datagram are two.
    pub fn messages(&self) -> usize {
        self.messages
    }

    /// The next sequence number of a node, which counts from its own start. Version 1 takes its low 16 bits.
    pub fn sequence(&mut self, node: Ipv4Addr) -> u32 {
        let next = self.sequences.entry(node).or_insert_with(|| spread(&node.octets()));
        *next = next.wrapping_add(1) & SEQUENCE;
        *next
    }

    /// The next tunnel identifier that a node gives, never 0 and never one that it gave before.
    pub fn teid(&mut self, node: Ipv4Addr) -> u32 {
        let count = self.tunnels.entry(node).or_insert_with(|| spread(&node.octets()));
        *count = count.wrapping_add(1);
        // An odd factor makes another number of each, in no visible order.
        let teid = count.wrapping_mul(0x9e37_79b1);
        if teid == 0 { self.teid(node) } else { teid }
    }

    /// Sends a datagram from and to the port of signalling.
    pub fn send(&mut self, from: Ipv4Addr, to: Ipv4Addr, octets: Vec<u8>) {
        self.send_between(from, to, (CONTROL_PORT, CONTROL_PORT), octets);
    }

    /// Sends a datagram between any ports: source, destination.
    pub fn send_between(&mut self, source: Ipv4Addr, destination: Ipv4Addr, ports: (u16, u16), payload: Vec<u8>) {
        self.messages += 1;
        self.sent.push(Sent { time: self.time, source, destination, ports, payload });
        self.advance(GAP);
    }

    /// Sends two messages of version 2 in one datagram (TS 29.274 5.5.1).
    pub fn send_together(&mut self, from: Ipv4Addr, to: Ipv4Addr, first: Vec<u8>, second: &[u8]) {
        self.send(from, to, v2::piggyback(first, second));
        self.messages += 1;
    }

    /// A request and its answer. The clock stands after the answer (or after the time it would have come).
    pub fn exchange(&mut self, from: Ipv4Addr, to: Ipv4Addr, request: Vec<u8>, answer: Option<Vec<u8>>) {
        self.send(from, to, request);
        self.advance(self.answer_delay);
        if let Some(answer) = answer {
            self.send(to, from, answer);
        }
    }

    /// A request that is sent again after three seconds without an answer, and the answer to the second one.
    pub fn exchange_again(&mut self, from: Ipv4Addr, to: Ipv4Addr, request: Vec<u8>, answer: Option<Vec<u8>>) {
        self.send(from, to, request.clone());
        self.advance(RESPONSE_TIMER);
        self.exchange(from, to, request, answer);
    }

    /// Everything said, as Ethernet frames in the order of time, with their times.
    pub fn packets(&self) -> Vec<(u64, Vec<u8>)> {
        self.frames().collect()
    }

    /// Everything said, as a capture file.
    pub fn pcap(&self) -> Vec<u8> {
        let mut file = Pcap::new(link_type::ETHERNET);
        for (time, frame) in self.frames() {
            file.packet(time, &frame);
        }
        file.finish()
    }

    fn frames(&self) -> impl Iterator<Item = (u64, Vec<u8>)> {
        let mut order: Vec<&Sent> = self.sent.iter().collect();
        order.sort_by_key(|sent| sent.time);
        let mut identifications: BTreeMap<Ipv4Addr, u16> = BTreeMap::new();
        order.into_iter().map(move |sent| {
            let &Sent { time, source, destination, ports, ref payload } = sent;
            let identification = identifications.entry(source).or_insert_with(|| spread(&source.octets()) as u16);
            *identification = identification.wrapping_add(1);
            let datagram = udp(source, destination, ports, payload);
            let packet = ipv4_numbered(source, destination, protocol::UDP, *identification, &datagram);
            (time, ethernet(ether_type::IPV4, &packet))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 1);
    const B: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 1);

    #[test]
    fn every_node_counts_by_itself() {
        let mut lab = GtpLab::new();
        let first = lab.sequence(A);
        assert_ne!(lab.sequence(B), first + 1);
        assert_eq!(lab.sequence(A), first + 1);
        let given: Vec<u32> = (0..4).map(|_| lab.teid(A)).collect();
        assert!(given.iter().all(|teid| *teid != 0 && given.iter().filter(|other| *other == teid).count() == 1));
    }

    #[test]
    fn identifications_follow_the_order_of_time() {
        let mut lab = GtpLab::new();
        lab.exchange_again(A, B, v2::echo_request(1, 1), Some(v2::echo_response(1, 1)));
        lab.set_time(START + MILLISECOND);
        lab.send_together(A, B, v2::echo_request(2, 1), &v2::echo_request(3, 1));
        assert_eq!(lab.messages(), 5);
        let packets = lab.packets();
        let of_a: Vec<_> = packets.iter().filter(|(_, frame)| frame[26..30] == A.octets()).collect();
        let identifications: Vec<u16> =
            of_a.iter().map(|(_, frame)| u16::from_be_bytes([frame[18], frame[19]])).collect();
        assert_eq!(identifications.len(), 3);
        assert!(identifications.windows(2).all(|pair| pair[1] == pair[0].wrapping_add(1)));
        assert_eq!(of_a[2].0 - of_a[0].0, RESPONSE_TIMER + GAP);
        assert_eq!(of_a[0].1[34..], of_a[2].1[34..], "the datagram is the same");
    }
}
