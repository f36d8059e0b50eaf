//! What comes behind the joiner, which gives messages their place: there the inside of messages is read and handed to the
//! sink, at once or, from a [`Tape`](crate::Tape), on another thread.
//!
//! Nothing comes back from there: where a message belongs does not depend on what the sink thinks of it.

use crate::batch::Protocol;
use crate::dialogue::Dialogue;
use crate::joiner::reading;
use crate::labels::Labels;
use crate::sink::{Ended, Sink};
use crate::{diameter, gtp, joiner};
use sigwarden_wire::anomaly::Anomalies;
use sigwarden_wire::{diameter as wire, gtp as wire_gtp, tcap};

/// Position in the table of a protocol; none where nothing waits for the message.
pub(crate) type Slot = Option<u32>;

/// Takes what has ended.
pub(crate) trait Ends {
    /// A dialogue that will not go on.
    fn closed(&mut self, slot: Slot, dialogue: &Dialogue);

    /// A request of Diameter or GTP to which nothing more will come.
    fn ended(&mut self, protocol: Protocol, slot: Slot, ended: Ended);
}

/// Takes messages that have their place.
pub(crate) trait Next: Ends {
    /// Whether everything is wanted of every message.
    fn wants_all(&self) -> bool;

    /// Which message of its batch is told of until the next call.
    fn at(&mut self, _position: usize) {}

    /// A TCAP message. The dialogue follows it here: requests are added to it, and meet their answers.
    fn ss7(
        &mut self,
        arrived: &joiner::Arrived<'_>,
        place: &joiner::Place,
        message: &mut tcap::Message,
        dialogue: &mut Dialogue,
        anomalies: Anomalies,
    );

    /// A Diameter message.
    fn diameter(
        &mut self,
        arrived: &diameter::Arrived<'_>,
        place: &diameter::Place,
        message: &mut wire::Message,
        exchange: &mut diameter::Exchange,
        labels: &Labels,
        anomalies: &mut Anomalies,
    );

    /// A GTP message.
    fn gtp(
        &mut self,
        arrived: &gtp::Arrived<'_>,
        place: &gtp::Place,
        message: &wire_gtp::Message,
        exchange: &mut gtp::Exchange,
        anomalies: &mut Anomalies,
    );
}

/// Reads and hands over at once.
pub(crate) struct AtOnce<'a, S>(pub(crate) &'a mut S);

impl<S: Sink> Ends for AtOnce<'_, S> {
    fn closed(&mut self, _: Slot, dialogue: &Dialogue) {
        self.0.closed(&dialogue.into());
    }

    fn ended(&mut self, _: Protocol, _: Slot, ended: Ended) {
        self.0.ended(&ended);
    }
}

impl<S: Sink> Next for AtOnce<'_, S> {
    fn wants_all(&self) -> bool {
        self.0.wants_all()
    }

    fn ss7(
        &mut self,
        arrived: &joiner::Arrived<'_>,
        place: &joiner::Place,
        message: &mut tcap::Message,
        dialogue: &mut Dialogue,
        mut anomalies: Anomalies,
    ) {
        reading::emit(arrived, message, dialogue, place, &mut anomalies, self.0);
    }

    fn diameter(
        &mut self,
        arrived: &diameter::Arrived<'_>,
        place: &diameter::Place,
        message: &mut wire::Message,
        exchange: &mut diameter::Exchange,
        labels: &Labels,
        anomalies: &mut Anomalies,
    ) {
        diameter::emit((arrived.meta, arrived.octets), place, message, exchange, labels, anomalies, self.0);
    }

    fn gtp(
        &mut self,
        arrived: &gtp::Arrived<'_>,
        place: &gtp::Place,
        message: &wire_gtp::Message,
        exchange: &mut gtp::Exchange,
        anomalies: &mut Anomalies,
    ) {
        gtp::emit((arrived.meta, arrived.octets, arrived.index), place, message, exchange, anomalies, self.0);
    }
}
