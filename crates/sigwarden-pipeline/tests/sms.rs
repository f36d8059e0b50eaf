//! Short messages of the builder, read by the decoder: two readings of TS 23.040 that share no code.

use sigwarden_testkit::sms::{self as build, Body, Packet, Validity};
use sigwarden_wire::anomaly::Anomalies;
use sigwarden_wire::sms::{Concatenation, Direction, Kind, Tpdu, command_packet, tpdu};

use Direction::{FromPhone, ToPhone};

const NUMBER: &str = "15555550123";

/// Reads octets that are right, and says what is expected of what was read.
fn check(octets: &[u8], direction: Direction, kind: Kind, expect: impl FnOnce(Tpdu<'_>)) {
    let mut anomalies = Anomalies::default();
    let tpdu = tpdu(octets, direction, &mut anomalies).expect("a first octet");
    assert!(anomalies.is_empty(), "{anomalies:?} in {octets:02x?}");
    assert_eq!(tpdu.kind, kind, "{octets:02x?}");
    if let Some(address) = tpdu.address
        && !address.is_alphanumeric()
    {
        assert_eq!(address.digits(&mut [0; 24]), NUMBER.as_bytes());
    }
    expect(tpdu);
}

/// Texts of every length up to a full message, without and with a header, in each kind that carries one.
#[test]
fn every_kind_ends_where_it_should() {
    let number = build::number(NUMBER);
    let periods = [
        Validity::Absent,
        Validity::Enhanced([1, 5, 0, 0, 0, 0, 0]),
        Validity::Relative(255),
        Validity::Absolute(build::TIME),
    ];
    for length in 0..=150 {
        let text = Body::text(&"a".repeat(length));
        let bodies = [
            text.clone(),
            text.clone().header(&[(0x00, &[7, 2, 1])]),
            text.header(&[(0x08, &[1, 7, 2, 1])]),
            Body::octets(0x04, &vec![7; length]),
            Body::octets(0xF6, &vec![7; length]).pid(0x7F).header(&[(0x71, &[])]),
        ];
        for body in &bodies {
            // The user data are the last part: what is read of them ends where the message does.
            let ends = |octets: &[u8], direction, kind| {
                check(octets, direction, kind, |tpdu| {
                    assert!(octets.ends_with(tpdu.user_data));
                    assert!(tpdu.user_data.starts_with(&body.header));
                    assert_eq!(tpdu.user_data.len(), body.header.len() + tpdu.content.len());
                    assert_eq!((tpdu.pid, tpdu.dcs), (Some(body.pid), Some(body.dcs)));
                    assert_eq!(tpdu.header.is_some(), !body.header.is_empty());
                    let place = octets.len() - tpdu.user_data.len();
                    assert_eq!(octets[place - 1], tpdu.length);
                });
            };
            ends(&build::deliver(&number, body), ToPhone, Kind::Deliver);
            ends(&build::deliver(&build::name("hello"), body), ToPhone, Kind::Deliver);
            ends(&build::status_report(7, &number, 0, Some(body)), ToPhone, Kind::StatusReport);
            ends(&build::submit_report(Some(0xD0), Some(body)), ToPhone, Kind::SubmitReport);
            ends(&build::deliver_report(None, Some(body)), FromPhone, Kind::DeliverReport);
            for period in periods {
                ends(&build::submit(7, &number, period, body), FromPhone, Kind::Submit);
            }
        }
    }
    check(&build::command(9, 2, 7, &number, &[1, 2]), FromPhone, Kind::Command, |tpdu| {
        assert_eq!((tpdu.reference, tpdu.content), (Some(9), &[1, 2][..]));
    });
}

#[test]
fn a_push_to_the_sim_is_read_as_it_was_made() {
    let packet = Packet {
        spi: [0x12, 0x21],
        kic: 0x15,
        kid: 0x25,
        tar: build::TAR_SAT,
        counter: [0, 0, 0, 1, 2],
        padding: 3,
        checksum: vec![9; 8],
        data: vec![0x42; 20],
    };
    let octets = build::command_packet(&packet);
    let concatenated = Body::for_sim(&octets).header(&[(0x00, &[9, 2, 1]), (0x70, &[])]);
    let bare = Body { header: Vec::new(), ..Body::for_sim(&octets) };
    for body in [&Body::for_sim(&octets), &concatenated, &bare] {
        check(&build::deliver(&build::number(NUMBER), body), ToPhone, Kind::Deliver, |tpdu| {
            let found = command_packet(&tpdu).expect("a packet");
            assert_eq!((found.length, found.header_length), (42, 21));
            assert_eq!((found.spi, found.kic, found.kid), (0x1221, 0x15, 0x25));
            assert_eq!((found.tar, found.counter, found.padding), (packet.tar, packet.counter, packet.padding));
            assert!(tpdu.is_sim_data_download() && tpdu.is_binary());
        });
    }
    check(&build::deliver(&build::number(NUMBER), &concatenated), ToPhone, Kind::Deliver, |tpdu| {
        let concatenation = tpdu.header.and_then(|header| header.concatenation());
        assert_eq!(concatenation, Some(Concatenation { reference: 9, total: 2, number: 1 }));
    });
}
