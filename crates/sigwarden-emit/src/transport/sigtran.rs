//! Adaptation layers over SCTP: M3UA (RFC 4666), M2UA (RFC 3331), M2PA (RFC 4165), SUA (RFC 3868).

use super::mtp::Label;
use crate::ber::packed_digits;

/// M3UA DATA. Network appearance and routing context are optional.
pub fn m3ua_data(
    network_appearance: Option<u32>,
    routing_context: Option<u32>,
    label: Label,
    payload: &[u8],
) -> Vec<u8> {
    let length = u16::try_from(payload.len() + 16).expect("a parameter fits 16 bits of length");
    let mut out = Vec::with_capacity(payload.len() + 48);
    out.extend([1, 0, 1, 1, 0, 0, 0, 0]);
    for (tag, value) in [(0x0200_u16, network_appearance), (0x0006, routing_context)] {
        if let Some(value) = value {
            out.extend(tag.to_be_bytes());
            out.extend([0, 8]);
            out.extend(value.to_be_bytes());
        }
    }
    out.extend(0x0210_u16.to_be_bytes());
    out.extend(length.to_be_bytes());
    out.extend(label.opc.to_be_bytes());
    out.extend(label.dpc.to_be_bytes());
    out.extend([label.service, label.network, 0, label.sls]);
    out.extend_from_slice(payload);
    out.resize(out.len().next_multiple_of(4), 0);
    let whole = (out.len() as u32).to_be_bytes();
    out[4..8].copy_from_slice(&whole);
    out
}

/// M2UA DATA: `mtp3` is a whole MTP3 message, service information octet first.
pub fn m2ua_data(interface: u32, mtp3: &[u8]) -> Vec<u8> {
    let body = [parameter(0x0001, &interface.to_be_bytes()), parameter(0x0300, mtp3)];
    message(6, 1, &body.concat())
}

/// M2PA user data: sequence numbers of 24 bits, then `mtp3`, a whole MTP3 message.
pub fn m2pa_user_data(backward: u32, forward: u32, mtp3: &[u8]) -> Vec<u8> {
    let mut body = [(backward & 0x00ff_ffff).to_be_bytes(), (forward & 0x00ff_ffff).to_be_bytes()].concat();
    body.push(0);
    body.extend_from_slice(mtp3);
    message(11, 1, &body)
}

/// An SUA address: a global title (international E.164), a point code, a subsystem number.
#[derive(Clone, Debug, Default)]
pub struct SuaAddress {
    /// Digits of the global title; with them the address routes on global title.
    pub digits: Option<String>,
    /// Point code.
    pub point_code: Option<u32>,
    /// Subsystem number.
    pub ssn: Option<u8>,
}

impl SuaAddress {
    fn encode(&self, tag: u16) -> Vec<u8> {
        let routing: u16 = if self.digits.is_some() { 1 } else { 2 };
        let present = u16::from(self.ssn.is_some())
            | u16::from(self.point_code.is_some()) << 1
            | u16::from(self.digits.is_some()) << 2;
        let mut body = [routing.to_be_bytes(), present.to_be_bytes()].concat();
        if let Some(digits) = &self.digits {
            let mut title = vec![0, 0, 0, 4, digits.len() as u8, 0, 1, 4];
            title.extend(packed_digits(digits, 0));
            body.extend(parameter(0x8001, &title));
        }
        if let Some(code) = self.point_code {
            body.extend(parameter(0x8002, &code.to_be_bytes()));
        }
        if let Some(ssn) = self.ssn {
            body.extend(parameter(0x8003, &[0, 0, 0, ssn]));
        }
        parameter(tag, &body)
    }
}

/// SUA connectionless data transfer of class 0.
pub fn sua_cldt(routing_context: u32, source: &SuaAddress, destination: &SuaAddress, data: &[u8]) -> Vec<u8> {
    let body = [
        parameter(0x0006, &routing_context.to_be_bytes()),
        parameter(0x0115, &[0, 0, 0, 0]),
        source.encode(0x0102),
        destination.encode(0x0103),
        parameter(0x0116, &[0, 0, 0, 0]),
        parameter(0x010b, data),
    ];
    message(7, 1, &body.concat())
}

/// Tag, length without padding, value, padding to four octets.
fn parameter(tag: u16, value: &[u8]) -> Vec<u8> {
    let length = u16::try_from(value.len() + 4).expect("a parameter fits 16 bits of length");
    let mut out = Vec::with_capacity(value.len() + 8);
    out.extend(tag.to_be_bytes());
    out.extend(length.to_be_bytes());
    out.extend_from_slice(value);
    out.resize(out.len().next_multiple_of(4), 0);
    out
}

/// The common header: version 1, class, type, length with header and padding.
fn message(class: u8, kind: u8, body: &[u8]) -> Vec<u8> {
    let mut out = vec![1, 0, class, kind];
    out.extend((body.len() as u32 + 8).to_be_bytes());
    out.extend_from_slice(body);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_cover_header_and_padding() {
        let label = Label { opc: 1, dpc: 2, sls: 0, service: 3, network: 0 };
        let ends = [
            m3ua_data(Some(7), Some(8), label, &[1, 2, 3]),
            m3ua_data(None, None, label, &[1]),
            m2ua_data(1, &[1, 2]),
            m2pa_user_data(1, 2, &[3]),
            sua_cldt(1, &SuaAddress::default(), &SuaAddress::default(), &[1]),
        ];
        for octets in ends {
            assert_eq!(octets[4..8], (octets.len() as u32).to_be_bytes());
        }
    }
}
