//! The generated capture of GTP, read by TShark: what is built has to read as what it is.
//! `SIGWARDEN_WITHOUT_TSHARK=1` goes without.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use sigwarden_testkit::traffic::packet::{gtpv2_ordinary, gtpv2_traffic};

/// Malformed, or with anything from a warning upwards among what the expert says.
const COMPLAINTS: &str = "_ws.malformed || _ws.expert.severity >= 6291456";

/// What TShark prints of a capture; nothing where there is to be no TShark.
fn tshark(name: &str, capture: &[u8], arguments: &[&str]) -> Option<String> {
    if env::var_os("SIGWARDEN_WITHOUT_TSHARK").is_some_and(|value| value == "1") {
        return None;
    }
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&file, capture).unwrap();
    let output = Command::new("tshark").arg("-n").arg("-r").arg(&file).args(arguments).output();
    let output = output.expect("tshark is installed, or SIGWARDEN_WITHOUT_TSHARK=1 is set");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::remove_file(file).unwrap();
    Some(String::from_utf8(output.stdout).unwrap())
}

/// Columns of every frame.
fn columns(name: &str, capture: &[u8], fields: &[&str]) -> Option<Vec<Vec<String>>> {
    let mut arguments = vec!["-T", "fields"];
    fields.iter().for_each(|field| arguments.extend(["-e", *field]));
    let text = tshark(name, capture, &arguments)?;
    Some(text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect())
}

#[test]
fn ordinary_roaming_reads_whole() {
    let capture = gtpv2_traffic(6000, 1);
    let checked = ["-o", "udp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE", "-Y", COMPLAINTS];
    let Some(complaints) = tshark("gtp.pcap", &capture, &checked) else { return };
    assert_eq!(complaints, "");
    let rows = columns("gtp-types.pcap", &capture, &["gtpv2.message_type", "gtp.message"]).unwrap();
    let count = |column: usize, kind: &str| {
        rows.iter().flat_map(|row| row[column].split(',')).filter(|value| *value == kind).count()
    };
    for pair in [["1", "2"], ["32", "33"], ["34", "35"], ["36", "37"], ["38", "39"], ["95", "96"], ["99", "100"]] {
        let [requests, answers] = pair.map(|kind| count(0, kind));
        assert!(answers > 10 && answers <= requests, "{pair:?}: {requests}, {answers}");
    }
    for pair in [["0x10", "0x11"], ["0x12", "0x13"], ["0x14", "0x15"]] {
        let [requests, answers] = pair.map(|kind| count(1, kind));
        assert!(answers > 10 && answers <= requests, "{pair:?}: {requests}, {answers}");
    }
    assert!(count(0, "33") > rows.iter().filter(|row| row[0] == "33").count(), "some messages share a datagram");
}

/// Addresses, sequence numbers, tunnels and addresses inside, of version 2.
const FIELDS: [&str; 7] =
    ["ip.src", "ip.dst", "gtpv2.message_type", "gtpv2.seq", "gtpv2.teid", "gtpv2.f_teid_gre_key", "gtpv2.f_teid_ipv4"];

#[test]
fn answers_have_requests_and_tunnels_were_given_before() {
    let capture = gtpv2_traffic(6000, 2);
    let Some(rows) = columns("gtp-pairs.pcap", &capture, &FIELDS) else { return };
    let (mut asked, mut given, mut again) = (BTreeSet::new(), BTreeSet::new(), 0);
    for row in rows.iter().filter(|row| !row[2].is_empty()) {
        let lists: Vec<Vec<&str>> = row[2..].iter().map(|cell| cell.split(',').collect()).collect();
        let (source, destination) = (row[0].as_str(), row[1].as_str());
        for (place, kind) in lists[0].iter().enumerate() {
            let kind: u8 = kind.parse().unwrap();
            let is_request = matches!(kind, 1 | 32 | 34 | 36 | 38 | 95 | 99);
            let (from, to) = if is_request { (source, destination) } else { (destination, source) };
            let key = (from, to, lists[1][place]);
            match is_request {
                true if !asked.insert(key) => again += 1,
                true => {}
                false => assert!(asked.contains(&key), "an answer has a request before it: {row:?}"),
            }
            let teid = lists[2].get(place).copied().unwrap_or_default();
            let nobody = kind <= 2 || matches!(kind, 32 | 35 | 37) && teid == "0x00000000";
            assert!(nobody || given.contains(&(destination, teid)), "who gave this tunnel identifier: {row:?}");
        }
        for (teid, address) in lists[3].iter().zip(lists[4].iter()).filter(|(teid, _)| !teid.is_empty()) {
            // A response to another bearer repeats the identifier of the other side.
            assert!(*address == source || row[2] == "96", "a node gives its own identifiers: {row:?}");
            given.insert((*address, *teid));
        }
    }
    assert!(again > 5, "some requests are sent again");
}

#[test]
fn as_many_messages_as_were_asked_for() {
    for messages in [100, 3000] {
        let lab = gtpv2_ordinary(messages, 1_000_000, 3);
        assert!((messages..messages + 5).contains(&lab.messages()), "{}", lab.messages());
        assert!(lab.packets().len() <= lab.messages());
    }
}
