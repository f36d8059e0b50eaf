//! The neighbours of Diameter connections, as their exchange of capabilities names them.

use super::arrived::Arrived;
use crate::SECOND;
use crate::labels::Label;
use hashbrown::HashMap;
use sigwarden_wire::anomaly::{Anomalies, Code};

/// Connections whose neighbours are remembered; a full table forgets all.
const MAX_PEERS: usize = 65_536;
/// Capabilities-Exchange (RFC 6733 5.3).
pub(super) const CAPABILITIES_EXCHANGE: u32 = 257;
/// Disconnect-Peer (RFC 6733 5.4).
const DISCONNECT_PEER: u32 = 282;
/// A connection that has spoken within this time is still the same one: three intervals of its watchdog (RFC 3539 3.4.1).
const LIVE: i64 = 90 * SECOND;

/// Who sends on each connection and direction.
#[derive(Debug, Default)]
pub(super) struct Neighbours(HashMap<u64, Neighbour>);

#[derive(Clone, Copy, Debug)]
struct Neighbour {
    /// Origin-Host and Origin-Realm of its exchange of capabilities.
    names: (Label, Label),
    /// Time of its last message.
    last_ts: i64,
}

impl Neighbours {
    /// Who sends this message; `names` are those of the message, needed where it exchanges capabilities.
    pub(super) fn of(
        &mut self,
        arrived: &Arrived<'_>,
        command: u32,
        names: (Label, Label),
        anomalies: &mut Anomalies,
    ) -> (Label, Label) {
        match command {
            CAPABILITIES_EXCHANGE => self.introduce(arrived, names, anomalies),
            DISCONNECT_PEER => {
                self.0.remove(&arrived.connection.1);
                self.0.remove(&arrived.connection.0).map(|known| known.names).unwrap_or_default()
            }
            _ if self.0.is_empty() => Default::default(),
            _ => self.0.get_mut(&arrived.connection.0).map_or_else(Default::default, |known| {
                known.last_ts = arrived.meta.ts_ns;
                known.names
            }),
        }
    }

    fn introduce(&mut self, arrived: &Arrived<'_>, names: (Label, Label), anomalies: &mut Anomalies) -> (Label, Label) {
        let now = arrived.meta.ts_ns;
        if self.0.len() >= MAX_PEERS {
            self.0.clear();
        }
        let before = self.0.insert(arrived.connection.0, Neighbour { names, last_ts: now });
        // After a silence the connection may be another one between the same ports.
        let live = |before: &Neighbour| now.abs_diff(before.last_ts) <= LIVE.unsigned_abs();
        if before.is_some_and(|before| before.names != names && live(&before)) {
            anomalies.add(Code::CapabilitiesAgain, 5, 3);
        }
        names
    }
}
