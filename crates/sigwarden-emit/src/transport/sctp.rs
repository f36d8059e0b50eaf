//! SCTP packets (RFC 9260).

/// Payload protocol identifiers.
pub mod payload_protocol {
    /// M2UA.
    pub const M2UA: u32 = 2;
    /// M3UA.
    pub const M3UA: u32 = 3;
    /// SUA.
    pub const SUA: u32 = 4;
    /// M2PA.
    pub const M2PA: u32 = 5;
    /// Diameter, in clear text.
    pub const DIAMETER: u32 = 46;
}

/// A chunk of an SCTP packet.
#[derive(Clone, Debug)]
pub enum Chunk {
    /// A whole user message (or with other flags, a part of one).
    Data {
        /// 3: whole message, 2: first part, 0: middle, 1: last part.
        flags: u8,
        /// Transmission sequence number.
        tsn: u32,
        /// Stream identifier.
        stream: u16,
        /// Stream sequence number.
        sequence: u16,
        /// Payload protocol identifier.
        protocol: u32,
        /// User data.
        payload: Vec<u8>,
    },
    /// Selective acknowledgement of everything up to this number.
    Sack(u32),
    /// Heartbeat with opaque information.
    Heartbeat(Vec<u8>),
    /// Start of an association: initiate tag, initial transmission sequence number.
    Init(u32, u32),
    /// Any other chunk: type, flags, value.
    Other(u8, u8, Vec<u8>),
}

impl Chunk {
    /// A whole user message in one chunk.
    pub fn data(tsn: u32, stream: u16, sequence: u16, protocol: u32, payload: Vec<u8>) -> Self {
        Self::Data { flags: 3, tsn, stream, sequence, protocol, payload }
    }

    fn encode(&self) -> Vec<u8> {
        const WINDOW: [u8; 4] = 65_536_u32.to_be_bytes();
        let (kind, flags, value) = match self {
            Self::Data { flags, tsn, stream, sequence, protocol, payload } => {
                let mut value = tsn.to_be_bytes().to_vec();
                value.extend([stream.to_be_bytes(), sequence.to_be_bytes()].concat());
                value.extend(protocol.to_be_bytes());
                value.extend_from_slice(payload);
                (0, *flags, value)
            }
            Self::Sack(tsn) => (3, 0, [tsn.to_be_bytes(), WINDOW, [0; 4]].concat()),
            Self::Heartbeat(information) => {
                let length = (information.len() as u16 + 4).to_be_bytes();
                (4, 0, [&[0, 1], &length[..], information].concat())
            }
            Self::Init(tag, tsn) => {
                let streams = [0, 16, 0, 16];
                (1, 0, [tag.to_be_bytes(), WINDOW, streams, tsn.to_be_bytes()].concat())
            }
            Self::Other(kind, flags, value) => (*kind, *flags, value.clone()),
        };
        let length = u16::try_from(value.len() + 4).expect("a chunk fits 16 bits of length");
        let mut out = vec![kind, flags];
        out.extend(length.to_be_bytes());
        out.extend(value);
        out.resize(out.len().next_multiple_of(4), 0);
        out
    }
}

/// SCTP packet with a right checksum.
pub fn sctp(source: u16, destination: u16, tag: u32, chunks: &[Chunk]) -> Vec<u8> {
    let mut out = sctp_with_checksum(source, destination, tag, 0, chunks);
    let checksum = crc32c(&out).to_le_bytes();
    out[8..12].copy_from_slice(&checksum);
    out
}

/// SCTP packet with any checksum: 0, as hosts leave it to the network card, or a wrong one.
pub fn sctp_with_checksum(source: u16, destination: u16, tag: u32, checksum: u32, chunks: &[Chunk]) -> Vec<u8> {
    let mut out = [source.to_be_bytes(), destination.to_be_bytes()].concat();
    out.extend(tag.to_be_bytes());
    out.extend(checksum.to_le_bytes());
    chunks.iter().for_each(|chunk| out.extend(chunk.encode()));
    out
}

/// CRC32c (Castagnoli, RFC 9260 appendix A).
pub fn crc32c(octets: &[u8]) -> u32 {
    let folded = octets.iter().fold(u32::MAX, |crc, octet| crc >> 8 ^ TABLE[usize::from(crc as u8 ^ octet)]);
    !folded
}

const TABLE: [u32; 256] = table();

const fn table() -> [u32; 256] {
    let mut out = [0; 256];
    let mut index = 0;
    while index < 256 {
        let mut crc = index as u32;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0x82f6_3b78 } else { crc >> 1 };
            bit += 1;
        }
        out[index] = crc;
        index += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crc32c_matches_the_vectors_of_rfc_3720() {
        assert_eq!(crc32c(b"123456789"), 0xe306_9283);
        assert_eq!(crc32c(&[0; 32]), 0x8a91_36aa);
        assert_eq!(crc32c(&[0xff; 32]), 0x62a8_ab43);
    }

    #[test]
    fn chunks_are_padded_but_say_their_true_length() {
        let octets = sctp(1, 2, 3, &[Chunk::data(1, 2, 3, 4, vec![9; 5]), Chunk::Sack(1)]);
        assert_eq!(octets.len(), 12 + 24 + 16);
        assert_eq!(octets[14..16], [0, 21]);
    }
}
