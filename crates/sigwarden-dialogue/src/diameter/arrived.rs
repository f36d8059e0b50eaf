//! A Diameter message before it is placed: what identifies it on its connection, across agents, and among all others.

use crate::batch::Meta;
use crate::exchanges::KEYS;
use sigwarden_wire::diameter::header::LENGTH as HEADER;
use sigwarden_wire::diameter::{Field, Header, Message};
use xxhash_rust::xxh3::xxh3_64;

/// What is known of a message before it is placed.
pub(crate) struct Arrived<'a> {
    pub(crate) meta: &'a Meta,
    pub(crate) octets: &'a [u8],
    pub(super) digest: u64,
    /// The connection in the direction of the message, and against it.
    pub(super) connection: (u64, u64),
    pub(super) session: u64,
    /// CC-Request-Number; 0 where there is none.
    number: u32,
    /// Digest of what a request says, without what changes on its way; 0 for answers.
    pub(super) payload: u64,
}

impl<'a> Arrived<'a> {
    /// What `message` says of itself, read from `octets`.
    pub(super) fn new(meta: &'a Meta, message: &Message, octets: &'a [u8], connection: (u64, u64)) -> Self {
        let session = message.octets(Field::SessionId, octets).map_or(0, xxh3_64);
        let number = message.integer(Field::RequestNumber, octets).unwrap_or(0);
        let payload = if message.header().is_request() { payload(message.header(), octets) } else { 0 };
        Self { meta, octets, digest: xxh3_64(octets), connection, session, number, payload }
    }

    /// What stays the same across agents: session, command, and the number of the request in its session.
    /// A message without a session is told by its end-to-end identifier.
    pub(super) fn session_key(&self, header: &Header) -> u64 {
        let number = if self.session == 0 { header.end_to_end } else { self.number };
        mix(self.session, u64::from(header.command) << 32 | u64::from(number), 2)
    }

    /// By what the request is found.
    pub(super) fn keys(&self, header: &Header) -> [u64; KEYS] {
        [hop_key(self.connection.0, header.hop_by_hop), self.session_key(header), 0]
    }

    /// Identifier of the request, from content.
    pub(super) fn id(&self, header: &Header) -> u64 {
        let numbers = u64::from(header.command) << 32 | u64::from(header.end_to_end);
        let parts = [self.session, numbers, self.meta.ts_ns.div_euclid(1000).cast_unsigned()];
        let mut content = [0u8; 24];
        content.iter_mut().zip(parts.into_iter().flat_map(u64::to_le_bytes)).for_each(|(slot, octet)| *slot = octet);
        xxh3_64(&content)
    }
}

/// A hop-by-hop identifier is one of its connection.
pub(super) fn hop_key(connection: u64, hop_by_hop: u32) -> u64 {
    mix(connection, u64::from(hop_by_hop), 1)
}

/// The flag of a request that is sent again (RFC 6733 3).
const RETRANSMISSION: u8 = 0x10;
/// AVPs that agents add or change: the route, who hides behind whom, where to (RFC 6733 6.1.9, 6.7).
const OF_THE_WAY: [u32; 6] = [264, 296, 293, 283, 282, 284];

/// Digest of the AVPs outside groups, without those of the way, and of what no agent changes in the header: version, flags
/// but that of a retransmission, application, and by how much its length is wrong. Where AVPs lie about their lengths, the
/// rest counts whole.
fn payload(header: &Header, octets: &[u8]) -> u64 {
    let mut rest = octets.get(HEADER..).unwrap_or(&[]);
    let wrong = (header.length as usize).wrapping_sub(octets.len()) as u64;
    let first = [header.version, header.flags & !RETRANSMISSION];
    let mut digest = mix(u64::from(header.application) << 16 | u64::from(u16::from_be_bytes(first)), wrong, 3);
    while let Some(&[a, b, c, d, _, high, middle, low]) = rest.first_chunk::<8>() {
        let code = u32::from_be_bytes([a, b, c, d]);
        let length = u32::from_be_bytes([0, high, middle, low]) as usize;
        let whole = length.next_multiple_of(4).min(rest.len());
        let (avp, behind) = rest.split_at_checked(if length < 8 { rest.len() } else { whole }).unwrap_or((rest, &[]));
        if !OF_THE_WAY.contains(&code) {
            digest = digest.rotate_left(23) ^ xxh3_64(avp);
        }
        rest = behind;
    }
    digest | 1
}

fn mix(a: u64, b: u64, salt: u64) -> u64 {
    let folded = (a ^ salt).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(31) ^ b;
    (folded.wrapping_mul(0xC2B2_AE3D_27D4_EB4F) ^ (folded >> 29)) | 1
}
