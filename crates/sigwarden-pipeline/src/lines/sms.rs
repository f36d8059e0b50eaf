//! The short message inside an operation, as it is written.

use sigwarden_detect::sms::Carried;
use sigwarden_schema::lines::{Part, Sms};
use sigwarden_wire::anomaly::Anomalies;
use sigwarden_wire::sms::{self, Tpdu};

/// What is written of a short message: everything but its text.
pub(super) fn sms(carried: &Carried<'_>) -> Option<Sms> {
    let message = sms::tpdu(carried.octets, carried.direction, &mut Anomalies::default())?;
    let packet = sms::command_packet(&message);
    let header = message.header;
    let hex = |octets: &[u8]| octets.iter().map(|octet| format!("{octet:02x}")).collect::<String>();
    let part = header.and_then(|header| header.concatenation());
    Some(Sms {
        kind: message.kind.name(),
        address: address(&message),
        address_type: message.address.map(|address| address.type_of_number),
        service_centre: (!carried.centre.is_empty()).then(|| carried.centre.to_string()),
        pid: message.pid,
        dcs: message.dcs,
        length: message.length,
        octets: u32::try_from(message.content.len()).unwrap_or(u32::MAX),
        header: header.map(|header| header.elements().map(|(kind, _)| kind).collect()).unwrap_or_default(),
        part: part.map(|part| Part { reference: part.reference, total: part.total, number: part.number }),
        port: header.and_then(|header| header.ports()).map(|(to, _)| to),
        tar: packet.map(|packet| hex(&packet.tar)),
        spi: packet.map(|packet| hex(&packet.spi.to_be_bytes())),
        digest: None,
        text: message.content.to_vec(),
    })
}

/// Digits of a number; a name is not written.
fn address(message: &Tpdu<'_>) -> Option<String> {
    let address = message.address.filter(|address| !address.is_alphanumeric())?;
    let mut buffer = [0; sms::address::MAX_DIGITS];
    let digits = address.digits(&mut buffer);
    (!digits.is_empty()).then(|| super::text(digits))
}
