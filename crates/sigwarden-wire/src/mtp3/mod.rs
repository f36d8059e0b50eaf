//! Message Transfer Part level 3 (Q.704, T1.111.4, GF 001-9001): service and routing label.

use crate::reader::{Reader, le24};
use crate::sccp;

/// National variant of MTP3 and SCCP.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Variant {
    /// Point codes of 14 bits.
    #[default]
    Itu,
    /// Point codes of 24 bits, ANSI addresses.
    Ansi,
    /// Point codes of 24 bits, ITU addresses.
    China,
}

impl Variant {
    /// Name as in the output: how MTP3 and SCCP address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Itu | Self::China => "itu",
            Self::Ansi => "ansi",
        }
    }
}

/// The variant of a site, or `None` to recognise it message by message.
pub type VariantSetting = Option<Variant>;

/// Largest point code of 14 bits.
pub const MAX_ITU_POINT_CODE: u32 = 0x3FFF;

/// Service indicators (Q.704 14.2.1).
pub mod service {
    /// SCCP.
    pub const SCCP: u8 = 3;
    /// ISUP.
    pub const ISUP: u8 = 5;

    /// Name of the user part.
    pub const fn name(indicator: u8) -> &'static str {
        match indicator {
            0 => "MTP3 management",
            1 | 2 => "MTP3 testing",
            SCCP => "SCCP",
            4 => "TUP",
            ISUP => "ISUP",
            6 | 7 => "DUP",
            9 => "B-ISUP",
            10 => "S-ISUP",
            12 => "AAL2",
            13 => "BICC",
            14 => "H.248",
            _ => "other MTP3 user",
        }
    }
}

/// An MTP3 message.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    /// Service indicator: which user part.
    pub service: u8,
    /// Originating point code.
    pub opc: u32,
    /// Destination point code.
    pub dpc: u32,
    /// Variant that the label was read in.
    pub variant: Variant,
    /// Octets of the user part.
    pub payload: &'a [u8],
}

/// Reads a message from its service information octet. Without a setting, the label that leaves
/// something sensible behind is taken, the shorter ITU one first.
pub fn message(octets: &[u8], setting: VariantSetting) -> Option<Message<'_>> {
    let service = octets.first()? & 0x0F;
    let variant = setting.unwrap_or_else(|| recognise(service, octets));
    let mut reader = Reader::new(octets.get(1..)?);
    let (dpc, opc) = match variant {
        Variant::Itu => {
            let label = u32::from_le_bytes(reader.array()?);
            (label & MAX_ITU_POINT_CODE, (label >> 14) & MAX_ITU_POINT_CODE)
        }
        Variant::Ansi | Variant::China => {
            let label = (le24(reader.array()?), le24(reader.array()?));
            reader.u8()?;
            label
        }
    };
    Some(Message { service, opc, dpc, variant, payload: reader.rest() })
}

fn recognise(service: u8, octets: &[u8]) -> Variant {
    if service != service::SCCP {
        return Variant::Itu;
    }
    let behind = |label: usize, is: fn(&[u8]) -> bool| octets.get(label..).is_some_and(is);
    // A connectionless message says much of itself (type and three pointers); a connection-oriented one only its type.
    let short =
        behind(5, sccp::is_unitdata) || !behind(8, sccp::is_unitdata) && behind(5, sccp::is_connection_oriented);
    let long = behind(8, sccp::is_unitdata) || behind(8, sccp::is_connection_oriented);
    if short || !long {
        return Variant::Itu;
    }
    if behind(8, sccp::has_ansi_addresses) { Variant::Ansi } else { Variant::China }
}
