//! What short messages carry: coding schemes, header elements, commands to the SIM.

use sigwarden_wire::anomaly::Anomalies;
use sigwarden_wire::sms::{
    Alphabet, Coding, CommandPacket, Concatenation, Direction, Integrity, Tpdu, UserDataHeader, coding, command_packet,
    tpdu,
};

#[test]
fn every_coding_group_is_read() {
    use Alphabet::{Gsm7, Octets, Reserved, Ucs2};
    /// Rows: scheme, alphabet, class, compressed, waiting.
    const ROWS: &[(u8, Alphabet, Option<u8>, bool, bool)] = &[
        // 00xx: general.
        (0x00, Gsm7, None, false, false),
        (0x03, Gsm7, None, false, false),
        (0x04, Octets, None, false, false),
        (0x08, Ucs2, None, false, false),
        (0x0C, Reserved, None, false, false),
        (0x10, Gsm7, Some(0), false, false),
        (0x11, Gsm7, Some(1), false, false),
        (0x16, Octets, Some(2), false, false),
        (0x1B, Ucs2, Some(3), false, false),
        (0x1F, Reserved, Some(3), false, false),
        (0x20, Gsm7, None, true, false),
        (0x36, Octets, Some(2), true, false),
        // 01xx: to be deleted by itself.
        (0x40, Gsm7, None, false, false),
        (0x56, Octets, Some(2), false, false),
        (0x68, Ucs2, None, true, false),
        (0x7B, Ucs2, Some(3), true, false),
        // 1000 to 1011: reserved.
        (0x80, Reserved, None, false, false),
        (0x96, Reserved, None, false, false),
        (0xBF, Reserved, None, false, false),
        // 1100 to 1110: message waiting.
        (0xC0, Gsm7, None, false, true),
        (0xC9, Gsm7, None, false, true),
        (0xD2, Gsm7, None, false, true),
        (0xE8, Ucs2, None, false, true),
        // 1111: class; its bit 3 is reserved and means nothing.
        (0xF0, Gsm7, Some(0), false, false),
        (0xF2, Gsm7, Some(2), false, false),
        (0xF6, Octets, Some(2), false, false),
        (0xFE, Octets, Some(2), false, false),
        (0xFF, Octets, Some(3), false, false),
    ];
    for &(dcs, alphabet, class, compressed, waiting) in ROWS {
        assert_eq!(coding(dcs), Coding { alphabet, class, compressed, waiting }, "{dcs:#04x}");
    }
}

/// Rows: octets of a header without its length, the numbers of its elements, concatenation, ports, security.
#[test]
fn header_elements_are_read() {
    let part = |reference, total, number| Some(Concatenation { reference, total, number });
    let check = |octets: &[u8], identifiers: &[u8], concatenation, ports, security| {
        let header = UserDataHeader::new(octets);
        let found: Vec<u8> = header.elements().map(|(identifier, _)| identifier).collect();
        assert_eq!(found, identifiers, "{octets:02x?}");
        assert_eq!(header.concatenation(), concatenation, "{octets:02x?}");
        assert_eq!(header.ports(), ports, "{octets:02x?}");
        assert_eq!(header.security(), security, "{octets:02x?}");
    };
    check(&[], &[], None, None, None);
    check(&[0x00, 3, 7, 2, 1], &[0], part(7, 2, 1), None, None);
    check(&[0x08, 4, 1, 7, 2, 2], &[8], part(0x0107, 2, 2), None, None);
    check(&[0x04, 2, 240, 241], &[4], None, Some((240, 241)), None);
    check(&[0x05, 4, 0x0B, 0x84, 0x23, 0xF0], &[5], None, Some((2948, 9200)), None);
    check(&[0x70, 0], &[0x70], None, None, Some(0x70));
    check(&[0x7F, 1, 9], &[0x7F], None, None, Some(0x7F));
    check(&[0x6F, 0, 0x80, 0], &[0x6F, 0x80], None, None, None);
    check(&[0x00, 3, 7, 2, 1, 0x70, 0], &[0, 0x70], part(7, 2, 1), None, Some(0x70));
    // Of repeated and of contradicting elements the last counts.
    check(&[0x00, 3, 7, 2, 1, 0x00, 3, 8, 3, 2], &[0, 0], part(8, 3, 2), None, None);
    check(&[0x05, 4, 0, 1, 0, 2, 0x04, 2, 240, 241], &[5, 4], None, Some((240, 241)), None);
    // Void: part zero, no parts, behind the last.
    check(&[0x00, 3, 7, 2, 0], &[0], None, None, None);
    check(&[0x00, 3, 7, 0, 0], &[0], None, None, None);
    check(&[0x00, 3, 7, 2, 3], &[0], None, None, None);
    // Lengths that do not fit end the elements; too short ones have no value.
    check(&[0x70, 0, 0x00, 3, 7, 2], &[0x70], None, None, Some(0x70));
    check(&[0x70], &[], None, None, None);
    check(&[0x00, 2, 7, 2, 0x04, 1, 5], &[0, 4], None, None, None);
}

/// The push of the S@T browser as it was seen: no security, a proof of receipt wanted.
const PUSH: &[u8] = &[0, 15, 13, 0, 1, 0, 0, 0x50, 0x53, 0x48, 0, 0, 0, 0, 0, 0, 0x42];

const PUSH_PACKET: CommandPacket = CommandPacket {
    length: 15,
    header_length: 13,
    spi: 0x0001,
    kic: 0,
    kid: 0,
    tar: [0x50, 0x53, 0x48],
    counter: [0; 5],
    padding: 0,
};

/// SMS-DELIVER from +1 555 555 0123 with these user data.
fn deliver(pid: u8, dcs: u8, header: &[u8], content: &[u8]) -> Vec<u8> {
    let first = if header.is_empty() { 0x04 } else { 0x44 };
    let head = [first, 11, 0x91, 0x51, 0x55, 0x55, 0x05, 0x21, 0xF3, pid, dcs];
    let time = [0x62, 0x10, 0x10, 0, 0, 0, 0];
    let length = u8::try_from(header.len() + content.len()).expect("short");
    [&head[..], &time, &[length], header, content].concat()
}

fn with<T>(octets: &[u8], look: impl Fn(&Tpdu<'_>) -> T) -> T {
    look(&tpdu(octets, Direction::ToPhone, &mut Anomalies::default()).expect("a first octet"))
}

#[test]
fn a_push_to_the_sim_is_found_where_the_standard_puts_it() {
    let check = |pid, dcs, header: &[u8], content: &[u8], expected: Option<CommandPacket>| {
        let octets = deliver(pid, dcs, header, content);
        assert_eq!(with(&octets, command_packet), expected, "{octets:02x?}");
    };
    let security: &[u8] = &[2, 0x70, 0];
    let found = Some(PUSH_PACKET);
    check(0x7F, 0x16, security, PUSH, found);
    check(0x7F, 0xF6, security, PUSH, found);
    // The element alone says so, whatever the rest does.
    check(0x00, 0x04, security, PUSH, found);
    // In the first part of several, with a length that counts them all; never in others.
    let first = [&[0, 200], &PUSH[2..]].concat();
    check(0x7F, 0x16, &[7, 0, 3, 9, 2, 1, 0x70, 0], &first, Some(CommandPacket { length: 200, ..PUSH_PACKET }));
    check(0x7F, 0x16, &[7, 0, 3, 9, 2, 2, 0x70, 0], &first, None);
    check(0x7F, 0x16, &[5, 0, 3, 9, 2, 2], &first, None);
    // A response packet, or another header.
    check(0x7F, 0x16, &[2, 0x71, 0], PUSH, None);
    check(0x7F, 0x16, &[4, 0x04, 2, 1, 2], PUSH, None);
    // Cut before the end of the header.
    check(0x7F, 0x16, security, &PUSH[..15], None);
    check(0x7F, 0x16, security, &PUSH[..16], found);
}

#[test]
fn without_a_header_a_packet_has_to_be_plausible() {
    let check = |pid, dcs, content: &[u8], expected: bool| {
        let octets = deliver(pid, dcs, &[], content);
        assert_eq!(with(&octets, |tpdu| command_packet(tpdu).is_some()), expected, "{octets:02x?}");
    };
    check(0x7F, 0x16, PUSH, true);
    check(0x00, 0xF6, PUSH, true);
    check(0x7F, 0x04, PUSH, true);
    // The phone keeps it: no class, or class 1.
    check(0x00, 0x04, PUSH, false);
    check(0x00, 0x15, PUSH, false);
    let changed = |place: usize, value: u8| {
        let mut octets = PUSH.to_vec();
        octets[place] = value;
        octets
    };
    check(0x7F, 0x16, &changed(1, 16), false);
    check(0x7F, 0x16, &changed(1, 14), true);
    check(0x7F, 0x16, &changed(1, 13), false);
    check(0x7F, 0x16, &changed(2, 12), false);
    check(0x7F, 0x16, &changed(2, 15), false);
    check(0x7F, 0x16, &PUSH[..15], false);
    check(0x7F, 0x16, &[], false);
}

#[test]
fn security_is_told_from_its_indicator() {
    let check = |spi: u8, ciphered: bool, integrity: Integrity| {
        let mut content = PUSH.to_vec();
        content[3] = spi;
        let packet = with(&deliver(0x7F, 0x16, &[2, 0x70, 0], &content), command_packet).expect("a packet");
        assert_eq!((packet.is_ciphered(), packet.integrity()), (ciphered, integrity), "{spi:#04x}");
    };
    check(0x00, false, Integrity::None);
    check(0x01, false, Integrity::RedundancyCheck);
    check(0x12, false, Integrity::Checksum);
    check(0x16, true, Integrity::Checksum);
    check(0x17, true, Integrity::Signature);
    check(0x04, true, Integrity::None);
}

/// Rows: PID, DCS, header; silent, for the SIM, binary.
#[test]
fn what_a_message_is_for_is_told() {
    let check = |pid, dcs, header: &[u8], expected: (bool, bool, bool)| {
        let octets = deliver(pid, dcs, header, PUSH);
        let found = with(&octets, |tpdu| (tpdu.is_silent(), tpdu.is_sim_data_download(), tpdu.is_binary()));
        assert_eq!(found, expected, "{octets:02x?}");
    };
    check(0x00, 0x00, &[], (false, false, false));
    check(0x40, 0x00, &[], (true, false, false));
    check(0x40, 0x04, &[], (true, false, true));
    check(0x41, 0x08, &[], (false, false, false));
    check(0x7F, 0x16, &[], (false, true, true));
    check(0x7F, 0x00, &[], (false, true, false));
    check(0x00, 0x16, &[], (false, false, true));
    check(0x00, 0xF6, &[2, 0x70, 0], (false, true, true));
    check(0x00, 0xF5, &[2, 0x70, 0], (false, false, true));
    check(0x00, 0x16, &[2, 0x6F, 0], (false, false, true));
}
