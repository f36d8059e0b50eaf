//! MTP level 3: service information octet and routing label.

/// Service indicators (Q.704 14.2.1).
pub mod service {
    /// Network management.
    pub const MANAGEMENT: u8 = 0;
    /// SCCP.
    pub const SCCP: u8 = 3;
    /// ISDN user part.
    pub const ISUP: u8 = 5;
}

/// Network indicators (Q.704 14.2.2).
pub mod network {
    /// International network.
    pub const INTERNATIONAL: u8 = 0;
    /// National network.
    pub const NATIONAL: u8 = 2;
}

/// Where an MTP3 message comes from and goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// Originating point code.
    pub opc: u32,
    /// Destination point code.
    pub dpc: u32,
    /// Signalling link selection: 4 bits ITU, 8 bits ANSI.
    pub sls: u8,
    /// Service indicator.
    pub service: u8,
    /// Network indicator.
    pub network: u8,
}

impl Label {
    fn service_information(self) -> u8 {
        self.network << 6 | self.service
    }
}

/// MTP3 message with the 32-bit ITU label: point codes of 14 bits (Q.704 2.2).
pub fn mtp3_itu(label: Label, payload: &[u8]) -> Vec<u8> {
    let routing = label.dpc & 0x3fff | (label.opc & 0x3fff) << 14 | u32::from(label.sls) << 28;
    let mut out = vec![label.service_information()];
    out.extend(routing.to_le_bytes());
    out.extend_from_slice(payload);
    out
}

/// MTP3 message with the 56-bit ANSI label: point codes of 24 bits (T1.111.4).
pub fn mtp3_ansi(label: Label, payload: &[u8]) -> Vec<u8> {
    let mut out = vec![label.service_information()];
    out.extend_from_slice(&label.dpc.to_le_bytes()[..3]);
    out.extend_from_slice(&label.opc.to_le_bytes()[..3]);
    out.push(label.sls);
    out.extend_from_slice(payload);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_pack_destination_first() {
        let label = Label { opc: 0x0102, dpc: 0x0304, sls: 5, service: 3, network: 2 };
        assert_eq!(mtp3_itu(label, &[9]), [0x83, 0x04, 0x83, 0x40, 0x50, 9]);
        let label = Label { opc: 0x0a0b0c, dpc: 0x010203, ..label };
        assert_eq!(mtp3_ansi(label, &[9]), [0x83, 3, 2, 1, 0x0c, 0x0b, 0x0a, 5, 9]);
    }
}
