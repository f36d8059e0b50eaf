//! A laboratory: nodes that talk, a clock, and the capture of what they said.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use crate::capture::{Pcap, link_type};
use crate::sccp::{self, Address};
use crate::tcap::{Dialogue, Message, abrt, invoke, return_error, return_result_last, return_result_last_empty};
use crate::transport::{
    Chunk, Label, ether_type, ethernet, ipv4, m3ua_data, network, payload_protocol, protocol, sctp, service,
};

/// A millisecond, in the unit of all times here: nanoseconds.
pub const MILLISECOND: u64 = 1_000_000;
/// When every laboratory starts: 2026-01-01 00:00:00 UTC.
pub const START: u64 = 1_767_225_600_000 * MILLISECOND;

const SIGTRAN_PORT: u16 = 2905;
const ROUTING_CONTEXT: u32 = 100;
/// Data that fits a UDT beside two addresses and the labels around it.
const UNITDATA_MAX: usize = 220;

/// Somebody who sends and receives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Global title digits, international.
    pub gt: String,
    /// Subsystem number.
    pub ssn: u8,
    /// Point code, 14 bits: of the node, or of the transfer point its messages come through.
    pub pc: u32,
    /// Address of the host that speaks SCTP for it.
    pub ip: Ipv4Addr,
}

impl Node {
    /// A node.
    pub fn new(gt: impl Into<String>, ssn: u8, pc: u32, ip: impl Into<Ipv4Addr>) -> Self {
        Self { gt: gt.into(), ssn, pc, ip: ip.into() }
    }

    /// Its SCCP address, routed on global title.
    pub fn address(&self) -> Address {
        Address::title(&self.gt, self.ssn)
    }
}

/// How a [`Lab::dialogue`] ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// END with a result of this parameter (empty: a result that says only "done").
    Result(Vec<u8>),
    /// END with this local error code.
    Error(i64),
    /// ABORT by the user.
    Abort,
    /// Nobody answers.
    None,
}

/// What was sent, not yet framed: sequence numbers follow from the order of time.
#[derive(Clone, Debug)]
struct Sent {
    time: u64,
    source: Ipv4Addr,
    destination: Ipv4Addr,
    label: Label,
    payload: Vec<u8>,
}

/// Keeps clock, transaction identifiers and everything said.
#[derive(Clone, Debug)]
pub struct Lab {
    time: u64,
    answer_delay: u64,
    transactions: BTreeMap<(String, u8), u32>,
    segmentation_reference: u32,
    messages: usize,
    sent: Vec<Sent>,
}

impl Default for Lab {
    fn default() -> Self {
        Self::new()
    }
}

impl Lab {
    /// An empty laboratory at [`START`], with answers 40 ms after their questions.
    pub fn new() -> Self {
        Self {
            time: START,
            answer_delay: 40 * MILLISECOND,
            transactions: BTreeMap::new(),
            segmentation_reference: 0,
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

    /// How long after its question an answer comes in [`Lab::dialogue`], nanoseconds.
    pub fn set_answer_delay(&mut self, nanoseconds: u64) {
        self.answer_delay = nanoseconds;
    }

    /// TCAP messages sent so far, a segmented one counted once.
    pub fn messages(&self) -> usize {
        self.messages
    }

    /// The next transaction identifier of a node. Every node counts by itself from its own start.
    pub fn transaction(&mut self, node: &Node) -> [u8; 4] {
        let key = (node.gt.clone(), node.ssn);
        let next = self.transactions.entry(key).or_insert_with(|| spread(node.gt.as_bytes()) & 0x3fff_ffff);
        *next += 1;
        next.to_be_bytes()
    }

    /// Sends a TCAP message: in a UDT, or segmented into XUDTs where it is too long for one.
    pub fn send(&mut self, from: &Node, to: &Node, tcap: &[u8]) {
        self.messages += 1;
        let (called, calling) = (to.address(), from.address());
        if tcap.len() <= UNITDATA_MAX {
            let message = sccp::udt(sccp::CLASS_0, &called, &calling, tcap);
            self.send_sccp(from, to, message);
            return;
        }
        self.segmentation_reference += 1;
        let reference = self.segmentation_reference;
        for message in sccp::segment(&called, &calling, tcap, UNITDATA_MAX - 20, reference) {
            self.send_sccp(from, to, message);
        }
    }

    /// Sends an SCCP message, in a frame of its own.
    pub fn send_sccp(&mut self, from: &Node, to: &Node, message: Vec<u8>) {
        self.send_user_part(from, to, service::SCCP, message);
    }

    /// Sends a message of any MTP user ([`service`]), and lets 10 µs pass.
    pub fn send_user_part(&mut self, from: &Node, to: &Node, service: u8, payload: Vec<u8>) {
        let pair = [from.gt.as_bytes(), to.gt.as_bytes()].concat();
        let label = Label {
            opc: from.pc,
            dpc: to.pc,
            sls: spread(&pair) as u8 & 0x0f,
            service,
            network: network::INTERNATIONAL,
        };
        self.sent.push(Sent { time: self.time, source: from.ip, destination: to.ip, label, payload });
        self.advance(10_000);
    }

    /// A dialogue of one operation: BEGIN with the invoke, and its answer. The clock stands after
    /// the answer (or after the time it would have come).
    pub fn dialogue(
        &mut self,
        from: &Node,
        to: &Node,
        context: &[u64],
        operation: i64,
        argument: &[u8],
        answer: Answer,
    ) {
        let transaction = self.transaction(from);
        let begin = Message::begin(&transaction)
            .dialogue(Dialogue::request(context).encode())
            .component(invoke(1, operation, argument));
        self.send(from, to, &begin.encode());
        self.advance(self.answer_delay);
        let accepted = || Dialogue::accepted(context).encode();
        let reply = match answer {
            Answer::None => return,
            Answer::Abort => Message::abort(&transaction).dialogue(abrt(0)),
            Answer::Error(code) => {
                Message::end(&transaction).dialogue(accepted()).component(return_error(1, code, &[]))
            }
            Answer::Result(result) if result.is_empty() => {
                Message::end(&transaction).dialogue(accepted()).component(return_result_last_empty(1))
            }
            Answer::Result(result) => {
                Message::end(&transaction).dialogue(accepted()).component(return_result_last(1, operation, &result))
            }
        };
        self.send(to, from, &reply.encode());
    }

    /// Everything said, as Ethernet frames in the order of time, with their times. A packet that
    /// has something to acknowledge does so in a chunk before its data.
    pub fn packets(&self) -> Vec<(u64, Vec<u8>)> {
        let mut order: Vec<&Sent> = self.sent.iter().collect();
        order.sort_by_key(|sent| sent.time);
        let mut associations = Associations::default();
        order.into_iter().map(|sent| (sent.time, associations.frame(sent))).collect()
    }

    /// Everything said, as a capture file.
    pub fn pcap(&self) -> Vec<u8> {
        let mut file = Pcap::new(link_type::ETHERNET);
        for (time, frame) in self.packets() {
            file.packet(time, &frame);
        }
        file.finish()
    }
}

/// The state of one direction of an association.
#[derive(Clone, Copy, Debug)]
struct Direction {
    next_tsn: u32,
    stream_sequences: [u16; 16],
    acknowledged: bool,
}

#[derive(Debug, Default)]
struct Associations(BTreeMap<(Ipv4Addr, Ipv4Addr), Direction>);

impl Associations {
    fn frame(&mut self, sent: &Sent) -> Vec<u8> {
        let mut chunks = Vec::new();
        if let Some(peer) = self.0.get_mut(&(sent.destination, sent.source))
            && !peer.acknowledged
        {
            peer.acknowledged = true;
            chunks.push(Chunk::Sack(peer.next_tsn.wrapping_sub(1)));
        }
        let own = self.0.entry((sent.source, sent.destination)).or_insert_with(|| Direction {
            next_tsn: tag(sent.source, sent.destination) ^ 0x5a5a_5a5a,
            stream_sequences: [0; 16],
            acknowledged: false,
        });
        let stream = usize::from(sent.label.sls);
        let message = m3ua_data(None, Some(ROUTING_CONTEXT), sent.label, &sent.payload);
        chunks.push(Chunk::data(
            own.next_tsn,
            stream as u16,
            own.stream_sequences[stream],
            payload_protocol::M3UA,
            message,
        ));
        own.next_tsn = own.next_tsn.wrapping_add(1);
        own.stream_sequences[stream] = own.stream_sequences[stream].wrapping_add(1);
        own.acknowledged = false;
        let tag = tag(sent.source, sent.destination);
        let packet = sctp(SIGTRAN_PORT, SIGTRAN_PORT, tag, &chunks);
        ethernet(ether_type::IPV4, &ipv4(sent.source, sent.destination, protocol::SCTP, &packet))
    }
}

/// Verification tag of a direction: fixed by its addresses.
fn tag(source: Ipv4Addr, destination: Ipv4Addr) -> u32 {
    spread(&[source.octets(), destination.octets()].concat())
}

/// FNV-1a: spreads octets over 32 bits.
pub(crate) fn spread(octets: &[u8]) -> u32 {
    octets.iter().fold(0x811c_9dc5, |hash, octet| (hash ^ u32::from(*octet)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nodes() -> (Node, Node) {
        let a = Node::new("15555550101", 6, 100, [192, 0, 2, 1]);
        let b = Node::new("447700900001", 7, 200, [198, 51, 100, 1]);
        (a, b)
    }

    #[test]
    fn a_dialogue_is_a_question_and_its_answer() {
        let (a, b) = nodes();
        for (answer, frames) in
            [(Answer::Result(vec![0x30, 0]), 2), (Answer::Error(27), 2), (Answer::Abort, 2), (Answer::None, 1)]
        {
            let mut lab = Lab::new();
            lab.dialogue(&a, &b, &[0, 4, 0, 0, 1, 0, 28, 3], 70, &[0x30, 0], answer);
            assert_eq!(lab.packets().len(), frames);
            assert_eq!(lab.messages(), frames);
        }
    }

    #[test]
    fn long_messages_are_segmented_and_count_once() {
        let (a, b) = nodes();
        let mut lab = Lab::new();
        lab.send(&a, &b, &[0; 450]);
        assert_eq!(lab.packets().len(), 3);
        assert_eq!(lab.messages(), 1);
    }

    #[test]
    fn packets_come_in_the_order_of_time() {
        let (a, b) = nodes();
        let mut lab = Lab::new();
        lab.advance(MILLISECOND);
        lab.send(&a, &b, &[1]);
        lab.set_time(START);
        lab.send(&b, &a, &[2]);
        let times: Vec<u64> = lab.packets().iter().map(|packet| packet.0).collect();
        assert_eq!(times, [START, START + MILLISECOND]);
    }
}
