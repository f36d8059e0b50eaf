//! Requests of Diameter and their answers, as they pass between the carrier's agent and ours.

use std::sync::Arc;

use sigwarden_emit::diameter::{Message, Peer, Route, base, code, result};

use super::{Asker, Carriage, Holder, Kind, Line, Stage};
use crate::operation::{DWR, Op, Shown};
use crate::world::{HOME, Subject};

/// Who asks whom, and how the request comes.
#[derive(Clone, Debug)]
pub(crate) struct Peering {
    /// Network that holds the name of the node outside.
    pub(crate) network: usize,
    /// The node outside.
    pub(crate) outside: Arc<Peer>,
    /// Whether it asks us; else we ask it.
    pub(crate) to_home: bool,
    /// Whether our end is a serving node, and theirs a server; else the other way about.
    pub(crate) serving: bool,
    /// Carrier, where it is not that of the network.
    pub(crate) carrier: Option<usize>,
    /// What stands in Route-Record, where it is not what agents on the way add.
    pub(crate) route_record: Option<String>,
    /// Session-Id, where it is not made by the rules.
    pub(crate) session: Option<String>,
}

impl Peering {
    /// A node outside asks us, or we ask it.
    pub(crate) fn new(network: usize, outside: &Arc<Peer>, to_home: bool) -> Self {
        Self {
            network,
            outside: Arc::clone(outside),
            to_home,
            serving: false,
            carrier: None,
            route_record: None,
            session: None,
        }
    }
}

impl Stage<'_> {
    /// The next Session-Id of a node (RFC 6733 8.8).
    fn session(&mut self, host: &str) -> String {
        self.sessions += 1;
        let (high, low) = (self.now / super::SECOND, self.sessions.wrapping_mul(2_654_435_761) & 0xffff_ffff);
        format!("{host};{high};{low}")
    }

    /// The next End-to-End Identifier of a host: the time of its start in the high bits, then a count (RFC 6733 3).
    fn end_to_end(&mut self, host: &str) -> u32 {
        let key = sigwarden_emit::transport::crc32c(host.as_bytes());
        let count = self.ends.entry(key).or_insert(key);
        *count = *count & 0xfff0_0000 | count.wrapping_add(1) & 0x000f_ffff;
        *count
    }

    /// One request and its answer. `make` gets the route; `answer` the request.
    pub(crate) fn exchange(
        &mut self,
        peering: &Peering,
        op: &'static Op,
        subject: Option<Subject>,
        make: impl FnOnce(&Route) -> Message,
        answer: impl FnOnce(&Message, &Peer) -> Option<Message>,
    ) {
        self.exchange_showing(peering, op, op.asks, subject, make, answer);
    }

    /// The same with other identities in the request than the operation has usually.
    pub(crate) fn exchange_showing(
        &mut self,
        peering: &Peering,
        op: &'static Op,
        shown: Shown,
        subject: Option<Subject>,
        make: impl FnOnce(&Route) -> Message,
        answer: impl FnOnce(&Message, &Peer) -> Option<Message>,
    ) {
        let world = self.world;
        let network = &world.networks[peering.network];
        let home =
            Arc::clone(if peering.serving { world.home().mme(peering.network as u64) } else { world.home().hss() });
        let (from, to) = if peering.to_home { (&peering.outside, &home) } else { (&home, &peering.outside) };
        let session = peering.session.clone().unwrap_or_else(|| self.session(&from.host));
        // Serving nodes know the realm of a subscriber, servers the host that serves him.
        let from_server = peering.to_home == peering.serving;
        let route = if from_server { Route::new(session, from, to) } else { Route::to_realm(session, from, &to.realm) };
        let own = peering.carrier.unwrap_or_else(|| network.carrier(self.now()));
        let last = world.last_carrier(own);
        let end_to_end = self.end_to_end(&from.host);
        let hop = self.hops.entry((last, peering.to_home)).or_insert(0x1000);
        *hop = hop.wrapping_add(1);
        let mut request = make(&route).with_identifiers(*hop, end_to_end);
        let agent = &world.carriers[own].agent;
        match &peering.route_record {
            Some(host) => request = request.with(sigwarden_emit::diameter::avp(code::ROUTE_RECORD, host.as_str())),
            None if peering.to_home => {
                request = request.relayed_from(from).relayed_from(&network.edge);
                if last != own {
                    request = request.relayed_from(agent);
                }
            }
            None => request = request.relayed_from(from),
        }
        let asker = Asker::Host(from.host.as_str().into(), from.realm.as_str().into());
        let common = self.common(subject, asker, Holder::Network(if peering.to_home { peering.network } else { HOME }));
        let line = |kind, shown| [Some(Line { op, kind, shown, form: None }), None];
        let asking = line(Kind::Request, shown);
        let carriage = Carriage::Diameter { carrier: last, to_home: peering.to_home, octets: request.encode() };
        self.push(carriage, &common, true, asking);
        self.think();
        let Some(answer) = answer(&request, to) else { return };
        let answer = answer.with_identifiers(request.hop_by_hop, request.end_to_end);
        let found = answer.find(code::RESULT_CODE).is_some_and(|avp| avp.data == result::SUCCESS.to_be_bytes());
        let telling = line(Kind::Answer, if found { op.tells } else { Shown::NONE });
        let carriage = Carriage::Diameter { carrier: last, to_home: !peering.to_home, octets: answer.encode() };
        self.push(carriage, &common, false, telling);
    }

    /// The agent of a carrier asks ours whether it is there.
    pub(crate) fn watchdog(&mut self, carrier: usize) {
        let (theirs, ours) = (Arc::clone(&self.world.carriers[carrier].agent), Arc::clone(&self.world.edge));
        let asker = Asker::Host(theirs.host.as_str().into(), theirs.realm.as_str().into());
        let common = self.common(None, asker, Holder::Carrier(carrier));
        let hop = self.hops.entry((carrier, true)).or_insert(0x1000);
        *hop = hop.wrapping_add(1);
        let request = base::device_watchdog(&theirs).with_identifiers(*hop, *hop ^ 0x5000_0000);
        let line = |kind| [Some(Line { op: &DWR, kind, shown: Shown::NONE, form: None }), None];
        let carriage = Carriage::Diameter { carrier, to_home: true, octets: request.encode() };
        self.push(carriage, &common, true, line(Kind::Request));
        self.pause(1, 9);
        let answer = base::device_watchdog_answer(&request, &ours);
        let carriage = Carriage::Diameter { carrier, to_home: false, octets: answer.encode() };
        self.push(carriage, &common, false, line(Kind::Answer));
    }
}
