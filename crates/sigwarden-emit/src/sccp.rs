//! SCCP of ITU-T Q.713 (and ANSI T1.112.3 addresses): connectionless messages, a little of the rest.

mod address;

pub use address::{Address, GlobalTitle, PointCode};

/// Class 0 (Q.713 3.6).
pub const CLASS_0: u8 = 0x00;
/// Class 1: in sequence.
pub const CLASS_1: u8 = 0x01;
/// Ask for the message back when it cannot be delivered; or it into the class.
pub const RETURN_ON_ERROR: u8 = 0x80;

const HOP_COUNTER: u8 = 15;

/// Segmentation (Q.713 3.17): where a segment stands in its message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segmentation {
    /// First segment.
    pub first: bool,
    /// Whether the sender asked for class 1 before segmenting.
    pub class_1: bool,
    /// Segments still to come, 0 to 15.
    pub remaining: u8,
    /// Local reference, 24 bits.
    pub reference: u32,
}

impl Segmentation {
    fn encode(self) -> Vec<u8> {
        let flags = u8::from(self.first) << 7 | u8::from(self.class_1) << 6 | self.remaining;
        let mut out = vec![0x10, 4, flags];
        out.extend_from_slice(&self.reference.to_le_bytes()[..3]);
        out
    }
}

/// UDT: unitdata (Q.713 4.10).
pub fn udt(class: u8, called: &Address, calling: &Address, data: &[u8]) -> Vec<u8> {
    short(&[0x09, class], called, calling, data)
}

/// UDTS: unitdata sent back, with the cause why (Q.713 3.12).
pub fn udts(cause: u8, called: &Address, calling: &Address, data: &[u8]) -> Vec<u8> {
    short(&[0x0a, cause], called, calling, data)
}

/// XUDT: extended unitdata (Q.713 4.18).
pub fn xudt(
    class: u8,
    called: &Address,
    calling: &Address,
    data: &[u8],
    segmentation: Option<Segmentation>,
) -> Vec<u8> {
    extended(&[0x11, class, HOP_COUNTER], called, calling, data, segmentation)
}

/// XUDTS: extended unitdata sent back.
pub fn xudts(
    cause: u8,
    called: &Address,
    calling: &Address,
    data: &[u8],
    segmentation: Option<Segmentation>,
) -> Vec<u8> {
    extended(&[0x12, cause, HOP_COUNTER], called, calling, data, segmentation)
}

/// LUDT: long unitdata (Q.713 4.20), for signalling over ATM or IP.
pub fn ludt(
    class: u8,
    called: &Address,
    calling: &Address,
    data: &[u8],
    segmentation: Option<Segmentation>,
) -> Vec<u8> {
    long(&[0x13, class, HOP_COUNTER], called, calling, data, segmentation)
}

/// LUDTS: long unitdata sent back.
pub fn ludts(
    cause: u8,
    called: &Address,
    calling: &Address,
    data: &[u8],
    segmentation: Option<Segmentation>,
) -> Vec<u8> {
    long(&[0x14, cause, HOP_COUNTER], called, calling, data, segmentation)
}

/// Cuts `data` into XUDTs of at most `max` octets of data each (Q.714 4.1.1.2.1).
///
/// Panics when more than 16 segments would be needed.
pub fn segment(called: &Address, calling: &Address, data: &[u8], max: usize, reference: u32) -> Vec<Vec<u8>> {
    let count = data.chunks(max).len();
    assert!(count <= 16, "{count} segments, at most 16 are possible");
    data.chunks(max)
        .enumerate()
        .map(|(index, part)| {
            let place =
                Segmentation { first: index == 0, class_1: false, remaining: (count - 1 - index) as u8, reference };
            xudt(CLASS_1, called, calling, part, Some(place))
        })
        .collect()
}

/// CR: connection request of class 2 (Q.713 4.2), with data unless it is empty.
pub fn connection_request(source_reference: u32, called: &Address, calling: &Address, data: &[u8]) -> Vec<u8> {
    let called = sized(&called.encode());
    let mut options = [vec![0x04], sized(&calling.encode())].concat();
    if !data.is_empty() {
        options.push(0x0f);
        options.extend(sized(data));
    }
    options.push(0);
    let mut out = vec![0x01];
    out.extend_from_slice(&source_reference.to_le_bytes()[..3]);
    out.extend([0x02, 2, 1 + called.len() as u8]);
    [out, called, options].concat()
}

/// DT1: data on a connection (Q.713 4.7).
pub fn data_form_1(destination_reference: u32, data: &[u8]) -> Vec<u8> {
    let mut out = vec![0x06];
    out.extend_from_slice(&destination_reference.to_le_bytes()[..3]);
    out.extend([0x00, 1]);
    out.extend(sized(data));
    out
}

/// SSA: a subsystem is allowed (Q.713 5.2); management messages go from node to node.
pub fn subsystem_allowed(from: u16, to: u16, ssn: u8) -> Vec<u8> {
    management(0x01, from, to, ssn)
}

/// SST: asks whether a subsystem is allowed.
pub fn subsystem_status_test(from: u16, to: u16, ssn: u8) -> Vec<u8> {
    management(0x03, from, to, ssn)
}

fn management(kind: u8, from: u16, to: u16, ssn: u8) -> Vec<u8> {
    let affected = if kind == 0x01 { from } else { to }.to_le_bytes();
    let data = [kind, ssn, affected[0], affected[1], 0];
    let called = Address::node(PointCode::Itu(to), 1);
    let calling = Address::node(PointCode::Itu(from), 1);
    udt(CLASS_0, &called, &calling, &data)
}

fn sized(content: &[u8]) -> Vec<u8> {
    let length = u8::try_from(content.len()).expect("at most 255 octets; segment or use LUDT");
    [&[length], content].concat()
}

fn short(head: &[u8], called: &Address, calling: &Address, data: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(head.len() + 48 + data.len());
    out.extend_from_slice(head);
    let pointers = out.len();
    out.extend([0; 3]);
    let point = |out: &mut Vec<u8>, place: usize| {
        let offset = out.len() - pointers - place;
        out[pointers + place] = u8::try_from(offset).expect("addresses fit a pointer");
        out.push(0);
        out.len()
    };
    let fill = |out: &mut Vec<u8>, start: usize| {
        out[start - 1] = u8::try_from(out.len() - start).expect("at most 255 octets; segment or use LUDT");
    };
    for (place, address) in [called, calling].into_iter().enumerate() {
        let start = point(&mut out, place);
        address.write(&mut out);
        fill(&mut out, start);
    }
    let start = point(&mut out, 2);
    out.extend_from_slice(data);
    fill(&mut out, start);
    out
}

fn extended(
    head: &[u8],
    called: &Address,
    calling: &Address,
    data: &[u8],
    segmentation: Option<Segmentation>,
) -> Vec<u8> {
    let parts = [sized(&called.encode()), sized(&calling.encode()), sized(data)];
    let mut out = head.to_vec();
    let mut offset = 4;
    for (part, left) in parts.iter().zip([0, 1, 2]) {
        out.push(u8::try_from(offset - left).expect("addresses fit a pointer"));
        offset += part.len();
    }
    match segmentation {
        None => {
            out.push(0);
            [out, parts.concat()].concat()
        }
        Some(place) => {
            out.push(u8::try_from(offset - 3).expect("segments are shorter than 230 octets"));
            [out, parts.concat(), place.encode(), vec![0]].concat()
        }
    }
}

/// Pointers of two octets, low one first, counted from their second octet (Q.713 2.3).
fn long(head: &[u8], called: &Address, calling: &Address, data: &[u8], segmentation: Option<Segmentation>) -> Vec<u8> {
    let data_length = u16::try_from(data.len()).expect("at most 65535 octets");
    let data = [&data_length.to_le_bytes(), data].concat();
    let parts = [sized(&called.encode()), sized(&calling.encode()), data];
    let mut pointers = Vec::new();
    let mut start = 8;
    for (part, place) in parts.iter().zip([0u16, 2, 4]) {
        pointers.extend((start - place - 1).to_le_bytes());
        start += part.len() as u16;
    }
    let options = segmentation.map_or_else(Vec::new, |place| [place.encode(), vec![0]].concat());
    let option_pointer = if options.is_empty() { 0 } else { start - 7 };
    pointers.extend(option_pointer.to_le_bytes());
    [head.to_vec(), pointers, parts.concat(), options].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_lead_to_their_parts() {
        let called = Address::title("155501", 6);
        let calling = Address::title("1555", 7);
        let udt = udt(CLASS_0, &called, &calling, &[0xaa]);
        assert_eq!(&udt[..5], [9, 0, 3, 11, 18]);
        assert_eq!(udt[4 + 18..], [1, 0xaa]);
        let place = Segmentation { first: true, class_1: false, remaining: 1, reference: 5 };
        let xudt = xudt(CLASS_1, &called, &calling, &[0xaa], Some(place));
        assert_eq!(xudt[6 + usize::from(xudt[6])..], [0x10, 4, 0x81, 5, 0, 0, 0]);
        let ludt = ludt(CLASS_0, &called, &calling, &[0xaa], Some(place));
        assert_eq!(ludt[8 + usize::from(ludt[7])..][..3], [1, 0, 0xaa]);
        assert_eq!(ludt[10 + usize::from(ludt[9])..][..2], [0x10, 4]);
    }

    #[test]
    fn segments_count_down_and_keep_the_data() {
        let data: Vec<u8> = (0..=255).collect();
        let address = Address::title("155501", 6);
        let segments = segment(&address, &address, &data, 100, 7);
        assert_eq!(segments.len(), 3);
        for (octets, flags) in segments.iter().zip([0x82, 0x01, 0x00]) {
            assert_eq!(octets[6 + usize::from(octets[6]) + 2], flags);
        }
    }
}
