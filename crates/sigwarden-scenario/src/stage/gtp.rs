//! Messages of GTP and their answers.

use std::net::Ipv4Addr;

use super::{Asker, Carriage, Holder, Kind, Line, SECOND, Stage};
use crate::operation::{Op, Shown};
use crate::world::Subject;

/// After how long a request is sent again (TS 29.274 7.6), nanoseconds.
const AGAIN: u64 = 3 * SECOND;

impl Stage<'_> {
    /// The next tunnel identifier that a node gives: never 0, in no visible order.
    pub(crate) fn tunnel(&mut self, node: Ipv4Addr) -> u32 {
        let count = self.tunnels.entry(node).or_insert(0);
        *count = count.wrapping_add(1);
        count.wrapping_mul(0x9e37_79b1).max(1)
    }

    /// The next sequence number of a node: counts from its address on.
    pub(crate) fn gtp_sequence(&mut self, node: Ipv4Addr) -> u32 {
        let key = Ipv4Addr::from(u32::from(node) | 0xf000_0000);
        let first = u32::from(node).wrapping_mul(7919) & 0xffff;
        let count = self.tunnels.entry(key).or_insert(first);
        *count = count.wrapping_add(1) & 0xffff;
        *count
    }

    /// A request and its answer; now and then the request is sent twice. `network`: who asks.
    pub(crate) fn transaction_of(
        &mut self,
        (from, to): (Ipv4Addr, Ipv4Addr),
        network: usize,
        op: &'static Op,
        subject: Option<Subject>,
        request: Vec<u8>,
        answer: Option<Vec<u8>>,
    ) {
        let common = self.common(subject, Asker::Ip(from), Holder::Network(network));
        let line = |kind, shown| [Some(Line { op, kind, shown, form: None }), None];
        let legitimate = matches!(common.cause, super::Cause::Legitimate(_));
        let ask = |stage: &mut Self, octets, opens| {
            let carriage = Carriage::Gtp { source: from, destination: to, octets };
            stage.push(carriage, &common, opens, line(Kind::Request, op.asks));
        };
        let twice = legitimate && self.random.chance(4);
        if twice {
            ask(self, request.clone(), true);
            self.wait(AGAIN);
        }
        ask(self, request, !twice);
        self.think();
        if let Some(octets) = answer {
            let carriage = Carriage::Gtp { source: to, destination: from, octets };
            self.push(carriage, &common, false, line(Kind::Answer, Shown::NONE));
        }
    }
}
