//! A laboratory of Diameter: peers that talk, a clock, and the capture of what they said.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use super::Message;
use super::Peer;
use super::base;
use super::code;
use super::connection::{Connections, Part, Sent, What};
use super::flag;
use crate::capture::{Pcap, link_type};
use crate::transport::tcp_flag;
use crate::world::{MILLISECOND, START, spread};

/// How long an agent keeps a message, nanoseconds.
const AGENT_DELAY: u64 = 2 * MILLISECOND;
/// Between two packets of one sender, nanoseconds.
const GAP: u64 = 10_000;
/// The low bits of an End-to-End Identifier, which count; the high ones are of the time of a
/// restart (RFC 6733 3).
const END_TO_END_COUNT: u32 = 0x000f_ffff;

/// What carries Diameter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Carrier {
    /// SCTP, payload protocol 46.
    #[default]
    Sctp,
    /// TCP.
    Tcp,
}

/// Keeps clock, identifiers and everything said. Connections are known by the addresses and ports
/// of their ends.
#[derive(Clone, Debug)]
pub struct DiameterLab {
    time: u64,
    answer_delay: u64,
    carrier: Carrier,
    hops: BTreeMap<(Ipv4Addr, u16, Ipv4Addr, u16), u32>,
    origins: BTreeMap<Vec<u8>, u32>,
    sessions: BTreeMap<String, u32>,
    messages: usize,
    sent: Vec<Sent>,
}

impl Default for DiameterLab {
    fn default() -> Self {
        Self::new()
    }
}

impl DiameterLab {
    /// An empty laboratory over SCTP at [`START`], with answers 40 ms after their requests.
    pub fn new() -> Self {
        Self::over(Carrier::Sctp)
    }

    /// An empty laboratory over a carrier.
    pub fn over(carrier: Carrier) -> Self {
        Self {
            time: START,
            answer_delay: 40 * MILLISECOND,
            carrier,
            hops: BTreeMap::new(),
            origins: BTreeMap::new(),
            sessions: BTreeMap::new(),
            messages: 0,
            sent: Vec::new(),
        }
    }

    /// What carries the messages from here on. A connection keeps the carrier it began with.
    pub fn set_carrier(&mut self, carrier: Carrier) {
        self.carrier = carrier;
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

    /// Diameter messages sent so far; a relayed one counts on each of its hops.
    pub fn messages(&self) -> usize {
        self.messages
    }

    /// The next Session-Id of a peer (RFC 6733 8.8).
    pub fn session(&mut self, peer: &Peer) -> String {
        let count = self.sessions.entry(peer.host.clone()).or_insert(0);
        *count += 1;
        format!("{};{};{count}", peer.host, START / (1000 * MILLISECOND))
    }

    /// The request with the next identifiers: hop-by-hop of this direction of this connection,
    /// end-to-end of the host that it says it is from.
    pub fn identify(&mut self, from: &Peer, to: &Peer, request: Message) -> Message {
        let host = request.find(code::ORIGIN_HOST).map(|avp| avp.data.clone()).unwrap_or_default();
        let first = spread(&host);
        let end_to_end = self.origins.entry(host).or_insert(first);
        *end_to_end = *end_to_end & !END_TO_END_COUNT | end_to_end.wrapping_add(1) & END_TO_END_COUNT;
        let end_to_end = *end_to_end;
        request.with_identifiers(self.hop(from, to), end_to_end)
    }

    fn hop(&mut self, from: &Peer, to: &Peer) -> u32 {
        let first = spread(from.host.as_bytes());
        let hop = self.hops.entry((from.ip, from.port, to.ip, to.port)).or_insert(first);
        *hop = hop.wrapping_add(1);
        *hop
    }

    /// Sends a message as it is.
    pub fn send(&mut self, from: &Peer, to: &Peer, message: &Message) {
        self.send_octets(from, to, message.encode());
    }

    /// Sends the octets of a message, whatever they are.
    pub fn send_octets(&mut self, from: &Peer, to: &Peer, octets: Vec<u8>) {
        self.messages += 1;
        for part in Part::fitting(octets) {
            self.packet(from, to, What::Parts(vec![part]));
        }
    }

    /// Sends a message in several packets, cut before these offsets, which rise: segments of TCP, or
    /// parts of a user message of SCTP.
    pub fn send_split(&mut self, from: &Peer, to: &Peer, message: &Message, offsets: &[usize]) {
        self.messages += 1;
        for part in Part::cut(&message.encode(), offsets) {
            self.packet(from, to, What::Parts(vec![part]));
        }
    }

    /// Sends several messages in one packet: one segment of TCP, or one chunk of SCTP each.
    pub fn send_together(&mut self, from: &Peer, to: &Peer, messages: &[Message]) {
        self.messages += messages.len();
        self.packet(from, to, What::Parts(messages.iter().map(|message| Part::whole(message.encode())).collect()));
    }

    /// The carrier sends the last packet of this direction once more.
    pub fn send_again(&mut self, from: &Peer, to: &Peer) {
        self.packet(from, to, What::Again);
    }

    fn packet(&mut self, from: &Peer, to: &Peer, what: What) {
        self.sent.push(Sent::new(self.time, from, to, self.carrier, what));
        self.advance(GAP);
    }

    /// Opens a connection: the handshake of TCP (none is shown of SCTP), then capabilities.
    pub fn connect(&mut self, from: &Peer, to: &Peer, applications: &[u32]) {
        if self.carrier == Carrier::Tcp {
            self.packet(from, to, What::Control(tcp_flag::SYN));
            self.packet(to, from, What::Control(tcp_flag::SYN | tcp_flag::ACK));
            self.packet(from, to, What::Control(tcp_flag::ACK));
        }
        let request = base::capabilities_exchange(from, applications);
        let answer = base::capabilities_exchange_answer(&request, to, applications);
        self.exchange(from, to, request, Some(answer));
    }

    /// A request and its answer between neighbours; both get the next identifiers. The clock stands
    /// after the answer (or after the time it would have come). Returns the request as it was sent.
    pub fn exchange(&mut self, from: &Peer, to: &Peer, request: Message, answer: Option<Message>) -> Message {
        let request = self.identify(from, to, request);
        self.send(from, to, &request);
        self.advance(self.answer_delay);
        if let Some(answer) = answer {
            self.send(to, from, &answer.with_identifiers(request.hop_by_hop, request.end_to_end));
        }
        request
    }

    /// A request that goes from the first of `path` over agents to the last, and its answer back.
    /// Every agent gives it a hop-by-hop identifier of its own, and adds where it had it from.
    pub fn relay(&mut self, path: &[&Peer], request: Message, answer: Option<Message>) {
        let [first, second, ..] = path else { panic!("a path has two ends") };
        let mut message = self.identify(first, second, request);
        let mut hops = Vec::with_capacity(path.len());
        for (place, pair) in path.windows(2).enumerate() {
            if place > 0 {
                self.advance(AGENT_DELAY);
                message = message.relayed_from(path[place - 1]);
                message.hop_by_hop = self.hop(pair[0], pair[1]);
            }
            self.send(pair[0], pair[1], &message);
            hops.push((pair[0], pair[1], message.hop_by_hop));
        }
        self.advance(self.answer_delay);
        let Some(mut answer) = answer else { return };
        answer.end_to_end = message.end_to_end;
        for (from, to, hop_by_hop) in hops.into_iter().rev() {
            answer.hop_by_hop = hop_by_hop;
            self.send(to, from, &answer);
            self.advance(AGENT_DELAY);
        }
    }

    /// Sends a request again as its sender does that had no answer (RFC 6733 5.5.4): same end-to-end
    /// identifier, the bit that says so, over whichever connection.
    pub fn repeat(&mut self, from: &Peer, to: &Peer, request: &Message) {
        let mut again = request.clone().with_flags(request.flags | flag::RETRANSMITTED);
        again.hop_by_hop = self.hop(from, to);
        self.send(from, to, &again);
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
        let mut connections = Connections::default();
        order.into_iter().map(move |sent| (sent.time, connections.frame(sent)))
    }
}
