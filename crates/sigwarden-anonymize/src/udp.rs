//! UDP datagrams: GTP signalling, and SCTP inside UDP.

use crate::Done;
use crate::anonymizer::{Anonymizer, Way};
use crate::draft::Draft;
use crate::frames::View;
use sigwarden_wire::gtp::{self, CONTROL_PORT, PRIME_PORT, USER_PORT};
use sigwarden_wire::ip;
use std::ops::Range;

/// Port of SCTP inside UDP (RFC 6951).
pub(crate) const SCTP_PORT: u16 = 9899;
/// Octets of a header.
const HEADER: usize = 8;

impl Anonymizer {
    pub(crate) fn udp(&mut self, base: &View, draft: &mut Draft<'_>, range: Range<usize>, way: Way) -> Done {
        let octets = draft.octets(range.clone());
        let ports = ip::udp(octets).ok_or("UDP too short")?;
        draft.keep(range.start..range.start.saturating_add(HEADER));
        let payload = draft.place(ports.payload).ok_or("UDP without data")?;
        let is = |port: u16| ports.src == port || ports.dst == port;
        if is(SCTP_PORT) {
            return self.sctp(base, draft, payload, Way { ports: (ports.src, ports.dst), ..way });
        }
        // A bit tells signalling from charging records of the same ports (TS 32.295 5.1, GSM 09.60 10.1).
        let first = ports.payload.first().map_or(0, |first| first & 0xF0);
        let charging = matches!(first, 0x00 | 0x20);
        let signalling = is(CONTROL_PORT) || is(USER_PORT) || is(PRIME_PORT) && first == 0x10;
        match () {
            () if signalling && charging => Err("GTP'"),
            () if signalling || gtp::looks_like_control(ports.payload) => self.gtp(&base.sub(payload)),
            () if gtp::looks_like_user(ports.payload) => self.gtp(&base.sub(payload)),
            () => Err("UDP, not GTP"),
        }
    }
}
