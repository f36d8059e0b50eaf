//! User data (TS 29.281): the packet inside a tunnel.

use super::{MAX_DATAGRAM, Version, header};
use crate::anomaly::{Anomalies, Code};

/// Message type of user data, T-PDU in version 0 (TS 29.281 7.1, GSM 09.60 7.1).
pub(super) const G_PDU: u8 = 255;

/// The packet that a G-PDU carries, extension headers skipped (TS 29.281 5.2); `None` for other messages.
/// It ends where the header says, or where the datagram does.
pub fn user_packet<'a>(octets: &'a [u8], anomalies: &mut Anomalies) -> Option<&'a [u8]> {
    let octets = octets.get(..MAX_DATAGRAM).unwrap_or(octets);
    let &[flags, G_PDU, high, low, ..] = octets else { return None };
    // Nearly all user data has this form: version 1, nothing optional.
    if flags == 0x30
        && let Some((_, packet)) = octets.split_first_chunk::<8>()
        && packet.len() == usize::from(u16::from_be_bytes([high, low]))
    {
        return Some(packet);
    }
    with_options(octets, anomalies)
}

fn with_options<'a>(octets: &'a [u8], anomalies: &mut Anomalies) -> Option<&'a [u8]> {
    let (header, behind) = header::read(octets, anomalies)?;
    if !matches!(header.version, Version::V0 | Version::V1) {
        return None;
    }
    if behind.is_some() {
        anomalies.add(Code::GtpLength, 2, 2);
    }
    let &[_, _, high, low, ..] = octets else { return None };
    let fixed = if header.version == Version::V0 { 20 } else { 8 };
    let declared = usize::from(u16::from_be_bytes([high, low])).saturating_add(fixed);
    octets.get(header.body.start as usize..declared.min(octets.len()))
}

/// The same without a say in what is wrong.
pub(super) fn inner(octets: &[u8]) -> Option<&[u8]> {
    user_packet(octets, &mut Anomalies::default())
}
