//! Secured packets for the SIM (TS 23.048 5.1.1, TS 31.115 4.2): their header. What they carry is not read.

use super::Tpdu;
use crate::reader::Reader;

/// Identifier of the header element that announces a command packet.
const COMMAND_PACKET: u8 = 0x70;

/// Octets from SPI to PCNTR: what a header without a checksum counts.
const SHORTEST_HEADER: u8 = 13;

/// Header of a command packet: what is to be done with it, and which application of the SIM it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommandPacket {
    /// CPL: octets behind it, over all parts of a longer message.
    pub length: u16,
    /// CHL: octets from SPI to the checksum.
    pub header_length: u8,
    /// SPI: security of the packet (first octet) and of its answer (second).
    pub spi: u16,
    /// `KIc`: key and algorithm of ciphering.
    pub kic: u8,
    /// KID: key and algorithm of the checksum.
    pub kid: u8,
    /// TAR: the application of the SIM.
    pub tar: [u8; 3],
    /// CNTR: against replay. Means nothing where the packet [is ciphered](Self::is_ciphered).
    pub counter: [u8; 5],
    /// PCNTR: octets of padding at the end. Means nothing where the packet is ciphered.
    pub padding: u8,
}

/// What vouches for the sender of a packet (TS 31.115 4.2, TS 23.048 5.1.1: the lowest bits of SPI's first octet).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Integrity {
    /// Nothing: whoever can send a message can command the application.
    None,
    /// Redundancy check: against errors, not against forgers.
    RedundancyCheck,
    /// Cryptographic checksum.
    Checksum,
    /// Digital signature.
    Signature,
}

impl CommandPacket {
    /// Whether CNTR, PCNTR, checksum and data are ciphered.
    pub const fn is_ciphered(&self) -> bool {
        self.spi & 0x0400 != 0
    }

    /// What vouches for its sender.
    pub const fn integrity(&self) -> Integrity {
        match self.spi >> 8 & 3 {
            0 => Integrity::None,
            1 => Integrity::RedundancyCheck,
            2 => Integrity::Checksum,
            _ => Integrity::Signature,
        }
    }

    fn read(octets: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(octets);
        Some(Self {
            length: reader.u16()?,
            header_length: reader.u8()?,
            spi: reader.u16()?,
            kic: reader.u8()?,
            kid: reader.u8()?,
            tar: reader.array()?,
            counter: reader.array()?,
            padding: reader.u8()?,
        })
    }

    /// Whether its lengths agree with each other and with what stands behind CPL.
    fn is_plausible(&self, behind: usize) -> bool {
        self.header_length >= SHORTEST_HEADER
            && self.length > u16::from(self.header_length)
            && usize::from(self.length) <= behind
    }
}

/// The header of the command packet that a message carries.
///
/// With a security header element its place is certain, and lengths that do not add up hide nothing. Without any
/// user data header it is looked for where the phone hands the message to the SIM all the same, and believed only
/// where its lengths agree. Of a longer message only the first part has it.
pub fn command_packet(tpdu: &Tpdu<'_>) -> Option<CommandPacket> {
    let Some(header) = tpdu.header else {
        let for_sim = tpdu.pid == Some(super::PID_SIM_DATA_DOWNLOAD) || tpdu.is_sim_class_octets();
        let packet = CommandPacket::read(tpdu.content).filter(|_| for_sim && !tpdu.has_header)?;
        return packet.is_plausible(tpdu.content.len().saturating_sub(2)).then_some(packet);
    };
    let announced = header.elements().any(|(identifier, _)| identifier == COMMAND_PACKET);
    let first = header.concatenation().is_none_or(|part| part.number == 1);
    if announced && first { CommandPacket::read(tpdu.content) } else { None }
}
