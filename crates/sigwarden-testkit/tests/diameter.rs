//! Captures of Diameter, read by TShark: what is built whole has to read as what it is.
//! `SIGWARDEN_WITHOUT_TSHARK=1` goes without.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use sigwarden_testkit::diameter::{
    Carrier, DiameterLab, Exchange, Message, Peer, Route, application, every_exchange, s6a,
};
use sigwarden_testkit::traffic::lte::s6a_traffic;

/// Malformed, or with an error among what the expert says.
const COMPLAINTS: &str = "_ws.malformed || _ws.expert.severity >= 8388608";
/// Of every message: what it is, and what TShark has no name for.
const FIELDS: [&str; 3] = ["diameter.cmd.code", "diameter.flags.request", "diameter.avp.unknown"];

fn peers() -> (Peer, Peer) {
    (Peer::at("mme01", "99999", [198, 51, 100, 1]), Peer::at("hss01", "00101", [192, 0, 2, 1]))
}

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

/// Commands of all messages, with `true` for requests, in their order. Complaints fail.
fn commands(name: &str, capture: &[u8]) -> Option<Vec<(u32, bool)>> {
    let complaints = tshark(name, capture, &["-Y", COMPLAINTS])?;
    assert_eq!(complaints, "", "{name}: complaints");
    let mut arguments = vec!["-Y", "diameter", "-T", "fields"];
    FIELDS.iter().for_each(|field| arguments.extend(["-e", *field]));
    let lines = tshark(name, capture, &arguments)?;
    let mut out = Vec::new();
    for line in lines.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        assert_eq!(columns[2], "", "{name}: unknown attributes: {line}");
        let codes = columns[0].split(',').map(|code| code.parse().unwrap());
        let requests = columns[1].split(',').map(|bit| bit == "1");
        out.extend(codes.zip(requests));
    }
    Some(out)
}

fn check(name: &str, lab: &DiameterLab, expected: &[(u32, bool)]) {
    if let Some(commands) = commands(name, &lab.pcap()) {
        assert_eq!(commands, expected, "{name}");
    }
}

fn both(exchanges: &[Exchange]) -> Vec<(u32, bool)> {
    exchanges.iter().flat_map(|row| [(row.request.command, true), (row.answer.command, false)]).collect()
}

#[test]
fn every_command_reads_as_it_was_built() {
    let (mme, hss) = peers();
    let exchanges = every_exchange(&mme, &hss);
    for (name, carrier) in [("every-sctp.pcap", Carrier::Sctp), ("every-tcp.pcap", Carrier::Tcp)] {
        let mut lab = DiameterLab::over(carrier);
        for row in &exchanges {
            lab.exchange(&mme, &hss, row.request.clone(), Some(row.answer.clone()));
        }
        check(name, &lab, &both(&exchanges));
    }
}

#[test]
fn messages_share_packets_and_packets_share_messages() {
    let (mme, hss) = peers();
    let mme = mme.with_port(40_001);
    let rows = every_exchange(&mme, &hss);
    let requests: Vec<Message> =
        rows.iter().take(4).enumerate().map(|(at, row)| row.request.clone().with_identifiers(at as u32, 9)).collect();
    for (name, carrier) in [("shared-sctp.pcap", Carrier::Sctp), ("shared-tcp.pcap", Carrier::Tcp)] {
        let mut lab = DiameterLab::over(carrier);
        lab.connect(&mme, &hss, &[application::S6A]);
        lab.send_together(&mme, &hss, &requests);
        lab.send_split(&mme, &hss, &requests[3], &[3, 20, 100]);
        lab.send_together(&hss, &mme, &[rows[3].answer.clone().with_identifiers(3, 9)]);
        let mut expected = vec![(257, true), (257, false)];
        expected.extend(requests.iter().chain([&requests[3]]).map(|request| (request.command, true)));
        expected.push((316, false));
        check(name, &lab, &expected);
    }
}

#[test]
fn long_messages_take_several_packets() {
    let (mme, hss) = peers();
    let route = Route::new("s;1;1", &mme, &hss);
    let users = vec!["00101"; 300];
    for (name, carrier) in [("long-sctp.pcap", Carrier::Sctp), ("long-tcp.pcap", Carrier::Tcp)] {
        let mut lab = DiameterLab::over(carrier);
        lab.exchange(&mme, &hss, s6a::reset(&route, &users), None);
        assert!(lab.packets().len() > 3);
        check(name, &lab, &[(322, true)]);
    }
}

#[test]
fn what_is_sent_again_is_the_same_packet() {
    let (mme, hss) = peers();
    for carrier in [Carrier::Sctp, Carrier::Tcp] {
        let mut lab = DiameterLab::over(carrier);
        let row = every_exchange(&mme, &hss).swap_remove(3);
        let request = lab.exchange(&mme, &hss, row.request, None);
        lab.send_again(&mme, &hss);
        lab.repeat(&mme, &hss, &request);
        let packets = lab.packets();
        assert_eq!(packets[0].1, packets[1].1);
        assert_ne!(packets[0].1, packets[2].1);
    }
}

#[test]
fn agents_renumber_and_record_the_way() {
    let (mme, hss) = peers();
    let agents = [Peer::at("dra01", "99998", [203, 0, 113, 1]), Peer::at("dea01", "00101", [192, 0, 2, 9])];
    let mut lab = DiameterLab::new();
    let row = every_exchange(&mme, &hss).swap_remove(3);
    lab.relay(&[&mme, &agents[0], &agents[1], &hss], row.request, Some(row.answer));
    assert_eq!(lab.messages(), 6);
    let arguments =
        ["-T", "fields", "-e", "diameter.hopbyhopid", "-e", "diameter.endtoendid", "-e", "diameter.Route-Record"];
    let Some(lines) = tshark("relay.pcap", &lab.pcap(), &arguments) else { return };
    let rows: Vec<Vec<&str>> = lines.lines().map(|line| line.split('\t').collect()).collect();
    let records: Vec<usize> = rows.iter().map(|row| row[2].split_terminator(',').count()).collect();
    assert_eq!(records, [0, 1, 2, 0, 0, 0]);
    assert!(rows.iter().all(|row| row[1] == rows[0][1]), "one end-to-end identifier: {lines}");
    assert!(rows[0][0] != rows[1][0] && rows[1][0] != rows[2][0], "each hop counts by itself: {lines}");
    let answers: Vec<&str> = rows[3..].iter().map(|row| row[0]).collect();
    assert_eq!(answers, [rows[2][0], rows[1][0], rows[0][0]]);
}

#[test]
fn ordinary_roaming_reads_whole_and_every_answer_has_its_request() {
    let capture = s6a_traffic(3000, 1);
    let Some(commands) = commands("s6a.pcap", &capture) else { return };
    assert!((3000..3010).contains(&commands.len()), "{} messages", commands.len());
    let count = |command, request| commands.iter().filter(|row| **row == (command, request)).count();
    for command in [257, 316, 317, 318, 319, 320, 321, 323] {
        let (requests, answers) = (count(command, true), count(command, false));
        assert!(requests > 3 && answers > 0 && answers <= requests, "{command}: {requests}, {answers}");
    }
    let requests = commands.iter().filter(|row| row.1).count();
    assert!(commands.len() < 2 * requests, "some requests have no answer");

    let fields = ["ip.src", "ip.dst", "diameter.hopbyhopid", "diameter.endtoendid", "diameter.flags.request"];
    let mut arguments = vec!["-Y", "diameter", "-T", "fields"];
    fields.iter().for_each(|field| arguments.extend(["-e", *field]));
    let lines = tshark("s6a-pairs.pcap", &capture, &arguments).unwrap();
    let mut open = BTreeSet::new();
    for line in lines.lines() {
        let row: Vec<&str> = line.split('\t').collect();
        if row[4] == "1" {
            assert!(open.insert([row[0], row[1], row[2], row[3]]), "identifiers are used once: {line}");
        } else {
            assert!(open.remove(&[row[1], row[0], row[2], row[3]]), "an answer has a request before it: {line}");
        }
    }
}
