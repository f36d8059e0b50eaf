//! Transfer units of short messages (TS 23.040 9.2), their headers, and packets for the SIM (TS 31.115).
//!
//! [`crate::map::sms_deliver`] and its neighbour make plain texts for traffic; here every field can be set.

use crate::ber::packed_digits;

/// TP-PID of a message for the SIM (9.2.3.9).
pub const PID_SIM: u8 = 0x7f;
/// TP-PID of a message of type 0 (9.2.3.9).
pub const PID_TYPE_0: u8 = 0x40;
/// TP-DCS of eight-bit data of class 2 (TS 23.038 clause 4).
pub const DCS_SIM: u8 = 0x16;
/// TAR of the S@T browser, low priority push.
pub const TAR_SAT: [u8; 3] = [0x50, 0x53, 0x48];

/// The centre's time stamp of all messages: 2026-01-01 00:00:00 UTC, halves swapped (9.2.3.11).
pub const TIME: [u8; 7] = [0x62, 0x10, 0x10, 0x00, 0x00, 0x00, 0x00];

/// Address of an international E.164 number (9.1.2.5).
pub fn number(digits: &str) -> Vec<u8> {
    address(1, 1, digits)
}

/// Address of any type of number and numbering plan; digits are hexadecimal.
pub fn address(type_of_number: u8, plan: u8, digits: &str) -> Vec<u8> {
    let kind = 0b1000_0000 | (type_of_number << 4) | plan;
    [vec![digits.len() as u8, kind], packed_digits(digits, 0xf)].concat()
}

/// Address that is a name: the length counts half-octets that are in use.
pub fn name(text: &str) -> Vec<u8> {
    let half_octets = (text.len() * 7).div_ceil(4);
    [vec![half_octets as u8, 0b1101_0000], septets(text, 0)].concat()
}

/// What a message carries.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// TP-PID.
    pub pid: u8,
    /// TP-DCS.
    pub dcs: u8,
    /// User data header with its length octet, or nothing.
    pub header: Vec<u8>,
    /// Characters or octets.
    pub content: Content,
    /// The centre's time stamp; [`TIME`] when `None`.
    pub time: Option<[u8; 7]>,
}

/// What stands behind the header.
#[derive(Clone, Debug)]
pub enum Content {
    /// ASCII letters, digits and spaces, which the default alphabet shares; packed into seven bits each.
    Text(String),
    /// Octets.
    Octets(Vec<u8>),
}

impl Default for Content {
    fn default() -> Self {
        Self::Octets(Vec::new())
    }
}

impl Body {
    /// Plain text.
    pub fn text(text: &str) -> Self {
        Self { content: Content::Text(text.to_owned()), ..Self::default() }
    }

    /// Octets under a coding scheme that counts octets.
    pub fn octets(dcs: u8, octets: &[u8]) -> Self {
        Self { dcs, content: Content::Octets(octets.to_vec()), ..Self::default() }
    }

    /// A secured packet for the SIM, with its header (TS 31.115 4.2).
    pub fn for_sim(packet: &[u8]) -> Self {
        let header = user_data_header(&[(0x70, &[])]);
        Self { pid: PID_SIM, header, ..Self::octets(DCS_SIM, packet) }
    }

    /// The same with another protocol identifier.
    pub fn pid(self, pid: u8) -> Self {
        Self { pid, ..self }
    }

    /// The same with a header of these elements.
    pub fn header(self, elements: &[(u8, &[u8])]) -> Self {
        Self { header: user_data_header(elements), ..self }
    }

    /// TP-UDHI in its place of the first octet (9.2.3.23).
    fn indicator(&self) -> u8 {
        u8::from(!self.header.is_empty()) << 6
    }

    /// TP-UDL and TP-UD (9.2.3.16, 9.2.3.24).
    fn user_data(&self) -> Vec<u8> {
        match &self.content {
            Content::Octets(octets) => {
                let length = self.header.len() + octets.len();
                [&[length as u8], &self.header[..], octets].concat()
            }
            Content::Text(text) => {
                // Characters start at the next multiple of seven bits behind the header.
                let header_septets = (self.header.len() * 8).div_ceil(7);
                let fill = header_septets * 7 - self.header.len() * 8;
                let length = header_septets + text.len();
                [&[length as u8], &self.header[..], &septets(text, fill)].concat()
            }
        }
    }
}

/// SMS-DELIVER (9.2.2.1). No more messages wait.
pub fn deliver(sender: &[u8], body: &Body) -> Vec<u8> {
    [&[0x04 | body.indicator()], sender, &[body.pid, body.dcs], &body.time.unwrap_or(TIME), &body.user_data()].concat()
}

/// Validity period of a submit (9.2.3.3, 9.2.3.12).
#[derive(Clone, Copy, Debug)]
pub enum Validity {
    /// None given.
    Absent,
    /// Seven octets of a format of their own.
    Enhanced([u8; 7]),
    /// One octet.
    Relative(u8),
    /// A time.
    Absolute([u8; 7]),
}

/// SMS-SUBMIT (9.2.2.2).
pub fn submit(reference: u8, recipient: &[u8], validity: Validity, body: &Body) -> Vec<u8> {
    let (format, period) = match validity {
        Validity::Absent => (0b00, Vec::new()),
        Validity::Enhanced(octets) => (0b01, octets.to_vec()),
        Validity::Relative(octet) => (0b10, vec![octet]),
        Validity::Absolute(octets) => (0b11, octets.to_vec()),
    };
    let first = 0x01 | (format << 3) | body.indicator();
    [&[first, reference], recipient, &[body.pid, body.dcs], &period, &body.user_data()].concat()
}

/// SMS-STATUS-REPORT (9.2.2.3) of this TP-Status, with or without the optional part.
pub fn status_report(reference: u8, recipient: &[u8], status: u8, body: Option<&Body>) -> Vec<u8> {
    let first = 0x06 | body.map_or(0, Body::indicator);
    [&[first, reference], recipient, &TIME, &TIME, &[status], &optional(&[], body)].concat()
}

/// SMS-COMMAND (9.2.2.4): TP-CT, TP-MN, and data of the command.
pub fn command(reference: u8, command: u8, message: u8, recipient: &[u8], data: &[u8]) -> Vec<u8> {
    let head = [0x02, reference, 0x00, command, message];
    [&head, recipient, &[data.len() as u8], data].concat()
}

/// SMS-DELIVER-REPORT (9.2.2.1a): with a failure cause for an RP-ERROR, without for an RP-ACK.
pub fn deliver_report(failure: Option<u8>, body: Option<&Body>) -> Vec<u8> {
    let first = body.map_or(0, Body::indicator);
    [&[first], failure.as_slice(), &indicated(&[], body)].concat()
}

/// SMS-SUBMIT-REPORT (9.2.2.2a).
pub fn submit_report(failure: Option<u8>, body: Option<&Body>) -> Vec<u8> {
    let first = 0x01 | body.map_or(0, Body::indicator);
    [&[first], failure.as_slice(), &indicated(&TIME, body)].concat()
}

/// The optional part of a status report: nothing, or as in [`indicated`].
fn optional(time: &[u8], body: Option<&Body>) -> Vec<u8> {
    if body.is_some() { indicated(time, body) } else { Vec::new() }
}

/// TP-PI, a time, then PID, DCS and user data, all three or none (9.2.3.27).
fn indicated(time: &[u8], body: Option<&Body>) -> Vec<u8> {
    match body {
        Some(body) => [&[0b111], time, &[body.pid, body.dcs], &body.user_data()].concat(),
        None => [&[0], time].concat(),
    }
}

/// User data header with its length octet (9.2.3.24): identifiers and values.
pub fn user_data_header(elements: &[(u8, &[u8])]) -> Vec<u8> {
    let element = |(identifier, value): &(u8, &[u8])| [&[*identifier, value.len() as u8], *value].concat();
    let elements: Vec<u8> = elements.iter().flat_map(element).collect();
    [vec![elements.len() as u8], elements].concat()
}

/// A command packet (TS 31.115 4.2, TS 23.048 5.1.1).
#[derive(Clone, Debug, Default)]
pub struct Packet {
    /// SPI: security of the packet, then of the answer.
    pub spi: [u8; 2],
    /// `KIc`.
    pub kic: u8,
    /// KID.
    pub kid: u8,
    /// TAR.
    pub tar: [u8; 3],
    /// CNTR.
    pub counter: [u8; 5],
    /// PCNTR.
    pub padding: u8,
    /// RC, CC or DS.
    pub checksum: Vec<u8>,
    /// Data, padded and ciphered where they are to be.
    pub data: Vec<u8>,
}

/// Octets of a command packet, from CPL on.
pub fn command_packet(packet: &Packet) -> Vec<u8> {
    let header =
        [&packet.spi[..], &[packet.kic, packet.kid], &packet.tar, &packet.counter, &[packet.padding], &packet.checksum]
            .concat();
    let length = (1 + header.len() + packet.data.len()) as u16;
    [&length.to_be_bytes()[..], &[header.len() as u8], &header, &packet.data].concat()
}

/// Characters of seven bits behind some bits of filling, the lowest bits first (TS 23.038 6.1.2.1).
fn septets(text: &str, fill: usize) -> Vec<u8> {
    let mut out = vec![0; (fill + text.len() * 7).div_ceil(8)];
    for (index, character) in text.bytes().enumerate() {
        assert!(character.is_ascii_alphanumeric() || character == b' ', "{character:#x} is not shared");
        let place = fill + index * 7;
        let bits = u16::from(character) << (place % 8);
        out[place / 8] |= bits as u8;
        if bits > 0xff {
            out[place / 8 + 1] |= (bits >> 8) as u8;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_text_is_the_one_that_traffic_uses() {
        let sender = number("15555550123");
        assert_eq!(deliver(&sender, &Body::text("hello")), crate::map::sms_deliver("15555550123", "hello"));
        let submitted = submit(0, &sender, Validity::Absent, &Body::text("hello"));
        assert_eq!(submitted, crate::map::sms_submit("15555550123", "hello"));
    }

    #[test]
    fn text_behind_a_header_starts_at_a_character() {
        // Header of six octets: one bit of filling; length in characters, seven of them the header.
        let body = Body::text("a").header(&[(0x00, &[7, 2, 1])]);
        assert_eq!(body.user_data(), [8, 5, 0, 3, 7, 2, 1, 0xc2]);
        // Seven octets: none.
        let body = Body::text("a").header(&[(0x08, &[0, 7, 2, 1])]);
        assert_eq!(body.user_data(), [9, 6, 8, 4, 0, 7, 2, 1, 0x61]);
    }

    #[test]
    fn names_count_half_octets_in_use() {
        assert_eq!(name("a"), [2, 0xd0, 0x61]);
        assert_eq!(name("hellohel")[..2], [14, 0xd0]);
        assert_eq!(name("hellohe")[..2], [13, 0xd0]);
    }

    #[test]
    fn a_push_to_the_sim_is_laid_out_as_the_standard_says() {
        let packet = Packet { spi: [0, 1], tar: TAR_SAT, data: vec![0x42], ..Packet::default() };
        let octets = deliver(&number("15555550123"), &Body::for_sim(&command_packet(&packet)));
        let head = [0x44, 11, 0x91, 0x51, 0x55, 0x55, 0x05, 0x21, 0xf3, 0x7f, 0x16];
        let data = [20, 2, 0x70, 0, 0, 15, 13, 0, 1, 0, 0, 0x50, 0x53, 0x48, 0, 0, 0, 0, 0, 0, 0x42];
        assert_eq!(octets, [&head[..], &TIME, &data].concat());
    }

    #[test]
    fn reports_say_what_they_have() {
        assert_eq!(deliver_report(None, None), [0x00, 0x00]);
        assert_eq!(deliver_report(Some(0xd5), None), [0x00, 0xd5, 0x00]);
        assert_eq!(submit_report(Some(0xff), None), [&[0x01, 0xff, 0x00][..], &TIME].concat());
        assert_eq!(command(9, 2, 8, &number("15"), &[1]), [0x02, 9, 0, 2, 8, 2, 0x91, 0x51, 1, 1]);
    }
}
