//! SUA connectionless messages (RFC 3868 3.2): SCCP in parameters.

use super::parameters;
use crate::anomaly::{Anomalies, Code};
use crate::reader::Reader;
use crate::sccp::{Address, Digits, Kind, Segment, Unitdata};

/// CLDT is type 1, CLDR (returned) type 2.
pub(super) fn connectionless<'a>(body: &'a [u8], kind: u8, anomalies: &mut Anomalies) -> Option<Unitdata<'a>> {
    let kind = if kind == 1 { Kind::Sua } else { Kind::SuaReturned };
    let mut unit = Unitdata { kind, ..Unitdata::default() };
    let mut has_data = false;
    let mut nested = [None::<&[u8]>; 2];
    parameters(body, anomalies, |tag, value| match tag {
        0x0102 => nested[0] = Some(value),
        0x0103 => nested[1] = Some(value),
        0x0115 => unit.return_on_error = value.get(3).is_some_and(|class| class & 0x80 != 0),
        0x0106 => unit.return_cause = value.get(3).copied(),
        0x010B => {
            unit.data = value;
            has_data = true;
        }
        0x0117 => unit.segment = segment(value),
        _ => {}
    });
    let [source, destination] = nested;
    unit.calling = source.map(|value| address(value, anomalies)).unwrap_or_default();
    unit.called = destination.map(|value| address(value, anomalies)).unwrap_or_default();
    has_data.then_some(unit)
}

/// RFC 3868 3.10.23: first flag and remaining segments in one octet, then a reference of three.
fn segment(value: &[u8]) -> Option<Segment> {
    let &[first, a, b, c] = value.first_chunk::<4>()?;
    Some(Segment {
        first: first & 0x80 != 0,
        remaining: first & 0x0F,
        in_order: true,
        reference: u32::from_be_bytes([0, a, b, c]),
    })
}

/// RFC 3868 3.10.2: routing indicator, address indicator, then parameters again.
fn address<'a>(value: &'a [u8], anomalies: &mut Anomalies) -> Address<'a> {
    let mut reader = Reader::new(value);
    let mut address = Address { present: true, ..Address::default() };
    let (Some(routing), Some(_)) = (reader.u16(), reader.u16()) else {
        anomalies.add(Code::SccpAddress, 0, value.len());
        return address;
    };
    // 1: route on Global Title, 2: on subsystem and point code, 3: on host name, 4: on subsystem and IP address.
    address.route_on_ssn = routing != 1;
    parameters(reader.rest(), anomalies, |tag, value| match tag {
        0x8001 => global_title(value, &mut address),
        0x8002 => address.pc = value.first_chunk::<4>().map(|octets| u32::from_be_bytes(*octets)),
        0x8003 => address.ssn = value.get(3).copied(),
        _ => {}
    });
    address
}

/// RFC 3868 3.10.2.3: three octets reserved, indicator, digits, translation type, plan, nature, BCD digits.
fn global_title<'a>(value: &'a [u8], address: &mut Address<'a>) {
    let mut reader = Reader::new(value);
    let Some([_, _, _, indicator, count, translation, plan, nature]) = reader.array() else { return };
    address.indicator = indicator;
    address.tt = Some(translation);
    address.np = Some(plan);
    address.nai = Some(nature);
    let octets = reader.rest();
    let digits = usize::from(count).min(octets.len().saturating_mul(2));
    address.digits = Digits::new(octets.get(..digits.div_ceil(2)).unwrap_or(octets), digits % 2 == 1);
}
