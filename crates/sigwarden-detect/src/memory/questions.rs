//! Requests that are legitimate alone and suspicious in company: held until their company is known.
//!
//! - Where a short message is to be brought, asked without bringing one ([`routes`]).
//! - First registrations that the telephone contradicts soon after ([`arrivals`]).
//! - Where a guest is, asked by the guest's own home network again and again ([`roamers`]).

mod arrivals;
mod roamers;
mod routes;

use super::subscribers::NetworkKey;
use crate::findings::Pending;
use crate::thresholds::Thresholds;
use sigwarden_dialogue::Title;

pub(crate) use routes::Context;

/// Which question is held, and what for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Question {
    /// Where a short message is to be brought; the digest of the address that asks.
    Route(u64),
    /// Where a guest is, asked by its home network; the digest of the address that asks.
    Guest(u64),
    /// A first registration in a network.
    Arrival(NetworkKey),
}

/// All questions that are held.
#[derive(Debug, Default)]
pub(crate) struct Questions {
    pub(crate) routes: routes::Routes,
    pub(crate) guests: roamers::Guests,
    pub(crate) arrivals: arrivals::Arrivals,
}

impl Questions {
    /// A dialogue with a question has ended. What comes back is a finding.
    pub(crate) fn closed(&mut self, question: Question, pending: Pending, thresholds: &Thresholds) -> Option<Pending> {
        match question {
            Question::Route(address) => {
                self.routes.closed(address, pending, thresholds);
                None
            }
            Question::Arrival(network) => self.arrivals.closed(network, pending),
            Question::Guest(address) => self.guests.closed(address, pending),
        }
    }

    /// A short message was brought to a subscriber.
    pub(crate) fn delivered(&mut self, imsi: Title, address: u64, ts: i64) {
        self.routes.delivered(imsi, address, ts);
    }
}
