//! Datagrams between gateways, in the order of a clock.

use std::net::Ipv4Addr;

use crate::capture::{Pcap, link_type};
use crate::gtp;
use crate::transport::{ether_type, ethernet, ipv4_fragments, protocol};
use crate::world::{MILLISECOND, START};

/// Port of signalling (TS 29.274 4.2.2), and of user data.
const CONTROL: u16 = 2123;
const USER: u16 = 2152;
/// Octets of a fragment of a small path, and of one that holds any message.
const SMALL: usize = 32;
const WHOLE: usize = 8_192;
/// An IPv4 header without options.
const HEADER: usize = 20;

/// From whom to whom.
pub(in crate::corpus) type Way = (Ipv4Addr, Ipv4Addr);

/// Keeps the clock and everything said.
#[derive(Clone, Debug)]
pub(in crate::corpus) struct GtpLab {
    time: u64,
    identification: u16,
    frames: Vec<(u64, Vec<u8>)>,
}

impl GtpLab {
    /// An empty one at [`START`].
    pub(in crate::corpus) fn new() -> Self {
        Self { time: START, identification: 1, frames: Vec::new() }
    }

    /// Sets the clock.
    pub(in crate::corpus) fn set_time(&mut self, time: u64) {
        self.time = time;
    }

    /// Lets milliseconds pass.
    pub(super) fn wait(&mut self, milliseconds: u64) {
        self.time += milliseconds * MILLISECOND;
    }

    /// Sends a message of signalling, and lets 10 ms pass.
    pub(in crate::corpus) fn send(&mut self, way: Way, message: &[u8]) {
        self.datagram(way, CONTROL, message);
    }

    /// Sends a message on the user plane, and lets 10 ms pass.
    pub(super) fn send_user(&mut self, way: Way, message: &[u8]) {
        self.datagram(way, USER, message);
    }

    /// A request from any port, and its answer to there (TS 29.274 4.2.2).
    pub(super) fn exchange_over(&mut self, (from, to): Way, port: u16, request: &[u8], answer: &[u8]) {
        self.parts((from, to), (port, CONTROL), request, WHOLE);
        self.wait(20);
        self.parts((to, from), (CONTROL, port), answer, WHOLE);
    }

    /// A request, and its answer 30 ms later.
    pub(in crate::corpus) fn exchange(&mut self, (from, to): Way, request: &[u8], answer: &[u8]) {
        self.send((from, to), request);
        self.wait(20);
        self.send((to, from), answer);
    }

    /// Sends a message in fragments of IP, 32 octets each.
    pub(super) fn send_fragments(&mut self, way: Way, message: &[u8]) {
        self.parts(way, (CONTROL, CONTROL), message, SMALL);
    }

    /// Sends a message in a packet whose identification is 0, as may be where nobody fragments (RFC 6864 4.1).
    pub(super) fn send_without_identification(&mut self, (from, to): Way, message: &[u8]) {
        let packet = gtp::packet(from, to, (CONTROL, CONTROL), message);
        self.frames.push((self.time, ethernet(ether_type::IPV4, &packet)));
        self.wait(10);
    }

    /// The last frame once more, as a second tap sees it.
    pub(super) fn seen_again(&mut self) {
        let (time, frame) = self.frames.last().cloned().expect("there is a frame");
        self.frames.push((time + MILLISECOND / 10, frame));
    }

    fn datagram(&mut self, way: Way, port: u16, message: &[u8]) {
        self.parts(way, (port, port), message, WHOLE);
    }

    fn parts(&mut self, (from, to): Way, ports: (u16, u16), message: &[u8], size: usize) {
        let packet = gtp::packet(from, to, ports, message);
        for part in ipv4_fragments(from, to, protocol::UDP, self.identification, &packet[HEADER..], size) {
            self.frames.push((self.time, ethernet(ether_type::IPV4, &part)));
        }
        self.identification += 1;
        self.wait(10);
    }

    /// Everything said, with its times.
    pub(in crate::corpus) fn packets(&self) -> Vec<(u64, Vec<u8>)> {
        self.frames.clone()
    }

    /// Everything said, as a capture file.
    pub(super) fn pcap(&self) -> Vec<u8> {
        let mut file = Pcap::new(link_type::ETHERNET);
        self.frames.iter().for_each(|(time, frame)| file.packet(*time, frame));
        file.finish()
    }
}
