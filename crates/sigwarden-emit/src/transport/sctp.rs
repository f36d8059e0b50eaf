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

    fn write(&self, out: &mut Vec<u8>) {
        const WINDOW: [u8; 4] = 65_536_u32.to_be_bytes();
        if let Self::Data { flags, tsn, stream, sequence, protocol, payload } = self {
            let length = u16::try_from(payload.len() + 16).expect("a chunk fits 16 bits of length");
            out.extend([0, *flags]);
            out.extend(length.to_be_bytes());
            out.extend(tsn.to_be_bytes());
            out.extend(stream.to_be_bytes());
            out.extend(sequence.to_be_bytes());
            out.extend(protocol.to_be_bytes());
            out.extend_from_slice(payload);
            out.resize(out.len() + payload.len().next_multiple_of(4) - payload.len(), 0);
            return;
        }
        let (kind, flags, value) = match self {
            Self::Data { .. } => return,
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
        out.extend([kind, flags]);
        out.extend(length.to_be_bytes());
        out.extend_from_slice(&value);
        out.resize(out.len() + value.len().next_multiple_of(4) - value.len(), 0);
    }

    /// Octets that it takes at most.
    fn room(&self) -> usize {
        match self {
            Self::Data { payload, .. } => payload.len() + 20,
            Self::Heartbeat(value) | Self::Other(_, _, value) => value.len() + 12,
            _ => 28,
        }
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
    let mut out = Vec::with_capacity(12 + chunks.iter().map(Chunk::room).sum::<usize>());
    out.extend(source.to_be_bytes());
    out.extend(destination.to_be_bytes());
    out.extend(tag.to_be_bytes());
    out.extend(checksum.to_le_bytes());
    chunks.iter().for_each(|chunk| chunk.write(&mut out));
    out
}

/// CRC32c (Castagnoli, RFC 9260 appendix A), eight octets a step.
pub fn crc32c(octets: &[u8]) -> u32 {
    let (groups, rest) = octets.as_chunks::<8>();
    let folded = groups.iter().fold(u32::MAX, |crc, group| {
        let [a, b, c, d] = (u32::from_le_bytes([group[0], group[1], group[2], group[3]]) ^ crc).to_le_bytes();
        let row = |table: usize, octet: u8| TABLES[table][usize::from(octet)];
        row(7, a)
            ^ row(6, b)
            ^ row(5, c)
            ^ row(4, d)
            ^ row(3, group[4])
            ^ row(2, group[5])
            ^ row(1, group[6])
            ^ row(0, group[7])
    });
    !rest.iter().fold(folded, |crc, octet| crc >> 8 ^ TABLES[0][usize::from(crc as u8 ^ octet)])
}

/// What an octet does to the sum, with so many octets behind it as the number of the table.
static TABLES: [[u32; 256]; 8] = tables();

const fn tables() -> [[u32; 256]; 8] {
    let mut out = [[0; 256]; 8];
    let mut index = 0;
    while index < 256 {
        let mut crc = index as u32;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0x82f6_3b78 } else { crc >> 1 };
            bit += 1;
        }
        out[0][index] = crc;
        index += 1;
    }
    let mut table = 1;
    while table < 8 {
        let mut index = 0;
        while index < 256 {
            let before: u32 = out[table - 1][index];
            out[table][index] = before >> 8 ^ out[0][(before & 0xff) as usize];
            index += 1;
        }
        table += 1;
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
